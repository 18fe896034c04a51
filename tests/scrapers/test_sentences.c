/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/sentences.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static void read_text(struct sentences *s, const char *markdown)
{
	if (sentences_read(s, markdown, strlen(markdown)) != 0)
		fail_msg("%s", err_message());
}

static void expect(const struct sentences *s, size_t i, const char *text)
{
	assert_true(i < s->n);
	assert_int_equal(s->v[i].len, strlen(text));
	assert_memory_equal(sentences_text(s, i), text, strlen(text));
}

static void ends(void **state)
{
	struct sentences s = { 0 };

	(void)state;
	read_text(&s, "We share it. We do not *sell*\nit! Partners, e.g. "
		      "Exemple Inc. of Paris. \"Why?\" 12 reasons.");
	assert_int_equal(s.n, 5);
	expect(&s, 0, "We share it.");
	expect(&s, 1, "We do not sell it!");
	expect(&s, 2, "Partners, e.g. Exemple Inc. of Paris.");
	expect(&s, 3, "\"Why?\"");
	expect(&s, 4, "12 reasons.");
	sentences_release(&s);
}

static void sections(void **state)
{
	struct sentences s = { 0 };

	(void)state;
	read_text(&s, "Above.\n\n# Privacy\n\n## Sharing\n\nOne.\n\n## Other"
		      "\n\nTwo.");
	assert_int_equal(s.n, 6);
	assert_string_equal(sentences_section(&s, 0), "");
	assert_true(s.v[1].heading);
	assert_string_equal(sentences_section(&s, 3), "Privacy > Sharing");
	assert_string_equal(sentences_section(&s, 5), "Privacy > Other");
	sentences_release(&s);
}

static void lists(void **state)
{
	struct sentences s = { 0 };

	(void)state;
	read_text(&s, "We do not share with:\n\n* a\n* some:\n  * b\n\nNext."
		      "\n\n* c");
	assert_int_equal(s.n, 6);
	assert_int_equal(s.v[1].lead, 1);
	assert_int_equal(s.v[2].lead, 1);
	assert_int_equal(s.v[3].lead, 3);
	assert_int_equal(s.v[4].lead, 0);
	assert_int_equal(s.v[5].lead, 0);
	sentences_release(&s);
}

static void links(void **state)
{
	struct sentences s = { 0 };

	(void)state;
	read_text(&s, "See [them](https://exemple.net/p). And more.");
	assert_int_equal(s.n, 2);
	assert_memory_equal(
		sentences_links(&s, 0), "https://exemple.net/p ", 22);
	assert_int_equal(s.v[0].links_len, 22);
	assert_int_equal(s.v[1].links_len, 0);
	sentences_release(&s);
}

static void long_ones(void **state)
{
	static char text[3 * SENTENCES_BYTES];
	struct sentences s = { 0 };
	size_t sum = 0;

	(void)state;
	for (size_t i = 0; i + 1 < sizeof(text); i += 2)
		memcpy(text + i, "\xC3\xA9", 2);
	text[sizeof(text) - 2] = '\0';
	read_text(&s, text);
	for (size_t i = 0; i < s.n; i++) {
		assert_in_range(s.v[i].len, 1, SENTENCES_BYTES);
		assert_int_equal(s.v[i].len % 2, 0);
		sum += s.v[i].len;
	}
	assert_int_equal(sum, strlen(text));
	sentences_release(&s);
}

static void refuses(void **state)
{
	struct sentences s = { 0 };

	(void)state;
	assert_int_equal(sentences_read(&s, "\xFF", 1), ERR_PARSE);
	assert_int_equal(s.n, 0);
	read_text(&s, "");
	assert_int_equal(s.n, 0);
	sentences_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends),
		cmocka_unit_test(sections),
		cmocka_unit_test(lists),
		cmocka_unit_test(links),
		cmocka_unit_test(long_ones),
		cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
