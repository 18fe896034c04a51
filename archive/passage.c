/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SQLite's FTS5 (https://sqlite.org/fts5.html) over distinct blocks:
 *
 *	passage_mark	the last version that was looked at
 *	passage_line	a terms
 *	passage_text	text number n of a terms has this digest
 *	passage_block	a block has this digest; its id is the rowid of
 *	passage_words	the full text
 *	passage_range	a block stands, below a heading, in the texts from
 *			first to last of a terms; last NULL: up to the newest
 *
 * A new text costs a row only for what came and for what went. Whatever a
 * person types reaches FTS5 as a quoted string: '"' doubled is all that its
 * syntax knows there.
 */
#include "archive/passage.h"

#include <stdlib.h>
#include <string.h>

#include "archive/schema.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

enum {
	DEPTH = 64, /* of a query's tree */
	LEVELS = 6, /* of headings */
	BEFORE = 2, /* the last format without these tables */
};

/* Where a block stands in one text. */
struct place {
	int64_t block, section;
	int64_t range; /* the row of one that is open */
};

struct places {
	struct place *v; /* owned */
	size_t n, cap;
};

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->block != y->block)
		return x->block < y->block ? -1 : 1;
	return (x->section > y->section) - (x->section < y->section);
}

static void push(struct places *places, struct place place)
{
	places->v = mem_grow(
		places->v, &places->cap, places->n + 1, sizeof(*places->v));
	places->v[places->n++] = place;
}

/* --- what to add --- */

int passage_pending(int64_t *out, struct store *s)
{
	return db_int(out, store_db(s),
		"SELECT count(*) FROM version WHERE id >"
		" (SELECT coalesce(max(version), 0) FROM passage_mark)",
		"");
}

static int is_lent(bool *out, struct store *s)
{
	int64_t n = 0;
	int rc = db_int(&n, store_db(s),
		"SELECT count(*) FROM sqlite_temp_master"
		" WHERE name = 'passage_words'",
		"");

	*out = n > 0;
	return rc;
}

int passage_begin(struct store *s)
{
	bool lent = false;
	int rc = is_lent(&lent, s);

	if (rc != 0)
		return rc;
	return lent ? store_snapshot(s) : store_begin(s);
}

int passage_lend(struct store *s)
{
	bool lent = false;
	int rc = is_lent(&lent, s);

	return rc != 0 || lent ? rc : schema_lend(store_db(s), BEFORE);
}

void passage_text_release(struct passage_text *t)
{
	free(t->service);
	free(t->terms);
	*t = (struct passage_text){ 0 };
}

int passage_next(struct passage_text *out, bool *found, struct store *s)
{
	struct stmt *q = NULL;
	int rc = db_query(&q, store_db(s),
		"SELECT v.id, v.service, v.terms, v.text,"
		" EXISTS(SELECT 1 FROM passage_line l JOIN passage_text t"
		" ON t.line = l.id AND t.digest = v.text"
		" WHERE l.service = v.service AND l.terms = v.terms)"
		" FROM version v WHERE v.id >"
		" (SELECT coalesce(max(version), 0) FROM passage_mark)"
		" ORDER BY v.id LIMIT 1",
		"");

	if (rc == 0)
		rc = stmt_step(q, found);
	if (rc == 0 && *found) {
		*out = (struct passage_text){ .version = stmt_int(q, 0),
			.service = mem_strdup(stmt_text(q, 1)),
			.terms = mem_strdup(stmt_text(q, 2)),
			.known = stmt_int(q, 4) != 0 };
		stmt_digest(&out->digest, q, 3);
	}
	stmt_free(q);
	return rc;
}

static int find_line(int64_t *out, struct db *db, const struct passage_text *t)
{
	int rc = db_run(db,
		"INSERT INTO passage_line(service, terms) VALUES($1, $2)"
		" ON CONFLICT(service, terms) DO NOTHING",
		"tt", t->service, t->terms);

	if (rc == 0)
		rc = db_int(out, db,
			"SELECT id FROM passage_line"
			" WHERE service = $1 AND terms = $2",
			"tt", t->service, t->terms);
	return rc;
}

