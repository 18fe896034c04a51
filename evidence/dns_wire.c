/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A message: a header of twelve bytes (id, flags, four counts), then the
 * questions (name, type, class), then records (name, type, class, TTL, length,
 * data). A name is a row of labels, each a byte of length and that many bytes;
 * a length byte of 11xxxxxx begins a pointer to the rest of the name.
 */
#include "evidence/dns_wire.h"

#include <arpa/inet.h>
#include <string.h>

enum {
	HEADER = 12,
	NAME_MAX_OCTETS = 255,
	POINTER = 0xC0,
	TYPE_A = 1,
	TYPE_NS = 2,
	TYPE_CNAME = 5,
	TYPE_PTR = 12,
	TYPE_AAAA = 28,
	TYPE_DNAME = 39,
	CLASS_IN = 1,
	FLAG_RESPONSE = 0x8000,
};

static uint16_t get16(const unsigned char *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

bool dns_wire_open(struct dns_wire *w, const void *data, size_t len)
{
	*w = (struct dns_wire){ .data = data, .len = len, .at = HEADER };
	if (len < HEADER) {
		w->broken = true;
		return false;
	}
	w->id = get16(w->data);
	w->flags = get16(w->data + 2);
	w->questions = get16(w->data + 4);
	w->answers = get16(w->data + 6);
	return true;
}

bool dns_wire_is_response(const struct dns_wire *w)
{
	return (w->flags & FLAG_RESPONSE) != 0;
}

const char *dns_wire_rcode_name(unsigned code)
{
	static const char *const names[] = { "NOERROR", "FORMERR", "SERVFAIL",
		"NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "YXRRSET",
		"NXRRSET", "NOTAUTH", "NOTZONE", "DSOTYPENI" };

	return code < sizeof(names) / sizeof(names[0]) ? names[code] : "";
}

const char *dns_wire_rcode(const struct dns_wire *w)
{
	return dns_wire_rcode_name(w->flags & 0xF);
}

/* Appends one label as text; the new length. */
static size_t put_label(
	char *out, size_t at, const unsigned char *label, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = label[i];

		if (c > ' ' && c <= '~' && c != '.' && c != '\\') {
			out[at++] = (char)c;
			continue;
		}
		out[at++] = '\\';
		out[at++] = (char)('0' + c / 100);
		out[at++] = (char)('0' + c / 10 % 10);
		out[at++] = (char)('0' + c % 10);
	}
	return at;
}

/* Where a pointer at `at` leads, if that is before `before`; else len. */
static size_t follow(const struct dns_wire *w, size_t at, size_t before)
{
	size_t to;

	if (at + 1 >= w->len)
		return w->len;
	to = get16(w->data + at) & 0x3FFFU;
	return to < before ? to : w->len;
}

/* The name at *at, which goes behind it. Each label takes at most four
 * characters for a byte, and one for its dot: 255 octets always fit. */
static bool read_name(
	const struct dns_wire *w, size_t *at, char out[DNS_WIRE_NAME])
{
	size_t p = *at, start = *at, n = 0, octets = 1;
	bool jumped = false;

	for (int jumps = 0; p < w->len;) {
		size_t len = w->data[p];

		if (len >= POINTER) {
			if (!jumped)
				*at = p + 2;
			jumped = true;
			p = start = follow(w, p, start);
			if (++jumps > DNS_WIRE_JUMPS)
				return false;
			continue;
		}
		octets += len + 1;
		if (len > 63 || p + 1 + len > w->len ||
			octets - (len == 0) > NAME_MAX_OCTETS)
			return false;
		if (len == 0) {
			if (!jumped)
				*at = p + 1;
			if (n == 0)
				out[n++] = '.';
			out[n] = '\0';
			return true;
		}
		if (n > 0)
			out[n++] = '.';
		n = put_label(out, n, w->data + p + 1, len);
		p += len + 1;
	}
	return false;
}

static bool damaged(struct dns_wire *w)
{
	w->broken = true;
	return false;
}

/* A name and the two numbers behind it. */
static bool read_start(struct dns_wire *w, struct dns_wire_record *out)
{
	if (!read_name(w, &w->at, out->name) || w->len - w->at < 4)
		return damaged(w);
	out->type = get16(w->data + w->at);
	out->class = get16(w->data + w->at + 2);
	w->at += 4;
	out->ttl = 0;
	out->data = NULL;
	out->len = 0;
	return true;
}

bool dns_wire_question(struct dns_wire *w, struct dns_wire_record *out)
{
	if (w->broken || w->questions == 0)
		return false;
	w->questions--;
	return read_start(w, out);
}

bool dns_wire_answer(struct dns_wire *w, struct dns_wire_record *out)
{
	const unsigned char *p;

	while (dns_wire_question(w, out))
		;
	if (w->broken || w->answers == 0)
		return false;
	w->answers--;
	if (!read_start(w, out) || w->len - w->at < 6)
		return damaged(w);
	p = w->data + w->at;
	out->ttl = (uint32_t)get16(p) << 16 | get16(p + 2);
	out->len = get16(p + 4);
	w->at += 6;
	if (w->len - w->at < out->len)
		return damaged(w);
	out->data = w->data + w->at;
	w->at += out->len;
	return true;
}

/* "192.0.2.80"; of all values the most frequent. */
static void put_ipv4(char *out, const unsigned char address[4])
{
	for (int i = 0; i < 4; i++) {
		unsigned n = address[i];

		if (n > 99)
			*out++ = (char)('0' + n / 100);
		if (n > 9)
			*out++ = (char)('0' + n / 10 % 10);
		*out++ = (char)('0' + n % 10);
		*out++ = i < 3 ? '.' : '\0';
	}
}

bool dns_wire_value(const struct dns_wire *w, const struct dns_wire_record *r,
	char out[DNS_WIRE_NAME])
{
	size_t at;

	if (r->data == NULL || r->class != CLASS_IN)
		return false;
	switch (r->type) {
	case TYPE_A:
		if (r->len == 4)
			put_ipv4(out, r->data);
		return r->len == 4;
	case TYPE_AAAA:
		return r->len == 16 &&
		       inet_ntop(AF_INET6, r->data, out, DNS_WIRE_NAME) != NULL;
	case TYPE_NS:
	case TYPE_CNAME:
	case TYPE_PTR:
	case TYPE_DNAME:
		at = (size_t)(r->data - w->data);
		return read_name(w, &at, out) &&
		       at <= (size_t)(r->data - w->data) + r->len;
	default:
		return false;
	}
}

bool dns_wire_values(struct dns_wire *w, struct str *out)
{
	char value[DNS_WIRE_NAME];
	struct dns_wire_record r;

	while (dns_wire_answer(w, &r)) {
		if (r.type != TYPE_A && r.type != TYPE_AAAA &&
			r.type != TYPE_CNAME)
			continue;
		if (!dns_wire_value(w, &r, value))
			return damaged(w);
		if (out->len > 0)
			str_putc(out, ' ');
		str_puts(out, value);
	}
	return !w->broken && !out->over;
}
