/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/stream.h"

#include "tests/evidence/scene.h"

static char got[60000];
static size_t len;

static void see(const unsigned char *data, size_t n, void *ctx)
{
	(void)ctx;
	if (data == NULL)
		len += (size_t)snprintf(
			got + len, sizeof(got) - len, "<%zu>", n);
	else {
		memcpy(got + len, data, n);
		len += n;
		got[len] = '\0';
	}
}

static void feed(struct stream *s, uint32_t seq, const char *text, size_t wire)
{
	stream_feed(s,
		&(struct stream_segment){ seq, (const unsigned char *)text,
			strlen(text), wire > 0 ? wire : strlen(text) },
		see, NULL);
}

static void is(const char *want)
{
	assert_string_equal(len > 0 ? got : "", want);
	len = 0;
	got[0] = '\0';
}

static void in_any_order(void **state)
{
	struct stream s = { 0 };

	(void)state;
	feed(&s, 0xFFFFFFFC, "abc", 0);
	is("abc");
	feed(&s, 5, "ijk", 0); /* the numbers go round */
	feed(&s, 2, "fgh", 0);
	is("");
	feed(&s, 0xFFFFFFFC, "abc", 0); /* once more */
	is("");
	feed(&s, 0xFFFFFFFE, "cde", 0); /* and more than before */
	is("de");
	feed(&s, 1, "_", 0);
	is("_fghijk");
	feed(&s, 8, "l", 0);
	is("l");
	stream_release(&s);
}

static void what_is_missing(void **state)
{
	struct stream s = { 0 };

	(void)state;
	feed(&s, 100, "abc", 10); /* 7 more were sent */
	is("abc<7>");
	feed(&s, 110, "d", 0);
	is("d");
	feed(&s, 120, "e", 0);
	is("");
	stream_flush(&s, see, NULL);
	is("<9>e");
	stream_release(&s);
}

/* Only so much waits: then what is before it is given up. */
static void bounded(void **state)
{
	struct stream s = { 0 };
	char big[5001];

	(void)state;
	memset(big, 'x', 5000);
	big[5000] = '\0';
	feed(&s, 0, "a", 0);
	is("a");
	for (uint32_t i = 0; i < 3; i++)
		feed(&s, 1000 + i * 5000, big, 0);
	is("");
	feed(&s, 1000 + 3 * 5000, big, 0);
	assert_memory_equal(got, "<999>xxx", 8);
	assert_int_equal(len, 5 + 4 * 5000);
	len = 0;
	for (uint32_t i = 0; i < 100; i++)
		feed(&s, 30000 + i * 10, "y", 0);
	assert_true(s.held_bytes <= STREAM_SEGMENTS);
	assert_true(len > 0);
	len = 0;
	stream_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_any_order),
		cmocka_unit_test(what_is_missing),
		cmocka_unit_test(bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
