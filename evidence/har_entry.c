/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *	{"startedDateTime": "2026-09-14T08:12:40.125+02:00", "pageref":
 *"page_1", "serverIPAddress": "192.0.2.7", "_error": …, "request": {"method":
 *"POST", "url": "https://…", "headers": [
 *	    {"name": …, "value": …}], "headersSize": 210, "bodySize": 17,
 *	    "postData": {"mimeType": …, "text": …, "params": [{"name": …}]}},
 *	 "response": {"status": 200, "content": {"size": …, "mimeType": …,
 *	    "text": …, "encoding": "base64"}, "_transferSize": 431, …}}
 *
 * Members that are read may stand once only: with two of one name, two
 * programs could see two things.
 */
#include "evidence/har_entry.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"

enum {
	STARTED = 1 << 0,
	REQUEST = 1 << 1,
	RESPONSE = 1 << 2,
	METHOD = 1 << 3,
	URL = 1 << 4,
	STATUS = 1 << 5,
	TEXT = 1 << 6,
	ENCODING = 1 << 7,
	CONTENT = 1 << 8,
	SERVER = 1 << 9,
};

/* What the readers of parts need. */
struct part {
	struct har_entry *e;
	struct har_half *half;
	bool is_request;
};

void har_entry_init(struct har_entry *e)
{
	*e = (struct har_entry){ .request = { .headers = -1, .body = -1 },
		.response = { .headers = -1, .body = -1 },
		.transfer = -1,
		.content = -1 };
	str_init(&e->text, HAR_URL);
}

void har_entry_release(struct har_entry *e)
{
	str_release(&e->text);
	body_release(&e->request.content);
	body_release(&e->response.content);
}

static void once(struct har_entry *e, unsigned *seen, unsigned member)
{
	if (*seen & member)
		e->why = N_("a member stands twice in the entry");
	*seen |= member;
}

static bool is(const char *name, const char *word)
{
	return strcmp(name, word) == 0;
}

/* A number, or a string of one, cut to a whole one; -1 where it is none, or
 * too large. */
static int read_size(
	struct json_stream *s, const struct json_stream_token *t, int64_t *out)
{
	char text[JSON_STREAM_NUMBER + 1];
	int rc = json_stream_scalar(s, t, text, sizeof(text));
	char *end = NULL;
	double v = strtod(text, &end);

	*out = -1;
	if (rc == 0 && !t->cut && end != text && *end == '\0' && v >= 0 &&
		v < 9e15)
		*out = (int64_t)v;
	return rc;
}

/* What is set, as a text: a string, a number but 0, true. */
static int read_flag(struct json_stream *s, const struct json_stream_token *t,
	char *room, size_t size)
{
	char text[160];
	int rc = json_stream_scalar(s, t, text, sizeof(text));

	if (t->kind == JSON_TRUE)
		memcpy(text, "true", sizeof("true"));
	if (rc != 0 || text[0] == '\0' || is(text, "0") || size == 0)
		return rc;
	text[size < sizeof(text) ? size - 1 : sizeof(text) - 1] = '\0';
	memcpy(room, text, strlen(text) + 1);
	return 0;
}

static int read_body(struct har_entry *e, struct json_stream *s,
	const struct json_stream_token *t, struct body *body)
{
	const char *text = NULL;
	size_t n = 0;
	int rc = 0;

	if (t->kind != JSON_STRING)
		return 0;
	while ((rc = json_stream_text(s, &text, &n)) == 0 && n > 0) {
		body_add(body, text, n);
		mask_body(&e->mask, text, n, body == &e->response.content);
	}
	mask_body_end(&e->mask);
	return rc;
}

struct pair {
	char name[80], value[512];
};

static int see_pair_member(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct pair *p = ctx;

	if (is(name, "name"))
		return json_stream_scalar(s, t, p->name, sizeof(p->name));
	if (is(name, "value"))
		return json_stream_scalar(s, t, p->value, sizeof(p->value));
	return 0;
}

static bool is_header(const char *name, const char *word)
{
	return strcasecmp(name, word) == 0;
}

