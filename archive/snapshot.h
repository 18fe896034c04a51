/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_SNAPSHOT_H
#define ARCHIVE_SNAPSHOT_H

/*
 * Snapshots: the bytes a server sent, or a page saved earlier, each with the
 * record of how it was obtained and the basis of its date.
 *
 *	struct snapshot snap = { .service = …, .basis = SNAPSHOT_CAPTURED, … };
 *
 *	rc = snapshot_add(store, &snap);	sets snap.id
 *	snapshot_release(&snap);
 */

#include <stdint.h>

#include "archive/store.h"
#include "base/digest.h"

/* Who says that the page was seen then. */
enum snapshot_basis {
	SNAPSHOT_CAPTURED,    /* this program, by its own clock */
	SNAPSHOT_STATED,      /* the person */
	SNAPSHOT_THIRD_PARTY, /* somebody else: an archive, an authority */
};

/* Strings are owned; "" or NULL when unknown. */
struct snapshot {
	int64_t id;
	char *service, *terms;
	int part; /* of terms made of several pages, from 0 */
	char *url, *final_url;
	int64_t seen_ns;
	bool day_only; /* only the day of seen_ns is known */
	enum snapshot_basis basis;
	char *source; /* who stated the date, in the person's words */
	int status;   /* HTTP; 0 for a saved page. With 304, body is that of
		       * the snapshot that the answer confirms */
	char *media_type;
	struct digest body;
	uint64_t size;	      /* of the body, bytes */
	struct digest record; /* the capture record, a JSON object */
	int64_t entry;	      /* the ledger entry that seals it */
};

void snapshot_release(struct snapshot *snap);

/* Keeps it; body and record are objects already. */
int snapshot_add(struct store *s, struct snapshot *snap);

/* One by id; ERR_NOTFOUND. */
int snapshot_get(struct snapshot *out, struct store *s, int64_t id);

/* The sighting of one page at one instant with these bytes; *id is 0 when
 * there is none. Borrowed. */
struct snapshot_key {
	const char *service, *terms;
	int part;
	int64_t seen_ns;
	struct digest body;
};
int snapshot_find(int64_t *id, struct store *s, const struct snapshot_key *key);

/* fn for each of terms, in order of time; snap is borrowed. fn's non-zero
 * ends it. */
typedef int (*snapshot_fn)(const struct snapshot *snap, void *ctx);
int snapshot_each(struct store *s, const char *service, const char *terms,
	snapshot_fn fn, void *ctx);

/* The last sighting of a page of terms, by the day it was seen; walls and
 * answers "unchanged" count. */
int snapshot_latest(struct snapshot *out, bool *found, struct store *s,
	const char *service, const char *terms, int part);

/* Contents that the next page of terms may be like, for object_put_near():
 * bodies of its latest snapshots, each once, newest first. Its capture record
 * is like one of the records. *n is at most max. */
int snapshot_near(struct digest *out, size_t *n, size_t max, struct store *s,
	const char *service, const char *terms, int part);
int snapshot_near_records(struct digest *out, size_t *n, size_t max,
	struct store *s, const char *service, const char *terms, int part);

/* The snapshots of the capture whose first page is snapshot `first`: ids[k]
 * of page k, 0 where none came. The pages of one capture are added one after
 * the other in one transaction, in order, page 0 first, each as one entry of
 * the ledger. ERR_NOTFOUND. */
int snapshot_parts(int64_t *ids, size_t n, struct store *s, int64_t first);

/* The words of a basis in JSON ("captured", "stated", "third-party"). */
const char *snapshot_basis_name(enum snapshot_basis basis);

#endif
