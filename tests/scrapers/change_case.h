/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCRAPERS_CHANGE_CASE_H
#define TESTS_SCRAPERS_CHANGE_CASE_H

/*
 * Versions of any terms in an archive, for tests of what is told of changes:
 *
 *	change_case_keep(store, &(struct change_case){ .text = "A",
 *		.seen_ns = … });
 */

#include <string.h>

#include "archive/object.h"
#include "archive/snapshot.h"
#include "archive/version.h"

/* NULL strings mean Exemple, Privacy Policy, rules 1, its address. */
struct change_case {
	char *service, *terms, *url, *extractor, *source;
	const char *text;
	int64_t seen_ns;
	enum snapshot_basis basis;
	bool day_only, technical;
};

static inline int64_t change_case_keep(
	struct store *s, const struct change_case *c)
{
	char service[] = "Exemple", terms[] = "Privacy Policy",
	     url[] = "https://exemple.example/privacy", rules[] = "1",
	     none[] = "", media[] = "text/html";
	struct snapshot snap = { .service = c->service ? c->service : service,
		.terms = c->terms ? c->terms : terms,
		.url = c->url ? c->url : url,
		.final_url = c->url ? c->url : url,
		.seen_ns = c->seen_ns,
		.day_only = c->day_only,
		.basis = c->basis,
		.source = c->source ? c->source : none,
		.status = 200,
		.media_type = media,
		.size = strlen(c->text) };
	struct version v = { .service = snap.service,
		.terms = snap.terms,
		.size = snap.size,
		.extractor = c->extractor ? c->extractor : rules,
		.technical = c->technical };
	bool is_new, first;
	int rc = store_begin(s);

	if (rc == 0)
		rc = object_put(s, c->text, strlen(c->text), &snap.body);
	if (rc == 0)
		rc = object_put(s, "{}", 2, &snap.record);
	v.declaration = snap.record;
	v.text = snap.body;
	if (rc == 0)
		rc = snapshot_add(s, &snap);
	v.snapshot = snap.id;
	if (rc == 0)
		rc = version_note(s, &v, &is_new, &first);
	assert_int_equal(store_end(s, rc), 0);
	return v.id;
}

#endif
