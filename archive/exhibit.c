/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/exhibit.h"

#include <stdlib.h>
#include <string.h>

#include "archive/fact.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

#define COLUMNS                                                                \
	"id, kind, title, file, media_type, size, content, obtained_ns,"       \
	" obtained_precision, obtained_by, origin, device, note,"              \
	" coalesce(redacts, 0), entry"

static const char *text(const char *s)
{
	return s != NULL ? s : "";
}

void exhibit_release(struct exhibit *e)
{
	free(e->kind);
	free(e->title);
	free(e->file);
	free(e->media_type);
	free(e->obtained_by);
	free(e->origin);
	free(e->device);
	free(e->note);
	*e = (struct exhibit){ 0 };
}

static int insert(
	struct store *s, struct exhibit *e, const unsigned char salt[FACT_SALT])
{
	return db_int(&e->id, store_db(s),
		"INSERT INTO exhibit(kind, title, file, media_type, size,"
		" content, obtained_ns, obtained_precision, obtained_by,"
		" origin, device, note, redacts, salt, entry) VALUES($1, $2,"
		" $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, nullif($13, 0),"
		" $14, $15) RETURNING id",
		"ttttibitttttibi", text(e->kind), text(e->title), text(e->file),
		text(e->media_type), (int64_t)e->size,
		(const void *)e->content.b, sizeof(e->content.b),
		e->obtained_ns, e->day_only ? "day" : "s", text(e->obtained_by),
		text(e->origin), text(e->device), text(e->note), e->redacts,
		(const void *)salt, (size_t)FACT_SALT, e->entry);
}

int exhibit_add(struct store *s, struct exhibit *e, const char *act, bool open)
{
	struct ledger_entry entry = { .act = act,
		.objects = &e->content,
		.n_objects = open ? 1 : 0,
		.table = "exhibit" };
	unsigned char salt[FACT_SALT];
	int rc = fact_salt(salt);

	if (rc == 0)
		rc = store_begin(s);
	if (rc != 0)
		return rc;
	e->entry = ledger_next(s);
	rc = insert(s, e, salt);
	entry.row = e->id;
	if (rc == 0)
		rc = fact_seal(s, &entry);
	return store_end(s, rc);
}

int exhibit_reserve(int64_t *id, struct store *s)
{
	int64_t last = 0;
	int rc = db_int(&last, store_db(s),
		"SELECT coalesce(max(id), 0) FROM exhibit", "");

	if (rc == 0)
		rc = db_defer(store_db(s));
	if (rc == 0)
		*id = last + 1;
	return rc;
}

int exhibit_has_size(bool *out, struct store *s, uint64_t size)
{
	int64_t n = 0;
	int rc = db_int(&n, store_db(s),
		"SELECT count(*) FROM exhibit WHERE size = $1", "i",
		(int64_t)size);

	*out = n > 0;
	return rc;
}

static void read_row(struct exhibit *out, struct stmt *q)
{
	size_t len;
	const void *content = stmt_blob(q, 6, &len);

	*out = (struct exhibit){ .id = stmt_int(q, 0),
		.kind = mem_strdup(stmt_text(q, 1)),
		.title = mem_strdup(stmt_text(q, 2)),
		.file = mem_strdup(stmt_text(q, 3)),
		.media_type = mem_strdup(stmt_text(q, 4)),
		.size = (uint64_t)stmt_int(q, 5),
		.obtained_ns = stmt_int(q, 7),
		.day_only = strcmp(stmt_text(q, 8), "day") == 0,
		.obtained_by = mem_strdup(stmt_text(q, 9)),
		.origin = mem_strdup(stmt_text(q, 10)),
		.device = mem_strdup(stmt_text(q, 11)),
		.note = mem_strdup(stmt_text(q, 12)),
		.redacts = stmt_int(q, 13),
		.entry = stmt_int(q, 14) };
	if (len == sizeof(out->content.b))
		memcpy(out->content.b, content, len);
}

static int read_one(struct exhibit *out, struct stmt *q)
{
	bool row = false;
	int rc = stmt_step(q, &row);

	if (rc == 0 && !row)
		rc = err_set(ERR_NOTFOUND,
			_("there is no such exhibit; 'constat case status' "
			  "lists them"));
	if (rc == 0)
		read_row(out, q);
	return rc;
}

int exhibit_get(struct exhibit *out, struct store *s, int64_t id)
{
	struct stmt *q = NULL;
	int rc = db_query(&q, store_db(s),
		"SELECT " COLUMNS " FROM exhibit WHERE id = $1", "i", id);

	if (rc == 0)
		rc = read_one(out, q);
	stmt_free(q);
	return err_wrap(rc, _("exhibit %lld"), (long long)id);
}

int exhibit_find(
	struct exhibit *out, struct store *s, const struct digest *content)
{
	struct stmt *q = NULL;
	int rc = db_query(&q, store_db(s),
		"SELECT " COLUMNS " FROM exhibit WHERE content = $1"
		" ORDER BY id LIMIT 1",
		"b", (const void *)content->b, sizeof(content->b));

	if (rc == 0)
		rc = read_one(out, q);
	stmt_free(q);
	return rc;
}

int exhibit_is_home(bool *out, struct store *s, int64_t id)
{
	int64_t n = 0;
	int rc = db_int(&n, store_db(s),
		"SELECT count(*) FROM exhibit x"
		" JOIN import i ON i.exhibit = x.id WHERE x.redacts = $1",
		"i", id);

	*out = n > 0;
	return rc;
}

int exhibit_each(struct store *s, exhibit_fn fn, void *ctx)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(s),
		"SELECT " COLUMNS " FROM exhibit ORDER BY id", "");

	while (rc == 0 && row) {
		struct exhibit e = { 0 };

		rc = stmt_step(q, &row);
		if (rc != 0 || !row)
			break;
		read_row(&e, q);
		rc = fn(&e, ctx);
		exhibit_release(&e);
	}
	stmt_free(q);
	return rc;
}
