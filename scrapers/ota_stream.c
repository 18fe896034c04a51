/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A commit in the stream (git-fast-import(1)):
 *
 *	commit refs/heads/main
 *	mark :1
 *	author constat <constat@localhost> 1602136903 +0000
 *	committer constat <constat@localhost> 1602136903 +0000
 *	data 64
 *	First record of Exemple Privacy Policy
 *	…
 *	M 100644 inline "Exemple/Privacy Policy.md"
 *	data 1234
 *	…
 */
#include "scrapers/ota_stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"

enum {
	GROUP = 8 << 20,	/* bytes for one run of git */
	COMMIT_MAX = 100 << 20, /* of the stream, with one commit more */
};

#define BRANCH "main"
#define REF "refs/heads/" BRANCH
#define WHO "constat <constat@localhost>"

/* --- opening --- */

int ota_stream_check(const char *dir)
{
	struct str part = { 0 };
	int rc = 0;

	str_printf(&part, "%s.part", dir);
	if (file_exists(dir))
		rc = err_set(ERR_EXISTS,
			_("'%s' is there already; nothing of it is replaced"),
			dir);
	else if (file_exists(part.p))
		rc = err_set(ERR_EXISTS,
			_("'%s' is left of an export that did not end; remove "
			  "it"),
			part.p);
	str_release(&part);
	return rc;
}

int ota_stream_open(struct ota_stream *out, const char *dir)
{
	struct ota_stream s = { .dir = mem_strdup(dir) };
	struct str path = { 0 };
	int rc;

	str_printf(&path, "%s.part", dir);
	s.part = str_take(&path);
	str_init(&s.text, COMMIT_MAX);
	rc = ota_stream_check(dir);
	if (rc == 0)
		rc = file_mkdir(s.part);
	if (rc == 0)
		rc = ota_git_create(&s.git, s.part, BRANCH);
	if (rc == 0) {
		file_join(&path, s.git.git_dir, "constat-marks");
		s.marks = str_take(&path);
		*out = s;
		return 0;
	}
	return ota_stream_close(&s, rc);
}

/* --- writing --- */

static int flush(struct ota_stream *s)
{
	struct str in = { 0 }, out = { 0 }, said = { 0 };
	const char *args[] = { "fast-import", "--quiet", "--done",
		"--date-format=raw", NULL, NULL, NULL };
	int rc;

	if (s->written == s->n)
		return 0;
	str_printf(&in, "--import-marks-if-exists=%s", s->marks);
	str_printf(&out, "--export-marks=%s", s->marks);
	args[4] = in.p;
	args[5] = out.p;
	str_puts(&s->text, "done\n");
	rc = str_check(&s->text, _("a commit"));
	if (rc == 0)
		rc = ota_git_run(&said, &s->git, args, s->text.p, s->text.len);
	s->written = s->n;
	str_clear(&s->text);
	str_release(&in);
	str_release(&out);
	str_release(&said);
	return rc;
}

static void put_path(struct str *out, const char *path)
{
	str_putc(out, '"');
	for (; *path != '\0'; path++) {
		if (*path == '"' || *path == '\\')
			str_putc(out, '\\');
		str_putc(out, *path);
	}
	str_puts(out, "\"\n");
}

static void put_data(struct str *out, const void *data, size_t len)
{
	str_printf(out, "data %zu\n", len);
	str_add(out, data, len);
	str_putc(out, '\n');
}

int ota_stream_add(struct ota_stream *s, const struct ota_stream_commit *c)
{
	long long seconds = c->seen_ns / INSTANT_SECOND;
	bool goes_on = s->n > 0 && s->written == s->n;

	if (c->seen_ns < 0)
		return err_set(
			ERR_INVALID, _("git holds no dates before 1970"));
	s->n++;
	str_printf(&s->text,
		"commit " REF "\nmark :%zu\nauthor " WHO
		" %lld +0000\ncommitter " WHO " %lld +0000\n",
		s->n, seconds, seconds);
	put_data(&s->text, c->message, strlen(c->message));
	if (goes_on)
		str_puts(&s->text, "from " REF "^0\n");
	str_puts(&s->text, "M 100644 inline ");
	put_path(&s->text, c->path);
	put_data(&s->text, c->data, c->len);
	return s->text.len > GROUP ? flush(s) : 0;
}

int ota_stream_names(struct str *out, struct ota_stream *s)
{
	struct str names;
	int rc = flush(s);

	if (rc != 0 || s->n == 0)
		return rc;
	str_init(&names, OTA_STREAM_NAMES);
	rc = file_read(&names, s->marks);
	if (rc == 0)
		rc = str_add(out, names.p, names.len);
	str_release(&names);
	return rc;
}

/* --- the end --- */

static int check_out(const struct ota_stream *s)
{
	struct str tree = { 0 }, said = { 0 };
	const char *args[] = { NULL, "reset", "--hard", "--quiet", REF, NULL };
	int rc;

	str_printf(&tree, "--work-tree=%s", s->part);
	args[0] = tree.p;
	rc = ota_git_run(&said, &s->git, args, NULL, 0);
	str_release(&tree);
	str_release(&said);
	return rc;
}

int ota_stream_close(struct ota_stream *s, int rc)
{
	if (rc == 0)
		rc = flush(s);
	if (rc == 0 && s->n > 0)
		rc = check_out(s);
	if (rc == 0 && s->marks != NULL)
		unlink(s->marks);
	if (rc == 0 && rename(s->part, s->dir) != 0)
		rc = err_sys(_("cannot give '%s' its name"), s->dir);
	ota_git_close(&s->git);
	free(s->dir);
	free(s->part);
	free(s->marks);
	str_release(&s->text);
	*s = (struct ota_stream){ 0 };
	return rc;
}
