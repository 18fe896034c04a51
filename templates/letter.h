/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_LETTER_H
#define TEMPLATES_LETTER_H

/*
 * Letters: Mustache over Markdown, one file per kind and language. The
 * person's own come first: the file given, then
 * $XDG_CONFIG_HOME/constat/letters/<lang>/<kind>.md (~/.config without it),
 * then the program's.
 *
 *	rc = letter_render(&markdown, &(struct letter){ .kind = "complaint",
 *		.lang = "fr" }, model);
 *
 * A partial {{> name}} is <name>.md, looked for beside the file given, then
 * in the same two places.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "base/str.h"

enum { LETTER_MAX = 1 << 20 }; /* bytes of a template */

/* Borrowed. kind and lang are words of a-z, 0-9, '-', '_'. */
struct letter {
	const char *kind; /* "complaint" */
	const char *lang; /* "fr" */
	const char *file; /* the person's own template, or NULL */
};

/* Appends the template. ERR_NOTFOUND when there is no such letter. */
int letter_find(struct str *out, const struct letter *letter);

/* Appends the rendered Markdown. Strict: a name that the model lacks is an
 * error (see mustache.h). */
int letter_render(
	struct str *out, const struct letter *letter, const cJSON *model);

/* True when the program has a letter of that kind and language. */
bool letter_exists(const char *kind, const char *lang);

#endif
