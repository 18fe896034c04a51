/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PCAPdroid (Android), the list of connections as CSV. Nothing is ever quoted
 * or escaped, and names of apps hold commas:
 *
 *	IPProto,SrcIP,SrcPort,DstIp,DstPort,UID,App,PackageName,Proto,Status,
 *	Info,BytesSent,BytesRcvd,PktsSent,PktsRcvd,FirstSeen,LastSeen,Malicious
 *	6,10.215.173.1,40000,192.0.2.80,443,10145,Vendor, Inc.,com.vendor.app,
 *	TLS,Closed,push.vendor.example,2061,1063,8,7,
 *	2026-09-14T08:12:40.000+02:00,2026-09-14T08:13:11.000+02:00,
 *
 * (one line each). Up to 1.6 the sixth column is "Uid" and times are
 * milliseconds since 1970; PackageName came with 1.7.4, Malicious later. The
 * first six fields and the last six (seven) are where they are; those between
 * are found by the package, or where there is none by the protocol's word.
 * Info is the TLS server name, the name looked up or the host; a DNS flow
 * without it is a connection to the resolver. Status is that
 * of the connection, in the phone's language: no verdict.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/detail.h"
#include "evidence/digits.h"
#include "evidence/host.h"
#include "evidence/importer.h"
#include "evidence/peek.h"
#include "evidence/when.h"

enum { FIELDS = 64, TEXT = 4096, FRONT = 6, BACK = 6 };

struct state {
	struct detail detail;
	bool known, package, malicious; /* by the heading */
	char text[TEXT];		/* the line, a NUL for each comma */
	const char *v[FIELDS];
	size_t n;
	char app[512], info[HOST_MAX + 1], host[HOST_MAX + 1];
	char address[HOST_MAX + 1], type[32];
};

static bool is_heading(const char *text, size_t len)
{
	static const char start[] = "IPProto,SrcIP,SrcPort,DstI";

	return len > sizeof(start) &&
	       memcmp(text, start, sizeof(start) - 1) == 0;
}

static int sniff(struct importer_head *head)
{
	const char *text;
	size_t at = 0, len;

	if (!peek_line(head, &at, &text, &len) || !is_heading(text, len))
		return 0;
	head->why = N_("its heading is that of PCAPdroid's connections");
	return 100;
}

static bool ends_with(const char *text, size_t len, const char *end)
{
	size_t n = strlen(end);

	return len >= n && memcmp(text + len - n, end, n) == 0;
}

static void read_heading(struct state *s, const char *text, size_t len)
{
	s->known = true;
	s->malicious = ends_with(text, len, ",Malicious");
	s->package = memmem(text, len, ",PackageName,", 13) != NULL;
}

/* Words of nDPI and of PCAPdroid that stand in the column Proto. */
static bool is_protocol(const char *text)
{
	static const char *const words[] = { "TLS", "DNS", "HTTP", "HTTPS",
		"QUIC", "TCP", "UDP", "ICMP", "ICMPv6", "ICMPV6", "IGMP",
		"Unknown", "DoH_DoT", "DoH", "DoT", "NTP", "MDNS", "SSDP",
		"SSH", "SSL", "STUN", "DTLS", "MQTT", "Xiaomi", "GQUIC",
		"Telegram", "WhatsApp", "FTP", "IMAP", "IMAPS", "SMTP", "SMTPS",
		"POP3", "POPS", "XMPP", "Jabber", "BitTorrent", "OpenVPN",
		"WireGuard", "SIP", "RTP", "RTCP", "WebSocket", "SOCKS", "DHCP",
		"DHCPV6", "NetBIOS", "LLMNR", "SNMP", "Other", "IP" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(text, words[i]) == 0)
			return true;
	return false;
}

/* "com.vendor.app" */
static bool is_package(const char *text)
{
	size_t dots = 0;
	char before = '.';

	for (const char *p = text; *p != '\0'; before = *p++) {
		bool letter =
			(*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z');

		if (*p == '.' ? before == '.'
			      : !letter && *p != '_' &&
					(p == text || *p < '0' || *p > '9'))
			return false;
		dots += *p == '.';
	}
	return dots > 0 && before != '.';
}

static bool split(struct state *s, const struct line *line)
{
	char *p = s->text;

	if (line->len >= TEXT || memchr(line->text, '\0', line->len) != NULL)
		return false;
	memcpy(p, line->text, line->len);
	p[line->len] = '\0';
	for (s->n = 0; s->n < FIELDS; p++) {
		s->v[s->n++] = p;
		p += strcspn(p, ",");
		if (*p == '\0')
			return true;
		*p = '\0';
	}
	return false;
}

/* Fields from..to-1 as they stood, with their commas. */
static void join(
	const struct state *s, size_t from, size_t to, char *out, size_t size)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = from; i < to; i++) {
		size_t len = strlen(s->v[i]);

		if (n + len + 2 > size)
			return;
		if (i > from)
			out[n++] = ',';
		memcpy(out + n, s->v[i], len + 1);
		n += len;
	}
}

/* Where Proto stands, between FRONT and end; 0 when it is not found. Behind
 * it come Status and at least one field of Info. */
