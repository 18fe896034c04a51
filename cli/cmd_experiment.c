/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/zone.h"
#include "cli/out.h"
#include "evidence/experiment.h"

enum { COLUMNS = 7, TEXT = 48 };

static const char *kind, *from, *to, *tz, *host, *feature, *device, *note;
static int64_t tried, worked;
static bool restarted;

static const struct opt options[] = {
	{ "host", 0, OPT_TEXT, N_("HOST"),
		N_("the host that is blocked; show: like GLOB"), &host },
	{ "kind", 0, OPT_TEXT, N_("KIND"),
		N_("baseline, blocked, unblocked, no-network, other-phone"),
		&kind },
	{ "from", 0, OPT_TEXT, N_("TIME"), N_("when the period begins"),
		&from },
	{ "to", 0, OPT_TEXT, N_("TIME"), N_("when it ends"), &to },
	{ "tz", 0, OPT_TEXT, N_("ZONE"),
		N_("time zone of the device, as Europe/Paris"), &tz },
	{ "feature", 0, OPT_TEXT, N_("TEXT"),
		N_("what was tried: 'a message shows on the watch'"),
		&feature },
	{ "tried", 0, OPT_NUMBER, N_("N"), N_("how often"), &tried },
	{ "worked", 0, OPT_NUMBER, N_("N"), N_("how often it worked"),
		&worked },
	{ "restarted", 0, OPT_FLAG, NULL,
		N_("the device was restarted when the period began"),
		&restarted },
	{ "device", 0, OPT_TEXT, N_("TEXT"), N_("the device"), &device },
	{ "note", 0, OPT_TEXT, N_("TEXT"), N_("what else you know"), &note },
	{ 0 },
};

extern const struct cmd cmd_experiment;

static const char *fault_words(enum experiment_fault f)
{
	static const char *const words[] = { N_("counts"),
		N_("nothing was tried in it"),
		N_("the device was not restarted: a connection that stood "
		   "before may have gone on"),
		N_("no log shows that a look-up of the name was refused in "
		   "it"),
		N_("a log shows that the host was reached in it"),
		N_("not all requests for the name were refused in it, by what "
		   "the logs say"),
		N_("there is no blocked period yet"),
		N_("the periods are of different features; choose one with "
		   "--feature") };

	return words[f];
}

static int read_times(int64_t *first, int64_t *last, const struct zone *zone)
{
	bool day_only = false;
	int rc = 0;

	if (from != NULL)
		rc = zone_parse(first, NULL, NULL, zone, from);
	if (rc == 0 && to != NULL)
		rc = zone_parse(last, &day_only, NULL, zone, to);
	if (rc == 0 && day_only)
		*last = zone_day_end(*last, zone);
	return rc;
}

static int read_period(struct experiment_period *p)
{
	struct zone *zone = NULL;
	int rc = zone_open(&zone, tz);

	if (rc == 0)
		rc = read_times(&p->from, &p->to, zone);
	if (rc == 0)
		p->offset_s = zone_offset(zone, p->from, NULL);
	zone_free(zone);
	return rc;
}

static int add(const struct cli *cli)
{
	struct experiment_period p = { .zone = tz,
		.host = host,
		.feature = feature,
		.device = device,
		.note = note,
		.restarted = restarted,
		.tried = (uint64_t)tried,
		.worked = (uint64_t)worked };
	struct exhibit e = { 0 };
	struct store *store = NULL;
	cJSON *object;
	int k = kind != NULL ? experiment_kind_of(kind) : -1, rc;

	if (from == NULL || to == NULL || tz == NULL || host == NULL ||
		feature == NULL || k < 0)
		return out_usage(&cmd_experiment,
			_("a period needs --kind, --from, --to, --tz, --host "
			  "and --feature"));
	p.kind = (enum experiment_kind)k;
	rc = read_period(&p);
	if (rc == 0)
		rc = out_open(cli, &store, !cli->dry_run);
	if (rc == 0 && cli->dry_run)
		out_note(cli, "%s", _("nothing was kept (--dry-run)"));
	else if (rc == 0)
		rc = experiment_add(&e, store, &p);
	store_close(store);
	if (rc != 0)
		return out_fail();
	if (cli->json) {
		object = out_object("experiment");
		json_set_int(object, "exhibit", e.id);
		out_json(object);
	} else if (!cli->dry_run) {
		printf(_("exhibit %" PRId64
			 ": a period stated by the complainant\n"),
			e.id);
	}
	exhibit_release(&e);
	return CMD_DONE;
}

static void set_time(cJSON *o, const char *name, int64_t ns, int offset_s)
{
	char at[INSTANT_TEXT];

	instant_format(at, ns, offset_s, INSTANT_S);
	json_set(o, name, at);
}

