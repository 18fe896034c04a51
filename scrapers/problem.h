/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_PROBLEM_H
#define SCRAPERS_PROBLEM_H

/*
 * What is wrong or odd in a file that somebody wrote, each with its place,
 * all of it in one go:
 *
 *	struct problem_list list = { .max = PROBLEM_MAX };
 *
 *	problem_add(&list, PROBLEM_ERROR, line, column, _("'%s' is missing"),
 *		key);
 *	...
 *	problem_release(&list);
 *
 * A full list takes no more, and says so in `more`: what reads on for the
 * sake of problems can stop. The list owns the words.
 */

#include <stdbool.h>
#include <stddef.h>

enum { PROBLEM_MAX = 200 };

enum problem_level {
	PROBLEM_ERROR,	 /* the file is refused, or does not do its work */
	PROBLEM_WARNING, /* it works, and is probably not what was meant */
	PROBLEM_NOTE,	 /* worth knowing */
};

struct problem {
	enum problem_level level;
	size_t line, column; /* from 1; 0 where a place makes no sense */
	char *words;	     /* as an error's message: one line, no full stop */
};

/* In the order in which they were found. */
struct problem_list {
	struct problem *v;
	size_t n, cap;
	size_t max; /* 0: PROBLEM_MAX */
	bool more;  /* one was left out */
};

__attribute__((format(printf, 5, 6))) void problem_add(
	struct problem_list *list, enum problem_level level, size_t line,
	size_t column, const char *fmt, ...);

/* Whether the list takes no more. */
bool problem_is_full(const struct problem_list *list);

/* How many there are of a level. */
size_t problem_count(const struct problem_list *list, enum problem_level level);

/* By place, those of one place in the order in which they were found. */
void problem_sort(struct problem_list *list);

void problem_release(struct problem_list *list);

/* "error", "warning", "note": stable codes. */
const char *problem_level_name(enum problem_level level);

#endif
