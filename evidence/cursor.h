/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_CURSOR_H
#define EVIDENCE_CURSOR_H

/*
 * A cursor over one line of a log, for formats of words with blanks between
 * and of fields with a delimiter between. It never runs past its end.
 *
 *	struct cursor c = { line->text, line->text + line->len };
 *
 *	if (cursor_pass(&c, "query["))
 *		n = cursor_until(&c, ']', type, sizeof(type));
 *	cursor_word(&c, client, sizeof(client));
 */

#include <stdbool.h>
#include <stddef.h>

struct cursor {
	const char *p, *end; /* borrowed from the line */
};

/* What is left, in bytes. */
size_t cursor_left(const struct cursor *c);

void cursor_pass_spaces(struct cursor *c);

/* Whether text comes next; pass goes behind it then. */
bool cursor_starts(const struct cursor *c, const char *text);
bool cursor_pass(struct cursor *c, const char *text);

/* Goes behind the next text, wherever it is; false, unmoved, when it does
 * not come. */
bool cursor_find(struct cursor *c, const char *text);

/* The next word, blanks before it passed over, into out (room bytes, NUL
 * included); its length, 0 at the end. One that is longer than the room is
 * cut, and room - 1 long then. */
size_t cursor_word(struct cursor *c, char *out, size_t room);

/* What stands up to the next delimiter, which is passed over, or to the end;
 * cut as above. */
size_t cursor_until(struct cursor *c, char delimiter, char *out, size_t room);

/* Copies a text into room bytes, cut where it does not fit; its length. */
size_t cursor_copy(char *out, size_t room, const char *text, size_t len);

#endif
