/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/tls_certificate.h"

#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include "tests/evidence/packets.h"
#include "tests/evidence/scene.h"

static void put24(struct bytes *b, size_t n)
{
	put8(b, (unsigned)(n >> 16));
	put16(b, (unsigned)(n & 0xFFFF));
}

static void add_part(X509_NAME *name, const char *part, const char *value)
{
	assert_int_equal(X509_NAME_add_entry_by_txt(name, part, MBSTRING_UTF8,
				 (const unsigned char *)value, -1, -1, 0),
		1);
}

/* A certificate for some names, as a message of the handshake. */
static struct bytes certificate(const char *organisation, const char *names)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = X509_new();
	X509_EXTENSION *e;
	unsigned char *der = NULL;
	struct bytes m = bytes_new();
	int len;

	ASN1_INTEGER_set(X509_get_serialNumber(x), 7);
	X509_gmtime_adj(X509_getm_notBefore(x), 0);
	X509_gmtime_adj(X509_getm_notAfter(x), 86400);
	X509_set_version(x, 2);
	X509_set_pubkey(x, key);
	add_part(X509_get_subject_name(x), "O", organisation);
	add_part(X509_get_subject_name(x), "CN", "push.vendor.example");
	add_part(X509_get_issuer_name(x), "CN", "Test CA");
	e = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, names);
	assert_non_null(e);
	X509_add_ext(x, e, -1);
	X509_EXTENSION_free(e);
	assert_true(X509_sign(x, key, EVP_sha256()) > 0);
	len = i2d_X509(x, &der);
	assert_true(len > 0);
	put8(&m, 11);
	put24(&m, (size_t)len + 6);
	put24(&m, (size_t)len + 3);
	put24(&m, (size_t)len);
	put(&m, der, (size_t)len);
	OPENSSL_free(der);
	X509_free(x);
	EVP_PKEY_free(key);
	return m;
}

static void read_one(void **state)
{
	struct bytes m = certificate("Vendor, Inc.",
		"DNS:push.vendor.example,DNS:*.vendor.example,IP:192.0.2.1");
	struct tls_certificate k;

	(void)state;
	assert_true(tls_certificate_read(&k, m.p, m.len));
	assert_string_equal(
		k.subject, "CN=push.vendor.example,O=Vendor\\, Inc.");
	assert_string_equal(k.issuer, "CN=Test CA");
	assert_string_equal(k.names, "push.vendor.example *.vendor.example");
	assert_false(k.names_cut);
	assert_int_equal(strlen(k.sha256), 64);
	/* Broken anywhere, it is refused or read, never beyond its end. */
	for (size_t n = 0; n < m.len; n++)
		assert_false(tls_certificate_read(&k, m.p, n));
	for (size_t n = 0; n < m.len; n += 3) {
		m.p[n] ^= 0xFF;
		(void)tls_certificate_read(&k, m.p, m.len);
		m.p[n] ^= 0xFF;
	}
}

static void many_names(void **state)
{
	struct str names = { 0 };
	struct tls_certificate k;
	struct bytes m;

	(void)state;
	str_puts(&names, "DNS:a.example");
	for (int i = 0; i < 100; i++)
		str_printf(&names, ",DNS:name-%d.vendor.example", i);
	m = certificate("V", names.p);
	assert_true(tls_certificate_read(&k, m.p, m.len));
	assert_true(k.names_cut);
	assert_true(strlen(k.names) < sizeof(k.names));
	str_release(&names);
}

/* Behind the hello, in records of any size; not where it never comes. */
static void collected(void **state)
{
	struct bytes hello = server_hello(0x0303, 0xC02F);
	struct bytes m = certificate("V", "DNS:a.example"), all = bytes_new();
	struct str out = { 0 };

	(void)state;
	str_init(&out, TLS_HELLO_MAX);
	put(&all, hello.p, hello.len);
	put(&all, m.p, m.len);
	for (size_t most = 5; most < all.len + 100; most += 97) {
		struct bytes r = records(all, most);

		assert_int_equal(tls_certificate_collect(&out, r.p, r.len),
			TLS_HELLO_WHOLE);
		assert_int_equal(out.len, m.len);
		assert_memory_equal(out.p, m.p, m.len);
		assert_int_equal(tls_certificate_collect(&out, r.p, r.len - 1),
			TLS_HELLO_PART);
	}
	{
		static const unsigned char change[] = { 20, 3, 3, 0, 1, 1 };
		struct bytes r = records(hello, 1000), resumed = bytes_new();

		put(&resumed, r.p, r.len);
		put(&resumed, change, sizeof(change));
		assert_int_equal(
			tls_certificate_collect(&out, resumed.p, resumed.len),
			TLS_HELLO_NONE);
	}
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(read_one),
		cmocka_unit_test(many_names),
		cmocka_unit_test(collected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
