/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes a log of any length, for tests/bench/import.sh: a household of
 * twelve devices that asks for 2,000 names, some far more often than others,
 * and whose blocker refuses a fifth of them. The same arguments give the
 * same bytes.
 *
 *	bench_log adguardhome|nextdns|pihole|events|pcap ROWS
 *
 * A row is a line; of pihole, a look-up in two to four lines; of pcap, a
 * look-up and DATA_FRAMES frames of a server's. events: of the same months, the
 * notifications of a phone, one for EVERY look-ups.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/instant.h"
#include "base/str.h"

enum {
	HOSTS = 2000,
	CLIENTS = 12,
	MEAN_MS = 2600,
	START_YEAR = 2026,
	EVERY = 1000,
	DATA_FRAMES = 8,
	DATA_BYTES = 1400,
	WIRE = 160,
};

/* One look-up. */
struct look {
	int64_t ns;
	unsigned host, client, dice;
	const char *type;
	bool blocked, again; /* again: the same name, another type */
	char name[80];
};

static uint64_t state = UINT64_C(0x9E3779B97F4A7C15);

/* Marsaglia's xorshift, 64 bits. */
static uint64_t draw(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static void name_of(char out[80], unsigned host)
{
	static const char *const words[] = { "push", "api", "cdn", "metrics",
		"app-measurement", "graph", "settings", "img", "log-upload",
		"time", "edge-chat", "ads", "config", "sync", "static" };
	static const char *const tails[] = { "vendor%u.example",
		"zone%u.eu-central-1.cloud.example", "shop%u.example.net",
		"net%u.cdn.example.org" };
	char tail[48];

	snprintf(tail, sizeof(tail), tails[host % 4], host / 7);
	snprintf(out, 80, "%s%u.%s", words[host % 15], host % 3, tail);
}

/* The next look-up: a new name, or the one before by another type. */
static void next(struct look *l)
{
	uint64_t r = draw();

	l->dice = (unsigned)(r >> 40);
	l->again = strcmp(l->type, "A") == 0 && r % 3 == 0;
	if (l->again) {
		l->type = r % 2 == 0 ? "AAAA" : "HTTPS";
		l->ns += (int64_t)(draw() % 30000000);
		return;
	}
	l->type = "A";
	l->ns += (int64_t)(draw() % (2 * MEAN_MS * UINT64_C(1000000)));
	/* The square of an even share: the first names come most. */
	r = draw() % 65536;
	l->host = (unsigned)(r * r / 65536 * HOSTS / 65536);
	l->client = (unsigned)(draw() % CLIENTS);
	l->blocked = l->host % 5 == 3;
	name_of(l->name, l->host);
}

static unsigned octet(const struct look *l)
{
	return (l->host * 37 + l->dice % 3) % 254 + 1;
}

static void put_labels(unsigned char *to, size_t *at, const char *name)
{
	while (*name != '\0') {
		size_t n = strcspn(name, ".");

		to[(*at)++] = (unsigned char)n;
		memcpy(to + *at, name, n);
		*at += n;
		name += n + (name[n] == '.');
	}
	to[(*at)++] = 0;
}

/* A DNS answer on the wire (RFC 1035, 4): one address, or none; its length. */
static size_t answer_of(unsigned char b[WIRE], const struct look *l)
{
	bool v6 = strcmp(l->type, "AAAA") == 0, v4 = l->type[1] == '\0';
	const unsigned char head[12] = { (unsigned char)(l->dice >> 8),
		(unsigned char)l->dice, 0x81, 0x80, 0, 1, 0, v4 || v6 };
	size_t at = sizeof(head);

	memset(b, 0, WIRE);
	memcpy(b, head, sizeof(head));

	put_labels(b, &at, l->name);
	b[at + 1] = v4 ? 1 : v6 ? 28 : 65;
	b[at + 3] = 1;
	at += 4;
	if (v4 || v6) {
		const unsigned char record[] = { 0xC0, 12, 0, b[at - 3], 0, 1,
			0, 0, 0, (unsigned char)(10 + l->dice % 200), 0,
			v4 ? 4 : 16 };

		memcpy(b + at, record, sizeof(record));
		at += sizeof(record);
		if (!l->blocked) {
			b[at] = v4 ? 198 : 0x20;
			b[at + 1] = v4 ? 51 : 1;
			b[at + 2] = v4 ? 100 : 0x0D;
			b[at + (v4 ? 3 : 15)] = (unsigned char)octet(l);
		}
		at += v4 ? 4 : 16;
	}
	return at;
}

static void put_answer(struct str *out, const struct look *l)
{
	unsigned char b[WIRE];
	size_t n = answer_of(b, l);

	str_clear(out);
	codec_base64(out, b, n);
}

static void put_adguardhome(const struct look *l, struct str *answer)
{
	char when[INSTANT_TEXT];

	instant_format(when, l->ns, 7200, INSTANT_NS);
	put_answer(answer, l);
	printf("{\"T\":\"%s\",\"QH\":\"%s\",\"QT\":\"%s\",\"QC\":\"IN\","
	       "\"CP\":\"\",%s\"Answer\":\"%s\",\"IP\":\"192.0.2.%u\","
	       "\"Result\":{",
		when, l->name, l->type,
		l->blocked || l->dice % 3 == 0
			? ""
			: "\"Upstream\":\"https://dns.example:443/dns-query\",",
		answer->p, l->client + 20);
	if (l->blocked)
		printf("\"Rules\":[{\"Text\":\"||%s^\",\"FilterListID\":1}],"
		       "\"Reason\":3,\"IsFiltered\":true",
			l->name);
	printf("},\"Elapsed\":%u%s}\n", 11000 + l->dice,
		!l->blocked && l->dice % 3 == 0 ? ",\"Cached\":true" : "");
}

/* Its newest row is its first. */
static void put_nextdns(const struct look *l, int64_t newest)
{
	char when[INSTANT_TEXT];
	const char *root = strchr(l->name, '.') + 1;

	instant_format(when, newest - l->ns, 0, INSTANT_MS);
	printf("%s,%s,%s,false,DNS-over-HTTPS,203.0.113.9,%s,%s,%s,%s,"
	       "DEV%02u,Device %u,Model %c,192.168.1.%u,,client-cli\n",
		when, l->name, l->type, l->blocked ? "blocked" : "",
		l->blocked ? "\"OISD, Denylist\"" : "", l->blocked ? "" : "DE",
		root, l->client, l->client, 'A' + (char)(l->client % 5),
		l->client + 20);
}

static void put_pihole(const struct look *l)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct civil c;
	char at[48];

	instant_civil(&c, l->ns, 0);
	snprintf(at, sizeof(at), "%.3s %2d %02d:%02d:%02d dnsmasq[633]:",
		months + 3 * (c.month - 1), c.day, c.hour, c.minute, c.second);
	printf("%s query[%s] %s from 192.0.2.%u\n", at, l->type, l->name,
		l->client + 20);
	if (l->blocked) {
		printf("%s gravity blocked %s is 0.0.0.0\n", at, l->name);
	} else if (l->dice % 3 == 0) {
		printf("%s cached %s is 198.51.100.%u\n", at, l->name,
			octet(l));
	} else {
		printf("%s forwarded %s to 192.0.2.53\n", at, l->name);
		printf("%s reply %s is 198.51.100.%u\n", at, l->name, octet(l));
	}
}

