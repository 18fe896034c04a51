/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A flow is a dictionary; with the lengths that stand before all values its
 * end is known from its beginning. What does not fit together inside makes
 * this flow unreadable, not those behind it.
 *
 *	{"version": 18, "type": "http", "id": …, "error": null,
 *	 "client_conn": {…}, "server_conn": {…},
 *	 "request": {"host": …, "content": …, "headers": [[name, value]], …},
 *	 "response": {"status_code": 200, "content": …},
 *	 "websocket": {"messages": [[type, from_client, content, time, …]]},
 *	 "messages": [[from_client, content, time]], "backup": null}
 */
#include "evidence/mitmproxy_flow.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"

enum { KEY_MAX = 64 };

void mitmproxy_flow_init(struct mitmproxy_flow *f)
{
	*f = (struct mitmproxy_flow){ 0 };
	str_init(&f->text, MITMPROXY_PART);
	str_init(&f->request.text, MITMPROXY_PART);
	str_init(&f->response.text, MITMPROXY_PART);
}

void mitmproxy_flow_release(struct mitmproxy_flow *f)
{
	str_release(&f->text);
	str_release(&f->request.text);
	str_release(&f->response.text);
	body_release(&f->request.body);
	body_release(&f->response.body);
}

/* A container under way. */
struct part {
	struct mitmproxy_flow *f;
	struct tnet_stream *s;
	uint64_t end; /* where its payload ends */
	struct mitmproxy_half *half;
};

static bool more(const struct part *p)
{
	return tnet_stream_offset(p->s) < p->end;
}

/* A member's key; a longer one than any that is known is "". */
static int read_key(struct part *p, char key[KEY_MAX + 1])
{
	uint64_t len = 0;
	struct str text;
	char type = '\0';
	int rc = tnet_stream_begin(p->s, &len, p->end);

	str_init(&text, KEY_MAX);
	if (rc == 0 && len > KEY_MAX)
		rc = tnet_stream_skip(p->s, len);
	else if (rc == 0)
		rc = tnet_stream_take(p->s, len, &text);
	if (rc == 0)
		rc = tnet_stream_type(p->s, &type);
	if (rc == 0)
		memcpy(key, text.p, strnlen(text.p, text.len) + 1);
	str_release(&text);
	return rc;
}

/* Keeps a value as it is, or passes one by that is too long. */
static int keep(struct part *p, const char *key, uint64_t len, struct str *out)
{
	size_t before = out->len;
	char type = '\0';
	int rc;

	if (len > MITMPROXY_VALUE || key[0] == '\0' ||
		out->len + len + KEY_MAX * 2 > MITMPROXY_PART) {
		rc = tnet_stream_skip(p->s, len);
		return rc == 0 ? tnet_stream_type(p->s, &type) : rc;
	}
	str_printf(
		out, "%zu:%s;%llu:", strlen(key), key, (unsigned long long)len);
	rc = tnet_stream_take(p->s, len, out);
	if (rc == 0)
		rc = tnet_stream_type(p->s, &type);
	if (rc == 0)
		str_putc(out, type);
	else
		str_cut(out, before);
	return rc;
}

static void see_content(const char *text, size_t len, void *ctx)
{
	struct part *p = ctx;

	body_add(&p->half->body, text, len);
	mask_body(&p->f->mask, text, len, p->half == &p->f->response);
}

static int read_content(struct part *p, uint64_t len)
{
	char type = '\0';
	int rc = tnet_stream_each(p->s, len, see_content, p);

	mask_body_end(&p->f->mask);
	p->half->has_body = body_end(&p->half->body, false);
	return rc == 0 ? tnet_stream_type(p->s, &type) : rc;
}

/* Members of the request or the response. */
static int read_half(struct part *p)
{
	char key[KEY_MAX + 1];
	uint64_t len = 0;
	int rc = 0;

	while (rc == 0 && more(p)) {
		rc = read_key(p, key);
		if (rc == 0)
			rc = tnet_stream_begin(p->s, &len, p->end);
		if (rc != 0)
			break;
		if (strcmp(key, "content") == 0 || strcmp(key, "body") == 0)
			rc = read_content(p, len);
		else
			rc = keep(p, key, len, &p->half->text);
	}
	return rc;
}

/* What counts of a message. */
struct message {
	bool known, from_client, has_content;
	uint64_t bytes;
	char time[40];
};

static int read_element(struct part *p, struct message *m)
{
	uint64_t len = 0;
	struct str text;
	char type = '\0';
	int rc = tnet_stream_begin(p->s, &len, p->end);

	str_init(&text, sizeof(m->time) - 1);
	if (rc == 0)
		rc = len < sizeof(m->time) ? tnet_stream_take(p->s, len, &text)
					   : tnet_stream_skip(p->s, len);
	if (rc == 0)
		rc = tnet_stream_type(p->s, &type);
	if (rc == 0 && type == '!' && !m->known) {
		m->known = true;
		m->from_client = str_is(&text, "true");
	} else if (rc == 0 && (type == ',' || type == ';') && !m->has_content) {
		m->has_content = true;
		m->bytes = len;
	} else if (rc == 0 && type == '^' && text.p != NULL) {
		memcpy(m->time, text.p, strnlen(text.p, text.len) + 1);
	}
	str_release(&text);
	return rc;
}

