/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_ROBOTS_H
#define SCRAPERS_ROBOTS_H

/*
 * robots.txt, the Robots Exclusion Protocol (RFC 9309): which addresses of a
 * server a program of our name may ask for.
 *
 *	struct robots r = { 0 };
 *
 *	robots_read(&r, text, len, ROBOTS_AGENT);
 *	if (!robots_allows(&r, "/privacy?lang=fr"))
 *	...
 *	robots_release(&r);
 *
 * Reading never fails: a line that is no rule is passed over, as the standard
 * asks. Only the rules that hold for us are kept. A zeroed struct allows all.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

#define ROBOTS_AGENT "constat" /* our product token */

enum {
	ROBOTS_BYTES = 500 << 10, /* what is read of a file; the rest is not */
	ROBOTS_TARGET = 8 << 10,  /* bytes of an address that are compared */
};

struct robots_rule {
	size_t at, len;	  /* of the pattern, in robots.patterns */
	bool allow, ends; /* ends: "$", nothing may follow */
};

/* Owned. */
struct robots {
	struct robots_rule *v;
	size_t n, cap;
	struct str patterns;
	bool named; /* there is a group for us, not only one for all */
};

/* Reads the rules for agent, a product token, in any case; out must be zeroed
 * or hold rules, which are replaced. */
void robots_read(
	struct robots *out, const char *text, size_t len, const char *agent);
void robots_release(struct robots *r);

/* Whether target, the path with its query as it is requested, may be asked
 * for: the longest rule that matches decides, of two as long the one that
 * allows. /robots.txt itself always may. Of a target longer than
 * ROBOTS_TARGET only so much is compared, and no "$" ends it. */
bool robots_allows(const struct robots *r, const char *target);

#endif
