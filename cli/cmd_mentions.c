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
#include "cases/draft.h"
#include "cases/mentions_choice.h"
#include "cases/mentions_json.h"
#include "cli/out.h"

extern const struct cmd cmd_mentions;

static const char *at, *zone, *host, *term, *lang, *list_file;
static struct opt_list owners;

static const struct opt options[] = {
	{ "at", 0, OPT_TEXT, N_("DATE"), N_("the day, or the moment (needed)"),
		&at },
	{ "tz", 0, OPT_TEXT, N_("ZONE"),
		N_("the time zone of DATE, like Europe/Paris (else UTC)"),
		&zone },
	{ "host", 0, OPT_TEXT, N_("HOST"),
		N_("is this host named, or its owner"), &host },
	{ "owner", 0, OPT_LIST, N_("NAME"),
		N_("is this company or brand named; also a further name of the "
		   "host's owner"),
		&owners },
	{ "list", 0, OPT_TEXT, N_("FILE"),
		N_("a list of hosts and owners to look in"), &list_file },
	{ "term", 0, OPT_TEXT, N_("WORD"),
		N_("is this kind of data named (WORD* takes any ending)"),
		&term },
	{ "lang", 0, OPT_TEXT, N_("LANGUAGE"),
		N_("the language of the categories: fr, en or de (else that "
		   "of the text)"),
		&lang },
	{ 0 },
};

/* The case's file, when there is one that can be used. */
static int read_case(struct case_json *c, bool *found, struct store *store)
{
	struct str path = { 0 };
	int rc = draft_case_path(&path, store);

	*found = false;
	if (rc == 0)
		rc = case_json_read(c, path.p);
	if (rc == ERR_NOTFOUND)
		rc = 0;
	else if (rc == 0)
		*found = case_json_usable(c);
	str_release(&path);
	return rc;
}

static void print_text(const struct mentions *m, const struct mentions_text *t)
{
	const char *section = NULL;

	for (size_t i = 0; i < t->n; i++) {
		const struct mentions_passage *p = &t->v[i];

		if (section == NULL || strcmp(section, p->section) != 0) {
			section = p->section;
			printf("  # ");
			out_text(stdout, *section != '\0' ? section : "-");
			printf("\n");
		}
		printf("  [");
		out_text(stdout, m->forms.v[p->form].text);
		printf(": %s, %s] ", _(claim_kind_name(p->claim.kind)),
			p->claim.rule);
		if (p->lead != NULL) {
			out_text(stdout, p->lead);
			printf(" ");
		}
		out_text(stdout, p->text);
		printf("\n");
	}
	if (t->more > 0)
		printf(_("  and %zu more places\n"), t->more);
}

static void print_certainty(
	const struct mentions *m, const struct mentions_document *d)
{
	char before[INSTANT_TEXT], after[INSTANT_TEXT];

	history_when(before, &d->known.before);
	if (!d->known.has_after) {
		printf(_("  text seen on %s (%s)\n"), before,
			_(mentions_certainty(m, d)));
		return;
	}
	history_when(after, &d->known.after);
	printf(_("  text seen on %s, next seen on %s (%s)\n"), before, after,
		_(mentions_certainty(m, d)));
	if (d->between)
		printf(_("  the day of the change between the two is not "
			 "known; in the next text: %s (%s)\n"),
			_(mentions_answer_name(d->after.answer)),
			d->after.rule);
}

static void print_document(
	const struct mentions *m, const struct mentions_document *d)
{
	out_text(stdout, d->service);
	printf(", ");
	out_text(stdout, d->terms);
	if (d->missing != NULL) {
		printf(_(": not searched: "));
		out_text(stdout, d->missing);
		printf("\n");
		return;
	}
	printf(": %s (%s)\n", _(mentions_answer_name(d->text.answer)),
		d->text.rule);
	if (d->text.lang == NULL)
		printf(_("  language unknown: the lists of words cannot judge "
			 "it; name one with --lang if it is fr, en or de\n"));
	print_certainty(m, d);
	print_text(m, &d->text);
}

