/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_EVIDENCE_PCAPDROID_MADE_H
#define TESTS_EVIDENCE_PCAPDROID_MADE_H

/* What PCAPdroid adds to a capture, made by hand; CRC-32 by its definition. */

#include "tests/evidence/packets.h"

/* A frame with trailer around an IP packet. */
__attribute__((unused)) static struct bytes pcapdroid_frame(
	struct bytes packet, int32_t uid, const char *app)
{
	struct bytes b = bytes_new();
	uint32_t crc = 0xFFFFFFFF;
	size_t n = strlen(app);

	put(&b, "\0\0\0\0\0\0\0\0\0\0\0\0", 12);
	put16(&b, packet.p[0] >> 4 == 4 ? 0x0800 : 0x86DD);
	put(&b, packet.p, packet.len);
	while (b.len % 4 != 0)
		put8(&b, 0);
	put32(&b, 0x01072021);
	put32(&b, (uint32_t)uid);
	put(&b, app, n);
	for (; n < 20; n++)
		put8(&b, 0);
	for (size_t i = 0; i < b.len; i++) {
		crc ^= b.p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
	}
	put_little(&b, ~crc);
	return b;
}

/* The body of a custom block. */
__attribute__((unused)) static struct bytes pcapdroid_uid_map(
	uint32_t uid, const char *package, const char *app)
{
	struct bytes b = bytes_new();

	put_little(&b, 62652);
	put(&b, "\1\0\1\0", 4);
	put_little(&b, uid);
	put8(&b, (unsigned)strlen(package));
	put8(&b, (unsigned)strlen(app));
	put(&b, package, strlen(package));
	put(&b, app, strlen(app));
	return b;
}

#endif
