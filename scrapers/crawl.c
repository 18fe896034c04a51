/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page is on a visit: it waits in its host's line (scrapers/polite) until
 * it may start; then its server's robots.txt is looked at, read if need be
 * (scrapers/site); then it walks its redirects (scrapers/fetch), each request
 * through one pool (base/http_pool). A redirect on the same host goes on at
 * once, one to another host waits in that host's line, before those that
 * have not begun.
 *
 *	line up -> arrive -> [read robots.txt] -> decide -> ask -> answered
 *	   ^                                        ^                 |
 *	   +--------------- another host -----------+--- same host ---+-> done
 */
#include "scrapers/crawl.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/http_pool.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/rand.h"
#include "scrapers/polite.h"
#include "scrapers/site.h"
#include "scrapers/url.h"

enum {
	JOBS = 16,
	PER_HOST = 2,
	PAUSE_MS = 1000,
	BACKOFF_MS = 1000,
	KEPT = 8, /* idle connections, for each job */
	IDLE_MS = 100,
	MS = 1000000, /* nanoseconds */
};

/* One page on its way. */
struct visit {
	struct visit *next, *prev; /* among all */
	struct visit *behind;	   /* among those for the end of the run */
	struct crawl *crawl;
	struct crawl_page *page;
	struct fetch_walk walk;
	/* Of the next request's address; owned. */
	char *host;
	struct str origin, target;
	bool begun; /* it is one of the jobs */
	bool again; /* it is tried for the second time */
};

struct crawl {
	const struct crawl_options *o;
	unsigned jobs;
	size_t begun;
	struct http_pool *pool;
	struct polite *polite;
	struct sites *sites;
	struct visit *visits;
	struct visit *first_again, *last_again;
	size_t n_again;
	bool ended;
	int rc; /* what ended it */
};

const char *crawl_verdict_name(enum crawl_verdict v)
{
	static const char *const names[] = { "unasked", "none", "allowed",
		"disallowed", "unread" };

	return names[v];
}

void crawl_page_release(struct crawl_page *page)
{
	fetch_release(&page->result);
	free(page->message);
	free(page->robots.url);
	str_release(&page->robots.body);
	page->robots = (struct crawl_robots){ 0 };
	page->message = NULL;
	page->rc = 0;
	page->attempts = 0;
}

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * INSTANT_SECOND + t.tv_nsec;
}

static void end_run(struct crawl *c, int rc)
{
	if (rc != 0 && !c->ended) {
		c->ended = true;
		c->rc = rc;
	}
}

/* --- a visit's life --- */

static struct visit *new_visit(struct crawl *c, struct crawl_page *page)
{
	struct visit *v = mem_new(1, sizeof(*v));

	page->result = (struct fetch){ 0 };
	page->message = NULL;
	page->robots = (struct crawl_robots){ 0 };
	page->attempts = 0;
	page->rc = 0;
	v->crawl = c;
	v->page = page;
	v->next = c->visits;
	if (c->visits != NULL)
		c->visits->prev = v;
	c->visits = v;
	return v;
}

static void free_visit(struct visit *v)
{
	struct crawl *c = v->crawl;

	if (v->prev != NULL)
		v->prev->next = v->next;
	else
		c->visits = v->next;
	if (v->next != NULL)
		v->next->prev = v->prev;
	fetch_end(&v->walk);
	free(v->host);
	str_release(&v->origin);
	str_release(&v->target);
	free(v);
}

/* Where the next request goes. */
static int find_place(struct visit *v)
{
	struct url u = { 0 };
	int rc = url_parse(&u, v->walk.next.p, v->walk.next.len, NULL);

	str_clear(&v->origin);
	str_clear(&v->target);
	if (rc == 0) {
		free(v->host);
		v->host = mem_strdup(u.host.p);
		str_printf(&v->origin, "%s://%s", u.scheme.p, u.host.p);
		if (u.port >= 0)
			str_printf(&v->origin, ":%d", u.port);
		str_printf(&v->target, "%s%s%s", u.path.p,
			u.has_query ? "?" : "", u.has_query ? u.query.p : "");
	}
	url_release(&u);
	return rc;
}

static bool is_transient_status(int status)
{
	return status == 429 || status == 500 || status == 502 ||
	       status == 503 || status == 504;
}

static const struct http_response *last_answer(const struct visit *v)
{
	const struct fetch *f = &v->page->result;

	return f->n > 0 ? &f->v[f->n - 1].answer : NULL;
}

/* Whether the same might succeed a little later. */
static bool may_pass(const struct visit *v, int rc)
{
	const struct http_response *a = last_answer(v);

	if (a == NULL)
		return false;
	return rc == 0 ? is_transient_status(a->status)
		       : a->cause == HTTP_CAUSE_NAME ||
				 a->cause == HTTP_CAUSE_TIMEOUT ||
				 a->cause == HTTP_CAUSE_CUT;
}

