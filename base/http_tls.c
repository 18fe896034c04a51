/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcurl hands over the SSL_CTX that it made for a connection; the record
 * hangs on it as ex_data. OpenSSL calls the verify callback for each flaw
 * before it gives up, and the info callback when a handshake is done and for
 * each alert. libcurl compares the names by itself, behind the handshake.
 */
#include "base/http_tls.h"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"

enum {
	NAMES = 3,	   /* of a certificate, in a message */
	HOST_LENGTH = 253, /* longest name of a host (RFC 1035) */
};

struct http_tls {
	unsigned holds;
	bool farewell, no_protocol;
	const char *version, *cipher; /* OpenSSL's constants; NULL: unknown */
	STACK_OF(X509) * chain;	      /* as sent, leaf first */
	long verify;		      /* X509_V_… */
	X509 *flawed;		      /* the certificate that failed */
	int depth;		      /* of flawed; 0 is the leaf */
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int place; /* of the record among an SSL_CTX's ex_data */

static void drop(void *ctx, void *tls, CRYPTO_EX_DATA *data, int index,
	long argl, void *argp)
{
	(void)ctx;
	(void)data;
	(void)index;
	(void)argl;
	(void)argp;
	http_tls_free(tls);
}

static void make_place(void)
{
	place = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, drop);
	if (place < 0)
		mem_none();
}

static struct http_tls *record_of(const SSL *ssl)
{
	pthread_once(&once, make_place);
	return SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), place);
}

static void keep_chain(struct http_tls *tls, STACK_OF(X509) * chain)
{
	if (tls->chain != NULL || chain == NULL)
		return;
	tls->chain = X509_chain_up_ref(chain);
	if (tls->chain == NULL)
		mem_none();
}

static void keep_session(struct http_tls *tls, const SSL *ssl)
{
	const SSL_CIPHER *cipher = SSL_get_current_cipher(ssl);

	if (cipher == NULL)
		cipher = SSL_get_pending_cipher(ssl);
	tls->version = SSL_get_version(ssl);
	tls->cipher = SSL_CIPHER_get_name(cipher);
}

