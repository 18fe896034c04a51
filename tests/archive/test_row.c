/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "archive/row.h"

static struct observation row(void)
{
	return (struct observation){ .ns = 0x0102030405060708,
		.disposition = OBSERVATION_BLOCKED,
		.disposition_source = OBSERVATION_SOURCE_FIELD,
		.precision = OBSERVATION_PRECISION_MS,
		.zone = OBSERVATION_ZONE_EPOCH,
		.count = 3,
		.host = "a.example",
		.type = "A",
		.client = "",
		.app = "x",
		.answer = "",
		.rule = "r",
		.member = "",
		.line = 7,
		.position = 256,
		.length = 9 };
}

static void put(struct str *out, const struct observation *o)
{
	struct row_text texts[ROW_TEXTS];

	row_texts(texts, o);
	assert_int_equal(row_put(out, o, texts), 0);
}

/* Byte by byte, as archive/block.h has it: a digest hangs on it. */
static void a_row_has_the_form_it_had(void **state)
{
	static const unsigned char want[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		3, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0,
		0, 0, 0, 9, 2, 1, 3, 3, 0, 0, 0, 'a', '.', 'e', 'x', 'a', 'm',
		'p', 'l', 'e', 0, 'A', 0, 0, 'x', 0, 0, 'r', 0 };
	struct observation o = row();
	struct str out = { 0 };

	(void)state;
	put(&out, &o);
	assert_int_equal(out.len, sizeof(want));
	assert_memory_equal(out.p, want, sizeof(want));
	put(&out, &o);
	assert_int_equal(out.len, 2 * sizeof(want));
	assert_memory_equal(out.p + sizeof(want), want, sizeof(want));
	str_release(&out);
}

/* A row with more begins with 2, and has it behind. */
static void more_stands_behind(void **state)
{
	static const unsigned char want[] = { OBSERVATION_CONNECTION, 0, 0, 0,
		0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 6, 'm', 0, '{', '}', 0 };
	struct observation o = row();
	struct row_text texts[ROW_TEXTS];
	struct str plain = { 0 }, out = { 0 };

	(void)state;
	put(&plain, &o);
	row_texts(texts, &o);
	assert_false(row_has_more(&o, texts));
	o.kind = OBSERVATION_CONNECTION;
	o.sent = 5;
	o.received = 6;
	o.member = "m";
	o.detail = "{}";
	row_texts(texts, &o);
	assert_true(row_has_more(&o, texts));
	put(&out, &o);
	assert_int_equal(out.p[0], 2);
	assert_int_equal(out.len, plain.len + sizeof(want));
	assert_memory_equal(out.p + 1, plain.p + 1, plain.len - 1);
	assert_memory_equal(out.p + plain.len, want, sizeof(want));
	str_release(&plain);
	str_release(&out);
}

static void same(const struct observation *a, const struct observation *b)
{
	assert_true(a->ns == b->ns && a->window_start == b->window_start &&
		    a->window_end == b->window_end && a->count == b->count);
	assert_true(a->line == b->line && a->position == b->position &&
		    a->length == b->length);
	assert_true(a->disposition == b->disposition &&
		    a->disposition_source == b->disposition_source &&
		    a->precision == b->precision && a->zone == b->zone &&
		    a->year == b->year && a->count_kind == b->count_kind &&
		    a->mark == b->mark && a->kind == b->kind);
	assert_true(a->sent == b->sent && a->received == b->received);
	assert_string_equal(a->host, b->host);
	assert_string_equal(a->type, b->type);
	assert_string_equal(a->client, b->client);
	assert_string_equal(a->app, b->app);
	assert_string_equal(a->answer, b->answer);
	assert_string_equal(a->rule, b->rule);
	assert_string_equal(a->member, b->member);
	assert_string_equal(a->detail, b->detail);
}

/* One row that has more between two that have not. */
static void rows_are_read_again(void **state)
{
	struct observation rows[3] = { row(), row(), row() }, got;
	struct row_text texts[ROW_TEXTS];
	struct str out = { 0 };
	const char *at;

	(void)state;
	rows[0].ns = -1;
	rows[0].detail = "";
	rows[2].detail = "";
	rows[1] = (struct observation){ .ns = INT64_MIN,
		.window_start = -2,
		.window_end = INT64_MAX,
		.count = UINT32_MAX,
		.line = UINT64_MAX,
		.position = 1,
		.length = 2,
		.disposition = 1,
		.disposition_source = 2,
		.precision = 3,
		.zone = 4,
		.year = 5,
		.count_kind = 6,
		.mark = 7,
		.kind = OBSERVATION_CONNECTION,
		.sent = UINT64_MAX,
		.received = 9,
		.host = "h",
		.type = "",
		.client = "cc",
		.app = "",
		.answer = "an",
		.rule = "",
		.member = "m",
		.detail = "{}" };
	for (size_t i = 0; i < 3; i++)
		put(&out, &rows[i]);
	at = out.p;
	for (size_t i = 0; i < 3; i++) {
		at = row_get(&got, texts, at);
		same(&got, &rows[i]);
		assert_ptr_equal(texts[ROW_ANSWER].p, got.answer);
		assert_int_equal(texts[ROW_ANSWER].len, strlen(got.answer));
		assert_int_equal(texts[ROW_DETAIL].len, strlen(got.detail));
	}
	assert_ptr_equal(at, out.p + out.len);
	str_release(&out);
}

static void a_bad_line(void **state)
{
	static const unsigned char want[] = { 1, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0,
		0, 0, 0, 0, 0, 3, 'n', 'o', 0 };
	struct str out = { 0 };

	(void)state;
	assert_int_equal(row_put_bad(&out, 258, 3, "no"), 0);
	assert_int_equal(out.len, sizeof(want));
	assert_memory_equal(out.p, want, sizeof(want));
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_has_the_form_it_had),
		cmocka_unit_test(more_stands_behind),
		cmocka_unit_test(rows_are_read_again),
		cmocka_unit_test(a_bad_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
