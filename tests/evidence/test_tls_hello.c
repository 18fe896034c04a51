/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/tls_hello.h"

#include "tests/evidence/packets.h"
#include "tests/evidence/scene.h"

static struct tls_hello h;

static bool reads(struct bytes m)
{
	return tls_hello_read(&h, m.p, m.len);
}

static void clients(void **state)
{
	(void)state;
	assert_true(reads(client_hello("Push.Vendor.example", false, 0)));
	assert_false(h.server);
	assert_string_equal(h.host, "push.vendor.example");
	assert_string_equal(h.protocol, "h2");
	assert_false(h.ech);
	assert_true(reads(client_hello("front.example", true, 0)));
	assert_true(h.ech);
	assert_true(reads(client_hello(NULL, false, 0)));
	assert_false(h.named);
	assert_true(reads(client_hello("a b\n", false, 0)));
	assert_true(h.named && h.odd_name);
	assert_string_equal(h.host, "");
}

static void servers(void **state)
{
	char room[TLS_CIPHER_ROOM];

	(void)state;
	assert_true(reads(server_hello(0x0304, 0x1301)));
	assert_true(h.server);
	assert_string_equal(tls_version_text(h.version), "1.3");
	assert_string_equal(
		tls_cipher_text(room, h.cipher), "TLS_AES_128_GCM_SHA256");
	assert_true(reads(server_hello(0x0303, 0xC02F)));
	assert_string_equal(tls_version_text(h.version), "1.2");
	assert_string_equal(tls_cipher_text(room, 0x5678), "0x5678");
	assert_string_equal(tls_version_text(0x7F12), "");
}

/* Cut into records of any size, a message is put together again. */
static void record_sizes(void **state)
{
	struct bytes m = client_hello("x.example", false, 3000);
	struct str out = { 0 };

	(void)state;
	str_init(&out, TLS_HELLO_MAX);
	for (size_t most = 1; most < 4000; most += 333) {
		struct bytes r = records(m, most);

		assert_int_equal(
			tls_hello_collect(&out, r.p, r.len), TLS_HELLO_WHOLE);
		assert_int_equal(out.len, m.len);
		assert_true(tls_hello_read(&h, out.p, out.len));
		assert_string_equal(h.host, "x.example");
		for (size_t n = 0; n < r.len; n += 97)
			assert_int_equal(tls_hello_collect(&out, r.p, n),
				TLS_HELLO_PART);
	}
	assert_int_equal(
		tls_hello_collect(&out, (const unsigned char *)"\x16\x05", 2),
		TLS_HELLO_NONE);
	assert_int_equal(
		tls_hello_collect(
			&out, (const unsigned char *)"\x16\x03\x01\0\1\x0B", 6),
		TLS_HELLO_NONE);
	/* One that claims to be longer than any hello. */
	assert_int_equal(tls_hello_collect(&out,
				 (const unsigned char *)"\x16\x03\x01\0\4\1\xFF"
							"\xFF\xFF",
				 9),
		TLS_HELLO_NONE);
	str_release(&out);
}

/* Every shorter one is refused, and no byte behind it is read. */
static void cut_anywhere(void **state)
{
	struct bytes m = client_hello("x.example", true, 4);

	(void)state;
	for (size_t n = 0; n < m.len; n++) {
		unsigned char *copy = mem_new(n + 1, 1);

		memcpy(copy, m.p, n);
		assert_false(tls_hello_read(&h, copy, n));
		free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clients),
		cmocka_unit_test(servers),
		cmocka_unit_test(record_sizes),
		cmocka_unit_test(cut_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
