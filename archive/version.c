/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/version.h"

#include <stdlib.h>
#include <string.h>

#include "archive/fact.h"
#include "base/err.h"
#include "base/mem.h"

/* Versions looked at for each text wanted of version_near(): rules that
 * change often must not make the next capture walk through all of them. */
enum { LOOK = 4 };

static enum snapshot_basis basis_of(const char *name)
{
	for (int i = SNAPSHOT_CAPTURED; i < SNAPSHOT_THIRD_PARTY; i++)
		if (strcmp(name, snapshot_basis_name((enum snapshot_basis)i)) ==
			0)
			return (enum snapshot_basis)i;
	return SNAPSHOT_THIRD_PARTY;
}

/* A version beside the reading that is noted. */
struct near {
	int64_t version; /* 0: none */
	bool same_text, same_rules;
};

/* The latest reading of snapshot n, and its version w. */
#define READING                                                                \
	" JOIN reading r ON r.id = (SELECT max(id) FROM reading"               \
	" WHERE snapshot = n.id) JOIN version w ON w.id = r.version"

enum side { BEFORE, AFTER, OWN };

/* The version shown by the nearest reading before or after v's snapshot, or
 * by that snapshot itself. Snapshots without a reading (walls, further pages)
 * are stepped over. */
static int look(struct near *out, struct store *s, const struct version *v,
	enum side side)
{
	static const char *const sql[] = {
		[BEFORE] = "SELECT w.id, w.text, w.declaration, w.extractor"
			   " FROM snapshot m JOIN snapshot n"
			   " ON n.service = $2 AND n.terms = $3"
			   " AND (n.seen_ns, n.id) < (m.seen_ns, m.id)" READING
			   " WHERE m.id = $1"
			   " ORDER BY n.seen_ns DESC, n.id DESC LIMIT 1",
		[AFTER] = "SELECT w.id, w.text, w.declaration, w.extractor"
			  " FROM snapshot m JOIN snapshot n"
			  " ON n.service = $2 AND n.terms = $3"
			  " AND (n.seen_ns, n.id) > (m.seen_ns, m.id)" READING
			  " WHERE m.id = $1"
			  " ORDER BY n.seen_ns, n.id LIMIT 1",
		[OWN] = "SELECT w.id, w.text, w.declaration, w.extractor"
			" FROM snapshot n" READING " WHERE n.id = $1"
			" AND n.service = $2 AND n.terms = $3",
	};
	struct digest text, declaration;
	struct stmt *q = NULL;
	bool row = false;
	int rc = db_query(&q, store_db(s), sql[side], "itt", v->snapshot,
		v->service, v->terms);

	*out = (struct near){ 0 };
	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0 && row) {
		stmt_digest(&text, q, 1);
		stmt_digest(&declaration, q, 2);
		*out = (struct near){ .version = stmt_int(q, 0),
			.same_text = digest_equal(&text, &v->text),
			.same_rules =
				digest_equal(&declaration, &v->declaration) &&
				strcmp(stmt_text(q, 3), v->extractor) == 0 };
	}
	stmt_free(q);
	return rc;
}

static int add_version(struct store *s, struct version *v)
{
	const struct digest objects[] = { v->text, v->declaration };
	struct ledger_entry entry = { .act = "version",
		.objects = objects,
		.n_objects = 2,
		.table = "version" };
	unsigned char salt[FACT_SALT];
	int rc = fact_salt(salt);

	if (rc == 0)
		rc = db_int(&v->id, store_db(s),
			"INSERT INTO version(service, terms, text, size,"
			" snapshot, declaration, extractor, technical, salt,"
			" entry) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9,"
			" $10) RETURNING id",
			"ttbiibtibi", v->service, v->terms,
			(const void *)v->text.b, sizeof(v->text.b),
			(int64_t)v->size, v->snapshot,
			(const void *)v->declaration.b,
			sizeof(v->declaration.b), v->extractor,
			(int64_t)v->technical, (const void *)salt, sizeof(salt),
			ledger_next(s));
	entry.row = v->id;
	return rc != 0 ? rc : fact_seal(s, &entry);
}

