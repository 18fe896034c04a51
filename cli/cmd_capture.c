/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/str.h"
#include "cli/out.h"
#include "scrapers/capture.h"

extern const struct cmd cmd_capture;

static bool allow_private;
static const char *ca_file, *proxy, *language;

static const struct opt options[] = {
	{ "allow-private", 0, OPT_FLAG, NULL,
		N_("let addresses of your own network be fetched too"),
		&allow_private },
	{ "ca", 0, OPT_TEXT, N_("FILE"),
		N_("trust the certificate authorities in FILE (PEM) instead "
		   "of the system's"),
		&ca_file },
	{ "proxy", 0, OPT_TEXT, N_("URL"),
		N_("fetch through this proxy (the environment's is ignored)"),
		&proxy },
	{ "language", 0, OPT_TEXT, N_("LANG"),
		N_("ask for pages in this language, like fr"), &language },
	{ 0 },
};

struct tally {
	const struct cli *cli;
	unsigned by[CAPTURE_FAILED + 1];
};

static void print_json(const struct capture_result *r, bool dry_run)
{
	cJSON *o = out_object("capture");
	char text[DIGEST_NAME + 1];

	json_set(o, "outcome", capture_outcome_name(r->outcome));
	json_set(o, "service", r->service);
	json_set(o, "terms", r->terms);
	json_set(o, "url", r->url);
	if (r->message != NULL)
		json_set(o, "message", r->message);
	if (r->snapshot != 0)
		json_set_int(o, "snapshot", r->snapshot);
	if (r->message == NULL) {
		digest_name(text, &r->text);
		json_set(o, "text", text);
	}
	json_set_bool(o, "technical", r->technical);
	json_set_bool(o, "downgraded", r->downgraded);
	json_set_bool(o, "dry_run", dry_run);
	out_json(o);
}

static void print_line(const struct capture_result *r)
{
	printf("%-9s ", capture_outcome_name(r->outcome));
	out_text(stdout, r->service);
	putchar(' ');
	out_text(stdout, r->terms);
	if (r->message != NULL) {
		fputs(": ", stdout);
		out_text(stdout, r->message);
	} else if (r->technical) {
		fputs(_(" (read anew by other rules: no change of the "
			"vendor's)"),
			stdout);
	} else if (r->downgraded) {
		fputs(_(" (a redirect led to an unencrypted page)"), stdout);
	}
	putchar('\n');
}

static int tell(const struct capture_result *r, void *ctx)
{
	struct tally *t = ctx;

	t->by[r->outcome]++;
	if (t->cli->json)
		print_json(r, t->cli->dry_run);
	else
		print_line(r);
	/* Said as it happens: the next page may take a minute. */
	return fflush(stdout) == 0 ? 0 : err_sys(_("cannot write the results"));
}

static void sum_up(const struct cli *cli, const struct tally *t)
{
	out_note(cli,
		_("%u new, %u changed, %u unchanged, %u behind a wall, %u "
		  "failed%s"),
		t->by[CAPTURE_NEW], t->by[CAPTURE_CHANGED],
		t->by[CAPTURE_UNCHANGED], t->by[CAPTURE_WALL],
		t->by[CAPTURE_FAILED],
		cli->dry_run ? _("; nothing was kept (--dry-run)") : "");
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct store *store = NULL;
	struct str folder = { 0 };
	struct tally tally = { .cli = cli };
	struct capture_options o = { .service = argc > 0 ? argv[0] : NULL,
		.terms = argc > 1 ? argv[1] : NULL,
		.fetch = { .proxy = proxy,
			.ca_file = ca_file,
			.language = language,
			.allow_private = allow_private },
		.dry_run = cli->dry_run,
		.fn = tell,
		.ctx = &tally };
	int rc;

	if (argc > 2)
		return out_usage(&cmd_capture, _("too many words; put names "
						 "with spaces in quotes"));
	rc = out_open(cli, &store, !cli->dry_run);
	if (rc == 0) {
		file_join(&folder, store_dir(store), "declarations");
		o.folder = folder.p;
		rc = capture_run(store, &o);
	}
	store_close(store);
	str_release(&folder);
	if (rc != 0)
		return out_fail();
	sum_up(cli, &tally);
	return tally.by[CAPTURE_FAILED] + tally.by[CAPTURE_WALL] > 0
		       ? CMD_PARTIAL
		       : CMD_DONE;
}

const struct cmd cmd_capture = {
	.name = "capture",
	.args = N_("[SERVICE [TERMS]]"),
	.summary = N_("fetch what is declared, and keep it"),
	.detail = N_("Fetches every page that the declarations name (or those "
		     "of one service), keeps it with the record of how it was "
		     "obtained, and keeps a new version when its text changed. "
		     "Prints a line for each: new, unchanged, changed, wall or "
		     "failed. One that fails never stops the others."),
	.example = "constat capture\nconstat capture Exemple 'Privacy Policy'",
	.options = options,
	.run = run,
};
