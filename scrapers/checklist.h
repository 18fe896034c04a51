/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CHECKLIST_H
#define SCRAPERS_CHECKLIST_H

/*
 * What the GDPR wants a privacy policy to tell (Articles 13 and 14), and a
 * few things that stand beside it. The cues by which an item may be noticed
 * are in the lexicons. A missing cue is a question, not a finding.
 */

#include <stdbool.h>

enum { CHECKLIST_ITEMS = 25 };

struct checklist_item {
	const char *id;	      /* stable: in JSON and in the lexicons */
	const char *article;  /* "GDPR 13(2)(b), 15" */
	const char *requires; /* N_() */
	bool always;	      /* for every controller; else only for some */
};

extern const struct checklist_item checklist[CHECKLIST_ITEMS];

#endif
