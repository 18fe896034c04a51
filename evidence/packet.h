/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_PACKET_H
#define EVIDENCE_PACKET_H

/*
 * The layers of one captured packet, down to the payload of TCP or UDP:
 * link layer, IPv4 (RFC 791) or IPv6 (RFC 8200), TCP (RFC 9293), UDP (RFC
 * 768). Nothing is copied, nothing kept from one packet to the next.
 *
 *	struct packet p;
 *
 *	switch (packet_read(&p, link, data, len, wire)) {
 *	case PACKET_TCP: … p.payload, p.len, p.wire
 *
 * A packet may have been captured in part only (a "snap length"): len bytes
 * of the payload are there, wire bytes were sent, as the IP header tells.
 * Padding behind the IP packet, and what a program appended there, is not
 * payload. Of fragments the first alone has ports, and is read.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Link layers by their numbers in captures (tcpdump.org/linktypes.html). */
enum packet_link {
	PACKET_LINK_NULL = 0,	  /* BSD loopback, family in host's order */
	PACKET_LINK_ETHERNET = 1, /* with 802.1Q and 802.1ad tags */
	PACKET_LINK_RAW_BSD = 12, /* IP alone */
	PACKET_LINK_RAW_OPEN = 14,
	PACKET_LINK_RAW = 101,
	PACKET_LINK_LOOP = 108, /* OpenBSD loopback */
	PACKET_LINK_SLL = 113,	/* Linux "cooked" */
	PACKET_LINK_IPV4 = 228,
	PACKET_LINK_IPV6 = 229,
	PACKET_LINK_SLL2 = 276,
};

enum packet_kind {
	PACKET_OTHER, /* nothing with ports: ARP, ICMP, a later fragment */
	PACKET_TCP,
	PACKET_UDP,
	PACKET_BAD, /* why tells */
};

enum packet_flag {
	PACKET_FIN = 1,
	PACKET_SYN = 2,
	PACKET_RST = 4,
	PACKET_ACK = 16,
};

/* One end of a connection. IPv4 addresses stand in the first four bytes, the
 * others are 0. */
struct packet_end {
	unsigned char ip[16];
	uint16_t port;
};

struct packet {
	bool ipv6;
	struct packet_end src, dst;
	uint32_t seq;	/* TCP: the number of the payload's first byte */
	unsigned flags; /* TCP: enum packet_flag */
	const unsigned char *payload;
	size_t len;	 /* bytes of it that are there */
	size_t wire;	 /* bytes that were sent, at least len */
	const char *why; /* PACKET_BAD: N_() */
};

/* Takes a packet apart. len bytes at data of the wire bytes that it had. */
enum packet_kind packet_read(struct packet *out, unsigned link,
	const unsigned char *data, size_t len, size_t wire);

/* The address of an end as text, without its port; room for 64 bytes. */
void packet_address(char out[64], const struct packet_end *end, bool ipv6);

/* Whether an address is one of a home or company network (private, link-local,
 * shared, loopback, multicast), not of the internet. */
bool packet_is_inside(const struct packet_end *end, bool ipv6);

#endif
