/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *	TimeStampResp ::= SEQUENCE { status PKIStatusInfo,
 *		timeStampToken ContentInfo OPTIONAL }
 *
 * The token is CMS SignedData over a TSTInfo. It is taken from the reply's
 * own bytes and checked by OpenSSL's CMS functions, which know more
 * signature algorithms (RSA-PSS) than its time-stamp functions do.
 *
 * The certificates are judged as of genTime: else every token would die with
 * its authority's certificate.
 */
#include "archive/token.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/rand.h"
#include "base/utf8.h"

enum { NONCE = 8, GRANTED = 0, GRANTED_WITH_MODS = 1, WORDS_MAX = 300 };

/* A reply taken apart. */
struct token {
	TS_STATUS_INFO *status;
	CMS_ContentInfo *cms;
	TS_TST_INFO *info;
	X509_STORE *roots;
};

static void release(struct token *t)
{
	TS_STATUS_INFO_free(t->status);
	CMS_ContentInfo_free(t->cms);
	TS_TST_INFO_free(t->info);
	X509_STORE_free(t->roots);
	ERR_clear_error();
}

void token_info_release(struct token_info *info)
{
	free(info->authority);
	free(info->policy);
	free(info->chain);
	*info = (struct token_info){ 0 };
}

static int set_nonce(TS_REQ *req)
{
	unsigned char bytes[NONCE];
	ASN1_INTEGER *nonce;
	BIGNUM *number;
	int ok, rc = rand_bytes(bytes, sizeof(bytes));

	if (rc != 0)
		return rc;
	number = BN_bin2bn(bytes, sizeof(bytes), NULL);
	nonce = number != NULL ? BN_to_ASN1_INTEGER(number, NULL) : NULL;
	ok = nonce != NULL && TS_REQ_set_nonce(req, nonce);
	ASN1_INTEGER_free(nonce);
	BN_free(number);
	if (!ok)
		mem_none();
	return 0;
}

static void set_imprint(TS_REQ *req, const struct digest *imprint)
{
	TS_MSG_IMPRINT *m = TS_MSG_IMPRINT_new();
	X509_ALGOR *algorithm = X509_ALGOR_new();
	unsigned char copy[DIGEST_BYTES];

	memcpy(copy, imprint->b, sizeof(copy));
	if (m == NULL || algorithm == NULL ||
		!X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256),
			V_ASN1_NULL, NULL) ||
		!TS_MSG_IMPRINT_set_algo(m, algorithm) ||
		!TS_MSG_IMPRINT_set_msg(m, copy, sizeof(copy)) ||
		!TS_REQ_set_msg_imprint(req, m))
		mem_none();
	X509_ALGOR_free(algorithm);
	TS_MSG_IMPRINT_free(m);
}

int token_request(struct str *out, const struct digest *imprint)
{
	TS_REQ *req = TS_REQ_new();
	unsigned char *der = NULL;
	int len, rc;

	if (req == NULL || !TS_REQ_set_version(req, 1) ||
		!TS_REQ_set_cert_req(req, 1))
		mem_none();
	set_imprint(req, imprint);
	rc = set_nonce(req);
	len = rc == 0 ? i2d_TS_REQ(req, &der) : 0;
	if (rc == 0)
		rc = len > 0 ? str_add(out, der, (size_t)len)
			     : err_set(ERR_DB, _("cannot make a request"));
	OPENSSL_free(der);
	TS_REQ_free(req);
	return rc;
}

static int no_reply(void)
{
	return err_set(
		ERR_PARSE, _("this is not a time-stamp reply (RFC 3161)"));
}

/* The authority's own words, made harmless. */
static int refused(const struct token *t)
{
	const STACK_OF(ASN1_UTF8STRING) *texts =
		TS_STATUS_INFO_get0_text(t->status);
	struct str words = { 0 };

	str_init(&words, 0);
	for (int i = 0; i < sk_ASN1_UTF8STRING_num(texts); i++) {
		const ASN1_UTF8STRING *w = sk_ASN1_UTF8STRING_value(texts, i);
		int len = ASN1_STRING_length(w);

		if (i > 0)
			str_puts(&words, "; ");
		utf8_printable(&words, (const char *)ASN1_STRING_get0_data(w),
			len < WORDS_MAX ? (size_t)len : WORDS_MAX, false);
		if (words.len > WORDS_MAX)
			break;
	}
	err_set(ERR_REFUSED,
		_("the time-stamping authority refused the request: %s"),
		words.p);
	str_release(&words);
	return ERR_REFUSED;
}

static int check_status(const struct token *t)
{
	int64_t code = -1;

	if (ASN1_INTEGER_get_int64(
		    &code, TS_STATUS_INFO_get0_status(t->status)) != 1)
		return no_reply();
	return code == GRANTED || code == GRANTED_WITH_MODS ? 0 : refused(t);
}

