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

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* More different names than a household has in years; a file with more is
 * an attack on our memory. */
enum { NAMES_MAX = 1000000, NAMES_BYTES = 32 << 20 };

struct names_slot {
	uint32_t id; /* + 1; 0: free */
	uint32_t hash;
};

struct names {
	struct str text;	  /* all of them, each with its NUL */
	uint32_t *offsets;	  /* owned */
	struct names_slot *table; /* owned */
	size_t n, cap, slots;
};

void names_init(struct names *n);
void names_release(struct names *n);

/* The number of a text, new or known; ERR_LIMIT when there are too many. */
int names_add(struct names *n, uint32_t *id, const char *text);

/* The same of len bytes, none of them NUL. */
int names_add_len(struct names *n, uint32_t *id, const char *text, size_t len);

/* Whether name id is this text. */
bool names_is(const struct names *n, uint32_t id, const char *text, size_t len);

/* The number of a text that is known; false when it is not. */
bool names_find(const struct names *n, uint32_t *id, const char *text);

/* Borrowed until the next names_add(); id must be below n. */
const char *names_get(const struct names *n, uint32_t id);

/* Fills an initialised dictionary from the bytes of another's text.
 * ERR_CORRUPT. */
int names_load(struct names *n, const char *bytes, size_t len);

#endif
