/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/rrtype.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "evidence/cursor.h"
#include "evidence/digits.h"

static const struct {
	uint16_t number;
	const char *name;
} types[] = { { 1, "A" }, { 2, "NS" }, { 5, "CNAME" }, { 6, "SOA" },
	{ 10, "NULL" }, { 12, "PTR" }, { 13, "HINFO" }, { 15, "MX" },
	{ 16, "TXT" }, { 17, "RP" }, { 18, "AFSDB" }, { 24, "SIG" },
	{ 25, "KEY" }, { 28, "AAAA" }, { 29, "LOC" }, { 33, "SRV" },
	{ 35, "NAPTR" }, { 36, "KX" }, { 37, "CERT" }, { 38, "A6" },
	{ 39, "DNAME" }, { 41, "OPT" }, { 42, "APL" }, { 43, "DS" },
	{ 44, "SSHFP" }, { 45, "IPSECKEY" }, { 46, "RRSIG" }, { 47, "NSEC" },
	{ 48, "DNSKEY" }, { 49, "DHCID" }, { 50, "NSEC3" },
	{ 51, "NSEC3PARAM" }, { 52, "TLSA" }, { 53, "SMIMEA" }, { 55, "HIP" },
	{ 59, "CDS" }, { 60, "CDNSKEY" }, { 61, "OPENPGPKEY" }, { 62, "CSYNC" },
	{ 63, "ZONEMD" }, { 64, "SVCB" }, { 65, "HTTPS" }, { 99, "SPF" },
	{ 108, "EUI48" }, { 109, "EUI64" }, { 249, "TKEY" }, { 250, "TSIG" },
	{ 251, "IXFR" }, { 252, "AXFR" }, { 255, "ANY" }, { 256, "URI" },
	{ 257, "CAA" } };

enum { TYPES = sizeof(types) / sizeof(types[0]) };

static void put(char out[RRTYPE_TEXT], const char *name)
{
	cursor_copy(out, RRTYPE_TEXT, name, strlen(name));
}

/* Mostly the first letter tells that a text is not this name. */
static bool is_name(const char *name, const char *text, size_t len)
{
	return len > 0 && (text[0] & ~0x20) == name[0] && strlen(name) == len &&
	       strncasecmp(name, text, len) == 0;
}

void rrtype_name(char out[RRTYPE_TEXT], uint16_t number)
{
	for (size_t i = 0; i < TYPES; i++)
		if (types[i].number == number) {
			put(out, types[i].name);
			return;
		}
	snprintf(out, RRTYPE_TEXT, "TYPE%u", number);
}

void rrtype_read(char out[RRTYPE_TEXT], const char *text, size_t len)
{
	size_t skip = 0;
	int64_t number;

	if (len > 5 && strncasecmp(text, "type=", 5) == 0)
		skip = 5;
	else if (len > 4 && strncasecmp(text, "type", 4) == 0)
		skip = 4;
	if (len > skip && text[skip] >= '0' && text[skip] <= '9' &&
		digits_read(&number, text + skip, len - skip, UINT16_MAX)) {
		rrtype_name(out, (uint16_t)number);
		return;
	}
	for (size_t i = 0; i < TYPES; i++)
		if (is_name(types[i].name, text, len)) {
			put(out, types[i].name);
			return;
		}
	cursor_copy(out, RRTYPE_TEXT, text, len);
}
