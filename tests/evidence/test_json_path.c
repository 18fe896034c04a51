/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/json_path.h"

static const char *const text =
	"{\"id.orig_h\":\"10.0.0.2\",\"q\":{\"name\":\"x.example\",\"a.b\":1,"
	"\"deep\":{\"c\":{\"d\":true}}},\"a\":[\"zero\",{\"data\":\"one\"},"
	"[\"inner\"]],\"n\":null,\"esc\\u0061pe\":\"y\"}";

static void is(const char *path, const char *want)
{
	struct json_pick found;
	char room[64];

	assert_null(json_path_read(&found, &path, 1, text, strlen(text)));
	if (want == NULL) {
		assert_int_equal(found.kind, JSON_END);
		return;
	}
	if (found.kind == JSON_TRUE)
		strcpy(room, "true");
	else
		json_pick_text(&found, room, sizeof(room));
	assert_string_equal(room, want);
}

static void paths(void **state)
{
	(void)state;
	is("id.orig_h", "10.0.0.2"); /* a key with a dot in it */
	is("q.name", "x.example");
	is("q.a.b", "1");
	is("q.deep.c.d", "true");
	is("a[0]", "zero");
	is("a[1].data", "one");
	is("a[2][0]", "inner");
	is("escape", "y");
}

static void nowhere(void **state)
{
	(void)state;
	is("", NULL);
	is("x", NULL);
	is("q.x", NULL);
	is("q..name", NULL);
	is("q.name.x", NULL);
	is("q[0]", NULL);
	is("a[3]", NULL);
	is("a[-1]", NULL);
	is("a[", NULL);
	is("a[x]", NULL);
	is("a[99999999999999999999]", NULL);
	is("[0]", NULL);
	is(".q", NULL);
	is("n.x", NULL);
}

/* Several at once, two under the same key, one not asked for. */
static void together(void **state)
{
	const char *const wanted[] = { "q.name", NULL, "q.a.b", "q", "q.name" };
	struct json_pick found[5];

	(void)state;
	assert_null(json_path_read(found, wanted, 5, text, strlen(text)));
	assert_int_equal(found[0].kind, JSON_STRING);
	assert_int_equal(found[1].kind, JSON_END);
	assert_int_equal(found[2].kind, JSON_NUMBER);
	assert_int_equal(found[3].kind, JSON_OBJECT);
	assert_int_equal(found[4].len, found[0].len);
	assert_string_equal(
		json_path_read(found, wanted, 5, "[1]", 3), "no JSON object");
	assert_int_equal(found[0].kind, JSON_END);
	assert_non_null(json_path_read(found, wanted, 5, text, 40));
	assert_int_equal(found[0].kind, JSON_END);
}

/* A key that stands twice, also deep: no value is preferred. */
static void twice(void **state)
{
	static const char *const path[] = { "a.b" };
	static const char outer[] = "{\"a\":{\"b\":1},\"a\":{\"b\":2}}";
	static const char inner[] = "{\"a\":{\"b\":1,\"b\":2}}";
	struct json_pick found;

	(void)state;
	assert_non_null(json_path_read(&found, path, 1, outer, strlen(outer)));
	assert_null(json_path_read(&found, path, 1, inner, strlen(inner)));
	assert_int_equal(found.kind, JSON_END);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths),
		cmocka_unit_test(nowhere),
		cmocka_unit_test(together),
		cmocka_unit_test(twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
