/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pi-hole, /var/log/pihole/pihole.log (before 5.9 /var/log/pihole.log), in
 * the words of its versions 3 to 6. It is a log of dnsmasq
 * (evidence/dnsmasq_log.h) with verdicts of its own:
 *
 *	Jul 16 09:22:40 dnsmasq[633]: query[A] push.vendor.example from
 *192.0.2.7 Jul 16 09:22:40 dnsmasq[633]: gravity blocked push.vendor.example is
 *::
 *
 * It is known by them, by its files in /etc/pihole, or by its version of
 * dnsmasq ("started, version pi-hole-…").
 */
#include "base/i18n.h"
#include "evidence/dnsmasq_log.h"
#include "evidence/importer.h"

enum { SURER = 5 }; /* than plain dnsmasq */

static int sniff(struct importer_head *head)
{
	bool pihole;
	int sure = dnsmasq_log_sniff(&pihole, head);

	if (sure == 0 || !pihole)
		return 0;
	head->why = N_("its lines are those of dnsmasq, some in words that "
		       "only Pi-hole writes");
	return sure + SURER;
}

const struct importer import_pihole_log = {
	.name = "pihole-log",
	.version = 1,
	.summary = N_("Pi-hole 3 to 6: pihole.log"),
	.how = N_("Pi-hole writes it of itself, unless query logging was "
		  "switched off in its settings. On the machine it runs on, "
		  "copy /var/log/pihole/pihole.log (before version 5.9 "
		  "/var/log/pihole.log) and the older ones beside it "
		  "(pihole.log.1, pihole.log.2.gz …); they are kept for five "
		  "days."),
	.sniff = sniff,
	.read = dnsmasq_log_read,
	.line_host = dnsmasq_log_host,
};
