/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/ota_commit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/instant.h"
#include "base/json.h"

#define HEADER                                                                 \
	"tree x\nparent y\nauthor Bot <b@x> 1602136903 +0200\n"                \
	"committer Bot <b@x> 1 +0000\n\n"

static void read(struct ota_commit *c, const char *text)
{
	assert_int_equal(ota_commit_parse(c, text, strlen(text)), 0);
}

static void subjects_of_all_years(void **state)
{
	static const struct {
		const char *text;
		enum ota_commit_kind kind;
	} cases[] = {
		{ HEADER "First record of E P\n", OTA_COMMIT_FIRST },
		{ HEADER "Start tracking E P\n", OTA_COMMIT_FIRST },
		{ HEADER "Record new changes of E P", OTA_COMMIT_CHANGE },
		{ HEADER "\n\nUpdate E P\r\n", OTA_COMMIT_CHANGE },
		{ HEADER "Apply technical or declaration upgrade on E P",
			OTA_COMMIT_TECHNICAL },
		{ HEADER "Refilter E P", OTA_COMMIT_TECHNICAL },
		{ HEADER "Delete Exemple Directory", OTA_COMMIT_OTHER },
		{ HEADER, OTA_COMMIT_OTHER },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct ota_commit c = { 0 };

		read(&c, cases[i].text);
		assert_int_equal(c.kind, cases[i].kind);
		assert_int_equal(
			c.author_ns, INT64_C(1602136903) * INSTANT_SECOND);
		ota_commit_release(&c);
	}
}

static void bodies_and_trailers(void **state)
{
	struct ota_commit c = { 0 };
	struct str list = { 0 };

	(void)state;
	read(&c, HEADER
		"First record of E P\n\n"
		"This version was recorded after extracting from and "
		"assembling the following snapshots from 2 source documents:\n"
		"- ./data/snapshots/aa\n- ./data/snapshots/bb\n\n"
		"X-engine-version: 14.1.0\nX-fetcher: fullDom\n"
		"X-source-document-location: https://e.example/p\n");
	json_print(&list, c.snapshots);
	assert_string_equal(
		list.p, "[\"./data/snapshots/aa\",\"./data/snapshots/bb\"]");
	assert_string_equal(ota_commit_trailer(&c, "X-fetcher"), "fullDom");
	assert_string_equal(
		ota_commit_trailer(&c, "X-source-document-location"),
		"https://e.example/p");
	assert_null(ota_commit_trailer(&c, "X-none"));
	assert_false(c.ours);
	ota_commit_release(&c);
	str_release(&list);
	read(&c, HEADER "Update E P\n\nDocument ID legal-a\n\nThis version was "
			"recorded after extracting from snapshot https://x/y");
	assert_string_equal(c.document, "legal-a");
	json_print(&list, c.snapshots);
	assert_string_equal(list.p, "[\"https://x/y\"]");
	ota_commit_release(&c);
	str_release(&list);
}

static void our_instant_must_agree(void **state)
{
	struct ota_commit c = { 0 };

	(void)state;
	read(&c, HEADER "Update E P\n\nX-constat-seen: "
			"2020-10-08T06:01:43.25Z\nX-constat-precision: day\n");
	assert_int_equal(
		c.author_ns, INT64_C(1602136903) * INSTANT_SECOND + 250000000);
	assert_true(c.day_only);
	assert_true(c.ours);
	ota_commit_release(&c);
	read(&c, HEADER "Update E P\n\nX-constat-seen: 2019-01-01T00:00:00Z\n");
	assert_int_equal(c.author_ns, INT64_C(1602136903) * INSTANT_SECOND);
	ota_commit_release(&c);
}

static void no_date_no_commit(void **state)
{
	static const char *const wrong[] = { "", "tree x\n\nUpdate E P",
		"author Bot <b@x> soon +0000\n\nUpdate",
		"author Bot 1602136903 +0000\n\nUpdate",
		"author B <x> 99999999999999 +0000\n\nUpdate",
		"author B <x> -5 +0000\n\nUpdate", "author B <x>\n\nUpdate",
		"author B <x> \n\nUpdate", "\nauthor B <x> 5 +0000\n" };
	struct ota_commit c = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		assert_int_equal(
			ota_commit_parse(&c, wrong[i], strlen(wrong[i])),
			ERR_PARSE);
		assert_null(c.subject);
	}
	assert_string_equal(
		err_message(), "the commit has no author with a date");
}

static void messages_are_bounded_and_repaired(void **state)
{
	struct ota_commit c = { 0 };
	struct str text = { 0 };

	(void)state;
	str_puts(&text, HEADER "Update \xff\n\n");
	for (int i = 0; i < 5000; i++)
		str_printf(&text, "X-%d: v\n- s\n", i);
	str_puts(&text, "This version was recorded after x:\n");
	for (int i = 0; i < 5000; i++)
		str_puts(&text, "- s\n");
	read(&c, text.p);
	assert_string_equal(c.subject, "Update \ufffd");
	assert_int_equal(cJSON_GetArraySize(c.trailers), OTA_COMMIT_TRAILERS);
	assert_int_equal(cJSON_GetArraySize(c.snapshots), OTA_COMMIT_SNAPSHOTS);
	ota_commit_release(&c);
	str_release(&text);
}

static void writes_what_it_reads(void **state)
{
	static const char *const names[] = { "X-a", "X-b", NULL };
	static const char *const values[] = { "1", "two\nlines", NULL };
	static const char *const snapshots[] = { "aa", "bb", NULL };
	struct ota_commit_message m = { .kind = OTA_COMMIT_TECHNICAL,
		.service = "E",
		.type = "P",
		.document = "d",
		.snapshots = snapshots,
		.trailers = { names, values } };
	struct str text = { 0 };
	struct ota_commit c = { 0 };

	(void)state;
	str_puts(&text, HEADER);
	ota_commit_write(&text, &m);
	assert_string_equal(text.p + strlen(HEADER),
		"Apply technical or declaration upgrade on E P\n\n"
		"Document ID d\n\n"
		"This version was recorded after extracting from and "
		"assembling the following snapshots from 2 source documents:\n"
		"- aa\n- bb\n\nX-a: 1\nX-b: two\\x0Alines\n");
	read(&c, text.p);
	assert_int_equal(c.kind, OTA_COMMIT_TECHNICAL);
	assert_string_equal(c.document, "d");
	assert_int_equal(cJSON_GetArraySize(c.snapshots), 2);
	ota_commit_release(&c);
	str_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(subjects_of_all_years),
		cmocka_unit_test(bodies_and_trailers),
		cmocka_unit_test(our_instant_must_agree),
		cmocka_unit_test(no_date_no_commit),
		cmocka_unit_test(messages_are_bounded_and_repaired),
		cmocka_unit_test(writes_what_it_reads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
