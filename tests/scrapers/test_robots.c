/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/robots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool allows_in(const char *text, size_t len, const char *target)
{
	struct robots r = { 0 };
	bool allowed;

	robots_read(&r, text, len, ROBOTS_AGENT);
	allowed = robots_allows(&r, target);
	robots_release(&r);
	return allowed;
}

static bool allows(const char *text, const char *target)
{
	return allows_in(text, strlen(text), target);
}

/* A file of one rule for all. */
static bool rule_matches(const char *pattern, const char *target)
{
	struct str text = { 0 };
	bool allowed;

	str_printf(&text, "User-agent: *\nDisallow: %s\n", pattern);
	allowed = allows(text.p, target);
	str_release(&text);
	return !allowed;
}

/* RFC 9309, 2.2.1: which group. */
static void finds_our_group(void **state)
{
	(void)state;
	assert_true(allows("", "/x"));
	assert_false(allows("User-agent: *\nDisallow: /", "/x"));
	assert_false(allows("user-AGENT : CONSTAT\ndisALLOW :/", "/x"));
	assert_false(allows("User-agent: constat/2.0\nDisallow: /", "/x"));
	assert_true(allows("User-agent: constatator\nDisallow: /", "/x"));
	assert_true(allows("User-agent: const\nDisallow: /", "/x"));
	assert_true(allows("User-agent: other\nDisallow: /", "/x"));
	assert_true(allows("User-agent: *bot\nDisallow: /", "/x"));
	/* Ours before everybody's, also when it has no rules. */
	assert_true(allows("User-agent: *\nDisallow: /\n\n"
			   "User-agent: constat\nAllow: /\n",
		"/x"));
	assert_true(allows("User-agent: constat\n\n"
			   "User-agent: *\nDisallow:\n",
		"/x"));
	assert_true(allows(
		"User-agent: *\nDisallow: /\nUser-agent: constat\n", "/x"));
	/* Groups of one name are one; several names share a group. */
	assert_false(allows("User-agent: constat\nDisallow: /a\n"
			    "User-agent: *\nDisallow: /b\n"
			    "User-agent: Constat\nDisallow: /c\n",
		"/c"));
	assert_true(allows("User-agent: constat\nDisallow: /a\n"
			   "User-agent: *\nDisallow: /b\n"
			   "User-agent: Constat\nDisallow: /c\n",
		"/b"));
	assert_false(allows("User-agent: other\nUser-agent: constat\n"
			    "User-agent: third\nDisallow: /x\n",
		"/x"));
	/* Other lines do not end a group, nor its names. */
	assert_false(allows("User-agent: constat\nSitemap: https://a.test/s\n"
			    "Crawl-delay: 9\nUser-agent: other\nDisallow: /x",
		"/x"));
	/* A rule without a group holds for nobody. */
	assert_true(allows("Disallow: /\nUser-agent: other\n", "/x"));
}

/* 2.2.2: which rule. */
static void longest_rule_decides(void **state)
{
	static const char text[] = "User-agent: *\n"
				   "Allow: /terms/\n"
				   "Disallow: /terms/draft\n"
				   "Disallow: /same\nAllow: /same\n"
				   "Disallow: /*.php\n"
				   "Allow: /page\nDisallow: /*.htm\n"
				   "Allow: /$\nDisallow: /\n";

	(void)state;
	assert_true(allows(text, "/terms/privacy"));
	assert_false(allows(text, "/terms/draft/1"));
	assert_true(allows(text, "/same"));
	assert_false(allows(text, "/x.php"));
	assert_false(allows(text, "/page.htm"));
	assert_true(allows(text, "/page"));
	assert_true(allows(text, "/"));
	assert_false(allows(text, "/else"));
	assert_true(allows(text, "/robots.txt"));
	assert_true(allows("User-agent: *\nDisallow:\n", "/x"));
	assert_true(allows("User-agent: *\nDisallow: x\n", "/x"));
}

/* 2.2.3: special characters. */
static void patterns(void **state)
{
	(void)state;
	assert_true(rule_matches("/fish", "/fishheads/yummy.html"));
	assert_false(rule_matches("/fish", "/Fish.asp"));
	assert_true(rule_matches("/fish*", "/fish"));
	assert_false(rule_matches("/fish/", "/fish"));
	assert_true(rule_matches("/*.php", "/a/b.php?lang=fr"));
	assert_true(rule_matches("/*.php$", "/a/b.php"));
	assert_false(rule_matches("/*.php$", "/a/b.php?x"));
	assert_true(rule_matches("/*.php$", "/a.php.php"));
	assert_true(rule_matches("/a*b*c$", "/a1b2b3c"));
	assert_false(rule_matches("/a*b*c$", "/a1b2"));
	assert_false(rule_matches("/ab*bc$", "/abc"));
	assert_true(rule_matches("*", "/x"));
	assert_true(rule_matches("/**x", "/yx"));
	assert_true(rule_matches("/a*$", "/ab"));
	assert_false(rule_matches("/a$b", "/a"));
	assert_true(rule_matches("/a$b", "/a$bc"));
	assert_true(rule_matches("/x?a=*&b", "/x?a=1&b=2"));
	assert_true(rule_matches("/x # why", "/x"));
}

