/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/tnet_stream.h"

/* A stream over a text as a file. */
static void start(struct scene *s, struct source **source,
	struct tnet_stream *stream, const char *text, size_t len)
{
	bool more = false;

	assert_int_equal(
		source_open(source, scene_file(s, "x", text, len), false, NULL),
		0);
	assert_int_equal(source_next(*source, &more), 0);
	assert_true(more);
	tnet_stream_init(stream, *source);
}

static void stop(struct source *source, struct tnet_stream *stream)
{
	tnet_stream_release(stream);
	source_close(source, 0, NULL);
}

static void values(void **state)
{
	struct tnet_stream t;
	struct source *source = NULL;
	struct scene s;
	struct str text;
	uint64_t len = 0;
	char type = '\0';
	bool ended = true;

	(void)state;
	scene_open(&s);
	str_init(&text, 0);
	start(&s, &source, &t, "3:abc,10:0123456789;", 20);
	assert_int_equal(tnet_stream_begin(&t, &len, UINT64_MAX), 0);
	assert_int_equal(len, 3);
	assert_int_equal(tnet_stream_take(&t, len, &text), 0);
	assert_string_equal(text.p, "abc");
	assert_int_equal(tnet_stream_type(&t, &type), 0);
	assert_int_equal(type, ',');
	assert_int_equal(tnet_stream_offset(&t), 6);
	assert_int_equal(tnet_stream_begin(&t, &len, 20), 0);
	assert_int_equal(tnet_stream_skip(&t, len), 0);
	assert_int_equal(tnet_stream_type(&t, &type), 0);
	assert_int_equal(tnet_stream_ended(&t, &ended), 0);
	assert_true(ended);
	stop(source, &t);
	str_release(&text);
	scene_close(&s);
}

static void broken(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{ "", "the file breaks off in the middle" },
		{ "3", "the file breaks off in the middle" },
		{ "3:ab", "the file breaks off in the middle" },
		{ "3:abc", "the file breaks off in the middle" },
		{ "3:abcx", "a value of no known type" },
		{ ":", "no length of a value" },
		{ "x", "no length of a value" },
		{ "-1:", "no length of a value" },
		{ "9999999999999:", "no length of a value" },
		{ "50:", "a value that is longer than its whole" },
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct source *source = NULL;
		struct tnet_stream t;
		uint64_t len = 0;
		char type;
		int rc;

		start(&s, &source, &t, cases[i].text, strlen(cases[i].text));
		rc = tnet_stream_begin(&t, &len, 40);
		if (rc == 0)
			rc = tnet_stream_skip(&t, len);
		if (rc == 0)
			rc = tnet_stream_type(&t, &type);
		assert_int_equal(rc, ERR_PARSE);
		assert_string_equal(t.why, cases[i].why);
		stop(source, &t);
	}
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values),
		cmocka_unit_test(broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
