/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_ROUND_H
#define SCRAPERS_ROUND_H

/*
 * Many terms captured together: all their pages are fetched, those that need
 * it are shown to a browser, and what is settled is kept, many terms in one
 * commit, and told behind it.
 *
 *	struct round r;
 *
 *	rc = round_open(&r, store, options);
 *	while (...) {
 *		if (round_is_full(&r))
 *			rc = round_run(&r);
 *		rc = round_add(&r, declared, terms);
 *	}
 *	rc = round_run(&r);
 *	round_close(&r);
 *
 * Memory does not grow with the number of terms: a round holds at most
 * ROUND_JOBS of them, few of their pages, and starts empty after a run.
 */

#include "archive/holder.h"
#include "scrapers/job.h"

enum {
	ROUND_JOBS = 512,
	ROUND_WAITING = 64, /* settled jobs that wait for a commit */
};

struct round {
	struct job_run run;
	const struct capture_options *o; /* borrowed */
	struct store *store;
	struct browser *browser;
	char *no_browser; /* why there is none */
	struct job *jobs; /* owned: room for ROUND_JOBS */
	size_t n, order;
	size_t next; /* the first job that has pages to hand out */
	struct job *ready[ROUND_WAITING];
	size_t waiting, waiting_bytes;
	size_t held_bytes; /* of jobs that wait for a browser or a page */
	bool cut_short;	   /* the fetching was ended, as asked */
	int64_t since_ns;  /* when the first of those ready was */
	char holder[HOLDER_TEXT]; /* who has leased them; "": nobody */
	int64_t lease_ns, renewed_ns;
};

int round_open(
	struct round *r, struct store *store, const struct capture_options *o);
void round_close(struct round *r);

bool round_is_full(const struct round *r);

/* Whether the person asked to end the run. */
bool round_is_stopped(const struct round *r);

/* Adds terms of a declaration, which the job then holds. The archive's
 * failures. */
int round_add(struct round *r, struct job_declared *declared,
	const struct declaration_terms *terms);

/* Captures all that was added. The archive's failures, and what the hearer
 * of results ended it with. */
int round_run(struct round *r);

#endif
