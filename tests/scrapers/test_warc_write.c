/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/warc_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/err.h"
#include "scrapers/warc_read.h"
#include "warc_case.h"

static void write_two(struct str *file)
{
	static const struct warc_field more[] = { { "X-Odd", "a\r\nb\x7f" } };
	struct warc_writer *w = warc_writer_new(warc_bytes_write, file);
	struct str head = { 0 }, big = { 0 };
	struct warc_new r = { .type = WARC_RESPONSE,
		.id = "<urn:uuid:1>",
		.date = "2018-09-03T10:00:00Z",
		.target = "https://a.test/",
		.content_type = "application/http;msgtype=response",
		.more = more,
		.n = 1,
		.head = &head,
		.payload = true };

	str_puts(&head, "HTTP/1.1 200 OK\r\n\r\n");
	for (int i = 0; i < 100000; i++)
		str_printf(&big, "%x", i * 7919);
	r.body = big.p;
	r.len = big.len;
	assert_int_equal(warc_writer_add(w, &r), 0);
	r = (struct warc_new){ .type = WARC_METADATA,
		.id = "<urn:uuid:2>",
		.date = "2018-09-03" };
	assert_int_equal(warc_writer_add(w, &r), 0);
	warc_writer_free(w);
	str_release(&head);
	str_release(&big);
}

static void what_is_written_is_read(void **state)
{
	struct str file = { 0 }, again = { 0 }, block = { 0 };
	struct warc_bytes b;
	struct warc_reader *reader;
	const struct warc_record *r;
	size_t head = strlen("HTTP/1.1 200 OK\r\n\r\n");

	(void)state;
	write_two(&file);
	write_two(&again);
	assert_int_equal(file.len, again.len);
	assert_memory_equal(file.p, again.p, file.len);
	b = (struct warc_bytes){ .p = file.p, .len = file.len };
	reader = warc_reader_new(warc_bytes_read, &b, 0);
	assert_int_equal(warc_reader_next(&r, reader), 0);
	assert_int_equal(r->type, WARC_RESPONSE);
	assert_string_equal(warc_get(r, "X-Odd"), "a%0D%0Ab%7F");
	assert_int_equal(warc_reader_block(&block, reader), 0);
	assert_int_equal(warc_digest_fit(warc_get(r, "WARC-Block-Digest"),
				 block.p, block.len),
		WARC_FITS);
	assert_int_equal(warc_digest_fit(warc_get(r, "WARC-Payload-Digest"),
				 block.p + head, block.len - head),
		WARC_FITS);
	assert_int_equal(warc_reader_next(&r, reader), 0);
	assert_int_equal(r->type, WARC_METADATA);
	assert_int_equal(r->length, 0);
	assert_null(warc_get(r, "WARC-Payload-Digest"));
	assert_int_equal(warc_reader_next(&r, reader), 0);
	assert_null(r);
	assert_int_equal(warc_reader_damages(reader)->n, 0);
	warc_reader_close(reader);
	str_release(&file);
	str_release(&again);
	str_release(&block);
}

static int full(const void *data, size_t len, void *ctx)
{
	(void)data;
	(void)len;
	(void)ctx;
	return err_set(ERR_NOSPACE, "full");
}

static void failures_pass_through(void **state)
{
	struct warc_writer *w = warc_writer_new(full, NULL);
	struct warc_new r = { .type = WARC_METADATA };

	(void)state;
	assert_int_equal(warc_writer_add(w, &r), ERR_NOSPACE);
	warc_writer_free(w);
	warc_writer_free(NULL);
}

static void ids_and_dates(void **state)
{
	char a[WARC_ID], b[WARC_ID];
	struct str date = { 0 };

	(void)state;
	warc_id(a, "seed");
	warc_id(b, "seed");
	assert_string_equal(a, b);
	assert_int_equal(strlen(a), strlen("<urn:uuid:>") + 36);
	assert_int_equal(a[24], '8');
	warc_id(b, "other");
	assert_string_not_equal(a, b);
	warc_date_text(&date, INT64_C(1535968800000000000), false);
	warc_date_text(&date, INT64_C(1535968800000000001), false);
	warc_date_text(&date, INT64_C(1535968800000000001), true);
	assert_string_equal(date.p, "2018-09-03T10:00:00Z"
				    "2018-09-03T10:00:00.000000001Z"
				    "2018-09-03");
	str_release(&date);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(failures_pass_through),
		cmocka_unit_test(ids_and_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
