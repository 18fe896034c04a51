/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/fetch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

/* A web of canned answers; what it lacks goes to the network, through the
 * guard. */
struct page {
	const char *url;
	int status;
	const char *location, *body;
};

static int canned(
	struct http_response *out, const struct http_request *q, void *ctx)
{
	for (const struct page *p = ctx; p->url != NULL; p++) {
		if (strcmp(p->url, q->url) != 0)
			continue;
		out->status = p->status;
		str_printf(&out->headers, "HTTP/1.1 %d X\r\n", p->status);
		if (p->location != NULL)
			str_printf(
				&out->headers, "Location: %s\r\n", p->location);
		str_puts(&out->headers, "Content-Type: text/html\r\n\r\n");
		str_puts(&out->body, p->body != NULL ? p->body : "");
		return 0;
	}
	return http_fetch(out, q);
}

static int fetch(struct fetch *out, const char *url, const struct page *web)
{
	const struct fetch_options o = { .send = canned, .ctx = (void *)web };

	return fetch_page(out, url, &o);
}

static void walks_redirects(void **state)
{
	static const struct page web[] = {
		{ "https://a.test/x", 301, "/y?q#part", NULL },
		{ "https://a.test/y?q", 308, "//b.test/z", NULL },
		{ "https://b.test/z", 303, "http://b.test/end", NULL },
		{ "http://b.test/end", 200, NULL, "page" },
		{ 0 },
	};
	struct fetch f = { 0 };
	struct str body = { 0 }, type = { 0 };

	(void)state;
	assert_int_equal(fetch(&f, "HTTPS://a.test/x#top", web), 0);
	assert_int_equal(f.n, 4);
	assert_string_equal(f.v[0].url, "https://a.test/x");
	assert_string_equal(f.v[1].url, "https://a.test/y?q");
	assert_string_equal(f.v[3].url, "http://b.test/end");
	assert_true(f.downgraded);
	assert_int_equal(fetch_body(&body, &f), 0);
	assert_true(str_is(&body, "page"));
	fetch_media_type(&type, &f);
	assert_true(str_is(&type, "text/html"));
	fetch_release(&f);
	str_release(&body);
	str_release(&type);
}

static void other_statuses_are_answers(void **state)
{
	static const struct page web[] = {
		{ "http://a.test/300", 300, "/x", NULL },
		{ "http://a.test/302", 302, NULL, NULL },
		{ "http://a.test/404", 404, "/x", "gone" },
		{ 0 },
	};
	struct fetch f = { 0 };

	(void)state;
	assert_int_equal(fetch(&f, "http://a.test/300", web), 0);
	assert_int_equal(f.v[0].answer.status, 300);
	assert_int_equal(fetch(&f, "http://a.test/302", web), 0);
	assert_int_equal(fetch(&f, "http://a.test/404", web), 0);
	assert_int_equal(f.n, 1);
	assert_false(f.downgraded);
	fetch_release(&f);
}

static void refused(const char *location, int code, const char *words)
{
	const struct page web[] = {
		{ "http://a.test/", 302, location, NULL },
		{ 0 },
	};
	struct fetch f = { 0 };

	assert_int_equal(fetch(&f, "http://a.test/", web), code);
	if (strstr(err_message(), words) == NULL)
		fail_msg("'%s' lacks '%s'", err_message(), words);
	assert_true(f.n >= 1);
	fetch_release(&f);
}

/* A page must not steer us into the home network, nor off the web. */
static void redirects_are_guarded(void **state)
{
	(void)state;
	refused("http://127.0.0.1:1/", ERR_REFUSED, "127.0.0.1");
	refused("http://169.254.169.254/latest", ERR_REFUSED, "169.254");
	refused("http://[::1]/", ERR_REFUSED, "::1");
	refused("http://0x7f.1/", ERR_REFUSED, "127.0.0.1");
	refused("http://192.168.1.1/", ERR_REFUSED, "192.168.1.1");
	refused("ftp://a.test/", ERR_REFUSED, "only addresses that begin");
	refused("file:///etc/passwd", ERR_REFUSED, "only addresses");
	refused("http://me:word@a.test/", ERR_REFUSED, "user name");
	refused("http://a.test:99999/", ERR_INVALID, "99999");
	refused("/", ERR_NET, "leads in a circle");
	refused("#here", ERR_NET, "leads in a circle");
}

static int endless(
	struct http_response *out, const struct http_request *q, void *ctx)
{
	(void)ctx;
	out->status = 302;
	str_printf(&out->headers, "HTTP/1.1 302 X\r\nLocation: %s1\r\n\r\n",
		q->url);
	return 0;
}

static void endless_redirects_end(void **state)
{
	const struct fetch_options o = { .send = endless };
	struct fetch f = { 0 };

	(void)state;
	assert_int_equal(fetch_page(&f, "http://a.test/", &o), ERR_NET);
	assert_non_null(strstr(err_message(), "redirected 20 times"));
	assert_int_equal(f.n, FETCH_HOPS);
	fetch_release(&f);
}

