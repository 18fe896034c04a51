/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *	record     = type 1 (22: handshake) | version 2 | length 2 | bytes
 *	message    = type 1 (1 client, 2 server) | length 3 | body
 *	client     = version 2 | random 32 | session <1> | suites <2> |
 *	             compression <1> | extensions <2>
 *	server     = version 2 | random 32 | session <1> | suite 2 |
 *	             compression 1 | extensions <2>
 *	extension  = type 2 | bytes <2>
 *
 * <n>: a length of n bytes, then as many bytes.
 */
#include "evidence/tls_hello.h"

#include <stdio.h>
#include <string.h>

enum { RECORD_HANDSHAKE = 22, CLIENT = 1, SERVER = 2 };
enum {
	EXTENSION_NAME = 0,
	EXTENSION_ALPN = 16,
	EXTENSION_VERSIONS = 43,
	EXTENSION_ECH = 0xFE0D,
};

struct cursor {
	const unsigned char *p;
	size_t len;
};

static bool take(struct cursor *out, struct cursor *c, size_t n)
{
	if (c->len < n)
		return false;
	*out = (struct cursor){ c->p, n };
	c->p += n;
	c->len -= n;
	return true;
}

static bool number(unsigned *out, struct cursor *c, size_t bytes)
{
	struct cursor b;

	if (!take(&b, c, bytes))
		return false;
	*out = 0;
	for (size_t i = 0; i < bytes; i++)
		*out = *out << 8 | b.p[i];
	return true;
}

/* Bytes with their length, of `bytes` bytes, before them. */
static bool vector(struct cursor *out, struct cursor *c, size_t bytes)
{
	unsigned n;

	return number(&n, c, bytes) && take(out, c, n);
}

enum tls_hello_state tls_hello_state(const unsigned char *bytes, size_t len)
{
	size_t need;

	if (len == 0)
		return TLS_HELLO_PART;
	if (bytes[0] != CLIENT && bytes[0] != SERVER)
		return TLS_HELLO_NONE;
	if (len < 4)
		return TLS_HELLO_PART;
	need = 4 + ((size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3]);
	if (need > TLS_HELLO_MAX)
		return TLS_HELLO_NONE;
	return len < need ? TLS_HELLO_PART : TLS_HELLO_WHOLE;
}

enum tls_hello_state tls_hello_collect(
	struct str *hello, const unsigned char *bytes, size_t len)
{
	enum tls_hello_state state = TLS_HELLO_PART;

	str_clear(hello);
	while (state == TLS_HELLO_PART && len > 0) {
		size_t n;

		if (bytes[0] != RECORD_HANDSHAKE || (len > 1 && bytes[1] != 3))
			return TLS_HELLO_NONE;
		if (len < 5)
			return TLS_HELLO_PART;
		n = (size_t)bytes[3] << 8 | bytes[4];
		bytes += 5;
		len -= 5;
		if (n > len)
			n = len;
		if (n == 0 && len > 0)
			return TLS_HELLO_NONE; /* empty records are forbidden */
		if (str_add(hello, bytes, n) != 0)
			return TLS_HELLO_NONE;
		bytes += n;
		len -= n;
		state = tls_hello_state(
			(const unsigned char *)hello->p, hello->len);
	}
	return state;
}

/* The first host name of the list; it has no other kinds. */
static void read_name(struct tls_hello *out, struct cursor e)
{
	struct cursor list, name;
	unsigned type;

	if (!vector(&list, &e, 2) || !number(&type, &list, 1) || type != 0 ||
		!vector(&name, &list, 2))
		return;
	out->named = true;
	if (!host_normalise(out->host, (const char *)name.p, name.len)) {
		out->host[0] = '\0';
		out->odd_name = true;
	}
}

static void read_protocol(struct tls_hello *out, struct cursor e)
{
	struct cursor list, name;

	if (!vector(&list, &e, 2) || !vector(&name, &list, 1) ||
		name.len >= sizeof(out->protocol))
		return;
	for (size_t i = 0; i < name.len; i++)
		if (name.p[i] <= ' ' || name.p[i] > '~')
			return; /* one made up to be ignored (RFC 8701) */
	memcpy(out->protocol, name.p, name.len);
	out->protocol[name.len] = '\0';
}

