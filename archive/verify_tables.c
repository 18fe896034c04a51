/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/verify_tables.h"

#include <stdio.h>
#include <string.h>

#include "archive/delta.h"
#include "archive/schema.h"
#include "archive/seal.h"
#include "base/err.h"
#include "base/i18n.h"

void verify_find(
	const struct verify_sink *sink, const char *where, const char *what)
{
	++*sink->findings;
	if (sink->fn != NULL)
		sink->fn(where, what, sink->ctx);
}

/* Runs a pragma whose rows, but a single "ok", are findings. */
static void run_pragma(struct store *s, const struct verify_sink *sink,
	const char *sql, const char *where)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(s), sql, "");

	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc == 0 && row && strcmp(stmt_text(q, 0), "ok") != 0)
			verify_find(sink, where, stmt_text(q, 0));
	}
	if (rc != 0)
		verify_find(sink, where, err_message());
	stmt_free(q);
}

/* Both lists of tables, side by side; a difference is a finding. What full
 * text keeps is left out: it is derived, and how SQLite spells the tables it
 * makes for it may differ from one release to the next. */
static int compare_schema(struct db *kept, struct db *fresh, bool *same)
{
	static const char sql[] =
		"SELECT type, name, tbl_name, coalesce(sql, '')"
		" FROM sqlite_master WHERE type NOT IN ('table', 'index')"
		" OR tbl_name NOT LIKE 'passage!_%' ESCAPE '!'"
		" ORDER BY name";
	struct stmt *a = NULL, *b = NULL;
	bool more_a = true, more_b = true;
	int rc = db_query(&a, kept, sql, "");

	*same = true;
	if (rc == 0)
		rc = db_query(&b, fresh, sql, "");
	while (rc == 0 && *same && more_a) {
		rc = stmt_step(a, &more_a);
		if (rc == 0)
			rc = stmt_step(b, &more_b);
		*same = more_a == more_b;
		for (int i = 0; rc == 0 && more_a && more_b && i < 4; i++)
			*same = *same &&
				strcmp(stmt_text(a, i), stmt_text(b, i)) == 0;
	}
	stmt_free(a);
	stmt_free(b);
	return rc;
}

static void check_schema(struct store *s, const struct verify_sink *sink)
{
	struct db *fresh = NULL;
	bool same = true;
	int version = 0;
	int rc = schema_version(&version, store_db(s));

	if (rc == 0)
		rc = db_open(&fresh, ":memory:", DB_MEMORY);
	if (rc == 0)
		rc = schema_create(fresh, version);
	if (rc == 0)
		rc = compare_schema(store_db(s), fresh, &same);
	if (rc != 0)
		verify_find(sink, _("tables"), err_message());
	else if (!same)
		verify_find(sink, _("tables"),
			_("they are not those of this format of archive"));
	db_close(fresh);
}

/* As in archive/delta.h, for a statement. */
#define DEPTH "32"
_Static_assert(DELTA_DEPTH == 32, "DEPTH is DELTA_DEPTH");

/* Each statement counts rows that must not be. */
static void check_counts(struct store *s, const struct verify_sink *sink)
{
	static const struct {
		const char *where, *sql;
	} counts[] = {
		{ "meta", "SELECT abs(count(*) - 3) FROM meta" },
		{ "meta", "SELECT 3 - count(*) FROM meta WHERE key IN"
			  " ('schema', 'archive', 'public_key')" },
		{ "meta",
			"SELECT count(*) FROM meta, entry WHERE number = 0 AND"
			" key = 'public_key' AND"
			" replace(body, '\"public_key\":\"' || value ||"
			" '\"', '') = body" },
		{ "head", "SELECT abs(count(*) - 1) FROM head" },
		{ "chunk", "SELECT count(*) FROM chunk WHERE object NOT IN"
			   " (SELECT id FROM object)" },
		{ "delta", "SELECT count(*) FROM delta WHERE object NOT IN"
			   " (SELECT object FROM chunk) OR base >= object"
			   " OR depth < 1 OR depth > " DEPTH },
		{ "block", "SELECT count(*) FROM block WHERE import NOT IN"
			   " (SELECT id FROM import)" },
		{ "dictionary",
			"SELECT count(*) FROM dictionary WHERE import NOT IN"
			" (SELECT id FROM import)" },
		{ "host_total",
			"SELECT count(*) FROM host_total WHERE import NOT IN"
			" (SELECT id FROM import)" },
		{ "bad_line",
			"SELECT count(*) FROM bad_line WHERE import NOT IN"
			" (SELECT id FROM import)" },
	};

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		int64_t n = 0;

		if (db_int(&n, store_db(s), counts[i].sql, "") != 0)
			verify_find(sink, counts[i].where, err_message());
		else if (n != 0)
			verify_find(sink, counts[i].where,
				_("rows were added, removed or changed"));
	}
}

static bool seal_holds(struct stmt *q)
{
	struct seal_numbers numbers = { { stmt_int(q, 1), stmt_int(q, 2),
		stmt_int(q, 3), stmt_int(q, 4) } };
	size_t seal_len, len;
	const void *seal = stmt_blob(q, 5, &seal_len);
	const void *data = stmt_blob(q, 6, &len);
	struct digest now;

	seal_of(&now, numbers, data, len);
	return seal_len == sizeof(now.b) && memcmp(seal, now.b, seal_len) == 0;
}

/* sql gives an import's id, four numbers, the seal, the blob. */
static void check_seals(struct store *s, const struct verify_sink *sink,
	const char *sql, const char *what)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(s), sql, "");

	while (rc == 0 && row) {
		char where[64];

		rc = stmt_step(q, &row);
		if (rc != 0 || !row || seal_holds(q))
			continue;
		snprintf(where, sizeof(where), _("import %lld"),
			(long long)stmt_int(q, 0));
		verify_find(sink, where, what);
	}
	if (rc != 0)
		verify_find(sink, _("imports"), err_message());
	stmt_free(q);
}

void verify_tables(struct store *s, const struct verify_sink *sink)
{
	run_pragma(s, sink, "PRAGMA integrity_check", "constat.db");
	run_pragma(s, sink, "PRAGMA foreign_key_check", _("references"));
	check_schema(s, sink);
	check_counts(s, sink);
	check_seals(s, sink,
		"SELECT import, number, rows, first_ns, last_ns, seal, data"
		" FROM block",
		_("a stored block of rows was changed"));
	check_seals(s, sink,
		"SELECT import, names, size, 0, 0, seal, data FROM dictionary",
		_("a stored dictionary was changed"));
}
