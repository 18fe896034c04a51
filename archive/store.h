/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_STORE_H
#define ARCHIVE_STORE_H

/*
 * A case folder's archive: the database, its keys, and transactions that
 * carry the ledger along.
 *
 *	struct store *store = NULL;
 *
 *	rc = store_open(&store, dir, STORE_WRITE);
 *	if (rc == 0)
 *		rc = store_begin(store);
 *	...
 *	if (rc == 0)
 *		rc = store_commit(store);
 *	else
 *		store_rollback(store);
 *	store_close(store);
 *
 * What always holds: between commits, the head's size, edge and signed
 * checkpoint are those of the entries that are there. A crash at any moment
 * leaves the last commit.
 */

#include <stdint.h>

#include "archive/db.h"
#include "archive/merkle.h"
#include "archive/secret.h"
#include "base/str.h"

struct store;

enum store_mode { STORE_READ, STORE_WRITE };

/* Makes the archive in an existing folder: keys, database, first entry. An
 * archive that is there is ERR_EXISTS; an interrupted creation is begun
 * again, with the keys it left. ERR_BUSY while another process makes one
 * there. */
int store_create(const char *dir);

/* Opens the archive in dir. ERR_NOTFOUND when there is none. One of an older
 * format is brought up to date by a writer, and read as it is by a reader. */
int store_open(struct store **out, const char *dir, enum store_mode mode);
void store_close(struct store *s);

/* Appends the nearest folder with an archive, from start upwards.
 * ERR_NOTFOUND says how to make one. */
int store_find(struct str *out, const char *start);

/* Transactions; nested ones join the outer. commit signs the new head. */
int store_begin(struct store *s);

/* For reading alone: until store_commit(), what others write is not seen. */
int store_snapshot(struct store *s);
int store_commit(struct store *s);
void store_rollback(struct store *s);

/* commit when rc is 0, else rollback; returns the first failure. */
int store_end(struct store *s, int rc);

/* The archive's id (32 hex digits) and folder; borrowed from s. */
const char *store_id(const struct store *s);
const char *store_dir(const struct store *s);

/* Inside this room: the database, the keys (NULL when the file "secret" is
 * missing: then only reading is possible), the tree as it is now. */
struct db *store_db(struct store *s);
const struct secret *store_secret(const struct store *s);
struct merkle *store_tree(struct store *s);

/* Appends the signed checkpoint of the last commit. */
int store_head(struct str *out, struct store *s);

#endif
