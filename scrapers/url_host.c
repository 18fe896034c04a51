/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each function is one algorithm of the standard's section "Hosts".
 */
#include "scrapers/url_host.h"

#include <idn2.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"

enum { PIECES = 8, PARTS = 4 };

static int refuse(const char *text, size_t len)
{
	return err_set(
		ERR_INVALID, _("'%.*s' is no host name"), (int)len, text);
}

static int hex_value(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	if (ch >= 'a' && ch <= 'f')
		return ch - 'a' + 10;
	return ch >= 'A' && ch <= 'F' ? ch - 'A' + 10 : -1;
}

void url_host_encode(
	struct str *out, const char *text, size_t len, const char *set)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char ch = (unsigned char)text[i];

		if (ch < 0x20 || ch > 0x7E || strchr(set, ch) != NULL)
			str_printf(out, "%%%02X", ch);
		else
			str_putc(out, text[i]);
	}
}

static void percent_decode(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		int high, low;

		if (text[i] == '%' && i + 2 < len &&
			(high = hex_value(text[i + 1])) >= 0 &&
			(low = hex_value(text[i + 2])) >= 0) {
			str_putc(out, (char)(high * 16 + low));
			i += 2;
		} else {
			str_putc(out, text[i]);
		}
	}
}

static bool is_forbidden(char ch)
{
	return ch == '\0' || strchr("\t\n\r #/:<>?@[\\]^|", ch) != NULL;
}

/* In a domain also controls, % and DEL. */
static bool is_forbidden_in_domain(char ch)
{
	return is_forbidden(ch) || (ch >= 0 && ch < 0x20) || ch == '%' ||
	       ch == 0x7F;
}

/* ---- IPv6 ------------------------------------------------------------- */

struct ipv6 {
	const char *at, *end;
	uint16_t pieces[PIECES];
	int n, compress;
};

/* The "1.2.3.4" at the end. */
static bool read_ipv4_tail(struct ipv6 *a)
{
	int seen = 0;

	if (a->n > 6)
		return false;
	while (a->at < a->end) {
		int value = -1;

		if (seen > 0 && (seen == 4 || *a->at++ != '.'))
			return false;
		while (a->at < a->end && *a->at >= '0' && *a->at <= '9') {
			if (value == 0)
				return false;
			value = (value < 0 ? 0 : value * 10) + *a->at++ - '0';
			if (value > 255)
				return false;
		}
		if (value < 0)
			return false;
		a->pieces[a->n] = (uint16_t)(a->pieces[a->n] * 256 + value);
		seen++;
		if (seen == 2 || seen == 4)
			a->n++;
	}
	return seen == 4;
}

/* One group of up to four digits and what follows it. */
static bool read_piece(struct ipv6 *a)
{
	const char *start = a->at;
	unsigned value = 0;
	int digits = 0;

	while (digits < 4 && a->at < a->end && hex_value(*a->at) >= 0) {
		value = value * 16 + (unsigned)hex_value(*a->at++);
		digits++;
	}
	if (a->at < a->end && *a->at == '.') {
		if (digits == 0)
			return false;
		a->at = start;
		return read_ipv4_tail(a);
	}
	if (a->at < a->end && (*a->at++ != ':' || a->at == a->end))
		return false;
	a->pieces[a->n++] = (uint16_t)value;
	return true;
}

/* Moves what follows "::" to the end. */
static bool expand(struct ipv6 *a)
{
	int tail;

	if (a->compress < 0)
		return a->n == PIECES;
	tail = a->n - a->compress;
	for (int i = 0; i < tail; i++) {
		uint16_t v = a->pieces[a->n - 1 - i];

		a->pieces[a->n - 1 - i] = 0;
		a->pieces[PIECES - 1 - i] = v;
	}
	return true;
}

static bool read_ipv6(struct ipv6 *a)
{
	if (a->at < a->end && *a->at == ':') {
		if (a->end - a->at < 2 || a->at[1] != ':')
			return false;
		a->at += 2;
		a->compress = 0;
	}
	while (a->at < a->end) {
		if (a->n == PIECES)
			return false;
		if (*a->at == ':') {
			if (a->compress >= 0)
				return false;
			a->at++;
			a->compress = a->n;
			continue;
		}
		if (!read_piece(a))
			return false;
	}
	return expand(a);
}

/* The longest run of two or more zeros, shown as "::". */
static int longest_zeros(const uint16_t pieces[PIECES], int *length)
{
	int best = -1;

	*length = 1;
	for (int i = 0; i < PIECES; i++) {
		int n = 0;

		while (i + n < PIECES && pieces[i + n] == 0)
			n++;
		if (n > *length) {
			best = i;
			*length = n;
		}
		i += n;
	}
	return best;
}

static void write_ipv6(struct str *out, const uint16_t pieces[PIECES])
{
	int length, zeros = longest_zeros(pieces, &length);

	str_putc(out, '[');
	for (int i = 0; i < PIECES; i++) {
		if (i == zeros) {
			str_puts(out, i == 0 ? "::" : ":");
			i += length - 1;
			continue;
		}
		str_printf(out, "%x%s", pieces[i], i < PIECES - 1 ? ":" : "");
	}
	str_putc(out, ']');
}

/* ---- IPv4 ------------------------------------------------------------- */

