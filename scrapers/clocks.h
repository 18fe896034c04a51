/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CLOCKS_H
#define SCRAPERS_CLOCKS_H

/*
 * How far this machine's clock may have been off during a capture: each
 * source gives an interval in which (true time - our clock) lies, in
 * nanoseconds; what all agree on is their intersection.
 *
 *	struct clocks c;
 *
 *	clocks_begin(&c);
 *	...			the capture
 *	clocks_answer(&c, sent_ns, received_ns, "Tue, 24 Nov 2026 …", host);
 *	json = clocks_json(&c);
 *
 * Sources: the kernel, when a time service keeps its clock (ntp_adjtime:
 * plus or minus its maximal error); the Date header of each answer (RFC
 * 9110, 6.6.1: whole seconds, so the server's clock stood within
 * [Date, Date + 1 s) at some moment between our sending and receiving). A
 * server's clock is a third party's word: it is kept, not trusted.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CLOCKS_SOURCES = 24 };

struct clocks_interval {
	char source[80]; /* "kernel", "Date of a.example" */
	int64_t low_ns, high_ns;
};

struct clocks {
	struct clocks_interval v[CLOCKS_SOURCES];
	size_t n;
	int state; /* ntp_adjtime(): TIME_OK … TIME_ERROR */
	bool synchronised;
	int64_t max_error_us, estimated_error_us;
	int64_t wall_ns, boot_ns; /* both clocks at the beginning */
};

/* Reads the kernel's state and both clocks. */
void clocks_begin(struct clocks *c);

/* One answer: our clock before sending and behind receiving its head, and
 * its Date. A date that cannot be read, or a source too many, changes
 * nothing. */
void clocks_answer(struct clocks *c, int64_t sent_ns, int64_t received_ns,
	const char *date, const char *host);

/* What all sources agree on; false when there is none, or they disagree. */
bool clocks_agree(const struct clocks *c, int64_t *low_ns, int64_t *high_ns);

/* By how much the wall clock was set since clocks_begin(), against a clock
 * that nobody sets (CLOCK_BOOTTIME); about 0 when it was not. */
int64_t clocks_step(const struct clocks *c);

/* The object "clock" of a capture record; a new tree. */
cJSON *clocks_json(const struct clocks *c);

#endif