/* The events buffer of an Android phone. */
static void put_event(const struct look *l)
{
	struct civil c;

	instant_civil(&c, l->ns, 0);
	printf("%02d-%02d %02d:%02d:%02d.%03d  1234  1300 I "
	       "notification_enqueue: [10123,4567,org.messenger,1,NULL,0,"
	       "Notification(channel=c),0]\n",
		c.month, c.day, c.hour, c.minute, c.second,
		c.nanosecond / 1000000);
}

static void put32(uint32_t v)
{
	const unsigned char b[4] = { (unsigned char)v, (unsigned char)(v >> 8),
		(unsigned char)(v >> 16), (unsigned char)(v >> 24) };

	fwrite(b, 1, sizeof(b), stdout);
}

/* The head of a capture (pcap 2.4) of Ethernet frames. */
static void put_capture(void)
{
	put32(0xA1B2C3D4);
	put32(4 << 16 | 2);
	put32(0);
	put32(0);
	put32(65535);
	put32(1);
}

/* A frame between a server and a client, behind the record's head: Ethernet
 * and IPv4, without checksums. */
static void put_frame(const struct look *l, unsigned server, bool answer,
	unsigned protocol, size_t len)
{
	unsigned char b[34] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45,
		0, (unsigned char)((20 + len) >> 8), (unsigned char)(20 + len),
		0, 0, 0x40, 0, 64, (unsigned char)protocol };
	const unsigned char from[4] = { 198, 51, 100, (unsigned char)server },
			    to[4] = { 192, 0, 2,
				    (unsigned char)(l->client + 20) };

	memcpy(b + 26, answer ? from : to, 4);
	memcpy(b + 30, answer ? to : from, 4);
	put32((uint32_t)(l->ns / INSTANT_SECOND));
	put32((uint32_t)(l->ns % INSTANT_SECOND / 1000));
	put32((uint32_t)(sizeof(b) + len));
	put32((uint32_t)(sizeof(b) + len));
	fwrite(b, 1, sizeof(b), stdout);
}

