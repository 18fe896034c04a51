/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/fetch.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"
#include "scrapers/coding.h"
#include "scrapers/url.h"

static bool is_redirect(int status)
{
	return status == 301 || status == 302 || status == 303 ||
	       status == 307 || status == 308;
}

/* Reads an address against base (NULL for the first) and writes what is
 * requested: no fragment, nothing but http and https, no password in it. */
static int read_address(
	struct str *out, const char *text, size_t len, const struct url *base)
{
	struct url u = { 0 };
	bool web;
	int rc = url_parse(&u, text, len, base);

	if (rc != 0)
		goto done;
	web = str_is(&u.scheme, "http") || str_is(&u.scheme, "https");
	if (!web || !u.has_host)
		rc = err_set(ERR_REFUSED,
			_("'%.*s': only addresses that begin with https:// or "
			  "http:// are fetched"),
			(int)(len < 200 ? len : 200), text);
	else if (u.username.len > 0 || u.password.len > 0)
		rc = err_set(ERR_REFUSED,
			_("'%s' asks for a user name in the address; only "
			  "published pages are fetched"),
			u.host.p);
	u.has_fragment = false;
	str_clear(&u.fragment);
	if (rc == 0)
		rc = url_write(out, &u);
done:
	url_release(&u);
	return rc;
}

/* again: the last address is meant to come twice. */
static int check_loop(const struct fetch *f, const char *url, bool again)
{
	for (size_t i = 0; i < f->n && !again; i++)
		if (strcmp(f->v[i].url, url) == 0)
			return err_set(ERR_NET,
				_("'%s' leads in a circle: '%s' comes again "
				  "after %zu redirects"),
				f->v[0].url, url, f->n - i);
	if (f->n >= FETCH_HOPS)
		return err_set(ERR_NET,
			_("'%s' was redirected %d times without an end"),
			f->v[0].url, FETCH_HOPS);
	return 0;
}

/* Where the last answer leads; *more is false when it is the page. */
static int follow(struct str *next, bool *more, struct fetch *f)
{
	const struct fetch_hop *hop = &f->v[f->n - 1];
	struct str location = { 0 };
	struct url base = { 0 };
	int rc = 0;

	*more = is_redirect(hop->answer.status) &&
		http_header(&location, &hop->answer.headers, "Location", 0) ==
			0;
	if (!*more)
		goto done;
	rc = url_parse(&base, hop->url, strlen(hop->url), NULL);
	str_clear(next);
	if (rc == 0)
		rc = read_address(next, location.p, location.len, &base);
	if (rc == 0 && strncmp(hop->url, "https:", 6) == 0 &&
		strncmp(next->p, "http:", 5) == 0)
		f->downgraded = true;
	rc = err_wrap(rc, _("'%s' redirects"), hop->url);
done:
	str_release(&location);
	url_release(&base);
	return rc;
}

/* Whether a validator can go back as it came. */
static bool is_sendable(const char *text)
{
	size_t n = text != NULL ? strlen(text) : 0;

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7F)
			return false;
	return n > 0 && n <= FETCH_VALIDATOR;
}

/* The question whether the page has changed, and the address it is about. */
static void set_condition(struct fetch_walk *w, const char *url)
{
	const struct fetch_options *o = w->options;

	if (is_sendable(o->etag))
		str_printf(&w->etag, "If-None-Match: %s", o->etag);
	if (is_sendable(o->modified))
		str_printf(&w->modified, "If-Modified-Since: %s", o->modified);
	if (o->validated != NULL)
		url = o->validated;
	if (w->etag.len + w->modified.len > 0 &&
		read_address(&w->validated, url, strlen(url), NULL) != 0) {
		str_clear(&w->validated);
		err_clear();
	}
}

int fetch_begin(struct fetch_walk *w, struct fetch *out, const char *url,
	const struct fetch_options *options)
{
	static const struct fetch_options none = { 0 };
	int rc;

	fetch_end(w);
	fetch_release(out);
	out->v = mem_new(FETCH_HOPS, sizeof(*out->v));
	w->fetch = out;
	w->options = options != NULL ? options : &none;
	w->http2 = w->options->http2;
	w->more = true;
	rc = read_address(&w->next, url, strlen(url), NULL);
	if (rc == 0)
		set_condition(w, url);
	return rc;
}

static bool is_conditional(const struct fetch_walk *w)
{
	return w->validated.len > 0 && str_is(&w->validated, w->next.p);
}

