/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/round.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "archive_case.h"
#include "base/mem.h"

enum { MANY = 200 };

/* What was heard, and when to stop. */
struct heard {
	struct archive_case *c;
	size_t n, stop_at;
	char last[80];
	int end_with; /* what the hearer says to the last */
};

static int hear(const struct capture_result *r, void *ctx)
{
	struct heard *h = ctx;

	assert_int_equal(r->outcome, CAPTURE_NEW);
	assert_true(r->version > 0 || r->snapshot == 0);
	/* In the order they were added. */
	assert_true(strcmp(h->last, r->terms) < 0);
	snprintf(h->last, sizeof(h->last), "%s", r->terms);
	h->n++;
	return h->end_with;
}

static bool stop(void *ctx)
{
	const struct heard *h = ctx;

	return h->stop_at > 0 && h->c->requests >= h->stop_at;
}

/* A round of MANY terms of one service. */
static int run_many(struct archive_case *c, struct heard *h)
{
	const struct capture_options o = {
		.fetch = { .send = archive_case_send, .ctx = c },
		.fn = hear,
		.stop = stop,
		.ctx = h,
	};
	struct job_declared *declared = mem_new(1, sizeof(*declared));
	struct str text = { 0 };
	struct round r;
	int rc;

	h->c = c;
	c->page = "<main>one</main>";
	str_puts(&text, "{\"name\": \"E\", \"terms\": {");
	for (int i = 0; i < MANY; i++)
		str_printf(&text,
			"%s\"Terms %04d\": {\"fetch\": \"https://a.test/%d\","
			"\"select\": \"main\"}",
			i > 0 ? "," : "", i, i);
	str_puts(&text, "}}");
	assert_int_equal(declaration_parse(&declared->declaration, "E.json",
				 text.p, text.len),
		0);
	rc = round_open(&r, c->store, &o);
	assert_int_equal(rc, 0);
	for (size_t i = 0; i < declared->declaration.n; i++) {
		assert_false(round_is_full(&r));
		assert_int_equal(round_add(&r, declared,
					 &declared->declaration.terms[i]),
			0);
	}
	rc = round_run(&r);
	assert_int_equal(r.n, 0);
	round_close(&r);
	str_release(&text);
	return rc;
}

static void all_are_told_in_order(void **state)
{
	struct heard h = { 0 };

	assert_int_equal(run_many(*state, &h), 0);
	assert_int_equal(h.n, MANY);
	assert_int_equal(h.c->requests, MANY);
}

static void a_stop_keeps_what_is_settled(void **state)
{
	struct heard h = { .stop_at = 70 };

	assert_int_equal(run_many(*state, &h), 0);
	assert_int_equal(h.n, 70);
	assert_int_equal(h.c->requests, 70);
}

static void the_hearer_can_end_it(void **state)
{
	struct heard h = { .end_with = ERR_IO };

	assert_int_equal(run_many(*state, &h), ERR_IO);
	assert_int_equal(h.n, 1);
}

int main(void)
{
#define CASE(test)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		test, archive_case_setup, archive_case_teardown)
	const struct CMUnitTest tests[] = {
		CASE(all_are_told_in_order),
		CASE(a_stop_keeps_what_is_settled),
		CASE(the_hearer_can_end_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
