/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/casefile.h"

#include "archive/fact.h"
#include "archive/object.h"
#include "base/instant.h"

static int add(int64_t *id, struct store *s, const struct digest *content)
{
	struct ledger_entry entry = { .act = "case", .table = "casefile" };
	unsigned char salt[FACT_SALT];
	int rc = fact_salt(salt);

	if (rc == 0)
		rc = db_int(&entry.row, store_db(s),
			"INSERT INTO casefile(read_ns, content, salt, entry)"
			" VALUES($1, $2, $3, $4) RETURNING id",
			"ibbi", instant_now(), (const void *)content->b,
			sizeof(content->b), (const void *)salt, sizeof(salt),
			ledger_next(s));
	if (rc == 0)
		rc = fact_seal(s, &entry);
	if (rc == 0)
		*id = entry.row;
	return rc;
}

int casefile_note(int64_t *id, struct store *s, const void *text, size_t len)
{
	struct digest content;
	int64_t last = 0;
	int rc;

	digest_of(&content, text, len);
	rc = store_begin(s);
	if (rc != 0)
		return rc;
	rc = db_int(&last, store_db(s),
		"SELECT id FROM casefile WHERE content = $1 AND id ="
		" (SELECT max(id) FROM casefile)",
		"b", (const void *)content.b, sizeof(content.b));
	if (rc == 0 && last != 0) {
		*id = last;
	} else if (rc == 0) {
		rc = object_put(s, text, len, &content);
		if (rc == 0)
			rc = add(id, s, &content);
	}
	return store_end(s, rc);
}
