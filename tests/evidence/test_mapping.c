/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/err.h"
#include "evidence/mapping.h"

static int read_text(struct mapping *m, const char *text)
{
	return mapping_read(m, text, strlen(text), "router.map");
}

/* Reads a file, which must print as wanted, and that as itself. */
static void prints(const char *text, const char *want)
{
	struct mapping m = { 0 };
	struct str out;

	str_init(&out, 0);
	assert_int_equal(read_text(&m, text), 0);
	mapping_print(&out, &m);
	assert_string_equal(out.p, want);
	mapping_release(&m);
	assert_int_equal(read_text(&m, want), 0);
	str_clear(&out);
	mapping_print(&out, &m);
	assert_string_equal(out.p, want);
	mapping_release(&m);
	str_release(&out);
}

static void files(void **state)
{
	(void)state;
	/* As people write it. */
	prints("# my router\n"
	       "format = csv            # csv, tsv, ltsv, jsonl, regex\n"
	       "delimiter = ,\n"
	       "header = yes\n"
	       "time = Timestamp ; time_format = %d/%m/%Y %H:%M:%S ; "
	       "tz = Europe/Paris\n"
	       "host = Domain ; app = Application ; client = IP ; "
	       "verdict = Status ; blocked = Blocked,REFUSED ; allowed = OK\n",
		"format = csv\n"
		"delimiter = ,\n"
		"header = yes\n"
		"time = Timestamp\n"
		"host = Domain\n"
		"disposition = Status\n"
		"client = IP\n"
		"app = Application\n"
		"time_format = d/m/Y H:M:S\n"
		"tz = Europe/Paris\n"
		"blocked = Blocked,REFUSED\n"
		"allowed = OK\n");
	/* Windows' lines and mark, capitals, no last newline, no blanks. */
	prints("\xEF\xBB\xBF"
	       "FORMAT=TSV\r\n\r\n  Header=No\r\n"
	       "time=1;host=2\r\ntime-format=epoch-ms",
		"format = tsv\nheader = no\ntime = 1\nhost = 2\n"
		"time_format = epoch-ms\n");
	/* What separates and comments, as values. */
	prints("delimiter = ;\nhost = a;b#c ; time = \"x ; y = \"\"z\"\"\" # "
	       "d\n"
	       "comment = # # so\n",
		"delimiter = ;\ncomment = #\ntime = \"x ; y = \"\"z\"\"\"\n"
		"host = \"a;b#c\"\n");
	prints("delimiter = tab\n", "delimiter = \\t\n");
	prints("delimiter = \"\t\"\n# end", "delimiter = \\t\n");
	/* A pattern goes to the line's end. */
	prints("format = regex\n"
	       "pattern = ^(?<time>\\S+) # ; host = (?<host>\\S+)  \n",
		"format = regex\n"
		"pattern = ^(?<time>\\S+) # ; host = (?<host>\\S+)\n");
	prints("time = a ; = b\n", "time = \"a ; = b\"\n");
	prints("", "");
}

/* UTF-16, as Windows' editor may save it. */
static void utf16(void **state)
{
	static const char text[] =
		"\xFF\xFEh\0o\0s\0t\0=\0H\0\xF4\0t\0e\0\r\0\n";
	struct mapping m = { 0 };

	(void)state;
	assert_int_equal(mapping_read(&m, text, sizeof(text), "router.map"), 0);
	assert_string_equal(m.value[MAPPING_HOST], "Hôte");
	mapping_release(&m);
}

