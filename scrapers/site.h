/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_SITE_H
#define SCRAPERS_SITE_H

/*
 * The servers that a crawl asks, and what their robots.txt says: read once,
 * kept as long as there is room.
 *
 *	site = sites_get(sites, "https://exemple.test");
 *	if (!site_is_read(site))
 *		site_read(site, pool, &options, go_on, visit);
 *	...
 *	site_tell(&page->robots, site, "/privacy");
 *
 * A server is scheme, host and port (RFC 9309, 2.3). Its redirects are
 * followed, also to other hosts.
 */

#include <stdbool.h>

#include "base/http_pool.h"
#include "scrapers/crawl.h"

struct sites;
struct site;

enum {
	SITES_BYTES = 4 << 20, /* of all files together; then the ones that
				* were not needed for the longest are
				* forgotten, and read again when needed */
	SITES_COUNT = 1024,
};

struct sites *sites_new(void);
void sites_free(struct sites *s);

/* The server of that origin ("https://exemple.test:8443", without a slash);
 * a new one when it is not known. Lent until the next call, or as long as it
 * is being read. */
struct site *sites_get(struct sites *s, const char *origin);

/* Whether its robots.txt has been asked for, with whatever end. */
bool site_is_read(const struct site *site);

typedef void (*site_fn)(struct site *site, void *ctx);

/* Reads robots.txt, or waits for the reading that is under way; fn is called
 * once, perhaps at once. options are borrowed until then: its proxy,
 * authorities, addresses and guard are used. */
void site_read(struct site *site, struct http_pool *pool,
	const struct fetch_options *options, site_fn fn, void *ctx);

/* The same, for the second look at a page: a file that could not be read is
 * asked for once more, whoever looks. */
void site_read_again(struct site *site, struct http_pool *pool,
	const struct fetch_options *options, site_fn fn, void *ctx);

/* Puts what holds for target (path and query) into out, unless that tells of
 * a "disallowed" already; returns the verdict on target. */
enum crawl_verdict site_tell(
	struct crawl_robots *out, const struct site *site, const char *target);

#endif
