/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/ledger.h"

#include <stdio.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/self.h"

static void set_digest(cJSON *object, const char *name, const struct digest *d)
{
	char text[DIGEST_NAME + 1];

	digest_name(text, d);
	json_set(object, name, text);
}

static void set_number(cJSON *object, const char *name, int64_t v)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)v);
	json_set(object, name, text);
}

static cJSON *tool(void)
{
	cJSON *t = json_object();

	json_set(t, "name", "constat");
	json_set(t, "version", self_version());
	set_digest(t, "sha256", self_digest());
	return t;
}

static cJSON *build(const struct ledger_entry *e, int64_t number)
{
	cJSON *body = json_object(), *objects = json_array(), *row;
	char time[INSTANT_TEXT], name[DIGEST_NAME + 1];
	const cJSON *code;

	instant_format(time, instant_now(), 0, INSTANT_MS);
	json_set(body, "schema", "constat.entry/1");
	set_number(body, "n", number);
	json_set(body, "time", time);
	json_set(body, "act", e->act);
	json_add(body, "tool", tool());
	for (size_t i = 0; i < e->n_objects; i++) {
		digest_name(name, &e->objects[i]);
		json_push_string(objects, name);
	}
	json_add(body, "objects", objects);
	if (e->table != NULL) {
		row = json_object();
		json_set(row, "table", e->table);
		set_number(row, "id", e->row);
		set_digest(row, "commit", &e->commit);
		json_add(body, "row", row);
	}
	cJSON_ArrayForEach(code, e->codes)
		json_set(body, code->string, code->valuestring);
	return body;
}

int64_t ledger_next(struct store *s)
{
	return (int64_t)store_tree(s)->size;
}

int ledger_append(
	struct store *s, const struct ledger_entry *entry, int64_t *number)
{
	int64_t n = ledger_next(s);
	cJSON *body = build(entry, n);
	struct str text = { 0 };
	struct digest leaf;
	int rc = json_canonical(&text, body);

	if (rc == 0)
		rc = db_run(store_db(s),
			"INSERT INTO entry(number, body) VALUES($1, $2)", "it",
			n, text.p);
	if (rc == 0) {
		merkle_leaf(&leaf, text.p, text.len);
		merkle_add(store_tree(s), &leaf);
		if (number != NULL)
			*number = n;
	}
	str_release(&text);
	cJSON_Delete(body);
	return rc;
}

int ledger_each(struct store *s, ledger_fn fn, void *ctx)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(s),
		"SELECT number, body FROM entry ORDER BY number", "");

	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc == 0 && row)
			rc = fn(stmt_int(q, 0), stmt_text(q, 1), ctx);
	}
	stmt_free(q);
	return rc;
}

int ledger_get(struct str *out, struct store *s, int64_t number)
{
	struct stmt *q = NULL;
	bool row = false;
	int rc = db_query(&q, store_db(s),
		"SELECT body FROM entry WHERE number = $1", "i", number);

	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0 && !row)
		rc = err_set(ERR_NOTFOUND, _("there is no ledger entry %lld"),
			(long long)number);
	if (rc == 0)
		rc = str_puts(out, stmt_text(q, 0));
	stmt_free(q);
	return rc;
}
