/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows with holder '' are free. The index schedule_due(holder, due_ns) gives
 * the free ones in the order they are due, the leases of one holder, and the
 * holders there are, by skipping from one to the next; schedule_checked
 * (checked_ns, due_ns) finds what the clock left in the future. So nothing
 * here but schedule_sync() walks the table.
 */
#include "archive/schedule.h"

#include <stdlib.h>
#include <string.h>

#include "archive/holder.h"
#include "base/codec.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/mem.h"

/* Processes read the clock before they get the lock, and clocks are corrected
 * by little: so much "later than now" is nothing. */
#define TOLERANCE (5 * 60 * INSTANT_SECOND)

enum {
	JITTER_PERCENT = 10,
	JITTER_STEPS = 1000, /* to either side */
	BACKOFF_FIRST = 4,   /* a quarter of the interval */
	BACKOFF_LAST = 4,    /* four intervals */
};

/* Keeps due times far from the end of what an int64_t holds. */
#define INTERVAL_MAX (365 * 24 * 3600 * INSTANT_SECOND)

/* --- what is declared --- */

static int order(const char *service_a, const char *terms_a,
	const char *service_b, const char *terms_b)
{
	int by_service = strcmp(service_a, service_b);

	return by_service != 0 ? by_service : strcmp(terms_a, terms_b);
}

/* By service and terms, as the database orders; NULL terms are first. */
static int compare(const void *a, const void *b)
{
	const struct schedule_terms *x = a, *y = b;

	return order(x->service, x->terms != NULL ? x->terms : "", y->service,
		y->terms != NULL ? y->terms : "");
}

struct sync {
	struct store *store;
	const struct schedule_terms *declared; /* sorted */
	size_t n, at;
	int64_t now_ns;
	const char *spared; /* the service whose declaration is unreadable */
	struct schedule_leased *gone; /* owned */
	size_t n_gone, cap_gone;
	const struct schedule_terms **fresh; /* owned array */
	size_t n_fresh, cap_fresh;
};

/* The declared ones before (service, terms) are unknown to the schedule;
 * service NULL: all that are left. True when (service, terms) is declared. */
static bool pass(struct sync *y, const char *service, const char *terms)
{
	for (; y->at < y->n; y->at++) {
		const struct schedule_terms *d = &y->declared[y->at];
		const char *name = d->terms != NULL ? d->terms : "";
		int c = service != NULL
				? order(d->service, name, service, terms)
				: -1;

		if (c > 0)
			return false;
		if (d->terms == NULL) {
			y->spared = d->service;
		} else if (c == 0) {
			y->at++;
			return true;
		} else if (y->at == 0 || compare(d - 1, d) != 0) {
			y->fresh = mem_grow(y->fresh, &y->cap_fresh,
				y->n_fresh + 1, sizeof(*y->fresh));
			y->fresh[y->n_fresh++] = d;
		}
	}
	return false;
}

static void see_row(struct sync *y, const char *service, const char *terms)
{
	if (pass(y, service, terms) ||
		(y->spared != NULL && strcmp(y->spared, service) == 0))
		return;
	y->gone = mem_grow(
		y->gone, &y->cap_gone, y->n_gone + 1, sizeof(*y->gone));
	y->gone[y->n_gone++] = (struct schedule_leased){ mem_strdup(service),
		mem_strdup(terms) };
}

/* Both lists side by side. */
static int find_differences(struct sync *y)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(y->store),
		"SELECT service, terms FROM schedule ORDER BY service, terms",
		"");

	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc == 0 && row)
			see_row(y, stmt_text(q, 0), stmt_text(q, 1));
	}
	stmt_free(q);
	pass(y, NULL, NULL);
	return rc;
}

