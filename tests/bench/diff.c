/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_diff [--kinds | --whole | --count] OLD NEW [OLD NEW…]
 *
 * CPU time of blocks, moves and words over the pairs; of the kinds of their
 * changes; of all that together; or, with --count, how many fragments each
 * pair's mark-up has and how many words lie in them.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/file.h"
#include "scrapers/kind.h"
#include "scrapers/redline.h"
#include "scrapers/words.h"

enum { ROUNDS = 5 };

struct tally {
	size_t fragments, words, moves;
};

static void count_side(struct tally *t, const struct diff_text *text,
	const struct diff_range *range)
{
	size_t len;
	const char *bytes = diff_bytes(text, range, &len);

	t->fragments += len > 0;
	t->words += words_count(bytes, len);
}

static void mark(struct tally *t, const struct redline *r, bool count)
{
	struct diff d = { 0 };

	for (size_t i = 0; i < r->n; i++) {
		t->moves += r->v[i].moved;
		if (!redline_visible(r, &r->v[i]))
			continue;
		redline_words(&d, r, &r->v[i]);
		for (size_t k = 0; count && k < d.n; k++) {
			count_side(t, &d.old, &d.v[k].old);
			count_side(t, &d.new, &d.v[k].new);
		}
	}
	diff_release(&d);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What a run does. */
struct job {
	bool count, blocks, kinds;
};

static struct job read_job(int argc, char **argv, int *first)
{
	const char *word = argc > 1 ? argv[1] : "";
	struct job job = { .count = strcmp(word, "--count") == 0,
		.kinds = strcmp(word, "--kinds") == 0 };
	bool whole = strcmp(word, "--whole") == 0;

	*first = job.count || job.kinds || whole ? 2 : 1;
	job.blocks = !job.kinds;
	job.kinds |= whole;
	return job;
}

static void tell_blocks(
	const struct str *old, const struct str *new, bool count)
{
	struct redline r = { 0 };
	struct tally t = { 0 };

	redline_make(&r, old->p, old->len, new->p, new->len);
	mark(&t, &r, count);
	if (count)
		printf("%zu %zu %zu\n", t.fragments, t.words, t.moves);
	redline_release(&r);
}

static void tell_kind(struct kind_past *past, const struct str *text)
{
	struct kind k = { 0 };

	if (kind_next(&k, past, text->p, text->len, false) != 0)
		exit(2);
	kind_release(&k);
}

/* Each pair; where one goes on with the text that the last one ended with,
 * so does the history that tells kinds. */
static void tell_all(
	char **names, const struct str *texts, int n, const struct job *job)
{
	struct kind_past *past = NULL;

	for (int i = 0; i + 1 < n; i += 2) {
		if (job->blocks)
			tell_blocks(&texts[i], &texts[i + 1], job->count);
		if (!job->kinds)
			continue;
		if (i == 0 || strcmp(names[i - 1], names[i]) != 0) {
			kind_past_free(past);
			past = kind_past_new();
			tell_kind(past, &texts[i]);
		}
		tell_kind(past, &texts[i + 1]);
	}
	kind_past_free(past);
}

int main(int argc, char **argv)
{
	int first, n;
	const struct job job = read_job(argc, argv, &first);
	struct str *texts = calloc((size_t)argc + 1, sizeof(*texts));
	double start;

	n = argc - first;
	for (int i = 0; i < n; i++) {
		if (file_read(&texts[i], argv[first + i]) != 0) {
			fprintf(stderr, "%s\n", err_message());
			return 2;
		}
	}
	start = seconds();
	for (int round = 0; round < (job.count ? 1 : ROUNDS); round++)
		tell_all(argv + first, texts, n, &job);
	if (!job.count)
		printf("%d %.4f\n", n / 2, (seconds() - start) / ROUNDS);
	for (int i = 0; i < n; i++)
		str_release(&texts[i]);
	free(texts);
	return 0;
}
