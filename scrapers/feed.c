/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * First, which: versions newest first lead to terms that changed lately; the
 * spans of each, once, go into a list that is kept sorted and short. When the
 * list is full of what is newer than the next version, nothing can enter any
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

/* One change that may be told. */
struct pick {
	char *service, *terms; /* owned */
	int64_t seen_ns;
	size_t index;	  /* of its span */
	struct kind kind; /* owned */
};

struct gathering {
	struct store *store;
	const struct feed_options *o;
	struct pick *v; /* owned: newest first, at most limit */
	size_t n, limit;
	char **visited; /* owned: terms looked at, sorted */
	size_t n_visited, cap_visited;
	bool any; /* something is kept of what was asked for */
};

/* Newest first; then by name and number, so that the order is one. */
static bool is_before(const struct pick *a, const struct pick *b)
{
	int c;

	if (a->seen_ns != b->seen_ns)
		return a->seen_ns > b->seen_ns;
	c = strcmp(a->service, b->service);
	if (c == 0)
		c = strcmp(a->terms, b->terms);
	return c != 0 ? c < 0 : a->index > b->index;
}

static void drop(struct pick *p)
{
	free(p->service);
	free(p->terms);
	kind_release(&p->kind);
}

/* Takes what p owns of the kind, when there is room for it. */
static void insert(struct gathering *g, struct pick *p)
{
	size_t at = g->n;

	while (at > 0 && is_before(p, &g->v[at - 1]))
		at--;
	if (at == g->limit)
		return;
	if (g->n == g->limit)
		drop(&g->v[--g->n]);
	memmove(g->v + at + 1, g->v + at, (g->n - at) * sizeof(*g->v));
	g->n++;
	g->v[at] = *p;
	g->v[at].service = mem_strdup(p->service);
	g->v[at].terms = mem_strdup(p->terms);
	p->kind = (struct kind){ 0 };
}

/* False when the terms were looked at before. */
static bool visit(struct gathering *g, const struct recent_version *v)
{
	struct str key = { 0 };
	size_t low = 0, high = g->n_visited;

	/* No name holds a line feed (archive names are one line each). */
	str_printf(&key, "%s\n%s", v->service, v->terms);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int c = strcmp(g->visited[middle], key.p);

		if (c == 0) {
			str_release(&key);
			return false;
		}
		if (c < 0)
			low = middle + 1;
		else
			high = middle;
	}
	g->visited = mem_grow(g->visited, &g->cap_visited, g->n_visited + 1,
		sizeof(*g->visited));
	memmove(g->visited + low + 1, g->visited + low,
		(g->n_visited - low) * sizeof(*g->visited));
	g->visited[low] = str_take(&key);
	g->n_visited++;
	return true;
}

static bool is_wanted(const struct gathering *g, enum kind_code code)
{
	if (g->o->only != 0)
		return (g->o->only >> code & 1) != 0;
	return g->o->all || !kind_is_noise(code);
}

static int gather_terms(struct gathering *g, const struct recent_version *v)
{
	struct version_spans spans = { 0 };
	struct kinds kinds = { 0 };
	int rc;

	if (!visit(g, v))
		return 0;
	g->any = true;
	rc = version_spans(&spans, g->store, v->service, v->terms);
	if (rc == 0)
		rc = kinds_read(&kinds, g->store, &spans);
	for (size_t i = spans.n; rc == 0 && i-- > 0;) {
		struct pick p = { .service = v->service,
			.terms = v->terms,
			.seen_ns = spans.v[i].first.seen_ns,
			.index = i,
			.kind = kinds.v[i] };

		if (p.seen_ns < g->o->since_ns)
			break;
		if (is_wanted(g, p.kind.code))
			insert(g, &p);
		kinds.v[i] = p.kind;
	}
	kinds_release(&kinds);
	version_spans_release(&spans);
	return rc;
}

/* Whether what is seen then can enter no more. */
static bool is_full(const struct gathering *g, int64_t seen_ns)
{
	return g->n == g->limit && g->v[g->n - 1].seen_ns > seen_ns;
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

	if (g->any || (g->o->service == NULL && g->o->terms == NULL))
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
	struct version_spans spans = { 0 };
	struct change c = { 0 };
	struct change_place at = { .store = g->store,
		.service = p->service,
		.terms = p->terms,
		.spans = &spans,
		.index = p->index };
	int rc = version_spans(&spans, g->store, p->service, p->terms);

	if (rc == 0)
		rc = change_read(&c, &at);
	c.kind = &p->kind;
	if (rc == 0)
		rc = fn(&c, ctx);
	change_release(&c);
	version_spans_release(&spans);
	return rc;
}

/* In one reading transaction: the spans must not move in between. */
int feed_each(struct store *store, const struct feed_options *o, feed_fn fn,
	void *ctx)
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
	g.v = mem_new(g.limit + 1, sizeof(*g.v));
	rc = store_snapshot(store);
	if (rc == 0) {
		rc = gather(&g);
		if (rc == 0)
			rc = check_names(&g);
		for (size_t i = 0; rc == 0 && i < g.n; i++)
			rc = tell(&g, &g.v[i], fn, ctx);
		rc = store_end(store, rc);
	}
	for (size_t i = 0; i < g.n; i++)
		drop(&g.v[i]);
	for (size_t i = 0; i < g.n_visited; i++)
		free(g.visited[i]);
	free(g.v);
	free(g.visited);
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
	rc = feed_each(store, o, add_entry, &w);
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
