/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * HAR, the HTTP Archive 1.1 and 1.2, as browsers, proxies and apps write it:
 *
 *	{"log": {"version": "1.2", "creator": {"name": …, "version": …},
 *	  "browser": {…}, "pages": [{"id": "page_1", "title": "https://…"}],
 *	  "entries": [{"startedDateTime": …, "request": {…}, …}, …],
 *	  "_tweasel": {"device": {…}, "apps": [{"id": …}], "options": {…}}}}
 *
 * One entry is one row (har_entry.c); entries may stand in any order. What is
 * said about the whole file may stand behind them, so a first pass looks for
 * it. The file may be of any size: nothing of a body is held.
 *
 * A request with a status of 100 or more was let through; one that Chrome's
 * _error (net::ERR_BLOCKED_…), Firefox's _blocked or a blockedReason says so
 * was blocked; all others failed. That a browser did not take an answer
 * (ERR_BLOCKED_BY_RESPONSE, …_BY_ORB) does not undo that it asked.
 *
 * What the browser answered itself reached nobody: from its cache
 * (_fromCache), by a redirect of its own (307 "Internal Redirect", to https),
 * out of the URL (data:, blob:). Such a row is an event at the person's end,
 * its disposition unknown, and no total of contacts counts it; "ev.from_cache"
 * and "ev.internal_redirect" tell why.
 *
 * An app is known from tweasel's files, when its traffic alone was recorded.
 * The detail holds sizes and digests of bodies. One file's details are
 * bounded in all (evidence/record.h): behind that, rows say "ev.shortened" and
 *leave out what differs from row to row.
 */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "evidence/har_entry.h"
#include "evidence/importer.h"
#include "evidence/json_document.h"
#include "evidence/record.h"
#include "evidence/when.h"

enum {
	PAGES_MAX = 4096,
	TWEASEL_MAX = 256 << 10,
};

struct page {
	char id[80], host[HOST_MAX + 1];
};

struct state {
	struct importer_job *job;
	struct page *pages; /* owned */
	size_t n_pages, cap, last;
	char creator[80], creator_version[48];
	char browser[80], browser_version[48];
	char app[120], app_version[48], client[120];
	struct json_document_place place;
	struct record_budget *budget;
};

static size_t space(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && strchr(" \t\r\n", p[n]) != NULL && p[n] != '\0')
		n++;
	return n;
}

/* Passes white space and a word; 0 when another stands there. */
static size_t pass(const char *p, size_t len, const char *word)
{
	size_t n = space(p, len), w = strlen(word);

	return len - n >= w && memcmp(p + n, word, w) == 0 ? n + w : 0;
}

static bool has(const struct importer_head *head, const char *word)
{
	return memmem(head->text, head->len, word, strlen(word)) != NULL;
}

static int sniff(struct importer_head *head)
{
	static const char *const words[] = { "{", "\"log\"", ":", "{" };
	size_t at = 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = pass(head->text + at, head->len - at, words[i]);

		if (n == 0)
			return 0;
		at += n;
	}
	if (!has(head, "\"entries\"") && !has(head, "\"creator\"") &&
		!has(head, "\"pages\""))
		return 0;
	head->why = N_("it begins as {\"log\": …}");
	return has(head, "\"entries\"") || !head->whole ? 100 : 60;
}

static bool is(const char *name, const char *word)
{
	return strcmp(name, word) == 0;
}

/* {"name": …, "version": …} */
struct program {
	char *name, *version;
	size_t name_size, version_size;
};

static int see_program(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct program *p = ctx;

	if (is(name, "name"))
		return json_stream_scalar(s, t, p->name, p->name_size);
	if (is(name, "version"))
		return json_stream_scalar(s, t, p->version, p->version_size);
	return 0;
}

static int see_page_member(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct page *p = ctx;
	char title[1024];
	struct url url;
	int rc = 0;

	if (is(name, "id"))
		return json_stream_scalar(s, t, p->id, sizeof(p->id));
	if (is(name, "title") || is(name, "_url")) {
		rc = json_stream_scalar(s, t, title, sizeof(title));
		if (rc == 0 && url_read(&url, title, strlen(title)))
			memcpy(p->host, url.host, sizeof(url.host));
	}
	return rc;
}

