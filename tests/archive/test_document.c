/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

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

static void same_document_once(void **state)
{
	struct document a = { .kind = "complaint", .lang = "fr", .size = 3 };
	struct document b;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(casefile_note(&a.casefile, s, "{}", 2), "case");
	digest_of(&a.digest, "pdf", 3);
	b = a;
	sample_must(document_note(s, &a), "note");
	sample_must(document_note(s, &b), "again");
	assert_int_equal(a.id, b.id);
	b.digest.b[0] ^= 1;
	sample_must(document_note(s, &b), "another");
	assert_int_not_equal(a.id, b.id);
	b.digest.b[0] ^= 2;
	b.casefile = 99;
	assert_int_not_equal(document_note(s, &b), 0);
	close_store(s, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_document_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
