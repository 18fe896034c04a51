/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/block.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "archive/column.h"
#include "archive/fact.h"
#include "archive/names.h"
#include "archive/row.h"
#include "archive/seal.h"
#include "archive/total.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/worker.h"

/* The columns, in the order they are packed. */
enum column {
	NS,
	WINDOW_START,
	WINDOW_END,
	FLAGS, /* the one-byte members, packed */
	COUNT,
	HOST,
	TYPE,
	CLIENT,
	APP,
	ANSWER,
	RULE,
	LINE,
	POSITION,
	LENGTH,
	/* Left out of a block in which none of its rows has any of them, as
	 * in all blocks from before they were. */
	SENT,
	RECEIVED,
	MEMBER,
	DETAIL,
	COLUMNS,
	MORE = SENT,
};

enum {
	LEVEL = 3,
	ROW_BYTES_MAX = COLUMNS * 10,
	FILLS = 3,
	CHECK_BYTES = 64 << 10
};

/* A block: its rows as they were added, then what the worker made of them. */
struct fill {
	struct block_writer *writer;
	int64_t number; /* of the block */
	size_t rows;
	struct str bytes; /* of the rows (archive/row.h) */
	/* The result. */
	void *packed;	 /* owned, cap bytes */
	size_t cap, len; /* len may be an error of zstd's */
	int64_t first, last;
	struct digest seal;
	int rc;	       /* why there is none */
	uint64_t line; /* at which row */
	char *message; /* owned */
};

/* What the worker has while blocks are under way, the caller once none is. */
struct packer {
	struct names names;
	struct total total;
	bool timed; /* a row had a time: first and last are set */
	int64_t first_ns, last_ns;
	int64_t *values[COLUMNS]; /* owned, BLOCK_ROWS each */
	size_t rows;		  /* of the block, so far */
	bool more;		  /* one of them has more columns */
	struct str plain;	  /* the columns */
	struct digest_stream *digest;
	ZSTD_CCtx *zstd;
};

struct block_writer {
	struct store *store;
	struct block_import *import;
	struct fill fills[FILLS];
	struct fill *fill; /* the one being filled */
	int64_t number;	   /* of the next block */
	struct str bad;	   /* bytes of the bad lines for the digest */
	struct worker *worker;
	struct packer packer;
};

/* Members that fit a byte, four bits each. */
static int64_t pack_flags(const struct observation *o)
{
	return (int64_t)((uint64_t)o->disposition |
			 (uint64_t)o->disposition_source << 4 |
			 (uint64_t)o->precision << 8 | (uint64_t)o->zone << 12 |
			 (uint64_t)o->year << 16 |
			 (uint64_t)o->count_kind << 20 |
			 (uint64_t)o->mark << 24 | (uint64_t)o->kind << 28);
}

static void unpack_flags(struct observation *o, int64_t flags)
{
	uint64_t f = (uint64_t)flags;

	o->disposition = f & 15;
	o->disposition_source = f >> 4 & 15;
	o->precision = f >> 8 & 15;
	o->zone = f >> 12 & 15;
	o->year = f >> 16 & 15;
	o->count_kind = f >> 20 & 15;
	o->mark = f >> 24 & 15;
	o->kind = f >> 28 & 15;
}

/* The row of the import, with what close() will know left out: it is sealed
 * at the end, when its values stand. */
static int insert_import(struct block_writer *w)
{
	static const unsigned char nothing[DIGEST_BYTES] = { 0 };
	struct block_import *i = w->import;

	return db_int(&i->id, store_db(w->store),
		"INSERT INTO import(exhibit, importer, importer_version,"
		" options, rows, bad, first_ns, last_ns, digest, salt, entry)"
		" VALUES($1, $2, $3, $4, 0, 0, 0, 0, $5, $5, 0) RETURNING id",
		"ititb", i->exhibit, i->importer, (int64_t)i->importer_version,
		i->options, (const void *)nothing, sizeof(nothing));
}

/* Mostly a text is none, or that of the row before; of a block's first row,
 * none. */
static int put_name(struct packer *p, int column, const struct row_text *text)
{
	int64_t *value = &p->values[column][p->rows];
	uint32_t before = p->rows > 0 ? (uint32_t)value[-1] : 0, id = 0;
	int rc = 0;

	if (text->len > 0 && names_is(&p->names, before, text->p, text->len))
		id = before;
	else if (text->len > 0)
		rc = names_add_len(&p->names, &id, text->p, text->len);
	*value = id;
	return rc;
}

