/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * AdAway in root mode: dns_log.txt is what "tcpdump -v -t" prints of the
 * packets to port 53, two lines for each:
 *
 *	IP (tos 0x0, ttl 64, id 43298, offset 0, flags [DF], proto UDP (17), …
 *	    192.0.2.7.52953 > 192.0.2.1.domain: 64422+ A? a.example. (35)
 *
 * Without -v one line has both; "wlan0 Out " may stand before IP. There is no
 *time (-t), and no verdict: AdAway only counts what is asked. Where another
 *tcpdump wrote a date and a time
 * (-tttt) they are read; a time of day alone is not enough.
 */
#include <arpa/inet.h>
#include <string.h>

#include "base/i18n.h"
#include "evidence/rrtype.h"
#include "evidence/sniff.h"
#include "evidence/timeline.h"

enum kind {
	OTHER, /* tcpdump's messages, packets that ask nothing */
	HEADER,
	QUERY,
	BAD,
};

struct packet {
	enum kind kind;
	bool timed;
	struct moment moment;
	char client[64], host[HOST_MAX + 1], type[RRTYPE_TEXT];
	const char *why;
};

struct state {
	struct timeline timeline;
	bool timed; /* the heading line before had a time */
	struct moment moment;
};

static void fail(struct packet *p, const char *why)
{
	p->kind = BAD;
	p->why = why;
}

/* "192.0.2.7.52953": the port is behind the last dot. */
static bool read_client(struct packet *p, const char *word)
{
	const char *dot = strrchr(word, '.');
	unsigned char address[16];

	if (dot == NULL)
		return false;
	cursor_copy(p->client, sizeof(p->client), word, (size_t)(dot - word));
	return inet_pton(AF_INET, p->client, address) == 1 ||
	       inet_pton(AF_INET6, p->client, address) == 1;
}

/* Behind "192.0.2.1.domain: 64422+ [1au] ": "A? a.example. (35)". Replies
 * have "2/0/0" there, and no question mark unless asked for. */
static void read_question(struct packet *p, struct cursor *c)
{
	char word[4 * HOST_MAX];
	size_t n = 0;

	p->kind = OTHER;
	for (int i = 0; i < 8; i++) {
		n = cursor_word(c, word, sizeof(word));
		if (n == 0 || word[n - 1] == '?')
			break;
	}
	if (n < 2 || word[n - 1] != '?')
		return;
	p->kind = QUERY;
	rrtype_read(p->type, word, n - 1);
	n = cursor_word(c, word, sizeof(word));
	if (n > 1 && word[n - 1] == ',')
		n--;
	if (!host_normalise(p->host, word, n))
		fail(p, N_("no host name"));
	else if (cursor_left(c) == 0)
		fail(p, N_("the line is cut: no end of the name"));
}

/* "192.0.2.7.52953 > 192.0.2.1.domain: …" */
static void read_addresses(struct packet *p, struct cursor *c)
{
	char word[160];
	size_t n;

	cursor_word(c, word, sizeof(word));
	if (!read_client(p, word)) {
		fail(p, N_("no packet"));
		return;
	}
	cursor_pass_spaces(c);
	if (!cursor_pass(c, "> ")) {
		fail(p, N_("the line is cut: no address"));
		return;
	}
	n = cursor_word(c, word, sizeof(word));
	if (n < 2 || word[n - 1] != ':')
		fail(p, N_("the line is cut: no address"));
	else
		read_question(p, c);
}

/* "09:22:40.123456 ", which is no time without its day */
static void pass_time_of_day(struct cursor *c)
{
	struct cursor at = *c;
	char word[32];
	size_t n = cursor_word(&at, word, sizeof(word));

	if (n >= 8 && word[2] == ':' && word[5] == ':' &&
		strspn(word, "0123456789:.") == n)
		*c = at;
	cursor_pass_spaces(c);
}

/* "5 packets captured" */
static bool is_total(struct cursor c)
{
	char word[32];
	size_t n = cursor_word(&c, word, sizeof(word));

	if (n == 0 || strspn(word, "0123456789") != n)
		return false;
	cursor_word(&c, word, sizeof(word));
	return strcmp(word, "packet") == 0 || strcmp(word, "packets") == 0;
}

static bool is_message(const struct cursor *c)
{
	return cursor_starts(c, "tcpdump:") ||
	       cursor_starts(c, "listening on ") || is_total(*c);
}

/* "wlan0 Out ", which tcpdump from 4.99 on writes of "any" interface: in, out,
 * broadcast, multicast, for another host. */
static void pass_interface(struct cursor *c)
{
	static const char *const ways[] = { "In", "Out", "B", "M", "P" };
	struct cursor at = *c;
	char word[32];

	if (cursor_word(&at, word, sizeof(word)) == 0 ||
		cursor_word(&at, word, sizeof(word)) == 0)
		return;
	cursor_pass_spaces(&at);
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strcmp(word, ways[i]) == 0 &&
			(cursor_starts(&at, "IP ") ||
				cursor_starts(&at, "IP6 ")))
			*c = at;
}

