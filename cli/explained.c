/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/explained.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/str.h"
#include "cli/out.h"
#include "evidence/explain.h"

const char *explained_basis(const struct owner *o)
{
	static const struct {
		const char *how, *words;
	} ways[] = { { "cname", N_("confirmed by a log") },
		{ "certificate", N_("confirmed by a certificate") },
		{ "address", N_("confirmed by an answer") },
		{ "list", N_("listed") }, { "data-set", N_("listed") },
		{ "vendor", N_("named in the vendor's own document") },
		{ "registered", N_("registered domain") },
		{ "domain", N_("a guess from the name") },
		{ "cut", N_("a guess from the name") },
		{ "word", N_("a weak guess from the name") },
		{ "look", N_("a weak guess from the name") } };

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (o->how != NULL && strcmp(o->how, ways[i].how) == 0)
			return _(ways[i].words);
	return "";
}

static const char *service_words(const char *service)
{
	static const struct {
		const char *code, *words;
	} services[] = { { "load-balancer", N_("Load balancer") },
		{ "storage", N_("Storage") }, { "api", N_("API gateway") },
		{ "function", N_("Function") }, { "server", N_("Server") },
		{ "application", N_("Application") },
		{ "cdn", N_("Content delivery network") },
		{ "accelerator", N_("Network accelerator") },
		{ "messaging", N_("Messaging") },
		{ "database", N_("Database") }, { "logging", N_("Logging") },
		{ "hosting", N_("Hosting") } };

	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (strcmp(services[i].code, service) == 0)
			return _(services[i].words);
	return service;
}

/* Whether the person reads French: places have names in both. */
static bool is_french(void)
{
	/* TRANSLATORS: the code of this catalogue's language */
	return strcmp(_("en (language of the messages)"), "fr") == 0;
}

static void say_domain(struct str *s, const struct explanation *e)
{
	static const char *const kinds[] = {
		[HOST_SUFFIX_ICANN] = N_("a rule for a registry"),
		[HOST_SUFFIX_PRIVATE] = N_(
			"a private rule: a company gives out names below it"),
		[HOST_SUFFIX_DEFAULT] =
			N_("no rule names it: the last label counts"),
	};

	if (e->suffix_kind == HOST_SUFFIX_NONE) {
		str_puts(s,
			e->local ? _("It is an address or a name of the local "
				     "network: no domain is registered for it."
				     "\n")
				 : _("It is a public suffix itself: nobody in "
				     "particular has it.\n"));
		return;
	}
	if (e->registrable == NULL)
		str_puts(s, _("It is a public suffix itself: nobody in "
			      "particular has it.\n"));
	else
		str_printf(s, _("Registrable domain: %s\n"), e->registrable);
	str_printf(s, _("  public suffix %s (%s; %s)\n"), e->suffix,
		_(kinds[e->suffix_kind]), e->psl);
}

static void say_label(struct str *s, const struct explanation *e)
{
	static const char *const rules[] = {
		[LABEL_DOMAIN] = N_("  read as %s it ends in the domain %s of "
				    "%s"),
		[LABEL_CUT] = N_("  read as %s, cut at its end, it fits the "
				 "domain %s of %s"),
		[LABEL_WORD] = N_("  read as %s it has the word %s, a name of "
				  "%s: a weak guess"),
		[LABEL_LOOK] = N_("  read as %s it looks like a name under %s "
				  "(%s): a weak guess, nothing else knows that "
				  "domain"),
	};
	const struct label_guess *g = &e->guess;

	if (g->rule == LABEL_NONE) {
		str_puts(s, _("  the name suggests nobody\n"));
		return;
	}
	if (g->rule == LABEL_DOMAIN && strcmp(g->matched, g->name) == 0)
		str_printf(s,
			_("  read as %s it ends in the domain %s, of which "
			  "names were asked for in a log"),
			g->read, g->matched);
	else
		str_printf(s, _(rules[g->rule]), g->read, g->matched, g->name);
	if (g->from_set)
		str_printf(s, _(", according to %s %s (%s), entry %s"),
			g->set.set->name, g->set.set->version,
			g->set.set->licence, g->set.entry);
	str_puts(s, "\n");
	str_puts(s, _("  This is a guess: such a name is free text, anybody "
		      "can choose any.\n"));
}