static int add_reading(struct store *s, const struct version *v)
{
	struct ledger_entry entry = { .act = "reading", .table = "reading" };
	unsigned char salt[FACT_SALT];
	int rc = fact_salt(salt);

	if (rc == 0)
		rc = db_int(&entry.row, store_db(s),
			"INSERT INTO reading(snapshot, version, salt, entry)"
			" VALUES($1, $2, $3, $4) RETURNING id",
			"iibi", v->snapshot, v->id, (const void *)salt,
			sizeof(salt), ledger_next(s));
	return rc != 0 ? rc : fact_seal(s, &entry);
}

/* What the neighbours say: a version to reuse, and whether the text is new. */
static void weigh(
	struct version *v, bool *is_new, bool *first, const struct near near[3])
{
	*is_new = true;
	*first = true;
	v->id = 0;
	for (int side = OWN; side >= BEFORE; side--) {
		*first = *first && near[side].version == 0;
		*is_new = *is_new && !near[side].same_text;
	}
	for (int side = BEFORE; side <= OWN && v->id == 0; side++)
		if (near[side].same_text && near[side].same_rules)
			v->id = near[side].version;
	if (v->id == 0 && (near[BEFORE].same_text || near[OWN].same_text))
		v->technical = true;
}

int version_note(struct store *s, struct version *v, bool *is_new, bool *first)
{
	struct near near[3] = { 0 };
	bool again;
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	for (int side = BEFORE; rc == 0 && side <= OWN; side++)
		rc = look(&near[side], s, v, (enum side)side);
	again = near[OWN].same_text && near[OWN].same_rules;
	weigh(v, is_new, first, near);
	if (again)
		v->id = near[OWN].version;
	if (rc == 0 && v->id == 0)
		rc = add_version(s, v);
	if (rc == 0 && !again)
		rc = add_reading(s, v);
	return store_end(s, rc);
}

int version_shown(
	struct version_reading *out, struct store *s, int64_t snapshot)
{
	struct stmt *q = NULL;
	bool row = false;
	int rc = db_query(&q, store_db(s),
		"SELECT w.id, w.text, w.size FROM reading r"
		" JOIN version w ON w.id = r.version WHERE r.snapshot = $1"
		" ORDER BY r.id DESC LIMIT 1",
		"i", snapshot);

	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0) {
		*out = (struct version_reading){ 0 };
		if (row) {
			out->version = stmt_int(q, 0);
			stmt_digest(&out->text, q, 1);
			out->size = (uint64_t)stmt_int(q, 2);
		}
	}
	stmt_free(q);
	return rc;
}

void version_release(struct version *v)
{
	free(v->service);
	free(v->terms);
	free(v->extractor);
	*v = (struct version){ 0 };
}

static void read_version(struct version *out, struct stmt *q,
	const char *service, const char *terms)
{
	*out = (struct version){ .id = stmt_int(q, 0),
		.service = mem_strdup(service),
		.terms = mem_strdup(terms),
		.size = (uint64_t)stmt_int(q, 2),
		.snapshot = stmt_int(q, 3),
		.extractor = mem_strdup(stmt_text(q, 5)),
		.technical = stmt_int(q, 6) != 0 };
	stmt_digest(&out->text, q, 1);
	stmt_digest(&out->declaration, q, 4);
}

#define READINGS                                                               \
	"SELECT w.id, w.text, w.size, n.id, w.declaration, w.extractor,"       \
	" w.technical FROM snapshot n" READING                                 \
	" WHERE n.service = $1 AND n.terms = $2"

