/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_AUTHORITY_H
#define CASES_AUTHORITY_H

/*
 * Supervisory authorities: what each one asks for, as data
 * (cases/authorities/<slug>.json, part of the program).
 *
 *	struct authority a = { 0 };
 *
 *	rc = authority_get(&a, "frcnil");
 *	authority_speaks(&a, "fr") is true
 *	authority_release(&a);
 */

#include <cjson/cJSON.h>
#include <stdbool.h>

struct authority {
	cJSON *profile; /* owned; the file's members */
	const char *slug, *name, *country, *zone; /* borrowed from it */
};

/* ERR_NOTFOUND lists the authorities there are. */
int authority_get(struct authority *out, const char *slug);
void authority_release(struct authority *a);

/* Whether it takes complaints in that language. */
bool authority_speaks(const struct authority *a, const char *lang);

#endif
