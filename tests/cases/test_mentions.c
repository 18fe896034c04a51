/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/mentions.h"

#include "sample.h"

static bool has_form(const struct mentions *m, const char *text)
{
	for (size_t i = 0; i < m->forms.n; i++)
		if (m->forms.v[i].of == MENTIONS_OF_SUBJECT &&
			strcmp(m->forms.v[i].text, text) == 0)
			return true;
	return false;
}

static void ask(struct mentions *m, const struct mentions_question *q)
{
	sample_must(mentions_ask(m, q));
	sample_must(mentions_read(m, "montre exemple", "Privacy Policy"));
	assert_int_equal(m->n, 1);
}

/* The host's name gives the owner's, as a guess. */
static void of_a_host(void **state)
{
	struct mentions m = { 0 };
	struct sample s;
	const char *rule;

	(void)state;
	sample_open(&s, NULL);
	ask(&m, &(struct mentions_question){ .store = s.store,
			.host = SAMPLE_HOST,
			.at = "2026-11-20" });
	assert_true(has_form(&m, SAMPLE_HOST));
	assert_true(has_form(&m, "exemple.net"));
	assert_true(has_form(&m, "exemple"));
	assert_false(has_form(&m, "amazonaws.com"));
	assert_int_equal(mentions_answer(&rule, &m), MENTIONS_VAGUE);
	assert_string_equal(rule, "open-category");
	assert_string_equal(m.v[0].text.lang, "fr");
	assert_true(mentions_to_confirm(MENTIONS_VAGUE));
	assert_false(mentions_to_confirm(MENTIONS_AMBIGUOUS));
	mentions_release(&m);
	sample_close(&s);
}

static void gap(void **state)
{
	struct mentions m = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	ask(&m, &(struct mentions_question){ .store = s.store,
			.term = "biométrie",
			.lang = "fr",
			.at = "2018-09-03" });
	assert_true(m.v[0].between);
	assert_string_equal(mentions_certainty(&m, &m.v[0]), "between");
	assert_int_equal(m.v[0].text.answer, MENTIONS_CLEAR);
	assert_int_not_equal(m.v[0].after.answer, MENTIONS_CLEAR);
	mentions_release(&m);
	sample_close(&s);
}

static void lacking(void **state)
{
	struct mentions m = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	ask(&m, &(struct mentions_question){
			.store = s.store, .term = "x1", .at = "2001-01-01" });
	assert_int_equal(mentions_missing(&m), 1);
	assert_non_null(strstr(m.v[0].missing, "2018-08-20"));
	mentions_release(&m);
	sample_close(&s);
}

/* What was asked for counts, however many categories stand before it. */
static void many(void **state)
{
	struct mentions m = { 0 };
	struct sample s;
	struct str text = { 0 };
	const char *owner = "Zorglub", *rule;

	(void)state;
	sample_open(&s, NULL);
	for (int i = 0; i <= MENTIONS_PASSAGES; i++)
		str_printf(&text,
			"Nous partageons la donnée %d avec nos "
			"partenaires.\n\n",
			i);
	str_puts(&text, "Nous partageons vos données avec Zorglub.\n");
	sample_version(s.store, text.p, "2026-11-22T10:00:00Z");
	ask(&m, &(struct mentions_question){ .store = s.store,
			.owners = &owner,
			.n_owners = 1,
			.lang = "fr",
			.at = "2026-11-23" });
	assert_int_equal(mentions_answer(&rule, &m), MENTIONS_CLEAR);
	assert_int_equal(m.v[0].text.subjects, 1);
	assert_int_equal(m.v[0].text.n, MENTIONS_PASSAGES + 1);
	assert_true(m.v[0].text.more > 0);
	mentions_release(&m);
	str_release(&text);
	sample_close(&s);
}

/* One answer over a text of our own; the term or the owner is NULL. */
static void expect(const char *text, const char *term, const char *owner,
	enum mentions_answer want)
{
	struct mentions m = { 0 };
	struct sample s;
	const char *rule;

	sample_open(&s, NULL);
	sample_version(s.store, text, "2026-11-22T10:00:00Z");
	ask(&m, &(struct mentions_question){ .store = s.store,
			.term = term,
			.owners = &owner,
			.n_owners = owner != NULL,
			.at = "2026-11-23" });
	if (mentions_answer(&rule, &m) != want || m.v[0].text.lang == NULL)
		fail_msg("'%s': %s (%s)", text,
			mentions_answer_name(mentions_answer(&rule, &m)), rule);
	mentions_release(&m);
	sample_close(&s);
}

