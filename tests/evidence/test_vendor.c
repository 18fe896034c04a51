/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/host.h"
#include "evidence/vendor.h"

/* Each row's document lies under its own domain, and is dated. */
static void rows_name_their_source(void **state)
{
	const struct vendor *v;

	(void)state;
	for (unsigned i = 0; (v = vendor_row(i)) != NULL; i++) {
		char host[HOST_MAX + 1];
		int64_t day;

		assert_int_equal(strncmp(v->url, "https://", 8), 0);
		assert_true(host_normalise(
			host, v->url + 8, strcspn(v->url + 8, "/")));
		assert_string_equal(host_registrable(host), v->domain);
		assert_int_equal(strlen(v->country), 2);
		assert_int_equal(instant_parse_day(&day, v->read), 0);
		assert_true(v->name[0] != '\0' && v->for_whom[0] != '\0');
	}
}

static void found(void **state)
{
	const struct vendor *v = vendor_find("mail.google.com");

	(void)state;
	assert_non_null(v);
	assert_string_equal(v->country, "IE");
	assert_null(vendor_find("google.com.vendor.example"));
	assert_null(vendor_find("notgoogle.com"));
	assert_null(vendor_find("nas"));
	assert_null(vendor_find("192.0.2.1"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_name_their_source),
		cmocka_unit_test(found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