/* The block of these words, new or known. */
static int find_block(int64_t *out, struct db *db, const struct str *body)
{
	struct digest d;
	int64_t id = 0;
	int rc;

	digest_of(&d, body->p, body->len);
	rc = db_int(&id, db, "SELECT id FROM passage_block WHERE digest = $1",
		"b", (const void *)d.b, sizeof(d.b));
	if (rc == 0 && id == 0) {
		rc = db_int(&id, db,
			"INSERT INTO passage_block(digest) VALUES($1)"
			" RETURNING id",
			"b", (const void *)d.b, sizeof(d.b));
		if (rc == 0)
			rc = db_run(db,
				"INSERT INTO passage_words(rowid, body)"
				" VALUES($1, $2)",
				"it", id, body->p);
	}
	*out = id;
	return rc;
}

/* The words as they are kept: no control among them. */
static void clean(struct str *out, const struct passage_block *b)
{
	str_clear(out);
	str_add(out, b->body, b->len);
	for (size_t i = 0; i < out->len; i++)
		if ((unsigned char)out->p[i] < ' ' || out->p[i] == 0x7F)
			out->p[i] = ' ';
}

/* The blocks of a text by where they stand, each place once. */
static int find_places(struct places *out, struct db *db,
	const struct passage_block *blocks, size_t n)
{
	int64_t above[LEVELS + 1] = { 0 };
	struct str body = { 0 };
	size_t kept = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++) {
		int level = blocks[i].level < LEVELS ? blocks[i].level : LEVELS;
		int depth = level > 0 ? level - 1 : LEVELS;
		struct place place = { 0 };

		while (depth > 0 && above[depth] == 0)
			depth--;
		place.section = above[depth];
		clean(&body, &blocks[i]);
		rc = find_block(&place.block, db, &body);
		push(out, place);
		if (level == 0)
			continue;
		above[level] = place.block;
		for (int deeper = level + 1; deeper <= LEVELS; deeper++)
			above[deeper] = 0;
	}
	str_release(&body);
	if (out->n > 0)
		qsort(out->v, out->n, sizeof(*out->v), by_place);
	for (size_t i = 0; i < out->n; i++)
		if (kept == 0 || by_place(&out->v[kept - 1], &out->v[i]) != 0)
			out->v[kept++] = out->v[i];
	out->n = kept;
	return rc;
}

/* Where blocks stand in the newest text, in order. */
static int read_open(struct places *out, struct db *db, int64_t line)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, db,
		"SELECT id, block, section FROM passage_range"
		" WHERE line = $1 AND last IS NULL ORDER BY block, section",
		"i", line);

	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc == 0 && row)
			push(out, (struct place){ .range = stmt_int(q, 0),
					  .block = stmt_int(q, 1),
					  .section = stmt_int(q, 2) });
	}
	stmt_free(q);
	return rc;
}

/* What went ends with the text before `number`; what came begins with it. */
static int write_changes(struct db *db, int64_t line, int64_t number,
	const struct places *open, const struct places *now)
{
	size_t i = 0, j = 0;
	int rc = 0;

	while (rc == 0 && (i < open->n || j < now->n)) {
		int order = i == open->n  ? 1
			    : j == now->n ? -1
					  : by_place(&open->v[i], &now->v[j]);

		if (order < 0)
			rc = db_run(db,
				"UPDATE passage_range SET last = $1"
				" WHERE id = $2",
				"ii", number - 1, open->v[i].range);
		else if (order > 0)
			rc = db_run(db,
				"INSERT INTO passage_range(block, section,"
				" line, first) VALUES($1, $2, $3, $4)",
				"iiii", now->v[j].block, now->v[j].section,
				line, number);
		i += order <= 0;
		j += order >= 0;
	}
	return rc;
}

