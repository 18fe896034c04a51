/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/capture.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "archive/holder.h"
#include "archive/judgement.h"
#include "archive/schedule.h"
#include "archive/snapshot.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "scrapers/keep.h"
#include "scrapers/round.h"
#include "scrapers/service.h"

enum {
	BATCH = 128,   /* terms that are leased at once */
	WAIT_MS = 500, /* between two looks at what others have */
};

const char *capture_outcome_name(enum capture_outcome outcome)
{
	static const char *const names[] = { "new", "unchanged", "changed",
		"wall", "failed" };

	return names[outcome];
}

/* --- which terms --- */

static struct job_declared *hold(struct declaration *d)
{
	struct job_declared *declared = mem_new(1, sizeof(*declared));

	declared->declaration = *d;
	declared->users = 1;
	*d = (struct declaration){ 0 };
	return declared;
}

static void let_go(struct job_declared *d)
{
	if (--d->users > 0)
		return;
	declaration_release(&d->declaration);
	free(d);
}

/* A declaration that cannot be read, or has no such terms, among many: a
 * result. */
static int tell_unreadable(
	struct round *r, const char *service, const char *terms)
{
	char *message = mem_strdup(err_message());
	int rc = r->o->fn(&(struct capture_result){ .outcome = CAPTURE_FAILED,
				  .service = service,
				  .terms = terms,
				  .url = "",
				  .cause = "declaration",
				  .message = message },
		r->o->ctx);

	free(message);
	return rc;
}

/* All terms of one service, or the one that is asked for. */
static int add_service(struct round *r, const char *service)
{
	struct declaration d = { 0 };
	struct job_declared *declared;
	const struct declaration_terms *one = NULL;
	int rc = service_find(&d, r->o->folder, service);

	if (rc == 0 && r->o->terms != NULL)
		rc = declaration_get(&one, &d, r->o->terms);
	if (rc != 0 && r->o->service == NULL) {
		rc = tell_unreadable(r, service, "");
		declaration_release(&d);
		return rc;
	}
	if (rc != 0) {
		declaration_release(&d);
		return rc;
	}
	declared = hold(&d);
	for (size_t i = 0; rc == 0 && i < declared->declaration.n; i++) {
		const struct declaration_terms *t =
			&declared->declaration.terms[i];

		if (one != NULL && t != one)
			continue;
		if (round_is_full(r))
			rc = round_run(r);
		if (rc == 0)
			rc = round_add(r, declared, t);
	}
	let_go(declared);
	return rc;
}

static int run_named(struct round *r)
{
	struct service_names names = { 0 };
	int rc = 0;

	if (r->o->service != NULL) {
		rc = add_service(r, r->o->service);
		return rc != 0 ? rc : round_run(r);
	}
	rc = service_list(&names, r->o->folder);
	if (rc == 0 && names.n == 0)
		rc = err_set(ERR_NOTFOUND,
			_("nothing is declared yet; 'constat watch URL "
			  "--service NAME' makes a declaration"));
	for (size_t i = 0; rc == 0 && i < names.n && !round_is_stopped(r); i++)
		rc = add_service(r, names.v[i]);
	service_names_release(&names);
	return rc != 0 ? rc : round_run(r);
}

/* --- what is due --- */

/* Everything that is declared, for the schedule. */
struct census {
	struct schedule_terms *v; /* owned, and the texts */
	size_t n, cap;
};

static void count_in(struct census *c, const char *service, const char *terms)
{
	c->v = mem_grow(c->v, &c->cap, c->n + 1, sizeof(*c->v));
	c->v[c->n++] = (struct schedule_terms){ .service = mem_strdup(service),
		.terms = terms != NULL ? mem_strdup(terms) : NULL };
}

static void census_release(struct census *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free((char *)(uintptr_t)c->v[i].service);
		free((char *)(uintptr_t)c->v[i].terms);
	}
	free(c->v);
}

static int take_census(struct census *c, const char *folder)
{
	struct service_names names = { 0 };
	int rc = service_list(&names, folder);

	for (size_t i = 0; rc == 0 && i < names.n; i++) {
		struct declaration d = { 0 };

		if (service_find(&d, folder, names.v[i]) != 0)
			count_in(c, names.v[i], NULL);
		for (size_t k = 0; k < d.n; k++)
			count_in(c, d.id, d.terms[k].type);
		declaration_release(&d);
	}
	service_names_release(&names);
	return rc;
}

