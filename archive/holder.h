/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_HOLDER_H
#define ARCHIVE_HOLDER_H

/*
 * Names for processes that hold work, so that others can tell whether the
 * one that took it is still there.
 *
 *	char me[HOLDER_TEXT];
 *
 *	rc = holder_self(me);
 *	…
 *	if (holder_is_gone(name))
 *		its work is free
 *
 * A name is "machine:boot:space:pid:start": a hash of the machine's id and
 * host name (never the id itself), the boot's random id, the process-number
 * space (a container has its own), the number, and the time it started in
 * clock ticks since the boot, so that a number that was given again is no
 * mistake.
 */

#include <stdbool.h>

enum { HOLDER_TEXT = 160 };

/* The name of this process. ERR_IO when /proc does not say who it is. */
int holder_self(char out[HOLDER_TEXT]);

/* True only when it is certain: the process ran on this machine, and it has
 * ended, or the machine was started anew since. Of another machine or
 * container nothing is known: false. So for a text that is no name. */
bool holder_is_gone(const char *name);

#endif
