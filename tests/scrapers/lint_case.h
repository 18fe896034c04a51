/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCRAPERS_LINT_CASE_H
#define TESTS_SCRAPERS_LINT_CASE_H

/* A text read as Markdown and judged; include behind cmocka.h. */

#include <string.h>

#include "scrapers/lint.h"

static struct lexicon *open_lexicon(const char *language)
{
	struct lexicon *lex = NULL;

	assert_int_equal(lexicon_open(&lex, language), 0);
	return lex;
}

static struct lint judged(const char *text, const struct lexicon *lex)
{
	struct lint l = { 0 };

	assert_int_equal(lint_read(&l, text, strlen(text)), 0);
	assert_int_equal(lint_judge(&l, lex, false), 0);
	return l;
}

#endif
