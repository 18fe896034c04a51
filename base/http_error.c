/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcurl's code says where it failed, CURLINFO_SSL_VERIFYRESULT what is
 * wrong with a certificate, CURLINFO_CONNECT_TIME whether a connection stood
 * at all.
 */
#include "base/http_error.h"

#include <openssl/x509_vfy.h>

#include "base/err.h"
#include "base/i18n.h"

static bool was_connected(const struct http_failure *f)
{
	curl_off_t us = 0;

	curl_easy_getinfo(f->curl, CURLINFO_CONNECT_TIME_T, &us);
	return us > 0;
}

static const char *words(const struct http_failure *f)
{
	return f->words[0] != '\0' ? f->words : curl_easy_strerror(f->code);
}

/* What is wrong with the certificate. The names are checked by libcurl behind
 * OpenSSL's check of the chain, and before it writes that result down: when
 * there is none, the name is what was wrong. */
static const char *flaw(const struct http_failure *f)
{
	long result = X509_V_ERR_UNSPECIFIED;

	curl_easy_getinfo(f->curl, CURLINFO_SSL_VERIFYRESULT, &result);
	switch (result) {
	case X509_V_OK:
	case X509_V_ERR_UNSPECIFIED:
		return _("it belongs to another host");
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return _("it has expired");
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return _("it is not valid yet; is this machine's clock right?");
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		return _("no authority known here vouches for it");
	case X509_V_ERR_CERT_REVOKED:
		return _("it has been revoked");
	default:
		return X509_verify_cert_error_string(result);
	}
}

static int timeout_error(const struct http_failure *f)
{
	if (!was_connected(f))
		return err_set(ERR_NET,
			_("'%s': the server did not answer within %u seconds; "
			  "check the address, or try again later"),
			f->q->url,
			f->connect_s < f->timeout_s ? f->connect_s
						    : f->timeout_s);
	return err_set(ERR_LIMIT,
		_("'%s': the answer was not complete within %u seconds; try "
		  "again later"),
		f->q->url, f->timeout_s);
}

/* Without a connection it is about the address, else about the server. */
static int protocol_error(const struct http_failure *f)
{
	if (!was_connected(f))
		return err_set(ERR_INVALID,
			_("'%s' is not a web address; expected one that "
			  "begins with https:// or http://"),
			f->q->url);
	return err_set(ERR_NET, _("'%s': the server did not answer in HTTP"),
		f->q->url);
}

static int tls_error(const struct http_failure *f)
{
	if (f->code == CURLE_SSL_CACERT_BADFILE)
		return err_set(ERR_INVALID,
			_("the certificates of '%s' cannot be read; expected a "
			  "PEM file"),
			f->q->ca_file != NULL ? f->q->ca_file : "");
	if (f->code == CURLE_SSL_CONNECT_ERROR)
		return err_set(ERR_NET,
			_("'%s': no secure connection could be agreed on (%s)"),
			f->q->url, words(f));
	return err_set(ERR_NET,
		_("'%s': the server's certificate is refused: %s"), f->q->url,
		flaw(f));
}

static int name_error(const struct http_failure *f)
{
	bool proxy = f->code == CURLE_COULDNT_RESOLVE_PROXY;

	return err_set(ERR_NET,
		_("'%s': no server of that name was found; check the address "
		  "and the connection to the internet"),
		proxy ? f->q->proxy : f->q->url);
}

static int net_error(const struct http_failure *f)
{
	const char *url = f->q->url;

	switch (f->code) {
	case CURLE_COULDNT_CONNECT:
		return err_set(ERR_NET,
			_("'%s': the server takes no connection (%s); check "
			  "the address, or try again later"),
			url, words(f));
	case CURLE_PARTIAL_FILE:
	case CURLE_RECV_ERROR:
		return err_set(ERR_NET,
			_("'%s': the connection was cut before the answer was "
			  "complete (%s); try again"),
			url, words(f));
	case CURLE_GOT_NOTHING:
		return err_set(ERR_NET,
			_("'%s': the server closed the connection without an "
			  "answer; try again later"),
			url);
	default:
		return err_set(ERR_NET, "'%s': %s", url, words(f));
	}
}

static int limit_error(const struct http_failure *f)
{
	if (f->body_over)
		return err_set(ERR_LIMIT,
			_("'%s': the answer is larger than %zu bytes"),
			f->q->url, f->body_max);
	return err_set(ERR_LIMIT,
		_("'%s': the answer's headers are larger than %zu bytes"),
		f->q->url, f->headers_max);
}

static int refusal(const struct http_failure *f)
{
	return err_set(ERR_REFUSED,
		_("'%s': refused to connect to %s (%s): a page must not lead "
		  "into your own network; use --allow-private if this is your "
		  "own server"),
		f->q->url, f->refused_at, f->refused);
}

int http_error(const struct http_failure *f)
{
	if (f->refused != NULL && !was_connected(f))
		return refusal(f);
	if (f->body_over || f->headers_over)
		return limit_error(f);
	switch (f->code) {
	case CURLE_OK: /* and yet no complete header block */
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_WEIRD_SERVER_REPLY:
		return protocol_error(f);
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
		return name_error(f);
	case CURLE_OPERATION_TIMEDOUT:
		return timeout_error(f);
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_CONNECT_ERROR:
		return tls_error(f);
	default:
		return net_error(f);
	}
}
