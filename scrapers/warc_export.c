/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything comes from the rows and the capture records ("hops", see
 * scrapers/record.h); nothing is asked again. One sighting is in memory at a
 * time.
 */
#include "scrapers/warc_export.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/object.h"
#include "archive/version.h"
#include "base/codec.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/self.h"
#include "scrapers/warc_known.h"

#define PROFILE "http://netpreserve.org/warc/1.1/revisit/"
static const char same_payload[] = PROFILE "identical-payload-digest";
static const char not_modified[] = PROFILE "server-not-modified";

enum { FIELDS = 12, BLOCK = 64 << 20 };

/* One terms under way. */
struct work {
	struct store *store;
	struct warc_writer *writer;
	const struct warc_export *e;
	struct warc_export_result done;
	char info[WARC_ID];
	const char *service, *terms;
	struct version_spans spans;
	size_t span;		/* the next one to write */
	struct digest declared; /* the last declaration written */
	struct warc_known known;
};

/* A record in the making. */
struct draft {
	struct warc_new r;
	struct warc_field fields[FIELDS];
	char id[WARC_ID];
	struct str date, head, body, digest;
};

static void draft_release(struct draft *d)
{
	str_release(&d->date);
	str_release(&d->head);
	str_release(&d->body);
	str_release(&d->digest);
}

static void set(struct draft *d, const char *name, const char *value)
{
	if (value != NULL && value[0] != '\0')
		d->fields[d->r.n++] =
			(struct warc_field){ .name = name, .value = value };
}

/* The id of the n-th record of that kind of a sighting. */
static void id_of(char out[WARC_ID], const char *kind,
	const struct snapshot *snap, size_t n)
{
	struct str seed = { 0 };
	char record[DIGEST_HEX + 1], body[DIGEST_HEX + 1];

	digest_hex(record, &snap->record);
	digest_hex(body, &snap->body);
	str_printf(&seed, "constat %s %s %s %lld %d %zu", kind, record, body,
		(long long)snap->seen_ns, snap->part, n);
	warc_id(out, seed.p);
	str_release(&seed);
}

static int write_draft(struct work *w, struct draft *d)
{
	int rc;

	set(d, "WARC-Warcinfo-ID", w->info);
	d->r.id = d->id;
	d->r.date = d->date.p;
	d->r.more = d->fields;
	d->r.head = d->head.len > 0 ? &d->head : NULL;
	if (d->body.p != NULL) {
		d->r.body = d->body.p;
		d->r.len = d->body.len;
	}
	rc = warc_writer_add(w->writer, &d->r);
	w->done.records++;
	return rc;
}

/* --- what the capture record holds --- */

/* Appends a block of it: a text, or {"base64": …}. */
static int read_block(struct str *out, const cJSON *o, const char *name)
{
	const cJSON *member = json_member(o, name);
	const char *base64;

	if (cJSON_IsString(member))
		return str_puts(out, member->valuestring);
	base64 = json_string(member, "base64");
	return base64 != NULL ? codec_unbase64(out, base64, strlen(base64)) : 0;
}

/* The digest that a member names, itself or in its "sha256". */
static bool find_digest(struct digest *out, const cJSON *o, const char *name)
{
	const cJSON *member = json_member(o, name);
	const char *text = cJSON_IsString(member)
				   ? member->valuestring
				   : json_string(member, "sha256");

	return text != NULL && digest_parse(out, text);
}

/* The header block with the line that says how it was transferred renamed:
 * the body is kept without chunks. */
static void put_headers(struct str *out, const char *block, size_t len)
{
	static const char name[] = "Transfer-Encoding:";

	while (len > 0) {
		const char *end = memchr(block, '\n', len);
		size_t n = end != NULL ? (size_t)(end - block) + 1 : len;

		if (n >= sizeof(name) - 1 &&
			strncasecmp(block, name, sizeof(name) - 1) == 0)
			str_puts(out, "X-Orig-");
		str_add(out, block, n);
		block += n;
		len -= n;
	}
}

