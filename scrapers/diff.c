/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986),
 * with the linear space refinement (his section 4b):
 *
 * Pieces become numbers, equal pieces the same number. A piece that the other
 * text does not have at all is changed, whatever the alignment; it is set
 * aside first. The rest is a box of the edit graph: x counts pieces of the
 * old text, y of the new one, k = x - y is a diagonal. Two fronts, from the
 * box's corners, advance one edit at a time until they meet; the point where
 * they do splits the box in two.
 *
 * A front that has made COST edits without meeting the other gives up: the
 * box is split at the point it reached farthest. That bounds the work to
 * about COST steps for each piece, however different the texts are.
 */
#include "scrapers/diff.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "scrapers/intern.h"
#include "scrapers/words.h"

enum { COST = 1024, COST_NUMBERS = 256 };

/* One text as numbers; piece[i] is the number's place in the whole text,
 * since some pieces were set aside. */
struct row {
	uint32_t *id;
	size_t *piece;
	size_t n;
};

struct box {
	size_t a0, a1, b0, b1;
};

struct search {
	struct row a, b;
	bool *changed_a, *changed_b; /* by piece of the whole text */
	int64_t *forth, *back;	     /* x reached on each diagonal, -1: none */
	struct box *stack;
	size_t depth, cap;
	int64_t cost;
	bool coarse;
};

/* --- pieces become numbers --- */

static uint32_t *enter(struct intern *t, const struct diff_text *text)
{
	uint32_t *ids = mem_new(text->n + 1, sizeof(*ids));

	for (size_t i = 0; i < text->n; i++)
		ids[i] = intern_id(t, text->text + text->at[i],
			text->at[i + 1] - text->at[i]);
	return ids;
}

/* The row of pieces that the other text has; the others are changed. */
static void number(struct row *row, bool *changed, const uint32_t *ids,
	size_t n, const bool *in_other)
{
	row->id = mem_new(n + 1, sizeof(*row->id));
	row->piece = mem_new(n + 1, sizeof(*row->piece));
	for (size_t i = 0; i < n; i++) {
		changed[i] = !in_other[ids[i]];
		if (changed[i])
			continue;
		row->id[row->n] = ids[i];
		row->piece[row->n++] = i;
	}
}

static bool *present(const uint32_t *ids, size_t n, uint32_t last)
{
	bool *in = mem_new((size_t)last + 1, sizeof(*in));

	for (size_t i = 0; i < n; i++)
		in[ids[i]] = true;
	return in;
}

static void number_both(struct search *s, const struct diff *d)
{
	struct intern t = { 0 };
	uint32_t *old = enter(&t, &d->old), *new = enter(&t, &d->new);
	bool *in_old = present(old, d->old.n, t.n);
	bool *in_new = present(new, d->new.n, t.n);

	number(&s->a, s->changed_a, old, d->old.n, in_new);
	number(&s->b, s->changed_b, new, d->new.n, in_old);
	intern_release(&t);
	free(old);
	free(new);
	free(in_old);
	free(in_new);
}

/* --- the search --- */

/* How a front walks its box: forth from the upper left corner, or back from
 * the lower right one, everything mirrored. */
struct walk {
	const struct search *s;
	const struct box *box;
	bool back;
	int64_t n, m; /* the box's width and height */
	int64_t *v;   /* v[k]: x reached on diagonal k; k from -m-1 to n+1 */
};

static bool same(const struct walk *w, int64_t x, int64_t y)
{
	const struct box *box = w->box;
	size_t i = w->back ? box->a1 - 1 - (size_t)x : box->a0 + (size_t)x;
	size_t j = w->back ? box->b1 - 1 - (size_t)y : box->b0 + (size_t)y;

	return w->s->a.id[i] == w->s->b.id[j];
}

/* The farthest x on diagonal k with d edits; -1 when it is out of the box. */
static int64_t step(const struct walk *w, int64_t d, int64_t k)
{
	int64_t right = k > -d ? w->v[k - 1] : -1;
	int64_t down = k < d ? w->v[k + 1] : -1;
	int64_t x;

	right = right >= 0 && right < w->n ? right + 1 : -1;
	if (down - k > w->m)
		down = -1;
	x = d == 0 ? 0 : right > down ? right : down;
	while (x >= 0 && x < w->n && x - k < w->m && same(w, x, x - k))
		x++;
	w->v[k] = x;
	return x;
}

/* Advances a front to d edits. True when it meets the other one, which has
 * made `other` edits; the point, seen from the front's corner. */
