/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/utf8.h"
#include "cli/out.h"
#include "scrapers/history.h"
#include "scrapers/lint_json.h"
#include "scrapers/lint_write.h"

extern const struct cmd cmd_lint;

static const char *at, *zone, *number, *language;
static struct opt_list files;
static bool compare, all;

static const struct opt options[] = {
	{ "at", 0, OPT_TEXT, N_("DATE"),
		N_("the text in force on DATE, as far as is known"), &at },
	{ "tz", 0, OPT_TEXT, N_("ZONE"),
		N_("the time zone of dates, like Europe/Paris (else UTC)"),
		&zone },
	{ "version", 0, OPT_TEXT, N_("N"), N_("the version of that number"),
		&number },
	{ "file", 0, OPT_LIST, N_("FILE"),
		N_("a text in a file; with --diff, twice: old, then new"),
		&files },
	{ "diff", 0, OPT_FLAG, NULL,
		N_("what came and went between two versions"), &compare },
	{ "lang", 0, OPT_TEXT, N_("LANGUAGE"),
		N_("en, fr or de, instead of a guess"), &language },
	{ "all", 0, OPT_FLAG, NULL, N_("also words too common to count"),
		&all },
	{ 0 },
};

/* One text: where it is from, and what it says. */
struct side {
	cJSON *json; /* owned; NULL when taken */
	struct lint lint;
};

static int read_file(struct side *s, const char *path)
{
	struct str bytes = { 0 }, text = { 0 };
	int rc = file_read(&bytes, path);

	s->json = json_object();
	json_set(s->json, "file", path);
	if (rc == 0)
		rc = utf8_repair(&text, bytes.p, bytes.len);
	if (rc == 0)
		rc = err_wrap(
			lint_read(&s->lint, text.p, text.len), "'%s'", path);
	str_release(&bytes);
	str_release(&text);
	return rc;
}

static int read_span(struct side *s, const struct cli *cli,
	const struct history *h, const struct version_span *span)
{
	char first[INSTANT_TEXT], last[INSTANT_TEXT];
	struct str text = { 0 };
	int rc;

	history_when(first, &span->first);
	history_when(last, &span->last);
	out_note(cli, _("version %d, seen from %s to %s"), span->number, first,
		last);
	s->json = history_span_json(span);
	rc = history_text(&text, h->store, span);
	if (rc == 0)
		rc = lint_read(&s->lint, text.p, text.len);
	str_release(&text);
	return rc;
}

static int read_one(
	struct side *s, const struct cli *cli, const struct history *h)
{
	const struct version_span *span = NULL;
	struct version_at known;
	int64_t ns;
	int rc;

	if (at == NULL) {
		rc = history_find(
			&span, h, number != NULL ? number : "last", zone);
		return rc != 0 ? rc : read_span(s, cli, h, span);
	}
	rc = history_instant(&ns, at, zone);
	if (rc == 0)
		rc = history_at(&known, h, ns);
	if (rc == 0)
		rc = read_span(s, cli, h, known.span);
	if (rc == 0) {
		json_set(s->json, "at", at);
		json_set_bool(s->json, "seen_after", known.after_same);
	}
	if (rc == 0 && !known.after_same)
		out_note(cli, _("whether this text was in force on that date "
				"is not certain: 'show --at' says more"));
	return rc;
}

static int read_versions(struct side sides[2], const struct cli *cli,
	const struct history *h, char **which)
{
	const struct version_span *span = NULL;
	int rc = 0;

	for (int i = 0; rc == 0 && i < 2; i++) {
		rc = history_find(&span, h, which[i], zone);
		if (rc == 0)
			rc = read_span(&sides[i], cli, h, span);
	}
	return rc;
}

static int read_sides(
	struct side sides[2], const struct cli *cli, int argc, char **argv)
{
	struct store *store = NULL;
	struct history h = { 0 };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < files.n; i++)
		rc = read_file(&sides[i], files.v[i]);
	if (files.n > 0)
		return rc;
	rc = out_open(cli, &store, false);
	if (rc == 0)
		rc = history_open(
			&h, store, argv[0], argc > 1 ? argv[1] : NULL);
	if (rc == 0 && compare)
		rc = read_versions(sides, cli, &h, argv + 2);
	else if (rc == 0)
		rc = read_one(&sides[0], cli, &h);
	history_close(&h);
	store_close(store);
	return rc;
}

/* Two texts are judged by one language. */
static int open_lexicon(struct lexicon **lex, const struct side sides[2])
{
	const char *name = language, *older = NULL;

	if (name == NULL)
		name = lexicon_guess(&sides[compare].lint.folded);
	if (language == NULL && compare)
		older = lexicon_guess(&sides[0].lint.folded);
	if (name != NULL && older != NULL && strcmp(name, older) != 0)
		return err_set(ERR_INVALID,
			_("the two texts are in different languages (%s, %s) "
			  "and cannot be compared; name one with --lang"),
			older, name);
	if (name == NULL)
		return err_set(ERR_INVALID,
			_("cannot tell the text's language; name it with "
			  "--lang"));
	return lexicon_open(lex, name);
}

