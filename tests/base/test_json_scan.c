/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/json_scan.h"

/* Scans to the end; the names of the tokens, one letter each, in kinds. */
static int scan(const char *text, size_t len, struct str *kinds)
{
	static const char letters[] = "$oOaAkstTFN";
	struct json_scan s;
	struct json_token t;
	int rc;

	json_scan_init(&s, text, len, NULL);
	while ((rc = json_scan_next(&s, &t)) == 0 && t.kind != JSON_END)
		if (kinds != NULL)
			str_putc(kinds, letters[t.kind]);
	json_scan_release(&s);
	return rc;
}

static void tokens(void **state)
{
	static const struct {
		const char *text, *kinds;
	} cases[] = {
		{ "1", "t" },
		{ " { } ", "oO" },
		{ "[]", "aA" },
		{ "[[],{},\"\",0,true,false,null]", "aaAoOstTFNA" },
		{ "{\"a\":{\"b\":[1,2]},\"c\":-1.5e+10}", "okokattAOktO" },
		{ "[-0,0.5,1E2,9007199254740992,-9007199254740992]",
			"atttttA" },
		{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"", "s" },
		{ "\"\x7F\xC2\x80\xED\x9F\xBF\xF4\x8F\xBF\xBF\xEF\xBF\xBD\"",
			"s" },
		{ "{\"a\":{\"a\":1},\"b\":{\"a\":2}}", "okoktOkoktOO" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str kinds = { 0 };

		assert_int_equal(
			scan(cases[i].text, strlen(cases[i].text), &kinds), 0);
		assert_string_equal(kinds.p, cases[i].kinds);
		str_release(&kinds);
	}
}

static void refusals(void **state)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		/* structure */
		{ "{", "column 2: the text ends in the middle" },
		{ "]", "a value is expected here" },
		{ "[1,]", "column 4: a value is expected here" },
		{ "[,1]", "column 2: a value is expected here" },
		{ "[1 2]", "column 4: ',' or ']' is expected here" },
		{ "[1}", "column 3: ']' is expected here" },
		{ "{\"a\":1]", "column 7: '}' is expected here" },
		{ "{]", "column 2: a key in double quotes is expected" },
		{ "[}", "column 2: a value is expected here" },
		{ "{a:1}", "column 2: a key in double quotes is expected" },
		{ "{\"a\":1,}",
			"column 8: a key in double quotes is expected" },
		{ "{\"a\" 1}", "column 6: ':' is expected here" },
		{ "{\"a\":}", "column 6: a value is expected here" },
		{ "{\"a\":1 \"b\":2}",
			"column 8: ',' or '}' is expected here" },
		{ "{} {}", "column 4: text behind the end of the value" },
		{ "1 1", "column 3: text behind the end of the value" },
		{ "// no\n1", "column 1: a value is expected here" },
		{ "\v1", "column 1: a value is expected here" },
		/* words */
		{ "True", "a value is expected here" },
		{ "tru", "a value is expected here" },
		{ "nulll", "column 5: text behind the end of the value" },
		{ "NaN", "a value is expected here" },
		{ "Infinity", "a value is expected here" },
		/* numbers */
		{ "-", "column 2: a number without digits" },
		{ "+1", "a value is expected here" },
		{ ".5", "a value is expected here" },
		{ "1.", "column 3: a number without digits" },
		{ "1.e2", "column 3: a number without digits" },
		{ "1e", "column 3: a number without digits" },
		{ "1e+", "column 4: a number without digits" },
		{ "01", "column 2: text behind the end of the value" },
		{ "-01", "column 3: text behind the end of the value" },
		{ "0x10", "column 2: text behind the end of the value" },
		{ "9007199254740993", "column 1: a number too large" },
		{ "-9007199254740993", "column 1: a number too large" },
		{ "9007199254740992.5", "a number too large" },
		{ "1e16", "a number too large" },
		{ "9007199254740.993e3", "a number too large" },
		{ "0.9007199254740993e16", "a number too large" },
		{ "1e400", "a number too large" },
		{ "1e99999999999999999999", "a number too large" },
		{ "12345678901234567890", "a number too large" },
		{ "0.00000000000000000000000000000000000000000000000000000000"
		  "000001",
			"a number too long" },
		/* strings */
		{ "\"a", "column 1: a string without its closing quote" },
		{ "\"a\\\"", "column 1: a string without its closing quote" },
		{ "\"a\nb\"", "column 3: a control character in a string" },
		{ "\"\x1F\"", "column 2: a control character in a string" },
		{ "\"\\x\"", "column 2: an escape that JSON does not know" },
		{ "\"\\", "column 2: an escape that JSON does not know" },
		{ "\"\\u12\"", "\\u needs four hexadecimal digits" },
		{ "\"\\u12g4\"", "\\u needs four hexadecimal digits" },
		{ "\"\\u+123\"", "\\u needs four hexadecimal digits" },
		{ "\"\\u0000\"", "\\u0000 is refused" },
		{ "\"\\ud800\"", "half of a surrogate pair" },
		{ "\"\\udc00\"", "half of a surrogate pair" },
		{ "\"\\ud800\\ud800\"", "half of a surrogate pair" },
		{ "\"\\ud800\\u0041\"", "half of a surrogate pair" },
		{ "\"\\ud800\\n\"", "half of a surrogate pair" },
		{ "\"\\ud83d\\ude0\"", "half of a surrogate pair" },
		{ "{\"\\ud800\":1}", "half of a surrogate pair" },
		/* bytes */
		{ "\"\xE9\"", "column 2: bytes that are not UTF-8" },
		{ "\"\xC0\x80\"", "bytes that are not UTF-8" },
		{ "\"\xED\xA0\x80\"", "bytes that are not UTF-8" },
		{ "\"\xF4\x90\x80\x80\"", "bytes that are not UTF-8" },
		{ "\"\xC3", "bytes that are not UTF-8" },
		{ "[\xC3\xA9]", "column 2: a value is expected here" },
		{ "\xEF\xBB\xBF"
		  "1",
			"column 1: a byte order mark" },
		{ "\xFF\xFE[", "a value is expected here" },
		/* keys */
		{ "{\"a\":1,\"a\":1}", "column 8: this key stands twice" },
		{ "{\"a\":1,\"\\u0061\":1}",
			"column 8: this key stands twice" },
		{ "{\"\":1,\"\":1}", "column 7: this key stands twice" },
		{ "[{\"b\":{\"a\":1},\"a\":2,\"c\":0,\"b\":3,\"a\":4}]",
			"column 27: this key stands twice" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("case %zu\n", i);
		assert_int_equal(
			scan(cases[i].text, strlen(cases[i].text), NULL),
			ERR_PARSE);
		assert_non_null(strstr(err_message(), "line 1, column "));
		if (strstr(err_message(), cases[i].message) == NULL)
			fail_msg("'%s' is not in '%s'", cases[i].message,
				err_message());
	}
	assert_int_equal(scan("\"a\0b\"", 5, NULL), ERR_PARSE);
	assert_non_null(strstr(err_message(), "column 3: a control"));
	assert_int_equal(scan("1\0", 2, NULL), ERR_PARSE);
	assert_int_equal(scan("\0", 1, NULL), ERR_PARSE);
	assert_int_equal(scan("[1\0]", 4, NULL), ERR_PARSE);
	assert_int_equal(scan("1e\0", 3, NULL), ERR_PARSE);
	assert_int_equal(scan("\"\\\0\"", 4, NULL), ERR_PARSE);
}

