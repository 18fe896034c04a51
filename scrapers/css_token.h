/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CSS_TOKEN_H
#define SCRAPERS_CSS_TOKEN_H

/*
 * The words of a CSS selector, read one after the other.
 *
 *	struct css_reader r = { .text = text, .at = text,
 *		.end = text + strlen(text) };
 *
 *	if (css_token_take(&r, '.'))
 *		rc = css_token_ident(&r, &name, _("the name of a class"));
 *
 * The text is valid UTF-8 without NUL. Refusals are ERR_INVALID and name the
 * column, in characters from 1.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct css_reader {
	const char *text, *at, *end; /* borrowed */
	bool quirks;		     /* classes and ids in any case */
	int depth;		     /* of parentheses */
	struct css_selector *into;   /* what is being built, or NULL */
};

/* Refuses what stands at the reader: what was expected instead (translated),
 * or which feature is not supported. Returns ERR_INVALID. */
int css_token_expected(const struct css_reader *c, const char *what);
int css_token_unsupported(const struct css_reader *c, const char *feature);

/* White space; what a name begins with; what goes on in one; ASCII lower
 * case. */
bool css_token_is_space(char ch);
bool css_token_is_name_start(char ch);
bool css_token_is_name(char ch);
char css_token_lower(char ch);
void css_token_lower_case(struct str *s);

/* The character so many bytes ahead; NUL behind the end. */
char css_token_peek(const struct css_reader *c, size_t ahead);

/* Takes the character, or the word in any case, when it comes next. */
bool css_token_take(struct css_reader *c, char ch);
bool css_token_take_word(struct css_reader *c, const char *word);

/* True when there was any. */
bool css_token_skip_space(struct css_reader *c);

/* Takes a name and appends it with its escapes resolved; `what` says in a
 * refusal what was expected. */
bool css_token_starts_ident(const struct css_reader *c);
int css_token_ident(struct css_reader *c, struct str *out, const char *what);

/* At a quote: takes the string, which the end of the selector may end. */
int css_token_string(struct css_reader *c, struct str *out);

/* Takes digits; false when there are none. */
bool css_token_number(struct css_reader *c, long *out);

#endif
