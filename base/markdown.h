/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_MARKDOWN_H
#define BASE_MARKDOWN_H

/*
 * CommonMark with GitHub's tables (cmark-gfm), only behind this header, as a
 * flat list of blocks whose text is a list of styled runs: what layout draws
 * and diff aligns. Before parsing, tables are bounded (256 columns, 10^5
 * cells with padding): 60 kB of hostile table took the library to 22 GB.
 * Text from outside goes through markdown_parse_limited(), in a child.
 *
 *	struct markdown md;
 *
 *	rc = markdown_parse(&md, text, len);
 *	for (size_t i = 0; i < md.n; i++)
 *		draw(&md.blocks[i]);
 *	markdown_release(&md);
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { MARKDOWN_COLUMNS = 256, MARKDOWN_CELLS = 100000 };

enum markdown_kind {
	MARKDOWN_PARAGRAPH,
	MARKDOWN_HEADING, /* level 1..6 */
	MARKDOWN_ITEM,	  /* first paragraph of a list item; see marker */
	MARKDOWN_CODE,	  /* one run, lines kept */
	MARKDOWN_RULE,	  /* thematic break */
	MARKDOWN_ROW,	  /* of a table: cells, header or not */
	MARKDOWN_HTML,	  /* raw HTML block, as text */
};

enum markdown_style {
	MARKDOWN_STRONG = 1,
	MARKDOWN_EMPHASIS = 2,
	MARKDOWN_MONO = 4,
	MARKDOWN_STRIKE = 8,
	MARKDOWN_IMAGE = 16, /* text is the alternative text */
	MARKDOWN_BREAK = 32, /* a hard line break; text is "\n" */
	MARKDOWN_TAG = 64,   /* one raw HTML tag, as text */
};

/* A run of text in one style; a soft line break is a space in it. */
struct markdown_run {
	char *text; /* owned, NUL-terminated UTF-8 */
	size_t len;
	unsigned style; /* bits of markdown_style */
	char *url;	/* owned: target of the link or image, or NULL */
};

struct markdown_cell {
	struct markdown_run *runs;
	size_t n;
	char align; /* 'l', 'c', 'r', or 0 */
};

/* Every block that is not a row has exactly one cell. */
struct markdown_block {
	enum markdown_kind kind;
	int level;	 /* of a heading */
	int quote;	 /* block quotes around it */
	int outer;	 /* of these, around the outermost list too */
	int list;	 /* lists around it */
	char marker[16]; /* ITEM: "•" or "3."; also of another kind of block
			  * that is the first in its item; else "" */
	bool tight;	 /* in a tight list */
	bool header;	 /* ROW: of the header */
	bool first;	 /* ROW: the table's first */
	int line, end_line; /* in the source, from 1 */
	struct markdown_cell *cells;
	size_t n_cells;
};

struct markdown {
	struct markdown_block *blocks;
	size_t n;
};

/* ERR_LIMIT for a table or nesting past the bounds; ERR_PARSE for invalid
 * UTF-8. The text is normally our own (a rendered letter). */
int markdown_parse(struct markdown *out, const char *text, size_t len);

/* The same for text from outside: parsed in a limited child. */
int markdown_parse_limited(struct markdown *out, const char *text, size_t len);

void markdown_release(struct markdown *md);

/* Appends the plain text of a block's cells, cells separated by a tab. */
int markdown_text(struct str *out, const struct markdown_block *b);

/* Appends text so that as Markdown it stands for exactly itself, on one
 * line: no markup, no link, no table cell, no list, wherever it is put among
 * other text; a line break becomes a space. What is not UTF-8, and U+0000,
 * becomes U+FFFD. */
int markdown_escape(struct str *out, const char *text, size_t len);

#endif
