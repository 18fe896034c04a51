/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In this order, each step among what the ones before left over:
 *
 * 1. Blocks whose content stands once in each text are anchors; of these the
 *    heaviest sequence that is in order in both texts stays in place (weight:
 *    bytes, so that the short thing is what moved).
 * 2. Between two anchors: repeated blocks, by Myers (scrapers/diff).
 * 3. Blocks of equal content elsewhere moved; a run of them goes together.
 * 4. Between two pairs: blocks of the same letters that stand once there;
 *    then blocks that share words. A small box is aligned by dynamic
 *    programming; in a large one each block looks for its partner by
 *    its rare words, and the heaviest sequence in order stays.
 * 5. Blocks that share most rare words with one elsewhere moved and changed.
 * 6. A leftover next to a changed block whose words it has: split, or join.
 */
#include "scrapers/redline_pair.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "scrapers/diff.h"
#include "scrapers/intern.h"
#include "scrapers/redline_bag.h"

enum {
	MOVE_BYTES = 24,   /* a shorter block alone does not move */
	BOX_CELLS = 4096,  /* of a box that is aligned cell by cell */
	NEAR = 40,	   /* percent of shared words to be the same block */
	MOVED_NEAR = 60,   /* the same, elsewhere */
	PART_OF = 60,	   /* percent of a part's words in the whole */
	BLOCK_WEIGHT = 16, /* what a block weighs besides its bytes */
};

/* A pair that may stay, and what it weighs. */
struct link {
	size_t i, j;
	uint64_t weight;
};

struct links {
	struct link *v;
	size_t n, cap;
};

/* Blocks that lie between two pairs in place. */
struct box {
	size_t a0, a1, b0, b1;
};

static size_t length(const struct blocks *b, size_t i)
{
	return b->v[i].to - b->v[i].from;
}

/* --- equal content, equal number --- */

static uint32_t *name_all(struct intern *t, const struct blocks *b)
{
	uint32_t *id = mem_new(b->n + 1, sizeof(*id));

	for (size_t i = 0; i < b->n; i++)
		id[i] = intern_id(t, b->text + b->v[i].from, length(b, i));
	return id;
}

/* The last number given. */
static uint32_t number(struct pairing *p)
{
	struct intern t = { 0 };
	uint32_t last;

	p->old_id = name_all(&t, p->old);
	p->new_id = name_all(&t, p->new);
	last = t.n;
	intern_release(&t);
	return last;
}

static void join(struct pairing *p, size_t i, size_t j, bool moved)
{
	p->to_new[i] = j;
	p->to_old[j] = i;
	p->moved[j] = moved;
}

/* Where each number stands among the blocks without partner: its place when
 * it stands once, else PAIR_NONE. */
static size_t *once(
	const uint32_t *id, const size_t *partner, size_t n, uint32_t ids)
{
	size_t *place = mem_new((size_t)ids + 1, sizeof(*place));
	unsigned char *seen = mem_new((size_t)ids + 1, 1);

	for (size_t i = 0; i <= ids; i++)
		place[i] = PAIR_NONE;
	for (size_t i = 0; i < n; i++) {
		if (partner[i] != PAIR_NONE)
			continue;
		place[id[i]] = seen[id[i]] ? PAIR_NONE : i;
		seen[id[i]] = 1;
	}
	free(seen);
	return place;
}

/* --- the heaviest sequence --- */

static void add_link(struct links *l, size_t i, size_t j, uint64_t weight)
{
	l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof(*l->v));
	l->v[l->n++] = (struct link){ i, j, weight };
}

/* Heaviest sum that ends below j, and the link that ends it; a Fenwick tree
 * of maxima over j. */
struct peak {
	uint64_t sum;
	size_t link; /* 1 + index; 0: none */
};

static struct peak peak_below(const struct peak *tree, size_t j)
{
	struct peak best = { 0, 0 };

	for (; j > 0; j &= j - 1)
		if (tree[j].sum > best.sum)
			best = tree[j];
	return best;
}

