/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/owner.h"

#define PUSH "push-vendor-net-1516654448.eu-central-1.elb.amazonaws.com"

static const struct importer_options *paris(void)
{
	static struct importer_options options = { .year = 2026 };

	options.zone = scene_paris();
	return &options;
}

static struct owner_names *names_of(struct scene *s, const char *log)
{
	struct owner_names *names = NULL;

	if (log != NULL)
		assert_int_equal(scene_import(s, "dnsmasq", log, paris()), 0);
	assert_int_equal(owner_names_read(&names, s->store), 0);
	return names;
}

static void expect(const char *host, const struct owner_list *list,
	const struct owner_names *names, enum owner_basis basis,
	const char *name)
{
	struct owner o;

	owner_find(&o, host, list, names);
	assert_string_equal(o.name, name);
	assert_int_equal(o.basis, basis);
}

static void confirmed(void **state)
{
	struct owner_names *names;
	struct owner o;
	struct scene s;

	(void)state;
	scene_open(&s);
	names = names_of(&s,
		"Jul 16 09:00:00 dnsmasq[1]: query[A] push.vendor.example from "
		"192.0.2.7\n"
		"Jul 16 09:00:00 dnsmasq[1]: reply push.vendor.example is "
		"<CNAME>\n"
		"Jul 16 09:00:00 dnsmasq[1]: reply " PUSH " is 198.51.100.3\n"
		"Jul 16 09:01:00 dnsmasq[1]: query[A] shop.other.example from "
		"192.0.2.7\n"
		"Jul 16 09:01:00 dnsmasq[1]: reply shop.other.example is "
		"<CNAME>\n"
		"Jul 16 09:01:00 dnsmasq[1]: reply many.builder.example is "
		"198.51.100.4\n");
	owner_find(&o, PUSH, NULL, names);
	assert_int_equal(o.basis, OWNER_CONFIRMED);
	assert_string_equal(o.name, "vendor.example");
	assert_string_equal(o.source, "push.vendor.example");
	/* Not a machine kept for one customer: its own domain counts. */
	expect("many.builder.example", NULL, names, OWNER_REGISTERED,
		"builder.example");
	owner_names_free(names);
	scene_close(&s);
}

/* Names of two owners lead there: neither is confirmed. */
static void ambiguous(void **state)
{
	struct owner_names *names;
	struct scene s;

	(void)state;
	scene_open(&s);
	names = names_of(&s,
		"Jul 16 09:00:00 dnsmasq[1]: query[A] a.vendor.example from "
		"192.0.2.7\n"
		"Jul 16 09:00:00 dnsmasq[1]: reply a.vendor.example is "
		"<CNAME>\n"
		"Jul 16 09:00:00 dnsmasq[1]: reply "
		"d111111abcdef8.cloudfront.net is 198.51.100.3\n"
		"Jul 16 09:01:00 dnsmasq[1]: query[A] b.other.example from "
		"192.0.2.7\n"
		"Jul 16 09:01:00 dnsmasq[1]: reply b.other.example is <CNAME>\n"
		"Jul 16 09:01:00 dnsmasq[1]: reply "
		"d111111abcdef8.cloudfront.net is 198.51.100.3\n"
		"Jul 16 09:02:00 dnsmasq[1]: query[A] a.vendor.example from "
		"192.0.2.7\n"
		"Jul 16 09:02:00 dnsmasq[1]: reply a.vendor.example is "
		"<CNAME>\n"
		"Jul 16 09:02:00 dnsmasq[1]: reply "
		"d222222abcdef8.cloudfront.net is 198.51.100.3\n"
		"Jul 16 09:03:00 dnsmasq[1]: query[A] b.vendor.example from "
		"192.0.2.7\n"
		"Jul 16 09:03:00 dnsmasq[1]: reply b.vendor.example is "
		"<CNAME>\n"
		"Jul 16 09:03:00 dnsmasq[1]: reply "
		"d222222abcdef8.cloudfront.net is 198.51.100.3\n");
	expect("d111111abcdef8.cloudfront.net", NULL, names, OWNER_NONE, "");
	expect("d222222abcdef8.cloudfront.net", NULL, names, OWNER_CONFIRMED,
		"vendor.example");
	owner_names_free(names);
	scene_close(&s);
}

static void derived(void **state)
{
	(void)state;
	expect(PUSH, NULL, NULL, OWNER_DERIVED, "vendor.net");
	expect("app-vendor-com-12-1516654448.eu-west-3.elb.amazonaws.com", NULL,
		NULL, OWNER_DERIVED, "vendor.com");
	/* What names nobody, or ends in what is a word first, says nothing. */
	expect("prod-net-1516654448.eu-west-3.elb.amazonaws.com", NULL, NULL,
		OWNER_NONE, "");
	expect("my-push-app-1516654448.eu-west-3.elb.amazonaws.com", NULL, NULL,
		OWNER_NONE, "");
	expect("net-1516654448.eu-west-3.elb.amazonaws.com", NULL, NULL,
		OWNER_NONE, "");
	expect("d111111abcdef8.cloudfront.net", NULL, NULL, OWNER_NONE, "");
}

