/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/stated.h"

#include "sample.h"

#include "base/digest.h"
#include "cases/draft.h"

/* A case that states one mention of the policy in force on a day. */
static char *patch(const char *at, const char *mention)
{
	struct str out = { 0 };

	str_printf(&out,
		"{\"policies\":[{\"id\":\"p\",\"service\":\"Montre Exemple\","
		"\"terms\":\"Privacy Policy\",\"at\":\"%s\","
		"\"covers_product\":\"yes\",\"coverage_note\":\"x\","
		"\"mentions\":[{\"id\":\"m\",%s}]}],"
		"\"grievances\":[{\"id\":\"g\",\"provision\":\"GDPR 13\","
		"\"statement\":{\"fr\":\"x\"},\"facts\":[\"m\"],"
		"\"certainty\":\"established\"}],\"data_categories\":[]}",
		at, mention);
	return str_take(&out);
}

/* The digest of the text of 2026, as a person copies it. */
static void text_name(char out[DIGEST_NAME + 1])
{
	struct digest d;

	digest_of(&d, sample_2026, strlen(sample_2026));
	digest_name(out, &d);
}

static void expect(
	const char *at, const char *mention, enum stated_refusal want)
{
	char *case_patch = patch(at, mention);
	struct backing b = { 0 };
	struct sample s;

	sample_open(&s, case_patch);
	sample_backing(&b, &s);
	assert_int_equal(b.n_stated, 1);
	if (stated_refusal(&b.stated[0]) != want)
		fail_msg("%s: %d, the text gives '%s'", mention,
			(int)stated_refusal(&b.stated[0]),
			mentions_answer_name(b.stated[0].answer));
	backing_release(&b);
	sample_close(&s);
	free(case_patch);
}

static void may_be_said(void **state)
{
	char name[DIGEST_NAME + 1], mention[256];

	(void)state;
	text_name(name);
	snprintf(mention, sizeof(mention),
		"\"term\":\"sommeil\",\"answer\":\"omitted\","
		"\"text\":\"%s\",\"confirmed\":\"2026-11-21\"",
		name);
	expect("now", mention, STATED_SAYS);
	snprintf(mention, sizeof(mention),
		"\"owner\":\"Zorglub\",\"answer\":\"vague\","
		"\"text\":\"%s\",\"confirmed\":\"2026-11-20\"",
		name);
	expect("now", mention, STATED_SAYS);
}

static void may_not_be_said(void **state)
{
	char name[DIGEST_NAME + 1], mention[256];

	(void)state;
	text_name(name);
	snprintf(mention, sizeof(mention),
		"\"term\":\"sommeil\",\"answer\":\"omitted\",\"text\":\"%s\"",
		name);
	expect("now", mention, STATED_UNCONFIRMED);
	expect("now",
		"\"term\":\"sommeil\",\"answer\":\"omitted\","
		"\"confirmed\":\"2026-11-21\"",
		STATED_UNREAD);
	expect("now", "\"owner\":\"Zorglub\",\"answer\":\"vague\"",
		STATED_UNCONFIRMED);
	expect("now", "\"owner\":\"Zorglub\",\"answer\":\"omitted\"",
		STATED_OTHER);
	expect("now", "\"answer\":\"omitted\"", STATED_NO_QUESTION);
	expect("now", "\"answer\":\"omitted\",\"term\":\"x\",\"owner\":\"y\"",
		STATED_NO_QUESTION);
	expect("2001-01-01", "\"term\":\"x\",\"answer\":\"omitted\"",
		STATED_NO_TEXT);
	expect("2018-09-03", "\"term\":\"biométrie\",\"answer\":\"clear\"",
		STATED_UNCERTAIN);
}

/* The text was first seen on 2026-11-20, and the document is of 2026-11-24 or
 * later: read on another day it was not. */
static void on_a_day_that_can_be(void **state)
{
	static const char *const days[] = { "2026-11-19", "2020-01-01",
		"2199-01-01" };
	char name[DIGEST_NAME + 1], mention[256];

	(void)state;
	text_name(name);
	for (size_t i = 0; i < 3; i++) {
		snprintf(mention, sizeof(mention),
			"\"term\":\"sommeil\",\"answer\":\"omitted\","
			"\"text\":\"%s\",\"confirmed\":\"%s\"",
			name, days[i]);
		expect("now", mention, STATED_DAY);
	}
}

/* The document of a case; NULL when the rules refuse it. */
static char *draft(const char *mention, struct str *findings)
{
	char *case_patch = patch("now", mention);
	struct str path = { 0 }, text = { 0 };
	struct draft d = { 0 };
	struct sample s;
	int rc;

	sample_open(&s, case_patch);
	sample_must(file_join(&path, s.dir, "plainte.md"));
	rc = draft_make(&d,
		&(struct draft_order){ .store = s.store,
			.kind = "complaint",
			.lang = "fr",
			.path = path.p },
		sample_finding, findings);
	if (rc == 0)
		sample_must(file_read(&text, path.p));
	else
		assert_false(file_exists(path.p));
	draft_release(&d);
	str_release(&path);
	sample_close(&s);
	free(case_patch);
	return rc == 0 ? str_take(&text) : NULL;
}

/* "Omitted" reaches a document only when somebody has read the text. */
static void reaches_no_document(void **state)
{
	char name[DIGEST_NAME + 1], mention[256], *text;
	struct str findings = { 0 };

	(void)state;
	text_name(name);
	snprintf(mention, sizeof(mention),
		"\"term\":\"sommeil\",\"answer\":\"omitted\",\"text\":\"%s\"",
		name);
	text = draft(mention, &findings);
	assert_null(text);
	assert_non_null(strstr(
		findings.p, "E12 blocks /policies/0/mentions/0: 'omitted'"));
	str_clear(&findings);
	snprintf(mention, sizeof(mention),
		"\"term\":\"sommeil\",\"answer\":\"omitted\","
		"\"text\":\"%s\",\"confirmed\":\"2026-11-19\"",
		name);
	text = draft(mention, &findings);
	assert_null(text);
	assert_non_null(strstr(findings.p,
		"E12 blocks /policies/0/mentions/0/confirmed: '2026-11-19'"));
	str_clear(&findings);
	snprintf(mention, sizeof(mention),
		"\"term\":\"sommeil\",\"answer\":\"omitted\","
		"\"text\":\"%s\",\"confirmed\":\"2026-11-21\"",
		name);
	text = draft(mention, &findings);
	if (text == NULL)
		fail_msg("%s: %s", err_message(), findings.p);
	assert_non_null(strstr(text,
		"Données « sommeil » : aucune mention, ni d’une catégorie"));
	assert_non_null(strstr(text, "21 novembre 2026 et le confirme"));
	assert_non_null(strstr(text, "Formes cherchées : sommeil, sleep"));
	free(text);
	str_release(&findings);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(may_be_said),
		cmocka_unit_test(may_not_be_said),
		cmocka_unit_test(on_a_day_that_can_be),
		cmocka_unit_test(reaches_no_document),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
