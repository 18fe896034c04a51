/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/mapped.h"

struct seen {
	char text[512];
	int left;
};

static int see(const struct observation *o, const struct line *where,
	const char *why, void *ctx)
{
	struct seen *s = ctx;
	size_t n = strlen(s->text);

	snprintf(s->text + n, sizeof(s->text) - n, "%d:%s ", (int)where->number,
		o != NULL ? o->host : why);
	return --s->left > 0 ? 0 : ERR_LIMIT;
}

static void hosts(void **state)
{
	static const struct {
		const char *text, *host;
	} cases[] = {
		{ "X.Example.", "x.example" },
		{ "x.example:443", "x.example" },
		{ "https://x.example:8443/a?b", "x.example" },
		{ "wss://x.example", "x.example" },
		{ "192.0.2.1:53", "192.0.2.1" },
		{ "2001:db8::1", "2001:db8::1" },
		{ "http:///a", NULL },
		{ "file:///etc/passwd", NULL },
		{ "x.example/a/b", "x.example" },
		{ "0/25.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa" },
		{ "/", NULL },
		{ "a b", NULL },
		{ "", NULL },
	};
	char host[HOST_MAX + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(mapped_host(host, cases[i].text),
			cases[i].host != NULL);
		if (cases[i].host != NULL)
			assert_string_equal(host, cases[i].host);
	}
}

static void zones(void **state)
{
	struct mapping m = { 0 };

	(void)state;
	assert_false(mapped_needs_zone(&m));
	assert_int_equal(mapping_set(&m, MAPPING_TIME_FORMAT, "epoch-us"), 0);
	assert_false(mapped_needs_zone(&m));
	assert_int_equal(mapping_set(&m, MAPPING_TIME_FORMAT, "Y-m-d"), 0);
	assert_true(mapped_needs_zone(&m));
	assert_int_equal(mapping_set(&m, MAPPING_TIME_FORMAT, "Y-m-d z"), 0);
	assert_false(mapped_needs_zone(&m));
	mapping_release(&m);
	assert_true(mapped_is_preface("sep=;", 5));
	assert_true(mapped_is_preface("SEP=\t", 5));
	assert_false(mapped_is_preface("sep=", 4));
	assert_false(mapped_is_preface("seq=;", 5));
}

/* Only what a head holds is read; nothing of a line that it cuts. */
static void preview(void **state)
{
	static char text[100000];
	struct seen all = { .left = 100 }, two = { .left = 2 };
	struct mapping m = { 0 };
	struct scene s;
	const char *path;

	(void)state;
	assert_int_equal(mapping_set(&m, MAPPING_TIME, "t"), 0);
	assert_int_equal(mapping_set(&m, MAPPING_HOST, "h"), 0);
	assert_int_equal(mapping_set(&m, MAPPING_TIME_FORMAT, "epoch"), 0);
	scene_open(&s);
	strcpy(text, "t,h\n\n1789366360,a.example\nx,b.example\n"
		     "1789366361,c.example\n");
	path = scene_file(&s, "log", text, strlen(text));
	assert_int_equal(mapped_preview(path, 0, &m, NULL, see, &all), 0);
	assert_string_equal(
		all.text, "3:a.example 4:no valid time 5:c.example ");
	assert_int_equal(
		mapped_preview(path, 0, &m, NULL, see, &two), ERR_LIMIT);
	assert_string_equal(two.text, "3:a.example 4:no valid time ");
	all = (struct seen){ .left = 100 };
	memset(text + strlen(text), 'z', 90000);
	path = scene_file(&s, "log", text, strlen(text));
	assert_int_equal(mapped_preview(path, 0, &m, NULL, see, &all), 0);
	assert_string_equal(
		all.text, "3:a.example 4:no valid time 5:c.example ");
	/* A column that is not there. */
	assert_int_equal(mapping_set(&m, MAPPING_APP, "app"), 0);
	assert_int_equal(
		mapped_preview(path, 0, &m, NULL, see, &all), ERR_INVALID);
	scene_says("no column 'app'; it has: t, h");
	scene_close(&s);
	mapping_release(&m);
}

/* A field beyond the bound is cut between characters, and says so. */
static int see_app(const struct observation *o, const struct line *where,
	const char *why, void *ctx)
{
	(void)where;
	(void)why;
	snprintf(ctx, 2 * MAPPED_FIELD, "%s", o->app);
	return 0;
}

static void long_fields(void **state)
{
	static char text[4000], app[2 * MAPPED_FIELD];
	struct line line = { .text = text, .number = 1, .length = 1 };
	struct mapping m = { 0 };
	struct mapped *r = NULL;

	(void)state;
	assert_int_equal(mapping_set(&m, MAPPING_FORMAT, "tsv"), 0);
	assert_int_equal(mapping_set(&m, MAPPING_TIME, "1"), 0);
	assert_int_equal(mapping_set(&m, MAPPING_HOST, "2"), 0);
	assert_int_equal(mapping_set(&m, MAPPING_APP, "3"), 0);
	strcpy(text, "2026-09-14T08:12:40Z\tx.example\tz");
	for (int i = 0; i < 1000; i++)
		strcat(text, "\xC3\xA9");
	line.len = strlen(text);
	assert_int_equal(mapped_open(&r, &m, NULL, "x", see_app, app), 0);
	assert_int_equal(mapped_line(r, &line), 0);
	assert_int_equal(mapped_end(r), 0);
	assert_int_equal(strlen(app), MAPPED_FIELD - 1 + strlen("…"));
	assert_string_equal(app + MAPPED_FIELD - 3, "\xC3\xA9…");
	mapped_free(r);
	mapped_free(NULL);
	mapping_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts),
		cmocka_unit_test(zones),
		cmocka_unit_test(preview),
		cmocka_unit_test(long_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
