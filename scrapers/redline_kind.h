/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_REDLINE_KIND_H
#define SCRAPERS_REDLINE_KIND_H

/*
 * The kind of each change of a redline, by the rules for whole texts
 * (scrapers/kind) on what is shown of the change; and which of them to show.
 *
 *	struct redline_rest rest = { 0 };
 *
 *	redline_only(&rest, &r, 1u << KIND_NEWS);
 *	redline_write_terminal(&out, &r, &look);	news alone
 *	redline_rest_write(&out, &rest);		and what was left out
 */

#include "scrapers/kind.h"
#include "scrapers/redline.h"

/* The kind of a change, replacing what out held. One too large to look at
 * (KIND_TEXT_MAX) is news. */
void redline_kind(struct kind *out, const struct redline *r,
	const struct redline_change *c);

/* Changes that are not shown. */
struct redline_rest {
	size_t n;
	size_t of[KIND_CODES]; /* by their kind */
};

/* Hides each visible change whose kind has no bit (1u << code). */
void redline_only(struct redline_rest *out, struct redline *r, unsigned kinds);

/* Appends how many are not shown and of which kinds, on one line without its
 * line feed; translated. */
void redline_rest_write(struct str *out, const struct redline_rest *rest);

/* {"address": 8, "cosmetic": 4}. A new tree. */
cJSON *redline_rest_json(const struct redline_rest *rest);

#endif
