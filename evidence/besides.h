/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_BESIDES_H
#define EVIDENCE_BESIDES_H

/*
 * The detail of a row (archive/observation.h) put together from a few
 * members, without a tree: a flat JSON object in RFC 8785's form.
 *
 *	besides_clear(&d);
 *	besides_text(&d, "dns.response_code", "NXDOMAIN");
 *	besides_number(&d, "ev.list", 7);
 *	o.detail = besides_json(&d);
 *	…
 *	besides_release(&d);
 *
 * A zeroed struct is an empty one. Names are plain ASCII literals, each set
 * once; texts are borrowed until besides_json().
 */

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { BESIDES_MEMBERS = 16, BESIDES_TEXT = 300 /* bytes of a text */ };

struct besides {
	size_t n;
	struct besides_member {
		const char *name;
		const char *text; /* NULL: number, or true */
		int64_t number;
		bool is_true;
	} v[BESIDES_MEMBERS];
	struct str json; /* owned */
};

void besides_clear(struct besides *d);
void besides_release(struct besides *d);

/* Nothing for NULL and "". The text is made printable and cut. */
void besides_text(struct besides *d, const char *name, const char *text);

/* At most 2^53. */
void besides_number(struct besides *d, const char *name, int64_t number);
void besides_true(struct besides *d, const char *name);

/* The object, "" when it has no member; borrowed until the next call. */
const char *besides_json(struct besides *d);

#endif
