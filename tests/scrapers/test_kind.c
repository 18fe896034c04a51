/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <stdlib.h>

#include "base/err.h"
#include "base/utf8.h"
#include "scrapers/kind.h"

/* Tells texts in turn; the last one's kind and rule must be these. */
static void tells(
	const char *const *texts, enum kind_code code, const char *rule)
{
	struct kind_past *past = kind_past_new();
	struct kind k = { 0 };

	for (; *texts != NULL; texts++)
		assert_int_equal(
			kind_next(&k, past, *texts, strlen(*texts), false), 0);
	assert_string_equal(k.rule, rule);
	assert_string_equal(kind_name(k.code), kind_name(code));
	assert_int_equal(kind_find(kind_name(code)), code);
	assert_true(kind_reason(rule)[0] != '\0');
	kind_release(&k);
	kind_past_free(past);
}

#define TELLS(code, rule, ...)                                                 \
	tells((const char *const[]){ __VA_ARGS__, NULL }, code, rule)

static void what_reads_the_same(void **state)
{
	(void)state;
	TELLS(KIND_FIRST, "first", "We collect data.\n");
	TELLS(KIND_COSMETIC, "layout", "We collect\ndata",
		"We  collect\ndata\n");
	TELLS(KIND_COSMETIC, "layout", "See [us](/a).",
		"See [us](/a)\xC2\xAD.");
	TELLS(KIND_ADDRESS, "targets", "See [us](/a).", "See [us](/b_(1)).");
	TELLS(KIND_ADDRESS, "targets", "See us.", "See [us](/b).");
	TELLS(KIND_ADDRESS, "targets", "![Logo](/a.png) hi",
		"![Logo](/b.png) hi");
	TELLS(KIND_ADDRESS, "targets", "at https://a.example/x now",
		"at https://a.example/y now");
	TELLS(KIND_COSMETIC, "marks", "the \"data\" - all",
		"The “data” — all!");
	TELLS(KIND_COSMETIC, "marks", "# Title\nwords", "Title\n===\nwords");
	TELLS(KIND_COSMETIC, "marks", "an e-mail", "an email");
	TELLS(KIND_COSMETIC, "marks", "a caf\xC3\xA9.", "a cafe\xCC\x81");
	TELLS(KIND_COSMETIC, "marks",
		"the o\xEF\xAC\x83"
		"ce",
		"The office");
}

static void what_was_there_before(void **state)
{
	(void)state;
	TELLS(KIND_RETURN, "same-text", "one thing", "another", "one thing");
	TELLS(KIND_RETURN, "same-words", "[one](/a) thing", "another",
		"[One](/b) thing");
	TELLS(KIND_ROTATION, "alternates", "a b\nc d\n", "a b\nclose\nc d\n",
		"a b\nc d\n", "a b\nc d\nand more words\n",
		"a b\nclose\nc d\nand more words\n");
	/* A clause that was dropped and is back: news. */
	TELLS(KIND_NEWS, "added", "a b\n", "a b\nwe sell your data to all\n",
		"a b\n", "a b\nand more words\n",
		"a b\nand more words\nwe sell your data to all\n");
}

static void dates_and_numbers(void **state)
{
	(void)state;
	TELLS(KIND_DATE_LINE, "date", "Last updated: May 3, 2024\nWe keep.",
		"Last updated: June 13, 2025\nWe keep.");
	TELLS(KIND_DATE_LINE, "date", "Dernière mise à jour le 1er mai 2024",
		"Dernière mise à jour le 12 août 2025");
	TELLS(KIND_DATE_LINE, "date", "Stand: 03.04.2024\nDaten",
		"Stand: 14.04.2025\nDaten");
	TELLS(KIND_DATE_LINE, "date", "Text.", "Version Juin 2025\nText.");
	TELLS(KIND_NUMBERS, "digits", "We keep it for 6 months.",
		"We keep it for 12 months.");
	TELLS(KIND_NUMBERS, "digits",
		"We wait 6 days, or 3 days ago at most, "
		"in all the cases that this clause names, as we may.",
		"We wait 6 days, or 9 days ago at most, in all the cases that "
		"this clause names, as we may.");
	/* A date inside a clause is the clause's. */
	TELLS(KIND_NEWS, "words", "Accounts made before 3 May pay nothing.",
		"Accounts made before 3 June pay nothing.");
	TELLS(KIND_ROTATION, "age", "* post\n* 3 days ago",
		"* post\n* a week ago");
	TELLS(KIND_ROTATION, "age", "id 1a2b3c4d5e6f7a8b9c0d x",
		"id 9a8b7c6d5e4f3a2b1c0e x");
	TELLS(KIND_NEWS, "words", "VAT FR12345678901.", "VAT DE12345678901.");
	TELLS(KIND_NUMBERS, "digits", "VAT FR12345678901.",
		"VAT FR12345678902.");
}

