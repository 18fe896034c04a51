/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Four prefixes occur:
 *
 *	Jul 16 09:22:40 dnsmasq[633]: …                       file
 *	Jul 16 09:22:40 raspberrypi dnsmasq[633]: …           syslog
 *	2026-07-16T09:22:40.123456+02:00 host dnsmasq[633]: … journal, rsyslog
 *	Tue Jul 16 09:22:40 2026 daemon.info dnsmasq[1]: …    OpenWrt
 *
 * then, with log-queries=extra, "<serial> <address>/<port> " (with =proto
 * "UDP " or "TCP " before it), then the sentence:
 *
 *	query[A] push.vendor.example from 192.0.2.7
 *	forwarded push.vendor.example to 192.0.2.53
 *	reply push.vendor.example is 198.51.100.3
 *	gravity blocked push.vendor.example is 0.0.0.0
 */
#include "evidence/dnsmasq_line.h"

#include <string.h>

#include "base/i18n.h"
#include "evidence/digits.h"

/* A cursor over the line. */
struct cursor {
	const char *p, *end;
};

static void pass_spaces(struct cursor *c)
{
	while (c->p < c->end && *c->p == ' ')
		c->p++;
}

/* The next word into out (room bytes); its length, 0 at the end. A longer
 * word is cut. */
static size_t word(struct cursor *c, char *out, size_t room)
{
	size_t n = 0;

	pass_spaces(c);
	while (c->p < c->end && *c->p != ' ') {
		if (n + 1 < room)
			out[n++] = *c->p;
		c->p++;
	}
	out[n] = '\0';
	return n;
}

static bool starts(const struct cursor *c, const char *text)
{
	size_t n = strlen(text);

	return (size_t)(c->end - c->p) >= n && memcmp(c->p, text, n) == 0;
}

static bool pass(struct cursor *c, const char *text)
{
	if (!starts(c, text))
		return false;
	c->p += strlen(text);
	return true;
}

static bool number(const char *text, int *out)
{
	int64_t v;

	if (!digits_read(&v, text, strlen(text), 9999))
		return false;
	*out = (int)v;
	return true;
}

static int month(const char *text)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const char *at;

	if (strlen(text) != 3 || (at = strstr(names, text)) == NULL ||
		(at - names) % 3 != 0)
		return 0;
	return (int)(at - names) / 3 + 1;
}

/* "09:22:40" */
static bool clock_time(const char *text, struct civil *c)
{
	if (strlen(text) != 8 || text[2] != ':' || text[5] != ':')
		return false;
	for (int i = 0; i < 8; i++)
		if (i != 2 && i != 5 && (text[i] < '0' || text[i] > '9'))
			return false;
	c->hour = (text[0] - '0') * 10 + text[1] - '0';
	c->minute = (text[3] - '0') * 10 + text[4] - '0';
	c->second = (text[6] - '0') * 10 + text[7] - '0';
	return c->hour < 24 && c->minute < 60 && c->second <= 60;
}

/* "Jul 16 09:22:40", or "Tue Jul 16 09:22:40 2026" */
static bool bsd_time(struct dnsmasq_line *out, struct cursor *c)
{
	struct cursor again;
	char text[32];

	word(c, text, sizeof(text));
	out->when.month = month(text);
	if (out->when.month == 0) {
		word(c, text, sizeof(text));
		out->when.month = month(text);
	}
	if (out->when.month == 0)
		return false;
	word(c, text, sizeof(text));
	if (!number(text, &out->when.day) || out->when.day < 1 ||
		out->when.day > 31)
		return false;
	word(c, text, sizeof(text));
	if (!clock_time(text, &out->when))
		return false;
	again = *c;
	word(&again, text, sizeof(text));
	if (strlen(text) == 4 && number(text, &out->when.year)) {
		out->has_year = true;
		*c = again;
	}
	return true;
}

/* "2026-07-16T09:22:40.123456+02:00"; the journal leaves the last colon out. */
static bool iso_time(struct dnsmasq_line *out, struct cursor *c)
{
	char text[48];
	size_t n = word(c, text, sizeof(text) - 1);

	if (n > 5 && (text[n - 5] == '+' || text[n - 5] == '-')) {
		memmove(text + n - 1, text + n - 2, 3);
		text[n - 2] = ':';
		n++;
	}
	if (instant_parse(&out->ns, NULL, text, n) != 0)
		return false;
	out->has_year = out->has_offset = true;
	out->finer = memchr(text, '.', n) != NULL;
	return true;
}

/* Up to behind "dnsmasq[633]: ", at most two words further on. */
static bool pass_tag(struct cursor *c)
{
	char text[128];

	for (int i = 0; i < 3; i++) {
		size_t n = word(c, text, sizeof(text));

		if (n > 2 && strncmp(text, "dnsmasq", 7) == 0 &&
			text[n - 1] == ':') {
			pass_spaces(c);
			return true;
		}
	}
	return false;
}

/* "123 192.0.2.7/40213 " of log-queries=extra. */
static void pass_extra(struct dnsmasq_line *out, struct cursor *c)
{
	struct cursor at = *c;
	char text[80];
	int64_t serial;

	if (pass(&at, "UDP ") || pass(&at, "TCP "))
		*c = at;
	if (!digits_read(&serial, text, word(&at, text, sizeof(text)),
		    INT64_MAX / 10))
		return;
	word(&at, text, sizeof(text));
	if (serial == 0 || strchr(text, '/') == NULL)
		return;
	pass_spaces(&at);
	out->serial = (uint64_t)serial;
	*c = at;
}

