/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Well-formed byte sequences are those of Unicode's table 3-7: the first
 * byte fixes the length and the range of the second byte; the others lie in
 * 80..BF.
 */
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <uninorm.h>
#include <uniwidth.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

/* What may follow a first byte: how many bytes, and where the second lies. */
struct lead {
	size_t tail;
	unsigned char low, high;
};

static struct lead lead_of(unsigned char b)
{
	if (b < 0x80)
		return (struct lead){ 0, 0, 0 };
	if (b >= 0xC2 && b <= 0xDF)
		return (struct lead){ 1, 0x80, 0xBF };
	if (b >= 0xE0 && b <= 0xEF)
		return (struct lead){ 2, b == 0xE0 ? 0xA0 : 0x80,
			b == 0xED ? 0x9F : 0xBF };
	if (b >= 0xF0 && b <= 0xF4)
		return (struct lead){ 3, b == 0xF0 ? 0x90 : 0x80,
			b == 0xF4 ? 0x8F : 0xBF };
	return (struct lead){ SIZE_MAX, 0, 0 };
}

/* Length of the longest well-formed prefix of one character at p; *whole
 * tells whether it is a character. At least 1. */
static size_t sequence(const unsigned char *p, size_t len, bool *whole)
{
	struct lead lead = lead_of(p[0]);
	size_t n = 1;

	*whole = false;
	if (lead.tail == SIZE_MAX)
		return 1;
	for (; n <= lead.tail; n++) {
		unsigned char low = n == 1 ? lead.low : 0x80;
		unsigned char high = n == 1 ? lead.high : 0xBF;

		if (n >= len || p[n] < low || p[n] > high)
			return n;
	}
	*whole = true;
	return n;
}

/* Length of the ASCII at p, eight bytes at a time as long as there are. */
static size_t ascii(const unsigned char *p, size_t len)
{
	size_t i = 0;
	uint64_t eight;

	for (; len - i >= sizeof(eight); i += sizeof(eight)) {
		memcpy(&eight, p + i, sizeof(eight));
		if ((eight & 0x8080808080808080u) != 0)
			break;
	}
	while (i < len && p[i] < 0x80)
		i++;
	return i;
}

bool utf8_valid(const char *text, size_t len, size_t *bad)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t i = 0;
	bool whole;

	while (i < len) {
		size_t n = ascii(p + i, len - i);

		if (n > 0) {
			i += n;
			continue;
		}
		n = sequence(p + i, len - i, &whole);
		if (!whole) {
			if (bad != NULL)
				*bad = i;
			return false;
		}
		i += n;
	}
	return true;
}

size_t utf8_decode(uint32_t *cp, const char *text, size_t len)
{
	static const unsigned char first_bits[] = { 0x7F, 0x7F, 0x1F, 0x0F,
		0x07 };
	const unsigned char *p = (const unsigned char *)text;
	bool whole;
	size_t n = sequence(p, len, &whole);

	if (!whole) {
		*cp = UTF8_REPLACEMENT;
		return n;
	}
	*cp = p[0] & first_bits[n];
	for (size_t i = 1; i < n; i++)
		*cp = *cp << 6 | (p[i] & 0x3F);
	return n;
}

size_t utf8_encode(char out[4], uint32_t cp)
{
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		cp = UTF8_REPLACEMENT;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

int utf8_put(struct str *out, uint32_t cp)
{
	char b[4];

	return str_add(out, b, utf8_encode(b, cp));
}

int utf8_repair(struct str *out, const char *text, size_t len)
{
	size_t i = 0, from = 0;
	bool whole;

	while (i < len) {
		const unsigned char *p = (const unsigned char *)text + i;
		size_t n = ascii(p, len - i);

		if (n > 0) {
			i += n;
			continue;
		}
		n = sequence(p, len - i, &whole);
		if (!whole) {
			str_add(out, text + from, i - from);
			utf8_put(out, UTF8_REPLACEMENT);
			from = i + n;
		}
		i += n;
	}
	return str_add(out, text + from, len - from);
}

/* Whether no character can change: all below U+0300 are in Normalization Form
 * C and combine with nothing, and so is the punctuation from U+2002 on. */
static bool is_composed(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;

	for (size_t i = 0; i < len; i++) {
		if (p[i] < 0xCC)
			continue;
		if (p[i] != 0xE2 || len - i < 3 || p[i + 1] != 0x80 ||
			p[i + 2] < 0x82)
			return false;
		i += 2;
	}
	return utf8_valid(text, len, NULL);
}

static int normalise(struct str *out, const char *text, size_t len)
{
	size_t n = 0;
	uint8_t *composed =
		u8_normalize(UNINORM_NFC, (const uint8_t *)text, len, NULL, &n);
	int rc;

	if (composed == NULL)
		return err_set(ERR_PARSE,
			_("a text cannot be normalised; it is not UTF-8"));
	rc = str_add(out, composed, n);
	free(composed);
	return rc;
}

int utf8_nfc(struct str *out, const char *text, size_t len)
{
	if (is_composed(text, len))
		return str_add(out, text, len);
	return normalise(out, text, len);
}

size_t utf8_count(const char *text, size_t len)
{
	size_t count = 0;
	uint32_t cp;

	for (size_t i = 0; i < len; count++)
		i += utf8_decode(&cp, text + i, len - i);
	return count;
}

size_t utf8_utf16_length(const char *text, size_t len)
{
	size_t units = 0;
	uint32_t cp;

	for (size_t i = 0; i < len;) {
		i += utf8_decode(&cp, text + i, len - i);
		units += cp > 0xFFFF ? 2 : 1;
	}
	return units;
}

size_t utf8_width(const char *text, size_t len)
{
	size_t columns = 0;
	uint32_t cp;

	for (size_t i = 0; i < len;) {
		int w;

		i += utf8_decode(&cp, text + i, len - i);
		w = uc_width(cp, "UTF-8");
		columns += w > 0 ? (size_t)w : 0;
	}
	return columns;
}

/* Controls, and the characters that reorder or hide what is shown. */
static bool is_unsafe(uint32_t cp, bool keep_lines)
{
	if (cp == '\n')
		return !keep_lines;
	return cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || cp == 0x061C ||
	       cp == 0x200E || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) ||
	       (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFEFF || cp == 0x2028 ||
	       cp == 0x2029;
}

int utf8_printable(
	struct str *out, const char *text, size_t len, bool keep_lines)
{
	int rc = 0;

	for (size_t i = 0; i < len && rc == 0;) {
		bool whole;
		uint32_t cp;
		size_t n = sequence(
			(const unsigned char *)text + i, len - i, &whole);

		utf8_decode(&cp, text + i, len - i);
		if (!whole)
			for (size_t k = 0; k < n; k++)
				rc = str_printf(out, "\\x%02X",
					(unsigned)(unsigned char)text[i + k]);
		else if (!is_unsafe(cp, keep_lines))
			rc = str_add(out, text + i, n);
		else if (cp < 0x80)
			rc = str_printf(out, "\\x%02X", cp);
		else
			rc = str_printf(out, "\\u{%X}", cp);
		i += n;
	}
	return rc;
}

bool utf8_is_space(uint32_t cp)
{
	return cp <= ' ' || cp == 0xA0 || cp == 0x1680 ||
	       (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 ||
	       cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

bool utf8_is_invisible(uint32_t cp)
{
	return cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) || cp == 0x2060 ||
	       cp == 0xFEFF;
}
