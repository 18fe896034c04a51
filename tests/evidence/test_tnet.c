/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/tnet.h"

static struct tnet value_of(const char *text)
{
	const char *at = text;
	struct tnet v = { 0 };

	assert_true(tnet_next(&v, &at, text + strlen(text)));
	assert_ptr_equal(at, text + strlen(text));
	return v;
}

static void scalars(void **state)
{
	struct tnet v = value_of("3:abc,");
	char room[4];

	(void)state;
	assert_true(tnet_is_text(&v));
	assert_true(tnet_is(&v, "abc"));
	tnet_copy(room, 3, &v);
	assert_string_equal(room, "ab");
	v = value_of("2:12#");
	assert_int_equal(tnet_integer(&v, -1), 12);
	tnet_copy(room, sizeof(room), &v);
	assert_string_equal(room, "12");
	v = value_of("2:-1#");
	assert_int_equal(tnet_integer(&v, 7), 7);
	v = value_of("4:true!");
	assert_true(tnet_is_true(&v));
	v = value_of("5:false!");
	assert_false(tnet_is_true(&v));
	v = value_of("0:~");
	assert_int_equal(v.type, '~');
	tnet_copy(room, sizeof(room), &v);
	assert_string_equal(room, "");
}

static void containers(void **state)
{
	struct tnet dict = value_of("36:1:a;1:1#1:b,7:1:x;0:~]1:a;1:2#0:;0:;}");
	struct tnet list, v;

	(void)state;
	v = tnet_find(&dict, "a");
	assert_int_equal(tnet_integer(&v, 0), 2); /* the last counts */
	list = tnet_find(&dict, "b");
	assert_int_equal(list.type, ']');
	v = tnet_at(&list, 0);
	assert_true(tnet_is(&v, "x"));
	v = tnet_at(&list, 1);
	assert_int_equal(v.type, '~');
	v = tnet_at(&list, 2);
	assert_int_equal(v.type, '\0');
	v = tnet_find(&dict, "c");
	assert_int_equal(v.type, '\0');
	v = tnet_find(&list, "a");
	assert_int_equal(v.type, '\0');
	v = tnet_at(&dict, 0);
	assert_int_equal(v.type, '\0');
}

static void none(void **state)
{
	static const char *const texts[] = { "", "3", "3:ab,", "3:abc",
		"3:abcx", "a:b,", ":,", "-1:,", "99999999999999999999:a,",
		"3abc,", " 1:a," };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const char *at = texts[i];
		struct tnet v = { 0 };

		assert_false(tnet_next(&v, &at, at + strlen(at)));
		assert_ptr_equal(at, texts[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scalars),
		cmocka_unit_test(containers),
		cmocka_unit_test(none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