static int put_names(struct packer *p, const struct row_text texts[ROW_TEXTS])
{
	int rc = 0;

	for (int c = HOST; c <= RULE && rc == 0; c++)
		rc = put_name(p, c, &texts[ROW_HOST + c - HOST]);
	return rc;
}

/* When a block gets its first row with more, the rows before have none of
 * it: zeros, and the empty text, which is name 0. */
static int put_more(struct packer *p, const struct observation *o,
	const struct row_text texts[ROW_TEXTS])
{
	int rc;

	if (!p->more && !row_has_more(o, texts))
		return 0;
	for (int c = MORE; c < COLUMNS && !p->more; c++)
		memset(p->values[c], 0, p->rows * sizeof(int64_t));
	p->more = true;
	p->values[SENT][p->rows] = (int64_t)o->sent;
	p->values[RECEIVED][p->rows] = (int64_t)o->received;
	rc = put_name(p, MEMBER, &texts[ROW_MEMBER]);
	return rc != 0 ? rc : put_name(p, DETAIL, &texts[ROW_DETAIL]);
}

static void put_numbers(struct packer *p, const struct observation *o)
{
	size_t i = p->rows;

	p->values[NS][i] = o->ns;
	p->values[WINDOW_START][i] = o->window_start;
	p->values[WINDOW_END][i] = o->window_end;
	p->values[FLAGS][i] = pack_flags(o);
	p->values[COUNT][i] = o->count;
	p->values[LINE][i] = (int64_t)o->line;
	p->values[POSITION][i] = (int64_t)o->position;
	p->values[LENGTH][i] = (int64_t)o->length;
}

/* The first and last instants, of the rows that have one. */
static void see_time(struct packer *p, int64_t ns)
{
	if (!p->timed || ns < p->first_ns)
		p->first_ns = ns;
	if (!p->timed || ns > p->last_ns)
		p->last_ns = ns;
	p->timed = true;
}

static void count_row(struct packer *p, const struct observation *o)
{
	if (observation_is_traffic(o))
		total_add(&p->total, (uint32_t)p->values[HOST][p->rows],
			(uint32_t)p->values[CLIENT][p->rows],
			(uint32_t)p->values[TYPE][p->rows], o);
	if (o->precision != OBSERVATION_PRECISION_NONE)
		see_time(p, o->ns);
}

static int put_row(struct packer *p, const struct observation *o,
	const struct row_text texts[ROW_TEXTS])
{
	int rc = put_names(p, texts);

	if (rc == 0)
		rc = put_more(p, o, texts);
	if (rc != 0)
		return rc;
	put_numbers(p, o);
	count_row(p, o);
	p->rows++;
	return 0;
}

/* A block's bytes into columns. */
static void put_rows(struct packer *p, struct fill *f)
{
	const char *at = f->bytes.p;

	p->rows = 0;
	p->more = false;
	f->rc = 0;
	while (p->rows < f->rows && f->rc == 0) {
		struct row_text texts[ROW_TEXTS];
		struct observation o;

		at = row_get(&o, texts, at);
		f->rc = put_row(p, &o, texts);
		f->line = o.line;
	}
	if (f->rc != 0)
		f->message = mem_strdup(err_message());
}

static void time_range(struct fill *f, const int64_t *ns)
{
	f->first = f->last = ns[0];
	for (size_t i = 1; i < f->rows; i++) {
		if (ns[i] < f->first)
			f->first = ns[i];
		if (ns[i] > f->last)
			f->last = ns[i];
	}
}

static void compress(struct packer *p, struct fill *f)
{
	size_t bound;

	str_clear(&p->plain);
	for (int c = 0; c < (p->more ? COLUMNS : MORE); c++)
		column_put(&p->plain, p->values[c], p->rows);
	bound = ZSTD_compressBound(p->plain.len);
	f->packed = mem_grow(f->packed, &f->cap, bound, 1);
	f->len = ZSTD_compressCCtx(
		p->zstd, f->packed, f->cap, p->plain.p, p->plain.len, LEVEL);
}

/* The worker's job: a full block to the digest, into columns, and packed. */
static void pack(void *ctx)
{
	struct fill *f = ctx;
	struct packer *p = &f->writer->packer;

	digest_stream_add(p->digest, f->bytes.p, f->bytes.len);
	put_rows(p, f);
	if (f->rc != 0)
		return;
	time_range(f, p->values[NS]);
	compress(p, f);
	if (!ZSTD_isError(f->len))
		seal_of(&f->seal,
			(struct seal_numbers){ { f->number, (int64_t)f->rows,
				f->first, f->last } },
			f->packed, f->len);
}

