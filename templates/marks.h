/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_MARKS_H
#define TEMPLATES_MARKS_H

/*
 * An editor's marks: words that went are struck through, words that came are
 * underlined. In a letter's Markdown they stand between <del> and </del>,
 * <ins> and </ins>, in paragraphs, headings, items and cells.
 *
 *	marks_read(&md);
 *	md.blocks[i].cells[0].runs[k].style & MARKS_DELETED
 *
 * Text of others cannot forge a mark: "<" of a value is escaped
 * (markdown_escape()), and then is no tag. Where marks cannot be seen (text
 * that is copied or extracted from a PDF, bookmarks, readers' voices), the
 * words stand between MARKS_* texts, so that none is taken for one of the
 * other text's.
 */

#include "base/markdown.h"

/* Bits of a run's style, beside those of markdown_style. */
enum { MARKS_DELETED = 1 << 8, MARKS_INSERTED = 1 << 9 };
enum { MARKS_ANY = MARKS_DELETED | MARKS_INSERTED };

#define MARKS_DELETED_OPEN "[-"
#define MARKS_DELETED_CLOSE "-]"
#define MARKS_INSERTED_OPEN "{+"
#define MARKS_INSERTED_CLOSE "+}"

/* The texts around words of a style; "" when it has no mark. */
const char *marks_open(unsigned style);
const char *marks_close(unsigned style);

/* Takes the tags out of a document of ours, and gives the runs between them
 * their style. A mark ends with its cell at the latest; a closing tag that
 * closes nothing, and any other tag, stays text. */
void marks_read(struct markdown *md);

/* Appends the plain text of a block's cells, marked words between the texts
 * above, cells separated by a tab. */
int marks_text(struct str *out, const struct markdown_block *b);

#endif
