/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcurl does the protocol; this file says what it may do, and writes down
 * what happened. The guard sits in the function that opens the socket: there
 * the name is resolved already and nothing has been sent yet.
 */
#include "base/http_transfer.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "base/addr.h"
#include "base/err.h"
#include "base/http_error.h"
#include "base/http_tls.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/self.h"

enum {
	TIMEOUT_S = 60,
	CONNECT_S = 15,
};

struct http_transfer {
	CURL *curl;
	struct curl_slist *headers, *resolve; /* borrowed by curl */
	const struct http_request *q;
	struct http_response *a;
	struct str block;    /* header block being received */
	struct str resolved; /* addresses tried */
	size_t headers_len;  /* bytes of headers so far, of all kinds */
	bool final_block;    /* the answer's own header block is complete */
	bool tls_found;
	struct http_tls *tls; /* of the connection */
	int64_t start;	      /* CLOCK_MONOTONIC, ns */
	struct http_failure failure;
};

static void refuse(struct http_transfer *t, const char *why, const char *where)
{
	t->failure.refused = why;
	snprintf(t->failure.refused_at, sizeof(t->failure.refused_at), "%s",
		where);
}

static curl_socket_t open_socket(
	void *ctx, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct http_transfer *t = ctx;
	char text[64];
	const char *why = addr_why_private(&address->addr, address->addrlen);

	(void)purpose;
	addr_text(text, &address->addr, address->addrlen);
	str_printf(&t->resolved, "%s%s", t->resolved.len > 0 ? "," : "", text);
	if (why != NULL && !t->q->allow_private) {
		refuse(t, why, text);
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
		address->protocol);
}

/* A connection stands, new or kept, and the request is about to go out on
 * it: perhaps again, since the server had closed the one that was kept. */
static int before_request(
	void *ctx, char *peer, char *local, int peer_port, int local_port)
{
	struct http_transfer *t = ctx;
	const char *why = addr_why_private_text(peer);

	(void)local;
	(void)peer_port;
	(void)local_port;
	str_clear(&t->a->request);
	if (why == NULL || t->q->allow_private)
		return CURL_PREREQFUNC_OK;
	refuse(t, why, peer);
	t->failure.refused_kept = true;
	return CURL_PREREQFUNC_ABORT;
}

/* Whether the block begins like "HTTP/1.1 1xx". */
static bool is_interim(const struct str *block)
{
	const char *space = memchr(block->p, ' ', block->len);
	size_t at = space != NULL ? (size_t)(space - block->p) + 1 : block->len;

	return at + 2 < block->len && block->p[at] == '1';
}

/* A complete block: interim (1xx) or the answer's own. */
static void end_block(struct http_transfer *t)
{
	bool interim = is_interim(&t->block);

	str_add(interim ? &t->a->interim : &t->a->headers, t->block.p,
		t->block.len);
	t->final_block = !interim;
	str_clear(&t->block);
}

/* Gets one line a call. An empty one ends a block; what comes behind the
 * answer's own block are trailers. */
static size_t take_header(char *data, size_t size, size_t n, void *ctx)
{
	struct http_transfer *t = ctx;
	size_t len = size * n;

	if (!t->tls_found)
		http_tls_find(&t->tls, t->curl);
	t->tls_found = true;
	t->headers_len += len;
	if (t->headers_len > HTTP_HEADERS_MAX) {
		t->failure.headers_over = true;
		return 0;
	}
	str_add(t->final_block ? &t->a->trailers : &t->block, data, len);
	if (!t->final_block && (data[0] == '\r' || data[0] == '\n'))
		end_block(t);
	return len;
}

static size_t take_body(char *data, size_t size, size_t n, void *ctx)
{
	struct http_transfer *t = ctx;
	size_t len = size * n;

	if (str_add(&t->a->body, data, len) != 0) {
		t->failure.body_over = true;
		return 0;
	}
	return len;
}

/* The request's header block, as it goes out; not the one to a proxy that
 * asks for a tunnel. */
static int take_debug(
	CURL *curl, curl_infotype kind, char *data, size_t len, void *ctx)
{
	static const char tunnel[] = "CONNECT ";
	struct http_transfer *t = ctx;

	(void)curl;
	if (kind == CURLINFO_HEADER_OUT &&
		(len < sizeof(tunnel) ||
			memcmp(data, tunnel, sizeof(tunnel) - 1) != 0))
		str_add(&t->a->request, data, len);
	return 0;
}

static void add_line(struct curl_slist **list, const char *line)
{
	struct curl_slist *longer = curl_slist_append(*list, line);

	if (longer == NULL)
		mem_none();
	*list = longer;
}

static struct curl_slist *make_headers(const struct http_request *q)
{
	struct curl_slist *list = NULL;
	struct str language = { 0 };

	add_line(&list, "Accept-Encoding: identity");
	if (q->accept_language != NULL) {
		str_printf(
			&language, "Accept-Language: %s", q->accept_language);
		add_line(&list, language.p);
		str_release(&language);
	}
	add_line(&list, "Expect:");
	for (size_t i = 0; q->headers != NULL && q->headers[i] != NULL; i++)
		add_line(&list, q->headers[i]);
	return list;
}

