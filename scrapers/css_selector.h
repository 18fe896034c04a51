/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CSS_SELECTOR_H
#define SCRAPERS_CSS_SELECTOR_H

/*
 * A CSS selector taken apart: a list of chains, a chain of compounds with
 * combinators between them, a compound of tests that one element passes.
 *
 *	"main > p.note, h1"
 *	chain   compounds "main", ">" "p" ".note"
 *	chain   compound  "h1"
 *
 *	struct css_selector s = { 0 };
 *
 *	rc = css_selector_read(&s, "main > p.note, h1", false);
 *	...
 *	css_selector_release(&s);
 *
 * Everything below a selector is owned by it.
 */

#include <stdbool.h>
#include <stddef.h>

/* Longest selector in bytes; deepest nesting of parentheses; compounds in
 * one chain. */
enum { CSS_LENGTH = 1 << 16, CSS_DEPTH = 8, CSS_CHAIN = 64 };

enum css_kind {
	CSS_ANY,       /* * */
	CSS_TYPE,      /* name */
	CSS_ID,	       /* value */
	CSS_CLASS,     /* value */
	CSS_ATTRIBUTE, /* name, operator, value */
	CSS_NTH,       /* step, offset, from_end, of_type */
	CSS_ROOT,
	CSS_EMPTY,
	CSS_NOT, /* list; none of it */
	CSS_IS,	 /* list; any of it */
	CSS_HAS, /* list, seen from the element downwards */
};

struct css_test {
	enum css_kind kind;
	char operator; /* = ~ | ^ $ *; 0: the attribute is there */
	bool fold;     /* ASCII letters in any case; value is lower */
	bool from_end, of_type;
	long step, offset; /* a and b of an+b */
	const char *name, *value;
	size_t len; /* of value */
	const struct css_chain *list;
	const struct css_test *next;
};

struct css_compound {
	char before; /* combinator: ' ' > + ~; of the first only in :has() */
	const struct css_test *tests;
	const struct css_compound *left, *right; /* its neighbours */
};

struct css_chain {
	const struct css_compound *first, *last;
	const struct css_chain *next;
};

struct css_selector {
	const struct css_chain *list;
	struct css_block *blocks; /* the memory of all */
};

/* ERR_INVALID names the column; ERR_LIMIT. quirks: classes and ids in any
 * case. */
int css_selector_read(struct css_selector *out, const char *text, bool quirks);
void css_selector_release(struct css_selector *s);

/* Zeroed memory, and a copy of text, that live as long as the selector. */
void *css_selector_new(struct css_selector *s, size_t size);
char *css_selector_text(struct css_selector *s, const char *text, size_t len);

#endif
