/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Creation writes the keys first, then the database under a temporary name,
 * and gives it its name last: a folder has an archive exactly when
 * constat.db is there.
 */
#include "archive/store.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "archive/checkpoint.h"
#include "archive/ledger.h"
#include "archive/schema.h"
#include "base/codec.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"

struct store {
	char *dir;
	struct db *db;
	struct secret secret;
	bool has_secret;
	char id[SECRET_ID * 2 + 1];
	int depth;
	uint64_t committed; /* entries at the last commit or load */
	struct merkle tree;
};

static char *path_in(const char *dir, const char *name)
{
	struct str path = { 0 };

	file_join(&path, dir, name);
	return str_take(&path);
}

static int read_tree(struct store *s)
{
	struct stmt *q = NULL;
	bool row = false;
	size_t len = 0;
	const void *edge;
	int rc = db_query(
		&q, s->db, "SELECT size, edge FROM head WHERE id = 1", "");

	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0 && !row)
		rc = err_set(ERR_CORRUPT,
			_("the archive has lost its ledger's head"));
	if (rc != 0)
		goto done;
	memset(&s->tree, 0, sizeof(s->tree));
	s->tree.size = (uint64_t)stmt_int(q, 0);
	edge = stmt_blob(q, 1, &len);
	if (len != merkle_edge(s->tree.size) * DIGEST_BYTES) {
		rc = err_set(ERR_CORRUPT,
			_("the head of the archive's ledger is damaged; "
			  "'constat verify' tells more"));
		goto done;
	}
	if (len > 0)
		memcpy(s->tree.edge, edge, len);
	s->committed = s->tree.size;
done:
	stmt_free(q);
	return rc;
}

static int write_head(struct store *s)
{
	struct str note = { 0 };
	struct digest root;
	int rc;

	if (!s->has_secret)
		return err_set(ERR_NOTFOUND,
			_("'%s/secret' is missing: the archive can be read "
			  "but not changed; put the file back"),
			s->dir);
	merkle_root(&root, &s->tree);
	rc = checkpoint_write(&note, &s->secret, s->tree.size, &root);
	if (rc == 0)
		rc = db_run(s->db,
			"INSERT INTO head(id, size, edge, note)"
			" VALUES(1, $1, $2, $3) ON CONFLICT(id) DO UPDATE SET"
			" size = excluded.size, edge = excluded.edge,"
			" note = excluded.note",
			"ibt", (int64_t)s->tree.size,
			(const void *)s->tree.edge,
			merkle_edge(s->tree.size) * DIGEST_BYTES, note.p);
	str_release(&note);
	return rc;
}

/* The tree is read again behind the lock: another process may have written
 * since. */
static int join(struct store *s, int rc)
{
	if (rc == 0 && s->depth == 0) {
		rc = read_tree(s);
		if (rc != 0)
			db_rollback(s->db);
	}
	if (rc == 0)
		s->depth++;
	return rc;
}

int store_begin(struct store *s)
{
	return join(s, db_begin(s->db));
}

int store_snapshot(struct store *s)
{
	return join(s, db_snapshot(s->db));
}

int store_commit(struct store *s)
{
	int rc = 0;

	if (s->depth == 1 && s->tree.size != s->committed)
		rc = write_head(s);
	if (rc != 0) {
		store_rollback(s);
		return rc;
	}
	s->depth--;
	rc = db_commit(s->db);
	if (rc == 0 && s->depth == 0)
		s->committed = s->tree.size;
	return rc;
}

void store_rollback(struct store *s)
{
	if (s->depth > 0)
		s->depth--;
	db_rollback(s->db);
}

int store_end(struct store *s, int rc)
{
	if (rc == 0)
		return store_commit(s);
	store_rollback(s);
	return rc;
}