static cJSON *period_json(const struct experiment_period *p)
{
	cJSON *one = json_object(), *by = json_object();

	json_set_int(one, "exhibit", p->exhibit);
	json_set(one, "kind", experiment_kind_name(p->kind));
	set_time(one, "from", p->from, p->offset_s);
	set_time(one, "to", p->to, p->offset_s);
	json_set(one, "host", p->host);
	json_set(one, "feature", p->feature);
	json_set_int(one, "tried", (int64_t)p->tried);
	json_set_int(one, "worked", (int64_t)p->worked);
	json_set_bool(one, "restarted", p->restarted);
	for (unsigned d = 0; d < OBSERVATION_DISPOSITIONS; d++)
		json_set_int(
			by, observation_disposition_name(d), (int64_t)p->by[d]);
	json_add(one, "rows", by);
	json_set_bool(one, "connections_logged", p->flows);
	if (p->kind == EXPERIMENT_BLOCKED)
		json_set(one, "verdict",
			experiment_fault_name(experiment_period_fault(p)));
	return one;
}

static void sum_json(
	cJSON *out, const char *name, const struct experiment_sum *s)
{
	cJSON *one;

	if (s->periods == 0)
		return;
	one = json_object();
	json_set_int(one, "periods", (int64_t)s->periods);
	json_set_int(one, "tried", (int64_t)s->tried);
	json_set_int(one, "worked", (int64_t)s->worked);
	if (s->tried > 0) {
		json_add(one, "share_low", cJSON_CreateNumber(s->low));
		json_add(one, "share_high", cJSON_CreateNumber(s->high));
	}
	json_add(out, name, one);
}

/* Blocked periods that do not count, by their fault. */
static cJSON *dropped_json(const struct experiment *e)
{
	cJSON *out = json_object();

	for (int f = EXPERIMENT_SOUND + 1; f < EXPERIMENT_FAULTS; f++)
		if (e->faults[f] > 0)
			json_set_int(out,
				experiment_fault_name((enum experiment_fault)f),
				(int64_t)e->faults[f]);
	return out;
}

static void say_json(const struct experiment *e)
{
	cJSON *object = out_object("experiment"), *list = json_array();

	json_set(object, "host", host);
	for (size_t i = 0; i < e->n; i++)
		json_push(list, period_json(&e->v[i]));
	json_add(object, "periods", list);
	json_set(object, "verdict", experiment_fault_name(e->fault));
	sum_json(object, "blocked", &e->blocked);
	sum_json(object, "open", &e->open);
	sum_json(object, "no_network", &e->no_network);
	sum_json(object, "other_phone", &e->other_phone);
	json_add(object, "fisher_p", cJSON_CreateNumber(e->fisher));
	json_set_int(object, "pairs", (int64_t)e->pairs);
	json_add(object, "sign_p", cJSON_CreateNumber(e->sign));
	json_set_int(object, "asked", (int64_t)e->asked);
	json_set_int(object, "refused", (int64_t)e->refused);
	json_set_int(object, "periods_outside", (int64_t)e->outside);
	json_add(object, "dropped", dropped_json(e));
	json_set_bool(object, "connections_logged", e->flows);
	out_json(object);
}

static void period_row(const char **row, char text[COLUMNS][TEXT],
	const struct experiment_period *p)
{
	instant_format(text[0], p->from, p->offset_s, INSTANT_S);
	instant_format(text[1], p->to, p->offset_s, INSTANT_S);
	snprintf(text[2], TEXT, "%" PRIu64 "/%" PRIu64, p->worked, p->tried);
	snprintf(text[3], TEXT, "%" PRIu64 "/%" PRIu64,
		p->by[OBSERVATION_BLOCKED], experiment_period_asked(p));
	snprintf(text[4], TEXT, "%" PRIu64, p->by[OBSERVATION_ALLOWED]);
	row[0] = experiment_kind_name(p->kind);
	for (size_t c = 0; c < 5; c++)
		row[c + 1] = text[c];
	row[6] = p->kind == EXPERIMENT_BLOCKED
			 ? _(fault_words(experiment_period_fault(p)))
			 : "";
}

static void say_periods(const struct cli *cli, const struct experiment *e)
{
	const char **cells = mem_new((e->n + 1) * COLUMNS, sizeof(*cells));
	char(*text)[COLUMNS][TEXT] = mem_new(e->n + 1, sizeof(*text));

	cells[0] = _("period");
	cells[1] = _("from");
	cells[2] = _("to");
	cells[3] = _("worked");
	cells[4] = _("refused");
	cells[5] = _("allowed");
	cells[6] = "";
	for (size_t i = 0; i < e->n; i++)
		period_row(cells + (i + 1) * COLUMNS, text[i], &e->v[i]);
	out_table(cli, cells, e->n + 1, COLUMNS, "lllrrrl");
	free(cells);
	free(text);
}

/* The features, of periods that are not of one. */
static void say_features(const struct experiment *e)
{
	for (size_t i = 0; i < e->n; i++) {
		size_t before = 0;

		while (before < i &&
			strcmp(e->v[before].feature, e->v[i].feature) != 0)
			before++;
		if (before < i)
			continue;
		fputs("  ", stdout);
		out_text(stdout, e->v[i].feature);
		putchar('\n');
	}
}

