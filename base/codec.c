/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/codec.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "abcdefghijklmnopqrstuvwxyz0123456789+/";

void codec_hex(char *out, const void *data, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *p = data;

	for (size_t i = 0; i < len; i++) {
		out[2 * i] = digits[p[i] >> 4];
		out[2 * i + 1] = digits[p[i] & 15];
	}
	out[2 * len] = '\0';
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool codec_unhex(void *out, const char *text, size_t len)
{
	unsigned char *p = out;

	if (len % 2 != 0)
		return false;
	for (size_t i = 0; i < len; i += 2) {
		int high = digit(text[i]), low = digit(text[i + 1]);

		if (high < 0 || low < 0)
			return false;
		p[i / 2] = (unsigned char)(high << 4 | low);
	}
	return true;
}

int codec_base64(struct str *out, const void *data, size_t len)
{
	const unsigned char *p = data;

	for (size_t i = 0; i < len; i += 3) {
		size_t n = len - i < 3 ? len - i : 3;
		uint32_t v = (uint32_t)p[i] << 16;
		char four[4];

		v |= n > 1 ? (uint32_t)p[i + 1] << 8 : 0;
		v |= n > 2 ? (uint32_t)p[i + 2] : 0;
		four[0] = alphabet[v >> 18];
		four[1] = alphabet[v >> 12 & 63];
		four[2] = n > 1 ? alphabet[v >> 6 & 63] : '=';
		four[3] = n > 2 ? alphabet[v & 63] : '=';
		str_add(out, four, 4);
	}
	return out->over ? ERR_LIMIT : 0;
}

/* What a character of Base64 stands for; NONE for all others. */
enum { NONE = 64 };
static const unsigned char sextets[256] = {
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, /* 00 */
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, /* 10 */
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 62, 64, 64, 64, 63, /* 20 */
	52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 64, 64, 64, 64, 64, 64, /* 30 */
	64, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,		/* 40 */
	15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 64, 64, 64, 64, 64, /* 50 */
	64, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, /* 60 */
	41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 64, 64, 64, 64, 64, /* 70 */
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, /* 80 */
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, /* 90 */
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, /* A0 */
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, /* B0 */
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, /* C0 */
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, /* D0 */
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, /* E0 */
	64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, /* F0 */
};

/* Decodes one group; the number of bytes it stands for, 0 when malformed. A
 * "=" is none of the characters: only the last group may have it. */
static size_t group(unsigned char out[3], const char in[4], bool last)
{
	const unsigned char *c = (const unsigned char *)in;
	uint32_t four[4] = { sextets[c[0]], sextets[c[1]], sextets[c[2]],
		sextets[c[3]] };
	size_t n = 3;
	uint32_t v;

	if (last && c[3] == '=') {
		n = c[2] == '=' ? 1 : 2;
		four[3] = 0;
		four[2] = n == 1 ? 0 : four[2];
	}
	if (((four[0] | four[1] | four[2] | four[3]) & NONE) != 0)
		return 0;
	v = four[0] << 18 | four[1] << 12 | four[2] << 6 | four[3];
	if ((n == 1 && (v & 0xFFFF)) || (n == 2 && (v & 0xFF)))
		return 0;
	out[0] = (unsigned char)(v >> 16);
	out[1] = (unsigned char)(v >> 8 & 0xFF);
	out[2] = (unsigned char)(v & 0xFF);
	return n;
}

int codec_unbase64(struct str *out, const char *text, size_t len)
{
	size_t bytes = 0;

	if (len % 4 != 0)
		return err_set(ERR_PARSE, _("a Base64 text is cut short"));
	if (str_reserve(out, len / 4 * 3) != 0)
		return ERR_LIMIT;
	for (size_t i = 0; i < len; i += 4) {
		unsigned char *at = (unsigned char *)out->p + out->len + bytes;
		size_t n = group(at, text + i, i + 4 == len);

		if (n == 0)
			return err_set(ERR_PARSE,
				_("character %zu of a Base64 text is wrong"),
				i + 1);
		bytes += n;
	}
	str_added(out, bytes);
	return 0;
}

/* Five bytes are eight characters; what is missing of them is "=". */
int codec_base32(struct str *out, const void *data, size_t len)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	const unsigned char *p = data;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < len; i += 5) {
		size_t n = len - i < 5 ? len - i : 5;
		size_t used = (8 * n + 4) / 5;
		uint64_t v = 0;
		char eight[8];

		for (size_t k = 0; k < 5; k++)
			v = v << 8 | (k < n ? p[i + k] : 0U);
		for (size_t k = 0; k < 8; k++)
			eight[k] = k < used ? letters[v >> (35 - 5 * k) & 31]
					    : '=';
		rc = str_add(out, eight, sizeof(eight));
	}
	return rc;
}

void codec_put32(unsigned char out[4], uint32_t v)
{
	for (int i = 0; i < 4; i++)
		out[i] = (unsigned char)(v >> (24 - 8 * i) & 0xFF);
}

void codec_put64(unsigned char out[8], uint64_t v)
{
	codec_put32(out, (uint32_t)(v >> 32));
	codec_put32(out + 4, (uint32_t)(v & 0xFFFFFFFF));
}

uint32_t codec_get32(const unsigned char in[4])
{
	return (uint32_t)in[0] << 24 | (uint32_t)in[1] << 16 |
	       (uint32_t)in[2] << 8 | (uint32_t)in[3];
}

uint64_t codec_get64(const unsigned char in[8])
{
	return (uint64_t)codec_get32(in) << 32 | codec_get32(in + 4);
}
