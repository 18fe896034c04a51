/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

/*
 * How far long work has come. Rooms report through a function they are
 * handed; cli/ draws. Reporting is cheap: call it as often as convenient.
 */

#include <stdint.h>

/* done of total units (bytes, pages, rows); total 0 when unknown. what is a
 * borrowed, translated word for the work ("reading", "checking"). */
typedef void (*progress_fn)(
	const char *what, uint64_t done, uint64_t total, void *ctx);

struct progress {
	progress_fn fn; /* NULL: nobody watches */
	void *ctx;
};

/* Reports, when somebody watches; p may be NULL. */
void progress_report(const struct progress *p, const char *what, uint64_t done,
	uint64_t total);

#endif
