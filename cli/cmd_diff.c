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
#include "scrapers/patch.h"
#include "scrapers/redline_html.h"
#include "scrapers/redline_json.h"
#include "scrapers/redline_kind.h"
#include "scrapers/redline_write.h"

extern const struct cmd cmd_diff;

static bool files, lines, words, side;
static const char *format, *zone, *patch, *only;
static unsigned kinds; /* of --only */
static int64_t context = 1;

static const struct opt options[] = {
	{ "files", 0, OPT_FLAG, NULL,
		N_("compare two files instead of two versions"), &files },
	{ "format", 0, OPT_TEXT, N_("FORMAT"),
		N_("terminal, markdown, html, json or patch"), &format },
	{ "context", 0, OPT_NUMBER, N_("N"),
		N_("show N blocks around a change (1)"), &context },
	{ "side", 0, OPT_FLAG, NULL, N_("html: old and new side by side"),
		&side },
	{ "only", 0, OPT_TEXT, N_("KINDS"),
		N_("show changes of these kinds, with commas between"), &only },
	{ "word", 0, OPT_FLAG, NULL,
		N_("compare blocks, and words inside them (the default)"),
		&words },
	{ "line", 0, OPT_FLAG, NULL,
		N_("compare lines only, as programmers do"), &lines },
	{ "apply", 0, OPT_TEXT, N_("PATCH"),
		N_("print the text that PATCH makes of the one file named"),
		&patch },
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
	int rc = file_read(&s->text, path);

	str_puts(&s->name, path);
	s->json = json_object();
	json_set(s->json, "file", path);
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
	if (text->len > 0 && text->p[text->len - 1] != '\n')
		str_putc(text, '\n');
}

static bool is_format(const char *name)
{
	return format != NULL && strcmp(format, name) == 0;
}

static void put_names(
	struct str *out, const struct side *old, const struct side *new)
{
	bool markdown = is_format("markdown");

	str_puts(out, markdown ? "- \u2212 " : "--- ");
	utf8_printable(out, old->name.p, old->name.len, false);
	str_puts(out, markdown ? "\n- + " : "\n+++ ");
	utf8_printable(out, new->name.p, new->name.len, false);
	str_puts(out, markdown ? "\n\n" : "\n");
}

/* The comparison by lines. True in *differ when there is one. */
static int write_lines(struct str *out, bool *differ, const struct cli *cli,
	struct side *old, struct side *new)
{
	struct diff d = { 0 };
	int rc = 0;

	end_line(&old->text);
	end_line(&new->text);
	diff_lines(&d, old->text.p, old->text.len, new->text.p, new->text.len);
	*differ = d.n > 0;
	if (*differ)
		put_names(out, old, new);
	if (*differ && is_format("markdown"))
		rc = diff_write_markdown(out, &d);
	else if (*differ)
		rc = diff_write_terminal(out, &d, out_color(cli));
	diff_release(&d);
	return rc;
}

static int write_words(struct str *out, bool *differ, const struct cli *cli,
	const struct side *old, const struct side *new)
{
	struct redline_rest rest = { 0 };
	const struct redline_look look = { (size_t)context, out_color(cli),
		&rest };
	const struct redline_page page = { (size_t)context, side, old->name.p,
		new->name.p, &rest };
	struct redline r = { 0 };
	int rc = 0;

	redline_make(
		&r, old->text.p, old->text.len, new->text.p, new->text.len);
	if (kinds != 0)
		redline_only(&rest, &r, kinds);
	*differ = old->text.len != new->text.len ||
		  memcmp(old->text.p, new->text.p, old->text.len) != 0;
	if (is_format("patch")) {
		rc = patch_write(out, &r);
	} else if (is_format("html")) {
		rc = redline_html(out, &r, &page);
	} else if (*differ) {
		put_names(out, old, new);
		rc = is_format("markdown")
			     ? redline_write_markdown(out, &r, &look)
			     : redline_write_terminal(out, &r, &look);
	}
	redline_release(&r);
	return rc;
}

