/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_STAMP_H
#define ARCHIVE_STAMP_H

/*
 * Stamps: RFC 3161 tokens over the ledger's checkpoint, kept whole together
 * with it and with the authorities they were checked against.
 *
 *	rc = stamp_make(&stamp, store, &(struct stamp_order){ .url = url });
 *	rc = stamp_export(store, &stamp, dir);
 *
 * The exported files are what openssl checks:
 *
 *	openssl ts -verify -data checkpoint.txt -in stamp.tsr -CAfile ca.pem
 */

#include <stdint.h>

#include "archive/store.h"
#include "base/digest.h"

/* Strings are owned. */
struct stamp {
	int64_t id;
	uint64_t size; /* ledger entries covered */
	char *checkpoint;
	struct digest reply, ca; /* objects; ca: the chain above the signer */
	char *authority, *url;
	int64_t gen_ns;		      /* the authority's time */
	int64_t accuracy_ns;	      /* that it claims; 0: none claimed */
	int64_t sent_ns, received_ns; /* ours */
	int64_t entry;
};

struct stamp_order {
	const char *url;     /* of the authority, http or https */
	const char *ca_file; /* PEM; NULL: the system's authorities */
	const char *userpwd; /* basic auth, or NULL */
};

void stamp_release(struct stamp *stamp);

/* Asks the authority and keeps its reply when it passes every check. */
int stamp_make(
	struct stamp *out, struct store *s, const struct stamp_order *order);

/* The stamp that covers most; ERR_NOTFOUND when there is none. Or by id. */
int stamp_latest(struct stamp *out, struct store *s);
int stamp_get(struct stamp *out, struct store *s, int64_t id);

typedef int (*stamp_fn)(const struct stamp *stamp, void *ctx);
int stamp_each(struct store *s, stamp_fn fn, void *ctx);

/* Checks the kept token against the kept checkpoint. */
int stamp_verify(struct store *s, const struct stamp *stamp);

/* How far the authority's time lies outside our own reading of the request
 * and its answer, its accuracy allowed for: 0 when they agree; above 0: the
 * authority is ahead. Nanoseconds. */
int64_t stamp_clock(const struct stamp *stamp);

/* Writes checkpoint.txt, stamp.tsr and ca.pem into a folder, which is made
 * if need be. ERR_EXISTS, and nothing written, when one of them is there. */
int stamp_export(struct store *s, const struct stamp *stamp, const char *dir);

#endif
