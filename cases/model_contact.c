/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model_contact.h"

#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "cases/model_measure.h"
#include "cases/model_part.h"
#include "evidence/extract.h"

static void put_short(
	cJSON *out, const char *name, const struct backing *b, int64_t ns)
{
	struct str text = { 0 };

	if (ns != 0)
		(void)wording_short(&text, &b->wording, ns, b->zone, false);
	json_set(out, name, text.p != NULL ? text.p : "");
	str_release(&text);
}

static const char *place_of(const struct cloud *c, const char *lang)
{
	const char *place = strcmp(lang, "fr") == 0 ? c->place_fr : c->place_en;

	return place != NULL ? place : "";
}

static void put_cloud(
	cJSON *out, const struct backing *b, const struct contact_host *h)
{
	cJSON *cloud = json_object();

	json_set_bool(out, "has_cloud", h->has_cloud);
	if (h->has_cloud) {
		const struct cloud *c = &h->cloud;

		model_part_word(
			cloud, "service", &b->wording, "cloud", c->service);
		model_part_word(cloud, "of_provider", &b->wording,
			"of-provider", c->provider_code);
		json_set(cloud, "provider", c->provider);
		json_set(cloud, "region", c->region);
		json_set(cloud, "place", place_of(c, b->lang));
		json_set_bool(cloud, "own_label", c->own_label);
		json_set(cloud, "label", c->label);
	}
	json_add(out, "cloud", cloud);
}

/* One flag per way of knowing, and what a data set wants told with it. */
static void put_how(cJSON *out, const struct owner *o)
{
	static const struct {
		const char *flag, *how;
	} ways[] = { { "by_cname", "cname" },
		{ "by_certificate", "certificate" },
		{ "by_address", "address" }, { "by_list", "list" },
		{ "by_vendor", "vendor" }, { "by_data_set", "data-set" },
		{ "by_cut", "cut" }, { "by_word", "word" } };

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		json_set_bool(out, ways[i].flag,
			o->how != NULL && strcmp(o->how, ways[i].how) == 0);
	json_set_bool(out, "has_data_set", o->licence[0] != '\0');
	json_set(out, "data_set", o->set);
	json_set(out, "licence", o->licence);
	json_set(out, "version", o->version);
	json_set(out, "entry", o->entry);
	json_set(out, "country", o->country);
}

/* One flag per basis: the sentence for it is the template's. */
static void put_owner(cJSON *out, const struct contact_host *h)
{
	static const enum owner_basis all[] = { OWNER_NONE, OWNER_DERIVED,
		OWNER_REGISTERED, OWNER_LISTED, OWNER_CONFIRMED };
	cJSON *owner = json_object();
	struct str flag = { 0 };

	json_set(owner, "name", h->owner.name);
	json_set(owner, "source", h->owner.source);
	put_how(owner, &h->owner);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		str_clear(&flag);
		str_printf(&flag, "is_%s", owner_basis_name(all[i]));
		json_set_bool(owner, flag.p, h->owner.basis == all[i]);
	}
	json_add(out, "owner", owner);
	str_release(&flag);
}

static cJSON *host_of(const struct backing *b, const struct contact_host *h)
{
	uint64_t other =
		h->by[OBSERVATION_REWRITTEN] + h->by[OBSERVATION_ERROR];
	cJSON *one = json_object();

	json_set(one, "host", h->host);
	model_part_number(one, "contacts", b, h->contacts);
	model_part_number(one, "lines", b, h->rows);
	model_part_number(one, "allowed", b, h->by[OBSERVATION_ALLOWED]);
	model_part_number(one, "blocked", b, h->by[OBSERVATION_BLOCKED]);
	model_part_number(one, "unknown", b, h->by[OBSERVATION_UNKNOWN]);
	model_part_number(one, "other", b, other);
	json_set_bool(one, "has_other", other > 0);
	put_short(one, "first", b, h->first_ns);
	put_short(one, "last", b, h->last_ns);
	put_cloud(one, b, h);
	put_owner(one, h);
	return one;
}

typedef const char *(*name_fn)(unsigned v);

/* The words for every bit of a mask. */
static cJSON *words_of(
	const struct backing *b, unsigned mask, name_fn name, const char *group)
{
	cJSON *list = json_array();

	for (unsigned v = 0; v < 16; v++)
		if ((mask & (1U << v)) != 0)
			json_push_string(list,
				wording_word(&b->wording, group, name(v)));
	return list;
}

static void put_precision(cJSON *out, const struct backing *b, unsigned mask)
{
	const char *words[16];
	struct str text = { 0 };
	size_t n = 0;

	for (unsigned v = 0; v < 16; v++)
		if ((mask & (1U << v)) != 0)
			words[n++] = wording_word(&b->wording, "precision",
				observation_precision_name(v));
	(void)wording_list(&text, &b->wording, words, n);
	json_set(out, "precision", text.p != NULL ? text.p : "");
	str_release(&text);
}

