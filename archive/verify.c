/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order goes from the ground up: structure, head, ledger, contents,
 * facts, derived rows, stamps. A step that cannot be made is a finding, and
 * the next one is tried all the same.
 */
#include "archive/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/block.h"
#include "archive/checkpoint.h"
#include "archive/fact.h"
#include "archive/schema.h"
#include "archive/stamp.h"
#include "archive/verify_objects.h"
#include "archive/verify_tables.h"
#include "base/codec.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"

/* What an entry says of the row it seals. */
struct sealed {
	char *table; /* owned; NULL when it seals none */
	int64_t row;
	struct digest commit;
	int64_t destroyed_ns; /* 0: it made the row */
};

/* A root wanted at a size, for a stamp. */
struct mark {
	uint64_t size;
	struct digest root;
	bool known;
};

struct work {
	struct store *store;
	struct verify_result *result;
	verify_fn fn;
	void *ctx;
	const struct progress *progress;
	struct merkle tree;    /* made again from the entries */
	struct sealed *sealed; /* owned; by entry number */
	size_t cap;
	uint64_t sealing;    /* entries that made a row */
	uint64_t destroying; /* entries that destroyed its words */
	struct mark *marks;  /* owned; one per stamp */
	size_t n_marks, marks_cap;
	unsigned char public_key[SECRET_KEY];
	bool has_key;
};

void verify_result_release(struct verify_result *r)
{
	free(r->proved_by);
	*r = (struct verify_result){ 0 };
}

static void find(struct work *w, const char *where, const char *what)
{
	w->result->findings++;
	if (w->fn != NULL)
		w->fn(where, what, w->ctx);
}

/* A step's failure becomes a finding. */
static void step(struct work *w, int rc, const char *where)
{
	if (rc != 0)
		find(w, where, err_message());
}

static int64_t number(const char *text)
{
	char *end = NULL;
	long long v = text != NULL ? strtoll(text, &end, 10) : -1;

	return text == NULL || *text == '\0' || *end != '\0' ? -1 : v;
}

/* The first entry names the archive and its public key. */
static void read_init(struct work *w, const cJSON *entry)
{
	const char *key = json_string(entry, "public_key");
	const char *id = json_string(entry, "archive");

	if (key != NULL && strlen(key) == SECRET_KEY * 2)
		w->has_key = codec_unhex(w->public_key, key, SECRET_KEY * 2);
	if (id == NULL || strcmp(id, store_id(w->store)) != 0)
		find(w, "meta",
			_("the archive's name is not that of its first "
			  "entry"));
}

static void read_seal(struct work *w, const cJSON *entry, int64_t at)
{
	const cJSON *row = json_member(entry, "row");
	const char *table = json_string(row, "table");
	const char *commit = json_string(row, "commit");
	const char *act = json_string(entry, "act");
	const char *time = json_string(entry, "time");
	struct sealed *sealed = &w->sealed[at];

	*sealed = (struct sealed){ 0 };
	if (table == NULL)
		return;
	sealed->table = mem_strdup(table);
	sealed->row = number(json_string(row, "id"));
	if (commit == NULL || !digest_parse(&sealed->commit, commit))
		return;
	if (act != NULL && strcmp(act, "destroy") == 0 && time != NULL &&
		instant_parse(
			&sealed->destroyed_ns, NULL, time, strlen(time)) == 0)
		w->destroying++;
	else
		w->sealing++;
}

static void see_marks(struct work *w)
{
	for (size_t i = 0; i < w->n_marks; i++)
		if (w->marks[i].size == w->tree.size) {
			merkle_root(&w->marks[i].root, &w->tree);
			w->marks[i].known = true;
		}
}

