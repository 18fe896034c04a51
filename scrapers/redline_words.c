/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What both texts begin and end with is set aside, up to a space; the words
 * between are aligned (scrapers/diff). Then, as an editor reads it:
 *
 * - a run of words that came or went slides to where a sentence or a word
 *   begins, when it reads the same there;
 * - few equal words, or some without a blank, between two replaced stretches
 *   are swallowed, the stretches become one, unless one of them is where a
 *   link leads;
 * - where little stays, all is replaced.
 */
#include "scrapers/redline_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/mdlink.h"

enum {
	SWALLOW = 3,   /* equal words between two changes that go along */
	NEAR = 12,     /* equal pieces there at most */
	SLIDE = 64,    /* pieces a run slides at most */
	KEEP = 20,     /* percent of the words that must stay for marks */
	KEEP_FROM = 8, /* words, of the shorter text, for KEEP to count */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static bool is_word(const struct diff_text *t, size_t piece)
{
	const char *p = t->text + t->at[piece];
	unsigned char c;

	if (t->at[piece + 1] == t->at[piece])
		return false;
	c = (unsigned char)*p;
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c >= 0xC3;
}

static size_t words_in(const struct diff_text *t, const struct diff_range *r)
{
	size_t n = 0;

	for (size_t i = r->at; i < r->at + r->n; i++)
		n += is_word(t, i);
	return n;
}

/* --- alignment --- */

/* What both begin with, up to behind a blank; and end with, from a blank. */
static void trim(size_t *head, size_t *tail, const char *a, size_t n,
	const char *b, size_t m)
{
	size_t least = n < m ? n : m, p = 0, s = 0;

	while (p < least && a[p] == b[p])
		p++;
	if (p < n || p < m)
		while (p > 0 && !is_blank(a[p - 1]))
			p--;
	while (s < least - p && a[n - 1 - s] == b[m - 1 - s])
		s++;
	while (s > 0 && !is_blank(a[n - s]))
		s--;
	*head = p;
	*tail = s;
}

/* One piece for a stretch, or none when it is empty. */
static void whole(struct diff_text *t, const char *text, size_t len)
{
	t->text = text;
	t->n = len > 0;
	t->at = mem_new(2, sizeof(*t->at));
	t->at[t->n] = len;
}

static void replace(struct diff *out, const char *old, size_t old_len,
	const char *new, size_t new_len)
{
	diff_release(out);
	whole(&out->old, old, old_len);
	whole(&out->new, new, new_len);
	if (old_len + new_len == 0)
		return;
	out->v = mem_grow(out->v, &out->cap, 1, sizeof(*out->v));
	out->v[out->n++] =
		(struct diff_run){ { 0, out->old.n }, { 0, out->new.n } };
}

/* Puts what was set aside back, as a piece at either end. */
static void widen(
	struct diff_text *t, const char *text, size_t head, size_t len)
{
	size_t *at = mem_new(t->n + 3, sizeof(*at));

