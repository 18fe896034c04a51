/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times are int64_t nanoseconds (base/instant.h), digests 32-byte blobs.
 * Columns that a person's words may stand in (title, note, source, device…)
 * are never quoted in the ledger: only the salted commitment of the row is.
 */
#include "archive/schema.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"

const char *const schema_facts[] = { "snapshot", "version", "reading",
	"exhibit", "import", "stamp", "casefile", "document", "judgement",
	"acceptance", "attempt", "dataset", NULL };

const char *const schema_operational[] = { "relay", "schedule", "validator",
	NULL };

#define SEALED "salt BLOB NOT NULL, entry INTEGER NOT NULL"
#define OBJECT "BLOB NOT NULL REFERENCES object(digest)"

static const char *const first[] = {
	"CREATE TABLE meta(key TEXT NOT NULL PRIMARY KEY,"
	" value TEXT NOT NULL) STRICT",
	"CREATE TABLE head(id INTEGER NOT NULL PRIMARY KEY,"
	" size INTEGER NOT NULL, edge BLOB NOT NULL, note TEXT NOT NULL)"
	" STRICT",
	"CREATE TABLE entry(number INTEGER NOT NULL PRIMARY KEY,"
	" body TEXT NOT NULL) STRICT",
	"CREATE TABLE object(id INTEGER NOT NULL PRIMARY KEY,"
	" digest BLOB NOT NULL UNIQUE, size INTEGER NOT NULL) STRICT",
	"CREATE TABLE chunk(object INTEGER NOT NULL REFERENCES object(id),"
	" number INTEGER NOT NULL, size INTEGER NOT NULL, seal BLOB NOT NULL,"
	" data BLOB NOT NULL, PRIMARY KEY(object, number)) STRICT",
	"CREATE TABLE snapshot(id INTEGER NOT NULL PRIMARY KEY,"
	" service TEXT NOT NULL, terms TEXT NOT NULL, part INTEGER NOT NULL,"
	" url TEXT NOT NULL, final_url TEXT NOT NULL,"
	" seen_ns INTEGER NOT NULL, seen_precision TEXT NOT NULL,"
	" basis TEXT NOT NULL, source TEXT NOT NULL, status INTEGER NOT NULL,"
	" media_type TEXT NOT NULL, body " OBJECT ", size INTEGER NOT NULL,"
	" record " OBJECT ", " SEALED ") STRICT",
	"CREATE INDEX snapshot_terms ON snapshot(service, terms, seen_ns)",
	"CREATE TABLE version(id INTEGER NOT NULL PRIMARY KEY,"
	" service TEXT NOT NULL, terms TEXT NOT NULL, text " OBJECT ","
	" size INTEGER NOT NULL, snapshot INTEGER NOT NULL"
	" REFERENCES snapshot(id), declaration " OBJECT ","
	" extractor TEXT NOT NULL, technical INTEGER NOT NULL, " SEALED
	") STRICT",
	"CREATE TABLE reading(id INTEGER NOT NULL PRIMARY KEY,"
	" snapshot INTEGER NOT NULL REFERENCES snapshot(id),"
	" version INTEGER NOT NULL REFERENCES version(id), " SEALED ") STRICT",
	"CREATE INDEX reading_snapshot ON reading(snapshot)",
	"CREATE TABLE exhibit(id INTEGER NOT NULL PRIMARY KEY,"
	" kind TEXT NOT NULL, title TEXT NOT NULL, file TEXT NOT NULL,"
	" media_type TEXT NOT NULL, size INTEGER NOT NULL, content " OBJECT ","
	" obtained_ns INTEGER NOT NULL, obtained_precision TEXT NOT NULL,"
	" obtained_by TEXT NOT NULL, origin TEXT NOT NULL,"
	" device TEXT NOT NULL, note TEXT NOT NULL,"
	" redacts INTEGER REFERENCES exhibit(id), " SEALED ") STRICT",
	"CREATE TABLE import(id INTEGER NOT NULL PRIMARY KEY,"
	" exhibit INTEGER NOT NULL REFERENCES exhibit(id),"
	" importer TEXT NOT NULL, importer_version INTEGER NOT NULL,"
	" options TEXT NOT NULL, rows INTEGER NOT NULL, bad INTEGER NOT NULL,"
	" first_ns INTEGER NOT NULL, last_ns INTEGER NOT NULL,"
	" digest BLOB NOT NULL, " SEALED ") STRICT",
	"CREATE INDEX import_exhibit ON import(exhibit)",
	"CREATE TABLE block(import INTEGER NOT NULL REFERENCES import(id),"
	" number INTEGER NOT NULL, rows INTEGER NOT NULL,"
	" first_ns INTEGER NOT NULL, last_ns INTEGER NOT NULL,"
	" seal BLOB NOT NULL, data BLOB NOT NULL,"
	" PRIMARY KEY(import, number)) STRICT",
	"CREATE TABLE dictionary(import INTEGER NOT NULL PRIMARY KEY"
	" REFERENCES import(id), names INTEGER NOT NULL, size INTEGER NOT NULL,"
	" seal BLOB NOT NULL, data BLOB NOT NULL) STRICT",
	"CREATE TABLE host_total(import INTEGER NOT NULL REFERENCES import(id),"
	" host TEXT NOT NULL, rows INTEGER NOT NULL, contacts INTEGER NOT NULL,"
	" allowed INTEGER NOT NULL, blocked INTEGER NOT NULL,"
	" rewritten INTEGER NOT NULL, errors INTEGER NOT NULL,"
	" unknown INTEGER NOT NULL, first_ns INTEGER NOT NULL,"
	" last_ns INTEGER NOT NULL, PRIMARY KEY(import, host)) STRICT",
	"CREATE TABLE bad_line(import INTEGER NOT NULL REFERENCES import(id),"
	" line INTEGER NOT NULL, position INTEGER NOT NULL,"
	" reason TEXT NOT NULL, PRIMARY KEY(import, line)) STRICT",
	"CREATE TABLE stamp(id INTEGER NOT NULL PRIMARY KEY,"
	" size INTEGER NOT NULL, checkpoint TEXT NOT NULL, reply " OBJECT ","
	" authority TEXT NOT NULL, url TEXT NOT NULL, ca " OBJECT ","
	" gen_ns INTEGER NOT NULL, accuracy_ns INTEGER NOT NULL,"
	" sent_ns INTEGER NOT NULL, received_ns INTEGER NOT NULL, " SEALED
	") STRICT",
	"CREATE TABLE casefile(id INTEGER NOT NULL PRIMARY KEY,"
	" read_ns INTEGER NOT NULL, content " OBJECT ", " SEALED ") STRICT",
	"CREATE TABLE document(id INTEGER NOT NULL PRIMARY KEY,"
	" kind TEXT NOT NULL, lang TEXT NOT NULL, made_ns INTEGER NOT NULL,"
	" digest BLOB NOT NULL, size INTEGER NOT NULL,"
	" casefile INTEGER NOT NULL REFERENCES casefile(id),"
	" stamp INTEGER REFERENCES stamp(id), " SEALED ") STRICT",
	NULL,
};

