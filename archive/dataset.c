/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/dataset.h"

#include <string.h>

#include "archive/fact.h"
#include "base/err.h"
#include "base/i18n.h"

#define COLUMNS                                                                \
	"id, name, licence, version, source, file, format, size, entries,"     \
	" content, entry, owner"

static int insert(struct store *s, struct dataset *d, int64_t removes)
{
	struct ledger_entry entry = { .act = removes != 0 ? "remove" : "add",
		.table = "dataset" };
	unsigned char salt[FACT_SALT];
	int rc = fact_salt(salt);

	if (rc != 0)
		return rc;
	d->entry = ledger_next(s);
	rc = db_int(&d->id, store_db(s),
		"INSERT INTO dataset(name, licence, version, source, file,"
		" format, size, entries, content, removes, salt, entry,"
		" owner) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9,"
		" nullif($10, 0), $11, $12, $13) RETURNING id",
		"ttttttiibibit", d->name, d->licence, d->version, d->source,
		d->file, d->format, (int64_t)d->size, (int64_t)d->entries,
		(const void *)d->content.b, sizeof(d->content.b), removes,
		(const void *)salt, sizeof(salt), d->entry, d->owner);
	entry.row = d->id;
	return rc == 0 ? fact_seal(s, &entry) : rc;
}

int dataset_add(struct store *s, struct dataset *d)
{
	int rc = store_begin(s);

	return rc != 0 ? rc : store_end(s, insert(s, d, 0));
}

static void read_row(struct dataset *out, struct stmt *q)
{
	*out = (struct dataset){ .id = stmt_int(q, 0),
		.name = stmt_text(q, 1),
		.licence = stmt_text(q, 2),
		.version = stmt_text(q, 3),
		.source = stmt_text(q, 4),
		.file = stmt_text(q, 5),
		.format = stmt_text(q, 6),
		.size = (uint64_t)stmt_int(q, 7),
		.entries = (uint64_t)stmt_int(q, 8),
		.entry = stmt_int(q, 10),
		.owner = stmt_text(q, 11) };
	stmt_digest(&out->content, q, 9);
}

int dataset_each(struct store *s, dataset_fn fn, void *ctx)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(s),
		"SELECT " COLUMNS " FROM dataset d WHERE removes IS NULL"
		" AND NOT EXISTS (SELECT 1 FROM dataset r"
		" WHERE r.removes = d.id) ORDER BY id",
		"");

	while (rc == 0 && (rc = stmt_step(q, &row)) == 0 && row) {
		struct dataset d;

		read_row(&d, q);
		rc = fn(&d, ctx);
	}
	stmt_free(q);
	return rc;
}

/* The first file of a name that counts. */
struct first {
	struct store *store;
	const char *name;
	bool removed;
};

static int remove_one(const struct dataset *d, void *ctx)
{
	struct first *f = ctx;
	struct dataset removal = *d;
	int rc;

	if (strcmp(d->name, f->name) != 0)
		return 0;
	rc = insert(f->store, &removal, d->id);
	f->removed = rc == 0;
	return rc != 0 ? rc : ERR_EXISTS; /* it ends the walk */
}

int dataset_remove(struct store *s, const char *name, size_t *n)
{
	struct first f = { .store = s, .name = name, .removed = true };
	int rc = store_begin(s);

	*n = 0;
	if (rc != 0)
		return rc;
	while (rc == 0 && f.removed) {
		f.removed = false;
		rc = dataset_each(s, remove_one, &f);
		if (f.removed)
			rc = 0;
		*n += f.removed;
	}
	if (rc == 0 && *n == 0)
		rc = err_set(ERR_NOTFOUND,
			_("no data set is called '%s'; 'constat owners list' "
			  "shows them"),
			name);
	return store_end(s, rc);
}
