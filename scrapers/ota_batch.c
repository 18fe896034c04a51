/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Five runs of git a batch: the sizes of the commits, the commits, what they
 * changed, the sizes of what they brought, the contents (these in groups of
 * GROUP bytes). All that git is given are object names, one a line.
 */
#include "scrapers/ota_batch.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

enum {
	GROUP = 16 << 20,   /* bytes of contents in memory, or one content */
	FILES = 100 * 1000, /* of one batch */
	REGULAR = 0100000,  /* git's mode of a file, permissions apart */
	TYPE_MASK = 0170000,
};

static const char *const check_args[] = { "cat-file", "--batch-check", NULL };
static const char *const batch_args[] = { "cat-file", "--batch", NULL };

/* A commit of the batch. */
struct commit {
	struct ota_log_name name;
	struct ota_commit message;
	const char *refusal;
	bool wanted;
};

/* A file of the batch. */
struct file {
	size_t commit; /* index */
	struct ota_log_change change;
	struct ota_path path;
	uint64_t size;
	const char *refusal;
};

struct work {
	struct ota_batch *b;
	struct commit *commits;
	size_t n;
	struct str changes; /* files borrow from it */
	struct file *files;
	size_t n_files, cap;
};

static int give(struct work *w, const struct commit *c, const struct file *f,
	const char *refusal, const char *data)
{
	struct ota_batch_file out = { .commit = c->name,
		.message = c->message.subject != NULL ? &c->message : NULL,
		.raw = "",
		.refusal = refusal,
		.data = data };

	if (f != NULL) {
		out.raw = f->change.path;
		out.raw_len = f->change.path_len;
		out.path = f->path;
		out.blob = f->change.blob;
		out.size = (size_t)f->size;
	}
	return w->b->fn(&out, w->b->ctx);
}

static void put_name(struct str *out, const struct ota_log_name *name)
{
	str_add(out, name->hex, name->len);
	str_putc(out, '\n');
}

static bool same_name(
	const struct ota_log_name *a, const struct ota_log_name *b)
{
	return a->hex != NULL && b->hex != NULL && a->len == b->len &&
	       memcmp(a->hex, b->hex, a->len) == 0;
}

/* The next object of an answer must be the one that was asked for. */
static int expect(struct ota_log_object *o, const struct str *answer,
	size_t *at, bool body, const struct ota_log_name *name)
{
	int rc = ota_log_object(o, answer->p, answer->len, at, body);

	if (rc == 0 && !same_name(&o->name, name))
		rc = err_set(
			ERR_PARSE, _("git did not answer what it was asked"));
	return rc;
}

/* --- commits --- */

int ota_batch_commits(
	struct str *out, const struct ota_git *g, const char *service)
{
	struct str spec = { 0 };
	const char *args[] = { "rev-list", "--reverse", "--first-parent",
		"HEAD", "--", NULL, NULL };
	int rc;

	if (service != NULL) {
		str_printf(&spec, ":(top,icase,literal)%s", service);
		args[5] = spec.p;
	}
	rc = ota_git_run(out, g, args, NULL, 0);
	str_release(&spec);
	return rc;
}

static int ask(struct str *answer, struct work *w, bool body)
{
	struct str names = { 0 };
	int rc = 0;

	for (size_t i = 0; i < w->n; i++)
		if (!body || w->commits[i].refusal == NULL)
			put_name(&names, &w->commits[i].name);
	if (names.len > 0)
		rc = ota_git_run(answer, w->b->git,
			body ? batch_args : check_args, names.p, names.len);
	str_release(&names);
	return rc;
}

static int check_commits(struct work *w)
{
	struct str answer = { 0 };
	size_t at = 0;
	int rc = ask(&answer, w, false);

	for (size_t i = 0; rc == 0 && i < w->n; i++) {
		struct ota_log_object o;

		rc = expect(&o, &answer, &at, false, &w->commits[i].name);
		if (rc == 0 && strcmp(o.type, "commit") != 0)
			w->commits[i].refusal = _("it is not there");
		else if (rc == 0 && o.size > OTA_COMMIT_BYTES)
			w->commits[i].refusal = _("its message is too long");
	}
	str_release(&answer);
	return rc;
}

