/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_TECHNITIUM_DB_H
#define EVIDENCE_TECHNITIUM_DB_H

/*
 * The database of Technitium DNS Server's app "Query Logs (Sqlite)", table
 * dns_logs:
 *
 *	timestamp (UTC text) | client_ip | protocol | response_type | rcode |
 *	qname | qtype | answer
 *
 * response_type: 1 authoritative, 2 recursive, 3 cached, 4 blocked, 5
 * blocked upstream, 6 the same from the cache, 7 dropped.
 */

#include "evidence/importer.h"

bool technitium_db_sniff(const struct importer_head *head);
int technitium_db_read(struct importer_job *job);

#endif
