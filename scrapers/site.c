/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/site.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "scrapers/robots.h"

/* Somebody who waits for the reading. */
struct waiter {
	struct waiter *next;
	site_fn fn;
	void *ctx;
};

struct site {
	struct site *next, *prev; /* the latest needed first */
	struct sites *all;
	char *origin;
	bool reading, read, again;
	struct robots rules;
	struct crawl_robots facts; /* verdict: of a target that is allowed */
	struct waiter *waiters;
	/* while reading */
	struct http_pool *pool;
	struct fetch_options options;
	struct fetch_walk walk;
	struct fetch fetch;
};

struct sites {
	struct site *first, *last;
	size_t n, bytes;
};

struct sites *sites_new(void)
{
	return mem_new(1, sizeof(struct sites));
}

/* --- the list --- */

static void link_first(struct site *site)
{
	struct sites *s = site->all;

	site->prev = NULL;
	site->next = s->first;
	if (s->first != NULL)
		s->first->prev = site;
	else
		s->last = site;
	s->first = site;
	s->n++;
}

static void unlink_site(struct site *site)
{
	struct sites *s = site->all;

	if (site->prev != NULL)
		site->prev->next = site->next;
	else
		s->first = site->next;
	if (site->next != NULL)
		site->next->prev = site->prev;
	else
		s->last = site->prev;
	s->n--;
}

/* The file, and the rules that were made of it. */
static size_t weight(const struct site *site)
{
	return site->facts.body.len + site->rules.patterns.len +
	       site->rules.n * sizeof(*site->rules.v);
}

static void free_site(struct site *site)
{
	struct waiter *next;

	for (struct waiter *w = site->waiters; w != NULL; w = next) {
		next = w->next;
		free(w);
	}
	fetch_end(&site->walk);
	fetch_release(&site->fetch);
	robots_release(&site->rules);
	str_release(&site->facts.body);
	free(site->facts.url);
	free(site->origin);
	free(site);
}

void sites_free(struct sites *s)
{
	if (s == NULL)
		return;
	for (struct site *site = s->first, *next; site != NULL; site = next) {
		next = site->next;
		free_site(site);
	}
	free(s);
}

static void forget_some(struct sites *s)
{
	for (struct site *site = s->last, *prev; site != NULL; site = prev) {
		if (s->bytes <= SITES_BYTES && s->n < SITES_COUNT)
			return;
		prev = site->prev;
		if (site->reading)
			continue;
		unlink_site(site);
		s->bytes -= weight(site);
		free_site(site);
	}
}

struct site *sites_get(struct sites *s, const char *origin)
{
	struct site *site = s->first;

	while (site != NULL && strcmp(site->origin, origin) != 0)
		site = site->next;
	if (site != NULL) {
		unlink_site(site);
		link_first(site);
		return site;
	}
	forget_some(s);
	site = mem_new(1, sizeof(*site));
	site->all = s;
	site->origin = mem_strdup(origin);
	link_first(site);
	return site;
}

bool site_is_read(const struct site *site)
{
	return site->read;
}

/* --- reading --- */

/* The file is there: what is in it. */
static int take_rules(struct site *site)
{
	struct crawl_robots *facts = &site->facts;
	int rc;

	str_init(&facts->body, FETCH_BYTES);
	rc = fetch_body(&facts->body, &site->fetch);
	if (rc != 0) {
		str_clear(&facts->body);
		return rc;
	}
	/* All of it: robots_read knows which line its limit cuts. */
	robots_read(&site->rules, facts->body.p, facts->body.len, ROBOTS_AGENT);
	if (facts->body.len > ROBOTS_BYTES)
		str_cut(&facts->body, ROBOTS_BYTES);
	facts->verdict = CRAWL_ALLOWED;
	return 0;
}

