/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_CASE_JSON_H
#define CASES_CASE_JSON_H

/*
 * case.json: the case as the person wrote it, and what is wrong with it,
 * with line and column.
 *
 *	struct case_json c = { 0 };
 *
 *	rc = case_json_read(&c, path);
 *	for (size_t i = 0; rc == 0 && i < c.n_faults; i++)
 *		line c.faults[i].line: c.faults[i].message
 *	case_json_release(&c);
 *
 * A text that is no JSON is an error; a member that may not stand where it
 * stands, or a required one that is still blank, is a fault. Only a case
 * without wrong members may be worked with (case_json_usable()).
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct zone;

struct case_json_fault {
	bool blank;    /* to be filled in; else: wrong */
	char *pointer; /* owned; JSON Pointer, "/complainant/email" */
	char *message; /* owned */
	size_t line, column;
};

/* An element with an id, by which others name it. */
struct case_json_id {
	const char *id;	   /* borrowed from the tree */
	const cJSON *item; /* the same */
	const char *list;  /* "facts"; constant */
	bool citable;	   /* by a grievance */
	size_t order;
	char *pointer; /* owned */
};

struct case_json {
	cJSON *tree;			/* owned */
	struct str text;		/* the bytes as read */
	struct case_json_fault *faults; /* in document order */
	size_t n_faults, cap_faults;
	struct case_json_id *ids; /* sorted; only of a usable case */
	size_t n_ids, cap_ids;
	bool crowded; /* there are more faults than are kept */
};

enum { CASE_JSON_MAX = 4 << 20, CASE_JSON_FAULTS = 200 };

/* Reads a file, or a text. ERR_PARSE with path, line and column when it is
 * not JSON. */
int case_json_read(struct case_json *out, const char *path);
int case_json_parse(struct case_json *out, const char *text, size_t len);
void case_json_release(struct case_json *c);

/* True when no member is wrong (blanks are allowed). */
bool case_json_usable(const struct case_json *c);

/* Appends a case with nothing in it yet, to be filled in by hand. */
int case_json_skeleton(struct str *out);

/* A list of the document by name ("grievances"); NULL when it has none, and
 * then cJSON_ArrayForEach() does nothing. */
const cJSON *case_json_list(const struct case_json *c, const char *name);

/* The element that has this id, in any list that grievances may cite
 * (policies, their quotes and mentions, observations, facts, experiments,
 * correspondence), and that list's name ("quotes"); NULL: none. */
const cJSON *case_json_find(
	const struct case_json *c, const char *id, const char **list);

/* The organisation of that id, or NULL. */
const cJSON *case_json_party(const struct case_json *c, const char *id);

/* Text, "" for none: never NULL. */
const char *case_json_text(const cJSON *object, const char *name);

/* When something was, in ns; a date alone is its first moment in the zone.
 * False when blank. */
bool case_json_when(int64_t *ns, bool *day_only, const cJSON *object,
	const char *name, const struct zone *zone);

/* Line and column of a JSON Pointer in the text; of its nearest ancestor
 * when the member is absent. */
void case_json_place(const struct case_json *c, const char *pointer,
	size_t *line, size_t *column);

#endif
