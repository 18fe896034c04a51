/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_TLS_CERTIFICATE_H
#define EVIDENCE_TLS_CERTIFICATE_H

/*
 * The certificate that a server presents in clear, up to TLS 1.2 (RFC 5246
 * section 7.4.2): behind its ServerHello, in the same direction, before it
 * encrypts.
 *
 *	if (tls_certificate_collect(&message, bytes, len) == TLS_HELLO_WHOLE &&
 *		tls_certificate_read(&k, message.p, message.len))
 *		k.subject is "CN=push.vendor.example,O=Vendor"
 *
 * The server's own is read (RFC 5280); that those behind it lead to a known
 * root is not checked: no root store belongs to an old capture.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/digest.h"
#include "evidence/tls_hello.h"

enum { TLS_CERTIFICATE_TEXT = 256, TLS_CERTIFICATE_NAMES = 512 };

struct tls_certificate {
	char subject[TLS_CERTIFICATE_TEXT]; /* as RFC 2253, most special first
					     */
	char issuer[TLS_CERTIFICATE_TEXT];
	char names[TLS_CERTIFICATE_NAMES]; /* of DNS, with blanks between */
	bool names_cut; /* there are more, or some that are no host's name */
	char sha256[DIGEST_HEX + 1];
};

/* Takes the message of the certificate out of the records with which the
 * server's direction begins. message is emptied first. NONE: none comes. */
enum tls_hello_state tls_certificate_collect(
	struct str *message, const unsigned char *bytes, size_t len);

/* Reads the first of a message; false when it is broken. */
bool tls_certificate_read(
	struct tls_certificate *out, const void *message, size_t len);

#endif
