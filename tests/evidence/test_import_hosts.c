/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/forms.h"

static const char *host_at(const struct scene *s, size_t i)
{
	assert_true(i < s->n);
	assert_int_equal(s->rows[i].o.kind, OBSERVATION_LISTED);
	assert_int_equal(s->rows[i].o.ns, 0);
	assert_int_equal(s->rows[i].o.disposition, OBSERVATION_UNKNOWN);
	return s->rows[i].host;
}

static void forms_of_lists(void **state)
{
	static const char names[] = "# a list\nPush.Vendor.example\n\n"
				    "*.vendor.example\nb.example # why\n";
	static const char file[] =
		"127.0.0.1 localhost\n::1 localhost ip6-loopback\n"
		"0.0.0.0 a.example b.example\t# both\n0.0.0.0\tc.example\n"
		"fe80::1%lo0 d.example\n";
	static const char adblock[] =
		"[Adblock Plus]\n! Title: x\n||a.example^\n"
		"||b.example^$important\n||c.example\n||d.example^|\n";
	static const char resolvers[] =
		"address=/a.example/0.0.0.0\nserver=/b.example/\n"
		"local-zone: \"c.example\" always_nxdomain\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	forms_check(&s, "hosts", names, 3, NULL);
	assert_int_equal(scene_import(&s, NULL, names, NULL), 0);
	assert_string_equal(host_at(&s, 0), "push.vendor.example");
	assert_string_equal(host_at(&s, 1), "*.vendor.example");
	assert_string_equal(host_at(&s, 2), "b.example");
	assert_int_equal(s.rows[0].o.line, 2);
	forms_check(&s, "hosts", file, 7, NULL);
	assert_int_equal(scene_import(&s, NULL, file, NULL), 0);
	assert_string_equal(host_at(&s, 3), "a.example");
	assert_string_equal(host_at(&s, 4), "b.example");
	assert_int_equal(s.rows[3].o.position, s.rows[4].o.position);
	forms_check(&s, "hosts", adblock, 4, NULL);
	forms_check(&s, "hosts", resolvers, 3, NULL);
	scene_close(&s);
}

static void not_entries(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	forms_refuses(&s, "hosts",
		"a.example\n@@||a.example^\n/banner/\n||b.example/path^\n"
		"||c.example^path\n##.ad\nd.example##.ad\n|https://x.example^\n"
		"two words\n0.0.0.0\n0.0.0.0 x$y\n||a.example$script\n"
		"\x1B[31mred.example\n||*ads*^\nlocal-zone:\n",
		1,
		"an exception, not an entry|a filter that names no host alone|"
		"a filter that names no host alone|a filter that names no "
		"host alone|a filter that names no host alone|a filter that "
		"names no host alone|no entry of a list|no host name|no host "
		"name|a filter that names no host alone|no host name|a filter "
		"that names no host alone|no host name");
	scene_close(&s);
}

/* Other texts are no lists, nor are two names. */
static void no_lists(void **state)
{
	static const char *const texts[] = { "", "a.example\nb.example\n",
		"one\ntwo\nthree\nfour\n", "1.5\n2.5\n3.5\n",
		"a.example\nb.example\nc.example\nnot this one\n",
		"Dear all,\n\nthis is a letter.\n",
		"a.example 1\nb.example 2\nc.example 3\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct importer_head head = { .text = texts[i],
			.len = strlen(texts[i]),
			.whole = true,
			.name = "hosts.txt" };

		assert_int_equal(importer_find("hosts")->sniff(&head), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_of_lists),
		cmocka_unit_test(not_entries),
		cmocka_unit_test(no_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
