/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/deadline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/instant.h"
#include "base/json.h"

static int64_t day(const char *text)
{
	struct civil c;
	bool has_time;

	assert_int_equal(
		instant_parse_civil(&c, &has_time, text, strlen(text)), 0);
	return instant_days(c.year, c.month, c.day);
}

static void expect(const char *event, const char *period, const char *country,
	const char *nominal, const char *due)
{
	struct deadline_order o = { .event = day(event), .country = country };
	struct deadline d;

	assert_true(deadline_period(&o, period));
	assert_int_equal(deadline_find(&d, &o), 0);
	assert_int_equal(d.nominal, day(nominal));
	assert_int_equal(d.due, day(due));
	assert_int_equal(d.late, d.due + 1);
	assert_int_equal(d.steps[0].kind, DEADLINE_NOT_COUNTED);
}

static void own_vectors(void **state)
{
	(void)state;
	expect("2018-09-14", "1 month", "fr", "2018-10-14", "2018-10-15");
	expect("2018-01-31", "1 month", "fr", "2018-02-28", "2018-02-28");
	expect("2020-01-31", "1 month", "fr", "2020-02-29", "2020-03-02");
	expect("2018-11-30", "3 months", "fr", "2019-02-28", "2019-02-28");
	expect("2018-10-11", "1 month", "fr", "2018-11-11", "2018-11-12");
	expect("2018-12-07", "2 weeks", "fr", "2018-12-21", "2018-12-21");
	/* Friday to Sunday has one working day: 3(5) wants two. */
	expect("2018-09-06", "2 days", "fr", "2018-09-08", "2018-09-10");
	expect("2018-09-07", "2 days", "fr", "2018-09-09", "2018-09-11");
	expect("2018-09-07", "1 day", "fr", "2018-09-08", "2018-09-10");
}

static void tells_its_reasons(void **state)
{
	struct deadline_order o = { .event = day("2026-03-05"),
		.count = 1,
		.unit = DEADLINE_MONTHS,
		.country = "fr" };
	struct deadline d;

	(void)state;
	assert_int_equal(deadline_find(&d, &o), 0);
	assert_int_equal(d.n_steps, 4);
	assert_int_equal(d.steps[1].kind, DEADLINE_SAME_DATE);
	assert_int_equal(d.steps[2].kind, DEADLINE_SUNDAY);
	assert_int_equal(d.steps[3].kind, DEADLINE_HOLIDAY);
	assert_string_equal(d.steps[3].name, "easter-monday");
	o.country = "jp";
	assert_int_equal(deadline_find(&d, &o), 0);
	assert_int_equal(d.steps[2].kind, DEADLINE_HOLIDAYS_UNKNOWN);
	assert_int_equal(d.due, day("2026-04-06"));
	assert_string_equal(
		deadline_step_name(d.steps[2].kind), "holidays-unknown");
}

static void refuses(void **state)
{
	struct deadline_order o = { .country = "fr" };
	struct deadline d;

	(void)state;
	assert_int_equal(deadline_find(&d, &o), ERR_INVALID);
	assert_non_null(strstr(err_message(), "out of range"));
	assert_false(deadline_period(&o, "one month"));
	assert_false(deadline_period(&o, "1 year"));
	assert_false(deadline_period(&o, "-1 day"));
	assert_false(deadline_period(&o, ""));
}

/* The vectors of the shared data, where they are. */
static void shared_vectors(void **state)
{
	const char *shared = getenv("CONSTAT_SHARED");
	char path[4096];
	cJSON *tree = NULL;
	const cJSON *v;
	int n = 0;

	(void)state;
	if (shared == NULL || *shared == '\0') {
		print_message("CONSTAT_SHARED is not set: vectors skipped\n");
		skip();
	}
	snprintf(path, sizeof(path), "%s/legal/deadline_vectors.json", shared);
	assert_int_equal(json_read(&tree, path, NULL), 0);
	cJSON_ArrayForEach(v, json_member(tree, "vectors"))
	{
		expect(json_string(v, "event_date"), json_string(v, "period"),
			json_string(v, "holidays"),
			json_string(v, "nominal_end"),
			json_string(v, "deadline"));
		n++;
	}
	assert_true(n >= 12);
	cJSON_Delete(tree);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_vectors),
		cmocka_unit_test(tells_its_reasons),
		cmocka_unit_test(refuses),
		cmocka_unit_test(shared_vectors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
