/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/keep.h"

#include <stdlib.h>
#include <string.h>

#include "archive/attempt.h"
#include "archive/judgement.h"
#include "archive/object.h"
#include "archive/schedule.h"
#include "base/err.h"
#include "base/mem.h"
#include "scrapers/record.h"

enum { CANDIDATES = 4 }; /* contents that a new one may be like */

/* --- contents --- */

static int put_chain(struct store *store, const struct fetch_hop *hop)
{
	const char *chain = hop->answer.tls_chain;
	struct digest d;

	if (chain == NULL || chain[0] == '\0')
		return 0;
	return object_put(store, chain, strlen(chain), &d);
}

/* Bodies and certificates of all hops. */
static int put_hops(struct store *store, const struct fetch *f,
	const struct digest *near, size_t n)
{
	struct digest d;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < f->n; i++) {
		const struct str *body = &f->v[i].answer.body;

		rc = object_put_near(store, body->p, body->len, near, n, &d);
		if (rc == 0)
			rc = put_chain(store, &f->v[i]);
	}
	return rc;
}

static int put_optional(struct store *store, const struct str *bytes)
{
	struct digest d;

	return bytes->len > 0 ? object_put(store, bytes->p, bytes->len, &d) : 0;
}

static int put_near(struct store *store, const struct str *bytes,
	const struct digest *near, size_t n, struct digest *out)
{
	return object_put_near(store, bytes->p, bytes->len, near, n, out);
}

static int put_shown(struct store *store, const struct browser_page *b)
{
	int rc = put_optional(store, &b->screenshot);

	if (rc == 0)
		rc = put_optional(store, &b->print);
	for (size_t i = 0; rc == 0 && i < b->n; i++)
		rc = put_hops(store, &b->resources[i], NULL, 0);
	return rc;
}

/* --- a page --- */

static int put_record(struct digest *out, struct store *store,
	const struct job *j, const struct job_page *p)
{
	size_t part = (size_t)(p - j->pages);
	bool robots = p->crawl.robots.verdict != CRAWL_UNASKED;
	const struct record r = { .service = j->service,
		.terms = j->terms->type,
		.part = part,
		.declaration = j->declaration,
		.scene = j->run->scene,
		.clocks = &j->clocks,
		.fetch = job_page_fetch(p),
		.options = &p->crawl.fetch,
		.robots = robots ? &p->crawl.robots : NULL,
		.attempts = p->crawl.attempts,
		.browser = p->tried ? &p->shown : NULL,
		.before = p->rendered && p->crawled ? &p->crawl.result : NULL,
		.before_failure = p->before,
		.coding = p->coding.p,
		.confirmed = job_page_is_confirmed(p) ? &p->last.body : NULL,
		.reading = { .rules = j->reading.rules,
			.charset = j->reading.charset,
			.filters_left_out = j->reading.filters_left_out,
			.flattened = j->reading.flattened,
			.pages = j->reading.pages },
		.wall = p->wall.kind != WALL_NONE ? wall_kind_name(p->wall.kind)
						  : NULL,
		.failure = j->message };
	struct str json = { 0 };
	int rc = record_write(&json, &r);

	if (rc == 0)
		rc = object_put_near(store, json.p, json.len, &p->last.record,
			p->has_last ? 1 : 0, out);
	str_release(&json);
	return rc;
}

/* All contents that the record names; the kept body is among them. */
static int put_contents(struct digest *body, struct store *store,
	const struct job *j, const struct job_page *p)
{
	struct digest near[CANDIDATES];
	size_t n = 0;
	int rc = snapshot_near(near, &n, CANDIDATES, store, j->service,
		j->terms->type, (int)(p - j->pages));

	if (rc == 0)
		rc = put_hops(store, &p->crawl.result, near, n);
	if (rc == 0 && p->tried)
		rc = put_hops(store, &p->shown.document, near, n);
	if (rc == 0)
		rc = put_optional(store, &p->crawl.robots.body);
	if (rc == 0 && p->tried)
		rc = put_shown(store, &p->shown);
	/* The document that was not used is no body, and is kept as well. */
	if (rc == 0 && p->tried && !p->rendered)
		rc = put_optional(store, &p->shown.dom);
	if (rc == 0 && p->rendered)
		rc = put_near(store, job_page_body(p), near, n, body);
	else if (rc == 0 && job_page_is_confirmed(p))
		*body = p->last.body;
	else if (rc == 0 && p->crawl.result.n > 0)
		*body = p->crawl.result.v[p->crawl.result.n - 1].body;
	return rc;
}

