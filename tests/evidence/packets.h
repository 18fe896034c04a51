/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_EVIDENCE_PACKETS_H
#define TESTS_EVIDENCE_PACKETS_H

/*
 * Packets, messages and captures made by hand, byte by byte.
 *
 *	struct str file = { 0 };
 *
 *	pcap_begin(&file, 101);
 *	pcap_add(&file, 1000000, udp("192.0.2.7", 5000, "9.9.9.9", 53,
 *		dns_query(1, "x.example", 1)));
 *
 * What is made here is owned by nobody until the test's end: a `struct bytes`
 * stands in static room that later ones use again (ROUND of them).
 */

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

struct bytes {
	unsigned char *p;
	size_t len;
};

enum { ROUND = 64, BYTES_MAX = 20000 };

static struct bytes bytes_new(void)
{
	static unsigned char room[ROUND][BYTES_MAX];
	static int at;

	at = (at + 1) % ROUND;
	return (struct bytes){ room[at], 0 };
}

static void put(struct bytes *b, const void *data, size_t len)
{
	if (len > BYTES_MAX || b->len > BYTES_MAX - len)
		abort(); /* a test wants more room */
	if (len > 0)
		memcpy(b->p + b->len, data, len);
	b->len += len;
}

static void put8(struct bytes *b, unsigned v)
{
	unsigned char c = (unsigned char)v;

	put(b, &c, 1);
}

static void put16(struct bytes *b, unsigned v)
{
	put8(b, v >> 8);
	put8(b, v);
}

static void put32(struct bytes *b, uint32_t v)
{
	put16(b, v >> 16);
	put16(b, v);
}

__attribute__((unused)) static struct bytes text(const char *s)
{
	struct bytes b = bytes_new();

	put(&b, s, strlen(s));
	return b;
}

__attribute__((unused)) static struct bytes part(
	struct bytes b, size_t from, size_t len)
{
	return (struct bytes){ b.p + from, len };
}

/* An IP header, version by the addresses; no checksum, as nobody reads it. */
static struct bytes ip(
	const char *src, const char *dst, unsigned proto, struct bytes payload)
{
	struct bytes b = bytes_new();
	unsigned char address[16];
	bool v6 = strchr(src, ':') != NULL;

	if (v6) {
		put32(&b, 0x60000000);
		put16(&b, (unsigned)payload.len);
		put8(&b, proto);
		put8(&b, 64);
	} else {
		put16(&b, 0x4500);
		put16(&b, (unsigned)payload.len + 20);
		put32(&b, 0);
		put8(&b, 64);
		put8(&b, proto);
		put16(&b, 0);
	}
	inet_pton(v6 ? AF_INET6 : AF_INET, src, address);
	put(&b, address, v6 ? 16 : 4);
	inet_pton(v6 ? AF_INET6 : AF_INET, dst, address);
	put(&b, address, v6 ? 16 : 4);
	put(&b, payload.p, payload.len);
	return b;
}

__attribute__((unused)) static struct bytes udp(const char *src, unsigned sport,
	const char *dst, unsigned dport, struct bytes payload)
{
	struct bytes b = bytes_new();

	put16(&b, sport);
	put16(&b, dport);
	put16(&b, (unsigned)payload.len + 8);
	put16(&b, 0);
	put(&b, payload.p, payload.len);
	return ip(src, dst, 17, b);
}

enum { FIN = 1, SYN = 2, RST = 4, ACK = 16 };

__attribute__((unused)) static struct bytes tcp(const char *src, unsigned sport,
	const char *dst, unsigned dport, uint32_t seq, unsigned flags,
	struct bytes payload)
{
	struct bytes b = bytes_new();

	put16(&b, sport);
	put16(&b, dport);
	put32(&b, seq);
	put32(&b, 0);
	put8(&b, 0x50);
	put8(&b, flags);
	put16(&b, 1000);
	put32(&b, 0);
	put(&b, payload.p, payload.len);
	return ip(src, dst, 6, b);
}

