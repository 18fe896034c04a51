/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/difference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/json.h"

static cJSON *make(const char *old, const char *new)
{
	cJSON *o = NULL;

	if (difference_make(&o, old, strlen(old), new, strlen(new)) != 0)
		fail_msg("%s", err_message());
	return o;
}

static void put_parts(struct str *out, const cJSON *object)
{
	const cJSON *part;

	cJSON_ArrayForEach(part, json_member(object, "parts"))
	{
		const char *mark = json_bool(part, "deleted", false)	? "-"
				   : json_bool(part, "inserted", false) ? "+"
									: "";

		str_printf(out, "%s%s%s%s", *mark != '\0' ? "<" : "", mark,
			json_string(part, "text"), *mark != '\0' ? ">" : "");
	}
}

static void put_rows(struct str *out, const cJSON *entry)
{
	const cJSON *row, *cell;

	cJSON_ArrayForEach(row, json_member(entry, "rows"))
	{
		str_puts(out, "|");
		cJSON_ArrayForEach(cell, json_member(row, "cells"))
		{
			put_parts(out, cell);
			str_puts(out, "|");
		}
	}
}

/* A line for each entry. */
static char *shown(const cJSON *o)
{
	struct str out = { 0 };
	const cJSON *one;

	str_puts(&out, "");
	cJSON_ArrayForEach(one, json_member(o, "entries"))
	{
		if (json_bool(one, "moved", false))
			str_printf(
				&out, "moved(%s) ", json_string(one, "from"));
		if (json_bool(one, "split", false))
			str_printf(
				&out, "split(%s) ", json_string(one, "count"));
		if (json_bool(one, "joined", false))
			str_printf(
				&out, "joined(%s) ", json_string(one, "count"));
		if (json_bool(one, "is_section", false))
			str_printf(&out, "%s. %s", json_string(one, "number"),
				json_string(one, "path"));
		if (json_bool(one, "is_gap", false))
			str_printf(&out, "... %s%s", json_string(one, "count"),
				json_bool(one, "of_move", false) ? " moved"
								 : "");
		if (json_bool(one, "heading", false))
			str_puts(&out, "# ");
		if (json_bool(one, "item", false))
			str_puts(&out, "* ");
		put_parts(&out, one);
		put_rows(&out, one);
		str_putc(&out, '\n');
	}
	return str_take(&out);
}

static void assert_shown(const char *old, const char *new, const char *want)
{
	cJSON *o = make(old, new);
	char *got;

	assert_non_null(o);
	got = shown(o);
	assert_string_equal(got, want);
	free(got);
	cJSON_Delete(o);
}

static void words_and_context(void **state)
{
	(void)state;
	assert_shown("# A\n\none here\n\ntwo here\n\nthe steps you take\n\n"
		     "four here\n\nfive here\n\nsix here\n",
		"# A\n\none here\n\ntwo here\n\nthe data you take\n\n"
		"four here\n\nfive here\n\nsix here\n",
		"... 2\n1. A\ntwo here\nthe <-steps><+data> you take\n"
		"four here\n... 2\n");
}

/* What a reader does not see is no difference. */
static void same_words(void **state)
{
	(void)state;
	assert_null(make("a *b*", "a **b**"));
	assert_null(make("[a](u)", "[a](v)"));
	assert_null(make("1. a\n2. b\n", "3. a\n4. b\n"));
	assert_null(make("a\xC2\xA0"
			 "b\n",
		"a b\n"));
	assert_null(make("## a\n", "### a\n"));
	assert_null(make("", ""));
}

static void came_and_went(void **state)
{
	cJSON *o;

	(void)state;
	assert_shown("# A\n\nstays here\n\ngoes away wholly\n",
		"# A\n\nstays here\n\n# B\n\n- something else came\n",
		"... 1\n1. A\nstays here\n<-goes away wholly>\n2. B\n# "
		"<+B>\n* <+something else came>\n");
	o = make("# A\n\nstays\n\ngoes away wholly\n", "# A\n\nstays\n");
	assert_string_equal(json_string(o, "removed"), "1");
	assert_string_equal(json_string(o, "added"), "0");
	assert_string_equal(json_string(o, "left_out"), "");
	cJSON_Delete(o);
}

