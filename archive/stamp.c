/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The request goes out over plain HTTP as RFC 3161, section 3.4 has it. A
 * URL that the person typed may be private (their own authority); nothing is
 * redirected.
 */
#include "archive/stamp.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "archive/checkpoint.h"
#include "archive/fact.h"
#include "archive/object.h"
#include "archive/token.h"
#include "base/err.h"
#include "base/file.h"
#include "base/http.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"

#define COLUMNS                                                                \
	"id, size, checkpoint, reply, authority, url, ca, gen_ns,"             \
	" accuracy_ns, sent_ns, received_ns, entry"

static const char system_ca[] = "/etc/ssl/certs/ca-certificates.crt";

enum { CA_MAX = 4 << 20, TIMEOUT_S = 30 };

void stamp_release(struct stamp *stamp)
{
	free(stamp->checkpoint);
	free(stamp->authority);
	free(stamp->url);
	*stamp = (struct stamp){ 0 };
}

static int check_answer(const struct http_response *a, const char *url)
{
	struct str type = { 0 };
	int rc = 0;

	if (a->status != 200)
		rc = err_set(ERR_NET,
			_("'%s' answered with status %d; is it the address of "
			  "a time-stamping authority?"),
			url, a->status);
	else if (http_header(&type, &a->headers, "Content-Type", 0) != 0 ||
		 strncasecmp(type.p, "application/timestamp-reply", 27) != 0)
		rc = err_set(ERR_NET,
			_("'%s' answered with something else than a "
			  "time-stamp reply; is it the address of a "
			  "time-stamping authority?"),
			url);
	str_release(&type);
	return rc;
}

static int ask(struct http_response *a, const struct stamp_order *order,
	const struct str *query)
{
	static const char *const headers[] = {
		"Content-Type: application/timestamp-query",
		"Accept: application/timestamp-reply", NULL
	};
	const struct http_request q = { .url = order->url,
		.method = "POST",
		.body = query->p,
		.body_len = query->len,
		.headers = headers,
		.userpwd = order->userpwd,
		.allow_private = true,
		.max_body = TOKEN_MAX,
		.timeout_s = TIMEOUT_S };
	int rc = http_fetch(a, &q);

	if (rc == 0)
		rc = check_answer(a, order->url);
	return err_wrap(rc, _("cannot get a time stamp"));
}

static int insert(struct store *s, struct stamp *t)
{
	const struct digest objects[] = { t->reply };
	struct ledger_entry entry = { .act = "stamp",
		.objects = objects,
		.n_objects = 1,
		.table = "stamp" };
	unsigned char salt[FACT_SALT];
	int rc = fact_salt(salt);

	t->entry = ledger_next(s);
	if (rc == 0)
		rc = db_int(&t->id, store_db(s),
			"INSERT INTO stamp(size, checkpoint, reply, authority,"
			" url, ca, gen_ns, accuracy_ns, sent_ns, received_ns,"
			" salt, entry) VALUES($1, $2, $3, $4, $5, $6, $7, $8,"
			" $9, $10, $11, $12) RETURNING id",
			"itbttbiiiibi", (int64_t)t->size, t->checkpoint,
			(const void *)t->reply.b, sizeof(t->reply.b),
			t->authority, t->url, (const void *)t->ca.b,
			sizeof(t->ca.b), t->gen_ns, t->accuracy_ns, t->sent_ns,
			t->received_ns, (const void *)salt, sizeof(salt),
			t->entry);
	entry.row = t->id;
	return rc != 0 ? rc : fact_seal(s, &entry);
}

static int keep(struct store *s, struct stamp *t, const struct str *reply,
	const char *chain)
{
	int rc = store_begin(s);

	if (rc != 0)
		return rc;
	rc = object_put(s, reply->p, reply->len, &t->reply);
	if (rc == 0)
		rc = object_put(s, chain, strlen(chain), &t->ca);
	if (rc == 0)
		rc = insert(s, t);
	return store_end(s, rc);
}

/* The committed head, which the signature covers. */
static int read_head(struct stamp *t, struct store *s, struct digest *imprint)
{
	struct str note = { 0 };
	struct checkpoint c;
	int rc = store_head(&note, s);

	if (rc == 0)
		rc = checkpoint_read(&c, note.p, note.len);
	if (rc == 0) {
		t->size = c.size;
		digest_of(imprint, note.p, note.len);
		t->checkpoint = str_take(&note);
	}
	str_release(&note);
	return rc;
}

int stamp_make(
	struct stamp *out, struct store *s, const struct stamp_order *order)
{
	struct stamp t = { 0 };
	struct str query = { 0 }, ca;
	struct http_response answer;
	struct token_info info = { 0 };
	struct digest imprint;
	int rc;

	http_response_init(&answer);
	str_init(&ca, CA_MAX);
	rc = file_read(&ca, order->ca_file ? order->ca_file : system_ca);
	if (rc == 0)
		rc = read_head(&t, s, &imprint);
	if (rc == 0)
		rc = token_request(&query, &imprint);
	if (rc == 0)
		rc = ask(&answer, order, &query);
	if (rc == 0)
		rc = token_verify(&info,
			&(struct token_check){ answer.body.p, answer.body.len,
				&imprint, &query, &ca });
	if (rc != 0)
		goto done;
	t.url = mem_strdup(order->url);
	t.authority = mem_strdup(info.authority);
	t.gen_ns = info.gen_ns;
	t.accuracy_ns = info.accuracy_ns;
	t.sent_ns = answer.start_ns;
	t.received_ns = answer.end_ns;
	rc = keep(s, &t, &answer.body, info.chain);
done:
	token_info_release(&info);
	http_response_release(&answer);
	str_release(&query);
	str_release(&ca);
	if (rc != 0)
		stamp_release(&t);
	else
		*out = t;
	return rc;
}

