/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/stream.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void see(const unsigned char *bytes, size_t len, void *ctx)
{
	unsigned *sum = ctx;

	if (len == 0)
		abort();
	for (size_t i = 0; bytes != NULL && i < len; i++)
		*sum += bytes[i];
}

/* Each four bytes are a segment: number, bytes there, bytes missing, zero. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct stream s = { 0 };
	unsigned sum = 0;

	for (size_t i = 0; i + 4 <= size; i += 4) {
		struct stream_segment g = {
			.seq = data[i] * 64U +
			       (data[i + 3] & 1 ? 0x80000000U : 0),
			.data = data + i,
			.len = data[i + 1] < size - i ? data[i + 1] : size - i
		};

		g.wire = g.len + data[i + 2];
		stream_feed(&s, &g, see, &sum);
		if (s.held_bytes > STREAM_HELD)
			abort();
	}
	stream_flush(&s, see, &sum);
	if (s.held != NULL)
		abort();
	stream_release(&s);
	return 0;
}
