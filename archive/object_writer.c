/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The caller's thread fills a chunk and gives it to the worker, which adds it
 * to the running hash, compresses and seals it; packed chunks come back in
 * their order and are inserted. Until the end the content's row stands under
 * a digest that no content has, its own id, padded; the database then looks
 * for references to that, row by row, so that only large contents are worth
 * this way.
 */
#include "archive/object_writer.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "archive/seal.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/worker.h"

enum { LEVEL = 1 };

/* A chunk; packed and what follows are the worker's result. */
struct chunk {
	struct object_writer *writer;
	int64_t number;
	char *data; /* owned, OBJECT_CHUNK */
	size_t len;
	void *packed;	   /* owned, cap of the writer */
	size_t packed_len; /* or an error of zstd's */
	struct digest seal;
};

struct object_writer {
	struct store *store;
	int64_t id, number;
	uint64_t size;
	size_t cap;
	struct chunk chunks[OBJECT_WRITER_CHUNKS];
	struct chunk *filling;
	struct worker *worker;
	/* The worker's. */
	struct digest_stream *hash;
	ZSTD_CCtx *zstd;
};

static void pack(void *ctx)
{
	struct chunk *c = ctx;
	struct object_writer *w = c->writer;

	digest_stream_add(w->hash, c->data, c->len);
	c->packed_len = ZSTD_compressCCtx(
		w->zstd, c->packed, w->cap, c->data, c->len, LEVEL);
	if (!ZSTD_isError(c->packed_len))
		seal_of(&c->seal,
			(struct seal_numbers){ { c->number, (int64_t)c->len } },
			c->packed, c->packed_len);
}

int object_writer_open(struct object_writer **out, struct store *s)
{
	struct object_writer *w = mem_new(1, sizeof(*w));
	int64_t last = 0;
	int rc = db_int(&last, store_db(s),
		"SELECT coalesce(max(id), 0) FROM object", "");

	w->store = s;
	w->id = last + 1;
	w->cap = ZSTD_compressBound(OBJECT_CHUNK);
	for (size_t i = 0; i < OBJECT_WRITER_CHUNKS; i++)
		w->chunks[i] = (struct chunk){ .writer = w,
			.data = mem_new(OBJECT_CHUNK, 1),
			.packed = mem_new(w->cap, 1) };
	w->filling = &w->chunks[0];
	w->hash = digest_stream_new();
	w->zstd = ZSTD_createCCtx();
	if (w->zstd == NULL)
		mem_none();
	w->worker = worker_new(pack, OBJECT_WRITER_CHUNKS - 1);
	if (rc == 0)
		rc = db_run(store_db(s),
			"INSERT INTO object(id, digest, size)"
			" VALUES($1, $2, 0)",
			"ib", w->id, (const void *)&w->id, sizeof(w->id));
	*out = w;
	return rc;
}

static int insert(struct object_writer *w, const struct chunk *c)
{
	if (ZSTD_isError(c->packed_len))
		return err_set(ERR_DB, _("cannot compress: %s"),
			ZSTD_getErrorName(c->packed_len));
	return db_run(store_db(w->store),
		"INSERT INTO chunk(object, number, size, seal, data)"
		" VALUES($1, $2, $3, $4, $5)",
		"iiibb", w->id, c->number, (int64_t)c->len,
		(const void *)c->seal.b, sizeof(c->seal.b),
		(const void *)c->packed, c->packed_len);
}

/* Gives the full chunk away, and goes on in the one that is longest back. */
static int next_chunk(struct object_writer *w)
{
	struct chunk *done = NULL;
	int rc = 0;

	if (worker_is_full(w->worker))
		done = worker_take(w->worker, true);
	if (done != NULL)
		rc = insert(w, done);
	if (rc != 0)
		return rc;
	w->filling->number = w->number++;
	worker_give(w->worker, w->filling);
	w->filling = &w->chunks[w->number % OBJECT_WRITER_CHUNKS];
	w->filling->len = 0;
	return 0;
}

int object_writer_add(struct object_writer *w, const void *data, size_t len)
{
	const char *p = data;
	int rc = 0;

	while (rc == 0 && len > 0) {
		struct chunk *c = w->filling;
		size_t room = OBJECT_CHUNK - c->len;
		size_t n = len < room ? len : room;

		memcpy(c->data + c->len, p, n);
		c->len += n;
		w->size += n;
		p += n;
		len -= n;
		if (c->len == OBJECT_CHUNK)
			rc = next_chunk(w);
	}
	return rc;
}

/* The content was kept before: its row takes the bytes where it has none, and
 * the waiting row goes. */
static int merge(struct object_writer *w, const struct object_known *known)
{
	struct db *db = store_db(w->store);
	int rc = 0;

	if (!known->whole)
		rc = db_run(db,
			"UPDATE chunk SET object = $1 WHERE object = $2", "ii",
			known->id, w->id);
	if (rc == 0)
		rc = object_drop_bytes(w->store, w->id);
	if (rc == 0)
		rc = db_run(db, "DELETE FROM object WHERE id = $1", "i", w->id);
	return rc;
}

static int finish(struct object_writer *w, const struct digest *d)
{
	struct object_known known = { 0 };
	int rc = object_find(&known, w->store, d);

	if (rc != 0)
		return rc;
	if (known.id != 0)
		return merge(w, &known);
	return db_run(store_db(w->store),
		"UPDATE object SET digest = $1, size = $2 WHERE id = $3", "bii",
		(const void *)d->b, sizeof(d->b), (int64_t)w->size, w->id);
}

static int write_rest(struct object_writer *w)
{
	struct chunk *done;
	int rc = w->filling->len > 0 ? next_chunk(w) : 0;

	while (rc == 0 && (done = worker_take(w->worker, true)) != NULL)
		rc = insert(w, done);
	return rc;
}

int object_writer_close(
	struct object_writer *w, int rc, struct digest *out, uint64_t *size)
{
	struct digest d;

	if (w == NULL)
		return rc;
	if (rc == 0)
		rc = write_rest(w);
	worker_free(w->worker);
	digest_stream_end(w->hash, &d);
	if (rc == 0)
		rc = finish(w, &d);
	if (rc == 0) {
		*out = d;
		if (size != NULL)
			*size = w->size;
	}
	for (size_t i = 0; i < OBJECT_WRITER_CHUNKS; i++) {
		free(w->chunks[i].data);
		free(w->chunks[i].packed);
	}
	ZSTD_freeCCtx(w->zstd);
	free(w);
	return rc;
}
