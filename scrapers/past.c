/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * First looks whether the sighting is there already, then reads the text,
 * which may take a while, and only then begins the transaction.
 */
#include "scrapers/past.h"

#include <stdlib.h>
#include <string.h>

#include "archive/object.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "scrapers/coding.h"
#include "scrapers/extractor.h"
#include "scrapers/fetch.h"
#include "scrapers/keep.h"
#include "scrapers/reading.h"
#include "scrapers/record.h"
#include "scrapers/service.h"

/* --- whose pages they are --- */

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
static int type_terms(struct past_target *t, const struct past_wanted *w,
	const char *service, const char *type)
{
	cJSON *json;
	struct str text = { 0 };
	int rc;

	if (w->url == NULL)
		return err_set(ERR_INVALID,
			_("selectors need to know where the page stood; say "
			  "it with --url"));
	json = json_object();
	json_set(json, "fetch", w->url);
	set_selectors(json, "select", w->select);
	set_selectors(json, "remove", w->remove);
	rc = json_canonical(&text, json);
	if (rc == 0)
		rc = declaration_terms_parse(&t->own, type, text.p, text.len);
	t->terms = &t->own;
	t->service = mem_strdup(service);
	cJSON_Delete(json);
	str_release(&text);
	return rc;
}

static int declared_terms(struct past_target *t, const char *folder,
	const char *service, const char *type)
{
	int rc = service_find(&t->declaration, folder, service);

	if (rc == 0)
		rc = declaration_get(&t->terms, &t->declaration, type);
	if (rc == 0)
		t->service = mem_strdup(t->declaration.id);
	return rc;
}

int past_target_find(struct past_target *out, const struct past_wanted *wanted)
{
	bool typed = wanted->select != NULL && wanted->select[0] != NULL;
	const char *service = wanted->service, *type = wanted->type;
	char *found = NULL, *found_type = NULL;
	int rc = 0;

	if (service == NULL && wanted->url == NULL)
		return err_set(ERR_INVALID,
			_("say whose pages they are, as in --service NAME"));
	if (service == NULL)
		rc = service_find_url(
			&found, &found_type, wanted->folder, wanted->url);
	if (service == NULL)
		service = found;
	if (type == NULL)
		type = found_type != NULL ? found_type : "Privacy Policy";
	if (rc == 0)
		rc = typed ? type_terms(out, wanted, service, type)
			   : declared_terms(out, wanted->folder, service, type);
	free(found);
	free(found_type);
	if (rc != 0)
		past_target_release(out);
	return rc;
}

void past_target_release(struct past_target *t)
{
	free(t->service);
	declaration_release(&t->declaration);
	declaration_terms_release(&t->own);
	*t = (struct past_target){ 0 };
}

/* --- checking and reading --- */

static int check(const struct past *p)
{
	const struct declaration_terms *terms = p->target->terms;

	if (p->n != terms->n && p->text == NULL)
		return err_set(ERR_INVALID,
			_("the terms '%s' of '%s' are made of %zu pages, and "
			  "%zu saved page is not all of them; say with "
			  "--select what of this page counts"),
			terms->type, p->target->service, terms->n, p->n);
	for (size_t i = 0; i < p->n; i++)
		if (p->pages[i].seen_ns > instant_now())
			return err_set(ERR_INVALID,
				_("'%s' lies in the future; when was the page "
				  "seen?"),
				p->pages[i].seen);
	return 0;
}

static const char *stood_at(const struct past_page *page)
{
	return page->final_url != NULL && page->final_url[0] != '\0'
		       ? page->final_url
		       : page->url;
}

/* Reads one page as the part says. */
static int read_page(struct reading *reading, const struct past_page *page,
	const struct declaration_part *part, struct extractor *reader)
{
	struct reading_page one = { .media_type = page->media_type,
		.url = stood_at(page),
		.part = part };
	struct str body;
	int rc = 0;

	str_init(&body, FETCH_BYTES);
	if (page->status >= 400 || (page->status >= 300 && page->status != 304))
		rc = err_set(ERR_NOTFOUND,
			_("answered with status %d instead of a page"),
			page->status);
	if (rc == 0)
		rc = coding_decode(&body, page->coding, page->body, page->size);
	one.bytes = body.p;
	one.len = body.len;
	if (rc == 0)
		rc = reading_page(reading, reader, &one);
	str_release(&body);
	return rc;
}

/* All pages, in a child of its own where none is lent. */
static int read_pages(struct reading *reading, const struct past *p)
{
	struct extractor *own = NULL;
	int rc = p->reader != NULL ? 0 : extractor_open(&own);

	for (size_t i = 0; rc == 0 && i < p->n; i++)
		rc = read_page(reading, &p->pages[i],
			&p->target->terms->parts[i],
			p->reader != NULL ? p->reader : own);
	extractor_close(own);
	return rc;
}

/* A text that is given is what it is, by whose rules is said. */
static int take_text(struct reading *reading, const struct past *p)
{
	reading->rules = mem_strdup(
		p->extractor != NULL ? p->extractor : READING_IDENTITY);
	return str_add(&reading->text, p->text, p->text_len);
}

/* Sets r->read, or r->message when the pages show no text. */
static int read_text(
	struct past_result *r, struct reading *reading, const struct past *p)
{
	int rc = p->text != NULL ? take_text(reading, p)
				 : read_pages(reading, p);

