/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/draft.h"

#include "sample.h"

#include "cases/quote.h"

static void path_in(struct str *out, const struct sample *s, const char *name)
{
	str_clear(out);
	sample_must(file_join(out, s->dir, name));
}

static int make(struct draft *d, struct sample *s, const char *path,
	struct str *findings)
{
	return draft_make(d,
		&(struct draft_order){ .store = s->store,
			.kind = "complaint",
			.lang = "fr",
			.path = path },
		findings != NULL ? sample_finding : NULL, findings);
}

static void same_bytes_twice(void **state)
{
	struct draft first = { 0 }, second = { 0 };
	struct str path = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	path_in(&path, &s, "plainte.pdf");
	sample_must(make(&first, &s, path.p, NULL));
	assert_true(first.pages >= 6);
	assert_int_equal(first.pieces, 6);
	assert_int_equal(first.files, first.attached);
	assert_true(file_exists(path.p));
	assert_true(file_exists(first.folder));
	sample_must(make(&second, &s, path.p, NULL));
	assert_true(digest_equal(&first.digest, &second.digest));
	draft_release(&first);
	draft_release(&second);
	str_release(&path);
	sample_close(&s);
}

static void lists_what_is_missing(void **state)
{
	struct str path = { 0 }, findings = { 0 };
	struct draft d = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s,
		"{\"title\":\"\",\"complainant\":{\"family_name\":\"\"},"
		"\"statements\":{\"facts_true\":false}}");
	path_in(&path, &s, "plainte.pdf");
	assert_int_equal(make(&d, &s, path.p, &findings), ERR_REFUSED);
	assert_int_equal(d.count.blocking, 3);
	assert_non_null(strstr(findings.p, "E15 blocks /title"));
	assert_non_null(
		strstr(findings.p, "E15 blocks /complainant/family_name"));
	assert_non_null(strstr(findings.p, "E09 blocks /statements"));
	assert_non_null(strstr(err_message(), "3 to mend"));
	assert_false(file_exists(path.p));
	str_release(&path);
	str_release(&findings);
	sample_close(&s);
}

static void wrong_members(void **state)
{
	struct str path = { 0 }, findings = { 0 };
	struct draft d = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, "{\"lang\":\"xx\"}");
	path_in(&path, &s, "plainte.md");
	assert_int_equal(make(&d, &s, path.p, &findings), ERR_REFUSED);
	assert_non_null(strstr(findings.p, "format blocks /lang"));
	str_release(&path);
	str_release(&findings);
	sample_close(&s);
}

static void wrong_orders(void **state)
{
	struct draft_order o = { .kind = "postcard", .path = "x.pdf" };
	struct draft d = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	o.store = s.store;
	assert_int_equal(draft_make(&d, &o, NULL, NULL), ERR_NOTFOUND);
	assert_string_equal(err_message(),
		"no document 'postcard' can be drafted; there is: complaint");
	o.kind = "complaint";
	o.path = "x.doc";
	assert_int_equal(draft_make(&d, &o, NULL, NULL), ERR_INVALID);
	assert_non_null(strstr(err_message(), "ends in .pdf, .html or .md"));
	assert_string_equal(draft_kinds()[0], "complaint");
	sample_close(&s);
}

static void markup_stays_text(void **state)
{
	struct str path = { 0 }, text = { 0 }, plain = { 0 };
	struct draft d = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, "{\"title\":\"# *Objet* | <b>[x](y)</b>\"}");
	path_in(&path, &s, "plainte.md");
	sample_must(make(&d, &s, path.p, NULL));
	sample_must(file_read(&text, path.p));
	sample_must(quote_plain(&plain, text.p, text.len));
	assert_non_null(strstr(plain.p, "Objet : # *Objet* | <b>[x](y)</b>\n"));
	str_release(&plain);
	draft_release(&d);
	str_release(&path);
	str_release(&text);
	sample_close(&s);
}

/* As a web page: complete, and nothing of a text becomes markup. */
static void as_a_page(void **state)
{
	struct str path = { 0 }, text = { 0 };
	struct draft d = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, "{\"title\":\"<del>x</del><script>y\"}");
	path_in(&path, &s, "plainte.html");
	sample_must(make(&d, &s, path.p, NULL));
	assert_int_equal(d.pages, 0);
	sample_must(file_read(&text, path.p));
	assert_non_null(strstr(text.p, "<html lang=\"fr-FR\">"));
	assert_non_null(
		strstr(text.p, "&lt;del&gt;x&lt;/del&gt;&lt;script&gt;y"));
	assert_null(strstr(text.p, "<script"));
	assert_non_null(strstr(text.p,
		"<del><span class=\"m\">[-</span>25 mai 2018<span "
		"class=\"m\">-]</span></del>"));
	assert_non_null(strstr(text.p, "</html>\n"));
	draft_release(&d);
	str_release(&path);
	str_release(&text);
	sample_close(&s);
}

/* What must stand in a complaint, whatever else changes. */
static void says_what_it_must(void **state)
{
	static const char *const wanted[] = {
		"Document établi par le plaignant ; ce n’est pas un constat de "
		"commissaire de justice.",
		"## XII. Date, lieu, signature",
		"## Bordereau des pièces",
		"## Annexe D – Ce qui a changé dans les textes",
		"<del>25 mai 2018</del><ins>2 novembre 2026</ins>",
		"## Vérifier ce document",
		"## Ce que les éléments ne montrent pas",
		"certutil -hashfile PJ01a_politique_2018-08-20.md SHA256",
		"Elle ne dit rien du contenu",
		"dernier jour utile : **15 octobre 2018**",
		"Base « déduit »",
	};
	struct str path = { 0 }, text = { 0 };
	struct draft d = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	path_in(&path, &s, "plainte.md");
	sample_must(make(&d, &s, path.p, NULL));
	sample_must(file_read(&text, path.p));
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (strstr(text.p, wanted[i]) == NULL)
			fail_msg("no '%s'", wanted[i]);
	assert_null(strstr(text.p, "{{"));
	draft_release(&d);
	str_release(&path);
	str_release(&text);
	sample_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_bytes_twice),
		cmocka_unit_test(lists_what_is_missing),
		cmocka_unit_test(wrong_members),
		cmocka_unit_test(wrong_orders),
		cmocka_unit_test(markup_stays_text),
		cmocka_unit_test(as_a_page),
		cmocka_unit_test(says_what_it_must),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
