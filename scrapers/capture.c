/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/capture.h"

#include <stdlib.h>
#include <string.h>

#include "archive/object.h"
#include "archive/snapshot.h"
#include "archive/version.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "scrapers/extract.h"
#include "scrapers/record.h"
#include "scrapers/service.h"

/* One page of the terms: what was fetched. */
struct page {
	struct fetch fetch;
	struct str media_type;
};

/* One terms under way. */
struct job {
	const struct capture_options *o;
	const char *service;
	const struct declaration_terms *terms;
	struct digest declaration;
	struct page *pages; /* owned: as many as terms has parts */
	size_t n;	    /* pages begun */
	struct str text;    /* of all pages */
	char *message;	    /* why there is no text; NULL: there is one */
	struct capture_result result;
};

const char *capture_outcome_name(enum capture_outcome outcome)
{
	static const char *const names[] = { "new", "unchanged", "changed",
		"wall", "failed" };

	return names[outcome];
}

/* --- fetching and extracting, nothing kept yet --- */

/* What the declaration asks for and this program does not do. */
static int check_part(const struct declaration_part *part)
{
	if (part->scripts == DECLARATION_SCRIPTS_YES)
		return err_set(ERR_INVALID,
			_("'%s' is declared to need scripts "
			  "(executeClientScripts), which this program does "
			  "not execute yet; save the page from a browser and "
			  "bring it in with 'constat import-history file'"),
			part->fetch);
	if (part->select.n == 0)
		return err_set(ERR_INVALID,
			_("'%s' is a PDF, which this program does not read "
			  "yet; keep it as an exhibit with 'constat attach'"),
			part->fetch);
	return 0;
}

static int check_status(const struct fetch *f)
{
	int status = f->v[f->n - 1].answer.status;

	if (status >= 200 && status < 300)
		return 0;
	return err_set(ERR_NET,
		_("'%s' answered with status %d instead of a page; look at it "
		  "in a browser: it may have moved, or not let programs in"),
		f->v[f->n - 1].url, status);
}

static int extract(struct str *out, const struct page *page,
	const struct declaration_part *part)
{
	struct str body, markdown = { 0 };
	struct extract_job job = { .content_type = page->media_type.p,
		.url = page->fetch.v[page->fetch.n - 1].url,
		.part = part };
	int rc;

	str_init(&body, FETCH_BYTES);
	rc = fetch_body(&body, &page->fetch);
	if (rc == 0) {
		job.bytes = body.p;
		job.len = body.len;
		rc = extract_page(&markdown, NULL, &job);
	}
	if (rc == ERR_NOTFOUND)
		rc = err_set(ERR_NOTFOUND,
			_("%s, or another page stands before the document; "
			  "look at '%s' in a browser"),
			err_message(), part->fetch);
	if (rc == 0)
		rc = extract_combine(out, &markdown);
	str_release(&body);
	str_release(&markdown);
	return rc;
}

static int look_at_part(struct str *text, struct page *page,
	const struct declaration_part *part, const struct fetch_options *o)
{
	int rc = fetch_page(&page->fetch, part->fetch, o);

	if (rc != 0)
		return rc;
	fetch_media_type(&page->media_type, &page->fetch);
	rc = check_status(&page->fetch);
	return rc != 0 ? rc : extract(text, page, part);
}

/* Fetches all pages, up to the first that fails. */
static int look_at_all(struct job *j)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < j->terms->n; i++)
		rc = check_part(&j->terms->parts[i]);
	while (rc == 0 && j->n < j->terms->n) {
		size_t i = j->n++;

		rc = look_at_part(&j->text, &j->pages[i], &j->terms->parts[i],
			&j->o->fetch);
		j->result.downgraded |= j->pages[i].fetch.downgraded;
	}
	return rc;
}

/* --- keeping --- */

static int put_hop(struct store *store, const struct fetch_hop *hop)
{
	const char *chain = hop->answer.tls_chain;
	struct digest d;
	int rc =
		object_put(store, hop->answer.body.p, hop->answer.body.len, &d);

	if (rc == 0 && chain != NULL && chain[0] != '\0')
		rc = object_put(store, chain, strlen(chain), &d);
	return rc;
}