static void wrong_addresses(void **state)
{
	struct fetch f = { 0 };

	(void)state;
	assert_int_equal(fetch_page(&f, "exemple", NULL), ERR_INVALID);
	assert_int_equal(fetch_page(&f, "mailto:a@b", NULL), ERR_REFUSED);
	assert_int_equal(
		fetch_page(&f, "http://127.0.0.1:1/", NULL), ERR_REFUSED);
	fetch_release(&f);
}

/* Answers 304 to whoever asks whether /end changed since "e1"; else moves
 * /start to /end. Notes which requests asked. */
static int validating(
	struct http_response *out, const struct http_request *q, void *ctx)
{
	struct str *asked = ctx;
	bool at_end = strcmp(q->url, "https://a.test/end") == 0;

	for (size_t i = 0; q->headers[i] != NULL; i++)
		str_printf(asked, "%s: %s\n", q->url, q->headers[i]);
	out->status = !at_end ? 301 : q->headers[0] != NULL ? 304 : 200;
	str_printf(&out->headers, "HTTP/1.1 %d X\r\n%s\r\n", out->status,
		at_end ? "" : "Location: /end\r\n");
	return 0;
}

static void asked_as(struct fetch_options o, int status, const char *want)
{
	struct fetch f = { 0 };
	struct str asked = { 0 };

	str_puts(&asked, "");
	o.send = validating;
	o.ctx = &asked;
	assert_int_equal(fetch_page(&f, "https://a.test/start", &o), 0);
	assert_int_equal(f.n, 2);
	assert_int_equal(f.v[1].answer.status, status);
	assert_int_equal(f.unchanged, status == 304);
	assert_string_equal(asked.p, want);
	str_release(&asked);
	fetch_release(&f);
}

static void asks_whether_it_changed(void **state)
{
	static const char both[] =
		"https://a.test/end: If-None-Match: \"e1\"\n"
		"https://a.test/end: If-Modified-Since: Sun, 06 Nov\n";
	static char longer[FETCH_VALIDATOR + 2];
	struct fetch_options o = { .etag = "\"e1\"",
		.modified = "Sun, 06 Nov",
		.validated = "HTTPS://a.test/end#top" };

	(void)state;
	asked_as((struct fetch_options){ 0 }, 200, "");
	asked_as(o, 304, both);
	o.modified = NULL;
	asked_as(o, 304, "https://a.test/end: If-None-Match: \"e1\"\n");
	o.validated = "https://a.test/elsewhere";
	asked_as(o, 200, "");
	o.validated = "no address";
	asked_as(o, 200, "");
	o.validated = "https://a.test/end";
	o.etag = "\"e1\"\r\nCookie: a=b";
	asked_as(o, 200, "");
	o.etag = memset(longer, 'e', sizeof(longer) - 1);
	asked_as(o, 200, "");
	/* Without an address it is about the first. */
	o.validated = NULL;
	o.etag = "\"e1\"";
	asked_as(o, 200, "https://a.test/start: If-None-Match: \"e1\"\n");
}

static void unasked_304_is_no_page(void **state)
{
	static const struct page web[] = {
		{ "http://a.test/", 304, NULL, NULL },
		{ 0 },
	};
	struct fetch f = { 0 };

	(void)state;
	assert_int_equal(fetch(&f, "http://a.test/", web), 0);
	assert_int_equal(f.v[0].answer.status, 304);
	assert_false(f.unchanged);
	fetch_release(&f);
}

/* Refuses all but HTTP/2: by status, or without a word of HTTP. */
static int modern(
	struct http_response *out, const struct http_request *q, void *ctx)
{
	const int *refusal = ctx;

	out->status = q->http2 ? 200 : *refusal;
	if (out->status != 0)
		return 0;
	out->cause = HTTP_CAUSE_PROTOCOL;
	return err_set(ERR_NET, "no HTTP");
}

static void offers_http2_to_who_refuses(void **state)
{
	static int refusals[] = { 505, 426, 0 };
	struct fetch f = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++) {
		const struct fetch_options o = { .send = modern,
			.ctx = &refusals[i] };
		const struct fetch_options new = {
			.send = modern, .ctx = &refusals[i], .http2 = true
		};

		assert_int_equal(fetch_page(&f, "https://a.test/", &o), 0);
		assert_int_equal(f.n, 2);
		assert_int_equal(f.v[0].answer.status, refusals[i]);
		assert_int_equal(f.v[1].answer.status, 200);
		assert_string_equal(f.v[1].url, "https://a.test/");
		assert_int_equal(fetch_page(&f, "https://a.test/", &new), 0);
		assert_int_equal(f.n, 1);
	}
	/* There is no HTTP/2 without TLS. */
	assert_int_equal(fetch_page(&f, "http://a.test/",
				 &(struct fetch_options){
					 .send = modern, .ctx = &refusals[2] }),
		ERR_NET);
	assert_int_equal(f.n, 1);
	fetch_release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(walks_redirects),
		cmocka_unit_test(other_statuses_are_answers),
		cmocka_unit_test(redirects_are_guarded),
		cmocka_unit_test(endless_redirects_end),
		cmocka_unit_test(wrong_addresses),
		cmocka_unit_test(asks_whether_it_changed),
		cmocka_unit_test(unasked_304_is_no_page),
		cmocka_unit_test(offers_http2_to_who_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
