/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/packet.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte is the link layer, the second how much was not captured. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned links[] = { 0, 1, 12, 101, 108, 113, 228, 276 };
	struct packet p;
	enum packet_kind kind;

	if (size < 2)
		return 0;
	kind = packet_read(
		&p, links[data[0] % 8], data + 2, size - 2, size - 2 + data[1]);
	if ((kind == PACKET_TCP || kind == PACKET_UDP) &&
		(p.len > p.wire || (p.len > 0 && (p.payload < data ||
							 p.payload + p.len >
								 data + size))))
		abort();
	if (kind == PACKET_BAD && p.why == NULL)
		abort();
	return 0;
}
