/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/histimport.h"

#include <stdlib.h>
#include <string.h>

#include "archive/object.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/zone.h"
#include "scrapers/service.h"
#include "scrapers/extract.h"
#include "scrapers/fetch.h"
#include "scrapers/record.h"

/* One import under way; everything is owned. */
struct work {
	const struct histimport *i;
	struct declaration declaration; /* the file's, if it is used */
	struct declaration_terms own;	/* made of select and remove */
	const struct declaration_terms *terms;
	char *service;
	int64_t seen_ns;
	bool day_only;
	struct str page, text;
	struct digest page_digest, declaration_digest;
};

/* --- which part of the page counts --- */

static void set_selectors(
	cJSON *terms, const char *name, const char *const *list)
{
	cJSON *array;

	if (list == NULL || *list == NULL)
		return;
	array = json_array();
	for (; *list != NULL; list++)
		json_push_string(array, *list);
	json_add(terms, name, array);
}

/* Terms made of what was typed. */
static int own_terms(struct work *w)
{
	cJSON *json = json_object();
	struct str text = { 0 };
	int rc;

	json_set(json, "fetch", w->i->url);
	set_selectors(json, "select", w->i->select);
	set_selectors(json, "remove", w->i->remove);
	rc = json_canonical(&text, json);
	if (rc == 0)
		rc = declaration_terms_parse(
			&w->own, w->i->terms, text.p, text.len);
	w->terms = &w->own;
	w->service = mem_strdup(w->i->service);
	cJSON_Delete(json);
	str_release(&text);
	return rc;
}

static int declared_terms(struct work *w)
{
	const struct histimport *i = w->i;
	int rc = service_find(&w->declaration, i->folder, i->service);

	if (rc == 0)
		rc = declaration_get(&w->terms, &w->declaration, i->terms);
	if (rc != 0)
		return rc;
	if (w->terms->n > 1)
		return err_set(ERR_INVALID,
			_("the terms '%s' of '%s' are made of %zu pages, and "
			  "one saved page is not all of them; say with "
			  "--select what of this page counts"),
			w->terms->type, w->declaration.id, w->terms->n);
	w->service = mem_strdup(w->declaration.id);
	return 0;
}

static int find_terms(struct work *w)
{
	bool typed = w->i->select != NULL && w->i->select[0] != NULL;
	int rc = typed ? own_terms(w) : declared_terms(w);

	if (rc == 0)
		digest_of(&w->declaration_digest, w->terms->json,
			strlen(w->terms->json));
	return rc;
}

/* --- date, page, text --- */

static int read_date(struct work *w)
{
	struct zone *z = NULL;
	int rc = zone_open(&z, w->i->zone != NULL ? w->i->zone : "UTC");

	if (rc == 0)
		rc = zone_parse(&w->seen_ns, &w->day_only, NULL, z, w->i->seen);
	zone_free(z);
	if (rc == 0 && w->seen_ns > instant_now())
		rc = err_set(ERR_INVALID,
			_("'%s' lies in the future; when was the page seen?"),
			w->i->seen);
	return rc;
}

static int read_page(struct work *w)
{
	struct extract_job job = { .url = w->i->url,
		.part = &w->terms->parts[0] };
	int rc;

	str_init(&w->page, FETCH_BYTES);
	rc = file_read(&w->page, w->i->file);
	if (rc != 0)
		return rc;
	digest_of(&w->page_digest, w->page.p, w->page.len);
	job.bytes = w->page.p;
	job.len = w->page.len;
	rc = extract_page(&w->text, NULL, &job);
	if (rc == ERR_NOTFOUND)
		rc = err_set(rc,
			_("'%s': %s. If pages were built otherwise then, "
			  "--select says which part counts"),
			w->i->file, err_message());
	return rc;
}

/* --- keeping --- */

static int put_record(
	struct digest *out, struct store *store, const struct work *w)
{
	const struct histimport *i = w->i;
	const struct record_saved r = { .service = w->service,
		.terms = w->terms->type,
		.declaration = w->declaration_digest,
		.file = file_basename(i->file),
		.url = i->url,
		.seen = i->seen,
		.zone = i->zone,
		.basis = snapshot_basis_name(i->basis),
		.source = i->source,
		.body = w->page_digest,
		.size = w->page.len };
	struct str json = { 0 };
	int rc = record_write_saved(&json, &r);

	if (rc == 0)
		rc = object_put(store, json.p, json.len, out);
	str_release(&json);
	return rc;
}

static int keep_snapshot(int64_t *id, struct store *store, const struct work *w)
{
	struct snapshot snap = { .service = mem_strdup(w->service),
		.terms = mem_strdup(w->terms->type),
		.url = mem_strdup(w->i->url),
		.seen_ns = w->seen_ns,
		.day_only = w->day_only,
		.basis = w->i->basis,
		.source = mem_strdup(w->i->source),
		.size = w->page.len };
	int rc = object_put(store, w->page.p, w->page.len, &snap.body);

	if (rc == 0)
		rc = put_record(&snap.record, store, w);
	if (rc == 0)
		rc = snapshot_add(store, &snap);
	*id = snap.id;
	snapshot_release(&snap);
	return rc;
}

static int keep_version(
	struct histimport_result *r, struct store *store, const struct work *w)
{
	char extractor[] = EXTRACT_VERSION;
	struct version v = { .service = w->service,
		.terms = w->terms->type,
		.size = w->text.len,
		.snapshot = r->sighting.snapshot,
		.declaration = w->declaration_digest,
		.extractor = extractor };
	struct digest declaration;
	bool first;
	int rc = object_put(
		store, w->terms->json, strlen(w->terms->json), &declaration);

	if (rc == 0)
		rc = object_put(store, w->text.p, w->text.len, &v.text);
	if (rc == 0)
		rc = version_note(store, &v, &r->is_new, &first);
	return rc;
}

static int keep(
	struct histimport_result *r, struct store *store, const struct work *w)
{
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	rc = keep_snapshot(&r->sighting.snapshot, store, w);
	if (rc == 0)
		rc = keep_version(r, store, w);
	return store_end(store, rc);
}

static void describe(struct histimport_result *r, const struct work *w)
{
	r->service = mem_strdup(w->service);
	r->terms = mem_strdup(w->terms->type);
	r->sighting.seen_ns = w->seen_ns;
	r->sighting.day_only = w->day_only;
	r->sighting.basis = w->i->basis;
	r->page = w->page_digest;
	digest_of(&r->text, w->text.p, w->text.len);
	r->text_bytes = w->text.len;
}

int histimport_file(struct histimport_result *out, struct store *store,
	const struct histimport *i)
{
	struct histimport_result r = { 0 };
	struct work w = { .i = i };
	int rc = find_terms(&w);

	if (rc == 0)
		rc = read_date(&w);
	if (rc == 0 && w.day_only)
		rc = instant_parse_day(&w.seen_ns, i->seen);
	if (rc == 0)
		rc = read_page(&w);
	if (rc == 0)
		describe(&r, &w);
	if (rc == 0 && !i->dry_run)
		rc = keep(&r, store, &w);
	declaration_release(&w.declaration);
	declaration_terms_release(&w.own);
	free(w.service);
	str_release(&w.page);
	str_release(&w.text);
	if (rc == 0)
		*out = r;
	else
		histimport_result_release(&r);
	return rc;
}

void histimport_result_release(struct histimport_result *r)
{
	free(r->service);
	free(r->terms);
	*r = (struct histimport_result){ 0 };
}
