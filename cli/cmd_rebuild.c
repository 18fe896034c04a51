/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "cli/out.h"
#include "scrapers/rebuild.h"

extern const struct cmd cmd_rebuild;

static bool check;

static const struct opt options[] = {
	{ "check", 0, OPT_FLAG, NULL,
		N_("change nothing: read each page as it was read then, and "
		   "compare; what other rules than this program's read "
		   "cannot be compared"),
		&check },
	{ 0 },
};

struct tally {
	const struct cli *cli;
	unsigned by[REBUILD_GIVEN + 1];
};

static void print_json(const struct rebuild_result *r)
{
	cJSON *o = out_object("rebuild");
	char text[DIGEST_NAME + 1];

	json_set(o, "outcome", rebuild_outcome_name(r->outcome));
	json_set(o, "service", r->service);
	json_set(o, "terms", r->terms);
	json_set_int(o, "snapshot", r->snapshot);
	digest_name(text, &r->kept);
	json_set(o, "kept", text);
	if (r->outcome == REBUILD_SAME || r->outcome == REBUILD_OTHER) {
		digest_name(text, &r->made);
		json_set(o, "made", text);
	}
	if (r->message != NULL)
		json_set(o, "message", r->message);
	out_json(o);
}

/* What is as it was is counted, not listed. */
static void print_line(const struct tally *t, const struct rebuild_result *r)
{
	if (r->outcome == REBUILD_SAME && !t->cli->verbose)
		return;
	printf("%-10s ", rebuild_outcome_name(r->outcome));
	out_text(stdout, r->service);
	putchar(' ');
	out_text(stdout, r->terms);
	printf(_(", snapshot %lld"), (long long)r->snapshot);
	if (r->message != NULL) {
		fputs(": ", stdout);
		out_text(stdout, r->message);
	}
	putchar('\n');
}

static int tell(const struct rebuild_result *r, void *ctx)
{
	struct tally *t = ctx;

	t->by[r->outcome]++;
	if (t->cli->json)
		print_json(r);
	else
		print_line(t, r);
	return 0;
}

static void sum_up(const struct tally *t)
{
	out_note(t->cli,
		check ? _("%u texts are what their pages give, %u are not, %u "
			  "were read by other rules than this program's, %u "
			  "pages give no text")
		      : _("%u texts stay, %u are technical upgrades, %u were "
			  "given as such, %u pages give no text"),
		t->by[REBUILD_SAME], t->by[REBUILD_OTHER],
		check ? t->by[REBUILD_RULES] : t->by[REBUILD_GIVEN],
		t->by[REBUILD_UNREADABLE]);
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct store *store = NULL;
	struct str folder = { 0 };
	struct tally tally = { .cli = cli };
	struct rebuild_options o = { .service = argc > 0 ? argv[0] : NULL,
		.terms = argc > 1 ? argv[1] : NULL,
		.dry_run = cli->dry_run,
		.fn = tell,
		.ctx = &tally };
	int rc;

	if (argc > 2)
		return out_usage(&cmd_rebuild, _("too many words; put names "
						 "with spaces in quotes"));
	rc = out_open(cli, &store, !check && !cli->dry_run);
	if (rc == 0) {
		file_join(&folder, store_dir(store), "declarations");
		o.folder = folder.p;
		rc = check ? rebuild_check(store, &o)
			   : rebuild_upgrade(store, &o);
	}
	store_close(store);
	str_release(&folder);
	if (rc != 0)
		return out_fail();
	sum_up(&tally);
	return check && tally.by[REBUILD_OTHER] + tally.by[REBUILD_UNREADABLE] >
				       0
		       ? CMD_PARTIAL
		       : CMD_DONE;
}

const struct cmd cmd_rebuild = {
	.name = "rebuild",
	.args = N_("[SERVICE [TERMS]]"),
	.summary = N_("make versions again from the kept pages"),
	.detail = N_("Reads every kept page anew, by the declarations and "
		     "rules of now; where the text is another one, that is "
		     "noted as a technical upgrade, never as the vendor's "
		     "change. With --check nothing is written: each page is "
		     "read by the declaration that read it then, and the text "
		     "must be the one that was kept."),
	.example = "constat rebuild --check\nconstat rebuild Exemple",
	.options = options,
	.run = run,
};
