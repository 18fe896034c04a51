/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WATCH_H
#define SCRAPERS_WATCH_H

/*
 * From the address of a page to its declaration: fetches the page, finds the
 * part that counts when nobody says which, and shows what would be
 * extracted.
 *
 *	struct watch w = { .url = url, .service = "Exemple", … };
 *	struct watch_found found = { 0 };
 *
 *	rc = watch_look(&found, &w);	fetches, writes nothing
 *	rc = watch_keep(&w, &found);	writes the declaration
 *	watch_found_release(&found);
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "scrapers/fetch.h"

/* Borrowed. */
struct watch {
	const char *folder; /* of the declarations */
	const char *url, *service, *type;
	const char *const *select, *const *remove; /* NULL-terminated or NULL */
	struct fetch_options fetch;
	bool force; /* replace other terms of this type */
};

struct watch_found {
	cJSON *terms;	     /* the declaration's terms object */
	struct str text;     /* what it extracts */
	const char *guessed; /* constant: the selector we chose, or NULL */
};

/* ERR_INVALID for a wrong address or selector, the failures of fetching and
 * of extracting. Without select, tries main, article and body in turn. */
int watch_look(struct watch_found *out, const struct watch *w);

/* Adds the terms to the service's declaration. ERR_EXISTS as
 * service_add(). */
int watch_keep(const struct watch *w, const struct watch_found *found);

void watch_found_release(struct watch_found *found);

#endif
