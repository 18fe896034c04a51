/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void put(struct str *out, const char *open, const char *close,
	const struct diff_text *t, const struct diff_range *range)
{
	size_t len;
	const char *bytes = diff_bytes(t, range, &len);

	if (len == 0)
		return;
	str_puts(out, open);
	str_add(out, bytes, len);
	str_puts(out, close);
}

static void expect(const char *old, const char *new, const char *want)
{
	struct diff d = { 0 };
	struct diff_range kept = { 0, 0 };
	struct str got = { 0 }, made = { 0 };

	redline_mark(&d, old, strlen(old), new, strlen(new));
	str_puts(&got, "");
	for (size_t i = 0; i < d.n; i++) {
		kept.n = d.v[i].old.at - kept.at;
		put(&got, "", "", &d.old, &kept);
		put(&got, "[-", "-]", &d.old, &d.v[i].old);
		put(&got, "{+", "+}", &d.new, &d.v[i].new);
		kept.at = d.v[i].old.at + d.v[i].old.n;
	}
	kept.n = d.old.n - kept.at;
	put(&got, "", "", &d.old, &kept);
	assert_string_equal(got.p, want);
	str_puts(&made, "");
	assert_int_equal(diff_apply(&made, &d), 0);
	assert_string_equal(made.p, new);
	str_release(&got);
	str_release(&made);
	diff_release(&d);
}

static void marks_read_well(void **state)
{
	(void)state;
	expect("", "", "");
	expect("same", "same", "same");
	expect("the red cat", "the black cat", "the [-red-]{+black+} cat");
	expect("of the watch, the steps and", "of our products, your data and",
		"of [-the watch, the steps-]{+our products, your data+} and");
	expect("It is kept. You may write.",
		"It is kept. It is safe. You may write.",
		"It is kept. {+It is safe. +}You may write.");
	expect("a, b and c", "a, b, x and c", "a, b{+, x+} and c");
	expect("We share your data with nobody at all ever.",
		"Cookies are small files which every browser keeps somewhere.",
		"[-We share your data with nobody at all ever-]{+Cookies are "
		"small files which every browser keeps somewhere+}.");
}

static void any_bytes_are_exact(void **state)
{
	(void)state;
	expect("a \xff b", "a \xfe b", "a [-\xff-]{+\xfe+} b");
	expect("\u05d0 e\u0301 x", "\u05d0 e x", "\u05d0 [-e\u0301-]{+e+} x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_read_well),
		cmocka_unit_test(any_bytes_are_exact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
