/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Real histories, where they are at hand. Prints the table of kinds, and
 * holds the kinds against those that a person gave to single pairs after
 * reading what differs: kind_labels.tsv (history, from, to, kind, reason),
 * kind_labels_blind.tsv (drawn by lot, by a reader who knew no output).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "scrapers/kind.h"

enum {
	HISTORIES_MAX = 32,
	VERSIONS_MAX = 64,
	LABELS_MIN = 60,
	AGREE_PART = 57
};

struct told {
	char name[256];
	enum kind_code kinds[VERSIONS_MAX];
	size_t n;
};

static struct told told[HISTORIES_MAX];
static size_t n_told;

static int is_text(const struct dirent *e)
{
	size_t len = strlen(e->d_name);

	return len > 3 && strcmp(e->d_name + len - 3, ".md") == 0;
}

static int is_folder(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static void tell(const char *folder, const char *name)
{
	struct kind_past *past = kind_past_new();
	struct told *t = &told[n_told++];
	struct dirent **names;
	int n = scandir(folder, &names, is_text, alphasort);
	struct kind k = { 0 };

	assert_in_range(n, 1, VERSIONS_MAX);
	snprintf(t->name, sizeof(t->name), "%s", name);
	for (int i = 0; i < n; i++) {
		struct str path = { 0 }, text = { 0 };

		file_join(&path, folder, names[i]->d_name);
		assert_int_equal(file_read(&text, path.p), 0);
		assert_int_equal(
			kind_next(&k, past, text.p, text.len, false), 0);
		t->kinds[t->n++] = k.code;
		if (getenv("CONSTAT_KINDS") != NULL)
			print_message("%s %d %s %s -%zu +%zu | %s | %s\n", name,
				i, kind_name(k.code), k.rule, k.removed,
				k.added, k.was.p, k.now.p);
		str_release(&path);
		str_release(&text);
		free(names[i]);
	}
	free(names);
	kind_release(&k);
	kind_past_free(past);
}

static int read_all(void **state)
{
	const char *shared = getenv("CONSTAT_SHARED");
	struct str folder = { 0 };
	struct dirent **names;
	int n;

	(void)state;
	if (shared == NULL || shared[0] == '\0') {
		print_message("skipped: no shared sample data\n");
		exit(77);
	}
	file_join(&folder, shared, "policies/histories");
	n = scandir(folder.p, &names, is_folder, alphasort);
	assert_in_range(n, 1, HISTORIES_MAX);
	for (int i = 0; i < n; i++) {
		struct str path = { 0 };

		file_join(&path, folder.p, names[i]->d_name);
		tell(path.p, names[i]->d_name);
		str_release(&path);
		free(names[i]);
	}
	free(names);
	str_release(&folder);
	return 0;
}

static size_t count(const struct told *t, enum kind_code code)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += t->kinds[i] == code;
	return n;
}

static const struct told *find(const char *part)
{
	for (size_t i = 0; i < n_told; i++)
		if (strstr(told[i].name, part) != NULL)
			return &told[i];
	fail_msg("no history '%s'", part);
	return NULL;
}

static void table(void **state)
{
	(void)state;
	print_message("%-44s", "history");
	for (int c = 1; c < KIND_TECHNICAL; c++)
		print_message(" %5.5s", kind_name((enum kind_code)c));
	print_message("\n");
	for (size_t i = 0; i < n_told; i++) {
		print_message("%-44.44s", told[i].name);
		for (int c = 1; c < KIND_TECHNICAL; c++)
			print_message(
				" %5zu", count(&told[i], (enum kind_code)c));
		print_message("\n");
	}
}

/* The three whose noise is known. */
static void known_noise(void **state)
{
	const struct told *finya = find("Finya"), *xanga = find("Xanga");
	const struct told *sante = find("Mon_espace");

	(void)state;
	assert_int_equal(count(finya, KIND_RETURN), 11);
	assert_int_equal(count(finya, KIND_NEWS), 1);
	assert_int_equal(count(finya, KIND_ADDRESS), 1);
	assert_int_equal(count(xanga, KIND_ROTATION), 4);
	assert_int_equal(count(xanga, KIND_NEWS), 1);
	assert_int_equal(count(sante, KIND_COLLAPSE), 1);
	assert_int_equal(count(sante, KIND_RETURN), 9);
	assert_int_equal(count(sante, KIND_NEWS), 0);
}

/* Labels of one file. */
struct labels {
	size_t n, same, first; /* that agree; with the first kind named */
};

/* Whether a kind is the label, or one of two with a / between. */
static bool is_label(enum kind_code code, char *label, bool *first)
{
	char *save, *one = strtok_r(label, "/", &save);
	char *other = strtok_r(NULL, "/", &save);

	assert_true(kind_find(one) >= 0);
	*first = (int)code == kind_find(one);
	if (*first || other == NULL)
		return *first;
	assert_true(kind_find(other) >= 0);
	return (int)code == kind_find(other);
}

/* One line of labels. */
static void compare(struct labels *l, char *line)
{
	char *save, *name = strtok_r(line, "\t", &save);
	char *from = strtok_r(NULL, "\t", &save);
	char *to = strtok_r(NULL, "\t", &save);
	char *label = strtok_r(NULL, "\t", &save);
	char *reason = strtok_r(NULL, "\n", &save);
	size_t index;
	bool first = false;

	assert_non_null(reason);
	l->n++;
	index = strtoul(to, NULL, 10);
	assert_int_equal(strtoul(from, NULL, 10) + 1, index);
	for (size_t i = 0; i < n_told; i++) {
		if (strcmp(told[i].name, name) != 0)
			continue;
		assert_in_range(index, 1, told[i].n - 1);
		if (is_label(told[i].kinds[index], label, &first))
			l->same++;
		else
			print_message("%s %zu: %s, by hand %s (%s)\n", name,
				index, kind_name(told[i].kinds[index]), label,
				reason);
		l->first += first;
		return;
	}
	fail_msg("no history '%s'", name);
}

static void hold(const char *path)
{
	FILE *f = fopen(path, "r");
	struct labels l = { 0 };
	char line[512];

	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL)
		if (line[0] != '#')
			compare(&l, line);
	fclose(f);
	print_message("%zu of %zu pairs as labelled by hand, %zu of them with "
		      "the first kind named\n",
		l.same, l.n, l.first);
	assert_true(l.n >= LABELS_MIN);
	assert_true(l.same * LABELS_MIN >= l.n * AGREE_PART);
}

/* By who wrote the rules; and by somebody who had not seen what they say, who
 * could name a second kind where two are as right. */
static void labels(void **state)
{
	(void)state;
	hold(TEST_DIR "/kind_labels.tsv");
	hold(TEST_DIR "/kind_labels_blind.tsv");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table),
		cmocka_unit_test(known_noise),
		cmocka_unit_test(labels),
	};

	return cmocka_run_group_tests(tests, read_all, NULL);
}
