/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_MEM_H
#define BASE_MEM_H

/*
 * Memory that is always there: when the system has none left, the process
 * says so and ends with status 2 (here and nowhere else). Whatever was
 * committed to the archive before stays; the rest is absent.
 *
 * Everything given out is freed with free(). Sizes that come from outside
 * must be limited before they get here.
 */

#include <stddef.h>

/* Zeroed memory for count things of size bytes; never NULL. */
void *mem_new(size_t count, size_t size);

/* ptr (NULL allowed) resized to count things of size bytes; what is new is
 * not cleared. Never NULL. */
void *mem_resize(void *ptr, size_t count, size_t size);

/* Makes room for at least `need` things of `size` bytes in the array at ptr
 * (NULL allowed) that holds *cap; doubles, so that appending is linear in
 * all. Returns the array, *cap updated:
 *
 *	list->v = mem_grow(list->v, &list->cap, list->n + 1, sizeof(*list->v));
 */
void *mem_grow(void *ptr, size_t *cap, size_t need, size_t size);

/* A copy of len bytes with a NUL behind them. */
char *mem_dup(const char *text, size_t len);

/* A copy of a string; NULL gives NULL. */
char *mem_strdup(const char *text);

/* Ends the process for want of memory. For libraries that report it
 * themselves. */
_Noreturn void mem_none(void);

#endif
