/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/pieces.h"

#include "model_sample.h"

/* The first one mentioned is number 1, whatever the case's order. */
static void numbered_by_first_mention(void **state)
{
	const struct piece *pair[2];
	struct backing b = { 0 };
	struct pieces p = { 0 };
	struct str text = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_backing(&b, &s);
	sample_must(pieces_open(&p, &b));
	assert_int_equal(p.n, 6);
	pair[0] = pieces_exhibit(&p, 4);
	pair[1] = pieces_exhibit(&p, 1);
	str_puts(&text, "D’abord ");
	sample_must(pieces_refer(&text, &p, pair, 2));
	str_puts(&text, ", puis ");
	pair[0] = pieces_policy(&p, &b.policies[1]);
	sample_must(pieces_refer(&text, &p, pair, 1));
	pieces_order(&p, text.p, text.len);
	assert_int_equal(pieces_exhibit(&p, 4)->number, 1);
	assert_int_equal(pieces_exhibit(&p, 1)->number, 2);
	assert_int_equal(pieces_policy(&p, &b.policies[1])->number, 3);
	/* Listed in case.json: last. Not listed, not mentioned: none. */
	assert_int_equal(pieces_exhibit(&p, 3)->number, 4);
	assert_int_equal(pieces_exhibit(&p, 2)->number, 0);
	assert_int_equal(pieces_policy(&p, &b.policies[0])->number, 0);
	str_clear(&text);
	pair[0] = pieces_exhibit(&p, 1);
	pair[1] = pieces_exhibit(&p, 4);
	sample_must(pieces_refer(&text, &p, pair, 2));
	assert_string_equal(text.p, "Pièces n° 1 et 2");
	str_clear(&text);
	sample_must(pieces_refer(&text, &p, pair, 1));
	assert_string_equal(text.p, "Pièce n° 2");
	str_clear(&text);
	sample_must(pieces_refer(&text, &p, pair, 0));
	assert_int_equal(text.len, 0);
	str_release(&text);
	pieces_release(&p);
	backing_release(&b);
	sample_close(&s);
}

static void sums_are_of_the_bytes(void **state)
{
	char hex[DIGEST_HEX + 1], line[DIGEST_HEX + 3];
	struct model_sample m;
	struct digest d;
	struct str sums = { 0 };

	(void)state;
	model_sample_open(&m, NULL);
	sample_must(pieces_sums(&sums, &m.p));
	digest_of(&d, sample_2018, strlen(sample_2018));
	digest_hex(hex, &d);
	snprintf(line, sizeof(line), "%s  ", hex);
	assert_ptr_equal(strstr(sums.p, line), sums.p);
	assert_non_null(strstr(sums.p, "  PJ01a_politique_2018-08-20.md\n"));
	str_release(&sums);
	model_sample_close(&m);
}

static void range_of_a_log(void **state)
{
	struct model_sample m;
	int64_t first, last;

	(void)state;
	model_sample_open(&m, NULL);
	pieces_range(&first, &last, &m.p, pieces_exhibit(&m.p, 1));
	assert_int_equal(
		wording_day(first, m.b.zone), instant_days(2018, 9, 3));
	assert_int_equal(wording_day(last, m.b.zone), instant_days(2018, 9, 4));
	model_sample_close(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbered_by_first_mention),
		cmocka_unit_test(sums_are_of_the_bytes),
		cmocka_unit_test(range_of_a_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