static size_t find_protocol(const struct state *s, size_t end)
{
	size_t first = FRONT + 1 + s->package;

	for (size_t i = first; s->package && i + 2 < end; i++)
		if (is_package(s->v[i - 1]))
			return i;
	/* Without a package that field is empty. */
	for (size_t i = first; i + 2 < end; i++)
		if (is_protocol(s->v[i]) &&
			(!s->package || s->v[i - 1][0] == '\0'))
			return i;
	/* No comma anywhere: all is where the heading says. */
	return end == first + 3 ? first : 0;
}

static bool bytes(uint64_t *out, const char *text)
{
	int64_t v;

	if (!digits_read(&v, text, strlen(text), INT64_MAX / 10))
		return false;
	*out = (uint64_t)v;
	return true;
}

static const char *read_time(
	struct observation *o, const char *text, const struct zone *zone)
{
	size_t n = strlen(text);

	return strspn(text, "0123456789") == n ? when_epoch(o, text, n)
					       : when_rfc3339(o, text, n, zone);
}

/* Info where it is a name, else the address. */
static const char *read_host(struct state *s, const char *address)
{
	if (!host_normalise(s->address, address, strlen(address)))
		return N_("no address");
	if (!host_normalise(s->host, s->info, strlen(s->info)) ||
		strpbrk(s->host, "/%*") != NULL)
		memcpy(s->host, s->address, strlen(s->address) + 1);
	return NULL;
}

static void read_type(struct state *s, struct observation *o, const char *word)
{
	size_t n = 0;

	o->kind = OBSERVATION_CONNECTION;
	if (strcmp(word, "DNS") == 0 && strcmp(s->host, s->address) != 0) {
		o->kind = OBSERVATION_LOOKUP;
		s->type[0] = '\0';
		return;
	}
	for (; word[n] != '\0' && n + 1 < sizeof(s->type); n++)
		s->type[n] = (char)(word[n] >= 'A' && word[n] <= 'Z'
					    ? word[n] - 'A' + 'a'
					    : word[n]);
	s->type[n] = '\0';
}

/* The row, whose Proto is at p and whose last fields begin at end. */
static const char *read_fields(struct state *s, struct observation *o, size_t p,
	size_t end, const struct zone *zone)
{
	const char *package = s->package ? s->v[p - 1] : "";
	int64_t port = 0;
	const char *why;

	join(s, FRONT, p - s->package, s->app, sizeof(s->app));
	join(s, p + 2, end, s->info, sizeof(s->info));
	why = read_time(o, s->v[end + 4], zone);
	if (why == NULL)
		why = read_host(s, s->v[3]);
	if (why != NULL)
		return why;
	if (!bytes(&o->sent, s->v[end]) || !bytes(&o->received, s->v[end + 1]))
		return N_("a count is no number");
	read_type(s, o, s->v[p]);
	detail_clear(&s->detail);
	if (package[0] != '\0')
		detail_text(&s->detail, "ev.app_name", s->app);
	if (digits_read(&port, s->v[4], strlen(s->v[4]), 65535) && port > 0)
		detail_number(&s->detail, "destination.port", port);
	detail_text(&s->detail, "ev.status", s->v[p + 1]);
	if (s->malicious && s->v[end + BACK][0] != '\0')
		detail_text(&s->detail, "ev.malicious", s->v[end + BACK]);
	o->host = s->host;
	o->type = s->type;
	o->client = s->v[1];
	o->app = package[0] != '\0' ? package : s->app;
	if (o->kind == OBSERVATION_CONNECTION &&
		strcmp(s->host, s->address) != 0)
		o->answer = s->address;
	o->detail = detail_json(&s->detail);
	return NULL;
}

static const char *read_row(struct state *s, struct observation *o,
	const struct line *line, const struct zone *zone)
{
	size_t back = BACK + s->malicious, end, p;

	if (!split(s, line))
		return N_("too many fields");
	if (s->n < FRONT + 4U + s->package + back)
		return N_("fewer fields than the heading has");
	end = s->n - back;
	p = find_protocol(s, end);
	if (p == 0)
		return N_("no protocol");
	return read_fields(s, o, p, end, zone);
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct observation o = { .line = line->number,
		.position = line->position,
		.length = line->length };
	struct state *s = ctx;
	const char *why;

	if (is_heading(line->text, line->len)) {
		read_heading(s, line->text, line->len);
		return 0;
	}
	if (!s->known)
		return importer_bad(job, line, N_("no heading before it"));
	why = read_row(s, &o, line, job->options->zone);
	return why != NULL ? importer_bad(job, line, why)
			   : importer_row(job, &o);
}

static int read_log(struct importer_job *job)
{
	struct state *s = mem_new(1, sizeof(*s));
	int rc = importer_lines(job, see_line, s);

	detail_release(&s->detail);
	free(s);
	return rc;
}

const struct importer import_pcapdroid = {
	.name = "pcapdroid",
	.version = 1,
	.summary = N_("PCAPdroid (Android): connections as CSV, 1.3 and later"),
	.how = N_(
		"In PCAPdroid, start a capture, use the app in question, "
		"then open Connections, the menu in the corner, and \"Save\". "
		"Its captures (PCAP) show more: what was sent when."),
	.sniff = sniff,
	.read = read_log,
	.table = true,
};
