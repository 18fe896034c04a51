/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *	{"requestId":"interception-job-1.0","request":{"url":"https://…",
 *	 "method":"POST","headers":{"Accept":"…"},"hasPostData":true,
 *	 "postDataEntries":[{"bytes":"eA=="}]},"frameId":"D368…",
 *	 "resourceType":"XHR","networkId":"2229.4",
 *	 "redirectedRequestId":"interception-job-1.0"}
 *
 * The answer's fields go back as bytes ("binaryResponseHeaders": base64 of
 * "Name: value" lines with NULs between them), for they are not always text.
 */
#include "scrapers/browser_paused.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/codec.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "scrapers/coding.h"
#include "scrapers/fetch.h"
#include "scrapers/url.h"

static bool is_one_of(const char *name, size_t len, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strlen(*list) == len && strncasecmp(name, *list, len) == 0)
			return true;
	return false;
}

bool browser_paused_is_local(const char *url)
{
	return strncasecmp(url, "data:", 5) == 0 ||
	       strncasecmp(url, "blob:", 5) == 0 ||
	       strncasecmp(url, "about:", 6) == 0;
}

/* What a fetcher sets itself, or what belongs to the browser's connection. */
static bool is_ours(const char *name)
{
	static const char *const ours[] = { "Accept-Encoding", "Connection",
		"Content-Length", "Expect", "Host", "Keep-Alive", "TE",
		"Trailer", "Transfer-Encoding", "Upgrade", "User-Agent",
		"Accept-Language", "Proxy-Authorization", "Proxy-Connection",
		NULL };

	return is_one_of(name, strlen(name), ours);
}

static char *field(const cJSON *headers, const char *name)
{
	const cJSON *item = cJSON_GetObjectItem(headers, name);

	return cJSON_IsString(item) ? mem_strdup(item->valuestring) : NULL;
}

static int read_headers(
	struct browser_paused *p, const cJSON *headers, const char *language)
{
	const cJSON *item;
	size_t n = 0;

	p->headers = mem_new(BROWSER_PAUSED_HEADERS + 1, sizeof(*p->headers));
	cJSON_ArrayForEach(item, headers)
	{
		struct str line = { 0 };

		if (!cJSON_IsString(item) || is_ours(item->string))
			continue;
		if (n == BROWSER_PAUSED_HEADERS)
			return err_set(ERR_REFUSED,
				_("'%s': a request with more than %d header "
				  "fields"),
				p->url, BROWSER_PAUSED_HEADERS);
		/* libcurl sends a field without a value so. */
		if (item->valuestring[0] == '\0')
			str_printf(&line, "%s;", item->string);
		else
			str_printf(&line, "%s: %s", item->string,
				item->valuestring);
		p->headers[n++] = str_take(&line);
	}
	p->user_agent = field(headers, "User-Agent");
	p->language = language != NULL ? mem_strdup(language)
				       : field(headers, "Accept-Language");
	return 0;
}

static int read_body(struct browser_paused *p, const cJSON *request)
{
	const cJSON *entries = json_member(request, "postDataEntries"), *e;
	int rc = 0;

	str_init(&p->body, BROWSER_PAUSED_BODY);
	cJSON_ArrayForEach(e, entries)
	{
		const char *bytes = json_string(e, "bytes");

		if (bytes == NULL)
			return err_set(ERR_REFUSED,
				_("'%s': a request that sends a file"), p->url);
		rc = codec_unbase64(&p->body, bytes, strlen(bytes));
		if (rc != 0)
			break;
	}
	if (p->body.over)
		return err_set(ERR_REFUSED,
			_("'%s': a request with a body of more than %d bytes"),
			p->url, BROWSER_PAUSED_BODY);
	if (rc == 0 && p->body.len == 0 &&
		json_bool(request, "hasPostData", false))
		return err_set(ERR_REFUSED,
			_("'%s': a request whose body cannot be seen"), p->url);
	return rc;
}

/* The address, if it is one that we ask. */
static int check_address(const char *text)
{
	struct url u = { 0 };
	int rc = url_parse(&u, text, strlen(text), NULL);
	bool web = str_is(&u.scheme, "http") || str_is(&u.scheme, "https");

	if (rc == 0 && !web)
		rc = err_set(ERR_REFUSED,
			_("'%.200s' is neither http nor https"), text);
	if (rc == 0 && (u.username.len > 0 || u.password.len > 0))
		rc = err_set(ERR_REFUSED, _("'%s': a user name in the address"),
			u.host.p);
	url_release(&u);
	return rc;
}

static int check_method(const struct browser_paused *p)
{
	static const char *const known[] = { "GET", "HEAD", "POST", "OPTIONS",
		NULL };

	if (is_one_of(p->method, strlen(p->method), known))
		return 0;
	return err_set(ERR_REFUSED,
		_("'%s': requests of the method '%.20s' are not sent"), p->url,
		p->method);
}

