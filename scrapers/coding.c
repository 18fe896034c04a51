/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * "gzip" and "x-gzip" are RFC 1952; "deflate" is RFC 1950 (zlib), which many
 * servers replace by bare RFC 1951: both are tried.
 */
#include "scrapers/coding.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

enum {
	RATIO = 200,	      /* pages compress 5 to 20 times */
	RATIO_FROM = 1 << 20, /* bytes from which the ratio counts */
	PIECE = 1 << 16,
};

/* What zlib calls its formats, by window bits. */
enum { GZIP = 15 + 16, ZLIB = 15, BARE = -15 };

static int too_large(const struct str *out)
{
	return err_set(ERR_LIMIT,
		_("the compressed page becomes larger than %zu bytes"),
		out->len);
}

static int drain(struct str *out, z_stream *z, size_t start, size_t len)
{
	int status = Z_OK;

	while (status == Z_OK) {
		size_t had;

		if (out->len - start > RATIO_FROM &&
			(out->len - start) / RATIO > len)
			return too_large(out);
		if (str_reserve(out, PIECE) != 0)
			return too_large(out);
		z->next_out = (unsigned char *)out->p + out->len;
		z->avail_out = PIECE;
		status = inflate(z, Z_NO_FLUSH);
		had = PIECE - z->avail_out;
		str_added(out, had);
		if (status == Z_BUF_ERROR ||
			(status == Z_OK && had == 0 && z->avail_in == 0))
			break;
	}
	if (status != Z_STREAM_END)
		return err_set(ERR_PARSE,
			_("the compressed page is damaged or cut off"));
	return 0;
}

static int unpack(struct str *out, int format, const void *data, size_t len)
{
	z_stream z = { 0 };
	size_t start = out->len;
	int rc;

	if (len > UINT_MAX)
		return too_large(out);
	if (inflateInit2(&z, format) != Z_OK)
		mem_none();
	z.next_in = (unsigned char *)(uintptr_t)data;
	z.avail_in = (unsigned)len;
	rc = drain(out, &z, start, len);
	inflateEnd(&z);
	if (rc != 0)
		str_cut(out, start);
	return rc;
}

int coding_decode(
	struct str *out, const char *coding, const void *data, size_t len)
{
	if (coding == NULL || coding[0] == '\0' ||
		strcasecmp(coding, "identity") == 0)
		return str_add(out, data, len);
	if (strcasecmp(coding, "gzip") == 0 ||
		strcasecmp(coding, "x-gzip") == 0)
		return unpack(out, GZIP, data, len);
	if (strcasecmp(coding, "deflate") == 0) {
		int rc = unpack(out, ZLIB, data, len);

		return rc != ERR_PARSE ? rc : unpack(out, BARE, data, len);
	}
	return err_set(ERR_PARSE,
		_("the server compressed the page as '%s', although it was "
		  "asked not to; that coding is not known here"),
		coding);
}
