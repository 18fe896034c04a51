/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * First, which: versions newest first lead to terms that changed lately; the
 * spans of each, once, go into a list. Each time it has twice the limit it is
 * sorted and cut, so that each change costs the logarithm of the limit. When
 * it is full of what is newer than the next version, nothing can enter any
 * more. Then, one after the other, what the changes say.
 */
#include "scrapers/feed.h"

#include <stdlib.h>
#include <string.h>

#include "archive/recent.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/self.h"
#include "scrapers/atom.h"
#include "scrapers/kinds.h"

enum { PAGE = 1000 };

/* Terms that were looked at, with the spans that picks point into. */
struct looked {
	char *key, *service, *terms; /* owned */
	struct version_spans spans;
	size_t picks; /* that are still in the list */
};

/* One change that may be told. */
struct pick {
	struct looked *of; /* borrowed */
	int64_t seen_ns;
	size_t index;	  /* of its span */
	struct kind kind; /* owned */
};

struct gathering {
	struct store *store;
	const struct feed_options *o;
	struct pick *v; /* owned; the first `sorted` are newest first */
	size_t n, sorted, cap, limit;
	struct looked **looked; /* owned: sorted by key */
	size_t n_looked, cap_looked;
	bool left; /* something was cut off, or not looked at */
};

/* Newest first; then by name and number, so that the order is one. */
static int order(const void *x, const void *y)
{
	const struct pick *a = x, *b = y;
	int c;

	if (a->seen_ns != b->seen_ns)
		return a->seen_ns > b->seen_ns ? -1 : 1;
	c = strcmp(a->of->service, b->of->service);
	if (c == 0)
		c = strcmp(a->of->terms, b->of->terms);
	if (c != 0)
		return c;
	return (a->index < b->index) - (a->index > b->index);
}

/* Spans of which nothing is told are not kept. */
static void let_go(struct looked *l)
{
	if (l->picks == 0)
		version_spans_release(&l->spans);
}

static void drop(struct pick *p)
{
	kind_release(&p->kind);
	p->of->picks--;
	let_go(p->of);
}

/* Sorts the list, and cuts it at the limit. */
static void cut(struct gathering *g)
{
	if (g->sorted < g->n)
		qsort(g->v, g->n, sizeof(*g->v), order);
	for (; g->n > g->limit; g->n--) {
		drop(&g->v[g->n - 1]);
		g->left = true;
	}
	g->sorted = g->n;
}

/* Takes what p owns of the kind. */
static void insert(struct gathering *g, struct pick *p)
{
	g->v = mem_grow(g->v, &g->cap, g->n + 1, sizeof(*g->v));
	g->v[g->n++] = *p;
	p->of->picks++;
	p->kind = (struct kind){ 0 };
	if (g->n >= 2 * g->limit)
		cut(g);
}

/* The terms, new in the list; NULL when they were looked at before. */
static struct looked *look(struct gathering *g, const struct recent_version *v)
{
	size_t low = 0, high = g->n_looked;
	struct str key = { 0 };
	struct looked *l;

	/* No name holds a line feed (archive names are one line each). */
	str_printf(&key, "%s\n%s", v->service, v->terms);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int c = strcmp(g->looked[middle]->key, key.p);

		if (c == 0) {
			str_release(&key);
			return NULL;
		}
		if (c < 0)
			low = middle + 1;
		else
			high = middle;
	}
	g->looked = mem_grow(
		g->looked, &g->cap_looked, g->n_looked + 1, sizeof(*g->looked));
	memmove(g->looked + low + 1, g->looked + low,
		(g->n_looked - low) * sizeof(*g->looked));
	l = g->looked[low] = mem_new(1, sizeof(*l));
	g->n_looked++;
	*l = (struct looked){ .key = str_take(&key),
		.service = mem_strdup(v->service),
		.terms = mem_strdup(v->terms) };
	return l;
}

static bool is_wanted(const struct gathering *g, enum kind_code code)
{
	if (g->o->only != 0)
		return (g->o->only >> code & 1) != 0;
	return g->o->all || !kind_is_noise(code);
}

static int gather_terms(struct gathering *g, const struct recent_version *v)
{
	struct looked *l = look(g, v);
	struct kinds kinds = { 0 };
	int rc;

	if (l == NULL)
		return 0;
	rc = version_spans(&l->spans, g->store, v->service, v->terms);
	if (rc == 0)
		rc = kinds_read(&kinds, g->store, &l->spans);
	/* While they are walked, they stay. */
	l->picks++;
	for (size_t i = kinds.n; rc == 0 && i-- > 0;) {
		struct pick p = { .of = l,
			.seen_ns = l->spans.v[i].first.seen_ns,
			.index = i,
			.kind = kinds.v[i] };

		if (p.seen_ns < g->o->since_ns)
			break;
		if (is_wanted(g, p.kind.code))
			insert(g, &p);
		kinds.v[i] = p.kind;
	}
	l->picks--;
	let_go(l);
	kinds_release(&kinds);
	return rc;
}

/* Whether what is seen then can enter no more. The list is sorted for it only
 * when much is new in it: looking at terms too many does no harm. */
