/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/err.h"
#include "evidence/json_stream.h"

struct input {
	const char *text;
	size_t len, at, piece;
};

static int give(void *buffer, size_t len, size_t *n, void *ctx)
{
	struct input *in = ctx;

	*n = in->len - in->at;
	if (*n > len)
		*n = len;
	if (*n > in->piece)
		*n = in->piece;
	memcpy(buffer, in->text + in->at, *n);
	in->at += *n;
	return 0;
}

static struct input input_of(const char *text, size_t piece)
{
	return (struct input){ text, strlen(text), 0, piece };
}

/* Every token as a letter with its offset, strings and keys with their text;
 * returns the code. */
static int spell_bytes(
	struct str *out, const char *text, size_t len, size_t piece)
{
	static const char letters[] = "E{}[]ks0tfn";
	struct input in = { text, len, 0, piece };
	struct json_stream_token t = { .kind = JSON_NULL };
	struct json_stream s;
	int rc;

	str_init(out, 0);
	json_stream_init(&s, give, &in);
	while ((rc = json_stream_next(&s, &t)) == 0 && t.kind != JSON_END) {
		str_printf(out, "%s%c%d", out->len > 0 ? " " : "",
			letters[t.kind], (int)t.offset);
		if (t.kind == JSON_STRING) {
			str_putc(out, '=');
			rc = json_stream_string(&s, out);
		} else if (t.len > 0) {
			str_printf(out, "=%.*s", (int)t.len, t.text);
		}
		if (rc != 0)
			break;
	}
	if (rc != 0)
		str_printf(out, " !%d %s", (int)json_stream_offset(&s), s.why);
	json_stream_release(&s);
	return rc;
}

static void check(const char *text, const char *want, int code)
{
	for (size_t piece = 1; piece < 70; piece += 3) {
		struct str out;
		int rc = spell_bytes(&out, text, strlen(text), piece);

		assert_string_equal(out.p, want);
		assert_int_equal(rc, code);
		str_release(&out);
	}
}

static void tokens(void **state)
{
	(void)state;
	check(" {\"a\" : [1, -2.5e+3],\n\"b\":{}, \"c\":true}",
		"{1 k2=a [8 09=1 012=-2.5e+3 ]19 k22=b {26 }27 k30=c t34 }38",
		0);
	check("[]", "[0 ]1", 0);
	check("\"\"", "s0=", 0);
	check("[false,null,\"x\"]", "[0 f1 n7 s12=x ]15", 0);
	check("\xEF\xBB\xBF[1]", "[3 04=1 ]5", 0);
}

static void strings(void **state)
{
	(void)state;
	check("\"a\\\"\\\\\\/\\u00e9\\u20AC\\ud83d\\ude00z\"",
		"s0=a\"\\/\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z", 0);
	/* Halves of pairs: alone, at the end, before another escape. */
	check("\"\\ud83dx\"", "s0=\xEF\xBF\xBDx", 0);
	check("\"\\ud83d\"", "s0=\xEF\xBF\xBD", 0);
	check("\"\\ud83d\\n\"", "s0=\xEF\xBF\xBD\n", 0);
	check("\"\\ud83d\\ud83d\\ude00\"", "s0=\xEF\xBF\xBD\xF0\x9F\x98\x80",
		0);
	check("\"\\ude00\"", "s0=\xEF\xBF\xBD", 0);
	/* What programs write though they may not. */
	check("\"a\nb\xFF\"", "s0=a\nb\xFF", 0);
}

static void broken(void **state)
{
	(void)state;
	check("{\"a\":[1",
		"{0 k1=a [5 06=1 !7 the file breaks off in the middle",
		ERR_PARSE);
	check("\"abc", "s0=abc !4 the file breaks off in the middle",
		ERR_PARSE);
	check("", " !0 the file breaks off in the middle", ERR_PARSE);
	check("{\"a\"", "{0 !4 the file breaks off in the middle", ERR_PARSE);
	check("[1}", "[0 01=1 !2 neither a comma nor an end", ERR_PARSE);
	check("[1,]", "[0 01=1 !3 no JSON", ERR_PARSE);
	check("{\"a\":1,}", "{0 k1=a 05=1 !7 a name must come", ERR_PARSE);
	check("{a:1}", "{0 !1 a name must come", ERR_PARSE);
	check("{\"a\" 1}", "{0 !5 a name without a colon", ERR_PARSE);
	check("[01]", "[0 !3 no valid number", ERR_PARSE);
	check("[1.]", "[0 !3 no valid number", ERR_PARSE);
	check("[1e+]", "[0 !4 no valid number", ERR_PARSE);
	check("[nul]", "[0 !4 no JSON", ERR_PARSE);
	check("\"\\x\"", "s0= !2 a broken escape", ERR_PARSE);
	check("\"\\u12G4\"", "s0= !5 a broken escape", ERR_PARSE);
	check("[] x", "[0 ]1 !3 more stands behind the end of the JSON",
		ERR_PARSE);
}

