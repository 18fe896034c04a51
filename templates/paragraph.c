/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * best[j] is the cheapest way to set the first j boxes, for each j where a
 * line may end; a line's demerits are (1 + badness + penalty)², its badness
 * the cube of how far its spaces are from their natural width. A line of one
 * stretch always fits (boxes.h), so there is always a way.
 */
#include "templates/paragraph.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

#define STRETCH 0.5    /* of a space: as much as is still pleasant */
#define SHRINK 0.16    /* of a space: as much as is bearable */
#define RATIO_MAX 10.0 /* beyond it, loose is loose */
#define RAGGED 0.3     /* of the width that a ragged line may leave */
#define BARE 0.05      /* the same, of a justified line without spaces */
#define CUT_PENALTY 120.0
#define SHORT_LINE 0.12 /* of the width: a last line that looks lost */
#define SHORT_PENALTY 60.0
#define SPACE_MAX 0.9 /* of the size: wider gaps stay unjustified */
#define SLACK 0.005

enum { LINE_BOXES = 4096 };

/* The best way to end a line behind a box. */
struct best {
	double cost;
	size_t from; /* first box of the line */
};

/* A line that is tried. */
struct trial {
	double width, spaces; /* natural; of its inner spaces */
	enum boxes_end end;
	bool last;
};

static bool stretches(const struct box *b)
{
	return b->space > 0 && b->end != BOXES_JOINED;
}

static double cube(double x)
{
	return x * x * x;
}

/* Demerits of a line; INFINITY when it is too wide. */
static double demerits(const struct trial *t, const struct boxes_style *s)
{
	double left = s->width - t->width;
	double penalty = t->end == BOXES_CUT ? CUT_PENALTY : 0;
	double ratio;

	if (left < -SLACK) {
		ratio = t->spaces > 0 ? -left / (t->spaces * SHRINK) : INFINITY;
		if (!s->justify || ratio > 1)
			return INFINITY;
	} else if (t->last || t->end == BOXES_MUST) {
		ratio = 0;
		if (t->last && t->width < SHORT_LINE * s->width)
			penalty += SHORT_PENALTY;
	} else if (s->justify && t->spaces > 0) {
		ratio = left / (t->spaces * STRETCH);
	} else {
		ratio = left / (s->width * (s->justify ? BARE : RAGGED));
	}
	if (ratio > RATIO_MAX)
		ratio = RATIO_MAX;
	return pow(1 + 100 * cube(ratio) + penalty, 2);
}

/* The cheapest line that ends with box j - 1. */
static struct best choose_line(const struct boxes *b, const struct best *best,
	size_t j, const struct boxes_style *s)
{
	struct trial t = { .end = b->v[j - 1].end, .last = j == b->n };
	struct best found = { INFINITY, j - 1 };
	size_t stop = j > LINE_BOXES ? j - LINE_BOXES : 0;

	for (size_t i = j; i > stop; i--) {
		const struct box *box = &b->v[i - 1];
		double cost;

		if (i < j && box->end == BOXES_MUST)
			break;
		t.width += box->width + (i < j ? box->space : 0);
		t.spaces += i < j && stretches(box) ? box->space : 0;
		if (t.width - t.spaces * SHRINK > s->width + SLACK && i < j)
			break;
		if (isinf(best[i - 1].cost))
			continue;
		cost = best[i - 1].cost + demerits(&t, s);
		if (cost < found.cost)
			found = (struct best){ cost, i - 1 };
	}
	return found;
}

static void add_line(struct paragraph *p, size_t from, size_t to,
	const struct boxes_style *s)
{
	struct paragraph_line line = { .from = from, .to = to };
	const struct box *end = &p->boxes.v[to - 1];
	bool last = to == p->boxes.n || end->end == BOXES_MUST;
	double spaces = 0, left;

	for (size_t i = from; i < to; i++) {
		const struct box *b = &p->boxes.v[i];

		line.width += b->width + (i + 1 < to ? b->space : 0);
		spaces += i + 1 < to && stretches(b);
	}
	left = s->width - line.width;
	if (s->justify && spaces > 0 && (left < 0 || !last) &&
		left / spaces < SPACE_MAX * s->size)
		line.stretch = left / spaces;
	p->v = mem_grow(p->v, &p->cap, p->n + 1, sizeof(*p->v));
	p->v[p->n++] = line;
}

static void make_lines(struct paragraph *p, const struct boxes_style *s)
{
	const struct boxes *b = &p->boxes;
	struct best *best = mem_new(b->n + 1, sizeof(*best));
	size_t *ends = mem_new(b->n + 1, sizeof(*ends)), n = 0, from = 0;

	for (size_t j = 1; j <= b->n; j++) {
		best[j] = (struct best){ INFINITY, j - 1 };
		if (j == b->n || b->v[j - 1].end != BOXES_JOINED)
			best[j] = choose_line(b, best, j, s);
	}
	for (size_t j = b->n; j > 0; j = best[j].from)
		ends[n++] = j;
	for (; n > 0; n--) {
		add_line(p, from, ends[n - 1], s);
		from = ends[n - 1];
	}
	free(best);
	free(ends);
}

int paragraph_break(struct paragraph *out, struct fonts *fonts,
	const struct markdown_cell *cell, const struct boxes_style *style)
{
	struct paragraph p = { 0 };
	int rc = boxes_read(&p.boxes, fonts, cell, style);

	if (rc == 0) {
		make_lines(&p, style);
		*out = p;
	}
	return rc;
}

void paragraph_release(struct paragraph *p)
{
	boxes_release(&p->boxes);
	free(p->v);
	*p = (struct paragraph){ 0 };
}