static void say_cloud(struct str *s, const struct explanation *e)
{
	const struct cloud *c = &e->cloud;
	const char *place = is_french() ? c->place_fr : c->place_en;

	if (!e->has_cloud) {
		str_puts(s, _("Cloud: its name has none of the forms that are "
			      "known of cloud providers.\n"));
		return;
	}
	str_printf(s, _("Cloud: %s of %s"), service_words(c->service),
		c->provider);
	if (c->region[0] != '\0')
		str_printf(s, " (%s%s%s)", c->region, place != NULL ? ", " : "",
			place != NULL ? place : "");
	str_puts(s, ".\n");
	if (c->internal)
		str_puts(s, _("  It is an address inside the provider's "
			      "network.\n"));
	str_puts(s, _("  The provider is not the owner of what runs there.\n"));
	if (c->region[0] != '\0')
		str_puts(s, _("  The data centre's place says nothing about "
			      "who controls the data or where it is "
			      "forwarded.\n"));
	if (!c->dedicated)
		str_puts(s, _("  Names of many customers may lead there: no "
			      "alias confirms one.\n"));
	if (!c->own_label) {
		str_printf(s,
			_("  Its label %s was made up by the provider and says "
			  "nothing of the customer.\n"),
			c->label);
		return;
	}
	str_printf(s, _("  Its operator gave it the name \"%s\".\n"), c->label);
	say_label(s, e);
}

static void say_sets(struct str *s, const struct explanation *e)
{
	if (e->vendor != NULL)
		str_printf(s,
			_("Vendor's own document: %s (%s), for %s\n  %s, "
			  "version of %s\n"),
			e->vendor->name, e->vendor->country,
			_(e->vendor->for_whom), e->vendor->url,
			e->vendor->read);
	if (e->n_files == 0)
		str_puts(s, _("Data sets: none was added ('constat owners "
			      "add').\n"));
	else if (e->n_answers == 0)
		str_printf(s, _("Data sets: none of %zu files has it.\n"),
			e->n_files);
	for (size_t i = 0; i < e->n_answers; i++) {
		const struct owner_set_answer *a = &e->answers[i];

		str_printf(s, _("According to %s %s (%s), entry %s: %s\n"),
			a->set->name, a->set->version, a->set->licence,
			a->entry,
			*a->owner != '\0' ? a->owner
					  : _("listed, no owner named"));
		if (*a->country != '\0')
			str_printf(s, _("  country, as it tells: %s\n"),
				a->country);
		if (*a->parent != '\0')
			str_printf(s, _("  parent company, as it tells: %s\n"),
				a->parent);
	}
}

static void say_fact(struct str *s, const struct explain_fact *f)
{
	static const char *const kinds[EXPLAIN_KINDS] = {
		[EXPLAIN_LED_HERE] = N_("%s was answered with this host"),
		[EXPLAIN_LEADS_TO] = N_("this host was answered with the name "
					"%s"),
		[EXPLAIN_ANSWERED] = N_("this host was answered with the "
					"address %s"),
		[EXPLAIN_NAMED] = N_("%s was answered with this address"),
		[EXPLAIN_CERTIFICATE] = N_("a certificate for %s was presented "
					   "here"),
	};

	str_puts(s, "  ");
	str_printf(s, _(kinds[f->kind]), f->text);
	if (f->organisation[0] != '\0')
		str_printf(s, _(", whose subject is the organisation %s"),
			f->organisation);
	if (f->kind == EXPLAIN_CERTIFICATE && !f->checked)
		str_puts(s, _(" (its chain was not checked)"));
	if (f->stated)
		str_puts(s, _(" (stated by the complainant)"));
	str_printf(s, _(": exhibit %" PRId64), f->exhibit);
	if (f->row != 0)
		str_printf(s, _(", row %" PRIu64), f->row);
	if (f->times > 1)
		str_printf(s, _(", and %" PRIu64 " more rows"), f->times - 1);
	str_puts(s, "\n");
}