static void raise(struct peak *tree, size_t n, size_t j, struct peak peak)
{
	for (j++; j <= n; j += j & (~j + 1))
		if (peak.sum > tree[j].sum)
			tree[j] = peak;
}

/* Joins the heaviest sequence of links in which both sides rise. The links
 * come in order of i, each i once; j lies in [b0, b0 + n). */
static void join_heaviest(
	struct pairing *p, const struct links *l, size_t b0, size_t n)
{
	struct peak *tree = mem_new(n + 2, sizeof(*tree)), best;
	size_t *before = mem_new(l->n + 1, sizeof(*before));

	for (size_t k = 0; k < l->n; k++) {
		best = peak_below(tree, l->v[k].j - b0);
		before[k] = best.link;
		raise(tree, n, l->v[k].j - b0,
			(struct peak){ best.sum + l->v[k].weight, k + 1 });
	}
	best = peak_below(tree, n);
	for (size_t k = best.link; k > 0; k = before[k - 1])
		join(p, l->v[k - 1].i, l->v[k - 1].j, false);
	free(tree);
	free(before);
}

static void pair_anchors(struct pairing *p, uint32_t ids)
{
	size_t *old = once(p->old_id, p->to_new, p->old->n, ids);
	size_t *new = once(p->new_id, p->to_old, p->new->n, ids);
	struct links l = { 0 };

	for (size_t i = 0; i < p->old->n; i++) {
		uint32_t id = p->old_id[i];

		if (old[id] == i && new[id] != PAIR_NONE)
			add_link(&l, i, new[id],
				BLOCK_WEIGHT + length(p->old, i));
	}
	join_heaviest(p, &l, 0, p->new->n);
	free(l.v);
	free(old);
	free(new);
}

/* --- boxes between pairs in place --- */

/* The next box behind the last one; false when there is none. Starts from
 * a zeroed box. */
static bool next_box(struct box *box, const struct pairing *p)
{
	size_t a = box->a1, b = box->b1;

	for (;;) {
		box->a0 = a;
		box->b0 = b;
		while (a < p->old->n &&
			(p->to_new[a] == PAIR_NONE || p->moved[p->to_new[a]]))
			a++;
		while (b < p->new->n &&
			(p->to_old[b] == PAIR_NONE || p->moved[b]))
			b++;
		box->a1 = a;
		box->b1 = b;
		if (box->a1 > box->a0 && box->b1 > box->b0)
			return true;
		if (a == p->old->n || b == p->new->n)
			return false;
		a++;
		b++;
	}
}

static void pair_repeated(struct pairing *p)
{
	struct box box = { 0 };

	while (next_box(&box, p)) {
		struct diff d = { 0 };
		size_t i = 0, j = 0;

		diff_numbers(&d, p->old_id + box.a0, box.a1 - box.a0,
			p->new_id + box.b0, box.b1 - box.b0);
		for (size_t k = 0; k <= d.n; k++) {
			size_t end = k < d.n ? d.v[k].old.at : d.old.n;

			while (i < end)
				join(p, box.a0 + i++, box.b0 + j++, false);
			if (k < d.n) {
				i += d.v[k].old.n;
				j += d.v[k].new.n;
			}
		}
		diff_release(&d);
	}
}

/* --- moves --- */

/* Joins the equal blocks around a moved pair, too. */
static void grow_move(struct pairing *p, size_t i, size_t j)
{
	for (size_t a = i + 1, b = j + 1;
		a < p->old->n && b < p->new->n &&
		p->old_id[a] == p->new_id[b] && p->to_new[a] == PAIR_NONE &&
		p->to_old[b] == PAIR_NONE;
		a++, b++)
		join(p, a, b, true);
	for (size_t a = i, b = j;
		a > 0 && b > 0 && p->old_id[a - 1] == p->new_id[b - 1] &&
		p->to_new[a - 1] == PAIR_NONE && p->to_old[b - 1] == PAIR_NONE;
		a--, b--)
		join(p, a - 1, b - 1, true);
}

