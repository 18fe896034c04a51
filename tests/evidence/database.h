/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_EVIDENCE_DATABASE_H
#define TESTS_EVIDENCE_DATABASE_H

/*
 * Databases made by SQL in a scene's folder, and imported.
 *
 *	rc = database_import(&s, NULL, "CREATE TABLE …; INSERT …");
 */

#include <sqlite3.h>

#include "tests/evidence/scene.h"

/* A database's path; constant until the next one. */
__attribute__((unused)) static const char *database_make(
	struct scene *s, const char *sql)
{
	static char path[512];
	char *why = NULL;
	sqlite3 *db;

	snprintf(path, sizeof(path), "%s/log.sqlite", s->dir);
	unlink(path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s", why);
	sqlite3_close(db);
	return path;
}

__attribute__((unused)) static int database_import_path(
	struct scene *s, const char *path)
{
	static const struct importer_options none;
	const struct intake_about about = { .kind = "log" };
	struct intake_order order = {
		.path = path, .options = &none, .about = &about
	};
	int rc;

	s->n = s->n_bad = 0;
	intake_result_release(&s->result);
	rc = intake_log(&s->result, s->store, &order);
	if (rc != 0)
		return rc;
	assert_int_equal(
		block_each(s->store, s->result.exhibit.id, scene_row, s), 0);
	assert_int_equal(
		block_each_bad(s->store, s->result.import.id, scene_bad, s), 0);
	return 0;
}

__attribute__((unused)) static int database_import(
	struct scene *s, const char *sql)
{
	return database_import_path(s, database_make(s, sql));
}

#endif
