/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model_steps.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "base/mem.h"
#include "cases/model_part.h"

/* What a step or a fact may be: exactly one flag is true. */
static const char *const kinds[] = { "is_policy", "is_quote", "is_mention",
	"is_observation", "is_fact", "is_experiment", "is_letter", NULL };

static void set_kind(cJSON *out, const char *kind)
{
	for (const char *const *k = kinds; *k != NULL; k++)
		json_set_bool(out, *k, strcmp(*k, kind) == 0);
}

struct steps {
	struct step {
		int64_t ns;
		size_t order; /* of entering, among equal times */
		cJSON *item;  /* owned until moved into the model */
	} * v;
	size_t n, cap;
	const struct pieces *p;
};

static cJSON *add_step(
	struct steps *s, const char *kind, int64_t ns, bool day_only)
{
	cJSON *item = json_object();

	set_kind(item, kind);
	model_part_time(item, "date", s->p->b, ns,
		day_only ? WORDING_DAY : WORDING_MINUTE);
	s->v = mem_grow(s->v, &s->cap, s->n + 1, sizeof(*s->v));
	s->v[s->n] = (struct step){ ns, s->n, item };
	s->n++;
	return item;
}

static void step_policies(struct steps *s)
{
	const struct backing *b = s->p->b;

	for (size_t i = 0; i < b->n_policies; i++) {
		const struct policy *y = &b->policies[i];
		const struct piece *piece = pieces_policy(s->p, y);
		cJSON *item;

		if (y->missing != NULL)
			continue;
		item = add_step(
			s, "is_policy", y->shown.seen_ns, y->shown.day_only);
		json_set(item, "service", y->service);
		model_part_word(item, "terms", &b->wording, "terms", y->terms);
		model_part_number(
			item, "number", b, (uint64_t)y->at.span->number);
		model_part_word(item, "basis", &b->wording, "basis",
			snapshot_basis_name(y->shown.basis));
		model_part_refer(item, "ref", s->p, &piece, 1);
	}
}

static void put_observation(
	cJSON *out, const struct pieces *p, const struct contact *k)
{
	const struct piece *piece = pieces_exhibit(p, k->exhibit.id);
	uint64_t contacts = 0;
	int64_t first = 0, last = 0;

	for (size_t i = 0; i < k->n_hosts; i++)
		contacts += k->hosts[i].contacts;
	(void)contact_range(&first, &last, k);
	model_part_number(out, "contacts", p->b, contacts);
	json_set_bool(out, "several", contacts > 1);
	model_part_hosts(out, "host", k);
	json_set_bool(out, "typed", strcmp(k->exhibit.kind, "statement") == 0);
	model_part_time(out, "until", p->b, last, WORDING_MINUTE);
	model_part_refer(out, "ref", p, &piece, 1);
}

static void step_observations(struct steps *s)
{
	const struct backing *b = s->p->b;

	for (size_t i = 0; i < b->n_contacts; i++) {
		int64_t first, last;

		if (!contact_range(&first, &last, &b->contacts[i]))
			continue;
		put_observation(add_step(s, "is_observation", first, false),
			s->p, &b->contacts[i]);
	}
}

static const char *party_name(const struct backing *b, const cJSON *letter)
{
	return case_json_text(
		case_json_party(b->c, case_json_text(letter, "party")), "name");
}

static void put_letter(cJSON *out, const struct pieces *p, const cJSON *letter)
{
	const struct backing *b = p->b;
	bool sent = strcmp(case_json_text(letter, "direction"), "sent") == 0;

	json_set_bool(out, "sent", sent);
	json_set(out, "party", party_name(b, letter));
	json_set(out, "summary", case_json_text(letter, "summary"));
	model_part_word(out, "kind", &b->wording, "letter",
		case_json_text(letter, "kind"));
	model_part_word(out, "channel", &b->wording, "channel",
		case_json_text(letter, "channel"));
	model_part_word(out, "assessment", &b->wording, "assessment",
		case_json_text(letter, "assessment"));
	model_part_exhibits(out, "ref", p, letter);
}

