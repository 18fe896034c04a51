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
#include "evidence/correlate.h"

enum { PAIR_COLUMNS = 5, OFFSET_MAX_S = 86400 };

static const char *host, *client, *events, *app, *from, *to, *idle, *tz,
	*offset;
static int64_t window = 10, log_exhibit, seed = 1;
static bool pairs;

static const struct opt options[] = {
	{ "host", 0, OPT_TEXT, N_("GLOB"), N_("only hosts like GLOB (* and ?)"),
		&host },
	{ "events", 0, OPT_TEXT, N_("EXHIBIT"),
		N_("the exhibit with the events, or typed: those typed in"),
		&events },
	{ "window", 0, OPT_NUMBER, N_("S"),
		N_("a contact within S seconds follows the event (10)"),
		&window },
	{ "idle", 0, OPT_TEXT, N_("FROM..TO"),
		N_("a time in which nothing happened, to compare with"),
		&idle },
	{ "log", 0, OPT_NUMBER, N_("N"), N_("only contacts of exhibit N"),
		&log_exhibit },
	{ "client", 0, OPT_TEXT, N_("GLOB"),
		N_("only contacts of client addresses or names like GLOB"),
		&client },
	{ "app", 0, OPT_TEXT, N_("GLOB"), N_("only events of apps like GLOB"),
		&app },
	{ "from", 0, OPT_TEXT, N_("DATE"), N_("only from DATE on"), &from },
	{ "to", 0, OPT_TEXT, N_("DATE"), N_("only until DATE"), &to },
	{ "tz", 0, OPT_TEXT, N_("ZONE"),
		N_("the time zone of dates, like Europe/Paris (else UTC)"),
		&tz },
	{ "offset", 0, OPT_TEXT, N_("S"),
		N_("seconds that the log's clock is ahead of the events'"),
		&offset },
	{ "pairs", 0, OPT_FLAG, NULL, N_("print each event with what followed"),
		&pairs },
	{ "seed", 0, OPT_NUMBER, N_("N"), N_("seed of the random draws (1)"),
		&seed },
	{ 0 },
};

extern const struct cmd cmd_correlate;

static double seconds(int64_t ns)
{
	return (double)ns / (double)INSTANT_SECOND;
}

/* Why it refuses, and what the person can do. */
static const char *refusal_words(enum correlate_refusal r)
{
	static const char *const words[] = { "",
		N_("there are no events like that (--events, --app, --from, "
		   "--to); import a notification log, or type them in with "
		   "'constat observe --event'"),
		N_("fewer than 8 events apart from one another happened while "
		   "the log was being written: chance alone could explain any "
		   "count"),
		N_("the host occurs in no log"),
		N_("the log tells its times in batches: a request happened at "
		   "some time before the moment that is written, and no window "
		   "of seconds can be told from it"),
		N_("the log's times are too coarse, or missing: nothing can "
		   "be said to follow when a time is exact to more than a "
		   "quarter of the window; choose a wider one with --window, "
		   "or another log"),
		N_("the events' times are too coarse, or missing: nothing can "
		   "be said to follow when a time is exact to more than a "
		   "quarter of the window; choose a wider one with --window"),
		N_("some times are of no known zone; import the file again "
		   "with --tz"),
		N_("the events and the log come from two devices, and nobody "
		   "knows how far their clocks are apart; compare them, and "
		   "say --offset SECONDS (0 when they agree)"),
		N_("the host occurs in a log, but not with what was chosen "
		   "(--log, --client, --from, --to)") };

	return words[r];
}

static int64_t idle_hours_tenth(const struct correlate *c)
{
	return c->idle_ns / (INSTANT_SECOND * 360);
}

static void add_chance(cJSON *object, const char *name,
	const struct chance_result *r, bool jitter)
{
	cJSON *one = json_object();

	json_set(one, "method",
		jitter ? "interval jitter" : "whole-day shifts, +-1 h");
	json_add(one, "expected", cJSON_CreateNumber(r->expected));
	json_set_int(one, "draws", CHANCE_DRAWS);
	json_set_int(one, "at_least_as_many", (int64_t)r->as_good);
	json_add(one, "p", cJSON_CreateNumber(r->p));
	if (jitter)
		json_add(one, "cell_s", cJSON_CreateNumber(seconds(r->cell)));
	else
		json_set_int(one, "days", (int64_t)r->days);
	json_add(object, name, one);
}

