/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/reply.h"

#include "sample.h"

#define SENT                                                                   \
	"{\"id\":\"q\",\"direction\":\"sent\",\"at\":\"2018-09-14\","          \
	"\"channel\":\"email\",\"party\":\"vendor\",\"kind\":"
#define ANSWER(kind, at)                                                       \
	",{\"id\":\"r\",\"direction\":\"received\",\"at\":\"" at               \
	"\",\"channel\":\"email\",\"party\":\"vendor\",\"kind\":\"" kind       \
	"\",\"answers\":[\"q\"]}"

static void find(struct reply *out, struct sample *s, const char *letters,
	const char *today)
{
	struct str patch = { 0 };
	struct zone *zone = NULL;

	str_printf(&patch,
		"{\"correspondence\":[%s],\"grievances\":[],"
		"\"facts\":[]}",
		letters);
	sample_change(s, patch.p);
	sample_must(zone_open(&zone, "Europe/Paris"));
	sample_must(reply_find(out, &s->c,
		case_json_list(&s->c, "correspondence")->child,
		&(struct reply_view){
			.day = wording_day(sample_ns(today), zone),
			.zone = zone,
			.country = "fr" }));
	zone_free(zone);
	str_release(&patch);
}

static void states(void **state)
{
	struct sample s;
	struct reply r;

	(void)state;
	sample_open(&s, NULL);
	find(&r, &s, SENT "\"access-request\"}", "2018-10-15T10:00:00Z");
	assert_true(r.statutory);
	assert_false(r.received_known);
	assert_int_equal(r.state, REPLY_RUNNING);
	find(&r, &s, SENT "\"access-request\"}", "2018-10-16T10:00:00Z");
	assert_int_equal(r.state, REPLY_MISSED);
	find(&r, &s, SENT "\"access-request\"}" ANSWER("answer", "2018-10-15"),
		"2018-11-16T10:00:00Z");
	assert_int_equal(r.state, REPLY_MET);
	find(&r, &s, SENT "\"access-request\"}" ANSWER("answer", "2018-10-16"),
		"2018-11-16T10:00:00Z");
	assert_int_equal(r.state, REPLY_LATE);
	find(&r, &s,
		SENT "\"access-request\"}" ANSWER("extension", "2018-10-01"),
		"2018-11-16T10:00:00Z");
	assert_int_equal(r.months, 3);
	assert_int_equal(r.state, REPLY_RUNNING);
	find(&r, &s, SENT "\"question\"}", "2019-11-16T10:00:00Z");
	assert_false(r.statutory);
	assert_int_equal(r.state, REPLY_MET);
	find(&r, &s, SENT "\"question\",\"articles\":[\"GDPR 15\"]}",
		"2019-11-16T10:00:00Z");
	assert_true(r.statutory);
	sample_close(&s);
}

/* The list's order is not that of the days. */
static void earliest_answer(void **state)
{
	struct sample s;
	struct reply r;

	(void)state;
	sample_open(&s, NULL);
	find(&r, &s,
		SENT "\"access-request\"}" ANSWER("answer", "2018-11-02")
			ANSWER("refusal", "2018-09-20"),
		"2018-11-16T10:00:00Z");
	assert_string_equal(case_json_text(r.answer, "kind"), "refusal");
	assert_int_equal(r.state, REPLY_MET);
	sample_close(&s);
}

static void receipt_counts(void **state)
{
	struct sample s;
	struct reply r;

	(void)state;
	sample_open(&s, NULL);
	find(&r, &s, SENT "\"erasure\",\"received_on\":\"2018-09-17\"}",
		"2018-10-17T10:00:00Z");
	assert_true(r.received_known);
	assert_int_equal(r.deadline.due, instant_days(2018, 10, 17));
	assert_string_equal(r.country, "fr");
	sample_close(&s);
}

static void articles(void **state)
{
	(void)state;
	assert_true(reply_names_article("GDPR 15(1)(c)", 15, 22));
	assert_true(reply_names_article("RGPD art. 17", 15, 22));
	assert_false(reply_names_article("GDPR 13(1)(e)", 15, 22));
	assert_false(reply_names_article("Loi 78-17 art. 15", 15, 22));
	assert_false(reply_names_article("GDPR", 15, 22));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(states),
		cmocka_unit_test(earliest_answer),
		cmocka_unit_test(receipt_counts),
		cmocka_unit_test(articles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
