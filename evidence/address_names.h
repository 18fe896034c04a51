/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_ADDRESS_NAMES_H
#define EVIDENCE_ADDRESS_NAMES_H

/*
 * Which name an address was last the answer for, by the DNS answers of a
 * capture. It names a connection that names itself nowhere; indirectly only,
 * as many names may share an address.
 *
 *	address_names_add(&a, ip, ipv6, "push.example");
 *	name = address_names_find(&a, ip, ipv6, &shared);
 *
 * Bounded: of addresses that fall together, the one told longest ago is
 * forgotten.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence/packet.h"

enum { ADDRESS_NAMES_SETS = 2048, ADDRESS_NAMES_WAYS = 4 };

struct address_name {
	unsigned char ip[16];
	bool ipv6, shared;
	char *name;    /* owned; NULL: free */
	uint64_t told; /* when, counted */
};

struct address_names {
	struct address_name *v; /* owned; NULL until the first */
	uint64_t told;
};

/* ip as in struct packet_end. */
void address_names_add(struct address_names *a, const unsigned char ip[16],
	bool ipv6, const char *name);

/* Borrowed until the next add; NULL for none. *shared: it was the answer for
 * other names as well. */
const char *address_names_find(const struct address_names *a,
	const struct packet_end *end, bool ipv6, bool *shared);
void address_names_release(struct address_names *a);

#endif