static void print_json(struct side sides[2], const struct lexicon *lex,
	const struct lint_compare *c)
{
	struct side *newest = &sides[compare];
	cJSON *o = out_object("lint");

	json_set(o, "language", lex->language);
	json_set_bool(o, "guessed", language == NULL);
	json_add(o, "text", newest->json);
	newest->json = NULL;
	json_add(o, "rate", lint_json_rate(&newest->lint, lex));
	if (compare) {
		json_add(o, "old", sides[0].json);
		sides[0].json = NULL;
		json_add(o, "old_rate", lint_json_rate(&sides[0].lint, lex));
		json_add(o, "changes",
			lint_json_compare(c, &sides[0].lint, &sides[1].lint));
	} else {
		json_add(o, "hits", lint_json_hits(&newest->lint));
		json_add(o, "checklist", lint_json_checklist(&newest->lint));
	}
	json_add(o, "sources", lint_json_sources(lex));
	out_json(o);
}

static int print_text(const struct side sides[2], const struct lexicon *lex,
	const struct lint_compare *c)
{
	struct str out = { 0 };
	int rc;

	str_printf(&out,
		language == NULL ? _("language: %s, by guess\n")
				 : _("language: %s\n"),
		lex->language);
	if (compare) {
		rc = lint_write_compare(
			&out, c, &sides[0].lint, &sides[1].lint);
	} else {
		rc = lint_write_rate(&out, &sides[0].lint, lex);
		str_putc(&out, '\n');
		if (rc == 0)
			rc = lint_write_hits(&out, &sides[0].lint);
		if (rc == 0)
			rc = lint_write_checklist(&out, &sides[0].lint);
	}
	str_putc(&out, '\n');
	if (rc == 0)
		rc = lint_write_sources(&out, lex);
	if (rc == 0)
		out_lines(stdout, out.p, out.len);
	str_release(&out);
	return rc;
}

static int check(int argc)
{
	if (files.n > 0 && (argc > 0 || files.n != (compare ? 2 : 1)))
		return out_usage(&cmd_lint,
			_("--file alone, once, or twice with --diff"));
	if (files.n == 0 && compare && argc != 4)
		return out_usage(&cmd_lint,
			_("name a service, its terms and two versions or "
			  "dates"));
	if (files.n == 0 && !compare && (argc < 1 || argc > 2))
		return out_usage(&cmd_lint, _("name a service and its terms"));
	if ((at != NULL) + (number != NULL) + compare > 1 ||
		(files.n > 0 && (at != NULL || number != NULL)))
		return out_usage(&cmd_lint,
			_("only one of --at, --version, --diff and --file"));
	return CMD_DONE;
}

/* Judges what was read and prints it. */
static int report(const struct cli *cli, struct side sides[2], int *status)
{
	struct lint_compare c = { 0 };
	struct lexicon *lex = NULL;
	int rc = open_lexicon(&lex, sides);

	if (rc != 0)
		return rc;
	for (int i = 0; rc == 0 && i <= compare; i++)
		rc = lint_judge(&sides[i].lint, lex, all);
	if (rc == 0 && compare) {
		lint_compare(&c, &sides[0].lint, &sides[1].lint, lex);
		if (lint_compare_differs(&c, &sides[0].lint, &sides[1].lint))
			*status = CMD_PARTIAL;
	}
	if (rc == 0 && cli->json)
		print_json(sides, lex, &c);
	else if (rc == 0)
		rc = print_text(sides, lex, &c);
	lint_compare_release(&c);
	lexicon_free(lex);
	return rc;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct side sides[2] = { 0 };
	int status = check(argc), rc;

	if (status != CMD_DONE)
		return status;
	rc = read_sides(sides, cli, argc, argv);
	if (rc == 0)
		rc = report(cli, sides, &status);
	for (int i = 0; i < 2; i++) {
		cJSON_Delete(sides[i].json);
		lint_release(&sides[i].lint);
	}
	if (rc == 0)
		return status;
	out_fail();
	return rc == ERR_NOTFOUND && files.n == 0 ? CMD_PARTIAL : CMD_TROUBLE;
}

const struct cmd cmd_lint = {
	.name = "lint",
	.args = N_("SERVICE [TERMS [FROM TO]]"),
	.summary = N_("show what a policy leaves open, and what it may lack"),
	.detail = N_("Shows each vague wording with its sentence, its kind, "
		     "its weight and the source that calls it vague, and a "
		     "sentence nearby that may answer it; then for which "
		     "items of Articles 13 and 14 of the GDPR a cue was "
		     "found. The figures are for choosing what to read and "
		     "belong in no letter; a missing cue is a question, not "
		     "a finding. With --diff, FROM and TO are numbers of "
		     "versions or dates. Exit status 1: they differ."),
	.example = "constat lint Exemple 'Privacy Policy' --at 2018-09-03\n"
		   "constat lint --diff Exemple 'Privacy Policy' 1 last\n"
		   "constat lint --file policy.md --lang fr",
	.options = options,
	.paged = true,
	.run = run,
};