/* Called for each certificate; only what is wrong is noted. */
static int note_flaw(int fine, X509_STORE_CTX *check)
{
	const SSL *ssl = X509_STORE_CTX_get_ex_data(
		check, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct http_tls *tls = record_of(ssl);
	X509 *cert = X509_STORE_CTX_get_current_cert(check);

	if (fine)
		return fine;
	keep_session(tls, ssl);
	keep_chain(tls, X509_STORE_CTX_get0_untrusted(check));
	tls->verify = X509_STORE_CTX_get_error(check);
	tls->depth = X509_STORE_CTX_get_error_depth(check);
	X509_free(tls->flawed);
	tls->flawed = cert;
	if (cert != NULL)
		X509_up_ref(cert);
	return fine;
}

static void see(const SSL *ssl, int event, int value)
{
	struct http_tls *tls = record_of(ssl);
	int alert = value & 0xFF; /* the upper byte is the alert's level */

	if (event == SSL_CB_READ_ALERT && alert == SSL_AD_CLOSE_NOTIFY)
		tls->farewell = true;
	if (event == SSL_CB_READ_ALERT &&
		alert == SSL_AD_NO_APPLICATION_PROTOCOL)
		tls->no_protocol = true;
	if (event == SSL_CB_HANDSHAKE_DONE) {
		keep_session(tls, ssl);
		keep_chain(tls, SSL_get_peer_cert_chain(ssl));
		tls->verify = SSL_get_verify_result(ssl);
	}
}

static CURLcode set_watch(CURL *curl, void *ssl_ctx, void *ctx)
{
	struct http_tls **out = ctx;
	struct http_tls *tls = mem_new(1, sizeof(*tls));

	(void)curl;
	pthread_once(&once, make_place);
	tls->holds = 1;
	tls->verify = X509_V_ERR_UNSPECIFIED;
	if (SSL_CTX_set_ex_data(ssl_ctx, place, tls) != 1)
		mem_none();
	/* A connection that is kept idle needs no buffers. */
	SSL_CTX_set_mode(ssl_ctx, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_info_callback(ssl_ctx, see);
	SSL_CTX_set_verify(
		ssl_ctx, SSL_CTX_get_verify_mode(ssl_ctx), note_flaw);
	http_tls_free(*out);
	*out = tls;
	tls->holds++;
	return CURLE_OK;
}

void http_tls_watch(CURL *curl, struct http_tls **out)
{
	curl_easy_setopt(curl, CURLOPT_SSL_CTX_FUNCTION, set_watch);
	curl_easy_setopt(curl, CURLOPT_SSL_CTX_DATA, out);
}

void http_tls_find(struct http_tls **out, CURL *curl)
{
	struct curl_tlssessioninfo *info = NULL;
	struct http_tls *tls;

	if (curl_easy_getinfo(curl, CURLINFO_TLS_SSL_PTR, &info) != CURLE_OK ||
		info == NULL || info->internals == NULL ||
		info->backend != CURLSSLBACKEND_OPENSSL)
		return;
	tls = record_of(info->internals);
	if (tls == NULL || tls == *out)
		return;
	http_tls_free(*out);
	*out = tls;
	tls->holds++;
}

void http_tls_free(struct http_tls *tls)
{
	if (tls == NULL || --tls->holds > 0)
		return;
	sk_X509_pop_free(tls->chain, X509_free);
	X509_free(tls->flawed);
	free(tls);
}

bool http_tls_farewell(const struct http_tls *tls)
{
	return tls != NULL && tls->farewell;
}

bool http_tls_no_protocol(const struct http_tls *tls)
{
	return tls != NULL && tls->no_protocol;
}

/* --- for the record --- */

static char *chain_pem(STACK_OF(X509) * chain)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *data, *pem;
	long len;

	if (bio == NULL)
		mem_none();
	for (int i = 0; chain != NULL && i < sk_X509_num(chain); i++)
		PEM_write_bio_X509(bio, sk_X509_value(chain, i));
	len = BIO_get_mem_data(bio, &data);
	pem = mem_dup(data, len > 0 ? (size_t)len : 0);
	BIO_free(bio);
	return pem;
}

/* "" when the handshake never came to the certificate. */
static const char *verdict(const struct http_tls *tls, bool wrong_name)
{
	if (tls->chain == NULL)
		return "";
	if (tls->verify == X509_V_OK)
		return !wrong_name ? "ok"
				   : X509_verify_cert_error_string(
					     X509_V_ERR_HOSTNAME_MISMATCH);
	return X509_verify_cert_error_string(tls->verify);
}

void http_tls_read(
	struct http_response *a, const struct http_tls *tls, bool wrong_name)
{
	const struct http_tls none = { 0 };

	if (tls == NULL)
		tls = &none;
	free(a->tls_version);
	free(a->tls_cipher);
	free(a->tls_chain);
	free(a->tls_verify);
	a->tls_version = mem_strdup(tls->version != NULL ? tls->version : "");
	a->tls_cipher = mem_strdup(tls->cipher != NULL ? tls->cipher : "");
	a->tls_chain = chain_pem(tls->chain);
	a->tls_verify = mem_strdup(verdict(tls, wrong_name));
}

/* --- for people --- */

/* Appends a day, "2026-11-23". */
static void add_day(struct str *out, const ASN1_TIME *time)
{
	char text[INSTANT_TEXT];
	struct tm t = { 0 };
	struct civil c;
	int64_t ns;

	if (ASN1_TIME_to_tm(time, &t) != 1)
		return;
	c = (struct civil){ .year = t.tm_year + 1900,
		.month = t.tm_mon + 1,
		.day = t.tm_mday };
	if (!instant_from_civil(&ns, &c, 0))
		return;
	instant_date(text, ns, 0);
	str_puts(out, text);
}

/* Appends a name in quotes, "?" for what could play with a terminal. */
static void add_name(struct str *out, const unsigned char *text, int len)
{
	str_puts(out, out->len > 0 ? ", '" : "'");
	for (int i = 0; i < len && i < HOST_LENGTH; i++)
		str_putc(out, text[i] > ' ' && text[i] < 0x7F && text[i] != '\''
				      ? (char)text[i]
				      : '?');
	str_putc(out, '\'');
}

static void add_address(struct str *out, const ASN1_OCTET_STRING *address)
{
	const unsigned char *bytes = ASN1_STRING_get0_data(address);
	int len = ASN1_STRING_length(address);
	char text[INET6_ADDRSTRLEN];

	if ((len == 4 || len == 16) &&
		inet_ntop(len == 4 ? AF_INET : AF_INET6, bytes, text,
			sizeof(text)) != NULL)
		add_name(out, (const unsigned char *)text, (int)strlen(text));
}

/* Appends the hosts that a certificate is for (RFC 9525): the first few. */
static void add_hosts(struct str *out, const X509 *cert)
{
	GENERAL_NAMES *names =
		X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
	int n = names != NULL ? sk_GENERAL_NAME_num(names) : 0;

	for (int i = 0; i < n && i < NAMES; i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type == GEN_DNS)
			add_name(out, ASN1_STRING_get0_data(name->d.dNSName),
				ASN1_STRING_length(name->d.dNSName));
		else if (name->type == GEN_IPADD)
			add_address(out, name->d.iPAddress);
	}
	if (n > NAMES)
		str_puts(out, ", …");
	GENERAL_NAMES_free(names);
}