static void pair_moves(struct pairing *p, uint32_t ids)
{
	size_t *old = once(p->old_id, p->to_new, p->old->n, ids);
	size_t *new = once(p->new_id, p->to_old, p->new->n, ids);

	for (size_t i = 0; i < p->old->n; i++) {
		size_t j = new[p->old_id[i]];

		if (old[p->old_id[i]] != i || j == PAIR_NONE ||
			p->to_new[i] != PAIR_NONE ||
			p->to_old[j] != PAIR_NONE ||
			length(p->old, i) < MOVE_BYTES)
			continue;
		join(p, i, j, true);
		grow_move(p, i, j);
	}
	free(old);
	free(new);
}

/* --- blocks that share words --- */

/* Both texts' leftovers as bags of words. */
struct words_of {
	struct redline_bags old, new;
};

/* --- the same letters --- */

/* Where blocks of the same letters stand in a box of one text. */
struct standing {
	size_t box, at, n;
};

/* Numbers of the leftovers by their letters; 0 for a block without words. */
static uint32_t *name_letters(struct intern *t, const struct redline_bags *b)
{
	uint32_t *id = mem_new(b->blocks + 1, sizeof(*id));

	for (size_t i = 0; i < b->blocks; i++)
		if (b->letters[i].len > 0)
			id[i] = intern_id(t, b->text + b->letters[i].at,
				b->letters[i].len);
	return id;
}

static void note(struct standing *v, const uint32_t *id, size_t from, size_t to,
	size_t box)
{
	for (size_t i = from; i < to; i++) {
		struct standing *s = &v[id[i]];

		if (s->box != box)
			*s = (struct standing){ .box = box };
		s->at = i;
		s->n++;
	}
}

static void link_letters(struct links *l, const struct pairing *p,
	const struct box *box, const uint32_t *id, const struct standing *old,
	const struct standing *new)
{
	for (size_t i = box->a0; i < box->a1; i++) {
		const struct standing *a = &old[id[i]], *b = &new[id[i]];

		if (id[i] != 0 && a->n == 1 && b->n == 1 && b->box == a->box)
			add_link(l, i, b->at, BLOCK_WEIGHT + length(p->old, i));
	}
}

static void pair_letters(struct pairing *p, const struct words_of *w)
{
	struct intern t = { 0 };
	uint32_t *a = name_letters(&t, &w->old);
	uint32_t *b = name_letters(&t, &w->new);
	struct standing *old = mem_new((size_t)t.n + 1, sizeof(*old));
	struct standing *new = mem_new((size_t)t.n + 1, sizeof(*new));
	struct box box = { 0 };

	for (size_t n = 1; next_box(&box, p); n++) {
		struct links l = { 0 };

		note(old, a, box.a0, box.a1, n);
		note(new, b, box.b0, box.b1, n);
		link_letters(&l, p, &box, a, old, new);
		join_heaviest(p, &l, box.b0, box.b1 - box.b0);
		free(l.v);
	}
	free(a);
	free(b);
	free(old);
	free(new);
	intern_release(&t);
}

static uint64_t worth(const struct words_of *w, size_t i, size_t j)
{
	size_t common = redline_bag_common(&w->old, i, &w->new, j);
	size_t all = w->old.v[i].n + w->new.v[j].n;

	return 200 * common >= NEAR * all ? common : 0;
}

/* Heaviest alignment of a small box: best[a][b] for what lies behind. */
static void pair_small(
	struct pairing *p, const struct words_of *w, const struct box *box)
{
	size_t n = box->a1 - box->a0, m = box->b1 - box->b0, a = 0, b = 0;
	size_t wide = m + 1;
	uint64_t *best = mem_new((n + 1) * wide, sizeof(*best));
	uint64_t *gain = mem_new(n * m + 1, sizeof(*gain));

