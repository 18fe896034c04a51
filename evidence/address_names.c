/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/address_names.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static size_t set_of(const unsigned char ip[16])
{
	uint64_t h = UINT64_C(0xCBF29CE484222325);

	for (int i = 0; i < 16; i++)
		h = (h ^ ip[i]) * UINT64_C(0x100000001B3);
	return (size_t)((h ^ h >> 32) % ADDRESS_NAMES_SETS) *
	       ADDRESS_NAMES_WAYS;
}

static struct address_name *look_up(
	const struct address_names *a, const unsigned char ip[16], bool ipv6)
{
	struct address_name *set = a->v + set_of(ip);

	for (int i = 0; i < ADDRESS_NAMES_WAYS; i++)
		if (set[i].name != NULL && set[i].ipv6 == ipv6 &&
			memcmp(set[i].ip, ip, 16) == 0)
			return &set[i];
	return NULL;
}

static struct address_name *oldest(
	const struct address_names *a, const unsigned char ip[16])
{
	struct address_name *set = a->v + set_of(ip), *old = set;

	for (int i = 1; i < ADDRESS_NAMES_WAYS; i++)
		if (set[i].told < old->told)
			old = &set[i];
	return old;
}

void address_names_add(struct address_names *a, const unsigned char ip[16],
	bool ipv6, const char *name)
{
	struct address_name *n;

	if (a->v == NULL)
		a->v = mem_new(
			ADDRESS_NAMES_SETS * ADDRESS_NAMES_WAYS, sizeof(*a->v));
	n = look_up(a, ip, ipv6);
	if (n == NULL) {
		n = oldest(a, ip);
		free(n->name);
		*n = (struct address_name){ .ipv6 = ipv6 };
		memcpy(n->ip, ip, 16);
	}
	n->told = ++a->told;
	if (n->name != NULL && strcmp(n->name, name) == 0)
		return;
	n->shared |= n->name != NULL;
	free(n->name);
	n->name = mem_strdup(name);
}

const char *address_names_find(const struct address_names *a,
	const struct packet_end *end, bool ipv6, bool *shared)
{
	const struct address_name *n =
		a->v != NULL ? look_up(a, end->ip, ipv6) : NULL;

	*shared = n != NULL && n->shared;
	return n != NULL ? n->name : NULL;
}

void address_names_release(struct address_names *a)
{
	for (int i = 0;
		a->v != NULL && i < ADDRESS_NAMES_SETS * ADDRESS_NAMES_WAYS;
		i++)
		free(a->v[i].name);
	free(a->v);
	*a = (struct address_names){ 0 };
}
