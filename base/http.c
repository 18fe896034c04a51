/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcurl does the protocol; this file says what it may do, and writes down
 * what happened. The guard sits in the function that opens the socket: there
 * the name is resolved already and nothing has been sent yet.
 */
#include "base/http.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "base/addr.h"
#include "base/err.h"
#include "base/http_tls.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/self.h"

enum {
	BODY_MAX = 32 << 20,
	HEADERS_MAX = 256 << 10,
	TIMEOUT_S = 60,
	CONNECT_S = 15,
};

/* One request under way. */
struct transfer {
	CURL *curl;
	const struct http_request *q;
	struct http_response *a;
	struct str block;    /* header block being received */
	struct str resolved; /* addresses tried */
	bool body_begun, tls_done;
	const char *refused; /* the guard's word */
	char refused_at[64];
	char error[CURL_ERROR_SIZE];
};

int http_start(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
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
	str_init(&a->request, HEADERS_MAX);
	str_init(&a->headers, HEADERS_MAX);
	str_init(&a->interim, HEADERS_MAX);
	str_init(&a->trailers, HEADERS_MAX);
	str_init(&a->body, BODY_MAX);
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

static curl_socket_t open_socket(
	void *ctx, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct transfer *t = ctx;
	char text[64];
	const char *why = addr_why_private(&address->addr, address->addrlen);

	(void)purpose;
	addr_text(text, &address->addr, address->addrlen);
	str_printf(&t->resolved, "%s%s", t->resolved.len > 0 ? "," : "", text);
	if (why != NULL && !t->q->allow_private) {
		t->refused = why;
		memcpy(t->refused_at, text, sizeof(text));
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
		address->protocol);
}

/* A complete block: interim (1xx), the answer's, or the trailers. */
static void end_block(struct transfer *t)
{
	long status = 0;

	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
	if (t->body_begun)
		str_add(&t->a->trailers, t->block.p, t->block.len);
	else if (status >= 100 && status < 200)
		str_add(&t->a->interim, t->block.p, t->block.len);
	else
		str_add(&t->a->headers, t->block.p, t->block.len);
	str_clear(&t->block);
}

static size_t take_header(char *data, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;
	size_t len = size * n;

	if (!t->tls_done) {
		t->tls_done = true;
		http_tls_read(t->a, t->curl);
	}
	if (str_add(&t->block, data, len) != 0)
		return 0;
	/* The empty line ends a block. Trailers come without one. */
	if ((len == 2 && memcmp(data, "\r\n", 2) == 0) ||
		(len == 1 && data[0] == '\n') || t->body_begun)
		end_block(t);
	return len;
}

static size_t take_body(char *data, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;

	t->body_begun = true;
	return str_add(&t->a->body, data, size * n) == 0 ? size * n : 0;
}

/* The request's header block, as it goes out. */
static int take_debug(
	CURL *curl, curl_infotype kind, char *data, size_t len, void *ctx)
{
	struct transfer *t = ctx;

	(void)curl;
	if (kind == CURLINFO_HEADER_OUT)
		str_add(&t->a->request, data, len);
	return 0;
}

static struct curl_slist *make_headers(const struct http_request *q)
{
	struct curl_slist *list = NULL;
	struct str language = { 0 };

	list = curl_slist_append(list, "Accept-Encoding: identity");
	if (q->accept_language != NULL) {
		str_printf(&language, "Accept-Language: %s",
			q->accept_language);
		list = curl_slist_append(list, language.p);
		str_release(&language);
	}
	if (q->body != NULL)
		list = curl_slist_append(list, "Expect:");
	for (size_t i = 0; q->headers != NULL && q->headers[i] != NULL; i++)
		list = curl_slist_append(list, q->headers[i]);
	if (list == NULL)
		mem_none();
	return list;
}

/* What libcurl may do. */
static void set_rules(CURL *curl, const struct http_request *q)
{
	long timeout = q->timeout_s > 0 ? (long)q->timeout_s : TIMEOUT_S;

	curl_easy_setopt(curl, CURLOPT_URL, q->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(
		curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(
		curl, CURLOPT_PROXY, q->proxy != NULL ? q->proxy : "");
	curl_easy_setopt(curl, CURLOPT_NOPROXY, "");
	curl_easy_setopt(
		curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(curl, CURLOPT_HTTP_CONTENT_DECODING, 0L);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, timeout);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	curl_easy_setopt(curl, CURLOPT_USERAGENT,
		q->user_agent != NULL ? q->user_agent : self_user_agent());
	curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
	if (q->ca_file != NULL) {
		curl_easy_setopt(curl, CURLOPT_CAINFO, q->ca_file);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
	if (q->userpwd != NULL) {
		curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl_easy_setopt(curl, CURLOPT_USERPWD, q->userpwd);
	}
	if (q->body != NULL) {
		curl_easy_setopt(curl, CURLOPT_POST, 1L);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, q->body);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
			(curl_off_t)q->body_len);
	}
}

static void set_callbacks(struct transfer *t)
{
	curl_easy_setopt(t->curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(t->curl, CURLOPT_OPENSOCKETDATA, t);
	curl_easy_setopt(t->curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(t->curl, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(t->curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(t->curl, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(t->curl, CURLOPT_DEBUGFUNCTION, take_debug);
	curl_easy_setopt(t->curl, CURLOPT_DEBUGDATA, t);
	curl_easy_setopt(t->curl, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(t->curl, CURLOPT_ERRORBUFFER, t->error);
}

static char *info_text(CURL *curl, CURLINFO what)
{
	char *text = NULL;

	curl_easy_getinfo(curl, what, &text);
	return mem_strdup(text != NULL ? text : "");
}

static void read_facts(struct transfer *t)
{
	struct http_response *a = t->a;
	long status = 0, port = 0, version = 0;

	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(t->curl, CURLINFO_PRIMARY_PORT, &port);
	curl_easy_getinfo(t->curl, CURLINFO_HTTP_VERSION, &version);
	a->status = (int)status;
	a->peer_port = (int)port;
	a->peer = info_text(t->curl, CURLINFO_PRIMARY_IP);
	a->local = info_text(t->curl, CURLINFO_LOCAL_IP);
	a->resolved = mem_strdup(t->resolved.p != NULL ? t->resolved.p : "");
	a->proxy = mem_strdup(t->q->proxy != NULL ? t->q->proxy : "");
	a->http_version = mem_strdup(
		version == CURL_HTTP_VERSION_1_0	  ? "1.0"
			: version == CURL_HTTP_VERSION_1_1 ? "1.1"
							    : "");
	if (a->tls_version == NULL)
		a->tls_version = mem_strdup("");
	if (a->tls_cipher == NULL)
		a->tls_cipher = mem_strdup("");
	if (a->tls_chain == NULL)
		a->tls_chain = mem_strdup("");
	if (a->tls_verify == NULL)
		a->tls_verify = mem_strdup("");
}

static int limit_error(const struct transfer *t)
{
	if (t->a->body.over)
		return err_set(ERR_LIMIT,
			_("'%s' sent more than %zu bytes; that is no policy"),
			t->q->url, t->a->body.max);
	return err_set(ERR_LIMIT, _("'%s' sent more than %d bytes of headers"),
		t->q->url, (int)HEADERS_MAX);
}

/* libcurl's reason, in words that say what to do. */
static int net_error(const struct transfer *t, CURLcode code)
{
	const char *url = t->q->url;
	const char *detail =
		t->error[0] != '\0' ? t->error : curl_easy_strerror(code);

	switch (code) {
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
		return err_set(ERR_INVALID,
			_("'%s' is not a web address; expected one that "
			  "begins with https:// or http://"),
			url);
	case CURLE_COULDNT_RESOLVE_HOST:
		return err_set(ERR_NET,
			_("'%s': no server of that name was found; check the "
			  "address and the connection to the internet"),
			url);
	case CURLE_COULDNT_CONNECT:
		return err_set(ERR_NET,
			_("'%s': the server does not answer (%s); try again "
			  "later"),
			url, detail);
	case CURLE_OPERATION_TIMEDOUT:
		return err_set(ERR_NET,
			_("'%s': no complete answer in time (%s); try again "
			  "later"),
			url, detail);
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
		return err_set(ERR_NET,
			_("'%s': the server's certificate is not to be trusted "
			  "(%s); the page is not fetched"),
			url, detail);
	default:
		return err_set(ERR_NET, "'%s': %s", url, detail);
	}
}

static int judge(const struct transfer *t, CURLcode code)
{
	if (t->refused != NULL && code != CURLE_OK)
		return err_set(ERR_REFUSED,
			_("'%s': refused to connect to %s (%s); a page must "
			  "not lead into your own network. If this is your own "
			  "server, say --allow-private"),
			t->q->url, t->refused_at, _(t->refused));
	if (t->a->body.over || t->block.over || t->a->headers.over)
		return limit_error(t);
	if (code != CURLE_OK)
		return net_error(t, code);
	if (t->a->status < 100 || t->a->headers.len == 0)
		return err_set(ERR_NET,
			_("'%s': the server did not answer in HTTP"),
			t->q->url);
	return 0;
}

static int64_t monotonic(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * INSTANT_SECOND + t.tv_nsec;
}

int http_fetch(struct http_response *out, const struct http_request *q)
{
	struct transfer t = { .q = q, .a = out };
	struct curl_slist *headers = make_headers(q);
	int64_t start;
	CURLcode code;
	int rc;

	t.curl = curl_easy_init();
	if (t.curl == NULL)
		mem_none();
	str_init(&t.block, HEADERS_MAX);
	out->body.max = q->max_body > 0 ? q->max_body : BODY_MAX;
	set_rules(t.curl, q);
	set_callbacks(&t);
	curl_easy_setopt(t.curl, CURLOPT_HTTPHEADER, headers);
	out->start_ns = instant_now();
	start = monotonic();
	code = curl_easy_perform(t.curl);
	out->monotonic_ns = monotonic() - start;
	out->end_ns = instant_now();
	read_facts(&t);
	rc = judge(&t, code);
	curl_slist_free_all(headers);
	curl_easy_cleanup(t.curl);
	str_release(&t.block);
	str_release(&t.resolved);
	return rc;
}

/* The next line of a header block, without its end. */
static bool next_line(const char **p, const char *end, const char **line,
	size_t *len)
{
	const char *stop;

	if (*p >= end)
		return false;
	stop = memchr(*p, '\n', (size_t)(end - *p));
	*line = *p;
	*len = stop != NULL ? (size_t)(stop - *p) : (size_t)(end - *p);
	*p = stop != NULL ? stop + 1 : end;
	if (*len > 0 && (*line)[*len - 1] == '\r')
		--*len;
	return true;
}

int http_header(struct str *out, const struct str *block, const char *name,
	size_t index)
{
	const char *p = block->p, *line;
	size_t len, n = strlen(name), from;

	while (p != NULL && next_line(&p, block->p + block->len, &line, &len)) {
		if (len <= n || line[n] != ':' ||
			strncasecmp(line, name, n) != 0)
			continue;
		if (index-- > 0)
			continue;
		from = n + 1;
		while (from < len && (line[from] == ' ' || line[from] == '\t'))
			from++;
		while (len > from &&
			(line[len - 1] == ' ' || line[len - 1] == '\t'))
			len--;
		return str_add(out, line + from, len - from);
	}
	return err_set(ERR_NOTFOUND, _("the answer has no header '%s'"), name);
}
