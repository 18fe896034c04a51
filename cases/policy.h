/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_POLICY_H
#define CASES_POLICY_H

/*
 * A policy that the case names ("policies"), beside what the archive has of
 * it: the version known to have stood at that date, when it was seen last
 * before and next after, and whether the sentences quoted stand in it.
 *
 *	struct policy p = { 0 };
 *
 *	rc = policy_read(&p, store, item, &times);
 *	if (rc == 0 && p.missing == NULL)
 *		p.at.span->text stood there; p.quotes[0].found
 *	policy_release(&p);
 */

#include <cjson/cJSON.h>

#include "archive/version.h"
#include "base/str.h"
#include "base/zone.h"
#include "cases/quote_page.h"

struct policy_quote {
	const cJSON *item; /* borrowed from the case */
	bool found;
	char *nearest; /* owned; the nearest sentence when it was not found */
	size_t page;   /* of a PDF, from 1; 0: not known, or no PDF */
};

struct policy {
	const cJSON *item;	     /* borrowed from the case */
	const char *service, *terms; /* the same */
	int64_t at_ns;		     /* the moment asked about */
	bool day_only, now;
	char *missing; /* owned; why there is no version, else NULL */
	struct version_spans spans;
	struct version_at at;	  /* borrowed from spans */
	struct snapshot shown;	  /* that showed it: last at or before */
	struct snapshot after;	  /* next seen; id 0: never since */
	struct str text;	  /* the version's Markdown */
	struct str plain;	  /* without markup, a line per block */
	struct quote_pages pages; /* of a PDF */
	struct policy_quote *quotes;
	size_t n_quotes;
};

/* The document's zone and the last moment of its day ("now"). */
struct policy_times {
	const struct zone *zone;
	int64_t now_ns;
};

int policy_read(struct policy *out, struct store *s, const cJSON *item,
	const struct policy_times *times);
void policy_release(struct policy *p);

#endif