static void fail(struct dnsmasq_line *out, const char *why)
{
	out->kind = DNSMASQ_BAD;
	out->why = why;
}

static void host(struct dnsmasq_line *out, struct cursor *c)
{
	char text[HOST_MAX + 3];
	size_t n;

	pass_spaces(c);
	if (pass(c, "<name unprintable>")) {
		fail(out, N_("the name is unprintable"));
		return;
	}
	n = word(c, text, sizeof(text));
	if (!host_normalise(out->host, text, n))
		fail(out, N_("no host name"));
}

/* "query[A] NAME from ADDRESS" */
static void query(struct dnsmasq_line *out, struct cursor *c)
{
	const char *close = memchr(c->p, ']', (size_t)(c->end - c->p));
	size_t n = close != NULL ? (size_t)(close - c->p) : 0;
	char text[16];

	out->kind = DNSMASQ_QUERY;
	if (n == 0 || n >= sizeof(out->type)) {
		fail(out, N_("no query type"));
		return;
	}
	memcpy(out->type, c->p, n);
	out->type[n] = '\0';
	c->p = close + 1;
	host(out, c);
	word(c, text, sizeof(text));
	if (strcmp(text, "from") == 0)
		word(c, out->client, sizeof(out->client));
	if (out->kind == DNSMASQ_QUERY && out->client[0] == '\0')
		fail(out, N_("the line is cut: no client"));
}

/* Answers that lead nowhere. A server elsewhere that says NXDOMAIN or NODATA
 * may just be right; the configuration that says so was told to. */
static bool leads_nowhere(const char *answer, bool config)
{
	static const char *const answers[] = { "0.0.0.0", "::", "127.0.0.1",
		"::1", "NXDOMAIN", "NODATA", "NODATA-IPv4", "NODATA-IPv6" };
	size_t n = config ? sizeof(answers) / sizeof(answers[0]) : 4;

	for (size_t i = 0; i < n; i++)
		if (strcmp(answer, answers[i]) == 0)
			return true;
	return false;
}

/* "NAME is ANSWER", behind the words that say who answered. */
static void answer(struct dnsmasq_line *out, struct cursor *c)
{
	char text[16];

	pass_spaces(c);
	if (pass(c, "error is ")) {
		if (out->kind == DNSMASQ_ANSWER)
			out->kind = DNSMASQ_ERROR;
		word(c, out->answer, sizeof(out->answer));
		return;
	}
	host(out, c);
	word(c, text, sizeof(text));
	if (strcmp(text, "is") == 0)
		word(c, out->answer, sizeof(out->answer));
	if (out->kind != DNSMASQ_BAD && out->answer[0] == '\0')
		fail(out, N_("the line is cut: no answer"));
	out->alias = strcmp(out->answer, "<CNAME>") == 0;
	out->null_answer = leads_nowhere(out->answer, out->config);
}

/* Pi-hole's verdicts, in the words of versions 3 to 6. What blocked is what
 * stands before the name. */
static bool blocked(struct dnsmasq_line *out, struct cursor *c)
{
	static const char *const words[] = { "gravity blocked (CNAME)",
		"gravity blocked", "exactly denied (CNAME)", "exactly denied",
		"regex denied (CNAME)", "regex denied",
		"exactly blacklisted (CNAME)", "exactly blacklisted",
		"regex blacklisted (CNAME)", "regex blacklisted",
		"blocked upstream with known address",
		"blocked upstream with NULL address",
		"blocked upstream with NXDOMAIN",
		"blocked upstream with EDE 15", "/etc/pihole/gravity.list",
		"/etc/pihole/black.list", "/etc/pihole/regex.list",
		"special domain", "Apple iCloud Private Relay domain",
		"Mozilla canary domain" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!pass(c, words[i]))
			continue;
		out->kind = DNSMASQ_BLOCKED;
		memcpy(out->rule, words[i], strlen(words[i]) + 1);
		answer(out, c);
		return true;
	}
	return false;
}

static void sentence(struct dnsmasq_line *out, struct cursor *c)
{
	static const char *const replies[] = { "reply ", "cached-stale ",
		"cached ", "DHCP ", "auth " };

	if (pass(c, "query[")) {
		query(out, c);
		return;
	}
	if (pass(c, "forwarded ")) {
		out->kind = DNSMASQ_FORWARDED;
		host(out, c);
		return;
	}
	if (blocked(out, c))
		return;
	out->kind = DNSMASQ_ANSWER;
	for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++)
		if (pass(c, replies[i])) {
			answer(out, c);
			return;
		}
	/* "config NAME is ANSWER", "/etc/hosts NAME is ANSWER" */
	out->config = starts(c, "config ") || starts(c, "/");
	if (out->config) {
		word(c, out->rule, sizeof(out->rule));
		answer(out, c);
		return;
	}
	out->kind = DNSMASQ_OTHER;
}

void dnsmasq_line_read(struct dnsmasq_line *out, const struct line *line)
{
	struct cursor c = { line->text, line->text + line->len };

	*out = (struct dnsmasq_line){ .kind = DNSMASQ_OTHER };
	if (memchr(line->text, '\0', line->len) != NULL) {
		fail(out, N_("NUL bytes"));
		return;
	}
	if (line->len > 10 && line->text[4] == '-' ? !iso_time(out, &c)
						   : !bsd_time(out, &c)) {
		fail(out, N_("no time at the start"));
		return;
	}
	if (!pass_tag(&c)) {
		out->kind = DNSMASQ_FOREIGN;
		return;
	}
	pass_extra(out, &c);
	sentence(out, &c);
}
