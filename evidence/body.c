/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/body.h"

enum { PIECE = 4096 };

enum { PADDING = 65, SPACE = 66 };

/* The value of a character of base64, plus one, in both alphabets (RFC 4648,
 * 4 and 5); 0: it is none. By the character's code. */
static const unsigned char values[256] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 66, 0,
	0, 66, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 66, 0, 0,
	0, 0, 0, 0, 0, 0, 0, 0, 63, 0, 63, 0, 64, 53, 54, 55, 56, 57, 58, 59,
	60, 61, 62, 0, 0, 0, 65, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
	13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 0, 0, 0, 0, 64,
	0, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
	44, 45, 46, 47, 48, 49, 50, 51, 52 };

static void put(struct body *b, const unsigned char *data, size_t len)
{
	if (b->decoded == NULL)
		b->decoded = digest_stream_new();
	digest_stream_add(b->decoded, data, len);
	b->decoded_bytes += len;
}

/* One character; how many bytes it completes, or -1. */
static int decode(struct body *b, unsigned v, unsigned char *out)
{
	if (v == SPACE)
		return 0;
	if (v == PADDING)
		return ++b->padding > 2 ? -1 : 0;
	if (v == 0 || b->padding > 0)
		return -1;
	b->bits = b->bits << 6 | (v - 1);
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

/* Groups of four characters that are all plain, up to max bytes; how many
 * bytes they are. */
static size_t decode_groups(
	unsigned char *out, size_t max, const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t n = 0;

	for (; len >= 4 && n + 3 <= max; p += 4, len -= 4) {
		unsigned a = values[p[0]] - 1U, c = values[p[1]] - 1U;
		unsigned d = values[p[2]] - 1U, e = values[p[3]] - 1U;
		uint32_t bits = a << 18 | c << 12 | d << 6 | e;

		if ((a | c | d | e) > 63)
			break;
		out[n++] = (unsigned char)(bits >> 16);
		out[n++] = (unsigned char)(bits >> 8);
		out[n++] = (unsigned char)bits;
	}
	return n;
}

static void add_base64(struct body *b, const char *text, size_t len)
{
	unsigned char out[PIECE];
	size_t n = 0, i = 0;

	while (i < len && !b->not_base64) {
		size_t done = 0;
		int k;

		if (b->have == 0 && b->padding == 0)
			done = decode_groups(
				out + n, sizeof(out) - n, text + i, len - i);
		n += done;
		i += done / 3 * 4;
		if (i < len && n + 3 <= sizeof(out)) {
			k = decode(
				b, values[(unsigned char)text[i++]], out + n);
			b->not_base64 = k < 0;
			n += k > 0 ? (size_t)k : 0;
		}
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