/* 2.2.2: the table of percent-encodings. */
static void percent_encodings(void **state)
{
	(void)state;
	assert_true(rule_matches("/foo/bar?baz=quz", "/foo/bar?baz=quz"));
	assert_true(rule_matches(
		"/foo/bar?baz=http://foo.bar", "/foo/bar?baz=http://foo.bar"));
	assert_true(
		rule_matches("/foo/bar/\xE3\x83\x84", "/foo/bar/%E3%83%84"));
	assert_true(
		rule_matches("/foo/bar/%e3%83%84", "/foo/bar/\xE3\x83\x84"));
	assert_true(rule_matches("/foo/bar/%62%61%7A", "/foo/bar/baz"));
	assert_true(rule_matches("/foo/bar/baz", "/foo/bar/%62a%7a"));
	/* What is reserved is not the same when it is encoded. */
	assert_false(rule_matches("/a%2Fb", "/a/b"));
	assert_true(rule_matches("/a%2fb", "/a%2Fb"));
	/* A star that is meant as itself. */
	assert_true(
		rule_matches("/file-with-a-%2A.html", "/file-with-a-*.html"));
	assert_false(
		rule_matches("/file-with-a-%2A.html", "/file-with-a-x.html"));
	assert_true(rule_matches("/a%24", "/a$"));
	/* No encoding at all. */
	assert_true(rule_matches("/100%", "/100%"));
	assert_true(rule_matches("/%zz", "/%zz"));
	assert_false(rule_matches("/%00", "/"));
}

static void line_ends_and_marks(void **state)
{
	static const char nul[] = "User-agent: *\nDisallow: /a\0b\n";

	(void)state;
	assert_false(allows("User-agent: *\rDisallow: /x\r", "/x"));
	assert_false(allows("User-agent: *\r\nDisallow: /x\r\n", "/x"));
	assert_false(allows("\xEF\xBB\xBFUser-agent: *\nDisallow: /x", "/x"));
	assert_false(allows(
		"  User-agent\t: \t*  # all\n\tDisallow:\t/x\t\n", "/x"));
	assert_false(allows_in(nul, sizeof(nul) - 1, "/a%00b"));
	assert_true(allows("<html><body>User-agent *</body></html>", "/x"));
}

/* At least 500 KiB are read; what is beyond is not, nor a line in between. */
static void bounds(void **state)
{
	struct str text = { 0 }, target = { 0 };

	(void)state;
	str_puts(&text, "User-agent: *\nDisallow: /early\n#");
	while (text.len < ROBOTS_BYTES - 20)
		str_putc(&text, '.');
	str_puts(&text, "\nDisallow: /cut-here-in-two\nDisallow: /late\n");
	assert_false(allows_in(text.p, text.len, "/early"));
	assert_true(allows_in(text.p, text.len, "/cut-here-in-two"));
	assert_true(allows_in(text.p, text.len, "/late"));
	str_putc(&target, '/');
	while (target.len < 4 * ROBOTS_TARGET)
		str_putc(&target, 'a');
	assert_true(rule_matches("/a", target.p));
	assert_false(rule_matches("/a*a$", target.p));
	str_release(&text);
	str_release(&target);
}

/* Stars upon stars against a long address take no time. */
static void hostile_patterns(void **state)
{
	struct str text = { 0 }, target = { 0 };

	(void)state;
	str_puts(&text, "User-agent: *\n");
	while (text.len < ROBOTS_BYTES - 100)
		str_puts(&text, "Disallow: /*a*a*a*a*a*a*a*a*a*a*a*a*b$\n");
	str_putc(&target, '/');
	while (target.len < ROBOTS_TARGET)
		str_putc(&target, 'a');
	assert_true(allows_in(text.p, text.len, target.p));
	str_release(&text);
	str_release(&target);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_our_group),
		cmocka_unit_test(longest_rule_decides),
		cmocka_unit_test(patterns),
		cmocka_unit_test(percent_encodings),
		cmocka_unit_test(line_ends_and_marks),
		cmocka_unit_test(bounds),
		cmocka_unit_test(hostile_patterns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
