/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/netguard_db.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "evidence/host.h"
#include "evidence/sqlite_log.h"

enum { APP_MAX = 32, ANSWER_MAX = 600 };

enum connection {
	C_TIME,
	C_PROTOCOL,
	C_SOURCE,
	C_ADDRESS,
	C_NAME,
	C_UID,
	C_ALLOWED,
};
static const char *const connections[] = { "time", "protocol", "saddr", "daddr",
	"dname", "uid", "allowed", NULL };

enum access {
	A_TIME,
	A_PROTOCOL,
	A_ADDRESS,
	A_UID,
	A_ALLOWED,
	A_SENT,
	A_RECEIVED,
	A_COUNT,
};
static const char *const accesses[] = { "time", "protocol", "daddr", "uid",
	"allowed", "sent", "received", "connections", NULL };

enum answer { D_TIME, D_NAME, D_ALIAS, D_ADDRESS };
static const char *const answers[] = { "time", "qname", "aname", "resource",
	NULL };

bool netguard_db_sniff(struct importer_head *head, bool tracker)
{
	bool uncertain = memmem(head->text, head->len, "uncertain", 9) != NULL;

	return sqlite_log_sniff(head, "access") &&
	       sqlite_log_sniff(head, "log") && sqlite_log_sniff(head, "dns") &&
	       uncertain == tracker;
}

static bool read_time(struct observation *o, int64_t ms)
{
	if (ms <= 0 || ms > INT64_MAX / 1000000)
		return false;
	o->ns = ms * 1000000;
	o->precision = OBSERVATION_PRECISION_MS;
	o->zone = OBSERVATION_ZONE_EPOCH;
	return true;
}

static void read_allowed(
	struct observation *o, const struct sqlite_rows *rows, int column)
{
	int64_t allowed = sqlite_log_int(rows, column);

	if (sqlite_log_is_null(rows, column) || allowed < 0 || allowed > 1)
		return;
	o->disposition =
		allowed == 1 ? OBSERVATION_ALLOWED : OBSERVATION_BLOCKED;
	o->disposition_source = OBSERVATION_SOURCE_FIELD;
}

static void read_app(char out[APP_MAX], const struct sqlite_rows *rows, int uid)
{
	out[0] = '\0';
	if (sqlite_log_is_number(rows, uid))
		snprintf(out, APP_MAX, "uid %lld",
			(long long)sqlite_log_int(rows, uid));
}

static const char *protocol_of(int64_t number)
{
	return number == 6 ? "tcp" : number == 17 ? "udp" : "";
}

static int put_connection(struct importer_job *job,
	const struct sqlite_rows *rows, struct observation *o)
{
	const char *name = sqlite_log_text(rows, C_NAME);
	const char *address = sqlite_log_text(rows, C_ADDRESS);
	char host[HOST_MAX + 1], app[APP_MAX];

	if (!read_time(o, sqlite_log_int(rows, C_TIME)))
		return importer_bad_at(job, o->line, 0, N_("no time"));
	if (!host_normalise(host, name, strlen(name)) &&
		!host_normalise(host, address, strlen(address)))
		return importer_bad_at(job, o->line, 0, N_("no host name"));
	read_app(app, rows, C_UID);
	o->kind = OBSERVATION_CONNECTION;
	o->host = host;
	o->type = protocol_of(sqlite_log_int(rows, C_PROTOCOL));
	o->app = app;
	o->client = sqlite_log_text(rows, C_SOURCE);
	o->answer = address;
	read_allowed(o, rows, C_ALLOWED);
	return importer_row(job, o);
}

/* How often there was a connection up to the last, where that is told. */
static void read_count(struct observation *o, const struct sqlite_rows *rows)
{
	int64_t count = sqlite_log_int(rows, A_COUNT);

	o->count_kind = OBSERVATION_COUNT_LAST;
	if (count <= 0 || count > UINT32_MAX)
		return;
	o->count_kind = OBSERVATION_COUNT_AGGREGATE;
	o->count = (uint32_t)count;
}

static int put_access(struct importer_job *job, const struct sqlite_rows *rows,
	struct observation *o)
{
	const char *name = sqlite_log_text(rows, A_ADDRESS);
	int64_t sent = sqlite_log_int(rows, A_SENT);
	int64_t received = sqlite_log_int(rows, A_RECEIVED);
	char host[HOST_MAX + 1], app[APP_MAX];

	if (!read_time(o, sqlite_log_int(rows, A_TIME)))
		return importer_bad_at(job, o->line, 0, N_("no time"));
	if (!host_normalise(host, name, strlen(name)))
		return importer_bad_at(job, o->line, 0, N_("no host name"));
	read_app(app, rows, A_UID);
	o->kind = OBSERVATION_CONNECTION;
	o->host = host;
	o->type = protocol_of(sqlite_log_int(rows, A_PROTOCOL));
	o->app = app;
	read_count(o, rows);
	o->sent = sent > 0 ? (uint64_t)sent : 0;
	o->received = received > 0 ? (uint64_t)received : 0;
	read_allowed(o, rows, A_ALLOWED);
	return importer_row(job, o);
}

static int put_answer(struct importer_job *job, const struct sqlite_rows *rows,
	struct observation *o)
{
	const char *name = sqlite_log_text(rows, D_NAME);
	const char *alias = sqlite_log_text(rows, D_ALIAS);
	char host[HOST_MAX + 1], text[ANSWER_MAX];

	if (!read_time(o, sqlite_log_int(rows, D_TIME)))
		return importer_bad_at(job, o->line, 0, N_("no time"));
	if (!host_normalise(host, name, strlen(name)))
		return importer_bad_at(job, o->line, 0, N_("no host name"));
	snprintf(text, sizeof(text), "%.250s%s%.250s",
		strcmp(alias, name) != 0 ? alias : "",
		strcmp(alias, name) != 0 ? " " : "",
		sqlite_log_text(rows, D_ADDRESS));
	o->host = host;
	o->answer = text;
	o->count_kind = OBSERVATION_COUNT_LAST;
	return importer_row(job, o);
}

typedef int (*put_fn)(struct importer_job *job, const struct sqlite_rows *rows,
	struct observation *o);

static int read_table(struct importer_job *job, struct sqlite_log *db,
	const char *table, const char *const columns[], put_fn put)
{
	struct sqlite_rows rows = { 0 };
	char member[IMPORTER_MEMBER];
	bool more = true;
	int rc;

	if (!sqlite_log_has(db, table))
		return 0;
	importer_table(member, job, table);
	rc = sqlite_log_rows(&rows, db, table, columns);
	while (rc == 0 && (rc = sqlite_log_next(&rows, &more)) == 0 && more) {
		struct observation o = { .member = member,
			.line = (uint64_t)sqlite_log_rowid(&rows) };

		rc = put(job, &rows, &o);
	}
	sqlite_log_rows_end(&rows);
	job->ordinal++;
	return rc;
}

int netguard_db_read(struct importer_job *job)
{
	struct sqlite_log *db = NULL;
	int rc = sqlite_log_open(&db, job);

	if (rc == 0)
		rc = read_table(job, db, "log", connections, put_connection);
	if (rc == 0)
		rc = read_table(job, db, "access", accesses, put_access);
	if (rc == 0)
		rc = read_table(job, db, "dns", answers, put_answer);
	return sqlite_log_close(db, job, rc);
}
