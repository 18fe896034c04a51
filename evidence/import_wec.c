/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inspection.json of the Website Evidence Collector, by the European Data
 * Protection Supervisor:
 *
 *	{"uri_ins": "https://www.vendor.example/", "secure_connection": {…},
 *	 "script": {"version": {"npm": "2.1.1"}}, "browser": {"name": …},
 *	 "localStorage": {ORIGIN: {KEY: {"value": …, "firstPartyStorage": …,
 *	   "log": {…}}}},
 *	 "cookies": [{"name": …, "value": …, "domain": …, "log": {
 *	   "stack": [{"fileName": URL}], "timestamp": …, "location": URL}}],
 *	 "beacons": [{"url": …, "filter": …, "listName": …, "occurrances": 5}],
 *	 "hosts": {"requests": {"firstParty": […], "thirdParty": [HOST]}},
 *	 "start_time": …, "end_time": …}
 *
 * A program looked at a site, not the complainant: all rows are findings. The
 * third parties of hosts.requests are known to lie between start and end;
 * other findings have times of their own. Values of cookies and of storage
 * stay out of rows. Members are read by name, and may be absent.
 *
 * Also the events that it writes as they happen, as an array or one a line:
 *
 *	[{"type": "Cookie.HTTP", "level": "warn", "timestamp": …,
 *	  "location": URL, "stack": [{"fileName": URL}],
 *	  "data": [{"domain": …, "key": …, "httpOnly": true}]},
 *	 {"type": "Storage.LocalStorage", "origin": …, "data": {KEY: VALUE}},
 *	 {"type": "Request.Tracking", "data": {"url": …, "filter": …}}]
 *
 * A finding for each cookie, entry and beacon; what is said about the run
 * ("Browser") is none.
 */
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "evidence/importer.h"
#include "evidence/json_document.h"
#include "evidence/json_items.h"
#include "evidence/lines.h"
#include "evidence/mask.h"
#include "evidence/peek.h"
#include "evidence/record.h"
#include "evidence/url.h"
#include "evidence/when.h"

enum { ITEM_MAX = 1 << 20, NAME_MAX_SHOWN = 80 };

#define SEPARATORS ".:/|"

struct state {
	struct importer_job *job;
	struct json_document_place place;
	uint64_t last_bad; /* record */
	char site[HOST_MAX + 1], version[48], browser[48], agent[80];
	char start[64], end[64];
	struct observation window; /* the times of all that has none */
};

static const char event_words[][16] = { "Cookie.HTTP", "Cookie.JS",
	"Storage.Local", "Request.Track" };

/* Whether it is one event, or an array of them. */
static bool is_events(const struct importer_head *head)
{
	const char *p = head->text, *end = p + head->len;

	while (p < end && strchr(" \t\r\n[", *p) != NULL)
		p++;
	if (p == end || *p != '{' ||
		memmem(p, (size_t)(end - p), "\"stack\"", 7) == NULL ||
		memmem(p, (size_t)(end - p), "\"level\"", 7) == NULL)
		return false;
	for (size_t i = 0; i < sizeof(event_words) / sizeof(*event_words); i++)
		if (memmem(p, (size_t)(end - p), event_words[i],
			    strlen(event_words[i])) != NULL)
			return true;
	return false;
}

static int sniff(struct importer_head *head)
{
	static const char *const all[] = { "\"uri_ins\"",
		"\"secure_connection\"", NULL };
	static const char *const some[] = { "\"uri_ins\"", "\"uri_dest\"",
		NULL };
	bool sure = json_document_has(head, all);

	if (!sure && !json_document_has(head, some)) {
		if (!is_events(head))
			return 0;
		head->why = N_("it has the events that the collector writes");
		return 90;
	}
	head->why = N_("it has the members of an inspection.json");
	return sure ? 100 : 80;
}

static bool is(const char *name, const char *word)
{
	return strcmp(name, word) == 0;
}

static const char *host_of(struct url *room, const char *url)
{
	return url != NULL && url_read(room, url, strlen(url)) ? room->host
							       : "";
}

static int see_browser(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct state *st = ctx;

	if (is(name, "name"))
		return json_stream_scalar(
			s, t, st->browser, sizeof(st->browser));
	if (is(name, "version"))
		return json_stream_scalar(s, t, st->agent, sizeof(st->agent));
	return 0;
}

