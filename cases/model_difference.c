/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model_difference.h"

#include <string.h>

#include "base/json.h"
#include "cases/difference.h"
#include "cases/model_part.h"
#include "cases/succession.h"

static void put_sighting(cJSON *out, const char *name, const struct backing *b,
	const struct version_sighting *s)
{
	cJSON *one = json_object();

	model_part_time(one, "date", b, s->seen_ns,
		s->day_only ? WORDING_DAY : WORDING_MINUTE);
	model_part_word(one, "basis", &b->wording, "basis",
		snapshot_basis_name(s->basis));
	json_set(one, "source", s->source != NULL ? s->source : "");
	json_add(out, name, one);
}

/* The file of the exhibit that holds the text; "" before it is made. */
static const char *text_file(const struct piece *piece)
{
	for (size_t i = 0; piece != NULL && i < piece->n_files; i++)
		if (strcmp(piece->files[i].role, "text") == 0)
			return piece->files[i].name;
	return "";
}

static cJSON *side_of(const struct pieces *p, const struct policy *y)
{
	const struct version_span *span = y->at.span;
	struct succession_text seen;
	const struct piece *piece = pieces_policy(p, y);
	cJSON *one = json_object();

	succession_text(&seen, &y->spans, span);
	model_part_refer(one, "ref", p, &piece, 1);
	json_set(one, "file", text_file(piece));
	model_part_number(one, "number", p->b, (uint64_t)span->number);
	model_part_number(one, "versions", p->b,
		(uint64_t)y->spans.v[y->spans.n - 1].number);
	put_sighting(one, "first", p->b, seen.first);
	put_sighting(one, "last", p->b, seen.last);
	json_set_bool(one, "once", seen.sightings == 1);
	model_part_number(one, "sightings", p->b, seen.sightings);
	json_set(one, "url", y->shown.url != NULL ? y->shown.url : "");
	model_part_digest(one, "text_sha256", &span->text);
	return one;
}

/* The span of a policy in the list of another one of the same terms. */
static const struct version_span *span_in(
	const struct version_spans *spans, const struct policy *y)
{
	return &spans->v[y->at.span - y->spans.v];
}

/* Between which two sightings the old text was replaced, how many other texts
 * were seen up to the new one, and whether one of the two came back. */
static void put_succession(
	cJSON *out, const struct backing *b, const struct comparison *c)
{
	struct succession s;
	const struct version_spans *spans = &c->new->spans;

	succession_read(&s, spans, span_in(spans, c->old), c->new->at.span);
	json_set_bool(out, "has_replaced", s.replaced);
	put_sighting(out, "last_same", b, &s.last_old->last);
	put_sighting(out, "first_other", b,
		s.replaced ? &s.next->first : &s.last_old->last);
	json_set(out, "between", "");
	if (s.between > 0)
		model_part_number(out, "between", b, (uint64_t)s.between);
	json_set_bool(out, "between_several", s.between > 1);
	json_set_bool(out, "returned", s.returned);
	json_set_bool(out, "again", s.again);
	json_set_bool(out, "already", s.already);
}

static bool same_rules(
	const struct version_span *a, const struct version_span *b)
{
	return strcmp(a->extractor, b->extractor) == 0 &&
	       digest_equal(&a->declaration, &b->declaration);
}

/* Tells the change between the same two exhibits (model_policy.h), if there
 * is one, that the annex shows it. */
static void tell_change(cJSON *model, const cJSON *difference)
{
	const char *from = json_string(json_member(difference, "old"), "ref");
	const char *to = json_string(json_member(difference, "new"), "ref");
	cJSON *change;

	cJSON_ArrayForEach(change, cJSON_GetObjectItem(model, "changes"))
	{
		if (strcmp(json_string(change, "from"), from) == 0 &&
			strcmp(json_string(change, "to"), to) == 0)
			json_set_bool(change, "in_annex", true);
	}
}

static int add(cJSON *list, const struct pieces *p, const struct comparison *c)
{
	const struct policy *old = c->old, *new = c->new;
	cJSON *shown = NULL, *one;
	int rc = difference_make(
		&shown, old->text.p, old->text.len, new->text.p, new->text.len);

	if (rc != 0 || shown == NULL)
		return rc;
	one = json_object();
	model_part_number(
		one, "order", p->b, (uint64_t)cJSON_GetArraySize(list) + 1);
	json_set(one, "service", new->service);
	json_set(one, "terms_code", new->terms);
	model_part_word(one, "terms", &p->b->wording, "terms", new->terms);
	json_add(one, "old", side_of(p, old));
	json_add(one, "new", side_of(p, new));
	put_succession(one, p->b, c);
	json_set_bool(
		one, "same_rules", same_rules(old->at.span, new->at.span));
	json_add(one, "shown", shown);
	json_push(list, one);
	return 0;
}

int model_difference_add(cJSON *model, const struct pieces *p)
{
	const struct comparisons *c = &p->b->comparisons;
	cJSON *list = json_array();
	int rc = 0;

	for (size_t i = 0; i < c->n && rc == 0; i++)
		rc = add(list, p, &c->v[i]);
	for (const cJSON *one = list->child; one != NULL; one = one->next)
		tell_change(model, one);
	json_set_bool(
		model, "several_differences", cJSON_GetArraySize(list) > 1);
	model_part_list(model, "differences", list);
	return rc;
}