static int read_headers(struct str *out, const cJSON *o, const char *name)
{
	struct str block = { 0 };
	int rc = read_block(&block, o, name);

	if (rc == 0)
		put_headers(out, block.p, block.len);
	str_release(&block);
	return rc;
}

/* --- records of one sighting --- */

static int write_metadata(struct work *w, const struct snapshot *snap,
	const struct str *record, const char *page)
{
	struct draft d = { .r = { .type = WARC_METADATA,
				   .target = snap->url,
				   .content_type = "application/json" } };
	int rc;

	id_of(d.id, "record", snap, 0);
	warc_date_text(&d.date, snap->seen_ns, snap->day_only);
	set(&d, "WARC-Concurrent-To", page);
	d.r.body = record->p;
	d.r.len = record->len;
	rc = write_draft(w, &d);
	draft_release(&d);
	return rc;
}

/* A content that belongs to the sighting, under a name of ours; each once. */
static int write_resource(struct work *w, const struct snapshot *snap,
	const char *kind, const char *type, const struct digest *content)
{
	struct draft d = { .r = { .type = WARC_RESOURCE,
				   .content_type = type,
				   .payload = true } };
	struct str target = { 0 };
	char hex[DIGEST_HEX + 1];
	int rc;

	if (warc_known_content(&w->known, content))
		return 0;
	digest_hex(hex, content);
	str_printf(&target, "urn:x-constat:%s:sha256:%s", kind, hex);
	d.r.target = target.p;
	id_of(d.id, target.p, snap, 0);
	warc_date_text(&d.date, snap->seen_ns, snap->day_only);
	str_init(&d.body, BLOCK);
	rc = object_get(w->store, content, &d.body);
	if (rc == 0)
		rc = write_draft(w, &d);
	draft_release(&d);
	str_release(&target);
	return rc;
}

static int write_request(struct work *w, const struct snapshot *snap,
	const cJSON *hop, size_t n, const char *response)
{
	struct draft d = { .r = { .type = WARC_REQUEST,
				   .content_type = "application/http;"
						   "msgtype=request" } };
	int rc = read_block(&d.head, hop, "request");

	if (rc == 0 && d.head.len > 0) {
		id_of(d.id, "request", snap, n);
		str_puts(&d.date, json_string(hop, "start"));
		d.r.target = json_string(hop, "url");
		set(&d, "WARC-Concurrent-To", response);
		rc = write_draft(w, &d);
	}
	draft_release(&d);
	return rc;
}

/* Makes the draft a revisit of an earlier response. */
static void revisit(
	struct draft *d, const struct warc_response *of, const char *profile)
{
	d->r.type = WARC_REVISIT;
	set(d, "WARC-Profile", profile);
	set(d, "WARC-Refers-To", of->id);
	set(d, "WARC-Refers-To-Target-URI", of->uri);
	set(d, "WARC-Refers-To-Date", of->date);
	set(d, "WARC-Payload-Digest", of->digest);
}

/* The body of a response, or what earlier one has it. */
static int put_body(struct work *w, struct draft *d, const struct digest *body,
	bool unchanged)
{
	const struct warc_response *of = warc_known_find(&w->known, body);
	int rc;

	if (of != NULL) {
		revisit(d, of, unchanged ? not_modified : same_payload);
		return 0;
	}
	if (unchanged)
		return 0;
	str_init(&d->body, BLOCK);
	rc = object_get(w->store, body, &d->body);
	if (rc != 0)
		return rc;
	d->r.payload = true;
	warc_digest(&d->digest, d->body.p, d->body.len);
	warc_known_add(&w->known, &(struct warc_response){ .body = *body,
					  .id = d->id,
					  .uri = (char *)(uintptr_t)d->r.target,
					  .date = d->date.p,
					  .digest = d->digest.p });
	return 0;
}

