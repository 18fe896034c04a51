/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/dataset.h"
#include "archive/object.h"
#include "archive/verify.h"
#include "sample.h"

static void add(struct store *s, const char *name, const char *text)
{
	struct dataset d = { .name = name,
		.licence = "MIT",
		.version = "1",
		.source = "",
		.file = "list",
		.owner = "",
		.format = "domains",
		.size = strlen(text),
		.entries = 1 };

	sample_must(store_begin(s), "begin");
	sample_must(object_put(s, text, strlen(text), &d.content), "put");
	sample_must(dataset_add(s, &d), "add");
	assert_true(d.id > 0 && d.entry >= 0);
	sample_must(store_commit(s), "commit");
}

static int join(const struct dataset *d, void *ctx)
{
	struct str *out = ctx;

	str_printf(out, "%s ", d->name);
	return 0;
}

static void expect(struct store *s, const char *names)
{
	struct str got = { 0 };

	str_puts(&got, "");
	sample_must(dataset_each(s, join, &got), "each");
	assert_string_equal(got.p, names);
	str_release(&got);
}

static void added_and_removed(void **state)
{
	char *dir = sample_folder();
	struct verify_result r = { 0 };
	struct store *s = NULL;
	size_t n = 0;

	(void)state;
	sample_must(store_create(dir), "create");
	sample_must(store_open(&s, dir, STORE_WRITE), "open");
	expect(s, "");
	add(s, "one", "a.example\n");
	add(s, "two", "b.example\n");
	add(s, "one", "c.example\n");
	expect(s, "one two one ");
	sample_must(dataset_remove(s, "one", &n), "remove");
	assert_int_equal(n, 2);
	expect(s, "two ");
	assert_int_equal(dataset_remove(s, "one", &n), ERR_NOTFOUND);
	add(s, "one", "a.example\n"); /* the same again */
	expect(s, "two one ");
	sample_must(verify_store(&r, s, NULL, NULL, NULL), "verify");
	assert_int_equal(r.findings, 0);
	verify_result_release(&r);
	store_close(s);
	sample_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(added_and_removed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
