/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_DECLARED_H
#define SCRAPERS_DECLARED_H

/*
 * What was declared of a service at any time: its declaration of today, and
 * beside it X.history.json, Open Terms Archive's format of past ones:
 *
 *	{ "Privacy Policy": [
 *	    { "fetch": "https://exemple.example/old", "select": "body",
 *	      "validUntil": "2020-11-09T17:30:03Z" } ] }
 *
 *	struct declared d = { 0 };
 *
 *	rc = declared_open(&d, "case/declarations", "Exemple");
 *	if (rc == 0)
 *		rc = declared_get(&terms, &d, "Privacy Policy", ns);
 *	...
 *	declared_close(&d);
 *
 * In force at an instant is the past declaration with the earliest end that
 * is not before it; behind all ends, the one of today. "ValidUntil" and
 * offsets without a colon (+0100), which real files have, are read too. An
 * entry without an end, which the format allows for "combine", was in force
 * nobody knows when: it is never chosen.
 */

#include <stdint.h>

#include "scrapers/declaration.h"
#include "scrapers/problem.h"

enum { DECLARED_ENTRIES = 10000 }; /* of one history file */

/* One past declaration. */
struct declared_entry {
	struct declaration_terms terms;
	bool has_end;
	int64_t until_ns; /* the last instant at which it was in force */
};

/* All past ones, sorted by type and end; those without an end last. */
struct declared_past {
	struct declared_entry *v;
	size_t n;
};

/* Reads a history file. ERR_NOTFOUND, ERR_IO, ERR_PARSE with the place. */
int declared_read(struct declared_past *out, const char *path);

/* The same from text. problems, when not NULL, takes all that is wrong or
 * odd, instead of the first alone ending in ERR_PARSE; out then holds what
 * could be read. */
int declared_parse(struct declared_past *out, const char *name,
	const char *text, size_t len, struct problem_list *problems);
void declared_release(struct declared_past *past);

/* A service at any time. */
struct declared {
	char *service; /* owned, as the file spells it */
	struct declaration now;
	struct declared_past past;
};

/* Reads both files; letter case of the service is ignored. Without a file of
 * the past there is only today. ERR_NOTFOUND when today's file is missing. */
int declared_open(
	struct declared *out, const char *folder, const char *service);
void declared_close(struct declared *d);

/* The terms in force at an instant; borrowed, letter case of the type
 * ignored. ERR_NOTFOUND when no declaration had them then. */
int declared_get(const struct declaration_terms **out, const struct declared *d,
	const char *type, int64_t ns);

/* Both steps for one question; out is owned. */
int declared_at(struct declaration_terms *out, const char *folder,
	const char *service, const char *type, int64_t ns);

#endif