/* Every text cut short is refused, and nothing behind the cut is read. */
static void cut_short(void **state)
{
	static const char text[] = "{\"k\\u00e9\":[1.5e3,\"\xC3\xA9\\ud83d"
				   "\\ude00\",true,null,{\"a\":-0}]}";
	size_t len = strlen(text);

	(void)state;
	assert_int_equal(scan(text, len, NULL), 0);
	for (size_t n = 0; n < len; n++) {
		char *copy = malloc(n > 0 ? n : 1);

		memcpy(copy, text, n);
		assert_int_equal(scan(copy, n, NULL), ERR_PARSE);
		free(copy);
	}
}

static void details_of_tokens(void **state)
{
	static const char text[] = "{ \"a\\n\": [ -1.5 ] }";
	struct json_scan s;
	struct json_token t;
	struct str out = { 0 };

	(void)state;
	json_scan_init(&s, text, strlen(text), NULL);
	assert_int_equal(json_scan_next(&s, &t), 0);
	assert_int_equal(t.depth, 0);
	assert_int_equal(json_scan_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_KEY);
	assert_int_equal(t.offset, 2);
	assert_int_equal(t.depth, 1);
	assert_int_equal(t.len, 3);
	assert_memory_equal(t.text, "a\\n", 3);
	json_scan_unescape(&out, &t);
	assert_string_equal(out.p, "a\n");
	assert_int_equal(json_scan_next(&s, &t), 0);
	assert_int_equal(json_scan_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_NUMBER);
	assert_int_equal(t.depth, 2);
	assert_int_equal(t.offset, 11);
	assert_memory_equal(t.text, "-1.5", t.len);
	assert_int_equal(json_scan_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_ARRAY_END);
	assert_int_equal(t.depth, 1);
	assert_int_equal(json_scan_next(&s, &t), 0);
	assert_int_equal(t.depth, 0);
	assert_int_equal(json_scan_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_END);
	assert_int_equal(json_scan_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_END);
	json_scan_release(&s);
	json_scan_release(&s);
	str_release(&out);
}

