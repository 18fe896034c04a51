/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/dnsmasq_query.h"

/* Sentences told one a line, a second apart every tenth. */
struct talk {
	struct dnsmasq_queries *q;
	uint64_t line;
	int64_t ns;
};

static void start(struct talk *t)
{
	*t = (struct talk){ .q = mem_new(1, sizeof(*t->q)) };
	dnsmasq_queries_init(t->q);
}

static bool tell(struct talk *t, const char *sentence)
{
	char text[600];
	struct observation o = { .line = ++t->line, .ns = t->ns };
	struct dnsmasq_line l;

	snprintf(text, sizeof(text), "Jul 16 09:22:40 dnsmasq[633]: %s",
		sentence);
	dnsmasq_line_read(
		&l, &(struct line){ .text = text, .len = strlen(text) });
	assert_int_not_equal(l.kind, DNSMASQ_BAD);
	if (l.kind == DNSMASQ_QUERY) {
		dnsmasq_queries_add(t->q, &l, &o);
		return true;
	}
	return dnsmasq_queries_tell(t->q, &l, t->line);
}

static void expect(struct talk *t, const char *host, unsigned disposition,
	unsigned source, const char *answer)
{
	struct observation o;

	assert_true(dnsmasq_queries_take(t->q, UINT64_MAX, 0, &o));
	assert_string_equal(o.host, host);
	assert_int_equal(o.disposition, disposition);
	assert_int_equal(o.disposition_source, source);
	assert_string_equal(o.answer, answer);
}

static void end(struct talk *t)
{
	struct observation o;

	assert_false(dnsmasq_queries_take(t->q, UINT64_MAX, 0, &o));
	free(t->q);
}

static void fates(void **state)
{
	struct talk t;

	(void)state;
	start(&t);
	tell(&t, "query[A] silent.example from 192.0.2.7");
	tell(&t, "query[A] sent.example from 192.0.2.7");
	tell(&t, "forwarded sent.example to 192.0.2.53");
	tell(&t, "query[A] cached.example from 192.0.2.7");
	tell(&t, "cached cached.example is 198.51.100.3");
	tell(&t, "query[A] listed.example from 192.0.2.7");
	tell(&t, "gravity blocked listed.example is 0.0.0.0");
	tell(&t, "query[A] null.example from 192.0.2.7");
	tell(&t, "config null.example is 0.0.0.0");
	tell(&t, "query[A] upstream.example from 192.0.2.7");
	tell(&t, "forwarded upstream.example to 192.0.2.53");
	tell(&t, "reply upstream.example is 0.0.0.0");
	tell(&t, "query[A] mine.example from 192.0.2.7");
	tell(&t, "config mine.example is 192.0.2.9");
	tell(&t, "query[A] localhost from 192.0.2.7");
	tell(&t, "/etc/hosts localhost is 127.0.0.1");
	expect(&t, "silent.example", OBSERVATION_UNKNOWN,
		OBSERVATION_SOURCE_NONE, "");
	expect(&t, "sent.example", OBSERVATION_ALLOWED,
		OBSERVATION_SOURCE_FORMAT, "");
	expect(&t, "cached.example", OBSERVATION_ALLOWED,
		OBSERVATION_SOURCE_FORMAT, "198.51.100.3");
	expect(&t, "listed.example", OBSERVATION_BLOCKED,
		OBSERVATION_SOURCE_FORMAT, "0.0.0.0");
	expect(&t, "null.example", OBSERVATION_BLOCKED,
		OBSERVATION_SOURCE_ANSWER, "0.0.0.0");
	expect(&t, "upstream.example", OBSERVATION_BLOCKED,
		OBSERVATION_SOURCE_ANSWER, "0.0.0.0");
	expect(&t, "mine.example", OBSERVATION_REWRITTEN,
		OBSERVATION_SOURCE_FORMAT, "192.0.2.9");
	expect(&t, "localhost", OBSERVATION_REWRITTEN,
		OBSERVATION_SOURCE_FORMAT, "127.0.0.1");
	end(&t);
}

