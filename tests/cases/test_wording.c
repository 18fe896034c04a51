/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/wording.h"

#include "sample.h"

#include "archive/observation.h"
#include "cases/case_shape.h"
#include "cases/deadline.h"
#include "evidence/owner.h"

static struct wording w;
static struct zone *paris;

static int open_words(void **state)
{
	(void)state;
	return wording_open(&w, "fr") != 0 ||
	       zone_open(&paris, "Europe/Paris") != 0;
}

static int close_words(void **state)
{
	(void)state;
	wording_release(&w);
	zone_free(paris);
	return 0;
}

static void dates(void **state)
{
	struct str out = { 0 };

	(void)state;
	sample_must(wording_date(&out, &w, instant_days(2018, 9, 3)));
	assert_string_equal(out.p, "3 septembre 2018");
	str_clear(&out);
	sample_must(wording_date(&out, &w, instant_days(2026, 8, 1)));
	assert_string_equal(out.p, "1er août 2026");
	str_clear(&out);
	sample_must(wording_time(&out, &w, sample_ns("2018-09-03T08:05:09Z"),
		paris, WORDING_MINUTE));
	assert_string_equal(
		out.p, "3 septembre 2018 à 10 h 05 (heure de Paris)");
	str_clear(&out);
	sample_must(wording_time(&out, &w, sample_ns("2018-12-31T23:05:09Z"),
		paris, WORDING_SECOND));
	assert_string_equal(
		out.p, "1er janvier 2019 à 0 h 05 min 09 s (heure de Paris)");
	str_clear(&out);
	sample_must(wording_short(
		&out, &w, sample_ns("2018-09-03T08:05:09Z"), paris, false));
	assert_string_equal(out.p, "03/09/2018 10:05:09");
	str_release(&out);
}

static void numbers_and_lists(void **state)
{
	static const char *const items[] = { "a", "b", "c" };
	struct str out = { 0 };

	(void)state;
	sample_must(wording_number(&out, &w, 1234567));
	assert_string_equal(out.p, "1\xE2\x80\xAF"
				   "234\xE2\x80\xAF"
				   "567");
	str_clear(&out);
	sample_must(wording_number(&out, &w, 999));
	assert_string_equal(out.p, "999");
	str_clear(&out);
	sample_must(wording_list(&out, &w, items, 3));
	assert_string_equal(out.p, "a, b et c");
	str_release(&out);
}

static void expect_provision(const char *text, const char *want)
{
	struct str out = { 0 };

	sample_must(wording_provision(&out, &w, text));
	assert_string_equal(out.p, want);
	str_release(&out);
}

static void provisions(void **state)
{
	(void)state;
	expect_provision(
		"GDPR 13(1)(e)", "article 13, paragraphe 1, point e), du RGPD");
	expect_provision("GDPR 13(1)(c),(e)",
		"article 13, paragraphe 1, points c) et e), du RGPD");
	expect_provision("GDPR 25", "article 25 du RGPD");
	expect_provision("GDPR 12(1)", "article 12, paragraphe 1, du RGPD");
	expect_provision(
		"Loi n° 78-17, article 82", "Loi n° 78-17, article 82");
	expect_provision("GDPR 13(", "GDPR 13(");
	expect_provision("GDPR 13()", "GDPR 13()");
}

static void fills(void **state)
{
	struct str out = { 0 };

	(void)state;
	sample_must(wording_fill(&out, &w, "step", "holiday",
		(const char *const[]){
			"day", "1er mai", "holiday", "fête", NULL }));
	assert_non_null(strstr(out.p, "1er mai est férié (fête)"));
	assert_string_equal(wording_word(&w, "rien", "code"), "code");
	str_release(&out);
}

typedef const char *(*name_fn)(unsigned v);

static void expect_words(const char *group, name_fn name, unsigned n)
{
	for (unsigned v = 0; v < n; v++)
		if (json_string(json_member(w.tree, group), name(v)) == NULL)
			fail_msg("no word for %s '%s'", group, name(v));
}

static const char *basis(unsigned v)
{
	return snapshot_basis_name((enum snapshot_basis)v);
}

static const char *owner(unsigned v)
{
	return owner_basis_name((enum owner_basis)v);
}

static const char *step(unsigned v)
{
	return deadline_step_name((enum deadline_step_kind)v);
}

static void every_code_has_a_word(void **state)
{
	(void)state;
	expect_words("precision", observation_precision_name,
		OBSERVATION_PRECISION_WINDOW + 1);
	expect_words(
		"log-zone", observation_zone_name, OBSERVATION_ZONE_GIVEN + 1);
	expect_words("year", observation_year_name, OBSERVATION_YEAR_MTIME + 1);
	expect_words(
		"count", observation_count_name, OBSERVATION_COUNT_LAST + 1);
	expect_words("disposition-source", observation_source_name,
		OBSERVATION_SOURCE_PERSON + 1);
	expect_words("basis", basis, SNAPSHOT_THIRD_PARTY + 1);
	expect_words("owner", owner, OWNER_CONFIRMED + 1);
	expect_words("step", step, DEADLINE_HOLIDAYS_UNKNOWN + 1);
}

static const struct shape_field *find_field(
	const struct shape *s, const char *name)
{
	for (const struct shape_field *f = s->fields; f->name != NULL; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

/* Words of case.json that documents print. */
static void every_word_of_the_case_has_words(void **state)
{
	static const struct {
		const char *list, *member, *group;
	} used[] = { { "organisations", "role", "role" },
		{ "products", "kind", "product" },
		{ "experiments", "kind", "experiment" },
		{ "correspondence", "channel", "channel" },
		{ "correspondence", "kind", "letter" },
		{ "correspondence", "receipt_proof", "proof" },
		{ "correspondence", "assessment", "assessment" },
		{ "data_categories", "known_how", "known-how" },
		{ "grievances", "certainty", "certainty" },
		{ "statements", "signature", "signature" } };

	(void)state;
	for (size_t i = 0; i < sizeof(used) / sizeof(used[0]); i++) {
		const struct shape_field *f = find_field(
			find_field(case_shape(), used[i].list)->shape,
			used[i].member);

		for (const char *const *word = f->words; *word != NULL; word++)
			if (json_string(json_member(w.tree, used[i].group),
				    *word) == NULL)
				fail_msg("no word for %s '%s'", used[i].group,
					*word);
	}
}

static void no_such_language(void **state)
{
	struct wording other = { 0 };

	(void)state;
	assert_int_equal(wording_open(&other, "xx"), ERR_NOTFOUND);
	assert_string_equal(err_message(),
		"there are no documents in the language 'xx' yet");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates),
		cmocka_unit_test(numbers_and_lists),
		cmocka_unit_test(provisions),
		cmocka_unit_test(fills),
		cmocka_unit_test(every_code_has_a_word),
		cmocka_unit_test(every_word_of_the_case_has_words),
		cmocka_unit_test(no_such_language),
	};

	return cmocka_run_group_tests(tests, open_words, close_words);
}
