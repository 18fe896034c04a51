/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A number is the vendor's text of one stretch of time (archive/version.h):
 * two texts that have one in common are that page, read by two rules. Texts
 * that only share a third one are not taken for the same.
 */
#include "cases/succession.h"

/* Whether the text was seen as the vendor's text of that number. */
static bool has_number(const struct version_spans *spans,
	const struct digest *text, int number)
{
	for (size_t i = 0; i < spans->n; i++)
		if (spans->v[i].number == number &&
			digest_equal(&spans->v[i].text, text))
			return true;
	return false;
}

bool succession_same_text(const struct version_spans *spans,
	const struct digest *a, const struct digest *b)
{
	if (digest_equal(a, b))
		return true;
	for (size_t i = 0; i < spans->n; i++)
		if (digest_equal(&spans->v[i].text, a) &&
			has_number(spans, b, spans->v[i].number))
			return true;
	return false;
}

/* Whether a span shows the text of another. */
static bool is_of(const struct version_spans *spans,
	const struct version_span *span, const struct version_span *other)
{
	return digest_equal(&span->text, &other->text) ||
	       span->number == other->number ||
	       has_number(spans, &other->text, span->number);
}

/* Whether the text of span i was counted already, from span `from` on. */
static bool is_repeated(
	const struct version_spans *spans, size_t from, size_t i)
{
	for (size_t k = from; k < i; k++)
		if (spans->v[k].number == spans->v[i].number ||
			digest_equal(&spans->v[k].text, &spans->v[i].text))
			return true;
	return false;
}

/* The first span of the second text behind old; the list's end when there is
 * none. */
static size_t find_new(const struct version_spans *spans,
	const struct version_span *old, const struct version_span *new)
{
	size_t i = (size_t)(old - spans->v) + 1;

	while (i < spans->n && !is_of(spans, &spans->v[i], new))
		i++;
	return i;
}

void succession_read(struct succession *out, const struct version_spans *spans,
	const struct version_span *old, const struct version_span *new)
{
	size_t start = find_new(spans, old, new), first = spans->n, last = 0;
	size_t end = start < spans->n ? start : (size_t)(old - spans->v) + 1;
	struct succession s = { .last_old = old, .next = old };

	for (size_t i = 0; i < spans->n; i++) {
		const struct version_span *one = &spans->v[i];
		bool is_old = is_of(spans, one, old);
		bool is_new = !is_old && is_of(spans, one, new);

		s.again |= is_old && i > start;
		s.already |= is_new && one < old;
		if (i >= end)
			continue;
		if (is_old) {
			first = i < first ? i : first;
			s.returned |= i > first && i > last + 1;
			last = i;
			s.last_old = one;
		} else if (!is_new && i > first &&
			   !is_repeated(spans, first, i)) {
			s.between++;
		}
	}
	s.replaced = start < spans->n;
	s.next = s.replaced ? s.last_old + 1 : s.last_old;
	*out = s;
}

void succession_text(struct succession_text *out,
	const struct version_spans *spans, const struct version_span *span)
{
	struct succession_text t = { &span->first, &span->last, 0 };

	for (size_t i = 0; i < spans->n; i++) {
		const struct version_span *one = &spans->v[i];

		if (!digest_equal(&one->text, &span->text))
			continue;
		if (t.sightings == 0)
			t.first = &one->first;
		t.last = &one->last;
		t.sightings += one->sightings;
	}
	*out = t;
}
