/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/lint_json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json.h"
#include "tests/scrapers/lint_case.h"

static void check(cJSON *tree, const char *want)
{
	struct str out = { 0 };

	assert_int_equal(json_print(&out, tree), 0);
	assert_string_equal(out.p, want);
	str_release(&out);
	cJSON_Delete(tree);
}

static void writes(void **state)
{
	struct lexicon *lex = open_lexicon("fr");
	struct lint l = judged("Gard\u00e9 aussi longtemps que n\u00e9cessaire."
			       " Puis 3 mois.",
		lex);
	cJSON *o;

	(void)state;
	check(lint_json_hits(&l),
		"[{\"term\":\"fr-vague_retention-35\","
		"\"first_form\":\"aussi longtemps que n\u00e9cessaire\","
		"\"category\":\"vague_retention\",\"weight\":3,"
		"\"counted\":true,\"sources\":[\"cnil-carrefour\",\"constat\"],"
		"\"form\":\"aussi longtemps que n\u00e9cessaire\",\"line\":1,"
		"\"quotation\":\"Gard\u00e9 aussi longtemps que n\u00e9cessaire"
		".\",\"may_be_answered_by\":{\"line\":1,"
		"\"quotation\":\"Puis 3 mois.\"}}]");
	check(lint_json_rate(&l, lex),
		"{\"words\":8,\"hits\":1,\"weighted\":3,"
		"\"per_1000_words\":375,"
		"\"use\":\"for choosing what to read; not a verdict\","
		"\"baseline\":{\"what\":\"privacy policies of Open Terms "
		"Archive, newest versions\",\"measured\":\"2026-11-24\","
		"\"documents\":133,"
		"\"counted\":\"by the forms alone, over all words of the "
		"Markdown\",\"per_1000_words\":375,"
		"\"p10\":{\"value\":30.4,\"side\":\"above\"},"
		"\"median\":{\"value\":51.5,\"side\":\"above\"},"
		"\"p90\":{\"value\":69.1,\"side\":\"above\"}}}");
	o = lint_json_checklist(&l);
	assert_int_equal(cJSON_GetArraySize(o), CHECKLIST_ITEMS);
	assert_false(json_bool(cJSON_GetArrayItem(o, 0), "cue_found", true));
	cJSON_Delete(o);
	o = lint_json_sources(lex);
	assert_non_null(json_string(o, "wp260"));
	cJSON_Delete(o);
	lint_release(&l);
	lexicon_free(lex);
}

static void writes_changes(void **state)
{
	struct lexicon *lex = open_lexicon("en");
	struct lint old = judged("Contact us.", lex);
	struct lint new = judged("We might.", lex);
	struct lint_compare c = { 0 };
	cJSON *o;

	(void)state;
	lint_compare(&c, &old, &new, lex);
	o = lint_json_compare(&c, &old, &new);
	assert_int_equal(cJSON_GetArraySize(json_member(o, "lost")), 1);
	assert_int_equal(cJSON_GetArraySize(json_member(o, "gained")), 0);
	assert_int_equal(cJSON_GetArraySize(json_member(o, "in")), 1);
	assert_int_equal(cJSON_GetArraySize(json_member(o, "out")), 0);
	assert_int_equal(
		json_integer(cJSON_GetArrayItem(json_member(o, "terms"), 0),
			"after", -1),
		1);
	cJSON_Delete(o);
	lint_compare_release(&c);
	lint_release(&old);
	lint_release(&new);
	lexicon_free(lex);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes),
		cmocka_unit_test(writes_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