/* A name of a DNS message, without compression. */
static void put_name(struct bytes *b, const char *name)
{
	while (*name != '\0') {
		size_t n = strcspn(name, ".");

		put8(b, (unsigned)n);
		put(b, name, n);
		name += n + (name[n] == '.');
	}
	put8(b, 0);
}

__attribute__((unused)) static struct bytes dns_query(
	unsigned id, const char *name, unsigned type)
{
	struct bytes b = bytes_new();

	put16(&b, id);
	put16(&b, 0x0100);
	put16(&b, 1);
	put16(&b, 0);
	put32(&b, 0);
	put_name(&b, name);
	put16(&b, type);
	put16(&b, 1);
	return b;
}

/* The answer to it: of one address (type A), or of none with a code. */
__attribute__((unused)) static struct bytes dns_answer(
	unsigned id, const char *name, const char *address, unsigned rcode)
{
	struct bytes b = dns_query(id, name, 1);

	b.p[2] = 0x81;
	b.p[3] = (unsigned char)(0x80 | rcode);
	if (address != NULL) {
		unsigned char ip4[4];

		b.p[7] = 1;
		put16(&b, 0xC00C);
		put16(&b, 1);
		put16(&b, 1);
		put32(&b, 300);
		put16(&b, 4);
		inet_pton(AF_INET, address, ip4);
		put(&b, ip4, 4);
	}
	return b;
}

static void put_sized(struct bytes *b, int bytes, struct bytes what)
{
	if (bytes == 3)
		put8(b, (unsigned)(what.len >> 16));
	if (bytes >= 2)
		put8(b, (unsigned)(what.len >> 8));
	put8(b, (unsigned)what.len);
	put(b, what.p, what.len);
}

static void put_extension(struct bytes *b, unsigned type, struct bytes what)
{
	put16(b, type);
	put_sized(b, 2, what);
}

/* A ClientHello's handshake message; name NULL for none; padding bytes make
 * it long. */
static struct bytes client_hello(const char *name, bool ech, size_t padding)
{
	static unsigned char zero[BYTES_MAX];
	struct bytes e = bytes_new(), b = bytes_new(), m = bytes_new();
	struct bytes list = bytes_new(), inner = bytes_new();

	put_extension(&e, 0x1A1A, bytes_new());
	if (name != NULL) {
		put8(&list, 0);
		put_sized(&list, 2, text(name));
		put_sized(&inner, 2, list);
		put_extension(&e, 0, inner);
	}
	list = bytes_new();
	inner = bytes_new();
	put_sized(&list, 1, text("h2"));
	put_sized(&list, 1, text("http/1.1"));
	put_sized(&inner, 2, list);
	put_extension(&e, 16, inner);
	if (ech)
		put_extension(&e, 0xFE0D, text("\x01\x02\x03"));
	put_extension(&e, 21, (struct bytes){ zero, padding });
	put16(&b, 0x0303);
	put(&b, zero, 32);
	put_sized(&b, 1, bytes_new());
	put_sized(&b, 2, text("\x13\x01\x13\x02"));
	put_sized(&b, 1, (struct bytes){ zero, 1 });
	put_sized(&b, 2, e);
	put8(&m, 1);
	put_sized(&m, 3, b);
	return m;
}

/* A ServerHello; version 0x0304 stands in its extension. */
__attribute__((unused)) static struct bytes server_hello(
	unsigned version, unsigned cipher)
{
	static unsigned char zero[32];
	struct bytes e = bytes_new(), b = bytes_new(), m = bytes_new();
	struct bytes v = bytes_new();

	if (version == 0x0304) {
		put16(&v, version);
		put_extension(&e, 43, v);
	}
	put16(&b, version == 0x0304 ? 0x0303 : version);
	put(&b, zero, 32);
	put_sized(&b, 1, bytes_new());
	put16(&b, cipher);
	put8(&b, 0);
	put_sized(&b, 2, e);
	put8(&m, 2);
	put_sized(&m, 3, b);
	return m;
}

