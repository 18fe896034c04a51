/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/lint_context.h"

#include <stdlib.h>

#include "base/mem.h"

enum {
	BEGINNING = 4, /* bytes: such a word begins the sentence */
	REACH = 200,   /* bytes behind a denial; longer lists lose sight of it */
};

void lint_context_add(
	struct lint_marks *m, enum lexicon_context kind, size_t at, size_t end)
{
	m->v = mem_grow(m->v, &m->cap, m->n + 1, sizeof(*m->v));
	m->v[m->n++] = (struct lint_mark){ at, end, kind };
}

static int order(const void *a, const void *b)
{
	const struct lint_mark *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->end > y->end) - (x->end < y->end);
}

void lint_context_ready(struct lint_marks *m)
{
	if (m->n > 0)
		qsort(m->v, m->n, sizeof(*m->v), order);
}

void lint_context_release(struct lint_marks *m)
{
	free(m->v);
	*m = (struct lint_marks){ 0 };
}

/* The first mark at or behind an offset. */
static size_t first_from(const struct lint_marks *m, size_t at)
{
	size_t low = 0, high = m->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (m->v[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool lint_context_is_denied(
	const struct lint_marks *m, const struct lint_place *p)
{
	bool denied = false;

	for (size_t i = first_from(m, p->from); i < m->n && m->v[i].at < p->to;
		i++) {
		enum lexicon_context kind = m->v[i].kind;
		bool before = m->v[i].end <= p->at;

		if (kind == LEXICON_EXCEPTION)
			return false;
		if (before && kind == LEXICON_DENIAL)
			denied = p->at - m->v[i].end <= REACH;
		if (before && kind == LEXICON_VENDOR)
			denied = false;
	}
	return denied;
}

bool lint_context_is_reader(
	const struct lint_marks *m, const struct lint_place *p)
{
	bool begins = p->at - p->from < BEGINNING, known = false;
	bool reader = false;

	for (size_t i = first_from(m, p->from); i < m->n && m->v[i].at < p->to;
		i++) {
		enum lexicon_context kind = m->v[i].kind;

		if (kind != LEXICON_READER && kind != LEXICON_VENDOR)
			continue;
		if (m->v[i].end > p->at && (known || !begins))
			break;
		known = true;
		reader = kind == LEXICON_READER;
		if (m->v[i].end > p->at)
			break;
	}
	return reader;
}
