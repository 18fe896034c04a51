/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/diff.h"

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

/* A reproducible stream of numbers (xorshift). */
static uint32_t next(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* Old with the runs applied is new; runs are in order and apart. */
static void check_exact(const struct diff *d, const char *text, size_t len)
{
	struct str made = { 0 };
	size_t old = 0, new = 0;

	for (size_t i = 0; i < d->n; i++) {
		const struct diff_run *r = &d->v[i];

		assert_true(i == 0 || r->old.at > old);
		assert_int_equal(r->old.at - old, r->new.at - new);
		old = r->old.at + r->old.n;
		new = r->new.at + r->new.n;
		assert_true(r->old.n + r->new.n > 0);
	}
	assert_int_equal(d->old.n - old, d->new.n - new);
	assert_int_equal(diff_apply(&made, d), 0);
	assert_int_equal(made.len, len);
	assert_memory_equal(made.p, text, len);
	str_release(&made);
}

static size_t edits(const struct diff *d)
{
	size_t sum = 0;

	for (size_t i = 0; i < d->n; i++)
		sum += d->v[i].old.n + d->v[i].new.n;
	return sum;
}

/* The shortest script by dynamic programming over characters. */
static size_t shortest(const char *a, size_t n, const char *b, size_t m)
{
	size_t row[64];

	assert_true(m < 64);
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t above = row[j];
			size_t best = above < row[j - 1] ? above : row[j - 1];

			row[j] = a[i - 1] == b[j - 1] ? diagonal : best + 1;
			diagonal = above;
		}
	}
	return row[m];
}

static void lines_of(struct str *out, const char *letters, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		str_putc(out, letters[i]);
		str_putc(out, '\n');
	}
}

static void random_small_is_shortest(void **state)
{
	uint32_t seed = 2463534242;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char a[40], b[40];
		size_t n = next(&seed) % 40, m = next(&seed) % 40;
		unsigned letters = 1 + next(&seed) % 6;
		struct str old = { 0 }, new = { 0 };
		struct diff d = { 0 };

		for (size_t i = 0; i < n; i++)
			a[i] = (char)('a' + next(&seed) % letters);
		for (size_t i = 0; i < m; i++)
			b[i] = (char)('a' + next(&seed) % letters);
		str_puts(&old, "");
		str_puts(&new, "");
		lines_of(&old, a, n);
		lines_of(&new, b, m);
		diff_lines(&d, old.p, old.len, new.p, new.len);
		check_exact(&d, new.p, new.len);
		assert_int_equal(edits(&d), shortest(a, n, b, m));
		assert_false(d.coarse);
		diff_release(&d);
		str_release(&old);
		str_release(&new);
	}
}

static void plain_cases(void **state)
{
	struct diff d = { 0 };

	(void)state;
	diff_lines(&d, "", 0, "", 0);
	assert_int_equal(d.n, 0);
	diff_lines(&d, "a\nb\nc\n", 6, "a\nx\nc\n", 6);
	assert_int_equal(d.n, 1);
	assert_int_equal(d.v[0].old.at, 1);
	assert_int_equal(d.v[0].old.n, 1);
	assert_int_equal(d.v[0].new.at, 1);
	assert_int_equal(d.v[0].new.n, 1);
	diff_lines(&d, "a\nb", 3, "a\nb\n", 4);
	assert_int_equal(d.n, 1);
	check_exact(&d, "a\nb\n", 4);
	diff_lines(&d, "a\0b\n", 4, "a\0c\n", 4);
	assert_int_equal(d.n, 1);
	check_exact(&d, "a\0c\n", 4);
	diff_release(&d);
}

