/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "base/str.h"
#include "evidence/cutting.h"

struct chosen {
	struct cutting c;
	const char *client;
};

static int see_row(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct chosen *x = ctx;

	(void)exhibit;
	return cutting_row(&x->c, o, strcmp(o->client, x->client) == 0);
}

static int take(const void *data, size_t len, void *ctx)
{
	return str_add(ctx, data, len);
}

/* A verdict goes with the look-up before it, not with another client's. */
static void verdicts(void **state)
{
	static const char log[] =
		"Jul 16 09:00:00 dnsmasq[1]: query[A] x.example from "
		"192.0.2.7\n"
		"Jul 16 09:00:00 dnsmasq[1]: reply x.example is 198.51.100.1\n"
		"Jul 16 09:00:01 dnsmasq[1]: query[A] x.example from "
		"192.0.2.8\n"
		"Jul 16 09:00:01 dnsmasq[1]: cached x.example is "
		"198.51.100.2\n"
		"Jul 16 09:00:02 dnsmasq[1]: query[A] x.example from "
		"192.0.2.7\n"
		"Jul 16 09:00:02 dnsmasq[1]: cached x.example is "
		"198.51.100.3\n";
	struct importer_options options = { .zone = scene_paris(),
		.year = 2026 };
	const struct cutting_place *place;
	struct chosen x = { .client = "192.0.2.7" };
	struct str got = { 0 };
	struct scene s;
	struct kept k;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, &options), 0);
	assert_int_equal(s.n, 3);
	assert_int_equal(kept_open(&k, s.store, &s.result.exhibit.content), 0);
	cutting_init(&x.c);
	assert_int_equal(
		block_each(s.store, s.result.exhibit.id, see_row, &x), 0);
	assert_int_equal(cutting_end(&x.c, &k, importer_find("dnsmasq")), 0);
	assert_true(x.c.lines);
	assert_int_equal(x.c.chosen, 2);
	assert_int_equal(x.c.total, 3);
	assert_int_equal(x.c.n, 1);
	assert_int_equal(cutting_copy(&x.c.v[0], &k, take, &got), 0);
	assert_null(strstr(got.p, "192.0.2.8"));
	assert_null(strstr(got.p, "198.51.100.2"));
	assert_non_null(strstr(got.p, "198.51.100.1"));
	assert_non_null(strstr(got.p, "198.51.100.3"));
	place = cutting_find(&x.c.v[0], s.rows[2].o.position);
	assert_non_null(place);
	assert_int_equal(place->copy_line, 3);
	assert_memory_equal(
		got.p + place->copy_position, "Jul 16 09:00:02", 15);
	assert_null(cutting_find(&x.c.v[0], s.rows[1].o.position));
	str_release(&got);
	cutting_release(&x.c);
	kept_close(&k);
	scene_close(&s);
}

/* Records that are no lines are told. */
static void no_lines(void **state)
{
	static const struct {
		const char *bytes;
		uint64_t position, length;
		bool lines;
	} cases[] = {
		{ "{\"a\":[{},\n{}]}\n", 6, 2, false },
		{ "{\"a\":[\n{},\n{}]}\n", 7, 2, false },
		{ "one\ntwo\n", 4, 4, true },
		{ "one\ntwo", 4, 3, true },
		{ "one\ntwo\n", 0, 4, true },
		{ "one\ntwo\n", 0, 0, false },
		{ "\xEF\xBB\xBFone\ntwo\n", 3, 4, true },
		{ "\xEF\xBB\xBFone\ntwo\n", 4, 3, false },
	};
	struct observation o = { .host = "a.b", .member = "", .line = 1 };
	struct scene s;

	(void)state;
	scene_open(&s);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cutting c;
		struct kept k;

		assert_int_equal(
			kept_open_file(&k, scene_file(&s, "x", cases[i].bytes,
						   strlen(cases[i].bytes))),
			0);
		o.position = cases[i].position;
		o.length = cases[i].length;
		cutting_init(&c);
		assert_int_equal(cutting_row(&c, &o, true), 0);
		assert_int_equal(cutting_end(&c, &k, NULL), 0);
		assert_int_equal(c.lines, cases[i].lines);
		cutting_release(&c);
		kept_close(&k);
	}
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verdicts),
		cmocka_unit_test(no_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