static void say_seen(struct str *s, const struct explanation *e)
{
	if (e->n_seen + e->n_facts == 0) {
		str_puts(s, _("Logs: it occurs in no log of this archive.\n"));
		return;
	}
	if (e->n_seen == 0)
		str_puts(s, _("Logs: no row is of this host itself.\n"));
	for (size_t i = 0; i < e->n_seen; i++)
		str_printf(s,
			_("Logs: exhibit %" PRId64 ": %" PRIu64
			  " contacts, %" PRIu64 " rows (%" PRIu64
			  " allowed, %" PRIu64 " blocked)\n"),
			e->seen[i].exhibit, e->seen[i].contacts,
			e->seen[i].rows, e->seen[i].by[OBSERVATION_ALLOWED],
			e->seen[i].by[OBSERVATION_BLOCKED]);
	for (size_t i = 0; i < e->n_facts; i++)
		say_fact(s, &e->facts[i]);
	if (e->more_facts > 0)
		str_printf(s, _("  and %zu more rows of the kind\n"),
			e->more_facts);
	if (e->n_facts == 0)
		str_puts(s, _("  no row links it to another name or to a "
			      "certificate\n"));
}

/* What the answer does not show. */
static const char *unknown_words(const struct owner *o)
{
	switch (o->basis) {
	case OWNER_CONFIRMED:
		return _("Unknown: who else has access there, and which "
			 "company of a group answers for the data.\n");
	case OWNER_LISTED:
		return _("Unknown: whether what names it is right and was on "
			 "the day of the contact. No row or certificate "
			 "confirms it.\n");
	case OWNER_REGISTERED:
		return _("Unknown: who holds that domain. The register, the "
			 "site's legal notice or a certificate may tell.\n");
	case OWNER_DERIVED:
		return _("Unknown: who really runs it. A log with answers, a "
			 "capture or the vendor's word may tell.\n");
	case OWNER_NONE:
		break;
	}
	return _("Unknown: whose it is. A log with answers, a capture, a data "
		 "set or the vendor's word may tell.\n");
}

static void say_answer(struct str *s, const struct explanation *e)
{
	const struct owner *o = &e->owner;

	if (o->basis == OWNER_NONE)
		str_puts(s, _("Whose it is: nothing here tells.\n"));
	else
		str_printf(s, _("Whose it is: %s (%s)\n"), o->name,
			explained_basis(o));
	if (e->has_via)
		str_printf(s,
			_("  %s, according to %s %s (%s), entry %s, is of %s: "
			  "listed, not confirmed\n"),
			o->source, e->via.set->name, e->via.set->version,
			e->via.set->licence, e->via.entry, e->via.owner);
	str_puts(s, unknown_words(o));
}

static void put_cloud(cJSON *out, const struct explanation *e)
{
	cJSON *part = json_object();

	json_set(part, "provider", e->cloud.provider);
	json_set(part, "service", e->cloud.service);
	json_set(part, "region", e->cloud.region);
	json_set(part, "place", e->cloud.place_en);
	json_set(part, e->cloud.own_label ? "customer_label" : "provider_label",
		e->cloud.label);
	if (e->guess.rule != LABEL_NONE) {
		cJSON *guess = json_object();

		json_set(guess, "rule", label_rule_name(e->guess.rule));
		json_set(guess, "read_as", e->guess.read);
		json_set(guess, "matched", e->guess.matched);
		json_set(guess, "owner", e->guess.name);
		json_add(part, "guess", guess);
	}
	json_add(out, "cloud", part);
}

static cJSON *json_answers(const struct explanation *e)
{
	cJSON *list = json_array();

	for (size_t i = 0; i < e->n_answers; i++) {
		const struct owner_set_answer *a = &e->answers[i];
		char digest[DIGEST_NAME + 1];
		cJSON *one = json_object();

		digest_name(digest, &a->set->content);
		json_set(one, "data_set", a->set->name);
		json_set(one, "version", a->set->version);
		json_set(one, "licence", a->set->licence);
		json_set(one, "file", a->set->file);
		json_set(one, "sha256", digest);
		json_set(one, "entry", a->entry);
		json_set(one, "owner", a->owner);
		json_set(one, "owner_id", a->id);
		json_set(one, "parent", a->parent);
		json_set(one, "country", a->country);
		json_push(list, one);
	}
	return list;
}

