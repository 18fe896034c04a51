/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "archive_case.h"
#include "base/err.h"
#include "base/instant.h"
#include "change_case.h"
#include "scrapers/feed.h"

static const int64_t day = 86400 * INSTANT_SECOND;

static void keep(struct store *s, char *service, const char *text, int64_t at)
{
	change_case_keep(
		s, &(struct change_case){
			   .service = service, .text = text, .seen_ns = at });
}

static int note(const struct change *c, void *ctx)
{
	return str_printf(ctx, "%s%s %d", *((struct str *)ctx)->p ? ", " : "",
		c->service, c->now->number);
}

/* What the feed has, as "Service number, …". */
static void lists(
	struct store *s, const struct feed_options *o, const char *wanted)
{
	struct str out = { 0 };

	str_puts(&out, "");
	assert_int_equal(feed_each(NULL, s, o, note, &out), 0);
	assert_string_equal(out.p, wanted);
	str_release(&out);
}

/* With any limit, what comes is the beginning of all there is. */
static void cuts(void **state)
{
	enum { VERSIONS = 60 };
	struct archive_case *c = *state;
	static char names[3][4] = { "Aaa", "Bbb", "Ccc" };
	struct feed_options o = { .since_ns = INT64_MIN,
		.limit = VERSIONS,
		.all = true,
		.bare = true };
	struct str all = { 0 };
	bool left = true;

	for (int i = 0; i < VERSIONS; i++) {
		char text[32];

		snprintf(text, sizeof(text), "We keep %d steps.", i);
		keep(c->store, names[i * 7 % 11 % 3], text,
			(1 + i * 17 % 30) * day);
	}
	str_puts(&all, "");
	assert_int_equal(feed_each(&left, c->store, &o, note, &all), 0);
	assert_false(left);
	for (o.limit = 1; o.limit < VERSIONS; o.limit++) {
		struct str some = { 0 };
		size_t n = 1;

		str_puts(&some, "");
		assert_int_equal(
			feed_each(&left, c->store, &o, note, &some), 0);
		assert_true(left);
		assert_memory_equal(some.p, all.p, some.len);
		for (size_t i = 0; i < some.len; i++)
			n += some.p[i] == ',';
		assert_int_equal(n, o.limit);
		str_release(&some);
	}
	str_release(&all);
}

static void fill(struct store *s)
{
	static char a[] = "Aaa", b[] = "Bbb";

	keep(s, a, "A1", 10 * day);
	keep(s, b, "B1", 11 * day);
	keep(s, a, "A2", 12 * day);
	keep(s, a, "A1", 13 * day);
	keep(s, a, "A3", 14 * day);
	keep(s, b, "B2", 14 * day);
	change_case_keep(s, &(struct change_case){ .service = b,
				    .text = "B2 bis",
				    .seen_ns = 15 * day,
				    .extractor = "2",
				    .technical = true });
	change_case_keep(s, &(struct change_case){ .service = a,
				    .text = "A0",
				    .seen_ns = 2 * day,
				    .basis = SNAPSHOT_THIRD_PARTY });
}

static void what_is_news(void **state)
{
	struct archive_case *c = *state;

	fill(c->store);
	lists(c->store, &(struct feed_options){ 0 },
		"Aaa 5, Bbb 2, Aaa 3, Bbb 1, Aaa 2, Aaa 1");
	lists(c->store, &(struct feed_options){ .all = true },
		"Bbb 2, Aaa 5, Bbb 2, Aaa 4, Aaa 3, Bbb 1, Aaa 2, Aaa 1");
	lists(c->store, &(struct feed_options){ .limit = 3 },
		"Aaa 5, Bbb 2, Aaa 3");
	lists(c->store, &(struct feed_options){ .limit = 1 }, "Aaa 5");
	lists(c->store, &(struct feed_options){ .since_ns = 12 * day },
		"Aaa 5, Bbb 2, Aaa 3");
	lists(c->store, &(struct feed_options){ .service = "bbb" },
		"Bbb 2, Bbb 1");
	lists(c->store,
		&(struct feed_options){ .service = "AAA",
			.terms = "privacy policy",
			.limit = 2 },
		"Aaa 5, Aaa 3");
	lists(c->store, &(struct feed_options){ .since_ns = 99 * day }, "");
	lists(c->store,
		&(struct feed_options){
			.service = "aaa", .since_ns = 99 * day },
		"");
}

static void what_is_refused(void **state)
{
	struct archive_case *c = *state;
	struct str out = { 0 };

	lists(c->store, &(struct feed_options){ 0 }, "");
	assert_int_equal(feed_write(&out, c->store,
				 &(struct feed_options){ .service = "Aa" }),
		ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "no version of 'Aa' is kept"));
	assert_int_equal(
		feed_write(&out, c->store,
			&(struct feed_options){ .limit = FEED_LIMIT_MAX + 1 }),
		ERR_LIMIT);
	str_init(&out, 2000);
	fill(c->store);
	assert_int_equal(
		feed_write(&out, c->store, &(struct feed_options){ 0 }),
		ERR_LIMIT);
	assert_non_null(strstr(err_message(), "the feed is larger than"));
	str_release(&out);
}

static int stop(const struct change *c, void *ctx)
{
	(void)c;
	++*(int *)ctx;
	return ERR_IO;
}

static void the_document(void **state)
{
	struct archive_case *c = *state;
	const struct feed_options o = { .self = "https://exemple.example/f" };
	struct str one = { 0 }, two = { 0 };
	int calls = 0;

	assert_int_equal(feed_write(&one, c->store, &o), 0);
	assert_non_null(strstr(one.p, "<updated>1970-01-01T00:00:00Z"));
	str_clear(&one);
	fill(c->store);
	assert_int_equal(feed_write(&one, c->store, &o), 0);
	assert_int_equal(feed_write(&two, c->store, &o), 0);
	assert_string_equal(one.p, two.p);
	/* The feed is as new as its newest entry. */
	assert_non_null(strstr(one.p, "<updated>1970-01-15T00:00:00Z</updated>"
				      "\n<author>"));
	assert_int_equal(feed_each(NULL, c->store, &o, stop, &calls), ERR_IO);
	assert_int_equal(calls, 1);
	str_release(&one);
	str_release(&two);
}

/* More terms than a page of the search, and than the feed takes. */
static void many_terms(void **state)
{
	struct archive_case *c = *state;
	struct str out = { 0 };
	size_t entries = 0;

	assert_int_equal(store_begin(c->store), 0);
	for (int i = 0; i < 1100; i++) {
		char name[16];

		snprintf(name, sizeof(name), "S%04d", i);
		keep(c->store, name, "x", (i + 1) * INSTANT_SECOND);
	}
	assert_int_equal(store_commit(c->store), 0);
	lists(c->store, &(struct feed_options){ .limit = 2 },
		"S1099 1, S1098 1");
	assert_int_equal(feed_write(&out, c->store,
				 &(struct feed_options){ .limit = 5000 }),
		0);
	for (const char *p = out.p; (p = strstr(p, "<entry>")) != NULL; p++)
		entries++;
	assert_int_equal(entries, 1100);
	str_release(&out);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		name, archive_case_setup, archive_case_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			cuts, archive_case_setup, archive_case_teardown),
		TEST(what_is_news),
		TEST(what_is_refused),
		TEST(the_document),
		TEST(many_terms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
