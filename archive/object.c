/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/object.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "archive/seal.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"

enum { LEVEL = 3 };

/* An object being written. Its row stands under a random digest until the
 * real one is known; all inside one transaction. */
struct writer {
	struct store *store;
	int64_t id;
	int64_t number;
	uint64_t size;
	struct digest_stream *hash;
	void *packed; /* owned */
	size_t packed_cap;
};

static int64_t find(struct store *s, const struct digest *d, int *rc)
{
	int64_t id = 0;

	*rc = db_int(&id, store_db(s),
		"SELECT id FROM object WHERE digest = $1", "b",
		(const void *)d->b, sizeof(d->b));
	return id;
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
	digest_stream_add(w->hash, data, len);
	w->size += len;
	return db_run(store_db(w->store),
		"INSERT INTO chunk(object, number, size, seal, data)"
		" VALUES($1, $2, $3, $4, $5)",
		"iiibb", w->id, w->number++, (int64_t)len, (const void *)seal.b,
		sizeof(seal.b), (const void *)w->packed, n);
}

static int begin(struct writer *w, struct store *s, size_t chunk)
{
	int64_t last = 0;
	int rc;

	*w = (struct writer){ .store = s };
	rc = db_int(&last, store_db(s),
		"SELECT coalesce(max(id), 0) FROM object", "");
	if (rc != 0)
		return rc;
	w->id = last + 1;
	w->packed_cap = ZSTD_compressBound(chunk);
	w->packed = mem_new(w->packed_cap, 1);
	w->hash = digest_stream_new();
	/* A digest no content has while its row waits: the id, padded. */
	return db_run(store_db(s),
		"INSERT INTO object(id, digest, size) VALUES($1, $2, 0)", "ib",
		w->id, (const void *)&w->id, sizeof(w->id));
}

/* Gives the row its digest; drops it when the content was there already. */
static int finish(struct writer *w, int rc, struct digest *out)
{
	struct digest d;
	int64_t known = 0;

	if (w->hash != NULL)
		digest_stream_end(w->hash, &d);
	if (rc == 0)
		known = find(w->store, &d, &rc);
	if (rc == 0 && known != 0) {
		rc = db_run(store_db(w->store),
			"DELETE FROM chunk WHERE object = $1", "i", w->id);
		if (rc == 0)
			rc = db_run(store_db(w->store),
				"DELETE FROM object WHERE id = $1", "i", w->id);
	} else if (rc == 0) {
		rc = db_run(store_db(w->store),
			"UPDATE object SET digest = $1, size = $2 WHERE id = "
			"$3",
			"bii", (const void *)d.b, sizeof(d.b), (int64_t)w->size,
			w->id);
	}
	free(w->packed);
	if (rc == 0)
		*out = d;
	return rc;
}

int object_put(
	struct store *s, const void *data, size_t len, struct digest *out)
{
	const char *p = data;
	struct writer w = { 0 };
	struct digest d;
	int64_t known;
	int rc;

	digest_of(&d, data, len);
	known = find(s, &d, &rc);
	if (rc == 0 && known != 0) {
		*out = d;
		return 0;
	}
	if (rc == 0)
		rc = begin(&w, s, len < OBJECT_CHUNK ? len : OBJECT_CHUNK);
	while (rc == 0 && len > 0) {
		size_t n = len < OBJECT_CHUNK ? len : OBJECT_CHUNK;

		rc = write_chunk(&w, p, n);
		p += n;
		len -= n;
	}
	return finish(&w, rc, out);
}

int object_put_near(struct store *s, const void *data, size_t len,
	const struct digest *near, size_t n, struct digest *out)
{
	(void)near;
	(void)n;
	return object_put(s, data, len, out);
}

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

static int write_file(struct writer *w, int fd, const char *path,
	const struct progress *progress)
{
	char *buffer = mem_new(OBJECT_CHUNK, 1);
	struct stat st = { 0 }, after = { 0 };
	int rc = 0;

	if (fstat(fd, &st) != 0)
		rc = err_sys(_("cannot read '%s'"), path);
	while (rc == 0) {
		ssize_t n = read_full(fd, buffer, OBJECT_CHUNK);

		if (n < 0)
			rc = err_sys(_("cannot read '%s'"), path);
		if (n <= 0)
			break;
		rc = write_chunk(w, buffer, (size_t)n);
		progress_report(
			progress, _("keeping"), w->size, (uint64_t)st.st_size);
	}
	if (rc == 0 && fstat(fd, &after) != 0)
		rc = err_sys(_("cannot read '%s'"), path);
	if (rc == 0 &&
		(w->size != (uint64_t)st.st_size || !same_file(&st, &after)))
		rc = err_set(ERR_IO,
			_("'%s' changed while it was read; try again when "
			  "nothing writes to it"),
			path);
	free(buffer);
	return rc;
}

int object_put_file(struct store *s, const char *path, struct digest *out,
	uint64_t *size, const struct progress *progress)
{
	struct writer w = { 0 };
	struct stat st;
	int rc = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return err_sys(_("cannot open '%s'"), path);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		rc = err_set(ERR_INVALID, _("'%s' is not a file"), path);
	if (rc == 0)
		rc = begin(&w, s, OBJECT_CHUNK);
	if (rc == 0)
		rc = write_file(&w, fd, path, progress);
	close(fd);
	if (size != NULL)
		*size = w.size;
	return finish(&w, rc, out);
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

/* Unpacks one chunk into buffer (OBJECT_CHUNK bytes). */
static int unpack(
	struct stmt *q, char *buffer, size_t *len, const struct digest *d)
{
	int64_t size = stmt_int(q, 0);
	size_t packed_len, n;
	const void *packed = stmt_blob(q, 1, &packed_len);

	if (size < 0 || size > OBJECT_CHUNK)
		return damaged(d);
	n = ZSTD_decompress(buffer, (size_t)size, packed, packed_len);
	if (ZSTD_isError(n) || n != (size_t)size)
		return damaged(d);
	*len = n;
	return 0;
}

int object_read(
	struct store *s, const struct digest *d, object_fn fn, void *ctx)
{
	struct digest_stream *hash = digest_stream_new();
	char *buffer = mem_new(OBJECT_CHUNK, 1);
	struct stmt *q = NULL;
	struct digest seen;
	bool row = true;
	size_t len = 0;
	int rc;
	int64_t id = find(s, d, &rc);

	if (rc == 0 && id == 0)
		rc = absent(d);
	if (rc == 0)
		rc = db_query(&q, store_db(s),
			"SELECT size, data FROM chunk WHERE object = $1"
			" ORDER BY number",
			"i", id);
	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc == 0 && row)
			rc = unpack(q, buffer, &len, d);
		if (rc == 0 && row) {
			digest_stream_add(hash, buffer, len);
			rc = fn(buffer, len, ctx);
		}
	}
	digest_stream_end(hash, &seen);
	if (rc == 0 && !digest_equal(&seen, d))
		rc = damaged(d);
	stmt_free(q);
	free(buffer);
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