static bool print_json(struct side *old, struct side *new)
{
	cJSON *o = out_object("diff"), *made;
	struct redline_rest rest = { 0 };
	struct diff d = { 0 };
	struct redline r = { 0 };
	bool differ = old->text.len != new->text.len ||
		      memcmp(old->text.p, new->text.p, old->text.len) != 0;

	json_add(o, "old", old->json);
	json_add(o, "new", new->json);
	old->json = new->json = NULL;
	if (lines) {
		end_line(&old->text);
		end_line(&new->text);
		diff_lines(&d, old->text.p, old->text.len, new->text.p,
			new->text.len);
		differ = d.n > 0;
		made = diff_write_json(&d);
		json_add(o, "coarse",
			cJSON_DetachItemFromObject(made, "coarse"));
		json_add(o, "changes",
			cJSON_DetachItemFromObject(made, "changes"));
		cJSON_Delete(made);
	} else {
		redline_make(&r, old->text.p, old->text.len, new->text.p,
			new->text.len);
		if (kinds != 0) {
			redline_only(&rest, &r, kinds);
			json_add(o, "not_shown", redline_rest_json(&rest));
		}
		json_add(o, "changes", redline_json(&r));
	}
	diff_release(&d);
	redline_release(&r);
	out_json(o);
	return differ;
}

/* Prints the comparison; CMD_PARTIAL in *status when they differ. */
static int compare(
	int *status, const struct cli *cli, struct side *old, struct side *new)
{
	struct str out = { 0 };
	bool differ = false;
	int rc = 0;

	str_puts(&old->text, "");
	str_puts(&new->text, "");
	str_puts(&out, "");
	if (cli->json || is_format("json"))
		differ = print_json(old, new);
	else if (lines)
		rc = write_lines(&out, &differ, cli, old, new);
	else
		rc = write_words(&out, &differ, cli, old, new);
	if (rc == 0 && !differ)
		out_note(cli, _("no difference"));
	if (rc == 0 && (is_format("html") || is_format("patch")))
		out_document(out.p, out.len);
	else if (rc == 0)
		fwrite(out.p, 1, out.len, stdout);
	*status = differ ? CMD_PARTIAL : CMD_DONE;
	str_release(&out);
	return rc;
}

static int apply(const char *path)
{
	struct str old = { 0 }, bytes = { 0 }, new = { 0 };
	int rc = file_read(&old, path);

	if (rc == 0)
		rc = file_read(&bytes, patch);
	if (rc == 0)
		rc = err_wrap(
			patch_apply(&new, old.p, old.len, bytes.p, bytes.len),
			"'%s'", patch);
	if (rc == 0)
		out_document(new.p, new.len);
	str_release(&old);
	str_release(&bytes);
	str_release(&new);
	return rc == 0 ? CMD_DONE : out_fail();
}

static bool is_known(void)
{
	static const char *const known[] = { "terminal", "markdown", "html",
		"json", "patch" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (format == NULL || strcmp(format, known[i]) == 0)
			return true;
	return false;
}

static int check(int argc)
{
	if (!is_known())
		return out_usage(&cmd_diff,
			_("--format is terminal, markdown, html, json or "
			  "patch"));
	if (lines && (words || is_format("html") || is_format("patch")))
		return out_usage(&cmd_diff,
			_("--line goes with terminal, markdown and json, and "
			  "not with --word"));
	if (only != NULL && (lines || is_format("patch")))
		return out_usage(&cmd_diff,
			_("--only does not go with --format patch, which must "
			  "make the whole new text, nor with --line: lines "
			  "have no kinds"));
	if (patch != NULL && argc != 1)
		return out_usage(
			&cmd_diff, _("name the one file that --apply changes"));
	if (files && argc != 2)
		return out_usage(&cmd_diff, _("name two files"));
	if (patch == NULL && !files && (argc < 2 || argc > 4))
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
	int status = check(argc), rc;

	if (status != CMD_DONE)
		return status;
	if (only != NULL && kind_read_list(&kinds, only) != 0)
		return out_fail();
	if (patch != NULL)
		return apply(argv[0]);
	if (files) {
		rc = read_file(&old, argv[0]);
		if (rc == 0)
			rc = read_file(&new, argv[1]);
	} else {
		rc = read_versions(&old, &new, cli, argc, argv);
	}
	if (rc == 0)
		rc = compare(&status, cli, &old, &new);
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
		     "With --files, two files are compared. Headings, "
		     "paragraphs, items and rows are compared as blocks: "
		     "- went, + came, ~ changed, > moved; inside them, "
		     "[-words-] went and {+words+} came. --only shows "
		     "changes of some kinds alone (the kinds are those of "
		     "'constat help history', and moved), and says how many "
		     "it left out. --format patch "
		     "prints what --apply makes the new text of, byte for "
		     "byte. Exit status 1: they differ."),
	.example = "constat diff Exemple 'Privacy Policy'\n"
		   "constat diff Exemple 'Privacy Policy' 2018-09-03 last\n"
		   "constat diff Exemple 'Privacy Policy' --only news,numbers\n"
		   "constat diff --files old.md new.md --format html\n"
		   "constat diff --apply change.patch old.md",
	.options = options,
	.paged = true,
	.run = run,
};
