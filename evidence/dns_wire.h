/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_DNS_WIRE_H
#define EVIDENCE_DNS_WIRE_H

/*
 * DNS messages as they stand on the wire (RFC 1035, section 4): a cursor over
 * bytes that came from the network. It reads nothing outside them, follows
 * compression only backwards and at most DNS_WIRE_JUMPS times, and allocates
 * nothing.
 *
 *	struct dns_wire w;
 *	struct dns_wire_record r;
 *
 *	if (dns_wire_open(&w, data, len) && dns_wire_question(&w, &r))
 *		… r.name, r.type
 *	while (dns_wire_answer(&w, &r))
 *		if (dns_wire_value(&w, &r, value))
 *			…
 *	if (w.broken)
 *		… the message is cut or damaged there
 *
 * Questions and answers are read in the order of the message: asking for an
 * answer passes over the questions that are left.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum {
	DNS_WIRE_JUMPS = 128,
	/* Room for a name of 255 octets of which each is escaped, and for a
	 * value. */
	DNS_WIRE_NAME = 1024,
};

struct dns_wire {
	const unsigned char *data; /* borrowed */
	size_t len, at;
	uint16_t id, flags;
	unsigned questions, answers; /* those still to come */
	bool broken;
};

/* A question (ttl and data are 0 and NULL), or a record. name has no final
 * dot, but "." for the root; a byte that is no plain character is \DDD (RFC
 * 1035, section 5.1), so it may be no host name. data is borrowed. */
struct dns_wire_record {
	char name[DNS_WIRE_NAME];
	uint16_t type, class;
	uint32_t ttl;
	const unsigned char *data;
	size_t len;
};

/* False when there is not even a header. */
bool dns_wire_open(struct dns_wire *w, const void *data, size_t len);

bool dns_wire_is_response(const struct dns_wire *w);

/* The response code's word ("NOERROR", "NXDOMAIN"; IANA's registry), "" for
 * one that has none. Constant. */
const char *dns_wire_rcode(const struct dns_wire *w);
const char *dns_wire_rcode_name(unsigned code);

/* The next question, and the next record of the answer section; false at the
 * end of the section and at damage (w->broken tells which). */
bool dns_wire_question(struct dns_wire *w, struct dns_wire_record *out);
bool dns_wire_answer(struct dns_wire *w, struct dns_wire_record *out);

/* The value of a record as text: the address of A and AAAA, the name of
 * CNAME, DNAME, NS and PTR. False for other types and for damage. */
bool dns_wire_value(const struct dns_wire *w, const struct dns_wire_record *r,
	char out[DNS_WIRE_NAME]);

/* Appends the values of the answers that are left, of the types A, AAAA and
 * CNAME, with blanks between them, as an observation has them: "target
 * address address". False when the message is damaged on the way, or out is
 * full; what was appended stays. */
bool dns_wire_values(struct dns_wire *w, struct str *out);

#endif
