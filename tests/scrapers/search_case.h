/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCRAPERS_SEARCH_CASE_H
#define TESTS_SCRAPERS_SEARCH_CASE_H

/*
 * Texts as versions of terms, each seen on a day counted from 1970, in an
 * archive_case.
 */

#include "archive/object.h"
#include "archive/version.h"
#include "archive_case.h"

#define SEARCH_DAY INT64_C(86400000000000)

static inline void search_case_add(
	struct store *s, const char *service, int64_t day, const char *text)
{
	struct snapshot snap = { .service = (char *)(uintptr_t)service,
		.terms = "Privacy Policy",
		.url = "https://exemple.example/p",
		.final_url = "https://exemple.example/p",
		.seen_ns = day * SEARCH_DAY,
		.source = "",
		.status = 200,
		.media_type = "text/html",
		.size = strlen(text) };
	struct version v = { .service = snap.service,
		.terms = snap.terms,
		.size = strlen(text),
		.extractor = "1" };
	bool is_new, first;

	assert_int_equal(store_begin(s), 0);
	assert_int_equal(object_put(s, text, strlen(text), &v.text), 0);
	assert_int_equal(object_put(s, "{}", 2, &v.declaration), 0);
	snap.body = v.text;
	snap.record = v.declaration;
	assert_int_equal(snapshot_add(s, &snap), 0);
	v.snapshot = snap.id;
	assert_int_equal(version_note(s, &v, &is_new, &first), 0);
	assert_int_equal(store_commit(s), 0);
}

#endif
