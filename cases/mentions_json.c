/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/mentions_json.h"

#include "base/json.h"

static const char *of_name(enum mentions_of of)
{
	static const char *const names[] = { "category", "subject", "cloud" };

	return names[of];
}

static cJSON *passage(
	const struct mentions *m, const struct mentions_passage *p)
{
	const struct mentions_form *f = &m->forms.v[p->form];
	cJSON *o = json_object();

	json_set(o, "form", f->text);
	json_set(o, "of", of_name(f->of));
	json_set(o, "section", p->section);
	if (p->lead != NULL)
		json_set(o, "introduced_by", p->lead);
	json_set(o, "quotation", p->text);
	json_set_bool(o, "link_target", p->link);
	json_set(o, "claim", claim_kind_name(p->claim.kind));
	json_set(o, "rule", p->claim.rule);
	return o;
}

static cJSON *text(const struct mentions *m, const struct mentions_text *t)
{
	cJSON *o = json_object(), *list = json_array();

	json_set(o, "answer", mentions_answer_name(t->answer));
	json_set(o, "rule", t->rule);
	json_set_bool(
		o, "to_confirm_by_reading", mentions_to_confirm(t->answer));
	json_set(o, "language", t->lang != NULL ? t->lang : "unknown");
	for (size_t i = 0; i < t->n; i++)
		json_push(list, passage(m, &t->v[i]));
	json_add(o, "passages", list);
	json_set_int(o, "passages_left_out", (int64_t)t->more);
	return o;
}

static cJSON *document(
	const struct mentions *m, const struct mentions_document *d)
{
	cJSON *o = json_object();

	json_set(o, "service", d->service);
	json_set(o, "terms", d->terms);
	if (d->missing != NULL) {
		json_set(o, "missing", d->missing);
		return o;
	}
	json_add(o, "span", history_span_json(d->known.span));
	json_set(o, "certainty", mentions_certainty(m, d));
	json_add(o, "before", history_sighting_json(&d->known.before));
	if (d->known.has_after)
		json_add(o, "after", history_sighting_json(&d->known.after));
	json_add(o, "text", text(m, &d->text));
	if (d->between)
		json_add(o, "next_text", text(m, &d->after));
	return o;
}

static cJSON *searched(const struct mentions *m)
{
	cJSON *list = json_array();

	for (size_t i = 0; i < m->forms.n; i++) {
		const struct mentions_form *f = &m->forms.v[i];
		cJSON *o = json_object();

		if (f->of == MENTIONS_OF_CATEGORY && f->role == MENTION_MASK) {
			cJSON_Delete(o);
			continue;
		}
		json_set(o, "form", f->text);
		json_set(o, "of", of_name(f->of));
		json_set(o, "why", f->why);
		if (f->source != NULL)
			json_set(o, "source", f->source);
		if (f->lang != NULL)
			json_set(o, "language", f->lang);
		json_push(list, o);
	}
	return list;
}

static cJSON *question(const struct mentions *m)
{
	cJSON *o = json_object(), *owners = json_array(), *owner;

	json_set(o, "at", m->q.at);
	if (m->q.host != NULL)
		json_set(o, "host", m->q.host);
	if (m->q.term != NULL)
		json_set(o, "term", m->q.term);
	for (size_t i = 0; i < m->q.n_owners; i++)
		json_push_string(owners, m->q.owners[i]);
	json_add(o, "owners", owners);
	if (m->owner.basis != OWNER_NONE) {
		owner = json_object();
		whose_tell(owner, &m->owner);
		json_add(o, "owner_of_host", owner);
	}
	if (m->q.list != NULL)
		json_set(o, "owner_list", owner_list_name(m->q.list));
	return o;
}

static cJSON *cloud(const struct mentions *m)
{
	cJSON *o = json_object();
	const char *rule;
	enum mentions_answer answer = mentions_cloud_answer(&rule, m);

	json_set(o, "provider", m->cloud.provider);
	json_set(o, "service", m->cloud.service);
	json_set(o, "answer", mentions_answer_name(answer));
	json_set(o, "rule", rule);
	return o;
}

void mentions_json(cJSON *object, const struct mentions *m)
{
	cJSON *list = json_array();
	const char *rule;
	enum mentions_answer answer = mentions_answer(&rule, m);

	json_add(object, "question", question(m));
	json_set(object, "answer", mentions_answer_name(answer));
	json_set(object, "rule", rule);
	json_set_bool(
		object, "to_confirm_by_reading", mentions_to_confirm(answer));
	if (m->cloud.provider != NULL)
		json_add(object, "cloud_of_host", cloud(m));
	json_set_int(object, "documents_missing", (int64_t)mentions_missing(m));
	for (size_t i = 0; i < m->n; i++)
		json_push(list, document(m, &m->v[i]));
	json_add(object, "documents", list);
	json_add(object, "searched", searched(m));
	json_set(object, "categories_source", mention_words_source());
}