int version_latest(struct version *out, bool *found, struct store *s,
	const char *service, const char *terms)
{
	struct stmt *q = NULL;
	int rc = db_query(&q, store_db(s),
		READINGS " ORDER BY n.seen_ns DESC, n.id DESC LIMIT 1", "tt",
		service, terms);

	if (rc == 0)
		rc = stmt_step(q, found);
	if (rc == 0 && *found)
		read_version(out, q, service, terms);
	stmt_free(q);
	return rc;
}

int version_near(struct digest *out, size_t *n, size_t max, struct store *s,
	const char *service, const char *terms)
{
	struct stmt *q = NULL;
	int rc = db_query(&q, store_db(s),
		"SELECT text FROM version WHERE service = $1 AND terms = $2"
		" ORDER BY id DESC LIMIT $3",
		"tti", service, terms, (int64_t)(max * LOOK));

	if (rc == 0)
		rc = stmt_digests(out, n, max, q);
	stmt_free(q);
	return rc;
}

int version_each_reading(struct store *s, const char *service,
	const char *terms, version_reading_fn fn, void *ctx)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(s), READINGS " ORDER BY n.seen_ns, n.id",
		"tt", service, terms);

	while (rc == 0 && row) {
		struct version v = { 0 };

		rc = stmt_step(q, &row);
		if (rc != 0 || !row)
			break;
		read_version(&v, q, service, terms);
		rc = fn(&v, ctx);
		version_release(&v);
	}
	stmt_free(q);
	return rc;
}

static void sighting(struct version_sighting *out, struct stmt *q)
{
	out->snapshot = stmt_int(q, 0);
	out->seen_ns = stmt_int(q, 1);
	out->day_only = strcmp(stmt_text(q, 2), "day") == 0;
	out->basis = basis_of(stmt_text(q, 3));
	out->source = mem_strdup(stmt_text(q, 4));
}

/* Whether a text that is another one than `before` owes that to the rules
 * alone: it is marked so, and where its snapshot was read more than once, a
 * former reading gave `before`. */
static int is_technical(
	bool *out, struct store *s, struct stmt *q, const struct digest *before)
{
	int64_t others = 0, same = 0;
	const int64_t snapshot = stmt_int(q, 0);
	int rc = 0;

	*out = stmt_int(q, 10) != 0;
	if (*out)
		rc = db_int(&others, store_db(s),
			"SELECT count(*) - 1 FROM reading WHERE snapshot = $1",
			"i", snapshot);
	if (rc == 0 && others > 0)
		rc = db_int(&same, store_db(s),
			"SELECT count(*) FROM reading r JOIN version w"
			" ON w.id = r.version WHERE r.snapshot = $1"
			" AND w.text = $2",
			"ib", snapshot, (const void *)before->b,
			sizeof(before->b));
	*out = *out && (others == 0 || same > 0);
	return rc;
}

/* A span of its own for the sighting that the statement stands on. */
static int add_span(
	struct version_spans *spans, struct store *s, struct stmt *q)
{
	const struct version_span *before =
		spans->n > 0 ? &spans->v[spans->n - 1] : NULL;
	struct version_span span = { .version = stmt_int(q, 5),
		.size = (uint64_t)stmt_int(q, 7),
		.sightings = 1,
		.number = 1 };
	int rc = 0;

	if (before != NULL)
		rc = is_technical(&span.technical, s, q, &before->text);
	if (before != NULL)
		span.number = before->number + !span.technical;
	if (rc != 0)
		return rc;
	stmt_digest(&span.text, q, 6);
	stmt_digest(&span.declaration, q, 9);
	span.extractor = mem_strdup(stmt_text(q, 8));
	sighting(&span.first, q);
	sighting(&span.last, q);
	spans->v = mem_grow(
		spans->v, &spans->cap, spans->n + 1, sizeof(*spans->v));
	spans->v[spans->n++] = span;
	return 0;
}

