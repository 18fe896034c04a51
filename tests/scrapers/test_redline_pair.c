/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_pair.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Partners of the new blocks as digits of old ones, "-" for none; a moved
 * one has a "m" behind it. */
static void expect(const char *old, const char *new, const char *want)
{
	struct blocks a = { 0 }, b = { 0 };
	struct pairing p = { 0 };
	struct str got = { 0 };

	blocks_split(&a, old, strlen(old));
	blocks_split(&b, new, strlen(new));
	redline_pair(&p, &a, &b);
	str_puts(&got, "");
	for (size_t j = 0; j < b.n; j++) {
		if (p.to_old[j] == PAIR_NONE)
			str_putc(&got, '-');
		else
			str_printf(&got, "%zu%s", p.to_old[j],
				p.moved[j] ? "m" : "");
	}
	assert_string_equal(got.p, want);
	str_release(&got);
	redline_pair_release(&p);
	blocks_release(&a);
	blocks_release(&b);
}

static void pairs_are_found(void **state)
{
	(void)state;
	expect("* a\n* b\n* c\n", "* a\n* c\n", "02");
	expect("* x\n* a\n* x\n* b\n* x\n", "* x\n* b\n* x\n", "034");
	expect("* the short one that moves\n* a very much longer one that "
	       "therefore has to stay here\n",
		"* a very much longer one that therefore has to stay here\n"
		"* the short one that moves\n",
		"10m");
	expect("* one two three four\n* five six seven eight\n",
		"* five six seven nine\n* one two three ten\n", "1-");
	expect("* a\n* tiny\n* bbbbbbbbbbbbbbbbbbbbbbbb\n",
		"* tiny\n* bbbbbbbbbbbbbbbbbbbbbbbb\n* a\n", "12-");
}

/* Boxes too large for the table: partners by rare words. */
static void large_boxes_are_aligned(void **state)
{
	struct str old = { 0 }, new = { 0 };
	struct blocks a = { 0 }, b = { 0 };
	struct pairing p = { 0 };

	(void)state;
	for (int i = 0; i < 300; i++) {
		str_printf(&old, "* item k%d and l%d are old\n", i, i);
		str_printf(&new, "* item k%d and l%d are new\n", i, i);
	}
	blocks_split(&a, old.p, old.len);
	blocks_split(&b, new.p, new.len);
	redline_pair(&p, &a, &b);
	for (size_t j = 0; j < 300; j++) {
		assert_int_equal(p.to_old[j], j);
		assert_false(p.moved[j]);
	}
	redline_pair_release(&p);
	blocks_release(&a);
	blocks_release(&b);
	str_release(&old);
	str_release(&new);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_are_found),
		cmocka_unit_test(large_boxes_are_aligned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
