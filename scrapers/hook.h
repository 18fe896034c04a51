/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_HOOK_H
#define SCRAPERS_HOOK_H

/*
 * A program of the person's that hears of each change: one JSON object
 * (scrapers/change, with the archive's id and folder) and a line feed on its
 * standard input, never a shell.
 *
 *	const char *const argv[] = { "/usr/local/bin/tell", "me", NULL };
 *	struct hook h = { .argv = argv };
 *	struct hook_state state = { 0 };
 *
 *	rc = hook_start(store);
 *	... captures ...
 *	rc = hook_tell(&state, store, &h);
 *
 * What always holds: changes are told in the order they were kept, one at a
 * time, each at least once; one that was being told when this program or the
 * machine went down is told again (its "version" and "text" are the same).
 *
 * A program that cannot be started, or ends with status 75 (EX_TEMPFAIL of
 * sysexits.h: "try again later"), was not told: the next run begins with that
 * change. With any other status, or when it took too long, it was told: that
 * it failed is said, and the next change is told. What it leaves running is
 * ended with it.
 */

#include <stdbool.h>
#include <stddef.h>

#include "archive/store.h"

enum { HOOK_WALL_S = 60 };

/* Borrowed. */
struct hook {
	const char *const *argv; /* NULL-terminated */
	unsigned wall_s;	 /* for each change; 0: HOOK_WALL_S */
	/* Says what went wrong with one change; may be NULL. */
	void (*fn)(const char *service, const char *terms, const char *message,
		void *ctx);
	/* True when no more is to be told in this run; may be NULL. */
	bool (*stop)(void *ctx);
	void *ctx;
};

struct hook_state {
	size_t told, failed;
	bool put_off; /* the rest is told by the next run */
};

/* Before the captures: what was kept before anybody listened is no news. */
int hook_start(struct store *store);

/* Tells all that is to be told. Failures of the program are no errors, but
 * counted in out; the archive's are. Waits while another process tells. */
int hook_tell(
	struct hook_state *out, struct store *store, const struct hook *h);

#endif
