/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>

#include <string.h>

#include "archive/block.h"
#include "archive/exhibit.h"
#include "archive/store.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "cli/out.h"
#include "evidence/host.h"

static const char *glob;
static int64_t exhibit;

static const struct opt options[] = {
	{ "host", 0, OPT_TEXT, N_("GLOB"), N_("only hosts like GLOB (* and ?)"),
		&glob },
	{ "exhibit", 0, OPT_NUMBER, N_("N"), N_("only exhibit N"), &exhibit },
	{ 0 },
};

static void set_text(cJSON *object, const char *name, const char *text)
{
	if (text[0] != '\0')
		json_set(object, name, text);
}

static void set_time(cJSON *object, const char *name, int64_t ns)
{
	char text[INSTANT_TEXT];

	if (ns == 0)
		return;
	instant_format(text, ns, 0, INSTANT_NS);
	json_set(object, name, text);
}

/* Where rows come from; looked up once for each exhibit. */
struct source {
	struct store *store;
	struct exhibit exhibit;
};

static int find_source(struct source *s, int64_t id)
{
	if (s->exhibit.id == id)
		return 0;
	exhibit_release(&s->exhibit);
	return exhibit_get(&s->exhibit, s->store, id);
}

/* How much the record is worth. */
static void add_worth(cJSON *row, const struct observation *o)
{
	json_set(row, "ev.disposition",
		observation_disposition_name(o->disposition));
	json_set(row, "ev.disposition_source",
		observation_source_name(o->disposition_source));
	json_set(row, "ev.time_precision",
		observation_precision_name(o->precision));
	json_set(row, "ev.tz_source", observation_zone_name(o->zone));
	json_set(row, "ev.year_source", observation_year_name(o->year));
	if (o->precision == OBSERVATION_PRECISION_WINDOW) {
		set_time(row, "ev.window_start", o->window_start);
		set_time(row, "ev.window_end", o->window_end);
	}
	if (o->mark != OBSERVATION_MARK_NONE)
		json_set(row, "ev.clock_mark", observation_mark_name(o->mark));
	json_set_int(row, "ev.count", o->count);
	json_set(row, "ev.count_semantics",
		observation_count_name(o->count_kind));
}

/* The host under the name that the kind of record gives it. */
static void add_host(cJSON *row, const struct observation *o)
{
	if (o->kind == OBSERVATION_LOOKUP) {
		json_set(row, "dns.question.name", o->host);
		set_text(row, "dns.question.type", o->type);
		set_text(row, "dns.answers", o->answer);
		return;
	}
	if (!observation_is_traffic(o)) {
		set_text(row, "destination.domain", o->host);
		set_text(row, "event.type", o->type);
		return;
	}
	set_text(row, "destination.domain", o->host);
	set_text(row, "network.protocol", o->type);
	set_text(row, "destination.address", o->answer);
}

/* What else the format tells; its names are such names already. */
static void add_detail(cJSON *row, const char *detail)
{
	cJSON *more = NULL, *item;

	if (detail[0] == '\0' ||
		json_parse(&more, detail, strlen(detail), NULL) != 0)
		return;
	while ((item = cJSON_DetachItemFromArray(more, 0)) != NULL)
		json_add(row, item->string, item);
	cJSON_Delete(more);
}

/* One record in the field names of the Elastic Common Schema; our own begin
 * with "ev.". */
static int print_row(int64_t from, const struct observation *o, void *ctx)
{
	struct source *source = ctx;
	cJSON *row;
	int rc;

	rc = find_source(source, from);
	if (rc != 0)
		return rc;
	row = json_object();
	set_time(row, "@timestamp", o->ns);
	json_set(row, "event.action", observation_kind_name(o->kind));
	add_host(row, o);
	set_text(row, "client.address", o->client);
	set_text(row, "process.name", o->app);
	set_text(row, "rule.name", o->rule);
	if (o->sent != 0)
		json_set_int(row, "source.bytes", (int64_t)o->sent);
	if (o->received != 0)
		json_set_int(row, "destination.bytes", (int64_t)o->received);
	add_detail(row, o->detail);
	add_worth(row, o);
	json_set(row, "ev.origin",
		strcmp(source->exhibit.kind, "statement") == 0
			? "stated by the complainant"
			: "log");
	json_set_int(row, "ev.exhibit", from);
	set_text(row, "ev.member", o->member);
	json_set_int(row, "ev.line", (int64_t)o->line);
	json_set_int(row, "log.offset", (int64_t)o->position);
	out_json(row);
	return 0;
}

static bool is_wanted(const char *host, void *ctx)
{
	(void)ctx;
	return host_matches(host, glob);
}

extern const struct cmd cmd_observations;

static int run(struct cli *cli, int argc, char **argv)
{
	struct block_filter filter = { .exhibit = exhibit,
		.host = glob != NULL ? is_wanted : NULL };
	struct source source = { 0 };
	int rc;

	(void)argv;
	if (argc > 0)
		return out_usage(&cmd_observations,
			_("an exhibit is chosen with --exhibit, a host with "
			  "--host"));
	rc = out_open(cli, &source.store, false);
	if (rc == 0 && exhibit != 0)
		rc = find_source(&source, exhibit);
	if (rc == 0)
		rc = block_each_like(source.store, &filter, print_row, &source);
	exhibit_release(&source.exhibit);
	store_close(source.store);
	return rc == 0 ? CMD_DONE : out_fail();
}

const struct cmd cmd_observations = {
	.name = "observations",
	.args = "",
	.summary = N_("print the records read from logs, one JSON line each"),
	.detail = N_("The names are those of the Elastic Common Schema; those "
		     "that begin with ev. say how much a record is worth: how "
		     "exact its time is, what its disposition rests on, "
		     "whether a log or the complainant says so."),
	.example = "constat observations --host 'push.*' | jq .",
	.options = options,
	.paged = true,
	.run = run,
};
