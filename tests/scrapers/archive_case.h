/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCRAPERS_ARCHIVE_CASE_H
#define TESTS_SCRAPERS_ARCHIVE_CASE_H

/*
 * A fresh archive in a temporary folder, a declaration in it, and a web of
 * one page, for tests: archive_case_setup() and _teardown() are cmocka's.
 */

#include <assert.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/file.h"
#include "scrapers/fetch.h"

struct archive_case {
	char *dir;
	struct str declarations;
	struct store *store;
	const char *page; /* what the web answers */
	const char *etag; /* of the page; NULL: none */
	const char *more; /* further header lines, or NULL */
	int status;
	bool dead; /* no server answers */
	size_t requests;
};

static inline int archive_case_setup(void **state)
{
	char template[] = "/tmp/archiveXXXXXX";
	struct archive_case *c = calloc(1, sizeof(*c));

	c->dir = strdup(mkdtemp(template));
	c->status = 200;
	file_join(&c->declarations, c->dir, "declarations");
	*state = c;
	if (file_mkdir(c->declarations.p) != 0 || store_create(c->dir) != 0)
		return -1;
	return store_open(&c->store, c->dir, STORE_WRITE);
}

static inline void archive_case_empty(const char *folder)
{
	struct dirent *entry;
	DIR *dir = opendir(folder);

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		struct str path = { 0 };

		if (strcmp(entry->d_name, ".") == 0 ||
			strcmp(entry->d_name, "..") == 0)
			continue;
		file_join(&path, folder, entry->d_name);
		unlink(path.p);
		str_release(&path);
	}
	if (dir != NULL)
		closedir(dir);
	rmdir(folder);
}

static inline int archive_case_teardown(void **state)
{
	struct archive_case *c = *state;

	store_close(c->store);
	archive_case_empty(c->declarations.p);
	archive_case_empty(c->dir);
	str_release(&c->declarations);
	free(c->dir);
	free(c);
	return 0;
}

static inline void archive_case_declare(
	struct archive_case *c, const char *file, const char *text)
{
	struct str path = { 0 };

	file_join(&path, c->declarations.p, file);
	assert(file_write(path.p, text, strlen(text), FILE_REPLACE) == 0);
	str_release(&path);
}

/* Whether the request asks if the page has changed since that entity tag. */
static inline bool archive_case_asks(
	const struct http_request *q, const char *etag)
{
	static const char name[] = "If-None-Match: ";

	for (size_t i = 0; q->headers != NULL && q->headers[i] != NULL; i++)
		if (strncmp(q->headers[i], name, strlen(name)) == 0)
			return strcmp(q->headers[i] + strlen(name), etag) == 0;
	return false;
}

/* fetch_send_fn; ctx is the case. */
static inline int archive_case_send(
	struct http_response *out, const struct http_request *q, void *ctx)
{
	struct archive_case *c = ctx;

	c->requests++;
	if (c->dead)
		return err_set(ERR_NET, "'%s': nobody answers", q->url);
	out->status = c->status;
	out->start_ns = (int64_t)c->requests * INT64_C(1000000000);
	out->end_ns = out->start_ns + 1;
	if (c->etag != NULL && archive_case_asks(q, c->etag))
		out->status = 304;
	str_printf(&out->headers,
		"HTTP/1.1 %d X\r\nContent-Type: text/html; charset=utf-8\r\n"
		"%s%s%s%s\r\n",
		out->status, c->etag != NULL ? "ETag: " : "",
		c->etag != NULL ? c->etag : "", c->etag != NULL ? "\r\n" : "",
		c->more != NULL ? c->more : "");
	return out->status == 304 ? 0 : str_puts(&out->body, c->page);
}

#endif
