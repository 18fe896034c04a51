/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/http_tls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "authority.h"
#include "base/err.h"
#include "base/instant.h"
#include "server.h"

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

/* Reads the first certificate of the chain that was kept. */
static X509 *leaf_of(const struct http_response *a)
{
	BIO *bio = BIO_new_mem_buf(a->tls_chain, -1);
	X509 *leaf = PEM_read_bio_X509(bio, NULL, NULL, NULL);

	BIO_free(bio);
	assert_non_null(leaf);
	return leaf;
}

/* Not trusted, nothing sent, and yet all is known that TLS said. */
static void assert_refused(
	const struct trial *trial, const char *words, const char *verify)
{
	struct http_response a;
	int rc = fetch(&a, trial);
	X509 *leaf;

	if (rc != ERR_NET)
		fail_msg("%s: %d, %s", words, rc, err_message());
	if (strstr(err_message(), words) == NULL)
		fail_msg("'%s' is not in '%s'", words, err_message());
	assert_null(strstr(err_message(), "insecure"));
	assert_null(strstr(err_message(), "--"));
	assert_int_equal(a.cause, HTTP_CAUSE_CERTIFICATE);
	assert_int_equal(a.body.len, 0);
	assert_int_equal(a.request.len, 0);
	assert_string_equal(a.tls_verify, verify);
	assert_string_equal(a.tls_version, "TLSv1.3");
	assert_non_null(strstr(a.tls_cipher, "TLS_"));
	leaf = leaf_of(&a);
	assert_int_equal(X509_verify(leaf, X509_get0_pubkey(ca)), 1);
	X509_free(leaf);
	http_response_release(&a);
}

static void keeps_chain(void **state)
{
	const struct trial good = { "127.0.0.1", -DAY, DAY, true, NULL };
	struct http_response a;
	const char *second;
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
	leaf = leaf_of(&a);
	assert_int_equal(X509_check_ip_asc(leaf, "127.0.0.1", 0), 1);
	assert_int_equal(X509_verify(leaf, X509_get0_pubkey(ca)), 1);
	X509_free(leaf);
	http_response_release(&a);
}

/* The day that lies so many seconds from now. */
static const char *day_at(long seconds)
{
	static char text[INSTANT_TEXT];

	instant_date(text, instant_now() + seconds * INSTANT_SECOND, 0);
	return text;
}

static void refuses_by_date(void **state)
{
	const struct trial expired = { "127.0.0.1", -2 * DAY, -DAY, true,
		NULL };
	const struct trial early = { "127.0.0.1", DAY, 2 * DAY, true, NULL };
	char words[128];

	(void)state;
	snprintf(words, sizeof(words), "is refused: it expired on %s",
		day_at(-DAY));
	assert_refused(&expired, words, "certificate has expired");
	snprintf(words, sizeof(words),
		"it is not valid before %s; is this machine's clock right?",
		day_at(DAY));
	assert_refused(&early, words, "certificate is not yet valid");
}

static void refuses_other_names(void **state)
{
	const struct trial address = { "192.0.2.1", -DAY, DAY, true, NULL };
	const struct trial host = { "www.exemple.test", -DAY, DAY, true, NULL };
	const struct trial odd = { "a\033[1m.test", -DAY, DAY, true, NULL };

	(void)state;
	assert_refused(&address,
		"refused: it is for '192.0.2.1', not for '127.0.0.1'",
		"hostname mismatch");
	assert_refused(&host,
		"refused: it is for 'www.exemple.test', not for '127.0.0.1'",
		"hostname mismatch");
	assert_refused(
		&odd, "it is for 'a?[1m.test', not", "hostname mismatch");
}

static void refuses_strangers(void **state)
{
	const struct trial unknown = { "127.0.0.1", -DAY, DAY, false, NULL };

	(void)state;
	assert_refused(&unknown, "refused: no authority known here vouches",
		"self-signed certificate in certificate chain");
}

static void refuses_self_signed(void **state)
{
	EVP_PKEY *key = ca_key;
	X509 *cert = ca;
	const struct trial alone = { "127.0.0.1", -DAY, DAY, true, NULL };
	struct http_response a;

	(void)state;
	ca = NULL;
	ca_key = NULL;
	assert_int_equal(fetch(&a, &alone), ERR_NET);
	assert_non_null(strstr(err_message(), "signed by nobody but itself"));
	assert_string_equal(a.tls_verify, "self-signed certificate");
	http_response_release(&a);
	ca = cert;
	ca_key = key;
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
	(void)state;
	authority_open();
	return http_start();
}

static int tear_down(void **state)
{
	(void)state;
	authority_close();
	http_stop();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_chain),
		cmocka_unit_test(refuses_by_date),
		cmocka_unit_test(refuses_other_names),
		cmocka_unit_test(refuses_strangers),
		cmocka_unit_test(refuses_self_signed),
		cmocka_unit_test(farewell_is_success),
		cmocka_unit_test(cut_is_no_success),
		cmocka_unit_test(bad_authority_file),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
