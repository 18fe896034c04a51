/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_CLAIM_H
#define CASES_CLAIM_H

/*
 * What a sentence of a policy says of somebody or something named in it: that
 * data is collected or passed on, that it is not, or nothing of the kind.
 * Rules over words, each with a name that is shown: no guess, and always the
 * sentence beside it for a person to read.
 *
 *	struct claim c;
 *
 *	claim_read(&c, &(struct claim_place){ .text = sentence, .len = n,
 *		.start = at, .end = at + 8, .list = english });
 *	c.kind is CLAIM_DENIED, c.rule "denied"
 *
 * The rules in short. A clause ends at a semicolon, "but", and where "we"
 * begins anew. A negation counts for what stands behind it in its clause when
 * a verb of passing on lies between, and for what stands before when the
 * clause has no such verb earlier. "Not only", "including but not limited
 * to" and "ne ... que" deny nothing; "without your consent", "unless" and
 * "if you do not" leave it open; "except" turns it round for what follows; a
 * denied sale is no denied transfer; what the reader may not do, and what is
 * asked, says nothing. Of a kind of data the nearest verb decides, and one that
 * shows something to the reader ("we send you notifications") collects
 * nothing; a setting of that name neither. A denial of "this data", or of "no
 * data" with what kind behind it, is one of some data only ("denied-of-some").
 * A sentence or a lead so long that a denial may stand
 * out of reach is left open ("too-long") where it would be affirmed.
 */

#include <stdbool.h>
#include <stddef.h>

#include "cases/claim_words.h"

enum claim_kind {
	CLAIM_ASIDE,	/* nothing of collecting or passing on */
	CLAIM_AFFIRMED, /* collected, passed on, received */
	CLAIM_DENIED,
	CLAIM_UNSURE, /* denied with a condition, an exception, or a sale */
};

struct claim {
	enum claim_kind kind;
	const char *rule; /* constant */
};

struct claim_place {
	const char *text; /* of the sentence */
	size_t len;
	size_t start, end; /* of the name in it */
	const char *lead;  /* the sentence that introduces it, or NULL */
	size_t lead_len;
	const struct claim_list *list; /* of the language */
	bool data;  /* a kind of data is named, not a recipient */
	bool whole; /* the name stands for all data: "no data" */
};

void claim_read(struct claim *out, const struct claim_place *place);

/* "aside", "affirmed", "denied", "unsure". */
const char *claim_kind_name(enum claim_kind kind);

#endif
