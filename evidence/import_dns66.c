/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * DNS66 (Android) keeps no log of its own; what it did stands in the system's
 * (logcat), under its tag, between other programs' lines:
 *
 *	07-16 09:22:40.413 14021 14060 I DnsPacketProxy: handleDnsRequest: DNS
 *	Name push.vendor.example Blocked!			(one line)
 *	07-16 09:22:40.520 14021 14060 I DnsPacketProxy: handleDnsRequest: DNS
 *	Name www.vendor.example Allowed, sending to /9.9.9.9	(one line)
 *
 * logcat's forms threadtime and time have no year and no zone, unless asked
 * for; brief ("I/DnsPacketProxy(14021): …") has no time at all: such a row
 * has none either.
 */
#include <string.h>

#include "base/i18n.h"
#include "evidence/sniff.h"
#include "evidence/timeline.h"

enum kind { FOREIGN, RECORD, BAD };

struct message {
	enum kind kind;
	bool timed, blocked;
	struct moment moment;
	char host[HOST_MAX + 1];
	const char *why;
};

static void read_verdict(struct message *m, struct cursor *c)
{
	cursor_pass_spaces(c);
	m->kind = RECORD;
	m->blocked = cursor_starts(c, "Blocked!");
	if (m->blocked || cursor_starts(c, "Allowed, sending to "))
		return;
	m->kind = BAD;
	m->why = N_("neither blocked nor allowed");
}

static void read_message(struct message *m, const struct line *line)
{
	struct cursor c = { line->text, line->text + line->len };
	char word[4 * HOST_MAX];
	size_t n;

	*m = (struct message){ .kind = FOREIGN };
	m->timed = moment_read(&m->moment, &c);
	if (!cursor_find(&c, "DnsPacketProxy") ||
		!cursor_find(&c, "handleDnsRequest: DNS Name "))
		return;
	n = cursor_word(&c, word, sizeof(word));
	if (host_normalise(m->host, word, n)) {
		read_verdict(m, &c);
		return;
	}
	m->kind = BAD;
	m->why = N_("no host name");
}

static bool line_moment(struct moment *out, const struct line *line)
{
	struct message m;

	read_message(&m, line);
	*out = m.moment;
	return m.kind == RECORD && m.timed;
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct timeline *t = ctx;
	struct observation o = { .line = line->number,
		.position = line->position,
		.length = line->length,
		.disposition_source = OBSERVATION_SOURCE_FIELD };
	struct message m;
	const char *why;
	int rc = 0;

	read_message(&m, line);
	if (m.kind == FOREIGN)
		return 0;
	why = m.why;
	if (why == NULL && m.timed)
		rc = timeline_set(t, &o, &why, &m.moment);
	if (rc != 0 || why != NULL)
		return rc != 0 ? rc : importer_bad(job, line, why);
	o.host = m.host;
	o.disposition = m.blocked ? OBSERVATION_BLOCKED : OBSERVATION_ALLOWED;
	return importer_row(job, &o);
}

static int read_log(struct importer_job *job)
{
	struct timeline t;
	int rc = timeline_open(&t, job, line_moment);

	return rc != 0 ? rc : importer_lines(job, see_line, &t);
}

static int judge(const struct line *line)
{
	struct message m;

	read_message(&m, line);
	return m.kind == RECORD ? SNIFF_RECORD : SNIFF_FOREIGN;
}

/* A phone's log is full of other lines: one of ours is enough. */
static int sniff(struct importer_head *head)
{
	int sure = sniff_lines(head, judge);

	if (sure > 0)
		head->why = N_("it has lines that DNS66 writes into Android's "
			       "log");
	return sure;
}

const struct importer import_dns66 = {
	.name = "dns66",
	.version = 2,
	.summary = N_("DNS66 (Android): logcat"),
	.how = N_("In DNS66, open the menu and choose \"Send logcat\" (the "
		  "app's own excerpt of Android's log), and send it to "
		  "yourself; or, with a computer: 'adb logcat -d -v year -v "
		  "zone > logcat.txt'. The phone keeps this log for minutes "
		  "to hours only: take it at once."),
	.sniff = sniff,
	.read = read_log,
};
