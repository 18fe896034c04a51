/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>
#include <time.h>

#include "base/file.h"
#include "redline_case.h"

enum { SMALL = 400 }; /* changes whose moves are checked by brute force */

static void check(const struct redline *r)
{
	const char *wrong = redline_case_check(r);

	if (wrong == NULL && r->n < SMALL)
		wrong = redline_case_moves(r);
	if (wrong != NULL)
		fail_msg("%s", wrong);
}

static void make(struct redline *r, const char *old, const char *new)
{
	redline_make(r, old, strlen(old), new, strlen(new));
	check(r);
}

/* The changes as letters: = f c s j d a, upper case when moved. */
static void expect(const char *old, const char *new, const char *want)
{
	static const char letters[] = "=fcsjda", moved[] = "MFCSJDA";
	char got[64];
	struct redline r = { 0 };
	size_t n = 0;

	make(&r, old, new);
	for (; n < r.n && n + 1 < sizeof(got); n++)
		got[n] = (r.v[n].moved ? moved : letters)[r.v[n].kind];
	got[n] = '\0';
	assert_string_equal(got, want);
	redline_release(&r);
}

#define A "We collect your name, your address and your steps.\n\n"
#define B "We keep them for one year after your last visit.\n\n"
#define C "You may write to us about all of this at any time.\n\n"

static void kinds_are_told(void **state)
{
	(void)state;
	expect("", "", "");
	expect("", A, "a");
	expect(A, "", "d");
	expect(A B C, A B C, "=");
	expect(A B C, A C, "=d=");
	expect(A C, A B C, "=a=");
	expect(A B C, A "Nothing like that stands here now.\n\n" C, "=da=");
	expect(A, "We collect your name, your address and your data.\n\n", "c");
	expect(A B, "\n\n" A "\n" B, "f=");
	expect("## Who we are\n\n" A, "## **WHO WE ARE**\n\n" A, "c=");
	expect("\u00C9t\u00E9\n\n" A, "\u00E9T\u00C9!\n\n" A, "c=");
	expect("[Here](https://one.example/a/b/c/d)\n\n" A,
		"[Here](https://two.test/e/f/g)\n\n" A, "c=");
	expect("1. One thing more\n2. Another\n", "1. Another\n", "df");
}

static void moves_are_found(void **state)
{
	(void)state;
	expect("# H\n\n" A B C, "# H\n\n" C A B, "=M=");
	expect("## One\n\n" A "## Two\n\n" B C "## Three\n\nLast words here.\n",
		"## Two\n\n" B C "## One\n\n" A
		"## Three\n\nLast words here.\n",
		"=M=");
	expect("# H\n\n" A B C "Some more words that stay where they are.\n",
		"# H\n\n" C "Some more words that stay where they are.\n\n"
		"We collect your name, your address, your steps.\n\n" B,
		"==fCM");
}

static void splits_and_joins_are_seen(void **state)
{
	static const char one[] =
		"We collect your name and your address when you register. "
		"We keep them for one year after your last visit here.\n";
	static const char two[] =
		"We collect your name and your address when you register.\n\n"
		"We keep them for one year after your last visit here.\n";

	(void)state;
	expect(one, two, "s");
	expect(two, one, "j");
}

/* How many changes a reader sees, and how many marks are in the last. */
static void sees(const char *old, const char *new, size_t want, size_t marks)
{
	struct redline r = { 0 };
	struct diff d = { 0 };
	size_t n = 0, m = 0;

	make(&r, old, new);
	for (size_t i = 0; i < r.n; i++) {
		if (!redline_visible(&r, &r.v[i]))
			continue;
		n++;
		redline_words(&d, &r, &r.v[i]);
		m = 0;
		for (size_t k = 0; k < d.n; k++)
			m += !redline_is_space(&d, &d.v[k]);
	}
	assert_int_equal(n, want);
	assert_int_equal(m, marks);
	diff_release(&d);
	redline_release(&r);
}

static void blank_space_is_not_seen(void **state)
{
	(void)state;
	sees("* One thing\n* Another\n", "*   One thing\n*   Another\n", 0, 0);
	sees("One  thing\nor two\n", "One thing or two  \n", 0, 0);
	sees("One\u00A0thing\n", "One thing\n", 0, 0);
	sees("1.  One\n", "2.  One\n", 1, 1);
	sees("* One thing of many here\n", "*   One thing of most here\n", 1,
		1);
	sees("One thing of many here\n", "Onething of many here\n", 1, 1);
	sees("# H\n\n" A "* " B C, "# H\n\n*   " B A C, 1, 0);
}

