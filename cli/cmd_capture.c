/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>
#include <string.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/str.h"
#include "cli/network.h"
#include "cli/out.h"
#include "scrapers/capture.h"

extern const struct cmd cmd_capture;

static struct network network;
static bool due, accept, no_browser;
static int64_t jobs, pause_ms = -1;
static const char *robots, *browser, *person, *purpose, *why;

static const struct opt options[] = {
	{ "due", 0, OPT_FLAG, NULL,
		N_("only what is due and no other process has (as 'constat "
		   "run' does)"),
		&due },
	{ "jobs", 'j', OPT_NUMBER, N_("N"),
		N_("requests under way at once (8)"), &jobs },
	{ "pause", 0, OPT_NUMBER, N_("MS"),
		N_("milliseconds between two requests to one host (1000)"),
		&pause_ms },
	{ "robots", 0, OPT_TEXT, N_("HOW"),
		N_("what robots.txt is for: record (the default), obey or "
		   "ignore"),
		&robots },
	{ "no-browser", 0, OPT_FLAG, NULL, N_("never show a page to Chromium"),
		&no_browser },
	{ "browser", 0, OPT_TEXT, N_("PROGRAM"),
		N_("the browser to use (Chromium, found by itself)"),
		&browser },
	{ "by", 0, OPT_TEXT, N_("NAME"), N_("who captures, for the record"),
		&person },
	{ "purpose", 0, OPT_TEXT, N_("TEXT"), N_("why, for the record"),
		&purpose },
	{ "accept", 0, OPT_FLAG, NULL,
		N_("the last wall of these terms is the document after all: "
		   "make it a version"),
		&accept },
	{ "why", 0, OPT_TEXT, N_("TEXT"),
		N_("the reason for --accept, for the record"), &why },
	NETWORK_OPTIONS(network),
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
	if (r->cause != NULL)
		json_set(o, "cause", r->cause);
	if (r->failures > 0)
		json_set_int(o, "failures", r->failures);
	if (r->filters_left_out != NULL)
		json_set(o, "filters_left_out", r->filters_left_out);
	json_set_bool(o, "mixed", r->mixed);
	json_set_bool(o, "confirmed", r->confirmed);
	json_set_bool(o, "rendered", r->rendered);
	json_set_bool(o, "downgraded", r->downgraded);
	json_set_bool(o, "disallowed", r->disallowed);
	json_set_bool(o, "dry_run", dry_run);
	out_json(o);
}

/* What there is to say of a text that came. */
static void print_remarks(const struct capture_result *r)
{
	const struct {
		bool holds;
		const char *words;
	} remarks[] = {
		{ r->technical, N_("read anew by other rules: no change of the "
				   "vendor's") },
		{ r->mixed, N_("by other rules than before, which cannot read "
			       "the page of then: the difference may be "
			       "ours") },
		{ r->confirmed, N_("the server says nothing changed") },
		{ r->rendered, N_("shown by a browser") },
		{ r->downgraded, N_("a redirect led to an unencrypted page") },
		{ r->disallowed, N_("robots.txt asks programs to stay away") },
	};
	const char *before = " (";

	for (size_t i = 0; i < sizeof(remarks) / sizeof(remarks[0]); i++) {
		if (!remarks[i].holds)
			continue;
		printf("%s%s", before, _(remarks[i].words));
		before = "; ";
	}
	if (before[0] == ';')
		putchar(')');
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
		if (r->failures > 1)
			printf(_(" (%lld times in a row)"),
				(long long)r->failures);
	} else {
		print_remarks(r);
	}
	putchar('\n');
}

static void warn(const struct cli *cli, const struct capture_result *r)
{
	if (r->filters_left_out != NULL)
		out_note(cli,
			_("'%s' '%s' is declared with JavaScript filters, "
			  "which are not run: %s"),
			r->service, r->terms, r->filters_left_out);
}

static int tell(const struct capture_result *r, void *ctx)
{
	struct tally *t = ctx;

	t->by[r->outcome]++;
	if (t->cli->json)
		print_json(r, t->cli->dry_run);
	else
		print_line(r);
	warn(t->cli, r);
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

static int read_robots(enum capture_robots *out)
{
	static const char *const names[] = { "record", "obey", "ignore" };

	for (int i = 0; robots != NULL && i < 3; i++)
		if (strcmp(robots, names[i]) == 0) {
			*out = (enum capture_robots)i;
			return 0;
		}
	return robots == NULL ? 0
			      : err_set(ERR_INVALID,
					_("--robots takes record, obey or "
					  "ignore, not '%s'"),
					robots);
}

static int check(const struct cli *cli, int argc)
{
	if (argc > 2)
		return out_usage(&cmd_capture, _("too many words; put names "
						 "with spaces in quotes"));
	if (accept && argc < 2)
		return out_usage(&cmd_capture,
			_("--accept needs the service and the terms"));
	if (accept && (due || cli->dry_run))
		return out_usage(&cmd_capture,
			_("--accept goes with neither --due nor --dry-run"));
	if (due && argc > 0)
		return out_usage(&cmd_capture, _("--due looks at all terms"));
	return CMD_DONE;
}

static int capture(struct store *store, struct capture_options *o)
{
	struct str folder = { 0 };
	int rc = read_robots(&o->robots);

	file_join(&folder, store_dir(store), "declarations");
	o->folder = folder.p;
	if (rc == 0)
		rc = accept ? capture_accept(store, o, why != NULL ? why : "")
			    : capture_run(store, o);
	str_release(&folder);
	return rc;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct store *store = NULL;
	struct tally tally = { .cli = cli };
	struct capture_options o = { .service = argc > 0 ? argv[0] : NULL,
		.terms = argc > 1 ? argv[1] : NULL,
		.fetch = network_fetch(&network),
		.jobs = (unsigned)jobs,
		.pause_ms = pause_ms > 0 ? (unsigned)pause_ms : 0,
		.no_pause = pause_ms == 0,
		.no_browser = no_browser,
		.browser = browser,
		.person = person,
		.purpose = purpose,
		.dry_run = cli->dry_run,
		.due = due,
		.fn = tell,
		.ctx = &tally };
	int status = check(cli, argc);
	int rc;

	if (status != CMD_DONE)
		return status;
	rc = out_open(cli, &store, !cli->dry_run);
	if (rc == 0)
		rc = capture(store, &o);
	store_close(store);
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
