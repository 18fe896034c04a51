/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/err.h"
#include "evidence/json_items.h"

/* Items as "key=text@position+length;". */
static struct str seen;

static int see(const struct json_item *i, void *ctx)
{
	size_t *stop_at = ctx;

	if (i->key != NULL)
		str_printf(&seen, "%.*s=", (int)i->key_len, i->key);
	str_printf(&seen, "%.*s@%d+%d%s;", (int)i->len, i->text,
		(int)i->position, (int)i->length, i->too_long ? "!" : "");
	return stop_at != NULL && i->number == *stop_at ? ERR_LIMIT : 0;
}

static bool open;

/* In pieces of `step` bytes. */
static const char *items(const void *text, size_t len, size_t step)
{
	struct json_items i;
	const char *p = text;

	str_clear(&seen);
	json_items_init(&i, "data", see, NULL);
	for (size_t at = 0; at < len; at += step)
		assert_int_equal(json_items_feed(&i, p + at,
					 len - at < step ? len - at : step),
			0);
	open = json_items_is_open(&i);
	assert_int_equal(json_items_end(&i), 0);
	json_items_release(&i);
	return seen.p;
}

static void check(const char *text, const char *want)
{
	for (size_t step = 1; step < 40; step += 3)
		assert_string_equal(items(text, strlen(text), step), want);
	assert_string_equal(items(text, strlen(text), 4096), want);
}

static void elements(void **state)
{
	(void)state;
	check("{\"a\":[1,2],\"data\":[{\"x\":[{}]}, [1,\"]\"] "
	      ",\"s\\\"]\",-1.5e3,"
	      "true ,null],\"z\":[{}]}",
		"{\"x\":[{}]}@19+10;[1,\"]\"]@31+7;\"s\\\"]\"@40+6;"
		"-1.5e3@47+6;true@54+4;null@60+4;");
	assert_false(open);
	check("{\"data\":[]}", "");
	check("{\"data\":null,\"x\":[1]}", "");
	check("{\"data\":\"[1,2]\"}", "");
	/* Only in the outermost object, only as a key. */
	check("{\"x\":{\"data\":[1]},\"y\":\"data\",\"z\":[2],\"w\":[\"data\"]"
	      "}",
		"");
	check("[{\"a\":1},2]", "{\"a\":1}@1+7;2@9+1;");
}

static void members_of_an_object(void **state)
{
	(void)state;
	check("{\"data\" : {\"a;b\":{\"n\":1},\"c\\\"d\" : 5,\"e\":[]}}",
		"a;b={\"n\":1}@11+13;c\\\"d=5@25+10;e=[]@36+6;");
}

/* Replies saved one after the other. */
static void many_texts(void **state)
{
	(void)state;
	check("{\"data\":[1]}\n{\"oldest\":\"x\",\"data\":[2]}{\"data\":[3]}",
		"1@9+1;2@35+1;3@47+1;");
}

static void byte_order_marks(void **state)
{
	static const char utf16[] = "\xFF\xFE{\0\"\0d\0a\0t\0a\0\"\0:\0[\0\""
				    "\0\xE9\0=\xD8\0\xDE\"\0,\0002\0]\0}\0";

	char big[sizeof(utf16) - 1];

	(void)state;
	for (size_t i = 0; i < sizeof(big); i++)
		big[i] = utf16[i ^ 1];
	check("\xEF\xBB\xBF{\"data\":[1]}", "1@12+1;");
	for (size_t step = 1; step < 9; step++) {
		assert_string_equal(items(utf16, sizeof(utf16) - 1, step),
			"\"é😀\"@20+10;2@32+2;");
		assert_string_equal(
			items(big, sizeof(big), step), "\"é😀\"@20+10;2@32+2;");
	}
}

static void cut(void **state)
{
	static const char text[] = "{\"data\":[{\"a\":1},{\"b\":2}]}";

	(void)state;
	assert_string_equal(items(text, 21, 5), "{\"a\":1}@9+7;{\"b\"@17+4;");
	assert_true(open);
	assert_string_equal(items(text, 17, 5), "{\"a\":1}@9+7;");
	assert_true(open);
	assert_string_equal(items(text, 4, 5), "");
	assert_true(open);
}

/* Whatever stands there, it ends and gives what it finds. */
static void nonsense(void **state)
{
	(void)state;
	check("", "");
	check("}}]]{\"data\":[1}]2", "1@13+1;");
	check("\"\\", "");
}

static void too_long(void **state)
{
	struct str text = { 0 };
	const char *p;

	(void)state;
	str_puts(&text, "{\"data\":[\"");
	for (int i = 0; i < JSON_ITEMS_MAX; i += 1024)
		for (int k = 0; k < 1024; k++)
			str_putc(&text, 'x');
	str_puts(&text, "\",{\"b\":2}]}");
	p = items(text.p, text.len, 65536);
	assert_non_null(strstr(p, "!;{\"b\":2}@1048588+7;"));
	str_release(&text);
}

static void stops(void **state)
{
	struct json_items i;
	size_t at = 2;

	(void)state;
	str_clear(&seen);
	json_items_init(&i, "data", see, &at);
	assert_int_equal(
		json_items_feed(&i, "{\"data\":[1,2,3]}", 16), ERR_LIMIT);
	json_items_release(&i);
	assert_string_equal(seen.p, "1@9+1;2@11+1;");
}

static int clean(void **state)
{
	(void)state;
	str_release(&seen);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements),
		cmocka_unit_test(members_of_an_object),
		cmocka_unit_test(many_texts),
		cmocka_unit_test(byte_order_marks),
		cmocka_unit_test(cut),
		cmocka_unit_test(nonsense),
		cmocka_unit_test(too_long),
		cmocka_unit_test(stops),
	};

	return cmocka_run_group_tests(tests, NULL, clean);
}