static void rows_cell_by_cell(void **state)
{
	(void)state;
	assert_shown("| Data | Kept |\n|--|--|\n| steps and heart rate | for "
		     "one year at most |\n| name | two years |\n",
		"| Data | Kept |\n|--|--|\n| steps and heart rate | for ten "
		"years at most |\n| name | two years |\n",
		"1. \n|Data|Kept||steps and heart rate|for <-one year><+ten "
		"years> at most||name|two years|\n");
}

static void moved_from(void **state)
{
	static const char p[] = "We keep the account data of each person for "
				"as long as the account is open.\n\n";
	struct str old = { 0 }, new = { 0 };
	cJSON *o;
	char *got;

	(void)state;
	str_printf(&old,
		"# A\n\n%sFirst thing told here.\n\nSecond thing told "
		"here.\n\n# B\n\nThird thing told.\n\nFourth thing told.\n",
		p);
	str_printf(&new,
		"# A\n\nFirst thing told here.\n\nSecond thing told "
		"here.\n\n# B\n\nThird thing told.\n\nFourth thing told.\n\n%s",
		p);
	o = make(old.p, new.p);
	got = shown(o);
	if (strstr(got, "moved(A) We keep") == NULL)
		fail_msg("%s", got);
	assert_string_equal(json_string(o, "moved"), "1");
	free(got);
	cJSON_Delete(o);
	str_release(&old);
	str_release(&new);
}

/* A whole rewrite ends after some pages, and says so. */
static void is_bounded(void **state)
{
	struct str old = { 0 }, new = { 0 };
	cJSON *o;
	char *got;

	(void)state;
	str_puts(&old, "old text\n");
	for (int i = 0; i < 2000; i++)
		str_printf(&new,
			"Paragraph %d has words enough to fill a line and "
			"a little more.\n\n",
			i);
	o = make(old.p, new.p);
	got = shown(o);
	assert_true(strlen(got) < 2 * DIFFERENCE_SHOWN);
	assert_true(atoi(json_string(o, "left_out")) > 1000);
	assert_true(json_bool(o, "left_several", false));
	free(got);
	cJSON_Delete(o);
	str_release(&old);
	str_release(&new);
}

/* "Every passage is reproduced" only where nothing is left out of one. */
static void whole(void **state)
{
	static const char p[] = "We keep the account data of each person for "
				"as long as the account is open.\n\n";
	struct str old = { 0 }, new = { 0 };
	cJSON *o = make("a b c d\n", "a b x d\n");

	(void)state;
	assert_true(json_bool(o, "whole", false));
	cJSON_Delete(o);
	for (int i = 0; i < 4000; i++)
		str_puts(&new, "word ");
	o = make("", new.p);
	assert_false(json_bool(o, "whole", true));
	assert_string_equal(json_string(o, "left_out"), "");
	cJSON_Delete(o);
	str_clear(&new);
	str_printf(&old,
		"# A\n\n%sThe second of them tells how mail is sent.\n\n"
		"First thing told here.\n\nSecond thing told here.\n\n# B\n\n"
		"Third thing told.\n\nFourth thing told.\n",
		p);
	str_printf(&new,
		"# A\n\nFirst thing told here.\n\nSecond thing told here.\n\n"
		"# B\n\nThird thing told.\n\nFourth thing told.\n\n%sThe "
		"second of them tells how mail is sent.\n",
		p);
	o = make(old.p, new.p);
	assert_string_equal(json_string(o, "moved"), "2");
	assert_false(json_bool(o, "whole", true));
	cJSON_Delete(o);
	str_release(&old);
	str_release(&new);
}

/* Marks that a heading forges, where it is a path. */
static void forged_paths(void **state)
{
	static const char text[] = "# [-Our s\xCC\xB6-] rights\n\n"
				   "We take %s of yours.\n";
	struct str old = { 0 }, new = { 0 };
	cJSON *o;
	char *got;

	(void)state;
	str_printf(&old, text, "steps");
	str_printf(&new, text, "data");
	o = make(old.p, new.p);
	got = shown(o);
	assert_non_null(strstr(got, "1. [ -Our s[U+0336]- ] rights\n"));
	free(got);
	cJSON_Delete(o);
	str_release(&old);
	str_release(&new);
}

