/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_BACKING_H
#define CASES_BACKING_H

/*
 * A case beside what the archive has for each of its claims: the policies'
 * versions, the hosts' totals, the exhibits, the last stamp. Rules look at
 * it, documents are made from it.
 *
 *	struct backing b = { 0 };
 *
 *	rc = backing_read(&b, &(struct backing_order){ .store = store,
 *		.c = &c, .lang = "fr" });
 *	backing_release(&b);
 *
 * The case and the store are borrowed and must outlive it.
 */

#include "archive/exhibit.h"
#include "archive/stamp.h"
#include "cases/authority.h"
#include "cases/case_json.h"
#include "cases/comparison.h"
#include "cases/contact.h"
#include "cases/policy.h"
#include "cases/reply.h"
#include "cases/stated.h"
#include "cases/wording.h"

/* An exhibit that the case names. */
struct backing_exhibit {
	int64_t id;
	bool present; /* the archive has it */
	struct exhibit exhibit;
	const cJSON *item; /* its element of "exhibits", or NULL */
};

struct backing_order {
	struct store *store;
	const struct case_json *c; /* usable */
	const char *lang;	   /* of the document; NULL: the case's */
	const char *authority;	   /* its slug; NULL: the case's */
};

struct backing {
	struct store *store;
	const struct case_json *c;
	const char *lang;
	struct authority authority;
	struct wording wording;
	struct zone *zone;	 /* the authority's */
	int64_t day;		 /* of the document, since 1970 */
	int64_t date_ns, end_ns; /* its first and last moment */
	struct policy *policies;
	size_t n_policies;
	struct comparisons comparisons; /* of those texts */
	struct stated *stated; /* what the case states of mentions in them */
	size_t n_stated, cap_stated;
	struct contact *contacts;
	size_t n_contacts;
	struct backing_exhibit *exhibits; /* in order of first naming */
	size_t n_exhibits, cap_exhibits;
	struct stamp stamp;
	bool stamped;
};

/* ERR_NOTFOUND for an authority or a language that is not known. */
int backing_read(struct backing *out, const struct backing_order *order);
void backing_release(struct backing *b);

/* The exhibit of that number, or NULL when the case does not name it. */
const struct backing_exhibit *backing_exhibit(
	const struct backing *b, int64_t id);

/* How replies are judged: on the document's day. */
struct reply_view backing_view(const struct backing *b);

/* True when the entry is under the stamped checkpoint. */
bool backing_stamped(const struct backing *b, int64_t entry);

#endif
