/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/fetch.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "scrapers/coding.h"
#include "scrapers/url.h"

static int64_t monotonic_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec;
}

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

static int check_loop(const struct fetch *f, const char *url)
{
	for (size_t i = 0; i < f->n; i++)
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

/* One request; its hop is kept whatever came of it. */
static int send_hop(struct fetch *f, const char *url, int64_t deadline,
	const struct fetch_options *o)
{
	struct fetch_hop *hop;
	struct http_request q = { .url = url,
		.accept_language = o->language,
		.proxy = o->proxy,
		.ca_file = o->ca_file,
		.allow_private = o->allow_private,
		.max_body = FETCH_BYTES };
	int64_t left = deadline - monotonic_s();
	int rc;

	if (left <= 0)
		return err_set(ERR_LIMIT,
			_("'%s': no page within %d seconds of redirects"),
			f->v[0].url, FETCH_SECONDS);
	q.timeout_s = (unsigned)left;
	hop = &f->v[f->n++];
	http_response_init(&hop->answer);
	hop->url = mem_strdup(url);
	rc = o->send != NULL ? o->send(&hop->answer, &q, o->ctx)
			     : http_fetch(&hop->answer, &q);
	digest_of(&hop->body, hop->answer.body.p, hop->answer.body.len);
	if (hop->answer.tls_chain != NULL)
		digest_of(&hop->chain, hop->answer.tls_chain,
			strlen(hop->answer.tls_chain));
	return rc;
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

int fetch_page(
	struct fetch *out, const char *url, const struct fetch_options *options)
{
	const struct fetch_options none = { 0 };
	const struct fetch_options *o = options != NULL ? options : &none;
	int64_t deadline = monotonic_s() + FETCH_SECONDS;
	struct str address = { 0 };
	bool more = true;
	int rc = read_address(&address, url, strlen(url), NULL);

	fetch_release(out);
	out->v = mem_new(FETCH_HOPS, sizeof(*out->v));
	while (rc == 0 && more) {
		rc = check_loop(out, address.p);
		if (rc == 0)
			rc = send_hop(out, address.p, deadline, o);
		if (rc == 0)
			rc = follow(&address, &more, out);
	}
	str_release(&address);
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