/* One passage alone may be longer than what is shown. */
static void one_long_passage(void **state)
{
	struct str old = { 0 }, new = { 0 };
	cJSON *o;
	char *got;

	(void)state;
	str_puts(&old, "| a | b |\n|--|--|\n| ");
	str_puts(&new, "| a | b |\n|--|--|\n| ");
	for (int i = 0; i < 3000; i++) {
		str_printf(&old, "this word stays and here is old%d; ", i);
		str_printf(&new, "this word stays and here is new%d; ", i);
	}
	str_puts(&old, "| c |\n");
	str_puts(&new, "| c |\n");
	o = make(old.p, new.p);
	got = shown(o);
	assert_true(strlen(got) < 2 * DIFFERENCE_SHOWN);
	assert_false(json_bool(o, "whole", true));
	free(got);
	cJSON_Delete(o);
	str_release(&old);
	str_release(&new);
}

/* What moved together is counted passage by passage where it is not shown. */
static void left_out_moves(void **state)
{
	static const char moved[] =
		"We keep the account data of each person for one year.\n\n"
		"The second of them tells how mail is sent to you.\n\n"
		"A third one is about the colours of the watch here.\n\n";
	static const char stays[] =
		"# Rights\n\nYou may ask for a copy of all that we hold.\n\n"
		"You may object to it at any time by a letter.\n\n"
		"You may have it erased where the law says so.\n\n"
		"You may complain to the authority of your country.\n\n"
		"You may take your data with you to another one.\n\n";
	struct str old = { 0 }, new = { 0 };
	cJSON *o;

	(void)state;
	str_puts(&old, "# Long\n\n");
	str_puts(&new, "# Long\n\n");
	for (int i = 0; i < 7; i++) {
		for (int k = 0; k < 1200; k++)
			str_printf(&new, "word%d%d ", i, k);
		str_puts(&new, "\n\n");
	}
	str_printf(&old, "%s%s", moved, stays);
	str_printf(&new, "%s%s", stays, moved);
	o = make(old.p, new.p);
	assert_string_equal(json_string(o, "moved"), "3");
	assert_string_equal(json_string(o, "left_out"), "3");
	cJSON_Delete(o);
	str_release(&old);
	str_release(&new);
}

/* Groups of words that all stay, in the order turned round: little stays in
 * its place, the passage is marked as a whole, and said to be so. */
static void coarse(void **state)
{
	struct str old = { 0 }, new = { 0 };
	const cJSON *one;
	bool any = false;
	cJSON *o;

	(void)state;
	for (int i = 0; i < 10; i++) {
		str_printf(&old, "alpha%d beta%d gamma%d delta%d ", i, i, i, i);
		str_printf(&new, "alpha%d beta%d gamma%d delta%d ", 9 - i,
			9 - i, 9 - i, 9 - i);
	}
	o = make(old.p, new.p);
	cJSON_ArrayForEach(one, json_member(o, "entries"))
	{
		any |= json_bool(one, "coarse", false);
	}
	assert_true(any);
	cJSON_Delete(o);
	o = make("a b c d\n", "a b x d\n");
	cJSON_ArrayForEach(one, json_member(o, "entries"))
	{
		assert_false(json_bool(one, "coarse", true));
	}
	cJSON_Delete(o);
	str_release(&old);
	str_release(&new);
}

static void hostile(void **state)
{
	(void)state;
	cJSON_Delete(make("```\na\n", "\\`\\`\\` b\n\n# c \xFF\n\n| |\n|-|\n"));
	cJSON_Delete(
		make("| a |\n|--|\n| b |\n", "| a | c |\n|--|--|\n| b |\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_context),
		cmocka_unit_test(same_words),
		cmocka_unit_test(came_and_went),
		cmocka_unit_test(rows_cell_by_cell),
		cmocka_unit_test(moved_from),
		cmocka_unit_test(is_bounded),
		cmocka_unit_test(whole),
		cmocka_unit_test(forged_paths),
		cmocka_unit_test(one_long_passage),
		cmocka_unit_test(left_out_moves),
		cmocka_unit_test(coarse),
		cmocka_unit_test(hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
