/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "archive_case.h"
#include "base/instant.h"
#include "change_case.h"
#include "scrapers/history.h"
#include "scrapers/kinds.h"

static const int64_t day = 86400 * INSTANT_SECOND;

static void keep(struct store *s, const char *text, int64_t at, bool technical)
{
	static char newer[] = "2";

	change_case_keep(s, &(struct change_case){ .text = text,
				    .seen_ns = at,
				    .extractor = technical ? newer : NULL,
				    .technical = technical });
}

static void reads_and_folds(void **state)
{
	struct archive_case *c = *state;
	struct version_spans spans = { 0 };
	struct kinds kinds = { 0 };
	struct kinds_year y;
	cJSON *o;
	size_t at = 0;

	keep(c->store, "We keep steps.", day, false);
	keep(c->store, "We keep all steps.", 2 * day, false);
	keep(c->store, "**We keep all steps.**", 3 * day, true);
	keep(c->store, "We keep steps.", 4 * day, false);
	keep(c->store, "We sell steps.", 400 * day, false);
	assert_int_equal(
		version_spans(&spans, c->store, "Exemple", "Privacy Policy"),
		0);
	assert_int_equal(kinds_read(&kinds, c->store, &spans), 0);
	assert_int_equal(kinds.n, 5);
	assert_int_equal(kinds.v[2].code, KIND_TECHNICAL);
	assert_int_equal(kinds.v[3].code, KIND_RETURN);
	assert_int_equal(kinds.v[3].earlier, 1);
	kinds_fold(&kinds);
	history_fold(&spans);
	assert_int_equal(kinds.n, spans.n);
	assert_true(kinds_year(&y, &at, &kinds, &spans));
	assert_int_equal(y.year, 1970);
	assert_int_equal(y.from, 0);
	assert_int_equal(y.to, 3);
	assert_int_equal(y.versions, 3);
	assert_int_equal(y.news, 1);
	assert_int_equal(y.noise, 1);
	assert_int_equal(y.added, 1);
	assert_true(kinds_year(&y, &at, &kinds, &spans));
	assert_int_equal(y.year, 1971);
	assert_false(kinds_year(&y, &at, &kinds, &spans));
	o = kinds_json(&kinds.v[2]);
	assert_int_equal(cJSON_GetObjectItem(o, "returns_to")->valueint, 1);
	cJSON_Delete(o);
	assert_int_equal(kinds_hide(&kinds, &spans), 1);
	assert_int_equal(spans.n, 3);
	assert_int_equal(spans.v[2].number, 4);
	kinds_release(&kinds);
	version_spans_release(&spans);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(
		reads_and_folds, archive_case_setup, archive_case_teardown) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
