/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/wall_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

static void reads(const char *html, const char *title, const char *text,
	size_t words, size_t scripts)
{
	struct wall_text t = { 0 };

	wall_text_html(&t, html, strlen(html));
	assert_string_equal(t.text.p, text);
	assert_string_equal(t.title.p, title);
	assert_int_equal(t.words, words);
	assert_int_equal(t.scripts, scripts);
	wall_text_release(&t);
}

static void test_html(void **state)
{
	(void)state;
	reads("", "", "", 0, 0);
	reads("<title>Un  instant&hellip;</title><p>a<p>b", "Un instant…",
		"a b", 2, 0);
	reads("<p>Check<b>ing</b> your<br>browser</p>", "",
		"Checking your browser", 3, 0);
	reads("a<script>var x = '<p>no</p>';</script >b", "", "a b", 2, 1);
	reads("a<style>p{}</style><template><p>no</template>b", "", "a b", 2,
		0);
	reads("a<!-- <p>no</p> -->b<!doctype html>c", "", "abc", 1, 0);
	reads("<p title=\"a > b\">x</p>", "", "x", 1, 0);
	reads("1 < 2 &amp; 3 &#233;&#xE9; &eacute;&unknown; &", "",
		"1 < 2 & 3 éé é&unknown; &", 6, 0);
	reads("<noscript>Enable it</noscript>", "", "Enable it", 2, 0);
	reads("<svg/><p>seen", "", "seen", 1, 0);
	reads("l’app d'eau", "", "l’app d'eau", 2, 0);
	reads("隐私政策", "", "隐私政策", 4, 0);
}

/* What is never closed reaches to the end. */
static void test_open(void **state)
{
	(void)state;
	reads("a<!-- b", "", "a", 1, 0);
	reads("a<script>b</scrip", "", "a", 1, 1);
	reads("a<p title=\"b>c", "", "a", 1, 0);
	reads("a<", "", "a<", 1, 0);
	reads("a</", "", "a</", 1, 0);
	reads("<title>a", "a", "", 0, 0);
}

static void test_bounds(void **state)
{
	struct wall_text t = { 0 };
	struct str page = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++)
		str_puts(&page, "<b>mot</b> ");
	wall_text_html(&t, page.p, page.len);
	assert_int_equal(t.words, 100000);
	assert_true(t.text.len <= WALL_TEXT_MAX);
	assert_true(t.text.len > WALL_TEXT_MAX - 8);
	wall_text_release(&t);
	str_release(&page);
}

static void test_markdown(void **state)
{
	static const char text[] =
		"Titre\n=====\n\n*   [Lien\\_un](https://exemple.test/a\\)b "
		"\"t\") "
		"**gras**\n\n| a | b |\n";
	struct wall_text t = { 0 };

	(void)state;
	wall_text_markdown(&t, text, strlen(text));
	assert_string_equal(t.text.p, "Titre Lienun gras a b");
	assert_int_equal(t.words, 5);
	wall_text_release(&t);
}

static void test_fold(void **state)
{
	static const char text[] = "É\xC2\xA0 l’Œuvre «\xE2\x80\x8B Straße » ﬁ";
	struct wall_folded f = { 0 };

	(void)state;
	wall_fold(&f, text, strlen(text));
	assert_string_equal(f.text.p, "e l'oeuvre \" strasse \" ﬁ");
	assert_int_equal(f.at[0], 0);
	assert_int_equal(f.at[2], 5);
	assert_int_equal(f.at[f.text.len], strlen(text));
	wall_fold(&f, "", 0);
	assert_int_equal(f.text.len, 0);
	assert_int_equal(f.at[0], 0);
	wall_fold(&f, "\xFF\xC3", 2);
	assert_true(utf8_valid(f.text.p, f.text.len, NULL));
	wall_folded_release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_html),
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_markdown),
		cmocka_unit_test(test_fold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