static int write_differences(struct sync *y)
{
	struct db *db = store_db(y->store);
	int rc = store_begin(y->store);

	if (rc != 0)
		return rc;
	for (size_t i = 0; rc == 0 && i < y->n_gone; i++)
		rc = db_run(db,
			"DELETE FROM schedule WHERE service = $1 AND"
			" terms = $2",
			"tt", y->gone[i].service, y->gone[i].terms);
	for (size_t i = 0; rc == 0 && i < y->n_fresh; i++)
		rc = db_run(db,
			"INSERT INTO schedule(service, terms, due_ns, lease_ns,"
			" holder, failures, cause, outcome, checked_ns)"
			" VALUES($1, $2, $3, 0, '', 0, '', '', 0)"
			" ON CONFLICT(service, terms) DO NOTHING",
			"tti", y->fresh[i]->service, y->fresh[i]->terms,
			y->now_ns);
	return store_end(y->store, rc);
}

int schedule_sync(struct store *s, const struct schedule_terms *declared,
	size_t n, int64_t now_ns)
{
	struct schedule_terms *sorted = mem_new(n + 1, sizeof(*sorted));
	struct sync y = {
		.store = s, .declared = sorted, .n = n, .now_ns = now_ns
	};
	int rc;

	if (n > 0) {
		memcpy(sorted, declared, n * sizeof(*sorted));
		qsort(sorted, n, sizeof(*sorted), compare);
	}
	rc = find_differences(&y);
	if (rc == 0 && y.n_gone + y.n_fresh > 0)
		rc = write_differences(&y);
	for (size_t i = 0; i < y.n_gone; i++) {
		free(y.gone[i].service);
		free(y.gone[i].terms);
	}
	free(y.gone);
	free(y.fresh);
	free(sorted);
	return rc;
}

/* --- leases --- */

/* What was checked in what is the future now, or became due then, comes from
 * a clock that has gone back since. */
static int heed_clock(struct store *s, int64_t now_ns)
{
	int rc = db_run(store_db(s),
		"UPDATE schedule SET due_ns = $1 + (due_ns - checked_ns),"
		" checked_ns = $1 WHERE checked_ns > $2",
		"ii", now_ns, now_ns + TOLERANCE);

	if (rc == 0)
		rc = db_run(store_db(s),
			"UPDATE schedule SET due_ns = $1"
			" WHERE checked_ns = 0 AND due_ns > $2",
			"ii", now_ns, now_ns + TOLERANCE);
	return rc;
}

/* Appends the first holder behind name; "" when there is none. */
static int next_holder(struct str *out, struct store *s, const char *name)
{
	struct stmt *q = NULL;
	bool row = false;
	int rc = db_query(&q, store_db(s),
		"SELECT min(holder) FROM schedule WHERE holder > $1", "t",
		name);

	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0)
		rc = str_puts(out, row ? stmt_text(q, 0) : "");
	stmt_free(q);
	return rc;
}

/* A lease that would last longer than any is one of a clock gone back. */
static int free_expired(struct store *s, const char *holder, int64_t now_ns)
{
	return db_run(store_db(s),
		"UPDATE schedule SET holder = '', lease_ns = 0"
		" WHERE holder = $1 AND (lease_ns <= $2 OR lease_ns > $3)",
		"tii", holder, now_ns, now_ns + SCHEDULE_LEASE_MAX + TOLERANCE);
}

int schedule_give_back(struct store *s, const char *holder)
{
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	rc = db_run(store_db(s),
		"UPDATE schedule SET holder = '', lease_ns = 0"
		" WHERE holder = $1 AND holder <> ''",
		"t", holder);
	return store_end(s, rc);
}

static int free_leases(struct store *s, int64_t now_ns)
{
	struct str holder = { 0 }, before = { 0 };
	int rc;

	str_puts(&before, "");
	for (;;) {
		str_clear(&holder);
		rc = next_holder(&holder, s, before.p);
		if (rc != 0 || holder.len == 0)
			break;
		rc = holder_is_gone(holder.p)
			     ? schedule_give_back(s, holder.p)
			     : free_expired(s, holder.p, now_ns);
		if (rc != 0)
			break;
		str_clear(&before);
		str_add(&before, holder.p, holder.len);
	}
	str_release(&holder);
	str_release(&before);
	return rc;
}

