/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_COMPARISON_H
#define CASES_COMPARISON_H

/*
 * Which texts of the case's policies are set beside each other (annex D of a
 * complaint): by default, for each terms, the one in force on the day of the
 * first observation, or else the first that the case names, against the
 * latest one known on the document's day. A policy of the case may choose by
 * "compare_with": the id of another one of the same terms, "latest", or
 * "none".
 *
 *	struct comparisons list = { 0 };
 *
 *	rc = comparisons_find(&list, &(struct comparison_order){ … });
 *	list.v[i].old, list.v[i].new
 *	comparisons_release(&list);
 *
 * What always holds: both texts are known and are not the vendor's same text
 * (one page that two of our rules read is no change of the vendor's), and the
 * old one was seen first. Policies are borrowed from the order, but for a
 *latest text that the case does not name.
 */

#include "cases/policy.h"

struct comparison {
	const struct policy *old, *new;
	struct policy latest; /* owned; what new or old points to, or empty */
	cJSON *item;	      /* owned; of latest */
};

struct comparisons {
	struct comparison *v; /* owned */
	size_t n;
};

/* Borrowed. */
struct comparison_order {
	struct store *store;
	const struct policy *policies; /* of the case */
	size_t n_policies;
	bool has_contact; /* an observation is there, the first … */
	int64_t contact_ns;
	const struct policy_times *times;
};

int comparisons_find(
	struct comparisons *out, const struct comparison_order *order);
void comparisons_release(struct comparisons *c);

/* Whether two known policies show the same text: byte for byte, or, of the
 * same terms, one page read by two of our rules. */
bool comparison_same_text(const struct policy *a, const struct policy *b);

/* What a policy chooses: "none", "latest", an id, or "" by default. */
const char *comparison_choice(const struct policy *policy);

/* The policy of that id with the same terms, or NULL. */
const struct policy *comparison_other(const struct policy *policies, size_t n,
	const struct policy *one, const char *id);

#endif