/* Walls, attempts, chains of contents, what the worker and a conditional
 * request need, and the indexes without which a long history would slow the
 * next capture. */
static const char *const second[] = {
	"CREATE TABLE judgement(id INTEGER NOT NULL PRIMARY KEY,"
	" snapshot INTEGER NOT NULL REFERENCES snapshot(id),"
	" kind TEXT NOT NULL, score INTEGER NOT NULL,"
	" reasons TEXT NOT NULL, " SEALED ") STRICT",
	"CREATE INDEX judgement_snapshot ON judgement(snapshot)",
	"CREATE TABLE acceptance(id INTEGER NOT NULL PRIMARY KEY,"
	" snapshot INTEGER NOT NULL REFERENCES snapshot(id),"
	" why TEXT NOT NULL, " SEALED ") STRICT",
	"CREATE INDEX acceptance_snapshot ON acceptance(snapshot)",
	"CREATE TABLE attempt(id INTEGER NOT NULL PRIMARY KEY,"
	" service TEXT NOT NULL, terms TEXT NOT NULL, part INTEGER NOT NULL,"
	" url TEXT NOT NULL, seen_ns INTEGER NOT NULL, cause TEXT NOT NULL,"
	" record " OBJECT ", " SEALED ") STRICT",
	"CREATE INDEX attempt_terms ON attempt(service, terms, seen_ns)",
	"CREATE TABLE delta(object INTEGER NOT NULL PRIMARY KEY"
	" REFERENCES object(id), base INTEGER NOT NULL REFERENCES object(id),"
	" depth INTEGER NOT NULL) STRICT",
	"CREATE INDEX delta_base ON delta(base)",
	"CREATE TABLE schedule(service TEXT NOT NULL, terms TEXT NOT NULL,"
	" due_ns INTEGER NOT NULL, lease_ns INTEGER NOT NULL DEFAULT 0,"
	" holder TEXT NOT NULL DEFAULT '',"
	" failures INTEGER NOT NULL DEFAULT 0,"
	" cause TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '',"
	" checked_ns INTEGER NOT NULL DEFAULT 0,"
	" PRIMARY KEY(service, terms)) STRICT",
	"CREATE INDEX schedule_due ON schedule(holder, due_ns)",
	"CREATE INDEX schedule_checked ON schedule(checked_ns, due_ns)",
	"CREATE TABLE relay(id INTEGER NOT NULL PRIMARY KEY,"
	" version INTEGER NOT NULL, lease_ns INTEGER NOT NULL DEFAULT 0,"
	" holder TEXT NOT NULL DEFAULT '') STRICT",
	"CREATE TABLE validator(service TEXT NOT NULL, terms TEXT NOT NULL,"
	" part INTEGER NOT NULL, url TEXT NOT NULL, etag TEXT NOT NULL,"
	" modified TEXT NOT NULL, language TEXT NOT NULL, rules BLOB NOT NULL,"
	" snapshot INTEGER NOT NULL REFERENCES snapshot(id),"
	" PRIMARY KEY(service, terms, part)) STRICT",
	"CREATE INDEX snapshot_part ON snapshot(service, terms, part, seen_ns)",
	"CREATE INDEX version_terms ON version(service, terms)",
	"CREATE INDEX reading_version ON reading(version)",
	NULL,
};

