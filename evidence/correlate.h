/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_CORRELATE_H
#define EVIDENCE_CORRELATE_H

/*
 * Does a contact with a host follow each event at the person's end (a
 * notification), more often than chance would have it? Reads events and
 * contacts, refuses what the data cannot bear, and measures
 * (evidence/chance.h).
 *
 *	struct correlate c = { 0 };
 *
 *	rc = correlate_make(&c, store, &order);
 *	if (rc == 0 && c.refusal == CORRELATE_BORNE)
 *		… c.jitter.answered of c.n events …
 *	correlate_release(&c);
 *
 * A time that is written to the minute may be true anywhere in it: nothing
 * follows anything when that is more than a window's CORRELATE_PARTS-th part.
 * Below, a contact follows an event when it does as the two are written,
 * which is true to within `within`.
 *
 * Events nearer to one another than the window are one: the first. Contacts
 * are those of logs, never typed ones. Watched is what the logs span, from
 * first to last row; events outside of it are left out and counted.
 */

#include "archive/observation.h"
#include "archive/store.h"
#include "evidence/chance.h"

enum {
	CORRELATE_EVENTS_MIN = 8,
	CORRELATE_EVENTS_MAX = 100000,
	CORRELATE_REACH_S = 600, /* clocks may be that far apart */
	CORRELATE_PARTS = 4,
};

struct correlate_order {
	const char *host;   /* a pattern (host_matches()) */
	const char *client; /* a pattern, or NULL: all that asked */
	int64_t log;	    /* exhibit of the contacts, 0: see correlate_make */
	int64_t events;	    /* exhibit of the events, 0: those typed in */
	const char *app;    /* events of apps like this, or NULL */
	int64_t from, to;   /* only this period, in ns; 0: open */
	int64_t window;	    /* ns, above 0 */
	bool has_offset;
	int64_t offset; /* ns that the contacts' clock is ahead */
	bool has_idle;
	int64_t idle_from, idle_to; /* nothing happened at the person's end */
	uint64_t seed;
};

/* Why nothing can be said. */
enum correlate_refusal {
	CORRELATE_BORNE,      /* it can */
	CORRELATE_NO_EVENTS,  /* none that fits the order */
	CORRELATE_FEW_EVENTS, /* fewer than CORRELATE_EVENTS_MIN count */
	CORRELATE_NO_LOG,     /* the host occurs in none */
	CORRELATE_BATCHED,    /* contacts are only known to lie in a period */
	CORRELATE_COARSE_CONTACTS, /* wider than CORRELATE_PARTS allows */
	CORRELATE_COARSE_EVENTS,
	CORRELATE_NO_ZONE,	/* a time without a zone */
	CORRELATE_OTHER_CLOCK,	/* two devices, and no offset given */
	CORRELATE_NOTHING_FITS, /* the host occurs, but not where, when and for
				 * whom the order says */
};

/* An event, and the contact that follows it. */
struct correlate_pair {
	int64_t event_ns, contact_ns; /* contact_ns only when answered */
	int64_t delay_ns; /* between the two, on one clock (the offset) */
	int64_t event_exhibit, contact_exhibit;
	uint64_t event_line, contact_line;
	bool answered;
	uint8_t disposition; /* of the contact */
};

struct correlate {
	enum correlate_refusal refusal;
	uint64_t coarse; /* rows that made it refuse; of CORRELATE_BATCHED … */
	struct correlate_pair *v; /* owned: the events that count */
	size_t n;
	size_t left_out;		       /* events that nobody watched */
	size_t merged;			       /* events right behind another */
	uint64_t contacts, clients;	       /* within what was watched */
	uint64_t by[OBSERVATION_DISPOSITIONS]; /* first answers */
	struct chance_span *spans;	       /* owned: what was watched */
	size_t n_spans;
	int64_t *logs; /* owned: exhibits of the contacts */
	size_t n_logs;
	char *event_device, *log_device; /* owned; of CORRELATE_OTHER_CLOCK */
	int64_t within;	 /* ns: how coarse times of contacts or events are */
	int64_t shift;	 /* ns: the offset that fits best … */
	size_t at_shift; /* … and the events answered with it */
	struct chance_result jitter, days;
	bool has_days;
	int64_t latency[3]; /* ns: lower quartile, median, upper quartile */
	double low, high;   /* 95 %: the share of events answered */
	uint64_t idle;	    /* contacts while idle, in idle_ns */
	int64_t idle_ns;    /* watched; 0: none */
	size_t idle_events; /* events in it, which then was not idle */
	double idle_low, idle_high; /* 95 %: per hour */
};

/* The logs are that of the order, else those of each device on which the
 * host occurs in a log. ERR_NOTFOUND for an exhibit that is not there,
 * ERR_LIMIT for more than CORRELATE_EVENTS_MAX events. A refusal is no
 * error. */
int correlate_make(struct correlate *out, struct store *s,
	const struct correlate_order *order);
void correlate_release(struct correlate *c);

/* Stable code of a refusal ("few-events"); NULL for CORRELATE_BORNE. */
const char *correlate_refusal_name(enum correlate_refusal r);

/* How wide a time of that precision is, in ns; 0 for a window or none. */
int64_t correlate_width(enum observation_precision p);

#endif
