/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_DECLARATION_READ_H
#define SCRAPERS_DECLARATION_READ_H

/*
 * The schema of declarations: walks the JSON tree of a file and fills the
 * structs of scrapers/declaration, with every problem on the way put into a
 * list, not only the first:
 *
 *	struct declaration_read r = { .name = path, .text = text, .len = n,
 *		.problems = &list };
 *
 *	if (declaration_read_open(&tree, &r))
 *		declaration_read_file(&d, &r, tree);
 *	declaration_read_close(&r);
 *
 * What was filled keeps the promises of declaration.h only when the list
 * holds no error. A list with max 1 makes the walk stop at the first. All is
 * borrowed but what comes out.
 */

#include <cjson/cJSON.h>

#include "base/str.h"
#include "scrapers/declaration.h"
#include "scrapers/problem.h"

struct declaration_read {
	const char *name; /* of the file, for messages */
	const char *text;
	size_t len;
	struct problem_list *problems;
	struct str pointer; /* JSON Pointer of the value at hand; owned */
	size_t selectors;   /* read so far */
};

/* The tree of the text (cJSON_Delete), with r at its root; false with its
 * one problem in the list. */
bool declaration_read_open(cJSON **tree, struct declaration_read *r);
void declaration_read_close(struct declaration_read *r);

/* The whole file. */
void declaration_read_file(struct declaration *out, struct declaration_read *r,
	const cJSON *root);

/* The terms object at hand. past: one of X.history.json, which has a
 * "validUntil" that is left to the caller. */
void declaration_read_terms(struct declaration_terms *out,
	struct declaration_read *r, const cJSON *object, const char *type,
	bool past);

/* Goes one level down in the tree; leave() goes back to what enter gave. */
size_t declaration_read_enter(struct declaration_read *r, const char *key);
size_t declaration_read_enter_index(struct declaration_read *r, size_t index);
void declaration_read_leave(struct declaration_read *r, size_t mark);

/* Tells a problem with the value at hand. */
__attribute__((format(printf, 3, 4))) void declaration_read_say(
	struct declaration_read *r, enum problem_level level, const char *fmt,
	...);

/* 0 when the list has no error; else the first one, as an error's message
 * with file, line and column. */
int declaration_read_result(const struct declaration_read *r);

/* Frees what one part holds. */
void declaration_read_release_part(struct declaration_part *p);

#endif
