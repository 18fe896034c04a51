/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "evidence/pattern.h"

static struct pattern *opened(const char *text)
{
	struct pattern *p = NULL;

	assert_int_equal(pattern_open(&p, text), 0);
	return p;
}

static void takes(const struct pattern *p, const char *name, const char *want)
{
	const char *text = NULL;
	size_t len = 0;

	assert_true(pattern_get(p, pattern_group(p, name), &text, &len));
	assert_int_equal(len, strlen(want));
	assert_memory_equal(text, want, len);
}

static void groups(void **state)
{
	struct pattern *p = opened("^(?<time>\\S+) (?<host>[^ ]+)( x)?");
	const char *text;
	size_t len;

	(void)state;
	assert_int_equal(pattern_group(p, "host"), 2);
	assert_int_equal(pattern_group(p, "$2"), 2);
	assert_int_equal(pattern_group(p, "1"), 1);
	assert_int_equal(pattern_group(p, "nothing"), 0);
	assert_int_equal(pattern_group(p, "9"), 0);
	assert_null(pattern_match(p, "now push.example and", 20));
	takes(p, "time", "now");
	takes(p, "host", "push.example");
	/* It took no part; and there is none of that number. */
	assert_false(pattern_get(p, 3, &text, &len));
	assert_false(pattern_get(p, 4, &text, &len));
	assert_string_equal(
		pattern_match(p, "now", 3), "the pattern does not fit");
	assert_false(pattern_get(p, 1, &text, &len));
	pattern_free(p);
}

/* Lines need not be UTF-8, and may hold a NUL. */
static void any_bytes(void **state)
{
	struct pattern *p = opened("(?<host>[^ ]+)$");

	(void)state;
	assert_null(pattern_match(p, "a\0b \xFF\xFE", 6));
	takes(p, "host", "\xFF\xFE");
	pattern_free(p);
}

static void refused(void **state)
{
	struct pattern *p = NULL;
	char many[65 * 2 + 1] = "";

	(void)state;
	assert_int_equal(pattern_open(&p, "(?<time>a"), ERR_INVALID);
	assert_non_null(strstr(err_message(), "wrong at its character 10"));
	assert_int_equal(pattern_open(&p, "(*UTF8)a"), ERR_INVALID);
	assert_int_equal(pattern_open(&p, "a\\C"), ERR_INVALID);
	for (int i = 0; i < 65; i++)
		strcat(many, "()");
	assert_int_equal(pattern_open(&p, many), ERR_LIMIT);
	assert_null(p);
	pattern_free(NULL);
}

/* A pattern that can match in many ways, and a line made for it: each line
 * ends at the bound, and is counted. */
static void bounded(void **state)
{
	struct pattern *p = opened("^(a+)+$");
	char line[200];

	(void)state;
	memset(line, 'a', sizeof(line));
	line[sizeof(line) - 1] = 'b';
	for (size_t i = 1; i <= 3; i++) {
		assert_string_equal(pattern_match(p, line, sizeof(line)),
			"the pattern takes too long on it");
		assert_int_equal(pattern_overruns(p), i);
	}
	assert_null(pattern_match(p, line, sizeof(line) - 1));
	assert_int_equal(pattern_overruns(p), 3);
	pattern_free(p);
	/* And one that goes deep. */
	p = opened("^(?<a>x(?&a)?y)$");
	memset(line, 'x', sizeof(line));
	assert_non_null(pattern_match(p, line, sizeof(line)));
	pattern_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups),
		cmocka_unit_test(any_bytes),
		cmocka_unit_test(refused),
		cmocka_unit_test(bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
