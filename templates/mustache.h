/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_MUSTACHE_H
#define TEMPLATES_MUSTACHE_H

/*
 * Mustache after its specification (the mandatory modules: comments,
 * delimiters, interpolation, inverted sections, partials, sections), over a
 * JSON model.
 *
 *	rc = mustache_render(&out, text, len, model,
 *		&(struct mustache_options){ .name = "complaint.md",
 *			.strict = true });
 *
 * {{name}} is escaped, by default for Markdown, so that a value can never
 * become markup. {{{name}}} and {{&name}} are not: they are for values that
 * are Markdown already, made by us out of escaped parts; never for text that
 * a person or a server wrote.
 *
 * False, null, "", and the empty list are false for sections; everything
 * else is true. Strict mode tells "there, and empty" from "not there": only
 * the second is an error, so that no typing error of a letter stays hidden.
 *
 * Bounds: MUSTACHE_DEPTH sections in one another and as many partials,
 * MUSTACHE_STEPS tags rendered, and the ceiling of the string written to.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { MUSTACHE_DEPTH = 64, MUSTACHE_STEPS = 1000000 };

/* Appends text so that it stands for itself. */
typedef int (*mustache_escape_fn)(
	struct str *out, const char *text, size_t len);

/* Appends the partial of that name; ERR_NOTFOUND when there is none. */
typedef int (*mustache_partial_fn)(
	struct str *out, const char *name, void *ctx);

/* Zero members mean the defaults in brackets. All is borrowed. */
struct mustache_options {
	const char *name;	     /* for messages ["the template"] */
	mustache_escape_fn escape;   /* [markdown_escape() of base] */
	mustache_partial_fn partial; /* [there are none] */
	void *partial_ctx;
	bool strict; /* a name that is not in the model, or a partial that
			is not there, is an error; else it is nothing */
};

/* Appends the rendered text; a partial alone on its line is indented as its
 * tag was. Numbers are written as JSON writes them. Messages begin with
 * "<name>, line L, column C: ". ERR_PARSE: the template is wrong;
 * ERR_NOTFOUND: see strict; ERR_LIMIT: see above. */
int mustache_render(struct str *out, const char *text, size_t len,
	const cJSON *model, const struct mustache_options *options);

#endif