static bool read_extensions(struct tls_hello *out, struct cursor *body)
{
	struct cursor all, e;
	unsigned type;

	if (body->len == 0)
		return true; /* TLS 1.0 has none */
	if (!vector(&all, body, 2))
		return false;
	while (all.len > 0) {
		if (!number(&type, &all, 2) || !vector(&e, &all, 2))
			return false;
		if (type == EXTENSION_NAME && !out->server && !out->named)
			read_name(out, e);
		else if (type == EXTENSION_ALPN && out->protocol[0] == '\0')
			read_protocol(out, e);
		else if (type == EXTENSION_VERSIONS && out->server &&
			 e.len == 2)
			out->version = (uint16_t)(e.p[0] << 8 | e.p[1]);
		else if (type == EXTENSION_ECH)
			out->ech = true;
	}
	return true;
}

static bool read_server(struct tls_hello *out, struct cursor *body)
{
	unsigned cipher, compression;

	if (!number(&cipher, body, 2) || !number(&compression, body, 1))
		return false;
	out->cipher = (uint16_t)cipher;
	return read_extensions(out, body);
}

static bool read_client(struct tls_hello *out, struct cursor *body)
{
	struct cursor suites, compression;

	return vector(&suites, body, 2) && vector(&compression, body, 1) &&
	       read_extensions(out, body);
}

bool tls_hello_read(struct tls_hello *out, const void *message, size_t len)
{
	struct cursor c = { message, len }, body, part;
	unsigned type, version;

	*out = (struct tls_hello){ 0 };
	if (!number(&type, &c, 1) || !vector(&body, &c, 3) ||
		(type != CLIENT && type != SERVER))
		return false;
	if (!number(&version, &body, 2) || version >> 8 != 3 ||
		!take(&part, &body, 32) || !vector(&part, &body, 1))
		return false;
	out->server = type == SERVER;
	out->version = (uint16_t)version;
	return out->server ? read_server(out, &body) : read_client(out, &body);
}

const char *tls_version_text(uint16_t version)
{
	switch (version) {
	case 0x0300:
		return "3.0"; /* SSL: tls.version_protocol tells */
	case 0x0301:
		return "1.0";
	case 0x0302:
		return "1.1";
	case 0x0303:
		return "1.2";
	case 0x0304:
		return "1.3";
	default:
		return "";
	}
}

const char *tls_cipher_text(char room[TLS_CIPHER_ROOM], uint16_t cipher)
{
	static const struct {
		uint16_t number;
		const char *name;
	} suites[] = {
		{ 0x0004, "TLS_RSA_WITH_RC4_128_MD5" },
		{ 0x0005, "TLS_RSA_WITH_RC4_128_SHA" },
		{ 0x000A, "TLS_RSA_WITH_3DES_EDE_CBC_SHA" },
		{ 0x002F, "TLS_RSA_WITH_AES_128_CBC_SHA" },
		{ 0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA" },
		{ 0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA" },
		{ 0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA" },
		{ 0x003C, "TLS_RSA_WITH_AES_128_CBC_SHA256" },
		{ 0x003D, "TLS_RSA_WITH_AES_256_CBC_SHA256" },
		{ 0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256" },
		{ 0x006B, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256" },
		{ 0x009C, "TLS_RSA_WITH_AES_128_GCM_SHA256" },
		{ 0x009D, "TLS_RSA_WITH_AES_256_GCM_SHA384" },
		{ 0x009E, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256" },
		{ 0x009F, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384" },
		{ 0x1301, "TLS_AES_128_GCM_SHA256" },
		{ 0x1302, "TLS_AES_256_GCM_SHA384" },
		{ 0x1303, "TLS_CHACHA20_POLY1305_SHA256" },
		{ 0x1304, "TLS_AES_128_CCM_SHA256" },
		{ 0x1305, "TLS_AES_128_CCM_8_SHA256" },
		{ 0xC007, "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA" },
		{ 0xC009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA" },
		{ 0xC00A, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA" },
		{ 0xC011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA" },
		{ 0xC012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA" },
		{ 0xC013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA" },
		{ 0xC014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA" },
		{ 0xC023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256" },
		{ 0xC024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384" },
		{ 0xC027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256" },
		{ 0xC028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384" },
		{ 0xC02B, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256" },
		{ 0xC02C, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384" },
		{ 0xC02F, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" },
		{ 0xC030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384" },
		{ 0xCCA8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256" },
		{ 0xCCA9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256" },
		{ 0xCCAA, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256" },
	};

	for (size_t i = 0; i < sizeof(suites) / sizeof(suites[0]); i++)
		if (suites[i].number == cipher)
			return suites[i].name;
	snprintf(room, TLS_CIPHER_ROOM, "0x%04x", cipher);
	return room;
}
