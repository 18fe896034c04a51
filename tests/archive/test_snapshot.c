/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/attempt.h"
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

/* One page of a capture; its body and its record are `text`. */
static int64_t add_part(
	struct store *s, int part, const char *text, int64_t seen_ns)
{
	struct snapshot snap = { .service = "Exemple",
		.terms = "Terms of Service",
		.part = part,
		.seen_ns = seen_ns,
		.status = 200,
		.size = strlen(text) };

	sample_must(object_put(s, text, strlen(text), &snap.body), "put");
	snap.record = snap.body;
	sample_must(snapshot_add(s, &snap), "add");
	return snap.id;
}

static void the_latest_of_a_page(void **state)
{
	struct snapshot last = { 0 };
	bool found = true;
	char *dir;
	struct store *s = open_store(&dir);
	int64_t id;

	(void)state;
	sample_must(snapshot_latest(
			    &last, &found, s, "Exemple", "Terms of Service", 0),
		"none");
	assert_false(found);
	add_part(s, 0, "a", 10);
	id = add_part(s, 0, "b", 30);
	add_part(s, 1, "c", 40);
	add_part(s, 0, "d", 20);
	sample_must(snapshot_latest(
			    &last, &found, s, "Exemple", "Terms of Service", 0),
		"latest");
	assert_true(found && last.id == id);
	snapshot_release(&last);
	close_store(s, dir);
}

static void near_contents(void **state)
{
	struct digest near[3], a, b;
	size_t n = 9;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(
		snapshot_near(near, &n, 3, s, "Exemple", "Terms of Service", 0),
		"none");
	assert_int_equal(n, 0);
	add_part(s, 0, "a", 10);
	add_part(s, 0, "b", 20);
	add_part(s, 0, "b", 30);
	add_part(s, 0, "b", 40);
	add_part(s, 1, "c", 50);
	digest_of(&a, "a", 1);
	digest_of(&b, "b", 1);
	sample_must(
		snapshot_near(near, &n, 3, s, "Exemple", "Terms of Service", 0),
		"near");
	assert_int_equal(n, 2);
	assert_true(digest_equal(&near[0], &b) && digest_equal(&near[1], &a));
	sample_must(snapshot_near_records(
			    near, &n, 1, s, "Exemple", "Terms of Service", 0),
		"records");
	assert_int_equal(n, 1);
	assert_true(digest_equal(&near[0], &b));
	close_store(s, dir);
}

static void parts_of_a_capture(void **state)
{
	int64_t ids[4], first, third;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	first = add_part(s, 0, "a", 10);
	add_part(s, 1, "b", 11);
	third = add_part(s, 2, "c", 9);
	add_part(s, 0, "d", 20);
	add_part(s, 2, "e", 21);
	sample_page(s, "autre", 30, SNAPSHOT_CAPTURED);
	sample_must(snapshot_parts(ids, 3, s, first), "parts");
	assert_true(ids[0] == first && ids[1] == first + 1 && ids[2] == third);
	sample_must(snapshot_parts(ids, 4, s, third + 1), "a part failed");
	assert_true(ids[0] == third + 1 && ids[1] == 0 && ids[2] == third + 2 &&
		    ids[3] == 0);
	assert_int_equal(snapshot_parts(ids, 2, s, 99), ERR_NOTFOUND);
	close_store(s, dir);
}

/* The first page of the next capture does not come, its second one does. */
static void parts_of_the_next_capture(void **state)
{
	struct attempt lost = { .service = "Exemple",
		.terms = "Terms of Service",
		.url = "https://exemple.example/terms",
		.cause = "net" };
	int64_t ids[2], first;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	first = add_part(s, 0, "a", 10);
	sample_must(object_put(s, "{}", 2, &lost.record), "put");
	sample_must(attempt_add(s, &lost), "attempt");
	add_part(s, 1, "b", 20);
	sample_must(snapshot_parts(ids, 2, s, first), "parts");
	assert_true(ids[0] == first && ids[1] == 0);
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
		cmocka_unit_test(the_latest_of_a_page),
		cmocka_unit_test(near_contents),
		cmocka_unit_test(parts_of_a_capture),
		cmocka_unit_test(parts_of_the_next_capture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
