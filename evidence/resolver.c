/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/resolver.h"

#include <stddef.h>
#include <string.h>

static const char *const names[] = {
	"1dot1dot1dot1.cloudflare-dns.com",
	"adblock.doh.mullvad.net",
	"anycast.dns.nextdns.io",
	"base.dns.mullvad.net",
	"chrome.cloudflare-dns.com",
	"cloudflare-dns.com",
	"dns.adguard.com",
	"dns.adguard-dns.com",
	"dns.alidns.com",
	"dns.controld.com",
	"dns.google",
	"dns.google.com",
	"dns.mullvad.net",
	"dns.nextdns.io",
	"dns.quad9.net",
	"dns9.quad9.net",
	"dns10.quad9.net",
	"dns11.quad9.net",
	"dns.switch.ch",
	"dns0.eu",
	"dns64.dns.google",
	"doh.cleanbrowsing.org",
	"doh.dns.apple.com",
	"doh.ffmuc.net",
	"doh.mullvad.net",
	"doh.opendns.com",
	"doh.pub",
	"doh.umbrella.com",
	"dot.pub",
	"family.adguard-dns.com",
	"family.cloudflare-dns.com",
	"freedns.controld.com",
	"mozilla.cloudflare-dns.com",
	"ns0.fdn.fr",
	"ns1.fdn.fr",
	"one.one.one.one",
	"security.cloudflare-dns.com",
	"unfiltered.adguard-dns.com",
	"dot.ffmuc.net",
};

/* Customers of these have names of their own below. */
static const char *const zones[] = {
	"adguard-dns.com",
	"cloudflare-gateway.com",
	"dns.controld.com",
	"dns.nextdns.io",
};

bool resolver_is_public(const char *host)
{
	size_t len = strlen(host);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(host, names[i]) == 0)
			return true;
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		size_t n = strlen(zones[i]);

		if (len > n && host[len - n - 1] == '.' &&
			strcmp(host + len - n, zones[i]) == 0)
			return true;
	}
	return false;
}
