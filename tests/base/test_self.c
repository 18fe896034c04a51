/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/file.h"
#include "base/self.h"

static void version(void **state)
{
	(void)state;
	assert_string_equal(self_version(), CONSTAT_VERSION);
	assert_int_equal(
		strspn(self_version(), "0123456789."), strlen(self_version()));
}

static void own_digest(void **state)
{
	struct str own;
	struct digest want;

	(void)state;
	str_init(&own, 256 << 20);
	assert_int_equal(file_read(&own, "/proc/self/exe"), 0);
	digest_of(&want, own.p, own.len);
	assert_true(digest_equal(self_digest(), &want));
	assert_ptr_equal(self_digest(), self_digest());
	str_release(&own);
}

static void user_agent(void **state)
{
	(void)state;
	assert_memory_equal(self_user_agent(), "constat/" CONSTAT_VERSION " (+",
		sizeof("constat/" CONSTAT_VERSION " (+") - 1);
	assert_null(strchr(self_user_agent(), '\n'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(version),
		cmocka_unit_test(own_digest),
		cmocka_unit_test(user_agent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
