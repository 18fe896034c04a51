/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCRAPERS_WARC_CASE_H
#define TESTS_SCRAPERS_WARC_CASE_H

/*
 * WARC files in memory, for tests: a source over bytes, a sink into a
 * string, and gzip.
 */

#include <string.h>
#include <zlib.h>

#include "base/str.h"

struct warc_bytes {
	const char *p;
	size_t len, at;
	size_t step; /* bytes given at once; 0: all */
};

/* warc_source_fn; ctx is struct warc_bytes. */
static inline int warc_bytes_read(void *buf, size_t max, size_t *got, void *ctx)
{
	struct warc_bytes *b = ctx;
	size_t n = b->len - b->at;

	n = n < max ? n : max;
	if (b->step > 0 && n > b->step)
		n = b->step;
	if (n > 0)
		memcpy(buf, b->p + b->at, n);
	b->at += n;
	*got = n;
	return 0;
}

/* warc_sink_fn; ctx is struct str. */
static inline int warc_bytes_write(const void *data, size_t len, void *ctx)
{
	return str_add(ctx, data, len);
}

/* Appends a gzip member that holds these bytes. */
static inline void warc_gzip(struct str *out, const void *data, size_t len)
{
	z_stream z = { 0 };

	deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
	str_reserve(out, deflateBound(&z, len));
	z.next_in = (unsigned char *)(uintptr_t)data;
	z.avail_in = (unsigned)len;
	z.next_out = (unsigned char *)out->p + out->len;
	z.avail_out = (unsigned)deflateBound(&z, len);
	deflate(&z, Z_FINISH);
	str_added(out, z.total_out);
	deflateEnd(&z);
}

/* Appends a record of a type, with that claimed length. */
static inline void warc_plain(struct str *out, const char *type,
	const char *uri, const char *block, size_t claimed)
{
	str_printf(out,
		"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\n"
		"WARC-Date: 2018-09-03T10:00:00Z\r\nContent-Length: %zu\r\n\r\n"
		"%s\r\n\r\n",
		type, uri, claimed, block);
}

#endif