static void read_packet(struct packet *p, const struct line *line)
{
	struct cursor c = { line->text, line->text + line->len };
	bool inner = line->len > 0 && (*c.p == ' ' || *c.p == '\t');

	*p = (struct packet){ .kind = OTHER };
	if (memchr(line->text, '\0', line->len) != NULL) {
		fail(p, N_("NUL bytes"));
		return;
	}
	if (is_message(&c))
		return;
	while (c.p < c.end && (*c.p == ' ' || *c.p == '\t'))
		c.p++;
	p->timed = moment_read(&p->moment, &c);
	if (!p->timed)
		pass_time_of_day(&c);
	pass_interface(&c);
	if (cursor_pass(&c, "IP (") || cursor_pass(&c, "IP6 (")) {
		p->kind = HEADER;
		return;
	}
	if (cursor_pass(&c, "IP ") || cursor_pass(&c, "IP6 ") || inner)
		read_addresses(p, &c);
	else
		fail(p, N_("no packet"));
}

static bool line_moment(struct moment *out, const struct line *line)
{
	struct packet p;

	read_packet(&p, line);
	*out = p.moment;
	return p.timed && (p.kind == QUERY || p.kind == HEADER);
}

/* The time of a packet, its own or that of the line before. */
static int set_time(struct state *s, struct observation *o, const char **why,
	const struct packet *p)
{
	if (p->timed)
		return timeline_set(&s->timeline, o, why, &p->moment);
	if (s->timed)
		return timeline_set(&s->timeline, o, why, &s->moment);
	return 0;
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct state *s = ctx;
	struct observation o = { .line = line->number,
		.position = line->position,
		.length = line->length };
	struct packet p;
	const char *why;
	int rc = 0;

	read_packet(&p, line);
	if (p.kind == HEADER) {
		s->timed = p.timed;
		s->moment = p.moment;
	}
	if (p.kind == OTHER || p.kind == HEADER)
		return 0;
	why = p.why;
	if (why == NULL)
		rc = set_time(s, &o, &why, &p);
	if (rc != 0 || why != NULL)
		return rc != 0 ? rc : importer_bad(job, line, why);
	o.host = p.host;
	o.type = p.type;
	o.client = p.client;
	return importer_row(job, &o);
}

static int read_log(struct importer_job *job)
{
	struct state s = { .timed = false };
	int rc = timeline_open(&s.timeline, job, line_moment);

	return rc != 0 ? rc : importer_lines(job, see_line, &s);
}

static int judge(const struct line *line)
{
	struct packet p;

	read_packet(&p, line);
	return p.kind == QUERY	  ? SNIFF_RECORD
	       : p.kind == HEADER ? SNIFF_PASSED
				  : SNIFF_FOREIGN;
}

static int sniff(struct importer_head *head)
{
	int sure = sniff_lines(head, judge);

	if (sure > 0)
		head->why = N_("its lines are tcpdump's of DNS queries, as "
			       "AdAway keeps them");
	return sure;
}

const struct importer import_adaway = {
	.name = "adaway",
	.version = 2,
	.summary = N_("AdAway (Android, root): dns_log.txt, text of tcpdump"),
	.how = N_("Only AdAway's root mode writes a file: start \"Log DNS "
		  "requests\", use the app that you suspect, and stop it. "
		  "Then copy dns_log.txt from AdAway's cache folder with a "
		  "file manager that has root access. It has no times: note "
		  "on paper when you started and stopped."),
	.sniff = sniff,
	.read = read_log,
};