/* The lists of several languages share forms. */
static bool is_repeated(const struct mentions_forms *f, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (f->v[k].of == f->v[i].of &&
			strcmp(f->v[k].text, f->v[i].text) == 0)
			return true;
	return false;
}

static bool is_same_source(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Forms of one kind that one source tells, on a line. */
static void print_forms(
	const struct mentions_forms *f, enum mentions_of of, const char *source)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		if (f->v[i].of != of || is_repeated(f, i) ||
			!is_same_source(f->v[i].source, source))
			continue;
		printf("%s", n++ > 0 ? ", " : "");
		out_text(stdout, f->v[i].text);
	}
}

/* Names that somebody else than the question gives, with who does. */
static void print_sources(const struct mentions_forms *f)
{
	for (size_t i = 0; i < f->n; i++) {
		bool first = f->v[i].source != NULL;

		for (size_t k = 0; k < i && first; k++)
			first = !is_same_source(f->v[k].source, f->v[i].source);
		if (!first)
			continue;
		printf(_("  according to "));
		out_text(stdout, f->v[i].source);
		printf(": ");
		print_forms(f, f->v[i].of, f->v[i].source);
		printf("\n");
	}
}

static void print_searched(const struct mentions *m)
{
	size_t categories = 0;

	for (size_t i = 0; i < m->forms.n; i++)
		categories += m->forms.v[i].of == MENTIONS_OF_CATEGORY;
	printf(_("looked for: "));
	print_forms(&m->forms, MENTIONS_OF_SUBJECT, NULL);
	printf(_("; and %zu words for categories in fr, en, de, of which those "
		 "in the text's language count (--json lists them)\n"),
		categories);
	print_sources(&m->forms);
}

/* Who receives what is sent to the host without owning it. */
static void print_cloud(const struct mentions *m)
{
	const char *rule;
	enum mentions_answer answer;

	if (m->cloud.provider == NULL)
		return;
	answer = mentions_cloud_answer(&rule, m);
	printf(_("the host is in the cloud of %s, which is not its owner; is "
		 "it named (as "),
		m->cloud.provider);
	print_forms(&m->forms, MENTIONS_OF_CLOUD, NULL);
	printf("): %s (%s)\n", _(mentions_answer_name(answer)), rule);
}

/* What a person puts into the case after reading. */
static void print_to_confirm(
	const struct mentions *m, const struct mentions_document *d)
{
	char text[DIGEST_NAME + 1];
	cJSON *one;

	if (d->missing != NULL || !mentions_to_confirm(d->text.answer))
		return;
	one = json_object();
	digest_name(text, &d->known.span->text);
	json_set(one, "id", "m1");
	if (m->q.host != NULL)
		json_set(one, "host", m->q.host);
	else if (m->q.n_owners > 0)
		json_set(one, "owner", m->q.owners[0]);
	else
		json_set(one, "term", m->q.term);
	json_set(one, "answer", mentions_answer_name(d->text.answer));
	json_set(one, "text", text);
	json_set(one, "confirmed", "");
	printf(_("once you have read this text yourself and it is so, put the "
		 "line below into \"mentions\" of that policy in case.json, "
		 "with the day of reading as \"confirmed\"; without it no "
		 "document says it: "));
	out_text(stdout, d->service);
	printf(", ");
	out_text(stdout, d->terms);
	printf("\n  ");
	out_json(one);
}