	for (a = n; a-- > 0;) {
		for (b = m; b-- > 0;) {
			size_t i = box->a0 + a, j = box->b0 + b;
			uint64_t x = best[(a + 1) * wide + b];
			uint64_t y = best[a * wide + b + 1], z;

			if (p->to_new[i] == PAIR_NONE &&
				p->to_old[j] == PAIR_NONE)
				gain[a * m + b] = worth(w, i, j);
			z = gain[a * m + b] + best[(a + 1) * wide + b + 1];
			x = x > y ? x : y;
			best[a * wide + b] = x > z ? x : z;
		}
	}
	for (a = b = 0; a < n && b < m;) {
		if (gain[a * m + b] > 0 &&
			best[a * wide + b] ==
				gain[a * m + b] + best[(a + 1) * wide + b + 1])
			join(p, box->a0 + a++, box->b0 + b++, false);
		else if (best[a * wide + b] == best[(a + 1) * wide + b])
			a++;
		else
			b++;
	}
	free(best);
	free(gain);
}

/* The block that the rare words of block i name in [from, to); of equals the
 * one nearest to where the block before i went. */
static bool find_near(size_t *j, const struct pairing *p,
	const struct words_of *w, struct redline_index *index, size_t i,
	size_t from, size_t to)
{
	struct redline_place place = { from, to, from };

	if (i > 0 && p->to_new[i - 1] != PAIR_NONE)
		place.near = p->to_new[i - 1] + 1;
	return redline_index_find(j, index, &w->old, i, &place, p->to_old);
}

/* The partners that the rare words name, inside a box. */
static void pair_large(struct pairing *p, const struct words_of *w,
	const struct box *box, struct redline_index *index)
{
	struct links l = { 0 };

	for (size_t i = box->a0; i < box->a1; i++) {
		size_t j;
		uint64_t gain;

		if (p->to_new[i] != PAIR_NONE ||
			!find_near(&j, p, w, index, i, box->b0, box->b1))
			continue;
		gain = worth(w, i, j);
		if (gain > 0)
			add_link(&l, i, j, gain);
	}
	join_heaviest(p, &l, box->b0, box->b1 - box->b0);
	free(l.v);
}

static void pair_similar(struct pairing *p, const struct words_of *w,
	struct redline_index *index)
{
	struct box box = { 0 };

	while (next_box(&box, p)) {
		if ((box.a1 - box.a0) <= BOX_CELLS / (box.b1 - box.b0))
			pair_small(p, w, &box);
		else
			pair_large(p, w, &box, index);
	}
}

static void pair_moved_similar(struct pairing *p, const struct words_of *w,
	struct redline_index *index)
{
	for (size_t i = 0; i < p->old->n; i++) {
		size_t j, all, common;

		if (p->to_new[i] != PAIR_NONE ||
			length(p->old, i) < 2 * MOVE_BYTES ||
			!find_near(&j, p, w, index, i, 0, p->new->n))
			continue;
		common = redline_bag_common(&w->old, i, &w->new, j);
		all = w->old.v[i].n + w->new.v[j].n;
		if (200 * common >= MOVED_NEAR * all)
			join(p, i, j, true);
	}
}

/* What is in order after all did not move. */
static void settle(struct pairing *p)
{
	struct box box = { 0 };

	while (next_box(&box, p)) {
		struct links l = { 0 };

		for (size_t i = box.a0; i < box.a1; i++)
			if (p->to_new[i] != PAIR_NONE &&
				p->to_new[i] >= box.b0 && p->to_new[i] < box.b1)
				add_link(&l, i, p->to_new[i],
					BLOCK_WEIGHT + length(p->old, i));
		if (l.n > 0)
			join_heaviest(p, &l, box.b0, box.b1 - box.b0);
		free(l.v);
	}
}

/* --- splits and joins --- */

/* Whether most words of the part stand in the whole, and the whole is long
 * enough for it beside what it has already. */
static bool is_part(const struct redline_bags *whole, size_t i,
	const struct redline_bags *part, size_t j, size_t taken)
{
	size_t n = part->v[j].n;

	return n > 1 && 10 * (taken + n) <= 12 * whole->v[i].n &&
	       100 * redline_bag_common(whole, i, part, j) >= PART_OF * n;
}

