/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CRAWL_H
#define SCRAPERS_CRAWL_H

/*
 * Fetches many pages at once, politely: at most so many requests to one host
 * and a pause between them (scrapers/polite), robots.txt read once a host
 * (scrapers/robots), what failed for a passing reason tried once more at the
 * end of the run, every redirect kept as scrapers/fetch keeps it.
 *
 *	struct crawl_options o = { .jobs = 16, .next = next, .done = done,
 *		.ctx = &mine };
 *
 *	rc = crawl_run(&o);
 *
 * next() is asked again whenever there is room, also after it gave NULL once;
 * the run ends when it gives NULL and no page is waiting or under way. Pages
 * are the caller's, untouched by the crawl between next() and done() but for
 * the members that say what came of them; done() hears of each exactly once
 * and then owns it again, with all that crawl_page_release() frees. When
 * done() or idle() ends the run, the pages still under way are heard of no
 * more and nothing hangs on them.
 *
 * Bodies are held for at most `jobs` pages at a time, beside those that
 * done() keeps; nothing here grows with the number of pages.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/str.h"
#include "scrapers/fetch.h"

enum {
	CRAWL_LONGEST_S = 120, /* longest that a host is waited for */
	CRAWL_GIVE_UP = 5,     /* failures in a row after which the rest of a
				* host's pages are not tried in this run */
	CRAWL_WINDOW = 1024,   /* pages that wait at most */
	CRAWL_AGAIN = 1024,    /* pages kept for the end of the run at most;
				* then the first of them is tried at once */
};

enum crawl_verdict {
	CRAWL_UNASKED,	  /* robots.txt was not looked at */
	CRAWL_NONE,	  /* there is none (status 400 to 499): all allowed */
	CRAWL_ALLOWED,	  /* there is one, and it lets us */
	CRAWL_DISALLOWED, /* there is one, and it does not */
	CRAWL_UNREAD,	  /* the server failed to give it; RFC 9309 says to
			   * take that for a no */
};

/* The robots.txt that a page falls under: that of the first request on its
 * way that it disallows, else of the last request. Owned. */
struct crawl_robots {
	char *url;	    /* asked for; NULL when unasked */
	int status;	    /* of the last answer; 0: none */
	int64_t seen_ns;    /* when it was asked for */
	struct str body;    /* decoded, as it was read; empty but for a 2xx */
	struct digest text; /* of body */
	enum crawl_verdict verdict;
};

struct crawl_page {
	const char *url;	    /* borrowed until done */
	struct fetch_options fetch; /* send is not used */
	bool obey_robots;
	void *ctx; /* the caller's */
	/* What came of it. */
	struct fetch result; /* as fetch_page() leaves it */
	int rc;		     /* 0, a code of fetch_page(), or ERR_REFUSED when
			      * robots.txt was obeyed: then nothing was asked */
	char *message;	     /* NULL when rc is 0 */
	unsigned attempts;   /* 2: it was tried again at the end of the run;
			      * 0: its host had failed too often by then */
	struct crawl_robots robots;
};

/* Zero members mean the defaults in brackets. */
struct crawl_options {
	unsigned jobs;	   /* [16] pages under way at most */
	unsigned per_host; /* [2] of them on one host */
	/* [1000] milliseconds between two requests to one host; redirects on
	 * the same host, and robots.txt, are part of the page's visit */
	unsigned pause_ms;
	bool no_pause; /* pause_ms is 0 and meant */
	/* [1000] milliseconds to wait after a host was busy, doubled each
	 * time it is again; Retry-After counts when it asks for more, up to
	 * CRAWL_LONGEST_S */
	unsigned backoff_ms;
	bool robots; /* read robots.txt for all pages; else only for those
		      * that obey it */
	struct crawl_page *(*next)(void *ctx);
	int (*done)(struct crawl_page *page, void *ctx); /* non-zero ends */
	int (*idle)(void *ctx); /* at least every 100 ms; may be NULL */
	void *ctx;
};

/* Fetches all that next() gives. What failed is told page by page; returns
 * what done() or idle() ended the run with, else 0. */
int crawl_run(const struct crawl_options *o);

/* Frees what the crawl filled in, and zeroes it. */
void crawl_page_release(struct crawl_page *page);

/* "unasked", "none", "allowed", "disallowed", "unread". */
const char *crawl_verdict_name(enum crawl_verdict v);

#endif
