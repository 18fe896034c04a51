/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Little Snitch (macOS), "littlesnitch log-traffic":
 *
 *	date,direction,uid,ipAddress,remoteHostname,protocol,port,
 *	connectCount,denyCount,byteCountIn,byteCountOut,
 *	connectingExecutable,parentAppExecutable
 *	2026-09-14T08:12:00Z,out,501,192.0.2.80,push.vendor.example,6,443,
 *	2,0,1284,199,/Applications/Vendor.app/Contents/MacOS/Vendor,
 *
 * (one line each). A row sums up an interval that begins at the date: how
 * often a program connected to a host, how often it was denied, and the
 * bytes. Where it connected more often than it was denied, two rows stand for
 * the line: the denied ones, and the rest with the bytes. With neither number
 * only bytes went over a connection that was there before: what became of a
 * contact is unknown, and its count a lower bound. The date is of an
 * interval, so its seconds mean nothing.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "evidence/detail.h"
#include "evidence/digits.h"
#include "evidence/host.h"
#include "evidence/peek.h"
#include "evidence/table.h"
#include "evidence/when.h"

enum {
	DATE,
	DIRECTION,
	ADDRESS,
	HOSTNAME,
	CONNECTED,
	DENIED,
	IN,
	OUT,
	PROTOCOL,
	PORT,
	EXECUTABLE,
	PARENT,
};

struct state {
	struct detail detail;
	char host[HOST_MAX + 1], address[HOST_MAX + 1], type[32];
	int64_t connected, denied;
	int rc; /* of the first row of two */
};

static int sniff(struct importer_head *head)
{
	static const char *const heading[] = { "date", "direction", "ipAddress",
		"remoteHostname", "connectCount", "denyCount", NULL };

	if (!peek_heading(head, heading))
		return 0;
	head->why = N_("its heading is that of \"littlesnitch log-traffic\"");
	return 100;
}

static bool number(int64_t *out, const struct table *t, size_t column)
{
	const char *text = table_get(t, column);

	*out = 0;
	return text[0] == '\0' ||
	       digits_read(out, text, strlen(text), INT64_MAX / 10);
}

/* The numbers of IANA's registry that occur; others stay numbers. */
static void name_protocol(char out[32], const char *text)
{
	static const char *const names[][2] = { { "1", "icmp" }, { "6", "tcp" },
		{ "17", "udp" }, { "58", "ipv6-icmp" } };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(text, names[i][0]) == 0)
			text = names[i][1];
	snprintf(out, 32, "%.31s", text);
}

static const char *read_counts(
	struct state *s, struct observation *o, const struct table *t)
{
	int64_t in, out, port;

	if (!number(&s->connected, t, CONNECTED) ||
		!number(&s->denied, t, DENIED) || !number(&in, t, IN) ||
		!number(&out, t, OUT) || !number(&port, t, PORT))
		return N_("a count is no number");
	if (s->connected > UINT32_MAX || s->denied > UINT32_MAX)
		return N_("a count is no number");
	o->sent = (uint64_t)out;
	o->received = (uint64_t)in;
	if (port > 0)
		detail_number(&s->detail, "destination.port", port);
	return NULL;
}

static void set_outcome(struct observation *o,
	enum observation_disposition disposition, int64_t count)
{
	o->disposition = (uint8_t)disposition;
	o->disposition_source = OBSERVATION_SOURCE_FIELD;
	o->count = (uint32_t)count;
	o->count_kind = OBSERVATION_COUNT_AGGREGATE;
}

/* The outcome of the line's row; the denied ones first, where others were
 * not. */
static void put_outcome(
	struct state *s, struct observation *o, struct importer_job *job)
{
	struct observation denied = *o;

	if (s->connected == 0 && s->denied == 0) {
		/* Bytes of a connection that was there before the interval
		 * passed; without any nothing is told. */
		if (o->sent > 0 || o->received > 0)
			set_outcome(o, OBSERVATION_ALLOWED, 1);
		o->count_kind = OBSERVATION_COUNT_LOWER_BOUND;
	} else if (s->denied == 0) {
		set_outcome(o, OBSERVATION_ALLOWED, s->connected);
	} else if (s->connected <= s->denied) {
		set_outcome(o, OBSERVATION_BLOCKED, s->denied);
	} else {
		set_outcome(&denied, OBSERVATION_BLOCKED, s->denied);
		denied.sent = denied.received = 0;
		if (s->rc == 0)
			s->rc = importer_row(job, &denied);
		set_outcome(o, OBSERVATION_ALLOWED, s->connected - s->denied);
	}
}

static const char *read_row(struct table *t, struct observation *o, void *ctx)
{
	const char *date = table_get(t, DATE), *name = table_get(t, HOSTNAME);
	const char *address = table_get(t, ADDRESS);
	const char *direction = table_get(t, DIRECTION);
	struct state *s = ctx;
	const char *why =
		when_rfc3339(o, date, strlen(date), t->job->options->zone);

	detail_clear(&s->detail);
	if (why != NULL)
		return why;
	if (!host_normalise(s->address, address, strlen(address)))
		s->address[0] = '\0';
	if (name[0] == '\0')
		name = address;
	if (!host_normalise(s->host, name, strlen(name)))
		return N_("no host name");
	if (strcmp(direction, "out") != 0 && strcmp(direction, "in") != 0)
		return N_("no direction");
	why = read_counts(s, o, t);
	if (why != NULL)
		return why;
	name_protocol(s->type, table_get(t, PROTOCOL));
	if (direction[0] == 'i')
		detail_text(&s->detail, "network.direction", "inbound");
	detail_text(
		&s->detail, "process.parent.executable", table_get(t, PARENT));
	o->kind = OBSERVATION_CONNECTION;
	o->precision = OBSERVATION_PRECISION_MIN;
	o->host = s->host;
	o->type = s->type;
	o->answer = s->address;
	o->app = table_get(t, EXECUTABLE);
	o->detail = detail_json(&s->detail);
	put_outcome(s, o, t->job);
	return NULL;
}

static int read_log(struct importer_job *job)
{
	static const struct table_form form = {
		.names = { "date", "direction", "ipAddress", "remoteHostname",
			"connectCount", "denyCount", "byteCountIn",
			"byteCountOut", "protocol", "port",
			"connectingExecutable", "parentAppExecutable" },
		.needed = 6,
		.row = read_row,
	};
	struct state s = { 0 };
	int rc = table_read(job, &form, &s);

	detail_release(&s.detail);
	return rc != 0 ? rc : s.rc;
}

const struct importer import_littlesnitch = {
	.name = "littlesnitch",
	.version = 1,
	.summary = N_("Little Snitch (macOS): log-traffic"),
	.how = N_("In Little Snitch's settings, under Security, allow access "
		  "from the terminal. Then type in the terminal: sudo "
		  "littlesnitch log-traffic -b '2026-09-14 08:00:00' > "
		  "traffic.csv (with the day and hour from which on you want "
		  "it)."),
	.sniff = sniff,
	.read = read_log,
	.table = true,
};
