/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/warc_input.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/err.h"
#include "warc_case.h"

/* All bytes of a file, however small the pieces it comes in are. */
static size_t all(struct str *out, const struct str *file, size_t step)
{
	struct warc_bytes b = { .p = file->p, .len = file->len, .step = step };
	struct warc_damages damages = { 0 };
	struct warc_input *in = warc_input_new(warc_bytes_read, &b, &damages);
	const char *p;
	size_t n;

	str_init(out, 256 << 20);
	do {
		assert_int_equal(warc_input_peek(in, 3, &p, &n), 0);
		n = warc_input_before_member(in, n);
		assert_int_equal(str_add(out, p, n), 0);
		warc_input_skip(in, n);
	} while (n > 0);
	warc_input_free(in);
	return damages.n;
}

static void expect(const struct str *file, const char *text, size_t damages)
{
	static const size_t steps[] = { 0, 1, 7 };
	struct str out = { 0 };

	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(all(&out, file, steps[i]), damages);
		assert_int_equal(out.len, strlen(text));
		assert_memory_equal(out.p, text, out.len);
		str_release(&out);
	}
}

static void plain_and_members(void **state)
{
	struct str file = { 0 };

	(void)state;
	str_puts(&file, "");
	expect(&file, "", 0);
	str_puts(&file, "WARC/1.0 and so on");
	expect(&file, "WARC/1.0 and so on", 0);
	str_clear(&file);
	warc_gzip(&file, "one", 3);
	warc_gzip(&file, "", 0);
	warc_gzip(&file, "two", 3);
	str_add(&file, "\0\0\0\0\0", 5);
	warc_gzip(&file, "three", 5);
	str_add(&file, "\0\0", 2);
	expect(&file, "onetwothree", 0);
	str_release(&file);
}

static void damage(void **state)
{
	struct str file = { 0 }, cut = { 0 };
	size_t one;

	(void)state;
	warc_gzip(&file, "one", 3);
	one = file.len;
	str_puts(&file, "rubbish \x1f\x8b rubbish");
	warc_gzip(&file, "two", 3);
	expect(&file, "onetwo", 1);
	/* A flipped checksum: its bytes came, and the damage is told. */
	file.p[one - 6] ^= 1;
	expect(&file, "onetwo", 1);
	/* Cut off inside the last member. */
	str_add(&cut, file.p, file.len - 3);
	cut.p[one - 6] ^= 1;
	expect(&cut, "onetwo", 2);
	str_clear(&cut);
	str_add(&cut, file.p, 5);
	expect(&cut, "", 1);
	str_release(&file);
	str_release(&cut);
}

static void members_show_where_they_begin(void **state)
{
	struct str file = { 0 };
	struct warc_damages damages = { 0 };
	struct warc_bytes b;
	struct warc_input *in;
	const char *p;
	size_t n;

	(void)state;
	warc_gzip(&file, "one", 3);
	b = (struct warc_bytes){ .len = file.len };
	warc_gzip(&file, "two", 3);
	n = b.len;
	b = (struct warc_bytes){ .p = file.p, .len = file.len };
	in = warc_input_new(warc_bytes_read, &b, &damages);
	assert_int_equal(warc_input_peek(in, 100, &p, &(size_t){ 0 }), 0);
	assert_true(warc_input_at_member(in) && warc_input_is_gzip(in));
	assert_int_equal(warc_input_place(in), 0);
	warc_input_skip(in, 3);
	assert_int_equal(warc_input_peek(in, 100, &p, &(size_t){ 0 }), 0);
	assert_true(warc_input_at_member(in));
	assert_int_equal(warc_input_place(in), n);
	warc_input_free(in);
	str_release(&file);
}

/* 150 MiB of zeros in 150 kB: given up, and the next member is read. */
static void bomb(void **state)
{
	struct str file = { 0 }, out = { 0 };
	size_t len = (size_t)150 << 20;
	char *zeros = calloc(1, len);

	(void)state;
	assert_non_null(zeros);
	str_init(&file, 256 << 20);
	warc_gzip(&file, zeros, len);
	warc_gzip(&file, "two", 3);
	free(zeros);
	assert_int_equal(all(&out, &file, 0), 1);
	assert_in_range(out.len, 64 << 20, 65 << 20);
	assert_memory_equal(out.p + out.len - 3, "two", 3);
	str_release(&file);
	str_release(&out);
}

static int broken(void *buf, size_t max, size_t *got, void *ctx)
{
	(void)buf;
	(void)max;
	(void)got;
	(void)ctx;
	return err_set(ERR_IO, "broken");
}

static void failures_pass_through(void **state)
{
	struct warc_damages damages = { 0 };
	struct warc_input *in = warc_input_new(broken, NULL, &damages);
	const char *p;
	size_t n;

	(void)state;
	assert_int_equal(warc_input_peek(in, 1, &p, &n), ERR_IO);
	warc_input_free(in);
	warc_input_free(NULL);
	for (size_t i = 0; i < 20; i++)
		warc_damages_add(&damages, i, "x");
	assert_int_equal(damages.n, 20);
	assert_int_equal(damages.v[WARC_DAMAGES - 1].offset, WARC_DAMAGES - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_and_members),
		cmocka_unit_test(damage),
		cmocka_unit_test(members_show_where_they_begin),
		cmocka_unit_test(bomb),
		cmocka_unit_test(failures_pass_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
