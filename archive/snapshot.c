/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "archive/fact.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

static const char *const bases[] = { N_("captured"), N_("stated"),
	N_("third-party") };

static const char *text(const char *s)
{
	return s != NULL ? s : "";
}

const char *snapshot_basis_name(enum snapshot_basis basis)
{
	return bases[basis];
}

void snapshot_release(struct snapshot *snap)
{
	free(snap->service);
	free(snap->terms);
	free(snap->url);
	free(snap->final_url);
	free(snap->source);
	free(snap->media_type);
	*snap = (struct snapshot){ 0 };
}

static int insert(struct store *s, struct snapshot *snap,
	const unsigned char salt[FACT_SALT])
{
	return db_int(&snap->id, store_db(s),
		"INSERT INTO snapshot(service, terms, part, url, final_url,"
		" seen_ns, seen_precision, basis, source, status, media_type,"
		" body, size, record, salt, entry) VALUES($1, $2, $3, $4, $5,"
		" $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
		" RETURNING id",
		"ttittitttitbibbi", snap->service, snap->terms,
		(int64_t)snap->part, text(snap->url), text(snap->final_url),
		snap->seen_ns, snap->day_only ? "day" : "s", bases[snap->basis],
		text(snap->source), (int64_t)snap->status,
		text(snap->media_type), (const void *)snap->body.b,
		sizeof(snap->body.b), (int64_t)snap->size,
		(const void *)snap->record.b, sizeof(snap->record.b),
		(const void *)salt, (size_t)FACT_SALT, snap->entry);
}

int snapshot_add(struct store *s, struct snapshot *snap)
{
	const struct digest objects[] = { snap->body, snap->record };
	struct ledger_entry entry = { .act = "capture",
		.objects = objects,
		.n_objects = 2,
		.table = "snapshot" };
	unsigned char salt[FACT_SALT];
	int rc = fact_salt(salt);

	if (snap->basis != SNAPSHOT_CAPTURED)
		entry.act = "import-history";
	if (rc == 0)
		rc = store_begin(s);
	if (rc != 0)
		return rc;
	snap->entry = ledger_next(s);
	rc = insert(s, snap, salt);
	entry.row = snap->id;
	if (rc == 0)
		rc = fact_seal(s, &entry);
	return store_end(s, rc);
}

static void read_row(struct snapshot *out, struct stmt *q)
{
	const char *basis = stmt_text(q, 8);

	out->id = stmt_int(q, 0);
	out->service = mem_strdup(stmt_text(q, 1));
	out->terms = mem_strdup(stmt_text(q, 2));
	out->part = (int)stmt_int(q, 3);
	out->url = mem_strdup(stmt_text(q, 4));
	out->final_url = mem_strdup(stmt_text(q, 5));
	out->seen_ns = stmt_int(q, 6);
	out->day_only = strcmp(stmt_text(q, 7), "day") == 0;
	out->basis = SNAPSHOT_THIRD_PARTY;
	for (int i = 0; i < 3; i++)
		if (strcmp(basis, bases[i]) == 0)
			out->basis = (enum snapshot_basis)i;
	out->source = mem_strdup(stmt_text(q, 9));
	out->status = (int)stmt_int(q, 10);
	out->media_type = mem_strdup(stmt_text(q, 11));
	stmt_digest(&out->body, q, 12);
	out->size = (uint64_t)stmt_int(q, 13);
	stmt_digest(&out->record, q, 14);
	out->entry = stmt_int(q, 15);
}

#define COLUMNS                                                                \
	"id, service, terms, part, url, final_url, seen_ns, seen_precision,"   \
	" basis, source, status, media_type, body, size, record, entry"

int snapshot_get(struct snapshot *out, struct store *s, int64_t id)
{
	struct stmt *q = NULL;
	bool row = false;
	int rc = db_query(&q, store_db(s),
		"SELECT " COLUMNS " FROM snapshot WHERE id = $1", "i", id);

	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0 && !row)
		rc = err_set(ERR_NOTFOUND, _("there is no snapshot %lld"),
			(long long)id);
	if (rc == 0)
		read_row(out, q);
	stmt_free(q);
	return rc;
}

