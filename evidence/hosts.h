/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_HOSTS_H
#define EVIDENCE_HOSTS_H

/*
 * What the logs show per host: how often, allowed or blocked, when first and
 * last, who runs it and how we know.
 *
 *	struct hosts h = { 0 };
 *
 *	rc = hosts_read(&h, store, &(struct hosts_filter){ .glob = "*.example"
 *}); hosts_release(&h);
 */

#include "archive/observation.h"
#include "evidence/cloud.h"
#include "evidence/owner.h"

struct hosts_row {
	char *host; /* owned */
	uint64_t rows, contacts, by[OBSERVATION_DISPOSITIONS];
	int64_t first_ns, last_ns;
	bool local;	   /* says nothing of the outside: a name or address of
			    * a home or company network */
	bool stated;	   /* from what the person typed, not from a log */
	char *registrable; /* owned, or NULL */
	bool has_cloud;
	struct cloud cloud;
	struct owner owner;
};

struct hosts {
	struct hosts_row *v; /* most contacts first */
	size_t n, cap;
};

struct hosts_filter {
	const char *glob;	       /* "*" and "?"; NULL: all */
	int64_t exhibit;	       /* 0: all logs */
	const struct owner_list *list; /* or NULL */
};

/* ERR_NOTFOUND when the filter's exhibit is not there. */
int hosts_read(
	struct hosts *out, struct store *s, const struct hosts_filter *filter);
void hosts_release(struct hosts *h);

#endif
