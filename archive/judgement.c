/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/judgement.h"

#include <stdlib.h>

#include "archive/fact.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

/* A judgement j with the acceptance a of its snapshot. */
#define COLUMNS                                                                \
	"j.id, j.snapshot, j.kind, j.score, j.reasons,"                        \
	" (SELECT max(a.id) FROM acceptance a WHERE a.snapshot = j.snapshot)," \
	" (SELECT a.why FROM acceptance a WHERE a.snapshot = j.snapshot"       \
	" ORDER BY a.id DESC LIMIT 1)"

void judgement_release(struct judgement *j)
{
	free(j->kind);
	free(j->reasons);
	free(j->why);
	*j = (struct judgement){ 0 };
}

int judgement_add(struct store *s, struct judgement *j)
{
	struct ledger_entry entry = { .act = "judge", .table = "judgement" };
	unsigned char salt[FACT_SALT];
	int rc = fact_salt(salt);

	if (rc == 0)
		rc = store_begin(s);
	if (rc != 0)
		return rc;
	rc = db_int(&j->id, store_db(s),
		"INSERT INTO judgement(snapshot, kind, score, reasons, salt,"
		" entry) VALUES($1, $2, $3, $4, $5, $6) RETURNING id",
		"ititbi", j->snapshot, j->kind, (int64_t)j->score,
		j->reasons != NULL ? j->reasons : "[]", (const void *)salt,
		sizeof(salt), ledger_next(s));
	entry.row = j->id;
	if (rc == 0)
		rc = fact_seal(s, &entry);
	return store_end(s, rc);
}

static int read_one(struct judgement *out, bool *found, struct stmt *q)
{
	int rc = stmt_step(q, found);

	if (rc == 0 && *found)
		*out = (struct judgement){ .id = stmt_int(q, 0),
			.snapshot = stmt_int(q, 1),
			.kind = mem_strdup(stmt_text(q, 2)),
			.score = (int)stmt_int(q, 3),
			.reasons = mem_strdup(stmt_text(q, 4)),
			.accepted = stmt_type(q, 5) != DB_NULL,
			.why = mem_strdup(stmt_text(q, 6)) };
	return rc;
}

int judgement_find(
	struct judgement *out, bool *found, struct store *s, int64_t snapshot)
{
	struct stmt *q = NULL;
	int rc = db_query(&q, store_db(s),
		"SELECT " COLUMNS " FROM judgement j WHERE j.snapshot = $1"
		" ORDER BY j.id DESC LIMIT 1",
		"i", snapshot);

	if (rc == 0)
		rc = read_one(out, found, q);
	stmt_free(q);
	return rc;
}

int judgement_latest(struct judgement *out, bool *found, struct store *s,
	const char *service, const char *terms)
{
	struct stmt *q = NULL;
	/* From the newest snapshot back. */
	int rc = db_query(&q, store_db(s),
		"SELECT " COLUMNS " FROM snapshot n JOIN judgement j"
		" ON j.snapshot = n.id WHERE n.service = $1 AND n.terms = $2"
		" AND NOT EXISTS (SELECT 1 FROM acceptance a"
		" WHERE a.snapshot = n.id)"
		" ORDER BY n.seen_ns DESC, n.id DESC, j.id DESC LIMIT 1",
		"tt", service, terms);

	if (rc == 0)
		rc = read_one(out, found, q);
	stmt_free(q);
	return rc;
}

static int add_acceptance(struct store *s, int64_t snapshot, const char *why)
{
	struct ledger_entry entry = { .act = "accept", .table = "acceptance" };
	unsigned char salt[FACT_SALT];
	int rc = fact_salt(salt);

	if (rc == 0)
		rc = db_int(&entry.row, store_db(s),
			"INSERT INTO acceptance(snapshot, why, salt, entry)"
			" VALUES($1, $2, $3, $4) RETURNING id",
			"itbi", snapshot, why != NULL ? why : "",
			(const void *)salt, sizeof(salt), ledger_next(s));
	return rc != 0 ? rc : fact_seal(s, &entry);
}

int judgement_accept(struct store *s, int64_t snapshot, const char *why)
{
	struct judgement j = { 0 };
	bool found = false;
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	rc = judgement_find(&j, &found, s, snapshot);
	if (rc == 0 && !found)
		rc = err_set(ERR_NOTFOUND,
			_("snapshot %lld was not taken for a wall"),
			(long long)snapshot);
	else if (rc == 0 && j.accepted)
		rc = err_set(ERR_EXISTS, _("snapshot %lld is accepted already"),
			(long long)snapshot);
	if (rc == 0)
		rc = add_acceptance(s, snapshot, why);
	judgement_release(&j);
	return store_end(s, rc);
}