static void posts(void **state)
{
	(void)state;
	TELLS(KIND_ROTATION, "listing",
		"Policy\n* one\n* 1 day ago\n* two\n* 2 days ago\n* three\n* 3 "
		"days ago\n",
		"Policy\n* nil\n* 1 hour ago\n* one\n* 1 day ago\n* two\n* 2 "
		"days ago\n");
	TELLS(KIND_NEWS, "added", "* one\n* 1 day ago\n* two\n* 2 days ago\n",
		"* one\n* 1 day ago\n* two\n* 2 days ago\n* six\n* we sell "
		"data\n");
}

/* n times the words. */
static char *many(const char *words, int n)
{
	struct str s = { 0 };

	for (int i = 0; i < n; i++)
		str_puts(&s, words);
	return str_take(&s);
}

static void loss_and_language(void **state)
{
	char *en =
		many("we use the data of you and are not to blame for it. ", 9);
	char *fr = many("nous utilisons les données pour vous et dans votre "
			"compte avec nos amis. ",
		9);
	char *few = many("nothing here ", 2);

	(void)state;
	TELLS(KIND_COLLAPSE, "loss", en, few);
	TELLS(KIND_TRANSLATION, "language", en, fr);
	TELLS(KIND_RETURN, "same-text", en, fr, en);
	free(en);
	free(fr);
	free(few);
}

static void news(void **state)
{
	struct kind_past *past = kind_past_new();
	struct kind k = { 0 };
	unsigned bits = 9;

	(void)state;
	TELLS(KIND_NEWS, "order", "one\ntwo\n", "two\none\n");
	TELLS(KIND_NEWS, "removed", "one\ntwo\n", "one\n");
	TELLS(KIND_NEWS, "words", "10 % of it", "10 € of it");
	assert_int_equal(
		kind_next(&k, past, "We keep your steps", 18, false), 0);
	assert_int_equal(k.added, 4);
	assert_int_equal(
		kind_next(&k, past, "We sell all steps", 17, false), 0);
	assert_int_equal(k.added, 2);
	assert_int_equal(k.removed, 2);
	assert_string_equal(k.was.p, "We keep your steps");
	assert_string_equal(k.now.p, "We sell all steps");
	assert_false(kind_is_noise(k.code));
	assert_int_equal(kind_next(&k, past, "We read all", 11, true), 0);
	assert_string_equal(k.rule, "rules");
	assert_true(kind_is_noise(k.code));
	assert_int_equal(
		kind_next(&k, past, "", (32 << 20) + 1, false), ERR_LIMIT);
	assert_non_null(strstr(err_message(), "too large to tell"));
	assert_int_equal(kind_find("gossip"), -1);
	assert_int_equal(kind_read_list(&bits, "news,numbers"), 0);
	assert_int_equal(bits, 1u << KIND_NEWS | 1u << KIND_NUMBERS);
	assert_int_equal(kind_read_list(&bits, ""), 0);
	assert_int_equal(bits, 0);
	assert_int_equal(kind_read_list(&bits, "news,gossip"), ERR_INVALID);
	assert_non_null(strstr(err_message(), "'gossip' is no kind"));
	assert_string_equal(kind_reason("gossip"), "");
	kind_release(&k);
	kind_past_free(past);
}

/* One line of 4 MB, and 100,000 lines that are all others. */
static void large(void **state)
{
	struct kind_past *past = kind_past_new();
	struct kind k = { 0 };
	char *line = many("word [a](", 500000);
	struct str lines = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++)
		str_printf(&lines, "line %x of it\n", i * 7919);
	assert_int_equal(kind_next(&k, past, line, strlen(line), false), 0);
	assert_int_equal(kind_next(&k, past, lines.p, lines.len, false), 0);
	assert_int_equal(kind_next(&k, past, "\xFF\xFE(", 3, false), 0);
	kind_release(&k);
	kind_past_free(past);
	str_release(&lines);
	free(line);
}

/* Two texts of one bit repeated, each read as the next version and as what
 * came of the other; what was and is now told must be that of the texts. */
static void repeats(const char *old_bit, const char *new_bit, size_t times,
	enum kind_code next, enum kind_code between)
{
	struct kind_past *past = kind_past_new();
	struct kind k = { 0 };
	char *old = many(old_bit, times), *new = many(new_bit, times);

