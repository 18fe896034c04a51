/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <openssl/cms.h>
#include <openssl/rsa.h>
#include <stdlib.h>

#include "archive/token.h"
#include "base/digest.h"
#include "base/err.h"
#include "base/instant.h"
#include "base/mem.h"
#include "tsa.h"

/* A request, its reply, and what to check it against. */
struct talk {
	struct tsa tsa;
	struct digest imprint;
	struct str request, reply, ca;
	struct token_check check;
};

static void open_talk(struct talk *t)
{
	digest_of(&t->imprint, "checkpoint", 10);
	t->request = t->reply = t->ca = (struct str){ 0 };
	assert_int_equal(token_request(&t->request, &t->imprint), 0);
	tsa_reply(&t->tsa, &t->reply, t->request.p, t->request.len);
	str_puts(&t->ca, t->tsa.ca_pem);
	t->check = (struct token_check){ t->reply.p, t->reply.len, &t->imprint,
		&t->request, &t->ca };
}

static void close_talk(struct talk *t)
{
	str_release(&t->request);
	str_release(&t->reply);
	str_release(&t->ca);
	tsa_close(&t->tsa);
}

static void expect(struct talk *t, int code, const char *words)
{
	struct token_info info = { 0 };

	assert_int_equal(token_verify(&info, &t->check), code);
	assert_null(info.authority);
	if (strstr(err_message(), words) == NULL)
		fail_msg("'%s' lacks '%s'", err_message(), words);
}

static void good_reply(void **state)
{
	struct token_info info = { 0 };
	struct talk t;
	int64_t now = instant_now();

	(void)state;
	tsa_open(&t.tsa);
	open_talk(&t);
	assert_int_equal(token_verify(&info, &t.check), 0);
	assert_string_equal(info.authority, "CN=Horodatage de test,O=Exemple");
	assert_string_equal(info.policy, "1.2.3.4.1");
	assert_true(info.gen_ns > now - 3 * INSTANT_SECOND);
	assert_true(info.gen_ns < now + 3 * INSTANT_SECOND);
	assert_true(info.accuracy_ns == 1500000000);
	assert_string_equal(info.chain, t.tsa.ca_pem);
	token_info_release(&info);
	close_talk(&t);
}

static void refusals(void **state)
{
	struct digest other;
	struct str second = { 0 }, empty = { 0 };
	struct talk t, strange;

	(void)state;
	tsa_open(&t.tsa);
	open_talk(&t);
	digest_of(&other, "another", 7);
	t.check.imprint = &other;
	expect(&t, ERR_CORRUPT, "made for something else");
	t.check.imprint = &t.imprint;
	assert_int_equal(token_request(&second, &t.imprint), 0);
	t.check.request = &second;
	expect(&t, ERR_CORRUPT, "another request");
	t.check.request = &t.request;
	tsa_open(&strange.tsa);
	open_talk(&strange);
	t.check.ca = &strange.ca;
	expect(&t, ERR_CORRUPT, "not valid");
	str_init(&empty, 0);
	t.check.ca = &empty;
	expect(&t, ERR_PARSE, "no certificate");
	t.check.ca = &t.ca;
	str_putc(&t.reply, '\0');
	t.check.reply = t.reply.p;
	t.check.reply_len = t.reply.len;
	expect(&t, ERR_PARSE, "not a time-stamp reply");
	t.check.reply_len = TOKEN_MAX + 1;
	expect(&t, ERR_LIMIT, "larger than");
	for (size_t len = 0; len + 1 < t.reply.len; len += 13) {
		t.check.reply_len = len;
		expect(&t, ERR_PARSE, "not a time-stamp reply");
	}
	str_release(&second);
	str_release(&empty);
	close_talk(&t);
	close_talk(&strange);
}

static void an_authority_that_says_no(void **state)
{
	struct talk t;

	(void)state;
	tsa_open(&t.tsa);
	t.tsa.mood = TSA_REJECTS;
	open_talk(&t);
	expect(&t, ERR_REFUSED, "refused the request");
	close_talk(&t);
}

