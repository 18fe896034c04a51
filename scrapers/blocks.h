/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_BLOCKS_H
#define SCRAPERS_BLOCKS_H

/*
 * The blocks of our own Markdown: headings, paragraphs, items, table rows,
 * each a range of the text's bytes. A light scanner of lines, not a parser of
 * CommonMark: it says where a reader sees one piece end and the next begin.
 *
 *	struct blocks b = { 0 };
 *
 *	blocks_split(&b, text, len);
 *	for (size_t i = 0; i < b.n; i++)
 *		content from b.v[i].from up to b.v[i].to
 *	blocks_release(&b);
 *
 * What always holds, for any bytes: block i owns the bytes from v[i].at up to
 * v[i + 1].at (the last one up to the end), and these ranges cover the text.
 * A range holds the mark in front (number, bullet, "##"), the content, and
 * what stands behind it (underline, blank lines, the next one's indent).
 * A text that is not empty has a block. The text is borrowed.
 */

#include <stddef.h>

#include "base/str.h"

enum block_kind {
	BLOCK_PARAGRAPH,
	BLOCK_HEADING,
	BLOCK_ITEM, /* its first paragraph */
	BLOCK_ROW,  /* of a table */
	BLOCK_CODE, /* fenced */
	BLOCK_RULE,
};

/* A paragraph that is longer than this is cut behind each of its sentences
 * and lines, so that work on a block stays small. */
enum { BLOCK_LONG = 16384 };

struct block {
	size_t at, from, to; /* at <= from <= to */
	size_t line;	     /* of `from`, from 1 */
	size_t section;	     /* 1 + the index of the heading above it; 0 */
	unsigned char kind;  /* of enum block_kind */
	unsigned char level; /* of a heading, 1..6; 7: a paragraph in bold that
				serves as one; else 0 */
};

struct blocks {
	const char *text; /* borrowed */
	size_t len;
	struct block *v; /* owned */
	size_t n, cap;
};

/* Replaces what out held. */
void blocks_split(struct blocks *out, const char *text, size_t len);
void blocks_release(struct blocks *b);

/* Where the range of block i ends; i may be b->n for the end of the text. */
size_t blocks_end(const struct blocks *b, size_t i);

/* Appends the headings above block i, the outermost first, without marks:
 * "Privacy › What we collect". A heading stands in its own path. */
void blocks_path(struct str *out, const struct blocks *b, size_t i);

#endif