static void line_up(struct visit *v, bool resumed)
{
	polite_add(v->crawl->polite, v->host, v, resumed);
}

static void finish(struct visit *v, int rc);

/* Puts it at the beginning of its way. */
static void begin(struct visit *v)
{
	struct crawl_page *page = v->page;
	int rc = fetch_begin(&v->walk, &page->result, page->url, &page->fetch);

	if (rc == 0)
		rc = find_place(v);
	if (rc == 0)
		line_up(v, false);
	else
		finish(v, rc);
}

static void retry_first(struct crawl *c)
{
	struct visit *v = c->first_again;

	c->first_again = v->behind;
	c->n_again--;
	v->behind = NULL;
	v->again = true;
	begin(v);
}

/* Keeps it for the end of the run, without what was fetched. */
static void postpone(struct visit *v)
{
	struct crawl *c = v->crawl;
	unsigned attempts = v->page->attempts;

	crawl_page_release(v->page);
	v->page->attempts = attempts;
	if (c->n_again++ == 0)
		c->first_again = v;
	else
		c->last_again->behind = v;
	c->last_again = v;
	if (c->n_again > CRAWL_AGAIN)
		retry_first(c);
}

static void leave(struct visit *v)
{
	v->crawl->begun -= v->begun;
	v->begun = false;
}

/* The page's last word. */
static void tell(struct visit *v, int rc)
{
	struct crawl *c = v->crawl;
	struct crawl_page *page = v->page;

	page->rc = rc;
	page->message = rc != 0 ? mem_strdup(err_message()) : NULL;
	leave(v);
	free_visit(v);
	if (!c->ended)
		end_run(c, c->o->done(page, c->o->ctx));
	else
		crawl_page_release(page);
}

/* What came of it; once more when that may pass. */
static void finish(struct visit *v, int rc)
{
	if (!v->again && may_pass(v, rc)) {
		leave(v);
		postpone(v);
		return;
	}
	tell(v, rc);
}

/* --- asking --- */

static void look(struct visit *v);

/* It was its turn, but nothing is asked. */
static void pass(struct visit *v)
{
	polite_end(v->crawl->polite, v->host, now_ns(), POLITE_UNSENT, 0);
}

/* The host is treated by how it answered. */
static void note_answer(struct crawl *c, const char *host,
	const struct http_response *a, int rc)
{
	bool busy = rc == 0 ? a->status == 429 || a->status == 503
			    : a->cause == HTTP_CAUSE_TIMEOUT;
	int64_t retry = 0;

	if (busy && rc == 0)
		http_retry_after(&retry, &a->headers, a->end_ns);
	polite_end(c->polite, host, now_ns(), busy ? POLITE_BUSY : POLITE_FINE,
		retry);
}

/* A redirect: on the same host it is part of the request. */
static void go_on(struct visit *v, const struct http_response *a)
{
	char *host = mem_strdup(v->host);
	int rc = find_place(v);

	if (rc == 0 && strcmp(host, v->host) == 0) {
		look(v);
	} else {
		note_answer(v->crawl, host, a, 0);
		if (rc == 0)
			line_up(v, true);
		else
			finish(v, rc);
	}
	free(host);
}

static void answered(struct http_response *answer, int rc, void *ctx);

static void ask(struct visit *v)
{
	int rc = fetch_ask(&v->walk);

	if (rc == 0)
		rc = http_pool_add(v->crawl->pool, v->walk.answer,
			&v->walk.request, answered, v);
	if (rc == 0)
		return;
	pass(v);
	finish(v, rc);
}

static int refuse(const struct visit *v, enum crawl_verdict verdict)
{
	const char *url = v->walk.next.p;

	if (verdict == CRAWL_DISALLOWED)
		return err_set(ERR_REFUSED,
			_("'%s' was not asked for: '%s/robots.txt' tells "
			  "programs like this one not to, and is to be "
			  "followed"),
			url, v->origin.p);
	return err_set(ERR_REFUSED,
		_("'%s' was not asked for: '%s/robots.txt' is to be followed, "
		  "but the server did not give it; try again later"),
		url, v->origin.p);
}

/* robots.txt has been read, or need not be. */
static void decide(struct site *site, void *ctx)
{
	struct visit *v = ctx;
	enum crawl_verdict verdict =
		site_tell(&v->page->robots, site, v->target.p);

	if (!v->page->obey_robots || verdict == CRAWL_ALLOWED ||
		verdict == CRAWL_NONE) {
		ask(v);
		return;
	}
	pass(v);
	if (verdict == CRAWL_UNREAD && !v->again) {
		leave(v);
		postpone(v);
		return;
	}
	tell(v, refuse(v, verdict));
}

