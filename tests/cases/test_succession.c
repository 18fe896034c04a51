/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/succession.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define MANY 16

/* A span for each letter; a small one is the page before it, read by other
 * rules. */
static void make(struct version_spans *out, struct version_span room[MANY],
	const char *letters)
{
	*out = (struct version_spans){ .v = room };
	for (size_t i = 0; letters[i] != '\0'; i++) {
		struct version_span *one = &room[out->n];
		bool technical = letters[i] >= 'a';
		int number = out->n > 0 ? room[out->n - 1].number : 0;

		*one = (struct version_span){ .sightings = 2,
			.number = number + !technical };
		digest_of(&one->text, &letters[i], 1);
		one->first.seen_ns = (int64_t)(10 * i);
		one->last.seen_ns = (int64_t)(10 * i + 5);
		out->n++;
	}
}

/* "last next between flags" of two spans by place. */
static void expect(
	const char *letters, size_t old, size_t new, const char *want)
{
	struct version_span room[MANY];
	struct version_spans spans;
	struct succession s;
	char got[64];

	make(&spans, room, letters);
	succession_read(&s, &spans, &room[old], &room[new]);
	snprintf(got, sizeof(got), "%zu %zu %zu%s%s%s%s",
		(size_t)(s.last_old - room), (size_t)(s.next - room), s.between,
		s.replaced ? " replaced" : "", s.returned ? " returned" : "",
		s.again ? " again" : "", s.already ? " already" : "");
	if (strcmp(got, want) != 0)
		fail_msg("%s: '%s', not '%s'", letters, got, want);
}

static void in_a_row(void **state)
{
	(void)state;
	expect("AB", 0, 1, "0 1 0 replaced");
	expect("ABC", 0, 2, "0 1 1 replaced");
	expect("ABCBD", 0, 4, "0 1 2 replaced");
}

static void comes_back(void **state)
{
	(void)state;
	expect("ABABAC", 0, 5, "4 5 1 replaced returned");
	expect("ABABAC", 2, 5, "4 5 1 replaced returned");
	expect("ABABAC", 0, 1, "0 1 0 replaced again");
	expect("BAB", 1, 2, "1 2 0 replaced already");
	expect("BA", 1, 0, "1 1 0 already");
}

/* A small letter is the page before it, read by other rules. */
static void technical(void **state)
{
	struct version_span room[MANY];
	struct version_spans spans;

	(void)state;
	expect("AaB", 0, 2, "1 2 0 replaced");
	expect("AXxB", 0, 3, "0 1 1 replaced");
	make(&spans, room, "AaBa");
	assert_true(succession_same_text(&spans, &room[0].text, &room[1].text));
	assert_true(succession_same_text(&spans, &room[3].text, &room[0].text));
	assert_true(succession_same_text(&spans, &room[0].text, &room[0].text));
	make(&spans, room, "AaB");
	assert_false(
		succession_same_text(&spans, &room[0].text, &room[2].text));
}

static void all_sightings(void **state)
{
	struct version_span room[MANY];
	struct version_spans spans;
	struct succession_text t;

	(void)state;
	make(&spans, room, "ABABAC");
	succession_text(&t, &spans, &room[2]);
	assert_int_equal(t.first->seen_ns, 0);
	assert_int_equal(t.last->seen_ns, 45);
	assert_int_equal(t.sightings, 6);
	succession_text(&t, &spans, &room[5]);
	assert_int_equal(t.sightings, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_a_row),
		cmocka_unit_test(comes_back),
		cmocka_unit_test(technical),
		cmocka_unit_test(all_sightings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
