/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_DNS_TYPE_H
#define EVIDENCE_DNS_TYPE_H

/*
 * Names of DNS record types by their numbers (IANA, "Domain Name System (DNS)
 * Parameters"): 1 "A", 28 "AAAA", 65 "HTTPS"; others as RFC 3597 writes them,
 * "TYPE64000".
 */

#include <stdint.h>

enum { DNS_TYPE_TEXT = 16 };

/* Writes the name, NUL-terminated. */
void dns_type_name(char out[DNS_TYPE_TEXT], uint16_t type);

#endif
