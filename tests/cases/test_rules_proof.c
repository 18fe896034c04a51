/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/rules_proof.h"

#include "sample.h"

#define OBSERVATION(exhibit, host, extra)                                      \
	"{\"id\":\"journal\",\"exhibit\":" exhibit ",\"host\":\"" host         \
	"\"" extra "}"
#define POLICY(at, quote, extra)                                               \
	"{\"policies\":[{\"id\":\"p\",\"service\":\"Montre Exemple\","         \
	"\"terms\":\"Privacy Policy\",\"at\":\"" at "\",\"quotes\":[{\"id\":"  \
	"\"q\",\"text\":\"" quote "\"}]" extra "}],\"grievances\":[],"         \
	"\"data_categories\":[]}"

static void what_is_cited_must_be_there(void **state)
{
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_expect(&s, "{\"exhibits\":[{\"id\":77}]}",
		"E10 blocks /exhibits/0: the archive has no exhibit 77");
	sample_expect(&s,
		"{\"observations\":[" OBSERVATION("3", "a.example", "") "]}",
		"E10 blocks /observations/0: exhibit 3 is not a log");
	sample_expect(&s,
		"{\"observations\":[" OBSERVATION(
			"1", "nulle.example", "") "]}",
		"E10 blocks /observations/0: exhibit 1 has no line of "
		"'nulle.example'");
	sample_expect(&s, POLICY("2018-01-01", "x", ""),
		"E10 blocks /policies/0: the archive has no version");
	sample_expect(&s,
		POLICY("2018-09-03",
			"des données telles que la biométrie "
			"et les pas",
			""),
		"E10 blocks /policies/0/quotes/0/text: the sentence does not "
		"stand in the version of that date; the nearest there is: "
		"Lorsque vous utilisez la montre");
	sample_close(&s);
}

static void doubts_that_block(void **state)
{
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_expect(&s, "{\"exhibits\":[]}",
		"W12 blocks /exhibits: whether exhibit 3 ('Demande')");
	sample_expect(&s,
		"{\"exhibits\":[{\"id\":3,\"third_persons\":\"present\"},"
		"{\"id\":4,\"third_persons\":\"none\"}]}",
		"W12 blocks /exhibits/0: exhibit 3");
	sample_expect(&s, POLICY("2018-09-03", "la montre", ""),
		"W15 blocks /policies/0: ");
	sample_expect(&s,
		POLICY("2018-09-03", "la montre", ",\"covers_product\":\"no\""),
		"W15 blocks /policies/0: the policy does not clearly");
	sample_expect(&s,
		POLICY("2018-09-03", "la montre",
			",\"covers_product\":\"no\",\"coverage_note\":\"x\""),
		"W15 warns /policies/0: ");
	sample_close(&s);
}

static void warns(void **state)
{
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_expect(&s,
		"{\"observations\":[" OBSERVATION("1", SAMPLE_HOST, "") "]}",
		"W03 warns /observations/0: ");
	sample_expect(&s,
		"{\"observations\":[" OBSERVATION("1", SAMPLE_HOST, "") "]}",
		"W16 warns /observations/0: ");
	sample_expect(&s,
		POLICY("2018-09-03", "la montre", ",\"compare_with\":\"none\""),
		"W06 warns ");
	sample_expect(&s, NULL, "W07 warns : no time-stamping authority");
	sample_expect(&s, NULL, "W11 warns /observations/0: ");
	sample_expect(&s,
		"{\"products\":[{\"kind\":\"app\",\"name\":\"X\","
		"\"first_used\":\"2018-09-03\",\"sole_user\":true}]}",
		"W13 warns /products/0: 'X' was first used when");
	sample_expect(&s, "{\"limits\":\"\"}", "W17 warns /limits: ");
	sample_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_cited_must_be_there),
		cmocka_unit_test(doubts_that_block),
		cmocka_unit_test(warns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
