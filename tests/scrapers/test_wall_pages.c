/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the rules of walls say of pages: our own in tests/scrapers/wall/
 * (<kind>.<case>.html), and the real ones under $CONSTAT_SHARED/policies.
 * Prints what was taken for what.
 */
#include "scrapers/wall.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "scrapers/declaration.h"
#include "scrapers/extract.h"

enum { PIECE_MIN = 200, PIECE_MAX = 1500 }; /* bytes of a policy's piece */

/* Asked and judged: [what it is][what was said]. */
struct confusion {
	unsigned n[WALL_KINDS][WALL_KINDS];
};

static void print_confusion(const struct confusion *c, const char *title)
{
	printf("%s\n%-12s", title, "is \\ said");
	for (int k = 0; k < WALL_KINDS; k++)
		printf(" %9s", wall_kind_name((enum wall_kind)k));
	printf("\n");
	for (int i = 0; i < WALL_KINDS; i++) {
		unsigned sum = 0;

		for (int k = 0; k < WALL_KINDS; k++)
			sum += c->n[i][k];
		if (sum == 0)
			continue;
		printf("%-12s", wall_kind_name((enum wall_kind)i));
		for (int k = 0; k < WALL_KINDS; k++)
			printf(" %9u", c->n[i][k]);
		printf("\n");
	}
}

/* Judges; says what and why on standard output when it is a wall and `quiet`
 * is not. */
static enum wall_kind judged(
	const char *name, const struct wall_input *in, enum wall_kind expected)
{
	struct wall w = { 0 };
	enum wall_kind kind;

	assert_int_equal(wall_judge(&w, in), 0);
	kind = w.kind;
	if (kind != expected) {
		printf("%s: %s %d %s [", name, wall_kind_name(kind), w.score,
			w.reasons.p);
		for (int k = 1; k < WALL_KINDS; k++)
			printf(" %d", w.scores[k]);
		printf(" ]\n");
	}
	wall_release(&w);
	return kind;
}

static bool read_file(struct str *out, const char *dir, const char *name)
{
	struct str path = { 0 };
	int rc;

	file_join(&path, dir, name);
	rc = file_exists(path.p) ? file_read(out, path.p) : ERR_NOTFOUND;
	str_release(&path);
	return rc == 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The entries of a folder, sorted. */
static char **entries(const char *dir, size_t *n)
{
	DIR *d = opendir(dir);
	char **v = NULL;
	size_t cap = 0;
	struct dirent *e;

	*n = 0;
	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		v = mem_grow(v, &cap, *n + 1, sizeof(*v));
		v[(*n)++] = mem_strdup(e->d_name);
	}
	closedir(d);
	if (*n > 0)
		qsort(v, *n, sizeof(*v), by_name);
	return v;
}

static void free_entries(char **v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(v[i]);
	free(v);
}

/* The Markdown of the whole body, as a declaration would select it. */
static bool extract_body(struct str *out, const struct str *html)
{
	static const char terms[] =
		"{\"fetch\":\"https://exemple.test/a\",\"select\":\"body\"}";
	struct declaration_terms t = { 0 };
	struct extract_job job = { .bytes = html->p, .len = html->len };
	int rc;

	assert_int_equal(declaration_terms_parse(
				 &t, "Privacy Policy", terms, strlen(terms)),
		0);
	job.part = &t.parts[0];
	rc = extract_in_process(out, NULL, &job);
	declaration_terms_release(&t);
	return rc == 0;
}

static enum wall_kind kind_of(const char *file)
{
	char name[32] = "";
	size_t n = strcspn(file, ".");
	int kind;

	assert_true(n < sizeof(name));
	memcpy(name, file, n);
	kind = wall_kind_find(name);
	assert_true(kind >= 0);
	return (enum wall_kind)kind;
}

/* Our own pages: with the body selected, and with nothing selected. */
static void test_own(void **state)
{
	struct confusion c = { 0 };
	size_t n, wrong = 0;
	char **files = entries(TEST_DIR "/wall", &n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		enum wall_kind want = kind_of(files[i]), got;
		struct str html = { 0 }, text = { 0 };
		struct wall_input in = { .status = 200 };

		assert_true(read_file(&html, TEST_DIR "/wall", files[i]));
		in.page = html.p;
		in.page_len = html.len;
		if (extract_body(&text, &html)) {
			in.text = text.p;
			in.text_len = text.len;
		}
		got = judged(files[i], &in, want);
		c.n[want][got]++;
		wrong += got != want;
		if (want != WALL_NONE) {
			in.text = NULL;
			in.text_len = 0;
			got = judged(files[i], &in, want);
			wrong += got != want;
		}
		str_release(&html);
		str_release(&text);
	}
	print_confusion(&c, "own pages");
	free_entries(files, n);
	assert_int_equal(wrong, 0);
}