/* The signed content, which must be a TSTInfo and nothing else. */
static int take_info(struct token *t)
{
	ASN1_OCTET_STRING **content;
	const unsigned char *p, *end;

	if (OBJ_obj2nid(CMS_get0_type(t->cms)) != NID_pkcs7_signed ||
		OBJ_obj2nid(CMS_get0_eContentType(t->cms)) !=
			NID_id_smime_ct_TSTInfo)
		return no_reply();
	content = CMS_get0_content(t->cms);
	if (content == NULL || *content == NULL)
		return no_reply();
	p = ASN1_STRING_get0_data(*content);
	end = p + ASN1_STRING_length(*content);
	t->info = d2i_TS_TST_INFO(NULL, &p, end - p);
	if (t->info == NULL || p != end ||
		TS_TST_INFO_get_version(t->info) != 1)
		return no_reply();
	return 0;
}

static int take_apart(struct token *t, const struct token_check *c)
{
	const unsigned char *p = c->reply, *end = p + c->reply_len;
	long body = 0;
	int tag = 0, class = 0, rc;

	if (c->reply_len > TOKEN_MAX)
		return err_set(ERR_LIMIT,
			_("the time-stamp reply is larger than %d bytes"),
			(int)TOKEN_MAX);
	if (ASN1_get_object(&p, &body, &tag, &class, (long)c->reply_len) !=
			V_ASN1_CONSTRUCTED ||
		tag != V_ASN1_SEQUENCE || class != V_ASN1_UNIVERSAL ||
		p + body != end)
		return no_reply();
	t->status = d2i_TS_STATUS_INFO(NULL, &p, end - p);
	if (t->status == NULL)
		return no_reply();
	rc = check_status(t);
	if (rc != 0)
		return rc;
	t->cms = d2i_CMS_ContentInfo(NULL, &p, end - p);
	if (t->cms == NULL || p != end)
		return no_reply();
	return take_info(t);
}

static int check_imprint(const struct token *t, const struct digest *imprint)
{
	TS_MSG_IMPRINT *m = TS_TST_INFO_get_msg_imprint(t->info);
	const ASN1_OCTET_STRING *hash = TS_MSG_IMPRINT_get_msg(m);
	const ASN1_OBJECT *algorithm = NULL;

	X509_ALGOR_get0(&algorithm, NULL, NULL, TS_MSG_IMPRINT_get_algo(m));
	if (OBJ_obj2nid(algorithm) != NID_sha256 ||
		ASN1_STRING_length(hash) != DIGEST_BYTES ||
		memcmp(ASN1_STRING_get0_data(hash), imprint->b, DIGEST_BYTES) !=
			0)
		return err_set(ERR_CORRUPT,
			_("the time stamp is not valid: it was made for "
			  "something else"));
	return 0;
}

static int check_nonce(const struct token *t, const struct str *request)
{
	const unsigned char *p = (const unsigned char *)request->p;
	TS_REQ *req = d2i_TS_REQ(NULL, &p, (long)request->len);
	const ASN1_INTEGER *sent = req != NULL ? TS_REQ_get_nonce(req) : NULL;
	const ASN1_INTEGER *got = TS_TST_INFO_get_nonce(t->info);
	int same =
		sent != NULL && got != NULL && ASN1_INTEGER_cmp(sent, got) == 0;

	TS_REQ_free(req);
	if (!same)
		return err_set(ERR_CORRUPT,
			_("the time stamp is not valid: it answers another "
			  "request (nonce)"));
	return 0;
}

/* GeneralizedTime as RFC 3161 writes it, "20261124120000.5Z". */
static int read_time(int64_t *out, const struct token *t)
{
	const ASN1_GENERALIZEDTIME *time = TS_TST_INFO_get_time(t->info);
	const char *p = (const char *)ASN1_STRING_get0_data(time);
	int len = ASN1_STRING_length(time);
	char text[64];

	/* Fourteen digits, a fraction of up to nine, Z. */
	if (len < 15 || len > 25 || p[len - 1] != 'Z')
		return no_reply();
	snprintf(text, sizeof(text), "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s%.*s", p,
		p + 4, p + 6, p + 8, p + 10, p + 12, len - 14, p + 14);
	return instant_parse(out, NULL, text, strlen(text)) == 0 ? 0
								 : no_reply();
}

/* Seconds, milliseconds and microseconds, each optional. */
static int64_t read_accuracy(const struct token *t)
{
	static const int64_t units[] = { INSTANT_SECOND, 1000000, 1000 };
	static const int64_t most[] = { 86400, 999, 999 };
	const TS_ACCURACY *a = TS_TST_INFO_get_accuracy(t->info);
	const ASN1_INTEGER *parts[3];
	int64_t sum = 0;

	if (a == NULL)
		return 0;
	parts[0] = TS_ACCURACY_get_seconds(a);
	parts[1] = TS_ACCURACY_get_millis(a);
	parts[2] = TS_ACCURACY_get_micros(a);
	for (int i = 0; i < 3; i++) {
		int64_t v = 0;

		if (parts[i] != NULL &&
			ASN1_INTEGER_get_int64(&v, parts[i]) == 1 && v >= 0 &&
			v <= most[i])
			sum += v * units[i];
	}
	return sum;
}

