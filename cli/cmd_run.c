/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One run: captures what is due, then tells the changes. SIGTERM and SIGINT
 * ask it to end: what is under way is kept or left due, nothing new begins. A
 * second one ends it at once, which loses nothing either.
 */
#include "cli/cmd.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "archive/schedule.h"
#include "archive/store.h"
#include "base/duration.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/capturing.h"
#include "cli/out.h"
#include "scrapers/hook.h"

extern const struct cmd cmd_run;

static struct capturing capturing = { .pause_ms = -1 };
static bool due;
static const char *interval, *lease, *hook, *hook_time;
static struct opt_list hook_args;

static const struct opt options[] = {
	{ "due", 0, OPT_FLAG, NULL,
		N_("what is due and no other process has: all that it does"),
		&due },
	{ "interval", 0, OPT_TEXT, N_("TIME"),
		N_("how long terms wait from one capture to the next (12h)"),
		&interval },
	{ "lease", 0, OPT_TEXT, N_("TIME"),
		N_("how long others leave to this run what it took, should it "
		   "hang (15min)"),
		&lease },
	{ "hook", 0, OPT_TEXT, N_("PROGRAM"),
		N_("run PROGRAM for each change, with JSON on its standard "
		   "input"),
		&hook },
	{ "hook-arg", 0, OPT_LIST, N_("ARG"),
		N_("an argument for it (any number of times)"), &hook_args },
	{ "hook-time", 0, OPT_TEXT, N_("TIME"),
		N_("how long it may take for one change (1min)"), &hook_time },
	CAPTURING_OPTIONS(capturing),
	{ 0 },
};

static volatile sig_atomic_t asked_to_end;

static void hear_signal(int number)
{
	(void)number;
	asked_to_end = 1;
}

static bool is_asked(void *ctx)
{
	(void)ctx;
	return asked_to_end != 0;
}

/* The second one finds the default action again. */
static void listen_to_signals(void)
{
	struct sigaction act = { .sa_handler = hear_signal,
		.sa_flags = (int)SA_RESETHAND };

	sigemptyset(&act.sa_mask);
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGINT, &act, NULL);
}

/* --- the hook --- */

static void say_failure(
	const char *service, const char *terms, const char *message, void *ctx)
{
	(void)ctx;
	err_set(ERR_IO, _("cannot tell the change of '%s' '%s': %s"), service,
		terms, message);
	out_fail();
}

/* The program and its arguments; owned array of borrowed words. */
static const char **hook_words(void)
{
	const char **argv = mem_new(hook_args.n + 2, sizeof(*argv));

	argv[0] = hook;
	for (size_t i = 0; i < hook_args.n; i++)
		argv[i + 1] = hook_args.v[i];
	return argv;
}

static int tell_changes(struct hook_state *state, struct store *store)
{
	const char **argv = hook_words();
	struct hook h = { .argv = argv, .fn = say_failure, .stop = is_asked };
	int64_t ns = 0;
	int rc = hook_time != NULL ? duration_parse(&ns, hook_time) : 0;

	h.wall_s = (unsigned)(ns / INSTANT_SECOND);
	if (rc == 0)
		rc = hook_tell(state, store, &h);
	free(argv);
	return rc;
}

/* --- the run --- */

static int work(
	struct hook_state *told, struct store *store, struct capture_options *o)
{
	struct str folder = { 0 };
	const bool tells = hook != NULL && !o->dry_run;
	int rc = tells ? hook_start(store) : 0;

	file_join(&folder, store_dir(store), "declarations");
	o->folder = folder.p;
	/* What an earlier run was kept from telling comes first. */
	if (rc == 0 && tells)
		rc = tell_changes(told, store);
	if (rc == 0)
		rc = capture_run(store, o);
	if (rc == 0 && tells && !told->put_off)
		rc = tell_changes(told, store);
	str_release(&folder);
	return rc;
}

