/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_DECLARATION_H
#define SCRAPERS_DECLARATION_H

/*
 * Declarations: where the terms of a service are, and which part of the page
 * counts. The format is Open Terms Archive's, as it stands, one file a
 * service:
 *
 *	{ "name": "Exemple",
 *	  "terms": { "Privacy Policy": {
 *	    "fetch": "https://exemple.example/privacy",
 *	    "select": "main",
 *	    "remove": [".menu", { "startBefore": "#a", "endAfter": "#b" }] } } }
 *
 *	struct declaration d = { 0 };
 *
 *	rc = declaration_read(&d, "declarations/Exemple.json");
 *	if (rc == 0)
 *		rc = declaration_get(&terms, &d, "Privacy Policy");
 *	...
 *	declaration_release(&d);
 *
 * An object "constat" on the root or on one terms, which is ours, says how
 * the pages are asked for; member by member the terms' own wins:
 *
 *	"constat": { "language": "fr", "robots": "obey", "http": "2" }
 *
 * What always holds after a read: every terms has at least one part, every
 * part an absolute http(s) address, every selector is one that scrapers/css
 * knows. Defaults that the root of a "combine" gives are already in its
 * parts. What is wrong ends in ERR_PARSE: file, line, column, what was
 * expected (scrapers/declaration_check tells all of it at once). The struct
 * owns everything below it.
 */

#include <stdbool.h>
#include <stddef.h>

enum {
	DECLARATION_BYTES = 4 << 20, /* of one file */
	DECLARATION_PARTS = 1000,    /* pages of one terms */
};

/* One entry of "select" or "remove": elements (css), or what lies between
 * the first matches of two selectors (css is NULL). */
struct declaration_selector {
	char *css;
	char *start, *end;
	bool start_after, end_after; /* else before the element */
};

struct declaration_selectors {
	struct declaration_selector *v;
	size_t n;
};

struct declaration_filter {
	char *name;
	char *params; /* canonical JSON; NULL when there are none */
};

enum declaration_scripts {
	DECLARATION_SCRIPTS_UNSET,
	DECLARATION_SCRIPTS_NO,
	DECLARATION_SCRIPTS_YES,
};

/* One page. Without select (n is 0) it must be a PDF; with one it may turn
 * out to be. */
struct declaration_part {
	char *fetch; /* absolute http or https address */
	struct declaration_selectors select, remove;
	struct declaration_filter *filters;
	size_t n_filters;
	enum declaration_scripts scripts; /* executeClientScripts */
	bool is_pdf; /* its address, or its declaration, says so */
};

/* How the pages are asked for. */
struct declaration_fetching {
	char *language; /* Accept-Language; NULL: nothing is said */
	bool obey_robots;
	bool http2;
};

struct declaration_terms {
	char *type; /* "Privacy Policy" */
	struct declaration_part *parts;
	size_t n;      /* at least 1 */
	bool combined; /* written with "combine" */
	struct declaration_fetching fetching;
	char *json; /* canonical JSON of this terms alone, without "constat"
		     * and "validUntil": what decides the text, and is
		     * hashed */
};

struct declaration {
	char *id;			 /* the file's name without .json */
	char *name;			 /* for people */
	char *imported_from;		 /* NULL when absent */
	struct declaration_terms *terms; /* in the file's order */
	size_t n;
};

/* Reads one file. ERR_NOTFOUND, ERR_IO, ERR_PARSE. */
int declaration_read(struct declaration *out, const char *path);

/* The same from text; `name` is the file's name in messages, its last part
 * without .json becomes the id. */
int declaration_parse(struct declaration *out, const char *name,
	const char *text, size_t len);

/* One terms object alone ("select" and so on), as a version keeps it. */
int declaration_terms_parse(struct declaration_terms *out, const char *type,
	const char *text, size_t len);

void declaration_release(struct declaration *d);
void declaration_terms_release(struct declaration_terms *t);

/* The terms of that type, borrowed, letter case ignored. ERR_NOTFOUND names
 * those there are. */
int declaration_get(const struct declaration_terms **out,
	const struct declaration *d, const char *type);

/* True when Open Terms Archive knows this type of terms: the 44 names of
 * @opentermsarchive/terms-types 2.2.0. */
bool declaration_type_is_known(const char *type);

#endif