static void packer_init(struct packer *p)
{
	names_init(&p->names);
	total_init(&p->total);
	for (int c = 0; c < COLUMNS; c++)
		p->values[c] = mem_new(BLOCK_ROWS, sizeof(int64_t));
	p->digest = digest_stream_new();
	p->zstd = ZSTD_createCCtx();
	if (p->zstd == NULL)
		mem_none();
}

static void packer_release(struct packer *p)
{
	for (int c = 0; c < COLUMNS; c++)
		free(p->values[c]);
	names_release(&p->names);
	total_release(&p->total);
	str_release(&p->plain);
	digest_stream_free(p->digest);
	ZSTD_freeCCtx(p->zstd);
}

int block_writer_open(
	struct block_writer **out, struct store *s, struct block_import *import)
{
	struct block_writer *w = mem_new(1, sizeof(*w));
	int rc;

	w->store = s;
	w->import = import;
	import->rows = import->bad = 0;
	import->first_ns = import->last_ns = 0;
	str_init(&w->bad, 0);
	packer_init(&w->packer);
	for (size_t i = 0; i < FILLS; i++)
		w->fills[i].writer = w;
	w->fill = &w->fills[0];
	w->worker = worker_new(pack, FILLS - 1);
	rc = insert_import(w);
	*out = w;
	return rc;
}

/* An error of the worker's, as the caller's, with the place. */
static int block_failed(const struct fill *f)
{
	if (f->line == 0)
		return err_set(f->rc, "%s", f->message);
	return err_set(f->rc, _("line %llu: %s"), (unsigned long long)f->line,
		f->message);
}

static int insert_block(struct block_writer *w, const struct fill *f)
{
	if (f->rc != 0)
		return block_failed(f);
	if (ZSTD_isError(f->len))
		return err_set(ERR_DB, _("cannot compress: %s"),
			ZSTD_getErrorName(f->len));
	return db_run(store_db(w->store),
		"INSERT INTO block(import, number, rows, first_ns, last_ns,"
		" seal, data) VALUES($1, $2, $3, $4, $5, $6, $7)",
		"iiiiibb", w->import->id, f->number, (int64_t)f->rows, f->first,
		f->last, (const void *)f->seal.b, sizeof(f->seal.b),
		(const void *)f->packed, f->len);
}

/* Gives the block away, and goes on in the one that is longest back. */
static int next_fill(struct block_writer *w)
{
	struct fill *done = NULL;
	int rc = 0;

	if (worker_is_full(w->worker))
		done = worker_take(w->worker, true);
	if (done != NULL)
		rc = insert_block(w, done);
	if (rc != 0)
		return rc;
	w->fill->number = w->number++;
	worker_give(w->worker, w->fill);
	w->fill = &w->fills[w->number % FILLS];
	w->fill->rows = 0;
	str_clear(&w->fill->bytes);
	return 0;
}

/* The last block, and those under way. */
static int flush(struct block_writer *w)
{
	struct fill *done;
	int rc = w->fill->rows > 0 ? next_fill(w) : 0;

	while (rc == 0 && (done = worker_take(w->worker, true)) != NULL)
		rc = insert_block(w, done);
	return rc;
}

int block_writer_add(struct block_writer *w, const struct observation *o)
{
	struct row_text texts[ROW_TEXTS];
	int rc;

	row_texts(texts, o);
	rc = row_put(&w->fill->bytes, o, texts);
	if (rc != 0)
		return rc;
	w->import->rows++;
	return ++w->fill->rows == BLOCK_ROWS ? next_fill(w) : 0;
}

int block_writer_bad(struct block_writer *w, uint64_t line, uint64_t position,
	const char *reason)
{
	if (++w->import->bad > BLOCK_BAD_MAX)
		return err_set(ERR_LIMIT,
			_("line %llu: more than %d lines could not be read "
			  "(the last: %s); the file is of another format"),
			(unsigned long long)line, (int)BLOCK_BAD_MAX, reason);
	row_put_bad(&w->bad, line, position, reason);
	return db_run(store_db(w->store),
		"INSERT INTO bad_line(import, line, position, reason)"
		" VALUES($1, $2, $3, $4)",
		"iiit", w->import->id, (int64_t)line, (int64_t)position,
		reason);
}