static void look(struct visit *v)
{
	struct crawl *c = v->crawl;

	if (v->again && v->page->obey_robots)
		site_read_again(sites_get(c->sites, v->origin.p), c->pool,
			&v->page->fetch, decide, v);
	else if (c->o->robots || v->page->obey_robots)
		site_read(sites_get(c->sites, v->origin.p), c->pool,
			&v->page->fetch, decide, v);
	else
		ask(v);
}

/* --- the run --- */

/* It is its turn. */
static void arrive(struct visit *v)
{
	struct crawl *c = v->crawl;

	if (!v->begun)
		c->begun++;
	v->begun = true;
	if (polite_hopeless(c->polite, v->host)) {
		pass(v);
		tell(v, err_set(ERR_NET,
				_("'%s' was not asked for: '%s' was too busy "
				  "to answer %d times in a row; try again "
				  "later"),
				v->walk.next.p, v->host, CRAWL_GIVE_UP));
		return;
	}
	if (v->walk.fetch->n == 0)
		v->page->attempts++;
	look(v);
}

static bool is_full(const struct crawl *c)
{
	return c->begun >= c->jobs;
}

/* What waits for the same host goes on the connection that has become free,
 * when its time has come. */
static void take_next(struct crawl *c, const char *host)
{
	struct visit *v = NULL;

	if (!c->ended && !is_full(c))
		v = polite_take_of(c->polite, host, now_ns());
	if (v != NULL)
		arrive(v);
}

static void answered(struct http_response *answer, int rc, void *ctx)
{
	struct visit *v = ctx;
	struct crawl *c = v->crawl;
	int walked = fetch_take(&v->walk, rc);
	char *host;

	if (walked == 0 && v->walk.more) {
		go_on(v, answer);
		return;
	}
	host = mem_strdup(v->host);
	note_answer(c, host, answer, rc);
	finish(v, walked);
	take_next(c, host);
	free(host);
}

static void start(struct crawl *c)
{
	struct visit *v;

	while (!c->ended &&
		(v = polite_take(c->polite, now_ns(), is_full(c))) != NULL)
		arrive(v);
}

/* Fills the window; true when next() gave nothing. */
static bool pull(struct crawl *c)
{
	struct crawl_page *page = NULL;

	while (!c->ended && polite_count(c->polite) < CRAWL_WINDOW) {
		page = c->o->next(c->o->ctx);
		if (page == NULL)
			return true;
		begin(new_visit(c, page));
	}
	return false;
}

/* How long to work before looking up again, in milliseconds. */
static unsigned patience(const struct crawl *c)
{
	int64_t wait = polite_wait(c->polite, now_ns(), is_full(c));

	return wait < IDLE_MS * (int64_t)MS ? (unsigned)((wait + MS - 1) / MS)
					    : IDLE_MS;
}

static bool is_quiet(const struct crawl *c)
{
	return http_pool_count(c->pool) == 0 && polite_count(c->polite) == 0;
}

static void retry_all(struct crawl *c)
{
	while (c->n_again > 0 && !c->ended)
		retry_first(c);
}

static void run(struct crawl *c)
{
	int64_t last = now_ns();

	while (!c->ended) {
		bool dry = pull(c);

		if (dry && is_quiet(c) && c->n_again == 0)
			return;
		if (dry && is_quiet(c))
			retry_all(c);
		start(c);
		if (c->ended)
			return;
		end_run(c, http_pool_run(c->pool, patience(c)));
		if (c->o->idle != NULL && !c->ended &&
			now_ns() - last >= IDLE_MS * (int64_t)MS / 2) {
			end_run(c, c->o->idle(c->o->ctx));
			last = now_ns();
		}
	}
}

static struct polite *make_polite(const struct crawl_options *o)
{
	unsigned pause =
		o->pause_ms > 0 || o->no_pause ? o->pause_ms : PAUSE_MS;
	unsigned backoff = o->backoff_ms > 0 ? o->backoff_ms : BACKOFF_MS;
	struct polite_options options = {
		.per_host = o->per_host > 0 ? o->per_host : PER_HOST,
		.pause_ns = (int64_t)pause * MS,
		.backoff_ns = (int64_t)backoff * MS,
		.longest_ns = CRAWL_LONGEST_S * INSTANT_SECOND,
		.give_up = CRAWL_GIVE_UP,
	};

	if (rand_bytes(&options.seed, sizeof(options.seed)) != 0)
		options.seed = (uint64_t)now_ns();
	return polite_new(&options);
}

int crawl_run(const struct crawl_options *o)
{
	struct crawl c = { .o = o, .jobs = o->jobs > 0 ? o->jobs : JOBS };
	int rc = http_pool_new(&c.pool, c.jobs * KEPT);

	if (rc != 0)
		return rc;
	c.polite = make_polite(o);
	c.sites = sites_new();
	run(&c);
	http_pool_free(c.pool);
	while (c.visits != NULL) {
		crawl_page_release(c.visits->page);
		free_visit(c.visits);
	}
	sites_free(c.sites);
	polite_free(c.polite);
	return c.rc;
}