/* When there will be something to do; "" when nothing is declared. */
static int next_due(char out[INSTANT_TEXT], struct store *store)
{
	bool found = false;
	int64_t ns = 0;
	int rc = schedule_next(&ns, &found, store);

	out[0] = '\0';
	if (rc == 0 && found)
		instant_format(out, ns, 0, INSTANT_S);
	return rc;
}

static void print_sum(const struct hook_state *told, const char *next)
{
	cJSON *o = out_object("run"), *h = json_object();

	json_add(o, "captured", capturing_json(&capturing));
	json_set_int(h, "told", (int64_t)told->told);
	json_set_int(h, "failed", (int64_t)told->failed);
	json_set_bool(h, "put_off", told->put_off);
	json_add(o, "hook", h);
	json_set_bool(o, "stopped", asked_to_end != 0);
	if (next[0] != '\0')
		json_set(o, "next_due", next);
	out_json(o);
}

static int sum_up(
	const struct cli *cli, const struct hook_state *told, const char *next)
{
	int status = capturing_sum_up(&capturing);

	if (cli->json)
		print_sum(told, next);
	if (hook != NULL)
		out_note(cli, _("%zu changes told, %zu failed%s"), told->told,
			told->failed,
			told->put_off ? _("; the next run tells the rest")
				      : "");
	if (asked_to_end)
		out_note(cli, _("asked to end: what was not begun stays due"));
	else if (next[0] != '\0')
		out_note(cli, _("the next terms are due on %s"), next);
	return told->failed > 0 ? CMD_PARTIAL : status;
}

static int read_options(struct capture_options *o, struct cli *cli)
{
	int64_t ignored;
	int rc = capturing_fill(o, &capturing, cli);

	o->due = true;
	o->stop = is_asked;
	if (rc == 0 && interval != NULL)
		rc = duration_parse(&o->interval_ns, interval);
	if (rc == 0 && lease != NULL)
		rc = duration_parse(&o->lease_ns, lease);
	if (rc == 0 && hook_time != NULL)
		rc = duration_parse(&ignored, hook_time);
	if (rc == 0 && hook == NULL && hook_args.n > 0)
		rc = err_set(ERR_INVALID,
			_("--hook-arg goes with --hook, which names the "
			  "program"));
	return rc;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct store *store = NULL;
	struct capture_options o = { 0 };
	struct hook_state told = { 0 };
	char next[INSTANT_TEXT] = "";
	int rc;

	(void)argv;
	if (argc > 0)
		return out_usage(&cmd_run, _("it captures all that is due; "
					     "'constat capture' takes names"));
	rc = read_options(&o, cli);
	if (rc == 0)
		rc = out_open(cli, &store, !cli->dry_run);
	if (rc == 0) {
		listen_to_signals();
		rc = work(&told, store, &o);
	}
	if (rc == 0)
		rc = next_due(next, store);
	store_close(store);
	return rc == 0 ? sum_up(cli, &told, next) : out_fail();
}

const struct cmd cmd_run = {
	.name = "run",
	.args = "",
	.summary = N_("capture what is due: the worker, once"),
	.detail = N_(
		"Captures every declared terms whose time has come, prints a "
		"line for each like 'constat capture', and ends with the "
		"sum. Meant for a timer: several runs at once share the "
		"work, and none does twice what another has. After a "
		"failure terms are tried again sooner, then ever later, "
		"up to four intervals. It may be killed at any time: "
		"what was kept is kept, the rest stays due; SIGTERM lets "
		"it end in order.\n\n"
		"--hook names a program that is run after the captures, "
		"once for each change and never through a shell, with "
		"one JSON object (constat.change/1) on its standard "
		"input. When the run is killed meanwhile, or the program "
		"cannot be started, or ends with status 75 (try again "
		"later), the next run tells that change again: one may "
		"be told twice, never none. An archive has one hook; "
		"changes from before its first run are no news to it."),
	.example = "constat run --due\n"
		   "constat run --due --interval 6h --hook "
		   "/usr/local/bin/tell-me --hook-arg policies",
	.options = options,
	.run = run,
};