/* A domain that a log shows is one that a label may mean. */
static void derived_from_log(void **state)
{
	static const char host[] =
		"push-eu-vendor-example-1516654448.eu-west-3.elb.amazonaws.com";
	struct owner_names *names;
	struct scene s;

	(void)state;
	scene_open(&s);
	names = names_of(&s, NULL);
	expect(host, NULL, names, OWNER_NONE, "");
	owner_names_free(names);
	names = names_of(&s, "Jul 16 09:00:00 dnsmasq[1]: query[A] "
			     "www.vendor.example from 192.0.2.7\n");
	expect(host, NULL, names, OWNER_DERIVED, "vendor.example");
	owner_names_free(names);
	scene_close(&s);
}

static struct owner_list *list_of(struct scene *s, const char *text)
{
	struct owner_list *list = NULL;

	assert_int_equal(owner_list_read(&list,
				 scene_file(s, "list.csv", text, strlen(text))),
		0);
	return list;
}

static void listed(void **state)
{
	static const char text[] = "domain;tracker_id;category_id\n"
				   "# a comment\n"
				   "vendor.example;vendor;4\n"
				   "push.vendor.example;vendor_push;5\n"
				   "amazonaws.com;amazon;7\n"
				   "vendor.test;vendor\n";
	struct owner_list *list;
	struct digest digest;
	struct scene s;

	(void)state;
	scene_open(&s);
	list = list_of(&s, text);
	digest_of(&digest, text, strlen(text));
	assert_true(digest_equal(&digest, owner_list_digest(list)));
	assert_string_equal(owner_list_name(list), "list.csv");
	expect("a.push.vendor.example", list, NULL, OWNER_LISTED,
		"vendor_push");
	expect("www.vendor.example", list, NULL, OWNER_LISTED, "vendor");
	expect("notvendor.example", list, NULL, OWNER_REGISTERED,
		"notvendor.example");
	/* The provider does not own what runs in its cloud; a word of the
	 * label that the list has as a name is a guess. */
	expect(PUSH, list, NULL, OWNER_DERIVED, "vendor");
	expect("idx-vendor09-1516654448.eu-west-3.elb.amazonaws.com", list,
		NULL, OWNER_DERIVED, "vendor");
	expect("other-1516654448.eu-west-3.elb.amazonaws.com", list, NULL,
		OWNER_NONE, "");
	owner_list_free(list);
	scene_close(&s);
}

static void host_lists(void **state)
{
	struct owner_list *list;
	struct scene s;

	(void)state;
	scene_open(&s);
	list = list_of(&s, "# hosts\n0.0.0.0 ads.vendor.example\n"
			   "127.0.0.1\ttrack.vendor.example \r\n" PUSH "\n");
	expect("ads.vendor.example", list, NULL, OWNER_LISTED, "list.csv");
	expect("track.vendor.example", list, NULL, OWNER_LISTED, "list.csv");
	expect(PUSH, list, NULL, OWNER_LISTED, "list.csv");
	expect("www.vendor.example", list, NULL, OWNER_REGISTERED,
		"vendor.example");
	owner_list_free(list);
	scene_close(&s);
}

static void refused(void **state)
{
	struct owner_list *list = NULL;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		owner_list_read(&list, scene_file(&s, "x", "\0\1\2", 3)),
		ERR_PARSE);
	scene_says("is no list of hosts");
	assert_int_equal(owner_list_read(&list, "/nowhere/x"), ERR_NOTFOUND);
	assert_null(list);
	scene_close(&s);
}

static void words(void **state)
{
	struct owner o;

	(void)state;
	assert_string_equal(owner_basis_name(OWNER_CONFIRMED), "confirmed");
	assert_string_equal(owner_basis_name(OWNER_LISTED), "listed");
	assert_string_equal(owner_basis_name(OWNER_DERIVED), "derived");
	assert_string_equal(owner_basis_name(OWNER_REGISTERED), "registered");
	owner_find(&o, "nas", NULL, NULL);
	assert_int_equal(o.basis, OWNER_NONE);
	owner_find(&o, "www.vendor.example", NULL, NULL);
	assert_non_null(strstr(o.source, "publicsuffix.org"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(confirmed),
		cmocka_unit_test(ambiguous),
		cmocka_unit_test(derived),
		cmocka_unit_test(derived_from_log),
		cmocka_unit_test(listed),
		cmocka_unit_test(host_lists),
		cmocka_unit_test(refused),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
