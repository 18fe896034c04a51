/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *	message      = 11 | length 3 | certificates <3>
 *	certificates = (DER <3>)*	the server's own first
 */
#include "evidence/tls_certificate.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "evidence/host.h"

enum { RECORD_HANDSHAKE = 22, CERTIFICATE = 11, HELLO_DONE = 14 };

/* The bytes of the handshake records, without their heads. */
static void join_records(
	struct str *out, const unsigned char *bytes, size_t len, bool *over)
{
	*over = false;
	while (len >= 5) {
		size_t n = (size_t)bytes[3] << 8 | bytes[4];

		if (bytes[0] != RECORD_HANDSHAKE || bytes[1] != 3 || n == 0) {
			*over = true; /* it encrypts from here on */
			return;
		}
		bytes += 5;
		len -= 5;
		if (n > len)
			n = len;
		if (str_add(out, bytes, n) != 0) {
			*over = true;
			return;
		}
		bytes += n;
		len -= n;
	}
	*over = len > 0 && bytes[0] != RECORD_HANDSHAKE;
}

static size_t number(const unsigned char *p)
{
	return (size_t)p[0] << 16 | (size_t)p[1] << 8 | p[2];
}

enum tls_hello_state tls_certificate_collect(
	struct str *message, const unsigned char *bytes, size_t len)
{
	const unsigned char *p;
	size_t at = 0, n;
	bool over;

	str_clear(message);
	join_records(message, bytes, len, &over);
	p = (const unsigned char *)message->p;
	while (p != NULL && message->len - at >= 4) {
		n = 4 + number(p + at + 1);
		if (p[at] == HELLO_DONE || n > TLS_HELLO_MAX)
			return TLS_HELLO_NONE;
		if (message->len - at < n)
			break;
		if (p[at] == CERTIFICATE) {
			memmove(message->p, message->p + at, n);
			str_cut(message, n);
			return TLS_HELLO_WHOLE;
		}
		at += n;
	}
	return over ? TLS_HELLO_NONE : TLS_HELLO_PART;
}

static bool print_name(char *out, size_t size, const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	int n = -1;

	if (bio == NULL)
		return false;
	if (X509_NAME_print_ex(bio, name, 0,
		    XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB) >=
		0)
		n = BIO_read(bio, out, (int)size - 1);
	out[n > 0 ? n : 0] = '\0';
	BIO_free(bio);
	return n >= 0;
}

/* One name; a wildcard stays. */
static void put_name(struct tls_certificate *out, const char *text, size_t len)
{
	char host[HOST_MAX + 1];
	size_t at = strlen(out->names), n;

	if (!host_normalise(host, text, len)) {
		out->names_cut = true;
		return;
	}
	n = strlen(host);
	if (at + n + 2 > sizeof(out->names)) {
		out->names_cut = true;
		return;
	}
	if (at > 0)
		out->names[at++] = ' ';
	memcpy(out->names + at, host, n + 1);
}

static void read_names(struct tls_certificate *out, X509 *x)
{
	GENERAL_NAMES *all =
		X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL);

	for (int i = 0; all != NULL && i < sk_GENERAL_NAME_num(all); i++) {
		const GENERAL_NAME *g = sk_GENERAL_NAME_value(all, i);

		if (g->type == GEN_DNS)
			put_name(out,
				(const char *)ASN1_STRING_get0_data(
					g->d.dNSName),
				(size_t)ASN1_STRING_length(g->d.dNSName));
	}
	GENERAL_NAMES_free(all);
}

bool tls_certificate_read(
	struct tls_certificate *out, const void *message, size_t len)
{
	const unsigned char *p = message, *der;
	struct digest digest;
	bool right = false;
	size_t n;
	X509 *x;

	*out = (struct tls_certificate){ 0 };
	if (len < 10 || p[0] != CERTIFICATE)
		return false;
	n = number(p + 7);
	if (n == 0 || n > len - 10 || n > LONG_MAX)
		return false;
	der = p + 10;
	digest_of(&digest, der, n);
	digest_hex(out->sha256, &digest);
	x = d2i_X509(NULL, &der, (long)n);
	if (x != NULL) {
		right = print_name(out->subject, sizeof(out->subject),
				X509_get_subject_name(x)) &&
			print_name(out->issuer, sizeof(out->issuer),
				X509_get_issuer_name(x));
		read_names(out, x);
		X509_free(x);
	}
	ERR_clear_error();
	return right;
}