/* Passages of the texts of versions, for searching (archive/passage.c). They
 * refer to nothing, so that what is derived never stands in the way of what
 * it is derived from. */
static const char *const third[] = {
	"CREATE TABLE passage_mark(id INTEGER NOT NULL PRIMARY KEY,"
	" version INTEGER NOT NULL) STRICT",
	"CREATE TABLE passage_line(id INTEGER NOT NULL PRIMARY KEY,"
	" service TEXT NOT NULL, terms TEXT NOT NULL,"
	" UNIQUE(service, terms)) STRICT",
	"CREATE TABLE passage_text(line INTEGER NOT NULL,"
	" number INTEGER NOT NULL, digest BLOB NOT NULL,"
	" PRIMARY KEY(line, number), UNIQUE(line, digest)) STRICT",
	"CREATE TABLE passage_block(id INTEGER NOT NULL PRIMARY KEY,"
	" digest BLOB NOT NULL UNIQUE) STRICT",
	"CREATE TABLE passage_range(id INTEGER NOT NULL PRIMARY KEY,"
	" block INTEGER NOT NULL, section INTEGER NOT NULL,"
	" line INTEGER NOT NULL, first INTEGER NOT NULL,"
	" last INTEGER) STRICT",
	"CREATE INDEX passage_range_block ON passage_range(block, line)",
	"CREATE INDEX passage_range_open ON passage_range(line)"
	" WHERE last IS NULL",
	"CREATE VIRTUAL TABLE passage_words USING fts5(body,"
	" tokenize = 'unicode61 remove_diacritics 2')",
	NULL,
};

/* Data sets that answers lean on (archive/dataset.h). */
static const char *const fourth[] = {
	"CREATE TABLE dataset(id INTEGER NOT NULL PRIMARY KEY,"
	" name TEXT NOT NULL, licence TEXT NOT NULL, version TEXT NOT NULL,"
	" source TEXT NOT NULL, file TEXT NOT NULL, format TEXT NOT NULL,"
	" owner TEXT NOT NULL, size INTEGER NOT NULL, entries INTEGER NOT "
	"NULL, content " OBJECT ","
	" removes INTEGER REFERENCES dataset(id), " SEALED ") STRICT",
	"CREATE INDEX dataset_removes ON dataset(removes)",
	NULL,
};

