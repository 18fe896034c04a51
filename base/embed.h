/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

/*
 * Files that are part of the program: letters, lists, profiles. The build
 * turns them into tables (cmake/room.cmake, embed()), so that the program
 * needs no installed data and its own hash covers them.
 */

#include <stddef.h>

struct embed {
	const char *name; /* path below the room's folder; NULL ends a table */
	const unsigned char *data; /* a NUL follows, outside len */
	size_t len;
};

/* The file of that name, borrowed for ever, or NULL. */
const struct embed *embed_find(const struct embed *table, const char *name);

#endif
