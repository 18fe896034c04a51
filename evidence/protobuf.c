/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/protobuf.h"

enum { VARINT_MAX = 10 };

static bool varint(struct protobuf *p, uint64_t *out)
{
	uint64_t v = 0;

	for (int i = 0; i < VARINT_MAX && p->at < p->len; i++) {
		unsigned char b = p->p[p->at++];

		v |= (uint64_t)(b & 0x7F) << 7 * i;
		if ((b & 0x80) == 0) {
			*out = v;
			return true;
		}
	}
	return false;
}

static bool fixed(struct protobuf *p, uint64_t *out, size_t bytes)
{
	*out = 0;
	if (p->len - p->at < bytes)
		return false;
	for (size_t i = 0; i < bytes; i++)
		*out |= (uint64_t)p->p[p->at++] << 8 * i;
	return true;
}

static bool read_value(struct protobuf *p, struct protobuf_field *f)
{
	switch (f->kind) {
	case PROTOBUF_VARINT:
		return varint(p, &f->value);
	case PROTOBUF_FIXED64:
		return fixed(p, &f->value, 8);
	case PROTOBUF_FIXED32:
		return fixed(p, &f->value, 4);
	case PROTOBUF_BYTES:
		if (!varint(p, &f->value) || f->value > p->len - p->at)
			return false;
		f->bytes = p->p + p->at;
		f->len = (size_t)f->value;
		p->at += f->len;
		return true;
	}
	return false;
}

bool protobuf_next(struct protobuf *p, struct protobuf_field *out)
{
	uint64_t key;

	*out = (struct protobuf_field){ .at = p->at };
	if (p->bad || p->at >= p->len)
		return false;
	p->bad = !varint(p, &key) || key >> 3 == 0 || key >> 3 > UINT32_MAX;
	if (!p->bad) {
		out->number = (uint32_t)(key >> 3);
		out->kind = (enum protobuf_kind)(key & 7);
		p->bad = !read_value(p, out);
	}
	if (p->bad)
		p->at = out->at;
	out->end = p->at;
	return !p->bad;
}