/* Tables, id and the first entry, which holds the public key. */
static int fill(struct store *s)
{
	char key[SECRET_KEY * 2 + 1];
	struct ledger_entry entry = { .act = "init" };
	int rc = store_db(s) != NULL ? db_begin(s->db) : ERR_DB;

	if (rc != 0)
		return rc;
	s->depth = 1;
	codec_hex(key, s->secret.public_key, SECRET_KEY);
	rc = schema_create(s->db, SCHEMA_VERSION);
	if (rc == 0)
		rc = db_run(s->db,
			"INSERT INTO meta(key, value) VALUES('archive', $1),"
			" ('public_key', $2)",
			"tt", s->id, key);
	if (rc == 0)
		rc = write_head(s);
	entry.codes = json_object();
	json_set(entry.codes, "archive", s->id);
	json_set(entry.codes, "public_key", key);
	if (rc == 0)
		rc = ledger_append(s, &entry, NULL);
	cJSON_Delete(entry.codes);
	return store_end(s, rc);
}

/* Removes what an interrupted creation left, but no keys: they might be the
 * last trace of an archive. */
static void clear_remains(const char *dir)
{
	static const char *const names[] = { "constat.db.new",
		"constat.db.new-wal", "constat.db.new-shm" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *path = path_in(dir, names[i]);

		unlink(path);
		free(path);
	}
}

/* An empty file that SQLite will fill; its log inherits the mode. */
static int make_private(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return err_sys(_("cannot create '%s'"), path);
	close(fd);
	return 0;
}

static int create_database(struct store *s)
{
	char *temporary = path_in(s->dir, "constat.db.new");
	char *log = path_in(s->dir, "constat.db.new-wal");
	char *final = path_in(s->dir, "constat.db");
	int rc = make_private(temporary);

	if (rc == 0)
		rc = db_open(&s->db, temporary, DB_CREATE);
	if (rc == 0)
		rc = fill(s);
	/* All of it must be in the file before the file gets its name. */
	if (rc == 0)
		rc = db_exec(s->db, "PRAGMA wal_checkpoint(TRUNCATE)");
	db_close(s->db);
	s->db = NULL;
	if (rc == 0 && file_exists(log))
		rc = err_set(ERR_IO,
			_("cannot finish '%s'; check the space on the disk"),
			final);
	if (rc == 0 && rename(temporary, final) != 0)
		rc = err_sys(_("cannot create '%s'"), final);
	if (rc == 0)
		rc = file_sync_dir(s->dir);
	free(temporary);
	free(log);
	free(final);
	return rc;
}

/* New keys, or those that an interrupted creation left. */
static int create_keys(struct store *s, const char *path)
{
	int rc;

	if (file_exists(path)) {
		rc = secret_read(&s->secret, path);
	} else {
		rc = secret_make(&s->secret);
		if (rc == 0)
			rc = secret_write(&s->secret, path);
	}
	s->has_secret = rc == 0;
	memcpy(s->id, s->secret.id, sizeof(s->id));
	return rc;
}

/* The folder, locked against another creation; the lock ends with *out. A
 * file system without locks has none. */
static int lock_folder(int *out, const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return err_sys(_("cannot open the folder '%s'"), dir);
	if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
		close(fd);
		return err_set(ERR_BUSY,
			_("another process is making an archive in '%s'"), dir);
	}
	*out = fd;
	return 0;
}

int store_create(const char *dir)
{
	char *database = path_in(dir, "constat.db");
	char *keys = path_in(dir, "secret");
	struct store s = { .dir = mem_strdup(dir) };
	int lock = -1;
	int rc = lock_folder(&lock, dir);

	if (rc != 0)
		goto done;
	if (file_exists(database)) {
		rc = err_set(
			ERR_EXISTS, _("'%s' holds an archive already"), dir);
		goto done;
	}
	clear_remains(dir);
	rc = create_keys(&s, keys);
	if (rc == 0)
		rc = create_database(&s);
	if (rc != 0)
		clear_remains(dir);
done:
	if (lock >= 0)
		close(lock);
	secret_release(&s.secret);
	free(s.dir);
	free(database);
	free(keys);
	return rc;
}

