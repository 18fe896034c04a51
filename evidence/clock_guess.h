/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_CLOCK_GUESS_H
#define EVIDENCE_CLOCK_GUESS_H

/*
 * In which form a column's times are written, from its values: as a mapping
 * has it (evidence/mapping.h).
 *
 *	struct clock_guess g;
 *
 *	if (clock_guess(&g, values, n) == CLOCK_GUESS_WHOLE &&
 *		g.other[0] == '\0')
 *		… g.form: "d/m/Y H:M:S"
 *
 * A form counts when it reads nine of ten values. Of forms that read them
 * differently, as 05/06/2026, neither is preferred: other has the second.
 * Days and months with dots between them are taken in that order, which is
 * the only one in use.
 */

#include <stddef.h>

enum { CLOCK_GUESS_FORM = 64 };

enum clock_guess_kind {
	CLOCK_GUESS_NOTHING, /* no times */
	CLOCK_GUESS_WHOLE,   /* day and time, or seconds since 1970 */
	CLOCK_GUESS_DAY,     /* a day alone */
	CLOCK_GUESS_CLOCK,   /* a time of day alone; no form is given */
};

struct clock_guess {
	char form[CLOCK_GUESS_FORM];
	char other[CLOCK_GUESS_FORM]; /* "" unless as likely */
};

/* Empty values and NULL are passed over. */
enum clock_guess_kind clock_guess(
	struct clock_guess *out, const char *const *values, size_t n);

#endif
