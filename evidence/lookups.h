/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_LOOKUPS_H
#define EVIDENCE_LOOKUPS_H

/*
 * Look-ups that later lines of a log may still tell of: a resolver writes one
 * line when it is asked, others when it decides and when it answers. All are
 * one row.
 *
 *	struct lookups *l = lookups_new();
 *
 *	rc = lookups_give(l, job, o.ns);	(for every line)
 *	lookup = lookups_find(l, &key, LOOKUPS_OLDEST);
 *	if (lookup == NULL)
 *		lookup = lookups_add(l, &key, &o);
 *	lookup_decide(lookup, OBSERVATION_ALLOWED, source, "");
 *	...
 *	rc = lookups_give(l, job, LOOKUPS_END);
 *	lookups_free(l);
 *
 * Rows leave in the order in which they were added: when nothing is awaited
 * any more (closed), when a minute has passed, or when there are too many.
 */

#include <stdbool.h>

#include "archive/observation.h"
#include "evidence/host.h"
#include "evidence/importer.h"
#include "evidence/rrtype.h"

enum {
	LOOKUPS = 4096,
	LOOKUPS_REACH_S = 60,
	LOOKUP_ANSWER = 512,
	LOOKUP_RULE = 320,
};

#define LOOKUPS_END INT64_MAX

struct lookup {
	struct observation o; /* its strings are those below */
	char host[HOST_MAX + 1], type[RRTYPE_TEXT], client[64], port[8];
	char rule[LOOKUP_RULE];
	char answer[LOOKUP_ANSWER]; /* names and addresses, by blanks */
	bool closed;		    /* its reply has come */
};

/* What a line says of the look-up it belongs to. "" for what it does not
 * say; strings that are too long are cut. */
struct lookup_key {
	const char *host, *type, *client, *port;
};

enum lookups_which { LOOKUPS_OLDEST, LOOKUPS_NEWEST };

struct lookups;

/* An empty one, owned by the caller (lookups_free(), which takes NULL). What
 * was not given before is lost then: give to LOOKUPS_END first. */
struct lookups *lookups_new(void);
void lookups_free(struct lookups *l);

/* Adds a look-up with the key's strings, copied, and the observation's place
 * and time; of its other strings (app, detail, member) those stay borrowed. It
 * is borrowed until the next give, and never NULL: there is room for LOOKUPS,
 * and for one more after each give. */
struct lookup *lookups_add(struct lookups *l, const struct lookup_key *key,
	const struct observation *o);

/* The look-up that is not closed and has what the key says: its host, and the
 * rest where both know it. The one that was added first, or last; borrowed
 * until the next give. NULL when there is none. */
struct lookup *lookups_find(struct lookups *l, const struct lookup_key *key,
	enum lookups_which which);

/* Gives rows (importer_row()) that no line from ns on, in nanoseconds, can
 * reach any more; with LOOKUPS_END all. 0, or the error of importer_row(),
 * behind which the rest stays. */
int lookups_give(struct lookups *l, struct importer_job *job, int64_t ns);

/* Sets what became of it, what says so (enum observation_source) and the rule,
 * which is copied and may be "", unless something as strong is known: blocked
 * stands over error, rewritten, allowed, unknown, in this order. */
void lookup_decide(struct lookup *lookup, unsigned disposition, unsigned source,
	const char *rule);

/* Whether a disposition stands over another; false for the same. */
bool lookup_outranks(unsigned disposition, unsigned other);

/* Adds a name or an address to the answer, copied, unless it came last or is
 * ""; what does not fit is left out whole. */
void lookup_answer(struct lookup *lookup, const char *text);

#endif
