/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/difference_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

/* "a {-b-}{+c+} (12 left out)". */
static char *shown(const cJSON *parts)
{
	struct str out = { 0 };
	const cJSON *one;

	str_puts(&out, "");
	cJSON_ArrayForEach(one, parts)
	{
		const char *mark = json_bool(one, "deleted", false)    ? "-"
				   : json_bool(one, "inserted", false) ? "+"
								       : "";

		if (json_bool(one, "skipped", true))
			str_printf(&out, "(%s%s)", mark,
				json_string(one, "words"));
		else if (*mark == '\0')
			str_puts(&out, json_string(one, "text"));
		else
			str_printf(
				&out, "<%s%s>", mark, json_string(one, "text"));
	}
	return str_take(&out);
}

static void assert_words(const char *old, const char *new, const char *want)
{
	struct difference_room room = { .left = 100000 };
	cJSON *parts = json_array();
	char *got;

	difference_words(parts, &room, old, strlen(old), new, strlen(new));
	got = shown(parts);
	assert_string_equal(got, want);
	free(got);
	cJSON_Delete(parts);
}

static void marks(void **state)
{
	(void)state;
	assert_words("We collect your steps here.",
		"We collect your data here.",
		"We collect your <-steps><+data> here.");
	assert_words("", "all new", "<+all new>");
	assert_words("all gone", "", "<-all gone>");
	assert_words("same", "same", "same");
	/* Blanks beside a mark are not marked. */
	assert_words("", " a ", " <+a> ");
}

/* Characters that draw lines or turn them, and our own brackets. */
static void cannot_be_forged(void **state)
{
	(void)state;
	assert_words("a", "a s\xCC\xB6t\xCC\xB2", "a <+s[U+0336]t[U+0332]>");
	assert_words("", "x\xE2\x80\xAEy", "<+x[U+202E]y>");
	assert_words("[-a-] {+b+}", "[-a-] {+b+}", "[ -a- ] { +b+ }");
	/* Nor with the bracket of the mark that a text is in. */
	assert_words("] a", "", "<- ] a>");
	assert_words("", "a {", "<+a { >");
}

static void long_stretches(void **state)
{
	struct str a = { 0 }, b = { 0 };
	struct difference_room room = { .left = 100000 };
	cJSON *parts = json_array();
	char *got;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		str_puts(&a, "word ");
		str_puts(&b, i == 1000 ? "one word " : "word ");
	}
	str_puts(&b, "two");
	difference_words(parts, &room, a.p, a.len, b.p, b.len);
	assert_true(100000 - room.left < 4 * DIFFERENCE_AROUND + 20);
	assert_true(room.skipped);
	got = shown(parts);
	assert_non_null(strstr(got, ") word"));
	assert_non_null(strstr(got, "<+one> word"));
	assert_non_null(strstr(got, "<+two>"));
	free(got);
	cJSON_Delete(parts);
	parts = json_array();
	for (int i = 0; i < 3000; i++)
		str_puts(&a, "word ");
	difference_words(parts, &room, a.p, a.len, "", 0);
	got = shown(parts);
	assert_non_null(strstr(got, ">(-"));
	free(got);
	cJSON_Delete(parts);
	parts = json_array();
	room.left = 1000;
	difference_context(parts, &room, a.p, a.len);
	assert_true(1000 - room.left <= DIFFERENCE_AROUND);
	cJSON_Delete(parts);
	str_release(&a);
	str_release(&b);
}

/* The room ends inside one passage: what is behind is counted. */
static void room_ends(void **state)
{
	struct difference_room room = { .left = 600 };
	struct str a = { 0 }, b = { 0 };
	cJSON *parts = json_array();
	char *got;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		str_printf(&a, "this word stays and here is old%d; ", i);
		str_printf(&b, "this word stays and here is new%d; ", i);
	}
	difference_words(parts, &room, a.p, a.len, b.p, b.len);
	got = shown(parts);
	assert_int_equal(room.left, 0);
	assert_true(room.skipped);
	assert_true(strlen(got) < 1000);
	assert_non_null(strstr(got, "(-2"));
	assert_non_null(strstr(got, "(+2"));
	free(got);
	cJSON_Delete(parts);
	str_release(&a);
	str_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks),
		cmocka_unit_test(cannot_be_forged),
		cmocka_unit_test(long_stretches),
		cmocka_unit_test(room_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
