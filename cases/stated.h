/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_STATED_H
#define CASES_STATED_H

/*
 * An answer of cases/mentions that the case states of one of its policies
 * ("mentions"), beside what the archive gives, and whether a document may say
 * it:
 *
 *	"mentions": [{ "id": "m1", "term": "notifications",
 *	  "answer": "omitted", "text": "sha256:…", "confirmed": "2018-11-02" }]
 *
 *	rc = stated_read(&s, &(struct stated_order){ store, &c, &times },
 *		&policy, item);
 *	if (stated_refusal(&s) == STATED_SAYS)
 *		the document may say it
 *	stated_release(&s);
 *
 * What mentions_to_confirm() names is said only when a person has read that
 * very text and given a day of it that can be, and when no other text may have
 * been in force.
 */

#include <cjson/cJSON.h>

#include "cases/mentions.h"
#include "cases/policy.h"

enum stated_refusal {
	STATED_SAYS,
	STATED_NO_TEXT,	    /* the archive has no text of that day */
	STATED_NO_QUESTION, /* not exactly one of host, owner and term */
	STATED_OTHER,	    /* the text gives another answer */
	STATED_UNCONFIRMED, /* nobody says to have read it */
	STATED_UNREAD,	    /* what was read is another text */
	STATED_DAY,	    /* read before the text was seen, or later than
			     * the document's day */
	STATED_UNCERTAIN,   /* between two texts of different answers */
};

struct stated {
	const cJSON *item;	     /* borrowed from the case */
	const struct policy *policy; /* borrowed */
	enum mentions_answer answer; /* the archive's */
	bool has_next;		     /* the next text may have been in force */
	enum mentions_answer next;
	bool has_day; /* of reading: its last and its first moment */
	int64_t day_end_ns, day_ns;
	int64_t now_ns;	     /* the last moment of the document's day */
	struct str searched; /* forms, with a comma between */
};

/* Borrowed while it is read. */
struct stated_order {
	struct store *store;
	const struct case_json *c;
	const struct policy_times *times; /* of the document */
};

/* p->missing is no error. ERR_INVALID for a host that is no name. */
int stated_read(struct stated *out, const struct stated_order *order,
	const struct policy *p, const cJSON *item);
void stated_release(struct stated *s);

enum stated_refusal stated_refusal(const struct stated *s);

/* What was asked: "host", "owner" or "term"; NULL: not exactly one. */
const char *stated_asked(const cJSON *item);

#endif
