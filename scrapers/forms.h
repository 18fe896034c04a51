/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_FORMS_H
#define SCRAPERS_FORMS_H

/*
 * Many forms of words found in one pass over a folded text (Aho and Corasick,
 * 1975), as whole words.
 *
 *	struct forms *f = forms_new();
 *
 *	forms_add(f, "tels que", 7);
 *	forms_add(f, "transmet*", 8);		any ending
 *	forms_ready(f);
 *	forms_each(f, &fold, hit, ctx);		hit(7, offset, len, ctx)
 *	forms_free(f);
 *
 * Forms are short, and folded as the text is. All occurrences are told,
 * overlapping ones too, in the order of their ends, a longer one before a
 * shorter one; of a form with any ending, that which the form spells. Time:
 * linear in the text, times the forms that end at one place.
 */

#include <stddef.h>

#include "scrapers/fold.h"

enum {
	FORMS_BYTES = 256,   /* of the longest form */
	FORMS_TOTAL = 65536, /* of all */
};

struct forms;

struct forms *forms_new(void);
void forms_free(struct forms *f);

/* The same form may be added for several ids: each is told. ERR_INVALID for
 * an empty form, a longer one, or one that folding would change; ERR_LIMIT
 * past the total. */
int forms_add(struct forms *f, const char *form, int id);

/* Call once, after the last forms_add(). */
void forms_ready(struct forms *f);

typedef void (*forms_fn)(int id, size_t offset, size_t len, void *ctx);
void forms_each(
	const struct forms *f, const struct fold *text, forms_fn fn, void *ctx);

#endif