static int pick(
	struct schedule_lease *out, struct store *s, int64_t now_ns, size_t max)
{
	struct stmt *q = NULL;
	size_t cap = 0;
	bool row = true;
	int rc = db_query(&q, store_db(s),
		"SELECT service, terms FROM schedule WHERE holder = ''"
		" AND due_ns <= $1 ORDER BY due_ns LIMIT $2",
		"ii", now_ns, (int64_t)max);

	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc != 0 || !row)
			break;
		out->v = mem_grow(out->v, &cap, out->n + 1, sizeof(*out->v));
		out->v[out->n++] =
			(struct schedule_leased){ mem_strdup(stmt_text(q, 0)),
				mem_strdup(stmt_text(q, 1)) };
	}
	stmt_free(q);
	return rc;
}

static int64_t lease_end(int64_t now_ns, int64_t lease_ns)
{
	return now_ns +
	       (lease_ns < SCHEDULE_LEASE_MAX ? lease_ns : SCHEDULE_LEASE_MAX);
}

int schedule_lease(struct schedule_lease *out, struct store *s,
	const char *holder, int64_t now_ns, int64_t lease_ns, size_t max)
{
	struct schedule_lease l = { 0 };
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	rc = heed_clock(s, now_ns);
	if (rc == 0)
		rc = free_leases(s, now_ns);
	if (rc == 0)
		rc = pick(&l, s, now_ns, max);
	for (size_t i = 0; rc == 0 && i < l.n; i++)
		rc = db_run(store_db(s),
			"UPDATE schedule SET holder = $1, lease_ns = $2"
			" WHERE service = $3 AND terms = $4",
			"titt", holder, lease_end(now_ns, lease_ns),
			l.v[i].service, l.v[i].terms);
	rc = store_end(s, rc);
	if (rc != 0)
		schedule_lease_release(&l);
	else
		*out = l;
	return rc;
}

void schedule_lease_release(struct schedule_lease *lease)
{
	for (size_t i = 0; i < lease->n; i++) {
		free(lease->v[i].service);
		free(lease->v[i].terms);
	}
	free(lease->v);
	*lease = (struct schedule_lease){ 0 };
}

int schedule_renew(
	struct store *s, const char *holder, int64_t now_ns, int64_t lease_ns)
{
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	rc = db_run(store_db(s),
		"UPDATE schedule SET lease_ns = $1 WHERE holder = $2 AND"
		" holder <> ''",
		"it", lease_end(now_ns, lease_ns), holder);
	return store_end(s, rc);
}

int schedule_others(bool *out, struct store *s, const char *holder)
{
	int64_t n = 0;
	int rc = db_int(&n, store_db(s),
		"SELECT count(*) FROM (SELECT 1 FROM schedule"
		" WHERE holder > '' AND holder <> $1 LIMIT 1) AS one",
		"t", holder);

	if (rc == 0)
		*out = n > 0;
	return rc;
}

/* --- what came of it --- */

/* A number from 0 to 2^32 - 1 that belongs to the terms and the interval. */
static uint32_t dice(const char *service, const char *terms, int64_t interval)
{
	struct digest_stream *s = digest_stream_new();
	unsigned char number[8];
	struct digest d;

	codec_put64(number, (uint64_t)interval);
	digest_stream_add(s, service, strlen(service) + 1);
	digest_stream_add(s, terms, strlen(terms) + 1);
	digest_stream_add(s, number, sizeof(number));
	digest_stream_end(s, &d);
	return codec_get32(d.b);
}

