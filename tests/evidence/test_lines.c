/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "evidence/lines.h"

/* Lines seen, each as "number@position+length:text|". */
struct seen {
	struct str text;
	size_t stop; /* after so many lines; 0: never */
	size_t n;
	bool too_long;
	size_t last_len;
};

static int see(const struct line *line, void *ctx)
{
	struct seen *s = ctx;

	str_printf(&s->text, "%d@%d+%d:", (int)line->number,
		(int)line->position, (int)line->length);
	if (line->len < 100)
		str_add(&s->text, line->text, line->len);
	str_putc(&s->text, '|');
	s->too_long = line->too_long;
	s->last_len = line->len;
	return ++s->n == s->stop ? ERR_LIMIT : 0;
}

/* Feeds in pieces of every size: what comes out must not depend on it. */
static void expect(const char *data, size_t len, const char *wanted)
{
	for (size_t step = 1; step <= len + 1; step++) {
		struct seen seen = { 0 };
		struct lines l;
		int rc = 0;

		str_init(&seen.text, 0);
		lines_init(&l, see, &seen);
		for (size_t at = 0; at < len && rc == 0; at += step)
			rc = lines_feed(&l, data + at,
				len - at < step ? len - at : step);
		assert_int_equal(rc, 0);
		assert_int_equal(lines_end(&l), 0);
		assert_string_equal(seen.text.p, wanted);
		lines_release(&l);
		str_release(&seen.text);
	}
}

#define EXPECT(data, wanted) expect(data, sizeof(data) - 1, wanted)

static void ends(void **state)
{
	(void)state;
	EXPECT("", "");
	EXPECT("a", "1@0+1:a|");
	EXPECT("a\n", "1@0+2:a|");
	EXPECT("a\nb", "1@0+2:a|2@2+1:b|");
	EXPECT("a\r\nbc\r\n", "1@0+3:a|2@3+4:bc|");
	EXPECT("\n\nx\n", "1@0+1:|2@1+1:|3@2+2:x|");
	EXPECT("a\rb\n", "1@0+4:a\rb|");
}

static void marks(void **state)
{
	(void)state;
	EXPECT("\xEF\xBB\xBF"
	       "a\nb\n",
		"1@3+2:a|2@5+2:b|");
	EXPECT("\xEF\xBB", "1@0+2:\xEF\xBB|");
	EXPECT("\xEF\xBB\xBF", "");
	EXPECT("a\xEF\xBB\xBF\n", "1@0+5:a\xEF\xBB\xBF"
				  "|");
}

static void utf16(void **state)
{
	(void)state;
	EXPECT("\xFF\xFE", "");
	EXPECT("\xFF\xFE"
	       "a\0\r\0\n\0b\0",
		"1@2+6:a|2@8+2:b|");
	/* U+0A0A and U+0D0A are letters, not ends of lines. */
	EXPECT("\xFF\xFE\x0A\x0A\x0A\x0D\n\0",
		"1@2+6:\xE0\xA8\x8A\xE0\xB4\x8A|");
	EXPECT("\xFF\xFE\x3D\xD8\x00\xDE\n\0", "1@2+6:\xF0\x9F\x98\x80|");
	EXPECT("\xFF\xFE\x3D\xD8"
	       "a\0",
		"1@2+4:\xEF\xBF\xBD"
		"a|");
	EXPECT("\xFF\xFE"
	       "a\0b",
		"1@2+3:a|");
}

static void utf16_big_endian(void **state)
{
	(void)state;
	EXPECT("\xFE\xFF", "");
	EXPECT("\xFE\xFF\0a\0\r\0\n\0b", "1@2+6:a|2@8+2:b|");
	EXPECT("\xFE\xFF\x0A\x0A\x0D\x0A\0\n",
		"1@2+6:\xE0\xA8\x8A\xE0\xB4\x8A|");
	EXPECT("\xFE\xFF\xD8\x3D\xDE\x00\0\n", "1@2+6:\xF0\x9F\x98\x80|");
}