/* One side of a pairing, so that a join is a split seen from the new text. */
struct side {
	const struct redline_bags *whole, *part;
	const uint32_t *whole_id, *part_id;
	size_t *to_part, *to_whole, wholes, parts;
};

/* Whether whole i has one partner and may have more. */
static bool may_split(const struct side *s, size_t i)
{
	size_t j = s->to_part[i];

	return j != PAIR_NONE && s->to_whole[j] == i &&
	       s->whole_id[i] != s->part_id[j] &&
	       (i == 0 || s->to_part[i - 1] != j) &&
	       (i + 1 == s->wholes || s->to_part[i + 1] != j);
}

static void grow_parts(const struct side *s)
{
	for (size_t i = 0; i < s->wholes; i++) {
		size_t first = s->to_part[i], last = first, taken;

		if (!may_split(s, i))
			continue;
		taken = s->part->v[first].n;
		while (last + 1 < s->parts &&
			s->to_whole[last + 1] == PAIR_NONE &&
			is_part(s->whole, i, s->part, last + 1, taken)) {
			taken += s->part->v[++last].n;
			s->to_whole[last] = i;
		}
		while (first > 0 && s->to_whole[first - 1] == PAIR_NONE &&
			is_part(s->whole, i, s->part, first - 1, taken)) {
			taken += s->part->v[--first].n;
			s->to_whole[first] = i;
		}
		s->to_part[i] = first;
	}
}

/* New parts of a moved block moved with it. */
static void spread_moved(struct pairing *p)
{
	for (size_t j = 0; j < p->new->n; j++)
		if (p->to_old[j] != PAIR_NONE &&
			p->moved[p->to_new[p->to_old[j]]])
			p->moved[j] = true;
	for (size_t j = p->new->n; j-- > 0;)
		if (j + 1 < p->new->n && p->to_old[j] != PAIR_NONE &&
			p->to_old[j] == p->to_old[j + 1] && p->moved[j + 1])
			p->moved[j] = true;
}

static void pair_parts(struct pairing *p, const struct words_of *w)
{
	const struct side split = { &w->old, &w->new, p->old_id, p->new_id,
		p->to_new, p->to_old, p->old->n, p->new->n };
	const struct side joined = { &w->new, &w->old, p->new_id, p->old_id,
		p->to_old, p->to_new, p->new->n, p->old->n };

	grow_parts(&split);
	grow_parts(&joined);
	spread_moved(p);
}

void redline_pair(
	struct pairing *out, const struct blocks *old, const struct blocks *new)
{
	struct pairing p = { .old = old, .new = new };
	struct words_of w = { 0 };
	struct redline_index index = { 0 };
	struct intern words = { 0 };
	uint32_t ids;

	p.to_new = mem_new(old->n + 1, sizeof(*p.to_new));
	p.to_old = mem_new(new->n + 1, sizeof(*p.to_old));
	p.moved = mem_new(new->n + 1, sizeof(*p.moved));
	for (size_t i = 0; i < old->n; i++)
		p.to_new[i] = PAIR_NONE;
	for (size_t j = 0; j < new->n; j++)
		p.to_old[j] = PAIR_NONE;
	ids = number(&p);
	pair_anchors(&p, ids);
	pair_repeated(&p);
	pair_moves(&p, ids);
	redline_bags_make(&w.old, old, p.to_new, &words);
	redline_bags_make(&w.new, new, p.to_old, &words);
	redline_index_make(&index, &w.new, words.n);
	pair_letters(&p, &w);
	pair_similar(&p, &w, &index);
	pair_moved_similar(&p, &w, &index);
	settle(&p);
	pair_parts(&p, &w);
	redline_index_release(&index);
	intern_release(&words);
	redline_bags_release(&w.old);
	redline_bags_release(&w.new);
	*out = p;
}

void redline_pair_release(struct pairing *p)
{
	free(p->to_new);
	free(p->to_old);
	free(p->moved);
	free(p->old_id);
	free(p->new_id);
	*p = (struct pairing){ 0 };
}
