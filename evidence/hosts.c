/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/hosts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/block.h"
#include "archive/exhibit.h"
#include "archive/names.h"
#include "base/addr.h"
#include "base/err.h"
#include "base/mem.h"
#include "evidence/host.h"
#include "evidence/whose.h"

/* Gathers totals over exhibits. */
struct gather {
	struct hosts *hosts;
	const struct hosts_filter *filter;
	struct store *store;
	struct names known; /* "s" or "l" and the host: its row's number + 1 */
	bool stated;
};

/* NULL, with the message set, when there are too many hosts. */
static struct hosts_row *row_of(struct gather *g, const char *host)
{
	struct hosts *h = g->hosts;
	struct hosts_row *r;
	char key[HOST_MAX + 2];
	uint32_t id;

	snprintf(key, sizeof(key), "%c%s", g->stated ? 's' : 'l', host);
	if (names_add(&g->known, &id, key) != 0)
		return NULL;
	if (id <= h->n)
		return &h->v[id - 1];
	h->v = mem_grow(h->v, &h->cap, h->n + 1, sizeof(*h->v));
	r = &h->v[h->n++];
	*r = (struct hosts_row){ .host = mem_strdup(host),
		.stated = g->stated };
	return r;
}

static int add_total(const struct block_total *t, void *ctx)
{
	struct gather *g = ctx;
	struct hosts_row *r;

	if (g->filter->glob != NULL && !host_matches(t->host, g->filter->glob))
		return 0;
	r = row_of(g, t->host);
	if (r == NULL)
		return ERR_LIMIT;
	r->rows += t->rows;
	r->contacts += t->contacts;
	for (int d = 0; d < OBSERVATION_DISPOSITIONS; d++)
		r->by[d] += t->by[d];
	if (t->last_ns == 0) /* no row has a time */
		return 0;
	if (r->last_ns == 0 || t->first_ns < r->first_ns)
		r->first_ns = t->first_ns;
	if (r->last_ns == 0 || t->last_ns > r->last_ns)
		r->last_ns = t->last_ns;
	return 0;
}

static int add_exhibit(const struct exhibit *e, void *ctx)
{
	struct gather *g = ctx;
	bool home = false;
	int rc = 0;

	if (g->filter->exhibit != 0 && g->filter->exhibit != e->id)
		return 0;
	if (g->filter->exhibit == 0)
		rc = exhibit_is_home(&home, g->store, e->id);
	if (rc != 0 || home)
		return rc;
	g->stated = strcmp(e->kind, "statement") == 0;
	return block_exhibit_totals(g->store, e->id, add_total, g);
}

static int by_contacts(const void *a, const void *b)
{
	const struct hosts_row *x = a, *y = b;

	if (x->contacts != y->contacts)
		return x->contacts > y->contacts ? -1 : 1;
	return strcmp(x->host, y->host);
}

static void explain(struct hosts_row *r, const struct whose *whose)
{
	/* A connection to an address outside may have no name for it. */
	r->local = host_is_local(r->host) &&
		   addr_why_private_text(r->host) != NULL;
	r->registrable = mem_strdup(host_registrable(r->host));
	r->has_cloud = cloud_read(&r->cloud, r->host);
	whose_find(&r->owner, whose, r->host);
}

static int check_exhibit(struct store *s, int64_t id)
{
	struct exhibit e = { 0 };
	int rc = id != 0 ? exhibit_get(&e, s, id) : 0;

	exhibit_release(&e);
	return rc;
}

int hosts_read(
	struct hosts *out, struct store *s, const struct hosts_filter *filter)
{
	struct hosts h = { 0 };
	struct gather g = { .hosts = &h, .filter = filter, .store = s };
	struct whose *whose = NULL;
	int rc;

	names_init(&g.known);
	rc = check_exhibit(s, filter->exhibit);
	if (rc == 0)
		rc = exhibit_each(s, add_exhibit, &g);
	names_release(&g.known);
	if (rc == 0)
		rc = whose_open(&whose, s, filter->list);
	if (rc == 0 && h.n > 0)
		qsort(h.v, h.n, sizeof(*h.v), by_contacts);
	for (size_t i = 0; i < h.n && rc == 0; i++)
		explain(&h.v[i], whose);
	whose_close(whose);
	if (rc != 0)
		hosts_release(&h);
	else
		*out = h;
	return rc;
}

void hosts_release(struct hosts *h)
{
	for (size_t i = 0; i < h->n; i++) {
		free(h->v[i].host);
		free(h->v[i].registrable);
	}
	free(h->v);
	*h = (struct hosts){ 0 };
}
