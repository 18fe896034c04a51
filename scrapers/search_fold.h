/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_SEARCH_FOLD_H
#define SCRAPERS_SEARCH_FOLD_H

/*
 * Whether a text says a wording, read from the text itself: the second
 * opinion beside the index, which shares no code with it. Words are runs of
 * letters and digits; letter case, accents, and what stands between words do
 * not count.
 *
 *	search_fold(&wording, "Such as", 7);		" such as "
 *	search_fold(&text, body, len);
 *	says = strstr(text.p, wording.p) != NULL;
 */

#include "base/str.h"

/* Appends the words, folded, each with one space around it; nothing when
 * there is no word. The text must be valid UTF-8. ERR_LIMIT. */
int search_fold(struct str *out, const char *text, size_t len);

#endif
