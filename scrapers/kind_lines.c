/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines are sorted arrays that are walked side by side; words are counted in
 * a table.
 */
#include "scrapers/kind_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "scrapers/intern.h"

enum {
	LISTED = 3,	   /* lines with an age that make a list of posts */
	LISTED_NEAR = 5,   /* lines of one post */
	LISTED_WORDS = 16, /* words of a line of a post */
	FLIPS = 4,	   /* it came and went, twice */
	FLIPS_SHORT = 2,   /* of a line that says next to nothing */
	SHORT = 3,	   /* words of such a line */
};

/* --- lines --- */

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
	const struct kind_key *a = old->keys, *b = new->keys;
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

/* How many more times the lines that went have each word than those that
 * came. Hashes begin at a random seed, so that nobody can choose them to fill
 * the table in one place. */
struct balance {
	struct tally {
		uint64_t hash;
		int64_t n;
		bool used;
	} * v;	     /* owned */
	size_t size; /* a power of two */
	int64_t step;
};

static void weigh(uint64_t hash, void *ctx)
{
	struct balance *b = ctx;
	size_t i = hash & (b->size - 1);

	while (b->v[i].used && b->v[i].hash != hash)
		i = (i + 1) & (b->size - 1);
	b->v[i].hash = hash;
	b->v[i].used = true;
	b->v[i].n += b->step;
}

static size_t count_words(
	const struct kind_text *t, const struct kind_picks *picks)
{
	size_t n = 0;

	for (size_t i = 0; i < picks->n; i++)
		n += t->lines[picks->v[i]].count;
	return n;
}

static void weigh_lines(struct balance *b, const struct kind_text *t,
	const struct kind_picks *picks, uint64_t seed)
{
	for (size_t i = 0; i < picks->n; i++)
		kind_text_each(t, &t->lines[picks->v[i]], seed, weigh, b);
}

void kind_lines_words(
	const struct kind_lines *d, size_t *removed, size_t *added)
{
	size_t n =
		count_words(d->old, &d->gone) + count_words(d->new, &d->came);
	struct balance b = { .size = 16 };
	uint64_t seed = n > 0 ? intern_seed() : 0;

	while (b.size < 2 * n)
		b.size *= 2;
	b.v = mem_new(b.size, sizeof(*b.v));
	b.step = 1;
	weigh_lines(&b, d->old, &d->gone, seed);
	b.step = -1;
	weigh_lines(&b, d->new, &d->came, seed);
	*removed = *added = 0;
	for (size_t i = 0; i < b.size; i++) {
		if (b.v[i].n > 0)
			*removed += (size_t)b.v[i].n;
		else
			*added += (size_t)-b.v[i].n;
	}
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
	const struct kind_key *keys = text->keys;
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
