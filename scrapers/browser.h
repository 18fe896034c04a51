/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_BROWSER_H
#define SCRAPERS_BROWSER_H

/*
 * Pages that need scripts, seen with Chromium: what the server sent, what
 * the scripts made of it, how it looks and prints, and all that it loaded.
 *
 *	struct browser *b = NULL;
 *	struct browser_page page = { 0 };
 *
 *	rc = browser_open(&b, &(struct browser_options){ .fetch = &fetch });
 *	if (rc == 0)
 *		rc = browser_look(&page, b, part->fetch, part);
 *	...
 *	browser_page_release(&page);
 *	browser_close(b);
 *
 * The browser has no network: each request is answered by our own fetcher
 * (browser_net.h), under the address guard, proxy and authorities of the
 * fetch options. It has no past: a new profile, and for each page a context
 * of its own. It is not trusted: memory, time, number and size of what it
 * loads and says are limited, and it is ended with all its processes and
 * files, also when we are killed (base/spawn.h). After it had to be ended
 * because of a page, the next page gets a new one.
 *
 * Call from one thread, while there is one (fork).
 */

#include <stdbool.h>
#include <stdint.h>

#include "scrapers/declaration.h"
#include "scrapers/fetch.h"

enum {
	BROWSER_LOAD_S = 30,	    /* for the load event */
	BROWSER_SETTLE_S = 10,	    /* then for the selectors */
	BROWSER_TALL = 16384,	    /* pixels of a screenshot, from the top */
	BROWSER_PICTURE = 48 << 20, /* bytes of a screenshot or print */
};

/* Zero members mean the defaults in brackets. Borrowed until close. */
struct browser_options {
	const char *program; /* [as browser_start_find()] */
	/* [none] etag, modified and validated are not looked at; send is
	 * called for each request of a page */
	const struct fetch_options *fetch;
	uint64_t memory;	   /* [2 GiB] bytes of all its processes */
	size_t requests, bytes;	   /* [500, 64 MiB] of one page */
	unsigned load_s, settle_s; /* as above */
	bool online;	  /* [no] leaves the network devices in its sight, as
			   * where the kernel takes none away; it does not
			   * use them all the same */
	unsigned start_s; /* [30] for its start, and for what needs no page */
};

/* Everything is owned. */
struct browser_page {
	struct fetch document;	 /* the page as served, hops and all */
	struct fetch *resources; /* all else it loaded, each with its hops */
	size_t n;
	size_t refused; /* requests denied, with reasons in notes */
	struct str dom; /* HTML after scripts (UTF-8); empty when the browser
			 * shows no page: a download, no content */
	struct str screenshot, print; /* PNG, PDF; may be empty, with a note */
	char *product;		      /* "Chrome/150.0.7871.46" */
	char *user_agent;	      /* as it was sent */
	bool sandboxed;		      /* its own sandbox was on */
	bool offline;		      /* it had no network device either */
	bool loaded;		      /* the load event came */
	bool selected;		      /* all selectors were there, with text */
	char *notes;		      /* what was odd, JSON array of texts */
	char *final_url; /* of the document at the end, with fragment */
	int64_t start_ns, end_ns;
};

struct browser;

/* Starts it. ERR_NOTFOUND: no Chromium, says how to install it; ERR_IO: it
 * does not start or speak. */
int browser_open(struct browser **out, const struct browser_options *o);
void browser_close(struct browser *b); /* NULL is allowed */

/* Accept-Language of the pages from now on; borrowed until it is set anew. */
void browser_set_language(struct browser *b, const char *language);

/* Loads the page, waits for the load event, then until every selector of the
 * part (NULL: none) finds an element with text; that they do not come is no
 * error. An answer of any status is a success. Errors: as fetch_page() for
 * the document; ERR_LIMIT when the browser passed a limit or the page's
 * scripts let nobody in; ERR_IO when it crashed. Also then out holds what is
 * known: hops, resources, notes. */
int browser_look(struct browser_page *out, struct browser *b, const char *url,
	const struct declaration_part *part);
void browser_page_release(struct browser_page *page);

#endif
