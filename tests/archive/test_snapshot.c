/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/err.h"
#include "sample.h"

static struct store *open_store(char **dir)
{
	struct store *s = NULL;

	*dir = sample_folder();
	sample_must(store_create(*dir), "create");
	sample_must(store_open(&s, *dir, STORE_WRITE), "open");
	return s;
}

static void close_store(struct store *s, char *dir)
{
	store_close(s);
	sample_remove(dir);
}

static void comes_back(void **state)
{
	struct snapshot back = { 0 };
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_page(s, "A", 5, SNAPSHOT_STATED);
	sample_must(snapshot_get(&back, s, 1), "get");
	assert_string_equal(back.service, "Exemple");
	assert_string_equal(back.terms, "Privacy Policy");
	assert_string_equal(back.url, "https://exemple.example/privacy");
	assert_string_equal(back.source, "une copie de 2018");
	assert_int_equal(back.basis, SNAPSHOT_STATED);
	assert_int_equal(back.status, 200);
	assert_int_equal(back.size, 1);
	assert_true(back.seen_ns == 5 && !back.day_only);
	assert_int_equal(back.entry, 1);
	snapshot_release(&back);
	assert_int_equal(snapshot_get(&back, s, 2), ERR_NOTFOUND);
	assert_string_equal(
		snapshot_basis_name(SNAPSHOT_THIRD_PARTY), "third-party");
	close_store(s, dir);
}

static void contents_must_be_there(void **state)
{
	struct snapshot snap = { .service = "Exemple", .terms = "T" };
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	assert_int_equal(snapshot_add(s, &snap), ERR_DB);
	assert_int_equal(store_tree(s)->size, 1);
	close_store(s, dir);
}

static int count(const struct snapshot *snap, void *ctx)
{
	int64_t *last = ctx;

	assert_true(snap->seen_ns >= *last);
	*last = snap->seen_ns;
	return snap->seen_ns == 9 ? ERR_INVALID : 0;
}

static void found_by_terms_instant_and_body(void **state)
{
	struct snapshot_key key = {
		.service = "Exemple", .terms = "Privacy Policy", .seen_ns = 5
	};
	int64_t id, last = 0;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_page(s, "B", 7, SNAPSHOT_STATED);
	sample_page(s, "A", 5, SNAPSHOT_STATED);
	digest_of(&key.body, "A", 1);
	sample_must(snapshot_find(&id, s, &key), "find");
	assert_int_equal(id, 2);
	key.seen_ns = 6;
	sample_must(snapshot_find(&id, s, &key), "find");
	assert_int_equal(id, 0);
	sample_must(snapshot_each(s, "Exemple", "Privacy Policy", count, &last),
		"each");
	assert_int_equal(last, 7);
	sample_page(s, "C", 9, SNAPSHOT_STATED);
	last = 0;
	assert_int_equal(
		snapshot_each(s, "Exemple", "Privacy Policy", count, &last),
		ERR_INVALID);
	close_store(s, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back),
		cmocka_unit_test(contents_must_be_there),
		cmocka_unit_test(found_by_terms_instant_and_body),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
