/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "evidence/json_pick.h"

static const char *const names[] = { "a", "b", "é" };
static struct json_pick p[3];

static const char *pick(const char *text)
{
	return json_pick(p, names, 3, text, strlen(text));
}

static void members(void **state)
{
	char room[64];
	int64_t n = 0;

	(void)state;
	assert_null(pick(" { \"x\" : [ 1 , { \"a\" : 2 } , [ ] , { } ] , "
			 "\"b\" : 17 ,\n\"a\":\"v\\u00e9\\\"\\ud83d\\ude00\" , "
			 "\"\\u00e9\" : { \"a\" : true } } "));
	assert_int_equal(p[0].kind, JSON_STRING);
	assert_true(p[0].escaped);
	assert_true(json_pick_text(&p[0], room, sizeof(room)));
	assert_string_equal(room, "vé\"😀");
	assert_true(json_pick_is(&p[0], "vé\"😀"));
	assert_true(json_pick_number(&n, &p[1], 100));
	assert_int_equal(n, 17);
	assert_false(json_pick_number(&n, &p[1], 16));
	assert_int_equal(p[2].kind, JSON_OBJECT);
	assert_null(json_pick_in(p, names, 1, &p[2]));
	assert_true(json_pick_true(&p[0]));
	assert_null(pick("{}"));
	assert_int_equal(p[0].kind, JSON_END);
	assert_null(json_pick_in(p, names, 3, &p[0]));
	assert_null(pick("{\"a\":\"12\",\"b\":\"x\"}"));
	assert_true(json_pick_number(&n, &p[0], 100));
	assert_false(json_pick_number(&n, &p[1], 100));
}

static void elements(void **state)
{
	static const char *const arrays[] = { "{\"a\":[]}", "{\"a\":[ ]}",
		"{\"a\":{}}", "{\"b\":1}" };
	struct json_pick e;
	char room[8];
	size_t at = 0;

	(void)state;
	assert_null(pick("{\"a\": [ \"x\" , 2,{\"a\":[]},[1,2], null ] }"));
	assert_true(json_pick_next(&e, &at, &p[0]));
	assert_true(json_pick_is(&e, "x"));
	assert_true(json_pick_next(&e, &at, &p[0]));
	assert_true(json_pick_text(&e, room, sizeof(room)));
	assert_string_equal(room, "2");
	assert_true(json_pick_next(&e, &at, &p[0]));
	assert_int_equal(e.kind, JSON_OBJECT);
	assert_int_equal(e.len, 8);
	assert_true(json_pick_next(&e, &at, &p[0]));
	assert_int_equal(e.kind, JSON_ARRAY);
	assert_true(json_pick_next(&e, &at, &p[0]));
	assert_int_equal(e.kind, JSON_NULL);
	assert_false(json_pick_next(&e, &at, &p[0]));
	assert_false(json_pick_next(&e, &at, &p[0]));
	for (size_t i = 0; i < 4; i++) {
		at = 0;
		assert_null(pick(arrays[i]));
		assert_false(json_pick_next(&e, &at, &p[0]));
	}
}

/* What base/json refuses for its grammar is refused here too. */
static void wrong(void **state)
{
	static const char *const texts[] = { "", " ", "[]", "1", "{", "{\"",
		"{\"a", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,",
		"{\"a\":1,}", "{,}", "{\"a\" 1}", "{a:1}", "{\"a\":1}x",
		"{\"a\":1}{", "{\"a\":01}", "{\"a\":1.}", "{\"a\":-}",
		"{\"a\":1e}", "{\"a\":.5}", "{\"a\":tru}", "{\"a\":nulll}",
		"{\"x\":[1,]}", "{\"x\":[,1]}", "{\"x\":[1 2]}", "{\"x\":[1}]",
		"{\"x\":{]}", "{\"x\":{\"y\":1]}", "{\"x\":\"\n\"}",
		"{\"x\":\"\\x\"}", "{\"x\":\"\\u12g4\"}", "{\"x\":\"\\u12\"}",
		"{\"x\":\"\\\"}", "{\"a\":1,\"a\":2}",
		"{\"a\":1,\"\\u0061\":2}", "{\"x\":[[[{\"y\":[}]]]}",
		"{\"x\":[1]]}" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		cJSON *tree = NULL;

		if (pick(texts[i]) == NULL)
			fail_msg("'%s' was taken", texts[i]);
		assert_int_equal(p[0].kind, JSON_END);
		if (json_parse(&tree, texts[i], strlen(texts[i]), NULL) == 0)
			assert_false(cJSON_IsObject(tree));
		cJSON_Delete(tree);
	}
	assert_string_equal(pick("{\"a\":1,\"a\":2}"), "a key stands twice");
	assert_string_equal(
		pick("{\"a\":\"xyz"), "the record ends in the middle");
	/* What is not asked for may stand twice. */
	assert_null(pick("{\"x\":1,\"x\":2,\"a\":3}"));
}

static void depth(void **state)
{
	char text[600];

	(void)state;
	for (int n = 62; n < 70; n++) {
		int at = snprintf(text, sizeof(text), "{\"a\":");

		memset(text + at, '[', n);
		memset(text + at + n, ']', n);
		memcpy(text + at + 2 * n, "}", 2);
		if (n <= JSON_DEPTH)
			assert_null(pick(text));
		else
			assert_string_equal(pick(text), "nested too deeply");
	}
}

static void texts_are_cut(void **state)
{
	char room[5];

	(void)state;
	assert_null(pick("{\"a\":\"abcdef\",\"b\":\"abc\xC3\xA9\","
			 "\"\\u00e9\":\"abc\\u00e9\"}"));
	assert_false(json_pick_text(&p[0], room, sizeof(room)));
	assert_string_equal(room, "abcd");
	assert_false(json_pick_text(&p[1], room, sizeof(room)));
	assert_string_equal(room, "abc");
	assert_false(json_pick_text(&p[2], room, sizeof(room)));
	assert_string_equal(room, "abc");
	assert_null(pick("{\"a\":\"\\u0000\",\"b\":\"\\ud800\"}"));
	assert_true(json_pick_text(&p[0], room, sizeof(room)));
	assert_string_equal(room, "\xEF\xBF\xBD");
	assert_true(json_pick_text(&p[1], room, sizeof(room)));
	assert_string_equal(room, "\xEF\xBF\xBD");
	assert_null(pick("{\"a\":true}"));
	assert_false(json_pick_text(&p[0], room, sizeof(room)));
	assert_string_equal(room, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members),
		cmocka_unit_test(elements),
		cmocka_unit_test(wrong),
		cmocka_unit_test(depth),
		cmocka_unit_test(texts_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
