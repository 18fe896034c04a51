/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCRAPERS_OTA_CASE_H
#define TESTS_SCRAPERS_OTA_CASE_H

/*
 * Git repositories as Open Terms Archive's robot leaves them, for tests:
 *
 *	struct ota_case c = { 0 };
 *
 *	ota_case_begin(&c, folder);
 *	ota_case_commit(&c, "2020-…Z", "First record of …", path, text, len);
 *	ota_case_end(&c);
 */

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/child.h"
#include "base/instant.h"
#include "base/str.h"

struct ota_case {
	const char *dir; /* borrowed */
	struct str stream;
};

static inline void ota_case_git(
	const char *dir, const char *const args[], const struct str *in)
{
	const char *argv[16] = { "git", "-C", dir };
	struct str out = { 0 };
	size_t n = 3;

	while (*args != NULL)
		argv[n++] = *args++;
	argv[n] = NULL;
	if (child_run(&out, argv, NULL, in != NULL ? in->p : NULL,
		    in != NULL ? in->len : 0, NULL) != 0)
		abort();
	str_release(&out);
}

static inline void ota_case_begin(struct ota_case *c, const char *dir)
{
	const char *const init[] = { "git", "init", "-q", "-b", "main", dir,
		NULL };
	struct str out = { 0 };

	c->dir = dir;
	str_init(&c->stream, (size_t)512 << 20);
	if (child_run(&out, init, NULL, NULL, 0, NULL) != 0)
		abort();
	str_release(&out);
}

/* path as git-fast-import(1) quotes it, without quotes. mode like "100644". */
static inline void ota_case_mode(struct ota_case *c, const char *mode,
	const char *when, const char *message, const char *path,
	const void *data, size_t len)
{
	int64_t ns = 0;
	long long seconds;

	assert(instant_parse(&ns, NULL, when, strlen(when)) == 0);
	seconds = ns / INSTANT_SECOND;
	str_printf(&c->stream,
		"commit refs/heads/main\nauthor Bot <bot@exemple.test> %lld "
		"+0000\ncommitter Bot <bot@exemple.test> %lld +0000\ndata "
		"%zu\n%s\nM %s inline \"%s\"\ndata %zu\n",
		seconds, seconds, strlen(message), message, mode, path, len);
	str_add(&c->stream, data, len);
	str_putc(&c->stream, '\n');
}

static inline void ota_case_commit(struct ota_case *c, const char *when,
	const char *message, const char *path, const char *text)
{
	ota_case_mode(c, "100644", when, message, path, text, strlen(text));
}

static inline void ota_case_end(struct ota_case *c)
{
	const char *const import[] = { "fast-import", "--quiet", NULL };

	ota_case_git(c->dir, import, &c->stream);
	str_release(&c->stream);
}

/* A new folder's name; what is in it is removed by ota_case_remove(). */
static inline char *ota_case_folder(void)
{
	char template[] = "/tmp/otaXXXXXX";

	return strdup(mkdtemp(template));
}

static inline void ota_case_remove(char *folder)
{
	const char *const argv[] = { "rm", "-rf", folder, NULL };
	struct str out = { 0 };

	child_run(&out, argv, NULL, NULL, 0, NULL);
	str_release(&out);
	free(folder);
}

#endif