static int status_of(const struct job_page *p)
{
	const struct fetch *f = job_page_fetch(p);

	return f->n > 0 ? f->v[f->n - 1].answer.status : 0;
}

static int64_t seen_of(const struct job_page *p)
{
	const struct fetch *f = job_page_fetch(p);

	if (p->rendered)
		return p->shown.start_ns;
	return f->n > 0 ? f->v[f->n - 1].answer.start_ns : 0;
}

/* Which page is the wall, said of the first page of the capture. */
static int add_judgement(struct store *store, const struct job *j)
{
	const struct job_page *p = j->pages;
	struct judgement judged;
	int rc;

	while (p->wall.kind == WALL_NONE)
		p++;
	judged = (struct judgement){ .snapshot = j->result.snapshot,
		.kind = mem_strdup(wall_kind_name(p->wall.kind)),
		.score = p->wall.score,
		.reasons = mem_strdup(
			p->wall.reasons.p != NULL ? p->wall.reasons.p : "[]") };
	rc = judgement_add(store, &judged);
	judgement_release(&judged);
	return rc;
}

static int keep_snapshot(
	int64_t *id, struct store *store, struct job *j, struct job_page *p)
{
	struct snapshot snap = { .part = (int)(p - j->pages),
		.service = mem_strdup(j->service),
		.terms = mem_strdup(j->terms->type),
		.url = mem_strdup(p->part->fetch),
		.final_url = mem_strdup(job_page_url(p)),
		.seen_ns = seen_of(p),
		.basis = SNAPSHOT_CAPTURED,
		.status = status_of(p),
		.media_type = mem_strdup(p->media_type.p),
		.size = job_page_is_confirmed(p) ? p->last.size
						 : job_page_body(p)->len };
	int rc = put_contents(&snap.body, store, j, p);

	if (rc == 0)
		rc = put_record(&snap.record, store, j, p);
	if (rc == 0)
		rc = snapshot_add(store, &snap);
	*id = snap.id;
	snapshot_release(&snap);
	return rc;
}

static int keep_attempt(
	struct store *store, struct job *j, const struct job_page *p)
{
	struct attempt a = { .service = mem_strdup(j->service),
		.terms = mem_strdup(j->terms->type),
		.part = (int)(p - j->pages),
		.url = mem_strdup(p->part->fetch),
		.seen_ns = seen_of(p) != 0 ? seen_of(p) : j->clocks.wall_ns,
		.cause = mem_strdup(job_page_cause(p)) };
	struct digest unused;
	int rc = put_contents(&unused, store, j, p);

	if (rc == 0)
		rc = put_record(&a.record, store, j, p);
	if (rc == 0)
		rc = attempt_add(store, &a);
	attempt_release(&a);
	return rc;
}

/* --- the text --- */

int keep_reading(int64_t *version, bool *is_new, struct store *store,
	const struct keep_reading *k)
{
	struct digest near[CANDIDATES], declaration;
	size_t n = 0;
	bool first;
	struct version v = { .service = (char *)(uintptr_t)k->service,
		.terms = k->terms->type,
		.size = k->text->len,
		.snapshot = k->snapshot,
		.extractor = (char *)(uintptr_t)k->rules,
		.technical = k->technical };
	int rc = object_put(
		store, k->terms->json, strlen(k->terms->json), &declaration);

	v.declaration = declaration;
	if (rc == 0)
		rc = version_near(near, &n, CANDIDATES, store, k->service,
			k->terms->type);
	if (rc == 0)
		rc = object_put_near(
			store, k->text->p, k->text->len, near, n, &v.text);
	if (rc == 0)
		rc = version_note(store, &v, is_new, &first);
	*version = v.id;
	return rc;
}

/* The pages are those of the capture before: so is the text. */
static int keep_same(struct store *store, struct job *j)
{
	bool is_new, first;
	struct version v = { .service = (char *)(uintptr_t)j->service,
		.terms = j->terms->type,
		.text = j->latest.text,
		.size = j->latest.size,
		.snapshot = j->result.snapshot,
		.declaration = j->declaration,
		.extractor = j->latest.extractor };
	int rc = version_note(store, &v, &is_new, &first);

	j->result.version = v.id;
	return rc;
}

static int keep_text(struct store *store, struct job *j)
{
	const struct keep_reading k = { .service = j->service,
		.terms = j->terms,
		.snapshot = j->result.snapshot,
		.text = &j->reading.text,
		.rules = j->reading.rules };
	bool is_new;

	if (j->same_text)
		return keep_same(store, j);
	return keep_reading(&j->result.version, &is_new, store, &k);
}

