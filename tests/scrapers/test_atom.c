/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive_case.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "change_case.h"
#include "scrapers/atom.h"

static const int64_t day = 86400 * INSTANT_SECOND;
static const char archive[] = "00112233445566778899aabbccddeeff";

static void has(const struct str *s, const char *text)
{
	if (strstr(s->p, text) == NULL)
		fail_msg("'%s' is not in\n%s", text, s->p);
}

static void has_not(const struct str *s, const char *text)
{
	if (strstr(s->p, text) != NULL)
		fail_msg("'%s' is in\n%s", text, s->p);
}

/* The entry of a span of Exemple's. */
static void entry(struct str *out, struct store *s, size_t index)
{
	struct version_spans spans = { 0 };
	struct change c = { 0 };
	struct change_place at = { .store = s,
		.service = "Exemple",
		.terms = "Privacy Policy",
		.spans = &spans,
		.index = index };

	assert_int_equal(
		version_spans(&spans, s, "Exemple", "Privacy Policy"), 0);
	assert_true(index < spans.n);
	assert_int_equal(change_read(&c, &at), 0);
	assert_int_equal(atom_entry(out, &c, archive), 0);
	change_release(&c);
	version_spans_release(&spans);
}

/* Its id, without the element. */
static char *entry_id(struct store *s, size_t index)
{
	struct str out = { 0 };
	const char *id;
	char *copy;

	entry(&out, s, index);
	id = strstr(out.p, "<id>") + 4;
	copy = mem_dup(id, strcspn(id, "<"));
	str_release(&out);
	return copy;
}

static void keep(const struct archive_case *c, const char *text, int64_t at)
{
	change_case_keep(
		c->store, &(struct change_case){ .text = text, .seen_ns = at });
}

static void any_text_is_xml(void **state)
{
	static const char in[] = "a<b>&\"'\t\n\r\0\x01\x1F\x7F\xC2\x85\xC3\xA9"
				 "\xEF\xBF\xBE\xEF\xBF\xBF\xED\xA0\x80\xFF"
				 "\xF0\x9F\x98\x80]]>";
	struct str out = { 0 };

	(void)state;
	assert_int_equal(atom_text(&out, in, sizeof(in) - 1), 0);
	assert_true(utf8_valid(out.p, out.len, NULL));
	assert_int_equal(strlen(out.p), out.len);
	has(&out, "a&lt;b&gt;&amp;&quot;&#39;\t\n&#13;\xEF\xBF\xBD\xEF\xBF\xBD"
		  "\xEF\xBF\xBD\x7F\xC2\x85\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD");
	has(&out, "\xF0\x9F\x98\x80]]&gt;");
	str_release(&out);
}

static void the_head(void **state)
{
	const struct atom_head head = { .archive = archive,
		.service = "A & B",
		.terms = "<Terms>",
		.self = "https://exemple.example/f.atom?a=1&b='2'",
		.updated_ns = day };
	const struct atom_head bare = { .archive = archive };
	struct str out = { 0 };

	(void)state;
	atom_open(&out, &head);
	atom_close(&out);
	has(&out, "<title>Changes of terms: A &amp; B, &lt;Terms&gt;</title>");
	has(&out, "<updated>1970-01-02T00:00:00Z</updated>");
	has(&out, "href=\"https://exemple.example/f.atom?a=1&amp;b=&#39;2&#39;"
		  "\"/>");
	str_clear(&out);
	atom_open(&out, &bare);
	has_not(&out, "rel=\"self\"");
	has(&out, "<id>urn:uuid:");
	str_release(&out);
}

/* Ids stay when versions come before them, and differ where texts do. */
static void ids_stay(void **state)
{
	struct archive_case *c = *state;
	char *a, *b, *again, *returned;

	keep(c, "A", 10 * day);
	keep(c, "B", 20 * day);
	a = entry_id(c->store, 0);
	b = entry_id(c->store, 1);
	assert_string_not_equal(a, b);
	/* urn:uuid:xxxxxxxx-xxxx-8xxx-[89ab]xxx-xxxxxxxxxxxx */
	assert_int_equal(strlen(a), 9 + 36);
	assert_int_equal(a[9 + 14], '8');
	assert_non_null(strchr("89ab", a[9 + 19]));
	change_case_keep(c->store, &(struct change_case){ .text = "older",
					   .seen_ns = day,
					   .basis = SNAPSHOT_STATED });
	again = entry_id(c->store, 2);
	assert_string_equal(b, again);
	keep(c, "A", 30 * day);
	returned = entry_id(c->store, 3);
	assert_string_not_equal(a, returned);
	free(a);
	free(b);
	free(again);
	free(returned);
}