static int write_dictionary(struct block_writer *w)
{
	const struct names *names = &w->packer.names;
	size_t cap = ZSTD_compressBound(names->text.len);
	void *packed = mem_new(cap, 1);
	size_t n = ZSTD_compress(
		packed, cap, names->text.p, names->text.len, LEVEL);
	struct digest seal;
	int rc = 0;

	if (ZSTD_isError(n))
		rc = err_set(
			ERR_DB, _("cannot compress: %s"), ZSTD_getErrorName(n));
	seal_of(&seal,
		(struct seal_numbers){
			{ (int64_t)names->n, (int64_t)names->text.len } },
		packed, rc == 0 ? n : 0);
	if (rc == 0)
		rc = db_run(store_db(w->store),
			"INSERT INTO dictionary(import, names, size, seal, "
			"data)"
			" VALUES($1, $2, $3, $4, $5)",
			"iiibb", w->import->id, (int64_t)names->n,
			(int64_t)names->text.len, (const void *)seal.b,
			sizeof(seal.b), (const void *)packed, n);
	free(packed);
	return rc;
}

static int write_total(const struct block_total *t, void *ctx)
{
	struct block_writer *w = ctx;

	return db_run(store_db(w->store),
		"INSERT INTO host_total(import, host, rows, contacts, allowed,"
		" blocked, rewritten, errors, unknown, first_ns, last_ns)"
		" VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		"itiiiiiiiii", w->import->id, t->host, (int64_t)t->rows,
		(int64_t)t->contacts, (int64_t)t->by[OBSERVATION_ALLOWED],
		(int64_t)t->by[OBSERVATION_BLOCKED],
		(int64_t)t->by[OBSERVATION_REWRITTEN],
		(int64_t)t->by[OBSERVATION_ERROR],
		(int64_t)t->by[OBSERVATION_UNKNOWN], t->first_ns, t->last_ns);
}

/* What the packer knows of the whole; the bad lines follow the rows in the
 * digest. */
static void finish_import(struct block_writer *w)
{
	struct packer *p = &w->packer;

	w->import->first_ns = p->first_ns;
	w->import->last_ns = p->last_ns;
	digest_stream_add(p->digest, w->bad.p, w->bad.len);
	digest_stream_end(p->digest, &w->import->digest);
	p->digest = NULL;
}

static int seal_import(struct block_writer *w)
{
	struct block_import *i = w->import;
	struct ledger_entry entry = {
		.act = "import", .table = "import", .row = i->id
	};
	unsigned char salt[FACT_SALT];
	int rc = fact_salt(salt);

	if (rc == 0)
		rc = db_run(store_db(w->store),
			"UPDATE import SET rows = $1, bad = $2, first_ns = $3,"
			" last_ns = $4, digest = $5, salt = $6, entry = $7"
			" WHERE id = $8",
			"iiiibbii", (int64_t)i->rows, (int64_t)i->bad,
			i->first_ns, i->last_ns, (const void *)i->digest.b,
			sizeof(i->digest.b), (const void *)salt, sizeof(salt),
			ledger_next(w->store), i->id);
	return rc != 0 ? rc : fact_seal(w->store, &entry);
}

static void writer_free(struct block_writer *w)
{
	worker_free(w->worker);
	packer_release(&w->packer);
	for (size_t i = 0; i < FILLS; i++) {
		str_release(&w->fills[i].bytes);
		free(w->fills[i].packed);
		free(w->fills[i].message);
	}
	str_release(&w->bad);
	free(w);
}

int block_writer_close(struct block_writer *w, int rc)
{
	if (w == NULL)
		return rc;
	if (rc == 0)
		rc = flush(w);
	if (rc == 0)
		rc = write_dictionary(w);
	if (rc == 0)
		rc = total_each(
			&w->packer.total, &w->packer.names, write_total, w);
	if (rc == 0)
		finish_import(w);
	if (rc == 0)
		rc = seal_import(w);
	writer_free(w);
	return rc;
}

static int damaged(void)
{
	return err_set(ERR_CORRUPT, _("a block of rows is damaged"));
}

static int decode_more(struct observation *o, int64_t *const values[COLUMNS],
	size_t i, const struct names *names)
{
	const char **const texts[] = { &o->member, &o->detail };

	o->member = o->detail = "";
	if (values[MORE] == NULL)
		return 0;
	o->sent = (uint64_t)values[SENT][i];
	o->received = (uint64_t)values[RECEIVED][i];
	for (int c = MEMBER; c <= DETAIL; c++) {
		int64_t id = values[c][i];

		if (id < 0 || (uint64_t)id >= names->n)
			return damaged();
		*texts[c - MEMBER] = names_get(names, (uint32_t)id);
	}
	return 0;
}