static void see_header(struct part *p, const struct pair *h)
{
	struct url url;

	mask_name(&p->e->mask, h->name, strlen(h->name));
	if (p->is_request && is_header(h->name, "referer") &&
		url_read(&url, h->value, strlen(h->value)))
		memcpy(p->e->referrer, url.host, sizeof(url.host));
}

static int see_header_item(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct pair pair = { "", "" };
	int rc = 0;

	(void)name;
	if (t->kind == JSON_OBJECT)
		rc = json_stream_each(s, t, see_pair_member, &pair);
	if (rc == 0)
		see_header(ctx, &pair);
	return rc;
}

/* A cookie, or a field of a form: the name counts. */
static int see_cookie(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct part *p = ctx;

	(void)s;
	(void)name;
	(void)t;
	mask_add(&p->e->mask, p->is_request ? "cookie" : "set-cookie");
	return 0;
}

static int see_param(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct part *p = ctx;
	struct pair pair = { "", "" };
	int rc = 0;

	(void)name;
	if (t->kind == JSON_OBJECT)
		rc = json_stream_each(s, t, see_pair_member, &pair);
	mask_name(&p->e->mask, pair.name, strlen(pair.name));
	return rc;
}

/* postData, or content. */
static int see_content_member(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct part *p = ctx;
	struct har_half *half = p->half;

	if (is(name, "mimeType"))
		return json_stream_scalar(s, t, half->mime, sizeof(half->mime));
	if (is(name, "size"))
		return read_size(s, t, &p->e->content);
	if (is(name, "encoding")) {
		once(p->e, &half->seen, ENCODING);
		return json_stream_scalar(
			s, t, half->encoding, sizeof(half->encoding));
	}
	if (is(name, "params") && t->kind == JSON_ARRAY)
		return json_stream_each(s, t, see_param, p);
	if (!is(name, "text"))
		return 0;
	once(p->e, &half->seen, TEXT);
	return read_body(p->e, s, t, &half->content);
}

static int see_content(struct json_stream *s, const struct json_stream_token *t,
	struct part *p)
{
	int rc;

	if (t->kind != JSON_OBJECT)
		return 0;
	once(p->e, &p->half->seen, CONTENT);
	rc = json_stream_each(s, t, see_content_member, p);
	p->half->has_content = body_end(&p->half->content,
		strcasecmp(p->half->encoding, "base64") == 0);
	return rc;
}

/* What both halves have. */
static int see_common(struct json_stream *s, const char *name,
	const struct json_stream_token *t, struct part *p)
{
	struct har_half *half = p->half;

	if (is(name, "httpVersion"))
		return json_stream_scalar(
			s, t, half->version, sizeof(half->version));
	if (is(name, "headersSize"))
		return read_size(s, t, &half->headers);
	if (is(name, "bodySize"))
		return read_size(s, t, &half->body);
	if (is(name, "headers") && t->kind == JSON_ARRAY)
		return json_stream_each(s, t, see_header_item, p);
	if (is(name, "cookies") && t->kind == JSON_ARRAY)
		return json_stream_each(s, t, see_cookie, p);
	return 0;
}

static int see_request(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct part *p = ctx;
	struct har_entry *e = p->e;

	if (is(name, "method")) {
		once(e, &p->half->seen, METHOD);
		return json_stream_scalar(s, t, e->method, sizeof(e->method));
	}
	if (is(name, "url") && t->kind == JSON_STRING) {
		once(e, &p->half->seen, URL);
		return json_stream_string(s, &e->text);
	}
	if (is(name, "postData"))
		return see_content(s, t, p);
	return see_common(s, name, t, p);
}

/* Where Chrome and Firefox, and proxies after them, say that something was
 * blocked or failed: in the entry, or in its response. */
static int see_fate(struct json_stream *s, const char *name,
	const struct json_stream_token *t, struct har_entry *e)
{
	if (is(name, "_error") || is(name, "_errorText"))
		return read_flag(s, t, e->error, sizeof(e->error));
	if (is(name, "_blocked") || is(name, "_blockedReason") ||
		is(name, "blockedReason"))
		return read_flag(s, t, e->blocked, sizeof(e->blocked));
	return 0;
}