	if (rc != 0 && !p->must_read) {
		r->message = mem_strdup(err_message());
		return 0;
	}
	r->read = rc == 0;
	if (r->read) {
		digest_of(&r->text, reading->text.p, reading->text.len);
		r->text_bytes = reading->text.len;
	}
	return rc;
}

/* --- what is there already --- */

/* *there: every page is; the first one's snapshot is r->snapshot, and *read:
 * a text was found in it. */
static int look(struct past_result *r, bool *read, struct store *s,
	const struct past *p)
{
	const char *terms = p->target->terms->type;
	struct version_reading shown = { 0 };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < p->n; i++) {
		struct snapshot_key key = { .service = p->target->service,
			.terms = terms,
			.part = (int)i,
			.seen_ns = p->pages[i].seen_ns };
		int64_t id = 0;

		digest_of(&key.body, p->pages[i].body, p->pages[i].size);
		rc = snapshot_find(&id, s, &key);
		if (i == 0) {
			r->page = key.body;
			r->snapshot = id;
		}
		if (rc == 0 && id == 0)
			r->snapshot = 0;
	}
	if (rc == 0 && r->snapshot != 0)
		rc = version_shown(&shown, s, r->snapshot);
	*read = shown.version != 0;
	r->text = shown.text;
	r->text_bytes = (size_t)shown.size;
	r->kept = r->snapshot == 0;
	return rc;
}

/* --- keeping --- */

enum { NEAR = 4 }; /* contents that a new one is compared with */

static int put_body(
	struct digest *out, struct store *s, const struct past *p, size_t i)
{
	struct digest near[NEAR];
	size_t n = 0;
	int rc = snapshot_near(near, &n, NEAR, s, p->target->service,
		p->target->terms->type, (int)i);

	return rc != 0 ? rc
		       : object_put_near(s, p->pages[i].body, p->pages[i].size,
				 near, n, out);
}

static int put_record(struct digest *out, struct store *s, const struct past *p,
	size_t i, const struct digest *body)
{
	const struct past_page *page = &p->pages[i];
	const struct declaration_terms *terms = p->target->terms;
	struct record_saved r = { .service = p->target->service,
		.terms = terms->type,
		.file = page->file,
		.url = page->url,
		.seen = page->seen,
		.zone = page->zone,
		.basis = snapshot_basis_name(p->basis),
		.source = p->source,
		.body = *body,
		.size = page->size,
		.coding = page->coding,
		.more = page->record };
	struct digest near[NEAR];
	struct str json = { 0 };
	size_t n = 0;
	int rc;

	digest_of(&r.declaration, terms->json, strlen(terms->json));
	rc = record_write_saved(&json, &r);
	if (rc == 0)
		rc = snapshot_near_records(near, &n, NEAR, s,
			p->target->service, terms->type, (int)i);
	if (rc == 0)
		rc = object_put_near(s, json.p, json.len, near, n, out);
	str_release(&json);
	return rc;
}

static int keep_page(
	int64_t *id, struct store *s, const struct past *p, size_t i)
{
	const struct past_page *page = &p->pages[i];
	struct snapshot snap = { .part = (int)i,
		.service = mem_strdup(p->target->service),
		.terms = mem_strdup(p->target->terms->type),
		.url = mem_strdup(page->url),
		.final_url = mem_strdup(page->final_url),
		.seen_ns = page->seen_ns,
		.day_only = page->day_only,
		.basis = p->basis,
		.source = mem_strdup(p->source),
		.status = page->status,
		.media_type = mem_strdup(page->media_type),
		.size = page->size };
	int rc = put_body(&snap.body, s, p, i);

	if (rc == 0)
		rc = put_record(&snap.record, s, p, i, &snap.body);
	if (rc == 0)
		rc = snapshot_add(s, &snap);
	*id = snap.id;
	snapshot_release(&snap);
	return rc;
}

static int keep_version(struct past_result *r, struct store *s,
	const struct past *p, const struct reading *reading)
{
	const struct keep_reading k = { .service = p->target->service,
		.terms = p->target->terms,
		.snapshot = r->snapshot,
		.text = &reading->text,
		.rules = reading->rules,
		.technical = p->technical };
	int64_t version;

	return keep_reading(&version, &r->is_new, s, &k);
}

static int keep(struct past_result *r, struct store *s, const struct past *p,
	const struct reading *reading)
{
	int64_t id = 0;
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	for (size_t i = 0; rc == 0 && r->kept && i < p->n; i++) {
		rc = keep_page(&id, s, p, i);
		if (i == 0)
			r->snapshot = id;
	}
	if (rc == 0 && r->read)
		rc = keep_version(r, s, p, reading);
	return store_end(s, rc);
}

int past_keep(struct past_result *out, struct store *s, const struct past *p)
{
	struct past_result r = { 0 };
	struct reading reading = { 0 };
	bool read = false;
	int rc = check(p);

	if (rc == 0)
		rc = look(&r, &read, s, p);
	if (rc == 0 && (r.kept || !read))
		rc = read_text(&r, &reading, p);
	if (rc == 0 && !p->dry_run && (r.kept || r.read))
		rc = keep(&r, s, p, &reading);
	r.read |= read;
	reading_release(&reading);
	if (rc == 0)
		*out = r;
	else
		past_result_release(&r);
	return rc;
}

void past_result_release(struct past_result *r)
{
	free(r->message);
	*r = (struct past_result){ 0 };
}
