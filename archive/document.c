/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/document.h"

#include "archive/fact.h"
#include "base/instant.h"

static int add(struct store *s, struct document *d)
{
	struct ledger_entry entry = { .act = "document",
		.objects = &d->digest,
		.n_objects = 1,
		.table = "document" };
	unsigned char salt[FACT_SALT];
	int rc = fact_salt(salt);

	if (rc == 0)
		rc = db_int(&d->id, store_db(s),
			"INSERT INTO document(kind, lang, made_ns, digest,"
			" size, casefile, stamp, salt, entry) VALUES($1, $2,"
			" $3, $4, $5, $6, nullif($7, 0), $8, $9) RETURNING id",
			"ttibiiibi", d->kind, d->lang, instant_now(),
			(const void *)d->digest.b, sizeof(d->digest.b),
			(int64_t)d->size, d->casefile, d->stamp,
			(const void *)salt, sizeof(salt), ledger_next(s));
	entry.row = d->id;
	return rc != 0 ? rc : fact_seal(s, &entry);
}

int document_note(struct store *s, struct document *d)
{
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	d->id = 0;
	rc = db_int(&d->id, store_db(s),
		"SELECT id FROM document WHERE digest = $1", "b",
		(const void *)d->digest.b, sizeof(d->digest.b));
	if (rc == 0 && d->id == 0)
		rc = add(s, d);
	return store_end(s, rc);
}
