/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pi-hole's long-term database, /etc/pihole/pihole-FTL.db (SQLite; FTL's
 * src/database/query-table.h and src/enums.h). Up to version 9 of its form a
 * row of "queries" has all as text; from 10 on "query_storage" has numbers
 * that name rows of domain_by_id, client_by_id, forward_by_id and
 * addinfo_by_id, and "queries" is a view, which is not used. Rows that were
 * migrated keep their text, so that each value is looked at.
 *
 *	id | timestamp     | type | status | domain | client | forward
 *	1  | 1531724591.41 | 1    | 1      | 7      | 2      |
 *
 * timestamp: seconds since 1970, since version 6 of Pi-hole with a fraction.
 * forward, the server that was asked ("192.0.2.53#53"), is the detail's
 * "ev.upstream".
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "evidence/detail.h"
#include "evidence/host.h"
#include "evidence/importer.h"
#include "evidence/pihole_status.h"
#include "evidence/rrtype.h"
#include "evidence/sqlite_log.h"

enum column { TIME, TYPE, STATUS, DOMAIN, CLIENT, FORWARD, INFO, COLUMNS };

static const char *const columns[] = { "timestamp", "type", "status", "domain",
	"client", "forward", "additional_info", NULL };

/* The texts that the numbers of a row name. */
struct names {
	struct sqlite_names domain, client, forward, info;
};

/* What a row borrows from. */
struct room {
	char host[HOST_MAX + 1], type[RRTYPE_TEXT];
	struct detail detail;
};

static int sniff(struct importer_head *head)
{
	if (!sqlite_log_sniff(head, "query_storage") &&
		(!sqlite_log_sniff(head, "queries") ||
			!sqlite_log_sniff(head, "ftl")))
		return 0;
	head->why = N_("it is a database with Pi-hole's table of queries");
	return 100;
}

/* Pi-hole's own numbers, and those above 100 of other types. */
static void type_name(char out[RRTYPE_TEXT], int64_t type)
{
	static const char *const known[] = { "", "A", "AAAA", "ANY", "SRV",
		"SOA", "PTR", "TXT", "NAPTR", "MX", "DS", "RRSIG", "DNSKEY",
		"NS", "OTHER", "SVCB", "HTTPS" };

	out[0] = '\0';
	if (type > 0 && type < (int64_t)(sizeof(known) / sizeof(known[0])))
		snprintf(out, RRTYPE_TEXT, "%s", known[type]);
	else if (type >= 100 && type - 100 <= UINT16_MAX)
		rrtype_name(out, (uint16_t)(type - 100));
}

/* A value that is a text, or names one. */
static const char *text_of(
	const struct sqlite_rows *rows, int column, struct sqlite_names *names)
{
	return sqlite_log_is_number(rows, column)
		       ? sqlite_log_name(names, sqlite_log_int(rows, column))
		       : sqlite_log_text(rows, column);
}

static bool read_time(struct observation *o, double seconds)
{
	if (!(seconds > 0) || seconds > 9e9)
		return false;
	/* A double of today is exact to a quarter of a microsecond. */
	o->ns = (int64_t)floor(seconds) * INSTANT_SECOND +
		(int64_t)llround((seconds - floor(seconds)) * 1e6) * 1000;
	o->precision = seconds == floor(seconds) ? OBSERVATION_PRECISION_S
						 : OBSERVATION_PRECISION_US;
	o->zone = OBSERVATION_ZONE_EPOCH;
	return true;
}

/* The status, also one of a later version; and who was asked. */
static void read_outcome(struct observation *o, struct room *room,
	const struct sqlite_rows *rows, struct names *names)
{
	int64_t status = sqlite_log_int(rows, STATUS);
	int known = status >= 0 && status < 100 ? (int)status : -1;

	detail_clear(&room->detail);
	if (pihole_status_judge(o, known))
		detail_text(
			&room->detail, "ev.status", pihole_status_name(known));
	else
		detail_text(&room->detail, "ev.status",
			sqlite_log_text(rows, STATUS));
	detail_text(&room->detail, "ev.upstream",
		text_of(rows, FORWARD, &names->forward));
	o->detail = detail_json(&room->detail);
}

/* NULL, or why it is no record. */
static const char *read_row(struct observation *o, struct room *room,
	const struct sqlite_rows *rows, struct names *names)
{
	const char *domain = text_of(rows, DOMAIN, &names->domain);
	int64_t status = sqlite_log_int(rows, STATUS);

	if (!read_time(o, sqlite_log_real(rows, TIME)))
		return N_("no time");
	if (strcmp(domain, "hidden") == 0)
		return N_("the name was hidden by Pi-hole's privacy level");
	if (!host_normalise(room->host, domain, strlen(domain)))
		return N_("no host name");
	type_name(room->type, sqlite_log_int(rows, TYPE));
	o->host = room->host;
	o->type = room->type;
	o->client = pihole_client(text_of(rows, CLIENT, &names->client));
	read_outcome(o, room, rows, names);
	/* The name that a CNAME led to, which a list held. */
	if (status >= 9 && status <= 11)
		o->answer = text_of(rows, INFO, &names->info);
	return NULL;
}

static int put_row(struct importer_job *job, const struct sqlite_rows *rows,
	struct names *names, struct room *room, const char *member)
{
	struct observation o = { .member = member,
		.line = (uint64_t)sqlite_log_rowid(rows) };
	const char *why = read_row(&o, room, rows, names);

	return why != NULL ? importer_bad_at(job, o.line, 0, why)
			   : importer_row(job, &o);
}

static int read_rows(struct importer_job *job, struct sqlite_log *db)
{
	const char *table = sqlite_log_has(db, "query_storage")
				    ? "query_storage"
				    : "queries";
	struct names names = { 0 };
	struct room room = { 0 };
	struct sqlite_rows rows = { 0 };
	char member[IMPORTER_MEMBER];
	bool more = true;
	int rc = sqlite_log_names(&names.domain, db, "domain_by_id", "domain");

	importer_table(member, job, table);
	if (rc == 0)
		rc = sqlite_log_names(&names.client, db, "client_by_id", "ip");
	if (rc == 0)
		rc = sqlite_log_names(
			&names.forward, db, "forward_by_id", "forward");
	if (rc == 0)
		rc = sqlite_log_names(
			&names.info, db, "addinfo_by_id", "content");
	if (rc == 0)
		rc = sqlite_log_rows(&rows, db, table, columns);
	while (rc == 0 && (rc = sqlite_log_next(&rows, &more)) == 0 && more)
		rc = put_row(job, &rows, &names, &room, member);
	sqlite_log_rows_end(&rows);
	sqlite_log_names_end(&names.domain);
	sqlite_log_names_end(&names.client);
	sqlite_log_names_end(&names.forward);
	sqlite_log_names_end(&names.info);
	detail_release(&room.detail);
	return rc;
}

static int read_log(struct importer_job *job)
{
	struct sqlite_log *db = NULL;
	int rc = sqlite_log_open(&db, job);

	if (rc == 0)
		rc = read_rows(job, db);
	return sqlite_log_close(db, job, rc);
}

const struct importer import_pihole_db = {
	.name = "pihole-db",
	.version = 1,
	.summary = N_("Pi-hole: its database of queries, pihole-FTL.db"),
	.how = N_("On the Pi-hole: sqlite3 /etc/pihole/pihole-FTL.db "
		  "\".backup /tmp/pihole.db\", then copy /tmp/pihole.db. It "
		  "goes back 91 to 365 days. A backup made with Teleporter "
		  "holds no queries."),
	.sniff = sniff,
	.read = read_log,
	.beside = importer_wal,
};
