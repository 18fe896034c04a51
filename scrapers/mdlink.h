/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_MDLINK_H
#define SCRAPERS_MDLINK_H

/*
 * Where a link's target ends, in our own Markdown: "[text](target)".
 *
 *	if (text[p] == ']' && p + 1 < len)
 *		n = mdlink_target(text + p + 1, len - p - 1);
 *	the target is the n bytes behind the bracket; 0: there is none
 */

#include <stddef.h>

/* The bytes of "(…)" at p, of `len` bytes; some brackets may stand inside.
 * 0 when nothing opens there, or it does not end on its line. */
size_t mdlink_target(const char *p, size_t len);

/* The target that the byte at `at` lies in, without its brackets: its length
 * and, in *from, where it begins. 0 when it lies in none; *from is 0 then. */
size_t mdlink_around(size_t *from, const char *text, size_t len, size_t at);

#endif
