/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_SCHEMA_H
#define ARCHIVE_SCHEMA_H

/*
 * The tables, their format, and the steps from one format to the next.
 *
 *	rc = schema_migrate(db);	a writer: the file is brought up to date
 *	rc = schema_read(db);		a reader: the file stays as it is
 *
 * Tables of fact have the columns id, salt and entry: each row is sealed by
 * the ledger entry that made it (archive/fact.h). Their columns never change,
 * for that would change what was sealed. Derived tables (block, dictionary,
 * host_total, bad_line) belong to an import and can be made again from its
 * exhibit; those of passages (archive/passage.h) are made from the texts of
 * versions and may go at any time; delta says which contents are stored as a
 * difference. Operational tables (schedule, validator) only help the next
 * capture: they change unsealed and prove nothing.
 */

#include "archive/db.h"

enum { SCHEMA_VERSION = 4 };

/* Names of the tables of fact, and of the operational ones; NULL-terminated.
 */
extern const char *const schema_facts[];
extern const char *const schema_operational[];

/* Makes the tables of a format (SCHEMA_VERSION, or an older one to compare
 * with) in an empty database. */
int schema_create(struct db *db, int version);

/* The format of a database. ERR_INVALID when it is newer than this program,
 * ERR_CORRUPT when it is no archive. */
int schema_version(int *out, struct db *db);

/* Brings an older database up to date, all or nothing. Errors as above. */
int schema_migrate(struct db *db);

/* Makes an older database readable without writing to it (it may lie on a
 * read-only disk, or be evidence): the tables it lacks are lent, empty, for
 * as long as db is open. Errors as above. */
int schema_read(struct db *db);

/* Lends the tables that came behind a format, empty, in the memory of this
 * connection: they stand before those of the file. */
int schema_lend(struct db *db, int version);

/* The statement that makes table or index i of SCHEMA_VERSION, NULL behind
 * the last. */
const char *schema_statement(size_t i);

#endif
