/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/backing.h"

#include "sample.h"

static void gathers(void **state)
{
	struct backing b = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_backing(&b, &s);
	assert_string_equal(b.lang, "fr");
	assert_int_equal(b.day, instant_days(2026, 11, 24));
	assert_int_equal(b.date_ns, sample_ns("2026-11-23T23:00:00Z"));
	assert_int_equal(b.end_ns + 1, sample_ns("2026-11-24T23:00:00Z"));
	assert_int_equal(b.n_policies, 2);
	assert_int_equal(b.n_contacts, 2);
	assert_int_equal(b.n_exhibits, 4);
	assert_true(backing_exhibit(&b, 3)->present);
	assert_non_null(backing_exhibit(&b, 3)->item);
	assert_null(backing_exhibit(&b, 9));
	assert_false(b.stamped);
	assert_false(backing_stamped(&b, 0));
	backing_release(&b);
	sample_close(&s);
}

static void today_when_not_signed(void **state)
{
	struct backing b = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, "{\"statements\":{\"signed_on\":\"\"}}");
	setenv("SOURCE_DATE_EPOCH", "1800000000", 1);
	sample_backing(&b, &s);
	unsetenv("SOURCE_DATE_EPOCH");
	assert_int_equal(b.day, instant_days(2027, 1, 15));
	backing_release(&b);
	sample_close(&s);
}

static void unknown_addressee(void **state)
{
	struct backing b = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	assert_int_equal(
		backing_read(&b, &(struct backing_order){ .store = s.store,
					 .c = &s.c,
					 .authority = "zz" }),
		ERR_NOTFOUND);
	assert_int_equal(
		backing_read(&b,
			&(struct backing_order){
				.store = s.store, .c = &s.c, .lang = "en" }),
		ERR_NOTFOUND);
	assert_string_equal(err_message(),
		"there are no documents in the language 'en' yet");
	sample_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gathers),
		cmocka_unit_test(today_when_not_signed),
		cmocka_unit_test(unknown_addressee),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
