/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/comparison.h"

#include "sample.h"

/* The fixture's policies, one compared by the patch for each. */
static const char before[] =
	"{\"id\":\"avant\",\"service\":\"Montre Exemple\",\"terms\":"
	"\"Privacy Policy\",\"at\":\"2018-09-08\"";
static const char after[] =
	"{\"id\":\"apres\",\"service\":\"Montre Exemple\",\"terms\":"
	"\"Privacy Policy\",\"at\":\"2026-11-22\"";

/* How many comparisons there are with these members added; checks that the
 * first goes from the old text to the new one. */
static size_t compared(const char *first, const char *second)
{
	struct str patch = { 0 };
	struct backing b = { 0 };
	struct sample s;
	size_t n;

	str_printf(&patch, "{\"policies\":[%s%s}", before, first);
	if (second != NULL)
		str_printf(&patch, ",%s%s}", after, second);
	str_puts(&patch, "],\"grievances\":[]}");
	sample_open(&s, patch.p);
	sample_backing(&b, &s);
	n = b.comparisons.n;
	if (n > 0) {
		const struct comparison *c = &b.comparisons.v[0];

		assert_int_equal(c->old->at.span->number, 1);
		assert_int_equal(c->new->at.span->number, 2);
		assert_null(c->new->missing);
	}
	backing_release(&b);
	sample_close(&s);
	str_release(&patch);
	return n;
}

/* The text in force at the observation against the latest, named or not. */
static void by_default(void **state)
{
	(void)state;
	assert_int_equal(compared("", NULL), 1);
	assert_int_equal(compared("", ""), 1);
}

static void by_choice(void **state)
{
	(void)state;
	assert_int_equal(compared(",\"compare_with\":\"none\"", NULL), 0);
	assert_int_equal(compared(",\"compare_with\":\"none\"", ""), 0);
	assert_int_equal(compared(",\"compare_with\":\"latest\"", ""), 1);
	assert_int_equal(compared(",\"compare_with\":\"apres\"", ""), 1);
	assert_int_equal(compared("", ",\"compare_with\":\"avant\""), 1);
	assert_int_equal(compared("", ",\"compare_with\":\"latest\""), 0);
	assert_int_equal(compared(",\"compare_with\":\"nobody\"", ""), 0);
}

/* The page of the latest text read by other rules is no change of the
 * vendor's, and the case has but one version of the text. */
static void technical_upgrade(void **state)
{
	static const char text[] = "Other rules find other words.\n";
	struct version_spans spans = { 0 };
	struct backing b = { 0 };
	struct sample s;
	struct version v = { .service = "Montre Exemple",
		.terms = "Privacy Policy",
		.size = strlen(text),
		.extractor = "2",
		.technical = true };
	struct version_at at;
	struct str findings = { 0 };
	struct rules_count count = { 0 };
	bool is_new, first;

	(void)state;
	sample_open(&s,
		"{\"policies\":[{\"id\":\"apres\",\"service\":\"Montre "
		"Exemple\",\"terms\":\"Privacy Policy\",\"at\":"
		"\"2026-11-20\"},{\"id\":\"now\",\"service\":\"Montre "
		"Exemple\",\"terms\":\"Privacy Policy\",\"at\":\"now\"}],"
		"\"grievances\":[]}");
	sample_version(s.store, sample_2026, "2026-11-21T00:00:00Z");
	sample_must(version_spans(
		&spans, s.store, "Montre Exemple", "Privacy Policy"));
	v.snapshot = spans.v[spans.n - 1].last.snapshot;
	version_spans_release(&spans);
	sample_must(store_begin(s.store));
	sample_must(object_put(s.store, text, strlen(text), &v.text));
	sample_must(object_put(s.store, "{\"a\":1}", 7, &v.declaration));
	sample_must(version_note(s.store, &v, &is_new, &first));
	sample_must(store_commit(s.store));
	sample_must(version_spans(
		&spans, s.store, "Montre Exemple", "Privacy Policy"));
	sample_must(version_find(&at, &spans, s.store, "Montre Exemple",
		"Privacy Policy", sample_ns("2026-11-22T00:00:00Z")));
	assert_true(at.span->technical);
	version_spans_release(&spans);
	sample_backing(&b, &s);
	assert_false(digest_equal(
		&b.policies[0].at.span->text, &b.policies[1].at.span->text));
	assert_int_equal(b.comparisons.n, 0);
	sample_must(rules_check(&count, &b, sample_finding, &findings));
	assert_non_null(
		strstr(findings.p, "W06 warns /policies: only one version"));
	backing_release(&b);
	str_release(&findings);
	sample_close(&s);
}

/* An id that is no other policy of the terms is told. */
static void unknown_choice(void **state)
{
	struct str findings = { 0 };
	struct rules_count count = { 0 };
	struct backing b = { 0 };
	struct sample s;
	struct str patch = { 0 };

	(void)state;
	str_printf(&patch, "{\"policies\":[%s,\"compare_with\":\"nobody\"}]}",
		before);
	sample_open(&s, patch.p);
	sample_backing(&b, &s);
	sample_must(rules_check(&count, &b, sample_finding, &findings));
	assert_non_null(strstr(findings.p, "'nobody' is no other policy"));
	backing_release(&b);
	sample_close(&s);
	str_release(&findings);
	str_release(&patch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_default),
		cmocka_unit_test(by_choice),
		cmocka_unit_test(technical_upgrade),
		cmocka_unit_test(unknown_choice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
