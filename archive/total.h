/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_TOTAL_H
#define ARCHIVE_TOTAL_H

/*
 * Totals per host, counted while rows go by (archive/block.h keeps them).
 * Hosts, clients and types are numbers of a dictionary (archive/names.h).
 */

#include "archive/block.h"
#include "archive/names.h"

/* Per host, and what its last contact looked like. */
struct total_host {
	uint64_t rows, contacts, by[OBSERVATION_DISPOSITIONS];
	int64_t first_ns, last_ns;
	int64_t contact_ns; /* start of the last contact by look-ups */
	uint32_t client;
	uint32_t types[4]; /* seen in it */
	uint32_t n_types;  /* 0: no look-up yet */
	bool timed;	   /* a row had a time: first and last are set */
};

struct total {
	struct total_host *v; /* owned; by dictionary number */
	size_t n, cap;
};

void total_init(struct total *t);
void total_release(struct total *t);

/* Counts one row. */
void total_add(struct total *t, uint32_t host, uint32_t client, uint32_t type,
	const struct observation *o);

/* Each host that has rows, in the order of their names. */
int total_each(const struct total *t, const struct names *names,
	block_total_fn fn, void *ctx);

#endif
