/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/fact.h"

#include <stdlib.h>
#include <string.h>

#include "archive/object.h"
#include "base/codec.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/rand.h"

/* Written with its NUL, which separates it from the salt. */
static const char label[] = "constat row 1";

int fact_salt(unsigned char out[FACT_SALT])
{
	return rand_bytes(out, FACT_SALT);
}

struct column {
	const char *name;
	int at;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct column *)a)->name,
		((const struct column *)b)->name);
}

static void put_value(struct str *out, struct stmt *q, int at)
{
	struct str value = { 0 };
	const void *data;
	size_t len = 0;
	char *hex;

	switch (stmt_type(q, at)) {
	case DB_INT:
		str_printf(&value, "i:%lld", (long long)stmt_int(q, at));
		break;
	case DB_TEXT:
		data = stmt_text(q, at);
		(void)stmt_blob(q, at, &len);
		str_puts(&value, "t:");
		str_add(&value, data, len);
		break;
	case DB_BLOB:
		data = stmt_blob(q, at, &len);
		hex = mem_new(len * 2 + 1, 1);
		codec_hex(hex, data, len);
		str_printf(&value, "b:%s", hex);
		free(hex);
		break;
	case DB_REAL:
		str_printf(&value, "r:%s", stmt_text(q, at));
		break;
	case DB_NULL:
		str_puts(out, "null");
		return;
	}
	json_quote(out, value.p, value.len);
	str_release(&value);
}

/* The salt goes in front of the text, not into it. */
int fact_row(struct digest *out, struct stmt *q)
{
	int n = stmt_columns(q);
	struct column *columns = mem_new((size_t)n, sizeof(*columns));
	struct str text = { 0 };
	const void *salt = NULL;
	size_t len = 0;
	struct digest_stream *s;

	for (int i = 0; i < n; i++)
		columns[i] = (struct column){ stmt_name(q, i), i };
	qsort(columns, (size_t)n, sizeof(*columns), by_name);
	str_putc(&text, '{');
	for (int i = 0; i < n; i++) {
		if (strcmp(columns[i].name, "salt") == 0) {
			salt = stmt_blob(q, columns[i].at, &len);
			continue;
		}
		if (text.len > 1)
			str_putc(&text, ',');
		json_quote(&text, columns[i].name, strlen(columns[i].name));
		str_putc(&text, ':');
		put_value(&text, q, columns[i].at);
	}
	str_putc(&text, '}');
	free(columns);
	s = digest_stream_new();
	digest_stream_add(s, label, sizeof(label));
	digest_stream_add(s, salt, len);
	digest_stream_add(s, text.p, text.len);
	digest_stream_end(s, out);
	str_release(&text);
	return len == FACT_SALT
		       ? 0
		       : err_set(ERR_CORRUPT, _("a row has lost its salt"));
}

int fact_commitment(
	struct digest *out, struct store *s, const char *table, int64_t id)
{
	struct str sql = { 0 };
	struct stmt *q = NULL;
	bool row = false;
	int rc;

	/* table is one of schema_facts, never a text from outside. */
	str_printf(&sql, "SELECT * FROM %s WHERE id = $1", table);
	rc = db_query(&q, store_db(s), sql.p, "i", id);
	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0 && !row)
		rc = err_set(ERR_NOTFOUND, _("there is no row %lld in '%s'"),
			(long long)id, table);
	if (rc == 0)
		rc = fact_row(out, q);
	stmt_free(q);
	str_release(&sql);
	return rc;
}

int fact_seal(struct store *s, const struct ledger_entry *entry)
{
	struct ledger_entry sealed = *entry;
	int rc = fact_commitment(&sealed.commit, s, entry->table, entry->row);

	return rc != 0 ? rc : ledger_append(s, &sealed, NULL);
}

/* Whether the entry e destroyed words: canonical JSON has the member but as
 * itself nowhere. */
#define DESTROYED "replace(e.body, '\"act\":\"destroy\"', '') <> e.body"

/* Columns that refer to contents; whether the row's destruction ends that. */
static const struct holder {
	const char *table, *column;
	bool ends;
} holders[] = {
	{ "snapshot", "body", false },
	{ "snapshot", "record", false },
	{ "version", "text", false },
	{ "version", "declaration", false },
	{ "exhibit", "content", true },
	{ "casefile", "content", true },
	{ "stamp", "reply", false },
	{ "stamp", "ca", false },
	{ "attempt", "record", false },
	{ "dataset", "content", false },
};

static int count_holders(struct fact_holders *out, struct store *s,
	const struct holder *h, const struct digest *d)
{
	struct str sql = { 0 };
	struct stmt *q = NULL;
	bool row = true;
	int rc;

	str_printf(&sql,
		"SELECT " DESTROYED " FROM %s t JOIN entry e"
		" ON e.number = t.entry WHERE t.%s = $1",
		h->table, h->column);
	rc = db_query(
		&q, store_db(s), sql.p, "b", (const void *)d->b, sizeof(d->b));
	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc != 0 || !row)
			break;
		if (h->ends && stmt_int(q, 0) != 0)
			out->destroyed++;
		else
			out->now++;
	}
	stmt_free(q);
	str_release(&sql);
	return rc;
}