static int see_version(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct state *st = ctx;

	if (is(name, "version") && t->kind == JSON_OBJECT)
		return json_stream_each(s, t, see_version, ctx);
	if (is(name, "npm") || is(name, "version"))
		return json_stream_scalar(
			s, t, st->version, sizeof(st->version));
	return 0;
}

/* The first pass: which site, when, by what. */
static int see_about(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct state *st = ctx;
	char text[1024];
	struct url url;
	int rc = 0;

	if (is(name, "start_time"))
		return json_stream_scalar(s, t, st->start, sizeof(st->start));
	if (is(name, "end_time"))
		return json_stream_scalar(s, t, st->end, sizeof(st->end));
	if (is(name, "browser") && t->kind == JSON_OBJECT)
		return json_stream_each(s, t, see_browser, st);
	if (is(name, "script") && t->kind == JSON_OBJECT)
		return json_stream_each(s, t, see_version, st);
	if (!is(name, "uri_ins"))
		return 0;
	rc = json_stream_scalar(s, t, text, sizeof(text));
	if (rc == 0)
		snprintf(st->site, sizeof(st->site), "%s", host_of(&url, text));
	return rc;
}

/* Between start and end, when both are there. */
static void set_window(struct state *st)
{
	struct observation start = { 0 }, *w = &st->window;

	if (when_rfc3339(&start, st->start, strlen(st->start), NULL) != NULL ||
		when_rfc3339(w, st->end, strlen(st->end), NULL) != NULL ||
		w->ns < start.ns) {
		*w = (struct observation){ 0 };
		return;
	}
	w->window_start = start.ns;
	w->window_end = w->ns;
	w->precision = OBSERVATION_PRECISION_WINDOW;
}

/* One reason for a record is enough. */
static int bad(struct state *st, const char *why)
{
	if (st->last_bad == st->place.number)
		return 0;
	st->last_bad = st->place.number;
	return importer_bad_at(
		st->job, st->place.number, st->place.position, why);
}

/* A row, with what all have. */
static int put_row(struct state *st, struct observation *o, cJSON *d)
{
	struct str text;
	int rc;

	o->kind = OBSERVATION_FINDING;
	o->line = st->place.number;
	o->position = st->place.position;
	record_set(d, "ev.site", st->site);
	record_set(d, "observer.product", "Website Evidence Collector");
	record_set(d, "observer.version", st->version);
	record_set(d, "user_agent.name", st->browser);
	record_set(d, "user_agent.version", st->agent);
	str_init(&text, 0);
	json_canonical(&text, d);
	o->detail = text.p;
	rc = importer_row(st->job, o);
	str_release(&text);
	return rc;
}

/* The record's own time, else the whole inspection's. */
static void set_time(
	const struct state *st, struct observation *o, const cJSON *log)
{
	const char *text = json_string(log, "timestamp");

	if (text != NULL && when_rfc3339(o, text, strlen(text), NULL) == NULL)
		return;
	o->ns = st->window.ns;
	o->precision = st->window.precision;
	o->zone = st->window.zone;
	o->window_start = st->window.window_start;
	o->window_end = st->window.window_end;
}

/* Who did it, and on which page. */
static void add_log(cJSON *d, const cJSON *log)
{
	const cJSON *top = cJSON_GetArrayItem(json_member(log, "stack"), 0);
	struct url url;

	record_set(
		d, "ev.document", host_of(&url, json_string(log, "location")));
	record_set(d, "ev.set_by", host_of(&url, json_string(top, "fileName")));
}

/* Whether a part of a name tells what the others are: "user", "idToken". */
static bool has_secret(const char *name)
{
	while (*name != '\0') {
		size_t n = strcspn(name, SEPARATORS);

		if (n > 0 && mask_is_secret(name, n))
			return true;
		name += n + (name[n] != '\0');
	}
	return false;
}

/* A cookie's name, or that of an entry of a storage: "*" for what could be a
 * value, and for each part behind the first, in a name with a part that says
 * so: "user:jeanne", "Provider.4abc.jeanne.idToken". */