static void add_wrong_name(
	struct str *out, const struct http_tls *tls, const char *url)
{
	struct str hosts = { 0 };
	CURLU *u = curl_url();
	char *host = NULL;

	if (tls->chain != NULL && sk_X509_num(tls->chain) > 0)
		add_hosts(&hosts, sk_X509_value(tls->chain, 0));
	if (u != NULL && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK)
		curl_url_get(u, CURLUPART_HOST, &host, 0);
	if (hosts.len == 0 || host == NULL)
		str_puts(out, _("it belongs to another host"));
	else
		str_printf(out, _("it is for %s, not for '%s'"), hosts.p, host);
	curl_free(host);
	curl_url_cleanup(u);
	str_release(&hosts);
}

/* The leaf, or one of those above it. */
static void add_when(struct str *out, const struct http_tls *tls, bool expired)
{
	struct str day = { 0 };
	const char *words = expired ? _("it expired on %s")
				    : _("it is not valid before %s; is this "
					"machine's clock right?");

	if (tls->depth > 0)
		words = expired ? _("an authority's certificate above it "
				    "expired on %s")
				: _("an authority's certificate above it is "
				    "not valid before %s; is this machine's "
				    "clock right?");
	if (tls->flawed != NULL)
		add_day(&day, expired ? X509_get0_notAfter(tls->flawed)
				      : X509_get0_notBefore(tls->flawed));
	str_printf(out, words, day.len > 0 ? day.p : "?");
	str_release(&day);
}

void http_tls_flaw(struct str *out, const struct http_tls *tls, const char *url)
{
	const struct http_tls none = { .verify = X509_V_ERR_UNSPECIFIED };

	if (tls == NULL)
		tls = &none;
	switch (tls->verify) {
	case X509_V_OK:
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		add_wrong_name(out, tls, url);
		return;
	case X509_V_ERR_CERT_HAS_EXPIRED:
	case X509_V_ERR_CERT_NOT_YET_VALID:
		add_when(out, tls, tls->verify == X509_V_ERR_CERT_HAS_EXPIRED);
		return;
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
		str_puts(out, _("it is signed by nobody but itself"));
		return;
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		str_puts(out, _("no authority known here vouches for it"));
		return;
	case X509_V_ERR_CERT_REVOKED:
		str_puts(out, _("it has been revoked"));
		return;
	default:
		str_puts(out, X509_verify_cert_error_string(tls->verify));
	}
}
