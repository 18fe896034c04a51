/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/mentions_choice.h"

#include "sample.h"

static struct mentions_question question(const struct sample *s)
{
	return (struct mentions_question){
		.store = s->store, .term = "notifications", .at = "2018-09-03"
	};
}

static size_t choose(struct sample *s, bool with_case, const char *service,
	const char *terms)
{
	struct mentions_question q = question(s);
	struct mentions m = { 0 };
	size_t n;

	sample_must(mentions_ask(&m, &q));
	sample_must(
		mentions_choose(&m, with_case ? &s->c : NULL, service, terms));
	n = m.n;
	mentions_release(&m);
	return n;
}

static void documents(void **state)
{
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	assert_int_equal(choose(&s, true, NULL, NULL), 1);
	assert_int_equal(choose(&s, true, "montre exemple", NULL), 1);
	assert_int_equal(choose(&s, false, "Montre Exemple", NULL), 1);
	assert_int_equal(choose(&s, false, "Montre Exemple", "Cookies"), 1);
	sample_close(&s);
}

static void none(void **state)
{
	struct mentions_question q;
	struct mentions m = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	q = question(&s);
	sample_must(mentions_ask(&m, &q));
	assert_int_equal(
		mentions_choose(&m, &s.c, "Autre", NULL), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "'Autre'"));
	assert_int_equal(mentions_choose(&m, NULL, NULL, NULL), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "names no policies;"));
	mentions_release(&m);
	sample_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents),
		cmocka_unit_test(none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
