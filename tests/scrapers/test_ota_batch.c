/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/ota_batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "ota_case.h"

enum { FILES = 16 };

/* What was heard, one line a file. */
static struct str heard;

static int hear(const struct ota_batch_file *f, void *ctx)
{
	(void)ctx;
	if (f->refusal != NULL)
		str_printf(&heard, "%.*s: %s\n", (int)(f->raw_len % 100),
			f->raw, f->refusal);
	else
		str_printf(&heard, "%s|%s|%.*s|%s\n", f->path.service,
			f->path.type, (int)f->size, f->data,
			f->message->subject);
	return 0;
}

static void read_all(
	char *dir, const char *service, const char *type, size_t foreign)
{
	struct ota_log_name names[FILES];
	struct ota_git g = { 0 };
	struct str list = { 0 };
	struct ota_batch b = {
		.git = &g, .service = service, .type = type, .fn = hear
	};
	size_t n = 0, at = 0;

	str_clear(&heard);
	str_puts(&heard, "");
	assert_int_equal(ota_git_open(&g, dir), 0);
	assert_int_equal(ota_batch_commits(&list, &g, service), 0);
	while (n < FILES) {
		assert_int_equal(
			ota_log_commit(&names[n], list.p, list.len, &at), 0);
		if (names[n].hex == NULL)
			break;
		n++;
	}
	assert_int_equal(ota_batch_read(&b, names, n), 0);
	assert_int_equal(b.foreign, foreign);
	str_release(&list);
	ota_git_close(&g);
}

#define DAY(n) "2020-01-0" #n "T00:00:00Z"

static void gives_files_in_order(void **state)
{
	char *dir = ota_case_folder();
	struct ota_case c = { 0 };

	(void)state;
	ota_case_begin(&c, dir);
	ota_case_commit(
		&c, DAY(1), "Add a README", "README.md", "not of the robot");
	ota_case_commit(&c, DAY(2), "First record of B P", "B/P.md", "b1");
	ota_case_commit(&c, DAY(3), "Start tracking A P", "A/P.md", "a1");
	ota_case_commit(&c, DAY(4), "Update B P", "B/P.md", "b2");
	ota_case_commit(&c, DAY(5), "Update A I", "A/I.md", "i1");
	ota_case_end(&c);
	read_all(dir, NULL, NULL, 1);
	assert_string_equal(heard.p,
		"B|P|b1|First record of B P\nA|P|a1|Start tracking A P\n"
		"B|P|b2|Update B P\nA|I|i1|Update A I\n");
	read_all(dir, "a", NULL, 0);
	assert_string_equal(
		heard.p, "A|P|a1|Start tracking A P\nA|I|i1|Update A I\n");
	read_all(dir, NULL, "i", 1);
	assert_string_equal(heard.p, "A|I|i1|Update A I\n");
	ota_case_remove(dir);
}

static void refuses_what_is_no_file(void **state)
{
	char *dir = ota_case_folder();
	struct ota_case c = { 0 };
	struct str path = { 0 };

	(void)state;
	for (int i = 0; i < 3000; i++)
		str_puts(&path, "xyz");
	str_puts(&path, "/P.md");
	ota_case_begin(&c, dir);
	ota_case_mode(&c, "120000", DAY(1), "Update A L", "A/L.md",
		"/etc/passwd", 11);
	ota_case_commit(&c, DAY(2), "Update A n", "A/a\\nb.md", "x");
	ota_case_commit(&c, DAY(3), "Update A \x1b", "A/\\033[2J.md", "x");
	ota_case_commit(&c, DAY(4), "Update x", path.p, "x");
	ota_case_commit(&c, DAY(5), "Update A P", "A/P.md", "fine");
	str_puts(&c.stream,
		"commit refs/heads/main\ncommitter B <b> 1580000000 "
		"+0000\ndata 10\nUpdate S M\n"
		"M 160000 7fe10cfa7fe10cfa7fe10cfa7fe10cfa7fe10cfa S/M.md\n\n");
	ota_case_end(&c);
	read_all(dir, NULL, NULL, 0);
	assert_non_null(strstr(
		heard.p, "A/L.md: it is a link or a module, and no file\n"));
	assert_non_null(strstr(heard.p,
		"A/a\nb.md: it is no file of a version or a snapshot\n"));
	assert_non_null(strstr(
		heard.p, "S/M.md: it is a link or a module, and no file\n"));
	assert_non_null(strstr(heard.p, "A|P|fine|Update A P\n"));
	str_release(&path);
	ota_case_remove(dir);
}

static void sizes_are_bounded(void **state)
{
	static const size_t large = (size_t)100 << 20;
	char *dir = ota_case_folder(), *zeros = calloc(large, 1);
	struct ota_case c = { 0 };
	struct str message = { 0 };

	(void)state;
	ota_case_begin(&c, dir);
	ota_case_mode(
		&c, "100644", DAY(1), "Update A P", "A/P.md", zeros, large);
	str_puts(&message, "Update A Q\n\n");
	for (int i = 0; i < 300000; i++)
		str_puts(&message, "x ");
	ota_case_commit(&c, DAY(2), message.p, "A/Q.md", "q");
	ota_case_commit(&c, DAY(3), "Update A R", "A/R.md", "r");
	ota_case_end(&c);
	read_all(dir, NULL, NULL, 0);
	assert_string_equal(heard.p, ": its message is too long\n"
				     "A/P.md: it is larger than 32 MiB\n"
				     "A|R|r|Update A R\n");
	free(zeros);
	str_release(&message);
	ota_case_remove(dir);
}

static void blobs_by_name(void **state)
{
	static const struct ota_log_name none = {
		"7fe10cfa7fe10cfa7fe10cfa7fe10cfa7fe10cfa", 40
	};
	/* git hash-object of "b1" */
	static const struct ota_log_name b1 = {
		"c9c6af7f78bc47490dbf3e822cf2f3c24d4b9061", 40
	};
	char *dir = ota_case_folder();
	struct ota_case c = { 0 };
	struct ota_git g = { 0 };
	struct str out = { 0 };
	size_t size = 0;

	(void)state;
	ota_case_begin(&c, dir);
	ota_case_commit(&c, DAY(2), "First record of B P", "B/P.md", "b1\n");
	ota_case_end(&c);
	assert_int_equal(ota_git_open(&g, dir), 0);
	assert_int_equal(ota_batch_blob(&out, &g, &b1, &size), 0);
	assert_string_equal(out.p, "b1\n");
	assert_int_equal(ota_batch_blob(&out, &g, &none, &size), ERR_NOTFOUND);
	assert_string_equal(err_message(), "its content is not there");
	ota_git_close(&g);
	str_release(&out);
	ota_case_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_files_in_order),
		cmocka_unit_test(refuses_what_is_no_file),
		cmocka_unit_test(sizes_are_bounded),
		cmocka_unit_test(blobs_by_name),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	str_release(&heard);
	return failed;
}
