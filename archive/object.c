/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/object.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "archive/delta.h"
#include "archive/object_writer.h"
#include "archive/passage.h"
#include "archive/seal.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"

enum { LEVEL = 3, PIECE = 256 << 10 };

/* An object being written, inside one transaction. */
struct writer {
	struct store *store;
	int64_t id;
	int64_t number;
	void *packed; /* owned */
	size_t packed_cap;
};

int object_find(
	struct object_known *out, struct store *s, const struct digest *d)
{
	struct stmt *q = NULL;
	bool row = false;
	int rc = db_query(&q, store_db(s),
		"SELECT id, size = 0 OR EXISTS (SELECT 1 FROM chunk"
		" WHERE object = o.id) FROM object o WHERE digest = $1",
		"b", (const void *)d->b, sizeof(d->b));

	*out = (struct object_known){ 0 };
	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0 && row)
		*out = (struct object_known){ stmt_int(q, 0),
			stmt_int(q, 1) != 0 };
	stmt_free(q);
	return rc;
}

static int write_chunk(struct writer *w, const void *data, size_t len)
{
	struct digest seal;
	size_t n;

	n = ZSTD_compress(w->packed, w->packed_cap, data, len, LEVEL);
	if (ZSTD_isError(n))
		return err_set(
			ERR_DB, _("cannot compress: %s"), ZSTD_getErrorName(n));
	seal_of(&seal, (struct seal_numbers){ { w->number, (int64_t)len } },
		w->packed, n);
	return db_run(store_db(w->store),
		"INSERT INTO chunk(object, number, size, seal, data)"
		" VALUES($1, $2, $3, $4, $5)",
		"iiibb", w->id, w->number++, (int64_t)len, (const void *)seal.b,
		sizeof(seal.b), (const void *)w->packed, n);
}

static int write_chunks(
	struct store *s, int64_t id, const char *data, size_t len)
{
	size_t chunk = len < OBJECT_CHUNK ? len : OBJECT_CHUNK;
	struct writer w = { .store = s, .id = id };
	int rc = 0;

	w.packed_cap = ZSTD_compressBound(chunk);
	w.packed = mem_new(w.packed_cap, 1);
	for (size_t at = 0; rc == 0 && at < len; at += chunk) {
		if (chunk > len - at)
			chunk = len - at;
		rc = write_chunk(&w, data + at, chunk);
	}
	free(w.packed);
	return rc;
}

/* The row of a content whose digest is known; *is_new when it has no bytes
 * yet. */
static int add_row(int64_t *id, bool *is_new, struct store *s,
	const struct digest *d, size_t len)
{
	struct object_known known;
	int rc = object_find(&known, s, d);

	*id = known.id;
	*is_new = !known.whole;
	if (rc == 0 && known.id == 0)
		rc = db_int(id, store_db(s),
			"INSERT INTO object(digest, size) VALUES($1, $2)"
			" RETURNING id",
			"bi", (const void *)d->b, sizeof(d->b), (int64_t)len);
	return rc;
}

int object_put(
	struct store *s, const void *data, size_t len, struct digest *out)
{
	struct digest d;
	bool is_new = false;
	int64_t id = 0;
	int rc;

	digest_of(&d, data, len);
	rc = add_row(&id, &is_new, s, &d, len);
	if (rc == 0 && is_new)
		rc = write_chunks(s, id, data, len);
	if (rc == 0)
		*out = d;
	return rc;
}

int object_put_near(struct store *s, const void *data, size_t len,
	const struct digest *near, size_t n, struct digest *out)
{
	struct digest d;
	bool is_new = false;
	int64_t id = 0;
	int rc;

	if (len == 0 || len > OBJECT_CHUNK)
		return object_put(s, data, len, out);
	digest_of(&d, data, len);
	rc = add_row(&id, &is_new, s, &d, len);
	if (rc == 0 && is_new)
		rc = delta_write(s, id, data, len, near, n);
	if (rc == 0)
		*out = d;
	return rc;
}

int object_drop_bytes(struct store *s, int64_t id)
{
	int rc = db_run(
		store_db(s), "DELETE FROM delta WHERE object = $1", "i", id);

	if (rc == 0)
		rc = db_run(store_db(s), "DELETE FROM chunk WHERE object = $1",
			"i", id);
	return rc;
}