static struct curl_slist *make_resolve(const struct http_request *q)
{
	struct curl_slist *list = NULL;

	for (size_t i = 0; q->resolve != NULL && q->resolve[i] != NULL; i++)
		add_line(&list, q->resolve[i]);
	return list;
}

/* A line break in a value would begin another header. */
static bool one_line(const char *text)
{
	for (; text != NULL && *text != '\0'; text++)
		if ((unsigned char)*text < ' ' && *text != '\t')
			return false;
	return true;
}

static bool has_method(const struct http_request *q, const char *name)
{
	return q->method != NULL && strcmp(q->method, name) == 0;
}

static bool knows_method(const struct http_request *q)
{
	return q->method == NULL || has_method(q, "GET") ||
	       has_method(q, "POST") || has_method(q, "HEAD") ||
	       has_method(q, "OPTIONS");
}

static int check(const struct http_request *q)
{
	bool fine = one_line(q->user_agent) && one_line(q->accept_language);

	for (size_t i = 0; q->headers != NULL && q->headers[i] != NULL; i++)
		fine = fine && one_line(q->headers[i]);
	if (!fine)
		return err_set(ERR_INVALID,
			_("a header of the request has a control character"));
	if (!knows_method(q))
		return err_set(ERR_INVALID,
			_("requests of the method '%s' are not known; expected "
			  "GET, POST, HEAD or OPTIONS"),
			q->method);
	return 0;
}

static bool is_post(const struct http_request *q)
{
	return q->method != NULL ? has_method(q, "POST") : q->body != NULL;
}

static unsigned timeout_of(const struct http_request *q)
{
	return q->timeout_s > 0 ? q->timeout_s : TIMEOUT_S;
}

/* What libcurl may do. */
static void set_rules(CURL *curl, const struct http_request *q)
{
	long timeout = (long)timeout_of(q);

	curl_easy_setopt(curl, CURLOPT_URL, q->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION,
		q->http2 ? (long)CURL_HTTP_VERSION_2TLS
			 : (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_PROXY, q->proxy != NULL ? q->proxy : "");
	curl_easy_setopt(curl, CURLOPT_NOPROXY, "");
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(curl, CURLOPT_HTTP_CONTENT_DECODING, 0L);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, timeout);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	curl_easy_setopt(curl, CURLOPT_USERAGENT,
		q->user_agent != NULL ? q->user_agent : self_user_agent());
	/* libcurl would offer HTTP/2 on a connection that has settled for
	 * HTTP/1.1 long since. */
	curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, q->http2 ? 1L : 0L);
	curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, q->http2 ? 1L : 0L);
	curl_easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
	curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
	if (q->userpwd != NULL) {
		curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl_easy_setopt(curl, CURLOPT_USERPWD, q->userpwd);
	}
	if (has_method(q, "HEAD"))
		curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
	if (has_method(q, "OPTIONS"))
		curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, q->method);
	if (is_post(q)) {
		curl_easy_setopt(curl, CURLOPT_POST, 1L);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS,
			q->body != NULL ? q->body : "");
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
			(curl_off_t)q->body_len);
	}
}

/* One file, whose digest a record can name; the system's folder beside it
 * holds the same certificates. */
static void set_trust(CURL *curl, const struct http_request *q)
{
	const char *own = curl_version_info(CURLVERSION_NOW)->cainfo;

	if (q->ca_file != NULL)
		curl_easy_setopt(curl, CURLOPT_CAINFO, q->ca_file);
	if (q->ca_file != NULL || own != NULL)
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
}

