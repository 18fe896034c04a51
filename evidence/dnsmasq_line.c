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
#include "evidence/cursor.h"
#include "evidence/digits.h"

/* Up to behind "dnsmasq[633]: ", at most two words further on. */
static bool pass_tag(struct cursor *c)
{
	char text[128];

	for (int i = 0; i < 3; i++) {
		size_t n = cursor_word(c, text, sizeof(text));

		if (n > 2 && strncmp(text, "dnsmasq", 7) == 0 &&
			text[n - 1] == ':') {
			cursor_pass_spaces(c);
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

	if (cursor_pass(&at, "UDP ") || cursor_pass(&at, "TCP "))
		*c = at;
	if (!digits_read(&serial, text, cursor_word(&at, text, sizeof(text)),
		    INT64_MAX / 10))
		return;
	cursor_word(&at, text, sizeof(text));
	if (serial == 0 || strchr(text, '/') == NULL)
		return;
	cursor_pass_spaces(&at);
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

	cursor_pass_spaces(c);
	if (cursor_pass(c, "<name unprintable>")) {
		fail(out, N_("the name is unprintable"));
		return;
	}
	n = cursor_word(c, text, sizeof(text));
	if (!host_normalise(out->host, text, n))
		fail(out, N_("no host name"));
}

/* "query[A] NAME from ADDRESS" */
static void query(struct dnsmasq_line *out, struct cursor *c)
{
	char text[RRTYPE_TEXT + 1];
	size_t n = cursor_until(c, ']', text, sizeof(text));

	out->kind = DNSMASQ_QUERY;
	if (n == 0 || n == RRTYPE_TEXT || cursor_left(c) == 0) {
		fail(out, N_("no query type"));
		return;
	}
	rrtype_read(out->type, text, n);
	host(out, c);
	cursor_word(c, text, sizeof(text));
	if (strcmp(text, "from") == 0)
		cursor_word(c, out->client, sizeof(out->client));
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

/* "reply NAME is blocked during CNAME inspection": an alias led to a blocked
 * name. */
static void found_on_the_way(struct dnsmasq_line *out)
{
	static const char rule[] = "CNAME inspection";

	out->kind = DNSMASQ_BLOCKED;
	out->answer[0] = '\0';
	memcpy(out->rule, rule, sizeof(rule));
}

/* "NAME is ANSWER", behind the words that say who answered. */
static void answer(struct dnsmasq_line *out, struct cursor *c)
{
	char text[16];

	cursor_pass_spaces(c);
	if (cursor_pass(c, "error is ")) {
		if (out->kind == DNSMASQ_ANSWER)
			out->kind = DNSMASQ_ERROR;
		cursor_word(c, out->answer, sizeof(out->answer));
		return;
	}
	host(out, c);
	cursor_word(c, text, sizeof(text));
	if (strcmp(text, "is") == 0)
		cursor_word(c, out->answer, sizeof(out->answer));
	if (out->kind != DNSMASQ_BAD && out->answer[0] == '\0')
		fail(out, N_("the line is cut: no answer"));
	if (out->kind == DNSMASQ_ANSWER && strcmp(out->answer, "blocked") == 0)
		found_on_the_way(out);
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
		"Mozilla canary domain", "Designated Resolver domain" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!cursor_pass(c, words[i]))
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
	static const char busy[] = "(gravity database is not available)";
	static const char *const replies[] = { "reply ", "cached-stale ",
		"cached ", "DHCP ", "auth " };

	if (cursor_pass(c, "query[")) {
		query(out, c);
		return;
	}
	if (cursor_pass(c, "forwarded ")) {
		out->kind = DNSMASQ_FORWARDED;
		host(out, c);
		return;
	}
	if (blocked(out, c))
		return;
	if (cursor_pass(c, "Rate-limiting ")) {
		out->kind = DNSMASQ_ERROR;
		memcpy(out->rule, "Rate-limiting", 14);
		answer(out, c);
		return;
	}
	out->kind = DNSMASQ_ANSWER;
	for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++)
		if (cursor_pass(c, replies[i])) {
			answer(out, c);
			return;
		}
	/* "config NAME is ANSWER", "/etc/hosts NAME is ANSWER" */
	out->config = cursor_starts(c, "config ") || cursor_starts(c, "/");
	if (out->config) {
		cursor_word(c, out->rule, sizeof(out->rule));
		answer(out, c);
		return;
	}
	out->kind = DNSMASQ_OTHER;
	if (cursor_find(c, busy)) {
		out->kind = DNSMASQ_BLOCKED;
		memcpy(out->rule, busy, sizeof(busy));
		answer(out, c);
	}
}

void dnsmasq_line_read(struct dnsmasq_line *out, const struct line *line)
{
	struct cursor c = { line->text, line->text + line->len };

	*out = (struct dnsmasq_line){ .kind = DNSMASQ_OTHER };
	if (memchr(line->text, '\0', line->len) != NULL) {
		fail(out, N_("NUL bytes"));
		return;
	}
	if (!moment_read(&out->moment, &c)) {
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

bool dnsmasq_line_is_pihole(
	const struct dnsmasq_line *l, const struct line *line)
{
	static const char *const words[] = { "/etc/pihole/", "/etc/.pihole/",
		"version pi-hole", ": Pi-hole hostname ", ": Rate-limiting " };

	if (l->kind == DNSMASQ_BAD || l->kind == DNSMASQ_FOREIGN)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (memmem(line->text, line->len, words[i], strlen(words[i])) !=
			NULL)
			return true;
	return l->kind == DNSMASQ_BLOCKED;
}
