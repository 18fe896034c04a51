/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/ledger.h"
#include "base/json.h"
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

static int look(int64_t number, const char *body, void *ctx)
{
	struct merkle *m = ctx;
	struct str again = { 0 };
	struct digest leaf;
	cJSON *entry = NULL;

	assert_int_equal(number, m->size);
	assert_int_equal(json_parse(&entry, body, strlen(body), NULL), 0);
	assert_int_equal(json_canonical(&again, entry), 0);
	assert_string_equal(again.p, body);
	assert_string_equal(json_string(entry, "schema"), "constat.entry/1");
	assert_string_equal(
		json_string(json_member(entry, "tool"), "name"), "constat");
	merkle_leaf(&leaf, body, strlen(body));
	merkle_add(m, &leaf);
	cJSON_Delete(entry);
	str_release(&again);
	return 0;
}

static void entries_are_leaves(void **state)
{
	struct ledger_entry entry = { .act = "case" };
	struct merkle again = { 0 };
	struct digest a, b;
	int64_t number = 0;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	for (int i = 1; i <= 30; i++) {
		sample_must(store_begin(s), "begin");
		assert_int_equal(ledger_next(s), i);
		sample_must(ledger_append(s, &entry, &number), "append");
		assert_int_equal(number, i);
		sample_must(store_commit(s), "commit");
	}
	sample_must(ledger_each(s, look, &again), "each");
	assert_int_equal(again.size, 31);
	merkle_root(&a, &again);
	merkle_root(&b, store_tree(s));
	assert_true(digest_equal(&a, &b));
	close_store(s, dir);
}

static void members(void **state)
{
	struct digest objects[2];
	struct ledger_entry entry = { .act = "capture",
		.objects = objects,
		.n_objects = 2,
		.table = "snapshot",
		.row = 9 };
	struct str body = { 0 };
	cJSON *tree = NULL;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	digest_of(&objects[0], "a", 1);
	digest_of(&objects[1], "b", 1);
	digest_of(&entry.commit, "c", 1);
	entry.codes = json_object();
	json_set(entry.codes, "reason", "changed");
	sample_must(store_begin(s), "begin");
	sample_must(ledger_append(s, &entry, NULL), "append");
	sample_must(store_commit(s), "commit");
	sample_must(ledger_get(&body, s, 1), "get");
	sample_must(json_parse(&tree, body.p, body.len, NULL), "parse");
	assert_string_equal(json_string(tree, "reason"), "changed");
	assert_string_equal(json_string(tree, "n"), "1");
	assert_string_equal(json_string(json_member(tree, "row"), "id"), "9");
	assert_int_equal(cJSON_GetArraySize(json_member(tree, "objects")), 2);
	assert_int_equal(ledger_get(&body, s, 2), ERR_NOTFOUND);
	cJSON_Delete(tree);
	cJSON_Delete(entry.codes);
	str_release(&body);
	close_store(s, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_are_leaves),
		cmocka_unit_test(members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
