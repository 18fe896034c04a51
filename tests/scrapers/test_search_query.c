/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/search_query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/str.h"

/* A tree as text: "(a & [such as] ~3 b*)". */
static void put(struct str *out, const struct passage_query *q)
{
	static const char *const signs[] = { "", " ~", " & ", " | ", " - " };

	if (q->op == PASSAGE_PHRASE) {
		str_printf(out, "[%s]%s", q->words, q->prefix ? "*" : "");
		return;
	}
	str_putc(out, '(');
	put(out, q->left);
	str_puts(out, signs[q->op]);
	if (q->op == PASSAGE_NEAR)
		str_printf(out, "%d ", q->distance);
	put(out, q->right);
	str_putc(out, ')');
}

static void reads(const char *text, const char *want)
{
	struct search_query q = { 0 };
	struct str out = { 0 };

	if (search_query_parse(&q, text) != 0)
		fail_msg("%s: %s", text, err_message());
	put(&out, q.root);
	assert_string_equal(out.p, want);
	str_release(&out);
	search_query_release(&q);
}

static void refuses(const char *text, const char *message)
{
	struct search_query q = { 0 };

	assert_int_equal(search_query_parse(&q, text), ERR_PARSE);
	if (strstr(err_message(), message) == NULL)
		fail_msg("%s: %s", text, err_message());
	assert_null(q.root);
}

static void words_phrases_prefixes(void **state)
{
	(void)state;
	reads("such", "[such]");
	reads("such as", "([such] & [as])");
	reads("\"such as\"", "[such as]");
	reads("  partner*\t", "[partner]*");
	reads("\"third part\"*", "[third part]*");
	reads("a\"b c\"", "([a] & [b c])");
	reads("e-mail", "[e-mail]");
	/* What is syntax to the index is none here. */
	reads("body:x", "[body:x]");
	reads("^a b'c", "([^a] & [b'c])");
}

static void operators_bind_by_rank(void **state)
{
	(void)state;
	reads("a OR b c", "([a] | ([b] & [c]))");
	reads("a AND b OR c", "(([a] & [b]) | [c])");
	reads("a b NOT c", "([a] & ([b] - [c]))");
	reads("(a OR b) c", "(([a] | [b]) & [c])");
	reads("a NEAR b*", "([a] ~10 [b]*)");
	reads("a NOT b NEAR/3 \"c d\"", "([a] - ([b] ~3 [c d]))");
	reads("and or not near", "((([and] & [or]) & [not]) & [near])");
	reads("\"AND\"", "[AND]");
}

static void refusals_name_the_column(void **state)
{
	(void)state;
	refuses("", "column 1: a word to look for is expected");
	refuses("   ", "column 4: a word");
	refuses("NOT a", "column 1: a word");
	refuses("a AND OR b", "column 7: a word");
	refuses("é \"such as", "column 3: the quotation mark is not closed");
	refuses("(a", "column 1: the bracket is not closed");
	refuses("a)", "column 2: a bracket closes here");
	refuses("a -", "column 3: there is no letter or digit");
	refuses("\"--\"", "column 1: there is no letter");
	refuses("*", "column 1: there is no letter");
	refuses("a NEAR/x b", "column 3: behind 'NEAR/'");
	refuses("a NEAR/0 b", "from 1 to 1000");
	refuses("a NEAR/1001 b", "from 1 to 1000");
	refuses("a NEAR/99999999999999999999 b", "from 1 to 1000");
	refuses("a NEAR (b c)", "column 3: NEAR stands between two words");
	refuses("a NEAR b NEAR c", "NEAR stands between");
	refuses("\xC3(", "not UTF-8");
}

static void sizes_are_bounded(void **state)
{
	char deep[100], *wide = malloc(5001);

	(void)state;
	memset(deep, '(', 99);
	deep[99] = '\0';
	refuses(deep, "column 33: more than 32 brackets");
	memset(wide, 'a', 5000);
	wide[5000] = '\0';
	refuses(wide, "longer than 4096 bytes");
	free(wide);
}

static void a_wording_has_no_syntax(void **state)
{
	struct search_query q = { 0 };

	(void)state;
	assert_int_equal(search_query_phrase(&q, "a AND (b* \"c"), 0);
	assert_int_equal(q.root->op, PASSAGE_PHRASE);
	assert_string_equal(q.root->words, "a AND (b* \"c");
	assert_false(q.root->prefix);
	search_query_release(&q);
	assert_int_equal(search_query_phrase(&q, "…"), ERR_PARSE);
	assert_non_null(strstr(err_message(), "no letter or digit"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_phrases_prefixes),
		cmocka_unit_test(operators_bind_by_rank),
		cmocka_unit_test(refusals_name_the_column),
		cmocka_unit_test(sizes_are_bounded),
		cmocka_unit_test(a_wording_has_no_syntax),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
