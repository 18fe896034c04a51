/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "archive_case.h"
#include "base/err.h"
#include "base/json.h"
#include "scrapers/histimport.h"

static void import(struct archive_case *c, const char *service,
	const char *type, const char *seen, const char *page)
{
	static const char *const select[] = { "body", NULL };
	struct histimport_result r = { 0 };
	struct str path = { 0 };
	struct histimport given = { 0 };

	file_join(&path, c->dir, "page.html");
	assert_int_equal(
		file_write(path.p, page, strlen(page), FILE_REPLACE), 0);
	given.file = path.p;
	given.wanted.url = "https://a.test/p";
	given.seen = seen;
	given.source = "mine";
	given.basis = SNAPSHOT_STATED;
	given.wanted.folder = c->declarations.p;
	given.wanted.service = service;
	given.wanted.type = type;
	given.wanted.select = select;
	assert_int_equal(histimport_file(&r, c->store, &given), 0);
	histimport_result_release(&r);
	str_release(&path);
}

/* one: 1 Sep 2018; two: 1 Oct and 1 Dec; one again: 1 Mar 2019. */
static int fill(void **state)
{
	int rc = archive_case_setup(state);

	if (rc != 0)
		return rc;
	import(*state, "Exemple", "Privacy Policy", "2018-10-01", "two");
	import(*state, "Exemple", "Privacy Policy", "2018-09-01", "one");
	import(*state, "Exemple", "Privacy Policy", "2019-03-01T08:00:00Z",
		"one");
	import(*state, "Exemple", "Privacy Policy", "2018-12-01", "two");
	import(*state, "Deux", "Privacy Policy", "2018-12-01", "x");
	import(*state, "Deux", "Imprint", "2018-12-01", "y");
	return 0;
}

static void names_in_any_case(void **state)
{
	struct archive_case *c = *state;
	struct history h = { 0 };

	assert_int_equal(
		history_open(&h, c->store, "EXEMPLE", "PRIVACY policy"), 0);
	assert_string_equal(h.service, "Exemple");
	assert_string_equal(h.terms, "Privacy Policy");
	assert_int_equal(h.spans.n, 3);
	history_close(&h);
	assert_int_equal(history_open(&h, c->store, "deux", NULL), ERR_INVALID);
	assert_non_null(strstr(err_message(), "'Imprint', 'Privacy Policy'"));
	assert_int_equal(
		history_open(&h, c->store, "deux", "Terms"), ERR_NOTFOUND);
	assert_int_equal(
		history_open(&h, c->store, "trois", NULL), ERR_NOTFOUND);
	assert_null(h.service);
}

/* Which text a date gives, "" for none. */
static void at(
	struct history *h, const char *date, const char *zone, const char *want)
{
	const struct version_span *span = NULL;
	struct str text = { 0 };
	int rc = history_find(&span, h, date, zone);

	assert_int_equal(rc, want[0] == '\0' ? ERR_NOTFOUND : 0);
	if (rc == 0) {
		assert_int_equal(history_text(&text, h->store, span), 0);
		assert_true(str_is(&text, want));
	}
	str_release(&text);
}

static void dates_find_what_was_known(void **state)
{
	struct archive_case *c = *state;
	struct history h = { 0 };

	assert_int_equal(history_open(&h, c->store, "Exemple", NULL), 0);
	at(&h, "2018-08-31", NULL, "");
	assert_non_null(strstr(err_message(), "first seen on 2018-09-01"));
	at(&h, "2018-09-01", NULL, "one");
	at(&h, "2018-09-30", NULL, "one");
	at(&h, "2018-10-01", NULL, "two");
	at(&h, "2019-02-28", "Europe/Paris", "two");
	at(&h, "2019-03-01", NULL, "one");
	at(&h, "2019-03-01T07:59:59Z", NULL, "two");
	at(&h, "2019-03-01 08:59:59", "Europe/Paris", "two");
	at(&h, "2019-03-01 09:00", "Europe/Paris", "one");
	at(&h, "1", NULL, "one");
	at(&h, "2", NULL, "two");
	at(&h, "first", NULL, "one");
	at(&h, "last", NULL, "one");
	at(&h, "4", NULL, "");
	assert_non_null(strstr(err_message(), "from 1 to 3"));
	at(&h, "0", NULL, "");
	history_close(&h);
}

static void gaps_are_known(void **state)
{
	struct archive_case *c = *state;
	struct history h = { 0 };
	struct version_at known = { 0 };
	char when[INSTANT_TEXT];
	int64_t ns;

	assert_int_equal(history_open(&h, c->store, "Exemple", NULL), 0);
	assert_int_equal(history_instant(&ns, "2018-11-01", NULL), 0);
	assert_int_equal(history_at(&known, &h, ns), 0);
	assert_true(known.has_after && known.after_same);
	history_when(when, &known.before);
	assert_string_equal(when, "2018-10-01");
	history_when(when, &known.after);
	assert_string_equal(when, "2018-12-01");
	assert_int_equal(history_instant(&ns, "2018-12-15", NULL), 0);
	assert_int_equal(history_at(&known, &h, ns), 0);
	assert_true(known.has_after && !known.after_same);
	history_when(when, &known.after);
	assert_string_equal(when, "2019-03-01T08:00:00Z");
	assert_int_equal(history_instant(&ns, "2020-01-01", NULL), 0);
	assert_int_equal(history_at(&known, &h, ns), 0);
	assert_false(known.has_after);
	history_close(&h);
}

/* A date alone is the whole day in its zone. */
static void days_end_in_their_zone(void **state)
{
	int64_t utc, paris, short_day;

	(void)state;
	assert_int_equal(history_instant(&utc, "2018-09-03", NULL), 0);
	assert_int_equal(utc, INT64_C(1536019199999999999));
	assert_int_equal(
		history_instant(&paris, "2018-09-03", "Europe/Paris"), 0);
	assert_int_equal(utc - paris, INT64_C(7200000000000));
	assert_int_equal(
		history_instant(&short_day, "2018-03-25", "Europe/Paris"), 0);
	assert_int_equal(short_day, INT64_C(1522015199999999999));
	assert_int_equal(history_instant(&utc, "yesterday", NULL), ERR_PARSE);
}

static void pages_are_given_back(void **state)
{
	struct archive_case *c = *state;
	struct history h = { 0 };
	struct str page = { 0 };
	cJSON *json;

	assert_int_equal(history_open(&h, c->store, "Exemple", NULL), 0);
	assert_int_equal(history_page(&page, c->store, &h.spans.v[1].first), 0);
	assert_true(str_is(&page, "two"));
	json = history_span_json(&h.spans.v[1]);
	assert_int_equal(json_integer(json, "version", 0), 2);
	assert_int_equal(json_integer(json, "sightings", 0), 2);
	assert_string_equal(
		json_string(json_member(json, "first"), "seen"), "2018-10-01");
	cJSON_Delete(json);
	str_release(&page);
	history_close(&h);
}

int main(void)
{
#define CASE(test)                                                             \
	cmocka_unit_test_setup_teardown(test, fill, archive_case_teardown)
	const struct CMUnitTest tests[] = {
		CASE(names_in_any_case),
		CASE(dates_find_what_was_known),
		CASE(gaps_are_known),
		CASE(pages_are_given_back),
		cmocka_unit_test(days_end_in_their_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
