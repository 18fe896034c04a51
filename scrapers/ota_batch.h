/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_OTA_BATCH_H
#define SCRAPERS_OTA_BATCH_H

/*
 * Commits of an Open Terms Archive repository, some hundred at a time: what
 * each brought, with its message and contents. git runs a handful of times a
 * batch, whatever the number of commits, and memory is that of a batch.
 *
 *	struct ota_batch b = { .git = &g, .fn = see, .ctx = ctx };
 *
 *	rc = ota_batch_commits(&hex, &g, NULL);
 *	...
 *	rc = ota_batch_read(&b, names, n);
 *
 * Sizes are asked for before contents. A commit that holds more than we read
 * is refused by itself, and the rest is read.
 */

#include "scrapers/ota_commit.h"
#include "scrapers/ota_git.h"
#include "scrapers/ota_log.h"
#include "scrapers/ota_path.h"

enum {
	OTA_BATCH_COMMITS = 200,
	OTA_BATCH_FILE = 32 << 20, /* bytes of one version or snapshot */
};

/* A file that a commit brought or changed; everything is borrowed. */
struct ota_batch_file {
	struct ota_log_name commit;
	const struct ota_commit *message; /* NULL when it could not be read */
	const char *raw;		  /* its path as git has it, or "" */
	size_t raw_len;
	struct ota_path path; /* meaningful when refusal is NULL */
	struct ota_log_name blob;
	const char *data;
	size_t size;
	const char *refusal; /* why it is not read, or NULL */
};

/* Hears of each in the order of the commits; non-zero ends the reading. */
typedef int (*ota_batch_fn)(const struct ota_batch_file *f, void *ctx);

struct ota_batch {
	const struct ota_git *git;
	const char *service, *type; /* only these; NULL: all */
	ota_batch_fn fn;
	void *ctx;
	size_t foreign; /* commits that are not the archive's */
};

/* Appends the names of all commits, oldest first, a line each; of those that
 * touch the service's folder when service is given. */
int ota_batch_commits(
	struct str *out, const struct ota_git *g, const char *service);

int ota_batch_read(
	struct ota_batch *b, const struct ota_log_name *names, size_t n);

/* Appends one content; *data is where it begins in out. ERR_LIMIT,
 * ERR_NOTFOUND. */
int ota_batch_blob(struct str *out, const struct ota_git *g,
	const struct ota_log_name *blob, size_t *size);

#endif
