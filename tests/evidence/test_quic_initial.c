/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/quic_initial.h"

#include "tests/evidence/quic.h"
#include "tests/evidence/scene.h"

static struct tls_hello h;

static void feed(struct quic_initial *q, struct bytes b, bool client)
{
	assert_true(quic_initial_is(b.p, b.len));
	quic_initial_feed(q, b.p, b.len, client);
}

static void both_sides(void **state)
{
	struct quic_initial q = { 0 };
	char room[QUIC_VERSION_ROOM];

	(void)state;
	feed(&q, quic_client("push.vendor.example"), true);
	assert_true(quic_initial_hello(&h, &q, false));
	assert_string_equal(h.host, "push.vendor.example");
	assert_string_equal(h.protocol, "h2");
	assert_string_equal(quic_version_text(room, q.version), "1");
	assert_false(quic_initial_hello(&h, &q, true));
	feed(&q, quic_server(), false);
	assert_true(quic_initial_hello(&h, &q, true));
	assert_int_equal(h.version, 0x0304);
	assert_int_equal(h.cipher, 0x1302);
	quic_initial_release(&q);
	/* The second bit of the header may be anything: here it is 0. */
	feed(&q,
		quic_packet(&quic_greased1, 0, quic_frame("x.example"), quic_id,
			sizeof(quic_id)),
		true);
	assert_true(quic_initial_hello(&h, &q, false));
	quic_initial_release(&q);
}

/* Frames come in any order, over packets that share a datagram or not, with
 * pings and padding between. */
static void scattered(void **state)
{
	struct bytes m = client_hello("x.example", false, 2000);
	struct bytes f = bytes_new(), one, two, both = bytes_new();
	struct quic_initial q = { 0 };

	(void)state;
	put_crypto(&f, m, 1000, m.len - 1000);
	put8(&f, 1);
	put_crypto(&f, m, 50, 30);
	one = quic_packet(&quic_client2, 1, f, quic_id, sizeof(quic_id));
	f = bytes_new();
	put_crypto(&f, m, 70, 940);
	put(&f, "\0\0\0", 3);
	put_crypto(&f, m, 0, 50);
	two = quic_packet(&quic_client2, 0, f, quic_id, sizeof(quic_id));
	put(&both, one.p, one.len);
	put(&both, two.p, two.len);
	feed(&q, one, true);
	assert_false(quic_initial_hello(&h, &q, false));
	feed(&q, two, true);
	assert_true(quic_initial_hello(&h, &q, false));
	assert_string_equal(h.host, "x.example");
	assert_int_equal(q.version, 0x6B3343CF);
	quic_initial_release(&q);
	feed(&q, both, true);
	assert_true(quic_initial_hello(&h, &q, false));
	quic_initial_release(&q);
}

/* A hello that was cut by one bit is not read. */
static void spoilt(void **state)
{
	struct quic_initial q = { 0 };
	struct bytes b = quic_client("x.example");

	(void)state;
	b.p[b.len - 20] ^= 1;
	feed(&q, b, true);
	assert_false(quic_initial_hello(&h, &q, false));
	quic_initial_release(&q);
	/* Behind a Retry the keys come from another id. */
	b = quic_client("x.example");
	b.p[6] ^= 1;
	feed(&q, b, true);
	assert_false(quic_initial_hello(&h, &q, false));
	feed(&q, quic_client("x.example"), true);
	assert_true(quic_initial_hello(&h, &q, false));
	quic_initial_release(&q);
}

static void google(void **state)
{
	static const char *const versions[] = { "Q043", "Q046" };
	char room[QUIC_VERSION_ROOM];

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct quic_initial q = { 0 };
		struct bytes b = quic_google(versions[i], "Www.Vendor.example");

		feed(&q, b, true);
		assert_true(quic_initial_hello(&h, &q, false));
		assert_string_equal(h.host, "www.vendor.example");
		assert_string_equal(
			quic_version_text(room, q.version), versions[i]);
		quic_initial_release(&q);
		for (size_t n = 14; n < b.len; n++) {
			unsigned char *copy = mem_new(n, 1);

			memcpy(copy, b.p, n);
			quic_initial_feed(&q, copy, n, true);
			assert_string_equal(q.google_hello.host, "");
			quic_initial_release(&q);
			free(copy);
		}
	}
}

static void others(void **state)
{
	struct bytes b = quic_client("x.example");
	struct quic_initial q = { 0 };
	char room[QUIC_VERSION_ROOM];

	(void)state;
	assert_false(quic_initial_is(b.p, 4));
	b.p[4] = 9; /* an unknown version */
	assert_false(quic_initial_is(b.p, b.len));
	assert_string_equal(quic_version_text(room, 0xFF00001D), "draft-29");
	b = quic_client("x.example");
	for (size_t n = 5; n < b.len; n += 3) {
		unsigned char *copy = mem_new(n, 1);

		memcpy(copy, b.p, n);
		quic_initial_feed(&q, copy, n, true);
		assert_false(quic_initial_hello(&h, &q, false));
		quic_initial_release(&q);
		free(copy);
	}
	/* A Retry, and 0-RTT before the first packet. */
	b.p[0] = 0xF0;
	quic_initial_feed(&q, b.p, b.len, true);
	b.p[0] = 0xD0;
	quic_initial_feed(&q, b.p, b.len, true);
	assert_false(q.keyed);
	quic_initial_release(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_sides),
		cmocka_unit_test(scattered),
		cmocka_unit_test(spoilt),
		cmocka_unit_test(google),
		cmocka_unit_test(others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
