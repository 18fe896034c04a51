/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_FEED_H
#define SCRAPERS_FEED_H

/*
 * The changes of an archive as an Atom feed (RFC 4287), newest first.
 *
 *	struct feed_options o = { .service = "Exemple", .limit = 100 };
 *	struct str xml = { 0 };
 *
 *	rc = feed_write(&xml, store, &o);
 *
 * Noise (scrapers/kind) is left out unless `all` asks for it: technical
 * upgrades, texts that return, links that lead elsewhere, white space, dates
 * of the text, and what comes and goes by itself.
 *
 * What always holds: same archive, same options, same language, same bytes.
 * An entry's id is made of the archive's id, the terms' names and the page
 * that showed the text first (its time and digest), so it stays when other
 * versions come before or behind it, and when the page is read anew by other
 * rules. Texts may hold anything: what XML cannot carry becomes U+FFFD.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "scrapers/change.h"

enum { FEED_LIMIT = 100, FEED_LIMIT_MAX = 100000 };

/* Borrowed. service and terms in any letter case; NULL: all. */
struct feed_options {
	const char *service, *terms;
	int64_t since_ns; /* changes first seen from then on */
	size_t limit;	  /* entries; 0: FEED_LIMIT */
	const char *self; /* the address the feed will have; or NULL */
	bool all;
	unsigned only; /* kinds wanted, 1 << code each; 0: as above */
	bool bare;     /* of each change its names, spans and kind alone: no
			* text is read for it, no words of it are counted */
};

/* Hears of each change, newest first; non-zero ends and is passed on. */
typedef int (*feed_fn)(const struct change *c, void *ctx);

/* The changes that a feed would have; *left, where it is wanted, tells whether
 * there may be more than the limit. ERR_LIMIT for a limit above
 * FEED_LIMIT_MAX, ERR_NOTFOUND when nothing is kept of the service or terms;
 * the archive's failures. */
int feed_each(bool *left, struct store *store, const struct feed_options *o,
	feed_fn fn, void *ctx);

/* Appends the feed. Failures as above, and ERR_LIMIT when it is larger than
 * out may be. */
int feed_write(
	struct str *out, struct store *store, const struct feed_options *o);

#endif
