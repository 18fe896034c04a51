/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/history.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/object.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/zone.h"

/* --- names --- */

struct lookup {
	const char *service, *terms; /* asked for; terms may be NULL */
	struct history *found;
	size_t matches;
	struct str others; /* terms of that service */
};

static int look(const char *service, const char *terms, void *ctx)
{
	struct lookup *l = ctx;

	if (strcasecmp(service, l->service) != 0)
		return 0;
	str_printf(&l->others, "%s'%s'", l->others.len > 0 ? ", " : "", terms);
	if (l->terms != NULL && strcasecmp(terms, l->terms) != 0)
		return 0;
	free(l->found->service);
	free(l->found->terms);
	l->found->service = mem_strdup(service);
	l->found->terms = mem_strdup(terms);
	l->matches++;
	return 0;
}

static int judge(const struct lookup *l)
{
	if (l->others.len == 0)
		return err_set(ERR_NOTFOUND,
			_("nothing is kept of '%s' yet; 'constat capture' "
			  "fetches what is declared, 'constat import-history' "
			  "brings in saved pages"),
			l->service);
	if (l->matches == 0)
		return err_set(ERR_NOTFOUND,
			_("nothing is kept of '%s' '%s'; there is %s"),
			l->service, l->terms, l->others.p);
	if (l->matches > 1)
		return err_set(ERR_INVALID,
			_("'%s' has several terms; name one of %s"), l->service,
			l->others.p);
	return 0;
}

int history_open(struct history *out, struct store *store, const char *service,
	const char *terms)
{
	struct history h = { .store = store };
	struct lookup l = { .service = service, .terms = terms, .found = &h };
	int rc = version_each_terms(store, look, &l);

	if (rc == 0)
		rc = judge(&l);
	if (rc == 0)
		rc = version_spans(&h.spans, store, h.service, h.terms);
	if (rc == 0 && h.spans.n == 0)
		rc = err_set(ERR_NOTFOUND,
			_("pages of '%s' '%s' are kept, but the text was found "
			  "in none of them; look at what 'constat capture' "
			  "says"),
			h.service, h.terms);
	str_release(&l.others);
	if (rc == 0)
		*out = h;
	else
		history_close(&h);
	return rc;
}

void history_close(struct history *h)
{
	free(h->service);
	free(h->terms);
	version_spans_release(&h->spans);
	*h = (struct history){ 0 };
}

/* --- dates --- */

/* The last nanosecond of the day that begins at ns in the zone. */
static int end_of_day(int64_t *out, const struct zone *z, int64_t ns)
{
	struct civil c;
	int64_t days, next;
	int rc;

	instant_civil(&c, ns, zone_offset(z, ns, NULL));
	days = instant_days(c.year, c.month, c.day) + 1;
	c = (struct civil){ 0 };
	instant_from_days(days, &c.year, &c.month, &c.day);
	rc = zone_instant(&next, NULL, z, &c);
	if (rc == 0)
		*out = next - 1;
	return rc;
}

int history_instant(int64_t *out, const char *text, const char *zone)
{
	struct zone *z = NULL;
	bool day_only = false;
	int64_t ns = 0;
	int rc = zone_open(&z, zone != NULL ? zone : "UTC");

	if (rc == 0)
		rc = zone_parse(&ns, &day_only, NULL, z, text);
	if (rc == 0 && day_only)
		rc = end_of_day(&ns, z, ns);
	zone_free(z);
	if (rc == 0)
		*out = ns;
	return rc;
}

void history_when(
	char out[INSTANT_TEXT], const struct version_sighting *sighting)
{
	if (sighting->day_only)
		instant_date(out, sighting->seen_ns, 0);
	else
		instant_format(out, sighting->seen_ns, 0, INSTANT_S);
}

int history_at(struct version_at *out, const struct history *h, int64_t ns)
{
	struct version_at at;
	char first[INSTANT_TEXT];
	int rc = version_find(
		&at, &h->spans, h->store, h->service, h->terms, ns);

	if (rc != 0)
		return rc;
	if (at.span == NULL) {
		history_when(first, &h->spans.v[0].first);
		return err_set(ERR_NOTFOUND,
			_("nobody is known to have looked at '%s' '%s' by "
			  "then: it was first seen on %s; a page saved earlier "
			  "can be brought in with 'constat import-history'"),
			h->service, h->terms, first);
	}
	*out = at;
	return 0;
}

