/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "cli/out.h"
#include "scrapers/history.h"

extern const struct cmd cmd_history;

enum { COLUMNS = 7 };

static bool all;

static const struct opt options[] = {
	{ "all", 'a', OPT_FLAG, NULL,
		N_("technical upgrades too: the same page read anew by other "
		   "rules of ours"),
		&all },
	{ 0 },
};

/* What was asked for, and what comes of it. */
struct listing {
	const struct cli *cli;
	struct store *store;
	const char *service, *terms; /* NULL: all */
	cJSON *found;		     /* with --json; else NULL */
	size_t count;
};

static void add_json(struct listing *l, const char *service, const char *terms,
	const struct version_spans *spans)
{
	cJSON *o = json_object(), *versions = json_array();

	for (size_t i = 0; i < spans->n; i++)
		json_push(versions, history_span_json(&spans->v[i]));
	json_set(o, "service", service);
	json_set(o, "terms", terms);
	json_add(o, "versions", versions);
	json_push(l->found, o);
}

/* The cells of one version; those that are owned go into kept. */
static void fill_row(const char *cells[COLUMNS], char *kept[COLUMNS],
	const struct version_span *v)
{
	char first[INSTANT_TEXT], last[INSTANT_TEXT], hex[DIGEST_HEX + 1];
	struct str text[COLUMNS] = { 0 };

	history_when(first, &v->first);
	history_when(last, &v->last);
	digest_hex(hex, &v->text);
	str_printf(&text[0], v->technical ? "(%d)" : "%d", v->number);
	str_puts(&text[1], first);
	str_puts(&text[2], last);
	str_printf(&text[3], "%zu", v->sightings);
	str_puts(&text[4], _(snapshot_basis_name(v->first.basis)));
	str_printf(&text[5], "%" PRIu64, v->size);
	str_printf(&text[6], "%.16s", hex);
	for (size_t i = 0; i < COLUMNS; i++)
		cells[i] = kept[i] = str_take(&text[i]);
}

static void print_table(
	const struct listing *l, const struct version_spans *spans)
{
	size_t rows = spans->n + 1;
	const char **cells = mem_new(rows * COLUMNS, sizeof(*cells));
	char **kept = mem_new(rows * COLUMNS, sizeof(*kept));
	const char *const heading[COLUMNS] = { _("version"), _("first seen"),
		_("last seen"), _("times"), _("basis"), _("bytes"),
		_("SHA-256 begins") };

	for (size_t i = 0; i < COLUMNS; i++)
		cells[i] = heading[i];
	for (size_t i = 0; i < spans->n; i++)
		fill_row(cells + (i + 1) * COLUMNS, kept + i * COLUMNS,
			&spans->v[i]);
	out_table(l->cli, cells, rows, COLUMNS, "rllrlrl");
	for (size_t i = 0; i < rows * COLUMNS; i++)
		free(kept[i]);
	free(cells);
	free(kept);
}

static int list(const char *service, const char *terms, void *ctx)
{
	struct listing *l = ctx;
	struct version_spans spans = { 0 };
	int rc;

	if ((l->service != NULL && strcasecmp(service, l->service) != 0) ||
		(l->terms != NULL && strcasecmp(terms, l->terms) != 0))
		return 0;
	rc = version_spans(&spans, l->store, service, terms);
	if (rc != 0)
		return rc;
	if (!all)
		history_fold(&spans);
	if (l->found != NULL) {
		add_json(l, service, terms, &spans);
	} else {
		if (l->count > 0)
			putchar('\n');
		out_text(stdout, service);
		fputs(": ", stdout);
		out_text(stdout, terms);
		putchar('\n');
		print_table(l, &spans);
	}
	l->count++;
	version_spans_release(&spans);
	return 0;
}

/* Says that there is nothing, or what was meant. */
static int nothing(const struct listing *l)
{
	struct history h = { 0 };
	int rc;

	if (l->service == NULL) {
		out_note(l->cli, _("nothing is kept yet; 'constat watch' "
				   "declares what to capture"));
		return 0;
	}
	rc = history_open(&h, l->store, l->service, l->terms);
	history_close(&h);
	return rc;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct listing l = { .cli = cli,
		.service = argc > 0 ? argv[0] : NULL,
		.terms = argc > 1 ? argv[1] : NULL };
	cJSON *answer;
	int rc;

	if (argc > 2)
		return out_usage(&cmd_history, _("too many words; put names "
						 "with spaces in quotes"));
	l.found = cli->json ? json_array() : NULL;
	rc = out_open(cli, &l.store, false);
	if (rc == 0)
		rc = version_each_terms(l.store, list, &l);
	if (rc == 0 && l.count == 0)
		rc = nothing(&l);
	store_close(l.store);
	if (rc == 0 && cli->json) {
		answer = out_object("history");
		json_add(answer, "terms", l.found);
		out_json(answer);
	} else {
		cJSON_Delete(l.found);
	}
	return rc == 0 ? CMD_DONE : out_fail();
}

const struct cmd cmd_history = {
	.name = "history",
	.args = N_("[SERVICE [TERMS]]"),
	.summary = N_("list the versions that are kept"),
	.detail = N_("Each version with the first and the last time its text "
		     "was seen, the basis of the first date (captured: by "
		     "this program; stated: by the person; third-party: by "
		     "somebody else), its size, and the beginning of the "
		     "SHA-256 of its text. --json has the whole. With --all "
		     "also what changed because rules of ours did, with the "
		     "version's number in brackets: no change of the "
		     "vendor's."),
	.options = options,
	.run = run,
};