/* A bare name counts by what stands above it. */
static void lists(void **state)
{
	(void)state;
	expect("# Our sub-processors\n\n| Name | Work |\n| --- | --- |\n"
	       "| Zorglub Ltd | the hosting for you |\n",
		NULL, "Zorglub Ltd", MENTIONS_CLEAR);
	expect("# Our offices\n\n| Name | Work |\n| --- | --- |\n"
	       "| Zorglub Ltd | the rooms for you |\n",
		NULL, "Zorglub Ltd", MENTIONS_AMBIGUOUS);
	expect("What we tell you is for all of our users.\n\n"
	       "These are our partners:\n\n- Zorglub\n",
		NULL, "Zorglub", MENTIONS_CLEAR);
	expect("What we tell you is for all of our users.\n\n"
	       "These are our rooms:\n\n- Zorglub\n",
		NULL, "Zorglub", MENTIONS_AMBIGUOUS);
}

/* No list is in the language of the text: nothing is absent by it, and
 * nothing is named. */
static void unknown_language(void **state)
{
	static const char text[] =
		"Compartimos sus datos personales con socios y proveedores de "
		"servicios para fines de publicidad. Recogemos su nombre y su "
		"ubicacion cuando usa la aplicacion de Zorglub.\n";
	static const char *const owners[] = { "Zorglub", "Nobody" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct mentions m = { 0 };
		struct sample s;
		const char *rule;

		sample_open(&s, NULL);
		sample_version(s.store, text, "2026-11-22T10:00:00Z");
		ask(&m, &(struct mentions_question){ .store = s.store,
				.owners = &owners[i],
				.n_owners = 1,
				.at = "2026-11-23" });
		assert_null(m.v[0].text.lang);
		assert_int_equal(m.v[0].text.answer, MENTIONS_AMBIGUOUS);
		assert_int_equal(
			mentions_answer(&rule, &m), MENTIONS_AMBIGUOUS);
		assert_string_equal(rule, "language-unknown");
		mentions_release(&m);
		sample_close(&s);
	}
}

static void terms(void **state)
{
	static const char *const words = "Nous vous parlons de vous et de nous "
					 "pour les montres. ";
	struct str text = { 0 };

	(void)state;
	str_printf(&text, "%sNous ne collectons pas les noms.\n", words);
	expect(text.p, "pas", NULL, MENTIONS_OMITTED);
	str_clear(&text);
	str_printf(&text, "%sNous collectons le nombre de pas.\n", words);
	expect(text.p, "pas", NULL, MENTIONS_CLEAR);
	str_clear(&text);
	str_printf(&text, "%sNous collectons par le formulaire de contact.\n",
		words);
	expect(text.p, "contacts", NULL, MENTIONS_OMITTED);
	str_clear(&text);
	str_printf(&text,
		"%sNous collectons des données telles que les noms.\n", words);
	expect(text.p, "notifications", NULL, MENTIONS_VAGUE);
	str_clear(&text);
	str_printf(&text, "%sNous vous enverrons des notifications.\n", words);
	expect(text.p, "notifications", NULL, MENTIONS_AMBIGUOUS);
	str_release(&text);
}

/* Denied of some data only is no contradiction. */
static void denials(void **state)
{
	(void)state;
	expect("We share your data with Zorglub. This data is not shared with "
	       "other third parties.\n",
		NULL, "Zorglub", MENTIONS_CLEAR);
	expect("We share your data with Zorglub. We do not share your data "
	       "with third parties.\n",
		NULL, "Zorglub", MENTIONS_AMBIGUOUS);
}

static void names(void **state)
{
	const char *owners[] = { "Exemple Watches Inc.", "montre.example" };
	struct mentions m = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_must(
		mentions_ask(&m, &(struct mentions_question){ .store = s.store,
					 .owners = owners,
					 .n_owners = 2,
					 .at = "2018-09-03" }));
	assert_true(has_form(&m, "Exemple Watches Inc."));
	assert_true(has_form(&m, "Exemple Watches"));
	assert_true(has_form(&m, "montre.example"));
	assert_true(has_form(&m, "montre"));
	mentions_release(&m);
	sample_close(&s);
}

static void refuses(void **state)
{
	struct mentions m = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	assert_int_equal(
		mentions_ask(&m, &(struct mentions_question){ .store = s.store,
					 .host = "nohost",
					 .at = "2018-09-03" }),
		ERR_INVALID);
	assert_non_null(strstr(err_message(), "no host name"));
	assert_int_equal(
		mentions_ask(&m, &(struct mentions_question){ .store = s.store,
					 .term = "?",
					 .at = "2018-09-03" }),
		ERR_INVALID);
	assert_int_equal(
		mentions_ask(&m, &(struct mentions_question){ .store = s.store,
					 .term = "x",
					 .at = "yesterday" }),
		ERR_PARSE);
	assert_true(mentions_to_confirm(MENTIONS_OMITTED));
	assert_true(mentions_to_confirm(MENTIONS_DENIED));
	sample_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_a_host),
		cmocka_unit_test(gap),
		cmocka_unit_test(lacking),
		cmocka_unit_test(many),
		cmocka_unit_test(lists),
		cmocka_unit_test(unknown_language),
		cmocka_unit_test(terms),
		cmocka_unit_test(denials),
		cmocka_unit_test(names),
		cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