static int read_commits(struct work *w)
{
	struct str answer = { 0 };
	size_t at = 0;
	int rc = ask(&answer, w, true);

	for (size_t i = 0; rc == 0 && i < w->n; i++) {
		struct commit *c = &w->commits[i];
		struct ota_log_object o;

		if (c->refusal != NULL)
			continue;
		rc = expect(&o, &answer, &at, true, &c->name);
		if (rc != 0)
			break;
		if (ota_commit_parse(&c->message, o.data, (size_t)o.size) != 0)
			c->refusal = _("its author's date cannot be read");
		else if (c->message.kind == OTA_COMMIT_OTHER)
			w->b->foreign++;
		else
			c->wanted = true;
	}
	str_release(&answer);
	return rc;
}

/* --- what they changed --- */

static bool is_wanted(const struct ota_batch *b, const struct ota_path *p)
{
	return (b->service == NULL ||
		       strcasecmp(b->service, p->service) == 0) &&
	       (b->type == NULL || strcasecmp(b->type, p->type) == 0);
}

/* A change as a file of the batch; one that is not asked for is left out. */
static void add_file(
	struct work *w, size_t commit, const struct ota_log_change *change)
{
	struct file f = { .commit = commit, .change = *change };

	if (change->mode == 0)
		return;
	if (!ota_path_parse(&f.path, change->path, change->path_len))
		f.refusal = _("it is no file of a version or a snapshot");
	else if ((change->mode & TYPE_MASK) != REGULAR)
		f.refusal = _("it is a link or a module, and no file");
	if (f.path.service != NULL && !is_wanted(w->b, &f.path)) {
		ota_path_release(&f.path);
		return;
	}
	w->files = mem_grow(w->files, &w->cap, w->n_files + 1, sizeof(f));
	w->files[w->n_files++] = f;
}

static int parse_changes(struct work *w)
{
	struct ota_log_change change = { 0 };
	size_t at = 0, commit = 0;
	int rc;

	for (;;) {
		rc = ota_log_change(&change, w->changes.p, w->changes.len, &at);
		if (rc != 0 || change.commit.hex == NULL)
			return rc;
		while (commit < w->n &&
			!same_name(&w->commits[commit].name, &change.commit))
			commit++;
		if (commit == w->n)
			return err_set(ERR_PARSE,
				_("git did not answer what it was asked"));
		if (w->n_files >= FILES)
			return err_set(
				ERR_LIMIT, _("there are too many files"));
		add_file(w, commit, &change);
	}
}

static int read_changes(struct work *w)
{
	static const char *const args[] = { "diff-tree", "--stdin", "-r", "-z",
		"--root", "--raw", "--no-abbrev", "--no-renames",
		"--no-ext-diff", "--no-textconv", "--diff-merges=first-parent",
		NULL };
	struct str names = { 0 };
	int rc = 0;

	for (size_t i = 0; i < w->n; i++)
		if (w->commits[i].wanted)
			put_name(&names, &w->commits[i].name);
	if (names.len > 0)
		rc = ota_git_run(
			&w->changes, w->b->git, args, names.p, names.len);
	str_release(&names);
	return rc != 0 ? rc : parse_changes(w);
}

/* --- contents --- */

static int check_files(struct work *w)
{
	struct str names = { 0 }, answer = { 0 };
	size_t at = 0;
	int rc = 0;

	for (size_t i = 0; i < w->n_files; i++)
		if (w->files[i].refusal == NULL)
			put_name(&names, &w->files[i].change.blob);
	if (names.len > 0)
		rc = ota_git_run(
			&answer, w->b->git, check_args, names.p, names.len);
	for (size_t i = 0; rc == 0 && i < w->n_files; i++) {
		struct file *f = &w->files[i];
		struct ota_log_object o;

		if (f->refusal != NULL)
			continue;
		rc = expect(&o, &answer, &at, false, &f->change.blob);
		f->size = o.size;
		if (rc == 0 && strcmp(o.type, "blob") != 0)
			f->refusal = _("its content is not there");
		else if (rc == 0 && o.size > OTA_BATCH_FILE)
			f->refusal = _("it is larger than 32 MiB");
	}
	str_release(&names);
	str_release(&answer);
	return rc;
}