static int see(struct version_spans *spans, struct store *s, struct stmt *q)
{
	struct version_span *last =
		spans->n > 0 ? &spans->v[spans->n - 1] : NULL;
	struct digest text;

	stmt_digest(&text, q, 6);
	if (last == NULL || !digest_equal(&last->text, &text))
		return add_span(spans, s, q);
	free(last->last.source);
	sighting(&last->last, q);
	last->sightings++;
	return 0;
}

static int query_sightings(struct stmt **q, struct store *s,
	const char *service, const char *terms)
{
	return db_query(q, store_db(s),
		"SELECT n.id, n.seen_ns, n.seen_precision, n.basis, n.source,"
		" w.id, w.text, w.size, w.extractor, w.declaration,"
		" w.technical"
		" FROM reading r JOIN snapshot n ON n.id = r.snapshot"
		" JOIN version w ON w.id = r.version"
		" WHERE n.service = $1 AND n.terms = $2"
		" AND r.id = (SELECT max(id) FROM reading"
		" WHERE snapshot = n.id) ORDER BY n.seen_ns, n.id",
		"tt", service, terms);
}

int version_spans(struct version_spans *out, struct store *s,
	const char *service, const char *terms)
{
	struct version_spans spans = { 0 };
	struct stmt *q = NULL;
	bool row = true;
	int rc = query_sightings(&q, s, service, terms);

	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc == 0 && row)
			rc = see(&spans, s, q);
	}
	stmt_free(q);
	if (rc != 0)
		version_spans_release(&spans);
	else
		*out = spans;
	return rc;
}

void version_spans_release(struct version_spans *spans)
{
	for (size_t i = 0; i < spans->n; i++) {
		free(spans->v[i].extractor);
		free(spans->v[i].first.source);
		free(spans->v[i].last.source);
	}
	free(spans->v);
	*spans = (struct version_spans){ 0 };
}

/* A sighting with a day only counts from the start of that day on. */
static const struct version_span *span_of(
	const struct version_spans *spans, int64_t ns)
{
	const struct version_span *found = NULL;

	for (size_t i = 0; i < spans->n; i++)
		if (spans->v[i].first.seen_ns <= ns)
			found = &spans->v[i];
	return found;
}

/* The span that a snapshot's sighting belongs to. */
static const struct version_span *span_that_shows(
	const struct version_spans *spans, const struct version_sighting *at)
{
	const struct version_span *found = span_of(spans, at->seen_ns);

	for (size_t i = 0; i < spans->n; i++)
		if (spans->v[i].first.snapshot == at->snapshot)
			found = &spans->v[i];
	return found;
}

int version_find(struct version_at *out, const struct version_spans *spans,
	struct store *s, const char *service, const char *terms, int64_t ns)
{
	struct version_at at = { .span = span_of(spans, ns) };
	struct stmt *q = NULL;
	const struct version_span *next;
	bool row = true;
	int rc = query_sightings(&q, s, service, terms);

	while (rc == 0 && row && !at.has_after) {
		rc = stmt_step(q, &row);
		if (rc != 0 || !row)
			break;
		if (stmt_int(q, 1) <= ns) {
			sighting(&at.before, q);
			free(at.before.source);
		} else {
			at.has_after = true;
			sighting(&at.after, q);
			free(at.after.source);
			next = span_that_shows(spans, &at.after);
			at.after_same = at.span != NULL && next != NULL &&
					next->number == at.span->number;
		}
	}
	at.before.source = at.after.source = NULL;
	stmt_free(q);
	if (rc == 0)
		*out = at;
	return rc;
}

int version_each_terms(struct store *s, version_terms_fn fn, void *ctx)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(s),
		"SELECT DISTINCT service, terms FROM snapshot"
		" ORDER BY service, terms",
		"");

	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc == 0 && row)
			rc = fn(stmt_text(q, 0), stmt_text(q, 1), ctx);
	}
	stmt_free(q);
	return rc;
}