static const struct {
	const char *text, *says;
} faults[] = {
	{ "time = a\nhots = b\n",
		"line 2: 'hots' is no key; there are format" },
	{ "\n\ntime\n", "line 3: expected 'key = value'" },
	{ "= x\n", "line 1: expected 'key = value'" },
	{ "time = a\ntime = b\n", "line 2: time was given in line 1 already" },
	{ "verdict = a ; disposition = b\n", "was given in line 1 already" },
	{ "host =\n", "line 1: host has no value" },
	{ "host = # x\n", "host has no value" },
	{ "host = \"\"\n", "host has no value" },
	{ "host = \"a\n", "the double quote is not closed" },
	{ "host = \"a\" b\n", "text behind a closing quote" },
	{ "format = xml\n", "format is one of csv, tsv, ltsv, jsonl, regex, "
			    "not 'xml'" },
	{ "header = maybe\n", "header is one of yes, no, not 'maybe'" },
	{ "kind = finding\n", "kind is one of lookup, connection" },
	{ "delimiter = ab\n", "a delimiter is one character" },
	{ "delimiter = \xC2\xA7\n", "a delimiter is one character" },
	{ "time_format = d/m\n", "needs Y, m and d" },
	{ "time_format = %d/%m/%Q\n", "'%Q' is not known" },
	{ "pattern = (?<time>\n", "the pattern is wrong at its character" },
	{ "host = H\xF4te\n", "named by its number instead" },
	{ "host = a\x1B[1m\n", "named by its number instead" },
};

static void told(void **state)
{
	struct mapping m = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		assert_int_equal(read_text(&m, faults[i].text), ERR_INVALID);
		if (strstr(err_message(), faults[i].says) == NULL)
			fail_msg("'%s' is not in '%s'", faults[i].says,
				err_message());
		mapping_release(&m);
	}
	assert_int_equal(
		mapping_read(&m, "a = \0b\n", 7, "router.map"), ERR_INVALID);
	assert_int_equal(mapping_read_file(&m, "/nonexistent/x"), ERR_NOTFOUND);
	mapping_release(&m);
}

static void too_long(void **state)
{
	static char text[MAPPING_VALUE + 16] = "host = ";
	struct mapping m = { 0 };

	(void)state;
	memset(text + 7, 'a', MAPPING_VALUE + 1);
	assert_int_equal(read_text(&m, text), ERR_LIMIT);
	text[7 + MAPPING_VALUE] = '\0';
	assert_int_equal(read_text(&m, text), 0);
	mapping_release(&m);
}

/* What was read, without and with options over it. */
static void options(void **state)
{
	const struct importer_options given = {
		.mapping = "delimiter = ;\ntime = a\nhost = b\nblocked = X\n",
		.map = "host=c,verdict=d",
		.time_format = "%Y-%m-%d",
		.delimiter = "\\t",
		.allowed = "Y",
	};
	struct mapping m = { 0 };

	(void)state;
	assert_true(mapping_is_given(&given));
	assert_false(mapping_is_given(&(struct importer_options){ 0 }));
	assert_int_equal(mapping_add(&m, &given), 0);
	assert_string_equal(m.value[MAPPING_TIME], "a");
	assert_string_equal(m.value[MAPPING_HOST], "c");
	assert_string_equal(m.value[MAPPING_DISPOSITION], "d");
	assert_string_equal(m.value[MAPPING_TIME_FORMAT], "Y-m-d");
	assert_string_equal(m.value[MAPPING_BLOCKED], "X");
	assert_string_equal(m.value[MAPPING_ALLOWED], "Y");
	assert_int_equal(mapping_delimiter(&m), '\t');
	assert_int_equal(mapping_check(&m), 0);
	mapping_release(&m);
	assert_int_equal(
		mapping_add(&m, &(struct importer_options){ .map = "tz=x" }),
		ERR_INVALID);
	assert_non_null(strstr(err_message(), "--map: 'tz=x' is not known"));
	assert_int_equal(
		mapping_add(
			&m, &(struct importer_options){ .delimiter = "ab" }),
		ERR_INVALID);
	assert_non_null(strstr(err_message(), "--delimiter: a delimiter is"));
	mapping_release(&m);
}