static int check_names(
	int64_t *const values[COLUMNS], size_t i, const struct names *names)
{
	for (int c = HOST; c <= RULE; c++)
		if (values[c][i] < 0 || (uint64_t)values[c][i] >= names->n)
			return damaged();
	return 0;
}

/* Its names were checked. */
static int decode_row(struct observation *o, int64_t *const values[COLUMNS],
	size_t i, const struct names *names)
{
	const char **const texts[] = { &o->host, &o->type, &o->client, &o->app,
		&o->answer, &o->rule };

	*o = (struct observation){ .ns = values[NS][i],
		.window_start = values[WINDOW_START][i],
		.window_end = values[WINDOW_END][i],
		.count = (uint32_t)values[COUNT][i],
		.line = (uint64_t)values[LINE][i],
		.position = (uint64_t)values[POSITION][i],
		.length = (uint64_t)values[LENGTH][i] };
	unpack_flags(o, values[FLAGS][i]);
	for (int c = HOST; c <= RULE; c++)
		*texts[c - HOST] = names_get(names, (uint32_t)values[c][i]);
	return decode_more(o, values, i, names);
}

/* Room to decode blocks in, and the rows that are wanted: a truth for each
 * name, as host or as answer; NULL: all of them. */
struct decoder {
	const struct names *names;
	bool *wanted[2]; /* owned: HOST, ANSWER */
	int64_t *values[COLUMNS];
	unsigned char *plain;
	ZSTD_DCtx *zstd;
	block_row_fn fn;
	void *ctx;
	uint64_t before; /* rows of the blocks before */
};

static const enum column filtered[2] = { HOST, ANSWER };

static void decoder_init(struct decoder *d, const struct names *names)
{
	*d = (struct decoder){ .names = names };
	for (int c = 0; c < COLUMNS; c++)
		d->values[c] = mem_new(BLOCK_ROWS, sizeof(int64_t));
	d->plain = mem_new(BLOCK_ROWS, ROW_BYTES_MAX);
	d->zstd = ZSTD_createDCtx();
	if (d->zstd == NULL)
		mem_none();
}

static void decoder_release(struct decoder *d)
{
	for (int c = 0; c < COLUMNS; c++)
		free(d->values[c]);
	free(d->wanted[0]);
	free(d->wanted[1]);
	free(d->plain);
	ZSTD_freeDCtx(d->zstd);
}

/* Whether a column has a name that is wanted. */
static int has_wanted(bool *out, const struct decoder *d, const bool *wanted,
	const int64_t *values, size_t rows)
{
	*out = false;
	for (size_t i = 0; i < rows; i++) {
		if (values[i] < 0 || (uint64_t)values[i] >= d->names->n)
			return damaged();
		*out = *out || wanted[values[i]];
	}
	return 0;
}

/* Looks into the columns of names alone, whether a block has a row that is
 * wanted. It may still have none that is wanted for both. */
static int may_have(bool *out, struct decoder *d, const unsigned char *at,
	const unsigned char *end, size_t rows)
{
	int rc = 0;

	*out = true;
	for (int c = 0, f = 0; f < 2 && *out && rc == 0; c++) {
		bool *wanted = (int)filtered[f] == c ? d->wanted[f] : NULL;

		if (wanted == NULL) {
			rc = column_skip(rows, &at, end);
		} else {
			rc = column_get(d->values[c], rows, &at, end);
			if (rc == 0)
				rc = has_wanted(
					out, d, wanted, d->values[c], rows);
		}
		f += (int)filtered[f] == c;
	}
	return rc;
}

static bool is_wanted(const struct decoder *d, size_t i)
{
	for (int f = 0; f < 2; f++)
		if (d->wanted[f] != NULL &&
			!d->wanted[f][d->values[filtered[f]][i]])
			return false;
	return true;
}

static int decode_columns(int64_t *values[COLUMNS], const unsigned char *at,
	const unsigned char *end, size_t rows)
{
	int rc = 0;

	for (int c = 0; c < COLUMNS && rc == 0; c++) {
		if (c == MORE && at == end) {
			values[MORE] = NULL;
			return 0;
		}
		rc = column_get(values[c], rows, &at, end);
	}
	return rc != 0 || at == end ? rc : damaged();
}

static int decode_rows(
	const struct decoder *d, int64_t *const values[COLUMNS], size_t rows)
{
	int rc = 0;

	for (size_t i = 0; i < rows && rc == 0; i++) {
		struct observation o;

		if (!is_wanted(d, i))
			continue;
		rc = check_names(values, i, d->names);
		if (rc == 0)
			rc = decode_row(&o, values, i, d->names);
		o.row = d->before + i + 1;
		if (rc == 0)
			rc = d->fn(0, &o, d->ctx);
	}
	return rc;
}

