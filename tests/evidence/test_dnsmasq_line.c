/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/dnsmasq_line.h"

static struct dnsmasq_line read_line(const char *text)
{
	const struct line line = { .text = text, .len = strlen(text) };
	struct dnsmasq_line l;

	dnsmasq_line_read(&l, &line);
	return l;
}

/* A sentence behind an ordinary prefix. */
static struct dnsmasq_line say(const char *sentence)
{
	char text[600];

	snprintf(text, sizeof(text), "Jul 16 09:22:40 dnsmasq[633]: %s",
		sentence);
	return read_line(text);
}

static void prefixes(void **state)
{
	static const char *const same[] = {
		"Jul 16 09:22:40 dnsmasq[633]: cached x.example is ::",
		"Jul  6 09:22:40 box dnsmasq[633]: cached x.example is ::",
		"Tue Jul 16 09:22:40 2026 daemon.info dnsmasq[1]: cached "
		"x.example is ::",
		"2026-07-16T09:22:40.123456+02:00 box dnsmasq[633]: cached "
		"x.example is ::",
		"2026-07-16T09:22:40+0200 box dnsmasq[633]: cached x.example "
		"is ::",
	};
	struct dnsmasq_line l;

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		l = read_line(same[i]);
		assert_int_equal(l.kind, DNSMASQ_ANSWER);
		assert_string_equal(l.host, "x.example");
	}
	l = read_line(same[0]);
	assert_false(l.moment.has_year);
	assert_int_equal(l.moment.when.month, 7);
	assert_int_equal(l.moment.when.day, 16);
	assert_int_equal(l.moment.when.second, 40);
	l = read_line(same[2]);
	assert_true(l.moment.has_year);
	assert_false(l.moment.has_zone);
	assert_int_equal(l.moment.when.year, 2026);
	l = read_line(same[3]);
	assert_true(l.moment.has_zone);
	assert_int_equal(l.moment.precision, OBSERVATION_PRECISION_US);
	assert_int_equal(l.moment.ns, scene_at("2026-07-16T07:22:40.123456Z"));
	l = read_line(same[4]);
	assert_int_equal(l.moment.precision, OBSERVATION_PRECISION_S);
	assert_int_equal(l.moment.ns, scene_at("2026-07-16T07:22:40Z"));
}

static void queries(void **state)
{
	struct dnsmasq_line l =
		say("query[HTTPS] Push.Vendor.Example from 192.0.2.7");

	(void)state;
	assert_int_equal(l.kind, DNSMASQ_QUERY);
	assert_string_equal(l.type, "HTTPS");
	assert_string_equal(l.host, "push.vendor.example");
	assert_string_equal(l.client, "192.0.2.7");
	assert_int_equal(l.serial, 0);
	l = say("query[type=65] x.example from fe80::1%eth0");
	assert_string_equal(l.type, "HTTPS");
	assert_string_equal(l.client, "fe80::1%eth0");
	l = say("query[NS] . from 192.0.2.7");
	assert_int_equal(l.kind, DNSMASQ_QUERY);
	assert_string_equal(l.host, ".");
	l = say("12 192.0.2.7/40213 query[A] x.example from 192.0.2.7");
	assert_int_equal(l.kind, DNSMASQ_QUERY);
	assert_int_equal(l.serial, 12);
	l = say("UDP 13 2001:db8::7/40213 query[A] x.example from 2001:db8::7");
	assert_int_equal(l.serial, 13);
	assert_string_equal(l.host, "x.example");
}

