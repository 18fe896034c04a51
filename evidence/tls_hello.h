/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_TLS_HELLO_H
#define EVIDENCE_TLS_HELLO_H

/*
 * What TLS says before it is secret: the ClientHello and the ServerHello (RFC
 * 8446 section 4.1, RFC 5246), the names in it (RFC 6066), and the records
 * that carry them (RFC 8446 section 5.1), which may cut them anywhere.
 *
 *	struct str hello;
 *
 *	str_init(&hello, TLS_HELLO_MAX);
 *	if (tls_hello_collect(&hello, bytes, len) == TLS_HELLO_WHOLE)
 *		tls_hello_read(&seen, hello.p, hello.len);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "evidence/host.h"

enum { TLS_HELLO_MAX = 16 << 10 };

enum tls_hello_state {
	TLS_HELLO_NONE,	 /* these bytes are no TLS handshake */
	TLS_HELLO_PART,	 /* more is to come */
	TLS_HELLO_WHOLE, /* hello holds the first message, its header too */
};

struct tls_hello {
	bool server;   /* a ServerHello */
	bool ech;      /* the extension of Encrypted ClientHello is there:
			* the name may stand for another one. Browsers send
			* an empty one too, and nobody can tell which */
	bool named;    /* there is a name */
	bool odd_name; /* which is no host name; host is then "" */
	char host[HOST_MAX + 1];
	char protocol[32]; /* of ALPN, the first; "" for none */
	uint16_t version;  /* ServerHello: the one chosen (0x0304: TLS 1.3) */
	uint16_t cipher;   /* ServerHello: the suite chosen */
};

/* Takes the first handshake message out of the records with which a
 * direction begins. hello is emptied first; len is all that is known. */
enum tls_hello_state tls_hello_collect(
	struct str *hello, const unsigned char *bytes, size_t len);

/* How much of the message that begins so is there (QUIC has no records). */
enum tls_hello_state tls_hello_state(const unsigned char *bytes, size_t len);

/* Reads a whole message; false when it is none of the two, or broken. */
bool tls_hello_read(struct tls_hello *out, const void *message, size_t len);

/* "1.2" for 0x0303, as ECS writes tls.version; "" for an unknown one. */
const char *tls_version_text(uint16_t version);

/* The suite's name in IANA's registry, or its number ("0x1301") in room. */
enum { TLS_CIPHER_ROOM = 8 };
const char *tls_cipher_text(char room[TLS_CIPHER_ROOM], uint16_t cipher);

#endif
