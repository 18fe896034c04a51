/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/crawl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/err.h"
#include "tests/base/nginx.h"
#include "tests/base/server.h"

enum { PAGES = 64, LOG = 256 };

/* What the server saw; shared with its processes. */
static struct seen {
	atomic_int n, active, most;
	struct {
		int64_t at_ms;
		char host[32], path[32];
		bool cookie;
	} v[LOG];
	atomic_int flaky;
} * seen;

static struct server server;
static char resolve_all[32];
static const char *const resolve[] = { resolve_all, NULL };

/* --- the server --- */

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The text with "^" replaced by our port, ":12345". */
static const char *with_port(const char *text)
{
	static char out[4][512];
	static unsigned turn;
	char *to = out[turn++ % 4];
	size_t n = 0;

	for (; *text != '\0'; text++) {
		if (*text == '^')
			n += (size_t)snprintf(
				to + n, 512 - n, ":%d", server.port);
		else
			to[n++] = *text;
	}
	to[n] = '\0';
	return to;
}

static void reply(struct server_peer *peer, const char *status,
	const char *fields, const char *body)
{
	char head[1024];

	snprintf(head, sizeof(head),
		"HTTP/1.1 %s\r\n%sContent-Length: %zu\r\n\r\n", status,
		with_port(fields), strlen(body));
	server_puts(peer, head);
	server_puts(peer, body);
}

static void reply_robots(struct server_peer *peer, const char *host)
{
	if (strcmp(host, "closed.test") == 0)
		reply(peer, "200 OK", "",
			"User-agent: *\nDisallow: /\nAllow: /open\n");
	else if (strcmp(host, "moved.test") == 0)
		reply(peer, "301 Moved",
			"Location: http://closed.test^/robots.txt\r\n", "");
	else if (strcmp(host, "broken.test") == 0)
		reply(peer, "500 Oops", "", "");
	else
		reply(peer, "404 Not Found", "", "no");
}

static void reply_file(
	struct server_peer *peer, const char *host, const char *path)
{
	char body[128];

	snprintf(body, sizeof(body), "%s%s", host, path);
	if (strcmp(host, "down.test") == 0)
		reply(peer, "503 Busy", "", "no");
	else if (strcmp(path, "/robots.txt") == 0)
		reply_robots(peer, host);
	else
		reply(peer, "200 OK", "", body);
}

/* Paths that answer in their own way. */
static const struct {
	const char *path, *answer;
	bool once; /* and then like any other */
} special[] = {
	{ "/to-closed",
		"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"
		"Location: http://closed.test^/x\r\n\r\n",
		false },
	{ "/to-open",
		"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"
		"Location: http://closed.test^/open\r\n\r\n",
		false },
	{ "/circle",
		"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"
		"Location: /circle\r\n\r\n",
		false },
	{ "/same",
		"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"
		"Location: /page\r\n\r\n",
		false },
	{ "/flaky",
		"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n"
		"Retry-After: 1\r\n\r\n",
		true },
	{ "/cut", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort", true },
	{ "/short", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort",
		false },
	{ "/chunks",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
		"fffffffffffffffff1\r\nwhat\r\n",
		false },
	{ "/cookie",
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
		"Set-Cookie: id=1; Domain=.test\r\n"
		"Strict-Transport-Security: max-age=31536000\r\n\r\nok",
		false },
	{ "/gone", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
		false },
};

static void reply_special(
	struct server_peer *peer, const char *host, const char *path)
{
	for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++) {
		if (strcmp(path, special[i].path) != 0 ||
			(special[i].once && seen->flaky++ > 0))
			continue;
		server_puts(peer, with_port(special[i].answer));
		if (strstr(special[i].answer, ": 99\r\n") != NULL)
			shutdown(peer->fd, SHUT_RDWR);
		return;
	}
	if (strcmp(path, "/flood") == 0) {
		server_puts(peer, "HTTP/1.1 200 OK\r\n");
		while (server_puts(peer, "X-More: and more\r\n"))
			continue;
	}
	reply_file(peer, host, path);
}

/* Copies up to the end of the word. */
static void copy_word(char out[32], const char *text)
{
	size_t n = text != NULL ? strcspn(text, " :\r") : 0;

	memset(out, 0, 32);
	if (n < 32 && n > 0)
		memcpy(out, text, n);
}

