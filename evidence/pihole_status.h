/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_PIHOLE_STATUS_H
#define EVIDENCE_PIHOLE_STATUS_H

/*
 * The status of a query as Pi-hole's database and its API of version 5 number
 * it, and as the API of version 6 words it; and the types of its database.
 *
 *	n = pihole_status_of("GRAVITY");
 *	pihole_status_judge(&o, n);
 *
 * A status of a later version is no fault of the row: what became of it is
 * unknown, and the readers keep the status in the row's detail.
 */

#include <stdbool.h>

#include "archive/observation.h"

/* The number of a word, -1 when it is none. */
int pihole_status_of(const char *word);

/* The word of a number ("GRAVITY"), "" when it is none. Constant. */
const char *pihole_status_name(int status);

/* Sets the disposition, its source, and for what is blocked the rule (its
 * word). False when it is no status that is known: unknown. */
bool pihole_status_judge(struct observation *o, int status);

/* The client's address, "" for the one that stands for all where Pi-hole's
 * privacy level hides them. */
const char *pihole_client(const char *address);

#endif
