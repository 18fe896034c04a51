/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/validator.h"

#include <stdlib.h>

#include "base/mem.h"

static const char *text(const char *s)
{
	return s != NULL ? s : "";
}

void validator_release(struct validator *v)
{
	free(v->service);
	free(v->terms);
	free(v->url);
	free(v->etag);
	free(v->modified);
	free(v->language);
	*v = (struct validator){ 0 };
}

int validator_find(struct validator *out, bool *found, struct store *s,
	const char *service, const char *terms, int part)
{
	struct stmt *q = NULL;
	int rc = db_query(&q, store_db(s),
		"SELECT url, etag, modified, language, rules, snapshot"
		" FROM validator WHERE service = $1 AND terms = $2"
		" AND part = $3",
		"tti", service, terms, (int64_t)part);

	if (rc == 0)
		rc = stmt_step(q, found);
	if (rc == 0 && *found) {
		*out = (struct validator){ .service = mem_strdup(service),
			.terms = mem_strdup(terms),
			.part = part,
			.url = mem_strdup(stmt_text(q, 0)),
			.etag = mem_strdup(stmt_text(q, 1)),
			.modified = mem_strdup(stmt_text(q, 2)),
			.language = mem_strdup(stmt_text(q, 3)),
			.snapshot = stmt_int(q, 5) };
		stmt_digest(&out->rules, q, 4);
	}
	stmt_free(q);
	return rc;
}

int validator_put(struct store *s, const struct validator *v)
{
	return db_run(store_db(s),
		"INSERT INTO validator(service, terms, part, url, etag,"
		" modified, language, rules, snapshot) VALUES($1, $2, $3, $4,"
		" $5, $6, $7, $8, $9) ON CONFLICT(service, terms, part)"
		" DO UPDATE SET url = excluded.url, etag = excluded.etag,"
		" modified = excluded.modified, language = excluded.language,"
		" rules = excluded.rules, snapshot = excluded.snapshot",
		"ttittttbi", v->service, v->terms, (int64_t)v->part,
		text(v->url), text(v->etag), text(v->modified),
		text(v->language), (const void *)v->rules.b, sizeof(v->rules.b),
		v->snapshot);
}
