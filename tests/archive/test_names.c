/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "archive/names.h"
#include "base/err.h"

static void each_text_once(void **state)
{
	struct names n, copy;
	uint32_t id, again;
	char text[32];

	(void)state;
	names_init(&n);
	assert_int_equal(names_add(&n, &id, ""), 0);
	assert_int_equal(id, 0);
	for (unsigned i = 0; i < 5000; i++) {
		snprintf(text, sizeof(text), "h%u.example", i);
		assert_int_equal(names_add(&n, &id, text), 0);
		assert_int_equal(id, i + 1);
		assert_int_equal(names_add(&n, &again, text), 0);
		assert_int_equal(again, id);
	}
	assert_int_equal(n.n, 5001);
	assert_string_equal(names_get(&n, 42), "h41.example");
	names_init(&copy);
	assert_int_equal(names_load(&copy, n.text.p, n.text.len), 0);
	assert_int_equal(copy.n, n.n);
	assert_string_equal(names_get(&copy, 5000), "h4999.example");
	names_release(&copy);
	names_release(&n);
}

static void damaged_text(void **state)
{
	struct names n;

	(void)state;
	names_init(&n);
	assert_int_equal(names_load(&n, "\0a\0a", 5), ERR_CORRUPT);
	names_release(&n);
	names_init(&n);
	assert_int_equal(names_load(&n, "\0abc", 4), ERR_CORRUPT);
	assert_non_null(strstr(err_message(), "dictionary"));
	names_release(&n);
}

static void too_long(void **state)
{
	struct str big;
	struct names n;
	uint32_t id;

	(void)state;
	str_init(&big, NAMES_BYTES);
	while (str_puts(&big, "0123456789abcdef") == 0)
		;
	names_init(&n);
	assert_int_equal(names_add(&n, &id, big.p), ERR_LIMIT);
	assert_int_equal(n.n, 1);
	names_release(&n);
	str_release(&big);
}

static void found(void **state)
{
	struct names n;
	uint32_t id = 7, other;

	(void)state;
	names_init(&n);
	assert_false(names_find(&n, &id, "a.example"));
	assert_int_equal(n.n, 1); /* asking adds nothing */
	assert_int_equal(names_add(&n, &other, "a.example"), 0);
	assert_true(names_find(&n, &id, "a.example"));
	assert_int_equal(id, other);
	assert_true(names_find(&n, &id, ""));
	assert_int_equal(id, 0);
	names_release(&n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(found),
		cmocka_unit_test(each_text_once),
		cmocka_unit_test(damaged_text),
		cmocka_unit_test(too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
