/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/zone.h"
#include "cli/out.h"
#include "evidence/observe.h"

static const char *at, *tz, *precision, *host, *disposition, *event, *app,
	*device, *note, *screenshot;

static const struct opt options[] = {
	{ "at", 0, OPT_TEXT, N_("TIME"), N_("when, as 2026-09-16 19:42"), &at },
	{ "tz", 0, OPT_TEXT, N_("ZONE"),
		N_("time zone of the device, as Europe/Paris"), &tz },
	{ "precision", 0, OPT_TEXT, N_("P"),
		N_("how exact the time is: s, min, hour, day"), &precision },
	{ "host", 0, OPT_TEXT, N_("HOST"), N_("host name that was shown"),
		&host },
	{ "disposition", 0, OPT_TEXT, N_("D"),
		N_("allowed, blocked, rewritten, error or unknown"),
		&disposition },
	{ "event", 0, OPT_TEXT, N_("TEXT"),
		N_("instead of a host: what happened or was done"), &event },
	{ "app", 0, OPT_TEXT, N_("APP"), N_("app that was named"), &app },
	{ "device", 0, OPT_TEXT, N_("TEXT"), N_("the device"), &device },
	{ "note", 0, OPT_TEXT, N_("TEXT"), N_("what you were doing"), &note },
	{ "screenshot", 0, OPT_TEXT, N_("FILE"),
		N_("a picture of the screen, kept as an exhibit"),
		&screenshot },
	{ 0 },
};

extern const struct cmd cmd_observe;

/* Words into values; what is missing or wrong is said. */
static int read_order(struct observe_order *o)
{
	int d = event != NULL ? OBSERVATION_UNKNOWN
			      : observation_disposition_of(disposition);
	int p = observation_precision_of(precision);
	enum zone_kind kind = ZONE_UNIQUE;
	struct zone *zone = NULL;
	bool day_only = false;
	int rc;

	if (d < 0)
		return err_set(ERR_INVALID,
			_("'%s' is no disposition; say allowed, blocked, "
			  "rewritten, error or unknown"),
			disposition);
	if (p < OBSERVATION_PRECISION_S || p > OBSERVATION_PRECISION_DAY)
		return err_set(ERR_INVALID,
			_("'%s' is no precision; say s, min, hour or day"),
			precision);
	rc = zone_open(&zone, tz);
	if (rc == 0)
		rc = zone_parse(&o->ns, &day_only, &kind, zone, at);
	if (rc == 0 && day_only && p != OBSERVATION_PRECISION_DAY)
		rc = err_set(ERR_INVALID,
			_("'%s' has no time of day; add it, or say "
			  "--precision day"),
			at);
	if (rc == 0)
		o->offset_s = zone_offset(zone, o->ns, NULL);
	zone_free(zone);
	o->disposition = (enum observation_disposition)d;
	o->precision = (enum observation_precision)p;
	o->mark = observation_mark_of(kind);
	return rc;
}

static void say(const struct cli *cli, const struct exhibit *e, int64_t picture,
	enum observation_mark mark)
{
	cJSON *object;

	if (cli->json) {
		object = out_object("observe");
		json_set_int(object, "exhibit", e->id);
		if (picture != 0)
			json_set_int(object, "screenshot", picture);
		out_json(object);
	} else {
		printf(_("exhibit %" PRId64 ": stated by the complainant, "),
			e->id);
		out_text(stdout, e->title);
		putchar('\n');
		if (picture != 0)
			printf(_("exhibit %" PRId64 ": the screenshot\n"),
				picture);
	}
	if (mark == OBSERVATION_MARK_GAP)
		out_note(cli, "%s",
			_("note: that time did not exist there (clocks went "
			  "forward); this is kept with it"));
	if (mark == OBSERVATION_MARK_REPEAT)
		out_note(cli, "%s",
			_("note: that time came twice there (clocks went "
			  "back); the first is taken, and this is kept with "
			  "it"));
}

static int observe(const struct cli *cli, struct observe_order *order)
{
	struct store *store = NULL;
	struct exhibit e = { 0 };
	int64_t picture = 0;
	int rc = out_open(cli, &store, !cli->dry_run);

	if (rc == 0 && cli->dry_run)
		out_note(cli, "%s", _("nothing was kept (--dry-run)"));
	else if (rc == 0)
		rc = observe_add(&e, &picture, store, order);
	if (rc == 0 && !cli->dry_run)
		say(cli, &e, picture, order->mark);
	exhibit_release(&e);
	store_close(store);
	return rc == 0 ? CMD_DONE : out_fail();
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct observe_order order = { .zone = tz,
		.host = host,
		.event = event,
		.app = app,
		.device = device,
		.note = note,
		.screenshot = screenshot };

	(void)argv;
	if (argc > 0 || at == NULL || tz == NULL || precision == NULL ||
		(event == NULL && (host == NULL || disposition == NULL)))
		return out_usage(&cmd_observe,
			_("an observation needs --at, --tz, --precision, "
			  "--host and --disposition, an event --at, --tz, "
			  "--precision and --event"));
	if (event != NULL && (host != NULL || disposition != NULL))
		return out_usage(&cmd_observe,
			_("an event has no host and no disposition"));
	if (read_order(&order) != 0)
		return out_fail();
	return observe(cli, &order);
}

const struct cmd cmd_observe = {
	.name = "observe",
	.args = "",
	.summary = N_("keep an observation you typed in, read off a screen"),
	.detail = N_("It is marked as stated by the complainant and never "
		     "mixed with a machine's log. With --event it is what "
		     "you did or saw (\"a test message was sent\"), which "
		     "'constat correlate --events typed' sets beside a log."),
	.example = "constat observe --at '2026-09-16 19:42' --tz Europe/Paris "
		   "--precision min \\\n"
		   "    --host push.vendor.example --disposition blocked "
		   "--screenshot screen.png",
	.options = options,
	.run = run,
};
