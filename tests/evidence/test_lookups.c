/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "evidence/lookups.h"

static const struct lookup_key a = { "a.example", "A", "192.0.2.7", "" };
static const struct observation none;

static void finds(void **state)
{
	struct lookup_key other = { "a.example", "AAAA", "192.0.2.7", "4123" };
	struct lookup_key bare = { "a.example", "", "", "" };
	struct lookups *l = lookups_new();
	struct lookup *one = lookups_add(l, &a, &none);
	struct lookup *two = lookups_add(l, &a, &none);

	(void)state;
	assert_ptr_equal(lookups_find(l, &a, LOOKUPS_OLDEST), one);
	assert_ptr_equal(lookups_find(l, &a, LOOKUPS_NEWEST), two);
	assert_ptr_equal(lookups_find(l, &bare, LOOKUPS_NEWEST), two);
	assert_null(lookups_find(l, &other, LOOKUPS_NEWEST));
	other.type = "A"; /* their port is not known */
	assert_ptr_equal(lookups_find(l, &other, LOOKUPS_OLDEST), one);
	one->closed = true;
	assert_ptr_equal(lookups_find(l, &a, LOOKUPS_OLDEST), two);
	bare.host = "b.example";
	assert_null(lookups_find(l, &bare, LOOKUPS_OLDEST));
	lookups_free(l);
}

static void decides(void **state)
{
	struct lookups *l = lookups_new();
	struct lookup *one = lookups_add(l, &a, &none);

	(void)state;
	lookup_decide(one, OBSERVATION_ALLOWED, OBSERVATION_SOURCE_FIELD, "");
	lookup_decide(
		one, OBSERVATION_BLOCKED, OBSERVATION_SOURCE_FORMAT, "list");
	lookup_decide(one, OBSERVATION_ERROR, OBSERVATION_SOURCE_FIELD, "x");
	lookup_decide(one, OBSERVATION_UNKNOWN, OBSERVATION_SOURCE_NONE, "x");
	assert_int_equal(one->o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(one->o.disposition_source, OBSERVATION_SOURCE_FORMAT);
	assert_string_equal(one->o.rule, "list");
	lookup_answer(one, "");
	lookup_answer(one, "b.example");
	lookup_answer(one, "b.example");
	lookup_answer(one, "198.51.100.3");
	assert_string_equal(one->o.answer, "b.example 198.51.100.3");
	lookups_free(l);
}

/* A job without a writer counts only. */
static void gives(void **state)
{
	struct importer_job job = { .path = "x" };
	struct lookups *l = lookups_new();
	struct observation o = { .ns = 100 * INSTANT_SECOND };
	struct lookup *one = lookups_add(l, &a, &o);

	(void)state;
	assert_int_equal(lookups_give(l, &job, o.ns + 60 * INSTANT_SECOND), 0);
	assert_int_equal(job.good, 0);
	one->closed = true;
	lookups_add(l, &a, &o);
	assert_int_equal(lookups_give(l, &job, o.ns), 0);
	assert_int_equal(job.good, 1);
	assert_int_equal(
		lookups_give(l, &job, o.ns + 60 * INSTANT_SECOND + 1), 0);
	assert_int_equal(job.good, 2);
	/* However many there are, there is room for one more. */
	for (int i = 0; i < 3 * LOOKUPS; i++) {
		assert_int_equal(lookups_give(l, &job, o.ns), 0);
		lookups_add(l, &a, &o);
	}
	assert_int_equal(lookups_give(l, &job, LOOKUPS_END), 0);
	assert_int_equal(job.good, 2 + 3 * LOOKUPS);
	lookups_free(l);
}

/* What is too long is cut, or left out whole. */
static void bounds(void **state)
{
	struct lookups *l = lookups_new();
	char word[2000];
	struct lookup_key key = { "a.example", word, word, word };
	struct lookup *one;

	(void)state;
	memset(word, 'x', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	one = lookups_add(l, &key, &none);
	assert_int_equal(strlen(one->client), sizeof(one->client) - 1);
	lookup_decide(one, OBSERVATION_BLOCKED, 0, word);
	assert_int_equal(strlen(one->rule), sizeof(one->rule) - 1);
	lookup_answer(one, word);
	assert_string_equal(one->answer, "");
	word[300] = '\0';
	lookup_answer(one, word);
	word[0] = 'y';
	lookup_answer(one, word);
	assert_int_equal(strlen(one->answer), 300);
	lookups_free(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds),
		cmocka_unit_test(decides),
		cmocka_unit_test(gives),
		cmocka_unit_test(bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