static bool advance(int64_t *at_x, int64_t *at_y, const struct walk *w,
	const struct walk *opposite, int64_t d, int64_t other)
{
	int64_t delta = w->n - w->m;
	int64_t low = d > w->m ? -w->m + ((d - w->m) & 1) : -d;
	int64_t high = d > w->n ? w->n - ((d - w->n) & 1) : d;

	for (int64_t k = low; k <= high; k += 2) {
		int64_t x = step(w, d, k), mirror = delta - k;

		if (x < 0 || mirror < -other || mirror > other ||
			((mirror ^ other) & 1) != 0 || mirror < -w->m ||
			mirror > w->n)
			continue;
		if (opposite->v[mirror] >= 0 &&
			x + opposite->v[mirror] >= w->n) {
			*at_x = x;
			*at_y = x - k;
			return true;
		}
	}
	return false;
}

/* The point of the front that is farthest from its corner. */
static void farthest(
	int64_t *at_x, int64_t *at_y, const struct walk *w, int64_t d)
{
	*at_x = *at_y = 0;
	for (int64_t k = -d; k <= d; k += 2) {
		if (k < -w->m || k > w->n || w->v[k] < 0)
			continue;
		if (2 * w->v[k] - k > *at_x + *at_y) {
			*at_x = w->v[k];
			*at_y = w->v[k] - k;
		}
	}
}

/* The point at which to split a box whose corners do not match. */
static void split(size_t *x, size_t *y, struct search *s, const struct box *box)
{
	struct walk forth = { .s = s,
		.box = box,
		.n = (int64_t)(box->a1 - box->a0),
		.m = (int64_t)(box->b1 - box->b0) };
	struct walk back = forth;
	int64_t at_x = 0, at_y = 0;

	back.back = true;
	forth.v = s->forth + forth.m + 1;
	back.v = s->back + forth.m + 1;
	forth.v[-forth.m - 1] = forth.v[forth.n + 1] = -1;
	back.v[-forth.m - 1] = back.v[forth.n + 1] = -1;
	for (int64_t d = 0;; d++) {
		if (advance(&at_x, &at_y, &forth, &back, d, d - 1))
			break;
		if (advance(&at_x, &at_y, &back, &forth, d, d)) {
			at_x = back.n - at_x;
			at_y = back.m - at_y;
			break;
		}
		if (d == s->cost) {
			farthest(&at_x, &at_y, &forth, d);
			s->coarse = true;
			break;
		}
	}
	*x = box->a0 + (size_t)at_x;
	*y = box->b0 + (size_t)at_y;
}

static void push(struct search *s, size_t a0, size_t a1, size_t b0, size_t b1)
{
	s->stack = mem_grow(s->stack, &s->cap, s->depth + 1, sizeof(*s->stack));
	s->stack[s->depth++] = (struct box){ a0, a1, b0, b1 };
}

/* Takes off what matches at both ends. */
static void trim(const struct search *s, struct box *box)
{
	while (box->a0 < box->a1 && box->b0 < box->b1 &&
		s->a.id[box->a0] == s->b.id[box->b0]) {
		box->a0++;
		box->b0++;
	}
	while (box->a0 < box->a1 && box->b0 < box->b1 &&
		s->a.id[box->a1 - 1] == s->b.id[box->b1 - 1]) {
		box->a1--;
		box->b1--;
	}
}

static void align(struct search *s)
{
	size_t x, y;

	push(s, 0, s->a.n, 0, s->b.n);
	while (s->depth > 0) {
		struct box box = s->stack[--s->depth];

		trim(s, &box);
		if (box.a0 < box.a1 && box.b0 < box.b1) {
			split(&x, &y, s, &box);
			push(s, x, box.a1, y, box.b1);
			push(s, box.a0, x, box.b0, y);
			continue;
		}
		for (size_t i = box.a0; i < box.a1; i++)
			s->changed_a[s->a.piece[i]] = true;
		for (size_t i = box.b0; i < box.b1; i++)
			s->changed_b[s->b.piece[i]] = true;
	}
}

/* --- the script --- */

static void gather(struct diff *d, const struct search *s)
{
	size_t i = 0, j = 0;

	while (i < d->old.n || j < d->new.n) {
		struct diff_run run = { { i, 0 }, { j, 0 } };

		while (i < d->old.n && s->changed_a[i])
			i++;
		while (j < d->new.n && s->changed_b[j])
			j++;
		run.old.n = i - run.old.at;
		run.new.n = j - run.new.at;
		if (run.old.n + run.new.n > 0) {
			d->v = mem_grow(d->v, &d->cap, d->n + 1, sizeof(*d->v));
			d->v[d->n++] = run;
		}
		i += i < d->old.n;
		j += j < d->new.n;
	}
}