static void add_name(cJSON *d, const char *name)
{
	struct str shown;
	const char *at = name;
	bool secret;

	if (name == NULL || strlen(name) > NAME_MAX_SHOWN ||
		mask_is_identifier(name, strlen(name))) {
		record_set(d, "ev.name", name != NULL ? "*" : "");
		return;
	}
	secret = has_secret(name);
	str_init(&shown, 0);
	while (*at != '\0') {
		size_t n = strcspn(at, SEPARATORS);

		if (secret && at > name && n > 0 && !mask_is_secret(at, n))
			str_putc(&shown, '*');
		else
			str_add(&shown, at, n);
		at += n;
		if (*at != '\0')
			str_putc(&shown, *at++);
	}
	record_set(d, "ev.name", shown.p);
	str_release(&shown);
}

static void add_flag(
	cJSON *d, const char *name, const cJSON *object, const char *member)
{
	const cJSON *flag = json_member(object, member);

	if (cJSON_IsBool(flag))
		json_set_bool(d, name, cJSON_IsTrue(flag));
}

/* What cookies and storage share. */
static void add_stored(cJSON *d, const cJSON *item)
{
	const cJSON *first = json_member(item, "firstPartyStorage");
	struct mask mask = { 0 };

	add_log(d, json_member(item, "log"));
	if (cJSON_IsBool(first))
		json_set(
			d, "ev.party", cJSON_IsTrue(first) ? "first" : "third");
	if (json_member(item, "value") != NULL)
		mask_add(&mask, "value");
	mask_detail(&mask, d);
}

static int give_cookie(struct state *st, const cJSON *item, uint64_t length)
{
	const char *domain = json_string(item, "domain");
	struct observation o = { .type = "cookie", .length = length };
	const cJSON *days = json_member(item, "expiresDays");
	char host[HOST_MAX + 1];
	cJSON *d;
	int rc;

	if (domain == NULL)
		return bad(st, N_("no host name"));
	domain += *domain == '.';
	if (!host_normalise(host, domain, strlen(domain)))
		return bad(st, N_("no host name"));
	o.host = host;
	set_time(st, &o, json_member(item, "log"));
	d = json_object();
	add_name(d, json_string(item, "name"));
	add_stored(d, item);
	add_flag(d, "ev.http_only", item, "httpOnly");
	add_flag(d, "ev.secure", item, "secure");
	add_flag(d, "ev.session", item, "session");
	record_set(d, "ev.same_site", json_string(item, "sameSite"));
	if (cJSON_IsNumber(days))
		json_add(d, "ev.expires_days", cJSON_Duplicate(days, false));
	rc = put_row(st, &o, d);
	cJSON_Delete(d);
	return rc;
}

/* Times that a beacon was seen: "occurrances", so spelt. */
static uint32_t count_of(const cJSON *item)
{
	int64_t n = json_integer(
		item, "occurrances", json_integer(item, "occurrences", 1));

	return n > 0 && n <= UINT32_MAX ? (uint32_t)n : 1;
}

static void add_url(cJSON *d, const struct url *url)
{
	struct mask mask = { 0 };
	struct str text;

	str_init(&text, 0);
	record_set(d, "url.scheme", url->scheme);
	mask_path(&mask, &text, url->path, url->path_len);
	record_set(d, "url.path", text.p);
	str_clear(&text);
	mask_query(&mask, &text, url->query, url->query_len);
	record_set(d, "url.query", text.p);
	mask_detail(&mask, d);
	str_release(&text);
}

static int give_beacon(struct state *st, const cJSON *item, uint64_t length)
{
	const char *text = json_string(item, "url");
	const char *filter = json_string(item, "filter");
	const char *list = json_string(item, "listName");
	struct observation o = {
		.type = "beacon", .length = length, .count = count_of(item)
	};
	struct str rule;
	struct url url;
	cJSON *d;
	int rc;

	if (text == NULL || !url_read(&url, text, strlen(text)))
		return bad(st, N_("no URL"));
	str_init(&rule, 0);
	str_printf(&rule, "%s%s%s", list != NULL ? list : "",
		list != NULL && filter != NULL ? ": " : "",
		filter != NULL ? filter : "");
	o.host = url.host;
	o.rule = rule.p;
	if (o.count > 1)
		o.count_kind = OBSERVATION_COUNT_AGGREGATE;
	set_time(st, &o, json_member(item, "log"));
	d = json_object();
	add_log(d, json_member(item, "log"));
	add_url(d, &url);
	rc = put_row(st, &o, d);
	cJSON_Delete(d);
	str_release(&rule);
	return rc;
}

typedef int (*give_fn)(struct state *st, const cJSON *item, uint64_t length);

