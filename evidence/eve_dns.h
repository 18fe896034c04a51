/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_EVE_DNS_H
#define EVIDENCE_EVE_DNS_H

/*
 * Suricata's DNS events brought together: a look-up is a line for its query
 * and one or more for its answer, with the same flow and transaction id. A
 * row stands where the query stands; an answer whose query is not there is a
 * row too. Look-ups wait EVE_DNS_WAIT_NS of the log's time for their answers,
 * at most EVE_DNS_HELD of them.
 *
 *	while (eve_dns_take(&d, o.ns, &row))
 *		rc = importer_row(job, &row);
 *	why = eve_dns_see(&d, &o, &dns, &ends);
 */

#include "archive/observation.h"
#include "evidence/answer.h"
#include "evidence/detail.h"
#include "evidence/host.h"
#include "evidence/json_pick.h"
#include "evidence/rrtype.h"

#define EVE_DNS_WAIT_NS INT64_C(10000000000)

enum { EVE_DNS_HELD = 512 };

/* Of an event. */
struct eve_dns_ends {
	int64_t flow, source_port, destination_port;
	char source[64], destination[64];
};

struct eve_dns_lookup {
	struct observation o; /* time and place */
	int64_t flow, id;
	char host[HOST_MAX + 1], type[RRTYPE_TEXT], client[64], rcode[32];
	struct answer answer;
};

struct eve_dns {
	struct eve_dns_lookup *held; /* owned: a ring */
	size_t first, n;
	struct eve_dns_lookup taken; /* the one given last */
	struct detail detail;
};

void eve_dns_init(struct eve_dns *d);
void eve_dns_release(struct eve_dns *d);

/* The oldest look-up that waits no longer at an instant (INT64_MAX: any), or
 * when there is no room; o's strings last until the next call. */
bool eve_dns_take(struct eve_dns *d, int64_t now, struct observation *o);

/* An event's member "dns"; o has its time and place. There must be room (see
 * eve_dns_take()). NULL, or why it is no event of DNS, N_(). */
const char *eve_dns_see(struct eve_dns *d, const struct observation *o,
	const struct json_pick *dns, const struct eve_dns_ends *ends);

#endif