/* A page whose title is its URL (Chrome's) tells of which host it is. */
static int see_page(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct state *st = ctx;
	struct page page = { "", "" };
	int rc = 0;

	(void)name;
	if (t->kind == JSON_OBJECT)
		rc = json_stream_each(s, t, see_page_member, &page);
	if (rc != 0 || page.host[0] == '\0' || st->n_pages == PAGES_MAX)
		return rc;
	st->pages = mem_grow(
		st->pages, &st->cap, st->n_pages + 1, sizeof(*st->pages));
	st->pages[st->n_pages++] = page;
	return 0;
}

static void copy(char *room, size_t size, const char *text)
{
	size_t n = text != NULL ? strnlen(text, size - 1) : 0;

	if (n > 0)
		memcpy(room, text, n);
	room[n] = '\0';
}

/* The one app whose traffic was recorded, and nothing else's: the options
 * name it, and it alone. */
static void take_app(struct state *st, const cJSON *tweasel)
{
	const cJSON *options = json_member(tweasel, "options");
	const cJSON *only = json_member(options, "apps");
	const char *mode = json_string(options, "mode");
	const cJSON *app;
	const char *id;

	if (mode == NULL || !is(mode, "allowlist") ||
		cJSON_GetArraySize(only) != 1)
		return;
	id = cJSON_GetStringValue(cJSON_GetArrayItem(only, 0));
	if (id == NULL)
		return;
	copy(st->app, sizeof(st->app), id);
	cJSON_ArrayForEach(app, json_member(tweasel, "apps"))
	{
		const char *its = json_string(app, "id");

		if (its != NULL && is(its, id))
			copy(st->app_version, sizeof(st->app_version),
				json_string(app, "version"));
	}
}

static void take_device(struct state *st, const cJSON *device)
{
	const char *maker = json_string(device, "manufacturer");
	const char *model = json_string(device, "model");
	struct str text;

	str_init(&text, 0);
	if (model == NULL)
		model = json_string(device, "modelCodeName");
	if (model != NULL)
		str_printf(&text, "%s%s%s", maker != NULL ? maker : "",
			maker != NULL ? " " : "", model);
	copy(st->client, sizeof(st->client), text.p);
	str_release(&text);
}

static int see_tweasel(struct state *st, struct json_stream *s,
	const struct json_stream_token *t)
{
	const char *why;
	cJSON *tree;
	int rc = json_document_tree(&tree, &why, s, t, TWEASEL_MAX);

	if (rc == 0 && tree != NULL) {
		take_app(st, tree);
		take_device(st, json_member(tree, "device"));
	}
	cJSON_Delete(tree);
	return rc;
}

/* Members of "log", in the first pass. */
static int see_about(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct state *st = ctx;
	struct program creator = { st->creator, st->creator_version,
		sizeof(st->creator), sizeof(st->creator_version) };
	struct program browser = { st->browser, st->browser_version,
		sizeof(st->browser), sizeof(st->browser_version) };

	if (is(name, "pages") && t->kind == JSON_ARRAY)
		return json_stream_each(s, t, see_page, st);
	if (is(name, "_tweasel") && t->kind == JSON_OBJECT)
		return see_tweasel(st, s, t);
	if (t->kind != JSON_OBJECT)
		return 0;
	if (is(name, "creator"))
		return json_stream_each(s, t, see_program, &creator);
	if (is(name, "browser"))
		return json_stream_each(s, t, see_program, &browser);
	return 0;
}

static const char *page_host(struct state *st, const char *id)
{
	if (id[0] == '\0')
		return "";
	if (st->last < st->n_pages && is(st->pages[st->last].id, id))
		return st->pages[st->last].host;
	for (size_t i = 0; i < st->n_pages; i++)
		if (is(st->pages[i].id, id)) {
			st->last = i;
			return st->pages[i].host;
		}
	return "";
}

