/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "evidence/record.h"

static void texts(void **state)
{
	cJSON *d = json_object();
	char text[2000];

	(void)state;
	record_set(d, "a", NULL);
	record_set(d, "a", "");
	assert_null(d->child);
	record_set(d, "a", "x\x1b[2J\n\xFF");
	assert_string_equal(json_string(d, "a"), "x\\x1B[2J\\x0A\\xFF");
	memset(text, 'y', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	memcpy(text + RECORD_TEXT - 1, "\xC3\xA9", 2);
	record_set(d, "a", text);
	assert_int_equal(strlen(json_string(d, "a")), RECORD_TEXT - 1 + 3);
	cJSON_Delete(d);
}

static void addresses(void **state)
{
	char out[HOST_MAX + 1];

	(void)state;
	assert_true(record_address(out, "192.0.2.7"));
	assert_string_equal(out, "192.0.2.7");
	assert_true(record_address(out, "[2001:DB8::1]"));
	assert_string_equal(out, "2001:db8::1");
	assert_false(record_address(out, "h.example"));
	assert_false(record_address(out, ""));
	assert_false(record_address(out, "[]"));
	assert_false(record_address(out, "192.0.2.7:443"));
}

/* New details stop when the budget is spent; known ones do not. */
static void budget(void **state)
{
	struct record_budget *b = record_budget_new();
	struct importer_job job = { 0 };
	struct observation o = { .host = "h.example" };
	char full[1200], first[1200], number[16];

	(void)state;
	memset(full, 'x', sizeof(full) - 1);
	full[sizeof(full) - 1] = '\0';
	memcpy(first, full, sizeof(full));
	assert_int_equal(record_row(&job, b, &o, first, "short"), 0);
	assert_ptr_equal(o.detail, first);
	for (int i = 0; i < 20000; i++) {
		snprintf(number, sizeof(number), "%07d", i);
		memcpy(full, number, 7);
		record_row(&job, b, &o, full, "short");
	}
	assert_string_equal(o.detail, "short");
	assert_true(job.details <= RECORD_DETAILS);
	assert_true(job.details > RECORD_DETAILS - 2000);
	record_row(&job, b, &o, full, "short");
	assert_string_equal(o.detail, "short");
	assert_int_equal(job.good, 20002);
	record_budget_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts),
		cmocka_unit_test(addresses),
		cmocka_unit_test(budget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
