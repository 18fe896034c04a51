/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/warc_known.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void add(struct warc_known *k, const char *body)
{
	char id[] = "<id>", uri[] = "https://a.test/", date[] = "2018-09-03";
	char digest[] = "sha256:X";
	struct warc_response r = {
		.id = id, .uri = uri, .date = date, .digest = digest
	};

	digest_of(&r.body, body, strlen(body));
	warc_known_add(k, &r);
}

static bool has(const struct warc_known *k, const char *body)
{
	struct digest d;

	digest_of(&d, body, strlen(body));
	return warc_known_find(k, &d) != NULL;
}

static void looks_back_so_far(void **state)
{
	struct warc_known k = { 0 };
	char body[16];

	(void)state;
	assert_false(has(&k, "first"));
	add(&k, "first");
	assert_true(has(&k, "first"));
	for (int i = 1; i < WARC_KNOWN; i++) {
		snprintf(body, sizeof(body), "%d", i);
		add(&k, body);
	}
	assert_true(has(&k, "first") && has(&k, body));
	add(&k, "another");
	assert_false(has(&k, "first"));
	assert_true(has(&k, "another") && has(&k, "1"));
	warc_known_release(&k);
	assert_false(has(&k, "another"));
}

static void contents_once(void **state)
{
	struct warc_known k = { 0 };
	struct digest d, e;

	(void)state;
	digest_of(&d, "a", 1);
	digest_of(&e, "b", 1);
	assert_false(warc_known_content(&k, &d));
	assert_true(warc_known_content(&k, &d));
	assert_false(warc_known_content(&k, &e));
	assert_true(warc_known_content(&k, &d));
	warc_known_release(&k);
	assert_false(warc_known_content(&k, &d));
	warc_known_release(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks_back_so_far),
		cmocka_unit_test(contents_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