/* One request and its answer; a hop without one has its request alone. */
static int write_hop(struct work *w, const struct snapshot *snap,
	const cJSON *hop, size_t n, bool last)
{
	struct draft d = { .r = { .type = WARC_RESPONSE,
				   .target = json_string(hop, "url"),
				   .content_type = "application/http;"
						   "msgtype=response" } };
	const char *start = json_string(hop, "start");
	bool unchanged = last && snap->status == 304;
	struct digest body = { { 0 } }, chain;
	int rc;

	if (d.r.target == NULL || start == NULL)
		return 0;
	id_of(d.id, "page", snap, n);
	rc = write_request(w, snap, hop, n, d.id);
	if (rc == 0)
		rc = read_headers(&d.head, hop, "headers");
	str_puts(&d.date, start);
	set(&d, "WARC-IP-Address",
		json_string(json_member(hop, "connection"), "peer"));
	if (unchanged)
		body = snap->body;
	else if (!find_digest(&body, hop, "body"))
		str_clear(&d.head);
	if (rc == 0 && d.head.len > 0)
		rc = put_body(w, &d, &body, unchanged);
	if (rc == 0 && d.head.len > 0)
		rc = write_draft(w, &d);
	if (rc == 0 && find_digest(&chain, json_member(hop, "tls"), "chain"))
		rc = write_resource(w, snap, "certificates",
			"application/x-pem-file", &chain);
	draft_release(&d);
	return rc;
}

/* What a page loaded: each a hop, or an object with "hops" of its own. */
static int write_resources(struct work *w, const struct snapshot *snap,
	const cJSON *resources, size_t n)
{
	const cJSON *resource, *hop;
	int rc = 0;

	cJSON_ArrayForEach(resource, resources)
	{
		const cJSON *hops = json_member(resource, "hops");

		if (rc == 0 && hops == NULL)
			rc = write_hop(w, snap, resource, n++, false);
		cJSON_ArrayForEach(hop, hops)
		{
			if (rc == 0)
				rc = write_hop(w, snap, hop, n++, false);
		}
	}
	return rc;
}

static int write_hops(
	struct work *w, const struct snapshot *snap, const cJSON *record)
{
	const cJSON *hops = json_member(record, "hops"), *hop;
	size_t n = 0, count = (size_t)cJSON_GetArraySize(hops);
	int rc = 0;

	cJSON_ArrayForEach(hop, hops)
	{
		n++;
		if (rc == 0)
			rc = write_hop(w, snap, hop, count - n, n == count);
	}
	return rc != 0 ? rc
		       : write_resources(w, snap,
				 json_member(json_member(record, "browser"),
					 "resources"),
				 count);
}

/* The page as it stood behind its scripts: what the server sent, converted.
 * Here each time, as it is the page whose text counts. */
static int write_dom(
	struct work *w, const struct snapshot *snap, const struct digest *dom)
{
	struct draft d = { .r = { .type = WARC_CONVERSION,
				   .content_type = "text/html; charset=utf-8",
				   .payload = true } };
	char page[WARC_ID];
	int rc;

	id_of(d.id, "dom", snap, 0);
	id_of(page, "page", snap, 0);
	warc_date_text(&d.date, snap->seen_ns, snap->day_only);
	d.r.target = snap->final_url[0] != '\0' ? snap->final_url : snap->url;
	set(&d, "WARC-Refers-To", page);
	str_init(&d.body, BLOCK);
	rc = object_get(w->store, dom, &d.body);
	if (rc == 0)
		rc = write_draft(w, &d);
	draft_release(&d);
	return rc;
}

/* What a browser made of the page. */
static int write_views(
	struct work *w, const struct snapshot *snap, const cJSON *record)
{
	static const char *const views[][2] = { { "screenshot", "image/png" },
		{ "print", "application/pdf" } };
	const cJSON *browser = json_member(record, "browser");
	struct digest d;
	int rc = 0;

