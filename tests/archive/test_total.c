/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "archive/total.h"
#include "base/instant.h"

static int take(const struct block_total *t, void *ctx)
{
	*(struct block_total *)ctx = *t;
	return 0;
}

static void add(struct total *t, uint32_t client, uint32_t type, int64_t ms)
{
	struct observation o = { .ns = ms * 1000000,
		.count = 1,
		.precision = OBSERVATION_PRECISION_MS,
		.disposition = OBSERVATION_BLOCKED };

	total_add(t, 1, client, type, &o);
}

static uint64_t contacts(struct total *t)
{
	struct block_total out = { 0 };
	struct names names;
	uint32_t id;

	names_init(&names);
	names_add(&names, &id, "push.example");
	assert_int_equal(total_each(t, &names, take, &out), 0);
	assert_int_equal(out.rows, out.by[OBSERVATION_BLOCKED]);
	names_release(&names);
	return out.contacts;
}

/* A, AAAA and HTTPS of one client within two seconds are one contact. */
static void one_lookup_several_lines(void **state)
{
	struct total t;

	(void)state;
	total_init(&t);
	add(&t, 2, 10, 0);
	add(&t, 2, 11, 5);
	add(&t, 2, 12, 1900);
	assert_int_equal(contacts(&t), 1);
	add(&t, 2, 10, 1950);
	assert_int_equal(contacts(&t), 2);
	add(&t, 3, 11, 1960);
	assert_int_equal(contacts(&t), 3);
	add(&t, 3, 10, 60000);
	assert_int_equal(contacts(&t), 4);
	total_release(&t);
}

/* Two connections are two, and do not part the look-ups around them. */
static void connections_count_each(void **state)
{
	struct observation o = { .ns = 1000000,
		.kind = OBSERVATION_CONNECTION,
		.count = 1,
		.precision = OBSERVATION_PRECISION_MS,
		.disposition = OBSERVATION_BLOCKED };
	struct total t;

	(void)state;
	total_init(&t);
	add(&t, 2, 10, 0);
	total_add(&t, 1, 2, 20, &o);
	total_add(&t, 1, 2, 21, &o);
	assert_int_equal(contacts(&t), 3);
	add(&t, 2, 11, 5);
	assert_int_equal(contacts(&t), 3);
	total_release(&t);
}

static void without_type_each_line_counts(void **state)
{
	struct total t;

	(void)state;
	total_init(&t);
	for (int i = 0; i < 10; i++)
		add(&t, 0, 0, i);
	assert_int_equal(contacts(&t), 10);
	total_release(&t);
}

static int in_order(const struct block_total *t, void *ctx)
{
	const char **before = ctx;

	assert_true(*before == NULL || strcmp(*before, t->host) < 0);
	*before = t->host;
	return 0;
}

/* Whatever the order in which they were first seen. */
static void hosts_come_sorted(void **state)
{
	static const char *const hosts[] = { "c.example", "a.example",
		"d.example", "b.example" };
	const struct observation o = { .count = 1 };
	const char *before = NULL;
	struct names names;
	struct total t;
	uint32_t id;

	(void)state;
	total_init(&t);
	names_init(&names);
	for (int i = 0; i < 4; i++) {
		names_add(&names, &id, hosts[i]);
		total_add(&t, id, 0, 0, &o);
	}
	assert_int_equal(total_each(&t, &names, in_order, &before), 0);
	assert_string_equal(before, "d.example");
	names_release(&names);
	total_release(&t);
}

/* Each look-up counts, and none moves the first and last of those that have a
 * time. */
static void without_a_time(void **state)
{
	const struct observation o = { .count = 1,
		.disposition = OBSERVATION_BLOCKED };
	struct block_total out = { 0 };
	struct names names;
	struct total t;
	uint32_t id;

	(void)state;
	names_init(&names);
	names_add(&names, &id, "push.example");
	total_init(&t);
	total_add(&t, 1, 2, 10, &o);
	total_add(&t, 1, 2, 11, &o);
	assert_int_equal(total_each(&t, &names, take, &out), 0);
	assert_int_equal(out.contacts, 2);
	assert_int_equal(out.first_ns, 0);
	assert_int_equal(out.last_ns, 0);
	add(&t, 2, 10, 5000);
	total_add(&t, 1, 2, 12, &o);
	assert_int_equal(total_each(&t, &names, take, &out), 0);
	assert_int_equal(out.contacts, 4);
	assert_int_equal(out.first_ns, 5000 * INT64_C(1000000));
	assert_int_equal(out.last_ns, 5000 * INT64_C(1000000));
	total_release(&t);
	names_release(&names);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_lookup_several_lines),
		cmocka_unit_test(connections_count_each),
		cmocka_unit_test(without_type_each_line_counts),
		cmocka_unit_test(without_a_time),
		cmocka_unit_test(hosts_come_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
