/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rules/<case>.json is a merge patch for draft/case.json, rules/<case>.want
 * what the rules then say. UPDATE=1 writes the latter.
 */
#include "cases/rules.h"

#include "sample.h"

#include <glob.h>

static void compare(struct sample *s, const char *path)
{
	struct str patch = { 0 }, want = { 0 }, name = { 0 };
	char *found;

	str_printf(&name, "%.*s.want", (int)(strlen(path) - 5), path);
	sample_must(file_read(&patch, path));
	found = sample_findings(s, patch.p);
	if (getenv("UPDATE") != NULL)
		sample_must(
			file_write(name.p, found, strlen(found), FILE_REPLACE));
	sample_must(file_read(&want, name.p));
	if (strcmp(found, want.p) != 0)
		fail_msg("%s\nfound:\n%s\nwanted:\n%s", path, found, want.p);
	free(found);
	str_release(&patch);
	str_release(&want);
	str_release(&name);
}

static void fixtures(void **state)
{
	struct sample s;
	glob_t g;

	(void)state;
	sample_open(&s, NULL);
	assert_int_equal(glob(TEST_DIR "/rules/*.json", 0, NULL, &g), 0);
	assert_true(g.gl_pathc >= 10);
	for (size_t i = 0; i < g.gl_pathc; i++)
		compare(&s, g.gl_pathv[i]);
	globfree(&g);
	sample_close(&s);
}

static void counts(void **state)
{
	struct rules_count count = { 0 };
	struct backing b = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, "{\"title\":\"\",\"limits\":\"...\"}");
	sample_backing(&b, &s);
	sample_must(rules_check(&count, &b, NULL, NULL));
	assert_int_equal(count.blocking, 2);
	assert_true(count.warnings > 0);
	backing_release(&b);
	sample_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fixtures),
		cmocka_unit_test(counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
