/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/embed.h"

static const unsigned char one[] = "one", two[] = "";

static const struct embed table[] = {
	{ "letters/fr/one.md", one, 3 },
	{ "letters/fr/two.md", two, 0 },
	{ NULL, NULL, 0 },
};

static void finds(void **state)
{
	const struct embed *e = embed_find(table, "letters/fr/one.md");

	(void)state;
	assert_ptr_equal(e, &table[0]);
	assert_int_equal(e->len, 3);
	assert_int_equal(e->data[e->len], '\0');
	assert_ptr_equal(embed_find(table, "letters/fr/two.md"), &table[1]);
}

static void misses(void **state)
{
	static const struct embed none[] = { { NULL, NULL, 0 } };

	(void)state;
	assert_null(embed_find(table, "letters/fr/one"));
	assert_null(embed_find(table, "letters/fr/one.md2"));
	assert_null(embed_find(table, ""));
	assert_null(embed_find(none, "letters/fr/one.md"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds),
		cmocka_unit_test(misses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
