/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/talk.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "evidence/quic_initial.h"
#include "evidence/resolver.h"
#include "evidence/tls_hello.h"

enum { OPENING_MAX = 16 << 10, UDP_TRIES = 8 };

enum mode {
	OPENING,  /* collects the beginning, until it is known what it is */
	REQUESTS, /* looks at what begins as a request */
	FRAMES,
	MESSAGES,
	CERTIFICATE, /* of a server: its hello was read */
	DONE,
};

struct side {
	struct stream stream;
	struct str opening;
	enum mode mode;
	bool tunnel; /* the last request asked for one */
};

struct talk_work {
	struct side sides[2];
	struct quic_initial quic;
	struct str hello;
	unsigned datagrams;
};

/* A direction whose bytes are being seen. */
struct view {
	struct talk *talk;
	struct talk_work *work;
	const struct talk_hooks *hooks;
	unsigned side;
};

static struct talk_work *work_of(struct talk *t)
{
	if (t->work == NULL) {
		t->work = mem_new(1, sizeof(*t->work));
		for (int i = 0; i < 2; i++)
			str_init(&t->work->sides[i].opening, OPENING_MAX);
		str_init(&t->work->hello, TLS_HELLO_MAX);
	}
	return t->work;
}

static void done(struct side *s)
{
	s->mode = DONE;
	str_release(&s->opening);
}

static void show_client(struct talk *t, unsigned side)
{
	t->client_known = true;
	t->client = (uint8_t)side;
}

static void take_hello(struct talk *t, unsigned side, const struct tls_hello *h)
{
	if (h->server) {
		t->server_hello = true;
		t->version = h->version;
		t->cipher = h->cipher;
	} else if (!t->client_hello) {
		t->client_hello = true;
		t->ech = h->ech;
		t->odd_name = h->odd_name;
		if (h->named && !h->odd_name && t->host == NULL)
			t->host = mem_strdup(h->host);
		t->encrypted_resolver = resolver_is_public(h->host) ||
					strncmp(h->protocol, "doq", 3) == 0;
	}
	if (h->protocol[0] != '\0' && strlen(h->protocol) < sizeof(t->alpn) &&
		(h->server || t->alpn[0] == '\0'))
		memcpy(t->alpn, h->protocol, strlen(h->protocol) + 1);
	show_client(t, h->server ? !side : side);
}

static const unsigned char *opening(const struct side *s)
{
	return (const unsigned char *)s->opening.p;
}

/* Behind the server's hello; from TLS 1.3 on it is secret. */
static void see_certificate(struct view *v, struct side *s)
{
	struct tls_certificate k;
	enum tls_hello_state state = tls_certificate_collect(
		&v->work->hello, opening(s), s->opening.len);

	if (state == TLS_HELLO_PART)
		return;
	if (state == TLS_HELLO_WHOLE && v->talk->certificate == NULL &&
		tls_certificate_read(
			&k, v->work->hello.p, v->work->hello.len)) {
		v->talk->certificate = mem_new(1, sizeof(k));
		*v->talk->certificate = k;
	}
	done(s);
}

static void see_tls(struct view *v, struct side *s)
{
	enum tls_hello_state state =
		tls_hello_collect(&v->work->hello, opening(s), s->opening.len);
	struct tls_hello hello;

	if (state == TLS_HELLO_PART)
		return;
	if (state == TLS_HELLO_WHOLE &&
		tls_hello_read(&hello, v->work->hello.p, v->work->hello.len)) {
		v->talk->protocol = TALK_TLS;
		take_hello(v->talk, v->side, &hello);
		if (hello.server && hello.version <= 0x0303) {
			s->mode = CERTIFICATE;
			see_certificate(v, s);
			return;
		}
	}
	done(s);
}

static void see_request(struct view *v, struct side *s)
{
	struct talk *t = v->talk;
	struct http_head head;

	switch (http_head_read(&head, opening(s), s->opening.len)) {
	case HTTP_HEAD_PART:
		return;
	case HTTP_HEAD_WHOLE:
		if (t->protocol == TALK_UNKNOWN)
			t->protocol = TALK_HTTP;
		show_client(t, v->side);
		t->heads++;
		if (t->host == NULL && head.host[0] != '\0' && !head.connect)
			t->host = mem_strdup(head.host);
		v->hooks->request(&head, v->hooks->ctx);
		s->tunnel = head.connect;
		break;
	case HTTP_HEAD_NONE:
		break;
	}
	str_release(&s->opening);
	str_init(&s->opening, OPENING_MAX);
	s->mode = REQUESTS;
}

