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

static void kept_when_it_changed(void **state)
{
	int64_t a = 0, b = 0, c = 0, d = 0;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(casefile_note(&a, s, "{}", 2), "first");
	sample_must(casefile_note(&b, s, "{}", 2), "same");
	sample_must(casefile_note(&c, s, "{ }", 3), "other");
	sample_must(casefile_note(&d, s, "{}", 2), "as before");
	assert_int_equal(a, b);
	assert_int_not_equal(a, c);
	assert_int_not_equal(d, a);
	assert_int_not_equal(d, c);
	close_store(s, dir);
}

/* A case names people: neither words nor plain hash are in the ledger. */
static void ledger_does_not_tell(void **state)
{
	static const char text[] = "{\"name\":\"Camille\"}";
	struct digest d;
	char hex[DIGEST_HEX + 1];
	struct str entry = { 0 };
	int64_t id = 0;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(casefile_note(&id, s, text, strlen(text)), "note");
	sample_must(ledger_get(&entry, s, 1), "entry");
	digest_of(&d, text, strlen(text));
	digest_hex(hex, &d);
	assert_non_null(strstr(entry.p, "\"act\":\"case\""));
	assert_null(strstr(entry.p, hex));
	assert_null(strstr(entry.p, "Camille"));
	str_release(&entry);
	close_store(s, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kept_when_it_changed),
		cmocka_unit_test(ledger_does_not_tell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