/* The latest query of a name that has no verdict yet. */
static void same_name_twice(void **state)
{
	struct talk t;

	(void)state;
	start(&t);
	tell(&t, "query[A] x.example from 192.0.2.7");
	tell(&t, "gravity blocked x.example is 0.0.0.0");
	tell(&t, "query[AAAA] x.example from 192.0.2.8");
	tell(&t, "cached x.example is 2001:db8::3");
	expect(&t, "x.example", OBSERVATION_BLOCKED, OBSERVATION_SOURCE_FORMAT,
		"0.0.0.0");
	expect(&t, "x.example", OBSERVATION_ALLOWED, OBSERVATION_SOURCE_FORMAT,
		"2001:db8::3");
	end(&t);
}

static void serials(void **state)
{
	struct talk t;

	(void)state;
	start(&t);
	tell(&t, "1 192.0.2.7/1 query[A] x.example from 192.0.2.7");
	tell(&t, "2 192.0.2.8/1 query[A] x.example from 192.0.2.8");
	tell(&t, "1 192.0.2.7/1 forwarded x.example to 192.0.2.53");
	tell(&t, "2 192.0.2.8/1 gravity blocked x.example is 0.0.0.0");
	tell(&t, "1 192.0.2.7/1 reply x.example is <CNAME>");
	tell(&t, "1 192.0.2.7/1 reply y.example is 198.51.100.3");
	assert_false(tell(&t, "9 192.0.2.7/1 reply x.example is 192.0.2.1"));
	expect(&t, "x.example", OBSERVATION_ALLOWED, OBSERVATION_SOURCE_FORMAT,
		"y.example 198.51.100.3");
	expect(&t, "x.example", OBSERVATION_BLOCKED, OBSERVATION_SOURCE_FORMAT,
		"0.0.0.0");
	end(&t);
}

static void aliases(void **state)
{
	struct talk t;

	(void)state;
	start(&t);
	tell(&t, "query[A] x.example from 192.0.2.7");
	tell(&t, "forwarded x.example to 192.0.2.53");
	tell(&t, "reply x.example is <CNAME>");
	tell(&t, "reply y.example is <CNAME>");
	tell(&t, "reply z.example is 198.51.100.3");
	expect(&t, "x.example", OBSERVATION_ALLOWED, OBSERVATION_SOURCE_FORMAT,
		"y.example z.example 198.51.100.3");
	end(&t);
}

/* What follows an alias is its target only right behind it, from the same
 * source, and when nobody asked for that name. */
static void no_alias(void **state)
{
	struct talk t;

	(void)state;
	start(&t);
	tell(&t, "query[AAAA] x.example from 192.0.2.7");
	tell(&t, "config x.example is <CNAME>");
	tell(&t, "query[A] y.example from 192.0.2.7");
	tell(&t, "config y.example is 192.0.2.9");
	tell(&t, "query[A] v.example from 192.0.2.7");
	tell(&t, "forwarded v.example to 192.0.2.53");
	tell(&t, "query[AAAA] w.example from 192.0.2.7");
	tell(&t, "cached w.example is <CNAME>");
	tell(&t, "reply v.example is 198.51.100.3");
	tell(&t, "query[AAAA] u.example from 192.0.2.7");
	tell(&t, "config u.example is <CNAME>");
	assert_false(tell(&t, "reply stray.example is 198.51.100.4"));
	expect(&t, "x.example", OBSERVATION_REWRITTEN,
		OBSERVATION_SOURCE_FORMAT, "");
	expect(&t, "y.example", OBSERVATION_REWRITTEN,
		OBSERVATION_SOURCE_FORMAT, "192.0.2.9");
	expect(&t, "v.example", OBSERVATION_ALLOWED, OBSERVATION_SOURCE_FORMAT,
		"198.51.100.3");
	expect(&t, "w.example", OBSERVATION_ALLOWED, OBSERVATION_SOURCE_FORMAT,
		"");
	expect(&t, "u.example", OBSERVATION_REWRITTEN,
		OBSERVATION_SOURCE_FORMAT, "");
	end(&t);
}

