/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/http_tls.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "server.h"

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

/* A certificate for name (an IP address), good from and to so many seconds
 * from now; signed by ca, or by itself while there is none. */
static X509 *make_certificate(
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
		snprintf(alternative, sizeof(alternative), "IP:%s", name);
		add_extension(cert, NID_subject_alt_name, alternative);
	}
	X509_sign(cert, ca_key != NULL ? ca_key : key, EVP_sha256());
	return cert;
}

static SSL_CTX *make_context(EVP_PKEY *key, X509 *cert, X509 *above)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());

	assert_int_equal(SSL_CTX_use_certificate(ctx, cert), 1);
	assert_int_equal(SSL_CTX_use_PrivateKey(ctx, key), 1);
	if (above != NULL)
		SSL_CTX_add1_chain_cert(ctx, above);
	return ctx;
}

static void answer(struct server_peer *peer, const char *head)
{
	(void)head;
	server_puts(peer, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
}

static void answer_half(struct server_peer *peer, const char *head)
{
	(void)head;
	server_puts(peer, "HTTP/1.1 200 OK\r\n\r\nhalf of it");
	/* No farewell: the connection is cut. */
	close(peer->fd);
}

struct trial {
	const char *name; /* in the certificate */
	long from, to;	  /* seconds from now */
	bool with_ca;	  /* the client knows our authority */
	server_fn answer;
};

/* Fetches from a server with such a certificate. */
static int fetch(struct http_response *a, const struct trial *trial)
{
	struct http_request q = { .allow_private = true, .timeout_s = 20 };
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = make_certificate(key, trial->name, trial->from, trial->to);
	SSL_CTX *ctx = make_context(key, cert, ca);
	struct server s;
	char url[64];
	int rc;

	server_start(&s, trial->answer != NULL ? trial->answer : answer, ctx);
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/", s.port);
	q.url = url;
	if (trial->with_ca)
		q.ca_file = ca_path;
	http_response_init(a);
	rc = http_fetch(a, &q);
	server_stop(&s);
	SSL_CTX_free(ctx);
	X509_free(cert);
	EVP_PKEY_free(key);
	return rc;
}

static void assert_refused(const struct trial *trial, const char *words)
{
	struct http_response a;
	int rc = fetch(&a, trial);

	if (rc != ERR_NET)
		fail_msg("%s: %d, %s", words, rc, err_message());
	if (strstr(err_message(), words) == NULL)
		fail_msg("'%s' is not in '%s'", words, err_message());
	assert_null(strstr(err_message(), "insecure"));
	assert_null(strstr(err_message(), "--"));
	assert_int_equal(a.body.len, 0);
	assert_int_equal(a.request.len, 0);
	http_response_release(&a);
}

static void keeps_chain(void **state)
{
	const struct trial good = { "127.0.0.1", -DAY, DAY, true, NULL };
	struct http_response a;
	const char *second;
	BIO *bio;
	X509 *leaf;

	(void)state;
	if (fetch(&a, &good) != 0)
		fail_msg("%s", err_message());
	assert_string_equal(a.body.p, "ok");
	assert_string_equal(a.tls_version, "TLSv1.3");
	assert_non_null(strstr(a.tls_cipher, "TLS_"));
	assert_string_equal(a.tls_verify, "ok");
	second = strstr(a.tls_chain + 1, "-----BEGIN CERTIFICATE-----");
	assert_non_null(second);
	bio = BIO_new_mem_buf(a.tls_chain, -1);
	leaf = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	assert_int_equal(X509_check_ip_asc(leaf, "127.0.0.1", 0), 1);
	assert_int_equal(X509_verify(leaf, X509_get0_pubkey(ca)), 1);
	X509_free(leaf);
	BIO_free(bio);
	http_response_release(&a);
}

static void refuses_certificates(void **state)
{
	const struct trial expired = { "127.0.0.1", -2 * DAY, -DAY, true,
		NULL };
	const struct trial early = { "127.0.0.1", DAY, 2 * DAY, true, NULL };
	const struct trial other = { "192.0.2.1", -DAY, DAY, true, NULL };
	const struct trial unknown = { "127.0.0.1", -DAY, DAY, false, NULL };

	(void)state;
	assert_refused(&expired, "certificate is refused: it has expired");
	assert_refused(&early, "certificate is refused: it is not valid yet");
	assert_refused(&other, "refused: it belongs to another host");
	assert_refused(&unknown, "refused: no authority known here vouches");
}

static void answer_whole(struct server_peer *peer, const char *head)
{
	(void)head;
	server_puts(peer, "HTTP/1.1 200 OK\r\n\r\nall of it");
}

/* No length is told; the farewell says that the body is whole. */
static void farewell_is_success(void **state)
{
	const struct trial whole = { "127.0.0.1", -DAY, DAY, true,
		answer_whole };
	struct http_response a;

	(void)state;
	assert_int_equal(fetch(&a, &whole), 0);
	assert_string_equal(a.body.p, "all of it");
	http_response_release(&a);
}

static void cut_is_no_success(void **state)
{
	const struct trial cut = { "127.0.0.1", -DAY, DAY, true, answer_half };
	struct http_response a;

	(void)state;
	assert_int_equal(fetch(&a, &cut), ERR_NET);
	http_response_release(&a);
}

static void bad_authority_file(void **state)
{
	struct http_request q = { .url = "https://127.0.0.1:9/",
		.allow_private = true,
		.ca_file = "/nowhere/ca.pem" };
	struct http_response a;
	struct server s;
	char url[64];

	(void)state;
	server_start(&s, answer, NULL);
	snprintf(url, sizeof(url), "https://127.0.0.1:%d/", s.port);
	q.url = url;
	http_response_init(&a);
	assert_int_equal(http_fetch(&a, &q), ERR_INVALID);
	assert_string_equal(err_message(),
		"the certificates of '/nowhere/ca.pem' cannot be read; "
		"expected a PEM file");
	http_response_release(&a);
	server_stop(&s);
}

static int set_up(void **state)
{
	int fd = mkstemp(ca_path);
	FILE *file = fdopen(fd, "w");
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = make_certificate(key, "Exemple CA", -DAY, DAY);

	(void)state;
	ca_key = key;
	ca = cert;
	PEM_write_X509(file, ca);
	fclose(file);
	return http_start();
}

static int tear_down(void **state)
{
	(void)state;
	unlink(ca_path);
	X509_free(ca);
	EVP_PKEY_free(ca_key);
	http_stop();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_chain),
		cmocka_unit_test(refuses_certificates),
		cmocka_unit_test(farewell_is_success),
		cmocka_unit_test(cut_is_no_success),
		cmocka_unit_test(bad_authority_file),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