static cJSON *json_facts(const struct explanation *e)
{
	cJSON *list = json_array();

	for (size_t i = 0; i < e->n_facts; i++) {
		const struct explain_fact *f = &e->facts[i];
		cJSON *one = json_object();

		json_set(one, "kind", explain_kind_name(f->kind));
		json_set(one, "name", f->text);
		if (f->kind == EXPLAIN_CERTIFICATE) {
			json_set(one, "organisation", f->organisation);
			json_set_bool(one, "chain_checked", f->checked);
		}
		json_set_bool(one, "stated", f->stated);
		json_set_int(one, "exhibit", f->exhibit);
		json_set_int(one, "row", (int64_t)f->row);
		json_set_int(one, "times", (int64_t)f->times);
		json_push(list, one);
	}
	return list;
}

static cJSON *json_seen(const struct explanation *e)
{
	cJSON *list = json_array();

	for (size_t i = 0; i < e->n_seen; i++) {
		cJSON *one = json_object();

		json_set_int(one, "exhibit", e->seen[i].exhibit);
		json_set_int(one, "contacts", (int64_t)e->seen[i].contacts);
		json_set_int(one, "rows", (int64_t)e->seen[i].rows);
		json_push(list, one);
	}
	return list;
}

static void put_vendor(cJSON *out, const struct vendor *v)
{
	cJSON *part = json_object();

	json_set(part, "name", v->name);
	json_set(part, "country", v->country);
	json_set(part, "for", v->for_whom);
	json_set(part, "url", v->url);
	json_set(part, "version", v->read);
	json_add(out, "vendor", part);
}

static void print_json(const struct explanation *e)
{
	static const char *const kinds[] = { "none", "icann", "private",
		"default" };
	cJSON *o = out_object("hosts.explain"), *owner = json_object();

	json_set(o, "host", e->host);
	json_set_bool(o, "local", e->local);
	json_set(o, "registered_domain", e->registrable);
	json_set(o, "public_suffix", e->suffix);
	json_set(o, "public_suffix_rule", kinds[e->suffix_kind]);
	json_set(o, "public_suffix_list", e->psl);
	if (e->has_cloud)
		put_cloud(o, e);
	if (e->vendor != NULL)
		put_vendor(o, e->vendor);
	json_add(o, "data_sets", json_answers(e));
	json_set_int(o, "data_set_files", (int64_t)e->n_files);
	json_add(o, "seen", json_seen(e));
	json_add(o, "facts", json_facts(e));
	json_set_int(o, "more_facts", (int64_t)e->more_facts);
	whose_tell(owner, &e->owner);
	if (e->has_via) {
		cJSON *via = json_object();

		json_set(via, "name", e->owner.source);
		json_set(via, "data_set", e->via.set->name);
		json_set(via, "version", e->via.set->version);
		json_set(via, "licence", e->via.set->licence);
		json_set(via, "entry", e->via.entry);
		json_set(via, "owner", e->via.owner);
		json_add(owner, "listed", via);
	}
	json_add(o, "owner", owner);
	out_json(o);
}

int explained_host(const struct cli *cli, struct store *store,
	const struct owner_list *list, const char *host)
{
	struct explanation e;
	struct str s = { 0 };
	int rc = explain_read(&e, store, list, host);

	if (rc != 0)
		return rc;
	if (cli->json) {
		print_json(&e);
	} else {
		str_printf(&s, "%s\n\n", e.host);
		say_domain(&s, &e);
		say_cloud(&s, &e);
		say_sets(&s, &e);
		say_seen(&s, &e);
		str_puts(&s, "\n");
		say_answer(&s, &e);
		out_lines(stdout, s.p, s.len);
	}
	str_release(&s);
	explain_release(&e);
	return 0;
}