/* --- one of them --- */

/* The last span with the number: where it was read anew, by newer rules. */
static int by_number(
	const struct version_span **out, const struct history *h, size_t number)
{
	const struct version_span *found = NULL;

	for (size_t i = 0; i < h->spans.n; i++)
		if ((size_t)h->spans.v[i].number == number)
			found = &h->spans.v[i];
	if (found == NULL)
		return err_set(ERR_NOTFOUND,
			_("'%s' '%s' has no version %zu; they go from 1 to "
			  "%zu"),
			h->service, h->terms, number, history_count(h));
	*out = found;
	return 0;
}

size_t history_count(const struct history *h)
{
	return (size_t)h->spans.v[h->spans.n - 1].number;
}

int history_find(const struct version_span **out, const struct history *h,
	const char *which, const char *zone)
{
	struct version_at at;
	int64_t ns;
	char *end;
	unsigned long number;
	int rc;

	if (strcmp(which, "first") == 0)
		return by_number(out, h, 1);
	if (strcmp(which, "last") == 0)
		return by_number(out, h, history_count(h));
	number = strtoul(which, &end, 10);
	if (*which >= '0' && *which <= '9' && *end == '\0')
		return by_number(out, h, number);
	rc = history_instant(&ns, which, zone);
	if (rc == 0)
		rc = history_at(&at, h, ns);
	if (rc == 0)
		*out = at.span;
	return rc;
}

void history_before(const struct version_span **from,
	const struct version_span **to, const struct history *h)
{
	const struct version_span *first = h->spans.v;

	while (*to > first && (*to)[-1].number == (*to)->number)
		(*to)--;
	*from = *to > first ? *to - 1 : NULL;
}

/* The technical span goes into the one before. */
static void join(struct version_span *into, struct version_span *span)
{
	free(into->extractor);
	free(into->last.source);
	into->version = span->version;
	into->text = span->text;
	into->size = span->size;
	into->extractor = span->extractor;
	into->declaration = span->declaration;
	into->last = span->last;
	into->sightings += span->sightings;
	free(span->first.source);
}

void history_fold(struct version_spans *spans)
{
	size_t n = 0;

	for (size_t i = 0; i < spans->n; i++) {
		if (i > 0 && spans->v[i].technical)
			join(&spans->v[n - 1], &spans->v[i]);
		else
			spans->v[n++] = spans->v[i];
	}
	spans->n = n;
}

int history_text(
	struct str *out, struct store *store, const struct version_span *span)
{
	return object_get(store, &span->text, out);
}

int history_page(struct str *out, struct store *store,
	const struct version_sighting *sighting)
{
	struct snapshot snap = { 0 };
	int rc = snapshot_get(&snap, store, sighting->snapshot);

	if (rc == 0)
		rc = object_get(store, &snap.body, out);
	snapshot_release(&snap);
	return rc;
}

/* --- as JSON --- */

cJSON *history_sighting_json(const struct version_sighting *sighting)
{
	cJSON *o = json_object();
	char when[INSTANT_TEXT];

	history_when(when, sighting);
	json_set(o, "seen", when);
	json_set(o, "precision", sighting->day_only ? "day" : "s");
	json_set(o, "basis", snapshot_basis_name(sighting->basis));
	if (sighting->source != NULL && sighting->source[0] != '\0')
		json_set(o, "source", sighting->source);
	json_set_int(o, "snapshot", sighting->snapshot);
	return o;
}

cJSON *history_span_json(const struct version_span *span)
{
	cJSON *o = json_object();
	char name[DIGEST_NAME + 1];

	json_set_int(o, "version", span->number);
	digest_name(name, &span->text);
	json_set(o, "text", name);
	json_set_int(o, "bytes", (int64_t)span->size);
	json_add(o, "first", history_sighting_json(&span->first));
	json_add(o, "last", history_sighting_json(&span->last));
	json_set_int(o, "sightings", (int64_t)span->sightings);
	digest_name(name, &span->declaration);
	json_set(o, "declaration", name);
	json_set(o, "extractor", span->extractor);
	json_set_bool(o, "technical", span->technical);
	return o;
}
