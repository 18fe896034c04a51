/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sample.h"
#include "archive/recent.h"

static void newest_first_in_pages(void **state)
{
	static const int64_t wanted[] = { 900, 700, 700, 500, 300 };
	char *dir = sample_folder();
	struct store *s = NULL;
	struct recent page = { 0 };
	struct recent_range range = { .max = 2 };
	size_t n = 0, pages = 0;
	int64_t last = INT64_MAX;

	(void)state;
	sample_must(store_create(dir), "create");
	sample_must(store_open(&s, dir, STORE_WRITE), "open");
	sample_must(recent_page(&page, s, &range), "empty");
	assert_int_equal(page.n, 0);
	sample_page(s, "B", 500, SNAPSHOT_CAPTURED);
	sample_page(s, "A", 300, SNAPSHOT_STATED);
	sample_page(s, "D", 900, SNAPSHOT_CAPTURED);
	sample_page(s, "C", 700, SNAPSHOT_CAPTURED);
	sample_page(s, "C2", 700, SNAPSHOT_CAPTURED);
	do {
		sample_must(recent_page(&page, s, &range), "page");
		for (size_t i = 0; i < page.n; i++) {
			assert_int_equal(page.v[i].seen_ns, wanted[n++]);
			if (page.v[i].seen_ns == 700) {
				assert_true(page.v[i].id < last);
				last = page.v[i].id;
			}
			assert_string_equal(page.v[i].service, "Exemple");
		}
		pages++;
	} while (page.n > 0);
	assert_int_equal(n, 5);
	assert_int_equal(pages, 4);

	range = (struct recent_range){ .service = "eXEMPLE",
		.terms = "privacy policy",
		.since_ns = 500,
		.max = 9 };
	sample_must(recent_page(&page, s, &range), "since");
	assert_int_equal(page.n, 4);
	range = (struct recent_range){ .service = "Other", .max = 9 };
	sample_must(recent_page(&page, s, &range), "other");
	assert_int_equal(page.n, 0);
	range = (struct recent_range){ .terms = "Terms of Service", .max = 9 };
	sample_must(recent_page(&page, s, &range), "other terms");
	assert_int_equal(page.n, 0);
	recent_release(&page);
	store_close(s);
	sample_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(newest_first_in_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
