/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/mention_words.h"

#include <string.h>
#include <strings.h>

static const struct mention_words groups[] = {
	{ MENTION_MASK, "fr", NULL,
		"pays tiers|état tiers|états tiers|cookies tiers|site tiers|"
		"sites tiers|tiers payant|deux tiers|tiers non autorisés|"
		"tiers non autorisé|tiers non habilités" },
	{ MENTION_WIDE, "fr", NULL,
		"tiers|tierce partie|tierces parties|partie tierce|"
		"parties tierces|société tierce|sociétés tierces|"
		"entreprises tierces|destinataires" },
	{ MENTION_OPEN, "fr", NULL,
		"partenaire|partenaires|prestataire|prestataires|"
		"fournisseur de services|fournisseurs de services|"
		"fournisseurs|sous-traitant|sous-traitants|filiale|filiales|"
		"société affiliée|sociétés affiliées|entités affiliées|"
		"affiliés|sociétés du groupe|entités du groupe|annonceur|"
		"annonceurs|régies publicitaires|hébergeur|hébergeurs" },
	{ MENTION_ANY, "fr", NULL,
		"à personne|quiconque|qui que ce soit|aucune autre personne|"
		"à l'extérieur" },
	{ MENTION_VAGUE, "fr", NULL,
		"certaines données|certaines informations|autres données|"
		"autres informations|données techniques|"
		"données d'utilisation|informations vous concernant|"
		"données vous concernant|informations sur votre appareil|"
		"données de l'appareil|données telles que|"
		"informations telles que|données comme|"
		"informations comme|données personnelles telles que|"
		"informations personnelles telles que|données notamment|"
		"informations notamment|données et notamment" },
	{ MENTION_NOTHING, "fr", NULL,
		"aucune donnée|aucune information|aucunes données|"
		"pas de données|pas de donnée|pas d'informations" },

	{ MENTION_MASK, "en", NULL,
		"third party website|third party websites|third party site|"
		"third party sites|third party cookies|third party links|"
		"unauthorized third parties|unauthorised third parties|"
		"unauthorized third party|unauthorised third party" },
	{ MENTION_WIDE, "en", NULL,
		"third party|third parties|recipients|other companies|"
		"other organizations|other organisations" },
	{ MENTION_OPEN, "en", NULL,
		"partner|partners|affiliate|affiliates|affiliated companies|"
		"service provider|service providers|vendors|suppliers|"
		"contractors|subcontractors|processors|sub-processors|"
		"subsidiary|subsidiaries|group companies|advertiser|"
		"advertisers|advertising networks|hosting providers" },
	{ MENTION_ANY, "en", NULL,
		"anyone|anybody|anyone else|any other company|nobody|no one|"
		"outside the company" },
	{ MENTION_VAGUE, "en", NULL,
		"certain data|certain information|other data|"
		"other information|usage data|technical data|"
		"information about you|device information|"
		"information about your device|data such as|"
		"information such as|data like|information like|"
		"data including|information including" },
	{ MENTION_NOTHING, "en", NULL,
		"any data|any information|any personal data|"
		"any personal information|no data|no personal data|"
		"no information|no personal information" },

	{ MENTION_MASK, "de", NULL,
		"drittland|drittländer|drittländern|unbefugte dritte|"
		"unbefugten dritten|unbefugter dritter" },
	{ MENTION_WIDE, "de", NULL,
		"dritte|dritten|dritter|drittunternehmen|empfänger" },
	{ MENTION_OPEN, "de", NULL,
		"partner|partnern|dienstleister|dienstleistern|"
		"auftragsverarbeiter|auftragsverarbeitern|dienstanbieter|"
		"tochterunternehmen|tochtergesellschaften|"
		"verbundene unternehmen|verbundenen unternehmen|"
		"konzernunternehmen|werbetreibende|werbepartner" },
	{ MENTION_ANY, "de", NULL, "niemandem|niemanden|irgendjemanden" },
	{ MENTION_VAGUE, "de", NULL,
		"bestimmte daten|bestimmte informationen|weitere daten|"
		"andere daten|nutzungsdaten|technische daten|daten wie|"
		"informationen wie|daten insbesondere" },
	{ MENTION_NOTHING, "de", NULL,
		"keine daten|keine informationen|keinerlei daten|"
		"keine personenbezogenen daten" },

	{ MENTION_DATA, "fr", "notifications",
		"notification|notifications|notifications push|"
		"contenu des notifications|alertes" },
	{ MENTION_DATA, "en", "notifications",
		"notification|notifications|push notifications|alerts" },
	{ MENTION_DATA, "de", "notifications",
		"benachrichtigung|benachrichtigungen|mitteilungen" },
	{ MENTION_DATA, "fr", "steps",
		"pas parcourus|pas effectués|nombre de pas|vos pas|"
		"compteur de pas|podomètre|steps" },
	{ MENTION_DATA, "en", "steps",
		"steps|step count|steps taken|number of steps|"
		"pedometer" },
	{ MENTION_DATA, "de", "steps", "schritte|schritten|schrittzahl" },
	{ MENTION_DATA, "fr", "health",
		"santé|données de santé|données médicales|médical|médicales" },
	{ MENTION_DATA, "en", "health",
		"health|health data|health information|medical|wellness" },
	{ MENTION_DATA, "de", "health", "gesundheit|gesundheitsdaten" },
	{ MENTION_DATA, "fr", "heart rate",
		"fréquence cardiaque|rythme cardiaque|pouls" },
	{ MENTION_DATA, "en", "heart rate", "heart rate|heartbeat|pulse" },
	{ MENTION_DATA, "de", "heart rate", "herzfrequenz|puls" },
	{ MENTION_DATA, "fr", "sleep", "sommeil" },
	{ MENTION_DATA, "en", "sleep", "sleep|sleeping" },
	{ MENTION_DATA, "de", "sleep", "schlaf|schlafdaten" },
	{ MENTION_DATA, "fr", "location",
		"localisation|géolocalisation|position géographique|"
		"données gps" },
	{ MENTION_DATA, "en", "location", "location|geolocation|gps" },
	{ MENTION_DATA, "de", "location", "standort|standortdaten" },
	{ MENTION_DATA, "fr", "contacts",
		"contacts|contacts téléphoniques|carnet d'adresses|"
		"liste de contacts|répertoire téléphonique" },
	{ MENTION_DATA, "en", "contacts",
		"contacts|address book|contact list|phone book|phonebook" },
	{ MENTION_DATA, "de", "contacts", "kontakte|adressbuch" },
	{ MENTION_DATA, "fr", "identifiers",
		"identifiant de l'appareil|identifiants|imei|"
		"identifiant publicitaire|adresse mac" },
	{ MENTION_DATA, "en", "identifiers",
		"device identifier|device identifiers|imei|advertising id|"
		"mac address" },
	{ MENTION_DATA, "de", "identifiers",
		"gerätekennung|gerätekennungen|imei|werbe-id" },
};

