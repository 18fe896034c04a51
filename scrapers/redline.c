/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/kind_text.h"
#include "scrapers/redline_pair.h"
#include "scrapers/redline_words.h"

/* Walks both texts; what went is told where it stood. */
struct walk {
	struct redline *r;
	const struct pairing *p;
	size_t i; /* old blocks before this one are told, but for moved ones */
};

const char *redline_bytes(
	const struct blocks *b, const struct diff_range *range, size_t *len)
{
	size_t from = range->at < b->n ? b->v[range->at].at : b->len;

	*len = 0;
	if (range->n > 0)
		*len = blocks_end(b, range->at + range->n - 1) - from;
	return b->text + from;
}

const char *redline_shown(
	const struct blocks *b, const struct diff_range *range, size_t *len)
{
	const struct block *first;
	size_t from;

	if (range->n == 0)
		return redline_bytes(b, range, len);
	first = &b->v[range->at];
	/* Blank space at the very start belongs to the first block. */
	for (from = first->at; from < first->from; from++)
		if (memchr(" \t\r\n", b->text[from], 4) == NULL)
			break;
	*len = b->v[range->at + range->n - 1].to - from;
	return b->text + from;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The bytes of white space of any kind that a text begins with. */
static size_t blanks(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len) {
		uint32_t cp;
		size_t step = 1;

		if (!is_blank(p[n])) {
			if ((unsigned char)p[n] < 0x80)
				break;
			step = utf8_decode(&cp, p + n, len - n);
			if (!kind_text_space(cp))
				break;
		}
		n += step;
	}
	return n;
}

/* Whether two texts are the same but for how much blank space stands where
 * both have some. */
static bool same_words(const char *a, size_t n, const char *b, size_t m)
{
	size_t i = 0, k = 0;

	for (;;) {
		size_t x = blanks(a + i, n - i), y = blanks(b + k, m - k);

		if (x > 0 && y > 0) {
			i += x;
			k += y;
		}
		if (i == n || k == m)
			return i == n && k == m;
		if (a[i++] != b[k++])
			return false;
	}
}

static bool same_bytes(const char *a, size_t n, const char *b, size_t m)
{
	return n == m && (n == 0 || memcmp(a, b, n) == 0);
}

static bool same_range(const struct redline *r, const struct diff_range *old,
	const struct diff_range *new)
{
	size_t n, m;
	const char *a = redline_bytes(&r->old, old, &n);
	const char *b = redline_bytes(&r->new, new, &m);

	return same_bytes(a, n, b, m);
}

/* Whether what is shown of a change reads the same. */
static bool reads_same(const struct redline *r, const struct redline_change *c)
{
	size_t n, m;
	const char *a = redline_shown(&r->old, &c->old, &n);
	const char *b = redline_shown(&r->new, &c->new, &m);

	return same_words(a, n, b, m);
}

/* Whether c goes on with the change before it: the same kind, or a section
 * that moved with other space around it. */
static bool goes_on(
	const struct redline_change *last, const struct redline_change *c)
{
	bool still = c->kind == REDLINE_SAME ||
		     (c->moved && c->kind == REDLINE_FORM);

	if (last->moved != c->moved ||
		last->old.at + last->old.n != c->old.at ||
		last->new.at + last->new.n != c->new.at)
		return false;
	if (c->kind == REDLINE_ADDED || c->kind == REDLINE_DELETED)
		return last->kind == c->kind;
	return still && (last->kind == REDLINE_SAME ||
				(c->moved && last->kind == REDLINE_FORM));
}

static void add(struct redline *r, const struct redline_change *c)
{
	struct redline_change *last = r->n > 0 ? &r->v[r->n - 1] : NULL;

	if (last != NULL && goes_on(last, c)) {
		last->old.n += c->old.n;
		last->new.n += c->new.n;
		if (c->kind == REDLINE_FORM)
			last->kind = REDLINE_FORM;
		return;
	}
	r->v = mem_grow(r->v, &r->cap, r->n + 1, sizeof(*r->v));
	r->v[r->n++] = *c;
}

/* Tells the old blocks before `end` that went; j is the place for them. */
static void tell_gone(struct walk *w, size_t end, size_t j)
{
	for (; w->i < end; w->i++) {
		const struct redline_change c = { REDLINE_DELETED, false,
			{ w->i, 1 }, { j, 0 }, false };

		if (w->p->to_new[w->i] == PAIR_NONE)
			add(w->r, &c);
	}
}

/* What went at the place where something came is told first. */
static void tell_replaced(struct walk *w, size_t j)
{
	const struct pairing *p = w->p;
	size_t end = w->i;

	while (end < p->old->n &&
		(p->to_new[end] == PAIR_NONE || p->moved[p->to_new[end]]))
		end++;
	tell_gone(w, end, j);
}

