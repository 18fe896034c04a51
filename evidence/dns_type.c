/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/dns_type.h"

#include <stddef.h>
#include <stdio.h>

void dns_type_name(char out[DNS_TYPE_TEXT], uint16_t type)
{
	static const struct {
		uint16_t type;
		const char *name;
	} known[] = { { 1, "A" }, { 2, "NS" }, { 5, "CNAME" }, { 6, "SOA" },
		{ 12, "PTR" }, { 15, "MX" }, { 16, "TXT" }, { 28, "AAAA" },
		{ 33, "SRV" }, { 35, "NAPTR" }, { 43, "DS" }, { 46, "RRSIG" },
		{ 48, "DNSKEY" }, { 64, "SVCB" }, { 65, "HTTPS" },
		{ 255, "ANY" } };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].type == type) {
			snprintf(out, DNS_TYPE_TEXT, "%s", known[i].name);
			return;
		}
	snprintf(out, DNS_TYPE_TEXT, "TYPE%u", type);
}