static cJSON *pairs_json(const struct correlate *c)
{
	cJSON *list = json_array();

	for (size_t i = 0; i < c->n; i++) {
		const struct correlate_pair *p = &c->v[i];
		char text[INSTANT_TEXT];
		cJSON *one = json_object();

		instant_format(text, p->event_ns, 0, INSTANT_MS);
		json_set(one, "event", text);
		json_set_int(one, "event_exhibit", p->event_exhibit);
		json_set_int(one, "event_line", (int64_t)p->event_line);
		json_set_bool(one, "followed", p->answered);
		if (p->answered) {
			instant_format(text, p->contact_ns, 0, INSTANT_MS);
			json_set(one, "contact", text);
			json_set_int(one, "exhibit", p->contact_exhibit);
			json_set_int(one, "line", (int64_t)p->contact_line);
			json_set(one, "disposition",
				observation_disposition_name(p->disposition));
		}
		json_push(list, one);
	}
	return list;
}

static void say_idle_json(cJSON *object, const struct correlate *c)
{
	cJSON *one = json_object();

	json_set_int(one, "contacts", (int64_t)c->idle);
	json_set_int(one, "events", (int64_t)c->idle_events);
	json_add(
		one, "hours", cJSON_CreateNumber(seconds(c->idle_ns) / 3600.0));
	json_add(one, "per_hour_low", cJSON_CreateNumber(c->idle_low));
	json_add(one, "per_hour_high", cJSON_CreateNumber(c->idle_high));
	json_add(object, "idle", one);
}

/* How the two clocks fit best. */
static void say_offset_json(cJSON *object, const struct correlate *c)
{
	json_add(
		object, "best_offset_s", cJSON_CreateNumber(seconds(c->shift)));
	json_set_int(object, "followed_at_best_offset", (int64_t)c->at_shift);
}

static void say_json(const struct correlate *c)
{
	cJSON *object = out_object("correlate"), *took, *by;

	json_set(object, "host", host);
	json_add(object, "window_s", cJSON_CreateNumber((double)window));
	json_set_int(object, "events", (int64_t)c->n);
	json_set_int(object, "events_not_watched", (int64_t)c->left_out);
	json_set_int(object, "events_merged", (int64_t)c->merged);
	json_set_int(object, "contacts", (int64_t)c->contacts);
	json_set_int(object, "clients", (int64_t)c->clients);
	json_set_int(object, "seed", seed);
	if (c->refusal != CORRELATE_BORNE) {
		json_set(object, "refused", correlate_refusal_name(c->refusal));
		json_set(object, "reason", refusal_words(c->refusal));
		if (c->refusal == CORRELATE_OTHER_CLOCK)
			say_offset_json(object, c);
		out_json(object);
		return;
	}
	json_set_int(object, "followed", (int64_t)c->jitter.answered);
	json_add(object, "within_s", cJSON_CreateNumber(seconds(c->within)));
	say_offset_json(object, c);
	json_add(object, "share_low", cJSON_CreateNumber(c->low));
	json_add(object, "share_high", cJSON_CreateNumber(c->high));
	took = json_array();
	for (size_t q = 0; q < 3; q++)
		json_push(took, cJSON_CreateNumber(seconds(c->latency[q])));
	json_add(object, "latency_quartiles_s", took);
	by = json_object();
	for (unsigned d = 0; d < OBSERVATION_DISPOSITIONS; d++)
		json_set_int(
			by, observation_disposition_name(d), (int64_t)c->by[d]);
	json_add(object, "dispositions", by);
	add_chance(object, "jitter", &c->jitter, true);
	if (c->has_days)
		add_chance(object, "days", &c->days, false);
	if (c->idle_ns > 0)
		say_idle_json(object, c);
	json_add(object, "pairs", pairs_json(c));
	out_json(object);
}

/* Moments, how long it took, and where both stand. */
enum { PAIR_TEXTS = 4, PAIR_TEXT = 48 };

static void pair_row(const char **row, char text[PAIR_TEXTS][PAIR_TEXT],
	const struct correlate_pair *p)
{
	instant_format(text[0], p->event_ns, 0, INSTANT_MS);
	row[0] = text[0];
	row[1] = row[2] = row[3] = "-";
	row[4] = text[3];
	snprintf(text[3], PAIR_TEXT, "%" PRId64 ":%" PRIu64, p->event_exhibit,
		p->event_line);
	if (!p->answered)
		return;
	instant_format(text[1], p->contact_ns, 0, INSTANT_MS);
	row[1] = text[1];
	snprintf(text[2], PAIR_TEXT, "%.1f s", seconds(p->delay_ns));
	row[2] = text[2];
	row[3] = _(observation_disposition_name(p->disposition));
	snprintf(text[3], PAIR_TEXT,
		"%" PRId64 ":%" PRIu64 " %" PRId64 ":%" PRIu64,
		p->event_exhibit, p->event_line, p->contact_exhibit,
		p->contact_line);
}

