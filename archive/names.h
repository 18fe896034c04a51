/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_NAMES_H
#define ARCHIVE_NAMES_H

/*
 * The dictionary of one import: each text once, numbered from 0 ("") in
 * order of appearance.
 *
 *	struct names n;
 *
 *	names_init(&n);
 *	rc = names_add(&n, &id, "push.example");
 *	text = names_get(&n, id);
 *	names_release(&n);
 */

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* More different names than a household has in years; a file with more is
 * an attack on our memory. */
enum { NAMES_MAX = 1000000, NAMES_BYTES = 32 << 20 };

struct names {
	struct str text;   /* all of them, each with its NUL */
	uint32_t *offsets; /* owned */
	uint32_t *table;   /* owned: id + 1, 0 free */
	size_t n, cap, slots;
};

void names_init(struct names *n);
void names_release(struct names *n);

/* The number of a text, new or known; ERR_LIMIT when there are too many. */
int names_add(struct names *n, uint32_t *id, const char *text);

/* Borrowed until the next names_add(); id must be below n. */
const char *names_get(const struct names *n, uint32_t id);

/* Fills an initialised dictionary from the bytes of another's text.
 * ERR_CORRUPT. */
int names_load(struct names *n, const char *bytes, size_t len);

#endif
