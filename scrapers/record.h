/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_RECORD_H
#define SCRAPERS_RECORD_H

/*
 * The capture record: how a snapshot was obtained, stated by the program
 * that obtained it, in the order of the good practices for bailiffs'
 * findings on the web (NF Z67-147): operator, machine, program, clock,
 * network, that there was no proxy, no cache and no cookie, every request
 * and answer, what was read from the page and by which rules, and what was
 * odd.
 *
 *	struct record r = { .scene = scene, .fetch = &f, … };
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
#include "scrapers/browser.h"
#include "scrapers/clocks.h"
#include "scrapers/crawl.h"
#include "scrapers/fetch.h"
#include "scrapers/scene.h"

/* What was read from the page; a zeroed one: nothing. */
struct record_reading {
	const char *rules;   /* name of our rules; NULL: nothing was read */
	const char *charset; /* the encoding found */
	const cJSON
		*filters_left_out; /* names: JavaScript of the declaration */
	size_t flattened;	   /* elements nested too deep */
	size_t pages;		   /* of a PDF */
};

/* Borrowed. Members that may be NULL say so. */
struct record {
	const char *service, *terms;
	size_t part;
	struct digest declaration; /* of the terms' canonical JSON */
	const struct scene *scene;
	const struct clocks *clocks;
	const struct fetch *fetch; /* the page as served */
	const struct fetch_options *options;
	const struct crawl_robots *robots; /* NULL: not asked */
	unsigned attempts; /* requests for the page; 0: not said */
	const struct browser_page *browser; /* NULL: no browser */
	const struct fetch *before; /* tried without it before; NULL: not */
	const char *before_failure; /* why that was not enough */
	const char *coding; /* Content-Encoding of the kept body; NULL: none */
	const struct digest *confirmed; /* the kept body a 304 spoke of */
	struct record_reading reading;
	const char *wall;    /* kind of wall; NULL: none */
	const char *failure; /* why there is no text; NULL */
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
	const char *coding; /* Content-Encoding of the body, or NULL */
	const cJSON *more;  /* an object whose members are added, or NULL */
};
int record_write_saved(struct str *out, const struct record_saved *r);

/* From a kept record of either kind: how the kept body is coded ("" when it
 * is not), and the declaration it was read by. ERR_PARSE. */
int record_read_coding(struct str *out, const char *json, size_t len);
int record_read_declaration(struct digest *out, const char *json, size_t len);

#endif
