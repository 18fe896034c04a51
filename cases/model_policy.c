/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Changes are found between texts without markup, a line per block
 * (cases/quote.h): what a reader sees, block by block.
 */
#include "cases/model_policy.h"

#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "base/utf8.h"
#include "cases/model_part.h"
#include "scrapers/diff.h"

/* What a list in a letter bears. */
enum { CHANGES_MAX = 12, PASSAGE_MAX = 400 };

static void put_sighting(
	cJSON *out, const struct backing *b, const struct snapshot *s)
{
	model_part_time(out, "date", b, s->seen_ns,
		s->day_only ? WORDING_DAY : WORDING_MINUTE);
	model_part_word(out, "basis", &b->wording, "basis",
		snapshot_basis_name(s->basis));
	json_set(out, "source", s->source != NULL ? s->source : "");
	json_set(out, "url", s->url != NULL ? s->url : "");
	json_set_bool(out, "captured", s->basis == SNAPSHOT_CAPTURED);
	model_part_digest(out, "page_sha256", &s->body);
}

static cJSON *quotes_of(const struct backing *b, const struct policy *y)
{
	cJSON *list = json_array();

	for (size_t i = 0; i < y->n_quotes; i++) {
		cJSON *one = json_object();

		model_part_copy(one, y->quotes[i].item,
			(const char *const[]){ "text", "note", NULL });
		if (y->quotes[i].page > 0)
			model_part_number(one, "page", b, y->quotes[i].page);
		else
			json_set(one, "page", "");
		json_push(list, one);
	}
	return list;
}

/* What may be said of mentions in the policy. */
static cJSON *mentions_of(const struct backing *b, const struct policy *y)
{
	cJSON *list = json_array();

	for (size_t i = 0; i < b->n_stated; i++) {
		const struct stated *s = &b->stated[i];
		cJSON *one;

		if (s->policy != y || stated_refusal(s) != STATED_SAYS)
			continue;
		one = json_object();
		model_part_mention(one, b, s);
		json_push(list, one);
	}
	return list;
}

static cJSON *policy_of(const struct pieces *p, const struct policy *y)
{
	const struct piece *piece = pieces_policy(p, y);
	const struct backing *b = p->b;
	cJSON *one = json_object(), *seen = json_object();
	cJSON *after = json_object();

	model_part_copy(one, y->item,
		(const char *const[]){ "service", "coverage_note", NULL });
	model_part_word(one, "terms", &b->wording, "terms", y->terms);
	model_part_when(one, "at", b, y->item, "at");
	json_set_bool(one, "now", y->now);
	model_part_refer(one, "ref", p, &piece, 1);
	model_part_number(one, "number", b, (uint64_t)y->at.span->number);
	model_part_number(one, "versions", b,
		(uint64_t)y->spans.v[y->spans.n - 1].number);
	model_part_digest(one, "text_sha256", &y->at.span->text);
	put_sighting(seen, b, &y->shown);
	json_add(one, "seen", seen);
	json_set_bool(one, "has_after", y->at.has_after);
	json_set_bool(one, "after_same", y->at.after_same);
	put_sighting(after, b, y->at.has_after ? &y->after : &y->shown);
	json_add(one, "after", after);
	model_part_list(one, "quotes", quotes_of(b, y));
	model_part_list(one, "mentions", mentions_of(b, y));
	return one;
}

/* A passage, cut at a character where it is long. */
static void put_passage(cJSON *out, const char *name,
	const struct diff_text *text, const struct diff_range *range)
{
	struct str passage = { 0 };
	size_t len = 0;
	const char *bytes = diff_bytes(text, range, &len);

	while (len > 0 && bytes[len - 1] == '\n')
		len--;
	str_add(&passage, bytes, len);
	for (size_t i = 0; i < passage.len; i++)
		if (passage.p[i] == '\n' || passage.p[i] == '\t')
			passage.p[i] = ' ';
	if (passage.len > PASSAGE_MAX) {
		len = PASSAGE_MAX;
		while (len > 0 &&
			((unsigned char)passage.p[len] & 0xC0) == 0x80)
			len--;
		str_cut(&passage, len);
		str_puts(&passage, " […]");
	}
	json_set(out, name, passage.p);
	str_release(&passage);
}