static void answers(void **state)
{
	struct dnsmasq_line l = say("reply x.example is 198.51.100.3");

	(void)state;
	assert_int_equal(l.kind, DNSMASQ_ANSWER);
	assert_string_equal(l.answer, "198.51.100.3");
	assert_false(l.config);
	assert_false(l.null_answer);
	l = say("reply x.example is <CNAME>");
	assert_true(l.alias);
	l = say("reply x.example is NXDOMAIN");
	assert_false(l.null_answer);
	l = say("reply x.example is 0.0.0.0");
	assert_true(l.null_answer);
	l = say("config x.example is NXDOMAIN");
	assert_true(l.config);
	assert_true(l.null_answer);
	assert_string_equal(l.rule, "config");
	l = say("/etc/hosts nas.example is 192.0.2.9");
	assert_true(l.config);
	assert_false(l.null_answer);
	assert_string_equal(l.rule, "/etc/hosts");
	l = say("DHCP phone.example is 192.0.2.7");
	assert_int_equal(l.kind, DNSMASQ_ANSWER);
	assert_false(l.config);
	l = say("reply error is SERVFAIL");
	assert_int_equal(l.kind, DNSMASQ_ERROR);
	assert_string_equal(l.answer, "SERVFAIL");
	assert_string_equal(l.host, "");
	l = say("config error is REFUSED (EDE: not ready)");
	assert_int_equal(l.kind, DNSMASQ_ERROR);
	assert_true(l.config);
	l = say("cached-stale x.example is 198.51.100.3");
	assert_int_equal(l.kind, DNSMASQ_ANSWER);
	l = say("forwarded x.example to 192.0.2.53#5353");
	assert_int_equal(l.kind, DNSMASQ_FORWARDED);
	assert_string_equal(l.host, "x.example");
}

/* The words of Pi-hole's versions 3 to 6. */
static void verdicts(void **state)
{
	static const char *const words[] = { "gravity blocked",
		"gravity blocked (CNAME)", "exactly denied", "regex denied",
		"exactly denied (CNAME)", "regex denied (CNAME)",
		"exactly blacklisted", "regex blacklisted",
		"exactly blacklisted (CNAME)", "regex blacklisted (CNAME)",
		"blocked upstream with known address",
		"blocked upstream with NULL address",
		"blocked upstream with NXDOMAIN",
		"blocked upstream with EDE 15", "/etc/pihole/gravity.list",
		"/etc/pihole/black.list", "/etc/pihole/regex.list",
		"special domain", "Apple iCloud Private Relay domain",
		"Mozilla canary domain" };

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		char sentence[200];
		struct dnsmasq_line l;

		snprintf(sentence, sizeof(sentence), "%s x.example is 0.0.0.0",
			words[i]);
		l = say(sentence);
		assert_int_equal(l.kind, DNSMASQ_BLOCKED);
		assert_string_equal(l.rule, words[i]);
		assert_string_equal(l.host, "x.example");
		assert_string_equal(l.answer, "0.0.0.0");
	}
}

/* Pi-hole's words that stand elsewhere than before the name. */
static void other_verdicts(void **state)
{
	struct dnsmasq_line l =
		say("reply x.example is blocked during CNAME inspection");

	(void)state;
	assert_int_equal(l.kind, DNSMASQ_BLOCKED);
	assert_string_equal(l.rule, "CNAME inspection");
	assert_string_equal(l.answer, "");
	l = say("Rate-limiting x.example is REFUSED (EDE: synthesized)");
	assert_int_equal(l.kind, DNSMASQ_ERROR);
	assert_string_equal(l.answer, "REFUSED");
	assert_string_equal(l.host, "x.example");
	l = say("busy (gravity database is not available) x.example is ::");
	assert_int_equal(l.kind, DNSMASQ_BLOCKED);
	assert_string_equal(l.host, "x.example");
	l = say("Designated Resolver domain _dns.resolver.arpa is NODATA");
	assert_int_equal(l.kind, DNSMASQ_BLOCKED);
}

static bool is_pihole(const char *sentence)
{
	struct line line;
	struct dnsmasq_line l;
	char text[600];

	snprintf(text, sizeof(text), "Jul 16 09:22:40 dnsmasq[633]: %s",
		sentence);
	line = (struct line){ .text = text, .len = strlen(text) };
	dnsmasq_line_read(&l, &line);
	return dnsmasq_line_is_pihole(&l, &line);
}

