/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/push_frame.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/codec.h"
#include "base/mem.h"

enum { HEAD = 8, SUM = 4, CLEAR = 2 };

/* Fields of the client's first payload. */
enum field {
	FIELD_MODEL = 2,
	FIELD_SYSTEM = 3,
	FIELD_DEVICE = 4,
	FIELD_NETWORK = 6,
	FIELD_HOST = 7,
	FIELD_LANGUAGE = 8,
};

struct cursor {
	const unsigned char *p;
	size_t len;
};

bool push_frame_is(const unsigned char *bytes, size_t len)
{
	static const unsigned char magic[] = { 0xC2, 0xFE, 0x00 };

	return len >= 8 && memcmp(bytes, magic, sizeof(magic)) == 0 &&
	       codec_get32(bytes + 4) <= PUSH_LENGTH_MAX;
}

/* A number of protobuf: seven bits a byte, the lowest first. */
static bool varint(uint64_t *out, struct cursor *c)
{
	*out = 0;
	for (unsigned shift = 0; shift < 64 && c->len > 0; shift += 7) {
		unsigned char b = *c->p++;

		c->len--;
		*out |= (uint64_t)(b & 0x7F) << shift;
		if ((b & 0x80) == 0)
			return true;
	}
	return false;
}

/* The next field; value is empty unless it is a string or message. */
static bool field(uint64_t *id, struct cursor *value, struct cursor *c)
{
	uint64_t key, n = 0;

	*value = (struct cursor){ c->p, 0 };
	if (!varint(&key, c))
		return false;
	*id = key >> 3;
	switch (key & 7) {
	case 0:
		return varint(&n, c);
	case 1:
		n = 8;
		break;
	case 2:
		if (!varint(&n, c))
			return false;
		break;
	case 5:
		n = 4;
		break;
	default:
		return false;
	}
	if (n > c->len)
		return false;
	if ((key & 7) == 2)
		*value = (struct cursor){ c->p, (size_t)n };
	c->p += n;
	c->len -= (size_t)n;
	return true;
}

static void take_host(struct push_side *s, struct cursor v)
{
	const unsigned char *colon = memchr(v.p, ':', v.len);

	if (colon != NULL)
		v.len = (size_t)(colon - v.p);
	if (!host_normalise(s->host, (const char *)v.p, v.len))
		s->host[0] = '\0';
}

static void take_model(struct push_side *s, struct cursor v)
{
	if (v.len > PUSH_MODEL_MAX)
		return;
	for (size_t i = 0; i < v.len; i++)
		if (v.p[i] < ' ' || v.p[i] > '~')
			return;
	memcpy(s->model, v.p, v.len);
	s->model[v.len] = '\0';
}

static void read_payload(struct push_side *s, struct cursor c)
{
	struct cursor v;
	uint64_t id;

	while (field(&id, &v, &c)) {
		if (v.len == 0)
			continue;
		if (id == FIELD_MODEL)
			take_model(s, v);
		else if (id == FIELD_HOST)
			take_host(s, v);
		else if (id == FIELD_DEVICE && v.len > 2 &&
			 memcmp(v.p, "a-", 2) == 0)
			s->device_id = true;
		s->system |= id == FIELD_SYSTEM;
		s->network |= id == FIELD_NETWORK;
		s->language |= id == FIELD_LANGUAGE;
	}
}

/* Where the header and the payload of a clear body are; false for others. */
static bool split(const struct push_side *s, size_t *header, size_t *payload)
{
	if (s->length < 8 || s->at < HEAD + 8)
		return false;
	*header = (size_t)s->body[2] << 8 | s->body[3];
	*payload = codec_get32(s->body + 4);
	return s->body[0] == 0 && s->body[1] == CLEAR &&
	       *payload <= s->length && 8 + *header + *payload == s->length;
}

static enum push_kind kind_of(
	const struct push_side *s, size_t *header, size_t *payload)
{
	if (s->length == 0)
		return PUSH_KEEPALIVE;
	if (s->unseen)
		return PUSH_UNSEEN;
	return split(s, header, payload) ? PUSH_CLEAR : PUSH_ENCRYPTED;
}

static void end_frame(struct push_side *s, const struct push_hook *hook)
{
	size_t header = 0, payload = 0;
	struct push_frame f = { .kind = kind_of(s, &header, &payload),
		.bytes = s->at,
		.right = !s->unseen && s->sum == s->given };

	s->keepalives += f.kind == PUSH_KEEPALIVE;
	s->clear += f.kind == PUSH_CLEAR;
	s->encrypted += f.kind == PUSH_ENCRYPTED;
	s->right += f.right;
	s->wrong += !s->unseen && !f.right;
	if (f.kind == PUSH_CLEAR && f.right && s->length <= PUSH_BODY_MAX)
		read_payload(
			s, (struct cursor){ s->body + 8 + header, payload });
	s->at = 0;
	if (hook->frame != NULL)
		hook->frame(&f, hook->ctx);
}

static void begin_frame(struct push_side *s)
{
	s->length = codec_get32(s->head + 4);
	if (!push_frame_is(s->head, HEAD)) {
		s->lost = true;
		return;
	}
	s->frames++;
	s->sum = (uint32_t)adler32(1, s->head, HEAD);
	s->given = 0;
	s->unseen = false;
}

/* Bytes of the body at offset `from` of it. */
static void take_body(struct push_side *s, uint32_t from,
	const unsigned char *bytes, size_t len)
{
	s->sum = (uint32_t)adler32(s->sum, bytes, (unsigned)len);
	if (from >= PUSH_BODY_MAX)
		return;
	if (s->body == NULL)
		s->body = mem_new(PUSH_BODY_MAX, 1);
	if (len > PUSH_BODY_MAX - from)
		len = PUSH_BODY_MAX - from;
	memcpy(s->body + from, bytes, len);
}

/* Takes what belongs to one part of the frame; how many bytes that is. */
static size_t take_part(struct push_side *s, const unsigned char *bytes,
	size_t len, const struct push_hook *hook)
{
	uint32_t end = s->at < HEAD		  ? HEAD
		       : s->at < HEAD + s->length ? HEAD + s->length
						  : HEAD + s->length + SUM;
	size_t n = end - s->at < len ? end - s->at : len;

	if (bytes == NULL)
		s->unseen = true;
	else if (s->at < HEAD)
		memcpy(s->head + s->at, bytes, n);
	else if (s->at < HEAD + s->length)
		take_body(s, s->at - HEAD, bytes, n);
	else
		for (size_t i = 0; i < n; i++)
			s->given = s->given << 8 | bytes[i];
	s->lost |= bytes == NULL && s->at < HEAD;
	s->at += (uint32_t)n;
	if (s->at == HEAD && end == HEAD && !s->lost)
		begin_frame(s);
	else if (s->at == HEAD + s->length + SUM && s->at > HEAD)
		end_frame(s, hook);
	return n;
}

void push_frame_feed(struct push_side *s, const unsigned char *bytes,
	size_t len, const struct push_hook *hook)
{
	if (s->lost && bytes != NULL && push_frame_is(bytes, len)) {
		s->lost = false;
		s->at = 0;
	}
	while (len > 0 && !s->lost) {
		size_t n = take_part(s, bytes, len, hook);

		if (bytes != NULL)
			bytes += n;
		len -= n;
	}
}

void push_side_stop(struct push_side *s)
{
	free(s->body);
	s->body = NULL;
}

void push_side_release(struct push_side *s)
{
	free(s->body);
	*s = (struct push_side){ 0 };
}
