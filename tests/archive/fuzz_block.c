/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "archive/block.h"
#include "archive/names.h"

enum { PACKED_MAX = 1 << 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int take(int64_t exhibit, const struct observation *o, void *ctx)
{
	size_t *sum = ctx;

	(void)exhibit;
	*sum += strlen(o->host) + strlen(o->type) + strlen(o->client) +
		strlen(o->app) + strlen(o->answer) + strlen(o->rule);
	return 0;
}

/* First byte: how many rows; second: whether the rest is packed already;
 * then a dictionary of up to 32 bytes, and the block. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char packed[PACKED_MAX];
	struct names names;
	size_t sum = 0, n = 0;

	if (size < 34)
		return 0;
	names_init(&names);
	if (names_load(&names, (const char *)data + 2, 32) != 0)
		names_add(&names, &(uint32_t){ 0 }, "h.example");
	if (data[1] & 1)
		n = ZSTD_compress(
			packed, sizeof(packed), data + 34, size - 34, 1);
	if (data[1] & 1 && !ZSTD_isError(n))
		block_decode(packed, n, data[0], &names, take, &sum);
	else
		block_decode(data + 34, size - 34, data[0], &names, take, &sum);
	names_release(&names);
	return 0;
}
