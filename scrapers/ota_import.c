/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Batches of commits, oldest first. Versions are kept in one transaction a
 * batch; snapshots, whose reading takes longer, in one each.
 */
#include "scrapers/ota_import.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

enum { SHOWN_PROBLEMS = 20 };

/* One import under way. */
struct work {
	const struct ota_import *i;
	struct ota_git git;
	struct ota_keep keep;
	struct ota_batch batch;
	struct str names; /* of all commits */
	size_t commits, total;
};

/* --- which kind --- */

/* Versions and other files in the tree of the last commit. */
static void count_kinds(
	size_t *versions, size_t *others, const char *list, size_t len)
{
	const char *p = list, *end = list + len;

	while (p < end) {
		const char *stop = memchr(p, '\0', (size_t)(end - p));
		struct ota_path path = { 0 };
		size_t n =
			stop != NULL ? (size_t)(stop - p) : (size_t)(end - p);

		if (ota_path_parse(&path, p, n)) {
			*versions += ota_path_is_version(&path);
			*others += !ota_path_is_version(&path);
		}
		ota_path_release(&path);
		p += n + (stop != NULL);
	}
}

static int detect(struct work *w)
{
	static const char *const args[] = { "ls-tree", "-r", "-z",
		"--name-only", "--full-tree", "HEAD", NULL };
	struct str list = { 0 };
	size_t versions = 0, others = 0;
	int rc = 0;

	if (w->i->kind == OTA_IMPORT_DETECT)
		rc = ota_git_run(&list, &w->git, args, NULL, 0);
	if (rc == 0 && list.len > 0)
		count_kinds(&versions, &others, list.p, list.len);
	if (rc == 0 && w->i->kind == OTA_IMPORT_DETECT && versions == 0 &&
		others == 0)
		rc = err_set(ERR_NOTFOUND,
			_("'%s' holds no versions and no snapshots of Open "
			  "Terms Archive; --versions or --snapshots says that "
			  "it did"),
			w->i->dir);
	w->keep.versions =
		w->i->kind == OTA_IMPORT_VERSIONS ||
		(w->i->kind == OTA_IMPORT_DETECT && versions >= others);
	str_release(&list);
	return rc;
}

/* --- batches --- */

static int see_file(const struct ota_batch_file *f, void *ctx)
{
	return ota_keep_file(ctx, f);
}

static int read_batch(
	struct work *w, const struct ota_log_name *names, size_t n)
{
	bool together = w->keep.versions && !w->i->dry_run;
	int rc = together ? store_begin(w->keep.store) : 0;

	if (rc != 0)
		return rc;
	rc = ota_batch_read(&w->batch, names, n);
	if (together)
		rc = store_end(w->keep.store, rc);
	w->commits += n;
	progress_report(w->i->progress, _("reading"), w->commits, w->total);
	return rc;
}

static int read_all(struct work *w)
{
	struct ota_log_name names[OTA_BATCH_COMMITS];
	size_t at = 0, n;
	int rc = 0;

	do {
		for (n = 0; rc == 0 && n < OTA_BATCH_COMMITS; n++) {
			rc = ota_log_commit(
				&names[n], w->names.p, w->names.len, &at);
			if (names[n].hex == NULL)
				break;
		}
		if (rc == 0 && n > 0)
			rc = read_batch(w, names, n);
	} while (rc == 0 && n == OTA_BATCH_COMMITS);
	return rc != 0 ? rc : ota_keep_end(&w->keep);
}

static int list_commits(struct work *w)
{
	int rc = ota_batch_commits(&w->names, &w->git, w->i->service);

	for (size_t i = 0; rc == 0 && i < w->names.len; i++)
		w->total += w->names.p[i] == '\n';
	return rc;
}

/* Nothing that was looked for is a success only when it was there before. */
static int judge(const struct work *w)
{
	if (w->commits == 0)
		return err_set(ERR_NOTFOUND, _("'%s' has nothing of '%s'"),
			w->i->dir, w->i->service != NULL ? w->i->service : "");
	if (w->batch.foreign == w->commits)
		return err_set(ERR_NOTFOUND,
			_("no commit of '%s' reads as Open Terms Archive "
			  "writes them"),
			w->i->dir);
	return 0;
}

static void describe(struct ota_import_result *r, struct work *w)
{
	r->repository = mem_strdup(w->git.name);
	r->versions = w->keep.versions;
	r->commits = w->commits;
	r->foreign = w->batch.foreign;
	r->count = w->keep.count;
	r->problems = w->keep.problems;
	w->keep.problems = (struct problem_list){ 0 };
}

int ota_import_run(struct ota_import_result *out, struct store *s,
	const struct ota_import *i)
{
	struct work w = { .i = i };
	int rc = ota_git_open(&w.git, i->dir);

	w.keep = (struct ota_keep){ .store = s,
		.git = &w.git,
		.folder = i->folder,
		.dry_run = i->dry_run,
		.problems = { .max = SHOWN_PROBLEMS } };
	w.batch = (struct ota_batch){ .git = &w.git,
		.service = i->service,
		.type = i->type,
		.fn = see_file,
		.ctx = &w.keep };
	str_init(&w.names, (size_t)OTA_GIT_OUTPUT << 20);
	if (rc == 0)
		rc = detect(&w);
	if (rc == 0)
		rc = list_commits(&w);
	if (rc == 0)
		rc = read_all(&w);
	if (rc == 0)
		rc = judge(&w);
	if (rc == 0)
		describe(out, &w);
	ota_keep_release(&w.keep);
	ota_git_close(&w.git);
	str_release(&w.names);
	return rc;
}

void ota_import_release(struct ota_import_result *r)
{
	free(r->repository);
	problem_release(&r->problems);
	*r = (struct ota_import_result){ 0 };
}
