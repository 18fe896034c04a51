/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "cli/out.h"
#include "scrapers/history.h"
#include "scrapers/search.h"
#include "scrapers/search_index.h"
#include "scrapers/search_query.h"

extern const struct cmd cmd_search;

enum { COLUMNS = 6, LIMIT = 50 };

static bool first, rebuild;
static const char *type, *since, *until, *zone;
static int64_t limit = LIMIT;

static const struct opt options[] = {
	{ "first", 0, OPT_FLAG, NULL,
		N_("when this wording came into each terms, and when it left"),
		&first },
	{ "type", 0, OPT_TEXT, N_("TERMS"),
		N_("in terms of this type only, of all services"), &type },
	{ "since", 0, OPT_TEXT, N_("DATE"),
		N_("what was still seen on DATE or later"), &since },
	{ "until", 0, OPT_TEXT, N_("DATE"),
		N_("what was seen by the end of DATE"), &until },
	{ "tz", 0, OPT_TEXT, N_("ZONE"),
		N_("the time zone of DATE, like Europe/Paris (else UTC)"),
		&zone },
	{ "limit", 0, OPT_NUMBER, N_("N"),
		N_("at most N results (else 50; 0: all)"), &limit },
	{ "rebuild", 0, OPT_FLAG, NULL,
		N_("make the index anew; it holds nothing of its own"),
		&rebuild },
	{ 0 },
};

/* Rows of the table, collected so that their columns can be aligned. */
struct answer {
	const struct cli *cli;
	char **cells; /* owned */
	size_t n, cap;
};

static void push(struct answer *a, char *cell)
{
	a->cells = mem_grow(a->cells, &a->cap, a->n + 1, sizeof(*a->cells));
	a->cells[a->n++] = cell;
}

static void push_when(struct answer *a, const struct version_sighting *s)
{
	char when[INSTANT_TEXT] = "";

	if (s != NULL)
		history_when(when, s);
	push(a, mem_strdup(when));
}

/* "3-5": the versions of a period; in brackets what our rules brought. */
static void push_versions(struct answer *a, const struct search_period *p)
{
	bool ours = p->before != NULL && p->first->technical;
	struct str text = { 0 };

	str_puts(&text, ours ? "(" : "");
	str_printf(&text, "%d", p->first->number);
	if (p->last->number != p->first->number)
		str_printf(&text, "-%d", p->last->number);
	str_puts(&text, ours ? ")" : "");
	push(a, str_take(&text));
}

/* "Données > Partage: … comme **vos pas** …" */
static char *passage_cell(const struct search_found *f)
{
	struct str text = { 0 };

	for (size_t i = 0; i < f->n_section; i++)
		str_printf(&text, "%s%s", f->section[i],
			i + 1 < f->n_section ? " > " : ": ");
	for (const char *p = f->snippet; *p != '\0'; p++) {
		if (*p == PASSAGE_ON || *p == PASSAGE_OFF)
			str_puts(&text, "**");
		else
			str_putc(&text, *p);
	}
	return str_take(&text);
}

static int take(const struct search_found *f, void *ctx)
{
	struct answer *a = ctx;
	cJSON *o;

	if (a->cli->json) {
		o = out_object("search");
		search_json(o, f);
		out_json(o);
		return 0;
	}
	for (size_t i = 0; i < f->n; i++) {
		const struct search_period *p = &f->periods[i];
		struct str name = { 0 };

		str_printf(&name, "%s: %s", f->service, f->terms);
		push(a, str_take(&name));
		push_versions(a, p);
		if (first)
			push_when(a, p->before ? &p->before->last : NULL);
		push_when(a, &p->first->first);
		push_when(a, &p->last->last);
		if (first)
			push_when(a, p->after ? &p->after->first : NULL);
		else
			push(a, passage_cell(f));
	}
	if (first && !f->checked)
		out_note(a->cli,
			_("the index and the texts of '%s' '%s' do not say "
			  "the same; 'constat search --rebuild' makes the "
			  "index anew"),
			f->service, f->terms);
	return 0;
}

static void print_table(struct answer *a)
{
	const char *const heading[] = { _("terms"), _("versions"),
		_("first seen"), _("last seen"), _("passage") };
	const char *const heading_first[] = { _("terms"), _("versions"),
		_("not yet on"), _("first seen"), _("last seen"),
		_("gone by") };
	size_t columns = first ? COLUMNS : COLUMNS - 1;
	const char **cells;

	if (a->n == 0)
		return;
	cells = mem_new(a->n + columns, sizeof(*cells));
	memcpy(cells, first ? heading_first : heading,
		columns * sizeof(*cells));
	memcpy(cells + columns, a->cells, a->n * sizeof(*cells));
	out_table(a->cli, cells, 1 + a->n / columns, columns,
		first ? "lrllll" : "lrlll");
	free(cells);
}

/* The archive, its index complete: written to only where something is
 * missing; where that cannot be, or must not, the index is made in memory. */
