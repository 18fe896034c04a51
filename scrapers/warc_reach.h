/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WARC_REACH_H
#define SCRAPERS_WARC_REACH_H

/*
 * Which addresses in WARC files a declared address led to, by the redirects
 * that the files hold: what was recorded under another address within a day
 * of the redirect is the declared page too.
 *
 *	struct warc_reach *r = warc_reach_new();
 *
 *	warc_reach_add(r, "https://a.test/p", "/privacy", ns);
 *	rc = warc_reach_start(r, 0, "https://a.test/p");
 *	if (warc_reach_has(r, 0, "https://a.test/privacy", ns))
 *		…
 *	warc_reach_free(r);
 *
 * Addresses are compared as the WHATWG URL Standard writes them, without
 * fragment. Bounded: past WARC_REACH_EDGES redirects or WARC_REACH_MAX places
 * nothing more is found, and warc_reach_is_full() says so.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	WARC_REACH_EDGES = 100000,
	WARC_REACH_MAX = 1000, /* addresses that are reached, each within
				* days of its redirects */
};

struct warc_reach;
struct warc_reach *warc_reach_new(void);
void warc_reach_free(struct warc_reach *r);

/* At that instant, `from` redirected to `location`, which may be relative.
 * What is no address is passed over. */
void warc_reach_add(struct warc_reach *r, const char *from,
	const char *location, int64_t ns);

/* From where the page of that part is reached. Behind all warc_reach_add().
 * ERR_INVALID when it is no address. */
int warc_reach_start(struct warc_reach *r, size_t part, const char *url);

/* Whether a bound was met: there may be more than was found. */
bool warc_reach_is_full(const struct warc_reach *r);

/* Whether a record of this address at that instant is of that part. */
bool warc_reach_has(
	const struct warc_reach *r, size_t part, const char *url, int64_t ns);

#endif
