/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/rules_grounds.h"

#include "sample.h"

#define REQUEST(extra)                                                         \
	"{\"id\":\"question\",\"direction\":\"sent\",\"at\":\"2026-11-02\","   \
	"\"channel\":\"email\",\"party\":\"vendor\",\"kind\":"                 \
	"\"access-request\"" extra "}"

static void blocks(void **state)
{
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_expect(&s,
		"{\"correspondence\":[],\"grievances\":[{\"id\":\"g\","
		"\"provision\":\"GDPR 15(1)(c)\",\"statement\":{\"fr\":\"x\"},"
		"\"facts\":[\"journal\"],\"certainty\":\"established\"}]}",
		"E05 blocks /grievances/0: ");
	sample_expect(&s,
		"{\"grievances\":[{\"id\":\"g\",\"provision\":\"GDPR 13\","
		"\"statement\":{\"en\":\"x\"},\"facts\":[\"journal\"],"
		"\"certainty\":\"established\"}]}",
		"E03 blocks /grievances/0: ");
	sample_expect(&s,
		"{\"grievances\":[{\"id\":\"g\",\"provision\":\"GDPR 6\","
		"\"statement\":{\"fr\":\"x\"},\"facts\":[\"journal\"],"
		"\"about\":\"content\",\"certainty\":\"established\"}]}",
		"W02 blocks /grievances/0: ");
	sample_expect(&s,
		"{\"grievances\":[{\"id\":\"g\",\"provision\":\"GDPR 6\","
		"\"statement\":{\"fr\":\"x\"},\"facts\":[\"journal\"],"
		"\"certainty\":\"suspicion\"}]}",
		"W01 blocks /grievances: ");
	sample_close(&s);
}

static void time_left(void **state)
{
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_expect(&s,
		"{\"grievances\":[],\"correspondence\":[" REQUEST(
			",\"assessment\":\"no-answer\"") "]}",
		"E06 blocks /correspondence/0: the controller may still answer "
		"'question' until 2026-12-02");
	sample_expect(&s,
		"{\"grievances\":[],\"correspondence\":[" REQUEST("") "]}",
		"E06 warns /correspondence/0: ");
	sample_expect_none(&s, NULL, "E06");
	sample_close(&s);
}

static void order_of_dates(void **state)
{
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_expect(&s, "{\"statements\":{\"signed_on\":\"2018-09-15\"}}",
		"E11 blocks /correspondence/1: ");
	sample_expect(&s,
		"{\"facts\":[{\"id\":\"achat\",\"date\":\"2026-11-25\","
		"\"text\":\"x\"}]}",
		"E11 blocks /facts/0: '2026-11-25' lies behind");
	sample_expect(&s,
		"{\"observations\":[{\"id\":\"journal\",\"exhibit\":1,"
		"\"host\":\"" SAMPLE_HOST "\",\"from\":\"2018-09-04\","
		"\"to\":\"2018-09-03\"}]}",
		"E11 blocks /observations/0: it ends before it begins");
	sample_expect(&s,
		"{\"grievances\":[],\"correspondence\":[" REQUEST(
			"") ",{"
			    "\"id\":\"r\",\"direction\":\"received\",\"at\":"
			    "\"2026-11-01\","
			    "\"channel\":\"email\",\"party\":\"vendor\","
			    "\"kind\":"
			    "\"answer\",\"answers\":[\"question\"]}]}",
		"E11 blocks /correspondence/1: the answer is dated before");
	sample_close(&s);
}

static void warns(void **state)
{
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_expect(&s, NULL, "W01 warns /grievances/3: ");
	sample_expect(&s,
		"{\"grievances\":[],\"correspondence\":[" REQUEST("") "]}",
		"W04 warns /correspondence/0: ");
	sample_expect(&s, "{\"grievances\":[],\"correspondence\":[]}",
		"W05 warns /correspondence: ");
	sample_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks),
		cmocka_unit_test(time_left),
		cmocka_unit_test(order_of_dates),
		cmocka_unit_test(warns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
