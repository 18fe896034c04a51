/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_BROWSER_NOTES_H
#define SCRAPERS_BROWSER_NOTES_H

/*
 * What was odd about a page in the browser: an array of texts for the capture
 * record. The same text is noted once; what comes after BROWSER_NOTES_MAX
 * texts is only counted.
 *
 *	browser_notes_add(&notes, _("a dialog was dismissed"));
 *	text = browser_notes_take(&notes);	["a dialog was dismissed"]
 */

#include <cjson/cJSON.h>
#include <stddef.h>

enum { BROWSER_NOTES_MAX = 100, BROWSER_NOTES_LENGTH = 500 };

/* Zeroed: none. */
struct browser_notes {
	cJSON *list; /* owned */
	size_t n, dropped;
};

/* Longer texts are cut. */
__attribute__((format(printf, 2, 3))) void browser_notes_add(
	struct browser_notes *notes, const char *fmt, ...);

/* All as a JSON array, owned by the caller; notes is empty afterwards. */
char *browser_notes_take(struct browser_notes *notes);
void browser_notes_release(struct browser_notes *notes);

#endif