/* How long to wait after so many failures in a row. */
static int64_t wait_ns(const char *service, const char *terms,
	const struct schedule_outcome *o, int64_t failures)
{
	int64_t interval =
		o->interval_ns > 0 ? o->interval_ns : SCHEDULE_INTERVAL;
	int64_t wait, last, range;

	if (interval > INTERVAL_MAX)
		interval = INTERVAL_MAX;
	wait = failures == 0 ? interval : interval / BACKOFF_FIRST;
	last = interval * BACKOFF_LAST;
	for (int64_t i = 1; i < failures && wait < last; i++)
		wait *= 2;
	range = wait / 100 * JITTER_PERCENT;
	if (wait > last - range)
		wait = last - range;
	return wait + range / JITTER_STEPS *
			      ((int64_t)dice(service, terms, interval) %
					      (2 * JITTER_STEPS + 1) -
				      JITTER_STEPS);
}

int schedule_done(struct store *s, const char *service, const char *terms,
	const struct schedule_outcome *o)
{
	int64_t failures = o->add ? 0 : -1, due_ns;
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	rc = db_int(&failures, store_db(s),
		"SELECT failures FROM schedule WHERE service = $1 AND"
		" terms = $2",
		"tt", service, terms);
	if (rc != 0 || failures < 0)
		return store_end(s, rc);
	failures = o->failed ? failures + 1 : 0;
	due_ns = o->checked_ns + wait_ns(service, terms, o, failures);
	if (rc == 0)
		rc = db_run(store_db(s),
			"INSERT INTO schedule(service, terms, due_ns, lease_ns,"
			" holder, failures, cause, outcome, checked_ns)"
			" VALUES($1, $2, $3, 0, '', $4, $5, $6, $7)"
			" ON CONFLICT(service, terms) DO UPDATE SET"
			" due_ns = excluded.due_ns, lease_ns = 0, holder = '',"
			" failures = excluded.failures,"
			" cause = excluded.cause, outcome = excluded.outcome,"
			" checked_ns = excluded.checked_ns",
			"ttiitti", service, terms, due_ns, failures,
			o->cause != NULL ? o->cause : "", o->outcome,
			o->checked_ns);
	return store_end(s, rc);
}

/* --- how they stand --- */

int schedule_find(struct schedule_state *out, bool *found, struct store *s,
	const char *service, const char *terms)
{
	struct stmt *q = NULL;
	bool row = false;
	int rc = db_query(&q, store_db(s),
		"SELECT due_ns, lease_ns, checked_ns, failures, holder,"
		" outcome, cause FROM schedule WHERE service = $1 AND"
		" terms = $2",
		"tt", service, terms);

	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0 && row)
		*out = (struct schedule_state){ .due_ns = stmt_int(q, 0),
			.lease_ns = stmt_int(q, 1),
			.checked_ns = stmt_int(q, 2),
			.failures = stmt_int(q, 3),
			.holder = mem_strdup(stmt_text(q, 4)),
			.outcome = mem_strdup(stmt_text(q, 5)),
			.cause = mem_strdup(stmt_text(q, 6)) };
	if (rc == 0)
		*found = row;
	stmt_free(q);
	return rc;
}

bool schedule_is_free(const struct schedule_state *state, int64_t now_ns)
{
	return state->due_ns <= now_ns &&
	       (state->holder[0] == '\0' || state->lease_ns <= now_ns ||
		       holder_is_gone(state->holder));
}

void schedule_state_release(struct schedule_state *state)
{
	free(state->holder);
	free(state->outcome);
	free(state->cause);
	*state = (struct schedule_state){ 0 };
}

int schedule_next(int64_t *due_ns, bool *found, struct store *s)
{
	int64_t due = INT64_MIN;
	int rc = db_int(&due, store_db(s),
		"SELECT due_ns FROM schedule WHERE holder = ''"
		" ORDER BY due_ns LIMIT 1",
		"");

	if (rc == 0)
		*found = due != INT64_MIN;
	if (rc == 0 && *found)
		*due_ns = due;
	return rc;
}