static const char *shared(struct str *path, const char *below)
{
	const char *root = getenv("CONSTAT_SHARED");

	if (root == NULL || root[0] == '\0') {
		printf("CONSTAT_SHARED is not set: no real pages\n");
		skip();
	}
	str_printf(path, "%s/policies/%s", root, below);
	return path->p;
}

/* Real policies with their pages: none is a wall; nor is one whose
 * selectors would find nothing, unless it has no text without scripts. */
static void test_pages(void **state)
{
	struct str root = { 0 };
	const char *dir = shared(&root, "pages");
	struct confusion with = { 0 }, without = { 0 };
	size_t n;
	char **slugs = entries(dir, &n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct str folder = { 0 }, html = { 0 }, text = { 0 };
		struct wall_input in = { .status = 200 };

		file_join(&folder, dir, slugs[i]);
		assert_true(read_file(&text, folder.p, "expected.md"));
		in.text = text.p;
		in.text_len = text.len;
		if (read_file(&html, folder.p, "source.html")) {
			in.page = html.p;
			in.page_len = html.len;
		}
		with.n[0][judged(slugs[i], &in, WALL_NONE)]++;
		in.text = NULL;
		in.text_len = 0;
		if (in.page != NULL)
			without.n[0][judged(slugs[i], &in, WALL_NONE)]++;
		str_release(&folder);
		str_release(&html);
		str_release(&text);
	}
	print_confusion(&with, "real pages with their text");
	print_confusion(&without, "real pages, selectors find nothing");
	free_entries(slugs, n);
	str_release(&root);
	assert_int_equal(with.n[0][0], n);
	assert_int_equal(without.n[0][0] + 2, n);
}

/* Each version with the one before it that was no wall. */
static unsigned judge_history(struct confusion *c, const char *dir)
{
	size_t n;
	char **files = entries(dir, &n);
	struct str before = { 0 };
	unsigned flagged = 0;

	for (size_t i = 0; i < n; i++) {
		struct str text = { 0 }, name = { 0 };
		struct wall_input in = { .status = 200 };
		enum wall_kind kind;

		if (strstr(files[i], ".md") == NULL)
			continue;
		assert_true(read_file(&text, dir, files[i]));
		in.text = text.p;
		in.text_len = text.len;
		in.previous = before.p;
		in.previous_len = before.len;
		file_join(&name, file_basename(dir), files[i]);
		kind = judged(name.p, &in, WALL_NONE);
		c->n[0][kind]++;
		flagged += kind != WALL_NONE;
		if (kind == WALL_NONE) {
			str_release(&before);
			before = text;
		} else {
			str_release(&text);
		}
		str_release(&name);
	}
	str_release(&before);
	free_entries(files, n);
	return flagged;
}

/* The histories hold seven walls: WhatsApp's menu alone (2), and "Chargement
 * en cours" (5). */
static void test_histories(void **state)
{
	struct str root = { 0 };
	const char *dir = shared(&root, "histories");
	struct confusion c = { 0 };
	size_t n;
	char **names = entries(dir, &n);
	unsigned flagged = 0;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct str folder = { 0 };

		file_join(&folder, dir, names[i]);
		flagged += judge_history(&c, folder.p);
		str_release(&folder);
	}
	print_confusion(&c, "histories, as published");
	free_entries(names, n);
	str_release(&root);
	assert_int_equal(c.n[0][WALL_COLLAPSE], 2);
	assert_int_equal(c.n[0][WALL_SCRIPTS], 5);
	assert_int_equal(flagged, 7);
}

/* The end of the piece that begins at i: the end of a paragraph. */
static size_t piece_end(const struct str *text, size_t i)
{
	size_t end = i + PIECE_MIN;

	while (end < text->len && end < i + PIECE_MAX &&
		strncmp(text->p + end, "\n\n", 2) != 0)
		end++;
	return end < text->len ? end : text->len;
}

/* Real policies in pieces of some sentences, each as if it were a whole
 * page: short texts that do talk of cookies, captchas and logins. */
static void test_pieces(void **state)
{
	struct str root = { 0 };
	const char *dir = shared(&root, "pages");
	struct confusion c = { 0 };
	size_t n, total = 0;
	char **slugs = entries(dir, &n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct str folder = { 0 }, text = { 0 };

		file_join(&folder, dir, slugs[i]);
		assert_true(read_file(&text, folder.p, "expected.md"));
		for (size_t at = 0; at < text.len;) {
			size_t end = piece_end(&text, at);
			struct wall_input in = { .status = 200,
				.text = text.p + at,
				.text_len = end - at };

			c.n[0][judged(slugs[i], &in, WALL_NONE)]++;
			total++;
			at = end;
		}
		str_release(&folder);
		str_release(&text);
	}
	print_confusion(&c, "pieces of real policies, each as a page");
	free_entries(slugs, n);
	str_release(&root);
	assert_true((total - c.n[0][0]) * 200 <= total);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_own),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_histories),
		cmocka_unit_test(test_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
