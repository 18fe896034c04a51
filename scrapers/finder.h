/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_FINDER_H
#define SCRAPERS_FINDER_H

/*
 * Names and words that a person writes (hosts, companies, kinds of data)
 * looked for in the sentences of a text, whatever the case, the accents, the
 * apostrophes, the hyphens and the white space: scrapers/forms with the rules
 *of names.
 *
 *	struct finder *f = finder_new();
 *
 *	rc = finder_add(f, 1, "sous-traitants");
 *	rc = finder_add(f, 2, "transmet*");	any ending
 *	rc = finder_add(f, FINDER_MASK, "pays tiers");
 *	finder_compile(f);
 *	finder_search(f, &sentences, hit, ctx);
 *	finder_free(f);
 *
 * A hyphen counts as a space. A form with a dot in it is a host's or file's
 * name: it is not found inside a longer one ("not-exemple.net",
 * "exemple.net.test"), but is as its end ("www.exemple.net"). What lies
 * inside a masked form is not found.
 */

#include "scrapers/sentences.h"

enum {
	FINDER_MASK = -1,
	FINDER_MAX = 2000,
	FINDER_LENGTH = 256,
	FINDER_BYTES = 32768
};

struct finder;
struct finder *finder_new(void);
void finder_free(struct finder *f);

/* Adds a form, which gets the next number from 0. ERR_INVALID when it has no
 * letter or digit, ERR_LIMIT past one of the limits. */
int finder_add(struct finder *f, int tag, const char *form);

/* To be called once, behind the last finder_add(). */
void finder_compile(struct finder *f);

struct finder_hit {
	int tag;
	size_t form;	   /* its number */
	size_t sentence;   /* its number */
	size_t start, end; /* in the sentence, or in the links */
	bool link;	   /* in the target of a link */
};

/* Calls fn for each hit, in the text's order, of one place the one that
 * ended first. In links only forms with a dot are looked for. */
typedef void (*finder_fn)(const struct finder_hit *hit, void *ctx);
void finder_search(const struct finder *f, const struct sentences *s,
	finder_fn fn, void *ctx);

#endif
