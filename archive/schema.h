/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_SCHEMA_H
#define ARCHIVE_SCHEMA_H

/*
 * The tables, their version, and the steps from one version to the next.
 *
 * Tables of fact have the columns id, salt and entry: each row is sealed by
 * the ledger entry that made it (archive/fact.h). Derived tables (block,
 * dictionary, host_total, bad_line) belong to an import and can be made
 * again from its exhibit.
 */

#include "archive/db.h"

enum { SCHEMA_VERSION = 1 };

/* Names of the tables of fact, NULL-terminated. */
extern const char *const schema_facts[];

/* Makes the tables of SCHEMA_VERSION in an empty database. */
int schema_create(struct db *db);

/* Brings an older database up to date, inside the caller's transaction.
 * ERR_INVALID when it is newer than this program, ERR_CORRUPT when it is no
 * archive. */
int schema_migrate(struct db *db);

/* The statement that makes table or index i, NULL behind the last: verify
 * compares them with what the database says. */
const char *schema_statement(size_t i);

#endif
