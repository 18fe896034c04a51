/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/problem.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

bool problem_is_full(const struct problem_list *list)
{
	return list->n >= (list->max != 0 ? list->max : PROBLEM_MAX);
}

void problem_add(struct problem_list *list, enum problem_level level,
	size_t line, size_t column, const char *fmt, ...)
{
	struct str words = { 0 };
	va_list ap;

	if (problem_is_full(list)) {
		list->more = true;
		return;
	}
	va_start(ap, fmt);
	str_vprintf(&words, fmt, ap);
	va_end(ap);
	list->v = mem_grow(list->v, &list->cap, list->n + 1, sizeof(*list->v));
	list->v[list->n++] = (struct problem){ .level = level,
		.line = line,
		.column = column,
		.words = str_take(&words) };
}

size_t problem_count(const struct problem_list *list, enum problem_level level)
{
	size_t count = 0;

	for (size_t i = 0; i < list->n; i++)
		count += list->v[i].level == level;
	return count;
}

static bool is_behind(const struct problem *a, const struct problem *b)
{
	return a->line > b->line ||
	       (a->line == b->line && a->column > b->column);
}

/* Insertion: the list is short, almost sorted, and order must be kept. */
void problem_sort(struct problem_list *list)
{
	for (size_t i = 1; i < list->n; i++) {
		struct problem one = list->v[i];
		size_t at = i;

		for (; at > 0 && is_behind(&list->v[at - 1], &one); at--)
			list->v[at] = list->v[at - 1];
		list->v[at] = one;
	}
}

void problem_release(struct problem_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->v[i].words);
	free(list->v);
	*list = (struct problem_list){ 0 };
}

const char *problem_level_name(enum problem_level level)
{
	static const char *const names[] = { N_("error"), N_("warning"),
		N_("note") };

	return names[level];
}