static int put_record(
	struct digest *out, struct store *store, const struct job *j, size_t i)
{
	const struct record r = { .service = j->service,
		.terms = j->terms->type,
		.part = i,
		.declaration = j->declaration,
		.fetch = &j->pages[i].fetch,
		.options = &j->o->fetch,
		.failure = i + 1 == j->n ? j->message : NULL };
	struct str json = { 0 };
	int rc = record_write(&json, &r);

	if (rc == 0)
		rc = object_put(store, json.p, json.len, out);
	str_release(&json);
	return rc;
}

/* The page was answered in full. */
static bool is_answered(const struct page *page)
{
	return page->media_type.p != NULL;
}

static int keep_snapshot(
	int64_t *id, struct store *store, const struct job *j, size_t i)
{
	const struct fetch *f = &j->pages[i].fetch;
	const struct fetch_hop *last = &f->v[f->n - 1];
	struct snapshot snap = { .part = (int)i,
		.service = mem_strdup(j->service),
		.terms = mem_strdup(j->terms->type),
		.url = mem_strdup(j->terms->parts[i].fetch),
		.final_url = mem_strdup(last->url),
		.seen_ns = last->answer.start_ns,
		.basis = SNAPSHOT_CAPTURED,
		.status = last->answer.status,
		.media_type = mem_strdup(j->pages[i].media_type.p),
		.body = last->body,
		.size = last->answer.body.len };
	int rc = 0;

	for (size_t k = 0; rc == 0 && k < f->n; k++)
		rc = put_hop(store, &f->v[k]);
	if (rc == 0)
		rc = put_record(&snap.record, store, j, i);
	if (rc == 0)
		rc = snapshot_add(store, &snap);
	*id = snap.id;
	snapshot_release(&snap);
	return rc;
}

/* Whether the terms' last sighting was of the very same bytes: then another
 * text comes from other rules, not from the vendor. */
static int is_same_page(bool *out, struct store *store, const struct job *j)
{
	const struct fetch *f = &j->pages[0].fetch;
	struct version_spans spans = { 0 };
	struct snapshot last = { 0 };
	int rc = version_spans(&spans, store, j->service, j->terms->type);

	*out = false;
	if (rc == 0 && spans.n > 0 && j->n == 1) {
		rc = snapshot_get(
			&last, store, spans.v[spans.n - 1].last.snapshot);
		*out = rc == 0 &&
		       digest_equal(&last.body, &f->v[f->n - 1].body);
	}
	snapshot_release(&last);
	version_spans_release(&spans);
	return rc;
}

/* The same bytes read anew by other rules are no change of the vendor's. */
static void judge(
	struct capture_result *r, bool is_new, bool first, bool same_page)
{
	r->outcome = first		    ? CAPTURE_NEW
		     : is_new && !same_page ? CAPTURE_CHANGED
					    : CAPTURE_UNCHANGED;
	r->technical = is_new && same_page;
}

static int keep_version(struct store *store, struct job *j)
{
	char extractor[] = EXTRACT_VERSION;
	struct capture_result *r = &j->result;
	struct version v = { .service = (char *)(uintptr_t)j->service,
		.terms = j->terms->type,
		.size = j->text.len,
		.snapshot = r->snapshot,
		.declaration = j->declaration,
		.extractor = extractor };
	bool is_new = false, first = false, same_page = false;
	struct digest d;
	int rc = object_put(store, j->terms->json, strlen(j->terms->json), &d);

	if (rc == 0)
		rc = object_put(store, j->text.p, j->text.len, &v.text);
	if (rc == 0)
		rc = is_same_page(&same_page, store, j);
	v.technical = same_page;
	if (rc == 0)
		rc = version_note(store, &v, &is_new, &first);
	judge(r, is_new, first, same_page);
	r->version = v.id;
	r->text = v.text;
	return rc;
}

/* One transaction for the whole terms. */
static int keep(struct store *store, struct job *j)
{
	int64_t id = 0;
	int rc = store_begin(store);

	if (rc != 0)
		return rc;
	for (size_t i = 0; rc == 0 && i < j->n; i++) {
		if (!is_answered(&j->pages[i]))
			continue;
		rc = keep_snapshot(&id, store, j, i);
		if (i == 0)
			j->result.snapshot = id;
	}
	if (rc == 0 && j->message == NULL)
		rc = keep_version(store, j);
	return store_end(store, rc);
}