/* Counts a passage, and keeps it while the list bears it. A line of -1 is
 * none. */
static size_t add_passage(cJSON *list, const struct diff *d, long old, long new)
{
	const struct diff_range before = { (size_t)old, 1 };
	const struct diff_range after = { (size_t) new, 1 };
	const struct diff_range none = { 0, 0 };
	cJSON *one;

	if (cJSON_GetArraySize(list) == CHANGES_MAX)
		return 1;
	one = json_object();
	json_set_bool(one, "removed", new < 0);
	json_set_bool(one, "added", old < 0);
	json_set_bool(one, "replaced", old >= 0 && new >= 0);
	put_passage(one, "before", &d->old, old >= 0 ? &before : &none);
	put_passage(one, "after", &d->new, new >= 0 ? &after : &none);
	json_push(list, one);
	return 1;
}

/* Block by block: as many old as new ones are told in pairs, else what went
 * and then what came. */
static size_t add_run(
	cJSON *list, const struct diff *d, const struct diff_run *run)
{
	size_t count = 0;

	if (run->old.n == run->new.n) {
		for (size_t i = 0; i < run->old.n; i++)
			count += add_passage(list, d, (long)(run->old.at + i),
				(long)(run->new.at + i));
		return count;
	}
	for (size_t i = 0; i < run->old.n; i++)
		count += add_passage(list, d, (long)(run->old.at + i), -1);
	for (size_t i = 0; i < run->new.n; i++)
		count += add_passage(list, d, -1, (long)(run->new.at + i));
	return count;
}

/* NULL: what a person reads is the same (only links or marks changed). */
static cJSON *change_of(const struct pieces *p, const struct policy *old,
	const struct policy *new)
{
	const struct piece *a = pieces_policy(p, old);
	const struct piece *z = pieces_policy(p, new);
	struct diff d = { 0 };
	cJSON *one = json_object(), *passages = json_array();
	size_t count = 0;

	diff_lines(
		&d, old->plain.p, old->plain.len, new->plain.p, new->plain.len);
	json_set(one, "service", new->service);
	model_part_word(one, "terms", &p->b->wording, "terms", new->terms);
	model_part_refer(one, "from", p, &a, 1);
	model_part_refer(one, "to", p, &z, 1);
	model_part_time(
		one, "from_date", p->b, old->shown.seen_ns, WORDING_DAY);
	model_part_time(one, "to_date", p->b, new->shown.seen_ns, WORDING_DAY);
	for (size_t i = 0; i < d.n; i++)
		count += add_run(passages, &d, &d.v[i]);
	model_part_number(one, "count", p->b, count);
	json_set_bool(one, "in_annex", false);
	json_set_bool(one, "several", count > 1);
	json_set_bool(one, "cut", count > CHANGES_MAX);
	model_part_list(one, "passages", passages);
	diff_release(&d);
	if (count == 0) {
		cJSON_Delete(one);
		return NULL;
	}
	return one;
}

/* The next policy of the same terms by date, with another text. */
static const struct policy *next_of(
	const struct backing *b, const struct policy *old)
{
	const struct policy *next = NULL;

	for (size_t i = 0; i < b->n_policies; i++) {
		const struct policy *y = &b->policies[i];

		if (y->missing != NULL || y->at_ns <= old->at_ns ||
			strcmp(y->service, old->service) != 0 ||
			strcmp(y->terms, old->terms) != 0 ||
			comparison_same_text(y, old))
			continue;
		if (next == NULL || y->at_ns < next->at_ns)
			next = y;
	}
	return next;
}

int model_policy_add(cJSON *model, const struct pieces *p)
{
	cJSON *policies = json_array(), *changes = json_array(), *change;

	for (size_t i = 0; i < p->b->n_policies; i++) {
		const struct policy *y = &p->b->policies[i], *next;

		if (y->missing != NULL)
			continue;
		json_push(policies, policy_of(p, y));
		next = next_of(p->b, y);
		change = next != NULL ? change_of(p, y, next) : NULL;
		if (change != NULL)
			json_push(changes, change);
	}
	model_part_list(model, "policies", policies);
	model_part_list(model, "changes", changes);
	return 0;
}
