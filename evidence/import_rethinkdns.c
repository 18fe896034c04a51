/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RethinkDNS (Android): rethink_logs.db, alone or in a backup, a ZIP whose
 * name ends in .rbk (celzero/rethink-app, DnsLog.kt, ConnectionTracker.kt).
 * Nothing else of the backup is looked at: it holds private keys.
 *
 *	DnsLogs            appName | packageName | queryStr | time | isBlocked …
 *	ConnectionTracker  appName | ipAddress | port | dnsQuery | timeStamp …
 *
 * Times are milliseconds since 1970. A row of DnsLogs is a look-up; a row of
 * ConnectionTracker is a connection, whose host is the name that was looked
 * up for its address (maybe several, with commas), or the address. Older
 * versions lack some columns and write DNSLogs.
 */
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "evidence/host.h"
#include "evidence/importer.h"
#include "evidence/sqlite_log.h"

enum { ANSWER_MAX = 600 };

enum look_up {
	L_APP,
	L_PACKAGE,
	L_NAME,
	L_TIME,
	L_TYPE,
	L_BLOCKED,
	L_LISTS,
	L_STATUS,
	L_RESPONSE,
	L_IPS,
	L_UPSTREAM,
};
static const char *const look_ups[] = { "appName", "packageName", "queryStr",
	"time", "typeName", "isBlocked", "blockLists", "status", "response",
	"responseIps", "upstreamBlock", NULL };

enum connection {
	C_APP,
	C_PACKAGE,
	C_ADDRESS,
	C_PORT,
	C_PROTOCOL,
	C_BLOCKED,
	C_RULE,
	C_NAMES,
	C_TIME,
	C_DOWN,
	C_UP,
};
static const char *const connections[] = { "appName", "packageName",
	"ipAddress", "port", "protocol", "isBlocked", "blockedByRule",
	"dnsQuery", "timeStamp", "downloadBytes", "uploadBytes", NULL };

