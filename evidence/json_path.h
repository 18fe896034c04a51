/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_JSON_PATH_H
#define EVIDENCE_JSON_PATH_H

/*
 * Values deep in a JSON object by paths that a person writes: keys with dots
 * between them, elements of arrays by their number from 0 in brackets.
 *
 *	{"id.orig_h":"10.0.0.2","question":{"name":"x.example"},"a":["1"]}
 *
 *	id.orig_h	10.0.0.2 (a key that has the dots itself comes first)
 *	question.name	x.example
 *	a[0]		1
 *
 *	static const char *const paths[] = { "question.name", "a[0]" };
 *	struct json_pick found[2];
 *
 *	why = json_path_read(found, paths, 2, line->text, line->len);
 *
 * One pass over the object for all paths, and one over each inner value.
 */

#include "evidence/json_pick.h"

enum { JSON_PATHS = 64 };

/* The values at n paths (at most JSON_PATHS); kind JSON_END where there is
 * none. NULL paths find nothing. NULL, or why the text is no JSON object,
 * N_(); then all are JSON_END. */
const char *json_path_read(struct json_pick *out, const char *const *paths,
	size_t n, const char *text, size_t len);

#endif