static void answer(struct server_peer *peer, const char *head)
{
	const char *field = strcasestr(head, "\r\nHost: ");
	char host[32], path[32];
	int i = seen->n++, active = ++seen->active;

	copy_word(path, head + strlen("GET "));
	copy_word(host, field != NULL ? field + strlen("\r\nHost: ") : NULL);
	if (i < LOG) {
		seen->v[i].at_ms = now_ms();
		memcpy(seen->v[i].host, host, sizeof(host));
		memcpy(seen->v[i].path, path, sizeof(path));
		seen->v[i].cookie = strcasestr(head, "\r\nCookie:") != NULL;
	}
	while (active > seen->most)
		seen->most = active;
	if (strncmp(path, "/slow", 5) == 0)
		usleep(150000);
	reply_special(peer, host, path);
	--seen->active;
}

/* --- the crawl --- */

struct web {
	struct crawl_page pages[PAGES];
	char urls[PAGES][64];
	size_t n, given, told, order[PAGES];
	size_t hold; /* next() gives no more before so many were told */
	size_t stop; /* done() ends the run when so many were told; 0: no */
	unsigned idle;
};

static void add(struct web *w, const char *url)
{
	struct crawl_page *page = &w->pages[w->n];

	snprintf(
		w->urls[w->n], sizeof(w->urls[0]), "http://%s", with_port(url));
	page->url = w->urls[w->n++];
	page->fetch = (struct fetch_options){ .allow_private = true,
		.resolve = resolve };
}

static struct crawl_page *next(void *ctx)
{
	struct web *w = ctx;

	if (w->given == w->n ||
		(w->hold > 0 && w->given >= w->hold && w->told < w->hold))
		return NULL;
	return &w->pages[w->given++];
}

static int done(struct crawl_page *page, void *ctx)
{
	struct web *w = ctx;

	assert_true((page->rc == 0) == (page->message == NULL));
	w->order[w->told++] = (size_t)(page - w->pages);
	return w->stop > 0 && w->told == w->stop ? ERR_DB : 0;
}

static int idle(void *ctx)
{
	struct web *w = ctx;

	w->idle++;
	return 0;
}

static int crawl(struct web *w, struct crawl_options o)
{
	o.next = next;
	o.done = done;
	o.idle = idle;
	o.ctx = w;
	o.no_pause = o.pause_ms == 0;
	if (o.backoff_ms == 0)
		o.backoff_ms = 10;
	memset(seen, 0, sizeof(*seen));
	return crawl_run(&o);
}

static void release(struct web *w)
{
	for (size_t i = 0; i < w->n; i++)
		crawl_page_release(&w->pages[i]);
	*w = (struct web){ 0 };
}

static int status_of(const struct crawl_page *page)
{
	const struct fetch *f = &page->result;

	return f->n > 0 ? f->v[f->n - 1].answer.status : 0;
}

static int asked_for(const char *host, const char *path)
{
	int n = 0;

	for (int i = 0; i < seen->n && i < LOG; i++)
		n += strcmp(seen->v[i].host, host) == 0 &&
		     strcmp(seen->v[i].path, path) == 0;
	return n;
}

static void fetches_all(void **state)
{
	static struct web w;
	char url[64];

	(void)state;
	for (int i = 0; i < PAGES; i++) {
		snprintf(url, sizeof(url), "h%d.test^/page%d", i / 2, i);
		add(&w, url);
	}
	assert_int_equal(crawl(&w, (struct crawl_options){ .jobs = 8 }), 0);
	assert_int_equal(w.told, PAGES);
	assert_int_equal(seen->n, PAGES);
	assert_true(seen->most <= 8);
	for (int i = 0; i < PAGES; i++) {
		const struct crawl_page *page = &w.pages[i];

		if (page->rc != 0)
			fail_msg("%s", page->message);
		snprintf(url, sizeof(url), "h%d.test/page%d", i / 2, i);
		assert_string_equal(page->result.v[0].answer.body.p, url);
		assert_int_equal(page->attempts, 1);
		assert_int_equal(page->robots.verdict, CRAWL_UNASKED);
		assert_null(page->robots.url);
	}
	release(&w);
}

