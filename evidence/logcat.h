/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_LOGCAT_H
#define EVIDENCE_LOGCAT_H

/*
 * The beginning of a line of Android's logcat, in the forms of its option -v:
 *
 *	07-16 09:03:11.113  1144  1300 I tag: text		threadtime
 *	07-16 09:03:11.113  1000  1144  1300 I tag: text	… of a bug
 *report 2018-07-16 09:03:11.113 +0200  1144  1300 I tag: text	… year, zone
 *	1531724591.113  1144  1300 I tag: text			epoch
 *	07-16 09:03:11.113 I/tag( 1144): text			time
 */

#include <stdbool.h>

#include "evidence/lines.h"
#include "evidence/moment.h"

struct logcat_line {
	struct moment moment;
	const char *tag; /* borrowed from the line, not NUL-terminated */
	size_t tag_len;
	const char *text; /* behind ": " */
	size_t text_len;
};

/* Takes a line apart; false when it is no such line. */
bool logcat_line_read(struct logcat_line *out, const struct line *line);

#endif
