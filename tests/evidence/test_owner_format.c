/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "base/file.h"
#include "base/str.h"
#include "evidence/owner_format.h"

static struct owner_format_seen seen;

static int join(const struct owner_entry *e, void *ctx)
{
	static const char *const kinds[] = { "", "tracker ", "company " };

	str_printf(ctx, "%s%s>%s", kinds[e->kind], e->key, e->owner);
	if (*e->company != '\0')
		str_printf(ctx, "/%s", e->company);
	if (*e->parent != '\0' || *e->country != '\0')
		str_printf(ctx, "(%s,%s)", e->parent, e->country);
	if (*e->text != '\0' && strcmp(e->text, e->key) != 0)
		str_printf(ctx, "[%s]", e->text);
	str_puts(ctx, " ");
	return 0;
}

static void expect(const char *file, const char *owner, const char *text,
	const char *format, const char *entries)
{
	struct str got = { 0 };
	struct owner_format_file f = { file, owner, text, strlen(text) };

	str_puts(&got, "");
	assert_int_equal(owner_format_read(&seen, &f, join, &got), 0);
	assert_string_equal(seen.format, format);
	assert_string_equal(got.p, entries);
	str_release(&got);
}

static void fails(const char *text, int code)
{
	struct owner_format_file f = { "x", NULL, text, strlen(text) };
	struct str got = { 0 };

	assert_int_equal(owner_format_read(&seen, &f, join, &got), code);
	str_release(&got);
}

static void adguard(void **state)
{
	(void)state;
	expect("t.csv", NULL,
		"domain;tracker_id;category_id\r\nvendor.example;vendor;4\r\n"
		"push.Vendor.example;v push;5\n;x;4\n# no;x\n",
		"adguard-csv",
		"vendor.example>vendor push.vendor.example>v push"
		"[push.Vendor.example] ");
	expect("t.json", NULL,
		"{\"timeUpdated\":\"x\",\"categories\":{\"1\":\"a\"},"
		"\"trackers\":{\"vendor\":{\"name\":\"Vendor Push\","
		"\"categoryId\":4,\"url\":null,\"companyId\":\"v\"}},"
		"\"trackerDomains\":{\"vendor.example\":\"vendor\","
		"\"not a host\":\"x\"}}",
		"adguard-trackers",
		"tracker vendor>Vendor Push/v vendor.example>vendor ");
	assert_int_equal(seen.entries, 1);
	assert_int_equal(seen.names, 1);
	assert_int_equal(seen.passed, 1);
	expect("c.json", NULL,
		"{\"companies\":{\"v\":{\"name\":\"Vendor SA\"}}}",
		"adguard-companies", "company v>Vendor SA ");
}

static void others(void **state)
{
	(void)state;
	expect("s.json", NULL,
		"{\"license\":\"x\",\"categories\":{\"Ads\":[{\"Vendor\":"
		"{\"https://vendor.example/\":[\"vendor.example\","
		"\"v.example\"],\"dnt\":\"w3c\"}}],\"Empty\":[]}}",
		"disconnect-services",
		"vendor.example>Vendor v.example>Vendor ");
	expect("e.json", NULL,
		"{\"entities\":{\"Vendor\":{\"properties\":[\"a.example\"],"
		"\"resources\":[\"b.example\"]}}}",
		"disconnect-entities", "a.example>Vendor b.example>Vendor ");
	expect("m.json", NULL,
		"{\"a.example\":{\"entityName\":\"Vendor SA\",\"displayName\":"
		"\"Vendor\",\"aliases\":[\"b.example\"]},\"c.example\":"
		"{\"entityName\":\"Other\"}}",
		"ddg-domain-map",
		"a.example>Vendor b.example>Vendor c.example>Other ");
	expect("tds.json", NULL,
		"{\"trackers\":{\"a.example\":{\"domain\":\"a.example\","
		"\"owner\":{\"name\":\"V\",\"displayName\":\"Vendor\"}}},"
		"\"entities\":{\"V\":{\"domains\":[\"b.example\"],"
		"\"displayName\":\"Vendor\"}},\"domains\":{\"b.example\":\"V\"}"
		"}",
		"ddg-tds", "a.example>Vendor b.example>Vendor ");
	expect("Vendor.json", NULL,
		"{\"name\":\"Vendor SA\",\"properties\":[\"a.example\"],"
		"\"prevalence\":{}}",
		"ddg-entity", "a.example>Vendor SA ");
	expect("a.example.json", NULL,
		"{\"domain\":\"a.example\",\"owner\":{\"name\":\"V\","
		"\"displayName\":\"Vendor\"},\"prevalence\":0.1}",
		"ddg-domain", "a.example>Vendor ");
	expect("g.json", NULL,
		"{\"categories\":{},\"organizations\":{\"v\":{\"name\":"
		"\"Vendor\",\"country\":\"FR\"}},\"patterns\":{\"p\":{\"name\":"
		"\"Push\",\"organization\":\"v\",\"domains\":[\"a.example\"]},"
		"\"q\":{\"name\":\"Q\",\"organization\":null}},\"domains\":"
		"{\"b.example\":\"p\",\"c.example\":\"q\",\"d.example\":"
		"\"none\"},\"filters\":{}}",
		"ghostery",
		"a.example>Vendor(,FR) b.example>Vendor(,FR) c.example>Q "
		"d.example> ");
	expect("x.json", NULL,
		"[{\"owner_name\":\"Push\",\"doms\":[\"a.example\"],\"parent\":"
		"\"V\",\"root_parent\":\"Vendor\",\"country\":\"CN\"}]",
		"xray", "a.example>Push(Vendor,CN) ");
}

