/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_DIFFERENCE_H
#define CASES_DIFFERENCE_H

/*
 * What changed between two texts of a policy, for a template: only the
 * passages that changed, one that stayed on each side, the section each
 * stands in, and how many are left out between.
 *
 *	cJSON *o = NULL;
 *
 *	rc = difference_make(&o, old, old_len, new, new_len);
 *	if (rc == 0 && o != NULL)
 *		…
 *	cJSON_Delete(o);
 *
 * Members: "changed", "added", "removed", "moved" (numbers of passages: moved
 * ones are not among the changed), "left_out" (changes not shown, "" when all
 * are), "left_several", "whole" (every word of the passages that differ is
 * there), "entries". An entry is one of
 *
 *	is_section	"number", "path": changes begin, in this section
 *	is_gap		"count", "several" passages that stayed are left out;
 *			"of_move": of what moved
 *	is_block	"heading", "item", "plain": one is true; "parts"
 *			(difference_words.h)
 *	is_table	"columns": an element each; "rows": each with "cells",
 *			each with "parts"
 *
 * and blocks and tables say of themselves "moved" ("from": the section in the
 * old text), "split", "joined" ("count" passages), and "coarse": of its
 * marked words some may have stayed. Every member is in every entry, so that a
 * template finds none of another object's.
 *
 * Only words are compared (readable.h), passage by passage as
 * scrapers/redline.h aligns them. Past DIFFERENCE_SHOWN bytes of text no
 * further change is shown; one that is longer ends there. No text looks like a
 * mark (scrapers/redline_clean.h), neither do paths.
 */

#include <cjson/cJSON.h>
#include <stddef.h>

enum { DIFFERENCE_SHOWN = 48 << 10 }; /* some fifteen pages */

/* Both texts are Markdown from outside. *out is NULL when a reader sees the
 * same words. */
int difference_make(cJSON **out, const char *old, size_t old_len,
	const char *new, size_t new_len);

#endif