static void say_pairs(const struct cli *cli, const struct correlate *c)
{
	const char **cells = mem_new((c->n + 1) * PAIR_COLUMNS, sizeof(*cells));
	char(*text)[PAIR_TEXTS][PAIR_TEXT] = mem_new(c->n + 1, sizeof(*text));

	cells[0] = _("event");
	cells[1] = _("contact");
	cells[2] = _("after");
	cells[3] = _("disposition");
	cells[4] = _("exhibit:line");
	for (size_t i = 0; i < c->n; i++)
		pair_row(cells + (i + 1) * PAIR_COLUMNS, text[i], &c->v[i]);
	out_table(cli, cells, c->n + 1, PAIR_COLUMNS, "llrll");
	free(cells);
	free(text);
}

static void say_chance(const struct chance_result *r, const char *method)
{
	printf(_("%.1f expected by chance (%s, %d draws, seed %" PRId64
		 "): p = %.4f\n"),
		r->expected, method, (int)CHANCE_DRAWS, seed, r->p);
}

static void say_idle(const struct correlate *c)
{
	int64_t tenth = idle_hours_tenth(c);

	printf(_("while idle: %" PRIu64 " contacts in %" PRId64 ".%" PRId64
		 " h; 95 %%: %.2f to %.2f an hour\n"),
		c->idle, tenth / 10, tenth % 10, c->idle_low, c->idle_high);
	if (c->idle_events > 0)
		printf(_("that time was not idle: %zu events lie in it\n"),
			c->idle_events);
}

/* What the figures bear, and what they do not. */
static void say_meaning(const struct correlate *c)
{
	bool sure = c->jitter.p < 0.05 && (!c->has_days || c->days.p < 0.05);

	putchar('\n');
	if (sure)
		printf(_("What may be said: of %zu events, %zu were followed "
			 "within %" PRId64
			 " seconds by a contact with that name; chance alone "
			 "would hardly give as many.\n"),
			c->n, c->jitter.answered, window);
	else
		printf(_("What may be said: of %zu events, %zu were followed "
			 "within %" PRId64
			 " seconds by a contact with that name; that is not "
			 "more than chance may give.\n"),
			c->n, c->jitter.answered, window);
	if (c->within > INSTANT_SECOND)
		printf(_("The times are exact to within %.0f s, and so is what "
			 "followed what.\n"),
			seconds(c->within));
	puts(_("What may not: that the event caused the contact, or what was "
	       "sent. A look-up of a name shows that it was looked up."));
	if (c->clients > 1)
		printf(_("The contacts are those of %" PRIu64
			 " client addresses or names: choose one with "
			 "--client.\n"),
			c->clients);
}

static void say_refusal(const struct correlate *c)
{
	printf(_("refused: %s\n"), _(refusal_words(c->refusal)));
	if (c->coarse > 0)
		printf(_("rows that are so: %" PRIu64 "\n"), c->coarse);
	if (c->refusal == CORRELATE_FEW_EVENTS && c->left_out > 0)
		printf(_("events while nothing was logged: %zu\n"),
			c->left_out);
	if (c->refusal == CORRELATE_FEW_EVENTS && c->merged > 0)
		printf(_("events within the window behind another, which count "
			 "as one: %zu\n"),
			c->merged);
	if (c->refusal == CORRELATE_OTHER_CLOCK) {
		out_text(stdout, c->event_device);
		fputs(" / ", stdout);
		out_text(stdout, c->log_device);
		printf(_(": best fit at %+.0f s (%zu of %zu events)\n"),
			seconds(c->shift), c->at_shift, c->n);
	}
}

static void say(const struct cli *cli, const struct correlate *c)
{
	if (c->refusal != CORRELATE_BORNE) {
		say_refusal(c);
		return;
	}
	printf(_("events: %zu (left out: %zu while nothing was logged, %zu "
		 "right behind another); contacts: %" PRIu64 "\n"),
		c->n, c->left_out, c->merged, c->contacts);
	printf(_("followed within %" PRId64
		 " s: %zu of %zu (95 %%: %.0f to %.0f %%)\n"),
		window, c->jitter.answered, c->n, 100 * c->low, 100 * c->high);
	if (c->jitter.answered > 0)
		printf(_("after: %.1f, %.1f, %.1f s (quarter, half, three "
			 "quarters of them)\n"),
			seconds(c->latency[0]), seconds(c->latency[1]),
			seconds(c->latency[2]));
	printf(_("each event moved inside its own cell of %.0f s: "),
		seconds(c->jitter.cell));
	say_chance(&c->jitter, _("interval jitter"));
	if (c->has_days) {
		printf(_("all events moved by whole days and up to an hour, "
			 "%zu days: "),
			c->days.days);
		say_chance(&c->days, _("day shifts"));
	}
	if (c->idle_ns > 0)
		say_idle(c);
	printf(_("clocks: most events (%zu) are followed when the log's is "
		 "taken to be %+.0f s ahead\n"),
		c->at_shift, seconds(c->shift));
	if (pairs)
		say_pairs(cli, c);
	say_meaning(c);
}

