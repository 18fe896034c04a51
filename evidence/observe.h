/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_OBSERVE_H
#define EVIDENCE_OBSERVE_H

/*
 * An observation typed in by the complainant: read off a screen, with its
 * precision, and a screenshot where there is one. It is an exhibit of the
 * kind "statement" of its own and never mixed with a machine's log. So is
 * what the complainant did, an event: it is what a contact may follow
 * (evidence/correlate.h).
 */

#include "archive/exhibit.h"
#include "archive/observation.h"

struct observe_order {
	int64_t ns;
	enum observation_precision precision;
	enum observation_mark mark; /* gap or repeat of the clock */
	const char *zone;	    /* IANA name */
	int offset_s;		    /* of that zone then, east of UTC */
	const char *host;	    /* or NULL, when … */
	const char *event; /* … it is no contact, but what happened: "a test
			    * message was sent"; the disposition is unknown */
	enum observation_disposition disposition;
	const char *app, *device, *note, *screenshot; /* or NULL */
};

/* Keeps it, all or nothing; out is the statement, *screenshot the id of the
 * screenshot's exhibit or 0. ERR_INVALID for what is no host name, or an empty
 * event. */
int observe_add(struct exhibit *out, int64_t *screenshot, struct store *s,
	const struct observe_order *order);

#endif