static void tells_pihole(void **state)
{
	(void)state;
	assert_true(is_pihole("gravity blocked x.example is ::"));
	assert_true(is_pihole("exactly denied x.example is ::"));
	assert_true(is_pihole("started, version pi-hole-v2.90+1 cachesize 1"));
	assert_true(is_pihole("read /etc/pihole/local.list - 2 names"));
	assert_true(is_pihole("/etc/pihole/custom.list nas.lan is 192.0.2.9"));
	assert_true(is_pihole("Pi-hole hostname pi.hole is 192.0.2.2"));
	assert_true(is_pihole("reply x.example is blocked during CNAME "
			      "inspection"));
	assert_false(is_pihole("started, version 2.90 cachesize 150"));
	assert_false(is_pihole("query[A] pi.hole.example from 192.0.2.7"));
	assert_false(is_pihole("config x.example is 0.0.0.0"));
	assert_false(is_pihole("cached-stale x.example is 198.51.100.3"));
	assert_false(is_pihole("/etc/hosts nas.lan is 192.0.2.9"));
}

static void passed_over(void **state)
{
	static const char *const other[] = {
		"started, version 2.90 cachesize 1",
		"using nameserver 192.0.2.53#53", "cleared cache",
		"read /etc/hosts - 8 names", "exiting on receipt of SIGTERM",
		"dnssec-query[DS] example to 192.0.2.53",
		"Pi-hole hostname pi.hole is 192.0.2.2", ""
	};

	(void)state;
	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		assert_int_equal(say(other[i]).kind, DNSMASQ_OTHER);
	assert_int_equal(read_line("Jul 16 09:22:40 dnsmasq-dhcp[633]: "
				   "DHCPACK(eth0) 192.0.2.7 phone")
				 .kind,
		DNSMASQ_OTHER);
	assert_int_equal(read_line("Jul 16 09:22:40 box kernel: dnsmasq ate "
				   "my memory")
				 .kind,
		DNSMASQ_FOREIGN);
}

static void bad(const char *text, const char *why)
{
	struct dnsmasq_line l = read_line(text);

	assert_int_equal(l.kind, DNSMASQ_BAD);
	assert_string_equal(l.why, why);
}

static void refused(void **state)
{
	struct dnsmasq_line l;

	(void)state;
	bad("", "no time at the start");
	bad("hello", "no time at the start");
	bad("Foo 16 09:22:40 dnsmasq[1]: x", "no time at the start");
	bad("Jul 32 09:22:40 dnsmasq[1]: x", "no time at the start");
	bad("Jul 16 09:62:40 dnsmasq[1]: x", "no time at the start");
	bad("Jul 16 9:22:40 dnsmasq[1]: x", "no time at the start");
	bad("2026-07-16T09:22 box dnsmasq[1]: x", "no time at the start");
	l = say("query[A] <name unprintable> from 192.0.2.7");
	assert_string_equal(l.why, "the name is unprintable");
	l = say("query[A x.example from 192.0.2.7");
	assert_string_equal(l.why, "no query type");
	l = say("query[A] x.example");
	assert_string_equal(l.why, "the line is cut: no client");
	l = say("query[A] ");
	assert_string_equal(l.why, "no host name");
	l = say("gravity blocked x.example");
	assert_string_equal(l.why, "the line is cut: no answer");
	l = say("query[A] a\x1B[31m.example from 192.0.2.7");
	assert_string_equal(l.why, "no host name");
	dnsmasq_line_read(&l, &(struct line){ .text = "Jul\0", .len = 4 });
	assert_string_equal(l.why, "NUL bytes");
}

/* Words longer than any field are cut, not written behind it. */
static void long_words(void **state)
{
	char text[5000];
	struct dnsmasq_line l;

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text, "Jul 16 09:22:40 dnsmasq[633]: query[A] x.example from ",
		54);
	text[sizeof(text) - 1] = '\0';
	l = read_line(text);
	assert_int_equal(l.kind, DNSMASQ_QUERY);
	assert_int_equal(strlen(l.client), sizeof(l.client) - 1);
	memcpy(text, "Jul 16 09:22:40 dnsmasq[633]: forwarded ", 40);
	assert_string_equal(read_line(text).why, "no host name");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prefixes),
		cmocka_unit_test(queries),
		cmocka_unit_test(answers),
		cmocka_unit_test(verdicts),
		cmocka_unit_test(other_verdicts),
		cmocka_unit_test(tells_pihole),
		cmocka_unit_test(passed_over),
		cmocka_unit_test(refused),
		cmocka_unit_test(long_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
