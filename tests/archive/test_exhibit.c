/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/ledger.h"
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

static int count(const struct exhibit *e, void *ctx)
{
	int *n = ctx;

	assert_int_equal(e->id, ++*n);
	return *n == 2 ? ERR_LIMIT : 0;
}

static void comes_back(void **state)
{
	struct exhibit e = { .kind = "letter",
		.title = "Réponse de l'entreprise",
		.file = "reponse.eml",
		.media_type = "message/rfc822",
		.size = 5,
		.obtained_ns = 77,
		.day_only = true,
		.obtained_by = "la plaignante",
		.origin = "courriel" };
	struct exhibit back = { 0 }, redacted, found = { 0 };
	int n = 0;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(object_put(s, "lettr", 5, &e.content), "content");
	sample_must(exhibit_add(s, &e, "attach", true), "add");
	assert_int_equal(e.id, 1);
	redacted = e;
	redacted.redacts = e.id;
	sample_must(object_put(s, "l....", 5, &redacted.content), "content");
	sample_must(exhibit_add(s, &redacted, "attach", true), "add");
	sample_must(exhibit_get(&back, s, 2), "get");
	assert_string_equal(back.kind, "letter");
	assert_string_equal(back.title, e.title);
	assert_string_equal(back.file, e.file);
	assert_string_equal(back.obtained_by, e.obtained_by);
	assert_string_equal(back.origin, e.origin);
	assert_string_equal(back.device, "");
	assert_true(back.day_only && back.obtained_ns == 77);
	assert_int_equal(back.redacts, 1);
	assert_true(digest_equal(&back.content, &redacted.content));
	sample_must(exhibit_find(&found, s, &e.content), "find");
	assert_int_equal(found.id, 1);
	assert_int_equal(exhibit_each(s, count, &n), ERR_LIMIT);
	exhibit_release(&back);
	exhibit_release(&found);
	assert_int_equal(exhibit_get(&back, s, 3), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "exhibit 3"));
	redacted.redacts = 44;
	assert_int_not_equal(exhibit_add(s, &redacted, "attach", true), 0);
	close_store(s, dir);
}

/* A typed statement can be guessed, so its hash is not written openly. */
static void closed_contents(void **state)
{
	struct exhibit e = { .kind = "statement", .size = 2 };
	struct str entry = { 0 };
	char hex[DIGEST_HEX + 1];
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(object_put(s, "ok", 2, &e.content), "content");
	sample_must(exhibit_add(s, &e, "observe", false), "add");
	sample_must(ledger_get(&entry, s, e.entry), "entry");
	digest_hex(hex, &e.content);
	assert_null(strstr(entry.p, hex));
	assert_non_null(strstr(entry.p, "\"act\":\"observe\""));
	str_clear(&entry);
	sample_must(exhibit_add(s, &e, "attach", true), "add");
	sample_must(ledger_get(&entry, s, e.entry), "entry");
	assert_non_null(strstr(entry.p, hex));
	str_release(&entry);
	close_store(s, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back),
		cmocka_unit_test(closed_contents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
