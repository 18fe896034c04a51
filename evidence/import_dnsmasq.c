/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dnsmasq with log-queries: on OpenWrt and other routers, under many other
 * programs. The lines are in evidence/dnsmasq_log.h:
 *
 *	Jul 16 09:22:40 dnsmasq[633]: query[A] push.vendor.example from
 *192.0.2.7 Jul 16 09:22:40 dnsmasq[633]: config push.vendor.example is 0.0.0.0
 *
 * What Pi-hole wrote is import_pihole_log.c's; a log of Pi-hole's whose
 * beginning has nothing of its own is read here all the same.
 */
#include "base/i18n.h"
#include "evidence/dnsmasq_log.h"
#include "evidence/importer.h"

static int sniff(struct importer_head *head)
{
	bool pihole;
	int sure = dnsmasq_log_sniff(&pihole, head);

	if (sure > 0)
		head->why = N_("its lines are those of dnsmasq's log-queries");
	return sure;
}

const struct importer import_dnsmasq = {
	.name = "dnsmasq",
	.version = 2,
	.summary = N_("dnsmasq (OpenWrt and other routers): text log with "
		      "log-queries"),
	.how = N_("Switch on log-queries in dnsmasq's settings; the log then "
		  "stands in the file of log-facility, or in the system's "
		  "journal (OpenWrt: 'logread -e dnsmasq > log.txt')."),
	.sniff = sniff,
	.read = dnsmasq_log_read,
	.line_host = dnsmasq_log_host,
};
