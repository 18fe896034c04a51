/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What commands print: escaped, in columns, and marked as theirs. */
#include "cli/out.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/json.h"

/* What a stream was given between begin() and end(). */
struct catcher {
	FILE *stream, *file;
	int saved;
	char text[1024];
};

static void begin(struct catcher *c, FILE *stream)
{
	c->stream = stream;
	c->file = tmpfile();
	assert_non_null(c->file);
	fflush(stream);
	c->saved = dup(fileno(stream));
	assert_true(c->saved >= 0);
	assert_true(dup2(fileno(c->file), fileno(stream)) >= 0);
}

static const char *end(struct catcher *c)
{
	size_t n;

	fflush(c->stream);
	assert_true(dup2(c->saved, fileno(c->stream)) >= 0);
	close(c->saved);
	rewind(c->file);
	n = fread(c->text, 1, sizeof(c->text) - 1, c->file);
	c->text[n] = '\0';
	fclose(c->file);
	return c->text;
}

/* A title, a link or the bell in outside text must not reach the terminal. */
static void test_escapes(void **state)
{
	struct catcher c;
	const char *said;

	(void)state;
	begin(&c, stdout);
	out_text(stdout, "a\033]0;title\007b\nc");
	said = end(&c);
	assert_null(strchr(said, '\033'));
	assert_null(strchr(said, '\007'));
	assert_null(strchr(said, '\n'));
	assert_non_null(strstr(said, "title"));
	begin(&c, stdout);
	out_lines(stdout, "one\ntw\033[1mo\n", 13);
	said = end(&c);
	assert_int_equal(strncmp(said, "one\ntw", 6), 0);
	assert_null(strchr(said, '\033'));
}

static void test_messages(void **state)
{
	static const struct cmd cmd = { .name = "frob" };
	struct cli loud = { 0 }, quiet = { .quiet = true };
	struct catcher c;

	(void)state;
	err_set(ERR_PARSE, "line %d: \033[2J", 7);
	begin(&c, stderr);
	assert_int_equal(out_fail(), CMD_TROUBLE);
	assert_int_equal(strncmp(end(&c), "constat: line 7: ", 17), 0);
	assert_null(strchr(c.text, '\033'));
	begin(&c, stderr);
	assert_int_equal(out_usage(&cmd, "what is '%s'?", "x"), CMD_TROUBLE);
	assert_string_equal(
		end(&c), "constat: what is 'x'?\ntry 'constat help frob'\n");
	begin(&c, stderr);
	out_note(&quiet, "not said");
	out_note(&loud, "%d said", 1);
	assert_string_equal(end(&c), "1 said\n");
}

/* Columns are as wide as what they show, not as its bytes. */
static void test_table(void **state)
{
	static const char *const cells[] = { "name", "n", "é", "1", "long name",
		"22" };
	struct cli cli = { .no_color = true };
	struct catcher c;

	(void)state;
	begin(&c, stdout);
	out_table(&cli, cells, 3, 2, "lr");
	assert_string_equal(end(&c), "name        n\n"
				     "é           1\n"
				     "long name  22\n");
}

static void test_json(void **state)
{
	cJSON *object = out_object("frob");
	struct catcher c;

	(void)state;
	json_set(object, "a", "b");
	begin(&c, stdout);
	out_json(object);
	assert_string_equal(
		end(&c), "{\"schema\":\"constat.frob/1\",\"a\":\"b\"}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