static void skips(void **state)
{
	static const char text[] = "[{\"a\":[{},[1]],\"b\":2},3]";
	struct json_scan s;
	struct json_token t;

	(void)state;
	json_scan_init(&s, text, strlen(text), NULL);
	assert_int_equal(json_scan_next(&s, &t), 0);
	assert_int_equal(json_scan_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_OBJECT);
	assert_int_equal(json_scan_skip(&s), 0);
	assert_int_equal(json_scan_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_NUMBER);
	assert_memory_equal(t.text, "3", t.len);
	json_scan_release(&s);

	json_scan_init(&s, "[[1,", 4, NULL);
	json_scan_next(&s, &t);
	assert_int_equal(json_scan_skip(&s), ERR_PARSE);
	json_scan_release(&s);
}

static void places(void **state)
{
	size_t line, column;

	(void)state;
	json_scan_place("a\n\xC3\xA9z", 5, 4, &line, &column);
	assert_int_equal(line, 2);
	assert_int_equal(column, 2);
	json_scan_place("a\n", 2, 99, &line, &column);
	assert_int_equal(line, 2);
	assert_int_equal(column, 1);
	json_scan_place("", 0, 0, &line, &column);
	assert_int_equal(line, 1);
	assert_int_equal(column, 1);
}

/* An object of n keys that share a long beginning, the last one again when
 * twice is set. */
static void fill(struct str *text, size_t n, bool twice)
{
	str_init(text, 64 << 20);
	str_putc(text, '{');
	for (size_t i = 0; i < n; i++)
		str_printf(text, "\"the same long beginning of a key %zu\":0,",
			i * 7919 % n);
	if (twice)
		str_printf(text, "\"the same long beginning of a key 0\":1}");
	else
		str_printf(text, "\"last\":1}");
}

/* A hundred times the keys must not take ten thousand times as long. */
static void many_keys(void **state)
{
	struct str text;
	clock_t start;

	(void)state;
	fill(&text, 100000, false);
	start = clock();
	assert_int_equal(scan(text.p, text.len, NULL), 0);
	assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
	str_release(&text);
	fill(&text, 100000, true);
	assert_int_equal(scan(text.p, text.len, NULL), ERR_PARSE);
	assert_non_null(strstr(err_message(), "this key stands twice"));
	str_release(&text);
}

static void deep(void **state)
{
	size_t n = 1000000;
	char *text = malloc(n);
	struct json_scan s;
	struct json_token t;
	struct json_limits limits = { .depth = n };
	int rc;

	(void)state;
	memset(text, '[', n);
	assert_int_equal(scan(text, n, NULL), ERR_LIMIT);
	assert_string_equal(
		err_message(), "line 1, column 65: nested too deeply");
	/* Without recursion: a caller that allows it gets it. */
	memset(text + n / 2, ']', n / 2);
	json_scan_init(&s, text, n, &limits);
	do
		rc = json_scan_next(&s, &t);
	while (rc == 0 && t.kind != JSON_END);
	assert_int_equal(rc, 0);
	json_scan_release(&s);
	free(text);
}

static void too_many_bytes(void **state)
{
	struct json_limits limits = { .bytes = 4 };
	struct json_scan s;
	struct json_token t;

	(void)state;
	json_scan_init(&s, "[1,2]", 5, &limits);
	assert_int_equal(json_scan_next(&s, &t), ERR_LIMIT);
	assert_string_equal(
		err_message(), "the JSON text is larger than 4 bytes");
	json_scan_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens),
		cmocka_unit_test(refusals),
		cmocka_unit_test(cut_short),
		cmocka_unit_test(details_of_tokens),
		cmocka_unit_test(skips),
		cmocka_unit_test(places),
		cmocka_unit_test(many_keys),
		cmocka_unit_test(deep),
		cmocka_unit_test(too_many_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
