/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/http.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/http_transfer.h"
#include "base/i18n.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool started;

static void start(void)
{
	started = curl_global_init(CURL_GLOBAL_DEFAULT) == 0;
}

int http_start(void)
{
	pthread_once(&once, start);
	if (!started)
		return err_set(ERR_NET, _("cannot start the network library"));
	return 0;
}

void http_stop(void)
{
	curl_global_cleanup();
}

void http_response_init(struct http_response *a)
{
	*a = (struct http_response){ 0 };
	str_init(&a->request, HTTP_HEADERS_MAX);
	str_init(&a->headers, HTTP_HEADERS_MAX);
	str_init(&a->interim, HTTP_HEADERS_MAX);
	str_init(&a->trailers, HTTP_HEADERS_MAX);
	str_init(&a->body, HTTP_BODY_MAX);
}

void http_response_release(struct http_response *a)
{
	str_release(&a->request);
	str_release(&a->headers);
	str_release(&a->interim);
	str_release(&a->trailers);
	str_release(&a->body);
	free(a->peer);
	free(a->local);
	free(a->resolved);
	free(a->http_version);
	free(a->proxy);
	free(a->tls_version);
	free(a->tls_cipher);
	free(a->tls_chain);
	free(a->tls_verify);
	*a = (struct http_response){ 0 };
}

const char *http_cause_name(enum http_cause cause)
{
	static const char *const names[] = { "", "address", "name", "connect",
		"timeout", "tls", "certificate", "protocol", "cut", "size",
		"other" };

	return names[cause];
}

int http_fetch(struct http_response *out, const struct http_request *q)
{
	struct http_transfer *t = NULL;
	int rc = http_transfer_new(&t, out, q);

	if (rc == 0)
		rc = http_transfer_end(
			t, curl_easy_perform(http_transfer_curl(t)));
	http_transfer_free(t);
	return rc;
}
