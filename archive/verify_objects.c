/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/verify_objects.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/delta.h"
#include "archive/fact.h"
#include "archive/object.h"
#include "archive/seal.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

/* An object and the first one of its chain. */
struct place {
	int64_t root, id;
};

struct work {
	struct store *store;
	struct verify_result *result;
	struct delta_reader *reader;
	struct place *v; /* owned */
	size_t n, cap;
};

/* One object under check. */
struct content {
	int64_t id;
	struct digest digest;
	uint64_t size;
	int64_t base, depth; /* 0: it is no difference */
	uint64_t read;	     /* bytes */
	int64_t chunks;
	struct digest_stream *hash;
};

static int by_id(const void *a, const void *b)
{
	int64_t x = ((const struct place *)a)->id;
	int64_t y = ((const struct place *)b)->id;

	return (x > y) - (x < y);
}

static int by_chain(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->root != y->root)
		return x->root < y->root ? -1 : 1;
	return by_id(a, b);
}

static int64_t root_of(const struct work *w, int64_t id, int64_t base)
{
	struct place key = { 0, base };
	const struct place *found = NULL;

	if (base > 0 && base < id)
		found = bsearch(&key, w->v, w->n, sizeof(*w->v), by_id);
	return found != NULL ? found->root : id;
}

/* All objects, those of a chain together. A base comes before what is based
 * on it, so its root is known; where that is not so, verify tells later. */
static int list(struct work *w)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(w->store),
		"SELECT o.id, coalesce(d.base, 0) FROM object o"
		" LEFT JOIN delta d ON d.object = o.id ORDER BY o.id",
		"");

	while (rc == 0 && row) {
		struct place p = { 0 };

		rc = stmt_step(q, &row);
		if (rc != 0 || !row)
			break;
		p.id = stmt_int(q, 0);
		p.root = root_of(w, p.id, stmt_int(q, 1));
		w->v = mem_grow(w->v, &w->cap, w->n + 1, sizeof(*w->v));
		w->v[w->n++] = p;
	}
	stmt_free(q);
	if (w->n > 0)
		qsort(w->v, w->n, sizeof(*w->v), by_chain);
	return rc;
}

/* A whole chunk, unpacked by itself. */
static void add_plain(
	struct content *c, int64_t size, const struct delta_packed *packed)
{
	void *plain = mem_new((size_t)size + 1, 1);

	if (delta_unpack(plain, (size_t)size, packed))
		digest_stream_add(c->hash, plain, (size_t)size);
	free(plain);
}

static int check_chunk(struct content *c, struct stmt *q)
{
	struct delta_packed packed = { 0 };
	int64_t size = stmt_int(q, 1);
	size_t seal_len;
	const void *seal = stmt_blob(q, 2, &seal_len);
	struct digest now;

	packed.data = stmt_blob(q, 3, &packed.len);
	seal_of(&now,
		(struct seal_numbers){
			{ stmt_int(q, 0), size, c->base, c->depth } },
		packed.data, packed.len);
	if (seal_len != sizeof(now.b) || memcmp(seal, now.b, seal_len) != 0)
		return err_set(ERR_CORRUPT, _("a stored chunk was changed"));
	if (stmt_int(q, 0) != c->chunks++ || size < 0 || size > OBJECT_CHUNK)
		return err_set(ERR_CORRUPT, _("a chunk is missing"));
	c->read += (uint64_t)size;
	if (c->base == 0)
		add_plain(c, size, &packed);
	return 0;
}

static int check_chunks(struct work *w, struct content *c)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(w->store),
		"SELECT number, size, seal, data FROM chunk WHERE object = $1"
		" ORDER BY number",
		"i", c->id);

	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc == 0 && row)
			rc = check_chunk(c, q);
	}
	stmt_free(q);
	return rc;
}

/* A difference: its own chunk was checked, its chain is read. */
static int check_chain(struct work *w, struct content *c)
{
	const void *data = NULL;
	size_t len = 0;
	int rc = delta_reader_get(&data, &len, w->reader, c->id);

	if (rc == 0)
		digest_stream_add(c->hash, data, len);
	return rc;
}

/* Whether all rows that needed a content were destroyed. */
static bool is_destroyed(struct work *w, const struct digest *d)
{
	struct fact_holders holders = { 0 };

	return fact_holders(&holders, w->store, d) == 0 && holders.now == 0 &&
	       holders.destroyed > 0;
}

/* One content: chunks in order, chain, hash, size. */
static int check_content(struct work *w, struct content *c)
{
	struct digest now;
	int rc;

	c->hash = digest_stream_new();
	rc = check_chunks(w, c);
	if (rc == 0 && c->base != 0)
		rc = check_chain(w, c);
	digest_stream_end(c->hash, &now);
	w->result->bytes += c->read;
	if (rc == 0 && c->chunks == 0 && c->size > 0 &&
		is_destroyed(w, &c->digest))
		return 0;
	if (rc == 0 && (!digest_equal(&now, &c->digest) || c->read != c->size))
		rc = err_set(ERR_CORRUPT,
			_("its bytes are not those that were kept"));
	return rc;
}

static int read_object(struct content *out, struct work *w, int64_t id)
{
	struct stmt *q = NULL;
	bool row = false;
	int rc = db_query(&q, store_db(w->store),
		"SELECT o.digest, o.size, d.base, d.depth FROM object o"
		" LEFT JOIN delta d ON d.object = o.id WHERE o.id = $1",
		"i", id);

	*out = (struct content){ .id = id };
	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0 && row) {
		stmt_digest(&out->digest, q, 0);
		out->size = (uint64_t)stmt_int(q, 1);
		out->base = stmt_int(q, 2);
		out->depth = stmt_int(q, 3);
	}
	stmt_free(q);
	return rc;
}

static void check_object(
	struct work *w, const struct verify_sink *sink, int64_t id)
{
	char hex[DIGEST_HEX + 1], where[96];
	struct content c;
	int rc = read_object(&c, w, id);

	digest_hex(hex, &c.digest);
	snprintf(where, sizeof(where), _("content %.16s…"), hex);
	if (rc == 0)
		rc = check_content(w, &c);
	if (rc != 0)
		verify_find(sink, where, err_message());
	w->result->objects++;
}

int verify_objects(struct store *s, struct verify_result *r,
	const struct verify_sink *sink, const struct progress *progress)
{
	struct work w = { .store = s, .result = r };
	int rc = delta_reader_open(&w.reader, s);

	if (rc == 0)
		rc = list(&w);
	for (size_t i = 0; rc == 0 && i < w.n; i++) {
		check_object(&w, sink, w.v[i].id);
		progress_report(progress, _("checking contents"), r->objects,
			(uint64_t)w.n);
	}
	delta_reader_close(w.reader);
	free(w.v);
	return rc;
}
