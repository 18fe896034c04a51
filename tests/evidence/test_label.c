/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/label.h"

#define ELB "-1516654448.eu-west-3.elb.amazonaws.com"

static struct owner_sets *sets;

static void expect(const char *host, enum label_rule rule, const char *name,
	const char *matched)
{
	struct label_guess g;
	struct cloud c;

	assert_true(cloud_read(&c, host));
	assert_true(
		label_guess(&g, &c, &(struct label_known){ .sets = sets }) ==
		(rule != LABEL_NONE));
	assert_int_equal(g.rule, rule);
	assert_string_equal(g.name, name);
	assert_string_equal(g.matched, matched);
	assert_true(!g.from_set || strcmp(g.set.set->licence, "CC0") == 0);
}

static void open_set(struct scene *s, const char *text)
{
	struct owner_set_about about = { "Set", "CC0", "7", NULL, NULL };
	const char *path = scene_file(s, "t.csv", text, strlen(text));
	struct owner_set_added added;

	scene_file(s, "t.csv", text, strlen(text));
	assert_int_equal(owner_set_add(&added, s->store, &about, &path, 1), 0);
	assert_int_equal(owner_sets_read(&sets, s->store), 0);
}

static void rules(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	open_set(&s, "vendor.net;Vendor\nmaker.example;Maker\n");
	expect("fr-app-vendor-net-3" ELB, LABEL_DOMAIN, "Vendor", "vendor.net");
	expect("internal-fr-app-vendor-net" ELB, LABEL_DOMAIN, "Vendor",
		"vendor.net");
	expect("fr-resolver-msg-global2-vendor-n" ELB, LABEL_CUT, "Vendor",
		"vendor.net");
	/* Too short to have been cut: only the word counts. */
	expect("fr-vendor-n" ELB, LABEL_WORD, "Vendor", "vendor");
	expect("idmb-chat-vendor09" ELB, LABEL_WORD, "Vendor", "vendor");
	expect("apidevicevendornet" ELB, LABEL_WORD, "Vendor", "vendor");
	expect("apimaker" ELB, LABEL_WORD, "Maker", "maker");
	expect("vendorapi" ELB, LABEL_NONE, "", "");
	expect("app-unknown-com" ELB, LABEL_LOOK, "unknown.com", "unknown.com");
	expect("prod-net" ELB, LABEL_NONE, "", "");
	expect("d111111abcdef8.cloudfront.net", LABEL_NONE, "", "");
	owner_sets_free(sets);
	sets = NULL;
	scene_close(&s);
	assert_string_equal(label_rule_name(LABEL_CUT), "cut");
	assert_string_equal(label_rule_name(LABEL_NONE), "none");
}

/* Names of one vendor's balancers, with a public data set. */
static void real_names(void **state)
{
	const char *shared = getenv("CONSTAT_SHARED");
	struct owner_set_about about = { "Set", "CC0", "7", NULL, NULL };
	struct owner_set_added added;
	size_t guessed = 0, all = 0;
	char path[512], host[300];
	const char *paths[] = { path };
	struct scene s;
	FILE *f;

	(void)state;
	if (shared == NULL || shared[0] == '\0') {
		print_message("skipped: CONSTAT_SHARED is not set\n");
		skip();
	}
	scene_open(&s);
	snprintf(path, sizeof(path),
		"%s/logs/attribution/adguard_companiesdb_trackers.csv", shared);
	assert_int_equal(owner_set_add(&added, s.store, &about, paths, 1), 0);
	assert_int_equal(owner_sets_read(&sets, s.store), 0);
	snprintf(path, sizeof(path), "%s/logs/attribution/xiaomi_dns_block.lst",
		shared);
	f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(host, sizeof(host), f) != NULL) {
		struct label_guess g;
		struct cloud c;

		host[strcspn(host, "\r\n")] = '\0';
		if (strstr(host, ".elb.amazonaws.com") == NULL)
			continue;
		assert_true(cloud_read(&c, host));
		all++;
		if (!label_guess(&g, &c, &(struct label_known){ .sets = sets }))
			continue;
		assert_string_equal(g.name, "xiaomi");
		guessed++;
	}
	fclose(f);
	assert_int_equal(all, 26);
	/* "…-proxy-proto" and "…03new" name nobody in a way to rely on. */
	assert_int_equal(guessed, 24);
	owner_sets_free(sets);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules),
		cmocka_unit_test(real_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
