/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/vendor.h"

#include <stddef.h>
#include <string.h>

#include "base/i18n.h"
#include "evidence/cloud.h"
#include "evidence/host.h"

#define EEA_CH N_("persons in the European Economic Area or Switzerland")
#define EEA_UK_CH                                                              \
	N_("persons in the European Economic Area, the United Kingdom or "     \
	   "Switzerland")
#define ALL N_("everybody the document speaks to")

static const struct vendor rows[] = {
	{ "amazon.fr", "Amazon Europe Core SARL", "LU",
		N_("the services of amazon.fr, jointly with other companies of "
		   "the group"),
		"https://www.amazon.fr/gp/help/customer/"
		"display.html?nodeId=GR2TDVTNRVM2PY2M",
		"2025-12-30" },
	{ "apple.com", "Apple Distribution International Limited", "IE",
		EEA_UK_CH, "https://www.apple.com/legal/privacy/en-ww/",
		"2025-09-23" },
	{ "deepseek.com", "Hangzhou DeepSeek Artificial Intelligence Co., Ltd.",
		"CN", ALL,
		"https://cdn.deepseek.com/policies/en-US/"
		"deepseek-privacy-policy.html",
		"2026-02-10" },
	{ "google.com", "Google Ireland Limited", "IE", EEA_CH,
		"https://policies.google.com/privacy", "2026-06-24" },
	{ "happn.fr", "SAS HAPPN", "FR", ALL,
		"https://support.happn.fr/hc/en-us/p/privacy/", "2026-05-12" },
	{ "livi.fr", "Kry International AB", "SE",
		N_("the publisher of the site"),
		"https://livi.fr/mentions-legales/", "2025-07-18" },
	{ "match.com", "Meetic S.A.S.", "FR", ALL,
		"https://uk.match.com/pages/misc/privacy", "2026-02-03" },
	{ "mistral.ai", "Mistral AI", "FR", ALL,
		"https://legal.mistral.ai/terms/privacy-policy", "2026-07-27" },
	{ "openai.com", "OpenAI Ireland Limited", "IE", EEA_CH,
		"https://openai.com/policies/eu-privacy-policy/",
		"2026-07-25" },
	{ "tiktok.com", "TikTok Technology Limited", "IE",
		N_("its advertising network, jointly with a company in the "
		   "United Kingdom"),
		"https://www.tiktok.com/legal/privacy-policy", "2026-07-15" },
	{ "tinder.com", "MTCH Technology Services Limited", "IE", EEA_UK_CH,
		"https://policies.tinder.com/privacy/intl/en", "2026-03-06" },
	{ "whatsapp.com", "WhatsApp Ireland Limited", "IE",
		N_("persons in the European Region, as the document calls it"),
		"https://www.whatsapp.com/legal/updates/privacy-policy-eea",
		"2025-09-23" },
	{ "withings.com", "WITHINGS", "FR", N_("the publisher of the site"),
		"https://withings.com/fr/fr/legal/legal-notice", "2025-10-29" },
};

const struct vendor *vendor_row(unsigned i)
{
	return i < sizeof(rows) / sizeof(rows[0]) ? &rows[i] : NULL;
}

const struct vendor *vendor_find(const char *host)
{
	const char *domain = host_registrable(host);
	struct cloud c;

	if (domain == NULL || cloud_read(&c, host))
		return NULL;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].domain, domain) == 0)
			return &rows[i];
	return NULL;
}