/* fn gets exhibit 0: a block does not know its own. */
static int decode(
	struct decoder *d, const void *packed, size_t len, size_t rows)
{
	int64_t *values[COLUMNS];
	bool any = true;
	size_t n;
	int rc = 0;

	if (rows == 0 || rows > BLOCK_ROWS)
		return damaged();
	n = ZSTD_decompressDCtx(
		d->zstd, d->plain, rows * ROW_BYTES_MAX, packed, len);
	if (ZSTD_isError(n))
		return damaged();
	if (d->wanted[0] != NULL || d->wanted[1] != NULL)
		rc = may_have(&any, d, d->plain, d->plain + n, rows);
	if (rc != 0 || !any)
		return rc;
	memcpy(values, d->values, sizeof(values));
	rc = decode_columns(values, d->plain, d->plain + n, rows);
	return rc != 0 ? rc : decode_rows(d, values, rows);
}

int block_decode(const void *packed, size_t len, size_t rows,
	const struct names *names, block_row_fn fn, void *ctx)
{
	struct decoder d;
	int rc;

	decoder_init(&d, names);
	d.fn = fn;
	d.ctx = ctx;
	rc = decode(&d, packed, len, rows);
	decoder_release(&d);
	return rc;
}

static int load_names(struct names *names, struct store *s, int64_t import)
{
	struct stmt *q = NULL;
	bool row = false;
	size_t len = 0, n;
	int64_t size;
	const void *packed;
	char *plain = NULL;
	int rc = db_query(&q, store_db(s),
		"SELECT size, data FROM dictionary WHERE import = $1", "i",
		import);

	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0 && !row)
		rc = damaged();
	if (rc != 0)
		goto done;
	size = stmt_int(q, 0);
	if (size < 0 || size > NAMES_BYTES) {
		rc = damaged();
		goto done;
	}
	plain = mem_new((size_t)size + 1, 1);
	packed = stmt_blob(q, 1, &len);
	n = ZSTD_decompress(plain, (size_t)size, packed, len);
	if (ZSTD_isError(n) || n != (size_t)size)
		rc = damaged();
	else
		rc = names_load(names, plain, n);
done:
	free(plain);
	stmt_free(q);
	return rc;
}

/* Carries the exhibit's id to the caller's function. */
struct relay {
	int64_t exhibit;
	block_row_fn fn;
	void *ctx;
};

static int relay_row(int64_t none, const struct observation *o, void *ctx)
{
	struct relay *r = ctx;

	(void)none;
	return r->fn(r->exhibit, o, r->ctx);
}

static bool *choose(const struct names *names, block_name_fn wants, void *ctx)
{
	bool *wanted;

	if (wants == NULL)
		return NULL;
	wanted = mem_new(names->n, sizeof(*wanted));
	for (size_t i = 0; i < names->n; i++)
		wanted[i] = wants(names_get(names, (uint32_t)i), ctx);
	return wanted;
}

static bool has_any(const bool *wanted, size_t n)
{
	return wanted == NULL || memchr(wanted, true, n) != NULL;
}

static int decode_blocks(struct decoder *d, struct store *s, int64_t import)
{
	struct stmt *q = NULL;
	bool row = true;
	size_t len;
	int rc = db_query(&q, store_db(s),
		"SELECT rows, data FROM block WHERE import = $1"
		" ORDER BY number",
		"i", import);

	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc == 0 && row) {
			int64_t rows = stmt_int(q, 0);
			const void *data = stmt_blob(q, 1, &len);

			rc = decode(d, data, len, rows > 0 ? (size_t)rows : 0);
			d->before += (uint64_t)rows;
		}
	}
	stmt_free(q);
	return rc;
}

static int each_of_import(struct store *s, int64_t import,
	const struct block_filter *filter, struct relay *relay)
{
	struct names names;
	struct decoder d;
	int rc;

	names_init(&names);
	decoder_init(&d, &names);
	d.fn = relay_row;
	d.ctx = relay;
	rc = load_names(&names, s, import);
	if (rc == 0) {
		d.wanted[0] = choose(&names, filter->host, filter->ctx);
		d.wanted[1] = choose(&names, filter->answer, filter->ctx);
	}
	if (rc == 0 && has_any(d.wanted[0], names.n) &&
		has_any(d.wanted[1], names.n))
		rc = decode_blocks(&d, s, import);
	decoder_release(&d);
	names_release(&names);
	return rc;
}

