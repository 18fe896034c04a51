/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/progress.h"

struct seen {
	int calls;
	const char *what;
	uint64_t done, total;
};

static void note(const char *what, uint64_t done, uint64_t total, void *ctx)
{
	struct seen *seen = ctx;

	seen->calls++;
	seen->what = what;
	seen->done = done;
	seen->total = total;
}

static void reports(void **state)
{
	struct seen seen = { 0 };
	struct progress p = { note, &seen };

	(void)state;
	progress_report(&p, "reading", UINT64_C(1) << 40, UINT64_C(1) << 41);
	assert_int_equal(seen.calls, 1);
	assert_string_equal(seen.what, "reading");
	assert_true(seen.done == UINT64_C(1) << 40);
	assert_true(seen.total == UINT64_C(1) << 41);
}

static void nobody_watches(void **state)
{
	struct progress p = { NULL, NULL };

	(void)state;
	progress_report(&p, "reading", 1, 2);
	progress_report(NULL, "reading", 1, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reports),
		cmocka_unit_test(nobody_watches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