static void put_marks(
	cJSON *out, const struct backing *b, const struct contact_marks *m)
{
	cJSON *notes = json_array();
	cJSON *lists[] = {
		words_of(b, m->zone, observation_zone_name, "log-zone"),
		words_of(b, m->year, observation_year_name, "year"),
		words_of(b, m->source, observation_source_name,
			"disposition-source"),
		words_of(b, m->count, observation_count_name, "count"),
	};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		const cJSON *word;

		cJSON_ArrayForEach(word, lists[i])
			json_push_string(notes, word->valuestring);
		cJSON_Delete(lists[i]);
	}
	put_precision(out, b, m->precision);
	model_part_list(out, "notes", notes);
}

static cJSON *alternatives_of(const struct backing *b, const cJSON *item)
{
	cJSON *list = json_array();
	const cJSON *alternative;

	cJSON_ArrayForEach(alternative, json_member(item, "alternatives"))
	{
		cJSON *one = json_object();

		model_part_copy(one, alternative,
			(const char *const[]){ "text", "answer", NULL });
		model_part_word(one, "kind", &b->wording, "rival",
			case_json_text(alternative, "kind"));
		json_push(list, one);
	}
	return list;
}

static void put_operator(cJSON *out, const struct backing *b, const cJSON *item)
{
	const cJSON *operator_ = json_member(item, "operator");
	cJSON *one = json_object();

	json_set_bool(out, "has_operator",
		*case_json_text(operator_, "name") != '\0');
	model_part_copy(one, operator_,
		(const char *const[]){ "name", "source", NULL });
	model_part_word(one, "basis", &b->wording, "operator",
		case_json_text(operator_, "basis"));
	json_add(out, "operator", one);
}

/* The log, and what of it is handed over. Of an extract, the log is the whole
 * that it was taken of, which stays at home; line numbers in the extract are
 * not those of the log. */
static void put_excerpt(cJSON *out, const struct pieces *p,
	const struct piece *piece, const struct contact *k)
{
	const struct exhibit *e = &piece->exhibit->exhibit;
	const struct backing *b = p->b;
	struct extract_of of = { 0 };

	if (extract_of(&of, b->store, e->id) != 0 || !of.is_extract)
		of = (struct extract_of){ .digest = e->content,
			.size = e->size,
			.rows = k->rows,
			.bad = k->bad };
	json_set_bool(out, "is_log", piece->kind == PIECES_LOG);
	model_part_number(out, "excerpt_lines", b, piece->lines);
	json_set_bool(
		out, "has_range", piece->first_line != 0 && !of.is_extract);
	model_part_number(out, "excerpt_first", b, piece->first_line);
	model_part_number(out, "excerpt_last", b, piece->last_line);
	model_part_digest(out, "log_sha256", &of.digest);
	model_part_number(out, "log_bytes", b, of.size);
	model_part_number(out, "rows", b, of.rows);
	model_part_number(out, "bad", b, of.bad);
	json_set_bool(out, "has_bad", of.bad > 0);
}

/* The first and last moment, if any is told; the period that the host's lines
 * span. */
static void put_range(
	cJSON *out, const struct backing *b, const struct contact *k)
{
	static const char *const names[] = { "first", "last", "first_day",
		"last_day" };
	int64_t first = 0, last = 0;
	bool timed = contact_range(&first, &last, k);

	json_set_bool(out, "has_times", timed);
	if (!timed) {
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			json_set(out, names[i], "");
		json_set_bool(out, "one_day", false);
		return;
	}
	model_part_time(out, "first", b, first, WORDING_SECOND);
	model_part_time(out, "last", b, last, WORDING_SECOND);
	model_part_time(out, "first_day", b, first, WORDING_DAY);
	model_part_time(out, "last_day", b, last, WORDING_DAY);
	json_set_bool(out, "one_day",
		wording_day(first, b->zone) == wording_day(last, b->zone));
}

