/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/ota_path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void reads_and_writes_names(void **state)
{
	static const char *const paths[] = { "Exemple/Privacy Policy.md",
		"Mon espace santé/Imprint.html", "E/T #a-b.c.pdf" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct ota_path p = { 0 };
		struct str again = { 0 };

		assert_true(ota_path_parse(&p, paths[i], strlen(paths[i])));
		assert_true(ota_path_is_version(&p) == (i == 0));
		assert_true(ota_path_write(&again, &p));
		assert_string_equal(again.p, paths[i]);
		str_release(&again);
		ota_path_release(&p);
	}
}

static void takes_names_apart(void **state)
{
	struct ota_path p = { 0 };

	(void)state;
	assert_true(ota_path_parse(&p, "E/T #a-b.c.pdf", 14));
	assert_string_equal(p.service, "E");
	assert_string_equal(p.type, "T");
	assert_string_equal(p.document, "a-b.c");
	assert_string_equal(p.extension, "pdf");
	ota_path_release(&p);
}

static void hostile_names(void **state)
{
	static const char *const wrong[] = { "README.md", "a/b/c.md", "../x.md",
		"./x.md", ".git/x.md", "a/.md", "a/b", "/b.md", "a/.b.md",
		"a\n/b.md", "a/b\033[2J.md", "a\\b/c.md", "a/b.", "a/b.m\x7f",
		"a/\xff.md", "a/b #.md", "a/\u202e.md", "" };
	struct ota_path p = { 0 };
	struct str path = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(ota_path_parse(&p, wrong[i], strlen(wrong[i])));
	str_puts(&path, "a/");
	for (int i = 0; i < 10000; i++)
		str_putc(&path, 'x');
	str_puts(&path, ".md");
	assert_false(ota_path_parse(&p, path.p, path.len));
	assert_false(ota_path_parse(&p, "a/b\0.md", 7));
	assert_null(p.service);
	str_release(&path);
}

static void hostile_names_are_not_written(void **state)
{
	static const char *const wrong[] = { "", ".", "..", "a/b", "a\nb",
		".git" };
	char fine[] = "E", md[] = "md", type[] = "T #x";
	struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		char *name = strdup(wrong[i]);

		assert_false(ota_path_write(
			&out, &(struct ota_path){ name, fine, NULL, md }));
		assert_false(ota_path_write(
			&out, &(struct ota_path){ fine, name, NULL, md }));
		assert_false(ota_path_write(
			&out, &(struct ota_path){ fine, fine, name, md }));
		free(name);
	}
	assert_false(ota_path_write(
		&out, &(struct ota_path){ fine, type, NULL, md }));
	assert_null(out.p);
}

static void expect_document(const char *url, const char *wanted)
{
	struct str out = { 0 };

	str_puts(&out, "");
	ota_path_document(&out, url);
	assert_string_equal(out.p, wanted);
	str_release(&out);
}

static void document_of_an_address(void **state)
{
	(void)state;
	expect_document(
		"https://a.example/legal/cookies.html?x#y", "legal-cookies");
	expect_document("https://a.example/legal/v1.2/", "legal-v1.2");
	expect_document("https://a.example/a:b*c", "a_b_c");
	expect_document("https://a.example/", "");
	expect_document("no address", "");
}

static void media_types(void **state)
{
	(void)state;
	assert_string_equal(ota_path_media_type("HTML"), "text/html");
	assert_string_equal(
		ota_path_media_type("exe"), "application/octet-stream");
	assert_string_equal(
		ota_path_extension("text/html; charset=utf-8"), "html");
	assert_string_equal(ota_path_extension("application/pdf"), "pdf");
	assert_string_equal(ota_path_extension(NULL), "html");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_and_writes_names),
		cmocka_unit_test(takes_names_apart),
		cmocka_unit_test(hostile_names),
		cmocka_unit_test(hostile_names_are_not_written),
		cmocka_unit_test(document_of_an_address),
		cmocka_unit_test(media_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