int snapshot_find(int64_t *id, struct store *s, const struct snapshot_key *key)
{
	*id = 0;
	return db_int(id, store_db(s),
		"SELECT min(id) FROM snapshot WHERE service = $1"
		" AND terms = $2 AND seen_ns = $3 AND part = $4"
		" AND body = $5",
		"ttiib", key->service, key->terms, key->seen_ns,
		(int64_t)key->part, (const void *)key->body.b,
		sizeof(key->body.b));
}

int snapshot_each(struct store *s, const char *service, const char *terms,
	snapshot_fn fn, void *ctx)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(s),
		"SELECT " COLUMNS
		" FROM snapshot WHERE service = $1 AND terms = $2"
		" ORDER BY seen_ns, id",
		"tt", service, terms);

	while (rc == 0 && row) {
		struct snapshot snap = { 0 };

		rc = stmt_step(q, &row);
		if (rc != 0 || !row)
			break;
		read_row(&snap, q);
		rc = fn(&snap, ctx);
		snapshot_release(&snap);
	}
	stmt_free(q);
	return rc;
}

int snapshot_latest(struct snapshot *out, bool *found, struct store *s,
	const char *service, const char *terms, int part)
{
	struct stmt *q = NULL;
	int rc = db_query(&q, store_db(s),
		"SELECT " COLUMNS " FROM snapshot WHERE service = $1"
		" AND terms = $2 AND part = $3"
		" ORDER BY seen_ns DESC, id DESC LIMIT 1",
		"tti", service, terms, (int64_t)part);

	if (rc == 0)
		rc = stmt_step(q, found);
	if (rc == 0 && *found)
		read_row(out, q);
	stmt_free(q);
	return rc;
}

/* Rows looked at for each content wanted: a page that stays the same for
 * years must not make the next capture walk through all of them. */
enum { LOOK = 4 };

int snapshot_near(struct digest *out, size_t *n, size_t max, struct store *s,
	const char *service, const char *terms, int part)
{
	struct stmt *q = NULL;
	int rc = db_query(&q, store_db(s),
		"SELECT body FROM snapshot WHERE service = $1 AND terms = $2"
		" AND part = $3 ORDER BY seen_ns DESC, id DESC LIMIT $4",
		"ttii", service, terms, (int64_t)part, (int64_t)(max * LOOK));

	if (rc == 0)
		rc = stmt_digests(out, n, max, q);
	stmt_free(q);
	return rc;
}

int snapshot_near_records(struct digest *out, size_t *n, size_t max,
	struct store *s, const char *service, const char *terms, int part)
{
	struct stmt *q = NULL;
	int rc = db_query(&q, store_db(s),
		"SELECT record FROM snapshot WHERE service = $1 AND terms = $2"
		" AND part = $3 ORDER BY seen_ns DESC, id DESC LIMIT $4",
		"ttii", service, terms, (int64_t)part, (int64_t)max);

	if (rc == 0)
		rc = stmt_digests(out, n, max, q);
	stmt_free(q);
	return rc;
}

/* Each page of a capture is one entry of the ledger, that of a page which did
 * not come (an attempt) too: a page further behind is of a later capture whose
 * first page did not come. */
int snapshot_parts(int64_t *ids, size_t n, struct store *s, int64_t first)
{
	struct snapshot head = { 0 };
	struct stmt *q = NULL;
	bool row = true;
	int64_t part = 0;
	int rc = snapshot_get(&head, s, first);

	if (rc == 0)
		rc = db_query(&q, store_db(s),
			"SELECT id, service, terms, part, entry FROM snapshot"
			" WHERE id > $1 ORDER BY id LIMIT $2",
			"ii", first, (int64_t)(n > 0 ? n - 1 : 0));
	for (size_t i = 0; rc == 0 && i < n; i++)
		ids[i] = i == 0 ? first : 0;
	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc != 0 || !row || stmt_int(q, 3) <= part ||
			strcmp(stmt_text(q, 1), head.service) != 0 ||
			strcmp(stmt_text(q, 2), head.terms) != 0)
			break;
		part = stmt_int(q, 3);
		if (stmt_int(q, 4) > head.entry + part)
			break;
		if ((uint64_t)part < n)
			ids[part] = stmt_int(q, 0);
	}
	stmt_free(q);
	snapshot_release(&head);
	return rc;
}
