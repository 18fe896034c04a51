/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/search_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "archive/passage.h"
#include "search_case.h"

static int count_hit(const struct passage_hit *hit, void *ctx)
{
	(void)hit;
	++*(int *)ctx;
	return 0;
}

static int count(struct store *s, const char *words)
{
	struct passage_query q = { .words = words };
	int n = 0;

	assert_int_equal(passage_each(s, &q, count_hit, &n), 0);
	return n;
}

static int64_t update(struct store *s, int64_t unreadable)
{
	struct search_index_result r = { 0 };

	assert_int_equal(search_index_update(&r, s, NULL), 0);
	assert_int_equal(r.unreadable, unreadable);
	return r.added;
}

static void only_what_is_missing_is_added(void **state)
{
	struct archive_case *c = *state;

	assert_int_equal(update(c->store, 0), 0);
	search_case_add(c->store, "Exemple", 1, "# Un\n\n- deux\n- trois\n");
	search_case_add(c->store, "Exemple", 2,
		"# Un\n\n| a | quatre |\n"
		"|---|---|\n| b | c |\n");
	assert_int_equal(update(c->store, 0), 2);
	assert_int_equal(update(c->store, 0), 0);
	assert_int_equal(count(c->store, "un"), 1);
	assert_int_equal(count(c->store, "trois"), 1);
	assert_int_equal(count(c->store, "a quatre"), 1);
	search_case_add(c->store, "Exemple", 3, "# Un\n\n- trois\n");
	assert_int_equal(update(c->store, 0), 1);
	assert_int_equal(count(c->store, "trois"), 2);
}

/* More texts than one transaction takes. */
static void in_steps(void **state)
{
	struct archive_case *c = *state;
	char text[64];

	for (int i = 0; i < 70; i++) {
		snprintf(text, sizeof(text), "Toujours.\n\nTexte %d.\n", i);
		search_case_add(c->store, "Exemple", i, text);
	}
	assert_int_equal(update(c->store, 0), 70);
	assert_int_equal(count(c->store, "toujours"), 1);
	assert_int_equal(count(c->store, "texte"), 70);
}

/* A text whose bytes are gone is passed over, and counted. */
static void texts_that_are_gone(void **state)
{
	struct archive_case *c = *state;
	struct digest d;

	search_case_add(c->store, "Exemple", 1, "Secret.\n");
	search_case_add(c->store, "Exemple", 2, "Ouvert.\n");
	assert_int_equal(update(c->store, 0), 2);
	digest_of(&d, "Secret.\n", 8);
	assert_int_equal(object_empty(c->store, &d), 0);
	assert_int_equal(count(c->store, "ouvert"), 0);
	assert_int_equal(update(c->store, 1), 2);
	assert_int_equal(count(c->store, "secret"), 0);
	assert_int_equal(count(c->store, "ouvert"), 1);
}

static void no_good_markdown_is_taken_by_lines(void **state)
{
	struct markdown md = { 0 };

	(void)state;
	assert_int_equal(search_index_split(&md,
				 "a\n\nb\xFF"
				 "c\n",
				 7),
		0);
	assert_int_equal(md.n, 2);
	assert_string_equal(md.blocks[0].cells->runs->text, "a");
	assert_string_equal(md.blocks[1].cells->runs->text, "b\xEF\xBF\xBD"
							    "c");
	markdown_release(&md);
	assert_int_equal(search_index_split(&md, "", 0), 0);
	assert_int_equal(md.n, 0);
	markdown_release(&md);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(only_what_is_missing_is_added,
			archive_case_setup, archive_case_teardown),
		cmocka_unit_test_setup_teardown(
			in_steps, archive_case_setup, archive_case_teardown),
		cmocka_unit_test_setup_teardown(texts_that_are_gone,
			archive_case_setup, archive_case_teardown),
		cmocka_unit_test(no_good_markdown_is_taken_by_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
