/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_DNSMASQ_LOG_H
#define EVIDENCE_DNSMASQ_LOG_H

/*
 * The text log of dnsmasq, which Pi-hole's is too (dnsmasq lies inside it):
 * what import_dnsmasq.c and import_pihole_log.c share. One row for each
 * query; what became of it stands in later lines:
 *
 *	Jul 16 09:22:40 dnsmasq[633]: query[A] push.vendor.example from
 *192.0.2.7 Jul 16 09:22:40 dnsmasq[633]: gravity blocked push.vendor.example is
 *::
 *
 * dnsmasq_line.c takes lines apart, dnsmasq_query.c brings them together. A
 * block without its query (the file is cut there) is a row without a client.
 * Lines of other programs (a router's syslog) are passed over.
 */

#include "evidence/importer.h"

/* How sure it is that this is such a log, as sniff(); *pihole: it has what
 * only Pi-hole writes. */
int dnsmasq_log_sniff(bool *pihole, const struct importer_head *head);

/* As an importer's read() and line_host(). */
int dnsmasq_log_read(struct importer_job *job);
bool dnsmasq_log_host(char host[HOST_MAX + 1], const struct line *line);

#endif
