/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *	constat secret 1
 *	archive 0f3c…          (32 hexadecimal digits)
 *	ed25519 9d61b19d…      (64: the seed)
 *	rows    c5aa8df4…      (64)
 */
#include "archive/secret.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/codec.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/rand.h"

enum { FILE_MAX = 4096 };

static const char header[] = "constat secret 1\narchive ";

static int derive(struct secret *s)
{
	size_t len = sizeof(s->public_key);
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key(
		EVP_PKEY_ED25519, NULL, s->seed, sizeof(s->seed));
	int ok = key != NULL &&
		 EVP_PKEY_get_raw_public_key(key, s->public_key, &len) == 1;

	EVP_PKEY_free(key);
	return ok ? 0 : err_set(ERR_DB, _("cannot make a signing key"));
}

int secret_make(struct secret *out)
{
	unsigned char id[SECRET_ID];
	struct secret s = { 0 };
	int rc = rand_bytes(id, sizeof(id));

	if (rc == 0)
		rc = rand_bytes(s.seed, sizeof(s.seed));
	if (rc == 0)
		rc = rand_bytes(s.row_key, sizeof(s.row_key));
	if (rc == 0)
		rc = derive(&s);
	codec_hex(s.id, id, sizeof(id));
	if (rc == 0)
		*out = s;
	secret_release(&s);
	return rc;
}

int secret_write(const struct secret *s, const char *path)
{
	char seed[SECRET_KEY * 2 + 1], rows[SECRET_KEY * 2 + 1];
	struct str text = { 0 };
	int rc;

	codec_hex(seed, s->seed, SECRET_KEY);
	codec_hex(rows, s->row_key, SECRET_KEY);
	str_printf(&text, "%s%s\ned25519 %s\nrows    %s\n", header, s->id, seed,
		rows);
	rc = file_write(path, text.p, text.len, FILE_EXCL);
	OPENSSL_cleanse(text.p, text.len);
	OPENSSL_cleanse(seed, sizeof(seed));
	OPENSSL_cleanse(rows, sizeof(rows));
	str_release(&text);
	return rc;
}

/* The hex digits behind a label, into bytes. */
static const char *take(
	const char *p, const char *label, unsigned char *out, size_t len)
{
	if (p == NULL || strncmp(p, label, strlen(label)) != 0)
		return NULL;
	p += strlen(label);
	if (strlen(p) < len * 2 + 1 || !codec_unhex(out, p, len * 2) ||
		p[len * 2] != '\n')
		return NULL;
	return p + len * 2 + 1;
}

int secret_read(struct secret *out, const char *path)
{
	unsigned char id[SECRET_ID];
	struct secret s = { 0 };
	struct str text;
	const char *p;
	int rc;

	str_init(&text, FILE_MAX);
	rc = file_read(&text, path);
	if (rc != 0)
		goto done;
	p = take(text.p, header, id, SECRET_ID);
	p = take(p, "ed25519 ", s.seed, SECRET_KEY);
	p = take(p, "rows    ", s.row_key, SECRET_KEY);
	if (p == NULL || *p != '\0') {
		rc = err_set(ERR_PARSE,
			_("'%s' does not hold the keys of an archive; put back "
			  "the file that was made with it"),
			path);
		goto done;
	}
	codec_hex(s.id, id, SECRET_ID);
	rc = derive(&s);
	if (rc == 0)
		*out = s;
done:
	OPENSSL_cleanse(text.p, text.cap);
	str_release(&text);
	secret_release(&s);
	return rc;
}

void secret_release(struct secret *s)
{
	OPENSSL_cleanse(s, sizeof(*s));
}

int secret_sign(unsigned char out[SECRET_SIGNATURE], const struct secret *s,
	const void *data, size_t len)
{
	size_t n = SECRET_SIGNATURE;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key(
		EVP_PKEY_ED25519, NULL, s->seed, sizeof(s->seed));
	int ok = ctx != NULL && key != NULL &&
		 EVP_DigestSignInit(ctx, NULL, NULL, NULL, key) == 1 &&
		 EVP_DigestSign(ctx, out, &n, data, len) == 1;

	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	return ok ? 0 : err_set(ERR_DB, _("cannot sign a checkpoint"));
}

int secret_verify(const unsigned char public_key[SECRET_KEY],
	const unsigned char signature[SECRET_SIGNATURE], const void *data,
	size_t len)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY *key = EVP_PKEY_new_raw_public_key(
		EVP_PKEY_ED25519, NULL, public_key, SECRET_KEY);
	int ok = ctx != NULL && key != NULL &&
		 EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, key) == 1 &&
		 EVP_DigestVerify(
			 ctx, signature, SECRET_SIGNATURE, data, len) == 1;

	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	if (!ok)
		return err_set(ERR_CORRUPT,
			_("the signature of a checkpoint is wrong"));
	return 0;
}