static int read_roots(X509_STORE *roots, const struct str *ca)
{
	BIO *bio = BIO_new_mem_buf(ca->p, (int)ca->len);
	STACK_OF(X509_INFO) * list;
	int n = 0;

	if (bio == NULL)
		mem_none();
	list = PEM_X509_INFO_read_bio(bio, NULL, NULL, NULL);
	for (int i = 0; list != NULL && i < sk_X509_INFO_num(list); i++) {
		X509_INFO *info = sk_X509_INFO_value(list, i);

		if (info->x509 != NULL)
			n += X509_STORE_add_cert(roots, info->x509);
	}
	sk_X509_INFO_pop_free(list, X509_INFO_free);
	BIO_free(bio);
	ERR_clear_error();
	if (n == 0)
		return err_set(ERR_PARSE,
			_("the file of authorities holds no certificate in "
			  "PEM"));
	return 0;
}

/* Whom we trust, for time-stamping alone, as of genTime. */
static int open_roots(struct token *t, const struct str *ca, int64_t gen_ns)
{
	t->roots = X509_STORE_new();
	if (t->roots == NULL)
		mem_none();
	X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(t->roots),
		(time_t)(gen_ns / INSTANT_SECOND));
	X509_STORE_set_purpose(t->roots, X509_PURPOSE_TIMESTAMP_SIGN);
	return read_roots(t->roots, ca);
}

/* What OpenSSL says went wrong, the detail rather than the reason. */
static int not_valid(void)
{
	const char *data = NULL, *reason;
	int flags = 0;
	unsigned long code =
		ERR_peek_last_error_all(NULL, NULL, NULL, &data, &flags);

	reason = code != 0 ? ERR_reason_error_string(code) : NULL;
	if (data != NULL && (flags & ERR_TXT_STRING) && *data != '\0')
		reason = data;
	return err_set(ERR_CORRUPT, _("the time stamp is not valid: %s"),
		reason != NULL ? reason : _("no reason given"));
}

/* One signer; its certificate and the chain; the signature; and that what is
 * signed names the certificate (ESS, RFC 5816). */
static int check_signature(const struct token *t)
{
	int ok;

	if (sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(t->cms)) != 1)
		return err_set(ERR_CORRUPT,
			_("the time stamp is not valid: it must have one "
			  "signature"));
	ERR_clear_error();
	ok = CMS_verify(
		t->cms, NULL, t->roots, NULL, NULL, CMS_BINARY | CMS_CADES);
	return ok == 1 ? 0 : not_valid();
}

static char *bio_take(BIO *bio)
{
	char *data = NULL, *text;
	long len = BIO_get_mem_data(bio, &data);

	text = mem_dup(data, len > 0 ? (size_t)len : 0);
	BIO_free(bio);
	return text;
}

/* The certificates above the signer's, as PEM; of a self-signed one itself. */
static int write_chain(
	struct token_info *out, const struct token *t, X509 *signer)
{
	STACK_OF(X509) *inside = CMS_get1_certs(t->cms);
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	BIO *pem = BIO_new(BIO_s_mem());
	STACK_OF(X509) * chain;
	int rc = 0, n;

	if (ctx == NULL || pem == NULL ||
		X509_STORE_CTX_init(ctx, t->roots, signer, inside) != 1)
		mem_none();
	if (X509_verify_cert(ctx) != 1)
		rc = not_valid();
	chain = X509_STORE_CTX_get0_chain(ctx);
	n = sk_X509_num(chain);
	for (int i = n > 1; rc == 0 && i < n; i++)
		PEM_write_bio_X509(pem, sk_X509_value(chain, i));
	out->chain = bio_take(pem);
	X509_STORE_CTX_free(ctx);
	sk_X509_pop_free(inside, X509_free);
	return rc;
}

static int describe(struct token_info *out, const struct token *t)
{
	STACK_OF(X509) *signers = CMS_get0_signers(t->cms);
	X509 *signer = sk_X509_value(signers, 0);
	BIO *name = BIO_new(BIO_s_mem());
	char policy[128] = "";
	int rc;

	if (name == NULL || signer == NULL)
		mem_none();
	X509_NAME_print_ex(name, X509_get_subject_name(signer), 0,
		XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB);
	OBJ_obj2txt(
		policy, sizeof(policy), TS_TST_INFO_get_policy_id(t->info), 1);
	out->authority = bio_take(name);
	out->policy = mem_strdup(policy);
	out->accuracy_ns = read_accuracy(t);
	rc = write_chain(out, t, signer);
	sk_X509_free(signers);
	return rc;
}

int token_verify(struct token_info *out, const struct token_check *check)
{
	struct token_info info = { 0 };
	struct token t = { 0 };
	int rc = take_apart(&t, check);

	if (rc == 0)
		rc = check_imprint(&t, check->imprint);
	if (rc == 0 && check->request != NULL)
		rc = check_nonce(&t, check->request);
	if (rc == 0)
		rc = read_time(&info.gen_ns, &t);
	if (rc == 0)
		rc = open_roots(&t, check->ca, info.gen_ns);
	if (rc == 0)
		rc = check_signature(&t);
	if (rc == 0)
		rc = describe(&info, &t);
	release(&t);
	if (rc == 0)
		*out = info;
	else
		token_info_release(&info);
	return rc;
}
