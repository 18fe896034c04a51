/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times are int64_t nanoseconds (base/instant.h), digests 32-byte blobs.
 * Columns that a person's words may stand in (title, note, source, device…)
 * are never quoted in the ledger: only the salted commitment of the row is.
 */
#include "archive/schema.h"

#include "base/err.h"
#include "base/i18n.h"

const char *const schema_facts[] = { "snapshot", "version", "reading",
	"exhibit", "import", "stamp", "casefile", "document", NULL };

#define SEALED "salt BLOB NOT NULL, entry INTEGER NOT NULL"
#define OBJECT "BLOB NOT NULL REFERENCES object(digest)"

static const char *const statements[] = {
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

const char *schema_statement(size_t i)
{
	return statements[i];
}

int schema_create(struct db *db)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && statements[i] != NULL; i++)
		rc = db_exec(db, statements[i]);
	if (rc == 0)
		rc = db_run(db,
			"INSERT INTO meta(key, value) VALUES('schema', $1)",
			"t", "1");
	return rc;
}

int schema_migrate(struct db *db)
{
	int64_t version = 0, tables = 0;
	int rc = db_int(&tables, db,
		"SELECT count(*) FROM sqlite_master WHERE name = 'meta'", "");

	if (rc == 0 && tables == 0)
		return err_set(ERR_CORRUPT,
			_("constat.db is not an archive of constat"));
	if (rc == 0)
		rc = db_int(&version, db,
			"SELECT CAST(value AS INTEGER) FROM meta"
			" WHERE key = 'schema'",
			"");
	if (rc != 0)
		return rc;
	if (version > SCHEMA_VERSION)
		return err_set(ERR_INVALID,
			_("this archive was made by a newer constat (format "
			  "%lld, known here: %d); use that one"),
			(long long)version, SCHEMA_VERSION);
	if (version != SCHEMA_VERSION)
		return err_set(ERR_CORRUPT,
			_("constat.db names a format that never existed"));
	return 0;
}