static int see_response(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct part *p = ctx;
	int rc;

	if (is(name, "status")) {
		once(p->e, &p->half->seen, STATUS);
		return read_size(s, t, &p->e->status);
	}
	if (is(name, "statusText")) {
		char text[32];

		rc = json_stream_scalar(s, t, text, sizeof(text));
		p->e->internal = is(text, "Internal Redirect");
		return rc;
	}
	if (is(name, "_transferSize"))
		return read_size(s, t, &p->e->transfer);
	if (is(name, "content"))
		return see_content(s, t, p);
	rc = see_fate(s, name, t, p->e);
	return rc != 0 ? rc : see_common(s, name, t, p);
}

static int see_message_member(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct har_entry *e = ctx;
	char word[16];
	int rc = 0;

	if (!is(name, "type"))
		return 0;
	rc = json_stream_scalar(s, t, word, sizeof(word));
	e->messages_sent += is(word, "send");
	e->messages_received += is(word, "receive");
	return rc;
}

static int see_message(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	(void)name;
	return t->kind == JSON_OBJECT
		       ? json_stream_each(s, t, see_message_member, ctx)
		       : 0;
}

static int see_half(struct har_entry *e, struct json_stream *s,
	const struct json_stream_token *t, bool is_request)
{
	struct part p = { e, is_request ? &e->request : &e->response,
		is_request };

	once(e, &e->seen, is_request ? REQUEST : RESPONSE);
	if (t->kind != JSON_OBJECT)
		return 0;
	return json_stream_each(
		s, t, is_request ? see_request : see_response, &p);
}

static int see_member(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct har_entry *e = ctx;

	if (is(name, "startedDateTime")) {
		once(e, &e->seen, STARTED);
		return json_stream_scalar(s, t, e->started, sizeof(e->started));
	}
	if (is(name, "request"))
		return see_half(e, s, t, true);
	if (is(name, "response"))
		return see_half(e, s, t, false);
	if (is(name, "serverIPAddress")) {
		once(e, &e->seen, SERVER);
		return json_stream_scalar(s, t, e->server, sizeof(e->server));
	}
	if (is(name, "pageref"))
		return json_stream_scalar(s, t, e->page, sizeof(e->page));
	if (is(name, "_resourceType"))
		return json_stream_scalar(
			s, t, e->resource, sizeof(e->resource));
	if (is(name, "_fromCache"))
		return read_flag(s, t, e->cache, sizeof(e->cache));
	if (is(name, "_webSocketMessages") && t->kind == JSON_ARRAY)
		return json_stream_each(s, t, see_message, e);
	return see_fate(s, name, t, e);
}

static const char *check(struct har_entry *e)
{
	if (e->why != NULL)
		return e->why;
	if (!(e->request.seen & URL))
		return N_("no URL");
	if (!url_read(&e->url, e->text.p, e->text.len))
		return N_("no host name");
	return NULL;
}

/* A message without what could be a value; it becomes no longer. */
static void hide(struct mask *m, char *text)
{
	struct str shown;

	str_init(&shown, 0);
	mask_message(m, &shown, text);
	if (shown.len <= strlen(text))
		memcpy(text, shown.p, shown.len + 1);
	str_release(&shown);
}

int har_entry_read(struct har_entry *e, struct json_stream *s,
	const struct json_stream_token *t)
{
	int rc = 0;

	e->position = t->offset;
	if (t->kind == JSON_OBJECT)
		rc = json_stream_each(s, t, see_member, e);
	if (rc != 0)
		return rc;
	e->length = json_stream_offset(s) - e->position;
	e->internal = e->internal && e->status == 307;
	hide(&e->mask, e->error);
	hide(&e->mask, e->blocked);
	e->why = t->kind == JSON_OBJECT ? check(e)
					: N_("an entry that is no object");
	return 0;
}