static void path_is_told(void **state)
{
	struct redline r = { 0 };
	struct str path = { 0 };

	(void)state;
	make(&r, "Top\n===\n\n### [](#a)**Data**[](#b) \\[1\\]\n\n" A,
		"Top\n===\n\n### [](#a)**Data**[](#b) \\[1\\]\n\n" A B);
	assert_int_equal(r.n, 2);
	redline_path(&path, &r, &r.v[1]);
	assert_string_equal(path.p, "Top \u203a Data [1]");
	str_release(&path);
	redline_release(&r);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void bounded(
	const char *what, const struct str *old, const struct str *new)
{
	struct redline r = { 0 };
	double start = seconds(), made;

	redline_make(&r, old->p, old->len, new->p, new->len);
	made = seconds() - start;
	check(&r);
	print_message("%s: %.2f s, %zu changes; with checks %.2f s\n", what,
		made, r.n, seconds() - start);
	assert_true(seconds() - start < 60);
	redline_release(&r);
}

static void repeat(struct str *out, const char *text, size_t len)
{
	str_clear(out);
	str_puts(out, "");
	while (out->len < len)
		str_puts(out, text);
}

static void hostile_is_bounded(void **state)
{
	struct str old = { 0 }, new = { 0 };

	(void)state;
	repeat(&old, "a line\n", 7000000);
	repeat(&new, "another\n", 8000000);
	bounded("10^6 lines and 10^6 others", &old, &new);
	repeat(&old, "We share your data with others. ", 10 << 20);
	str_clear(&new);
	str_add(&new, old.p, old.len);
	new.p[5 << 20] = '!';
	bounded("one line of 10 MiB", &old, &new);
	repeat(&old, "abcdefghij", 10 << 20);
	repeat(&new, "abcdefghiX", 10 << 20);
	bounded("one word of 10 MiB", &old, &new);
	repeat(&old, "[a](b ", 1 << 20);
	repeat(&new, "[a](c ", 1 << 20);
	bounded("links that never end", &old, &new);
	repeat(&old, "word ", 1 << 20);
	repeat(&new, "word ", (1 << 20) - 5000);
	bounded("one word again and again", &old, &new);
	repeat(&old, "a\n\nb\n\nc\n\na\n\n", 1 << 20);
	repeat(&new, "b\n\na\n\nd\n\nc\n\nc\n\n", 1 << 20);
	bounded("repeated blocks", &old, &new);
	repeat(&old, "\u05d0\u05d1 e\u0301\u202e \xff\xc3 \n\n", 100000);
	repeat(&new, "\u05d0\u05d1 e\u0301\u0301\xfe \xe2\x80 \n", 100000);
	bounded("right to left, combining, not UTF-8", &old, &new);
	str_release(&old);
	str_release(&new);
}

static void unrelated_is_bounded(void **state)
{
	struct str old = { 0 }, new = { 0 };
	uint32_t s = 2463534242;

	(void)state;
	for (int side = 0; side < 2; side++) {
		struct str *out = side == 0 ? &old : &new;

		while (out->len < 1 << 20) {
			s ^= s << 13, s ^= s >> 17, s ^= s << 5;
			str_printf(out, "w%u%s", s % 5000,
				s % 64 == 0 ? ".\n\n" : " ");
		}
	}
	bounded("two unrelated texts of 1 MiB", &old, &new);
	str_release(&old);
	str_release(&new);
}

/* Texts of few letters, where every step has something to do. */
static void random_small_holds(void **state)
{
	static const char *const blocks[] = { A, B, C, "# One\n\n", "a\n\n",
		"* b c d e\n", "* b c d f\n", "We keep them for one year. ",
		"We collect your name, your address and your data.\n\n",
		"| a | b |\n", "* * *\n\n" };
	uint32_t s = 88172645;

	(void)state;
	for (int round = 0; round < 5000; round++) {
		struct str t[2] = { { 0 }, { 0 } };
		struct redline r = { 0 };

		for (int side = 0; side < 2; side++) {
			str_puts(&t[side], "");
			for (unsigned n = s % 12; n > 0; n--) {
				s ^= s << 13, s ^= s >> 17, s ^= s << 5;
				str_puts(&t[side], blocks[s % 11]);
			}
			s ^= s << 13, s ^= s >> 17, s ^= s << 5;
		}
		redline_make(&r, t[0].p, t[0].len, t[1].p, t[1].len);
		check(&r);
		redline_release(&r);
		str_release(&t[0]);
		str_release(&t[1]);
	}
}

static int is_version(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot != NULL && strcmp(dot, ".md") == 0;
}

static int is_folder(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static size_t moves, small;

static int check_history(const char *folder)
{
	struct dirent **names;
	struct str texts[2] = { { 0 }, { 0 } };
	struct redline r = { 0 };
	int n = scandir(folder, &names, is_version, alphasort);

	for (int i = 0; i < n; i++) {
		struct str path = { 0 }, *new = &texts[i % 2];
		const struct str *old = &texts[(i + 1) % 2];

		file_join(&path, folder, names[i]->d_name);
		str_clear(new);
		assert_int_equal(file_read(new, path.p), 0);
		if (i > 0) {
			redline_make(&r, old->p, old->len, new->p, new->len);
			check(&r);
			small += r.n < SMALL;
			for (size_t k = 0; k < r.n; k++)
				moves += r.v[k].moved;
		}
		str_release(&path);
		free(names[i]);
	}
	free(names);
	redline_release(&r);
	str_release(&texts[0]);
	str_release(&texts[1]);
	return n > 1 ? n - 1 : 0;
}

static void real_histories(void **state)
{
	const char *shared = getenv("CONSTAT_SHARED");
	struct dirent **names;
	struct str folder = { 0 };
	int n, pairs = 0;

	(void)state;
	if (shared == NULL || shared[0] == '\0') {
		print_message("skipped: no shared sample data\n");
		skip();
	}
	file_join(&folder, shared, "policies/histories");
	n = scandir(folder.p, &names, is_folder, alphasort);
	for (int i = 0; i < n; i++) {
		struct str path = { 0 };

		file_join(&path, folder.p, names[i]->d_name);
		pairs += check_history(path.p);
		str_release(&path);
		free(names[i]);
	}
	print_message("%d pairs, %zu moves, by brute force in %zu pairs\n",
		pairs, moves, small);
	assert_true(pairs > 0);
	free(names);
	str_release(&folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_are_told),
		cmocka_unit_test(moves_are_found),
		cmocka_unit_test(splits_and_joins_are_seen),
		cmocka_unit_test(blank_space_is_not_seen),
		cmocka_unit_test(path_is_told),
		cmocka_unit_test(random_small_holds),
		cmocka_unit_test(hostile_is_bounded),
		cmocka_unit_test(unrelated_is_bounded),
		cmocka_unit_test(real_histories),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
