/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_REDLINE_PAIR_H
#define SCRAPERS_REDLINE_PAIR_H

/*
 * Which block of the old text became which of the new one.
 *
 *	struct pairing p = { 0 };
 *
 *	redline_pair(&p, &old, &new);
 *	p.to_new[i]	block of the new text, or PAIR_NONE
 *	redline_pair_release(&p);
 *
 * What always holds: pairs that are not moved are in the same order in both
 * texts. A block that was split has several partners, next to each other
 * (to_old[j] the same for all, to_new[i] the first); a join likewise.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scrapers/blocks.h"

#define PAIR_NONE SIZE_MAX

struct pairing {
	const struct blocks *old, *new; /* borrowed */
	size_t *to_new, *to_old;	/* owned */
	bool *moved;			/* owned; by new block */
	uint32_t *old_id, *new_id;	/* owned; same content, same number */
};

void redline_pair(struct pairing *out, const struct blocks *old,
	const struct blocks *new);
void redline_pair_release(struct pairing *p);

#endif
