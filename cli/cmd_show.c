/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>
#include <string.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/utf8.h"
#include "cli/out.h"
#include "scrapers/history.h"

extern const struct cmd cmd_show;

static const char *at, *zone, *number;
static bool raw;

static const struct opt options[] = {
	{ "at", 0, OPT_TEXT, N_("DATE"),
		N_("the text in force on DATE, as far as is known"), &at },
	{ "tz", 0, OPT_TEXT, N_("ZONE"),
		N_("the time zone of DATE, like Europe/Paris (else UTC)"),
		&zone },
	{ "version", 0, OPT_TEXT, N_("N"), N_("the version of that number"),
		&number },
	{ "raw", 0, OPT_FLAG, NULL,
		N_("the page as it was kept, instead of its text"), &raw },
	{ 0 },
};

/* What was found. */
struct answer {
	struct history h;
	const struct version_span *span;
	struct version_at known; /* meaningful with --at */
	struct str text;
};

static int find(struct answer *a)
{
	int64_t ns;
	int rc;

	if (at == NULL)
		return history_find(&a->span, &a->h,
			number != NULL ? number : "last", zone);
	rc = history_instant(&ns, at, zone);
	if (rc == 0)
		rc = history_at(&a->known, &a->h, ns);
	a->span = a->known.span;
	return rc;
}

/* "2018-09-03 (stated: saved from my browser)" */
static void note_sighting(const struct cli *cli, const char *words,
	const struct version_sighting *s)
{
	char when[INSTANT_TEXT];
	struct str safe = { 0 };

	history_when(when, s);
	str_init(&safe, 0);
	utf8_printable(&safe, s->source != NULL ? s->source : "",
		s->source != NULL ? strlen(s->source) : 0, false);
	out_note(cli, "%s %s (%s%s%s)", words, when,
		_(snapshot_basis_name(s->basis)), safe.len > 0 ? ": " : "",
		safe.p);
	str_release(&safe);
}

static void note_known(const struct cli *cli, const struct version_at *k)
{
	char before[INSTANT_TEXT], after[INSTANT_TEXT];

	history_when(before, &k->before);
	if (!k->has_after) {
		out_note(cli,
			_("last seen by that date on %s; nobody is known "
			  "to have looked since"),
			before);
		return;
	}
	history_when(after, &k->after);
	out_note(cli,
		k->after_same
			? _("last seen by that date on %s, seen again "
			    "on %s with the same text; in between "
			    "nobody is known to have looked")
			: _("last seen by that date on %s; on %s another "
			    "text was there. In between nobody is known to "
			    "have looked: the day of the change is not known"),
		before, after);
}

static void note(const struct cli *cli, const struct answer *a)
{
	char hash[DIGEST_NAME + 1];

	digest_name(hash, &a->span->text);
	out_note(cli, _("version %d of %zu of '%s' '%s', %s"), a->span->number,
		history_count(&a->h), a->h.service, a->h.terms, hash);
	note_sighting(cli, _("seen first on"), &a->span->first);
	note_sighting(cli, _("seen last on"), &a->span->last);
	if (at != NULL)
		note_known(cli, &a->known);
}

static void print_json(const struct answer *a)
{
	cJSON *o = out_object("show"), *known;

	json_set(o, "service", a->h.service);
	json_set(o, "terms", a->h.terms);
	json_add(o, "span", history_span_json(a->span));
	if (at != NULL) {
		known = json_object();
		json_set(known, "at", at);
		json_add(known, "before",
			history_sighting_json(&a->known.before));
		if (a->known.has_after) {
			json_add(known, "after",
				history_sighting_json(&a->known.after));
			json_set_bool(
				known, "same_text_after", a->known.after_same);
		}
		json_add(o, "known", known);
	}
	if (!raw)
		json_set(o, "text", a->text.p);
	out_json(o);
}

static int read_text(struct answer *a, struct store *store)
{
	str_puts(&a->text, "");
	if (!raw)
		return history_text(&a->text, store, a->span);
	return history_page(&a->text, store,
		at != NULL ? &a->known.before : &a->span->first);
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct store *store = NULL;
	struct answer a = { 0 };
	int status = CMD_DONE, rc;

	if (argc < 1 || argc > 2)
		return out_usage(&cmd_show, _("name a service and its terms"));
	if (at != NULL && number != NULL)
		return out_usage(
			&cmd_show, _("either --at or --version, not both"));
	rc = out_open(cli, &store, false);
	if (rc != 0)
		return out_fail();
	rc = history_open(&a.h, store, argv[0], argc > 1 ? argv[1] : NULL);
	if (rc == 0)
		rc = find(&a);
	if (rc == 0)
		rc = read_text(&a, store);
	if (rc != 0) {
		status = out_fail();
		if (rc == ERR_NOTFOUND)
			status = CMD_PARTIAL;
	} else if (cli->json) {
		print_json(&a);
	} else {
		if (!raw && a.text.len > 0)
			str_putc(&a.text, '\n');
		out_document(a.text.p, a.text.len);
		note(cli, &a);
	}
	history_close(&a.h);
	str_release(&a.text);
	store_close(store);
	return status;
}

const struct cmd cmd_show = {
	.name = "show",
	.args = N_("SERVICE [TERMS]"),
	.summary = N_("print a version, or the text in force at a date"),
	.detail = N_("Prints the text on standard output, and on standard "
		     "error what is known of it: when it was seen first and "
		     "last, who says so, and whether somebody looked between "
		     "the date asked for and the next sighting."),
	.example = "constat show Exemple 'Privacy Policy' --at 2018-09-03",
	.options = options,
	.paged = true,
	.run = run,
};