int block_each_like(struct store *s, const struct block_filter *filter,
	block_row_fn fn, void *ctx)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(s),
		"SELECT exhibit, max(id) FROM import i WHERE exhibit = $1 OR"
		" ($1 = 0 AND NOT EXISTS (SELECT 1 FROM exhibit x"
		" JOIN import j ON j.exhibit = x.id"
		" WHERE x.redacts = i.exhibit)) GROUP BY exhibit"
		" ORDER BY exhibit",
		"i", filter->exhibit);

	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc == 0 && row) {
			struct relay relay = { stmt_int(q, 0), fn, ctx };

			rc = each_of_import(s, stmt_int(q, 1), filter, &relay);
		}
	}
	stmt_free(q);
	return rc;
}

int block_each(struct store *s, int64_t exhibit, block_row_fn fn, void *ctx)
{
	const struct block_filter all = { .exhibit = exhibit };

	return block_each_like(s, &all, fn, ctx);
}

int block_import_find(
	struct block_import *out, struct store *s, int64_t exhibit)
{
	struct stmt *q = NULL;
	bool row = false;
	const void *digest;
	size_t len;
	int rc = db_query(&q, store_db(s),
		"SELECT id, importer, importer_version, options, rows, bad,"
		" first_ns, last_ns, digest FROM import WHERE exhibit = $1"
		" ORDER BY id DESC LIMIT 1",
		"i", exhibit);

	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0 && !row)
		rc = err_set(ERR_NOTFOUND,
			_("nothing was read from exhibit %lld"),
			(long long)exhibit);
	if (rc == 0) {
		*out = (struct block_import){ .id = stmt_int(q, 0),
			.exhibit = exhibit,
			.importer = mem_strdup(stmt_text(q, 1)),
			.importer_version = (int)stmt_int(q, 2),
			.options = mem_strdup(stmt_text(q, 3)),
			.rows = (uint64_t)stmt_int(q, 4),
			.bad = (uint64_t)stmt_int(q, 5),
			.first_ns = stmt_int(q, 6),
			.last_ns = stmt_int(q, 7) };
		digest = stmt_blob(q, 8, &len);
		if (len == sizeof(out->digest.b))
			memcpy(out->digest.b, digest, len);
	}
	stmt_free(q);
	return rc;
}

int block_each_total(
	struct store *s, int64_t import, block_total_fn fn, void *ctx)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(s),
		"SELECT host, rows, contacts, allowed, blocked, rewritten,"
		" errors, unknown, first_ns, last_ns FROM host_total"
		" WHERE import = $1 ORDER BY host",
		"i", import);

	while (rc == 0 && row) {
		struct block_total t = { 0 };

		rc = stmt_step(q, &row);
		if (rc != 0 || !row)
			break;
		t.host = stmt_text(q, 0);
		t.rows = (uint64_t)stmt_int(q, 1);
		t.contacts = (uint64_t)stmt_int(q, 2);
		t.by[OBSERVATION_ALLOWED] = (uint64_t)stmt_int(q, 3);
		t.by[OBSERVATION_BLOCKED] = (uint64_t)stmt_int(q, 4);
		t.by[OBSERVATION_REWRITTEN] = (uint64_t)stmt_int(q, 5);
		t.by[OBSERVATION_ERROR] = (uint64_t)stmt_int(q, 6);
		t.by[OBSERVATION_UNKNOWN] = (uint64_t)stmt_int(q, 7);
		t.first_ns = stmt_int(q, 8);
		t.last_ns = stmt_int(q, 9);
		rc = fn(&t, ctx);
	}
	stmt_free(q);
	return rc;
}

int block_exhibit_totals(
	struct store *s, int64_t exhibit, block_total_fn fn, void *ctx)
{
	int64_t import = 0;
	int rc = db_int(&import, store_db(s),
		"SELECT coalesce(max(id), 0) FROM import WHERE exhibit = $1",
		"i", exhibit);

	return rc != 0 || import == 0 ? rc
				      : block_each_total(s, import, fn, ctx);
}

int block_each_bad(struct store *s, int64_t import, block_bad_fn fn, void *ctx)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(s),
		"SELECT line, position, reason FROM bad_line WHERE import = $1"
		" ORDER BY line",
		"i", import);

	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc == 0 && row)
			rc = fn((uint64_t)stmt_int(q, 0),
				(uint64_t)stmt_int(q, 1), stmt_text(q, 2), ctx);
	}
	stmt_free(q);
	return rc;
}