static bool is_blocked(const struct har_entry *e)
{
	static const char *const after[] = { "BLOCKED_BY_RESPONSE",
		"BLOCKED_BY_ORB" };

	if (e->blocked[0] != '\0')
		return true;
	for (size_t i = 0; i < sizeof(after) / sizeof(after[0]); i++)
		if (strstr(e->error, after[i]) != NULL)
			return false;
	return strstr(e->error, "ERR_BLOCKED") != NULL;
}

/* Whether nothing went out for it. */
static bool stayed_inside(const struct har_entry *e)
{
	return e->cache[0] != '\0' || e->internal || e->url.host[0] == '\0';
}

static void set_disposition(struct observation *o, const struct har_entry *e)
{
	o->disposition_source = OBSERVATION_SOURCE_FIELD;
	if (stayed_inside(e)) {
		o->kind = OBSERVATION_EVENT;
		o->disposition_source = OBSERVATION_SOURCE_FORMAT;
		return;
	}
	if (e->status >= 100) {
		o->disposition = OBSERVATION_ALLOWED;
	} else if (is_blocked(e)) {
		o->disposition = OBSERVATION_BLOCKED;
		o->rule = e->blocked[0] != '\0' && !is(e->blocked, "true")
				  ? e->blocked
				  : e->error;
	} else {
		o->disposition = OBSERVATION_ERROR;
	}
}

static uint64_t sum(int64_t a, int64_t b)
{
	return (uint64_t)(a > 0 ? a : 0) + (uint64_t)(b > 0 ? b : 0);
}

static void set_bytes(struct observation *o, const struct har_entry *e)
{
	int64_t body = e->request.body;

	if (body < 0 && e->request.has_content)
		body = (int64_t)e->request.content.bytes;
	o->sent = sum(e->request.headers, body);
	o->received = e->transfer > 0
			      ? (uint64_t)e->transfer
			      : sum(e->response.headers, e->response.body);
}

static void add_content(cJSON *d, const char *bytes, const char *digest,
	const struct har_half *h)
{
	char name[DIGEST_NAME + 1];

	if (!h->has_content)
		return;
	digest_name(name, &h->content.digest);
	json_set_int(d, bytes, (int64_t)h->content.bytes);
	json_set(d, digest, name);
}

static void add_url(cJSON *d, struct har_entry *e)
{
	struct str text;

	str_init(&text, 0);
	mask_path(&e->mask, &text, e->url.path, e->url.path_len);
	record_set(d, "url.path", text.p);
	str_clear(&text);
	mask_query(&e->mask, &text, e->url.query, e->url.query_len);
	record_set(d, "url.query", text.p);
	if (e->url.user)
		mask_add(&e->mask, "user");
	str_release(&text);
}

static void add_party(struct state *st, cJSON *d, const struct har_entry *e)
{
	const char *document = page_host(st, e->page);

	record_set(d, "ev.document", document);
	record_set(d, "ev.party", url_party(e->url.host, document));
	record_set(d, "http.request.referrer", e->referrer);
}

static void add_program(const struct state *st, cJSON *d)
{
	record_set(d, "observer.product", st->creator);
	record_set(d, "observer.version", st->creator_version);
	record_set(d, "user_agent.name", st->browser);
	record_set(d, "user_agent.version", st->browser_version);
	if (st->app[0] != '\0')
		record_set(d, "package.version", st->app_version);
}

/* What is the same in many rows. */
static cJSON *common_detail(struct state *st, const struct har_entry *e)
{
	cJSON *d = json_object();

	add_program(st, d);
	record_set(d, "url.scheme", e->url.scheme);
	if (e->url.port != 0)
		json_set_int(d, "url.port", e->url.port);
	record_set(d, "http.request.method", e->method);
	if (e->status > 0)
		json_set_int(d, "http.response.status_code", e->status);
	record_set(d, "http.version", e->request.version);
	record_set(d, "http.request.mime_type", e->request.mime);
	record_set(d, "http.response.mime_type", e->response.mime);
	record_set(d, "ev.resource_type", e->resource);
	record_set(d, "ev.from_cache", e->cache);
	if (e->internal)
		json_set_bool(d, "ev.internal_redirect", true);
	record_set(d, "error.message", e->error);
	add_party(st, d, e);
	return d;
}