/* Files from `first` up to `last`, whose contents fit into memory. */
static int give_group(struct work *w, size_t first, size_t last)
{
	struct str names = { 0 }, answer = { 0 };
	size_t at = 0;
	int rc = 0;

	for (size_t i = first; i < last; i++)
		if (w->files[i].refusal == NULL)
			put_name(&names, &w->files[i].change.blob);
	if (names.len > 0)
		rc = ota_git_run(
			&answer, w->b->git, batch_args, names.p, names.len);
	for (size_t i = first; rc == 0 && i < last; i++) {
		struct file *f = &w->files[i];
		struct ota_log_object o = { 0 };

		if (f->refusal == NULL)
			rc = expect(&o, &answer, &at, true, &f->change.blob);
		if (rc == 0)
			rc = give(w, &w->commits[f->commit], f, f->refusal,
				o.data);
	}
	str_release(&names);
	str_release(&answer);
	return rc;
}

static int give_files(struct work *w)
{
	size_t first = 0;
	int rc = 0;

	while (rc == 0 && first < w->n_files) {
		size_t last = first;
		uint64_t bytes = 0;

		do
			bytes += w->files[last++].size;
		while (last < w->n_files &&
			bytes + w->files[last].size <= GROUP);
		rc = give_group(w, first, last);
		first = last;
	}
	return rc;
}

/* --- the batch --- */

static int give_refused_commits(struct work *w)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < w->n; i++)
		if (w->commits[i].refusal != NULL)
			rc = give(w, &w->commits[i], NULL,
				w->commits[i].refusal, NULL);
	return rc;
}

static void release(struct work *w)
{
	for (size_t i = 0; i < w->n_files; i++)
		ota_path_release(&w->files[i].path);
	free(w->files);
	for (size_t i = 0; i < w->n; i++)
		ota_commit_release(&w->commits[i].message);
	free(w->commits);
	str_release(&w->changes);
}

/* Everything up to the sizes: what may end in ERR_LIMIT. */
static int prepare(struct work *w)
{
	int rc = check_commits(w);

	if (rc == 0)
		rc = read_commits(w);
	if (rc == 0)
		rc = read_changes(w);
	return rc != 0 ? rc : check_files(w);
}

/* A batch that is too much is read in halves; the depth is that of halving
 * OTA_BATCH_COMMITS. */
static int read_halves(
	struct ota_batch *b, const struct ota_log_name *names, size_t n)
{
	int rc = ota_batch_read(b, names, n / 2);

	return rc != 0 ? rc : ota_batch_read(b, names + n / 2, n - n / 2);
}

int ota_batch_read(
	struct ota_batch *b, const struct ota_log_name *names, size_t n)
{
	struct work w = { .b = b, .n = n };
	size_t foreign = b->foreign;
	int rc;

	w.commits = mem_new(n + 1, sizeof(*w.commits));
	for (size_t i = 0; i < n; i++)
		w.commits[i].name = names[i];
	rc = prepare(&w);
	if (rc == ERR_LIMIT && n > 1) {
		release(&w);
		b->foreign = foreign;
		return read_halves(b, names, n);
	}
	if (rc == ERR_LIMIT) {
		rc = give(&w, &w.commits[0], NULL,
			_("it changes more files than are read"), NULL);
	} else if (rc == 0) {
		rc = give_refused_commits(&w);
		if (rc == 0)
			rc = give_files(&w);
	}
	release(&w);
	return rc;
}

int ota_batch_blob(struct str *out, const struct ota_git *g,
	const struct ota_log_name *blob, size_t *size)
{
	struct str name = { 0 }, answer = { 0 };
	struct ota_log_object o;
	size_t at = 0;
	int rc;

	put_name(&name, blob);
	rc = ota_git_run(&answer, g, batch_args, name.p, name.len);
	if (rc == 0)
		rc = expect(&o, &answer, &at, true, blob);
	if (rc == 0 && o.data == NULL)
		rc = err_set(ERR_NOTFOUND, _("its content is not there"));
	if (rc == 0) {
		*size = (size_t)o.size;
		rc = str_add(out, o.data, (size_t)o.size);
	}
	str_release(&name);
	str_release(&answer);
	return rc;
}