static int open_indexed(struct store **store, const struct cli *cli)
{
	struct search_index_result done = { 0 };
	struct progress progress = out_progress(cli);
	struct store *writer = NULL;
	int64_t pending = 0;
	int rc = out_open(cli, store, false);

	if (rc == 0)
		rc = passage_pending(&pending, *store);
	if (rc == 0 && pending > 0) {
		if (!cli->dry_run && out_open(cli, &writer, true) == 0) {
			store_close(*store);
			*store = writer;
		} else {
			rc = passage_lend(*store);
		}
	}
	if (rc == 0)
		rc = search_index_update(&done, *store, &progress);
	out_progress_end();
	if (rc == 0 && done.unreadable > 0)
		out_note(cli,
			_("texts that are gone or damaged, and not indexed: "
			  "%lld; "
			  "'constat verify' tells more"),
			(long long)done.unreadable);
	return rc;
}

static int make_anew(const struct cli *cli)
{
	struct store *store = NULL;
	int64_t n = 0;
	int rc = out_open(cli, &store, !cli->dry_run);

	if (rc == 0 && !cli->dry_run)
		rc = passage_clear(store);
	if (rc == 0 && !cli->dry_run)
		rc = passage_pending(&n, store);
	store_close(store);
	store = NULL;
	if (rc == 0 && !cli->dry_run)
		rc = open_indexed(&store, cli);
	if (rc == 0)
		out_note(cli,
			cli->dry_run ? _("the index would be made anew")
				     : _("the index was made anew: versions "
					 "%lld"),
			(long long)n);
	store_close(store);
	return rc == 0 ? CMD_DONE : out_fail();
}

/* A date alone is the whole day: its beginning for --since, its end for
 * --until. */
static int read_dates(struct search_wanted *w)
{
	struct str from = { 0 };
	int rc = 0;

	if (until != NULL)
		rc = history_instant(&w->until_ns, until, zone);
	if (rc == 0 && since != NULL) {
		str_puts(&from, since);
		if (from.len == strlen("2018-09-03"))
			str_puts(&from, " 00:00");
		rc = history_instant(&w->since_ns, from.p, zone);
	}
	str_release(&from);
	return rc;
}

static int find(struct answer *a, struct search_count *count,
	struct store *store, int argc, char **argv)
{
	struct search_query q = { 0 };
	struct search_wanted w = { .service = argc > 1 ? argv[1] : NULL,
		.terms = argc > 2 ? argv[2] : type,
		.limit = limit > 0 ? (size_t)limit : SIZE_MAX };
	struct history h = { 0 };
	int rc = read_dates(&w);

	if (rc == 0)
		rc = first ? search_query_phrase(&q, argv[0])
			   : search_query_parse(&q, argv[0]);
	/* A service that is not there is an error, not "nothing found". */
	if (rc == 0 && w.service != NULL &&
		history_open(&h, store, w.service, w.terms) == ERR_NOTFOUND)
		rc = ERR_NOTFOUND;
	history_close(&h);
	w.query = q.root;
	if (rc == 0)
		rc = (first ? search_each_wording : search_each)(
			count, store, &w, take, a);
	search_query_release(&q);
	return rc;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct answer a = { .cli = cli };
	struct search_count count = { 0 };
	struct store *store = NULL;
	int rc;

	if (rebuild && argc == 0)
		return make_anew(cli);
	if (rebuild || argc < 1 || argc > 3)
		return out_usage(&cmd_search,
			_("say what to look for, in quotes, then perhaps a "
			  "service and its terms; or --rebuild alone"));
	if (type != NULL && argc > 2)
		return out_usage(
			&cmd_search, _("either --type or TERMS, not both"));
	rc = open_indexed(&store, cli);
	if (rc == 0)
		rc = find(&a, &count, store, argc, argv);
	if (rc == 0 && !cli->json)
		print_table(&a);
	if (rc == 0 && count.found == 0)
		out_note(cli, _("nothing was found in what was asked for"));
	if (rc == 0 && count.shown < count.found)
		out_note(cli, _("%zu of %zu shown; --limit 0 shows all"),
			count.shown, count.found);
	for (size_t i = 0; i < a.n; i++)
		free(a.cells[i]);
	free(a.cells);
	store_close(store);
	if (rc != 0)
		return out_fail();
	return count.found > 0 ? CMD_DONE : CMD_PARTIAL;
}

const struct cmd cmd_search = {
	.name = "search",
	.args = N_("QUERY [SERVICE [TERMS]]"),
	.summary = N_("find words in all versions, and when they stood there"),
	.detail = N_(
		"QUERY is words that stand in one paragraph, heading, item or "
		"table row. A phrase is put in double quotation marks, inside "
		"those of the shell; word* is the beginning of a word; a NEAR "
		"b (or NEAR/3) are at most 10 (3) words apart; AND, OR, NOT "
		"and brackets join. Letter case, accents, punctuation and "
		"markup do not count.\n"
		"\n"
		"For each passage: the versions it stood in, and when it was "
		"seen first and last there. A passage that went and came back "
		"has a line for each time. Nobody is known to have looked "
		"between two sightings.\n"
		"\n"
		"With --first QUERY is one phrase. For each terms it says when "
		"that was not yet there, seen first, seen last, and gone. The "
		"texts at both ends are read again, so that the answer does "
		"not hang on the index. A version in brackets: our rules "
		"brought the words, not the vendor.\n"
		"\n"
		"The index is made by the first search and completed by each "
		"later one; it can always be made anew. The exit status is 1 "
		"when nothing is found."),
	.example = "constat search 'partners NEAR advertis*' --type 'Privacy "
		   "Policy'\n"
		   "constat search --first 'such as' Exemple",
	.options = options,
	.paged = true,
	.run = run,
};