static void read_row(struct stamp *out, struct stmt *q)
{
	*out = (struct stamp){ .id = stmt_int(q, 0),
		.size = (uint64_t)stmt_int(q, 1),
		.checkpoint = mem_strdup(stmt_text(q, 2)),
		.authority = mem_strdup(stmt_text(q, 4)),
		.url = mem_strdup(stmt_text(q, 5)),
		.gen_ns = stmt_int(q, 7),
		.accuracy_ns = stmt_int(q, 8),
		.sent_ns = stmt_int(q, 9),
		.received_ns = stmt_int(q, 10),
		.entry = stmt_int(q, 11) };
	stmt_digest(&out->reply, q, 3);
	stmt_digest(&out->ca, q, 6);
}

static int read_one(struct stamp *out, struct stmt *q)
{
	bool row = false;
	int rc = stmt_step(q, &row);

	if (rc == 0 && !row)
		rc = err_set(ERR_NOTFOUND,
			_("the archive has not been stamped yet; 'constat "
			  "stamp --tsa URL' does it"));
	if (rc == 0)
		read_row(out, q);
	return rc;
}

int stamp_latest(struct stamp *out, struct store *s)
{
	struct stmt *q = NULL;
	int rc = db_query(&q, store_db(s),
		"SELECT " COLUMNS " FROM stamp ORDER BY size DESC, id"
		" LIMIT 1",
		"");

	if (rc == 0)
		rc = read_one(out, q);
	stmt_free(q);
	return rc;
}

int stamp_get(struct stamp *out, struct store *s, int64_t id)
{
	struct stmt *q = NULL;
	int rc = db_query(&q, store_db(s),
		"SELECT " COLUMNS " FROM stamp WHERE id = $1", "i", id);

	if (rc == 0)
		rc = read_one(out, q);
	stmt_free(q);
	return rc;
}

int stamp_each(struct store *s, stamp_fn fn, void *ctx)
{
	struct stmt *q = NULL;
	bool row = true;
	int rc = db_query(&q, store_db(s),
		"SELECT " COLUMNS " FROM stamp ORDER BY id", "");

	while (rc == 0 && row) {
		struct stamp t = { 0 };

		rc = stmt_step(q, &row);
		if (rc != 0 || !row)
			break;
		read_row(&t, q);
		rc = fn(&t, ctx);
		stamp_release(&t);
	}
	stmt_free(q);
	return rc;
}

int stamp_verify(struct store *s, const struct stamp *stamp)
{
	struct str reply, ca;
	struct token_info info = { 0 };
	struct digest imprint;
	int rc;

	str_init(&reply, TOKEN_MAX);
	str_init(&ca, CA_MAX);
	digest_of(&imprint, stamp->checkpoint, strlen(stamp->checkpoint));
	rc = object_get(s, &stamp->reply, &reply);
	if (rc == 0)
		rc = object_get(s, &stamp->ca, &ca);
	if (rc == 0)
		rc = token_verify(
			&info, &(struct token_check){ reply.p, reply.len,
				       &imprint, NULL, &ca });
	if (rc == 0 && info.gen_ns != stamp->gen_ns)
		rc = err_set(ERR_CORRUPT,
			_("the time kept beside the stamp is not the stamp's"));
	token_info_release(&info);
	str_release(&reply);
	str_release(&ca);
	return rc;
}

int64_t stamp_clock(const struct stamp *t)
{
	int64_t earliest = t->gen_ns - t->accuracy_ns;
	int64_t latest = t->gen_ns + t->accuracy_ns;

	if (earliest > t->received_ns)
		return earliest - t->received_ns;
	return latest < t->sent_ns ? latest - t->sent_ns : 0;
}

static int export_object(struct store *s, const struct digest *d,
	const char *dir, const char *name)
{
	struct str path = { 0 }, content = { 0 };
	int rc = file_join(&path, dir, name);

	if (rc == 0)
		rc = object_get(s, d, &content);
	if (rc == 0)
		rc = file_write(path.p, content.p, content.len, FILE_EXCL);
	str_release(&path);
	str_release(&content);
	return rc;
}

/* A ca.pem of the person's own may lie there: none of the three may exist. */
static int nothing_there(const char *dir)
{
	static const char *const names[] = { "checkpoint.txt", "stamp.tsr",
		"ca.pem" };
	struct str path = { 0 };
	int rc = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && rc == 0;
		i++) {
		str_clear(&path);
		rc = file_join(&path, dir, names[i]);
		if (rc == 0 && file_exists(path.p))
			rc = err_set(ERR_EXISTS,
				_("'%s' exists already; name another folder"),
				path.p);
	}
	str_release(&path);
	return rc;
}

int stamp_export(struct store *s, const struct stamp *stamp, const char *dir)
{
	struct str path = { 0 };
	int rc = file_mkdir(dir);

	if (rc == 0)
		rc = nothing_there(dir);
	if (rc == 0)
		rc = file_join(&path, dir, "checkpoint.txt");
	if (rc == 0)
		rc = file_write(path.p, stamp->checkpoint,
			strlen(stamp->checkpoint), FILE_EXCL);
	if (rc == 0)
		rc = export_object(s, &stamp->reply, dir, "stamp.tsr");
	if (rc == 0)
		rc = export_object(s, &stamp->ca, dir, "ca.pem");
	str_release(&path);
	return rc;
}