static int add_text(struct db *db, const struct passage_text *t,
	const struct passage_block *blocks, size_t n)
{
	struct places open = { 0 }, now = { 0 };
	int64_t line = 0, number = 0;
	int rc = find_line(&line, db, t);

	if (rc == 0)
		rc = db_int(&number, db,
			"INSERT INTO passage_text(line, number, digest)"
			" SELECT $1, coalesce(max(number), 0) + 1, $2"
			" FROM passage_text WHERE line = $1 RETURNING number",
			"ib", line, (const void *)t->digest.b,
			sizeof(t->digest.b));
	if (rc == 0)
		rc = read_open(&open, db, line);
	if (rc == 0)
		rc = find_places(&now, db, blocks, n);
	if (rc == 0)
		rc = write_changes(db, line, number, &open, &now);
	free(open.v);
	free(now.v);
	return rc;
}

int passage_add(struct store *s, const struct passage_text *t,
	const struct passage_block *blocks, size_t n)
{
	int rc = passage_begin(s);

	if (rc != 0)
		return rc;
	if (!t->known)
		rc = add_text(store_db(s), t, blocks, n);
	if (rc == 0)
		rc = db_run(store_db(s),
			"INSERT INTO passage_mark(id, version) VALUES(1, $1)"
			" ON CONFLICT(id) DO UPDATE SET"
			" version = excluded.version",
			"i", t->version);
	return store_end(s, rc);
}

/* The full text is made anew rather than emptied: a deletion would leave the
 * words in its tree until they are merged away. */
int passage_clear(struct store *s)
{
	static const char words[] = "CREATE VIRTUAL TABLE passage_words";
	const char *statement = NULL;
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	for (size_t i = 0; (statement = schema_statement(i)) != NULL; i++)
		if (strncmp(statement, words, sizeof(words) - 1) == 0)
			break;
	rc = db_exec(store_db(s),
		"DELETE FROM passage_mark; DELETE FROM passage_range;"
		"DELETE FROM passage_block; DELETE FROM passage_text;"
		"DELETE FROM passage_line; DROP TABLE IF EXISTS passage_words");
	if (rc == 0 && statement != NULL)
		rc = db_exec(store_db(s), statement);
	return store_end(s, rc);
}

int passage_forget(struct store *s, const struct digest *d)
{
	int64_t n = 0;
	int rc = db_int(&n, store_db(s),
		"SELECT count(*) FROM passage_text WHERE digest = $1", "b",
		(const void *)d->b, sizeof(d->b));

	return rc != 0 || n == 0 ? rc : passage_clear(s);
}

/* --- what is found --- */

static void put_phrase(struct str *out, const struct passage_query *q)
{
	str_putc(out, '"');
	for (const char *p = q->words; *p != '\0'; p++) {
		if (*p == '"')
			str_putc(out, '"');
		str_putc(out, *p);
	}
	str_puts(out, q->prefix ? "\"*" : "\"");
}

/* A tree in FTS5's syntax; false when it is too deep. */
static bool put_query(struct str *out, const struct passage_query *q, int depth)
{
	static const char *const names[] = { [PASSAGE_AND] = " AND ",
		[PASSAGE_OR] = " OR ",
		[PASSAGE_NOT] = " NOT " };

	if (depth == DEPTH)
		return false;
	if (q->op == PASSAGE_PHRASE) {
		put_phrase(out, q);
		return true;
	}
	if (q->op == PASSAGE_NEAR) {
		str_puts(out, "NEAR(");
		put_phrase(out, q->left);
		str_putc(out, ' ');
		put_phrase(out, q->right);
		str_printf(out, ", %d)", q->distance);
		return true;
	}
	str_putc(out, '(');
	if (!put_query(out, q->left, depth + 1))
		return false;
	str_puts(out, names[q->op]);
	if (!put_query(out, q->right, depth + 1))
		return false;
	str_putc(out, ')');
	return true;
}