/* What keep() would have found. */
static int foresee(struct store *store, struct job *j)
{
	struct version_spans spans = { 0 };
	bool is_new, same_page = false;
	int rc = version_spans(&spans, store, j->service, j->terms->type);

	if (rc == 0 && j->message == NULL)
		rc = is_same_page(&same_page, store, j);
	if (rc == 0 && j->message == NULL) {
		digest_of(&j->result.text, j->text.p, j->text.len);
		is_new = spans.n == 0 ||
			 !digest_equal(
				 &spans.v[spans.n - 1].text, &j->result.text);
		judge(&j->result, is_new, spans.n == 0, same_page);
	}
	version_spans_release(&spans);
	return rc;
}

/* --- one terms, one service, all --- */

static int capture_terms(struct store *store, const char *service,
	const struct declaration_terms *terms, const struct capture_options *o)
{
	struct job j = { .o = o, .service = service, .terms = terms };
	int rc;

	digest_of(&j.declaration, terms->json, strlen(terms->json));
	j.pages = mem_new(terms->n, sizeof(*j.pages));
	j.result = (struct capture_result){ .outcome = CAPTURE_FAILED,
		.service = service,
		.terms = terms->type,
		.url = terms->parts[0].fetch };
	str_init(&j.text, STR_MAX);
	if (look_at_all(&j) != 0)
		j.message = mem_strdup(err_message());
	rc = o->dry_run ? foresee(store, &j) : keep(store, &j);
	j.result.message = j.message;
	if (rc == 0)
		rc = o->fn(&j.result, o->ctx);
	for (size_t i = 0; i < j.n; i++) {
		fetch_release(&j.pages[i].fetch);
		str_release(&j.pages[i].media_type);
	}
	free(j.pages);
	free(j.message);
	str_release(&j.text);
	return rc;
}

static int capture_service(struct store *store, const struct declaration *d,
	const struct capture_options *o)
{
	const struct declaration_terms *one = NULL;
	int rc = 0;

	if (o->terms != NULL) {
		rc = declaration_get(&one, d, o->terms);
		return rc != 0 ? rc : capture_terms(store, d->id, one, o);
	}
	for (size_t i = 0; rc == 0 && i < d->n; i++)
		rc = capture_terms(store, d->id, &d->terms[i], o);
	return rc;
}

/* One of many: a declaration that cannot be read is a result. */
static int capture_listed(
	struct store *store, const char *id, const struct capture_options *o)
{
	struct declaration d = { 0 };
	char *message;
	int rc = service_find(&d, o->folder, id);

	if (rc == 0) {
		rc = capture_service(store, &d, o);
	} else {
		message = mem_strdup(err_message());
		rc = o->fn(&(struct capture_result){ .outcome = CAPTURE_FAILED,
				   .service = id,
				   .terms = "",
				   .url = "",
				   .message = message },
			o->ctx);
		free(message);
	}
	declaration_release(&d);
	return rc;
}

int capture_run(struct store *store, const struct capture_options *o)
{
	struct service_names ids = { 0 };
	struct declaration d = { 0 };
	int rc;

	if (o->service != NULL) {
		rc = service_find(&d, o->folder, o->service);
		if (rc == 0)
			rc = capture_service(store, &d, o);
		declaration_release(&d);
		return rc;
	}
	rc = service_list(&ids, o->folder);
	if (rc == 0 && ids.n == 0)
		rc = err_set(ERR_NOTFOUND,
			_("nothing is declared yet; 'constat watch URL "
			  "--service NAME' makes a declaration"));
	for (size_t i = 0; rc == 0 && i < ids.n; i++)
		rc = capture_listed(store, ids.v[i], o);
	service_names_release(&ids);
	return rc;
}

int capture_look(struct str *text, const struct declaration_terms *terms,
	const struct fetch_options *fetch)
{
	struct page page = { 0 };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < terms->n; i++) {
		rc = check_part(&terms->parts[i]);
		if (rc == 0)
			rc = look_at_part(text, &page, &terms->parts[i], fetch);
		fetch_release(&page.fetch);
		str_release(&page.media_type);
	}
	return rc;
}
