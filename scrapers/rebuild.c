/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/rebuild.h"

#include <string.h>
#include <strings.h>

#include "archive/object.h"
#include "archive/version.h"
#include "base/err.h"
#include "scrapers/declared.h"
#include "scrapers/keep.h"
#include "scrapers/reading.h"

/* One run: where in the archive it is. */
struct rebuild {
	const struct rebuild_options *o;
	struct store *store;
	struct extractor *extractor;
	bool upgrade;
	struct declared declared; /* of the service at hand */
	bool is_declared;
};

const char *rebuild_outcome_name(enum rebuild_outcome outcome)
{
	static const char *const names[] = { "same", "other", "rules",
		"unreadable", "given" };

	return names[outcome];
}

/* --- by which declaration --- */

/* The one that read it then, kept with the version. */
static int kept_terms(struct declaration_terms *out, const struct rebuild *b,
	const struct version *v)
{
	struct str json;
	int rc;

	str_init(&json, DECLARATION_BYTES);
	rc = object_get(b->store, &v->declaration, &json);
	if (rc == 0)
		rc = declaration_terms_parse(out, v->terms, json.p, json.len);
	str_release(&json);
	return rc;
}

static int seen_of(int64_t *ns, struct store *store, int64_t snapshot)
{
	struct snapshot snap = { 0 };
	int rc = snapshot_get(&snap, store, snapshot);

	*ns = snap.seen_ns;
	snapshot_release(&snap);
	return rc;
}

/* The one in force on the day of the page. */
static int terms_of_then(const struct declaration_terms **out,
	const struct rebuild *b, const struct version *v)
{
	int64_t ns = 0;
	int rc = seen_of(&ns, b->store, v->snapshot);

	if (rc == 0 && !b->is_declared)
		return ERR_NOTFOUND;
	return rc != 0 ? rc : declared_get(out, &b->declared, v->terms, ns);
}

/* --- one reading --- */

static int tell(const struct rebuild *b, const struct version *v,
	enum rebuild_outcome outcome, const char *message,
	const struct digest *made)
{
	struct rebuild_result r = { .outcome = outcome,
		.service = v->service,
		.terms = v->terms,
		.snapshot = v->snapshot,
		.message = message,
		.kept = v->text };

	if (made != NULL)
		r.made = *made;
	return b->o->fn(&r, b->o->ctx);
}

static int note(struct rebuild *b, const struct version *v,
	const struct declaration_terms *terms, const struct reading *reading)
{
	const struct keep_reading k = { .service = v->service,
		.terms = terms,
		.snapshot = v->snapshot,
		.text = &reading->text,
		.rules = reading->rules,
		.technical = true };
	int64_t version;
	bool is_new;
	int rc;

	if (!b->upgrade || b->o->dry_run)
		return 0;
	rc = store_begin(b->store);
	if (rc == 0)
		rc = store_end(b->store,
			keep_reading(&version, &is_new, b->store, &k));
	return rc;
}

static int read_again(struct rebuild *b, const struct version *v,
	const struct declaration_terms *terms)
{
	struct reading reading = { 0 };
	struct digest made;
	bool same;
	int rc = reading_capture(
		&reading, b->extractor, b->store, v->snapshot, terms);

	if (rc == ERR_CORRUPT || rc == ERR_DB || rc == ERR_IO)
		goto done;
	if (rc != 0) {
		rc = tell(b, v, REBUILD_UNREADABLE, err_message(), NULL);
		goto done;
	}
	digest_of(&made, reading.text.p, reading.text.len);
	same = digest_equal(&made, &v->text);
	if (!same)
		rc = note(b, v, terms, &reading);
	if (rc == 0)
		rc = tell(
			b, v, same ? REBUILD_SAME : REBUILD_OTHER, NULL, &made);
done:
	reading_release(&reading);
	return rc;
}

static int check_one(const struct version *v, void *ctx)
{
	struct rebuild *b = ctx;
	struct declaration_terms terms = { 0 };
	int rc;

	if (!reading_rules_are_current(v->extractor))
		return tell(b, v, REBUILD_RULES, v->extractor, NULL);
	rc = kept_terms(&terms, b, v);
	if (rc == 0)
		rc = read_again(b, v, &terms);
	declaration_terms_release(&terms);
	return rc;
}

static int upgrade_one(const struct version *v, void *ctx)
{
	struct rebuild *b = ctx;
	const struct declaration_terms *terms = NULL;
	int rc = terms_of_then(&terms, b, v);

	if (rc == ERR_NOTFOUND) {
		err_clear();
		return tell(b, v, REBUILD_GIVEN, NULL, NULL);
	}
	return rc != 0 ? rc : read_again(b, v, terms);
}

/* --- all of them --- */

static bool is_wanted(const char *filter, const char *name)
{
	return filter == NULL || strcasecmp(filter, name) == 0;
}

static int each_terms(const char *service, const char *terms, void *ctx)
{
	struct rebuild *b = ctx;
	int rc;

	if (!is_wanted(b->o->service, service) ||
		!is_wanted(b->o->terms, terms))
		return 0;
	if (!b->upgrade)
		return version_each_reading(
			b->store, service, terms, check_one, b);
	b->is_declared =
		declared_open(&b->declared, b->o->folder, service) == 0;
	err_clear();
	rc = version_each_reading(b->store, service, terms, upgrade_one, b);
	if (b->is_declared)
		declared_close(&b->declared);
	return rc;
}

static int run(
	struct store *store, const struct rebuild_options *o, bool upgrade)
{
	struct rebuild b = { .o = o, .store = store, .upgrade = upgrade };
	int rc = extractor_open(&b.extractor);

	if (rc == 0)
		rc = version_each_terms(store, each_terms, &b);
	extractor_close(b.extractor);
	return rc;
}

int rebuild_check(struct store *store, const struct rebuild_options *o)
{
	return run(store, o, false);
}

int rebuild_upgrade(struct store *store, const struct rebuild_options *o)
{
	return run(store, o, true);
}
