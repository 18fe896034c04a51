/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_MARKDOWN_BOUNDS_H
#define BASE_MARKDOWN_BOUNDS_H

/*
 * Looks at a Markdown text before it is parsed: bounds on what its tables
 * and nesting could grow into. It may refuse a harmless text that looks like
 * an enormous table; it never lets one through.
 */

#include <stddef.h>

enum { MARKDOWN_NESTING = 100 };

/* 0, or ERR_LIMIT with the line. */
int markdown_bounds(const char *text, size_t len);

#endif
