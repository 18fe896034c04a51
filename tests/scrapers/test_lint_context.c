/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/lint_context.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A sentence in which each letter stands for a word: r a reader, v the vendor,
 * d a denial, x an exception, * the word in question. */
static struct lint_place place(struct lint_marks *m, const char *text)
{
	static const char kinds[] = "rvdx";
	struct lint_place p = { .to = strlen(text) };

	for (size_t i = p.to; i-- > 0;) {
		const char *kind = strchr(kinds, text[i]);

		if (text[i] == '*')
			p.at = i;
		else if (kind != NULL)
			lint_context_add(m,
				(enum lexicon_context)(kind - kinds), i, i + 1);
	}
	lint_context_ready(m);
	return p;
}

static void check(const char *text, bool denied, bool reader)
{
	struct lint_marks m = { 0 };
	struct lint_place p = place(&m, text);

	assert_int_equal(lint_context_is_denied(&m, &p), denied);
	assert_int_equal(lint_context_is_reader(&m, &p), reader);
	lint_context_release(&m);
}

static void tells_denials(void **state)
{
	(void)state;
	check("", false, false);
	check(".....*", false, false);
	check("v d ..*", true, false);
	check("....* d", false, false);
	check("v d . v *", false, false);
	check("v d . * x", false, false);
	check("x v d . *", false, false);
}

static void tells_readers(void **state)
{
	(void)state;
	check("r ...*", false, true);
	check("r . v *", false, false);
	check("v . r *", false, true);
	check("...... * r", false, false);
	check("* r", false, true);
	check("* v r", false, false);
	check("\"* r", false, true);
}

/* Other sentences do not count, nor a denial far away. */
static void keeps_to_the_sentence(void **state)
{
	struct lint_marks m = { 0 };
	struct lint_place p = { .from = 100, .to = 1000, .at = 150 };

	(void)state;
	lint_context_add(&m, LEXICON_DENIAL, 90, 93);
	lint_context_add(&m, LEXICON_EXCEPTION, 1000, 1004);
	lint_context_add(&m, LEXICON_READER, 95, 98);
	lint_context_ready(&m);
	assert_false(lint_context_is_denied(&m, &p));
	assert_false(lint_context_is_reader(&m, &p));
	lint_context_add(&m, LEXICON_DENIAL, 110, 113);
	lint_context_ready(&m);
	assert_true(lint_context_is_denied(&m, &p));
	p.at = 900;
	assert_false(lint_context_is_denied(&m, &p));
	lint_context_release(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_denials),
		cmocka_unit_test(tells_readers),
		cmocka_unit_test(keeps_to_the_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
