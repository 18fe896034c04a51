/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

/* A proxy's lines, in the form that web servers share. */
static void by_names(void **state)
{
	static const struct importer_options options = {
		.mapping = "format = regex\nkind = request\n"
			   "time_format = %d/%b/%Y:%H:%M:%S %z\n"
			   "type = method\n"
			   "pattern = ^(?<client>\\S+) \\S+ \\S+ "
			   "\\[(?<time>[^]]+)\\] \"(?<method>[A-Z]+) "
			   "(?<host>\\S+) \n"
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, "regex",
			"10.0.0.2 - - [14/Sep/2026:08:12:40 +0200] \"GET "
			"http://push.vendor.example/a?b HTTP/1.1\" 200 17\n"
			"10.0.0.3 - - [14/Sep/2026:08:12:41 +0200] \"CONNECT "
			"api.vendor.example:443 HTTP/1.1\" 200 0\r\n"
			"10.0.0.3 - - [14/Sep/2026:08:12:42 +0200] \"GET / "
			"HTTP/1.1\" 200 0\n"
			"10.0.0.3 - - [99/Sep/2026:08:12:42 +0200] \"GET "
			"http://x.example/ HTTP/1.1\" 200 0\n"
			"something else\n",
			&options),
		0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.rows[0].o.kind, OBSERVATION_REQUEST);
	assert_int_equal(s.rows[0].o.ns, scene_at("2026-09-14T08:12:40+02:00"));
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_OFFSET);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].type, "GET");
	assert_string_equal(s.rows[0].client, "10.0.0.2");
	assert_string_equal(s.rows[1].host, "api.vendor.example");
	assert_int_equal(s.n_bad, 3);
	assert_string_equal(s.bad[0].reason, "no host name");
	assert_string_equal(s.bad[1].reason, "a time of another form");
	assert_string_equal(s.bad[2].reason, "the pattern does not fit");
	scene_close(&s);
}

static void by_numbers(void **state)
{
	static const struct importer_options options = {
		.mapping = "format = regex\ntime = $1\nhost = 3\n"
			   "time_format = epoch\n"
			   "pattern = ^(\\d+) (\\S+) (\\S+)\n"
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, "regex", "1789366360 x push.vendor.example\n",
			&options),
		0);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	scene_close(&s);
}

static void refuse(struct scene *s, const char *mapping, const char *words)
{
	assert_int_equal(
		scene_import(s, "regex", "1 x.example\n",
			&(struct importer_options){ .mapping = mapping }),
		ERR_INVALID);
	scene_says(words);
}

static void refused(void **state)
{
	static const struct importer_options slow = {
		.mapping = "format = regex\ntime_format = epoch\n"
			   "pattern = ^(?<time>(\\d+)+) (?<host>\\S+)$\n"
	};
	struct str text;
	struct scene s;

	(void)state;
	scene_open(&s);
	refuse(&s,
		"pattern = (?<time>\\d)(?<host>x)\ntime = a\nhost = b\n"
		"format = csv\n",
		"for the format csv, not regex");
	refuse(&s, "format = regex\ntime = when\npattern = (?<host>x)\n",
		"no group 'when'");
	refuse(&s, "format = regex\npattern = (?<host>x)\n",
		"needs groups for time and host");
	refuse(&s, "time_format = Y-m-d\npattern = (?<time>1)(?<host>x)\n",
		"have no zone");
	assert_int_equal(
		scene_import(&s, "regex", "1 x.example\n", NULL), ERR_INVALID);
	scene_says("needs --map or --mapping");
	/* Lines made to keep it busy: it gives up. */
	str_init(&text, 0);
	for (int i = 0; i < 200; i++)
		str_puts(&text, "1111111111111111111111111111111111111 a b\n");
	assert_int_equal(scene_import(&s, "regex", text.p, &slow), ERR_LIMIT);
	scene_says("takes too long on more than 100 lines");
	str_release(&text);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_names),
		cmocka_unit_test(by_numbers),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
