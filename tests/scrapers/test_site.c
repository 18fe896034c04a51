/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "base/err.h"
#include "scrapers/robots.h"
#include "tests/base/server.h"

enum { LARGE = 300 << 10 };

static struct server server;
static struct http_pool *pool;
static char resolve_entry[64];
static const char *const resolve[] = { resolve_entry, NULL };
static const struct fetch_options options = { .allow_private = true,
	.resolve = resolve };
static unsigned told;
static int *busy; /* requests for busy.test, shared with the server */

/* A file for each kind of server, told apart by the Host it was asked as. */
static void answer(struct server_peer *peer, const char *head)
{
	static char large[LARGE];
	char line[128];

	if (strstr(head, "Host: large.test") != NULL) {
		memset(large, '#', sizeof(large));
		snprintf(line, sizeof(line),
			"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", LARGE);
		server_puts(peer, line);
		server_send(peer, large, sizeof(large));
	} else if (strstr(head, "Host: busy.test") != NULL) {
		++*busy;
		server_puts(
			peer, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
	} else {
		server_puts(peer,
			"HTTP/1.1 200 OK\r\nContent-Length: 29\r\n\r\n"
			"User-agent: *\nDisallow: /x\n\n\n");
	}
}

static void count(struct site *site, void *ctx)
{
	(void)ctx;
	assert_true(site_is_read(site));
	told++;
}

static struct site *get(struct sites *s, const char *host)
{
	char origin[64];

	snprintf(origin, sizeof(origin), "http://%s:%d", host, server.port);
	return sites_get(s, origin);
}

static void read_all(struct site *site)
{
	site_read(site, pool, &options, count, NULL);
	while (http_pool_count(pool) > 0)
		assert_int_equal(http_pool_run(pool, 100), 0);
}

static void reads_once(void **state)
{
	struct sites *s = sites_new();
	struct site *site = get(s, "127.0.0.1");
	struct crawl_robots out = { 0 };
	int before = *server.accepted;

	(void)state;
	told = 0;
	assert_false(site_is_read(site));
	site_read(site, pool, &options, count, NULL);
	site_read(site, pool, &options, count, NULL);
	assert_int_equal(told, 0);
	read_all(site);
	assert_int_equal(told, 3);
	assert_ptr_equal(get(s, "127.0.0.1"), site);
	site_read(site, pool, &options, count, NULL);
	assert_int_equal(told, 4);
	assert_int_equal(*server.accepted, before + 1);
	assert_int_equal(site_tell(&out, site, "/y"), CRAWL_ALLOWED);
	assert_int_equal(out.verdict, CRAWL_ALLOWED);
	assert_int_equal(site_tell(&out, site, "/x"), CRAWL_DISALLOWED);
	/* The refusal stays the page's, whatever comes after. */
	assert_int_equal(site_tell(&out, site, "/y"), CRAWL_ALLOWED);
	assert_int_equal(out.verdict, CRAWL_DISALLOWED);
	free(out.url);
	str_release(&out.body);
	sites_free(s);
}

static void dead_servers_are_unread(void **state)
{
	struct sites *s = sites_new();
	struct site *dead = sites_get(s, "http://127.0.0.1:1");
	struct site *wrong = sites_get(s, "http://no host");
	struct crawl_robots out = { 0 };

	(void)state;
	read_all(dead);
	read_all(wrong);
	assert_int_equal(site_tell(&out, dead, "/"), CRAWL_UNREAD);
	assert_int_equal(out.status, 0);
	assert_int_equal(site_tell(&out, wrong, "/"), CRAWL_UNREAD);
	free(out.url);
	str_release(&out.body);
	sites_free(s);
}

/* A second look asks again what was not read, once for all that look. */
static void asks_again_once(void **state)
{
	struct sites *s = sites_new();
	struct site *site = get(s, "busy.test"), *well = get(s, "127.0.0.1");
	int before;

	(void)state;
	read_all(site);
	read_all(well);
	before = *busy;
	site_read_again(well, pool, &options, count, NULL);
	for (int i = 0; i < 3; i++) {
		site_read_again(site, pool, &options, count, NULL);
		read_all(site);
	}
	assert_int_equal(*busy, before + 1);
	assert_true(site_is_read(site));
	sites_free(s);
}

/* Large files of many servers do not add up. */
static void forgets_what_is_too_much(void **state)
{
	struct sites *s = sites_new();
	struct site *first = get(s, "large.test");
	char origin[64];

	(void)state;
	read_all(first);
	for (int i = 0; i < SITES_BYTES / LARGE + 2; i++) {
		snprintf(origin, sizeof(origin), "http://large.test:%d/%d",
			server.port, i);
		read_all(sites_get(s, origin));
	}
	assert_false(site_is_read(get(s, "large.test")));
	for (int i = 0; i < SITES_COUNT; i++) {
		snprintf(origin, sizeof(origin), "http://h%d.test", i);
		sites_get(s, origin);
	}
	sites_free(s);
}

static int set_up(void **state)
{
	(void)state;
	busy = mmap(NULL, sizeof(int), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(busy != MAP_FAILED);
	server_start_kept(&server, answer, NULL);
	snprintf(resolve_entry, sizeof(resolve_entry), "*:%d:127.0.0.1",
		server.port);
	return http_start() != 0 || http_pool_new(&pool, 4) != 0;
}

static int tear_down(void **state)
{
	(void)state;
	http_pool_free(pool);
	server_stop(&server);
	http_stop();
	munmap(busy, sizeof(int));
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_once),
		cmocka_unit_test(asks_again_once),
		cmocka_unit_test(dead_servers_are_unread),
		cmocka_unit_test(forgets_what_is_too_much),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
