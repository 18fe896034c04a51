/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/attempt.h"

#include <stdlib.h>

#include "archive/fact.h"
#include "base/mem.h"

static const char *text(const char *s)
{
	return s != NULL ? s : "";
}

void attempt_release(struct attempt *a)
{
	free(a->service);
	free(a->terms);
	free(a->url);
	free(a->cause);
	*a = (struct attempt){ 0 };
}

int attempt_add(struct store *s, struct attempt *a)
{
	struct ledger_entry entry = { .act = "attempt",
		.objects = &a->record,
		.n_objects = 1,
		.table = "attempt" };
	unsigned char salt[FACT_SALT];
	int rc = fact_salt(salt);

	if (rc == 0)
		rc = store_begin(s);
	if (rc != 0)
		return rc;
	rc = db_int(&a->id, store_db(s),
		"INSERT INTO attempt(service, terms, part, url, seen_ns,"
		" cause, record, salt, entry) VALUES($1, $2, $3, $4, $5, $6,"
		" $7, $8, $9) RETURNING id",
		"ttititbbi", a->service, a->terms, (int64_t)a->part,
		text(a->url), a->seen_ns, text(a->cause),
		(const void *)a->record.b, sizeof(a->record.b),
		(const void *)salt, sizeof(salt), ledger_next(s));
	entry.row = a->id;
	if (rc == 0)
		rc = fact_seal(s, &entry);
	return store_end(s, rc);
}

int attempt_latest(struct attempt *out, bool *found, struct store *s,
	const char *service, const char *terms)
{
	struct stmt *q = NULL;
	int rc = db_query(&q, store_db(s),
		"SELECT id, service, terms, part, url, seen_ns, cause, record"
		" FROM attempt WHERE service = $1 AND terms = $2"
		" ORDER BY seen_ns DESC, id DESC LIMIT 1",
		"tt", service, terms);

	if (rc == 0)
		rc = stmt_step(q, found);
	if (rc == 0 && *found) {
		*out = (struct attempt){ .id = stmt_int(q, 0),
			.service = mem_strdup(stmt_text(q, 1)),
			.terms = mem_strdup(stmt_text(q, 2)),
			.part = (int)stmt_int(q, 3),
			.url = mem_strdup(stmt_text(q, 4)),
			.seen_ns = stmt_int(q, 5),
			.cause = mem_strdup(stmt_text(q, 6)) };
		stmt_digest(&out->record, q, 7);
	}
	stmt_free(q);
	return rc;
}