static int by_time(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void is_polite(void **state)
{
	static struct web w;
	int64_t sent[6];

	(void)state;
	for (int i = 0; i < 6; i++)
		add(&w, "one.test^/slow");
	assert_int_equal(
		crawl(&w, (struct crawl_options){ .jobs = 6, .pause_ms = 40 }),
		0);
	assert_int_equal(w.told, 6);
	assert_int_equal(seen->n, 6);
	assert_true(seen->most <= 2);
	/* By our own clock: a busy machine serves late what was sent apart. It
	 * may also stamp one late, so that the next seems near: of five pauses
	 * four are seen. */
	for (int i = 0; i < 6; i++)
		sent[i] = w.pages[i].result.v[0].answer.start_ns;
	qsort(sent, 6, sizeof(sent[0]), by_time);
	assert_true(sent[5] - sent[0] >= INT64_C(4) * 40 * 1000 * 1000);
	assert_true(w.idle > 0);
	release(&w);
}

/* Asked again also after it had nothing; parts may follow one another. */
static void asks_for_more_later(void **state)
{
	static struct web w;

	(void)state;
	add(&w, "a.test^/page1");
	add(&w, "b.test^/page2");
	add(&w, "a.test^/page3");
	w.hold = 1;
	assert_int_equal(crawl(&w, (struct crawl_options){ .jobs = 4 }), 0);
	assert_int_equal(w.told, 3);
	assert_int_equal(w.order[0], 0);
	release(&w);
}

static void told_end_ends(void **state)
{
	static struct web w;

	(void)state;
	for (int i = 0; i < 20; i++)
		add(&w, "a.test^/page");
	w.stop = 3;
	assert_int_equal(
		crawl(&w, (struct crawl_options){ .jobs = 2 }), ERR_DB);
	assert_int_equal(w.told, 3);
	release(&w);
}

static void reads_robots_and_tells(void **state)
{
	static const struct {
		const char *url;
		enum crawl_verdict verdict;
		int status;
	} want[] = {
		{ "closed.test^/x", CRAWL_DISALLOWED, 200 },
		{ "closed.test^/open", CRAWL_ALLOWED, 200 },
		{ "moved.test^/y", CRAWL_DISALLOWED, 200 },
		{ "none.test^/z", CRAWL_NONE, 404 },
		{ "broken.test^/z", CRAWL_UNREAD, 500 },
		{ "none.test^/to-closed", CRAWL_DISALLOWED, 200 },
		{ "none.test^/to-open", CRAWL_ALLOWED, 200 },
	};
	enum { N = sizeof(want) / sizeof(want[0]) };
	static struct web w;

	(void)state;
	for (int i = 0; i < N; i++)
		add(&w, want[i].url);
	assert_int_equal(
		crawl(&w, (struct crawl_options){ .robots = true }), 0);
	assert_int_equal(w.told, N);
	for (int i = 0; i < N; i++) {
		const struct crawl_page *page = &w.pages[i];
		struct digest d;

		if (page->rc != 0)
			fail_msg("%s", page->message);
		if (page->robots.verdict != want[i].verdict ||
			page->robots.status != want[i].status)
			fail_msg("%s: %s, %d", want[i].url,
				crawl_verdict_name(page->robots.verdict),
				page->robots.status);
		digest_of(&d, page->robots.body.p, page->robots.body.len);
		assert_true(digest_equal(&d, &page->robots.text));
		assert_int_equal(status_of(page), 200);
	}
	assert_string_equal(w.pages[0].robots.url,
		with_port("http://closed.test^/robots.txt"));
	assert_non_null(strstr(w.pages[0].robots.body.p, "Disallow: /"));
	assert_int_equal(asked_for("none.test", "/robots.txt"), 1);
	/* Its own, and what moved.test leads to. */
	assert_int_equal(asked_for("closed.test", "/robots.txt"), 2);
	release(&w);
}

static void follows_robots_when_told(void **state)
{
	static struct web w;

	(void)state;
	add(&w, "closed.test^/x");
	add(&w, "closed.test^/open");
	add(&w, "none.test^/to-closed");
	add(&w, "broken.test^/z");
	for (size_t i = 0; i < w.n; i++)
		w.pages[i].obey_robots = true;
	assert_int_equal(crawl(&w, (struct crawl_options){ 0 }), 0);
	assert_int_equal(w.pages[0].rc, ERR_REFUSED);
	assert_string_equal(w.pages[0].message,
		with_port("'http://closed.test^/x' was not asked for: "
			  "'http://closed.test^/robots.txt' tells programs "
			  "like this one not to, and is to be followed"));
	assert_int_equal(w.pages[0].result.n, 0);
	assert_int_equal(w.pages[1].rc, 0);
	assert_int_equal(w.pages[2].rc, ERR_REFUSED);
	assert_int_equal(w.pages[2].result.n, 1);
	assert_int_equal(w.pages[3].rc, ERR_REFUSED);
	assert_non_null(strstr(w.pages[3].message,
		with_port("'http://broken.test^/robots.txt' is to be followed, "
			  "but the server did not give it; try again later")));
	assert_int_equal(asked_for("closed.test", "/x"), 0);
	assert_int_equal(asked_for("closed.test", "/open"), 1);
	assert_int_equal(asked_for("broken.test", "/z"), 0);
	release(&w);
}

static void tries_again_at_the_end(void **state)
{
	static struct web w;
	int64_t first = 0, second = 0;

	(void)state;
	add(&w, "a.test^/flaky");
	add(&w, "b.test^/page");
	add(&w, "c.test^/page");
	assert_int_equal(crawl(&w, (struct crawl_options){ .jobs = 1 }), 0);
	assert_int_equal(w.told, 3);
	assert_int_equal(w.order[2], 0);
	assert_int_equal(w.pages[0].attempts, 2);
	assert_int_equal(w.pages[0].rc, 0);
	assert_int_equal(status_of(&w.pages[0]), 200);
	assert_int_equal(w.pages[0].result.n, 1);
	for (int i = 0; i < seen->n; i++) {
		if (strcmp(seen->v[i].path, "/flaky") != 0)
			continue;
		first = first == 0 ? seen->v[i].at_ms : first;
		second = seen->v[i].at_ms;
	}
	assert_true(second - first >= 1000); /* Retry-After: 1 */
	release(&w);
	add(&w, "a.test^/cut");
	add(&w, "a.test^/gone");
	assert_int_equal(crawl(&w, (struct crawl_options){ .jobs = 1 }), 0);
	assert_int_equal(w.pages[0].attempts, 2);
	assert_int_equal(w.pages[0].rc, 0);
	assert_int_equal(w.pages[1].attempts, 1);
	assert_int_equal(status_of(&w.pages[1]), 404);
	release(&w);
}

static void gives_up_on_busy_hosts(void **state)
{
	static struct web w;
	size_t turned_away = 0;

	(void)state;
	for (int i = 0; i < 20; i++)
		add(&w, "down.test^/page");
	add(&w, "up.test^/page");
	assert_int_equal(
		crawl(&w, (struct crawl_options){ .backoff_ms = 1 }), 0);
	assert_int_equal(w.told, 21);
	assert_int_equal(w.pages[20].rc, 0);
	for (size_t i = 0; i < 20; i++) {
		if (w.pages[i].rc == 0)
			continue;
		turned_away++;
		assert_int_equal(w.pages[i].rc, ERR_NET);
		assert_non_null(strstr(w.pages[i].message,
			with_port("'http://down.test^/page' was not asked for: "
				  "'down.test' was too busy to answer 5 "
				  "times")));
	}
	assert_true(turned_away >= 13);
	assert_true(asked_for("down.test", "/page") <= CRAWL_GIVE_UP + 2);
	release(&w);
}

/* Each is told with its reason, and none holds up the others. */
static void hostile_servers(void **state)
{
	static const struct {
		const char *url, *words;
		int rc;
	} want[] = {
		{ "a.test^/flood", "headers are larger than 262144 bytes",
			ERR_LIMIT },
		{ "b.test^/chunks", "'http://b.test:", ERR_NET },
		{ "c.test^/short", "the connection was cut before", ERR_NET },
		{ "d.test^/circle", "leads in a circle", ERR_NET },
		{ "no host.test^/", "", ERR_INVALID },
		{ "me:word@f.test^/", "user name", ERR_REFUSED },
		{ "g.test^/page", NULL, 0 },
	};
	enum { N = sizeof(want) / sizeof(want[0]) };
	static struct web w;

	(void)state;
	for (int i = 0; i < N; i++)
		add(&w, want[i].url);
	assert_int_equal(crawl(&w, (struct crawl_options){ 0 }), 0);
	assert_int_equal(w.told, N);
	for (int i = 0; i < N; i++) {
		const struct crawl_page *page = &w.pages[i];
		const char *message = page->rc != 0 ? page->message : "";

		if (page->rc != want[i].rc)
			fail_msg("%s: %d %s", want[i].url, page->rc, message);
		if (want[i].words != NULL &&
			strstr(message, want[i].words) == NULL)
			fail_msg("'%s' lacks '%s'", message, want[i].words);
	}
	release(&w);
}

/* The guard: a name that resolves to an address of ours, robots.txt or not.
 * (Redirects to one: test_fetch.) */
static void guards_addresses(void **state)
{
	static struct web w;

	(void)state;
	add(&w, "a.test^/page");
	add(&w, "a.test^/page");
	w.pages[0].fetch.allow_private = false;
	w.pages[1].fetch.allow_private = false;
	w.pages[1].obey_robots = true;
	assert_int_equal(crawl(&w, (struct crawl_options){ 0 }), 0);
	assert_int_equal(seen->n, 0);
	assert_int_equal(w.pages[0].rc, ERR_REFUSED);
	assert_non_null(
		strstr(w.pages[0].message, "refused to connect to 127.0.0.1"));
	assert_int_equal(w.pages[1].rc, ERR_REFUSED);
	release(&w);
}

static void keeps_no_cookies(void **state)
{
	static struct web w;

	(void)state;
	add(&w, "a.test^/cookie");
	add(&w, "a.test^/page");
	add(&w, "b.test^/page");
	assert_int_equal(crawl(&w, (struct crawl_options){ .jobs = 1 }), 0);
	for (int i = 0; i < seen->n; i++)
		assert_false(seen->v[i].cookie);
	assert_string_equal(
		w.pages[1].result.v[0].url, with_port("http://a.test^/page"));
	assert_true(w.pages[1].result.v[0].answer.reused);
	release(&w);
}

static void redirects_stay_in_place(void **state)
{
	static struct web w;

	(void)state;
	add(&w, "a.test^/same");
	assert_int_equal(
		crawl(&w, (struct crawl_options){ .pause_ms = 2000 }), 0);
	assert_int_equal(w.pages[0].result.n, 2);
	assert_true(seen->v[1].at_ms - seen->v[0].at_ms < 1000);
	release(&w);
}

/* A server that wants nothing but HTTP/2: the refusal is kept, and what the
 * page was served as. */
static void http2_where_http1_is_refused(void **state)
{
	static struct web w;
	struct nginx modern;

	(void)state;
	authority_open();
	assert_true(nginx_start(&modern, "http2",
		"if ($server_protocol = HTTP/1.1) { return 505; }\n"
		"location / { return 200 \"ok\"; }"));
	add(&w, "x");
	snprintf(w.urls[0], sizeof(w.urls[0]), "https://127.0.0.1:%d/",
		modern.port);
	w.pages[0].fetch.ca_file = ca_path;
	assert_int_equal(crawl(&w, (struct crawl_options){ 0 }), 0);
	nginx_stop(&modern);
	authority_close();
	assert_int_equal(w.pages[0].rc, 0);
	assert_int_equal(w.pages[0].attempts, 1);
	assert_int_equal(w.pages[0].result.n, 2);
	assert_int_equal(w.pages[0].result.v[0].answer.status, 505);
	assert_string_equal(w.pages[0].result.v[0].answer.http_version, "1.1");
	assert_string_equal(w.pages[0].result.v[1].answer.http_version, "2");
	assert_string_equal(w.pages[0].result.v[1].answer.body.p, "ok");
	release(&w);
}

static int set_up(void **state)
{
	(void)state;
	seen = mmap(NULL, sizeof(*seen), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	server_start_kept(&server, answer, NULL);
	/* Every name on our port is our server. */
	snprintf(resolve_all, sizeof(resolve_all), "*%s:127.0.0.1",
		with_port("^"));
	return http_start();
}

static int tear_down(void **state)
{
	(void)state;
	server_stop(&server);
	http_stop();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fetches_all),
		cmocka_unit_test(is_polite),
		cmocka_unit_test(asks_for_more_later),
		cmocka_unit_test(told_end_ends),
		cmocka_unit_test(reads_robots_and_tells),
		cmocka_unit_test(follows_robots_when_told),
		cmocka_unit_test(tries_again_at_the_end),
		cmocka_unit_test(gives_up_on_busy_hosts),
		cmocka_unit_test(hostile_servers),
		cmocka_unit_test(guards_addresses),
		cmocka_unit_test(keeps_no_cookies),
		cmocka_unit_test(redirects_stay_in_place),
		cmocka_unit_test(http2_where_http1_is_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
