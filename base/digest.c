/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/digest.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/mem.h"

struct digest_stream {
	EVP_MD_CTX *evp;
};

struct digest_stream *digest_stream_new(void)
{
	struct digest_stream *s = mem_new(1, sizeof(*s));

	s->evp = EVP_MD_CTX_new();
	if (s->evp == NULL || !EVP_DigestInit_ex(s->evp, EVP_sha256(), NULL))
		mem_none();
	return s;
}

void digest_stream_add(struct digest_stream *s, const void *data, size_t len)
{
	if (!EVP_DigestUpdate(s->evp, data, len))
		mem_none();
}

void digest_stream_end(struct digest_stream *s, struct digest *out)
{
	if (!EVP_DigestFinal_ex(s->evp, out->b, NULL))
		mem_none();
	digest_stream_free(s);
}

void digest_stream_free(struct digest_stream *s)
{
	if (s == NULL)
		return;
	EVP_MD_CTX_free(s->evp);
	free(s);
}

void digest_of(struct digest *out, const void *data, size_t len)
{
	struct digest_stream *s = digest_stream_new();

	digest_stream_add(s, data, len);
	digest_stream_end(s, out);
}

void digest_hex(char out[DIGEST_HEX + 1], const struct digest *d)
{
	codec_hex(out, d->b, sizeof(d->b));
}

void digest_name(char out[DIGEST_NAME + 1], const struct digest *d)
{
	memcpy(out, "sha256:", 7);
	digest_hex(out + 7, d);
}

bool digest_parse(struct digest *out, const char *text)
{
	struct digest d;

	if (strncmp(text, "sha256:", 7) == 0)
		text += 7;
	if (strlen(text) != DIGEST_HEX || !codec_unhex(d.b, text, DIGEST_HEX))
		return false;
	*out = d;
	return true;
}

bool digest_equal(const struct digest *a, const struct digest *b)
{
	return memcmp(a->b, b->b, sizeof(a->b)) == 0;
}
