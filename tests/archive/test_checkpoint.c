/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "archive/checkpoint.h"
#include "base/codec.h"
#include "base/err.h"

/* A note over a tree of 42 entries. */
static void make(struct str *note, struct secret *s, struct digest *root)
{
	assert_int_equal(secret_make(s), 0);
	digest_of(root, "x", 1);
	assert_int_equal(checkpoint_write(note, s, 42, root), 0);
}

static void what_is_written_reads_back(void **state)
{
	struct str note = { 0 }, want = { 0 };
	struct secret s, other;
	struct digest root;
	struct checkpoint c;

	(void)state;
	make(&note, &s, &root);
	str_printf(&want, "constat/%s\n42\n", s.id);
	codec_base64(&want, root.b, sizeof(root.b));
	str_printf(&want, "\n\n\xE2\x80\x94 constat/%s ", s.id);
	assert_memory_equal(note.p, want.p, want.len);
	assert_int_equal(note.p[note.len - 1], '\n');
	assert_int_equal(
		checkpoint_verify(&c, note.p, note.len, s.public_key), 0);
	assert_int_equal(c.size, 42);
	assert_true(digest_equal(&c.root, &root));
	assert_string_equal(c.origin + 8, s.id);
	assert_int_equal(secret_make(&other), 0);
	assert_int_equal(
		checkpoint_verify(&c, note.p, note.len, other.public_key),
		ERR_CORRUPT);
	str_release(&note);
	str_release(&want);
}

/* No bit of a note can change. */
static void every_bit_counts(void **state)
{
	struct str note = { 0 };
	struct secret s;
	struct digest root;
	struct checkpoint c;

	(void)state;
	make(&note, &s, &root);
	for (size_t bit = 0; bit < note.len * 8; bit++) {
		note.p[bit / 8] ^= (char)(1 << bit % 8);
		assert_int_not_equal(
			checkpoint_verify(&c, note.p, note.len, s.public_key),
			0);
		note.p[bit / 8] ^= (char)(1 << bit % 8);
	}
	assert_int_equal(
		checkpoint_verify(&c, note.p, note.len, s.public_key), 0);
	str_release(&note);
}

static void other_forms_are_refused(void **state)
{
	struct str note = { 0 }, text = { 0 };
	struct secret s;
	struct digest root;
	struct checkpoint c = { .size = 7 };

	(void)state;
	make(&note, &s, &root);
	for (size_t len = 0; len < note.len; len++)
		assert_int_equal(checkpoint_read(&c, note.p, len), ERR_PARSE);
	str_add(&text, note.p, note.len);
	str_puts(&text, "\n");
	assert_int_equal(checkpoint_read(&c, text.p, text.len), ERR_PARSE);
	assert_string_equal(
		err_message(), "this is not a checkpoint of an archive");
	str_clear(&text);
	str_printf(&text, "constat/%s\n042\n", s.id);
	str_add(&text, note.p + text.len - 1, note.len - text.len + 1);
	assert_int_equal(checkpoint_read(&c, text.p, text.len), ERR_PARSE);
	assert_int_equal(c.size, 7);
	str_release(&note);
	str_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_reads_back),
		cmocka_unit_test(every_bit_counts),
		cmocka_unit_test(other_forms_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
