/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_POLITE_H
#define SCRAPERS_POLITE_H

/*
 * When which host may be asked: so many requests at once, a pause between
 * two, and after it said that it is busy (429, 503, no answer in time) a
 * longer one, doubled each time. Knows neither network nor clock.
 *
 *	polite_add(p, "exemple.test", page, false);
 *	...
 *	while ((page = polite_take(p, now, false)) != NULL)
 *		... start; in the end polite_end(p, host, now, POLITE_FINE, 0)
 *	sleep(polite_wait(p, now, false));
 *
 * Of several hosts that may be asked, the one that could be for the longest
 * is first; of one host's things, the one that was added first, but what is
 * resumed before what is new. Adding, taking and ending cost O(log hosts).
 * Hosts about which there is nothing to remember are forgotten. Times are
 * nanoseconds of a clock that only goes forward.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct polite;

struct polite_options {
	unsigned per_host;  /* requests to one host at once */
	int64_t pause_ns;   /* from the last start or end to the next start */
	int64_t backoff_ns; /* the pause after the first failure; then twice,
			     * four times, … */
	int64_t longest_ns; /* of a back-off, also when Retry-After asks more */
	unsigned give_up;   /* failures in a row after which it is hopeless */
	uint64_t seed;	    /* of the jitter: a back-off takes 1/2 to 1 of it */
};

enum polite_outcome {
	POLITE_FINE,   /* it answered */
	POLITE_BUSY,   /* it asked us to come later, or was too slow */
	POLITE_UNSENT, /* it was not asked in the end */
};

#define POLITE_NEVER INT64_MAX

struct polite *polite_new(const struct polite_options *o);
void polite_free(struct polite *p);

/* Puts a thing in the host's line; item is borrowed. resumed: it is part of
 * work that began already. */
void polite_add(struct polite *p, const char *host, void *item, bool resumed);

/* Takes a thing that may start now, and counts it as under way; NULL: none
 * may. resumed: only of those. */
void *polite_take(struct polite *p, int64_t now_ns, bool resumed);

/* The same, of this host only: for who has a connection to it at hand. */
void *polite_take_of(struct polite *p, const char *host, int64_t now_ns);

/* How long until polite_take() has something, ns; 0: now; POLITE_NEVER: not
 * before something is added or ends. */
int64_t polite_wait(const struct polite *p, int64_t now_ns, bool resumed);

/* What was taken of that host has ended. retry_ns: what Retry-After said,
 * with POLITE_BUSY; else 0. */
void polite_end(struct polite *p, const char *host, int64_t now_ns,
	enum polite_outcome outcome, int64_t retry_ns);

/* Whether the host failed so often in a row that asking on is no use. Its
 * things are then given out without a pause, to be turned away. */
bool polite_hopeless(const struct polite *p, const char *host);

/* Things in all lines. */
size_t polite_count(const struct polite *p);

#endif
