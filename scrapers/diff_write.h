/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_DIFF_WRITE_H
#define SCRAPERS_DIFF_WRITE_H

/*
 * A difference of lines for people and programs.
 *
 *	@@ lines 12-12 became 12-13 @@
 *	 The line before.
 *	-We may share your [-steps-] with others.
 *	+We may share your {+data+} with others.
 *	+A line that was added.
 *
 * The signs say it all; colour is an addition. Words are marked where the
 * two sides have something in common; else the lines stand whole.
 */

#include <cjson/cJSON.h>

#include "scrapers/diff.h"

/* Appends it for a terminal: controls in the texts are shown as escapes. */
int diff_write_terminal(struct str *out, const struct diff *d, bool color);

/* Appends the same without colour in a fenced block of Markdown. */
int diff_write_markdown(struct str *out, const struct diff *d);

/* {"coarse": …, "changes": [{"old": {"line", "lines"}, "new": …,
 * "parts": [{"op": "same" | "deleted" | "added", "text"}]}]}. A new tree. */
cJSON *diff_write_json(const struct diff *d);

#endif
