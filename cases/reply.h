/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_REPLY_H
#define CASES_REPLY_H

/*
 * What became of a letter that the complainant sent: the answer, and where
 * the GDPR sets a time for it (art. 12(3): one month from receipt, three
 * when prolonged with notice), when that time ends.
 *
 *	struct reply r;
 *
 *	rc = reply_find(&r, c, letter, &(struct reply_view){ … });
 *	if (r.statutory && r.state == REPLY_MISSED)
 *		r.deadline.due has passed
 */

#include "base/zone.h"
#include "cases/case_json.h"
#include "cases/deadline.h"

enum reply_state {
	REPLY_MET,     /* answered in time, or nothing was due */
	REPLY_LATE,    /* answered, too late */
	REPLY_MISSED,  /* not answered, and the time is over */
	REPLY_RUNNING, /* not answered, and there is time left */
};

/* From where it is looked at: the day of lodging, in a zone. */
struct reply_view {
	int64_t day;
	const struct zone *zone;
	const char *country; /* whose holidays count, else the party's */
};

/* Members are borrowed from the case. */
struct reply {
	const cJSON *letter, *answer, *extension; /* the last two or NULL */
	bool statutory;	     /* a right of art. 15 to 22 is exercised */
	bool received_known; /* the event is a known receipt, not a sending */
	int64_t event;	     /* day that starts the time */
	int months;	     /* 1, or 3 when prolonged */
	const char *country; /* whose holidays were counted */
	struct deadline deadline;
	enum reply_state state;
};

/* letter is an element of "correspondence" of direction "sent". */
int reply_find(struct reply *out, const struct case_json *c,
	const cJSON *letter, const struct reply_view *view);

/* True when a text names an article of the GDPR between first and last
 * ("GDPR 15", "RGPD art. 17(1)"). */
bool reply_names_article(const char *text, int first, int last);

/* "met", "late", "missed", "running". */
const char *reply_state_name(enum reply_state state);

#endif
