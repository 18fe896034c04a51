/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_REDLINE_JSON_H
#define SCRAPERS_REDLINE_JSON_H

/*
 * A redline for programs: what a reader sees of it, in the order of the new
 * text.
 *
 *	json_add(o, "changes", redline_json(&r));
 *
 * The parts of a change, put together without the deleted ones, are what the
 * new text shows there; without the added ones, the old text. Bytes that are
 * not UTF-8 become U+FFFD (the patch is exact: scrapers/patch.h).
 */

#include <cjson/cJSON.h>

#include "scrapers/redline.h"

/* [{"kind": "form" | "changed" | "split" | "joined" | "deleted" | "added" |
 * "same" (it only moved), "moved", "kind_of_change": "news" | "address" …
 * and the "rule" that decided (scrapers/kind), "section", "old": {"line",
 * "lines"}, "new": …, "coarse": marked words may have stayed
 * (scrapers/redline_words.h), "parts": [{"op": "same" | "deleted" | "added",
 * "text"}]}]. "line" is from 1; with 0 "lines" it is where the other text's
 * would stand. A new tree. */
cJSON *redline_json(const struct redline *r);

#endif
