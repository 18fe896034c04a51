/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_DETAIL_H
#define EVIDENCE_DETAIL_H

/*
 * The detail of a row (archive/observation.h) put together from a few
 * members, without a tree: a flat JSON object in RFC 8785's form.
 *
 *	detail_clear(&d);
 *	detail_text(&d, "dns.response_code", "NXDOMAIN");
 *	detail_number(&d, "ev.list", 7);
 *	o.detail = detail_json(&d);
 *	…
 *	detail_release(&d);
 *
 * A zeroed struct is an empty one. Names are plain ASCII literals, each set
 * once; texts are borrowed until detail_json().
 */

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { DETAIL_MEMBERS = 16, DETAIL_TEXT = 300 /* bytes of a text */ };

struct detail {
	size_t n;
	struct detail_member {
		const char *name;
		const char *text; /* NULL: number, or true */
		int64_t number;
		bool is_true;
	} v[DETAIL_MEMBERS];
	struct str json; /* owned */
};

void detail_clear(struct detail *d);
void detail_release(struct detail *d);

/* Nothing for NULL and "". The text is made printable and cut. */
void detail_text(struct detail *d, const char *name, const char *text);

/* At most 2^53. */
void detail_number(struct detail *d, const char *name, int64_t number);
void detail_true(struct detail *d, const char *name);

/* The object, "" when it has no member; borrowed until the next call. */
const char *detail_json(struct detail *d);

#endif
