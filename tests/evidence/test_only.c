/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "base/json.h"
#include "evidence/only.h"

static const struct observation row = { .ns = 1000,
	.precision = OBSERVATION_PRECISION_S,
	.host = "push.vendor.example",
	.client = "192.168.1.7",
	.app = "org.Messenger" };

static void patterns(void **state)
{
	static const struct {
		struct only only;
		bool want;
	} cases[] = {
		{ { 0 }, true },
		{ { .app = "org.Messenger" }, true },
		{ { .app = "org.messenger" }, false },
		{ { .app = "org.*" }, true },
		{ { .client = "192.168.1.7" }, true },
		{ { .client = "192.168.1.?" }, true },
		{ { .client = "192.168.1.8" }, false },
		{ { .host = "*.Vendor.example" }, true },
		{ { .host = "vendor.example" }, false },
		{ { .host = "*", .client = "x" }, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
			only_matches(&cases[i].only, &row), cases[i].want);
		assert_int_equal(only_filters(&cases[i].only), i > 0);
	}
}

static void periods(void **state)
{
	struct observation o = row;
	struct only only = { .has_from = true, .from = 1000 };

	(void)state;
	assert_true(only_matches(&only, &o));
	only.from = 1001;
	assert_false(only_matches(&only, &o));
	only = (struct only){ .has_to = true, .to = 999 };
	assert_false(only_matches(&only, &o));
	only.to = 1000;
	assert_true(only_matches(&only, &o));
	/* A window that meets the period may hold the moment. */
	o.precision = OBSERVATION_PRECISION_WINDOW;
	o.window_start = 900;
	o.window_end = 1100;
	only = (struct only){ .has_from = true, .from = 1050 };
	assert_true(only_matches(&only, &o));
	only.from = 1101;
	assert_false(only_matches(&only, &o));
	/* Without a time nothing says that it is in the period. */
	o.precision = OBSERVATION_PRECISION_NONE;
	only.from = 1;
	assert_false(only_matches(&only, &o));
}

static void local_names(void **state)
{
	static const struct {
		const char *host;
		bool local;
	} cases[] = { { "nas.lan", true }, { "printer", true },
		{ "192.168.1.1", true }, { "203.0.113.5", false },
		{ "fd00::1", true }, { "2001:db8::1", false },
		{ "a.example", false }, { "", false } };
	struct observation o = row;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		o.host = cases[i].host;
		assert_int_equal(
			only_matches(&(struct only){ 0 }, &o), !cases[i].local);
		assert_true(only_matches(&(struct only){ .local = true }, &o));
	}
}

static void told(void **state)
{
	const struct only only = {
		.app = "a", .has_from = true, .from = 1000000000
	};
	cJSON *json = only_json(&only);

	(void)state;
	assert_string_equal(json_string(json, "app"), "a");
	assert_string_equal(
		json_string(json, "from"), "1970-01-01T00:00:01.000000000Z");
	assert_null(json_member(json, "to"));
	assert_false(json_bool(json, "local", true));
	cJSON_Delete(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns),
		cmocka_unit_test(periods),
		cmocka_unit_test(local_names),
		cmocka_unit_test(told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
