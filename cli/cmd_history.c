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
#include "cli/history_years.h"
#include "cli/out.h"
#include "scrapers/history.h"
#include "scrapers/kinds.h"

extern const struct cmd cmd_history;

enum { COLUMNS = 8 };

static bool all, summary;

static const struct opt options[] = {
	{ "all", 'a', OPT_FLAG, NULL,
		N_("noise too, and the same page read anew by other rules of "
		   "ours"),
		&all },
	{ "summary", 0, OPT_FLAG, NULL,
		N_("a line for each year: news, words, and how vague before "
		   "and after"),
		&summary },
	{ 0 },
};

/* What was asked for, and what comes of it. */
struct listing {
	const struct cli *cli;
	struct store *store;
	const char *service, *terms; /* NULL: all */
	cJSON *found;		     /* with --json; else NULL */
	size_t count, hidden;
};

static int add_json(struct listing *l, const char *service, const char *terms,
	const struct version_spans *spans, const struct kinds *kinds)
{
	cJSON *o = json_object(), *versions = json_array();
	int rc = 0;

	for (size_t i = 0; i < spans->n; i++) {
		cJSON *version = history_span_json(&spans->v[i]);

		json_add(version, "change", kinds_json(&kinds->v[i]));
		json_push(versions, version);
	}
	json_set(o, "service", service);
	json_set(o, "terms", terms);
	json_add(o, "versions", versions);
	if (summary)
		rc = history_years_json(o, l->store, spans, kinds);
	json_push(l->found, o);
	return rc;
}

/* The cells of one version; those that are owned go into kept. */
static void fill_row(const char *cells[COLUMNS], char *kept[COLUMNS],
	const struct version_span *v, const struct kind *kind)
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
	str_puts(&text[4], kind_word(kind->code));
	if (kind->earlier > 0)
		str_printf(&text[4], " (%zu)", kind->earlier);
	str_puts(&text[5], _(snapshot_basis_name(v->first.basis)));
	str_printf(&text[6], "%" PRIu64, v->size);
	str_printf(&text[7], "%.16s", hex);
	for (size_t i = 0; i < COLUMNS; i++)
		cells[i] = kept[i] = str_take(&text[i]);
}

static void print_table(const struct listing *l,
	const struct version_spans *spans, const struct kinds *kinds)
{
	size_t rows = spans->n + 1;
	const char **cells = mem_new(rows * COLUMNS, sizeof(*cells));
	char **kept = mem_new(rows * COLUMNS, sizeof(*kept));
	const char *const heading[COLUMNS] = { _("version"), _("first seen"),
		_("last seen"), _("times"), _("kind"), _("basis"), _("bytes"),
		_("SHA-256 begins") };

	for (size_t i = 0; i < COLUMNS; i++)
		cells[i] = heading[i];
	for (size_t i = 0; i < spans->n; i++)
		fill_row(cells + (i + 1) * COLUMNS, kept + i * COLUMNS,
			&spans->v[i], &kinds->v[i]);
	out_table(l->cli, cells, rows, COLUMNS, "rllrllrl");
	for (size_t i = 0; i < rows * COLUMNS; i++)
		free(kept[i]);
	free(cells);
	free(kept);
}

static int print(struct listing *l, const char *service, const char *terms,
	struct version_spans *spans, struct kinds *kinds)
{
	if (l->count > 0)
		putchar('\n');
	out_text(stdout, service);
	fputs(": ", stdout);
	out_text(stdout, terms);
	putchar('\n');
	if (summary)
		return history_years_print(l->cli, l->store, spans, kinds);
	if (!all)
		l->hidden += kinds_hide(kinds, spans);
	print_table(l, spans, kinds);
	return 0;
}

static int list(const char *service, const char *terms, void *ctx)
{
	struct listing *l = ctx;
	struct version_spans spans = { 0 };
	struct kinds kinds = { 0 };
	int rc;

	if ((l->service != NULL && strcasecmp(service, l->service) != 0) ||
		(l->terms != NULL && strcasecmp(terms, l->terms) != 0))
		return 0;
	rc = version_spans(&spans, l->store, service, terms);
	if (rc == 0)
		rc = kinds_read(&kinds, l->store, &spans);
	if (rc == 0 && !all) {
		kinds_fold(&kinds);
		history_fold(&spans);
	}
	if (rc == 0 && l->found != NULL)
		rc = add_json(l, service, terms, &spans, &kinds);
	else if (rc == 0)
		rc = print(l, service, terms, &spans, &kinds);
	l->count++;
	kinds_release(&kinds);
	version_spans_release(&spans);
	return rc;
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
	if (rc == 0 && summary && l.count > 0)
		out_note(cli, _("vague: weighted words per 1,000, before and "
				"after the year's changes, as 'constat lint' "
				"counts them; for choosing what to read, not "
				"a verdict"));
	if (rc == 0 && l.hidden > 0)
		out_note(cli,
			_("versions not shown because they bring no news: "
			  "%zu; --all shows them"),
			l.hidden);
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
		     "SHA-256 of its text. The kind says what changed: news, "
		     "numbers, translation, collapse (most of the text is "
		     "gone), or noise: return (of a text seen before, with "
		     "its number), address (links and images), cosmetic "
		     "(markup, punctuation, case, white space), date line, "
		     "rotation (what comes and goes by itself). Noise is kept "
		     "and counted like all versions, but shown only with "
		     "--all, and then also technical: what changed because "
		     "rules of ours did, with the version's number in "
		     "brackets. --json has all versions, with the rule that "
		     "decided and a quotation.\n"
		     "\n"
		     "--summary tells of each year how many versions were new "
		     "in it, the words that came and went with the news, and "
		     "how vague the text was at its beginning (in the first "
		     "year: the first text) and at its end: weighted words "
		     "per 1,000, as 'constat lint' counts them for that "
		     "version. These figures are for choosing what to read "
		     "and belong in no letter; a dash stands where the "
		     "language has no lexicon, and where the language "
		     "changed the two cannot be compared."),
	.example = "constat history Exemple\n"
		   "constat history Exemple 'Privacy Policy' --summary",
	.options = options,
	.paged = true,
	.run = run,
};