static void compare(struct diff *d, int64_t cost)
{
	struct search s = { .cost = cost };

	s.changed_a = mem_new(d->old.n + 1, sizeof(bool));
	s.changed_b = mem_new(d->new.n + 1, sizeof(bool));
	number_both(&s, d);
	s.forth = mem_new(s.a.n + s.b.n + 3, sizeof(*s.forth));
	s.back = mem_new(s.a.n + s.b.n + 3, sizeof(*s.back));
	align(&s);
	gather(d, &s);
	d->coarse = s.coarse;
	free(s.changed_a);
	free(s.changed_b);
	free(s.a.id);
	free(s.a.piece);
	free(s.b.id);
	free(s.b.piece);
	free(s.forth);
	free(s.back);
	free(s.stack);
}

static void split_lines(struct diff_text *out, const char *text, size_t len)
{
	size_t cap = 0;

	out->text = text;
	for (size_t at = 0; at < len;) {
		const char *end = memchr(text + at, '\n', len - at);

		out->at = mem_grow(out->at, &cap, out->n + 2, sizeof(*out->at));
		out->at[out->n++] = at;
		at = end != NULL ? (size_t)(end - text) + 1 : len;
	}
	out->at = mem_grow(out->at, &cap, out->n + 1, sizeof(*out->at));
	out->at[out->n] = len;
}

static void split_words(struct diff_text *out, const char *text, size_t len)
{
	struct words w = { 0 };

	words_split(&w, text, len);
	*out = (struct diff_text){ .text = text, .at = w.v, .n = w.n };
}

void diff_lines(struct diff *out, const char *old, size_t old_len,
	const char *new, size_t new_len)
{
	diff_release(out);
	split_lines(&out->old, old, old_len);
	split_lines(&out->new, new, new_len);
	compare(out, COST);
}

void diff_words(struct diff *out, const char *old, size_t old_len,
	const char *new, size_t new_len)
{
	diff_release(out);
	split_words(&out->old, old, old_len);
	split_words(&out->new, new, new_len);
	compare(out, COST);
}

static void split_numbers(struct diff_text *out, const uint32_t *v, size_t n)
{
	out->text = (const char *)v;
	out->n = n;
	out->at = mem_new(n + 1, sizeof(*out->at));
	for (size_t i = 0; i <= n; i++)
		out->at[i] = i * sizeof(*v);
}

void diff_numbers(struct diff *out, const uint32_t *old, size_t old_n,
	const uint32_t *new, size_t new_n)
{
	diff_release(out);
	split_numbers(&out->old, old, old_n);
	split_numbers(&out->new, new, new_n);
	compare(out, COST_NUMBERS);
}

void diff_release(struct diff *d)
{
	free(d->old.at);
	free(d->new.at);
	free(d->v);
	*d = (struct diff){ 0 };
}

const char *diff_bytes(
	const struct diff_text *t, const struct diff_range *range, size_t *len)
{
	size_t from = t->at[range->at];

	*len = t->at[range->at + range->n] - from;
	return t->text + from;
}

/* Whether a piece of the old text is nothing but white space. */
static bool is_blank(const struct diff_text *t, size_t piece)
{
	for (size_t i = t->at[piece]; i < t->at[piece + 1]; i++)
		if (strchr(" \t\r\n", t->text[i]) == NULL || t->text[i] == '\0')
			return false;
	return true;
}

/* Whether b goes on where a ends but for one blank piece, and both texts
 * have something to say. */
static bool may_join(const struct diff *d, const struct diff_run *a,
	const struct diff_run *b)
{
	size_t end = a->old.at + a->old.n;

	return b->old.at == end + 1 && is_blank(&d->old, end) &&
	       a->old.n + b->old.n > 0 && a->new.n + b->new.n > 0;
}

void diff_join(struct diff *d)
{
	size_t kept = 0;

	for (size_t i = 0; i < d->n; i++) {
		struct diff_run *last = kept > 0 ? &d->v[kept - 1] : NULL;
		const struct diff_run *run = &d->v[i];

		if (last != NULL && may_join(d, last, run)) {
			last->old.n = run->old.at + run->old.n - last->old.at;
			last->new.n = run->new.at + run->new.n - last->new.at;
		} else {
			d->v[kept++] = *run;
		}
	}
	d->n = kept;
}

int diff_apply(struct str *out, const struct diff *d)
{
	struct diff_range kept = { 0, 0 };
	const char *bytes;
	size_t len;

	for (size_t i = 0; i < d->n; i++) {
		kept.n = d->v[i].old.at - kept.at;
		bytes = diff_bytes(&d->old, &kept, &len);
		str_add(out, bytes, len);
		bytes = diff_bytes(&d->new, &d->v[i].new, &len);
		str_add(out, bytes, len);
		kept.at = d->v[i].old.at + d->v[i].old.n;
	}
	kept.n = d->old.n - kept.at;
	bytes = diff_bytes(&d->old, &kept, &len);
	return str_add(out, bytes, len);
}
