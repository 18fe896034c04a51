/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_EXPERIMENT_H
#define EVIDENCE_EXPERIMENT_H

/*
 * A blocking test: does a feature work while a host cannot be reached? The
 * complainant states periods, what was tried in them and how often it worked;
 * the logs say what became of the look-ups of the name meanwhile.
 *
 *	rc = experiment_add(&exhibit, store, &period);	a statement each
 *
 *	rc = experiment_read(&e, store, &(struct experiment_order){
					.host = "push.vendor.example" });
 *	… e.blocked.worked of e.blocked.tried while refused …
 *	experiment_release(&e);
 *
 * A block of a name does not cut a connection that already stands: a blocked
 * period counts only when the device was restarted at its beginning, as
 * stated, and when the logs show that all they tell of the name in it was
 * refused. Whatever they show, another name or a fixed address of the same
 * vendor is not excluded. Logs of another device than the period's, where
 * both are named, and what was typed in show nothing of it. An app without
 * network permission in the place of the vendor's
 * (EXPERIMENT_NO_NETWORK) excludes more than a block of one name does.
 *
 * Periods of different features are never added up: one has to be chosen.
 */

#include "archive/exhibit.h"
#include "archive/observation.h"
#include "archive/store.h"
#include "base/str.h"

enum experiment_kind {
	EXPERIMENT_BASELINE,
	EXPERIMENT_BLOCKED,   /* look-ups of the name are refused */
	EXPERIMENT_UNBLOCKED, /* again */
	EXPERIMENT_NO_NETWORK,
	EXPERIMENT_OTHER_PHONE,
	EXPERIMENT_KINDS,
};

/* Strings are borrowed in experiment_add(), owned by an experiment. */
struct experiment_period {
	enum experiment_kind kind;
	int64_t from, to; /* ns */
	int offset_s;	  /* of the zone then, east of UTC */
	const char *zone; /* IANA name */
	const char *host, *feature, *device, *note; /* or NULL */
	bool restarted;				    /* at its beginning */
	uint64_t tried, worked;
	/* Filled by experiment_read(). */
	int64_t exhibit;
	uint64_t by[OBSERVATION_DISPOSITIONS]; /* rows of the host in logs */
	bool flows;	  /* connections are logged in part of it */
	uint64_t reached; /* connections with the host in one */
};

/* What all periods of some kinds give together. */
struct experiment_sum {
	size_t periods;
	uint64_t tried, worked;
	double low, high; /* 95 %: the share that worked; tried > 0 */
};

/* What a blocked period lacks to count. */
enum experiment_fault {
	EXPERIMENT_SOUND,
	EXPERIMENT_NO_TRIES,
	EXPERIMENT_NOT_RESTARTED,
	EXPERIMENT_NOT_REFUSED, /* no look-up in it was refused */
	EXPERIMENT_LET_THROUGH, /* one was allowed, or a connection stood */
	EXPERIMENT_UNCLEAR,	/* not all of it was refused by what they say */
	EXPERIMENT_NO_BLOCK,	/* there is no such period at all */
	EXPERIMENT_MIXED,	/* periods of different features */
	EXPERIMENT_FAULTS,	/* how many there are */
};

/* Which periods. */
struct experiment_order {
	const char *host;    /* a pattern (host_matches()) */
	const char *feature; /* just this one, or NULL: any */
	int64_t from, to;    /* those that lie in it, in ns; 0: open */
};

struct experiment {
	struct experiment_period *v; /* owned, by time */
	size_t n, cap;
	size_t outside;		     /* periods not wholly in the order's */
	enum experiment_fault fault; /* of the blocked ones together */
	size_t faults[EXPERIMENT_FAULTS]; /* blocked periods by their fault */
	uint64_t asked, refused; /* rows in the sound ones; refused of them */
	int64_t *logs; /* owned: exhibits with rows of the host in a period */
	size_t n_logs, cap_logs;
	/* Blocked periods that are sound; baseline and unblocked; without
	 * network permission; on another phone. */
	struct experiment_sum blocked, open, no_network, other_phone;
	double fisher; /* blocked against open, both sides; 1 without either */
	size_t pairs;  /* a blocked period and the open one behind it */
	size_t better; /* pairs in which more worked while open */
	size_t differ; /* pairs that differ at all */
	double sign;   /* their sign test, both sides */
	bool flows;    /* connections are logged in all blocked periods */
};

/* Keeps a period as a statement of the complainant. ERR_INVALID when it ends
 * before it begins, when more worked than was tried, or for a host that is
 * none. */
int experiment_add(struct exhibit *out, struct store *s,
	const struct experiment_period *p);

/* The periods, and what they give: nothing when they are mixed. */
int experiment_read(struct experiment *out, struct store *s,
	const struct experiment_order *order);
void experiment_release(struct experiment *e);

/* Rows of the host in a period, whatever became of them. */
uint64_t experiment_period_asked(const struct experiment_period *p);

/* What a single blocked period lacks. */
enum experiment_fault experiment_period_fault(
	const struct experiment_period *p);

/* Stable codes ("no-network", "not-restarted"); kind of a code, or -1. */
const char *experiment_kind_name(enum experiment_kind k);
int experiment_kind_of(const char *name);
const char *experiment_fault_name(enum experiment_fault f);

#endif