int object_empty(struct store *s, const struct digest *d)
{
	struct object_known known;
	int rc = object_find(&known, s, d);

	if (rc == 0 && known.id != 0)
		rc = delta_detach(s, known.id);
	if (rc == 0 && known.id != 0)
		rc = object_drop_bytes(s, known.id);
	if (rc == 0)
		rc = passage_forget(s, d);
	return rc;
}

/* --- files --- */

static ssize_t read_full(int fd, char *buffer, size_t want)
{
	size_t have = 0;

	while (have < want) {
		ssize_t n = read(fd, buffer + have, want - have);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		have += (size_t)n;
	}
	return (ssize_t)have;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Whether a file is still what was read of it. */
static int check_same(
	int fd, const char *path, const struct stat *before, uint64_t read)
{
	struct stat after;

	if (fstat(fd, &after) != 0)
		return err_sys(_("cannot read '%s'"), path);
	if (read == (uint64_t)before->st_size && same_file(before, &after))
		return 0;
	return err_set(ERR_IO,
		_("'%s' changed while it was read; try again when "
		  "nothing writes to it"),
		path);
}

/* A file under way. */
struct source {
	int fd;
	const char *path;
	struct stat st;
	const struct progress *progress;
};

static int add_file(struct object_writer *w, const struct source *f)
{
	char *piece = mem_new(PIECE, 1);
	uint64_t done = 0;
	int rc = 0;

	while (rc == 0) {
		ssize_t n = read_full(f->fd, piece, PIECE);

		if (n < 0)
			rc = err_sys(_("cannot read '%s'"), f->path);
		if (n <= 0)
			break;
		rc = object_writer_add(w, piece, (size_t)n);
		done += (uint64_t)n;
		progress_report(f->progress, _("keeping"), done,
			(uint64_t)f->st.st_size);
	}
	if (rc == 0)
		rc = check_same(f->fd, f->path, &f->st, done);
	free(piece);
	return rc;
}

static int put_large(
	struct store *s, const struct source *f, struct digest *out)
{
	struct object_writer *w = NULL;
	int rc = object_writer_open(&w, s);

	if (rc == 0)
		rc = add_file(w, f);
	return object_writer_close(w, rc, out, NULL);
}

static int put_small(
	struct store *s, const struct source *f, struct digest *out)
{
	size_t size = (size_t)f->st.st_size;
	char *buffer = mem_new(size + 1, 1);
	ssize_t n = read_full(f->fd, buffer, size + 1);
	int rc = 0;

	if (n < 0)
		rc = err_sys(_("cannot read '%s'"), f->path);
	progress_report(f->progress, _("keeping"), size, size);
	if (rc == 0)
		rc = check_same(f->fd, f->path, &f->st, (uint64_t)n);
	if (rc == 0)
		rc = object_put(s, buffer, size, out);
	free(buffer);
	return rc;
}

int object_put_file(struct store *s, const char *path, struct digest *out,
	uint64_t *size, const struct progress *progress)
{
	struct source f = { .path = path, .progress = progress };
	int rc = 0;

	f.fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (f.fd < 0)
		return err_sys(_("cannot open '%s'"), path);
	if (fstat(f.fd, &f.st) != 0 || !S_ISREG(f.st.st_mode))
		rc = err_set(ERR_INVALID, _("'%s' is not a file"), path);
	else if (f.st.st_size <= OBJECT_CHUNK)
		rc = put_small(s, &f, out);
	else
		rc = put_large(s, &f, out);
	close(f.fd);
	if (rc == 0 && size != NULL)
		*size = (uint64_t)f.st.st_size;
	return rc;
}

static int absent(const struct digest *d)
{
	char hex[DIGEST_HEX + 1];

	digest_hex(hex, d);
	return err_set(
		ERR_NOTFOUND, _("the content %.12s… is not kept here"), hex);
}

static int damaged(const struct digest *d)
{
	char hex[DIGEST_HEX + 1];

	digest_hex(hex, d);
	return err_set(ERR_CORRUPT,
		_("the kept content %.12s… is not what it was; 'constat "
		  "verify' tells more"),
		hex);
}

/* --- reading --- */

/* Unpacks one chunk into buffer (OBJECT_CHUNK bytes). */
static int unpack(
	struct stmt *q, char *buffer, size_t *len, const struct digest *d)
{
	int64_t size = stmt_int(q, 0);
	struct delta_packed packed = { 0 };

	packed.data = stmt_blob(q, 1, &packed.len);
	if (size < 0 || size > OBJECT_CHUNK ||
		!delta_unpack(buffer, (size_t)size, &packed))
		return damaged(d);
	*len = (size_t)size;
	return 0;
}

/* Reading under way. */
struct read {
	struct store *store;
	const struct digest *digest;
	object_fn fn;
	void *ctx;
	struct digest_stream *hash;
};

static int give(struct read *r, const void *data, size_t len)
{
	digest_stream_add(r->hash, data, len);
	return r->fn(data, len, r->ctx);
}

static int read_chunks(struct read *r, int64_t id)
{
	char *buffer = mem_new(OBJECT_CHUNK, 1);
	struct stmt *q = NULL;
	bool row = true;
	size_t len = 0;
	int rc = db_query(&q, store_db(r->store),
		"SELECT size, data FROM chunk WHERE object = $1"
		" ORDER BY number",
		"i", id);

	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc == 0 && row)
			rc = unpack(q, buffer, &len, r->digest);
		if (rc == 0 && row)
			rc = give(r, buffer, len);
	}
	stmt_free(q);
	free(buffer);
	return rc;
}

