/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/css_selector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/str.h"

static void test_structure(void **state)
{
	struct css_selector s = { 0 };
	const struct css_compound *p;

	(void)state;
	assert_int_equal(
		css_selector_read(
			&s, "Main > p.note:nth-last-of-type(2n-1), *", false),
		0);
	p = s.list->last;
	assert_int_equal(p->before, '>');
	assert_int_equal(p->tests->kind, CSS_TYPE);
	assert_string_equal(p->tests->name, "p");
	assert_int_equal(p->tests->next->kind, CSS_CLASS);
	assert_int_equal(p->tests->next->next->kind, CSS_NTH);
	assert_int_equal(p->tests->next->next->step, 2);
	assert_int_equal(p->tests->next->next->offset, -1);
	assert_true(p->tests->next->next->from_end);
	assert_true(p->tests->next->next->of_type);
	assert_null(p->tests->next->next->next);
	assert_ptr_equal(p->left, s.list->first);
	assert_ptr_equal(p->left->right, p);
	assert_string_equal(p->left->tests->name, "main");
	assert_int_equal(s.list->next->last->tests->kind, CSS_ANY);
	assert_null(s.list->next->next);
	css_selector_release(&s);
	assert_null(s.list);
}

/* What the end of the selector leaves open is closed. */
static void test_open_end(void **state)
{
	static const char *const open[] = { "a[b='c", "a[b", "a[b=c",
		"a:not(.b", "a:nth-child(2", "a:not([b='(", "a:has(> b:is(c" };
	struct css_selector s = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(open) / sizeof(*open); i++) {
		if (css_selector_read(&s, open[i], false) != 0)
			fail_msg("%s", err_message());
		css_selector_release(&s);
	}
}

static void test_chain(void **state)
{
	struct css_selector s = { 0 };
	struct str text = { 0 };

	(void)state;
	for (int i = 1; i < CSS_CHAIN; i++)
		str_puts(&text, "a>");
	str_puts(&text, "b");
	assert_int_equal(css_selector_read(&s, text.p, false), 0);
	css_selector_release(&s);
	str_puts(&text, ">c");
	assert_int_equal(css_selector_read(&s, text.p, false), ERR_INVALID);
	assert_null(s.list);
	assert_non_null(strstr(
		err_message(), "column 129: 'a longer selector' is not"));
	str_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_structure),
		cmocka_unit_test(test_open_end),
		cmocka_unit_test(test_chain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