/* The last label that is not empty; its end in *end. */
static const char *last_label(const char *text, size_t len, const char **end)
{
	const char *at = text + len;

	if (len > 0 && at[-1] == '.')
		at--;
	*end = at;
	while (at > text && at[-1] != '.')
		at--;
	return at;
}

/* A number in decimal, octal (0…) or hexadecimal (0x…), at most 2^40. */
static bool read_number(uint64_t *out, const char *text, const char *end)
{
	int base = 10;

	*out = 0;
	if (text == end)
		return false;
	if (end - text >= 2 && text[0] == '0') {
		base = text[1] == 'x' || text[1] == 'X' ? 16 : 8;
		text += base == 16 ? 2 : 1;
	}
	for (; text < end; text++) {
		int v = hex_value(*text);

		if (v < 0 || v >= base)
			return false;
		if (*out < (uint64_t)1 << 40)
			*out = *out * (uint64_t)base + (uint64_t)v;
	}
	return true;
}

/* "Ends in a number": then it must be an IPv4 address. */
static bool ends_in_number(const char *text, size_t len)
{
	const char *end, *label = last_label(text, len, &end);
	uint64_t number;
	size_t digits = 0;

	if (label == end)
		return false;
	while (label + digits < end && label[digits] >= '0' &&
		label[digits] <= '9')
		digits++;
	if (label + digits == end)
		return true;
	return end - label >= 2 && label[0] == '0' &&
	       (label[1] == 'x' || label[1] == 'X') &&
	       read_number(&number, label, end);
}

static bool parse_ipv4(struct str *out, const char *text, size_t len)
{
	const char *end = text + len;
	uint64_t parts[PARTS], address;
	int n = 0;

	if (len > 0 && end[-1] == '.')
		end--;
	for (;;) {
		const char *dot = memchr(text, '.', (size_t)(end - text));
		const char *stop = dot != NULL ? dot : end;

		if (n == PARTS || !read_number(&parts[n++], text, stop))
			return false;
		if (dot == NULL)
			break;
		text = dot + 1;
	}
	address = parts[n - 1];
	if (address >= (uint64_t)1 << (8 * (5 - n)))
		return false;
	for (int i = 0; i < n - 1; i++) {
		if (parts[i] > 255)
			return false;
		address += parts[i] << (8 * (3 - i));
	}
	str_printf(out, "%u.%u.%u.%u", (unsigned)(address >> 24) & 255,
		(unsigned)(address >> 16) & 255, (unsigned)(address >> 8) & 255,
		(unsigned)address & 255);
	return true;
}

/* ---- domains ---------------------------------------------------------- */

/* ASCII without punycode needs no more than lower case. */
static bool is_simple(const struct str *domain)
{
	for (size_t i = 0; i < domain->len; i++) {
		if ((unsigned char)domain->p[i] >= 0x80)
			return false;
		if ((i == 0 || domain->p[i - 1] == '.') &&
			strncasecmp(domain->p + i, "xn--", 4) == 0)
			return false;
	}
	return true;
}

/* UTS #46, not transitional, as "domain to ASCII" of the standard. */
static bool to_ascii(struct str *out, const struct str *domain)
{
	char *ascii = NULL;

	if (is_simple(domain)) {
		for (size_t i = 0; i < domain->len; i++) {
			char ch = domain->p[i];

			str_putc(out,
				ch >= 'A' && ch <= 'Z' ? (char)(ch + 32) : ch);
		}
		return true;
	}
	if (strlen(domain->p) != domain->len ||
		idn2_to_ascii_8z(domain->p, &ascii,
			IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT) != IDN2_OK)
		return false;
	str_puts(out, ascii);
	idn2_free(ascii);
	return true;
}

static bool parse_domain(struct str *out, const char *text, size_t len)
{
	struct str bytes = { 0 }, domain = { 0 }, ascii = { 0 };
	bool ok;

	str_puts(&ascii, "");
	str_puts(&bytes, "");
	str_puts(&domain, "");
	percent_decode(&bytes, text, len);
	utf8_repair(&domain, bytes.p, bytes.len);
	ok = to_ascii(&ascii, &domain) && ascii.len > 0;
	for (size_t i = 0; i < ascii.len; i++)
		if (is_forbidden_in_domain(ascii.p[i]))
			ok = false;
	if (ok && ends_in_number(ascii.p, ascii.len))
		ok = parse_ipv4(out, ascii.p, ascii.len);
	else if (ok)
		str_add(out, ascii.p, ascii.len);
	str_release(&bytes);
	str_release(&domain);
	str_release(&ascii);
	return ok;
}

static bool parse_opaque(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (is_forbidden(text[i]))
			return false;
	url_host_encode(out, text, len, "");
	return true;
}

int url_host_parse(struct str *out, const char *text, size_t len, bool special)
{
	struct ipv6 address = { .at = text + 1, .compress = -1 };
	bool ok;

	if (len > 0 && text[0] == '[') {
		address.end = text + len - 1;
		ok = len >= 2 && text[len - 1] == ']' && read_ipv6(&address);
		if (ok)
			write_ipv6(out, address.pieces);
	} else if (special) {
		ok = parse_domain(out, text, len);
	} else {
		ok = parse_opaque(out, text, len);
	}
	return ok ? 0 : refuse(text, len);
}
