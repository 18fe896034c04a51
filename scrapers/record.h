/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_RECORD_H
#define SCRAPERS_RECORD_H

/*
 * The capture record: how a snapshot was obtained, stated by the program
 * that obtained it, in the order of the good practices for bailiffs'
 * findings on the web (NF Z67-147): machine, program, clock, network, that
 * there was no proxy, no cache and no cookie, and every request and answer.
 *
 *	struct record r = { .fetch = &f, .options = &o, … };
 *
 *	rc = record_write(&json, &r);
 *
 * Canonical JSON (RFC 8785), schema "constat.capture/1". Header blocks are
 * texts, or {"base64": …} when they are no UTF-8. Contents are named by
 * their digest: bodies, and certificate chains in PEM, leaf first.
 */

#include <cjson/cJSON.h>

#include "base/digest.h"
#include "base/str.h"
#include "scrapers/fetch.h"

/* Borrowed. */
struct record {
	const char *service, *terms;
	size_t part;
	struct digest declaration; /* of the terms' canonical JSON */
	const struct fetch *fetch;
	const struct fetch_options *options;
	const char *failure; /* why there is no page, or NULL */
};
int record_write(struct str *out, const struct record *r);

/* The record of a page saved earlier, schema "constat.import-history/1". */
struct record_saved {
	const char *service, *terms;
	struct digest declaration;
	const char *file; /* its name, without folders */
	const char *url, *seen, *zone, *basis, *source;
	struct digest body;
	size_t size;
	const cJSON *more; /* an object whose members are added, or NULL */
};
int record_write_saved(struct str *out, const struct record_saved *r);

#endif
