/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/warc_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/err.h"
#include "warc_case.h"

/* What was read, in one line: "type uri block;" for each record, "?" before
 * a doubtful one, "!" for a block that cannot be had; then the damages. */
static void summary(
	struct str *out, const struct str *file, size_t step, uint64_t size)
{
	struct warc_bytes b = { .p = file->p, .len = file->len, .step = step };
	struct warc_reader *r = warc_reader_new(warc_bytes_read, &b, size);
	const struct warc_record *record = NULL;

	str_puts(out, "");
	while (warc_reader_next(&record, r) == 0 && record != NULL) {
		const char *uri = warc_get(record, "WARC-Target-URI");
		struct str block;
		int rc;

		str_init(&block, 1000);
		rc = warc_reader_block(&block, r);
		str_printf(out, "%s%s %s %s;", record->doubtful ? "?" : "",
			warc_type_name(record->type), uri != NULL ? uri : "-",
			rc == 0 ? block.p : "!");
		str_release(&block);
	}
	str_printf(out, "%zu", warc_reader_damages(r)->n);
	warc_reader_close(r);
}

static void expect(const struct str *file, const char *want)
{
	static const size_t steps[] = { 0, 1, 13 };
	struct str got = { 0 };

	for (size_t i = 0; i < 3; i++) {
		summary(&got, file, steps[i], file->len);
		assert_string_equal(got.p, want);
		str_clear(&got);
	}
	str_release(&got);
}

static void plain(void **state)
{
	struct str file = { 0 };

	(void)state;
	str_puts(&file, "");
	expect(&file, "0");
	warc_plain(&file, "response", "<https://a.test/>", "one", 3);
	warc_plain(&file, "metadata", "https://a.test/", "", 0);
	warc_plain(&file, "resource", "b", "two", 3);
	expect(&file, "response https://a.test/ one;metadata https://a.test/ ;"
		      "resource b two;0");
	/* Without the last line ends, as some writers leave it. */
	str_cut(&file, file.len - 4);
	expect(&file, "response https://a.test/ one;metadata https://a.test/ ;"
		      "resource b two;0");
	str_release(&file);
}

static void lengths_that_lie(void **state)
{
	struct str file = { 0 };

	(void)state;
	warc_plain(&file, "response", "short", "one two", 3);
	warc_plain(&file, "response", "good", "two", 3);
	expect(&file, "response short one;?response good two;1");
	str_clear(&file);
	warc_plain(&file, "response", "long", "one", 1 << 30);
	warc_plain(&file, "response", "good", "two", 3);
	expect(&file, "?response good two;1");
	str_clear(&file);
	warc_plain(&file, "response", "swallows", "one", 100);
	warc_plain(&file, "response", "swallowed", "two", 3);
	warc_plain(&file, "response", "good", "three", 5);
	{
		struct str got = { 0 };

		summary(&got, &file, 0, file.len);
		assert_non_null(strstr(got.p, "?response good three;"));
		str_release(&got);
	}
	str_release(&file);
}

static void rubbish(void **state)
{
	struct str file = { 0 };

	(void)state;
	str_puts(&file, "rubbish WARC/1.0\nmore of it\r\n");
	warc_plain(&file, "response", "a", "one", 3);
	str_puts(&file, "rubbish\nWARC/x\nWARC/1");
	str_puts(&file, "\n");
	warc_plain(&file, "response", "b", "two", 3);
	str_puts(&file, "WARC/1.0\r\nContent-Length: nine\r\n\r\n");
	warc_plain(&file, "response", "c", "three", 5);
	str_puts(&file, "WARC/1.0\r\nContent-Length: 5");
	expect(&file, "?response a one;?response b two;?response c three;5");
	str_release(&file);
}

static void heads_have_a_limit(void **state)
{
	struct str file = { 0 };

	(void)state;
	str_puts(&file, "WARC/1.0\r\nContent-Length: 1\r\nX: ");
	for (int i = 0; i < 70000; i++)
		str_putc(&file, 'x');
	str_puts(&file, "\r\n\r\n1\r\n\r\n");
	warc_plain(&file, "response", "b", "two", 3);
	expect(&file, "?response b two;1");
	str_release(&file);
}

static void members(void **state)
{
	struct str one = { 0 }, two = { 0 }, long_one = { 0 }, file = { 0 };
	size_t first;

	(void)state;
	warc_plain(&one, "response", "a", "one", 3);
	warc_plain(&two, "response", "b", "two", 3);
	warc_plain(&long_one, "response", "long", "abc", 2000000000);
	warc_gzip(&file, one.p, one.len);
	first = file.len;
	warc_gzip(&file, two.p, two.len);
	expect(&file, "response a one;response b two;0");
	/* The record ends with its member, whatever it claims. */
	str_clear(&file);
	warc_gzip(&file, long_one.p, long_one.len);
	warc_gzip(&file, two.p, two.len);
	expect(&file, "response long !;response b two;1");
	str_clear(&file);
	warc_gzip(&file, one.p, one.len);
	file.p[first - 6] ^= 1;
	warc_gzip(&file, two.p, two.len);
	expect(&file, "response a !;response b two;1");
	/* All in one member. */
	str_clear(&file);
	str_add(&one, two.p, two.len);
	warc_gzip(&file, one.p, one.len);
	expect(&file, "response a one;response b two;0");
	str_cut(&file, file.len - 12);
	{
		struct str got = { 0 };

		summary(&got, &file, 0, 0);
		assert_non_null(strstr(got.p, "response a one;"));
		str_release(&got);
	}
	str_release(&one);
	str_release(&two);
	str_release(&long_one);
	str_release(&file);
}

static void blocks_have_a_limit(void **state)
{
	struct str file = { 0 }, big = { 0 };

	(void)state;
	for (int i = 0; i < 2000; i++)
		str_putc(&big, 'x');
	warc_plain(&file, "response", "a", big.p, big.len);
	warc_plain(&file, "response", "b", "two", 3);
	expect(&file, "response a !;response b two;0");
	str_release(&file);
	str_release(&big);
}

static void files(void **state)
{
	struct warc_reader *r = NULL;
	const struct warc_record *record;

	(void)state;
	assert_int_equal(
		warc_reader_open(&r, "/nonexistent.warc"), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "/nonexistent.warc"));
	assert_int_equal(warc_reader_open(&r, "/"), 0);
	assert_int_equal(warc_reader_next(&record, r), ERR_IO);
	warc_reader_close(r);
	warc_reader_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain),
		cmocka_unit_test(lengths_that_lie),
		cmocka_unit_test(rubbish),
		cmocka_unit_test(heads_have_a_limit),
		cmocka_unit_test(members),
		cmocka_unit_test(blocks_have_a_limit),
		cmocka_unit_test(files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
