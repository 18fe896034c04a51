/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * CURLINFO_TLS_SSL_PTR gives OpenSSL's own handle; CURLINFO_CERTINFO stays
 * empty on reused connections.
 */
#include "base/http_tls.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "base/mem.h"

static char *chain_pem(SSL *ssl)
{
	STACK_OF(X509) *chain = SSL_get_peer_cert_chain(ssl);
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

static void see(const SSL *ssl, int event, int value)
{
	bool *farewell = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	/* The alert's level is in the upper byte, what it says in the lower. */
	if (event == SSL_CB_READ_ALERT && (value & 0xFF) == SSL_AD_CLOSE_NOTIFY)
		*farewell = true;
}

static CURLcode set_watch(CURL *curl, void *ssl_ctx, void *farewell)
{
	(void)curl;
	SSL_CTX_set_app_data((SSL_CTX *)ssl_ctx, farewell);
	SSL_CTX_set_info_callback(ssl_ctx, see);
	return CURLE_OK;
}

void http_tls_watch(CURL *curl, bool *farewell)
{
	*farewell = false;
	curl_easy_setopt(curl, CURLOPT_SSL_CTX_FUNCTION, set_watch);
	curl_easy_setopt(curl, CURLOPT_SSL_CTX_DATA, farewell);
}

void http_tls_read(struct http_response *a, CURL *curl)
{
	struct curl_tlssessioninfo *info = NULL;
	long result;
	SSL *ssl;

	if (curl_easy_getinfo(curl, CURLINFO_TLS_SSL_PTR, &info) != CURLE_OK ||
		info == NULL || info->internals == NULL ||
		info->backend != CURLSSLBACKEND_OPENSSL)
		return;
	ssl = info->internals;
	result = SSL_get_verify_result(ssl);
	if (a->tls_version != NULL)
		return;
	a->tls_version = mem_strdup(SSL_get_version(ssl));
	a->tls_cipher = mem_strdup(SSL_get_cipher_name(ssl));
	a->tls_verify = mem_strdup(
		result == X509_V_OK ? "ok"
				    : X509_verify_cert_error_string(result));
	a->tls_chain = chain_pem(ssl);
}
