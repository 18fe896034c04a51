/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_REDLINE_WORDS_H
#define SCRAPERS_REDLINE_WORDS_H

/*
 * The words that changed inside a block, marked as an editor would: "the
 * {-watch, the-}{+products, our+} app", not a mark for each word.
 *
 *	struct diff d = { 0 };
 *
 *	redline_mark(&d, old, old_len, new, new_len);
 *	...
 *	diff_release(&d);
 *
 * What always holds: the script is exact (diff_apply() gives the new bytes);
 * any bytes will do. Words are those of UAX #29. Where more than
 * REDLINE_MARK_BYTES differ, where they are not UTF-8, or where so little
 * stays that marks would be confetti, the stretch is replaced as a whole. The
 * script is `coarse` then, and where the search was cut (scrapers/diff.h):
 * words that it marks may have stayed.
 */

#include "scrapers/diff.h"

enum { REDLINE_MARK_BYTES = 512 << 10 };

/* Replaces what out held. */
void redline_mark(struct diff *out, const char *old, size_t old_len,
	const char *new, size_t new_len);

#endif