/* What leads from the format before to this one; [0] from nothing to 1. */
static const char *const *const steps[SCHEMA_VERSION] = { first, second, third,
	fourth };

const char *schema_statement(size_t i)
{
	for (size_t step = 0; step < SCHEMA_VERSION; step++)
		for (const char *const *s = steps[step]; *s != NULL; s++)
			if (i-- == 0)
				return *s;
	return NULL;
}

/* The steps behind one format, up to another. */
static int climb(struct db *db, int64_t from, int64_t to)
{
	int rc = 0;

	for (int64_t step = from; rc == 0 && step < to; step++)
		for (const char *const *s = steps[step]; rc == 0 && *s != NULL;
			s++)
			rc = db_exec(db, *s);
	return rc;
}

int schema_create(struct db *db, int version)
{
	char text[16];
	int rc = climb(db, 0, version);

	snprintf(text, sizeof(text), "%d", version);
	if (rc == 0)
		rc = db_run(db,
			"INSERT INTO meta(key, value) VALUES('schema', $1)",
			"t", text);
	return rc;
}

int schema_version(int *out, struct db *db)
{
	int64_t version = 0, tables = 0;
	int rc = db_int(&tables, db,
		"SELECT count(*) FROM sqlite_master WHERE name = 'meta'", "");

	if (rc == 0 && tables == 0)
		return err_set(ERR_CORRUPT,
			_("'%s' is not an archive of constat"), db_path(db));
	if (rc == 0)
		rc = db_int(&version, db,
			"SELECT CAST(value AS INTEGER) FROM meta"
			" WHERE key = 'schema'",
			"");
	if (rc != 0)
		return rc;
	if (version > SCHEMA_VERSION)
		return err_set(ERR_INVALID,
			_("'%s' was made by a newer constat (format %lld, "
			  "known here: %d); use that one"),
			db_path(db), (long long)version, SCHEMA_VERSION);
	if (version < 1)
		return err_set(ERR_CORRUPT,
			_("'%s' names a format that never existed"),
			db_path(db));
	*out = (int)version;
	return 0;
}

int schema_migrate(struct db *db)
{
	char text[16];
	int version = 0;
	int rc = schema_version(&version, db);

	if (rc != 0 || version == SCHEMA_VERSION)
		return rc;
	rc = db_begin(db);
	if (rc != 0)
		return rc;
	/* Another process may have done it meanwhile. */
	rc = schema_version(&version, db);
	if (rc == 0)
		rc = climb(db, version, SCHEMA_VERSION);
	snprintf(text, sizeof(text), "%d", SCHEMA_VERSION);
	if (rc == 0)
		rc = db_run(db,
			"UPDATE meta SET value = $1 WHERE key = 'schema'", "t",
			text);
	if (rc == 0)
		return db_commit(db);
	db_rollback(db);
	return err_wrap(rc, _("cannot bring the archive up to date"));
}

/* "CREATE TABLE x…" as "CREATE TABLE temp.x…"; indexes would only speed up
 * what is empty or small. */
static int lend(struct db *db, const char *statement)
{
	static const char *const kinds[] = { "CREATE TABLE ",
		"CREATE VIRTUAL TABLE " };
	struct str sql = { 0 };
	int rc = 0;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t len = strlen(kinds[i]);

		if (strncmp(statement, kinds[i], len) != 0)
			continue;
		str_printf(&sql, "%stemp.%s", kinds[i], statement + len);
		rc = db_exec(db, sql.p);
	}
	str_release(&sql);
	return rc;
}

int schema_lend(struct db *db, int version)
{
	int rc = 0;

	for (int step = version; rc == 0 && step < SCHEMA_VERSION; step++)
		for (const char *const *s = steps[step]; rc == 0 && *s != NULL;
			s++)
			rc = lend(db, *s);
	return rc;
}

int schema_read(struct db *db)
{
	int version = 0;
	int rc = schema_version(&version, db);

	return rc != 0 ? rc : schema_lend(db, version);
}
