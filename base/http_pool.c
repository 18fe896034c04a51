/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libcurl's multi interface. Connections, resolved names and the parsed
 * certificate authorities live in the multi handle, TLS sessions in a share.
 */
#include "base/http_pool.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <time.h>

#include "base/err.h"
#include "base/http_transfer.h"
#include "base/i18n.h"
#include "base/mem.h"

/* One request under way; CURLOPT_PRIVATE of its handle. */
struct entry {
	struct entry *next, *prev;
	struct http_transfer *transfer;
	CURL *curl; /* the transfer's */
	struct http_response *answer;
	http_done_fn done;
	void *ctx;
};

struct http_pool {
	CURLM *multi;
	CURLSH *share;
	struct entry *first;
	size_t n;
};

int http_pool_new(struct http_pool **out, unsigned keep)
{
	struct http_pool *p;
	int rc = http_start();

	if (rc != 0)
		return rc;
	p = mem_new(1, sizeof(*p));
	p->multi = curl_multi_init();
	p->share = curl_share_init();
	if (p->multi == NULL || p->share == NULL)
		mem_none();
	curl_share_setopt(
		p->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
	curl_multi_setopt(p->multi, CURLMOPT_MAXCONNECTS, (long)keep);
	*out = p;
	return 0;
}

static int multi_error(CURLMcode code)
{
	return err_set(ERR_NET, _("the network library failed: %s"),
		curl_multi_strerror(code));
}

static void drop(struct http_pool *p, struct entry *e)
{
	curl_multi_remove_handle(p->multi, e->curl);
	if (e->prev != NULL)
		e->prev->next = e->next;
	else
		p->first = e->next;
	if (e->next != NULL)
		e->next->prev = e->prev;
	p->n--;
	http_transfer_free(e->transfer);
	free(e);
}

int http_pool_add(struct http_pool *p, struct http_response *answer,
	const struct http_request *request, http_done_fn done, void *ctx)
{
	struct http_transfer *transfer = NULL;
	struct entry *e;
	CURLMcode code;
	int rc = http_transfer_new(&transfer, answer, request);

	if (rc != 0)
		return rc;
	e = mem_new(1, sizeof(*e));
	e->transfer = transfer;
	e->curl = http_transfer_curl(transfer);
	e->answer = answer;
	e->done = done;
	e->ctx = ctx;
	e->next = p->first;
	if (p->first != NULL)
		p->first->prev = e;
	p->first = e;
	p->n++;
	curl_easy_setopt(e->curl, CURLOPT_PRIVATE, e);
	curl_easy_setopt(e->curl, CURLOPT_SHARE, p->share);
	code = curl_multi_add_handle(p->multi, e->curl);
	if (code == CURLM_OK)
		return 0;
	drop(p, e);
	return multi_error(code);
}

/* Tells of those that ended; returns how many. */
static size_t reap(struct http_pool *p)
{
	size_t ended = 0;
	CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(p->multi, &left)) != NULL) {
		CURLcode code = m->data.result;
		struct entry *e = NULL, copy;
		int rc;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &e);
		rc = http_transfer_end(e->transfer, code);
		copy = *e;
		drop(p, e);
		copy.done(copy.answer, rc, copy.ctx);
		ended++;
	}
	return ended;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int http_pool_run(struct http_pool *p, unsigned timeout_ms)
{
	int64_t end = now_ms() + timeout_ms, left = timeout_ms;
	CURLMcode code;
	int running;

	for (;;) {
		code = curl_multi_perform(p->multi, &running);
		if (code != CURLM_OK)
			return multi_error(code);
		if (reap(p) > 0 || left <= 0)
			return 0;
		code = curl_multi_poll(p->multi, NULL, 0, (int)left, NULL);
		if (code != CURLM_OK)
			return multi_error(code);
		left = end - now_ms();
	}
}

size_t http_pool_count(const struct http_pool *p)
{
	return p->n;
}

void http_pool_free(struct http_pool *p)
{
	if (p == NULL)
		return;
	while (p->first != NULL)
		drop(p, p->first);
	curl_multi_cleanup(p->multi);
	curl_share_cleanup(p->share);
	free(p);
}
