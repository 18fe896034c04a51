/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/quic_initial.h"

#include "tests/evidence/quic.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input as a datagram, and as the frames of one: sealed by us, as no
 * guess would ever hit the checksum. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct quic_initial q = { 0 };
	struct tls_hello h;
	struct bytes b = bytes_new();

	quic_initial_is(data, size);
	quic_initial_feed(&q, data, size, true);
	quic_initial_release(&q);
	if (size < 24 || size > 4000)
		return 0;
	put(&b, data, size);
	b = quic_packet(&quic_client1, 0, b, quic_id, sizeof(quic_id));
	quic_initial_feed(&q, b.p, b.len, true);
	quic_initial_hello(&h, &q, false);
	quic_initial_release(&q);
	return 0;
}