static int schedule_all(struct round *r)
{
	struct census c = { 0 };
	int rc = take_census(&c, r->o->folder);

	if (rc == 0)
		rc = schedule_sync(r->store, c.v, c.n, instant_now());
	census_release(&c);
	return rc;
}

/* One leased terms; its declaration may have gone bad meanwhile. */
static int add_leased(struct round *r, const struct schedule_leased *leased)
{
	const struct declaration_terms *terms = NULL;
	struct declaration d = { 0 };
	struct job_declared *declared;
	int rc = service_find(&d, r->o->folder, leased->service);

	if (rc == 0)
		rc = declaration_get(&terms, &d, leased->terms);
	if (rc != 0) {
		rc = tell_unreadable(r, leased->service, leased->terms);
		declaration_release(&d);
		return rc;
	}
	declared = hold(&d);
	rc = declaration_get(&terms, &declared->declaration, leased->terms);
	if (rc == 0)
		rc = round_add(r, declared, terms);
	let_go(declared);
	return rc;
}

static int run_leased(struct round *r, const struct schedule_lease *lease)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < lease->n; i++)
		rc = add_leased(r, &lease->v[i]);
	return rc != 0 ? rc : round_run(r);
}

/* What can be taken now. *more: there may be something to take again, for
 * what others have they may lose. */
static int run_batch(struct round *r, bool *more)
{
	struct schedule_lease lease = { 0 };
	bool others = false;
	int rc;

	r->renewed_ns = instant_now();
	rc = schedule_lease(
		&lease, r->store, r->holder, r->renewed_ns, r->lease_ns, BATCH);
	if (rc == 0 && lease.n == 0)
		rc = schedule_others(&others, r->store, r->holder);
	if (rc == 0 && others)
		poll(NULL, 0, WAIT_MS);
	if (rc == 0 && lease.n > 0)
		rc = run_leased(r, &lease);
	*more = lease.n > 0 || others;
	schedule_lease_release(&lease);
	return rc;
}

/* Batch by batch, until nothing is due and nobody is at it. */
static int run_due(struct round *r)
{
	bool more = true;
	int rc = holder_self(r->holder);

	r->lease_ns = r->o->lease_ns > 0 ? r->o->lease_ns : SCHEDULE_LEASE;
	if (rc == 0)
		rc = schedule_all(r);
	while (rc == 0 && more && !round_is_stopped(r))
		rc = run_batch(r, &more);
	if (rc == 0)
		rc = schedule_give_back(r->store, r->holder);
	return rc;
}

/* What would be taken now, without taking it. */
static int look_at_due(struct round *r)
{
	struct census c = { 0 };
	int rc = take_census(&c, r->o->folder);

	for (size_t i = 0; rc == 0 && i < c.n && !round_is_stopped(r); i++) {
		const struct schedule_leased terms = {
			(char *)(uintptr_t)c.v[i].service,
			(char *)(uintptr_t)c.v[i].terms
		};
		struct schedule_state state = { 0 };
		bool found = false;

		if (terms.terms == NULL)
			continue;
		rc = schedule_find(
			&state, &found, r->store, terms.service, terms.terms);
		found = found && !schedule_is_free(&state, instant_now());
		if (rc == 0 && !found && round_is_full(r))
			rc = round_run(r);
		if (rc == 0 && !found)
			rc = add_leased(r, &terms);
		schedule_state_release(&state);
	}
	census_release(&c);
	return rc != 0 ? rc : round_run(r);
}

/* --- the run --- */

int capture_run(struct store *store, const struct capture_options *o)
{
	struct round r;
	int rc = round_open(&r, store, o);

	if (rc == 0 && o->due)
		rc = o->dry_run ? look_at_due(&r) : run_due(&r);
	else if (rc == 0)
		rc = run_named(&r);
	round_close(&r);
	return rc;
}

/* --- a person overrules --- */

/* A wall that is accepted, and what there was before it. */
struct acceptance {
	const char *service, *why; /* borrowed */
	const struct declaration_terms *terms;
	struct judgement wall;
	struct version latest;
	bool has_latest;
};