static void name(struct browser_paused *p, const cJSON *params)
{
	const cJSON *request = json_member(params, "request");
	const char *frame = json_string(params, "frameId");
	const char *kind = json_string(params, "resourceType");
	const char *url = json_string(request, "url");
	const char *method = json_string(request, "method");

	p->id = mem_strdup(json_string(params, "requestId"));
	p->before = mem_strdup(json_string(params, "redirectedRequestId"));
	p->network = mem_strdup(json_string(params, "networkId"));
	p->frame = mem_strdup(frame != NULL ? frame : "");
	p->document = kind != NULL && strcmp(kind, "Document") == 0;
	p->url = url != NULL ? mem_dup(url, strcspn(url, "#")) : NULL;
	p->method = mem_strdup(method != NULL ? method : "GET");
}

int browser_paused_read(
	struct browser_paused *out, const cJSON *params, const char *language)
{
	const cJSON *request = json_member(params, "request");
	int rc;

	*out = (struct browser_paused){ 0 };
	name(out, params);
	if (out->id == NULL || out->url == NULL)
		return err_set(ERR_PARSE,
			_("the browser tells of a request without a name"));
	rc = check_address(out->url);
	if (rc == 0)
		rc = check_method(out);
	if (rc == 0)
		rc = read_headers(
			out, json_member(request, "headers"), language);
	if (rc == 0)
		rc = read_body(out, request);
	out->request = (struct http_request){ .url = out->url,
		.method = out->method,
		.body = out->body.len > 0 ? out->body.p : NULL,
		.body_len = out->body.len,
		.headers = (const char *const *)out->headers,
		.user_agent = out->user_agent,
		.accept_language = out->language };
	return rc;
}

void browser_paused_release(struct browser_paused *p)
{
	for (size_t i = 0; p->headers != NULL && p->headers[i] != NULL; i++)
		free(p->headers[i]);
	free(p->headers);
	free(p->id);
	free(p->before);
	free(p->network);
	free(p->frame);
	free(p->url);
	free(p->method);
	free(p->user_agent);
	free(p->language);
	str_release(&p->body);
	*p = (struct browser_paused){ 0 };
}

/* --- answers --- */

/* Of the connection, of the coding that is taken off, or of another way to
 * the server, which the browser has not. */
static bool is_dropped(const char *line, size_t len)
{
	static const char *const dropped[] = { "Alt-Svc", "Connection",
		"Content-Encoding", "Content-Length", "Keep-Alive",
		"Transfer-Encoding", "Trailer", "Upgrade", NULL };
	const char *colon = memchr(line, ':', len);

	return colon == NULL || colon == line ||
	       is_one_of(line, (size_t)(colon - line), dropped);
}

static void trim(const char *line, size_t *len)
{
	while (*len > 0 && strchr("\r\n \t", line[*len - 1]) != NULL)
		--*len;
}

/* The block's fields with NULs between them; the status line has no place
 * there, and folded lines are nobody's any more. */
static void write_fields(struct str *out, const struct str *block)
{
	const char *p = block->p, *end = p + block->len, *stop;

	for (; p < end; p = stop + 1) {
		size_t len;

		stop = memchr(p, '\n', (size_t)(end - p));
		if (stop == NULL)
			stop = end;
		len = (size_t)(stop - p);
		trim(p, &len);
		if (memchr(p, '\0', len) != NULL || is_dropped(p, len) ||
			strncmp(p, "HTTP/", 5) == 0)
			continue;
		if (out->len > 0)
			str_putc(out, '\0');
		str_add(out, p, len);
	}
}

static int add_base64(cJSON *object, const char *member, const struct str *s)
{
	struct str text;
	int rc;

	str_init(&text, SIZE_MAX / 2);
	rc = codec_base64(&text, s->p, s->len);
	if (rc == 0)
		json_set(object, member, text.p != NULL ? text.p : "");
	str_release(&text);
	return rc;
}

int browser_paused_fulfil(
	cJSON **out, const char *id, const struct http_response *answer)
{
	cJSON *params = json_object();
	struct str coding = { 0 }, fields = { 0 }, body;
	int rc;

	str_init(&body, FETCH_BYTES);
	if (http_header(&coding, &answer->headers, "Content-Encoding", 0) != 0)
		str_puts(&coding, "");
	rc = coding_decode(&body, coding.p, answer->body.p, answer->body.len);
	json_set(params, "requestId", id);
	json_set_int(params, "responseCode", answer->status);
	if (answer->headers.len > 0)
		write_fields(&fields, &answer->headers);
	if (rc == 0 && fields.len > 0)
		rc = add_base64(params, "binaryResponseHeaders", &fields);
	if (rc == 0)
		rc = add_base64(params, "body", &body);
	if (rc == 0)
		*out = params;
	else
		cJSON_Delete(params);
	str_release(&coding);
	str_release(&fields);
	str_release(&body);
	return rc;
}
