/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_EXPLAIN_H
#define EVIDENCE_EXPLAIN_H

/*
 * All that is known of whose a host is, each thing with where it comes from,
 * and the answer that follows. For the words see cli/explained.h.
 *
 *	rc = explain_read(&e, store, NULL, "Push.Vendor.Example");
 *	e.owner.basis, e.facts[0].exhibit, e.facts[0].row
 *	explain_release(&e);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/observation.h"
#include "evidence/host.h"
#include "evidence/vendor.h"
#include "evidence/whose.h"

enum { EXPLAIN_FACTS = 40 }; /* that are kept; the rest is counted */

enum explain_kind {
	EXPLAIN_LED_HERE,    /* text was answered with this host */
	EXPLAIN_LEADS_TO,    /* this host was answered with the name text */
	EXPLAIN_ANSWERED,    /* this host was answered with the address text */
	EXPLAIN_NAMED,	     /* text was answered with this address */
	EXPLAIN_CERTIFICATE, /* one for text was presented here */
	EXPLAIN_KINDS,
};

/* A row of a log that tells something, the first that does. */
struct explain_fact {
	enum explain_kind kind;
	char text[256];
	char organisation[256]; /* of a certificate, or "" */
	bool checked;		/* its chain was found right */
	bool stated;		/* typed in by the person, not in a log */
	int64_t exhibit;
	uint64_t row;
	uint64_t times; /* rows that tell the same */
};

/* Where it was seen, by exhibit. */
struct explain_seen {
	int64_t exhibit;
	uint64_t rows, contacts, by[OBSERVATION_DISPOSITIONS];
};

struct explanation {
	char host[HOST_MAX + 1];
	bool local;
	const char *registrable, *suffix; /* parts of host, or NULL */
	enum host_suffix suffix_kind;
	char psl[HOST_LIST_VERSION];
	bool has_cloud;
	struct cloud cloud;
	struct label_guess guess;    /* its set's strings: until the release */
	const struct vendor *vendor; /* or NULL */
	struct owner_set_answer *answers; /* owned: one for each file */
	size_t n_answers, n_files;
	struct explain_fact facts[EXPLAIN_FACTS];
	size_t n_facts, more_facts;
	struct explain_seen *seen; /* owned */
	size_t n_seen, cap_seen;
	struct owner owner;
	bool has_via; /* a data set has the name that confirms the owner */
	struct owner_set_answer via;
	struct whose *whose; /* owned: strings above are borrowed from it */
};

/* list may be NULL, and is borrowed until the release. ERR_INVALID for what
 * is no host name. A host that no log has is no error. */
int explain_read(struct explanation *out, struct store *s,
	const struct owner_list *list, const char *host);
void explain_release(struct explanation *e);

/* "led-here", … for JSON. */
const char *explain_kind_name(enum explain_kind kind);

#endif