/* TLS records of at most `most` bytes each. */
static struct bytes records(struct bytes m, size_t most)
{
	struct bytes b = bytes_new();

	for (size_t i = 0; i < m.len; i += most) {
		put8(&b, 22);
		put16(&b, 0x0301);
		put_sized(
			&b, 2, part(m, i, m.len - i < most ? m.len - i : most));
	}
	return b;
}

__attribute__((unused)) static struct bytes tls_client(const char *name)
{
	return records(client_hello(name, false, 0), 16384);
}

static void put_little(struct bytes *b, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		put8(b, v >> 8 * i & 0xFF);
}

/* A capture in pcap, microseconds, little-endian. */
__attribute__((unused)) static void pcap_begin(struct str *f, unsigned link)
{
	struct bytes b = bytes_new();

	put_little(&b, 0xA1B2C3D4);
	put_little(&b, 0x00040002);
	put_little(&b, 0);
	put_little(&b, 0);
	put_little(&b, 65535);
	put_little(&b, link);
	str_init(f, 0);
	str_add(f, b.p, b.len);
}

/* A packet, `kept` of its bytes captured. */
__attribute__((unused)) static void pcap_cut(
	struct str *f, int64_t us, struct bytes packet, size_t kept)
{
	struct bytes b = bytes_new();

	if (kept > packet.len)
		kept = packet.len;
	put_little(&b, (uint32_t)(us / 1000000));
	put_little(&b, (uint32_t)(us % 1000000));
	put_little(&b, (uint32_t)kept);
	put_little(&b, (uint32_t)packet.len);
	put(&b, packet.p, kept);
	str_add(f, b.p, b.len);
}

__attribute__((unused)) static void pcap_add(
	struct str *f, int64_t us, struct bytes packet)
{
	pcap_cut(f, us, packet, packet.len);
}

/* A block of pcapng; little-endian. */
__attribute__((unused)) static void block_add(
	struct str *f, uint32_t type, struct bytes body)
{
	struct bytes b = bytes_new();
	size_t padded = (body.len + 3) & ~(size_t)3;

	put_little(&b, type);
	put_little(&b, (uint32_t)padded + 12);
	put(&b, body.p, body.len);
	put(&b, "\0\0\0", padded - body.len);
	put_little(&b, (uint32_t)padded + 12);
	str_add(f, b.p, b.len);
}

static void put_option(struct bytes *b, unsigned code, struct bytes v)
{
	put8(b, code);
	put8(b, 0);
	put8(b, (unsigned)v.len);
	put8(b, 0);
	put(b, v.p, v.len);
	put(b, "\0\0\0", (4 - v.len % 4) % 4);
}

/* A section with one interface; resolution as in if_tsresol, 0 for none. */
__attribute__((unused)) static void blocks_begin(
	struct str *f, unsigned link, unsigned resolution)
{
	struct bytes b = bytes_new();
	unsigned char r = (unsigned char)resolution;

	str_init(f, 0);
	put_little(&b, 0x1A2B3C4D);
	put_little(&b, 1);
	put(&b, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8);
	block_add(f, 0x0A0D0D0A, b);
	b = bytes_new();
	put_little(&b, link);
	put_little(&b, 0);
	if (resolution != 0)
		put_option(&b, 9, (struct bytes){ &r, 1 });
	block_add(f, 1, b);
}

__attribute__((unused)) static void blocks_packet(
	struct str *f, uint64_t units, struct bytes packet, const char *comment)
{
	struct bytes b = bytes_new();

	put_little(&b, 0);
	put_little(&b, (uint32_t)(units >> 32));
	put_little(&b, (uint32_t)units);
	put_little(&b, (uint32_t)packet.len);
	put_little(&b, (uint32_t)packet.len);
	put(&b, packet.p, packet.len);
	put(&b, "\0\0\0", (4 - packet.len % 4) % 4);
	if (comment != NULL)
		put_option(&b, 1, text(comment));
	block_add(f, 6, b);
}

#endif
