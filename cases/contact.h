/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_CONTACT_H
#define CASES_CONTACT_H

/*
 * What an exhibit shows of the hosts that the case names ("observations"):
 * totals per host, who runs it and how we know, how exact the times are.
 *
 *	struct contact k = { 0 };
 *
 *	rc = contact_read(&k, store, item, zone, whose);
 *	k.hosts[0].contacts
 *	contact_release(&k);
 */

#include <cjson/cJSON.h>

#include "archive/block.h"
#include "archive/exhibit.h"
#include "base/zone.h"
#include "evidence/cloud.h"
#include "evidence/whose.h"

struct contact_host {
	char *host; /* owned */
	uint64_t rows, contacts, by[OBSERVATION_DISPOSITIONS];
	int64_t first_ns, last_ns;
	bool has_cloud;
	struct cloud cloud;
	struct owner owner;
};

/* Bits: 1 << the value of the enum in archive/observation.h. */
struct contact_marks {
	unsigned precision, zone, year, count, source;
};

struct contact {
	const cJSON *item;	/* borrowed from the case */
	struct exhibit exhibit; /* id 0: the archive has no such exhibit */
	bool has_rows;		/* it was imported as a log, or typed in */
	char *importer;		/* owned; its name, or NULL */
	int importer_version;
	uint64_t rows, bad; /* of the whole log */
	struct contact_marks marks;
	bool limited;	   /* the case names a period */
	uint64_t unplaced; /* rows of the host that are not known to lie in it,
			    * and are not counted: without a time, or only
			    * known to lie in a window that leaves it */
	struct contact_host *hosts; /* most contacts first */
	size_t n_hosts, cap_hosts;
};

/* whose may be NULL. An exhibit that is not there, or without rows, is no
 * error: see id and has_rows. */
int contact_read(struct contact *out, struct store *s, const cJSON *item,
	const struct zone *zone, const struct whose *whose);
void contact_release(struct contact *k);

/* First and last moment over all its hosts; false when there is none. */
bool contact_range(int64_t *first, int64_t *last, const struct contact *k);

#endif
