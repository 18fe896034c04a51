/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_FACT_H
#define ARCHIVE_FACT_H

/*
 * Rows of fact: each is inserted with a fresh 256-bit salt and the number of
 * the ledger entry that seals it, in one transaction. The entry holds
 *
 *	SHA-256("constat row 1\0" || salt || row)
 *
 * where row is the JSON text of the row's columns in order of their names,
 * each value typed ("i:5", "t:text", "b:00ff", null): a change of type is a
 * change too. Guessing a short text from the commitment is hopeless, so the
 * text can be destroyed later and the tree still verifies.
 *
 *	fact_salt(salt);
 *	db_int(&id, db, "INSERT … VALUES(…, $8, $9) RETURNING id", "…bi", …,
 *		salt, FACT_SALT, ledger_next(store));
 *	rc = fact_seal(store, &(struct ledger_entry){ .act = "import",
 *		.table = "import", .row = id });
 */

#include "archive/ledger.h"

enum { FACT_SALT = 32 };

/* A fresh salt. */
int fact_salt(unsigned char out[FACT_SALT]);

/* Computes the row's commitment and appends the entry. */
int fact_seal(struct store *s, const struct ledger_entry *entry);

/* The commitment of a row as it stands. ERR_NOTFOUND. */
int fact_commitment(
	struct digest *out, struct store *s, const char *table, int64_t id);

/* Destroys the words of a row (exhibit, snapshot, casefile, acceptance) that a
 * person may want gone: its texts become "", the content that no other row
 * needs and what was read from it are removed, and an entry "destroy" seals
 * what is left. The ledger's tree holds as before. A content that is named in
 * a capture record alone counts as needed by nobody. ERR_INVALID for another
 * table. */
int fact_destroy(struct store *s, const char *table, int64_t id);

/* How many rows need a content, and how many did until they were destroyed. */
struct fact_holders {
	int64_t now, destroyed;
};
int fact_holders(
	struct fact_holders *out, struct store *s, const struct digest *d);

/* Commitment of the row that a statement (SELECT * of a table of fact)
 * stands on. */
int fact_row(struct digest *out, struct stmt *q);

#endif
