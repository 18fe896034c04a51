/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_MUSTACHE_TOKEN_H
#define TEMPLATES_MUSTACHE_TOKEN_H

/*
 * A Mustache template as a list of tokens, with the specification's rules
 * for tags that stand alone on their line applied: such a line leaves no
 * trace, and a partial keeps its indentation.
 *
 *	rc = mustache_tokens_read(&tokens, text, len, "complaint.md");
 *	...
 *	mustache_tokens_release(&tokens);
 *
 * Every section that is opened is closed by its own name, and knows where.
 */

#include <stddef.h>

enum mustache_kind {
	MUSTACHE_TEXT,
	MUSTACHE_VARIABLE, /* {{name}} */
	MUSTACHE_RAW,	   /* {{{name}}}, {{&name}} */
	MUSTACHE_SECTION,
	MUSTACHE_INVERTED,
	MUSTACHE_CLOSE,
	MUSTACHE_PARTIAL,
};

/* Pointers are borrowed from the template. */
struct mustache_token {
	enum mustache_kind kind;
	const char *text; /* the text, or the tag's name */
	size_t len;
	size_t offset;	    /* of the tag, in the template */
	size_t close;	    /* of a section: index of its closing tag */
	const char *indent; /* of a partial alone on its line, or NULL */
	size_t indent_len;
};

struct mustache_tokens {
	const char *name, *text; /* as given to read(): borrowed */
	size_t len;
	struct mustache_token *v; /* owned */
	size_t n, cap;
};

/* Reads a template; name is for messages. ERR_PARSE, ERR_LIMIT (more than
 * MUSTACHE_DEPTH sections in one another). */
int mustache_tokens_read(struct mustache_tokens *out, const char *text,
	size_t len, const char *name);
void mustache_tokens_release(struct mustache_tokens *t);

/* Sets "<name>, line L, column C: <words> '<tag>'" for the tag `at` bytes
 * into the template, and returns code. words may be the whole message: tag
 * NULL. */
int mustache_tokens_fail(const struct mustache_tokens *t, int code, size_t at,
	const char *words, const struct mustache_token *tag);

#endif