static int write_query(struct str *out, const struct passage_query *q)
{
	if (!put_query(out, q, 0))
		return err_set(ERR_INVALID,
			_("there are more than %d brackets or words to look "
			  "for, one inside the other"),
			DEPTH);
	return str_check(out, _("what to look for"));
}

int passage_each(struct store *s, const struct passage_query *q, passage_fn fn,
	void *ctx)
{
	struct str match = { 0 };
	struct stmt *stmt = NULL;
	bool row = true;
	int rc = write_query(&match, q);

	if (rc == 0)
		rc = db_query(&stmt, store_db(s),
			"SELECT l.service, l.terms, l.id, r.block, r.section,"
			" r.first, coalesce(r.last, (SELECT max(number)"
			" FROM passage_text WHERE line = l.id))"
			" FROM passage_words w JOIN passage_range r"
			" ON r.block = w.rowid JOIN passage_line l"
			" ON l.id = r.line WHERE passage_words MATCH $1"
			" ORDER BY l.service, l.terms, r.block, r.first",
			"t", match.p);
	while (rc == 0 && row) {
		rc = stmt_step(stmt, &row);
		if (rc == 0 && row)
			rc = fn(&(struct passage_hit){ .service = stmt_text(
							       stmt, 0),
					.terms = stmt_text(stmt, 1),
					.line = stmt_int(stmt, 2),
					.block = stmt_int(stmt, 3),
					.section = stmt_int(stmt, 4),
					.first = stmt_int(stmt, 5),
					.last = stmt_int(stmt, 6) },
				ctx);
	}
	stmt_free(stmt);
	str_release(&match);
	return rc;
}

int passage_numbers(
	struct store *s, int64_t line, passage_number_fn fn, void *ctx)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(s),
		"SELECT number, digest FROM passage_text WHERE line = $1"
		" ORDER BY number",
		"i", line);

	while (rc == 0 && row) {
		struct digest digest;

		rc = stmt_step(q, &row);
		if (rc != 0 || !row)
			break;
		stmt_digest(&digest, q, 1);
		rc = fn(stmt_int(q, 0), &digest, ctx);
	}
	stmt_free(q);
	return rc;
}

/* Appends the first column of the only row. */
static int put_row(struct str *out, struct stmt *q)
{
	bool row = false;
	int rc = stmt_step(q, &row);

	if (rc == 0 && !row)
		return err_set(ERR_NOTFOUND, _("there is no such passage"));
	return rc != 0 ? rc : str_puts(out, stmt_text(q, 0));
}

int passage_body(struct str *out, struct store *s, int64_t block)
{
	struct stmt *q = NULL;
	int rc = db_query(&q, store_db(s),
		"SELECT body FROM passage_words WHERE rowid = $1", "i", block);

	if (rc == 0)
		rc = put_row(out, q);
	stmt_free(q);
	return rc;
}

int passage_snippet(struct str *out, struct store *s,
	const struct passage_query *q, int64_t block)
{
	struct str match = { 0 };
	struct stmt *stmt = NULL;
	int rc = write_query(&match, q);

	if (rc == 0)
		rc = db_query(&stmt, store_db(s),
			"SELECT snippet(passage_words, 0, char(2), char(3),"
			" '…', 24) FROM passage_words"
			" WHERE passage_words MATCH $1 AND rowid = $2",
			"ti", match.p, block);
	if (rc == 0)
		rc = put_row(out, stmt);
	stmt_free(stmt);
	str_release(&match);
	return rc;
}

int passage_above(int64_t *out, struct store *s, const struct passage_hit *hit,
	int64_t heading)
{
	*out = 0;
	return db_int(out, store_db(s),
		"SELECT CASE WHEN count(DISTINCT section) = 1"
		" THEN min(section) ELSE 0 END FROM passage_range"
		" WHERE block = $1 AND line = $2 AND first <= $3"
		" AND (last IS NULL OR last >= $3)",
		"iii", heading, hit->line, hit->first);
}