/* One record as a tree. */
static int take_item(struct state *st, struct json_stream *s,
	const struct json_stream_token *t, give_fn give)
{
	const char *why;
	cJSON *tree;
	int rc;

	json_document_begin(&st->place, t);
	rc = json_document_tree(&tree, &why, s, t, ITEM_MAX);
	if (rc == 0)
		rc = why != NULL ? bad(st, why)
				 : give(st, tree,
					   json_stream_offset(s) - t->offset);
	cJSON_Delete(tree);
	if (rc == 0)
		json_document_end(&st->place, s);
	return rc;
}

static int see_cookie(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	(void)name;
	return take_item(ctx, s, t, give_cookie);
}

static int see_beacon(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	(void)name;
	return take_item(ctx, s, t, give_beacon);
}

static int give_host(struct state *st, const cJSON *item, uint64_t length)
{
	const char *name = cJSON_GetStringValue(item);
	struct observation o = { .type = "request",
		.length = length,
		.count_kind = OBSERVATION_COUNT_AGGREGATE };
	char host[HOST_MAX + 1];
	cJSON *d;
	int rc;

	if (name == NULL || !host_normalise(host, name, strlen(name)))
		return bad(st, N_("no host name"));
	o.host = host;
	set_time(st, &o, NULL);
	d = json_object();
	json_set(d, "ev.party", "third");
	rc = put_row(st, &o, d);
	cJSON_Delete(d);
	return rc;
}

static int see_host(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	(void)name;
	return take_item(ctx, s, t, give_host);
}

static int see_parties(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	if (is(name, "thirdParty") && t->kind == JSON_ARRAY)
		return json_stream_each(s, t, see_host, ctx);
	return 0;
}

static int see_hosts(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	if (is(name, "requests") && t->kind == JSON_OBJECT)
		return json_stream_each(s, t, see_parties, ctx);
	return 0;
}

struct stored {
	struct state *st;
	const char *origin, *key;
};

static int give_stored(struct state *st, const struct stored *at,
	const cJSON *item, uint64_t length)
{
	struct observation o = { .type = "local-storage", .length = length };
	struct url url;
	cJSON *d;
	int rc;

	o.host = host_of(&url, at->origin);
	set_time(st, &o, json_member(item, "log"));
	d = json_object();
	add_name(d, at->key[0] != '\0' ? at->key : "*");
	add_stored(d, item);
	rc = put_row(st, &o, d);
	cJSON_Delete(d);
	return rc;
}

static int see_key(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct stored *at = ctx;
	struct state *st = at->st;
	const char *why;
	cJSON *tree;
	int rc;

	at->key = name;
	json_document_begin(&st->place, t);
	rc = json_document_tree(&tree, &why, s, t, ITEM_MAX);
	if (rc == 0)
		rc = why != NULL ? bad(st, why)
				 : give_stored(st, at, tree,
					   json_stream_offset(s) - t->offset);
	cJSON_Delete(tree);
	if (rc == 0)
		json_document_end(&st->place, s);
	return rc;
}

static int see_origin(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct stored at = { ctx, name, "" };

	return t->kind == JSON_OBJECT ? json_stream_each(s, t, see_key, &at)
				      : 0;
}

/* The second pass: what was found. */
static int see_findings(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	if (is(name, "cookies") && t->kind == JSON_ARRAY)
		return json_stream_each(s, t, see_cookie, ctx);
	if (is(name, "beacons") && t->kind == JSON_ARRAY)
		return json_stream_each(s, t, see_beacon, ctx);
	if (is(name, "hosts") && t->kind == JSON_OBJECT)
		return json_stream_each(s, t, see_hosts, ctx);
	if (is(name, "localStorage") && t->kind == JSON_OBJECT)
		return json_stream_each(s, t, see_origin, ctx);
	return 0;
}

/* Events. */

/* The members that an inspection gives a cookie, with the event as its log. */
static int give_event_cookie(struct state *st, const cJSON *event,
	const cJSON *cookie, uint64_t length)
{
	cJSON *item = cJSON_Duplicate(cookie, true);
	const char *key = json_string(cookie, "key");
	int rc;

	if (!cJSON_IsObject(item)) {
		cJSON_Delete(item);
		return bad(st, N_("no host name"));
	}
	if (key != NULL)
		json_set(item, "name", key);
	cJSON_DeleteItemFromObjectCaseSensitive(item, "log");
	json_add(item, "log", cJSON_Duplicate(event, true));
	rc = give_cookie(st, item, length);
	cJSON_Delete(item);
	return rc;
}

