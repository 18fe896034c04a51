/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/wayback_cdx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static const char *const forms[] = {
	"[[\"urlkey\",\"timestamp\",\"original\",\"mimetype\",\"statuscode\","
	"\"digest\",\"length\"],\n"
	"[\"k\",\"20190101000000\",\"https://a.test/p\",\"warc/revisit\",\"-\","
	"\"AAAA\",\"1\"],\n"
	"[\"k\",\"20180903101010\",\"https://a.test/p\",\"text/html\",\"200\","
	"\"AAAA\",\"1\"]]",
	"k 20190101000000 https://a.test/p warc/revisit - AAAA 1\r\n"
	"k 20180903101010 https://a.test/p text/html 200 AAAA 1\r\n",
	" CDX N b a m s k r M S V g\n"
	"k 20180903101010 https://a.test/p text/html 200 AAAA - - 1 0 x\n"
	"k 20190101000000 https://a.test/p warc/revisit - AAAA - - 1 0 x",
	" CDX a b k s m\n"
	"https://a.test/p 20180903101010 AAAA 200 text/html\n"
	"https://a.test/p 20190101000000 AAAA - warc/revisit\n",
	"!OpenWayback-CDXJ 1.0\n"
	"k 20190101000000 {\"url\": \"https://a.test/p\", \"mime\": "
	"\"warc/revisit\", \"digest\": \"AAAA\"}\n"
	"k 20180903101010 {\"url\": \"https://a.test/p\", \"mime\": "
	"\"text/html\", \"status\": \"200\", \"digest\": \"sha1:AAAA\"}\n",
};

static void the_same_in_all_forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		struct wayback_rows rows = { 0 };

		assert_int_equal(
			wayback_cdx_parse(&rows, forms[i], strlen(forms[i])),
			0);
		assert_int_equal(rows.n, 2);
		assert_int_equal(rows.bad, 0);
		assert_string_equal(rows.v[0].timestamp, "20180903101010");
		assert_true(rows.v[0].ns == INT64_C(1535969410000000000));
		assert_string_equal(rows.v[0].url, "https://a.test/p");
		assert_string_equal(rows.v[0].media_type, "text/html");
		assert_string_equal(rows.v[0].digest, "AAAA");
		assert_int_equal(rows.v[0].status, 200);
		assert_int_equal(rows.v[1].status, 0);
		wayback_rows_release(&rows);
	}
}

static void what_cannot_be_read(void **state)
{
	static const char odd[] =
		"k 20180903101010 https://a.test/p text/html 200 AAAA 1\n"
		"k 20181303101010 https://a.test/p text/html 200 AAAA 1\n"
		"k 2018 https://a.test/p text/html 200 AAAA 1\n"
		"k 20180903101010\n"
		"k 20180903101010 \xff text/html 200 AAAA 1\n"
		"k {\"url\": \"x\"}\n"
		"k 20180903101010 {\"url\": 7}\n"
		"k 20180903101010 {\"url\": \n"
		"\n \n";
	static const char *const none[] = { "<html>", "[[1],[2]]", "{}", "[" };
	struct wayback_rows rows = { 0 };

	(void)state;
	assert_int_equal(wayback_cdx_parse(&rows, odd, strlen(odd)), 0);
	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.bad, 8);
	wayback_rows_release(&rows);
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_int_equal(
			wayback_cdx_parse(&rows, none[i], strlen(none[i])),
			ERR_PARSE);
	assert_int_equal(wayback_cdx_parse(&rows, "", 0), 0);
	assert_int_equal(rows.n, 0);
	assert_int_equal(wayback_cdx_parse(&rows, "[]", 2), 0);
	assert_int_equal(rows.n, 0);
}

static void stamps(void **state)
{
	int64_t ns;

	(void)state;
	assert_int_equal(wayback_stamp(&ns, "19700101000001id_/", 14), 0);
	assert_true(ns == INT64_C(1000000000));
	assert_int_equal(wayback_stamp(&ns, "1970010100000", 13), ERR_PARSE);
	assert_int_equal(wayback_stamp(&ns, "19700101000061", 14), ERR_PARSE);
	assert_int_equal(wayback_stamp(&ns, "1970010100000x", 14), ERR_PARSE);
	assert_int_equal(wayback_stamp(&ns, "00000101000000", 14), ERR_PARSE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_in_all_forms),
		cmocka_unit_test(what_cannot_be_read),
		cmocka_unit_test(stamps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