/* Replaces the token by one over the same TSTInfo, signed by this key. */
static void sign_again(struct talk *t, EVP_PKEY *key, X509 *cert, bool pss)
{
	static const unsigned char granted[] = { 0x30, 3, 2, 1, 0 };
	const unsigned char *p = (const unsigned char *)t->reply.p;
	TS_RESP *reply = d2i_TS_RESP(NULL, &p, (long)t->reply.len);
	unsigned char *info = NULL, *der = NULL, head[] = { 0x30, 0x82, 0, 0 };
	int n = i2d_TS_TST_INFO(TS_RESP_get_tst_info(reply), &info);
	BIO *in = BIO_new_mem_buf(info, n);
	CMS_ContentInfo *cms =
		CMS_sign(NULL, NULL, NULL, in, CMS_BINARY | CMS_PARTIAL);
	CMS_SignerInfo *si;

	CMS_set1_eContentType(cms, OBJ_nid2obj(NID_id_smime_ct_TSTInfo));
	si = CMS_add1_signer(cms, cert, key, EVP_sha256(),
		CMS_BINARY | CMS_CADES | (pss ? CMS_KEY_PARAM : 0));
	if (pss)
		EVP_PKEY_CTX_set_rsa_padding(CMS_SignerInfo_get0_pkey_ctx(si),
			RSA_PKCS1_PSS_PADDING);
	assert_int_equal(CMS_final(cms, in, NULL, CMS_BINARY), 1);
	n = i2d_CMS_ContentInfo(cms, &der);
	head[2] = (unsigned char)((n + 5) >> 8);
	head[3] = (unsigned char)(n + 5);
	str_clear(&t->reply);
	str_add(&t->reply, head, sizeof(head));
	str_add(&t->reply, granted, sizeof(granted));
	str_add(&t->reply, der, (size_t)n);
	t->check.reply = t->reply.p;
	t->check.reply_len = t->reply.len;
	OPENSSL_free(info);
	OPENSSL_free(der);
	BIO_free(in);
	CMS_ContentInfo_free(cms);
	TS_RESP_free(reply);
}

static void a_certificate_for_other_use(void **state)
{
	struct talk t;
	X509 *server;

	(void)state;
	tsa_open(&t.tsa);
	open_talk(&t);
	server = tsa_certificate(t.tsa.key, "Serveur", t.tsa.ca, t.tsa.ca_key,
		"critical,serverAuth");
	sign_again(&t, t.tsa.key, server, false);
	expect(&t, ERR_CORRUPT, "not valid");
	X509_free(server);
	close_talk(&t);
}

static void rsa_pss(void **state)
{
	struct token_info info = { 0 };
	struct talk t;

	(void)state;
	tsa_open_as(&t.tsa, EVP_RSA_gen(2048), "critical,timeStamping");
	open_talk(&t);
	assert_int_equal(token_verify(&info, &t.check), 0);
	token_info_release(&info);
	sign_again(&t, t.tsa.key, t.tsa.cert, true);
	assert_int_equal(token_verify(&info, &t.check), 0);
	token_info_release(&info);
	close_talk(&t);
}

/* Bits that must be refused: the hash that was stamped, the signature. */
static void expect_signed(const struct talk *t, const bool *accepted)
{
	const char *hash =
		memmem(t->reply.p, t->reply.len, t->imprint.b, DIGEST_BYTES);
	size_t from = (size_t)(hash - t->reply.p);

	assert_non_null(hash);
	for (size_t i = 0; i < DIGEST_BYTES; i++)
		assert_false(accepted[from + i]);
	for (size_t i = t->reply.len - 60; i < t->reply.len; i++)
		assert_false(accepted[i]);
}

/* No bit of the reply changes what is said: it is refused, or it is one that
 * nobody signed and that says the same. */
static void every_bit_counts(void **state)
{
	struct token_info good = { 0 };
	struct talk t;
	bool *accepted;
	size_t n = 0;

	(void)state;
	tsa_open(&t.tsa);
	open_talk(&t);
	assert_int_equal(token_verify(&good, &t.check), 0);
	accepted = mem_new(t.reply.len, sizeof(*accepted));
	for (size_t bit = 0; bit < t.reply.len * 8; bit++) {
		struct token_info info = { 0 };

		t.reply.p[bit / 8] ^= (char)(1 << bit % 8);
		if (token_verify(&info, &t.check) == 0) {
			accepted[bit / 8] = true;
			n++;
			assert_true(info.gen_ns == good.gen_ns);
			assert_string_equal(info.authority, good.authority);
			token_info_release(&info);
		}
		t.reply.p[bit / 8] ^= (char)(1 << bit % 8);
	}
	print_message(
		"%zu of %zu bits are signed by nobody\n", n, t.reply.len * 8);
	/* Versions, the case of names, parameters: CMS leaves them open. */
	assert_true(n < t.reply.len * 8 / 40);
	expect_signed(&t, accepted);
	free(accepted);
	token_info_release(&good);
	close_talk(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_reply),
		cmocka_unit_test(refusals),
		cmocka_unit_test(an_authority_that_says_no),
		cmocka_unit_test(a_certificate_for_other_use),
		cmocka_unit_test(rsa_pss),
		cmocka_unit_test(every_bit_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
