/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/explain.h"

#define PUSH "push-eu-vendor-net-1516654448.eu-west-3.elb.amazonaws.com"

static const struct explain_fact *fact_of(
	const struct explanation *e, enum explain_kind kind)
{
	for (size_t i = 0; i < e->n_facts; i++)
		if (e->facts[i].kind == kind)
			return &e->facts[i];
	fail_msg("no %s", explain_kind_name(kind));
	return NULL;
}

static void from_a_log(void **state)
{
	struct importer_options options = { .year = 2026 };
	struct explanation e;
	struct scene s;

	(void)state;
	options.zone = scene_paris();
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, "dnsmasq",
			"Jul 16 09:00:00 dnsmasq[1]: query[A] "
			"push.vendor.example from 192.0.2.7\n"
			"Jul 16 09:00:00 dnsmasq[1]: reply push.vendor.example "
			"is <CNAME>\n"
			"Jul 16 09:00:00 dnsmasq[1]: reply " PUSH
			" is 198.51.100.3\n"
			"Jul 16 09:05:00 dnsmasq[1]: query[A] "
			"push.vendor.example from 192.0.2.7\n"
			"Jul 16 09:05:00 dnsmasq[1]: reply push.vendor.example "
			"is <CNAME>\n"
			"Jul 16 09:05:00 dnsmasq[1]: reply " PUSH
			" is 198.51.100.3\n",
			&options),
		0);
	assert_int_equal(explain_read(&e, s.store, NULL, PUSH), 0);
	assert_int_equal(e.suffix_kind, HOST_SUFFIX_PRIVATE);
	assert_true(e.has_cloud);
	assert_int_equal(e.guess.rule, LABEL_LOOK);
	assert_int_equal(e.owner.basis, OWNER_CONFIRMED);
	assert_string_equal(
		fact_of(&e, EXPLAIN_LED_HERE)->text, "push.vendor.example");
	assert_int_equal(fact_of(&e, EXPLAIN_LED_HERE)->exhibit, 1);
	assert_int_equal(fact_of(&e, EXPLAIN_LED_HERE)->row, 1);
	assert_int_equal(fact_of(&e, EXPLAIN_LED_HERE)->times, 2);
	assert_int_equal(e.n_seen, 0);
	explain_release(&e);
	assert_int_equal(
		explain_read(&e, s.store, NULL, "Push.Vendor.Example."), 0);
	assert_string_equal(e.registrable, "vendor.example");
	assert_string_equal(fact_of(&e, EXPLAIN_LEADS_TO)->text, PUSH);
	assert_string_equal(
		fact_of(&e, EXPLAIN_ANSWERED)->text, "198.51.100.3");
	assert_int_equal(e.n_seen, 1);
	assert_int_equal(e.seen[0].contacts, 2);
	explain_release(&e);
	assert_int_equal(explain_read(&e, s.store, NULL, "198.51.100.3"), 0);
	assert_string_equal(
		fact_of(&e, EXPLAIN_NAMED)->text, "push.vendor.example");
	explain_release(&e);
	scene_close(&s);
}

static void in_no_log(void **state)
{
	struct explanation e;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(explain_read(&e, s.store, NULL, "www.google.com"), 0);
	assert_int_equal(e.n_seen + e.n_facts, 0);
	assert_non_null(e.vendor);
	assert_int_equal(e.suffix_kind, HOST_SUFFIX_ICANN);
	explain_release(&e);
	assert_int_equal(explain_read(&e, s.store, NULL, "a.b.invalidtld"), 0);
	assert_int_equal(e.suffix_kind, HOST_SUFFIX_DEFAULT);
	explain_release(&e);
	assert_int_equal(explain_read(&e, s.store, NULL, "nas.local"), 0);
	assert_true(e.local);
	explain_release(&e);
	assert_int_equal(
		explain_read(&e, s.store, NULL, "no host"), ERR_INVALID);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(from_a_log),
		cmocka_unit_test(in_no_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
