/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_SNIFF_H
#define EVIDENCE_SNIFF_H

/*
 * How sure an importer of a text log may be, from the first lines of a file:
 *
 *	static int judge(const struct line *line)	what the line is
 *
 *	sure = sniff_lines(head, judge);
 *
 * Lines that are neither records nor messages of the program (a router's
 * syslog has other programs' between) make it less sure.
 */

#include "evidence/importer.h"

enum {
	SNIFF_FOREIGN, /* nothing of this format */
	SNIFF_PASSED,  /* its program wrote it, but it is no record */
	SNIFF_RECORD,
};

typedef int (*sniff_line_fn)(const struct line *line);

/* 90 when a record is among the first lines and at least half of them are of
 * this format; 50 when fewer are; 0 when no record is in the head. The last
 * line is left out where the head cuts it. */
int sniff_lines(const struct importer_head *head, sniff_line_fn judge);

#endif