static void words_are_marked(void **state)
{
	const char *old = "Nous pouvons partager vos pas.";
	const char *new = "Nous pouvons partager vos donn\u00e9es.";
	struct diff d = { 0 };
	const char *bytes;
	size_t len;

	(void)state;
	diff_words(&d, old, strlen(old), new, strlen(new));
	assert_int_equal(d.n, 1);
	bytes = diff_bytes(&d.old, &d.v[0].old, &len);
	assert_int_equal(len, 3);
	assert_memory_equal(bytes, "pas", 3);
	bytes = diff_bytes(&d.new, &d.v[0].new, &len);
	assert_int_equal(len, 8);
	assert_memory_equal(bytes, "donn\u00e9es", 8);
	diff_release(&d);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The same 200,000 lines in another order: the worst there is. */
static void shuffled_is_bounded(void **state)
{
	enum { LINES = 200000 };
	uint32_t seed = 88172645, *order = calloc(LINES, sizeof(*order));
	struct str old = { 0 }, new = { 0 };
	struct diff d = { 0 };
	double start = seconds();

	(void)state;
	for (uint32_t i = 0; i < LINES; i++)
		order[i] = i;
	for (uint32_t i = LINES - 1; i > 0; i--) {
		uint32_t j = next(&seed) % (i + 1), kept = order[i];

		order[i] = order[j];
		order[j] = kept;
	}
	for (uint32_t i = 0; i < LINES; i++) {
		str_printf(&old, "line %u\n", i);
		str_printf(&new, "line %u\n", order[i]);
	}
	diff_lines(&d, old.p, old.len, new.p, new.len);
	assert_true(d.coarse);
	check_exact(&d, new.p, new.len);
	print_message("shuffled %d lines: %.2f s\n", LINES, seconds() - start);
	assert_true(seconds() - start < 30);
	diff_release(&d);
	str_release(&old);
	str_release(&new);
	free(order);
}

static void all_different_is_quick(void **state)
{
	struct str old = { 0 }, new = { 0 };
	struct diff d = { 0 };

	(void)state;
	for (int i = 0; i < 200000; i++) {
		str_printf(&old, "old %d\n", i);
		str_printf(&new, "new %d\n", i);
	}
	diff_lines(&d, old.p, old.len, new.p, new.len);
	assert_false(d.coarse);
	assert_int_equal(d.n, 1);
	check_exact(&d, new.p, new.len);
	diff_release(&d);
	str_release(&old);
	str_release(&new);
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

static void check_pair(const struct str *old, const struct str *new)
{
	struct diff d = { 0 };

	diff_lines(&d, old->p, old->len, new->p, new->len);
	check_exact(&d, new->p, new->len);
	diff_words(&d, old->p, old->len, new->p, new->len);
	check_exact(&d, new->p, new->len);
	diff_release(&d);
}

static int check_history(const char *folder)
{
	struct dirent **names;
	struct str texts[2] = { { 0 }, { 0 } };
	int n = scandir(folder, &names, is_version, alphasort);

	for (int i = 0; i < n; i++) {
		struct str path = { 0 };

		file_join(&path, folder, names[i]->d_name);
		str_clear(&texts[i % 2]);
		assert_int_equal(file_read(&texts[i % 2], path.p), 0);
		if (i > 0)
			check_pair(&texts[(i + 1) % 2], &texts[i % 2]);
		str_release(&path);
		free(names[i]);
	}
	free(names);
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
	print_message("%d pairs of real versions\n", pairs);
	assert_true(pairs > 0);
	free(names);
	str_release(&folder);
}

/* Runs that white space parts become one, and the script stays exact. */
static void blank_gaps_are_joined(void **state)
{
	static const char old[] = "le 2 mai 2026, la montre bleue";
	static const char new[] = "le 20 novembre 2026, nos produits bleus";
	struct str again = { 0 };
	struct diff d = { 0 };
	size_t before;

	(void)state;
	diff_words(&d, old, strlen(old), new, strlen(new));
	before = d.n;
	diff_join(&d);
	assert_int_equal(d.n, 2);
	assert_true(d.n < before);
	assert_int_equal(diff_apply(&again, &d), 0);
	assert_string_equal(again.p, new);
	str_release(&again);
	diff_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_cases),
		cmocka_unit_test(words_are_marked),
		cmocka_unit_test(blank_gaps_are_joined),
		cmocka_unit_test(random_small_is_shortest),
		cmocka_unit_test(all_different_is_quick),
		cmocka_unit_test(shuffled_is_bounded),
		cmocka_unit_test(real_histories),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