/* Only what writes out a domain: no expression of theirs is run. */
static void exodus(void **state)
{
	(void)state;
	expect("e.json", NULL,
		"{\"trackers\":{\"1\":{\"id\":1,\"name\":\"Push\","
		"\"network_signature\":\"push\\\\.example|.*\\\\.b\\\\.example|"
		"(a+)+$|word|c[0-9]*\\\\.example\"},\"2\":{\"name\":\"None\","
		"\"network_signature\":\"\"}}}",
		"exodus",
		"push.example>Push[push\\.example] "
		"b.example>Push[.*\\.b\\.example] ");
	assert_int_equal(seen.passed, 3);
}

static void lines(void **state)
{
	(void)state;
	expect("domains/vendor", NULL, "a.example\n\n# c\nb.example # d\n",
		"domains", "a.example>vendor b.example>vendor ");
	expect("vendor.txt", NULL, "a.example\n", "domains",
		"a.example>vendor ");
	expect("block.lst", NULL, "a.example\n", "domains", "a.example> ");
	expect("block.lst", "Vendor", "a.example\n", "domains",
		"a.example>Vendor ");
	expect("hosts", NULL,
		"127.0.0.1 localhost\n::1 localhost\n0.0.0.0 a.example\n"
		"0.0.0.0\tb.example #x\n",
		"hosts",
		"a.example>[0.0.0.0 a.example] "
		"b.example>[0.0.0.0\\x09b.example] ");
	expect("easyprivacy.txt", NULL,
		"[Adblock Plus 2.0]\n! Title\n-ad-banner.\n||a.example^\n"
		"||b.example^$third-party\n||c.example/path^\n"
		"@@||d.example^\n||e*.example^\nf.example##.ad\n",
		"abp",
		"a.example>[||a.example^] "
		"b.example>[||b.example^$third-party] ");
}

static void hostile(void **state)
{
	struct str deep = { 0 };

	(void)state;
	fails("", ERR_PARSE);
	fails("{}", ERR_PARSE);
	fails("[]", ERR_PARSE);
	fails("{\"trackers\":{\"a\":", ERR_PARSE);
	fails("lorem ipsum\ndolor\n", ERR_PARSE);
	for (int i = 0; i < 5000; i++)
		str_puts(&deep, "[{\"a\":");
	fails(deep.p, ERR_LIMIT);
	str_release(&deep);
	/* Wrong types where others are awaited. */
	fails("{\"patterns\":{\"p\":{\"name\":1,\"domains\":{\"a\":1}},"
	      "\"q\":[]},\"organizations\":{},\"domains\":[\"a\",1]}",
		ERR_PARSE);
	fails("{\"categories\":{\"A\":[1,\"x\",[{}],{\"C\":3}]}}", ERR_PARSE);
	/* A name with controls is made harmless. */
	expect("x", NULL, "a.example;Ven\x1b[31mdor\n", "adguard-csv",
		"a.example>Ven\\x1B[31mdor ");
}

/* The sets that lie in the shared folder. */
static void real_sets(void **state)
{
	static const struct {
		const char *file, *format;
		uint64_t entries;
	} sets[] = {
		{ "adguard_companiesdb_trackers.csv", "adguard-csv", 5125 },
		{ "exodus_trackers_via-trackercontrol.json", "exodus", 500 },
		{ "nextdns_native_xiaomi.txt", "domains", 9 },
		{ "xiaomi_dns_block.lst", "domains", 484 },
		{ "adguard_companiesdb_companies.json", "adguard-companies", 0 }
	};
	const char *shared = getenv("CONSTAT_SHARED");

	(void)state;
	if (shared == NULL || shared[0] == '\0') {
		print_message("skipped: CONSTAT_SHARED is not set\n");
		skip();
	}
	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		struct str path = { 0 }, text = { 0 }, got = { 0 };
		struct owner_format_file f = { .name = sets[i].file };

		str_printf(
			&path, "%s/logs/attribution/%s", shared, sets[i].file);
		assert_int_equal(file_read(&text, path.p), 0);
		f.text = text.p;
		f.len = text.len;
		assert_int_equal(owner_format_read(&seen, &f, join, &got), 0);
		assert_string_equal(seen.format, sets[i].format);
		assert_true(seen.entries >= sets[i].entries);
		str_release(&path);
		str_release(&text);
		str_release(&got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(adguard),
		cmocka_unit_test(others),
		cmocka_unit_test(exodus),
		cmocka_unit_test(lines),
		cmocka_unit_test(hostile),
		cmocka_unit_test(real_sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