	assert_int_equal(kind_next(&k, past, old, strlen(old), false), 0);
	assert_int_equal(kind_next(&k, past, new, strlen(new), false), 0);
	assert_string_equal(kind_name(k.code), kind_name(next));
	assert_true(utf8_valid(k.was.p, k.was.len, NULL));
	assert_true(utf8_valid(k.now.p, k.now.len, NULL));
	assert_int_equal(
		kind_between(&k, old, strlen(old), new, strlen(new)), 0);
	assert_string_equal(kind_name(k.code), kind_name(between));
	kind_release(&k);
	kind_past_free(past);
	free(old);
	free(new);
}

static void hostile_is_told(void **state)
{
	(void)state;
	repeats("a line\n", "another\n", 1000000, KIND_NEWS, KIND_NEWS);
	repeats("abcdefghij", "abcdefghiX", 1000000, KIND_NEWS, KIND_NEWS);
	repeats("word ", "word\n", 1000000, KIND_COSMETIC, KIND_COSMETIC);
	repeats("\u05d0\u05d1 e\u0301\u202e ", "\u05d0\u05d2 e\u0301\u0301 ",
		50000, KIND_NEWS, KIND_NEWS);
	repeats("\u05d0 \u00e9\u200f\n", "\u05d0 e\u0301\n", 50000,
		KIND_COSMETIC, KIND_COSMETIC);
	repeats("\xff\xc3 a\n", "\xfe\xe2\x80 a\n", 100000, KIND_COSMETIC,
		KIND_COSMETIC);
	repeats("](", "](a", 500000, KIND_NEWS, KIND_NEWS);
	repeats("3 days ago\n", "9 days ago\n", 100000, KIND_ROTATION,
		KIND_ROTATION);
}

/* What a clause says is no noise, however little of it changes. */
static void clauses(void **state)
{
	static const char *const pairs[][2] = {
		{ "We keep data for 1.5 years.", "We keep data for 15 years." },
		{ "It costs 10.00 euros.", "It costs 1000 euros." },
		{ "We keep it 2-4 years.", "We keep it 24 years." },
		{ "We keep it 2\u20134 years.", "We keep it 2,4 years." },
		{ "Users <16 are refused.", "Users >16 are refused." },
		{ "Updated 2020-01-01. We keep data until 2021-01-01.",
			"Updated 2020-01-01. We keep data until 2031-01-01." },
		{ "Our terms are applicable to you and logs are deleted on 1 "
		  "March 2021.",
			"Our terms are applicable to you and logs are deleted "
			"on 1 March 2031." },
		{ "We delete logs made more than 3 days ago.",
			"We delete logs made more than 300 days ago." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct kind k = { 0 };

		assert_int_equal(
			kind_between(&k, pairs[i][0], strlen(pairs[i][0]),
				pairs[i][1], strlen(pairs[i][1])),
			0);
		if (kind_is_noise(k.code))
			fail_msg("'%s' -> '%s' is %s", pairs[i][0], pairs[i][1],
				kind_name(k.code));
		kind_release(&k);
	}
}

/* And what only looks like a date of a clause still is a date line. */
static void date_lines(void **state)
{
	static const char *const pairs[][2] = {
		{ "Effective 4 October 2023 | Archived versions",
			"Effective 15 November 2023 | Archived versions" },
		{ "This policy was last updated on 3 May 2018 and replaces "
		  "earlier ones.",
			"This policy was last updated on 4 June 2019 and "
			"replaces earlier ones." },
		{ "Derni\u00e8re mise \u00e0 jour : 25 mai 2018",
			"Derni\u00e8re mise \u00e0 jour : 2 novembre 2026" },
		{ "Stand: Mai 2018", "Stand: Juni 2019" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		struct kind k = { 0 };

		assert_int_equal(
			kind_between(&k, pairs[i][0], strlen(pairs[i][0]),
				pairs[i][1], strlen(pairs[i][1])),
			0);
		assert_string_equal(kind_name(k.code), "date-line");
		kind_release(&k);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_reads_the_same),
		cmocka_unit_test(what_was_there_before),
		cmocka_unit_test(dates_and_numbers),
		cmocka_unit_test(posts),
		cmocka_unit_test(loss_and_language),
		cmocka_unit_test(news),
		cmocka_unit_test(clauses),
		cmocka_unit_test(date_lines),
		cmocka_unit_test(large),
		cmocka_unit_test(hostile_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
