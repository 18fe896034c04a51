/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/push_frame.h"

#include "tests/evidence/push.h"
#include "tests/evidence/scene.h"

static const struct push_hook none;

static void keepalive(void **state)
{
	/* The published bytes of the empty frame. */
	static const unsigned char bytes[] = { 0xC2, 0xFE, 0, 5, 0, 0, 0, 0,
		0x0D, 0x23, 0x01, 0xC6 };
	struct push_side s = { 0 };

	(void)state;
	assert_true(push_frame_is(bytes, sizeof(bytes)));
	assert_false(push_frame_is(bytes, 7));
	push_frame_feed(&s, bytes, sizeof(bytes), &none);
	push_frame_feed(&s, bytes, sizeof(bytes), &none);
	assert_int_equal(s.frames, 2);
	assert_int_equal(s.keepalives, 2);
	assert_int_equal(s.right, 2);
	assert_int_equal(s.wrong, 0);
	push_side_release(&s);
}

/* In pieces of any size, frames are the same. */
static void pieces(void **state)
{
	struct bytes all = bytes_new(), f = push_hello();

	(void)state;
	put(&all, f.p, f.len);
	f = push_frame(text("no clear body, this"));
	put(&all, f.p, f.len);
	f = push_frame(text(""));
	put(&all, f.p, f.len);
	for (size_t n = 1; n < all.len; n += 7) {
		struct push_side s = { 0 };

		for (size_t i = 0; i < all.len; i += n)
			push_frame_feed(&s, all.p + i,
				all.len - i < n ? all.len - i : n, &none);
		assert_int_equal(s.frames, 3);
		assert_int_equal(s.clear, 1);
		assert_int_equal(s.encrypted, 1);
		assert_int_equal(s.keepalives, 1);
		assert_int_equal(s.right, 3);
		assert_string_equal(s.host, "push.vendor.example");
		assert_string_equal(s.model, "Model 9");
		assert_true(s.device_id && s.network && s.language);
		assert_true(s.system);
		push_side_release(&s);
	}
}

struct ended {
	struct push_frame v[8];
	size_t n;
};

static void take(const struct push_frame *frame, void *ctx)
{
	struct ended *e = ctx;

	e->v[e->n++] = *frame;
}

/* Each frame is told when it ends, of what kind and how long it is. */
static void told(void **state)
{
	struct push_side s = { 0 };
	struct ended e = { 0 };
	const struct push_hook hook = { take, &e };
	struct bytes f = push_hello();

	(void)state;
	push_frame_feed(&s, f.p, f.len - 1, &hook);
	assert_int_equal(e.n, 0);
	push_frame_feed(&s, f.p + f.len - 1, 1, &hook);
	assert_int_equal(e.n, 1);
	assert_int_equal(e.v[0].kind, PUSH_CLEAR);
	assert_int_equal(e.v[0].bytes, f.len);
	assert_true(e.v[0].right);
	f = push_frame(text("no clear body, this"));
	f.p[f.len - 1] ^= 1;
	push_frame_feed(&s, f.p, f.len, &hook);
	assert_int_equal(e.v[1].kind, PUSH_ENCRYPTED);
	assert_false(e.v[1].right);
	f = push_frame(text(""));
	push_frame_feed(&s, f.p, f.len, &hook);
	assert_int_equal(e.v[2].kind, PUSH_KEEPALIVE);
	assert_int_equal(e.v[2].bytes, 12);
	f = push_frame(text("this is not all there"));
	push_frame_feed(&s, f.p, 12, &hook);
	push_frame_feed(&s, NULL, f.len - 12, &hook);
	assert_int_equal(e.n, 4);
	assert_int_equal(e.v[3].kind, PUSH_UNSEEN);
	assert_false(e.v[3].right);
	push_side_release(&s);
}

static void wrong_sum(void **state)
{
	struct push_side s = { 0 };
	struct bytes f = push_hello();

	(void)state;
	f.p[f.len - 1] ^= 1;
	push_frame_feed(&s, f.p, f.len, &none);
	assert_int_equal(s.wrong, 1);
	assert_string_equal(s.host, ""); /* nothing is taken out of it */
	push_side_release(&s);
}

/* A capture that has the beginning of packets only. */
static void missing(void **state)
{
	struct push_side s = { 0 };
	struct bytes f = push_hello();

	(void)state;
	push_frame_feed(&s, f.p, 12, &none);
	push_frame_feed(&s, NULL, f.len - 12, &none);
	push_frame_feed(&s, f.p, 12, &none);
	push_frame_feed(&s, NULL, f.len - 12, &none);
	assert_int_equal(s.frames, 2);
	assert_int_equal(s.right + s.wrong, 0);
	/* A gap that hides where frames begin. */
	push_frame_feed(&s, NULL, 5, &none);
	push_frame_feed(&s, f.p + 5, f.len - 5, &none);
	assert_true(s.lost);
	push_frame_feed(&s, f.p, f.len, &none);
	assert_int_equal(s.frames, 3);
	assert_int_equal(s.right, 1);
	push_side_release(&s);
}

static void hostile(void **state)
{
	struct push_side s = { 0 };
	struct bytes f = bytes_new();

	(void)state;
	/* A length beyond all reason; protobuf that lies. */
	put32(&f, 0xC2FE0005);
	put32(&f, 0x7FFFFFFF);
	assert_false(push_frame_is(f.p, f.len));
	push_frame_feed(&s, f.p, f.len, &none);
	assert_true(s.lost);
	push_side_release(&s);
	for (unsigned tag = 0; tag < 256; tag++) {
		struct bytes b = bytes_new();

		put16(&b, 2);
		put16(&b, 0);
		put32(&b, 4);
		put8(&b, tag);
		put(&b, "\xFF\xFF\x7F", 3);
		f = push_frame(b);
		push_frame_feed(&s, f.p, f.len, &none);
		assert_int_equal(s.clear, 1);
		push_side_release(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keepalive),
		cmocka_unit_test(pieces),
		cmocka_unit_test(told),
		cmocka_unit_test(wrong_sum),
		cmocka_unit_test(missing),
		cmocka_unit_test(hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
