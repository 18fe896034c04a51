/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/zone.h"
#include "cli/out.h"
#include "scrapers/feed.h"
#include "scrapers/history.h"
#include "scrapers/kinds.h"

extern const struct cmd cmd_changes;

enum { COLUMNS = 6 };

static bool all;
static int64_t limit = FEED_LIMIT;
static const char *service, *terms, *since, *only;

static const struct opt options[] = {
	{ "service", 0, OPT_TEXT, N_("NAME"), N_("changes of this service"),
		&service },
	{ "terms", 0, OPT_TEXT, N_("TYPE"), N_("changes of these terms"),
		&terms },
	{ "since", 0, OPT_TEXT, N_("DATE"),
		N_("changes first seen on that day or later"), &since },
	{ "only", 0, OPT_TEXT, N_("KINDS"),
		N_("changes of these kinds, with commas between"), &only },
	{ "limit", 0, OPT_NUMBER, N_("N"),
		N_("no more than the N newest (else 100; 0: all)"), &limit },
	{ "all", 'a', OPT_FLAG, NULL,
		N_("noise too: see 'constat help history'"), &all },
	{ 0 },
};

/* Rows of the table so far. */
struct rows {
	const char **cells; /* owned, and what it has behind the heading */
	size_t n, cap;
};

static int read_options(struct feed_options *o)
{
	struct zone *utc = NULL;
	int rc = kind_read_list(&o->only, only != NULL ? only : "");

	o->service = service;
	o->terms = terms;
	o->all = all;
	o->limit = limit > 0 ? (size_t)limit : FEED_LIMIT_MAX;
	o->since_ns = INT64_MIN;
	if (rc == 0 && since != NULL)
		rc = zone_open(&utc, "UTC");
	if (rc == 0 && since != NULL)
		rc = zone_parse(&o->since_ns, NULL, NULL, utc, since);
	zone_free(utc);
	return rc;
}

static int print_json(const struct change *c, void *ctx)
{
	cJSON *o = change_json(c);

	(void)ctx;
	cJSON_ReplaceItemInObjectCaseSensitive(
		o, "schema", cJSON_CreateString("constat.changes/1"));
	out_json(o);
	return 0;
}

static int add_row(const struct change *c, void *ctx)
{
	struct rows *r = ctx;
	char when[INSTANT_TEXT];
	struct str text[COLUMNS] = { 0 };

	history_when(when, &c->now->first);
	str_puts(&text[0], when);
	str_puts(&text[1], c->service);
	str_puts(&text[2], c->terms);
	str_printf(&text[3], "%d", c->now->number);
	str_puts(&text[4], kind_word(c->kind->code));
	str_printf(&text[5], "+%zu -%zu", c->kind->added, c->kind->removed);
	r->cells =
		mem_grow(r->cells, &r->cap, r->n + COLUMNS, sizeof(*r->cells));
	for (size_t i = 0; i < COLUMNS; i++)
		r->cells[r->n++] = str_take(&text[i]);
	return 0;
}

static int print_table(bool *left, const struct cli *cli, struct store *store,
	const struct feed_options *o)
{
	const char *const heading[COLUMNS] = { _("first seen"), _("service"),
		_("terms"), _("version"), _("kind"), _("words") };
	struct rows r = { 0 };
	int rc;

	r.cells = mem_grow(r.cells, &r.cap, COLUMNS, sizeof(*r.cells));
	for (; r.n < COLUMNS; r.n++)
		r.cells[r.n] = mem_strdup(heading[r.n]);
	rc = feed_each(left, store, o, add_row, &r);
	if (rc == 0 && r.n > COLUMNS)
		out_table(cli, r.cells, r.n / COLUMNS, COLUMNS, "lllrlr");
	else if (rc == 0)
		out_note(cli, _("no such change is known"));
	for (size_t i = 0; i < r.n; i++)
		free((char *)r.cells[i]);
	free(r.cells);
	return rc;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct store *store = NULL;
	struct feed_options o = { .bare = !cli->json };
	bool left = false;
	int rc;

	(void)argv;
	if (argc > 0)
		return out_usage(&cmd_changes,
			_("too many words; what to look for goes behind "
			  "--service and --terms"));
	rc = read_options(&o);
	if (rc == 0)
		rc = out_open(cli, &store, false);
	if (rc == 0)
		rc = cli->json ? feed_each(&left, store, &o, print_json, NULL)
			       : print_table(&left, cli, store, &o);
	if (rc == 0 && left)
		out_note(cli,
			_("the %zu newest are shown; there may be more, which "
			  "--limit shows"),
			o.limit);
	store_close(store);
	return rc == 0 ? CMD_DONE : out_fail();
}

const struct cmd cmd_changes = {
	.name = "changes",
	.args = "",
	.summary = N_("list what changed lately, newest first"),
	.detail = N_("The newest changes of everything that is kept, or of "
		     "one service or terms: when each text was first seen, "
		     "its version, the kind of the change, and the words that "
		     "came and went. Noise is left out unless --all or --only "
		     "is given ('constat help history' says what that is). "
		     "--json prints one object a line, with the rule that "
		     "decided and a quotation."),
	.example = "constat changes --since 2026-01-01 --only news,numbers",
	.options = options,
	.paged = true,
	.run = run,
};
