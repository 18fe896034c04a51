/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_WORDING_H
#define CASES_WORDING_H

/*
 * The small change of a document's language: dates, numbers, lists, the
 * words for codes. Data in cases/wording/<language>.json, part of the
 * program. Sentences of documents are in templates/letters/.
 *
 *	struct wording w = { 0 };
 *
 *	rc = wording_open(&w, "fr");
 *	wording_date(&out, &w, day);		"3 septembre 2018"
 *	wording_word(&w, "certainty", "suspicion")
 *	wording_release(&w);
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "base/zone.h"

struct wording {
	cJSON *tree; /* owned */
};

/* ERR_NOTFOUND when the language has no words here. */
int wording_open(struct wording *out, const char *lang);
void wording_release(struct wording *w);

/* The word for a code; the code itself when there is none. Borrowed from w
 * or from code. */
const char *wording_word(
	const struct wording *w, const char *group, const char *code);

/* Appends the group's words for a code, with {name} replaced by the value
 * behind it: values is "day", "3 mai", "holiday", …, NULL. */
int wording_fill(struct str *out, const struct wording *w, const char *group,
	const char *code, const char *const values[]);

/* "3 septembre 2018", of a day since 1970. */
int wording_date(struct str *out, const struct wording *w, int64_t day);

/* "3 septembre 2018 à 10 h 12 (heure de Paris)", or the date alone. */
enum wording_time { WORDING_DAY, WORDING_MINUTE, WORDING_SECOND };
int wording_time(struct str *out, const struct wording *w, int64_t ns,
	const struct zone *zone, enum wording_time precision);

/* "03/09/2018 10:12:33", for tables that name the zone elsewhere. */
int wording_short(struct str *out, const struct wording *w, int64_t ns,
	const struct zone *zone, bool day_only);

/* "29 481", with the language's separator. */
int wording_number(struct str *out, const struct wording *w, uint64_t n);

/* "a, b et c". */
int wording_list(struct str *out, const struct wording *w,
	const char *const items[], size_t n);

/* "GDPR 13(1)(c),(e)" as the language writes it; another text as it is. */
int wording_provision(
	struct str *out, const struct wording *w, const char *provision);

/* The day since 1970 on which an instant falls in a zone. */
int64_t wording_day(int64_t ns, const struct zone *zone);

#endif
