/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/dns_wire.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Names and values are what they say: terminated, printable. */
static void check(const char *text)
{
	if (strnlen(text, DNS_WIRE_NAME) == DNS_WIRE_NAME || text[0] == '\0')
		abort();
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text > '~')
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char value[DNS_WIRE_NAME];
	struct dns_wire_record r;
	struct dns_wire w;
	struct str out;

	if (!dns_wire_open(&w, data, size))
		return 0;
	while (dns_wire_question(&w, &r))
		check(r.name);
	while (dns_wire_answer(&w, &r)) {
		check(r.name);
		if (dns_wire_value(&w, &r, value))
			check(value);
	}
	str_init(&out, 4096);
	dns_wire_open(&w, data, size);
	dns_wire_values(&w, &out);
	str_release(&out);
	return 0;
}
