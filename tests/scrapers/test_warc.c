/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/warc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/instant.h"

static void heads(void **state)
{
	static const char head[] = "WARC/1.0\r\n"
				   "WARC-Type: response\r\n"
				   "warc-record-id: <urn:uuid:1>\r\n"
				   "WARC-Target-URI: <https://a.test/x>\r\n"
				   "X-Long: one\r\n  two\r\n"
				   "Content-Length:  12 \r\n\r\n";
	struct warc_record r = { 0 };

	(void)state;
	assert_int_equal(warc_record_parse(&r, head, strlen(head)), 0);
	assert_int_equal(r.type, WARC_RESPONSE);
	assert_int_equal(r.length, 12);
	assert_string_equal(warc_get(&r, "WARC-Record-ID"), "<urn:uuid:1>");
	assert_string_equal(
		warc_get(&r, "WARC-Target-URI"), "https://a.test/x");
	assert_string_equal(warc_get(&r, "X-Long"), "one    two");
	assert_null(warc_get(&r, "WARC-Date"));
	warc_record_release(&r);
	assert_int_equal(
		warc_record_parse(&r, "WARC/1.1\nContent-Length: 0", 26), 0);
	assert_int_equal(r.type, WARC_OTHER);
	warc_record_release(&r);
}

static void refused_heads(void **state)
{
	static const char *const wrong[] = { "", "HTTP/1.1 200 OK\r\n",
		"WARC/1.0\r\n\r\n", "WARC/1.0\r\nContent-Length: x\r\n",
		"WARC/1.0\r\nContent-Length: -1\r\n",
		"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n",
		"WARC/1.0\r\nContent-Length: 9999999999999999\r\n",
		"WARC/1.0\r\nno colon\r\nContent-Length: 1\r\n" };
	struct warc_record r = { 0 };
	struct str many = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(
			warc_record_parse(&r, wrong[i], strlen(wrong[i])),
			ERR_PARSE);
	assert_int_equal(warc_record_parse(&r, "WARC/1.0\r\na\0b: c\r\n", 18),
		ERR_PARSE);
	str_puts(&many, "WARC/1.0\r\nContent-Length: 1\r\n");
	for (int i = 0; i < 200; i++)
		str_printf(&many, "X-%d: y\r\n", i);
	assert_int_equal(warc_record_parse(&r, many.p, many.len), ERR_PARSE);
	assert_non_null(strstr(err_message(), "fields"));
	str_release(&many);
}

static void dates(void **state)
{
	static const char *const wrong[] = { "", "2018", "2018-09",
		"2018-13-03", "20180903100000", "2018-09-03T25:00:00Z",
		"2018-09-03T10:00:00", "yesterday!" };
	int64_t ns;
	bool day = true;

	(void)state;
	assert_int_equal(warc_date(&ns, &day, "2018-09-03T10:00:00Z"), 0);
	assert_true(ns == INT64_C(1535968800) * INSTANT_SECOND && !day);
	assert_int_equal(
		warc_date(&ns, &day, "2018-09-03T10:00:00.123456789Z"), 0);
	assert_int_equal(ns % INSTANT_SECOND, 123456789);
	assert_int_equal(warc_date(&ns, &day, "2018-09-03"), 0);
	assert_true(day);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(warc_date(&ns, &day, wrong[i]), ERR_PARSE);
}

static void digests(void **state)
{
	struct str d = { 0 };

	(void)state;
	warc_digest(&d, "abc", 3);
	assert_string_equal(d.p, "sha256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYND"
				 "SYLXVHFUCD7WD4QACWWQ====");
	assert_int_equal(warc_digest_fit(d.p, "abc", 3), WARC_FITS);
	assert_int_equal(warc_digest_fit(d.p, "abd", 3), WARC_DIFFERS);
	str_cut(&d, d.len - 4);
	assert_int_equal(warc_digest_fit(d.p, "abc", 3), WARC_FITS);
	str_cut(&d, d.len - 4);
	assert_int_equal(warc_digest_fit(d.p, "abc", 3), WARC_DIFFERS);
	assert_int_equal(
		warc_digest_fit(
			"sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", "abc", 3),
		WARC_FITS);
	assert_int_equal(
		warc_digest_fit("SHA1:a9993e364706816aba3e25717850c26c9cd0d89d",
			"abc", 3),
		WARC_FITS);
	assert_int_equal(warc_digest_fit("md5:xyz", "abc", 3), WARC_UNKNOWN);
	assert_int_equal(warc_digest_fit("sha1:", "abc", 3), WARC_DIFFERS);
	assert_int_equal(warc_digest_fit("", "abc", 3), WARC_UNKNOWN);
	assert_int_equal(warc_digest_fit(NULL, "abc", 3), WARC_UNKNOWN);
	str_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heads),
		cmocka_unit_test(refused_heads),
		cmocka_unit_test(dates),
		cmocka_unit_test(digests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
