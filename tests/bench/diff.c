/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_diff [--count] OLD NEW [OLD NEW…]
 *
 * CPU time of blocks, moves and words over the pairs; or, with --count, how
 * many fragments each pair's mark-up has and how many words lie in them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/file.h"
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

int main(int argc, char **argv)
{
	bool count = argc > 1 && strcmp(argv[1], "--count") == 0;
	int first = count ? 2 : 1, n = (argc - first) / 2;
	struct str *texts = calloc((size_t)argc + 1, sizeof(*texts));
	double start;

	for (int i = first; i < argc; i++) {
		if (file_read(&texts[i], argv[i]) != 0) {
			fprintf(stderr, "%s\n", err_message());
			return 2;
		}
	}
	start = seconds();
	for (int round = 0; round < (count ? 1 : ROUNDS); round++) {
		for (int i = first; i + 1 < argc; i += 2) {
			struct redline r = { 0 };
			struct tally t = { 0 };

			redline_make(&r, texts[i].p, texts[i].len,
				texts[i + 1].p, texts[i + 1].len);
			mark(&t, &r, count);
			if (count)
				printf("%zu %zu %zu\n", t.fragments, t.words,
					t.moves);
			redline_release(&r);
		}
	}
	if (!count)
		printf("%d %.4f\n", n, (seconds() - start) / ROUNDS);
	for (int i = first; i < argc; i++)
		str_release(&texts[i]);
	free(texts);
	return 0;
}