	if (find_digest(&d, browser, "dom"))
		rc = write_dom(w, snap, &d);
	for (size_t i = 0; rc == 0 && i < 2; i++)
		if (find_digest(&d, browser, views[i][0]))
			rc = write_resource(
				w, snap, views[i][0], views[i][1], &d);
	return rc;
}

/* A page that came from elsewhere. */
static int write_past(
	struct work *w, const struct snapshot *snap, const cJSON *record)
{
	const char *type = snap->media_type;
	struct draft d = { .r = { .type = WARC_RESOURCE } };
	int rc = read_headers(&d.head, record, "headers");

	id_of(d.id, "page", snap, 0);
	warc_date_text(&d.date, snap->seen_ns, snap->day_only);
	d.r.target = snap->final_url[0] != '\0' ? snap->final_url : snap->url;
	d.r.content_type = type[0] != '\0' ? type : "application/octet-stream";
	if (d.head.len > 0) {
		d.r.type = WARC_RESPONSE;
		d.r.content_type = "application/http;msgtype=response";
	}
	if (rc == 0 && d.head.len > 0) {
		rc = put_body(w, &d, &snap->body, snap->status == 304);
	} else if (rc == 0) {
		str_init(&d.body, BLOCK);
		rc = object_get(w->store, &snap->body, &d.body);
		d.r.payload = true;
	}
	if (rc == 0)
		rc = write_draft(w, &d);
	draft_release(&d);
	return rc;
}

/* --- versions --- */

static int write_declaration(struct work *w, const struct snapshot *snap,
	const struct version_span *span)
{
	if (digest_equal(&w->declared, &span->declaration))
		return 0;
	w->declared = span->declaration;
	return write_resource(
		w, snap, "declaration", "application/json", &span->declaration);
}

static int write_version(struct work *w, const struct snapshot *snap)
{
	const struct version_span *span = &w->spans.v[w->span++];
	struct draft d = { .r = { .type = WARC_CONVERSION,
				   .content_type = "text/markdown; "
						   "charset=utf-8",
				   .payload = true } };
	char page[WARC_ID], declaration[DIGEST_NAME + 1];
	int rc = write_declaration(w, snap, span);

	id_of(d.id, "version", snap, 0);
	id_of(page, "page", snap, 0);
	digest_name(declaration, &span->declaration);
	warc_date_text(&d.date, snap->seen_ns, snap->day_only);
	d.r.target = snap->final_url[0] != '\0' ? snap->final_url : snap->url;
	set(&d, "WARC-Refers-To", page);
	set(&d, "X-Constat-Declaration", declaration);
	set(&d, "X-Constat-Extractor", span->extractor);
	str_init(&d.body, BLOCK);
	if (rc == 0)
		rc = object_get(w->store, &span->text, &d.body);
	if (rc == 0)
		rc = write_draft(w, &d);
	w->done.versions++;
	draft_release(&d);
	return rc;
}

/* --- one sighting, one terms, all --- */

static int write_snapshot(const struct snapshot *snap, void *ctx)
{
	struct work *w = ctx;
	struct str json = { 0 };
	cJSON *record = NULL;
	char page[WARC_ID];
	int rc = object_get(w->store, &snap->record, &json);

	if (rc == 0)
		rc = json_parse(&record, json.p, json.len, NULL);
	id_of(page, "page", snap, 0);
	if (rc == 0)
		rc = write_metadata(w, snap, &json, page);
	if (rc == 0 && snap->basis == SNAPSHOT_CAPTURED)
		rc = write_hops(w, snap, record);
	else if (rc == 0)
		rc = write_past(w, snap, record);
	if (rc == 0)
		rc = write_views(w, snap, record);
	if (rc == 0 && w->span < w->spans.n &&
		w->spans.v[w->span].first.snapshot == snap->id)
		rc = write_version(w, snap);
	w->done.snapshots++;
	progress_report(&w->e->progress, _("writing"), w->done.snapshots, 0);
	cJSON_Delete(record);
	str_release(&json);
	return rc;
}

