/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_kind.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/json.h"
#include "scrapers/redline_html.h"
#include "scrapers/redline_write.h"

#define A "We collect your name, your address and your steps.\n\n"
#define B "We keep them for one year after your last visit.\n\n"
#define C "You may write to us about all of this at any time.\n\n"

/* The kinds of what is seen, in order: "news numbers". */
static void kinds_are(const char *old, const char *new, const char *want)
{
	struct redline r = { 0 };
	struct kind k = { 0 };
	struct str got = { 0 };

	str_puts(&got, "");
	redline_make(&r, old, strlen(old), new, strlen(new));
	for (size_t i = 0; i < r.n; i++) {
		if (!redline_visible(&r, &r.v[i]))
			continue;
		redline_kind(&k, &r, &r.v[i]);
		if (got.len > 0)
			str_putc(&got, ' ');
		str_puts(&got, kind_name(k.code));
		assert_true(kind_reason(k.rule)[0] != '\0');
	}
	assert_string_equal(got.p, want);
	str_release(&got);
	kind_release(&k);
	redline_release(&r);
}

static void each_change_has_a_kind(void **state)
{
	(void)state;
	kinds_are(A, A, "");
	kinds_are(A, A B, "news");
	kinds_are(A B, A, "news");
	kinds_are(A "Some [link](https://a.example/) here.\n",
		A "Some [link](https://b.example/) here.\n", "address");
	kinds_are(A "## Who we are\n\n" B, A "## **WHO WE ARE**\n\n" B,
		"cosmetic");
	kinds_are("Last updated: 3 May 2023\n\n" A,
		"Last updated: 4 June 2024\n\n" A, "date-line");
	kinds_are(A, "Last updated: 4 June 2024\n\n" A, "date-line");
	kinds_are("We keep it for 30 days.\n\n" A,
		"We keep it for 90 days.\n\n" A, "numbers");
	kinds_are("# H\n\n" A B C, "# H\n\n" C A B, "moved");
	kinds_are(
		"# H\n\n" A B C, "# H\n\n" C "* * *\n\n" A B, "moved cosmetic");
	kinds_are("# H\n\n" A B C,
		"# H\n\n" B C "We collect your name, your address, all.\n",
		"news");
	kinds_are("## Data\n\nWe sell it.\n\n" A,
		"## DATA\n\nWe sell none of it.\n\n" A, "cosmetic news");
}

/* A clause in capitals that also gains a word is news, however long it is. */
static void large_loss_is_news(void **state)
{
	struct str old = { 0 };

	(void)state;
	for (int i = 0; i < 200; i++)
		str_printf(&old, "word%c ", 'a' + i % 20);
	str_puts(&old, "\n\n" A);
	kinds_are(old.p, A, "news");
	str_release(&old);
}

static void some_are_shown(void **state)
{
	static const char old[] =
		"## Data\n\n" A B C "[Here](https://one.example/)\n";
	static const char new[] =
		"## DATA\n\n" A C "[Here](https://two.example/)\n\nMore.\n";
	struct redline r = { 0 };
	struct redline_rest rest = { 0 };
	const struct redline_look look = { 9, false, &rest };
	const struct redline_page page = { 9, false, "1", "2", &rest };
	struct str out = { 0 };
	cJSON *json;

	(void)state;
	redline_make(&r, old, strlen(old), new, strlen(new));
	redline_only(&rest, &r, 1u << KIND_NEWS);
	assert_int_equal(rest.n, 2);
	assert_int_equal(rest.of[KIND_ADDRESS], 1);
	assert_int_equal(redline_write_terminal(&out, &r, &look), 0);
	assert_non_null(strstr(out.p, "one year"));
	assert_non_null(strstr(out.p, "+ More."));
	assert_null(strstr(out.p, "DATA\n"));
	assert_null(strstr(out.p, "two.example"));
	assert_non_null(strstr(out.p,
		"changes of other kinds not shown: 2 (1 address, 1 "
		"cosmetic)\n"));
	assert_null(strstr(out.p, "blank space"));
	str_clear(&out);
	assert_int_equal(redline_html(&out, &r, &page), 0);
	assert_non_null(strstr(out.p, "not shown: 2 (1 address"));
	assert_null(strstr(out.p, "two.example"));
	json = redline_rest_json(&rest);
	assert_int_equal(json_integer(json, "cosmetic", 0), 1);
	assert_int_equal(cJSON_GetArraySize(json), 2);
	cJSON_Delete(json);
	str_release(&out);
	redline_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_change_has_a_kind),
		cmocka_unit_test(large_loss_is_news),
		cmocka_unit_test(some_are_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
