/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"
#include "base/json.h"

static cJSON *parse(const char *text)
{
	cJSON *tree = NULL;

	if (json_parse(&tree, text, strlen(text), NULL) != 0)
		fail_msg("%s: %s", text, err_message());
	return tree;
}

static void assert_canonical(const char *text, const char *want)
{
	cJSON *tree = parse(text);
	struct str out = { 0 };

	assert_int_equal(json_canonical(&out, tree), 0);
	assert_string_equal(out.p, want);
	str_release(&out);
	cJSON_Delete(tree);
}

static void refuses_with_place(void **state)
{
	static const struct {
		const char *text, *message;
		int code;
	} cases[] = {
		{ "", "line 1, column 1: there is no value", ERR_PARSE },
		{ " \n ", "line 2, column 2: there is no value", ERR_PARSE },
		{ "{\"a\":1,\n \"\xC3\xA9\":2,\"a\":3}",
			"line 2, column 8: this key stands twice in the same "
			"object",
			ERR_PARSE },
		{ "[1,2", "line 1, column 5: the text ends in the middle",
			ERR_PARSE },
		{ "[1] 2", "line 1, column 5: text behind the end of the value",
			ERR_PARSE },
		{ "\"\xC3\xA9\xC3\xA9\\u0000\"",
			"line 1, column 4: \\u0000 is refused", ERR_PARSE },
		{ "\xEF\xBB\xBF{}",
			"line 1, column 1: a byte order mark; save the file "
			"as UTF-8 without it",
			ERR_PARSE },
		{ "{\"n\": 9007199254740993}",
			"line 1, column 7: a number too large to be kept "
			"exactly; write it as a string",
			ERR_PARSE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cJSON *tree = NULL;

		assert_int_equal(json_parse(&tree, cases[i].text,
					 strlen(cases[i].text), NULL),
			cases[i].code);
		assert_string_equal(err_message(), cases[i].message);
		assert_null(tree);
	}
}

static void reads_a_file(void **state)
{
	char path[] = "/tmp/constat-json-XXXXXX";
	static const char text[] = "{\n  \"a\": 1,\n  \"b\" 2\n}\n";
	int fd = mkstemp(path);
	struct str want = { 0 };
	cJSON *tree = NULL;

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(file_write(path, text, strlen(text), FILE_REPLACE), 0);
	assert_int_equal(json_read(&tree, path, NULL), ERR_PARSE);
	str_printf(&want, "'%s', line 3, column 7: ':' is expected here", path);
	assert_string_equal(err_message(), want.p);
	assert_int_equal(
		json_read(&tree, path, &(struct json_limits){ .bytes = 8 }),
		ERR_LIMIT);
	assert_non_null(strstr(err_message(), "larger than 8 bytes"));
	assert_int_equal(file_write(path, "{\"a\":[]}", 8, FILE_REPLACE), 0);
	assert_int_equal(json_read(&tree, path, NULL), 0);
	assert_non_null(json_member(tree, "a"));
	cJSON_Delete(tree);
	unlink(path);
	tree = NULL;
	assert_int_equal(json_read(&tree, path, NULL), ERR_NOTFOUND);
	assert_null(tree);
	str_release(&want);
}

static void limits(void **state)
{
	struct json_limits few = { .values = 3 };
	struct json_limits deep = { .depth = 100000 };
	char text[2 * 1500 + 1];
	cJSON *tree = NULL;

	(void)state;
	memset(text, '[', 1500);
	memset(text + 1500, ']', 1500);
	assert_int_equal(json_parse(&tree, text + 1500 - JSON_DEPTH,
				 2 * JSON_DEPTH, NULL),
		0);
	cJSON_Delete(tree);
	tree = NULL;
	assert_int_equal(json_parse(&tree, text + 1499 - JSON_DEPTH,
				 2 * JSON_DEPTH + 2, NULL),
		ERR_LIMIT);
	assert_string_equal(
		err_message(), "line 1, column 65: nested too deeply");
	/* cJSON's own bound is told, not met. */
	assert_int_equal(json_parse(&tree, text + 500, 2000, &deep), 0);
	cJSON_Delete(tree);
	tree = NULL;
	assert_int_equal(
		json_parse(&tree, text, sizeof(text) - 1, &deep), ERR_LIMIT);
	assert_int_equal(json_parse(&tree, "[1,2]", 5, &few), 0);
	cJSON_Delete(tree);
	tree = NULL;
	assert_int_equal(json_parse(&tree, "[1,2,3]", 7, &few), ERR_LIMIT);
	assert_string_equal(err_message(), "line 1, column 6: too many values");
}

/* What cJSON makes of a text that the scanner let through is the text. */
static void holds_what_was_written(void **state)
{
	cJSON *tree = parse("{\"s\":\"a\\u00e9\\ud83d\\ude00\\n\",\"i\":-12,"
			    "\"big\":9007199254740992,\"f\":1.5,\"t\":true,"
			    "\"n\":null,\"\":\"empty\"}");

	(void)state;
	assert_string_equal(
		json_string(tree, "s"), "a\xC3\xA9\xF0\x9F\x98\x80\n");
	assert_int_equal(json_integer(tree, "i", 0), -12);
	assert_true(json_integer(tree, "big", 0) == INT64_C(9007199254740992));
	assert_int_equal(json_integer(tree, "f", 7), 7);
	assert_int_equal(json_integer(tree, "s", 7), 7);
	assert_int_equal(json_integer(tree, "absent", 7), 7);
	assert_true(json_bool(tree, "t", false));
	assert_true(json_bool(tree, "i", true));
	assert_null(json_string(tree, "i"));
	assert_null(json_string(tree, "absent"));
	assert_null(json_member(tree, "S"));
	assert_true(cJSON_IsNull(json_member(tree, "n")));
	assert_string_equal(json_string(tree, ""), "empty");
	cJSON_Delete(tree);
}

static void locates(void **state)
{
	static const char text[] = "{\n"
				   " \"a\": [10, {\"b\": true}],\n"
				   " \"x/y\": 1, \"m~n\": 2, \"\": 3,\n"
				   " \"\\u00e9\": \"\xC3\xA9\", \"z\": 4\n"
				   "}";
	static const struct {
		const char *pointer;
		size_t line, column;
		int code;
	} cases[] = {
		{ "", 1, 1, 0 },
		{ "/a", 2, 7, 0 },
		{ "/a/0", 2, 8, 0 },
		{ "/a/1", 2, 12, 0 },
		{ "/a/1/b", 2, 18, 0 },
		{ "/x~1y", 3, 9, 0 },
		{ "/m~0n", 3, 19, 0 },
		{ "/", 3, 26, 0 },
		{ "/\xC3\xA9", 4, 12, 0 },
		{ "/z", 4, 22, 0 },
		{ "/absent", 1, 1, ERR_NOTFOUND },
		{ "/a/2", 2, 7, ERR_NOTFOUND },
		{ "/a/01", 2, 7, ERR_NOTFOUND },
		{ "/a/1/c/d", 2, 12, ERR_NOTFOUND },
		{ "/a/0/b", 2, 8, ERR_NOTFOUND },
		{ "a", 1, 1, ERR_NOTFOUND },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t line = 0, column = 0;

		print_message("'%s'\n", cases[i].pointer);
		assert_int_equal(json_locate(&line, &column, text, strlen(text),
					 cases[i].pointer),
			cases[i].code);
		assert_int_equal(line, cases[i].line);
		assert_int_equal(column, cases[i].column);
	}
}

static void canonical_numbers(void **state)
{
	/* RFC 8785, appendix B, and the borders of each way of writing. */
	static const struct {
		uint64_t bits;
		const char *text;
	} cases[] = {
		{ 0x0000000000000000, "0" },
		{ 0x8000000000000000, "0" },
		{ 0x0000000000000001, "5e-324" },
		{ 0x8000000000000001, "-5e-324" },
		{ 0x7fefffffffffffff, "1.7976931348623157e+308" },
		{ 0xffefffffffffffff, "-1.7976931348623157e+308" },
		{ 0x4340000000000000, "9007199254740992" },
		{ 0xc340000000000000, "-9007199254740992" },
		{ 0x4430000000000000, "295147905179352830000" },
		{ 0x44b52d02c7e14af5, "9.999999999999997e+22" },
		{ 0x44b52d02c7e14af6, "1e+23" },
		{ 0x44b52d02c7e14af7, "1.0000000000000001e+23" },
		{ 0x444b1ae4d6e2ef4e, "999999999999999700000" },
		{ 0x444b1ae4d6e2ef4f, "999999999999999900000" },
		{ 0x444b1ae4d6e2ef50, "1e+21" },
		{ 0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7" },
		{ 0x3eb0c6f7a0b5ed8d, "0.000001" },
		{ 0x41b3de4355555553, "333333333.3333332" },
		{ 0x41b3de4355555554, "333333333.33333325" },
		{ 0x41b3de4355555555, "333333333.3333333" },
		{ 0x41b3de4355555556, "333333333.3333334" },
		{ 0x41b3de4355555557, "333333333.33333343" },
		{ 0xbecbf647612f3696, "-0.0000033333333333333333" },
		{ 0x43143ff3c1cb0959, "1424953923781206.2" },
		{ 0x0010000000000000, "2.2250738585072014e-308" },
		{ 0x3d10000000000000, "1.4210854715202004e-14" },
		{ 0x3d30000000000000, "5.684341886080802e-14" },
		{ 0x3ff0000000000001, "1.0000000000000002" },
		{ 0x4341c37937e08000, "10000000000000000" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str out = { 0 };
		double v;
		cJSON *number;

		memcpy(&v, &cases[i].bits, sizeof(v));
		number = cJSON_CreateNumber(v);
		assert_int_equal(json_canonical(&out, number), 0);
		assert_string_equal(out.p, cases[i].text);
		cJSON_Delete(number);
		str_release(&out);
	}
}

static void refuses_infinity(void **state)
{
	static const double bad[] = { NAN, INFINITY, -INFINITY };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct str out = { 0 };
		cJSON *array = json_array(), *object = json_object();

		json_push(array, cJSON_CreateNumber(bad[i]));
		json_add(object, "a", array);
		assert_int_equal(json_canonical(&out, object), ERR_INVALID);
		assert_string_equal(err_message(),
			"a number that is not finite cannot stand in JSON");
		assert_int_equal(json_integer(object, "a", 5), 5);
		cJSON_Delete(object);
		str_release(&out);
	}
}

static void canonical_form(void **state)
{
	(void)state;
	/* RFC 8785, 3.2.3: the order of UTF-16 code units. */
	assert_canonical("{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage "
			 "Return\",\"\\ufb33\":\"Hebrew Letter Dalet With "
			 "Dagesh\",\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: "
			 "Grinning Face\",\"\\u0080\":\"Control\","
			 "\"\\u00f6\":\"Latin Small Letter O With "
			 "Diaeresis\"}",
		"{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":"
		"\"Control\",\"\xC3\xB6\":\"Latin Small Letter O With "
		"Diaeresis\",\"\xE2\x82\xAC\":\"Euro Sign\","
		"\"\xF0\x9F\x98\x80\":\"Emoji: Grinning Face\","
		"\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}");
	assert_canonical("{ \"peach\": 1, \"p\\u00e9ch\\u00e9\": 2,"
			 " \"p\\u00eache\": 3, \"\": 4, \"p\": [ ] }",
		"{\"\":4,\"p\":[],\"peach\":1,\"p\xC3\xA9"
		"ch\xC3\xA9\":2,\"p\xC3\xAA"
		"che\":3}");
	/* Same leading surrogate; two characters that begin alike. */
	assert_canonical("{\"\\ud83d\\ude01\":1,\"\\ud83d\\ude00\":2,"
			 "\"\xE2\x82\xAD\":3,\"\xE2\x82\xAC\":4}",
		"{\"\xE2\x82\xAC\":4,\"\xE2\x82\xAD\":3,"
		"\"\xF0\x9F\x98\x80\":2,\"\xF0\x9F\x98\x81\":1}");
	assert_canonical("[56, {\"d\": true, \"10\": null, \"1\": [ ]}]",
		"[56,{\"1\":[],\"10\":null,\"d\":true}]");
	assert_canonical("[4.50, 2e-3, 0.000000000000000000000000001, -0]",
		"[4.5,0.002,1e-27,0]");
	assert_canonical("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c"
			 "\\\\\\\"\\/\"",
		"\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
	assert_canonical(" false ", "false");
}

/* Printing is bounded by the string it goes to, and says so. */
static void print_over(void **state)
{
	cJSON *tree = parse("{\"a\":[1,\"two\",{\"b\":3}]}");
	struct str out;

	(void)state;
	for (size_t max = 1; max < 23; max++) {
		str_init(&out, max);
		assert_int_equal(json_print(&out, tree), ERR_LIMIT);
		assert_true(out.len <= max);
		str_release(&out);
	}
	str_init(&out, 23);
	assert_int_equal(json_print(&out, tree), 0);
	assert_string_equal(out.p, "{\"a\":[1,\"two\",{\"b\":3}]}");
	str_release(&out);
	cJSON_Delete(tree);
}

static void quotes(void **state)
{
	struct str out = { 0 };

	(void)state;
	assert_int_equal(json_quote(&out, "", 0), 0);
	json_quote(&out, "a\"\\/\b\f\n\r\t\x01\x1F\x7F\0z", 14);
	assert_string_equal(out.p,
		"\"\"\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7F\\u0000z\"");
	str_clear(&out);
	assert_int_equal(json_quote(&out, "caf\xE9\n\xC3\xA9", 7), 0);
	assert_string_equal(out.p, "\"caf\xEF\xBF\xBD\\n\xC3\xA9\"");
	str_release(&out);
}

static void builds(void **state)
{
	cJSON *o = json_object(), *list = json_array();
	struct str out = { 0 };

	(void)state;
	json_set(o, "z", "last?");
	json_set_int(o, "n", -5);
	json_set_bool(o, "b", false);
	json_set(o, "null", NULL);
	json_push_string(list, "one");
	json_push(list, json_object());
	json_add(o, "list", list);
	json_set(o, "z", "now at the end");
	json_set_int(o, "edge", INT64_C(9007199254740992));
	json_set_int(o, "ns", INT64_C(1535961600123456789));
	assert_int_equal(json_print(&out, o), 0);
	assert_string_equal(out.p,
		"{\"n\":-5,\"b\":false,\"null\":\"\",\"list\":[\"one\",{}],"
		"\"z\":\"now at the end\",\"edge\":9007199254740992,"
		"\"ns\":\"1535961600123456789\"}");
	str_release(&out);
	cJSON_Delete(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_with_place),
		cmocka_unit_test(reads_a_file),
		cmocka_unit_test(limits),
		cmocka_unit_test(holds_what_was_written),
		cmocka_unit_test(locates),
		cmocka_unit_test(canonical_numbers),
		cmocka_unit_test(refuses_infinity),
		cmocka_unit_test(canonical_form),
		cmocka_unit_test(print_over),
		cmocka_unit_test(quotes),
		cmocka_unit_test(builds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
