/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_SUCCESSION_H
#define CASES_SUCCESSION_H

/*
 * How two texts of the same terms followed each other, over all that the
 * archive saw: a text may come back, and may be read by several of our rules.
 *
 *	struct succession s;
 *
 *	succession_read(&s, &spans, old_span, new_span);
 *	s.replaced: between s.last_old->last and s.next->first
 *
 * What always holds: of the first text, last_old is the last span before the
 * first one of the second text that stands behind old_span; no other text was
 * seen between last_old and next. Spans are borrowed.
 */

#include "archive/version.h"

struct succession {
	const struct version_span *last_old, *next;
	bool replaced;	/* false: the second text was not seen behind it */
	size_t between; /* other texts from the first span of the first text up
			 * to that one of the second, each counted once */
	bool returned;	/* the first text came back before that */
	bool again;	/* the first text was seen behind it, too */
	bool already;	/* the second text had been seen before old_span */
};

/* All sightings of a text, by its bytes. */
struct succession_text {
	const struct version_sighting *first, *last; /* borrowed */
	size_t sightings;
};

/* Whether two texts are the vendor's same one: byte for byte, or one page
 * read by two of our rules (a technical upgrade). */
bool succession_same_text(const struct version_spans *spans,
	const struct digest *a, const struct digest *b);

/* Both are spans of that list. */
void succession_read(struct succession *out, const struct version_spans *spans,
	const struct version_span *old, const struct version_span *new);

/* The span is of that list. */
void succession_text(struct succession_text *out,
	const struct version_spans *spans, const struct version_span *span);

#endif