/* What block_verify() computes again. */
struct check {
	struct digest_stream *digest;
	struct str bytes; /* not yet added to it */
	struct names names;
	struct total total;
	uint64_t rows, bad;
	struct store *store;
	int64_t import;
	int64_t totals; /* compared so far */
};

static void check_bytes(struct check *c, size_t most)
{
	if (c->bytes.len <= most)
		return;
	digest_stream_add(c->digest, c->bytes.p, c->bytes.len);
	str_clear(&c->bytes);
}

static int check_row(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct check *c = ctx;
	struct row_text texts[ROW_TEXTS];
	uint32_t host, client, type;
	int rc = names_add(&c->names, &host, o->host);

	(void)exhibit;
	row_texts(texts, o);
	if (rc == 0)
		rc = row_put(&c->bytes, o, texts);
	if (rc == 0)
		rc = names_add(&c->names, &client, o->client);
	if (rc == 0)
		rc = names_add(&c->names, &type, o->type);
	if (rc != 0)
		return rc;
	check_bytes(c, CHECK_BYTES);
	if (observation_is_traffic(o))
		total_add(&c->total, host, client, type, o);
	c->rows++;
	return 0;
}

static int check_bad(
	uint64_t line, uint64_t position, const char *reason, void *ctx)
{
	struct check *c = ctx;

	c->bad++;
	check_bytes(c, CHECK_BYTES);
	return row_put_bad(&c->bytes, line, position, reason);
}

static int check_total(const struct block_total *t, void *ctx)
{
	struct check *c = ctx;
	int64_t same = 0;
	int rc = db_int(&same, store_db(c->store),
		"SELECT count(*) FROM host_total WHERE import = $1 AND"
		" host = $2 AND rows = $3 AND contacts = $4 AND allowed = $5"
		" AND blocked = $6 AND rewritten = $7 AND errors = $8 AND"
		" unknown = $9 AND first_ns = $10 AND last_ns = $11",
		"itiiiiiiiii", c->import, t->host, (int64_t)t->rows,
		(int64_t)t->contacts, (int64_t)t->by[OBSERVATION_ALLOWED],
		(int64_t)t->by[OBSERVATION_BLOCKED],
		(int64_t)t->by[OBSERVATION_REWRITTEN],
		(int64_t)t->by[OBSERVATION_ERROR],
		(int64_t)t->by[OBSERVATION_UNKNOWN], t->first_ns, t->last_ns);

	c->totals++;
	if (rc == 0 && same != 1)
		rc = err_set(ERR_CORRUPT,
			_("the totals kept for '%s' are not those of its rows"),
			t->host);
	return rc;
}

static int compare_totals(struct check *c)
{
	int64_t kept = 0;
	int rc = total_each(&c->total, &c->names, check_total, c);

	if (rc == 0)
		rc = db_int(&kept, store_db(c->store),
			"SELECT count(*) FROM host_total WHERE import = $1",
			"i", c->import);
	if (rc == 0 && kept != c->totals)
		rc = err_set(ERR_CORRUPT,
			_("totals are kept for hosts that no row names"));
	return rc;
}

int block_verify(struct store *s, int64_t import)
{
	struct check c = { .store = s, .import = import };
	const struct block_filter all = { 0 };
	struct relay relay = { 0, check_row, &c };
	struct digest now, kept = { { 0 } };
	struct stmt *q = NULL;
	bool row = false;
	const void *digest;
	size_t len = 0;
	int rc;

	c.digest = digest_stream_new();
	names_init(&c.names);
	total_init(&c.total);
	rc = each_of_import(s, import, &all, &relay);
	if (rc == 0)
		rc = block_each_bad(s, import, check_bad, &c);
	check_bytes(&c, 0);
	digest_stream_end(c.digest, &now);
	if (rc == 0)
		rc = db_query(&q, store_db(s),
			"SELECT digest, rows, bad FROM import WHERE id = $1",
			"i", import);
	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0 && row) {
		digest = stmt_blob(q, 0, &len);
		if (len == sizeof(kept.b))
			memcpy(kept.b, digest, len);
		if (!digest_equal(&now, &kept) ||
			(uint64_t)stmt_int(q, 1) != c.rows ||
			(uint64_t)stmt_int(q, 2) != c.bad)
			rc = err_set(ERR_CORRUPT,
				_("the rows are not those that were read"));
	}
	if (rc == 0)
		rc = compare_totals(&c);
	stmt_free(q);
	names_release(&c.names);
	total_release(&c.total);
	str_release(&c.bytes);
	return rc;
}
