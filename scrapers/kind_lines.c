/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything is sorted arrays that are walked side by side: no table that
 * chosen words could fill in one place.
 */
#include "scrapers/kind_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
	LISTED = 3,	   /* lines with an age that make a list of posts */
	LISTED_NEAR = 5,   /* lines of one post */
	LISTED_WORDS = 16, /* words of a line of a post */
	FLIPS = 4,	   /* it came and went, twice */
	FLIPS_SHORT = 2,   /* of a line that says next to nothing */
	SHORT = 3,	   /* words of such a line */
};

/* --- lines --- */

struct key {
	uint64_t hash;
	size_t index;
};

static int compare_keys(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static struct key *sort_lines(const struct kind_text *t)
{
	struct key *keys = mem_new(t->n + 1, sizeof(*keys));

	for (size_t i = 0; i < t->n; i++)
		keys[i] = (struct key){ t->lines[i].hash, i };
	qsort(keys, t->n, sizeof(*keys), compare_keys);
	return keys;
}

static void pick(struct kind_picks *p, size_t index)
{
	p->v = mem_grow(p->v, &p->cap, p->n + 1, sizeof(*p->v));
	p->v[p->n++] = index;
}

static int compare_picks(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

void kind_lines_compare(struct kind_lines *out, const struct kind_text *old,
	const struct kind_text *new)
{
	struct kind_lines d = { .old = old, .new = new };
	struct key *a = sort_lines(old), *b = sort_lines(new);
	size_t i = 0, k = 0;

	while (i < old->n || k < new->n) {
		if (k == new->n || (i < old->n && a[i].hash < b[k].hash)) {
			pick(&d.gone, a[i++].index);
		} else if (i == old->n || b[k].hash < a[i].hash) {
			pick(&d.came, b[k++].index);
		} else {
			i++;
			k++;
		}
	}
	if (d.gone.n > 1)
		qsort(d.gone.v, d.gone.n, sizeof(*d.gone.v), compare_picks);
	if (d.came.n > 1)
		qsort(d.came.v, d.came.n, sizeof(*d.came.v), compare_picks);
	free(a);
	free(b);
	*out = d;
}

void kind_lines_release(struct kind_lines *d)
{
	free(d->gone.v);
	free(d->came.v);
	*d = (struct kind_lines){ 0 };
}

const struct kind_line *kind_lines_first(
	const struct kind_lines *d, const struct kind_picks *picks)
{
	const struct kind_text *t = picks == &d->gone ? d->old : d->new;

	return picks->n > 0 ? &t->lines[picks->v[0]] : NULL;
}

/* --- words --- */

struct hashes {
	uint64_t *v; /* owned */
	size_t n, cap;
};

static void add_hash(uint64_t hash, void *ctx)
{
	struct hashes *h = ctx;

	h->v = mem_grow(h->v, &h->cap, h->n + 1, sizeof(*h->v));
	h->v[h->n++] = hash;
}

static int compare_hashes(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static struct hashes sort_words(
	const struct kind_text *t, const struct kind_picks *picks)
{
	struct hashes h = { 0 };

	for (size_t i = 0; i < picks->n; i++)
		kind_text_each(t, &t->lines[picks->v[i]], add_hash, &h);
	if (h.n > 1)
		qsort(h.v, h.n, sizeof(*h.v), compare_hashes);
	return h;
}

void kind_lines_words(
	const struct kind_lines *d, size_t *removed, size_t *added)
{
	struct hashes a = sort_words(d->old, &d->gone);
	struct hashes b = sort_words(d->new, &d->came);
	size_t i = 0, k = 0, same = 0;

	while (i < a.n && k < b.n) {
		if (a.v[i] == b.v[k])
			same++;
		if (a.v[i] < b.v[k])
			i++;
		else if (b.v[k] < a.v[i])
			k++;
		else {
			i++;
			k++;
		}
	}
	*removed = a.n - same;
	*added = b.n - same;
	free(a.v);
	free(b.v);
}

/* --- posts --- */

static bool is_post(const struct kind_text *t, size_t index)
{
	size_t from = index > LISTED_NEAR ? index - LISTED_NEAR : 0;
	size_t to =
		index + LISTED_NEAR + 1 < t->n ? index + LISTED_NEAR + 1 : t->n;

	if (t->lines[index].count > LISTED_WORDS)
		return false;
	for (size_t i = from; i < to; i++)
		if (t->lines[i].aged)
			return true;
	return false;
}

static bool is_list(const struct kind_text *t, const struct kind_picks *picks)
{
	size_t aged = 0;

	for (size_t i = 0; i < t->n; i++)
		aged += t->lines[i].aged;
	for (size_t i = 0; i < picks->n; i++)
		if (!is_post(t, picks->v[i]))
			return false;
	return aged >= LISTED;
}

bool kind_lines_listing(const struct kind_lines *d)
{
	return is_list(d->old, &d->gone) && is_list(d->new, &d->came);
}

/* --- what came and went --- */

/* Of one distinct line. */
struct flip {
	uint64_t hash;
	size_t last;  /* the text that had it last */
	size_t count; /* how often it came or went until then */
};

struct kind_flips {
	struct flip *v; /* owned, by hash */
	size_t n, memory;
	size_t texts; /* noted */
};

struct kind_flips *kind_flips_new(size_t memory)
{
	struct kind_flips *f = mem_new(1, sizeof(*f));

	f->memory = memory;
	return f;
}

void kind_flips_free(struct kind_flips *f)
{
	if (f == NULL)
		return;
	free(f->v);
	free(f);
}

/* A line of the new text that is known, or not (was NULL). */
static struct flip seen(
	const struct kind_flips *f, const struct flip *was, uint64_t hash)
{
	struct flip now = { hash, f->texts, f->texts > 0 };

	if (was == NULL)
		return now;
	now.count = was->count;
	if (was->last + 1 < f->texts)
		now.count += 2;
	return now;
}

void kind_flips_note(struct kind_flips *f, const struct kind_text *text)
{
	struct key *keys = sort_lines(text);
	struct flip *all = mem_new(f->n + text->n + 1, sizeof(*all));
	size_t i = 0, k = 0, n = 0;

	while (i < f->n || k < text->n) {
		bool known = i < f->n &&
			     (k == text->n || f->v[i].hash <= keys[k].hash);
		bool here = k < text->n &&
			    (i == f->n || keys[k].hash <= f->v[i].hash);

		if (here)
			all[n++] =
				seen(f, known ? &f->v[i] : NULL, keys[k].hash);
		else if (f->v[i].last + f->memory >= f->texts)
			all[n++] = f->v[i];
		i += known;
		for (uint64_t hash = here ? keys[k].hash : 0;
			here && k < text->n && keys[k].hash == hash;)
			k++;
	}
	free(keys);
	free(f->v);
	f->v = all;
	f->n = n;
	f->texts++;
}

/* A clause that was dropped and is back is news; only what does so again and
 * again is not. */
static bool is_flipping(
	const struct kind_flips *f, const struct kind_line *line)
{
	const uint64_t hash = line->hash;
	const size_t least = line->count <= SHORT ? FLIPS_SHORT : FLIPS;
	size_t low = 0, high = f->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (f->v[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low < f->n && f->v[low].hash == hash &&
	       f->v[low].count + (f->v[low].last + 1 < f->texts) >= least;
}

static bool all_flip(const struct kind_flips *f, const struct kind_text *t,
	const struct kind_picks *picks)
{
	for (size_t i = 0; i < picks->n; i++)
		if (!is_flipping(f, &t->lines[picks->v[i]]))
			return false;
	return true;
}

bool kind_lines_flip(const struct kind_lines *d, const struct kind_flips *f)
{
	return d->gone.n + d->came.n > 0 && all_flip(f, d->old, &d->gone) &&
	       all_flip(f, d->new, &d->came);
}
