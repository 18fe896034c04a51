/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>
#include <string.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "cases/draft.h"
#include "cli/out.h"

extern const struct cmd cmd_draft;

enum { PAGES_MANY = 40 };

static const char *lang, *authority, *template_file, *output, *pdfa;

static const struct opt options[] = {
	{ "output", 'o', OPT_TEXT, N_("FILE"),
		N_("write FILE.pdf, FILE.html or FILE.md"), &output },
	{ "lang", 0, OPT_TEXT, N_("LANG"),
		N_("language of the document (fr); the case's is meant else"),
		&lang },
	{ "authority", 0, OPT_TEXT, N_("SLUG"),
		N_("the authority it is for (frcnil); the case's is meant "
		   "else"),
		&authority },
	{ "template", 0, OPT_TEXT, N_("FILE"),
		N_("use your own letter (Mustache over Markdown)"),
		&template_file },
	{ "pdfa", 0, OPT_TEXT, N_("PART"),
		N_("3u with the exhibits inside (what is meant else), or 1b "
		   "without, for validators"),
		&pdfa },
	{ 0 },
};

static void say_finding(const struct rules_finding *f, void *ctx)
{
	const struct cli *cli = ctx;

	if (!f->blocks && !cli->verbose)
		return;
	fprintf(stderr, "%s %s, ", f->code,
		f->blocks ? _("blocks") : _("warns"));
	fprintf(stderr, _("line %zu: "), f->line);
	out_text(stderr, f->message);
	fputc('\n', stderr);
}

static void say_json(const struct draft *d)
{
	cJSON *object = out_object("draft");
	char digest[DIGEST_NAME + 1];

	digest_name(digest, &d->digest);
	json_set(object, "path", output);
	json_set(object, "sha256", digest);
	json_set_int(object, "bytes", (int64_t)d->size);
	json_set_int(object, "pages", (int64_t)d->pages);
	json_set_int(object, "exhibits", (int64_t)d->pieces);
	json_set_int(object, "files", (int64_t)d->files);
	json_set_int(object, "attached", (int64_t)d->attached);
	if (d->folder != NULL)
		json_set(object, "folder", d->folder);
	json_set_bool(object, "stamped", d->stamped);
	json_set_int(object, "warnings", (int64_t)d->count.warnings);
	out_json(object);
}

static void say_text(const struct cli *cli, const struct draft *d)
{
	char digest[DIGEST_HEX + 1];

	digest_hex(digest, &d->digest);
	out_text(stdout, output);
	if (d->pages > 0)
		printf(_(": %zu pages"), d->pages);
	printf(_(", %zu exhibits\n  sha256 %s\n"), d->pieces, digest);
	if (d->folder != NULL) {
		printf(_("  exhibits in "));
		out_text(stdout, d->folder);
		printf("/\n");
	}
	if (d->files > d->attached && d->folder != NULL)
		out_note(cli,
			_("%zu files are too large to lie inside the PDF: send "
			  "them with it"),
			d->files - d->attached);
	if (d->pages > PAGES_MANY)
		out_note(cli,
			_("W10: more than %d pages; shorten the case, readers "
			  "stop at the summary"),
			(int)PAGES_MANY);
	if (d->count.warnings > 0)
		out_note(cli,
			_("%zu things to know before you send it: 'constat "
			  "case check'"),
			d->count.warnings);
	out_note(cli, "%s",
		cli->dry_run ? _("nothing was written (--dry-run)")
			     : _("next: read it whole, sign it, send it with "
				 "its exhibits"));
}

static int read_part(enum pdf_part *part)
{
	*part = PDF_A_3U;
	if (pdfa == NULL || strcmp(pdfa, "3u") == 0)
		return 0;
	*part = PDF_A_1B;
	return strcmp(pdfa, "1b") == 0 ? 0 : -1;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct store *store = NULL;
	struct draft d = { 0 };
	struct draft_order order = { .lang = lang,
		.authority = authority,
		.template_file = template_file,
		.path = output,
		.dry = cli->dry_run };
	int rc;

	if (argc != 1 || output == NULL)
		return out_usage(
			&cmd_draft, _("one KIND (complaint), and -o FILE.pdf"));
	if (read_part(&order.part) != 0)
		return out_usage(
			&cmd_draft, _("'%s' is no part; say 3u or 1b"), pdfa);
	order.kind = argv[0];
	rc = out_open(cli, &store, !cli->dry_run);
	order.store = store;
	if (rc == 0)
		rc = draft_make(&d, &order, say_finding, cli);
	if (rc == 0 && cli->json)
		say_json(&d);
	else if (rc == 0)
		say_text(cli, &d);
	draft_release(&d);
	store_close(store);
	if (rc == ERR_REFUSED) {
		out_fail();
		return CMD_PARTIAL;
	}
	return rc == 0 ? CMD_DONE : out_fail();
}

const struct cmd cmd_draft = {
	.name = "draft",
	.args = N_("KIND"),
	.summary = N_("write the complaint"),
	.detail =
		N_("Checks the case, numbers the exhibits in the order in "
		   "which the text cites them, and writes the document and, "
		   "beside it, FILE_pieces/ with every exhibit and "
		   "SHA256SUMS. Nothing is written while something required "
		   "is missing; status 1 then. The same case and archive "
		   "give the same bytes. KIND is complaint. Where the policy "
		   "in force at the first observation was replaced, annex D "
		   "marks what differs from the latest text; \"compare_with\" "
		   "of a policy in case.json chooses another text (its id), "
		   "latest, or none."),
	.example = "constat draft complaint --lang fr -o complaint.pdf\n"
		   "constat draft complaint --template mine.md -o "
		   "complaint.md",
	.options = options,
	.run = run,
};