static int give_event_entry(
	struct state *st, const cJSON *event, const char *key, uint64_t length)
{
	const char *origin = json_string(event, "origin");
	struct stored at = { st, origin != NULL ? origin : "", key };
	cJSON *item = json_object();
	int rc;

	json_set(item, "value", "");
	json_add(item, "log", cJSON_Duplicate(event, true));
	rc = give_stored(st, &at, item, length);
	cJSON_Delete(item);
	return rc;
}

static int give_event_beacon(struct state *st, const cJSON *event,
	const cJSON *data, uint64_t length)
{
	cJSON *item = cJSON_Duplicate(data, true);
	int rc;

	json_add(item, "log", cJSON_Duplicate(event, true));
	rc = give_beacon(st, item, length);
	cJSON_Delete(item);
	return rc;
}

static int give_event(struct state *st, const cJSON *event, uint64_t length)
{
	const char *type = json_string(event, "type");
	const cJSON *data = json_member(event, "data"), *one;
	int rc = 0;

	if (type == NULL)
		return bad(st, N_("it is no event of the collector"));
	if (is(type, "Request.Tracking") && cJSON_IsObject(data))
		return give_event_beacon(st, event, data, length);
	if (strncmp(type, "Cookie.", 7) == 0 && cJSON_IsArray(data)) {
		cJSON_ArrayForEach(one, data) if (rc == 0) rc =
			give_event_cookie(st, event, one, length);
	} else if (strncmp(type, "Storage.", 8) == 0 && cJSON_IsObject(data)) {
		cJSON_ArrayForEach(one, data) if (rc == 0) rc =
			give_event_entry(st, event, one->string, length);
	}
	return rc;
}

/* The text of one event, which may be anything. */
static int take_event(struct state *st, const char *text, size_t len,
	bool too_long, uint64_t length)
{
	static const struct json_limits limits = { .values = 100000 };
	cJSON *tree = NULL;
	int rc;

	if (too_long)
		return bad(st, N_("a record that is too long"));
	if (json_parse(&tree, text, len, &limits) != 0) {
		err_clear();
		return bad(st, N_("no valid JSON"));
	}
	rc = give_event(st, tree, length);
	cJSON_Delete(tree);
	return rc;
}

static int see_event(
	struct importer_job *job, const struct json_item *item, void *ctx)
{
	struct state *st = ctx;

	(void)job;
	st->place.number = item->number;
	st->place.position = item->position;
	return take_event(
		st, item->text, item->len, item->too_long, item->length);
}

static int see_event_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct state *st = ctx;

	(void)job;
	if (line->len == 0)
		return 0;
	st->place.number = line->number;
	st->place.position = line->position;
	return take_event(
		st, line->text, line->len, line->too_long, line->length);
}

static int read_inspection(struct importer_job *job)
{
	struct state st = { .job = job, .place = { .number = 1 } };
	int rc = json_document_each(job, see_about, &st, NULL);

	set_window(&st);
	if (rc == 0)
		rc = json_document_each(job, see_findings, &st, &st.place);
	return rc;
}

static int read_log(struct importer_job *job)
{
	struct state st = { .job = job, .place = { .number = 1 } };
	struct importer_head head;
	struct str room;
	bool events, array;
	int rc;

	str_init(&room, 0);
	rc = peek_member(&head, &room, job);
	events = rc == 0 && is_events(&head);
	array = events &&
		memchr(head.text, '[', strspn(head.text, " \t\r\n[")) != NULL;
	str_release(&room);
	if (rc != 0 || !events)
		return rc != 0 ? rc : read_inspection(job);
	return array ? json_items_read(job, "", see_event, &st)
		     : importer_lines(job, see_event_line, &st);
}

const struct importer import_wec = {
	.name = "wec",
	.version = 1,
	.summary = N_(
		"Website Evidence Collector: inspection.json, or its events"),
	.how = N_("The Website Evidence Collector of the European Data "
		  "Protection Supervisor visits a web site and writes what it "
		  "saw: 'website-evidence-collector -o FOLDER URL' on a "
		  "computer; the file is FOLDER/inspection.json. The "
		  "requests.har beside it holds each request."),
	.sniff = sniff,
	.read = read_log,
};
