/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_RRTYPE_H
#define EVIDENCE_RRTYPE_H

/*
 * The types of DNS records (IANA, "Domain Name System Parameters") in one
 * spelling, whatever a log writes: "type=65", "TYPE65", "65" and "https" are
 * "HTTPS"; a number without a name is "TYPE1234" (RFC 3597).
 */

#include <stddef.h>
#include <stdint.h>

enum { RRTYPE_TEXT = 32 };

void rrtype_name(char out[RRTYPE_TEXT], uint16_t number);

/* A word of a log; one that is neither name nor number stays as it is, cut
 * to the room. */
void rrtype_read(char out[RRTYPE_TEXT], const char *text, size_t len);

#endif