const struct mention_words *mention_words_get(size_t i)
{
	return i < sizeof(groups) / sizeof(groups[0]) ? &groups[i] : NULL;
}

bool mention_words_is_small(const char *word)
{
	static const char *const small[] = { "pas", "plus", "les", "des", "the",
		"and", "for", "der", "die", "das", "und" };

	for (size_t i = 0; i < sizeof(small) / sizeof(small[0]); i++)
		if (strcasecmp(small[i], word) == 0)
			return true;
	return false;
}

bool mention_words_has(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (;;) {
		size_t n = strcspn(words, "|");

		if (n == len && strncasecmp(words, word, n) == 0)
			return true;
		if (words[n] == '\0')
			return false;
		words += n + 1;
	}
}

bool mention_words_is_common(const char *word)
{
	static const char common[] =
		"data|donn\u00e9es|daten|information|informations|service|"
		"services|solutions|digital|mobile|media|network|networks|"
		"cloud|online|internet|web|website|site|app|apps|application|"
		"account|client|customer|support|home|people|company|"
		"soci\u00e9t\u00e9|groupe|group|the|security|analytics|"
		"marketing|advertising|content|store|shop|systems|privacy|"
		"policy|user|users|contact|help|email|mail|news|login|track|"
		"tracking|static|assets|images|media|push|update|updates";

	for (size_t i = 0; mention_words_get(i) != NULL; i++)
		if (mention_words_has(mention_words_get(i)->words, word))
			return true;
	return mention_words_has(common, word);
}

const char *mention_words_source(void)
{
	return "constat mentions 2; GDPR Art. 4(9), 4(10), 13(1)(e), "
	       "14(1)(e); WP260 rev.01";
}