static void what_it_says(void **state)
{
	static char source[] = "Archives <départementales>";
	struct archive_case *c = *state;
	struct str out = { 0 };

	change_case_keep(c->store,
		&(struct change_case){ .text = "# Titre\n\nVos <b>pas</b>.\n",
			.seen_ns = day,
			.basis = SNAPSHOT_STATED,
			.day_only = true,
			.source = source });
	keep(c, "# Titre\n\nVos <i>données</i>.\n", 2 * day);
	keep(c, "# Titre\n\nVos <b>pas</b>.\n", 3 * day);
	change_case_keep(c->store, &(struct change_case){ .text = "# Titre\n",
					   .seen_ns = 4 * day,
					   .extractor = "2",
					   .technical = true });
	entry(&out, c->store, 0);
	has(&out, "<title>Exemple: Privacy Policy, first version</title>");
	has(&out, "version 1, first seen on 1970-01-02 (stated); the date is "
		  "the word of: Archives &lt;départementales&gt;");
	has(&out, "<link rel=\"alternate\" "
		  "href=\"https://exemple.example/privacy\"/>");
	has(&out, "Vos &amp;lt;b&amp;gt;pas");
	str_clear(&out);
	entry(&out, c->store, 1);
	has(&out, "<title>Exemple: Privacy Policy changed</title>");
	has(&out, "words added: 3, removed: 3; the text before was last seen "
		  "on 1970-01-02;");
	has(&out, "first seen on 1970-01-03T00:00:00Z (captured)");
	has(&out, "&lt;del&gt;");
	has(&out, "&lt;ins&gt;");
	has(&out, "données");
	str_clear(&out);
	entry(&out, c->store, 2);
	has(&out, "an earlier text again");
	has(&out, "it is the text of version 1");
	str_clear(&out);
	entry(&out, c->store, 3);
	has(&out, "read anew by other rules");
	has(&out, "no change of the vendor&#39;s");
	str_release(&out);
}

/* A page without an address has no link; one with an odd one, a valid one. */
static void addresses(void **state)
{
	static char odd[] = "https://exemple.example/a b?<é>\"'`\x7F|",
		    file[] = "", script[] = "javascript:alert(1)";
	struct archive_case *c = *state;
	struct str out = { 0 };

	change_case_keep(
		c->store, &(struct change_case){
				  .text = "A", .seen_ns = day, .url = odd });
	change_case_keep(c->store,
		&(struct change_case){
			.text = "B", .seen_ns = 2 * day, .url = file });
	change_case_keep(c->store,
		&(struct change_case){
			.text = "C", .seen_ns = 3 * day, .url = script });
	entry(&out, c->store, 0);
	has(&out, "href=\"https://exemple.example/a%20b?%3Cé%3E%22&#39;%60%7F"
		  "%7C\"/>");
	for (size_t i = 1; i < 3; i++) {
		str_clear(&out);
		entry(&out, c->store, i);
		has_not(&out, "<link");
	}
	str_release(&out);
}

/* An entry is short, whatever the texts are, and cut between characters. */
static void long_texts_are_cut(void **state)
{
	struct archive_case *c = *state;
	struct str old = { 0 }, new = { 0 }, out = { 0 };

	for (int i = 0; i < 9000; i++) {
		str_printf(&old, "Ligne %d : été.\n\n", i);
		str_printf(&new, "Rang %d : hiver.\n\n", i * 7);
	}
	keep(c, old.p, day);
	keep(c, new.p, 2 * day);
	str_clear(&old);
	for (int i = 0; i < 5000; i++)
		str_puts(&old, "é");
	str_puts(&old, " un mot ");
	for (int i = 0; i < 5000; i++)
		str_puts(&old, "é");
	keep(c, old.p, 3 * day);
	for (size_t i = 0; i < 3; i++) {
		entry(&out, c->store, i);
		assert_true(out.len < 100000);
		assert_true(utf8_valid(out.p, out.len, NULL));
		has_not(&out, "\xEF\xBF\xBD");
		has(&out, "[…]");
		str_clear(&out);
	}
	str_release(&old);
	str_release(&new);
	str_release(&out);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		name, archive_case_setup, archive_case_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_text_is_xml),
		cmocka_unit_test(the_head),
		TEST(ids_stay),
		TEST(what_it_says),
		TEST(addresses),
		TEST(long_texts_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
