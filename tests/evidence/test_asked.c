/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/asked.h"

#include "tests/evidence/scene.h"

static struct lookup query(unsigned id, const char *host, int64_t seconds)
{
	struct lookup q = { .id = (uint16_t)id,
		.ns = seconds * 1000000000,
		.type = "A",
		.client = { .ip = { 192, 0, 2, 7 }, .port = 5000 },
		.server = { .ip = { 9, 9, 9, 9 }, .port = 53 } };

	q.host = mem_strdup(host);
	return q;
}

static void add(struct asked *l, unsigned id, const char *host, int64_t s)
{
	struct lookup q = query(id, host, s);

	asked_add(l, &q);
}

static bool answer(struct asked *l, unsigned id, const char *host)
{
	struct lookup q = query(id, host, 0);
	bool found = asked_find(l, &q) != NULL;

	lookup_release(&q);
	return found;
}

static const char *take(struct asked *l, int64_t seconds)
{
	static char text[300];
	struct lookup q;

	if (!asked_take(&q, l, seconds * 1000000000))
		return "";
	snprintf(text, sizeof(text), "%s %d", q.host, q.answered);
	lookup_release(&q);
	return text;
}

static void in_order(void **state)
{
	struct asked l = { 0 };

	(void)state;
	assert_false(answer(&l, 1, "a.example"));
	add(&l, 1, "a.example", 1);
	add(&l, 2, "b.example", 2);
	add(&l, 2, "b.example", 3); /* asked again */
	assert_string_equal(take(&l, 3), "");
	assert_false(answer(&l, 1, "b.example"));
	assert_false(answer(&l, 3, "b.example"));
	assert_true(answer(&l, 2, "b.example"));
	assert_string_equal(take(&l, 3), ""); /* the first waits */
	assert_true(answer(&l, 1, "a.example"));
	assert_false(answer(&l, 1, "a.example"));
	assert_string_equal(take(&l, 3), "a.example 1");
	assert_string_equal(take(&l, 3), "");
	assert_string_equal(take(&l, 12), "b.example 0"); /* waited long */
	assert_string_equal(take(&l, 12), "b.example 1");
	assert_string_equal(take(&l, 12), "");
	asked_release(&l);
}

static void full(void **state)
{
	struct asked l = { 0 };
	struct lookup q;

	(void)state;
	for (unsigned i = 0; i < ASKED_MAX; i++)
		add(&l, i, "a.example", 1);
	assert_string_equal(take(&l, 1), "a.example 0");
	assert_string_equal(take(&l, 1), "");
	for (unsigned i = 0; i < 3 * ASKED_MAX; i++) {
		while (asked_take(&q, &l, 1000000000))
			lookup_release(&q);
		add(&l, i, "b.example", 1);
		assert_true(answer(&l, i, "b.example"));
	}
	asked_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_order),
		cmocka_unit_test(full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