static int sniff(struct importer_head *head)
{
	if (!sqlite_log_sniff(head, "DnsLogs") &&
		!sqlite_log_sniff(head, "DNSLogs"))
		return 0;
	head->why = N_("it is a database with RethinkDNS's table DnsLogs");
	return 100;
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

/* The package, which is the same in every language; else the name. */
static const char *app_of(const struct sqlite_rows *rows, int package, int app)
{
	const char *name = sqlite_log_text(rows, package);

	return name[0] != '\0' ? name : sqlite_log_text(rows, app);
}

/* "1.2.3.4,5.6.7.8" with blanks between. */
static void answers(char out[ANSWER_MAX], const char *text)
{
	snprintf(out, ANSWER_MAX, "%s", text);
	for (char *p = out; *p != '\0'; p++)
		if (*p == ',')
			*p = ' ';
}

static void read_outcome(struct observation *o, const struct sqlite_rows *rows)
{
	bool failed =
		(!sqlite_log_is_null(rows, L_STATUS) &&
			strcmp(sqlite_log_text(rows, L_STATUS), "COMPLETE") !=
				0) ||
		strcmp(sqlite_log_text(rows, L_RESPONSE), "NXDOMAIN") == 0;

	if (sqlite_log_is_null(rows, L_BLOCKED))
		return;
	o->disposition_source = OBSERVATION_SOURCE_FIELD;
	o->disposition = OBSERVATION_ALLOWED;
	if (sqlite_log_int(rows, L_BLOCKED) != 0 ||
		sqlite_log_int(rows, L_UPSTREAM) != 0) {
		o->disposition = OBSERVATION_BLOCKED;
		o->rule = sqlite_log_int(rows, L_BLOCKED) == 0
				  ? "upstream"
				  : sqlite_log_text(rows, L_LISTS);
	} else if (failed) {
		o->disposition = OBSERVATION_ERROR;
	}
}

static int put_look_up(struct importer_job *job, const struct sqlite_rows *rows,
	const char *member)
{
	const char *name = sqlite_log_text(rows, L_NAME);
	struct observation o = { .member = member,
		.line = (uint64_t)sqlite_log_rowid(rows) };
	char host[HOST_MAX + 1], answer[ANSWER_MAX];

	if (!read_time(&o, sqlite_log_int(rows, L_TIME)))
		return importer_bad_at(job, o.line, 0, N_("no time"));
	if (!host_normalise(host, name, strlen(name)))
		return importer_bad_at(job, o.line, 0, N_("no host name"));
	answers(answer, sqlite_log_text(rows, L_IPS));
	o.host = host;
	o.type = sqlite_log_text(rows, L_TYPE);
	o.app = app_of(rows, L_PACKAGE, L_APP);
	o.answer = answer;
	read_outcome(&o, rows);
	return importer_row(job, &o);
}

/* The first name that was looked up for the address; else the address. */
static bool host_of(char host[HOST_MAX + 1], const struct sqlite_rows *rows)
{
	const char *names = sqlite_log_text(rows, C_NAMES);
	const char *address = sqlite_log_text(rows, C_ADDRESS);
	size_t n = strcspn(names, ",");

	return host_normalise(host, names, n) ||
	       host_normalise(host, address, strlen(address));
}

static const char *protocol_of(int64_t number)
{
	switch (number) {
	case 1:
	case 58:
		return "icmp";
	case 6:
		return "tcp";
	case 17:
		return "udp";
	default:
		return "";
	}
}

static int put_connection(struct importer_job *job,
	const struct sqlite_rows *rows, const char *member)
{
	struct observation o = { .kind = OBSERVATION_CONNECTION,
		.member = member,
		.line = (uint64_t)sqlite_log_rowid(rows) };
	int64_t up = sqlite_log_int(rows, C_UP);
	int64_t down = sqlite_log_int(rows, C_DOWN);
	char host[HOST_MAX + 1], answer[ANSWER_MAX];

	if (!read_time(&o, sqlite_log_int(rows, C_TIME)))
		return importer_bad_at(job, o.line, 0, N_("no time"));
	if (!host_of(host, rows))
		return importer_bad_at(job, o.line, 0, N_("no host name"));
	snprintf(answer, sizeof(answer), "%.500s",
		sqlite_log_text(rows, C_ADDRESS));
	o.host = host;
	o.type = protocol_of(sqlite_log_int(rows, C_PROTOCOL));
	o.app = app_of(rows, C_PACKAGE, C_APP);
	o.answer = answer;
	o.sent = up > 0 ? (uint64_t)up : 0;
	o.received = down > 0 ? (uint64_t)down : 0;
	if (!sqlite_log_is_null(rows, C_BLOCKED)) {
		bool blocked = sqlite_log_int(rows, C_BLOCKED) != 0;

		o.disposition =
			blocked ? OBSERVATION_BLOCKED : OBSERVATION_ALLOWED;
		o.disposition_source = OBSERVATION_SOURCE_FIELD;
		o.rule = blocked ? sqlite_log_text(rows, C_RULE) : "";
	}
	return importer_row(job, &o);
}

typedef int (*put_fn)(struct importer_job *job, const struct sqlite_rows *rows,
	const char *member);

static int read_table(struct importer_job *job, struct sqlite_log *db,
	const char *table, const char *const columns[], put_fn put)
{
	struct sqlite_rows rows = { 0 };
	char member[IMPORTER_MEMBER];
	bool more = true;
	int rc = sqlite_log_rows(&rows, db, table, columns);

	importer_table(member, job, table);
	while (rc == 0 && (rc = sqlite_log_next(&rows, &more)) == 0 && more)
		rc = put(job, &rows, member);
	sqlite_log_rows_end(&rows);
	return rc;
}

static int read_log(struct importer_job *job)
{
	struct sqlite_log *db = NULL;
	int rc = sqlite_log_open(&db, job);
	const char *table;

	if (rc != 0)
		return sqlite_log_close(db, job, rc);
	table = sqlite_log_has(db, "DnsLogs") ? "DnsLogs" : "DNSLogs";
	rc = read_table(job, db, table, look_ups, put_look_up);
	if (rc == 0 && sqlite_log_has(db, "ConnectionTracker")) {
		job->ordinal++;
		rc = read_table(job, db, "ConnectionTracker", connections,
			put_connection);
	}
	return sqlite_log_close(db, job, rc);
}

const struct importer import_rethinkdns = {
	.name = "rethinkdns",
	.version = 1,
	.summary = N_("RethinkDNS (Android): a backup, or rethink_logs.db"),
	.how = N_(
		"In the app: Configure, Settings, Backup and restore, Backup. "
		"It writes a file whose name ends in .rbk; copy that to this "
		"computer. Only its logs are read, but the file itself "
		"holds your settings and maybe private keys: give it to "
		"nobody."),
	.sniff = sniff,
	.read = read_log,
	.beside = importer_wal,
};
