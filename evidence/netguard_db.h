/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_NETGUARD_DB_H
#define EVIDENCE_NETGUARD_DB_H

/*
 * The database "Netguard" of NetGuard and of TrackerControl, which is made of
 * it (M66B/NetGuard, DatabaseHelper.java):
 *
 *	log     time | protocol | saddr | sport | daddr | dport | dname | uid |
 *		allowed (1, 0, -1 or NULL: not decided) …
 *	access  uid | daddr | dport | time | allowed | sent | received |
 *		connections
 *	dns     time | qname | aname | resource | ttl
 *
 * Times are milliseconds since 1970. A row of log is a connection, its client
 * saddr; one of access the last of an app with a host, with totals, of which
 * connections is the count; one of dns an answer.
 */

#include "evidence/importer.h"

/* Whether the head is that of such a database; tracker: TrackerControl's,
 * whose table access has a column "uncertain". */
bool netguard_db_sniff(struct importer_head *head, bool tracker);

int netguard_db_read(struct importer_job *job);

#endif