static int read_delta(struct read *r, int64_t id)
{
	struct delta_reader *reader = NULL;
	const void *data = NULL;
	size_t len = 0;
	int rc = delta_reader_open(&reader, r->store);

	if (rc == 0)
		rc = delta_reader_get(&data, &len, reader, id);
	if (rc == ERR_CORRUPT)
		rc = damaged(r->digest);
	if (rc == 0)
		rc = give(r, data, len);
	delta_reader_close(reader);
	return rc;
}

int object_read(
	struct store *s, const struct digest *d, object_fn fn, void *ctx)
{
	struct read r = { .store = s, .digest = d, .fn = fn, .ctx = ctx };
	struct digest seen;
	struct object_known known;
	int64_t base = 0;
	int rc = object_find(&known, s, d);

	if (rc == 0 && known.id == 0)
		rc = absent(d);
	if (rc == 0)
		rc = db_int(&base, store_db(s),
			"SELECT base FROM delta WHERE object = $1", "i",
			known.id);
	if (rc != 0)
		return rc;
	r.hash = digest_stream_new();
	rc = base != 0 ? read_delta(&r, known.id) : read_chunks(&r, known.id);
	digest_stream_end(r.hash, &seen);
	if (rc == 0 && !digest_equal(&seen, d))
		rc = damaged(d);
	return rc;
}

static int add_to(const void *data, size_t len, void *ctx)
{
	struct str *out = ctx;

	if (str_add(out, data, len) != 0)
		return str_check(out, _("a kept content"));
	return 0;
}

int object_get(struct store *s, const struct digest *d, struct str *out)
{
	if (out->p == NULL)
		str_init(out, out->max);
	return object_read(s, d, add_to, out);
}

int object_size(struct store *s, const struct digest *d, uint64_t *out)
{
	int64_t size = -1;
	int rc = db_int(&size, store_db(s),
		"SELECT size FROM object WHERE digest = $1", "b",
		(const void *)d->b, sizeof(d->b));

	if (rc == 0 && size < 0)
		rc = absent(d);
	if (rc == 0)
		*out = (uint64_t)size;
	return rc;
}

static int add_to_file(const void *data, size_t len, void *ctx)
{
	return file_writer_add(ctx, data, len);
}

int object_export(struct store *s, const struct digest *d, const char *path)
{
	struct file_writer w;
	int rc = file_writer_open(&w, path, FILE_EXCL);

	if (rc == 0)
		rc = object_read(s, d, add_to_file, &w);
	return file_writer_close(&w, rc);
}
