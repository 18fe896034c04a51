/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_libgit2 OLD NEW [OLD NEW…]
 *
 * CPU time of libgit2 over the pairs: their lines, then the words of each
 * hunk, a word on a line, without any moves, splits or kinds.
 */
#include <ctype.h>
#include <git2.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/err.h"
#include "base/file.h"

enum { ROUNDS = 5 };

/* One hunk: its words, a line each. */
struct hunk {
	struct str old, new;
	size_t changed; /* lines of words that came or went, in all hunks */
};

static void add_words(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		bool word = isalnum(c) || c >= 0x80;

		str_putc(out, text[i]);
		if (!word || i + 1 == len ||
			!(isalnum((unsigned char)text[i + 1]) ||
				(unsigned char)text[i + 1] >= 0x80))
			str_putc(out, '\n');
	}
}

static int take_word(const git_diff_delta *delta, const git_diff_hunk *hunk,
	const git_diff_line *line, void *ctx)
{
	struct hunk *h = ctx;

	(void)delta;
	(void)hunk;
	h->changed += line->origin == '+' || line->origin == '-';
	return 0;
}

static void end_hunk(struct hunk *h)
{
	git_diff_options options;

	git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
	options.context_lines = 0;
	if (h->old.len > 0 && h->new.len > 0 &&
		git_diff_buffers(h->old.p, h->old.len, NULL, h->new.p,
			h->new.len, NULL, &options, NULL, NULL, NULL, take_word,
			h) != 0)
		exit(2);
	str_clear(&h->old);
	str_clear(&h->new);
}

static int take_hunk(
	const git_diff_delta *delta, const git_diff_hunk *hunk, void *ctx)
{
	(void)delta;
	(void)hunk;
	end_hunk(ctx);
	return 0;
}

static int take_line(const git_diff_delta *delta, const git_diff_hunk *hunk,
	const git_diff_line *line, void *ctx)
{
	struct hunk *h = ctx;

	(void)delta;
	(void)hunk;
	if (line->origin == '-')
		add_words(&h->old, line->content, line->content_len);
	else if (line->origin == '+')
		add_words(&h->new, line->content, line->content_len);
	return 0;
}

static void compare(const struct str *old, const struct str *new)
{
	git_diff_options options;
	struct hunk h = { 0 };

	git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
	options.context_lines = 0;
	str_puts(&h.old, "");
	str_puts(&h.new, "");
	if (git_diff_buffers(old->p, old->len, NULL, new->p, new->len, NULL,
		    &options, NULL, NULL, take_hunk, take_line, &h) != 0)
		exit(2);
	end_hunk(&h);
	str_release(&h.old);
	str_release(&h.new);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	struct str *texts = calloc((size_t)argc + 1, sizeof(*texts));
	double start;

	git_libgit2_init();
	for (int i = 1; i < argc; i++) {
		if (file_read(&texts[i], argv[i]) != 0) {
			fprintf(stderr, "%s\n", err_message());
			return 2;
		}
	}
	start = seconds();
	for (int round = 0; round < ROUNDS; round++)
		for (int i = 1; i + 1 < argc; i += 2)
			compare(&texts[i], &texts[i + 1]);
	printf("%d %.4f\n", (argc - 1) / 2, (seconds() - start) / ROUNDS);
	for (int i = 1; i < argc; i++)
		str_release(&texts[i]);
	free(texts);
	git_libgit2_shutdown();
	return 0;
}