	for (size_t i = 0; i <= t->n; i++)
		at[i + 1] = t->at[i] + head;
	at[t->n + 2] = len;
	free(t->at);
	*t = (struct diff_text){ text, at, t->n + 2 };
}

/* --- sliding --- */

/* One text with a run that stands in it alone. */
struct slide {
	const struct diff_text *t;
	size_t at, n;
};

static bool same_piece(const struct diff_text *t, size_t i, size_t j)
{
	size_t n = t->at[i + 1] - t->at[i];

	return n == t->at[j + 1] - t->at[j] &&
	       memcmp(t->text + t->at[i], t->text + t->at[j], n) == 0;
}

/* How well a run reads that begins there. */
static int beauty(const struct diff_text *t, size_t at)
{
	size_t p = t->at[at];

	if (p == 0 || t->text[p - 1] == '\n')
		return 3;
	if (!is_blank(t->text[p - 1]))
		return is_word(t, at) ? 0 : 1;
	while (p > 0 && is_blank(t->text[p - 1]))
		p--;
	return p == 0 || strchr(".!?", t->text[p - 1]) != NULL ? 3 : 2;
}

/* How far to slide between the bounds, to the best place; the last of equals.
 */
static long best_slide(const struct slide *s, size_t low, size_t high)
{
	size_t left = 0, right = 0;
	long best = 0;
	int most = beauty(s->t, s->at);

	while (left < SLIDE && s->at - left > low &&
		same_piece(s->t, s->at - left - 1, s->at - left + s->n - 1))
		left++;
	while (right < SLIDE && s->at + right + s->n < high &&
		same_piece(s->t, s->at + right, s->at + right + s->n))
		right++;
	for (long k = -(long)left; k <= (long)right; k++) {
		int here = beauty(s->t, (size_t)((long)s->at + k));

		if (here > most) {
			most = here;
			best = k;
		}
	}
	return best;
}

static void slide(struct diff *d)
{
	for (size_t i = 0; i < d->n; i++) {
		struct diff_run *r = &d->v[i];
		bool added = r->old.n == 0;
		struct slide s = { added ? &d->new : &d->old,
			added ? r->new.at : r->old.at,
			added ? r->new.n : r->old.n };
		const struct diff_run *last = i > 0 ? r - 1 : NULL;
		const struct diff_run *next = i + 1 < d->n ? r + 1 : NULL;
		size_t low = 0, high = s.t->n;
		long k;

		if (r->old.n > 0 && r->new.n > 0)
			continue;
		if (last != NULL)
			low = 1 + (added ? last->new.at + last->new.n
					 : last->old.at + last->old.n);
		if (next != NULL)
			high = (added ? next->new.at : next->old.at) - 1;
		k = best_slide(&s, low, high);
		r->old.at = (size_t)((long)r->old.at + k);
		r->new.at = (size_t)((long)r->new.at + k);
	}
}

/* --- swallowing --- */

static size_t most_words(const struct diff *d, const struct diff_run *r)
{
	size_t old = words_in(&d->old, &r->old);
	size_t new = words_in(&d->new, &r->new);

	return old > new ? old : new;
}

static bool has_blank(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (is_blank(bytes[i]))
			return true;
	return false;
}

/* Whether one of two pieces lies in a link's target and the other elsewhere. */
static bool leaves_target(const struct diff_text *t, size_t a, size_t b)
{
	size_t from, other, len = t->at[t->n];

	mdlink_around(&from, t->text, len, t->at[a]);
	mdlink_around(&other, t->text, len, t->at[b]);
	return from != other;
}

/* Whether the equal pieces between two runs are too few to stand. */
static bool swallows(const struct diff *d, const struct diff_run *a,
	const struct diff_run *b)
{
	struct diff_range gap = { a->old.at + a->old.n, 0 };
	const char *bytes;
	size_t words, len, x, y;

	gap.n = b->old.at - gap.at;
	if (a->old.n + b->old.n == 0 || a->new.n + b->new.n == 0 ||
		gap.n > NEAR)
		return false;
	bytes = diff_bytes(&d->old, &gap, &len);
	if (memchr(bytes, '\n', len) != NULL ||
		leaves_target(&d->old, a->old.at, b->old.at))
		return false;
	words = words_in(&d->old, &gap);
	if (words == 0 || !has_blank(bytes, len))
		return true;
	x = most_words(d, a);
	y = most_words(d, b);
	return words <= SWALLOW && words <= x && words <= y;
}

static void swallow(struct diff *d)
{
	size_t kept = 0;

	for (size_t i = 0; i < d->n; i++) {
		d->v[kept++] = d->v[i];
		while (kept > 1 &&
			swallows(d, &d->v[kept - 2], &d->v[kept - 1])) {
			struct diff_run *a = &d->v[kept - 2];
			const struct diff_run *b = &d->v[kept - 1];

			a->old.n = b->old.at + b->old.n - a->old.at;
			a->new.n = b->new.at + b->new.n - a->new.at;
			kept--;
		}
	}
	d->n = kept;
}

/* Whether so few words stay that marks would be confetti. */
static bool is_other(const struct diff *d)
{
	const struct diff_range old = { 0, d->old.n }, new = { 0, d->new.n };
	size_t n = words_in(&d->old, &old), m = words_in(&d->new, &new);
	size_t kept = n, least = n < m ? n : m;

	for (size_t i = 0; i < d->n; i++)
		kept -= words_in(&d->old, &d->v[i].old);
	return d->n > 1 && least >= KEEP_FROM && 100 * kept < KEEP * least;
}

void redline_mark(struct diff *out, const char *old, size_t old_len,
	const char *new, size_t new_len)
{
	size_t head, tail, n, m;
	bool coarse;

	if (old_len == 0 || new_len == 0) {
		replace(out, old, old_len, new, new_len);
		return;
	}
	trim(&head, &tail, old, old_len, new, new_len);
	n = old_len - head - tail;
	m = new_len - head - tail;
	coarse = n + m > REDLINE_MARK_BYTES ||
		 !utf8_valid(old + head, n, NULL) ||
		 !utf8_valid(new + head, m, NULL);
	if (coarse)
		replace(out, old + head, n, new + head, m);
	else
		diff_words(out, old + head, n, new + head, m);
	coarse = (coarse && n > 0 && m > 0) || out->coarse;
	widen(&out->old, old, head, old_len);
	widen(&out->new, new, head, new_len);
	for (size_t i = 0; i < out->n; i++) {
		out->v[i].old.at++;
		out->v[i].new.at++;
	}
	slide(out);
	swallow(out);
	if (is_other(out)) {
		replace(out, old, old_len, new, new_len);
		coarse = true;
	}
	out->coarse = coarse;
}
