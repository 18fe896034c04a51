/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCRAPERS_BROWSER_CASE_H
#define TESTS_SCRAPERS_BROWSER_CASE_H

/*
 * A web of canned answers for tests of the browser: fictional hosts, and what
 * is not there is answered with 404, except what begins with `real`, which
 * goes to the network (through the guard).
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/spawn_tree.h"
#include "scrapers/browser.h"
#include "scrapers/browser_start.h"

struct web_page {
	const char *url, *type;
	const char *body;
	int status;	    /* 0: 200 */
	const char *header; /* a field, or NULL */
};

struct web {
	const struct web_page *pages; /* ended by a NULL url */
	const char *real;	      /* NULL: nothing */
};

static inline int web_send(
	struct http_response *out, const struct http_request *q, void *ctx)
{
	const struct web *web = ctx;
	const struct web_page *p = web->pages;
	int status;

	while (p->url != NULL && strcmp(p->url, q->url) != 0)
		p++;
	if (p->url == NULL && web->real != NULL &&
		strncmp(q->url, web->real, strlen(web->real)) == 0)
		return http_fetch(out, q);
	if (p->url != NULL && p->status < 0)
		return err_set(ERR_NET, "'%s' is dead", q->url);
	status = p->url == NULL ? 404 : p->status > 0 ? p->status : 200;
	out->status = status;
	str_printf(&out->request, "%s %s\r\n", q->method, q->url);
	for (size_t i = 0; q->headers != NULL && q->headers[i] != NULL; i++)
		str_printf(&out->request, "%s\r\n", q->headers[i]);
	str_printf(&out->headers, "HTTP/1.1 %d X\r\n", status);
	if (p->type != NULL)
		str_printf(&out->headers, "Content-Type: %s\r\n", p->type);
	if (p->header != NULL)
		str_printf(&out->headers, "%s\r\n", p->header);
	str_puts(&out->headers, "\r\n");
	str_puts(&out->body, p->body != NULL ? p->body : "");
	return 0;
}

/* The processes that we have started and that have not ended. */
static inline size_t web_processes(void)
{
	struct spawn_tree t = { 0 };
	size_t n;

	spawn_tree_read(&t, getpid());
	n = t.n_below;
	spawn_tree_release(&t);
	return n;
}

/* False, and says so, when there is no Chromium to test with. */
static inline bool web_has_browser(void)
{
	struct str program = { 0 };
	bool found = browser_start_find(&program, NULL) == 0;

	if (!found)
		fprintf(stderr, "SKIPPED: %s\n", err_message());
	str_release(&program);
	return found;
}

#endif