static void check(const char *text, const char *says)
{
	struct mapping m = { 0 };

	assert_int_equal(read_text(&m, text), 0);
	assert_int_equal(mapping_check(&m), says == NULL ? 0 : ERR_INVALID);
	if (says != NULL && strstr(err_message(), says) == NULL)
		fail_msg("'%s' is not in '%s'", says, err_message());
	mapping_release(&m);
}

static void whole(void **state)
{
	(void)state;
	check("time = a\nhost = b\n", NULL);
	check("time = a\n", "at least time=COLUMN and host=COLUMN");
	check("kind = event\ntime = a\nevent = b\ntitle = c\n", NULL);
	check("kind = event\nhost = a\n", "events needs at least time=COLUMN");
	check("time = a\nhost = b\ntitle = c\n", "need kind = event");
	check("format = regex\n", "needs a pattern whose groups are named");
	check("format = regex\npattern = (?<time>a)(?<host>b)\n", NULL);
	check("time = 1\nhost = 2\npattern = a\n", "needs format = regex");
	check("header = no\ntime = 1\nhost = b\n", "named by their numbers");
	check("header = no\ntime = 1\nhost = $2\n", NULL);
	check("format = jsonl\nheader = no\ntime = a\nhost = b\n", NULL);
	check("time = a\nhost = b\nblocked = x\n", "need disposition = COLUMN");
}

static void meanings(void **state)
{
	struct mapping m = { 0 };

	(void)state;
	assert_int_equal(mapping_format(&m), MAPPING_CSV);
	assert_int_equal(mapping_kind(&m), OBSERVATION_LOOKUP);
	assert_int_equal(mapping_delimiter(&m), ',');
	assert_false(mapping_has_header(&m));
	assert_true(mapping_is_partial(&m));
	assert_string_equal(mapping_importer(&m), "csv");
	assert_int_equal(read_text(&m, "format = tsv\ntime = 1\nhost = b\n"
				       "kind = request\n"),
		0);
	assert_string_equal(mapping_importer(&m), "csv");
	assert_int_equal(mapping_delimiter(&m), '\t');
	assert_int_equal(mapping_kind(&m), OBSERVATION_REQUEST);
	assert_true(mapping_has_header(&m));
	assert_false(mapping_is_partial(&m));
	assert_int_equal(mapping_set(&m, MAPPING_FORMAT, "JSONL"), 0);
	assert_string_equal(mapping_importer(&m), "jsonl");
	mapping_release(&m);

	assert_int_equal(mapping_number("2"), 2);
	assert_int_equal(mapping_number("$12"), 12);
	assert_int_equal(mapping_number("0"), 0);
	assert_int_equal(mapping_number("2nd"), 0);
	assert_int_equal(mapping_number(""), 0);

	assert_true(mapping_means("a,b c , d", "b c"));
	assert_true(mapping_means("a,b c , d", "d"));
	assert_false(mapping_means("a,b", "A"));
	assert_false(mapping_means("a,,b", ""));
	assert_false(mapping_means("ab", "a"));
	assert_false(mapping_means(NULL, "a"));

	for (int k = 0; k < MAPPING_KEYS; k++) {
		const char *name = mapping_key_name((enum mapping_key)k);

		assert_int_equal(mapping_key_of(name, strlen(name)), k);
	}
	assert_int_equal(mapping_key_of("verdict", 7), MAPPING_DISPOSITION);
	assert_int_equal(mapping_key_of("tim", 3), -1);
	assert_true(mapping_is_column(MAPPING_DATE));
	assert_true(mapping_is_column(MAPPING_TITLE));
	assert_false(mapping_is_column(MAPPING_TZ));
	assert_false(mapping_is_column(MAPPING_KIND));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files),
		cmocka_unit_test(utf16),
		cmocka_unit_test(told),
		cmocka_unit_test(too_long),
		cmocka_unit_test(options),
		cmocka_unit_test(whole),
		cmocka_unit_test(meanings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