static void nul_bytes(void **state)
{
	struct seen seen = { 0 };
	struct lines l;

	(void)state;
	str_init(&seen.text, 0);
	lines_init(&l, see, &seen);
	assert_int_equal(lines_feed(&l, "a\0b\nc\n", 6), 0);
	assert_int_equal(lines_end(&l), 0);
	assert_int_equal(seen.n, 2);
	assert_memory_equal(seen.text.p, "1@0+4:a\0b|2@4+2:c|", 18);
	lines_release(&l);
	str_release(&seen.text);
}

static void too_long(void **state)
{
	static char data[10 << 20];
	struct seen seen = { 0 };
	struct lines l;

	(void)state;
	memset(data, 'x', sizeof(data));
	str_init(&seen.text, 0);
	lines_init(&l, see, &seen);
	assert_int_equal(lines_feed(&l, "first\n", 6), 0);
	for (size_t at = 0; at < sizeof(data); at += 4096)
		assert_int_equal(lines_feed(&l, data + at, 4096), 0);
	assert_true(l.held.cap <= 2 * LINES_MAX);
	assert_int_equal(lines_feed(&l, "\n", 1), 0);
	assert_true(seen.too_long);
	assert_int_equal(seen.last_len, LINES_MAX);
	assert_int_equal(lines_feed(&l, "last", 4), 0);
	assert_int_equal(lines_end(&l), 0);
	assert_string_equal(
		seen.text.p, "1@0+6:first|2@6+10485761:|3@10485767+4:last|");
	assert_false(seen.too_long);
	lines_release(&l);
	str_release(&seen.text);
}

static void exactly_as_long(void **state)
{
	static char data[LINES_MAX + 2];
	struct seen seen = { 0 };
	struct lines l;

	(void)state;
	memset(data, 'x', sizeof(data));
	data[LINES_MAX] = '\n';
	str_init(&seen.text, 0);
	lines_init(&l, see, &seen);
	assert_int_equal(lines_feed(&l, data, LINES_MAX + 1), 0);
	assert_false(seen.too_long);
	assert_int_equal(seen.last_len, LINES_MAX);
	data[LINES_MAX] = 'x';
	data[LINES_MAX + 1] = '\n';
	assert_int_equal(lines_feed(&l, data, LINES_MAX + 2), 0);
	assert_true(seen.too_long);
	lines_release(&l);
	str_release(&seen.text);
}

static void stops(void **state)
{
	struct seen seen = { .stop = 2 };
	struct lines l;

	(void)state;
	str_init(&seen.text, 0);
	lines_init(&l, see, &seen);
	assert_int_equal(lines_feed(&l, "a\nb\nc\n", 6), ERR_LIMIT);
	assert_int_equal(seen.n, 2);
	lines_release(&l);
	str_release(&seen.text);
}

static void files(void **state)
{
	char path[] = "/tmp/constat-test-XXXXXX";
	int fd = mkstemp(path);
	struct seen seen = { 0 };
	struct source_file file = { 0 };
	struct digest digest;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "a\nb", 3), 3);
	close(fd);
	str_init(&seen.text, 0);
	assert_int_equal(lines_file(&file, path, see, &seen, NULL), 0);
	assert_string_equal(seen.text.p, "1@0+2:a|2@2+1:b|");
	assert_int_equal(file.size, 3);
	assert_true(file.changed_ns > 0);
	digest_of(&digest, "a\nb", 3);
	assert_true(digest_equal(&digest, &file.digest));
	seen.stop = seen.n + 1;
	assert_int_equal(lines_file(&file, path, see, &seen, NULL), ERR_LIMIT);
	unlink(path);
	assert_int_equal(
		lines_file(&file, path, see, &seen, NULL), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "cannot open '/tmp/constat"));
	assert_int_equal(
		lines_file(&file, "/dev/zero", see, &seen, NULL), ERR_INVALID);
	assert_string_equal(err_message(), "'/dev/zero' is not a file");
	assert_int_equal(
		lines_file(&file, "/tmp", see, &seen, NULL), ERR_INVALID);
	str_release(&seen.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends),
		cmocka_unit_test(marks),
		cmocka_unit_test(utf16),
		cmocka_unit_test(utf16_big_endian),
		cmocka_unit_test(nul_bytes),
		cmocka_unit_test(too_long),
		cmocka_unit_test(exactly_as_long),
		cmocka_unit_test(stops),
		cmocka_unit_test(files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