static bool is_full(struct gathering *g, int64_t seen_ns)
{
	if (g->n < g->limit)
		return false;
	if (g->sorted < g->limit || g->n - g->sorted > g->limit / 8)
		cut(g);
	return g->v[g->limit - 1].seen_ns > seen_ns;
}

static int gather(struct gathering *g)
{
	struct recent page = { 0 };
	struct recent_range range = { .service = g->o->service,
		.terms = g->o->terms,
		.since_ns = g->o->since_ns,
		.max = PAGE };
	bool more = true;
	int rc = 0;

	while (rc == 0 && more) {
		rc = recent_page(&page, g->store, &range);
		more = rc == 0 && page.n > 0;
		for (size_t i = 0; rc == 0 && more && i < page.n; i++) {
			more = !is_full(g, page.v[i].seen_ns);
			g->left = g->left || !more;
			if (more)
				rc = gather_terms(g, &page.v[i]);
		}
	}
	recent_release(&page);
	return rc;
}

/* Nothing since a date is an empty feed; nothing at all, a slip. */
static int check_names(const struct gathering *g)
{
	struct recent page = { 0 };
	struct recent_range range = { .service = g->o->service,
		.terms = g->o->terms,
		.since_ns = INT64_MIN,
		.max = 1 };
	int rc;

	if (g->n_looked > 0 || (g->o->service == NULL && g->o->terms == NULL))
		return 0;
	rc = recent_page(&page, g->store, &range);
	if (rc == 0 && page.n == 0)
		rc = err_set(ERR_NOTFOUND,
			_("no version of '%s%s%s' is kept; 'constat history' "
			  "lists what is"),
			g->o->service != NULL ? g->o->service : "",
			g->o->service != NULL && g->o->terms != NULL ? " " : "",
			g->o->terms != NULL ? g->o->terms : "");
	recent_release(&page);
	return rc;
}

static int tell(
	const struct gathering *g, const struct pick *p, feed_fn fn, void *ctx)
{
	const struct version_spans *spans = &p->of->spans;
	struct change_place at = { .store = g->store,
		.service = p->of->service,
		.terms = p->of->terms,
		.spans = spans,
		.index = p->index };
	struct change c = { .service = at.service,
		.terms = at.terms,
		.now = &spans->v[p->index],
		.before = p->index > 0 ? &spans->v[p->index - 1] : NULL };
	int rc = g->o->bare ? 0 : change_read(&c, &at);

	c.kind = &p->kind;
	if (rc == 0)
		rc = fn(&c, ctx);
	change_release(&c);
	return rc;
}

static void release(struct gathering *g)
{
	for (size_t i = 0; i < g->n; i++)
		kind_release(&g->v[i].kind);
	for (size_t i = 0; i < g->n_looked; i++) {
		version_spans_release(&g->looked[i]->spans);
		free(g->looked[i]->key);
		free(g->looked[i]->service);
		free(g->looked[i]->terms);
		free(g->looked[i]);
	}
	free(g->v);
	free(g->looked);
}

/* In one reading transaction: the spans must not move in between. */
int feed_each(bool *left, struct store *store, const struct feed_options *o,
	feed_fn fn, void *ctx)
{
	struct gathering g = { .store = store,
		.o = o,
		.limit = o->limit > 0 ? o->limit : FEED_LIMIT };
	int rc;

	if (g.limit > FEED_LIMIT_MAX)
		return err_set(ERR_LIMIT,
			_("a feed has %d entries at most; begin later, with "
			  "--since"),
			FEED_LIMIT_MAX);
	rc = store_snapshot(store);
	if (rc == 0) {
		rc = gather(&g);
		if (rc == 0)
			rc = check_names(&g);
		cut(&g);
		for (size_t i = 0; rc == 0 && i < g.n; i++)
			rc = tell(&g, &g.v[i], fn, ctx);
		rc = store_end(store, rc);
	}
	if (rc == 0 && left != NULL)
		*left = g.left;
	release(&g);
	return rc;
}

/* --- the document --- */

struct writing {
	struct str entries;
	const char *archive; /* its id */
	int64_t updated_ns;  /* of the newest entry */
};

static int add_entry(const struct change *c, void *ctx)
{
	struct writing *w = ctx;

	if (w->entries.len == 0)
		w->updated_ns = c->now->first.seen_ns;
	return atom_entry(&w->entries, c, w->archive);
}

int feed_write(
	struct str *out, struct store *store, const struct feed_options *o)
{
	struct writing w = { .archive = store_id(store) };
	struct atom_head head = { .archive = w.archive,
		.service = o->service,
		.terms = o->terms,
		.self = o->self };
	int rc;

	str_init(&w.entries, out->max);
	rc = feed_each(NULL, store, o, add_entry, &w);
	if (rc == 0)
		rc = str_check(&w.entries, _("the feed"));
	if (rc == 0) {
		head.updated_ns = w.updated_ns;
		atom_open(out, &head);
		str_add(out, w.entries.p, w.entries.len);
		atom_close(out);
		rc = str_check(out, _("the feed"));
	}
	str_release(&w.entries);
	return rc;
}
