/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

static void by_labels(void **state)
{
	static const struct importer_options options = {
		.mapping = "format = ltsv\ntime = time\nhost = host\n"
			   "client = from\ntype = qtype\n"
			   "time_format = epoch-s\ncomment = #\n"
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, "ltsv",
			"time:1789366360\thost:push.vendor.example\t"
			"from:2001:db8::1\tqtype:A\tx:y\r\n"
			"# a word\n"
			"qtype: - \thost:x.example\ttime:1789366361.5\n"
			"time:1789366362\thos:x.example\n"
			"no labels here\n"
			"host:x.example\ttime:",
			&options),
		0);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].client, "2001:db8::1");
	assert_string_equal(s.rows[0].type, "A");
	assert_string_equal(s.rows[1].type, "");
	assert_int_equal(s.rows[1].o.precision, OBSERVATION_PRECISION_MS);
	assert_int_equal(s.rows[1].o.line, 3);
	assert_int_equal(s.n_bad, 3);
	assert_string_equal(s.bad[0].reason, "no host name");
	assert_string_equal(s.bad[1].reason, "no field with a label");
	assert_string_equal(s.bad[2].reason, "no time");
	scene_close(&s);
}

static void found_out(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL,
				 "when:1789366360\tdomain:x.example\n", NULL),
		ERR_INVALID);
	scene_says("needs --map or --mapping");
	/* A generic log of another format says which it is for. */
	assert_int_equal(scene_import(&s, "ltsv", "time:1\thost:x.example\n",
				 &(struct importer_options){
					 .mapping = "format = csv\n" }),
		ERR_INVALID);
	scene_says("for the format csv, not ltsv");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_labels),
		cmocka_unit_test(found_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