static int see_entry(int64_t at, const char *body, void *ctx)
{
	struct work *w = ctx;
	struct digest leaf;
	cJSON *entry = NULL;
	char where[48];

	snprintf(where, sizeof(where), _("entry %lld"), (long long)at);
	if (at != (int64_t)w->result->entries)
		find(w, where, _("an entry is missing before it"));
	w->sealed = mem_grow(
		w->sealed, &w->cap, w->result->entries + 1, sizeof(*w->sealed));
	w->sealed[w->result->entries] = (struct sealed){ 0 };
	merkle_leaf(&leaf, body, strlen(body));
	merkle_add(&w->tree, &leaf);
	if (json_parse(&entry, body, strlen(body), NULL) != 0) {
		find(w, where, err_message());
	} else {
		if (number(json_string(entry, "n")) != at)
			find(w, where, _("it bears another number"));
		if (at == 0)
			read_init(w, entry);
		read_seal(w, entry, (int64_t)w->result->entries);
	}
	w->result->entries++;
	see_marks(w);
	cJSON_Delete(entry);
	progress_report(w->progress, _("checking the ledger"),
		w->result->entries, store_tree(w->store)->size);
	return 0;
}

/* Head against the tree made again, its signature, the keys. */
static void check_head(struct work *w)
{
	const struct secret *secret = store_secret(w->store);
	const struct merkle *kept = store_tree(w->store);
	struct str note = { 0 };
	struct checkpoint c;
	struct digest root;
	int rc = store_head(&note, w->store);

	merkle_root(&root, &w->tree);
	if (rc == 0 && w->has_key)
		rc = checkpoint_verify(&c, note.p, note.len, w->public_key);
	else if (rc == 0)
		rc = err_set(ERR_CORRUPT, _("no entry holds the public key"));
	step(w, rc, _("head"));
	if (rc == 0 &&
		(c.size != w->tree.size || !digest_equal(&c.root, &root)))
		find(w, _("head"),
			_("the signed root is not that of the entries: an "
			  "entry was changed, added or removed"));
	if (kept->size != w->tree.size ||
		memcmp(kept->edge, w->tree.edge,
			merkle_edge(kept->size) * sizeof(kept->edge[0])) != 0)
		find(w, _("head"),
			_("its size or edge is not that of the "
			  "entries"));
	if (rc == 0 && strcmp(c.origin + 8, store_id(w->store)) != 0)
		find(w, _("head"), _("it names another archive"));
	if (secret != NULL && w->has_key &&
		memcmp(secret->public_key, w->public_key, SECRET_KEY) != 0)
		find(w, "secret", _("these are not the keys of this archive"));
	str_release(&note);
}

/* Whether the entry a row names destroyed its words. */
static bool destroys(const struct work *w, int64_t entry)
{
	return entry >= 0 && (uint64_t)entry < w->result->entries &&
	       w->sealed[entry].destroyed_ns != 0;
}

/* The row a statement stands on, against the entry it names. */
static void check_fact(struct work *w, const char *table, struct stmt *q)
{
	int64_t id = -1, entry = -1;
	struct digest now;
	char where[64];
	int rc;

	for (int i = 0; i < stmt_columns(q); i++) {
		if (strcmp(stmt_name(q, i), "id") == 0)
			id = stmt_int(q, i);
		if (strcmp(stmt_name(q, i), "entry") == 0)
			entry = stmt_int(q, i);
	}
	snprintf(where, sizeof(where), "%s %lld", table, (long long)id);
	w->result->facts++;
	rc = fact_row(&now, q);
	step(w, rc, where);
	if (rc != 0)
		return;
	if (entry < 0 || (uint64_t)entry >= w->result->entries ||
		w->sealed[entry].table == NULL ||
		strcmp(w->sealed[entry].table, table) != 0 ||
		w->sealed[entry].row != id)
		find(w, where, _("no ledger entry tells of it"));
	else if (!digest_equal(&now, &w->sealed[entry].commit))
		find(w, where,
			_("it is not what the ledger entry that made it says"));
	else if (destroys(w, entry)) {
		w->result->destroyed++;
		w->result->destroyed_ns = w->sealed[entry].destroyed_ns;
	}
}

static int check_facts(struct work *w, const char *table)
{
	struct str sql = { 0 };
	struct stmt *q = NULL;
	bool row = true;
	int rc;

	str_printf(&sql, "SELECT * FROM %s ORDER BY id", table);
	rc = db_query(&q, store_db(w->store), sql.p, "");
	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc == 0 && row)
			check_fact(w, table, q);
	}
	stmt_free(q);
	str_release(&sql);
	return rc;
}

