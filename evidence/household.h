/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_HOUSEHOLD_H
#define EVIDENCE_HOUSEHOLD_H

/*
 * The people behind a log: what of it names them and their devices, and how
 * that is told to others. A device becomes a letter, in the order in which
 * the devices of an archive come first: "device A". So two devices stay two,
 * and nobody learns the plan of a home.
 *
 *	struct household h;
 *
 *	household_init(&h);
 *	rc = household_learn(&h, observation.client);	(all rows, in order)
 *	household_letter(name, &h, "192.168.1.23");	"device A"
 *	household_release(&h);
 */

#include <stdbool.h>
#include <stddef.h>

#include "archive/names.h"
#include "base/str.h"

enum { HOUSEHOLD_DEVICE = 16 };

/* An address of a local network or of the machine itself: RFC 1918, 3927,
 * 4193, 4291, 6598, loopback. */
bool household_is_private(const char *address);

/* A name or address that says something of the local network only: the names
 * of host_is_local(), private addresses; no public address, no empty name. */
bool household_is_local(const char *host);

struct household {
	struct names clients;
	size_t learnt; /* names that clients had then; its first is "" */
};

void household_init(struct household *h);
void household_release(struct household *h);

/* A client of a row, "" for none; before any letter is asked for. ERR_LIMIT.
 */
int household_learn(struct household *h, const char *client);

/* "device A" … "device Z", "device AA" …; "a device" for one that was never
 * learnt. */
void household_letter(
	char out[HOUSEHOLD_DEVICE], struct household *h, const char *client);

/* Appends a text in which private addresses, as words between blanks, are
 * put by their letter or, when no client has them, by "local address". */
int household_hide(struct str *out, struct household *h, const char *text);

#endif