static cJSON *observation_of(const struct pieces *p, const struct contact *k)
{
	const struct piece *piece = pieces_exhibit(p, k->exhibit.id);
	const struct backing *b = p->b;
	cJSON *one = json_object(), *hosts = json_array();
	struct contact_marks marks = k->marks;
	uint64_t contacts = 0;

	/* What is read off a screen has no log that keeps or drops lines. */
	if (strcmp(k->exhibit.kind, "statement") == 0)
		marks.year = marks.count = 0;
	for (size_t i = 0; i < k->n_hosts; i++) {
		json_push(hosts, host_of(b, &k->hosts[i]));
		contacts += k->hosts[i].contacts;
	}
	model_part_copy(
		one, k->item, (const char *const[]){ "note", "host", NULL });
	model_part_refer(one, "ref", p, &piece, 1);
	model_part_hosts(one, "all_hosts", k);
	model_part_number(one, "contacts", b, contacts);
	json_set_bool(one, "several", contacts > 1);
	json_set(one, "device", k->exhibit.device);
	json_set_bool(one, "typed", strcmp(k->exhibit.kind, "statement") == 0);
	json_set(one, "title", k->exhibit.title);
	json_set(one, "importer", k->importer);
	json_set_bool(one, "has_unplaced", k->unplaced > 0);
	model_part_number(one, "unplaced", b, k->unplaced);
	json_set_bool(one, "is_capture",
		k->importer != NULL && strcmp(k->importer, "pcap") == 0);
	json_set(one, "zone",
		wording_word(&b->wording, "zone", zone_name(b->zone)));
	put_range(one, b, k);
	put_marks(one, b, &marks);
	put_operator(one, b, k->item);
	put_excerpt(one, p, piece, k);
	model_part_list(one, "hosts", hosts);
	model_part_list(one, "alternatives", alternatives_of(b, k->item));
	json_set_bool(
		one, "payload_seen", json_bool(k->item, "payload_seen", false));
	return one;
}

/* A count that was given; has_<name> says whether it was. */
static void put_count(cJSON *out, const char *name, const struct backing *b,
	const cJSON *item)
{
	int64_t n = json_integer(item, name, -1);
	struct str has = { 0 };

	str_printf(&has, "has_%s", name);
	json_set_bool(out, has.p, n >= 0);
	model_part_number(out, name, b, n >= 0 ? (uint64_t)n : 0);
	str_release(&has);
}

/* Whether an annex has pairs of events and contacts to show. */
static bool any_pairs(const cJSON *experiments)
{
	const cJSON *one;

	cJSON_ArrayForEach(one, experiments)
	{
		if (json_bool(json_member(one, "correlation"), "has_pairs",
			    false))
			return true;
	}
	return false;
}

static int put_experiment(
	cJSON *list, const struct pieces *p, const cJSON *item)
{
	const struct backing *b = p->b;
	cJSON *one = json_object();

	model_part_copy(one, item,
		(const char *const[]){
			"hypothesis", "protocol", "result", NULL });
	model_part_word(one, "kind", &b->wording, "experiment",
		case_json_text(item, "kind"));
	model_part_when(one, "from", b, item, "from");
	model_part_when(one, "to", b, item, "to");
	put_count(one, "trials", b, item);
	put_count(one, "hits", b, item);
	put_count(one, "control_trials", b, item);
	put_count(one, "control_hits", b, item);
	put_count(one, "window_s", b, item);
	model_part_exhibits(one, "ref", p, item);
	model_part_list(one, "alternatives", alternatives_of(b, item));
	json_push(list, one);
	return model_measure_add(one, p, item);
}

/* What else could explain what was seen, with the pieces it is about. */
static void add_rivals(cJSON *list, const struct pieces *p, const cJSON *item)
{
	cJSON *all = alternatives_of(p->b, item), *one;

	while ((one = cJSON_DetachItemFromArray(all, 0)) != NULL) {
		model_part_exhibits(one, "ref", p, item);
		json_push(list, one);
	}
	cJSON_Delete(all);
}

/* Every host once, for the paragraph on who runs them. */
static void add_owners(cJSON *list, const cJSON *hosts)
{
	const cJSON *host, *known;

	cJSON_ArrayForEach(host, hosts)
	{
		bool twice = false;

		cJSON_ArrayForEach(known, list) twice =
			twice || strcmp(case_json_text(known, "host"),
					 case_json_text(host, "host")) == 0;
		if (!twice)
			json_push(list, cJSON_Duplicate(host, true));
	}
}

int model_contact_add(cJSON *model, const struct pieces *p)
{
	cJSON *observations = json_array(), *experiments = json_array();
	cJSON *rivals = json_array(), *owners = json_array(), *one;
	const cJSON *item;
	int rc = 0;

	for (size_t i = 0; i < p->b->n_contacts; i++) {
		const struct contact *k = &p->b->contacts[i];

		if (k->n_hosts == 0)
			continue;
		one = observation_of(p, k);
		add_owners(owners, json_member(one, "hosts"));
		json_push(observations, one);
		add_rivals(rivals, p, k->item);
	}
	cJSON_ArrayForEach(item, case_json_list(p->b->c, "experiments"))
	{
		if (rc == 0)
			rc = put_experiment(experiments, p, item);
		add_rivals(rivals, p, item);
	}
	model_part_list(model, "observations", observations);
	json_set_bool(model, "has_pairs", any_pairs(experiments));
	model_part_list(model, "experiments", experiments);
	model_part_list(model, "rivals", rivals);
	model_part_list(model, "owners", owners);
	return rc;
}