static void set_callbacks(struct http_transfer *t)
{
	curl_easy_setopt(t->curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(t->curl, CURLOPT_OPENSOCKETDATA, t);
	curl_easy_setopt(t->curl, CURLOPT_PREREQFUNCTION, before_request);
	curl_easy_setopt(t->curl, CURLOPT_PREREQDATA, t);
	curl_easy_setopt(t->curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(t->curl, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(t->curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(t->curl, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(t->curl, CURLOPT_DEBUGFUNCTION, take_debug);
	curl_easy_setopt(t->curl, CURLOPT_DEBUGDATA, t);
	curl_easy_setopt(t->curl, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(t->curl, CURLOPT_ERRORBUFFER, t->failure.words);
}

/* Puts libcurl's text into *out, which may hold one already. */
static void keep_text(char **out, CURL *curl, CURLINFO what)
{
	const char *text = NULL;

	curl_easy_getinfo(curl, what, &text);
	free(*out);
	*out = mem_strdup(text != NULL ? text : "");
}

static void keep(char **out, const char *text)
{
	free(*out);
	*out = mem_strdup(text != NULL ? text : "");
}

static const char *version_text(long version)
{
	switch (version) {
	case CURL_HTTP_VERSION_1_0:
		return "1.0";
	case CURL_HTTP_VERSION_1_1:
		return "1.1";
	case CURL_HTTP_VERSION_2_0:
		return "2";
	default:
		return "";
	}
}

static void read_facts(struct http_transfer *t, CURLcode code)
{
	struct http_response *a = t->a;
	long status = 0, port = 0, version = 0, connects = 0;

	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(t->curl, CURLINFO_PRIMARY_PORT, &port);
	curl_easy_getinfo(t->curl, CURLINFO_HTTP_VERSION, &version);
	curl_easy_getinfo(t->curl, CURLINFO_NUM_CONNECTS, &connects);
	a->status = (int)status;
	a->peer_port = (int)port;
	keep_text(&a->peer, t->curl, CURLINFO_PRIMARY_IP);
	keep_text(&a->local, t->curl, CURLINFO_LOCAL_IP);
	a->reused = connects == 0 && a->peer[0] != '\0';
	keep(&a->resolved, t->resolved.len > 0 ? t->resolved.p
			   : a->reused	       ? a->peer
					       : "");
	keep(&a->proxy, t->q->proxy);
	keep(&a->http_version, version_text(version));
	http_tls_read(a, t->tls, code == CURLE_PEER_FAILED_VERIFICATION);
}

static bool has_field(const struct str *block, const char *name)
{
	struct str value = { 0 };
	bool found = http_header(&value, block, name, 0) == 0;

	str_release(&value);
	return found;
}

/* Whether only the connection's end told where the body ends, and nobody
 * vouches for that. Without TLS there is no way to know. */
static bool was_cut(const struct http_transfer *t)
{
	const struct http_response *a = t->a;

	return a->tls_version[0] != '\0' && strcmp(a->http_version, "2") != 0 &&
	       !http_tls_farewell(t->tls) && a->body.len > 0 &&
	       !has_field(&a->headers, "Content-Length") &&
	       !has_field(&a->headers, "Transfer-Encoding");
}

/* Whether the answer begins as HTTP does (RFC 9112, 4): libcurl takes any
 * case and any garbage behind "HTTP/" for a version 1.0 with status 200. */
static bool has_status_line(const struct http_response *a)
{
	const char *p = a->headers.p;

	if (a->headers.len < sizeof("HTTP/2 200") - 1 ||
		memcmp(p, "HTTP/", 5) != 0 || !isdigit((unsigned char)p[5]))
		return false;
	p += p[6] == '.' && isdigit((unsigned char)p[7]) ? 8 : 6;
	return p[0] == ' ' && isdigit((unsigned char)p[1]) &&
	       isdigit((unsigned char)p[2]) && isdigit((unsigned char)p[3]);
}

static int judge(struct http_transfer *t, CURLcode code)
{
	struct http_failure *f = &t->failure;

	if (code == CURLE_OK && t->final_block && !has_status_line(t->a)) {
		code = CURLE_WEIRD_SERVER_REPLY;
		t->a->status = 0;
	}
	if (code == CURLE_OK && t->final_block && was_cut(t))
		code = CURLE_PARTIAL_FILE;
	if (code == CURLE_OK && t->final_block)
		return 0;
	f->curl = t->curl;
	f->code = code;
	f->q = t->q;
	f->tls = t->tls;
	f->timeout_s = timeout_of(t->q);
	f->connect_s = CONNECT_S;
	f->headers_max = HTTP_HEADERS_MAX;
	f->body_max = t->a->body.max;
	t->a->cause = http_error_cause(f);
	return http_error(f);
}

static int64_t monotonic(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * INSTANT_SECOND + t.tv_nsec;
}

int http_transfer_new(struct http_transfer **out, struct http_response *answer,
	const struct http_request *request)
{
	struct http_transfer *t;
	int rc = check(request);

	if (rc == 0)
		rc = http_start();
	if (rc != 0)
		return rc;
	t = mem_new(1, sizeof(*t));
	t->q = request;
	t->a = answer;
	t->curl = curl_easy_init();
	if (t->curl == NULL)
		mem_none();
	t->headers = make_headers(request);
	t->resolve = make_resolve(request);
	str_init(&t->block, HTTP_HEADERS_MAX);
	answer->body.max =
		request->max_body > 0 ? request->max_body : HTTP_BODY_MAX;
	set_rules(t->curl, request);
	set_trust(t->curl, request);
	set_callbacks(t);
	http_tls_watch(t->curl, &t->tls);
	curl_easy_setopt(t->curl, CURLOPT_HTTPHEADER, t->headers);
	curl_easy_setopt(t->curl, CURLOPT_RESOLVE, t->resolve);
	*out = t;
	return 0;
}

CURL *http_transfer_curl(struct http_transfer *t)
{
	t->a->start_ns = instant_now();
	t->start = monotonic();
	return t->curl;
}

int http_transfer_end(struct http_transfer *t, CURLcode code)
{
	t->a->monotonic_ns = monotonic() - t->start;
	t->a->end_ns = instant_now();
	read_facts(t, code);
	return judge(t, code);
}

void http_transfer_free(struct http_transfer *t)
{
	if (t == NULL)
		return;
	curl_easy_cleanup(t->curl);
	curl_slist_free_all(t->headers);
	curl_slist_free_all(t->resolve);
	http_tls_free(t->tls);
	str_release(&t->block);
	str_release(&t->resolved);
	free(t);
}
