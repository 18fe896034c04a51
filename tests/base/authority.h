/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_BASE_AUTHORITY_H
#define TESTS_BASE_AUTHORITY_H

/*
 * A certificate authority made here, for tests of TLS: authority_open() makes
 * it and writes it to ca_path, make_certificate() issues.
 */

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { DAY = 86400 };

/* An authority made here, in a file. */
static EVP_PKEY *ca_key;
static X509 *ca;
static char ca_path[] = "/tmp/constat-ca-XXXXXX";

static void add_extension(X509 *cert, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *e;

	X509V3_set_ctx(&ctx, ca != NULL ? ca : cert, cert, NULL, NULL, 0);
	e = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	assert_non_null(e);
	X509_add_ext(cert, e, -1);
	X509_EXTENSION_free(e);
}

/* A certificate for name (an IPv4 address or a host), good from and to so many
 * seconds from now; signed by ca, or by itself while there is none. */
static inline X509 *make_certificate(
	EVP_PKEY *key, const char *name, long from, long to)
{
	X509 *cert = X509_new();
	X509_NAME *subject = X509_get_subject_name(cert);
	char alternative[64];

	X509_set_version(cert, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), ca != NULL ? 2 : 1);
	X509_gmtime_adj(X509_getm_notBefore(cert), from);
	X509_gmtime_adj(X509_getm_notAfter(cert), to);
	X509_set_pubkey(cert, key);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
		(const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(
		cert, ca != NULL ? X509_get_subject_name(ca) : subject);
	if (ca == NULL) {
		add_extension(cert, NID_basic_constraints, "critical,CA:TRUE");
		add_extension(cert, NID_key_usage, "critical,keyCertSign");
	} else {
		snprintf(alternative, sizeof(alternative), "%s:%s",
			strspn(name, "0123456789.") == strlen(name) ? "IP"
								    : "DNS",
			name);
		add_extension(cert, NID_subject_alt_name, alternative);
	}
	X509_sign(cert, ca_key != NULL ? ca_key : key, EVP_sha256());
	return cert;
}

static inline SSL_CTX *make_context(EVP_PKEY *key, X509 *cert, X509 *above)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());

	assert_int_equal(SSL_CTX_use_certificate(ctx, cert), 1);
	assert_int_equal(SSL_CTX_use_PrivateKey(ctx, key), 1);
	if (above != NULL)
		SSL_CTX_add1_chain_cert(ctx, above);
	return ctx;
}

static inline void authority_open(void)
{
	int fd = mkstemp(ca_path);
	FILE *file = fdopen(fd, "w");
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = make_certificate(key, "Exemple CA", -DAY, DAY);

	ca_key = key;
	ca = cert;
	PEM_write_X509(file, ca);
	fclose(file);
}

static inline void authority_close(void)
{
	unlink(ca_path);
	X509_free(ca);
	EVP_PKEY_free(ca_key);
}

#endif
