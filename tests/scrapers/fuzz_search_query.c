/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whatever is typed is refused in words or is a query that the index takes:
 * the tree that comes of it is asked of an empty full text.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/mem.h"
#include "scrapers/search_query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An empty archive, made once; its folder is gone, its file still open. */
static struct store *open_empty(void)
{
	static const char *const files[] = { "constat.db", "constat.db-wal",
		"constat.db-shm", "secret" };
	char dir[] = "/tmp/constat-fuzz-XXXXXX", path[64];
	struct store *store = NULL;

	if (mkdtemp(dir) == NULL || store_create(dir) != 0 ||
		store_open(&store, dir, STORE_READ) != 0 ||
		passage_lend(store) != 0)
		abort();
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, files[i]);
		unlink(path);
	}
	rmdir(dir);
	return store;
}

static int none(const struct passage_hit *hit, void *ctx)
{
	(void)hit;
	(void)ctx;
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct store *store;
	char *text = mem_dup((const char *)data, size);
	struct search_query q = { 0 };

	if (store == NULL)
		store = open_empty();
	if (search_query_parse(&q, text) == 0) {
		int rc = passage_each(store, q.root, none, NULL);

		/* Only too deep a tree is refused behind the parser. */
		if (rc != 0 && rc != ERR_INVALID)
			abort();
	} else if (q.root != NULL || err_message()[0] == '\0') {
		abort();
	}
	search_query_release(&q);
	free(text);
	return 0;
}
