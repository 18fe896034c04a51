/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One pass over the exhibit's rows: those of the host (a pattern may name
 * several) and of the period are counted as archive/total.h counts them.
 */
#include "cases/contact.h"

#include <stdlib.h>
#include <string.h>

#include "archive/names.h"
#include "archive/total.h"
#include "base/err.h"
#include "base/json.h"
#include "base/mem.h"
#include "cases/case_json.h"
#include "cases/policy.h"
#include "evidence/host.h"

struct pass {
	struct contact *contact;
	const char *glob;
	int64_t from, to;
	struct names names;
	struct total total;
};

void contact_release(struct contact *k)
{
	exhibit_release(&k->exhibit);
	free(k->importer);
	for (size_t i = 0; i < k->n_hosts; i++)
		free(k->hosts[i].host);
	free(k->hosts);
	*k = (struct contact){ 0 };
}

/* Whether a row is known to lie in the period, if one is named. */
static bool counts(struct pass *p, const struct observation *o)
{
	bool window = o->precision == OBSERVATION_PRECISION_WINDOW;
	bool vague = o->precision == OBSERVATION_PRECISION_NONE ||
		     (window && o->ns >= p->from && o->window_start <= p->to);

	if (!p->contact->limited || observation_lies_in(o, p->from, p->to))
		return true;
	p->contact->unplaced += vague;
	return false;
}

static int see_row(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct pass *p = ctx;
	struct contact_marks *marks = &p->contact->marks;
	uint32_t host, client, type;
	int rc;

	(void)exhibit;
	if (!observation_is_traffic(o) || !host_matches(o->host, p->glob) ||
		!counts(p, o))
		return 0;
	marks->precision |= 1U << o->precision;
	marks->zone |= 1U << o->zone;
	marks->year |= 1U << o->year;
	marks->count |= 1U << o->count_kind;
	marks->source |= 1U << o->disposition_source;
	rc = names_add(&p->names, &host, o->host);
	if (rc == 0)
		rc = names_add(&p->names, &client, o->client);
	if (rc == 0)
		rc = names_add(&p->names, &type, o->type);
	if (rc == 0)
		total_add(&p->total, host, client, type, o);
	return rc;
}

static int keep_total(const struct block_total *t, void *ctx)
{
	struct contact *k = ctx;
	struct contact_host *h;

	k->hosts = mem_grow(
		k->hosts, &k->cap_hosts, k->n_hosts + 1, sizeof(*k->hosts));
	h = &k->hosts[k->n_hosts++];
	*h = (struct contact_host){ .host = mem_strdup(t->host),
		.rows = t->rows,
		.contacts = t->contacts,
		.first_ns = t->first_ns,
		.last_ns = t->last_ns };
	memcpy(h->by, t->by, sizeof(h->by));
	h->has_cloud = cloud_read(&h->cloud, h->host);
	return 0;
}

static int by_contacts(const void *a, const void *b)
{
	const struct contact_host *x = a, *y = b;

	if (x->contacts != y->contacts)
		return x->contacts > y->contacts ? -1 : 1;
	return strcmp(x->host, y->host);
}

/* The period asked about; open where the case names no end. */
static void read_period(struct pass *p, const struct zone *zone)
{
	const cJSON *item = p->contact->item;
	bool day_only = false;

	p->from = INT64_MIN;
	p->to = INT64_MAX;
	p->contact->limited =
		case_json_when(&p->from, &day_only, item, "from", zone);
	if (!case_json_when(&p->to, &day_only, item, "to", zone))
		return;
	p->contact->limited = true;
	if (day_only)
		p->to = zone_day_end(p->to, zone);
}

static int count(struct contact *k, struct store *s, const struct zone *zone,
	const struct whose *whose)
{
	struct pass p = { .contact = k,
		.glob = case_json_text(k->item, "host") };
	int rc;

	names_init(&p.names);
	total_init(&p.total);
	read_period(&p, zone);
	rc = block_each(s, k->exhibit.id, see_row, &p);
	if (rc == 0)
		rc = total_each(&p.total, &p.names, keep_total, k);
	names_release(&p.names);
	total_release(&p.total);
	if (rc == 0 && k->n_hosts > 0)
		qsort(k->hosts, k->n_hosts, sizeof(*k->hosts), by_contacts);
	for (size_t i = 0; i < k->n_hosts; i++)
		whose_find(&k->hosts[i].owner, whose, k->hosts[i].host);
	return rc;
}

static int read_import(struct contact *k, struct store *s)
{
	struct block_import import = { 0 };
	int rc = block_import_find(&import, s, k->exhibit.id);

	if (rc == ERR_NOTFOUND)
		return 0;
	if (rc != 0)
		return rc;
	k->has_rows = true;
	k->importer = mem_strdup(import.importer);
	k->importer_version = import.importer_version;
	k->rows = import.rows;
	k->bad = import.bad;
	free((char *)(uintptr_t)import.importer);
	free((char *)(uintptr_t)import.options);
	return 0;
}

int contact_read(struct contact *out, struct store *s, const cJSON *item,
	const struct zone *zone, const struct whose *whose)
{
	struct contact k = { .item = item };
	int rc = exhibit_get(&k.exhibit, s, json_integer(item, "exhibit", 0));

	if (rc == ERR_NOTFOUND)
		rc = 0;
	else if (rc == 0)
		rc = read_import(&k, s);
	if (rc == 0 && k.has_rows)
		rc = count(&k, s, zone, whose);
	if (rc != 0)
		contact_release(&k);
	else
		*out = k;
	return rc;
}

bool contact_range(int64_t *first, int64_t *last, const struct contact *k)
{
	if (k->n_hosts == 0)
		return false;
	*first = INT64_MAX;
	*last = INT64_MIN;
	for (size_t i = 0; i < k->n_hosts; i++) {
		if (k->hosts[i].last_ns == 0) /* none of its rows has a time */
			continue;
		if (k->hosts[i].first_ns < *first)
			*first = k->hosts[i].first_ns;
		if (k->hosts[i].last_ns > *last)
			*last = k->hosts[i].last_ns;
	}
	return *first <= *last;
}
