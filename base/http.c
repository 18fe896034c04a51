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
#include "base/http_error.h"
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
	size_t headers_len;  /* bytes of headers so far, of all kinds */
	bool final_block;    /* the answer's own header block is complete */
	bool tls_read;
	bool farewell; /* TLS was closed by the server, not cut */
	struct http_failure failure;
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
		t->failure.refused = why;
		memcpy(t->failure.refused_at, text, sizeof(text));
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
		address->protocol);
}

/* Whether the block begins like "HTTP/1.1 1xx". */
static bool is_interim(const struct str *block)
{
	const char *space = memchr(block->p, ' ', block->len);
	size_t at = space != NULL ? (size_t)(space - block->p) + 1 : block->len;

	return at + 2 < block->len && block->p[at] == '1';
}

/* A complete block: interim (1xx) or the answer's own. */
static void end_block(struct transfer *t)
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
	struct transfer *t = ctx;
	size_t len = size * n;

	if (!t->tls_read)
		http_tls_read(t->a, t->curl);
	t->tls_read = true;
	t->headers_len += len;
	if (t->headers_len > HEADERS_MAX) {
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
	struct transfer *t = ctx;
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
	struct transfer *t = ctx;

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

/* A line break in a value would begin another header. */
static bool one_line(const char *text)
{
	for (; text != NULL && *text != '\0'; text++)
		if ((unsigned char)*text < ' ' && *text != '\t')
			return false;
	return true;
}

static int check(const struct http_request *q)
{
	bool fine = one_line(q->user_agent) && one_line(q->accept_language);

	for (size_t i = 0; q->headers != NULL && q->headers[i] != NULL; i++)
		fine = fine && one_line(q->headers[i]);
	if (!fine)
		return err_set(ERR_INVALID,
			_("a header of the request has a control character"));
	if (q->method != NULL && strcmp(q->method, "GET") != 0 &&
		strcmp(q->method, "POST") != 0)
		return err_set(ERR_INVALID,
			_("requests of the method '%s' are not known; expected "
			  "GET or POST"),
			q->method);
	return 0;
}

static bool is_post(const struct http_request *q)
{
	return q->method != NULL ? strcmp(q->method, "POST") == 0
				 : q->body != NULL;
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
	curl_easy_setopt(
		curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
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
	if (is_post(q)) {
		curl_easy_setopt(curl, CURLOPT_POST, 1L);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS,
			q->body != NULL ? q->body : "");
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
	default:
		return "";
	}
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
	keep_text(&a->peer, t->curl, CURLINFO_PRIMARY_IP);
	keep_text(&a->local, t->curl, CURLINFO_LOCAL_IP);
	keep(&a->resolved, t->resolved.p);
	keep(&a->proxy, t->q->proxy);
	keep(&a->http_version, version_text(version));
	if (a->tls_version == NULL) {
		keep(&a->tls_version, "");
		keep(&a->tls_cipher, "");
		keep(&a->tls_chain, "");
		keep(&a->tls_verify, "");
	}
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
static bool was_cut(const struct transfer *t)
{
	const struct http_response *a = t->a;

	return a->tls_version[0] != '\0' && !t->farewell && a->body.len > 0 &&
	       !has_field(&a->headers, "Content-Length") &&
	       !has_field(&a->headers, "Transfer-Encoding");
}

static int judge(struct transfer *t, CURLcode code)
{
	struct http_failure *f = &t->failure;

	if (code == CURLE_OK && t->final_block && was_cut(t))
		code = CURLE_PARTIAL_FILE;
	if (code == CURLE_OK && t->final_block)
		return 0;
	f->curl = t->curl;
	f->code = code;
	f->q = t->q;
	f->timeout_s = timeout_of(t->q);
	f->connect_s = CONNECT_S;
	f->headers_max = HEADERS_MAX;
	f->body_max = t->a->body.max;
	return http_error(f);
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
	struct curl_slist *headers;
	int64_t start;
	CURLcode code;
	int rc = check(q);

	if (rc != 0)
		return rc;
	t.curl = curl_easy_init();
	if (t.curl == NULL)
		mem_none();
	headers = make_headers(q);
	str_init(&t.block, HEADERS_MAX);
	out->body.max = q->max_body > 0 ? q->max_body : BODY_MAX;
	set_rules(t.curl, q);
	set_callbacks(&t);
	http_tls_watch(t.curl, &t.farewell);
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
static bool next_line(
	const char **p, const char *end, const char **line, size_t *len)
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
