/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"
#include "tests/evidence/tnets.h"

#include "evidence/mitmproxy_flow.h"

/* Reads one flow and says how many bytes it took. */
static int read_flow(struct scene *s, struct mitmproxy_flow *f,
	const struct str *text, uint64_t *took)
{
	struct source *source = NULL;
	struct tnet_stream t;
	bool more = false;
	int rc;

	assert_int_equal(
		source_open(&source, scene_file(s, "x", text->p, text->len),
			false, NULL),
		0);
	assert_int_equal(source_next(source, &more), 0);
	tnet_stream_init(&t, source);
	mitmproxy_flow_init(f);
	rc = mitmproxy_flow_read(f, &t);
	*took = tnet_stream_offset(&t);
	tnet_stream_release(&t);
	source_close(source, 0, NULL);
	return rc;
}

static void parts(void **state)
{
	struct mitmproxy_flow f;
	struct digest digest;
	struct str text;
	struct scene s;
	struct tnet v;
	uint64_t took = 0;

	(void)state;
	scene_open(&s);
	str_init(&text, 0);
	tnets_put(&text,
		"{\"version\":20,\"request\":{\"host\":\"h.example\","
		"\"content\":\"pin=1\"},\"response\":null,"
		"\"websocket\":{\"x\":1,\"messages\":[[1,true,\"abc\",1.5,"
		"false],"
		"[1,false,\"de\",2.5],[\"odd\"],7]},\"backup\":{\"a\":1},"
		"\"type\":\"http\"}",
		';');
	assert_int_equal(read_flow(&s, &f, &text, &took), 0);
	assert_non_null(f.why);
	mitmproxy_flow_release(&f);
	/* A message that is no list does not fit; without it all does. */
	str_clear(&text);
	tnets_put(&text,
		"{\"version\":20,\"request\":{\"host\":\"h.example\","
		"\"content\":\"pin=1\"},\"response\":null,"
		"\"websocket\":{\"x\":1,\"messages\":[[1,true,\"abc\",1.5,"
		"false],"
		"[1,false,\"de\",2.5],[\"odd\"]]},\"backup\":{\"a\":1},"
		"\"type\":\"http\"}",
		';');
	assert_int_equal(read_flow(&s, &f, &text, &took), 0);
	assert_null(f.why);
	assert_int_equal(f.length, text.len);
	v = tnet_find(&f.request.dict, "host");
	assert_true(tnet_is(&v, "h.example"));
	assert_int_equal(f.response.dict.type, '\0');
	digest_of(&digest, "pin=1", 5);
	assert_true(f.request.has_body);
	assert_int_equal(f.request.body.bytes, 5);
	assert_true(digest_equal(&digest, &f.request.body.digest));
	assert_int_equal(f.mask.n, 1);
	assert_true(f.websocket);
	assert_true(f.modified);
	assert_int_equal(f.messages_sent, 1);
	assert_int_equal(f.messages_received, 1);
	assert_int_equal(f.sent, 3);
	assert_int_equal(f.received, 2);
	assert_string_equal(f.first, "1.500000");
	v = tnet_find(&f.dict, "backup");
	assert_int_equal(v.type, '\0');
	mitmproxy_flow_release(&f);
	str_release(&text);
	scene_close(&s);
}

/* What does not fit inside ends the flow where it says it ends. */
static void damaged(void **state)
{
	struct mitmproxy_flow f;
	struct str text;
	struct scene s;
	uint64_t took = 0;

	(void)state;
	scene_open(&s);
	str_init(&text, 0);
	str_puts(&text, "20:1:a;99:0123456789abc}next");
	assert_int_equal(read_flow(&s, &f, &text, &took), 0);
	assert_non_null(f.why);
	assert_int_equal(took, text.len - 4);
	mitmproxy_flow_release(&f);
	str_clear(&text);
	str_puts(&text, "3:abc,");
	assert_int_equal(read_flow(&s, &f, &text, &took), 0);
	assert_non_null(f.why);
	mitmproxy_flow_release(&f);
	str_clear(&text);
	str_puts(&text, "99:1:a;");
	assert_int_equal(read_flow(&s, &f, &text, &took), ERR_PARSE);
	mitmproxy_flow_release(&f);
	str_release(&text);
	scene_close(&s);
}

/* Values that are too long to keep are passed by. */
static void large(void **state)
{
	struct mitmproxy_flow f;
	struct str big, inner, text;
	struct scene s;
	struct tnet v;
	uint64_t took = 0;

	(void)state;
	scene_open(&s);
	str_init(&big, 0);
	str_init(&inner, 0);
	str_init(&text, 0);
	for (int i = 0; i < MITMPROXY_VALUE + 1; i++)
		str_putc(&big, 'x');
	tnets_wrap(&inner, "big", 3, ';');
	tnets_wrap(&inner, big.p, big.len, ';');
	tnets_wrap(&inner, "type", 4, ';');
	tnets_wrap(&inner, "tcp", 3, ';');
	tnets_wrap(&text, inner.p, inner.len, '}');
	assert_int_equal(read_flow(&s, &f, &text, &took), 0);
	assert_null(f.why);
	v = tnet_find(&f.dict, "big");
	assert_int_equal(v.type, '\0');
	v = tnet_find(&f.dict, "type");
	assert_true(tnet_is(&v, "tcp"));
	mitmproxy_flow_release(&f);
	str_release(&big);
	str_release(&inner);
	str_release(&text);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts),
		cmocka_unit_test(damaged),
		cmocka_unit_test(large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
