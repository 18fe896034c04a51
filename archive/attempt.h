/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_ATTEMPT_H
#define ARCHIVE_ATTEMPT_H

/*
 * Attempts that brought no page at all: a host that is gone, a certificate
 * that was refused, an answer that never ended. Each is a fact, with the
 * record of what was tried.
 *
 *	struct attempt a = { .service = …, .cause = "resolve", … };
 *
 *	rc = attempt_add(store, &a);		sets a.id
 */

#include "archive/store.h"
#include "base/digest.h"

/* Strings are borrowed when given, owned when read. */
struct attempt {
	int64_t id;
	char *service, *terms;
	int part; /* of terms made of several pages, from 0 */
	char *url;
	int64_t seen_ns;      /* when it was begun */
	char *cause;	      /* why no page came */
	struct digest record; /* the capture record, a JSON object kept */
};

void attempt_release(struct attempt *a);

/* Keeps it; the record is an object already. Sets a->id. */
int attempt_add(struct store *s, struct attempt *a);

/* The last one of terms. */
int attempt_latest(struct attempt *out, bool *found, struct store *s,
	const char *service, const char *terms);

#endif