static int check_imports(struct work *w)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(w->store),
		"SELECT i.id, i.rows, e.entry FROM import i"
		" JOIN exhibit e ON e.id = i.exhibit ORDER BY i.id",
		"");

	while (rc == 0 && row) {
		char where[48];

		rc = stmt_step(q, &row);
		if (rc != 0 || !row)
			break;
		if (destroys(w, stmt_int(q, 2)))
			continue;
		snprintf(where, sizeof(where), _("import %lld"),
			(long long)stmt_int(q, 0));
		step(w, block_verify(w->store, stmt_int(q, 0)), where);
		w->result->rows += (uint64_t)stmt_int(q, 1);
		progress_report(
			w->progress, _("checking rows"), w->result->rows, 0);
	}
	stmt_free(q);
	return rc;
}

static const struct mark *mark_at(const struct work *w, uint64_t size)
{
	for (size_t i = 0; i < w->n_marks; i++)
		if (w->marks[i].size == size && w->marks[i].known)
			return &w->marks[i];
	return NULL;
}

static int check_stamp(const struct stamp *t, void *ctx)
{
	struct work *w = ctx;
	struct verify_result *r = w->result;
	const struct mark *mark = mark_at(w, t->size);
	struct checkpoint c;
	char where[48];
	int rc = checkpoint_verify(
		&c, t->checkpoint, strlen(t->checkpoint), w->public_key);

	snprintf(where, sizeof(where), _("stamp %lld"), (long long)t->id);
	if (rc == 0 && (c.size != t->size || mark == NULL ||
			       !digest_equal(&c.root, &mark->root)))
		rc = err_set(ERR_CORRUPT,
			_("the stamped root is not that of the entries"));
	if (rc == 0)
		rc = stamp_verify(w->store, t);
	step(w, rc, where);
	r->stamps++;
	if (rc == 0 && t->size >= r->proved_size) {
		free(r->proved_by);
		r->proved_by = mem_strdup(t->authority);
		r->proved_size = t->size;
		r->proved_ns = t->gen_ns;
	}
	return 0;
}

static int note_mark(const struct stamp *t, void *ctx)
{
	struct work *w = ctx;

	w->marks = mem_grow(
		w->marks, &w->marks_cap, w->n_marks + 1, sizeof(*w->marks));
	w->marks[w->n_marks++] = (struct mark){ .size = t->size };
	return 0;
}

static void check_tables(struct work *w)
{
	for (const char *const *t = schema_facts; *t != NULL; t++)
		step(w, check_facts(w, *t), *t);
	if (w->result->facts != w->sealing)
		find(w, _("ledger"),
			_("it tells of rows that are not there, or the other "
			  "way round"));
	if (w->result->destroyed != w->destroying)
		find(w, _("ledger"),
			_("words that were destroyed are back, or a row "
			  "whose words were destroyed is gone"));
}

int verify_store(struct verify_result *out, struct store *s, verify_fn fn,
	void *ctx, const struct progress *progress)
{
	struct verify_result r = { 0 };
	struct work w = { .store = s,
		.result = &r,
		.fn = fn,
		.ctx = ctx,
		.progress = progress };
	struct verify_sink sink = { fn, ctx, &r.findings };
	int began = store_snapshot(s);

	step(&w, began, _("head"));
	verify_tables(s, &sink);
	step(&w, stamp_each(s, note_mark, &w), _("stamps"));
	step(&w, ledger_each(s, see_entry, &w), _("ledger"));
	check_head(&w);
	step(&w, verify_objects(s, &r, &sink, progress), _("contents"));
	check_tables(&w);
	step(&w, check_imports(&w), _("imports"));
	if (w.has_key)
		step(&w, stamp_each(s, check_stamp, &w), _("stamps"));
	for (uint64_t i = 0; i < r.entries; i++)
		free(w.sealed[i].table);
	free(w.sealed);
	free(w.marks);
	*out = r;
	return began == 0 ? store_commit(s) : 0;
}
