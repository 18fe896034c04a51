/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/clock_guess.h"

enum { MAX = 8 };

/* Two values of a column each; the second may be NULL. */
static const struct {
	const char *values[2], *form;
} whole[] = {
	{ { "2026-09-14T08:12:40Z", "2026-09-14T08:12:40.125+02:00" },
		"rfc3339" },
	{ { "2026-09-14 08:12:40+0200", NULL }, "rfc3339" },
	{ { "2026-09-14 08:12:40", "2026-09-05 08:12:41" }, "Y-m-d H:M:S" },
	{ { "2026-09-14T08:12", NULL }, "Y-m-dTH:M" },
	/* Some programs leave out .000. */
	{ { "2026-09-14 08:12:40", "2026-09-14 08:12:40.5" }, "Y-m-d H:M:S.f" },
	{ { "2026/09/14 08:12:40,125", NULL }, "Y/m/d H:M:S,f" },
	{ { "14/09/2026 08:12", "05/09/2026 08:13" }, "d/m/Y H:M" },
	{ { "09/14/2026 08:12", "09/05/2026 08:13" }, "m/d/Y H:M" },
	{ { "9/14/2026 8:12:40 PM", NULL }, "m/d/Y I:M:S p" },
	{ { "05.06.2026 08:12:40", NULL }, "d.m.Y H:M:S" },
	{ { "5.6.26, 08:12", NULL }, "d.m.y, H:M" },
	{ { "14-09-2026 08.12.40", NULL }, "d-m-Y H.M.S" },
	{ { "14/Sep/2026:08:12:40 +0200", NULL }, "d/b/Y:H:M:S z" },
	{ { "14 Sep 2026 08:12", NULL }, "d b Y H:M" },
	{ { "20260914081240", NULL }, "YmdHMS" },
	{ { "1789366360", "1789366361" }, "epoch-s" },
	{ { "1789366360.125", NULL }, "epoch-s" },
	{ { "1789366360,125", NULL }, "epoch-s" },
	{ { "1789366360125", NULL }, "epoch-ms" },
	{ { "1789366360125000", NULL }, "epoch-us" },
	{ { "1789366360125000000", NULL }, "epoch-ns" },
};

static size_t count(const char *const *values)
{
	return values[1] != NULL ? 2 : 1;
}

static void forms(void **state)
{
	struct clock_guess g;

	(void)state;
	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++) {
		assert_int_equal(clock_guess(&g, whole[i].values,
					 count(whole[i].values)),
			CLOCK_GUESS_WHOLE);
		assert_string_equal(g.form, whole[i].form);
		assert_string_equal(g.other, "");
	}
}

/* No day is above 12: both readings are told. */
static void doubtful(void **state)
{
	static const char *const slashes[] = { "05/06/2026 08:12",
		"07/06/2026 08:12" };
	static const char *const years[] = { "05-06-07 08:12" };
	struct clock_guess g;

	(void)state;
	assert_int_equal(clock_guess(&g, slashes, 2), CLOCK_GUESS_WHOLE);
	assert_string_equal(g.form, "d/m/Y H:M");
	assert_string_equal(g.other, "m/d/Y H:M");
	assert_int_equal(clock_guess(&g, years, 1), CLOCK_GUESS_WHOLE);
	assert_string_not_equal(g.other, "");
}

/* A column in which neither order reads all: nothing is chosen. */
static void mixed(void **state)
{
	static const char *const values[] = { "14/06/2026", "15/06/2026",
		"06/14/2026", "06/15/2026" };
	struct clock_guess g;

	(void)state;
	assert_int_equal(clock_guess(&g, values, 4), CLOCK_GUESS_NOTHING);
}

static void halves(void **state)
{
	static const char *const day[] = { "14.09.2026", "", "15.09.2026" };
	static const char *const compact[] = { "20260914" };
	static const char *const clock[] = { "08:12:40", NULL, "9:12:40" };
	struct clock_guess g;

	(void)state;
	assert_int_equal(clock_guess(&g, day, 3), CLOCK_GUESS_DAY);
	assert_string_equal(g.form, "d.m.Y");
	assert_int_equal(clock_guess(&g, compact, 1), CLOCK_GUESS_DAY);
	assert_int_equal(clock_guess(&g, clock, 3), CLOCK_GUESS_CLOCK);
	assert_string_equal(g.form, "");
}

static void none(void **state)
{
	static const char *const values[] = { "push.example", "10.0.0.2", "12",
		"443", "1000", "99999999999", "1789366360x", "2026-13-45 08:12",
		"08:12:40:11", "4/5", "1.2.3.4.5", "14/Foo/2026", "::1",
		"aa:bb:cc:dd:ee:ff" };
	static const char *const torn[MAX] = { "2026-09-14 08:12:40", "x", "y",
		"z" };
	struct clock_guess g;

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		assert_int_equal(
			clock_guess(&g, values + i, 1), CLOCK_GUESS_NOTHING);
	assert_int_equal(clock_guess(&g, torn, 4), CLOCK_GUESS_NOTHING);
	assert_int_equal(clock_guess(&g, torn + 4, 4), CLOCK_GUESS_NOTHING);
	assert_int_equal(clock_guess(&g, torn, 0), CLOCK_GUESS_NOTHING);
}

/* One bad line in ten does not hide the others. */
static void nearly_all(void **state)
{
	const char *values[20];
	struct clock_guess g;

	(void)state;
	for (int i = 0; i < 20; i++)
		values[i] = i < 18 ? "14/09/2026 08:12" : "?";
	assert_int_equal(clock_guess(&g, values, 20), CLOCK_GUESS_WHOLE);
	assert_string_equal(g.form, "d/m/Y H:M");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms),
		cmocka_unit_test(doubtful),
		cmocka_unit_test(mixed),
		cmocka_unit_test(halves),
		cmocka_unit_test(none),
		cmocka_unit_test(nearly_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
