/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One row with the id 1. Versions get their ids inside the transactions that
 * make them, one writer at a time: what is behind the mark in number is
 * behind it in time, and nothing appears before it later.
 */
#include "archive/relay.h"

#include <stdlib.h>
#include <string.h>

#include "archive/holder.h"
#include "archive/schedule.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

/* The mark, and who tells the change behind it. */
struct mark {
	bool found;
	int64_t version, lease_ns;
	char *holder; /* owned */
};

static int read_mark(struct mark *out, struct store *s)
{
	struct stmt *q = NULL;
	int rc = db_query(&q, store_db(s),
		"SELECT version, lease_ns, holder FROM relay WHERE id = 1", "");

	if (rc == 0)
		rc = stmt_step(q, &out->found);
	if (rc == 0 && out->found) {
		out->version = stmt_int(q, 0);
		out->lease_ns = stmt_int(q, 1);
		out->holder = mem_strdup(stmt_text(q, 2));
	}
	stmt_free(q);
	return rc;
}

static int write_mark(struct store *s, int64_t version)
{
	return db_run(store_db(s),
		"UPDATE relay SET version = $1, lease_ns = 0, holder = ''"
		" WHERE id = 1 AND version < $1",
		"i", version);
}

int relay_start(struct store *s)
{
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	rc = db_run(store_db(s),
		"INSERT INTO relay(id, version, lease_ns, holder)"
		" SELECT 1, coalesce(max(id), 0), 0, '' FROM version"
		" WHERE true ON CONFLICT(id) DO NOTHING",
		"");
	return store_end(s, rc);
}

/* A lease longer than any is one of a clock that has gone back. */
static bool is_held(const struct mark *m, const char *holder, int64_t now_ns)
{
	return m->holder[0] != '\0' && strcmp(m->holder, holder) != 0 &&
	       m->lease_ns > now_ns &&
	       m->lease_ns - now_ns <= SCHEDULE_LEASE_MAX &&
	       !holder_is_gone(m->holder);
}

/* The first change behind the mark; where there is none, the mark moves over
 * what is no change, so that it is not walked again. */
static int find_change(struct relay_change *out, enum relay_state *state,
	struct store *s, int64_t mark)
{
	struct stmt *q = NULL;
	int64_t last = mark;
	bool row = false;
	int rc = db_query(&q, store_db(s),
		"SELECT v.id, v.service, v.terms FROM version v"
		" JOIN snapshot n ON n.id = v.snapshot"
		" WHERE v.id > $1 AND v.technical = 0 AND n.basis = 'captured'"
		" ORDER BY v.id LIMIT 1",
		"i", mark);

	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0 && row)
		*out = (struct relay_change){ .version = stmt_int(q, 0),
			.service = mem_strdup(stmt_text(q, 1)),
			.terms = mem_strdup(stmt_text(q, 2)) };
	stmt_free(q);
	if (rc == 0)
		*state = row ? RELAY_TAKEN : RELAY_NONE;
	if (rc != 0 || row)
		return rc;
	rc = db_int(&last, store_db(s),
		"SELECT coalesce(max(id), 0) FROM version", "");
	return rc == 0 ? write_mark(s, last) : rc;
}

static int look(struct relay_change *out, enum relay_state *state,
	struct store *s, const char *holder, int64_t now_ns)
{
	struct mark m = { 0 };
	int rc = read_mark(&m, s);

	if (rc == 0 && !m.found)
		rc = err_set(ERR_NOTFOUND,
			_("nobody listens to the changes of this archive "
			  "yet"));
	if (rc == 0 && is_held(&m, holder, now_ns))
		*state = RELAY_BUSY;
	else if (rc == 0)
		rc = find_change(out, state, s, m.version);
	free(m.holder);
	return rc;
}

int relay_take(struct relay_change *out, enum relay_state *state,
	struct store *s, const char *holder, int64_t now_ns, int64_t lease_ns)
{
	struct relay_change change = { 0 };
	enum relay_state found = RELAY_NONE;
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	rc = look(&change, &found, s, holder, now_ns);
	if (rc == 0 && found == RELAY_TAKEN)
		rc = db_run(store_db(s),
			"UPDATE relay SET lease_ns = $1, holder = $2"
			" WHERE id = 1",
			"it", now_ns + lease_ns, holder);
	rc = store_end(s, rc);
	if (rc == 0) {
		*state = found;
		*out = change;
	} else {
		relay_change_release(&change);
	}
	return rc;
}

int relay_done(struct store *s, int64_t version)
{
	int rc = store_begin(s);

	return rc != 0 ? rc : store_end(s, write_mark(s, version));
}

int relay_give_back(struct store *s)
{
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	rc = db_run(store_db(s),
		"UPDATE relay SET lease_ns = 0, holder = '' WHERE id = 1", "");
	return store_end(s, rc);
}

void relay_change_release(struct relay_change *change)
{
	free(change->service);
	free(change->terms);
	*change = (struct relay_change){ 0 };
}
