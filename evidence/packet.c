/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/packet.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "base/addr.h"
#include "base/i18n.h"

enum {
	ETHER_IPV4 = 0x0800,
	ETHER_IPV6 = 0x86DD,
	ETHER_VLAN = 0x8100,
	ETHER_VLAN_OUTER = 0x88A8,
	ETHER_VLAN_OLD = 0x9100,
	ETHER_PPPOE = 0x8864,
	TAGS = 4,	 /* that may stand before each other */
	EXTENSIONS = 16, /* of IPv6, likewise */
};

/* What is left of a packet: bytes that are there, bytes that were sent. */
struct rest {
	const unsigned char *p;
	size_t len, wire;
	bool cut; /* a part of it was never captured, or is in a fragment */
};

static unsigned get16(const unsigned char *p)
{
	return (unsigned)(p[0] << 8 | p[1]);
}

static uint32_t get32(const unsigned char *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

static bool drop(struct rest *r, size_t n)
{
	if (r->len < n)
		return false;
	r->p += n;
	r->len -= n;
	r->wire -= n;
	return true;
}

/* Makes it n bytes long at most, as a header says. False when it says more
 * than was sent. */
static bool limit(struct rest *r, size_t n)
{
	if (n > r->wire)
		return false;
	r->wire = n;
	if (r->len > n)
		r->len = n;
	return true;
}

/* The protocol behind Ethernet's type, tags passed over. */
static bool ether_type(struct rest *r, unsigned *type)
{
	for (int i = 0; i < TAGS; i++) {
		if (*type == ETHER_PPPOE) {
			if (r->len < 8)
				return false;
			*type = get16(r->p + 6) == 0x0057   ? ETHER_IPV6
				: get16(r->p + 6) == 0x0021 ? ETHER_IPV4
							    : 0;
			return drop(r, 8);
		}
		if (*type != ETHER_VLAN && *type != ETHER_VLAN_OUTER &&
			*type != ETHER_VLAN_OLD)
			return true;
		if (r->len < 4)
			return false;
		*type = get16(r->p + 2);
		drop(r, 4);
	}
	return true;
}

/* The loopback header's family: 2 is IPv4 everywhere, IPv6 has a number for
 * each system; in either order of bytes. */
static unsigned family_type(const unsigned char *p)
{
	uint32_t family = get32(p);

	if (family > 0xFFFF)
		family = (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
			 (uint32_t)p[1] << 8 | p[0];
	if (family == 2)
		return ETHER_IPV4;
	return family == 10 || family == 24 || family == 28 || family == 30
		       ? ETHER_IPV6
		       : 0;
}

/* Link layers that have a header: its length, and where the type stands. */
static bool with_header(struct rest *r, unsigned *type, size_t len, size_t at)
{
	if (r->len < len)
		return false;
	*type = get16(r->p + at);
	return drop(r, len) && ether_type(r, type);
}

/* Passes over the link layer; *type is that of what follows, 0 for IP of
 * either version. */
static const char *link_layer(struct rest *r, unsigned *type, unsigned link)
{
	bool whole = true;

	*type = 0;
	switch (link) {
	case PACKET_LINK_ETHERNET:
		whole = with_header(r, type, 14, 12);
		break;
	case PACKET_LINK_SLL:
		whole = with_header(r, type, 16, 14);
		break;
	case PACKET_LINK_SLL2:
		whole = with_header(r, type, 20, 0);
		break;
	case PACKET_LINK_NULL:
	case PACKET_LINK_LOOP:
		whole = r->len >= 4;
		if (!whole)
			break;
		*type = family_type(r->p);
		if (*type == 0)
			*type = 1; /* no IP */
		drop(r, 4);
		break;
	case PACKET_LINK_RAW:
	case PACKET_LINK_RAW_BSD:
	case PACKET_LINK_RAW_OPEN:
	case PACKET_LINK_IPV4:
	case PACKET_LINK_IPV6:
		break;
	default:
		return N_("a link layer that is not known");
	}
	return whole ? NULL : N_("shorter than the headers of its packet");
}

static const char *ipv4(struct packet *out, struct rest *r, unsigned *proto)
{
	size_t header, total;
	unsigned fragment;

	if (r->len < 20)
		return N_("shorter than the headers of its packet");
	header = (size_t)(r->p[0] & 15) * 4;
	total = get16(r->p + 2);
	if (total == 0)
		total = r->wire; /* the network card cuts it up later */
	if (header < 20 || header > total || !limit(r, total))
		return N_("its IP header gives a length that cannot be");
	if (r->len < header)
		return N_("shorter than the headers of its packet");
	fragment = get16(r->p + 6);
	*proto = (fragment & 0x1FFF) == 0 ? r->p[9] : 0;
	r->cut = (fragment & 0x2000) != 0;
	memcpy(out->src.ip, r->p + 12, 4);
	memcpy(out->dst.ip, r->p + 16, 4);
	drop(r, header);
	return NULL;
}

/* Passes over the extension headers of IPv6. */
static const char *extensions(struct rest *r, unsigned *proto)
{
	for (int i = 0; i < EXTENSIONS; i++) {
		size_t len;

		if (*proto != 0 && *proto != 43 && *proto != 44 &&
			*proto != 51 && *proto != 60)
			return NULL;
		if (r->len < 8)
			return N_("shorter than the headers of its packet");
		len = ((size_t)r->p[1] + 1) * 8;
		if (*proto == 51)
			len = ((size_t)r->p[1] + 2) * 4;
		if (*proto == 44) {
			len = 8;
			r->cut = (r->p[3] & 1) != 0;
			if ((get16(r->p + 2) & 0xFFF8) != 0) {
				*proto = 59; /* a later fragment */
				return NULL;
			}
		}
		if (len > r->wire)
			return N_("its IP header gives a length that cannot "
				  "be");
		*proto = r->p[0];
		if (!drop(r, len))
			return N_("shorter than the headers of its packet");
	}
	*proto = 59;
	return NULL;
}

static const char *ipv6(struct packet *out, struct rest *r, unsigned *proto)
{
	size_t len;

	if (r->len < 40)
		return N_("shorter than the headers of its packet");
	len = get16(r->p + 4);
	*proto = r->p[6];
	memcpy(out->src.ip, r->p + 8, 16);
	memcpy(out->dst.ip, r->p + 24, 16);
	out->ipv6 = true;
	drop(r, 40);
	if (len != 0 && !limit(r, len))
		return N_("its IP header gives a length that cannot be");
	return extensions(r, proto);
}

static void take_payload(struct packet *out, const struct rest *r)
{
	out->payload = r->p;
	out->len = r->len;
	out->wire = r->wire;
}

static const char *tcp(struct packet *out, struct rest *r)
{
	size_t header;

	if (r->len < 14)
		return N_("shorter than the headers of its packet");
	out->src.port = (uint16_t)get16(r->p);
	out->dst.port = (uint16_t)get16(r->p + 2);
	out->seq = get32(r->p + 4);
	header = (size_t)(r->p[12] >> 4) * 4;
	out->flags = r->p[13];
	if (header < 20 || header > r->wire)
		return N_("its TCP header gives a length that cannot be");
	if (r->len < header) {
		/* Cut within the options: the payload was sent all the same. */
		r->p += r->len;
		r->wire -= header;
		r->len = 0;
	} else {
		drop(r, header);
	}
	take_payload(out, r);
	return NULL;
}

static const char *udp(struct packet *out, struct rest *r)
{
	size_t len;

	if (r->len < 8)
		return N_("shorter than the headers of its packet");
	out->src.port = (uint16_t)get16(r->p);
	out->dst.port = (uint16_t)get16(r->p + 2);
	len = get16(r->p + 4);
	if (len == 0)
		len = r->wire; /* the network card cuts it up later */
	if (len < 8 || (len > r->wire && !r->cut))
		return N_("its UDP header gives a length that cannot be");
	drop(r, 8);
	len -= 8;
	if (len < r->wire || r->cut)
		r->wire = len;
	if (r->len > r->wire)
		r->len = r->wire;
	take_payload(out, r);
	return NULL;
}

static enum packet_kind fail(struct packet *out, const char *why)
{
	out->why = why;
	return PACKET_BAD;
}

/* The IP layer of either version, by the first four bits. */
static const char *internet(
	struct packet *out, struct rest *r, unsigned type, unsigned *proto)
{
	unsigned version;

	*proto = 59;
	if (r->len == 0)
		return N_("shorter than the headers of its packet");
	version = r->p[0] >> 4;
	if (version == 4 && type != ETHER_IPV6)
		return ipv4(out, r, proto);
	if (version == 6 && type != ETHER_IPV4)
		return ipv6(out, r, proto);
	return N_("neither IPv4 nor IPv6");
}

enum packet_kind packet_read(struct packet *out, unsigned link,
	const unsigned char *data, size_t len, size_t wire)
{
	struct rest r = { data, len, wire > len ? wire : len, false };
	unsigned type, proto;
	const char *why;

	*out = (struct packet){ 0 };
	why = link_layer(&r, &type, link);
	if (why != NULL)
		return fail(out, why);
	if (type != 0 && type != ETHER_IPV4 && type != ETHER_IPV6)
		return PACKET_OTHER;
	why = internet(out, &r, type, &proto);
	if (why != NULL)
		return fail(out, why);
	if (proto != 6 && proto != 17)
		return PACKET_OTHER;
	why = proto == 6 ? tcp(out, &r) : udp(out, &r);
	if (why != NULL)
		return fail(out, why);
	return proto == 6 ? PACKET_TCP : PACKET_UDP;
}

void packet_address(char out[64], const struct packet_end *end, bool v6)
{
	if (inet_ntop(v6 ? AF_INET6 : AF_INET, end->ip, out, 64) == NULL)
		out[0] = '\0';
}

bool packet_is_inside(const struct packet_end *end, bool v6)
{
	struct sockaddr_in in4 = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	memcpy(&in4.sin_addr, end->ip, 4);
	memcpy(&in6.sin6_addr, end->ip, 16);
	if (v6)
		return addr_why_private((const struct sockaddr *)&in6,
			       sizeof(in6)) != NULL;
	return addr_why_private((const struct sockaddr *)&in4, sizeof(in4)) !=
	       NULL;
}
