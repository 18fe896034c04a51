/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_LABEL_H
#define EVIDENCE_LABEL_H

/*
 * What the label that a cloud's customer chose suggests of who they are. A
 * label is free text, anybody can choose any: whatever comes out is a guess.
 *
 *	domain	read as a host's name it ends in a domain that is known:
 *		"fr-app-chat-global-vendor-net" and vendor.net
 *	cut	its end was cut to fit and fits one known domain only:
 *		"fr-resolver-msg-global-vendor-n"
 *	word	a word of it is, or ends in, the name of an owner that a list
 *		has: "idmb-app-chat-global-vendor09", "apidevicevendornet"
 *	look	it ends as a domain does, of which nothing else is known
 *
 * The first that fits counts; "word" and "look" are the weaker ones.
 *
 *	label_guess(&g, &cloud, &(struct label_known){ .sets = sets });
 *	g.rule is LABEL_CUT, g.name "Vendor", g.read "fr.resolver.….vendor.n"
 */

#include <stdbool.h>

#include "evidence/cloud.h"
#include "evidence/owner.h"
#include "evidence/owner_set.h"

enum label_rule { LABEL_NONE, LABEL_DOMAIN, LABEL_CUT, LABEL_WORD, LABEL_LOOK };

/* What is known besides; each may be NULL. */
struct label_known {
	const struct owner_names *names;
	const struct owner_list *list;
	const struct owner_sets *sets;
};

struct label_guess {
	enum label_rule rule;
	char name[256];	   /* an owner as a list has it, or a domain */
	char read[256];	   /* the label as it was read */
	char matched[256]; /* the domain or word that fits */
	bool from_set;
	struct owner_set_answer set; /* who says so, when a set does */
};

/* False, with the rule LABEL_NONE, when it suggests nothing. */
bool label_guess(struct label_guess *out, const struct cloud *c,
	const struct label_known *known);

/* "domain", "cut", … for JSON. */
const char *label_rule_name(enum label_rule rule);

#endif