static void depth(void **state)
{
	char text[10001];
	struct str out;

	(void)state;
	memset(text, '[', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(spell_bytes(&out, text, strlen(text), 7), ERR_LIMIT);
	assert_non_null(strstr(out.p, "!64 nested too deeply"));
	str_release(&out);
}

static void long_things(void **state)
{
	struct str text = { 0 };
	struct json_stream_token t;
	struct json_stream s;
	struct input in;

	(void)state;
	str_puts(&text, "{\"");
	for (int i = 0; i < 300; i++)
		str_putc(&text, 'k');
	str_puts(&text, "\":");
	for (int i = 0; i < 10000; i++)
		str_putc(&text, '9');
	str_putc(&text, '}');
	in = input_of(text.p, 1000);
	json_stream_init(&s, give, &in);
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_KEY);
	assert_true(t.cut);
	assert_int_equal(t.len, JSON_STREAM_KEY);
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_NUMBER);
	assert_true(t.cut);
	assert_int_equal(t.len, JSON_STREAM_NUMBER);
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_END);
	json_stream_release(&s);
	str_release(&text);
}

static void utf16(void **state)
{
	static const char text[] =
		"\xFF\xFE{\0\"\0\xE9\0\"\0:\0\"\0\x3D\xD8\x00\xDE\"\0,\0"
		"\"\0\x3D\xD8\"\0:\0001\0}\0";

	char big[sizeof(text) - 1];

	(void)state;
	for (size_t i = 0; i < sizeof(big); i++)
		big[i] = text[i ^ 1];
	for (size_t piece = 1; piece < 80; piece++) {
		struct str out;

		assert_int_equal(spell_bytes(&out, piece % 2 ? text : big,
					 sizeof(big), piece / 2 + 1),
			0);
		assert_string_equal(out.p,
			"{2 k4=\xC3\xA9 s12=\xF0\x9F\x98\x80 "
			"k22=\xEF\xBF\xBD 030=1 }32");
		str_release(&out);
	}
}

static void skip_and_copy(void **state)
{
	struct input in =
		input_of("[ {\"a\" : [1, {}, []], \"b\":\"\\u0041\\n\"} , "
			 "[[2]], \"str\", 5]",
			5);
	struct json_stream_token t;
	struct json_stream s;
	struct str out;

	(void)state;
	str_init(&out, 0);
	json_stream_init(&s, give, &in);
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(json_stream_copy(&s, &t, &out), 0);
	assert_string_equal(out.p, "{\"a\":[1,{},[]],\"b\":\"A\\n\"}");
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_ARRAY);
	assert_int_equal(json_stream_skip(&s, &t), 0);
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_STRING);
	str_clear(&out);
	assert_int_equal(json_stream_copy(&s, &t, &out), 0);
	assert_string_equal(out.p, "\"str\"");
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_NUMBER);
	str_clear(&out);
	assert_int_equal(json_stream_copy(&s, &t, &out), 0);
	assert_string_equal(out.p, "5");
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_ARRAY_END);
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_END);
	json_stream_release(&s);
	str_release(&out);
}

/* A ceiling: the beginning is kept, and the rest is passed over. */
static void ceilings(void **state)
{
	struct input in =
		input_of("[\"0123456789\",{\"a\":\"0123456789\"},7]", 4);
	struct json_stream_token t;
	struct json_stream s;
	struct str out;

	(void)state;
	str_init(&out, 6);
	json_stream_init(&s, give, &in);
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(json_stream_string(&s, &out), 0);
	assert_string_equal(out.p, "012345");
	assert_true(out.over);
	str_clear(&out);
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(json_stream_copy(&s, &t, &out), 0);
	assert_true(out.over);
	assert_int_equal(json_stream_next(&s, &t), 0);
	assert_int_equal(t.kind, JSON_NUMBER);
	json_stream_release(&s);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens),
		cmocka_unit_test(strings),
		cmocka_unit_test(broken),
		cmocka_unit_test(depth),
		cmocka_unit_test(long_things),
		cmocka_unit_test(utf16),
		cmocka_unit_test(skip_and_copy),
		cmocka_unit_test(ceilings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
