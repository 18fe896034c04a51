/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "base/json.h"
#include "evidence/whose.h"

#define PUSH "push-eu-vendor-net-1516654448.eu-west-3.elb.amazonaws.com"

static void add(struct scene *s, const char *text)
{
	struct owner_set_about about = { "Set", "CC0", "7", NULL, NULL };
	const char *path = scene_file(s, "t.csv", text, strlen(text));
	struct owner_set_added added;

	assert_int_equal(owner_set_add(&added, s->store, &about, &path, 1), 0);
}

static void expect(const struct whose *w, const char *host,
	enum owner_basis basis, const char *how, const char *name)
{
	struct owner o;

	whose_find(&o, w, host);
	assert_int_equal(o.basis, basis);
	assert_string_equal(o.how, how);
	assert_string_equal(o.name, name);
}

static void order_of_answers(void **state)
{
	static const struct importer_options options = { .year = 2026 };
	struct importer_options paris = options;
	struct owner_list *list = NULL;
	struct whose *w = NULL;
	struct scene s;

	(void)state;
	paris.zone = scene_paris();
	scene_open(&s);
	add(&s, "vendor.net;Vendor\ngoogle.com;google\nmaker.example;Maker\n");
	assert_int_equal(
		owner_list_read(&list, scene_file(&s, "list.csv",
					       "maker.example;Other\n", 20)),
		0);
	assert_int_equal(whose_open(&w, s.store, list), 0);
	expect(w, "a.vendor.net", OWNER_LISTED, "data-set", "Vendor");
	expect(w, "a.maker.example", OWNER_LISTED, "list", "Other");
	expect(w, "www.google.com", OWNER_LISTED, "vendor",
		"Google Ireland Limited");
	expect(w, PUSH, OWNER_DERIVED, "domain", "Vendor");
	expect(w, "a.unknown.example", OWNER_REGISTERED, "registered",
		"unknown.example");
	expect(w, "nas", OWNER_NONE, "none", "");
	expect(NULL, "a.vendor.net", OWNER_REGISTERED, "registered",
		"vendor.net");
	whose_close(w);
	/* A log that shows an alias outranks them all. */
	assert_int_equal(
		scene_import(&s, "dnsmasq",
			"Jul 16 09:00:00 dnsmasq[1]: query[A] "
			"push.other.example from 192.0.2.7\n"
			"Jul 16 09:00:00 dnsmasq[1]: reply push.other.example "
			"is <CNAME>\n"
			"Jul 16 09:00:00 dnsmasq[1]: reply " PUSH
			" is 198.51.100.3\n",
			&paris),
		0);
	assert_int_equal(whose_open(&w, s.store, NULL), 0);
	expect(w, PUSH, OWNER_CONFIRMED, "cname", "other.example");
	whose_close(w);
	owner_list_free(list);
	scene_close(&s);
}

static void told(void **state)
{
	struct whose *w = NULL;
	cJSON *out = json_object();
	struct owner o;
	struct scene s;

	(void)state;
	scene_open(&s);
	add(&s, "vendor.net;Vendor\n");
	assert_int_equal(whose_open(&w, s.store, NULL), 0);
	whose_find(&o, w, "x.vendor.net");
	whose_tell(out, &o);
	assert_string_equal(json_string(out, "data_set"), "Set");
	assert_string_equal(json_string(out, "licence"), "CC0");
	assert_string_equal(json_string(out, "version"), "7");
	assert_string_equal(json_string(out, "entry"), "vendor.net");
	assert_null(json_string(out, "confidence"));
	assert_false(whose_is_weak(&o));
	whose_find(&o, w, "my-vendor-1516654448.eu-west-3.elb.amazonaws.com");
	assert_true(whose_is_weak(&o));
	whose_tell(out, &o);
	assert_string_equal(json_string(out, "confidence"), "weak guess");
	cJSON_Delete(out);
	whose_close(w);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_of_answers),
		cmocka_unit_test(told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
