/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/err.h"
#include "evidence/csv.h"

/* Records seen: "line+length[a][b]", or "line!reason". */
struct seen {
	struct str text;
};

static int see(const struct csv *c, const struct line *where, const char *why,
	void *ctx)
{
	struct seen *s = ctx;

	str_printf(&s->text, "%d+%d", (int)where->number, (int)where->length);
	if (why != NULL)
		str_printf(&s->text, "!%s", why);
	else
		for (size_t i = 0; i < c->n; i++)
			str_printf(&s->text, "[%s]", csv_get(c, i));
	str_putc(&s->text, '\n');
	return 0;
}

static int feed(const struct line *line, void *ctx)
{
	return csv_line(ctx, line);
}

static void read_bytes(
	struct str *out, const char *data, size_t len, char delimiter)
{
	struct seen seen = { 0 };
	struct lines l;
	struct csv c;

	str_init(&seen.text, 0);
	csv_init(&c, delimiter, see, &seen);
	lines_init(&l, feed, &c);
	assert_int_equal(lines_feed(&l, data, len), 0);
	assert_int_equal(lines_end(&l), 0);
	assert_int_equal(csv_end(&c), 0);
	lines_release(&l);
	csv_release(&c);
	*out = seen.text;
}

static void expect(const char *text, char delimiter, const char *wanted)
{
	struct str got;

	read_bytes(&got, text, strlen(text), delimiter);
	assert_string_equal(got.p, wanted);
	str_release(&got);
}

static void records(void **state)
{
	(void)state;
	expect("a,b,c\n", ',', "1+6[a][b][c]\n");
	expect("a,,c", ',', "1+4[a][][c]\n");
	expect(",\n", ',', "1+2[][]\n");
	expect("\n", ',', "1+1[]\n");
	expect("a;b,c\r\n", ';', "1+7[a][b,c]\n");
	expect("a\tb\n", '\t', "1+4[a][b]\n");
}

static void quotes(void **state)
{
	(void)state;
	expect("\"a,b\",\"c\"\"d\"\n", ',', "1+13[a,b][c\"d]\n");
	expect("\"\",x\n", ',', "1+5[][x]\n");
	expect("a\"b,c\n", ',', "1+6[a\"b][c]\n");
	expect("\"a\"b,c\n", ',', "1+7!text behind a closing quote\n");
}

static void over_lines(void **state)
{
	(void)state;
	expect("x,\"a\nb\",c\ny,z\n", ',', "1+10[x][a\nb][c]\n3+4[y][z]\n");
	expect("\"1\r\n2\n\n3\",e\n", ',', "1+12[1\n2\n\n3][e]\n");
}

static void never_closed(void **state)
{
	(void)state;
	expect("\"a,b\nc,d\ne,f\n", ',',
		"1+5!a quote is not closed\n2+4[c][d]\n3+4[e][f]\n");
	/* The quote of a later line closes it, and what follows shows that
	 * this was none. */
	expect("\"a,b\n\"c\",d\n", ',',
		"1+5!a quote is not closed\n2+6[c][d]\n");
	expect("\"", ',', "1+1!a quote is not closed\n");
}

/* Every line opens a quote that none closes: each is bad, once, in order. */
static void all_open(void **state)
{
	struct str text = { 0 }, got, wanted = { 0 };

	(void)state;
	for (int i = 1; i <= 500; i++) {
		str_puts(&text, "a,\"b\n");
		str_printf(&wanted, "%d+5!a quote is not closed\n", i);
	}
	read_bytes(&got, text.p, text.len, ',');
	assert_string_equal(got.p, wanted.p);
	str_release(&got);
	str_release(&text);
	str_release(&wanted);
}

static void long_spans(void **state)
{
	struct str text = { 0 }, got;

	(void)state;
	str_puts(&text, "\"open\n");
	for (int i = 0; i < 100; i++)
		str_puts(&text, "a,b\n");
	read_bytes(&got, text.p, text.len, ',');
	assert_non_null(
		strstr(got.p, "1+6!a quote is not closed\n2+4[a][b]\n"));
	assert_non_null(strstr(got.p, "101+4[a][b]\n"));
	str_release(&got);
	str_release(&text);
}

static void hostile(void **state)
{
	struct str text = { 0 }, got;

	(void)state;
	read_bytes(&got, "a\0b,c\nd,e\n", 10, ',');
	assert_string_equal(got.p, "1+6!NUL bytes\n2+4[d][e]\n");
	str_release(&got);
	for (int i = 0; i < CSV_FIELDS; i++)
		str_putc(&text, ',');
	read_bytes(&got, text.p, text.len, ',');
	assert_string_equal(got.p, "1+256!too many fields\n");
	str_release(&got);
	str_release(&text);
	/* Half a UTF-8 character passes: bytes are bytes here. */
	expect("\xC3,b\n", ',', "1+4[\xC3][b]\n");
}

static void fewer_fields(void **state)
{
	struct csv c;

	(void)state;
	csv_init(&c, ',', NULL, NULL);
	assert_string_equal(csv_get(&c, 0), "");
	assert_string_equal(csv_get(&c, 99), "");
	csv_release(&c);
}

static void written(const char *text, const char *wanted)
{
	struct str s = { 0 };

	assert_int_equal(csv_put(&s, text, ','), 0);
	assert_string_equal(s.p, wanted);
	str_release(&s);
}

static void writes(void **state)
{
	(void)state;
	written("plain", "plain");
	written("a,b", "\"a,b\"");
	written("a\"b", "\"a\"\"b\"");
	written("a\nb", "\"a\nb\"");
	written("=SUM(A1)", "\"'=SUM(A1)\"");
	written("@x", "\"'@x\"");
	written("-1", "\"'-1\"");
	written("a-1", "a-1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records),
		cmocka_unit_test(quotes),
		cmocka_unit_test(over_lines),
		cmocka_unit_test(never_closed),
		cmocka_unit_test(all_open),
		cmocka_unit_test(long_spans),
		cmocka_unit_test(hostile),
		cmocka_unit_test(fewer_fields),
		cmocka_unit_test(writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
