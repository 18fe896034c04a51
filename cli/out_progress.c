/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One line on standard error, "reading  42 % [########      ]", drawn over
 * itself at most ten times a second, and only when the work has taken longer
 * than a second already.
 */
#include "cli/out.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR = 30, FIRST_MS = 1000, EVERY_MS = 100 };

/* The one bar of the process; a command shows one at a time. */
struct bar {
	const char *what;
	int64_t start_ms, drawn_ms;
	bool shown;
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void draw(const struct bar *bar, uint64_t done, uint64_t total)
{
	char cells[BAR + 1];
	uint64_t full = total > 0 ? done * BAR / total : 0;

	if (total == 0) {
		fprintf(stderr, "\r\033[K%s  %llu", bar->what,
			(unsigned long long)done);
		return;
	}
	for (uint64_t i = 0; i < BAR; i++)
		cells[i] = i < full ? '#' : ' ';
	cells[BAR] = '\0';
	fprintf(stderr, "\r\033[K%s  %3llu %% [%s]", bar->what,
		(unsigned long long)(done * 100 / total), cells);
}

static void report(const char *what, uint64_t done, uint64_t total, void *ctx)
{
	struct bar *bar = ctx;
	int64_t now = now_ms();

	if (bar->what == NULL || strcmp(bar->what, what) != 0) {
		bar->what = what;
		bar->start_ms = now;
	}
	if (now - bar->start_ms < FIRST_MS || now - bar->drawn_ms < EVERY_MS)
		return;
	bar->drawn_ms = now;
	bar->shown = true;
	draw(bar, done < total || total == 0 ? done : total, total);
}

static struct bar *the_bar(void)
{
	static struct bar bar;

	return &bar;
}

struct progress out_progress(const struct cli *cli)
{
	struct progress none = { NULL, NULL };

	if (cli->quiet || cli->json || !isatty(STDERR_FILENO))
		return none;
	*the_bar() = (struct bar){ 0 };
	return (struct progress){ report, the_bar() };
}

void out_progress_end(void)
{
	if (the_bar()->shown)
		fputs("\r\033[K", stderr);
	the_bar()->shown = false;
}