struct frame_view {
	const struct talk_hooks *hooks;
	unsigned side;
};

static void tell_frame(const struct push_frame *frame, void *ctx)
{
	const struct frame_view *f = ctx;

	if (f->hooks->frame != NULL)
		f->hooks->frame(f->side, frame, f->hooks->ctx);
}

static void feed_frames(
	struct view *v, unsigned side, const unsigned char *data, size_t len)
{
	struct frame_view f = { v->hooks, side };
	const struct push_hook hook = { tell_frame, &f };

	push_frame_feed(&v->talk->push[side], data, len, &hook);
}

/* From here on, both directions are frames. */
static void see_frames(struct view *v)
{
	struct talk *t = v->talk;

	t->protocol = TALK_PUSH;
	if (t->push == NULL)
		t->push = mem_new(2, sizeof(*t->push));
	for (unsigned i = 0; i < 2; i++) {
		struct side *s = &v->work->sides[i];

		if (s->mode != OPENING)
			continue;
		s->mode = FRAMES;
		if (s->opening.len > 0)
			feed_frames(v, i, opening(s), s->opening.len);
		str_release(&s->opening);
	}
}

static bool may_be_frame(const unsigned char *p, size_t len)
{
	return memcmp(p, "\xC2\xFE\x00", len < 3 ? len : 3) == 0;
}

static void see_opening(struct view *v, struct side *s)
{
	const unsigned char *p = opening(s);
	size_t len = s->opening.len;

	if (p[0] == 0x16)
		see_tls(v, s);
	else if (http_head_may_be(p, len))
		see_request(v, s);
	else if (push_frame_is(p, len))
		see_frames(v);
	else if (len >= 8 || !may_be_frame(p, len))
		done(s);
}

static void see_messages(struct view *v, struct side *s)
{
	const unsigned char *p = opening(s);
	size_t len = s->opening.len, from = 0;

	while (len - from >= 2) {
		size_t n = (size_t)p[from] << 8 | p[from + 1];

		if (n + 2 > OPENING_MAX) {
			v->talk->cut = true;
			done(s);
			return;
		}
		if (n + 2 > len - from)
			break;
		v->talk->protocol = TALK_DNS;
		v->hooks->message(v->side, p + from + 2, n, v->hooks->ctx);
		from += n + 2;
	}
	memmove(s->opening.p, s->opening.p + from, len - from);
	str_cut(&s->opening, len - from);
}

static void see_missing(struct view *v, struct side *s, size_t len)
{
	if (s->mode == FRAMES) {
		feed_frames(v, v->side, NULL, len);
	} else if (s->mode == CERTIFICATE) {
		done(s);
	} else if (s->mode == OPENING || s->mode == MESSAGES) {
		v->talk->cut = true;
		done(s);
	} else if (s->mode == REQUESTS) {
		str_clear(&s->opening);
	}
}

/* Bytes of one direction, in order. */
static void see(const unsigned char *data, size_t len, void *ctx)
{
	struct view *v = ctx;
	struct side *s = &v->work->sides[v->side];

	if (s->mode == DONE)
		return;
	if (data == NULL) {
		see_missing(v, s, len);
		return;
	}
	if (s->mode == FRAMES) {
		feed_frames(v, v->side, data, len);
		return;
	}
	if (s->mode == REQUESTS) {
		if (!http_head_may_be(data, len) &&
			!(s->tunnel && data[0] == 0x16))
			return;
		s->mode = OPENING;
	}
	if (len > OPENING_MAX - s->opening.len)
		len = OPENING_MAX - s->opening.len;
	if (len == 0) {
		done(s);
		return;
	}
	str_add(&s->opening, data, len);
	if (s->mode == MESSAGES)
		see_messages(v, s);
	else if (s->mode == CERTIFICATE)
		see_certificate(v, s);
	else
		see_opening(v, s);
}

