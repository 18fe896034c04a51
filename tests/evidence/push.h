/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_EVIDENCE_PUSH_H
#define TESTS_EVIDENCE_PUSH_H

/* Frames of the push channel made by hand; the checksum by its definition
 * (RFC 1950 section 8). */

#include "tests/evidence/packets.h"

static struct bytes push_frame(struct bytes body)
{
	struct bytes f = bytes_new();
	uint32_t a = 1, b = 0;

	put32(&f, 0xC2FE0005);
	put32(&f, (uint32_t)body.len);
	put(&f, body.p, body.len);
	for (size_t i = 0; i < f.len; i++) {
		a = (a + f.p[i]) % 65521;
		b = (b + a) % 65521;
	}
	put32(&f, b << 16 | a);
	return f;
}

static void put_field(struct bytes *b, unsigned id, const char *value)
{
	put8(b, id << 3 | 2);
	put8(b, (unsigned)strlen(value));
	put(b, value, strlen(value));
}

/* What a client says first. */
__attribute__((unused)) static struct bytes push_hello(void)
{
	struct bytes b = bytes_new(), h = bytes_new(), p = bytes_new();

	put(&h, "\x08\0", 2);
	put_field(&h, 3, "vendor.example");
	put_field(&h, 5, "CONN");
	put(&p, "\x08\x6A", 2);
	put_field(&p, 2, "Model 9");
	put_field(&p, 3, "V12");
	put_field(&p, 4, "a-0123456789abcdef0123456789abcdef01234567");
	put_field(&p, 6, "wifi");
	put_field(&p, 7, "push.vendor.example:5222");
	put_field(&p, 8, "fr_FR");
	put16(&b, 2);
	put16(&b, (unsigned)h.len);
	put32(&b, (uint32_t)p.len);
	put(&b, h.p, h.len);
	put(&b, p.p, p.len);
	return push_frame(b);
}

#endif