static void put_experiment(
	cJSON *out, const struct pieces *p, const cJSON *item)
{
	model_part_word(out, "kind", &p->b->wording, "experiment",
		case_json_text(item, "kind"));
	json_set(out, "result", case_json_text(item, "result"));
	model_part_when(out, "until", p->b, item, "to");
	model_part_exhibits(out, "ref", p, item);
}

static void put_fact(cJSON *out, const struct pieces *p, const cJSON *item)
{
	json_set(out, "text", case_json_text(item, "text"));
	model_part_exhibits(out, "ref", p, item);
}

/* The lists of the case that are told as they stand. */
static const struct {
	const char *list, *kind, *when;
	void (*put)(cJSON *out, const struct pieces *p, const cJSON *item);
} told[] = {
	{ "facts", "is_fact", "date", put_fact },
	{ "experiments", "is_experiment", "from", put_experiment },
	{ "correspondence", "is_letter", "at", put_letter },
};

static void step_told(struct steps *s)
{
	const struct backing *b = s->p->b;
	const cJSON *item;

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		cJSON_ArrayForEach(item, case_json_list(b->c, told[i].list))
		{
			bool day_only = false;
			int64_t ns;

			if (case_json_when(&ns, &day_only, item, told[i].when,
				    b->zone))
				told[i].put(
					add_step(s, told[i].kind, ns, day_only),
					s->p, item);
		}
}