/* The change that new block j belongs to, with all its partners. */
static struct redline_change change_at(const struct walk *w, size_t j)
{
	const struct pairing *p = w->p;
	struct redline_change c = { .new = { j, 1 } };
	const struct diff_range one = { p->to_old[j], 1 };

	c.old = one;
	c.moved = p->moved[j];
	while (c.new.at + c.new.n < p->new->n &&
		p->to_old[c.new.at + c.new.n] == one.at)
		c.new.n++;
	while (c.old.at + c.old.n < p->old->n &&
		p->to_new[c.old.at + c.old.n] == j)
		c.old.n++;
	if (c.new.n > 1)
		c.kind = REDLINE_SPLIT;
	else if (c.old.n > 1)
		c.kind = REDLINE_JOINED;
	else if (p->old_id[one.at] != p->new_id[j])
		c.kind = REDLINE_CHANGED;
	else if (!same_range(w->r, &c.old, &c.new))
		c.kind = REDLINE_FORM;
	return c;
}

void redline_make(struct redline *out, const char *old, size_t old_len,
	const char *new, size_t new_len)
{
	struct pairing p = { 0 };
	struct walk w = { .r = out, .p = &p };
	struct redline_change c;

	redline_release(out);
	blocks_split(&out->old, old, old_len);
	blocks_split(&out->new, new, new_len);
	redline_pair(&p, &out->old, &out->new);
	for (size_t j = 0; j < out->new.n; j += c.new.n) {
		if (p.to_old[j] == PAIR_NONE)
			tell_replaced(&w, j);
		c = (struct redline_change){ REDLINE_ADDED, false, { w.i, 0 },
			{ j, 1 }, false };
		if (p.to_old[j] != PAIR_NONE)
			c = change_at(&w, j);
		if (c.old.n > 0 && !c.moved) {
			tell_gone(&w, c.old.at, j);
			w.i = c.old.at + c.old.n;
		}
		add(out, &c);
	}
	tell_gone(&w, out->old.n, out->new.n);
	redline_pair_release(&p);
}

void redline_release(struct redline *r)
{
	blocks_release(&r->old);
	blocks_release(&r->new);
	free(r->v);
	*r = (struct redline){ 0 };
}

bool redline_visible(const struct redline *r, const struct redline_change *c)
{
	if (c->hidden)
		return false;
	if (c->moved)
		return true;
	if (c->kind == REDLINE_FORM || c->kind == REDLINE_CHANGED)
		return !reads_same(r, c);
	return c->kind != REDLINE_SAME;
}

void redline_words(struct diff *out, const struct redline *r,
	const struct redline_change *c)
{
	size_t n, m;
	const char *old = redline_shown(&r->old, &c->old, &n);
	const char *new = redline_shown(&r->new, &c->new, &m);

	redline_mark(out, old, n, new, m);
}

bool redline_is_space(const struct diff *d, const struct diff_run *run)
{
	size_t n, m;
	const char *old = diff_bytes(&d->old, &run->old, &n);
	const char *new = diff_bytes(&d->new, &run->new, &m);
	const struct diff_text *t = n == 0 ? &d->new : &d->old;
	const char *bytes = n == 0 ? new : old, *end = bytes + (n == 0 ? m : n);

	if (blanks(old, n) < n || blanks(new, m) < m)
		return false;
	return (n > 0 && m > 0) || bytes == t->text ||
	       end == t->text + t->at[t->n] || is_blank(bytes[-1]) ||
	       is_blank(*end);
}

void redline_path(struct str *out, const struct redline *r,
	const struct redline_change *c)
{
	if (c->new.n > 0)
		blocks_path(out, &r->new, c->new.at);
	else if (c->old.n > 0)
		blocks_path(out, &r->old, c->old.at);
}

int redline_apply(struct str *out, const struct redline *r)
{
	struct diff words = { 0 };

	for (size_t i = 0; i < r->n; i++) {
		const struct redline_change *c = &r->v[i];
		size_t n, m;
		const char *old = redline_bytes(&r->old, &c->old, &n);
		const char *new = redline_bytes(&r->new, &c->new, &m);

		if (c->new.n == 0)
			continue;
		if (c->kind == REDLINE_SAME) {
			str_add(out, old, n);
		} else if (c->kind == REDLINE_ADDED) {
			str_add(out, new, m);
		} else {
			redline_mark(&words, old, n, new, m);
			diff_apply(out, &words);
		}
	}
	diff_release(&words);
	return str_check(out, _("the text"));
}