static void put_datagram(const struct look *l, bool answer,
	const unsigned char *data, size_t len)
{
	const unsigned char port[2] = { (unsigned char)(160 + l->dice % 64),
		(unsigned char)(l->dice >> 8) };
	unsigned char b[8] = { 0, 53, 0, 53, (unsigned char)((8 + len) >> 8),
		(unsigned char)(8 + len) };

	memcpy(b + (answer ? 2 : 0), port, 2);
	put_frame(l, 53, answer, 17, sizeof(b) + len);
	fwrite(b, 1, sizeof(b), stdout);
	fwrite(data, 1, len, stdout);
}

/* A part of a connection that a server sends over: TLS records. */
static void put_data(const struct look *l, unsigned frame)
{
	static unsigned char data[DATA_BYTES] = { 0x17, 3, 3,
		(DATA_BYTES - 5) >> 8, (DATA_BYTES - 5) & 255 };
	unsigned char b[20] = { 443 >> 8, 443 & 255,
		(unsigned char)(160 + l->host % 64), (unsigned char)l->host,
		(unsigned char)(l->dice >> 8), (unsigned char)l->dice,
		(unsigned char)(frame * DATA_BYTES >> 8),
		(unsigned char)(frame * DATA_BYTES), 0, 0, 0, 1, 0x50, 0x10, 1,
		0 };
	uint64_t noise = draw();

	for (size_t i = 5; i + 8 <= DATA_BYTES; i += 8, noise += UINT64_MAX / 3)
		memcpy(data + i, &noise, 8);
	put_frame(l, octet(l), true, 6, sizeof(b) + DATA_BYTES);
	fwrite(b, 1, sizeof(b), stdout);
	fwrite(data, 1, DATA_BYTES, stdout);
}

static void put_packets(const struct look *l)
{
	unsigned char b[WIRE];
	size_t n = answer_of(b, l), question = 12 + strlen(l->name) + 2 + 4;

	unsigned char asked[WIRE];

	memcpy(asked, b, question);
	asked[2] = 1;
	asked[3] = asked[7] = 0;
	put_datagram(l, false, asked, question);
	put_datagram(l, true, b, n);
	for (unsigned i = 0; i < DATA_FRAMES; i++)
		put_data(l, i);
}

static bool is_kind(const char *kind)
{
	static const char *const kinds[] = { "adguardhome", "nextdns", "pihole",
		"events", "pcap" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kind, kinds[i]) == 0)
			return true;
	return false;
}

int main(int argc, char **argv)
{
	struct look l = { .type = "HTTPS" };
	struct str answer = { 0 };
	const char *kind = argc == 3 ? argv[1] : "";
	uint64_t rows = argc == 3 ? strtoull(argv[2], NULL, 10) : 0;
	int64_t start = instant_days(START_YEAR, 1, 2) * 86400 * INSTANT_SECOND;
	int64_t newest = start + (int64_t)rows * MEAN_MS * 1000000;

	if (!is_kind(kind)) {
		fputs("bench_log adguardhome|nextdns|pihole|events|pcap ROWS\n",
			stderr);
		return 2;
	}
	if (strcmp(kind, "nextdns") == 0)
		puts("timestamp,domain,query_type,dnssec,protocol,client_ip,"
		     "status,reasons,destination_country,root_domain,device_id,"
		     "device_name,device_model,device_local_ip,matched_name,"
		     "client_name");
	else if (strcmp(kind, "pcap") == 0)
		put_capture();
	str_init(&answer, 0);
	l.ns = start;
	for (uint64_t i = 0; i < rows; i++) {
		next(&l);
		if (kind[0] == 'a')
			put_adguardhome(&l, &answer);
		else if (kind[0] == 'n')
			put_nextdns(&l, start + newest);
		else if (kind[1] == 'i')
			put_pihole(&l);
		else if (kind[0] == 'p')
			put_packets(&l);
		else if (i % EVERY == 0)
			put_event(&l);
	}
	str_release(&answer);
	return fflush(stdout) == 0 ? 0 : 2;
}