static void free_bodies(struct talk *t)
{
	for (int i = 0; i < 2 && t->push != NULL; i++)
		push_side_stop(&t->push[i]);
}

/* Nothing more is to be learnt. */
static void finish(struct talk *t)
{
	struct talk_work *w = t->work;

	t->over = true;
	free_bodies(t);
	if (w == NULL)
		return;
	for (int i = 0; i < 2; i++) {
		stream_release(&w->sides[i].stream);
		str_release(&w->sides[i].opening);
	}
	quic_initial_release(&w->quic);
	str_release(&w->hello);
	free(w);
	t->work = NULL;
}

/* What begins a side never changes: a server that answers HTTP is done. */
static void settle(struct talk *t)
{
	const struct talk_work *w = t->work;

	if (w->sides[0].mode == DONE && w->sides[1].mode == DONE)
		finish(t);
}

bool talk_listens(const struct talk *t, unsigned side)
{
	return !t->over &&
	       (t->work == NULL || t->work->sides[side].mode != DONE);
}

void talk_tcp(struct talk *t, unsigned side, const struct stream_segment *g,
	const struct talk_hooks *hooks)
{
	struct view v = { t, NULL, hooks, side };
	struct side *s;

	if (!talk_listens(t, side))
		return;
	v.work = work_of(t);
	s = &v.work->sides[side];
	if (hooks->dns && s->mode == OPENING)
		s->mode = MESSAGES;
	stream_feed(&s->stream, g, see, &v);
	settle(t);
}

static void see_quic(
	struct talk *t, struct talk_work *w, unsigned side, bool server)
{
	struct tls_hello hello;

	if (quic_initial_hello(&hello, &w->quic, server))
		take_hello(t, side, &hello);
}

void talk_udp(struct talk *t, unsigned side, const unsigned char *data,
	size_t len, const struct talk_hooks *hooks)
{
	struct talk_work *w;
	bool server = side != hooks->client;

	if (t->over)
		return;
	w = work_of(t);
	if (quic_initial_is(data, len)) {
		quic_initial_feed(&w->quic, data, len, !server);
		t->protocol = TALK_QUIC;
		t->quic = w->quic.version;
		if (server ? !t->server_hello : !t->client_hello)
			see_quic(t, w, side, server);
	}
	w->datagrams++;
	if (t->protocol != TALK_QUIC && w->datagrams >= UDP_TRIES)
		finish(t);
	else if ((t->client_hello && t->server_hello) || w->quic.google ||
		 w->quic.packets >= QUIC_PACKETS)
		finish(t);
}

void talk_end(struct talk *t, const struct talk_hooks *hooks)
{
	for (unsigned side = 0; side < 2 && t->work != NULL; side++) {
		struct view v = { t, t->work, hooks, side };

		stream_flush(&t->work->sides[side].stream, see, &v);
	}
	if (t->work != NULL)
		for (int i = 0; i < 2; i++)
			t->cut |= t->work->sides[i].opening.len > 0 &&
				  t->work->sides[i].mode != CERTIFICATE;
	finish(t);
}

void talk_drop(struct talk *t)
{
	t->cut |= !t->over && t->work != NULL;
	finish(t);
}

void talk_release(struct talk *t)
{
	finish(t);
	free(t->push);
	free(t->host);
	free(t->certificate);
	*t = (struct talk){ 0 };
}

size_t talk_memory(const struct talk *t)
{
	const struct talk_work *w = t->work;
	size_t n = 0;

	for (int i = 0; i < 2 && t->push != NULL; i++)
		n += t->push[i].body != NULL ? PUSH_BODY_MAX : 0;
	if (w == NULL)
		return n;
	n += sizeof(*w) + w->hello.cap;
	for (int i = 0; i < 2; i++)
		n += w->sides[i].opening.cap + w->sides[i].stream.held_bytes +
		     2 * w->quic.crypto[i].cap +
		     (w->sides[i].stream.held != NULL ? STREAM_SEGMENTS * 64
						      : 0);
	return n;
}

const char *talk_protocol_name(unsigned protocol)
{
	static const char *const names[] = { "", "tls", "quic", "http",
		"mipush", "dns" };

	return names[protocol];
}