static int keep_accepted(int64_t *version, struct round *r,
	const struct acceptance *a, const struct reading *reading)
{
	const struct keep_reading k = { .service = a->service,
		.terms = a->terms,
		.snapshot = a->wall.snapshot,
		.text = &reading->text,
		.rules = reading->rules };
	bool is_new;
	int rc = store_begin(r->store);

	if (rc != 0)
		return rc;
	rc = judgement_accept(r->store, a->wall.snapshot, a->why);
	if (rc == 0)
		rc = keep_reading(version, &is_new, r->store, &k);
	return store_end(r->store, rc);
}

static int tell_accepted(struct round *r, const struct acceptance *a,
	const struct reading *reading, int64_t version)
{
	struct capture_result result = { .service = a->service,
		.terms = a->terms->type,
		.url = a->terms->parts[0].fetch,
		.snapshot = a->wall.snapshot,
		.version = version,
		.before = a->latest.text };

	digest_of(&result.text, reading->text.p, reading->text.len);
	result.outcome = !a->has_latest ? CAPTURE_NEW
			 : digest_equal(&result.text, &result.before)
				 ? CAPTURE_UNCHANGED
				 : CAPTURE_CHANGED;
	return r->o->fn(&result, r->o->ctx);
}

static int read_wall(struct round *r, const struct acceptance *a)
{
	struct reading reading = { 0 };
	int64_t version = 0;
	int rc = reading_capture(&reading, r->run.extractor, r->store,
		a->wall.snapshot, a->terms);

	if (rc == 0)
		rc = keep_accepted(&version, r, a, &reading);
	if (rc == 0)
		rc = tell_accepted(r, a, &reading, version);
	reading_release(&reading);
	return rc;
}

/* Whether the wall was met before the last version: by when they were seen,
 * for versions are brought in later than they were seen. */
static int is_passed(
	bool *passed, const struct acceptance *a, struct store *store)
{
	struct snapshot wall = { 0 }, version = { 0 };
	int rc = snapshot_get(&wall, store, a->wall.snapshot);

	*passed = false;
	if (rc == 0 && a->has_latest)
		rc = snapshot_get(&version, store, a->latest.snapshot);
	if (rc == 0 && a->has_latest)
		*passed = version.seen_ns > wall.seen_ns ||
			  (version.seen_ns == wall.seen_ns &&
				  version.id >= wall.id);
	snapshot_release(&wall);
	snapshot_release(&version);
	return rc;
}

/* The last wall since the last version. */
static int find_wall(struct acceptance *a, struct store *store)
{
	const char *terms = a->terms->type;
	bool found = false, passed = false;
	int rc = judgement_latest(&a->wall, &found, store, a->service, terms);

	if (rc == 0)
		rc = version_latest(
			&a->latest, &a->has_latest, store, a->service, terms);
	if (rc == 0 && found)
		rc = is_passed(&passed, a, store);
	if (rc == 0 && (!found || passed))
		rc = err_set(ERR_NOTFOUND,
			_("no wall of '%s' '%s' was kept since its last "
			  "version; there is nothing to accept"),
			a->service, terms);
	return rc;
}

int capture_accept(
	struct store *store, const struct capture_options *o, const char *why)
{
	struct acceptance a = { .why = why };
	struct declaration d = { 0 };
	struct round r;
	int rc = round_open(&r, store, o);

	if (rc == 0)
		rc = service_find(&d, o->folder, o->service);
	a.service = d.id;
	if (rc == 0)
		rc = declaration_get(&a.terms, &d, o->terms);
	if (rc == 0)
		rc = find_wall(&a, store);
	if (rc == 0)
		rc = read_wall(&r, &a);
	judgement_release(&a.wall);
	version_release(&a.latest);
	declaration_release(&d);
	round_close(&r);
	return rc;
}

int capture_look(struct str *text, const struct declaration_terms *terms,
	const struct fetch_options *fetch)
{
	struct reading reading = { 0 };
	struct extractor *extractor = NULL;
	int rc = extractor_open(&extractor);

	for (size_t i = 0; rc == 0 && i < terms->n; i++)
		rc = job_look(&reading, extractor, &terms->parts[i], fetch);
	if (rc == 0)
		rc = str_add(text, reading.text.p, reading.text.len);
	extractor_close(extractor);
	reading_release(&reading);
	return rc;
}
