/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_WHOSE_H
#define EVIDENCE_WHOSE_H

/*
 * Whose a host is, by all there is to ask: evidence/owner.h, with the data
 * sets that were added, the vendors' own documents, and what captures show.
 *
 *	rc = whose_open(&w, store, list);
 *	whose_find(&owner, w, "push.vendor.example");
 *	owner.basis is OWNER_LISTED, owner.how "data-set",
 *	owner.source "AdGuard", owner.licence, owner.version, owner.entry
 *	whose_close(w);
 *
 * The first of these answers, with its how:
 *
 *	confirmed	cname		a log: the name in source leads here
 *			certificate	one presented here; name in entry
 *			address		names of source were answered with it
 *	listed		list		the list that was given for this once
 *			vendor		a document of the vendor: source is
 *					its address, version the day read
 *			data-set	one that was added
 *	derived		domain, cut, word, look
 *					evidence/label.h; source the label; the
 *					data set's licence, version and entry
 *					when it was one that knew the word
 *	registered	registered	source is the Public Suffix List
 */

#include <cjson/cJSON.h>

#include "archive/store.h"
#include "evidence/label.h"
#include "evidence/owner.h"
#include "evidence/owner_set.h"
#include "evidence/witness.h"

struct whose;

/* list may be NULL; it is borrowed until the close. */
int whose_open(
	struct whose **out, struct store *s, const struct owner_list *list);
void whose_close(struct whose *w);

/* w NULL: without logs and data sets. */
void whose_find(struct owner *out, const struct whose *w, const char *host);

/* Sets name, basis, source and what more is known in a JSON object. */
void whose_tell(cJSON *out, const struct owner *o);

/* What it asks; borrowed. */
const struct owner_names *whose_names(const struct whose *w);
const struct owner_list *whose_list(const struct whose *w);
const struct owner_sets *whose_sets(const struct whose *w);
const struct witness *whose_witness(const struct whose *w);

/* Whether a derived owner is of the weaker kind: a word, or the mere look of
 * a domain. */
bool whose_is_weak(const struct owner *o);

#endif
