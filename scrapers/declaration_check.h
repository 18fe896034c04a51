/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_DECLARATION_CHECK_H
#define SCRAPERS_DECLARATION_CHECK_H

/*
 * All that is wrong or odd in a file of declarations, at once and with its
 * places: what a reader of the format refuses, and beyond it types of terms
 * that Open Terms Archive does not know, pages that stand twice in one
 * "combine", filters in JavaScript, settings of ours, past declarations
 * without an end or out of order.
 *
 *	struct problem_list list = { 0 };
 *
 *	rc = declaration_check_file(&list, "declarations/Exemple.json");
 *	...
 *	problem_release(&list);
 *
 * With declaration_check_pages() also what only the pages themselves tell:
 * that they can be fetched, that the selectors match, that there is text to
 * speak of, and that it is the same when all is done twice in a row.
 */

#include "scrapers/declaration.h"
#include "scrapers/fetch.h"
#include "scrapers/problem.h"

/* Text shorter than this is no policy. */
enum { DECLARATION_CHECK_CHARACTERS = 100 };

/* Adds what the file tells; X.history.json is read as past declarations.
 * ERR_NOTFOUND, ERR_IO, ERR_LIMIT when it cannot be read at all; a file full
 * of mistakes is a success. */
int declaration_check_file(struct problem_list *out, const char *path);

/* The same of a text; path is its name. */
void declaration_check_text(struct problem_list *out, const char *path,
	const char *text, size_t len);

/* Whether the path is one of past declarations. */
bool declaration_check_is_past(const char *path);

/* Makes a terms' text anew: capture_look() unless a test says otherwise. */
typedef int (*declaration_check_look_fn)(struct str *text,
	const struct declaration_terms *terms,
	const struct fetch_options *fetch);

/* Fetches and extracts terms of a valid file, twice; what is wrong is told
 * with the place of the terms. text is the file's content. look NULL:
 * capture_look(). */
struct declaration_check_pages {
	const char *text;
	size_t len;
	const struct declaration_terms *terms;
	struct fetch_options fetch; /* its language yields to the terms' */
	declaration_check_look_fn look;
};
void declaration_check_pages(
	struct problem_list *out, const struct declaration_check_pages *c);

#endif
