/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables after the IANA IPv4 and IPv6 Special-Purpose Address Registries
 * (RFC 6890 and its updates), multicast added. The first entry that fits
 * decides; an entry without a word is globally reachable.
 */
#include "base/addr.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct range {
	unsigned char start[16];
	unsigned bits;
	const char *why;
};

static const struct range v4[] = {
	{ { 0 }, 8, "this network" },
	{ { 10 }, 8, "private" },
	{ { 100, 64 }, 10, "shared" },
	{ { 127 }, 8, "loopback" },
	{ { 169, 254 }, 16, "link-local" },
	{ { 172, 16 }, 12, "private" },
	{ { 192, 0, 0, 9 }, 32, NULL },
	{ { 192, 0, 0, 10 }, 32, NULL },
	{ { 192, 0, 0 }, 24, "protocol assignments" },
	{ { 192, 0, 2 }, 24, "documentation" },
	{ { 192, 88, 99 }, 24, "6to4 relay" },
	{ { 192, 168 }, 16, "private" },
	{ { 198, 18 }, 15, "benchmarking" },
	{ { 198, 51, 100 }, 24, "documentation" },
	{ { 203, 0, 113 }, 24, "documentation" },
	{ { 224 }, 4, "multicast" },
	{ { 240 }, 4, "reserved" },
};

static const struct range v6[] = {
	{ { 0x20, 0x01, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }, 128, NULL },
	{ { 0x20, 0x01, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2 }, 128, NULL },
	{ { 0x20, 0x01, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3 }, 128, NULL },
	{ { 0x20, 0x01, 0, 0 }, 32, "Teredo" },
	{ { 0x20, 0x01, 0, 2 }, 48, "benchmarking" },
	{ { 0x20, 0x01, 0, 3 }, 32, NULL },
	{ { 0x20, 0x01, 0, 4, 0x01, 0x12 }, 48, NULL },
	{ { 0x20, 0x01, 0, 0x20 }, 28, NULL },
	{ { 0x20, 0x01, 0, 0x30 }, 28, NULL },
	{ { 0x20, 0x01 }, 23, "protocol assignments" },
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32, "documentation" },
	{ { 0x3f, 0xff }, 20, "documentation" },
	{ { 0, 0x64, 0xff, 0x9b, 0, 1 }, 48, "translation" },
	{ { 0x20 }, 3, NULL }, /* 2000::/3, global unicast */
	{ { 0 }, 0, "not global unicast" },
};

/* IPv6 forms that carry an IPv4 address, which is judged in their stead. */
static const struct {
	struct range range;
	unsigned at; /* byte where the IPv4 address begins */
} embedded[] = {
	{ { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 96, NULL }, 12 },
	{ { { 0, 0x64, 0xff, 0x9b }, 96, NULL }, 12 }, /* NAT64 */
	{ { { 0x20, 0x02 }, 16, NULL }, 2 },	       /* 6to4 */
};

static bool within(const unsigned char *address, const struct range *r)
{
	unsigned whole = r->bits / 8, rest = r->bits % 8;
	unsigned mask = 0xFFu << (8 - rest) & 0xFF;

	if (memcmp(address, r->start, whole) != 0)
		return false;
	return rest == 0 || (address[whole] & mask) == (r->start[whole] & mask);
}

static const char *look_up(
	const struct range *table, size_t n, const unsigned char *address)
{
	for (size_t i = 0; i < n; i++)
		if (within(address, &table[i]))
			return table[i].why;
	return NULL;
}

static const char *why_v4(const unsigned char *address)
{
	return look_up(v4, sizeof(v4) / sizeof(v4[0]), address);
}

static const char *why_v6(const unsigned char *address)
{
	static const unsigned char loopback[16] = { [15] = 1 };
	static const struct range local = { { 0xfe, 0x80 }, 10, NULL };
	static const struct range unique = { { 0xfc }, 7, NULL };

	if (memcmp(address, loopback, sizeof(loopback)) == 0)
		return "loopback";
	if (within(address, &local))
		return "link-local";
	if (within(address, &unique))
		return "private";
	if (address[0] == 0xff)
		return "multicast";
	for (size_t i = 0; i < sizeof(embedded) / sizeof(embedded[0]); i++)
		if (within(address, &embedded[i].range))
			return why_v4(address + embedded[i].at);
	return look_up(v6, sizeof(v6) / sizeof(v6[0]), address);
}

const char *addr_why_private(const struct sockaddr *address, socklen_t len)
{
	unsigned char bytes[16];

	if (address->sa_family == AF_INET &&
		len >= sizeof(struct sockaddr_in)) {
		memcpy(bytes,
			&((const struct sockaddr_in *)(const void *)address)
				 ->sin_addr,
			4);
		return why_v4(bytes);
	}
	if (address->sa_family == AF_INET6 &&
		len >= sizeof(struct sockaddr_in6)) {
		memcpy(bytes,
			&((const struct sockaddr_in6 *)(const void *)address)
				 ->sin6_addr,
			16);
		return why_v6(bytes);
	}
	return "not an internet address";
}

void addr_text(char out[64], const struct sockaddr *address, socklen_t len)
{
	const void *bytes = NULL;

	memcpy(out, "?", 2);
	if (address->sa_family == AF_INET && len >= sizeof(struct sockaddr_in))
		bytes = &((const struct sockaddr_in *)(const void *)address)
				 ->sin_addr;
	else if (address->sa_family == AF_INET6 &&
		 len >= sizeof(struct sockaddr_in6))
		bytes = &((const struct sockaddr_in6 *)(const void *)address)
				 ->sin6_addr;
	if (bytes != NULL)
		inet_ntop(address->sa_family, bytes, out, 64);
}

const char *addr_why_private_text(const char *text)
{
	char plain[INET6_ADDRSTRLEN] = "";
	unsigned char bytes[16];
	size_t n = strcspn(text, "%");

	if (n < sizeof(plain))
		memcpy(plain, text, n);
	if (inet_pton(AF_INET, plain, bytes) == 1)
		return why_v4(bytes);
	if (inet_pton(AF_INET6, plain, bytes) == 1)
		return why_v6(bytes);
	return "not an internet address";
}