static int write_terms(struct work *w, const char *service, const char *terms)
{
	int rc = version_spans(&w->spans, w->store, service, terms);

	w->service = service;
	w->terms = terms;
	w->span = 0;
	memset(&w->declared, 0, sizeof(w->declared));
	if (rc == 0)
		rc = snapshot_each(w->store, service, terms, write_snapshot, w);
	w->done.terms++;
	version_spans_release(&w->spans);
	warc_known_release(&w->known);
	return rc;
}

/* The terms that are asked for. */
struct chosen {
	const struct warc_export *e;
	struct store *store;
	char **names; /* owned; service and terms by turns */
	size_t n, cap;
	int64_t newest;
};

static int choose(const char *service, const char *terms, void *ctx)
{
	struct chosen *c = ctx;
	struct snapshot last = { 0 };
	bool found = false;
	int rc;

	if ((c->e->service != NULL &&
		    strcasecmp(c->e->service, service) != 0) ||
		(c->e->terms != NULL && strcasecmp(c->e->terms, terms) != 0))
		return 0;
	c->names = mem_grow(c->names, &c->cap, c->n + 2, sizeof(*c->names));
	c->names[c->n++] = mem_strdup(service);
	c->names[c->n++] = mem_strdup(terms);
	rc = snapshot_latest(&last, &found, c->store, service, terms, 0);
	if (found && last.seen_ns > c->newest)
		c->newest = last.seen_ns;
	snapshot_release(&last);
	return rc;
}

static int write_info(struct work *w, const struct chosen *c)
{
	struct draft d = { .r = { .type = WARC_INFO,
				   .content_type =
					   "application/warc-fields" } };
	struct str seed = { 0 };
	int rc;

	warc_date_text(&d.date, c->newest, false);
	str_printf(&d.head,
		"software: constat/%s\r\n"
		"format: WARC File Format 1.1\r\n"
		"conformsTo: http://iipc.github.io/warc-specifications/"
		"specifications/warc-format/warc-1.1/\r\n"
		"isPartOf: constat archive %s\r\n"
		"description: dated copies of published terms; each metadata "
		"record says how a page was obtained and whose word its date "
		"is\r\n",
		self_version(), store_id(w->store));
	str_printf(&seed, "constat info %s %s", d.date.p, d.head.p);
	for (size_t i = 0; i < c->n; i++)
		str_printf(&seed, "\n%s", c->names[i]);
	warc_id(d.id, seed.p);
	rc = write_draft(w, &d);
	memcpy(w->info, d.id, sizeof(w->info));
	str_release(&seed);
	draft_release(&d);
	return rc;
}

static int nothing_kept(const struct warc_export *e)
{
	if (e->service == NULL)
		return err_set(ERR_NOTFOUND,
			_("nothing is kept yet; 'constat capture' fetches what "
			  "is declared"));
	return err_set(ERR_NOTFOUND,
		_("nothing is kept of '%s'%s%s; 'constat history' lists what "
		  "is"),
		e->service, e->terms != NULL ? " " : "",
		e->terms != NULL ? e->terms : "");
}

int warc_export(struct warc_export_result *out, struct store *s,
	const struct warc_export *e)
{
	struct work w = { .store = s, .e = e };
	struct chosen c = { .e = e, .store = s };
	int rc = store_snapshot(s);

	if (rc != 0)
		return rc;
	rc = version_each_terms(s, choose, &c);
	if (rc == 0 && c.n == 0)
		rc = nothing_kept(e);
	w.writer = warc_writer_new(e->fn, e->ctx);
	if (rc == 0)
		rc = write_info(&w, &c);
	for (size_t i = 0; rc == 0 && i < c.n; i += 2)
		rc = write_terms(&w, c.names[i], c.names[i + 1]);
	warc_writer_free(w.writer);
	for (size_t i = 0; i < c.n; i++)
		free(c.names[i]);
	free(c.names);
	rc = store_end(s, rc);
	if (rc == 0)
		*out = w.done;
	return rc;
}