static int by_time(const void *a, const void *b)
{
	const struct step *x = a, *y = b;

	if (x->ns != y->ns)
		return x->ns < y->ns ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static cJSON *chronology_of(const struct pieces *p)
{
	struct steps s = { .p = p };
	cJSON *list = json_array();

	step_policies(&s);
	step_observations(&s);
	step_told(&s);
	if (s.n > 0)
		qsort(s.v, s.n, sizeof(*s.v), by_time);
	for (size_t i = 0; i < s.n; i++)
		json_push(list, s.v[i].item);
	free(s.v);
	return list;
}

static cJSON *trace_of(const struct backing *b, const struct deadline *d)
{
	cJSON *list = json_array();

	for (size_t i = 0; i < d->n_steps; i++) {
		const struct deadline_step *step = &d->steps[i];
		struct str day = { 0 }, text = { 0 };

		(void)wording_date(&day, &b->wording, step->day);
		(void)wording_fill(&text, &b->wording, "step",
			deadline_step_name(step->kind),
			(const char *const[]){ "day", day.p, "holiday",
				step->name != NULL
					? wording_word(&b->wording, "holiday",
						  step->name)
					: "",
				NULL });
		json_push_string(list, text.p);
		str_release(&day);
		str_release(&text);
	}
	return list;
}

static void put_reply(
	cJSON *out, const struct backing *b, const struct reply *r)
{
	json_set_bool(out, "statutory", r->statutory);
	json_set_bool(out, "received_known", r->received_known);
	json_set_bool(out, "prolonged", r->extension != NULL);
	json_set_bool(out, "is_met", r->state == REPLY_MET);
	json_set_bool(out, "is_late", r->state == REPLY_LATE);
	json_set_bool(out, "is_missed", r->state == REPLY_MISSED);
	json_set_bool(out, "is_running", r->state == REPLY_RUNNING);
	json_set_bool(out, "answered", r->answer != NULL);
	model_part_day(out, "event", b, r->event);
	model_part_day(out, "due", b, r->deadline.due);
	model_part_word(out, "country", &b->wording, "country", r->country);
	model_part_when(out, "answered_on", b, r->answer, "at");
	model_part_list(out, "trace", trace_of(b, &r->deadline));
}

static int letter_of(cJSON **out, const struct pieces *p, const cJSON *letter)
{
	struct reply_view view = backing_view(p->b);
	const struct backing *b = p->b;
	struct reply r = { .country = "" };
	cJSON *one;
	int rc = 0;

	if (strcmp(case_json_text(letter, "direction"), "sent") == 0)
		rc = reply_find(&r, b->c, letter, &view);
	if (rc != 0)
		return rc;
	one = json_object();
	put_letter(one, p, letter);
	model_part_when(one, "at", b, letter, "at");
	model_part_when(one, "received_on", b, letter, "received_on");
	model_part_word(one, "proof", &b->wording, "proof",
		case_json_text(letter, "receipt_proof"));
	put_reply(one, b, &r);
	*out = one;
	return 0;
}

static const struct contact *contact_of(
	const struct backing *b, const cJSON *item)
{
	for (size_t i = 0; i < b->n_contacts; i++)
		if (b->contacts[i].item == item)
			return &b->contacts[i];
	return NULL;
}

/* One that may not be said yet says nothing: the rules tell why. */
static void put_mention(cJSON *out, const struct backing *b, const cJSON *item)
{
	for (size_t i = 0; i < b->n_stated; i++)
		if (b->stated[i].item == item &&
			stated_refusal(&b->stated[i]) == STATED_SAYS)
			model_part_mention(out, b, &b->stated[i]);
}

/* The fact that a grievance cites. */
static cJSON *fact_of(const struct pieces *p, const char *id)
{
	const struct piece *list[MODEL_PART_PIECES];
	const char *where = "";
	const cJSON *item = case_json_find(p->b->c, id, &where);
	cJSON *one = json_object();
	size_t n;

	if (strcmp(where, "observations") == 0) {
		set_kind(one, "is_observation");
		put_observation(one, p, contact_of(p->b, item));
	} else if (strcmp(where, "policies") == 0) {
		set_kind(one, "is_policy");
		json_set(one, "service", case_json_text(item, "service"));
		model_part_word(one, "terms", &p->b->wording, "terms",
			case_json_text(item, "terms"));
	} else if (strcmp(where, "quotes") == 0) {
		set_kind(one, "is_quote");
		json_set(one, "text", case_json_text(item, "text"));
	} else if (strcmp(where, "mentions") == 0) {
		set_kind(one, "is_mention");
		put_mention(one, p->b, item);
	}
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		if (strcmp(where, told[i].list) == 0) {
			set_kind(one, told[i].kind);
			told[i].put(one, p, item);
			model_part_when(one, "date", p->b, item, told[i].when);
		}
	n = model_part_backing(p, id, list, 0, MODEL_PART_PIECES);
	model_part_refer(one, "ref", p, list, n);
	return one;
}

static cJSON *grievance_of(
	const struct pieces *p, const cJSON *g, size_t number)
{
	const struct piece *list[MODEL_PART_PIECES];
	const struct backing *b = p->b;
	cJSON *one = json_object(), *facts = json_array();
	struct str provision = { 0 };
	const cJSON *id;
	size_t n = 0;

	(void)wording_provision(
		&provision, &b->wording, case_json_text(g, "provision"));
	json_set(one, "provision", provision.p);
	json_set(one, "rule", case_json_text(json_member(g, "rule"), b->lang));
	json_set(one, "statement",
		case_json_text(json_member(g, "statement"), b->lang));
	model_part_copy(one, g,
		(const char *const[]){ "counter_argument", "reply", NULL });
	model_part_word(one, "certainty", &b->wording, "certainty",
		case_json_text(g, "certainty"));
	model_part_number(one, "number", b, number);
	cJSON_ArrayForEach(id, json_member(g, "facts"))
	{
		json_push(facts, fact_of(p, id->valuestring));
		n = model_part_backing(
			p, id->valuestring, list, n, MODEL_PART_PIECES);
	}
	model_part_list(one, "facts", facts);
	model_part_refer(one, "ref", p, list, n);
	str_release(&provision);
	return one;
}

int model_steps_add(cJSON *model, const struct pieces *p)
{
	cJSON *letters = json_array(), *grievances = json_array(), *one;
	const cJSON *item;
	size_t number = 1;
	int rc = 0;

	model_part_list(model, "chronology", chronology_of(p));
	cJSON_ArrayForEach(item, case_json_list(p->b->c, "correspondence"))
	{
		if (rc == 0)
			rc = letter_of(&one, p, item);
		if (rc == 0)
			json_push(letters, one);
	}
	cJSON_ArrayForEach(item, case_json_list(p->b->c, "grievances"))
		json_push(grievances, grievance_of(p, item, number++));
	model_part_list(model, "letters", letters);
	model_part_list(model, "grievances", grievances);
	return rc;
}
