/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * crawl_run() alone, for tests/bench/fetch.sh: fetches the addresses on
 * standard input, one a line, and prints how many came, how many were
 * unchanged, how much that was and how much memory it took.
 *
 *	bench_fetch JOBS CA-FILE RESOLVE ETAG robots|plain <ADDRESSES
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/http.h"
#include "base/mem.h"
#include "scrapers/crawl.h"

enum { ADDRESS = 256 };

struct run {
	struct fetch_options fetch;
	size_t pages, unchanged, failed, bytes, reused;
};

struct page {
	struct crawl_page crawl;
	char url[ADDRESS];
};

static struct crawl_page *next(void *ctx)
{
	struct run *run = ctx;
	struct page *page = mem_new(1, sizeof(*page));

	if (fgets(page->url, sizeof(page->url), stdin) == NULL) {
		free(page);
		return NULL;
	}
	page->url[strcspn(page->url, "\n")] = '\0';
	page->crawl.url = page->url;
	page->crawl.fetch = run->fetch;
	page->crawl.ctx = page;
	return &page->crawl;
}

static int done(struct crawl_page *page, void *ctx)
{
	struct run *run = ctx;
	const struct fetch *f = &page->result;

	if (page->rc != 0)
		fprintf(stderr, "%s\n", page->message);
	run->failed += page->rc != 0;
	run->pages++;
	run->unchanged += f->unchanged;
	for (size_t i = 0; i < f->n; i++) {
		run->bytes += f->v[i].answer.body.len;
		run->reused += f->v[i].answer.reused;
	}
	crawl_page_release(page);
	free(page->ctx);
	return 0;
}

int main(int argc, char **argv)
{
	const char *resolve[2] = { NULL, NULL };
	struct run run = { .fetch = { .allow_private = true } };
	struct crawl_options o = {
		.next = next, .done = done, .no_pause = true, .ctx = &run
	};
	struct rusage usage;
	int rc;

	if (argc != 6) {
		fprintf(stderr, "usage: bench_fetch JOBS CA-FILE RESOLVE ETAG "
				"robots|plain\n");
		return 2;
	}
	o.jobs = (unsigned)strtoul(argv[1], NULL, 10);
	o.robots = strcmp(argv[5], "robots") == 0;
	resolve[0] = argv[3];
	run.fetch.ca_file = argv[2];
	run.fetch.resolve = resolve;
	run.fetch.etag = argv[4][0] != '\0' ? argv[4] : NULL;
	rc = http_start();
	if (rc == 0)
		rc = crawl_run(&o);
	http_stop();
	getrusage(RUSAGE_SELF, &usage);
	printf("%zu pages, %zu unchanged, %zu failed, %zu bytes, %zu on a kept "
	       "connection, %ld MiB\n",
		run.pages, run.unchanged, run.failed, run.bytes, run.reused,
		usage.ru_maxrss / 1024);
	return rc != 0 || run.failed > 0;
}