int fact_holders(
	struct fact_holders *out, struct store *s, const struct digest *d)
{
	struct fact_holders sum = { 0 };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(holders) / sizeof(holders[0]);
		i++)
		rc = count_holders(&sum, s, &holders[i], d);
	if (rc == 0)
		*out = sum;
	return rc;
}

/* What goes, by table: the column of a content, the statement that empties
 * the row's texts ($1 the new salt, $2 the new entry, $3 the row), and those
 * that remove what hangs on it ($1 the row). */
#define OF_EXHIBIT " WHERE import IN (SELECT id FROM import WHERE exhibit = $1)"
static const struct destroy {
	const char *table, *column, *update, *drop[5];
} destroys[] = {
	{ "exhibit", "content",
		"UPDATE exhibit SET title = '', file = '', obtained_by = '',"
		" origin = '', device = '', note = '', salt = $1, entry = $2"
		" WHERE id = $3",
		{ "DELETE FROM block" OF_EXHIBIT,
			"DELETE FROM dictionary" OF_EXHIBIT,
			"DELETE FROM host_total" OF_EXHIBIT,
			"DELETE FROM bad_line" OF_EXHIBIT } },
	{ "snapshot", NULL,
		"UPDATE snapshot SET source = '', salt = $1, entry = $2"
		" WHERE id = $3",
		{ NULL } },
	{ "casefile", "content",
		"UPDATE casefile SET salt = $1, entry = $2 WHERE id = $3",
		{ NULL } },
	{ "acceptance", NULL,
		"UPDATE acceptance SET why = '', salt = $1, entry = $2"
		" WHERE id = $3",
		{ NULL } },
};

static const struct destroy *find_destroy(const char *table)
{
	for (size_t i = 0; i < sizeof(destroys) / sizeof(destroys[0]); i++)
		if (strcmp(destroys[i].table, table) == 0)
			return &destroys[i];
	return NULL;
}

/* Refuses a row that is not there, or whose words are gone already. */
static int check_destroy(struct store *s, const char *table, int64_t id)
{
	struct str sql = { 0 };
	int64_t gone = -1;
	int rc;

	str_printf(&sql,
		"SELECT " DESTROYED " FROM %s t"
		" JOIN entry e ON e.number = t.entry WHERE t.id = $1",
		table);
	rc = db_int(&gone, store_db(s), sql.p, "i", id);
	str_release(&sql);
	if (rc == 0 && gone < 0)
		rc = err_set(ERR_NOTFOUND, _("there is no row %lld in '%s'"),
			(long long)id, table);
	if (rc == 0 && gone > 0)
		rc = err_set(ERR_EXISTS,
			_("the words of row %lld in '%s' are destroyed "
			  "already"),
			(long long)id, table);
	return rc;
}

/* The bytes of the row's content go, when no row needs them any more. */
static int drop_content(struct store *s, const struct destroy *d, int64_t id)
{
	struct fact_holders left = { 0 };
	struct str sql = { 0 };
	struct stmt *q = NULL;
	struct digest content;
	size_t n = 0;
	int rc;

	str_printf(
		&sql, "SELECT %s FROM %s WHERE id = $1", d->column, d->table);
	rc = db_query(&q, store_db(s), sql.p, "i", id);
	if (rc == 0)
		rc = stmt_digests(&content, &n, 1, q);
	stmt_free(q);
	str_release(&sql);
	if (rc == 0 && n == 1)
		rc = fact_holders(&left, s, &content);
	if (rc == 0 && n == 1 && left.now == 0)
		rc = object_empty(s, &content);
	return rc;
}

int fact_destroy(struct store *s, const char *table, int64_t id)
{
	const struct destroy *d = find_destroy(table);
	struct ledger_entry entry = {
		.act = "destroy", .table = table, .row = id
	};
	unsigned char salt[FACT_SALT];
	int rc = fact_salt(salt);

	if (d == NULL)
		return err_set(ERR_INVALID,
			_("a row of '%s' holds no words to destroy"), table);
	if (rc == 0)
		rc = store_begin(s);
	if (rc != 0)
		return rc;
	rc = check_destroy(s, table, id);
	for (size_t i = 0; rc == 0 && d->drop[i] != NULL; i++)
		rc = db_run(store_db(s), d->drop[i], "i", id);
	if (rc == 0)
		rc = db_run(store_db(s), d->update, "bii", (const void *)salt,
			sizeof(salt), ledger_next(s), id);
	if (rc == 0)
		rc = fact_seal(s, &entry);
	if (rc == 0 && d->column != NULL)
		rc = drop_content(s, d, id);
	return store_end(s, rc);
}
