/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_SCHEDULE_H
#define ARCHIVE_SCHEDULE_H

/*
 * When each terms is due, who has it now, and how it stands.
 *
 *	rc = schedule_sync(store, declared, n, now);
 *	rc = schedule_lease(&lease, store, me, now, SCHEDULE_LEASE, 64);
 *	for each of lease.v: fetch and extract; then, in the transaction that
 *	keeps what came of it:
 *		rc = schedule_done(store, service, terms, &outcome);
 *	schedule_lease_release(&lease);
 *
 * What always holds: of processes that lease at the same time, each terms is
 * given to one alone. A lease ends with the commit of what came of it, so a
 * kill loses nothing: what was kept is done, what was not is free again - at
 * once when the holder ran on this machine (archive/holder), else when the
 * lease has run out.
 *
 * The next time is the last plus the interval, 10 % more or less by a hash
 * of the terms and the interval: the same terms always wait alike, and many
 * drift apart. A failure is tried again after a quarter of the interval, then
 * a half, one, two, four: never later.
 *
 * The clock may be wrong and be set right. When it went back, what was
 * checked "later than now" waits its time from now on; when it went forward,
 * all is due once, and spreads again from there.
 *
 * The rows are for running, no evidence: not sealed, free to be changed.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/store.h"
#include "base/instant.h"

#define SCHEDULE_INTERVAL (12 * 3600 * INSTANT_SECOND) /* the default */
#define SCHEDULE_LEASE (15 * 60 * INSTANT_SECOND)      /* the default */
#define SCHEDULE_LEASE_MAX (6 * 3600 * INSTANT_SECOND) /* longer is cut */

/* What is declared, borrowed. terms NULL: the declaration of this service
 * cannot be read now; what is known of it stays. */
struct schedule_terms {
	const char *service, *terms;
};

/* Makes the schedule that of the declared terms, in any order: unknown ones
 * are due now, vanished ones are forgotten. Writes only what differs. */
int schedule_sync(struct store *s, const struct schedule_terms *declared,
	size_t n, int64_t now_ns);

/* Terms that were given to a holder; owned. */
struct schedule_leased {
	char *service, *terms;
};
struct schedule_lease {
	struct schedule_leased *v;
	size_t n;
};

/* Takes up to max terms that are due and nobody has, those due longest
 * first, for lease_ns from now. holder: a name by holder_self(). None is no
 * error. */
int schedule_lease(struct schedule_lease *out, struct store *s,
	const char *holder, int64_t now_ns, int64_t lease_ns, size_t max);
void schedule_lease_release(struct schedule_lease *lease);

/* All that a holder has, for lease_ns from now: said now and then while work
 * takes long. */
int schedule_renew(
	struct store *s, const char *holder, int64_t now_ns, int64_t lease_ns);

/* Gives back all that a holder has: it stays due. */
int schedule_give_back(struct store *s, const char *holder);

/* Whether anybody else than the holder has terms. They may become free: one
 * that finds nothing to take looks again until nobody has any. */
int schedule_others(bool *out, struct store *s, const char *holder);

/* What came of one terms; borrowed. */
struct schedule_outcome {
	const char *outcome; /* a stable word: "new", "unchanged", "wall"… */
	const char *cause;   /* the likely cause, a stable code; NULL: none */
	bool failed;	     /* counts as a failure: a wall too */
	bool add;	     /* schedule the terms when they are not yet */
	int64_t checked_ns;  /* when it was looked at */
	int64_t interval_ns; /* 0: SCHEDULE_INTERVAL */
};

/* Ends the lease and sets when the terms are due next; inside the caller's
 * transaction. Terms that are not scheduled (any more) are no error. */
int schedule_done(struct store *s, const char *service, const char *terms,
	const struct schedule_outcome *o);

/* How terms stand. */
struct schedule_state {
	int64_t due_ns, lease_ns;	/* lease_ns 0: nobody has them */
	int64_t checked_ns;		/* 0: never */
	int64_t failures;		/* in a row */
	char *holder, *outcome, *cause; /* owned; "" when there is none */
};
int schedule_find(struct schedule_state *out, bool *found, struct store *s,
	const char *service, const char *terms);

/* Whether terms that stand so would be taken now. */
bool schedule_is_free(const struct schedule_state *state, int64_t now_ns);
void schedule_state_release(struct schedule_state *state);

/* When the next terms that nobody has are due; false when there are none. */
int schedule_next(int64_t *due_ns, bool *found, struct store *s);

#endif
