/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_HISTORY_H
#define SCRAPERS_HISTORY_H

/*
 * The versions of terms as a person asks for them: by names in any letter
 * case, by number, by date.
 *
 *	struct history h = { 0 };
 *
 *	rc = history_open(&h, store, "exemple", "privacy policy");
 *	rc = history_find(&span, &h, "2018-09-03", "Europe/Paris");
 *	rc = history_text(&text, store, span);
 *	history_close(&h);
 *
 * A date alone means the whole day: what was seen last up to its end.
 */

#include <cjson/cJSON.h>
#include <stdint.h>

#include "archive/version.h"
#include "base/instant.h"
#include "base/str.h"

struct history {
	struct store *store;	    /* borrowed */
	char *service, *terms;	    /* as the archive spells them */
	struct version_spans spans; /* at least one */
};

/* All versions of terms. terms NULL: the only ones there are. ERR_NOTFOUND
 * suggests what to do, or what was meant. */
int history_open(struct history *out, struct store *store, const char *service,
	const char *terms);
void history_close(struct history *h);

/* How many versions the vendor had, as far as is known: technical upgrades
 * are none. */
size_t history_count(const struct history *h);

/* The instant a person means: RFC 3339, or date and time in zone (NULL:
 * UTC), or a date alone: its last nanosecond there. */
int history_instant(int64_t *out, const char *text, const char *zone);

/* The span a person means by "3" (its number), "first", "last", or a date.
 * Borrowed from h. ERR_NOTFOUND says which there are. */
int history_find(const struct version_span **out, const struct history *h,
	const char *which, const char *zone);

/* The two texts between which the change that led to a version lies: both
 * read by the same rules where that is possible. *to is the version, and
 * moves to where it began; *from is NULL for the first. Borrowed. */
void history_before(const struct version_span **from,
	const struct version_span **to, const struct history *h);

/* Makes one span of each of the vendor's versions: technical upgrades join
 * the span before, whose text and rules then are the newest. */
void history_fold(struct version_spans *spans);

/* What is known of an instant. ERR_NOTFOUND when it lies before the first
 * sighting, which the message names. */
int history_at(struct version_at *out, const struct history *h, int64_t ns);

/* Appends the text of a span. */
int history_text(
	struct str *out, struct store *store, const struct version_span *span);

/* Appends the bytes of the page that a sighting saw. */
int history_page(struct str *out, struct store *store,
	const struct version_sighting *sighting);

/* A sighting's day, or its second in UTC when that is known. */
void history_when(
	char out[INSTANT_TEXT], const struct version_sighting *sighting);

/* A span and a sighting as JSON. New trees. */
cJSON *history_span_json(const struct version_span *span);
cJSON *history_sighting_json(const struct version_sighting *sighting);

#endif