static int read_id(struct store *s)
{
	struct stmt *q = NULL;
	bool row = false;
	int rc = db_query(
		&q, s->db, "SELECT value FROM meta WHERE key = 'archive'", "");

	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0 && (!row || strlen(stmt_text(q, 0)) != SECRET_ID * 2))
		rc = err_set(ERR_CORRUPT, _("the archive has lost its name"));
	if (rc == 0)
		memcpy(s->id, stmt_text(q, 0), SECRET_ID * 2);
	stmt_free(q);
	return rc;
}

static int read_secret(struct store *s, enum store_mode mode)
{
	char *path = path_in(s->dir, "secret");
	int rc = 0;

	if (file_exists(path)) {
		rc = secret_read(&s->secret, path);
		s->has_secret = rc == 0;
	} else if (mode == STORE_WRITE) {
		rc = err_set(ERR_NOTFOUND,
			_("'%s' is missing: the archive can be read but not "
			  "changed; put the file back"),
			path);
	}
	if (s->has_secret && strcmp(s->secret.id, s->id) != 0)
		rc = err_set(ERR_CORRUPT,
			_("'%s' belongs to another archive; put back the file "
			  "that was made with this one"),
			path);
	if (mode == STORE_READ && rc != 0) {
		s->has_secret = false;
		rc = 0;
	}
	free(path);
	return rc;
}

int store_open(struct store **out, const char *dir, enum store_mode mode)
{
	char *path = path_in(dir, "constat.db");
	struct store *s = mem_new(1, sizeof(*s));
	int rc = 0;

	s->dir = mem_strdup(dir);
	if (!file_exists(path))
		rc = err_set(ERR_NOTFOUND,
			_("'%s' holds no archive; 'constat init %s' makes one"),
			dir, dir);
	if (rc == 0)
		rc = db_open(
			&s->db, path, mode == STORE_WRITE ? DB_WRITE : DB_READ);
	if (rc == 0)
		rc = mode == STORE_WRITE ? schema_migrate(s->db)
					 : schema_read(s->db);
	if (rc == 0)
		rc = read_id(s);
	if (rc == 0)
		rc = read_secret(s, mode);
	if (rc == 0)
		rc = read_tree(s);
	free(path);
	if (rc != 0)
		store_close(s);
	else
		*out = s;
	return rc;
}

void store_close(struct store *s)
{
	if (s == NULL)
		return;
	db_close(s->db);
	secret_release(&s->secret);
	free(s->dir);
	free(s);
}

int store_find(struct str *out, const char *start)
{
	char *here = realpath(start, NULL);
	int rc = ERR_NOTFOUND;

	if (here == NULL)
		return err_sys(_("cannot open the folder '%s'"), start);
	for (;;) {
		char *database = path_in(here, "constat.db");
		char *slash = strrchr(here, '/');

		if (file_exists(database))
			rc = str_puts(out, here);
		free(database);
		if (rc != ERR_NOTFOUND || slash == NULL || here[1] == '\0')
			break;
		slash[slash == here] = '\0';
	}
	free(here);
	if (rc == ERR_NOTFOUND)
		return err_set(ERR_NOTFOUND,
			_("there is no case folder here or above; 'constat "
			  "init DIR' makes one, -C DIR names one"));
	return rc;
}

const char *store_id(const struct store *s)
{
	return s->id;
}

const char *store_dir(const struct store *s)
{
	return s->dir;
}

struct db *store_db(struct store *s)
{
	return s->db;
}

const struct secret *store_secret(const struct store *s)
{
	return s->has_secret ? &s->secret : NULL;
}

struct merkle *store_tree(struct store *s)
{
	return &s->tree;
}

int store_head(struct str *out, struct store *s)
{
	struct stmt *q = NULL;
	bool row = false;
	int rc = db_query(&q, s->db, "SELECT note FROM head WHERE id = 1", "");

	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0)
		rc = str_puts(out, row ? stmt_text(q, 0) : "");
	stmt_free(q);
	return rc;
}
