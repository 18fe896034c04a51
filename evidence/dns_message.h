/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_DNS_MESSAGE_H
#define EVIDENCE_DNS_MESSAGE_H

/*
 * A DNS message of a capture, as look-ups: the names that it asks for, and
 * what it says of them when it is an answer.
 *
 *	struct dns_message m;
 *	struct lookup q;
 *
 *	if (dns_message_open(&m, data, len))
 *		while (dns_message_next(&m, &q, &why))
 *			… q.host, q.type; or why q is none
 *	dns_message_release(&m);
 *
 * Disposition, by what archive/observation.h asks: a query alone was seen on
 * its way, and what became of it is not known; so is one whose name does not
 * exist, for a blocker may have said so as well as the world. An answer with
 * records shows that the name was looked up, so it was allowed, by the answer;
 * when all its addresses are such as blockers give (0.0.0.0, ::, 127.0.0.1,
 * ::1), it was blocked, by the answer: an indication, no proof. A failure or
 * refusal of the server is an error.
 */

#include "base/str.h"
#include "evidence/dns_wire.h"
#include "evidence/asked.h"

enum { DNS_MESSAGE_ADDRESSES = 16, DNS_MESSAGE_TEXT = 1024 };

struct dns_message {
	struct dns_wire wire; /* before the next question */
	bool answer;	      /* it is one */
	bool damaged;	      /* its records end in the middle, or lie */
	bool told;	      /* that its questions do */
	const char *rcode;    /* constant; NULL for a query */
	uint8_t disposition, disposition_source;
	struct str text; /* the values answered: "target address address" */
	struct {
		unsigned char ip[16];
		bool ipv6;
	} addresses[DNS_MESSAGE_ADDRESSES];
	size_t n_addresses;
};

/* False when it is no DNS message. What is no look-up (an update, a notice,
 * an announcement without a question) has no questions. */
bool dns_message_open(struct dns_message *m, const void *data, size_t len);

/* The next name asked for: host, type, id and what was answered are set, the
 * strings owned. False behind the last. When it is no host name, or damaged,
 * host is NULL and *why says so, N_(). */
bool dns_message_next(
	struct dns_message *m, struct lookup *out, const char **why);
void dns_message_release(struct dns_message *m);

#endif
