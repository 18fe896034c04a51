/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_SHAPE_H
#define CASES_SHAPE_H

/*
 * What a hand-edited JSON document must look like, as tables: which members
 * an object may have, of which type, which ones it needs.
 *
 *	static const struct shape_field fields[] = {
 *		{ "name", SHAPE_TEXT, .required = true },
 *		{ "role", SHAPE_WORD, .words = roles },
 *		{ 0 },
 *	};
 *	static const struct shape vendor = { fields };
 *
 *	shape_check(tree, &vendor, print, NULL);
 *
 * An empty text, list or object stands for "not said yet": it is never
 * wrong, and where the member is required it is reported as blank. So a
 * skeleton with empty values is a valid document that lacks everything.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

enum shape_type {
	SHAPE_TEXT,
	SHAPE_DATE,    /* "2018-09-03" */
	SHAPE_WHEN,    /* a date, or RFC 3339 with its offset */
	SHAPE_MOMENT,  /* the same, or "now" */
	SHAPE_ID,      /* lower-case letters, digits, hyphens, at most 48 */
	SHAPE_COUNTRY, /* "fr" */
	SHAPE_WORD,    /* one of words */
	SHAPE_BOOL,
	SHAPE_COUNT,   /* an integer from 0 */
	SHAPE_SECONDS, /* an integer, up to a day of them, also below 0 */
	SHAPE_NUMBER,  /* an integer from 1: an exhibit of the archive */
	SHAPE_OBJECT,  /* of shape */
	SHAPE_OBJECTS, /* a list of them */
	SHAPE_TEXTS,
	SHAPE_IDS,
	SHAPE_NUMBERS,
};

struct shape;

/* A zeroed one ends a table. */
struct shape_field {
	const char *name;
	enum shape_type type;
	bool required;
	const char *const *words; /* NULL-terminated */
	const struct shape *shape;
};

struct shape {
	const struct shape_field *fields;
};

enum shape_fault {
	SHAPE_WRONG, /* not what the document may hold */
	SHAPE_BLANK, /* required, and not said yet */
};

/* Told of each fault: its place as a JSON Pointer, and what was expected. */
typedef void (*shape_fn)(enum shape_fault fault, const char *pointer,
	const char *message, void *ctx);

/* Compares a tree with a shape; every fault is told, in document order. The
 * depth is that of the tables. */
void shape_check(
	const cJSON *tree, const struct shape *shape, shape_fn fn, void *ctx);

/* True for a value that says nothing: null, "", [], {}. NULL too. */
bool shape_is_blank(const cJSON *value);

#endif
