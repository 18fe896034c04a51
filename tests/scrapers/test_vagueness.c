/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figure is lint's own, for each language that has a lexicon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "archive_case.h"
#include "base/instant.h"
#include "change_case.h"
#include "scrapers/lint.h"
#include "scrapers/vagueness.h"

static const int64_t day = 86400 * INSTANT_SECOND;

static const char *const texts[] = {
	"We may share some of your data with third parties for the purposes "
	"that are told in this policy and in the terms of the service.",
	"Nous pouvons partager certaines de vos données avec des tiers pour "
	"les finalités qui sont dans la politique et dans les conditions.",
	"Keksit ovat pieniä tiedostoja.",
};
enum { TEXTS = sizeof(texts) / sizeof(texts[0]) };

static void assert_as_lint(const struct vagueness *v, const char *text)
{
	struct lexicon *lex = NULL;
	struct lint l = { 0 };

	assert_int_equal(lint_read(&l, text, strlen(text)), 0);
	assert_int_equal(lexicon_open(&lex, v->language), 0);
	assert_int_equal(lint_judge(&l, lex, false), 0);
	assert_true(l.counted > 0);
	assert_int_equal(v->words, l.words);
	assert_int_equal(v->hits, l.counted);
	assert_int_equal(v->weighted, l.weighted);
	assert_true(v->rate > 0);
	assert_float_equal(v->rate, lint_rate(&l), 1e-9);
	lint_release(&l);
	lexicon_free(lex);
}

static void is_what_lint_says(void **state)
{
	struct archive_case *c = *state;
	struct vagueness_reader *r = vagueness_new(c->store);
	struct version_spans spans = { 0 };
	const char *const languages[] = { "en", "fr", NULL };
	struct vagueness v;
	cJSON *o;

	for (int i = 0; i < TEXTS; i++)
		change_case_keep(
			c->store, &(struct change_case){ .text = texts[i],
					  .seen_ns = (i + 1) * day });
	assert_int_equal(
		version_spans(&spans, c->store, "Exemple", "Privacy Policy"),
		0);
	assert_int_equal(spans.n, TEXTS);
	for (int i = 0; i < TEXTS * 2; i++) {
		const struct version_span *span = &spans.v[i / 2];

		assert_int_equal(vagueness_read(&v, r, span), 0);
		o = vagueness_json(&v, span);
		if (languages[i / 2] == NULL) {
			assert_null(v.language);
			assert_true(cJSON_IsNull(o));
		} else {
			assert_string_equal(v.language, languages[i / 2]);
			assert_as_lint(&v, texts[i / 2]);
			assert_int_equal(
				cJSON_GetObjectItem(o, "version")->valueint,
				span->number);
		}
		cJSON_Delete(o);
	}
	vagueness_free(r);
	version_spans_release(&spans);
}

static void tells_what_is_gone(void **state)
{
	struct archive_case *c = *state;
	struct vagueness_reader *r = vagueness_new(c->store);
	struct version_span span = { .number = 1 };
	struct vagueness v;

	assert_int_not_equal(vagueness_read(&v, r, &span), 0);
	assert_int_not_equal(vagueness_read(&v, r, &span), 0);
	vagueness_free(r);
	vagueness_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(is_what_lint_says,
			archive_case_setup, archive_case_teardown),
		cmocka_unit_test_setup_teardown(tells_what_is_gone,
			archive_case_setup, archive_case_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
