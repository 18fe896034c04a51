/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_RELAY_H
#define ARCHIVE_RELAY_H

/*
 * Tells the vendors' changes to somebody outside, one after the other, each
 * at least once: a mark in the archive stands behind the last one told.
 *
 *	rc = relay_start(store);
 *	...
 *	rc = relay_take(&change, &state, store, me, now, lease);
 *	if (rc == 0 && state == RELAY_TAKEN)
 *		tell it, then
 *		rc = relay_done(store, change.version);
 *	relay_change_release(&change);
 *
 * What always holds: changes come in the order they were kept, and one
 * process tells at a time. The mark moves when a change was told; a kill
 * between telling and relay_done() makes it told again.
 *
 * A change is a version that a capture found: no technical upgrade, nothing
 * that was imported from the past.
 */

#include <stdint.h>

#include "archive/store.h"

struct relay_change {
	int64_t version;       /* row id */
	char *service, *terms; /* owned */
};

enum relay_state {
	RELAY_NONE,  /* all is told */
	RELAY_TAKEN, /* *out is to be told now */
	RELAY_BUSY,  /* another process tells one; look again */
};

/* Puts the mark behind all that is there, if there is none yet: what was kept
 * before anybody listened is no news. */
int relay_start(struct store *s);

/* The first change behind the mark, held for lease_ns from now; as in
 * archive/schedule, what a process holds is free when it is gone. */
int relay_take(struct relay_change *out, enum relay_state *state,
	struct store *s, const char *holder, int64_t now_ns, int64_t lease_ns);

/* It was told. */
int relay_done(struct store *s, int64_t version);

/* It was not told: the next one to look takes it again. */
int relay_give_back(struct store *s);

void relay_change_release(struct relay_change *change);

#endif
