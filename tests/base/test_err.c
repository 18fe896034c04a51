/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"

static void sets_and_clears(void **state)
{
	(void)state;
	err_clear();
	assert_string_equal(err_message(), "");
	assert_int_equal(
		err_set(ERR_PARSE, "line %d: no '%s'", 3, "x"), ERR_PARSE);
	assert_string_equal(err_message(), "line 3: no 'x'");
	/* A message may quote the one before it. */
	err_set(ERR_INVALID, "'%s' again", err_message());
	assert_string_equal(err_message(), "'line 3: no 'x'' again");
	err_clear();
	assert_string_equal(err_message(), "");
}

static void from_errno(void **state)
{
	static const struct {
		int number, code;
	} cases[] = {
		{ ENOENT, ERR_NOTFOUND },
		{ ENOTDIR, ERR_NOTFOUND },
		{ ENOSPC, ERR_NOSPACE },
		{ EDQUOT, ERR_NOSPACE },
		{ EEXIST, ERR_EXISTS },
		{ ENOTEMPTY, ERR_EXISTS },
		{ EAGAIN, ERR_BUSY },
		{ EBUSY, ERR_BUSY },
		{ EACCES, ERR_IO },
		{ EIO, ERR_IO },
		{ 0, ERR_IO },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		errno = cases[i].number;
		assert_int_equal(
			err_sys("cannot open '%s'", "f"), cases[i].code);
		assert_memory_equal(err_message(), "cannot open 'f': ", 17);
		assert_string_equal(
			err_message() + 17, strerror(cases[i].number));
	}
}

static void wraps(void **state)
{
	(void)state;
	err_set(ERR_PARSE, "line 3: no time");
	assert_int_equal(
		err_wrap(ERR_PARSE, "cannot import '%s'", "a.log"), ERR_PARSE);
	assert_string_equal(
		err_message(), "cannot import 'a.log': line 3: no time");
	assert_int_equal(err_wrap(0, "never"), 0);
	assert_string_equal(
		err_message(), "cannot import 'a.log': line 3: no time");
	err_clear();
	assert_int_equal(err_wrap(ERR_DB, "alone"), ERR_DB);
	assert_string_equal(err_message(), "alone");
	err_wrap(ERR_DB, "%s, quoted", err_message());
	assert_string_equal(err_message(), "alone, quoted: alone");
}

/* Whatever the length, what is left of a message is whole characters. */
static void cuts_at_a_character(void **state)
{
	char text[4096];

	(void)state;
	for (size_t shift = 0; shift < 4; shift++) {
		memset(text, 'x', sizeof(text));
		for (size_t i = shift; i + 4 < sizeof(text); i += 4)
			memcpy(text + i, "\xF0\x9F\x98\x80", 4);
		text[sizeof(text) - 1] = '\0';
		err_set(ERR_PARSE, "%s", text);
		assert_true(strlen(err_message()) > 2000);
		assert_true(
			utf8_valid(err_message(), strlen(err_message()), NULL));
		err_wrap(ERR_PARSE, "a");
		assert_memory_equal(err_message(), "a: ", 3);
		assert_true(
			utf8_valid(err_message(), strlen(err_message()), NULL));
		err_wrap(ERR_PARSE, "%s", text);
		assert_true(
			utf8_valid(err_message(), strlen(err_message()), NULL));
	}
}

static void *other_thread(void *ctx)
{
	(void)ctx;
	assert_string_equal(err_message(), "");
	err_set(ERR_IO, "theirs");
	return NULL;
}

static void each_thread_its_own(void **state)
{
	pthread_t thread;

	(void)state;
	err_set(ERR_IO, "mine");
	assert_int_equal(pthread_create(&thread, NULL, other_thread, NULL), 0);
	pthread_join(thread, NULL);
	assert_string_equal(err_message(), "mine");
}

static void names(void **state)
{
	(void)state;
	assert_string_equal(err_name(ERR_NONE), "none");
	assert_string_equal(err_name(ERR_NOTFOUND), "not-found");
	assert_string_equal(err_name(ERR_CORRUPT), "corrupt");
	assert_string_equal(err_name(-1), "unknown");
	assert_string_equal(err_name(999), "unknown");
	for (int code = 0; code <= ERR_CORRUPT; code++)
		assert_non_null(err_name(code));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sets_and_clears),
		cmocka_unit_test(from_errno),
		cmocka_unit_test(wraps),
		cmocka_unit_test(cuts_at_a_character),
		cmocka_unit_test(each_thread_its_own),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
