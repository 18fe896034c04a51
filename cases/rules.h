/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_RULES_H
#define CASES_RULES_H

/*
 * What keeps a complaint from being sent (E…), and what the person should
 * know before sending it (W…). Some W… block too, when saying nothing about
 * them would make the document claim more than it can.
 *
 *	rc = rules_check(&count, &b, print, NULL);
 *	if (count.blocking > 0)
 *		nothing is drafted
 *
 * A rule is one row of a table and one function; a finding has the place in
 * case.json and the remedy.
 */

#include <stdbool.h>
#include <stddef.h>

#include "cases/backing.h"

struct rules_finding {
	const char *code; /* "E02"; "format" for a wrong member */
	bool blocks;
	size_t line, column; /* in case.json */
	const char *pointer; /* the same as a JSON Pointer */
	const char *message;
};

typedef void (*rules_fn)(const struct rules_finding *finding, void *ctx);

struct rules_count {
	size_t blocking, warnings;
};

/* Every finding, in order of codes. 0 when the check could be made. */
int rules_check(struct rules_count *out, const struct backing *b, rules_fn fn,
	void *ctx);

/* Only what case.json alone shows: wrong members and blanks. For a case that
 * is not usable. */
void rules_check_form(struct rules_count *out, const struct case_json *c,
	rules_fn fn, void *ctx);

/* How a rule's function tells: the finding's code is that of its row. blocks
 * is the row's, unless told otherwise. */
struct rules {
	const struct backing *b;
	const char *code;
	bool blocks;
	struct rules_count *count;
	rules_fn fn;
	void *ctx;
};
__attribute__((format(printf, 3, 4))) void rules_tell(
	struct rules *r, const char *pointer, const char *fmt, ...);

typedef int (*rules_check_fn)(struct rules *r);

/* A table is ended by a NULL code. */
struct rules_rule {
	const char *code;
	bool blocks;
	rules_check_fn check;
};

#endif
