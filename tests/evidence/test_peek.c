/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/peek.h"

static struct importer_head head_of(const char *text, bool whole)
{
	return (struct importer_head){
		.text = text, .len = strlen(text), .whole = whole, .name = "x"
	};
}

static void lines(void **state)
{
	struct importer_head h = head_of("\r\none\r\n\ntwo\nthree", false);
	const char *text;
	size_t at = 0, len;

	(void)state;
	assert_true(peek_line(&h, &at, &text, &len));
	assert_int_equal(len, 3);
	assert_memory_equal(text, "one", 3);
	assert_true(peek_line(&h, &at, &text, &len));
	assert_memory_equal(text, "two", 3);
	assert_false(peek_line(&h, &at, &text, &len));
	h.whole = true;
	at = 0;
	for (int i = 0; i < 3; i++)
		assert_true(peek_line(&h, &at, &text, &len));
	assert_memory_equal(text, "three", 5);
	assert_false(peek_line(&h, &at, &text, &len));
}

static const char *const names[] = { "a", "b" };

static bool has_a(const struct json_pick *p)
{
	return p[0].kind != JSON_END;
}

static void json(void **state)
{
	struct importer_head h =
		head_of("torn\"}\n{\"b\":1}\n{\"a\":2}\n{\"a\":3", false);
	struct json_pick p[2];
	struct str room;
	int64_t n = 0;

	(void)state;
	assert_true(peek_json_line(&h, p, names, 2, has_a));
	assert_true(json_pick_number(&n, &p[0], 9));
	assert_int_equal(n, 2);
	h = head_of("{\"b\":1}\n{\"a\":3", true);
	assert_false(peek_json_line(&h, p, names, 2, has_a));
	str_init(&room, 0);
	h = head_of("{\"x\":1,\"data\":[{\"a\":5},{\"a\":6}", false);
	assert_true(peek_json_record(&h, "data", p, names, 2, &room));
	assert_true(json_pick_number(&n, &p[0], 9));
	assert_int_equal(n, 5);
	assert_false(peek_json_record(&h, "other", p, names, 2, &room));
	h = head_of("{\"data\":[{\"a\":5", false);
	assert_false(peek_json_record(&h, "data", p, names, 2, &room));
	h = head_of("{\"data\":[[1,2]]}", true);
	assert_false(peek_json_record(&h, "data", p, names, 2, &room));
	assert_true(peek_json_item(&h, "data", p, &room));
	assert_int_equal(p[0].kind, JSON_ARRAY);
	h = head_of("no JSON", true);
	assert_false(peek_json_item(&h, "data", p, &room));
	str_release(&room);
}

static void headings(void **state)
{
	static const char *const wanted[] = { "time", "host", NULL };
	static const char *const yes[] = { "time,host\n", "x;\"Host\";TIME\r\n",
		"host\ttime\n1\t2\n", "\n\n\"time\",\"host\"\n" };
	static const char *const no[] = { "time,hosts\n", "time\nhost\n",
		"time;host,x\n", "\"time,host\"\n", "" };

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		struct importer_head h = head_of(yes[i], true);

		assert_true(peek_heading(&h, wanted));
	}
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++) {
		struct importer_head h = head_of(no[i], true);

		assert_false(peek_heading(&h, wanted));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines),
		cmocka_unit_test(json),
		cmocka_unit_test(headings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
