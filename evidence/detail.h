/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_DETAIL_H
#define EVIDENCE_DETAIL_H

/*
 * What a record tells besides, as the JSON object of observation.detail in
 * RFC 8785's form: its names must be added in ascending order.
 *
 *	detail_begin(&d);
 *	detail_text(&d, "dns.response_code", rcode);
 *	detail_true(&d, "ev.duplicate", repeated);
 *	o.detail = detail_end(&d);
 *	...
 *	str_release(&d.text);
 */

#include <stdbool.h>

#include "base/str.h"

struct detail {
	struct str text; /* zeroed before the first begin */
};

void detail_begin(struct detail *d);

/* Leaves out a text that is empty, and what is false. */
void detail_text(struct detail *d, const char *name, const char *text);
void detail_true(struct detail *d, const char *name, bool is);

/* The object, borrowed until the next begin; "" when nothing was added. */
const char *detail_end(struct detail *d);

#endif
