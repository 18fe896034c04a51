/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines of the margins are sorted by text with every run of digits taken as
 * one '#', then by page; runs of equal ones at one height are counted.
 */
#include "scrapers/pdftext_margin.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
	AT_LEAST = 3,			  /* pages that repeat */
	SHARE = 3,			  /* of 1/3 of the pages */
	HEIGHT_SLACK = 6 * PDFTEXT_POINT, /* "at the same place" */
};

/* A line in a margin. */
struct candidate {
	struct pdftext_line *line;
	uint64_t loose, exact; /* hashes without and with its digits */
	int32_t place; /* from the top, or from the bottom, then negative */
};

static uint64_t mix(uint64_t hash, unsigned char c)
{
	return (hash ^ c) * UINT64_C(1099511628211);
}

static void hash_line(struct candidate *c, const char *text, size_t len)
{
	bool digits = false;

	c->loose = c->exact = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < len; i++) {
		bool digit = text[i] >= '0' && text[i] <= '9';

		c->exact = mix(c->exact, (unsigned char)text[i]);
		if (!digit)
			c->loose = mix(c->loose, (unsigned char)text[i]);
		else if (!digits)
			c->loose = mix(c->loose, '#');
		digits = digit;
	}
}

static bool in_margin(struct candidate *c, const struct pdftext_layout *l)
{
	int64_t height = l->pages[c->line->page].height;
	int64_t zone = height * PDFTEXT_MARGIN / 100;

	if (c->line->y1 <= zone)
		c->place = c->line->y0;
	else if (c->line->y0 >= height - zone)
		c->place = (int32_t)(c->line->y0 - height);
	else
		return false;
	hash_line(c, l->text.p + c->line->text, c->line->len);
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->loose != y->loose)
		return x->loose > y->loose ? 1 : -1;
	if (x->line->page != y->line->page)
		return x->line->page > y->line->page ? 1 : -1;
	return (x->line->text > y->line->text) -
	       (x->line->text < y->line->text);
}

/* Of n candidates with the same loose text: those at the first one's
 * height. */
static bool is_there(const struct candidate *first, const struct candidate *c)
{
	int32_t apart = c->place - first->place;

	return apart <= HEIGHT_SLACK && apart >= -HEIGHT_SLACK;
}

static void judge(struct candidate *v, size_t n, size_t n_pages)
{
	size_t pages = 0, last = SIZE_MAX;
	bool same = true;

	for (size_t i = 0; i < n; i++) {
		if (!is_there(v, &v[i]))
			continue;
		pages += v[i].line->page != last;
		last = v[i].line->page;
		same = same && v[i].exact == v[0].exact;
	}
	if (n_pages == 2 ? pages < 2 || same
			 : pages < AT_LEAST || pages * SHARE < n_pages)
		return;
	for (size_t i = 0; i < n; i++)
		v[i].line->repeated = is_there(v, &v[i]);
	v[0].line->aside = same;
}

void pdftext_margin(struct pdftext_layout *l)
{
	struct candidate *v = NULL;
	size_t n = 0, room = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct candidate c = { .line = &l->lines[i] };

		if (!in_margin(&c, l))
			continue;
		v = mem_grow(v, &room, n + 1, sizeof(*v));
		v[n++] = c;
	}
	if (n > 0)
		qsort(v, n, sizeof(*v), compare);
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && v[k].loose == v[i].loose; k++)
			continue;
		judge(v + i, k - i, l->n_pages);
	}
	free(v);
}
