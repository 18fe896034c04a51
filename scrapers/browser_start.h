/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_BROWSER_START_H
#define SCRAPERS_BROWSER_START_H

/*
 * Chromium as a program: where it is, and how it is started so that it knows
 * nothing of this machine's user and reaches no network: a new profile in a
 * private folder that goes with it, no extensions, no services of its own,
 * every name unresolvable, a proxy that is not there; and where the kernel
 * lets us, no network device at all (base/spawn).
 *
 *	rc = browser_start(&s, &how, &(struct browser_start){ 0 });
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/spawn.h"
#include "base/str.h"

/* Zero members mean the defaults in brackets. */
struct browser_start {
	const char *program;  /* [found by name] */
	const char *language; /* [none] of menus and of Intl: "fr" */
	uint64_t memory;      /* [2 GiB] bytes of all its processes */
	bool online;	      /* [no] keeps the machine's network devices,
			       * which it then does not use all the same */
};

/* What was settled at the start. */
struct browser_start_facts {
	bool sandboxed; /* its pages run in its sandbox: not as root */
};

/* Starts it. ERR_NOTFOUND: there is none, with the remedy; else as
 * spawn_open(). Pipes: cdp.h. */
int browser_start(struct spawn **out, struct browser_start_facts *facts,
	const struct browser_start *how);

/* Appends the path of the program: `named` (a path, or a name found by PATH),
 * else what CONSTAT_BROWSER names, else the first of chromium,
 * chromium-browser, google-chrome, google-chrome-stable. ERR_NOTFOUND. */
int browser_start_find(struct str *out, const char *named);

#endif