/* An error names nobody: one waits, or nobody can tell. */
static void errors(void **state)
{
	struct talk t;

	(void)state;
	start(&t);
	tell(&t, "query[A] x.example from 192.0.2.7");
	tell(&t, "forwarded x.example to 192.0.2.53");
	assert_true(tell(&t, "reply error is SERVFAIL"));
	tell(&t, "query[A] y.example from 192.0.2.7");
	tell(&t, "forwarded y.example to 192.0.2.53");
	tell(&t, "query[A] z.example from 192.0.2.7");
	tell(&t, "forwarded z.example to 192.0.2.53");
	assert_false(tell(&t, "reply error is SERVFAIL"));
	tell(&t, "query[A] w.example from 192.0.2.7");
	assert_true(tell(&t, "config error is REFUSED (EDE: not ready)"));
	expect(&t, "x.example", OBSERVATION_ERROR, OBSERVATION_SOURCE_FORMAT,
		"SERVFAIL");
	expect(&t, "y.example", OBSERVATION_ALLOWED, OBSERVATION_SOURCE_FORMAT,
		"");
	expect(&t, "z.example", OBSERVATION_ALLOWED, OBSERVATION_SOURCE_FORMAT,
		"");
	expect(&t, "w.example", OBSERVATION_ERROR, OBSERVATION_SOURCE_FORMAT,
		"REFUSED");
	end(&t);
}

static void reach(void **state)
{
	struct observation o;
	struct talk t;

	(void)state;
	start(&t);
	t.ns = 100 * INSTANT_SECOND;
	tell(&t, "query[A] x.example from 192.0.2.7");
	assert_false(dnsmasq_queries_take(t.q, 201, t.ns, &o));
	assert_true(dnsmasq_queries_take(t.q, 202, t.ns, &o));
	tell(&t, "query[A] x.example from 192.0.2.7");
	assert_false(
		dnsmasq_queries_take(t.q, 3, t.ns + 5 * INSTANT_SECOND, &o));
	assert_true(dnsmasq_queries_take(
		t.q, 3, t.ns + 5 * INSTANT_SECOND + 1, &o));
	assert_false(tell(&t, "gravity blocked x.example is 0.0.0.0"));
	/* A full ring gives its oldest away. */
	for (int i = 0; i < DNSMASQ_QUERIES; i++)
		tell(&t, "query[A] x.example from 192.0.2.7");
	t.q->ring[t.q->first].o.line = t.line;
	assert_true(dnsmasq_queries_take(t.q, t.line, t.ns, &o));
	t.q->ring[t.q->first].o.line = t.line;
	assert_false(dnsmasq_queries_take(t.q, t.line, t.ns, &o));
	free(t.q);
}

/* More answers than there is room for are left out whole. */
static void many_answers(void **state)
{
	struct observation o;
	struct talk t;

	(void)state;
	start(&t);
	tell(&t, "query[A] x.example from 192.0.2.7");
	for (int i = 0; i < 100; i++)
		tell(&t, "reply x.example is 2001:db8::1234");
	assert_true(dnsmasq_queries_take(t.q, UINT64_MAX, 0, &o));
	assert_true(strlen(o.answer) < DNSMASQ_ANSWERS);
	assert_string_equal(
		o.answer + strlen(o.answer) - 15, " 2001:db8::1234");
	free(t.q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fates),
		cmocka_unit_test(same_name_twice),
		cmocka_unit_test(serials),
		cmocka_unit_test(aliases),
		cmocka_unit_test(no_alias),
		cmocka_unit_test(errors),
		cmocka_unit_test(reach),
		cmocka_unit_test(many_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
