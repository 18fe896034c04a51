/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/body.h"

enum { PIECE = 4096 };

/* The value of a character of base64: 64 for padding, 65 for white space, -1
 * for none. Both alphabets (RFC 4648, 4 and 5). */
static int value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	if (c == '/' || c == '_')
		return 63;
	if (c == '=')
		return 64;
	return c == '\n' || c == '\r' || c == ' ' ? 65 : -1;
}

static void put(struct body *b, const unsigned char *data, size_t len)
{
	if (b->decoded == NULL)
		b->decoded = digest_stream_new();
	digest_stream_add(b->decoded, data, len);
	b->decoded_bytes += len;
}

/* One character; how many bytes it completes, or -1. */
static int decode(struct body *b, int v, unsigned char *out)
{
	if (v == 65)
		return 0;
	if (v == 64)
		return ++b->padding > 2 ? -1 : 0;
	if (v < 0 || b->padding > 0)
		return -1;
	b->bits = b->bits << 6 | (uint32_t)v;
	b->have += 6;
	if (b->have < 24)
		return 0;
	out[0] = (unsigned char)(b->bits >> 16);
	out[1] = (unsigned char)(b->bits >> 8);
	out[2] = (unsigned char)b->bits;
	b->bits = 0;
	b->have = 0;
	return 3;
}

static void add_base64(struct body *b, const char *text, size_t len)
{
	unsigned char out[PIECE];
	size_t n = 0;

	for (size_t i = 0; i < len && !b->not_base64; i++) {
		int k = decode(b, value_of(text[i]), out + n);

		b->not_base64 = k < 0;
		n += k > 0 ? (size_t)k : 0;
		if (n + 3 > sizeof(out)) {
			put(b, out, n);
			n = 0;
		}
	}
	if (n > 0)
		put(b, out, n);
}

void body_add(struct body *b, const char *text, size_t len)
{
	if (len == 0)
		return;
	if (b->plain == NULL)
		b->plain = digest_stream_new();
	digest_stream_add(b->plain, text, len);
	b->plain_bytes += len;
	add_base64(b, text, len);
}

/* The last group, of two or three characters. */
static bool end_base64(struct body *b)
{
	unsigned char out[2];

	if (b->not_base64 || b->have == 6 ||
		(b->padding > 0 && b->have + 6 * b->padding != 24))
		return false;
	b->bits <<= 24 - b->have;
	out[0] = (unsigned char)(b->bits >> 16);
	out[1] = (unsigned char)(b->bits >> 8);
	if (b->have > 0)
		put(b, out, b->have / 8);
	return b->decoded != NULL;
}

bool body_end(struct body *b, bool base64)
{
	bool good = b->plain != NULL && (!base64 || end_base64(b));
	struct digest_stream **taken = base64 ? &b->decoded : &b->plain;
	uint64_t bytes = base64 ? b->decoded_bytes : b->plain_bytes;
	struct digest digest = { { 0 } };

	if (good) {
		digest_stream_end(*taken, &digest);
		*taken = NULL;
	}
	body_release(b);
	if (good) {
		b->bytes = bytes;
		b->digest = digest;
	}
	return good;
}

void body_release(struct body *b)
{
	digest_stream_free(b->plain);
	digest_stream_free(b->decoded);
	*b = (struct body){ 0 };
}
