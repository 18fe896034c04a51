/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Technitium DNS Server's query log as its pages export it, CSV with a byte
 * order mark, times in UTC:
 *
 *	RowNumber,Timestamp,ClientIpAddress,Protocol,ResponseType,ResponseRtt,
 *	RCODE,Domain,Type,Class,Answer
 *	1,2026-09-14T06:12:40.1250000Z,192.0.2.7,Udp,Blocked,,NxDomain,
 *	push.vendor.example,A,IN,
 *
 * (one line each). evidence/technitium.h tells what a response type means.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/detail.h"
#include "evidence/host.h"
#include "evidence/rrtype.h"
#include "evidence/peek.h"
#include "evidence/table.h"
#include "evidence/technitium.h"
#include "evidence/technitium_db.h"
#include "evidence/when.h"

enum { TIMESTAMP, DOMAIN, RESPONSE, CLIENT, PROTOCOL, RCODE, TYPE, ANSWER };

struct state {
	struct detail detail;
	struct answer answer;
	char host[HOST_MAX + 1], type[RRTYPE_TEXT], rcode[32], protocol[32];
};

static int sniff_csv(struct importer_head *head)
{
	static const char *const heading[] = { "Timestamp", "ClientIpAddress",
		"ResponseType", "RCODE", "Domain", NULL };

	if (!peek_heading(head, heading))
		return 0;
	head->why = N_("its heading is that of Technitium's query log");
	return 100;
}

static void to_case(char *out, size_t size, const char *text, char from)
{
	size_t n = 0;

	for (; text[n] != '\0' && n + 1 < size; n++) {
		char c = text[n];

		if (c >= from && c < from + 26)
			c = (char)(c ^ ('a' ^ 'A'));
		out[n] = c;
	}
	out[n] = '\0';
}

/* "NxDomain", "ServerFailure" by their common words. */
static void name_rcode(char out[32], const char *text)
{
	static const char *const names[][2] = { { "FormatError", "FORMERR" },
		{ "ServerFailure", "SERVFAIL" }, { "NotImplemented", "NOTIMP" },
		{ "NotAuthorized", "NOTAUTH" } };

	to_case(out, 32, text, 'a');
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(text, names[i][0]) == 0)
			snprintf(out, 32, "%s", names[i][1]);
}

static const char *read_row(struct table *t, struct observation *o, void *ctx)
{
	const char *time = table_get(t, TIMESTAMP),
		   *name = table_get(t, DOMAIN);
	const char *type = table_get(t, TYPE);
	struct state *s = ctx;
	const char *why =
		when_rfc3339(o, time, strlen(time), t->job->options->zone);

	if (why != NULL)
		return why;
	if (!host_normalise(s->host, name, strlen(name)))
		return N_("no host name");
	if (table_get(t, RESPONSE)[0] == '\0')
		return N_("no response type");
	detail_clear(&s->detail);
	if (!technitium_judge(o, table_get(t, RESPONSE)))
		detail_text(
			&s->detail, "ev.response_type", table_get(t, RESPONSE));
	rrtype_read(s->type, type, strlen(type));
	name_rcode(s->rcode, table_get(t, RCODE));
	to_case(s->protocol, sizeof(s->protocol), table_get(t, PROTOCOL), 'A');
	detail_text(&s->detail, "dns.response_code", s->rcode);
	detail_text(&s->detail, "network.protocol", s->protocol);
	technitium_answer(&s->answer, table_get(t, ANSWER));
	o->kind = OBSERVATION_LOOKUP;
	o->host = s->host;
	o->type = s->type;
	o->client = table_get(t, CLIENT);
	o->answer = s->answer.text;
	o->detail = detail_json(&s->detail);
	return NULL;
}

static int read_csv(struct importer_job *job)
{
	static const struct table_form form = {
		.names = { "Timestamp", "Domain", "ResponseType",
			"ClientIpAddress", "Protocol", "RCODE", "Type",
			"Answer" },
		.needed = 3,
		.row = read_row,
	};
	struct state *s = mem_new(1, sizeof(*s));
	int rc = table_read(job, &form, s);

	detail_release(&s->detail);
	free(s);
	return rc;
}

/* An export, or the database: whichever the file is. */
static int read_log(struct importer_job *job)
{
	struct importer_head head = { 0 };
	struct str room = { 0 };
	int rc = peek_member(&head, &room, job);
	bool db = rc == 0 && technitium_db_sniff(&head);

	str_release(&room);
	if (rc != 0)
		return rc;
	return db ? technitium_db_read(job) : read_csv(job);
}

static int sniff(struct importer_head *head)
{
	if (!technitium_db_sniff(head))
		return sniff_csv(head);
	head->why = N_("it is a database with Technitium's table dns_logs");
	return 100;
}

const struct importer import_technitium = {
	.name = "technitium",
	.version = 1,
	.summary = N_("Technitium DNS Server: query log, exported as CSV"),
	.how = N_("In Technitium's web pages, open Logs > Query Logs, choose "
		  "the days and press Export. The app \"Query Logs (Sqlite)\" "
		  "must have been installed before."),
	.sniff = sniff,
	.read = read_log,
	.beside = importer_wal,
	.table = true,
};