static void print_answer(const struct cli *cli, const struct mentions *m)
{
	const char *rule;
	enum mentions_answer answer = mentions_answer(&rule, m);

	printf("%s (%s)%s\n", _(mentions_answer_name(answer)), rule,
		mentions_to_confirm(answer) ? _(", to be confirmed by reading")
					    : "");
	for (size_t i = 0; i < m->n; i++)
		print_document(m, &m->v[i]);
	print_cloud(m);
	print_searched(m);
	for (size_t i = 0; i < m->n; i++)
		print_to_confirm(m, &m->v[i]);
	if (mentions_missing(m) > 0)
		out_note(cli, _("documents that could not be searched: %zu"),
			mentions_missing(m));
	if (mentions_to_confirm(answer))
		out_note(cli,
			_("this is what rules over words found, no finding; "
			  "read the text before you say it"));
	if (m->owner.basis == OWNER_DERIVED)
		out_note(cli,
			_("that the host is of '%s' is a guess from its "
			  "name"),
			m->owner.name);
	if (m->q.host != NULL && m->owner.basis == OWNER_NONE)
		out_note(cli,
			_("whose the host is, nothing here tells; name the "
			  "owner with --owner"));
}

static int check_options(int argc)
{
	bool subject = host != NULL || owners.n > 0;

	if (argc > 2)
		return out_usage(&cmd_mentions,
			_("name a service and its terms, or neither"));
	if (at == NULL)
		return out_usage(&cmd_mentions, _("say which day with --at"));
	if (subject == (term != NULL))
		return out_usage(&cmd_mentions,
			_("say what to look for: --host, --owner, or --term "
			  "alone"));
	if (lang != NULL && strcmp(lang, "fr") != 0 &&
		strcmp(lang, "en") != 0 && strcmp(lang, "de") != 0)
		return out_usage(&cmd_mentions,
			_("--lang: fr, en or de, not '%s'"), lang);
	return 0;
}

static int answer_out(const struct cli *cli, const struct mentions *m)
{
	const char *rule;
	cJSON *object;

	if (cli->json) {
		object = out_object("mentions");
		mentions_json(object, m);
		out_json(object);
	} else {
		print_answer(cli, m);
	}
	return mentions_to_confirm(mentions_answer(&rule, m)) ? CMD_PARTIAL
							      : CMD_DONE;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct store *store = NULL;
	struct mentions m = { 0 };
	struct case_json c = { 0 };
	struct owner_list *list = NULL;
	bool has_case = false;
	int status = check_options(argc), rc;

	if (status != 0)
		return status;
	rc = out_open(cli, &store, false);
	if (rc == 0)
		rc = read_case(&c, &has_case, store);
	if (rc == 0 && list_file != NULL)
		rc = owner_list_read(&list, list_file);
	if (rc == 0)
		rc = mentions_ask(
			&m, &(struct mentions_question){ .store = store,
				    .host = host,
				    .term = term,
				    .owners = owners.v,
				    .n_owners = owners.n,
				    .at = at,
				    .zone = zone,
				    .lang = lang,
				    .list = list,
				    .c = has_case ? &c : NULL });
	if (rc == 0)
		rc = mentions_choose(&m, has_case ? &c : NULL,
			argc > 0 ? argv[0] : NULL, argc > 1 ? argv[1] : NULL);
	if (rc == 0 && mentions_missing(&m) == m.n)
		rc = err_set(ERR_NOTFOUND, "%s", m.v[0].missing);
	status = rc == 0 ? answer_out(cli, &m) : out_fail();
	mentions_release(&m);
	owner_list_free(list);
	case_json_release(&c);
	store_close(store);
	return status;
}

const struct cmd cmd_mentions = {
	.name = "mentions",
	.args = N_("[SERVICE [TERMS]]"),
	.summary = N_("ask whether a text of a day names a host, an owner or "
		      "a kind of data"),
	.detail = N_("Five answers: clear (named where data is collected or "
		     "passed on), vague (only an open category like "
		     "\"partners\"), omitted, denied, ambiguous. Each comes "
		     "with the rule that decided and the passages. Without "
		     "SERVICE, all policies that the case names are searched. "
		     "Omitted, vague and denied are to be confirmed by "
		     "reading, and give status 1."),
	.example = "constat mentions Exemple --at 2018-09-03 "
		   "--host api.exemple.net",
	.options = options,
	.paged = true,
	.run = run,
};