static int read_seconds(int64_t *ns)
{
	char *end = NULL;
	double s = strtod(offset, &end);

	if (end == offset || *end != '\0' || !(s >= -OFFSET_MAX_S) ||
		!(s <= OFFSET_MAX_S))
		return err_set(ERR_INVALID,
			_("--offset takes seconds of at most a day, like 37 "
			  "or -1.5"));
	*ns = (int64_t)(s * (double)INSTANT_SECOND);
	return 0;
}

static int read_day(
	int64_t *ns, const struct zone *zone, const char *text, bool end)
{
	enum zone_kind kind = ZONE_UNIQUE;
	bool day_only = false;
	int rc = zone_parse(ns, &day_only, &kind, zone, text);

	if (rc == 0 && day_only && end)
		*ns = zone_day_end(*ns, zone);
	return rc;
}

static int read_idle(struct correlate_order *o, const struct zone *zone)
{
	const char *dots = strstr(idle, "..");
	char *first;
	int rc;

	if (dots == NULL)
		return err_set(ERR_INVALID,
			_("--idle takes FROM..TO, like '2026-09-15 02:00.."
			  "2026-09-15 06:00'"));
	first = strndup(idle, (size_t)(dots - idle));
	if (first == NULL)
		abort();
	rc = read_day(&o->idle_from, zone, first, false);
	free(first);
	if (rc == 0)
		rc = read_day(&o->idle_to, zone, dots + 2, true);
	if (rc == 0 && o->idle_to <= o->idle_from)
		rc = err_set(ERR_INVALID, _("--idle ends before it begins"));
	o->has_idle = true;
	return rc;
}

static int read_times(struct correlate_order *o)
{
	struct zone *zone = NULL;
	int rc = zone_open(&zone, tz != NULL ? tz : "UTC");

	if (rc == 0 && from != NULL)
		rc = read_day(&o->from, zone, from, false);
	if (rc == 0 && to != NULL)
		rc = read_day(&o->to, zone, to, true);
	if (rc == 0 && idle != NULL)
		rc = read_idle(o, zone);
	zone_free(zone);
	if (rc == 0 && offset != NULL) {
		o->has_offset = true;
		rc = read_seconds(&o->offset);
	}
	return rc;
}

/* "typed", or the number of an exhibit. */
static bool read_events(struct correlate_order *o)
{
	char *end = NULL;

	if (strcmp(events, "typed") == 0)
		return true;
	o->events = strtoll(events, &end, 10);
	return *end == '\0' && o->events > 0;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct correlate_order order = { .host = host,
		.client = client,
		.log = log_exhibit,
		.app = app,
		.seed = (uint64_t)seed };
	struct correlate c = { 0 };
	struct store *store = NULL;
	int status = CMD_DONE, rc;

	(void)argv;
	if (argc > 0 || host == NULL || events == NULL)
		return out_usage(&cmd_correlate,
			_("it needs --host, and --events EXHIBIT or typed"));
	if (!read_events(&order))
		return out_usage(&cmd_correlate,
			_("--events takes the number of an exhibit, or "
			  "typed"));
	if (window < 1 || window > 86400)
		return out_usage(
			&cmd_correlate, _("--window takes 1 to 86400 seconds"));
	order.window = window * INSTANT_SECOND;
	rc = read_times(&order);
	if (rc == 0)
		rc = out_open(cli, &store, false);
	if (rc == 0)
		rc = correlate_make(&c, store, &order);
	store_close(store);
	if (rc != 0)
		return out_fail();
	if (cli->json)
		say_json(&c);
	else
		say(cli, &c);
	if (c.refusal != CORRELATE_BORNE)
		status = CMD_PARTIAL;
	correlate_release(&c);
	return status;
}

const struct cmd cmd_correlate = {
	.name = "correlate",
	.args = "",
	.summary = N_("measure whether contacts follow events, against chance"),
	.detail = N_("How many events (notifications of a phone's log, or "
		     "typed in) are followed by a contact with the host, how "
		     "soon, and how many would be if the two had nothing to "
		     "do with each other: each event is moved at random "
		     "inside its own cell of thirty windows, so that day and "
		     "night cannot look like a link; with five days or more "
		     "all events are also moved by whole days. p is the part "
		     "of the draws that give at least as many. It refuses "
		     "(status 1) what the data cannot bear, and says why."),
	.example = "constat correlate --host 'push.*' --events 2\n"
		   "constat correlate --host 'push.*' --events typed --window "
		   "20 --tz Europe/Paris \\\n"
		   "    --idle '2026-09-15 02:00..2026-09-15 06:00' --pairs",
	.options = options,
	.run = run,
};