static void set_request(struct fetch_walk *w, const char *url)
{
	const struct fetch_options *o = w->options;
	int64_t spent = w->spent_ns / INSTANT_SECOND;
	size_t n = 0;

	if (is_conditional(w) && w->etag.len > 0)
		w->fields[n++] = w->etag.p;
	if (is_conditional(w) && w->modified.len > 0)
		w->fields[n++] = w->modified.p;
	w->fields[n] = NULL;
	w->request = (struct http_request){ .url = url,
		.headers = w->fields,
		.accept_language = o->language,
		.proxy = o->proxy,
		.ca_file = o->ca_file,
		.allow_private = o->allow_private,
		.resolve = o->resolve,
		.http2 = w->http2,
		.max_body = FETCH_BYTES,
		.timeout_s = FETCH_SECONDS - (unsigned)spent };
}

int fetch_ask(struct fetch_walk *w)
{
	struct fetch *f = w->fetch;
	struct fetch_hop *hop;
	int rc = check_loop(f, w->next.p, w->again);

	if (rc != 0)
		return rc;
	if (w->spent_ns >= FETCH_SECONDS * INSTANT_SECOND)
		return err_set(ERR_LIMIT,
			_("'%s': no page within %d seconds of redirects"),
			f->v[0].url, FETCH_SECONDS);
	hop = &f->v[f->n++];
	http_response_init(&hop->answer);
	hop->url = mem_strdup(w->next.p);
	w->again = false;
	w->answer = &hop->answer;
	set_request(w, hop->url);
	return 0;
}

/* Whether the last answer refuses the version of HTTP, and another can be
 * offered. */
static bool wants_http2(const struct fetch_walk *w, int rc)
{
	const struct http_response *a = w->answer;

	if (w->http2 || strncmp(w->request.url, "https:", 6) != 0)
		return false;
	return rc != 0 ? a->cause == HTTP_CAUSE_PROTOCOL
		       : a->status == 426 || a->status == 505;
}

int fetch_take(struct fetch_walk *w, int rc)
{
	struct fetch_hop *hop = &w->fetch->v[w->fetch->n - 1];
	const struct http_response *a = &hop->answer;

	digest_of(&hop->body, a->body.p, a->body.len);
	if (a->tls_chain != NULL)
		digest_of(&hop->chain, a->tls_chain, strlen(a->tls_chain));
	w->spent_ns += a->monotonic_ns;
	if (wants_http2(w, rc)) {
		w->http2 = true;
		w->again = true;
		err_clear();
		return 0;
	}
	if (rc != 0)
		return rc;
	w->fetch->unchanged = a->status == 304 && is_conditional(w);
	return follow(&w->next, &w->more, w->fetch);
}

void fetch_end(struct fetch_walk *w)
{
	str_release(&w->next);
	str_release(&w->validated);
	str_release(&w->etag);
	str_release(&w->modified);
	*w = (struct fetch_walk){ 0 };
}

int fetch_page(
	struct fetch *out, const char *url, const struct fetch_options *options)
{
	struct fetch_walk w = { 0 };
	int rc = fetch_begin(&w, out, url, options);

	while (rc == 0 && w.more) {
		rc = fetch_ask(&w);
		if (rc != 0)
			break;
		rc = w.options->send != NULL
			     ? w.options->send(
				       w.answer, &w.request, w.options->ctx)
			     : http_fetch(w.answer, &w.request);
		rc = fetch_take(&w, rc);
	}
	fetch_end(&w);
	return rc;
}

void fetch_release(struct fetch *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->v[i].url);
		http_response_release(&f->v[i].answer);
	}
	free(f->v);
	*f = (struct fetch){ 0 };
}

int fetch_body(struct str *out, const struct fetch *f)
{
	const struct http_response *a = &f->v[f->n - 1].answer;
	struct str coding = { 0 };
	int rc;

	if (http_header(&coding, &a->headers, "Content-Encoding", 0) != 0)
		str_puts(&coding, "");
	rc = coding_decode(out, coding.p, a->body.p, a->body.len);
	str_release(&coding);
	return rc;
}

void fetch_media_type(struct str *out, const struct fetch *f)
{
	const struct http_response *a = &f->v[f->n - 1].answer;

	if (http_header(out, &a->headers, "Content-Type", 0) != 0)
		str_puts(out, "");
}
