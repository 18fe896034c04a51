/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The input is a row of answers, parted by form feeds: a digit that picks the
 * status, then a header block up to an empty line, then a body. The walk over
 * them ends, keeps to the web, and comes to no address twice.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "scrapers/fetch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct rest {
	const char *p;
	size_t len;
};

static int send_next(
	struct http_response *out, const struct http_request *q, void *ctx)
{
	static const int statuses[] = { 200, 301, 302, 303, 307, 308, 304, 404,
		426, 505 };
	struct rest *rest = ctx;
	const char *end =
		rest->len > 0 ? memchr(rest->p, '\f', rest->len) : NULL;
	size_t n = end != NULL ? (size_t)(end - rest->p) : rest->len, head;
	const char *gap;

	assert(strncmp(q->url, "http://", 7) == 0 ||
		strncmp(q->url, "https://", 8) == 0);
	assert(strpbrk(q->url, " \t\r\n#") == NULL);
	assert(q->timeout_s > 0);
	if (n == 0 || rest->p[0] < '0' || rest->p[0] > '9') {
		out->cause = HTTP_CAUSE_PROTOCOL;
		return err_set(ERR_NET, "no answer");
	}
	out->status = statuses[rest->p[0] - '0'];
	gap = memmem(rest->p, n, "\n\n", 2);
	head = gap != NULL ? (size_t)(gap - rest->p) + 1 : n;
	str_add(&out->headers, rest->p + 1, head - 1);
	if (gap != NULL)
		str_add(&out->body, gap + 2, n - head - 1);
	rest->p += n + (end != NULL);
	rest->len -= n + (end != NULL);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rest rest = { (const char *)data, size };
	const struct fetch_options o = {
		.send = send_next, .ctx = &rest, .etag = "\"e\""
	};
	struct fetch f = { 0 };
	struct str body;
	size_t twice = 0;
	int rc = fetch_page(&f, "https://exemple.test/start", &o);

	str_init(&body, 1 << 20);
	assert(f.n > 0 && f.n <= FETCH_HOPS);
	for (size_t i = 0; i < f.n; i++)
		for (size_t k = 0; k < i; k++)
			twice += strcmp(f.v[i].url, f.v[k].url) == 0;
	assert(twice <= 1); /* a second try with HTTP/2 */
	assert(!f.unchanged || f.v[f.n - 1].answer.status == 304);
	if (rc == 0 && fetch_body(&body, &f) != 0)
		err_clear();
	str_release(&body);
	fetch_release(&f);
	return 0;
}
