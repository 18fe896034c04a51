/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcurl's code says where it failed, the record of the handshake what is
 * wrong with a certificate, CURLINFO_CONNECT_TIME whether a connection stood
 * at all.
 */
#include "base/http_error.h"

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

static int certificate_error(const struct http_failure *f)
{
	struct str flaw = { 0 };
	int rc;

	http_tls_flaw(&flaw, f->tls, f->q->url);
	rc = err_set(ERR_NET,
		_("'%s': the server's certificate is refused: %s"), f->q->url,
		flaw.p);
	str_release(&flaw);
	return rc;
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
	return certificate_error(f);
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

/* An address that was refused is the reason unless another was taken. */
static bool is_refused(const struct http_failure *f)
{
	return f->refused != NULL && (f->refused_kept || !was_connected(f));
}

int http_error(const struct http_failure *f)
{
	if (is_refused(f))
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

enum http_cause http_error_cause(const struct http_failure *f)
{
	if (is_refused(f))
		return HTTP_CAUSE_ADDRESS;
	if (f->body_over || f->headers_over)
		return HTTP_CAUSE_SIZE;
	switch (f->code) {
	case CURLE_URL_MALFORMAT:
		return HTTP_CAUSE_ADDRESS;
	case CURLE_OK:
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
		return was_connected(f) ? HTTP_CAUSE_PROTOCOL
					: HTTP_CAUSE_ADDRESS;
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
		return HTTP_CAUSE_NAME;
	case CURLE_COULDNT_CONNECT:
		return HTTP_CAUSE_CONNECT;
	case CURLE_OPERATION_TIMEDOUT:
		return HTTP_CAUSE_TIMEOUT;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_CACERT_BADFILE:
		return HTTP_CAUSE_CERTIFICATE;
	case CURLE_SSL_CONNECT_ERROR:
		return http_tls_no_protocol(f->tls) ? HTTP_CAUSE_PROTOCOL
						    : HTTP_CAUSE_TLS;
	case CURLE_PARTIAL_FILE:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_GOT_NOTHING:
		return HTTP_CAUSE_CUT;
	default:
		return HTTP_CAUSE_OTHER;
	}
}
