/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/child_process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/codec.h"
#include "base/err.h"

static void frame(struct str *out, uint32_t code, uint32_t words, uint64_t len,
	const char *rest)
{
	unsigned char head[CHILD_PROCESS_FRAME];

	codec_put32(head, code);
	codec_put32(head + 4, words);
	codec_put64(head + 8, len);
	str_clear(out);
	str_add(out, head, sizeof(head));
	str_puts(out, rest);
}

static void frames_come_apart(void **state)
{
	struct str reply = { 0 }, out = { 0 };

	(void)state;
	frame(&reply, 0, 0, 5, "hello");
	assert_int_equal(child_process_unwrap(&out, &reply, "the page"), 0);
	assert_string_equal(out.p, "hello");
	frame(&reply, ERR_NOTFOUND, 2, 0, "no");
	assert_int_equal(child_process_unwrap(&out, &reply, "the page"),
		ERR_NOTFOUND);
	assert_string_equal(err_message(), "no");
	str_release(&reply);
	str_release(&out);
}

static void wrong_frames_are_refused(void **state)
{
	static const struct {
		uint32_t code, words;
		uint64_t len;
	} wrong[] = { { 0, 0, 6 }, { 0, 6, 0 }, { 0, 0, UINT64_MAX },
		{ 0, UINT32_MAX, 5 }, { ERR_CORRUPT + 1, 5, 0 },
		{ 0, 0, UINT64_MAX - CHILD_PROCESS_FRAME + 1 + 5 } };
	struct str reply = { 0 }, out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		frame(&reply, wrong[i].code, wrong[i].words, wrong[i].len,
			"hello");
		assert_int_equal(child_process_unwrap(&out, &reply, "the page"),
			ERR_PARSE);
		assert_string_equal(
			err_message(), "the page crashed the parser");
	}
	str_cut(&reply, 3);
	assert_int_equal(
		child_process_unwrap(&out, &reply, "the page"), ERR_PARSE);
	assert_int_equal(out.len, 0);
	str_release(&reply);
	str_release(&out);
}

/* The input stays open, and talking ends with what was wanted. */
static void talking_goes_on(void **state)
{
	struct str reply = { 0 };
	struct child_limits limits = child_process_limits(NULL);
	struct child_process c = { .keep_input = true,
		.output = &reply,
		.output_max = 100 };

	(void)state;
	assert_int_equal(child_process_start(&c), 0);
	if (c.pid == 0) {
		char byte;

		while (read(STDIN_FILENO, &byte, 1) == 1)
			if (write(STDOUT_FILENO, &byte, 1) != 1)
				break;
		_exit(0);
	}
	for (size_t i = 1; i <= 3; i++) {
		child_process_begin_job(&c, &limits);
		c.feed = "abc";
		c.feed_len = 3;
		c.want = 3 * i;
		child_process_converse(&c);
		assert_int_equal(reply.len, 3 * i);
		assert_false(child_process_has_ended(&c));
	}
	assert_int_equal(child_process_end(&c), 0);
	assert_int_equal(child_process_judge(&c, 0, "it", &limits), 0);
	assert_string_equal(reply.p, "abcabcabc");
	str_release(&reply);
	str_release(&c.noise);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_come_apart),
		cmocka_unit_test(wrong_frames_are_refused),
		cmocka_unit_test(talking_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
