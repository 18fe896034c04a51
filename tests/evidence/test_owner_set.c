/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/owner_set.h"

static const struct owner_set_about about = { .name = "Set",
	.licence = "CC0",
	.version = "7",
	.source = "https://sets.example/" };

static void add(
	struct scene *s, const char *name, const char *file, const char *text)
{
	struct owner_set_about a = about;
	struct owner_set_added added;
	const char *path = scene_file(s, file, text, strlen(text));

	a.name = name;
	assert_int_equal(owner_set_add(&added, s->store, &a, &path, 1), 0);
	assert_int_equal(added.files, 1);
}

static struct owner_sets *sets_of(struct scene *s)
{
	struct owner_sets *sets = NULL;

	assert_int_equal(owner_sets_read(&sets, s->store), 0);
	return sets;
}

static void expect(const struct owner_sets *sets, const char *host,
	const char *owner, const char *entry)
{
	struct owner_set_answer a;

	if (owner == NULL) {
		assert_false(owner_sets_find(&a, sets, host, NULL));
		return;
	}
	assert_true(owner_sets_find(&a, sets, host, NULL));
	assert_string_equal(a.owner, owner);
	assert_string_equal(a.entry, entry);
}

static void longest_entry(void **state)
{
	struct owner_set_answer a;
	struct owner_sets *sets;
	struct scene s;

	(void)state;
	scene_open(&s);
	add(&s, "One", "t.csv",
		"vendor.example;vendor\npush.vendor.example;push\n"
		"amazonaws.com;amazon\ncloudfront.net;amazon\ngithub.io;git\n");
	add(&s, "Two", "u.csv",
		"a.push.vendor.example;longer\nvendor.example;second\n"
		"d111111abcdef8.cloudfront.net;whole\n");
	add(&s, "Three", "block.lst", "vendor.example\nmore.vendor.example\n");
	sets = sets_of(&s);
	expect(sets, "www.vendor.example", "vendor", "vendor.example");
	expect(sets, "b.push.vendor.example", "push", "push.vendor.example");
	expect(sets, "b.a.push.vendor.example", "longer",
		"a.push.vendor.example");
	expect(sets, "notvendor.example", NULL, NULL);
	/* What only names a platform does not name its customer. */
	expect(sets, "d222222abcdef8.cloudfront.net", NULL, NULL);
	expect(sets, "d111111abcdef8.cloudfront.net", "whole",
		"d111111abcdef8.cloudfront.net");
	expect(sets, "somebody.github.io", NULL, NULL);
	/* Whoever names nobody does not answer, but is shown alone. */
	expect(sets, "more.vendor.example", "vendor", "vendor.example");
	assert_true(owner_sets_find(
		&a, sets, "more.vendor.example", owner_sets_file(sets, 2)));
	assert_string_equal(a.owner, "");
	assert_string_equal(a.set->name, "Three");
	assert_string_equal(a.set->licence, "CC0");
	assert_string_equal(a.set->version, "7");
	assert_null(owner_sets_file(sets, 3));
	owner_sets_free(sets);
	scene_close(&s);
}

/* Names of trackers and companies stand in other files of the set. */
static void names_of_ids(void **state)
{
	static const char trackers[] =
		"{\"trackers\":{\"v\":{\"name\":\"Vendor Push\",\"companyId\":"
		"\"c\"},\"w\":{\"name\":\"Alone\",\"companyId\":null}},"
		"\"trackerDomains\":{\"vendor.example\":\"v\","
		"\"w.example\":\"w\",\"x.example\":\"x\"}}";
	static const char companies[] =
		"{\"companies\":{\"c\":{\"name\":\"Vendor SA\"}}}";
	struct owner_set_about a = about;
	struct owner_set_added added;
	struct owner_set_answer answer;
	struct owner_sets *sets;
	char one[512], two[512];
	const char *paths[] = { one, two };
	struct scene s;

	(void)state;
	scene_open(&s);
	snprintf(one, sizeof(one), "%s",
		scene_file(&s, "trackers.json", trackers, strlen(trackers)));
	snprintf(two, sizeof(two), "%s",
		scene_file(&s, "companies.json", companies, strlen(companies)));
	assert_int_equal(owner_set_add(&added, s.store, &a, paths, 2), 0);
	assert_int_equal(added.files, 2);
	assert_int_equal(added.names, 3);
	/* Another set's names are its own. */
	add(&s, "Other", "t.csv", "y.example;v\n");
	sets = sets_of(&s);
	expect(sets, "vendor.example", "Vendor SA", "vendor.example");
	assert_true(owner_sets_find(&answer, sets, "vendor.example", NULL));
	assert_string_equal(answer.id, "v");
	expect(sets, "w.example", "Alone", "w.example");
	expect(sets, "x.example", "x", "x.example");
	expect(sets, "y.example", "v", "y.example");
	owner_sets_free(sets);
	scene_close(&s);
}

static void brands_and_beginnings(void **state)
{
	struct owner_set_answer a;
	struct owner_sets *sets;
	struct scene s;

	(void)state;
	scene_open(&s);
	add(&s, "One", "t.csv",
		"vendor.net;Vendor\nvendor.com;Vendor\nabc.net;abc\n"
		"other.net;Someone\nmixed.net;A\nmixed.nl;B\n");
	sets = sets_of(&s);
	assert_true(owner_sets_brand(&a, sets, "vendor"));
	assert_string_equal(a.owner, "Vendor");
	assert_false(owner_sets_brand(&a, sets, "abc")); /* too short */
	assert_false(owner_sets_brand(&a, sets, "other"));
	assert_true(owner_sets_begins(&a, sets, "vendor.n"));
	assert_string_equal(a.domain, "vendor.net");
	assert_false(owner_sets_begins(&a, sets, "mixed.n"));
	assert_false(owner_sets_begins(&a, sets, "nothing.n"));
	assert_true(owner_sets_domain(&a, sets, "other.net"));
	assert_false(owner_sets_domain(&a, sets, "www.other.net"));
	owner_sets_free(sets);
	scene_close(&s);
}

/* All of it, or none. */
static void refused(void **state)
{
	struct owner_set_added added;
	struct owner_set_about a = about;
	char good[512], bad[512];
	const char *paths[] = { good, bad };
	struct owner_sets *sets;
	struct scene s;

	(void)state;
	scene_open(&s);
	snprintf(good, sizeof(good), "%s",
		scene_file(&s, "vendor", "a.example\n", 10));
	snprintf(bad, sizeof(bad), "%s", scene_file(&s, "bad", "{", 1));
	assert_int_equal(
		owner_set_add(&added, s.store, &a, paths, 2), ERR_PARSE);
	scene_says("/bad'");
	sets = sets_of(&s);
	assert_null(owner_sets_file(sets, 0));
	owner_sets_free(sets);
	a.licence = "";
	assert_int_equal(
		owner_set_add(&added, s.store, &a, paths, 1), ERR_INVALID);
	a = about;
	assert_int_equal(owner_set_add(&added, s.store, &a, paths, 1), 0);
	assert_int_equal(
		owner_set_add(&added, s.store, &a, paths, 1), ERR_EXISTS);
	paths[0] = "/nowhere";
	a.name = NULL;
	assert_int_equal(
		owner_set_add(&added, s.store, &a, paths, 1), ERR_NOTFOUND);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(longest_entry),
		cmocka_unit_test(names_of_ids),
		cmocka_unit_test(brands_and_beginnings),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