static void say_left_out(const struct experiment *e)
{
	for (int f = EXPERIMENT_SOUND + 1; f < EXPERIMENT_FAULTS; f++)
		if (e->faults[f] > 0)
			printf(_("Blocked periods that do not count: %zu: "
				 "%s.\n"),
				e->faults[f],
				_(fault_words((enum experiment_fault)f)));
	if (e->outside > 0)
		printf(_("Periods not wholly between --from and --to: %zu.\n"),
			e->outside);
}

/* What the periods bear, the stronger answer first. */
static void say_meaning(const struct experiment *e)
{
	if (e->no_network.tried > 0)
		printf(_("What may be said: with an app without network "
			 "permission in the place of the vendor's, the feature "
			 "worked %" PRIu64 " of %" PRIu64
			 " times (95 %%: %.0f to %.0f %%).\n"),
			e->no_network.worked, e->no_network.tried,
			100 * e->no_network.low, 100 * e->no_network.high);
	if (e->fault != EXPERIMENT_SOUND) {
		printf(_("Nothing may be said of the block: %s.\n"),
			_(fault_words(e->fault)));
		if (e->fault == EXPERIMENT_MIXED)
			say_features(e);
		return;
	}
	printf(_("What may be said: the feature worked %" PRIu64 " of %" PRIu64
		 " times (95 %%: %.0f to %.0f %%) in periods in which the logs "
		 "show %" PRIu64 " of %" PRIu64
		 " requests for the name (look-ups or connections) "
		 "refused.\n"),
		e->blocked.worked, e->blocked.tried, 100 * e->blocked.low,
		100 * e->blocked.high, e->refused, e->asked);
	if (e->open.tried > 0)
		printf(_("Not blocked, it worked %" PRIu64 " of %" PRIu64
			 " times; Fisher's exact test of the two: p = %.3f.\n"),
			e->open.worked, e->open.tried, e->fisher);
	if (e->differ > 0)
		printf(_("Pairs of a blocked period and the open one behind "
			 "it: %zu, %zu differ; sign test: p = %.3f.\n"),
			e->pairs, e->differ, e->sign);
	puts(_("A large p is no proof that the two are alike."));
	puts(_("What may not: that nothing was sent. Another name or a fixed "
	       "address is not excluded."));
}

static int show(const struct cli *cli)
{
	struct experiment_order order = { .host = host, .feature = feature };
	struct experiment e = { 0 };
	struct store *store = NULL;
	struct zone *zone = NULL;
	int rc, status;

	if (host == NULL)
		return out_usage(&cmd_experiment, _("which --host?"));
	rc = zone_open(&zone, tz != NULL ? tz : "UTC");
	if (rc == 0)
		rc = read_times(&order.from, &order.to, zone);
	zone_free(zone);
	if (rc == 0)
		rc = out_open(cli, &store, false);
	if (rc == 0)
		rc = experiment_read(&e, store, &order);
	store_close(store);
	if (rc != 0)
		return out_fail();
	if (cli->json)
		say_json(&e);
	if (!cli->json && e.n > 0)
		say_periods(cli, &e);
	if (!cli->json) {
		say_meaning(&e);
		say_left_out(&e);
	}
	status = e.fault == EXPERIMENT_SOUND || e.no_network.tried > 0
			 ? CMD_DONE
			 : CMD_PARTIAL;
	experiment_release(&e);
	return status;
}

static int run(struct cli *cli, int argc, char **argv)
{
	if (argc == 1 && strcmp(argv[0], "add") == 0)
		return add(cli);
	if (argc == 1 && strcmp(argv[0], "show") == 0)
		return show(cli);
	return out_usage(&cmd_experiment, _("'add' a period, or 'show' them"));
}

const struct cmd cmd_experiment = {
	.name = "experiment",
	.args = N_("add|show"),
	.summary = N_("a blocking test: does the feature work without the "
		      "host?"),
	.detail =
		N_("'add' keeps a period as your statement: what was tried "
		   "in it and how often it worked, before (baseline), while "
		   "the host was blocked, and after (unblocked); or with an "
		   "app without network permission (no-network), or on "
		   "another phone. A block does not cut a connection that "
		   "stands already: restart the device, and say so "
		   "(--restarted).\n\n'show' sets the periods beside the "
		   "logs and says what they bear; --feature, "
		   "--from and --to choose among them. Exit status 1: nothing "
		   "yet."),
	.example = "constat experiment add --kind blocked --from '2026-09-16 "
		   "08:00' --to '2026-09-16 20:00' \\\n"
		   "    --tz Europe/Paris --host push.vendor.example "
		   "--feature 'a message shows on the watch' \\\n"
		   "    --tried 20 --worked 20 --restarted\n"
		   "constat experiment show --host 'push.*'",
	.options = options,
	.run = run,
};
