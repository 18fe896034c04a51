/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/seal.h"

#include "base/codec.h"

void seal_of(struct digest *out, struct seal_numbers numbers, const void *data,
	size_t len)
{
	struct digest_stream *s = digest_stream_new();
	unsigned char bytes[sizeof(numbers.v)];

	for (size_t i = 0; i < sizeof(numbers.v) / sizeof(numbers.v[0]); i++)
		codec_put64(bytes + 8 * i, (uint64_t)numbers.v[i]);
	digest_stream_add(s, bytes, sizeof(bytes));
	digest_stream_add(s, data, len);
	digest_stream_end(s, out);
}