static int keep_upgrade(struct store *store, struct job *j)
{
	const struct keep_reading k = { .service = j->service,
		.terms = j->terms,
		.snapshot = j->latest.snapshot,
		.text = &j->upgrade.text,
		.rules = j->upgrade.rules,
		.technical = true };
	int64_t version;
	bool is_new;

	return j->upgraded ? keep_reading(&version, &is_new, store, &k) : 0;
}

/* --- for the next time --- */

/* The header's value; "" when there is none. */
static char *take_header(const struct fetch *f, const char *name)
{
	struct str value = { 0 };

	str_puts(&value, "");
	if (http_header(&value, &f->v[f->n - 1].answer.headers, name, 0) != 0)
		err_clear();
	return str_take(&value);
}

/* Without the mark of a weak tag: RFC 9110, 8.8.3.2, weak comparison. */
static const char *opaque(const char *etag)
{
	return strncmp(etag, "W/", 2) == 0 ? etag + 2 : etag;
}

/* A tag and a date stand for the bytes that came with them. A 304 brings no
 * bytes: what was asked stays; and when its tag is another one, what it
 * speaks of is not what is kept, so that next time the page is asked for
 * whole. */
static void take_validators(struct validator *v, const struct job_page *p)
{
	const struct fetch *f = job_page_fetch(p);
	char *etag = take_header(f, "ETag");

	if (!job_page_is_confirmed(p)) {
		v->etag = etag;
		v->modified = take_header(f, "Last-Modified");
		return;
	}
	if (etag[0] == '\0' || p->validator.etag[0] == '\0' ||
		strcmp(opaque(etag), opaque(p->validator.etag)) == 0) {
		v->etag = mem_strdup(p->validator.etag);
		v->modified = mem_strdup(p->validator.modified);
	}
	free(etag);
}

/* What a server said of a page, to be asked about next time. A page that a
 * browser showed has nothing that stands for it. */
static int keep_validator(struct store *store, const struct job *j,
	const struct job_page *p, int64_t snapshot)
{
	const struct fetch *f = job_page_fetch(p);
	const char *language = p->crawl.fetch.language;
	struct validator v = { .service = (char *)(uintptr_t)j->service,
		.terms = j->terms->type,
		.part = (int)(p - j->pages),
		.url = (char *)(uintptr_t)job_page_url(p),
		.language =
			(char *)(uintptr_t)(language != NULL ? language : ""),
		.rules = j->declaration,
		.snapshot = snapshot };
	int rc;

	if (p->rendered || j->message != NULL || f->n == 0)
		return 0;
	take_validators(&v, p);
	rc = validator_put(store, &v);
	free(v.etag);
	free(v.modified);
	return rc;
}

static int keep_state(struct store *store, struct job *j)
{
	struct capture_result *r = &j->result;
	const struct schedule_outcome o = { .outcome = capture_outcome_name(
						    r->outcome),
		.cause = r->cause,
		.failed = j->message != NULL,
		.add = !j->run->o->due,
		.checked_ns = j->clocks.wall_ns,
		.interval_ns = j->run->o->interval_ns };
	struct schedule_state state = { 0 };
	bool found = false;
	int rc = schedule_done(store, j->service, j->terms->type, &o);

	if (rc == 0)
		rc = schedule_find(
			&state, &found, store, j->service, j->terms->type);
	r->failures = found ? state.failures : 0;
	if (found)
		schedule_state_release(&state);
	return rc;
}

/* --- all of it --- */

static int keep_page(struct store *store, struct job *j, struct job_page *p)
{
	int64_t id = 0;
	int rc;

	if (!job_page_is_answered(p))
		return keep_attempt(store, j, p);
	rc = keep_snapshot(&id, store, j, p);
	if (p == j->pages)
		j->result.snapshot = id;
	return rc != 0 ? rc : keep_validator(store, j, p, id);
}

int keep_job(struct store *store, struct job *j)
{
	int rc = keep_upgrade(store, j);

	for (size_t i = 0; rc == 0 && i < j->n; i++)
		rc = keep_page(store, j, &j->pages[i]);
	if (rc == 0 && j->result.wall != NULL)
		rc = add_judgement(store, j);
	if (rc == 0 && j->message == NULL)
		rc = keep_text(store, j);
	return rc != 0 ? rc : keep_state(store, j);
}
