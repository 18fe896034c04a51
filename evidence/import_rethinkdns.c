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
 * up for its address, or the address. Where several were (with commas), which
 * of them it was for is not known: the host is the address, the detail has
 * "ev.uncertain" and "ev.names", these with blanks between. Older versions
 * lack some columns and write DNSLogs.
 */
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "evidence/answer.h"
#include "evidence/detail.h"
#include "evidence/host.h"
#include "evidence/importer.h"
#include "evidence/sqlite_log.h"

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

/* Names and addresses with commas between; how many there were. */
static size_t read_list(struct answer *out, const char *text)
{
	size_t n = 0;

	answer_clear(out);
	while (*text != '\0') {
		size_t len, blanks = strspn(text, " ,");

		text += blanks;
		len = strcspn(text, " ,");
		answer_add(out, text, len);
		n += len > 0;
		text += len;
	}
	return n;
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
	struct answer answer;
	char host[HOST_MAX + 1];

	if (!read_time(&o, sqlite_log_int(rows, L_TIME)))
		return importer_bad_at(job, o.line, 0, N_("no time"));
	if (!host_normalise(host, name, strlen(name)))
		return importer_bad_at(job, o.line, 0, N_("no host name"));
	read_list(&answer, sqlite_log_text(rows, L_IPS));
	o.host = host;
	o.type = sqlite_log_text(rows, L_TYPE);
	o.app = app_of(rows, L_PACKAGE, L_APP);
	o.answer = answer.text;
	read_outcome(&o, rows);
	return importer_row(job, &o);
}

/* The name that was looked up for the address, when it is one; else the
 * address. */
static bool read_host(char host[HOST_MAX + 1], struct detail *detail,
	struct answer *names, const struct sqlite_rows *rows)
{
	const char *address = sqlite_log_text(rows, C_ADDRESS);
	size_t n = read_list(names, sqlite_log_text(rows, C_NAMES));

	if (n == 1 && host_normalise(host, names->text, names->len))
		return true;
	if (n > 1) {
		detail_true(detail, "ev.uncertain");
		detail_text(detail, "ev.names", names->text);
	}
	return host_normalise(host, address, strlen(address));
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

static void read_verdict(struct observation *o, const struct sqlite_rows *rows)
{
	bool blocked = sqlite_log_int(rows, C_BLOCKED) != 0;

	if (sqlite_log_is_null(rows, C_BLOCKED))
		return;
	o->disposition = blocked ? OBSERVATION_BLOCKED : OBSERVATION_ALLOWED;
	o->disposition_source = OBSERVATION_SOURCE_FIELD;
	o->rule = blocked ? sqlite_log_text(rows, C_RULE) : "";
}

static int put_connection(struct importer_job *job,
	const struct sqlite_rows *rows, const char *member)
{
	struct observation o = { .kind = OBSERVATION_CONNECTION,
		.member = member,
		.line = (uint64_t)sqlite_log_rowid(rows) };
	int64_t up = sqlite_log_int(rows, C_UP);
	int64_t down = sqlite_log_int(rows, C_DOWN);
	struct detail detail = { 0 };
	struct answer names;
	char host[HOST_MAX + 1];
	int rc;

	if (!read_time(&o, sqlite_log_int(rows, C_TIME)))
		return importer_bad_at(job, o.line, 0, N_("no time"));
	if (!read_host(host, &detail, &names, rows))
		return importer_bad_at(job, o.line, 0, N_("no host name"));
	o.host = host;
	o.type = protocol_of(sqlite_log_int(rows, C_PROTOCOL));
	o.app = app_of(rows, C_PACKAGE, C_APP);
	o.answer = sqlite_log_text(rows, C_ADDRESS);
	o.sent = up > 0 ? (uint64_t)up : 0;
	o.received = down > 0 ? (uint64_t)down : 0;
	read_verdict(&o, rows);
	o.detail = detail_json(&detail);
	rc = importer_row(job, &o);
	detail_release(&detail);
	return rc;
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
