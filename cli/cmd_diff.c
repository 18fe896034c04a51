/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>
#include <string.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/utf8.h"
#include "cli/out.h"
#include "scrapers/diff.h"
#include "scrapers/diff_write.h"
#include "scrapers/history.h"

extern const struct cmd cmd_diff;

static bool files;
static const char *format, *zone;

static const struct opt options[] = {
	{ "files", 0, OPT_FLAG, NULL,
		N_("compare two files instead of two versions"), &files },
	{ "format", 0, OPT_TEXT, N_("FORMAT"), N_("terminal, markdown or json"),
		&format },
	{ "tz", 0, OPT_TEXT, N_("ZONE"),
		N_("the time zone of dates, like Europe/Paris (else UTC)"),
		&zone },
	{ 0 },
};

/* One side: its text and what it is called. */
struct side {
	struct str text, name;
	cJSON *json; /* owned; NULL when taken */
};

static int read_file(struct side *s, const char *path)
{
	struct str bytes = { 0 };
	int rc = file_read(&bytes, path);

	if (rc == 0)
		rc = utf8_repair(&s->text, bytes.p, bytes.len);
	str_puts(&s->name, path);
	s->json = json_object();
	json_set(s->json, "file", path);
	str_release(&bytes);
	return rc;
}

static int read_version(
	struct side *s, struct store *store, const struct version_span *span)
{
	char first[INSTANT_TEXT], last[INSTANT_TEXT];

	history_when(first, &span->first);
	history_when(last, &span->last);
	str_printf(&s->name, _("version %d, seen from %s to %s"), span->number,
		first, last);
	s->json = history_span_json(span);
	return history_text(&s->text, store, span);
}

/* FROM and TO, or the last two. */
static int read_versions(struct side *old, struct side *new,
	const struct cli *cli, int argc, char **argv)
{
	struct store *store = NULL;
	struct history h = { 0 };
	const struct version_span *from = NULL, *to = NULL;
	int rc = out_open(cli, &store, false);

	if (rc == 0)
		rc = history_open(&h, store, argv[0], argv[1]);
	if (rc == 0)
		rc = history_find(&to, &h, argc > 3 ? argv[3] : "last", zone);
	if (rc == 0 && argc > 2)
		rc = history_find(&from, &h, argv[2], zone);
	else if (rc == 0 && history_count(&h) == 1)
		rc = err_set(ERR_NOTFOUND,
			_("'%s' '%s' has one version only; there is nothing "
			  "to compare it with"),
			h.service, h.terms);
	else if (rc == 0)
		history_before(&from, &to, &h);
	if (rc == 0)
		rc = read_version(old, store, from);
	if (rc == 0)
		rc = read_version(new, store, to);
	history_close(&h);
	store_close(store);
	return rc;
}

/* A last line without its line feed would differ from the same line in the
 * middle of the other text. */
static void end_line(struct str *text)
{
	str_puts(text, "");
	if (text->len > 0 && text->p[text->len - 1] != '\n')
		str_putc(text, '\n');
}

static int print_text(const struct cli *cli, const struct side *old,
	const struct side *new, const struct diff *d)
{
	struct str out = { 0 };
	bool markdown = format != NULL && strcmp(format, "markdown") == 0;
	int rc = 0;

	str_puts(&out, "");
	if (d->n > 0 && markdown)
		rc = diff_write_markdown(&out, d);
	else if (d->n > 0)
		rc = diff_write_terminal(&out, d, out_color(cli));
	if (rc != 0) {
		str_release(&out);
		return rc;
	}
	if (d->n > 0) {
		fputs(markdown ? "- \u2212 " : "--- ", stdout);
		out_text(stdout, old->name.p);
		fputs(markdown ? "\n- + " : "\n+++ ", stdout);
		out_text(stdout, new->name.p);
		fputs(markdown ? "\n\n" : "\n", stdout);
	} else {
		out_note(cli, _("no difference"));
	}
	fwrite(out.p, 1, out.len, stdout);
	str_release(&out);
	return 0;
}

static void print_json(struct side *old, struct side *new, const struct diff *d)
{
	cJSON *o = out_object("diff"), *written = diff_write_json(d);

	json_add(o, "old", old->json);
	json_add(o, "new", new->json);
	old->json = new->json = NULL;
	json_add(o, "coarse", cJSON_DetachItemFromObject(written, "coarse"));
	json_add(o, "changes", cJSON_DetachItemFromObject(written, "changes"));
	cJSON_Delete(written);
	out_json(o);
}

static int check(int argc)
{
	if (format != NULL && strcmp(format, "terminal") != 0 &&
		strcmp(format, "markdown") != 0 && strcmp(format, "json") != 0)
		return out_usage(
			&cmd_diff, _("--format is terminal, markdown or json"));
	if (files && argc != 2)
		return out_usage(&cmd_diff, _("name two files"));
	if (!files && (argc < 2 || argc > 4))
		return out_usage(&cmd_diff,
			_("name a service, its terms, and perhaps two "
			  "versions or dates"));
	return CMD_DONE;
}

static void release(struct side *s)
{
	str_release(&s->text);
	str_release(&s->name);
	cJSON_Delete(s->json);
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct side old = { 0 }, new = { 0 };
	struct diff d = { 0 };
	int status = check(argc), rc;

	if (status != CMD_DONE)
		return status;
	if (files) {
		rc = read_file(&old, argv[0]);
		if (rc == 0)
			rc = read_file(&new, argv[1]);
	} else {
		rc = read_versions(&old, &new, cli, argc, argv);
	}
	if (rc == 0) {
		end_line(&old.text);
		end_line(&new.text);
		diff_lines(
			&d, old.text.p, old.text.len, new.text.p, new.text.len);
		status = d.n > 0 ? CMD_PARTIAL : CMD_DONE;
	}
	if (rc == 0 &&
		(cli->json || (format != NULL && strcmp(format, "json") == 0)))
		print_json(&old, &new, &d);
	else if (rc == 0)
		rc = print_text(cli, &old, &new, &d);
	diff_release(&d);
	release(&old);
	release(&new);
	return rc == 0 ? status : out_fail();
}

const struct cmd cmd_diff = {
	.name = "diff",
	.args = N_("SERVICE TERMS [FROM [TO]]"),
	.summary = N_("tell what changed between two versions"),
	.detail = N_("FROM and TO are numbers of versions or dates; without "
		     "them, the last version is compared with the one before. "
		     "With --files, two files are compared. Lines that went "
		     "begin with -, lines that came with +; inside them, "
		     "[-words-] went and {+words+} came. Exit status 1: they "
		     "differ."),
	.example = "constat diff Exemple 'Privacy Policy'\n"
		   "constat diff Exemple 'Privacy Policy' 2018-09-03 last\n"
		   "constat diff --files old.md new.md",
	.options = options,
	.run = run,
};
