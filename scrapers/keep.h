/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_KEEP_H
#define SCRAPERS_KEEP_H

/*
 * Writes down what came of a capture: snapshots with their records and all
 * contents they name, attempts, walls, technical upgrades, the version, what
 * a next request may ask, and how the terms stand.
 *
 *	rc = store_begin(store);
 *	for each job: rc = keep_job(store, job);
 *	rc = store_end(store, rc);
 */

#include "scrapers/job.h"

/* Keeps a settled job inside the caller's transaction; sets the ids in
 * job->result. The archive's failures. */
int keep_job(struct store *store, struct job *j);

/* Keeps a text that was read from a capture that is there (its first
 * snapshot), with the terms' declaration. *is_new: its neighbours by date
 * have another. */
struct keep_reading {
	const char *service;
	const struct declaration_terms *terms;
	int64_t snapshot;
	const struct str *text;
	const char *rules;
	bool technical;
};
int keep_reading(int64_t *version, bool *is_new, struct store *store,
	const struct keep_reading *k);

#endif
