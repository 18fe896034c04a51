/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "archive/delta.h"

enum { HEAD = 4, PACKED_MAX = 1 << 17 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Bytes 0 and 1: length of the base; 2 and 3: length of the content; then the
 * base and a frame. Bit 15 of the second: the rest is the content, packed
 * here, and must come back. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char out[1 << 15], packed[PACKED_MAX];
	struct delta_packed p = { 0 };
	size_t base, want;
	ZSTD_CCtx *zstd;

	if (size < HEAD)
		return 0;
	base = (size_t)data[0] | (size_t)data[1] << 8;
	want = ((size_t)data[2] | (size_t)data[3] << 8) & 0x7FFF;
	if (base > size - HEAD)
		base = size - HEAD;
	p.base = data + HEAD;
	p.base_len = base;
	p.data = data + HEAD + base;
	p.len = size - HEAD - base;
	delta_unpack(out, want, &p);
	if ((data[3] & 0x80) == 0 || p.len > sizeof(out))
		return 0;
	zstd = ZSTD_createCCtx();
	if (zstd == NULL)
		return 0;
	want = p.len;
	if (base > 0)
		ZSTD_CCtx_refPrefix(zstd, p.base, base);
	p.len = ZSTD_compress2(zstd, packed, sizeof(packed), p.data, want);
	ZSTD_freeCCtx(zstd);
	p.data = packed;
	if (ZSTD_isError(p.len) || !delta_unpack(out, want, &p) ||
		memcmp(out, data + HEAD + base, want) != 0)
		abort();
	return 0;
}
