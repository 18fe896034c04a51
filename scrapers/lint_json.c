/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/lint_json.h"

#include <stdio.h>

#include "base/json.h"
#include "base/str.h"

static void set_slice(
	cJSON *o, const char *name, const struct lint *l, size_t at, size_t len)
{
	struct str s = { 0 };

	str_add(&s, l->text.p + at, len);
	json_set(o, name, s.p);
	str_release(&s);
}

static void set_sentence(
	cJSON *o, const char *name, const struct lint *l, size_t sentence)
{
	const struct lint_sentence *s = &l->sentences[sentence];

	set_slice(o, name, l, s->at, s->len);
}

/* Two digits behind the point are more than the measure is worth. */
cJSON *lint_json_per_1000(double rate)
{
	return cJSON_CreateNumber((double)(int64_t)(rate * 100 + 0.5) / 100);
}

static void add_side(cJSON *o, const char *name, double quantile, double rate)
{
	cJSON *q = json_object();

	json_add(q, "value", cJSON_CreateNumber(quantile));
	json_set(q, "side", rate < quantile ? "below" : "above");
	json_add(o, name, q);
}

cJSON *lint_json_rate(const struct lint *l, const struct lexicon *lex)
{
	const struct lexicon_baseline *b = &lex->baseline;
	cJSON *o = json_object(), *base;
	double rate = lint_baseline_rate(l);

	json_set_int(o, "words", (int64_t)l->words);
	json_set_int(o, "hits", (int64_t)l->counted);
	json_set_int(o, "weighted", (int64_t)l->weighted);
	json_add(o, "per_1000_words", lint_json_per_1000(lint_rate(l)));
	json_set(o, "use", "for choosing what to read; not a verdict");
	if (b->documents == 0 || l->words == 0)
		return o;
	base = json_object();
	json_set(base, "what", b->what);
	json_set(base, "measured", b->measured);
	json_set_int(base, "documents", b->documents);
	json_set(base, "counted",
		"by the forms alone, over all words of the Markdown");
	json_add(base, "per_1000_words", lint_json_per_1000(rate));
	add_side(base, "p10", b->p10, rate);
	add_side(base, "median", b->median, rate);
	add_side(base, "p90", b->p90, rate);
	json_add(o, "baseline", base);
	return o;
}

static cJSON *term_json(const struct lexicon_term *t)
{
	cJSON *o = json_object(), *sources = json_array();

	json_set(o, "term", t->id);
	json_set(o, "first_form", t->form);
	json_set(o, "category", lexicon_category_name(t->category));
	json_set_int(o, "weight", t->weight);
	json_set_bool(o, "counted", t->counted);
	for (size_t i = 0; i < LEXICON_SOURCES && t->sources[i] != NULL; i++)
		json_push_string(sources, t->sources[i]);
	json_add(o, "sources", sources);
	if (t->judged > 0) {
		json_set_int(o, "judged_sentences", t->judged);
		json_set_int(o, "judged_vague_percent", t->vague_percent);
	}
	return o;
}

static cJSON *hit_json(const struct lint *l, const struct lint_hit *h)
{
	cJSON *o = term_json(h->term), *clear;

	set_slice(o, "form", l, h->at, h->len);
	json_set_int(o, "line", l->sentences[h->sentence].line);
	set_sentence(o, "quotation", l, h->sentence);
	if (h->clear == LINT_NONE)
		return o;
	clear = json_object();
	json_set_int(clear, "line", l->sentences[h->clear].line);
	set_sentence(clear, "quotation", l, h->clear);
	json_add(o, "may_be_answered_by", clear);
	return o;
}

cJSON *lint_json_hits(const struct lint *l)
{
	cJSON *list = json_array();

	for (size_t i = 0; i < l->n_hits; i++)
		json_push(list, hit_json(l, &l->hits[i]));
	return list;
}

static cJSON *item_json(const struct lint *l, size_t i)
{
	const struct lint_item *found = &l->items[i];
	cJSON *o = json_object();

	json_set(o, "item", checklist[i].id);
	json_set(o, "article", checklist[i].article);
	json_set(o, "requires", checklist[i].requires);
	json_set_bool(o, "always", checklist[i].always);
	json_set_bool(o, "cue_found", found->n > 0);
	json_set_int(o, "cues", (int64_t)found->n);
	if (found->n == 0)
		return o;
	set_slice(o, "cue", l, found->at, found->len);
	json_set_int(o, "line", l->sentences[found->sentence].line);
	set_sentence(o, "quotation", l, found->sentence);
	return o;
}

cJSON *lint_json_checklist(const struct lint *l)
{
	cJSON *list = json_array();

	for (size_t i = 0; i < CHECKLIST_ITEMS; i++)
		json_push(list, item_json(l, i));
	return list;
}

cJSON *lint_json_sources(const struct lexicon *lex)
{
	return cJSON_Duplicate(json_member(lex->tree, "sources"), true);
}

/* The items that one text has a cue for and the other has not. */
static cJSON *items_only(const struct lint *here, const struct lint *there)
{
	cJSON *list = json_array();

	for (size_t i = 0; i < CHECKLIST_ITEMS; i++)
		if (here->items[i].n > 0 && there->items[i].n == 0)
			json_push(list, item_json(here, i));
	return list;
}

static cJSON *some_hits(const struct lint *l, const size_t *numbers, size_t n)
{
	cJSON *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_push(list, hit_json(l, &l->hits[numbers[i]]));
	return list;
}

cJSON *lint_json_compare(const struct lint_compare *c, const struct lint *old,
	const struct lint *new)
{
	cJSON *o = json_object(), *terms = json_array();

	json_add(o, "lost", items_only(old, new));
	json_add(o, "gained", items_only(new, old));
	for (size_t i = 0; i < c->n_terms; i++) {
		cJSON *t = term_json(c->terms[i].term);

		json_set_int(t, "before", (int64_t)c->terms[i].before);
		json_set_int(t, "after", (int64_t)c->terms[i].after);
		json_push(terms, t);
	}
	json_add(o, "terms", terms);
	json_add(o, "out", some_hits(old, c->out, c->n_out));
	json_add(o, "in", some_hits(new, c->in, c->n_in));
	return o;
}