/* RFC 9309, 2.3.1: what the answer's status means. */
static void judge(struct site *site, int rc)
{
	struct crawl_robots *facts = &site->facts;
	const struct fetch *f = &site->fetch;

	facts->verdict = CRAWL_UNREAD;
	facts->status = f->n > 0 ? f->v[f->n - 1].answer.status : 0;
	facts->seen_ns = f->n > 0 ? f->v[0].answer.start_ns : 0;
	if (rc == 0 && facts->status >= 200 && facts->status < 300)
		rc = take_rules(site);
	else if (rc == 0 && facts->status >= 300 && facts->status < 500)
		facts->verdict = CRAWL_NONE;
	digest_of(&facts->text, facts->body.p, facts->body.len);
	if (rc != 0)
		err_clear();
}

static void finish(struct site *site, int rc)
{
	struct waiter *waiters = site->waiters, *next;

	judge(site, rc);
	fetch_end(&site->walk);
	fetch_release(&site->fetch);
	site->read = true;
	site->waiters = NULL;
	site->all->bytes += weight(site);
	for (struct waiter *w = waiters; w != NULL; w = next) {
		next = w->next;
		w->fn(site, w->ctx);
		free(w);
	}
	site->reading = false;
}

static void ask(struct site *site);

static void answered(struct http_response *answer, int rc, void *ctx)
{
	struct site *site = ctx;

	(void)answer;
	rc = fetch_take(&site->walk, rc);
	if (rc == 0 && site->walk.more)
		ask(site);
	else
		finish(site, rc);
}

static void ask(struct site *site)
{
	int rc = fetch_ask(&site->walk);

	if (rc == 0)
		rc = http_pool_add(site->pool, site->walk.answer,
			&site->walk.request, answered, site);
	if (rc != 0)
		finish(site, rc);
}

static void begin(struct site *site, struct http_pool *pool,
	const struct fetch_options *o)
{
	struct str url = { 0 };
	int rc;

	site->reading = true;
	site->pool = pool;
	site->options = (struct fetch_options){ .proxy = o->proxy,
		.ca_file = o->ca_file,
		.resolve = o->resolve,
		.http2 = o->http2,
		.allow_private = o->allow_private };
	str_printf(&url, "%s/robots.txt", site->origin);
	rc = fetch_begin(&site->walk, &site->fetch, url.p, &site->options);
	site->facts.url = str_take(&url);
	if (rc == 0)
		ask(site);
	else
		finish(site, rc);
}

/* As if it had never been asked. */
static void forget(struct site *site)
{
	site->all->bytes -= weight(site);
	robots_release(&site->rules);
	str_release(&site->facts.body);
	free(site->facts.url);
	site->facts = (struct crawl_robots){ 0 };
	site->read = false;
}

void site_read_again(struct site *site, struct http_pool *pool,
	const struct fetch_options *options, site_fn fn, void *ctx)
{
	if (site->read && !site->reading && !site->again &&
		site->facts.verdict == CRAWL_UNREAD) {
		site->again = true;
		forget(site);
	}
	site_read(site, pool, options, fn, ctx);
}

void site_read(struct site *site, struct http_pool *pool,
	const struct fetch_options *options, site_fn fn, void *ctx)
{
	struct waiter *w;

	if (site->read) {
		fn(site, ctx);
		return;
	}
	w = mem_new(1, sizeof(*w));
	w->fn = fn;
	w->ctx = ctx;
	w->next = site->waiters;
	site->waiters = w;
	if (!site->reading)
		begin(site, pool, options);
}

/* --- telling --- */

static enum crawl_verdict verdict_on(
	const struct site *site, const char *target)
{
	if (site->facts.verdict == CRAWL_ALLOWED &&
		!robots_allows(&site->rules, target))
		return CRAWL_DISALLOWED;
	return site->facts.verdict;
}

enum crawl_verdict site_tell(
	struct crawl_robots *out, const struct site *site, const char *target)
{
	const struct crawl_robots *facts = &site->facts;
	enum crawl_verdict verdict = verdict_on(site, target);

	if (out->verdict == CRAWL_DISALLOWED)
		return verdict;
	free(out->url);
	out->url = mem_strdup(facts->url);
	out->status = facts->status;
	out->seen_ns = facts->seen_ns;
	out->text = facts->text;
	out->verdict = verdict;
	str_release(&out->body);
	str_add(&out->body, facts->body.p, facts->body.len);
	return verdict;
}
