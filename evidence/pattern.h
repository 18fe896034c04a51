/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_PATTERN_H
#define EVIDENCE_PATTERN_H

/*
 * A regular expression that a person wrote, over lines that nobody vouches
 * for: PCRE2's syntax with its named groups, within bounds on work, depth and
 * memory, so that neither can make it run on.
 *
 *	struct pattern *p = NULL;
 *
 *	rc = pattern_open(&p, "(?<time>\\S+) (?<host>\\S+)");
 *	if (rc == 0 && pattern_match(p, text, len) == NULL)
 *		pattern_get(p, pattern_group(p, "host"), &host, &n);
 *	pattern_free(p);
 *
 * Lines are taken as bytes: they need not be UTF-8.
 */

#include <stdbool.h>
#include <stddef.h>

enum {
	PATTERN_LENGTH = 4096,
	PATTERN_GROUPS = 64,
	PATTERN_WORK = 100000, /* steps of a match */
	PATTERN_DEPTH = 1000,
	PATTERN_HEAP = 4096, /* KiB */
};

struct pattern;

/* ERR_INVALID tells what is wrong with it, and where. */
int pattern_open(struct pattern **out, const char *text);
void pattern_free(struct pattern *p);

/* The number of a group, by its name or as "2" or "$2"; 0 when the pattern
 * has none. */
size_t pattern_group(const struct pattern *p, const char *name);

/* Looks for it in a line. NULL, or why it is not found, N_(). */
const char *pattern_match(struct pattern *p, const char *text, size_t len);

/* On how many lines the bounds were reached so far. */
size_t pattern_overruns(const struct pattern *p);

/* What a group took of the line that matched, borrowed from it; false, and
 * nothing, where it took no part. */
bool pattern_get(
	const struct pattern *p, size_t group, const char **text, size_t *len);

#endif
