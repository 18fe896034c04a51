/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/rules_parties.h"

#include "sample.h"

static void blocks(void **state)
{
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_expect(&s,
		"{\"complainant\":{\"postal_address\":null,\"email\":null}}",
		"E01 blocks /complainant: ");
	sample_expect(&s,
		"{\"organisations\":[{\"id\":\"vendor\",\"role\":"
		"\"controller\",\"name\":\"X\",\"source\":\"s\"}]}",
		"E02 blocks /organisations/0: nothing identifies 'X'");
	sample_expect(&s,
		"{\"organisations\":[{\"id\":\"vendor\",\"role\":"
		"\"processor\",\"name\":\"X\",\"source\":\"s\"}]}",
		"E02 blocks /organisations: no organisation is complained of");
	sample_expect(&s, "{\"statements\":{\"facts_true\":false}}",
		"E09 blocks /statements: ");
	sample_expect(&s, "{\"statements\":{\"place\":null}}",
		"E09 blocks /statements: the place");
	sample_expect(&s,
		"{\"complainant\":{\"account_identifiers\":[]},\"products\":[{"
		"\"kind\":\"app\",\"name\":\"X\"}]}",
		"E13 blocks /products: ");
	sample_close(&s);
}

static void mandates(void **state)
{
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_expect(&s, "{\"capacity\":\"mandated-body-80-1\"}",
		"E04 blocks /capacity: who acts");
	sample_expect(&s,
		"{\"capacity\":\"mandated-body-80-1\",\"representative\":{"
		"\"name\":\"A\",\"contact\":\"c\"}}",
		"E04 blocks /representative: the signed mandate is missing");
	sample_expect(&s,
		"{\"capacity\":\"mandated-body-80-1\",\"representative\":{"
		"\"name\":\"A\",\"contact\":\"c\",\"mandate\":3,"
		"\"mandate_date\":\"2026-11-25\"}}",
		"E04 blocks /representative/mandate_date: ");
	sample_expect(&s,
		"{\"capacity\":\"body-80-2\",\"representative\":{"
		"\"name\":\"A\",\"contact\":\"c\",\"constitution\":3}}",
		"E04 blocks /capacity: whether national law");
	sample_expect_none(&s,
		"{\"capacity\":\"mandated-body-80-1\",\"representative\":{"
		"\"name\":\"A\",\"contact\":\"c\",\"mandate\":3,"
		"\"mandate_date\":\"2026-11-01\",\"constitution\":4}}",
		"E04");
	sample_close(&s);
}

static void warns(void **state)
{
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_expect(&s,
		"{\"consents\":{\"share_identity_with_controller\":\"no\"}}",
		"W08 warns ");
	sample_expect(&s,
		"{\"organisations\":[{\"id\":\"vendor\",\"role\":"
		"\"controller\",\"name\":\"X\",\"source\":\"s\",\"email\":"
		"\"a@b.example\",\"country\":\"cn\"}]}",
		"W09 warns /organisations/0: ");
	sample_expect(&s, "{\"other_proceedings\":[{\"where\":\"tribunal\"}]}",
		"W14 warns ");
	sample_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks),
		cmocka_unit_test(mandates),
		cmocka_unit_test(warns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