static void count_message(struct mitmproxy_flow *f, const struct message *m)
{
	if (!m->known)
		return;
	if (m->from_client) {
		f->messages_sent++;
		f->sent += m->bytes;
	} else {
		f->messages_received++;
		f->received += m->bytes;
	}
	if (f->first[0] == '\0')
		memcpy(f->first, m->time, sizeof(f->first));
}

/* Messages of a WebSocket, of TCP or of UDP. */
static int read_messages(struct part *list)
{
	uint64_t len = 0;
	char type = '\0';
	int rc = 0;

	while (rc == 0 && more(list)) {
		struct part item = *list;
		struct message m = { 0 };

		rc = tnet_stream_begin(list->s, &len, list->end);
		item.end = tnet_stream_offset(list->s) + len;
		while (rc == 0 && more(&item))
			rc = read_element(&item, &m);
		if (rc == 0)
			rc = tnet_stream_type(list->s, &type);
		if (rc == 0)
			count_message(list->f, &m);
	}
	return rc;
}

static int read_websocket(struct part *p)
{
	char key[KEY_MAX + 1], type = '\0';
	uint64_t len = 0;
	int rc = 0;

	while (rc == 0 && more(p)) {
		struct part list = *p;

		rc = read_key(p, key);
		if (rc == 0)
			rc = tnet_stream_begin(p->s, &len, p->end);
		list.end = tnet_stream_offset(p->s) + len;
		if (rc == 0)
			rc = strcmp(key, "messages") == 0
				     ? read_messages(&list)
				     : tnet_stream_skip(p->s, len);
		if (rc == 0)
			rc = tnet_stream_type(p->s, &type);
	}
	return rc;
}

/* The member's value, for one that may be long. *type is then '\0' when it
 * is no such member. */
static int read_long(
	struct part *whole, const char *key, uint64_t len, char *type)
{
	struct mitmproxy_flow *f = whole->f;
	struct part p = *whole;
	int rc;

	p.end = tnet_stream_offset(p.s) + len;
	if (strcmp(key, "request") == 0 || strcmp(key, "response") == 0) {
		p.half = key[2] == 'q' ? &f->request : &f->response;
		rc = read_half(&p);
	} else if (strcmp(key, "websocket") == 0) {
		rc = read_websocket(&p);
	} else if (strcmp(key, "messages") == 0) {
		rc = read_messages(&p);
	} else if (strcmp(key, "backup") == 0) {
		rc = tnet_stream_skip(p.s, len);
	} else {
		*type = '\0';
		return 0;
	}
	if (rc == 0)
		rc = tnet_stream_type(p.s, type);
	if (rc != 0 || *type == '~')
		return rc;
	f->websocket = f->websocket || strcmp(key, "websocket") == 0;
	f->modified = f->modified || strcmp(key, "backup") == 0;
	if (p.half != NULL)
		p.half->dict.type = *type;
	return 0;
}

static int read_members(struct part *p)
{
	char key[KEY_MAX + 1], type = '\0';
	uint64_t len = 0;
	int rc = 0;

	while (rc == 0 && more(p)) {
		rc = read_key(p, key);
		if (rc == 0)
			rc = tnet_stream_begin(p->s, &len, p->end);
		if (rc == 0)
			rc = read_long(p, key, len, &type);
		if (rc == 0 && type == '\0')
			rc = keep(p, key, len, &p->f->text);
	}
	return rc;
}

static void close_part(struct tnet *dict, const struct str *text)
{
	dict->text = text->p != NULL ? text->p : "";
	dict->len = text->len;
}

/* Behind a flow that does not fit together: on to its end, unless the file
 * ends before. */
static int recover(struct part *p, int rc)
{
	bool ended = false;

	if (p->s->why == NULL || tnet_stream_offset(p->s) > p->end ||
		tnet_stream_ended(p->s, &ended) != 0 || ended)
		return rc;
	p->f->why = p->s->why;
	p->s->why = NULL;
	return tnet_stream_skip(p->s, p->end - tnet_stream_offset(p->s));
}

int mitmproxy_flow_read(struct mitmproxy_flow *f, struct tnet_stream *s)
{
	struct part p = { .f = f, .s = s };
	uint64_t len = 0;
	char type = '\0';
	int rc;

	f->position = tnet_stream_offset(s);
	rc = tnet_stream_begin(s, &len, UINT64_MAX);
	if (rc != 0)
		return rc;
	p.end = tnet_stream_offset(s) + len;
	rc = read_members(&p);
	if (rc != 0)
		rc = recover(&p, rc);
	if (rc == 0)
		rc = tnet_stream_type(s, &type);
	if (rc != 0)
		return rc;
	if (type != '}' && f->why == NULL)
		f->why = N_("a value that is no flow");
	f->length = tnet_stream_offset(s) - f->position;
	f->dict.type = '}';
	close_part(&f->dict, &f->text);
	close_part(&f->request.dict, &f->request.text);
	close_part(&f->response.dict, &f->response.text);
	return 0;
}