static void add_rest(cJSON *d, struct har_entry *e)
{
	add_url(d, e);
	add_content(
		d, "http.request.body.bytes", "ev.request_body", &e->request);
	add_content(d, "http.response.body.bytes", "ev.response_body",
		&e->response);
	if (e->messages_sent + e->messages_received > 0) {
		json_set_int(d, "ev.messages_sent", (int64_t)e->messages_sent);
		json_set_int(d, "ev.messages_received",
			(int64_t)e->messages_received);
	}
	mask_detail(&e->mask, d);
}

static int put_row(struct state *st, struct har_entry *e, struct observation *o)
{
	cJSON *d = common_detail(st, e);
	struct str shorter, full;
	int rc;

	str_init(&shorter, 0);
	str_init(&full, 0);
	json_set_bool(d, "ev.shortened", true);
	json_canonical(&shorter, d);
	cJSON_DeleteItemFromObjectCaseSensitive(d, "ev.shortened");
	add_rest(d, e);
	json_canonical(&full, d);
	rc = record_row(st->job, st->budget, o, full.p, shorter.p);
	cJSON_Delete(d);
	str_release(&shorter);
	str_release(&full);
	return rc;
}

static int give_entry(struct state *st, struct har_entry *e)
{
	struct observation o = { .kind = OBSERVATION_REQUEST,
		.count = 1,
		.host = e->url.host,
		.type = e->url.scheme,
		.client = st->client,
		.app = st->app,
		.line = st->place.number,
		.position = e->position,
		.length = e->length };
	char server[HOST_MAX + 1];

	if (e->why == NULL)
		e->why = when_rfc3339(&o, e->started, strlen(e->started),
			st->job->options->zone);
	if (e->why != NULL)
		return importer_bad_at(
			st->job, st->place.number, e->position, e->why);
	if (record_address(server, e->server))
		o.answer = server;
	set_disposition(&o, e);
	set_bytes(&o, e);
	return put_row(st, e, &o);
}

static int see_entry(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct state *st = ctx;
	struct har_entry e;
	int rc;

	(void)name;
	json_document_begin(&st->place, t);
	har_entry_init(&e);
	rc = har_entry_read(&e, s, t);
	if (rc == 0)
		rc = give_entry(st, &e);
	har_entry_release(&e);
	if (rc == 0)
		json_document_end(&st->place, s);
	return rc;
}

/* Members of "log", in the second pass. */
static int see_entries(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	if (!is(name, "entries") || t->kind != JSON_ARRAY)
		return 0;
	return json_stream_each(s, t, see_entry, ctx);
}

struct pass {
	struct state *st;
	json_stream_fn fn;
};

static int see_log(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct pass *p = ctx;

	if (!is(name, "log") || t->kind != JSON_OBJECT)
		return 0;
	return json_stream_each(s, t, p->fn, p->st);
}

static int read_log(struct importer_job *job)
{
	struct state *st = mem_new(1, sizeof(*st));
	int rc;

	struct pass about = { st, see_about }, entries = { st, see_entries };

	st->job = job;
	st->place.number = 1;
	st->budget = record_budget_new();
	rc = json_document_each(job, see_log, &about, NULL);
	if (rc == 0)
		rc = json_document_each(job, see_log, &entries, &st->place);
	record_budget_free(st->budget);
	free(st->pages);
	free(st);
	return rc;
}

const struct importer import_har = {
	.name = "har",
	.version = 1,
	.summary = N_("HAR: requests of a browser, a proxy or an app"),
	.how = N_("In a desktop browser press F12, choose \"Network\", load "
		  "the page, then \"Save all as HAR\". On a phone, PCAPdroid "
		  "(from 1.9 on), AdGuard, Charles, Proxyman or HTTP Toolkit "
		  "export it. It holds passwords and cookies in clear: keep "
		  "the file to yourself; what is shown of it here leaves "
		  "their values out."),
	.sensitive = true,
	.sniff = sniff,
	.read = read_log,
};
