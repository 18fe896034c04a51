/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_INTERN_H
#define SCRAPERS_INTERN_H

/*
 * Equal texts become equal numbers, in the order in which they come: 1, 2, …
 *
 *	struct intern t = { 0 };
 *
 *	a = intern_id(&t, text, len);
 *	b = intern_id(&t, other, other_len);
 *	a == b when the bytes are the same
 *	intern_release(&t);
 *
 * The numbers depend on the texts alone. The hash behind them begins at a
 * random seed, so that nobody can choose texts that collide. The texts are
 * borrowed and must outlive the struct.
 */

#include <stddef.h>
#include <stdint.h>

struct intern {
	struct intern_slot {
		const char *text; /* borrowed */
		size_t len;
		uint32_t hash, id; /* id 0: free */
	} * v;			   /* owned */
	size_t size;		   /* a power of two, or 0 */
	uint32_t n;		   /* numbers given: 1 … n */
	uint64_t seed;
};

/* The number of the text; a new one when it was not seen. */
uint32_t intern_id(struct intern *t, const char *text, size_t len);
void intern_release(struct intern *t);

/* A random seed; and the hash: of any bytes, 64 bits. */
uint64_t intern_seed(void);
uint64_t intern_hash(uint64_t seed, const char *text, size_t len);

#endif
