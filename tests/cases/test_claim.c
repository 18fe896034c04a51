/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/claim.h"

#include "sample.h"

/* The name is the part of the sentence in brackets. */
struct trial {
	const char *lang, *sentence;
	enum claim_kind want;
	const char *rule; /* or NULL: any */
};

static void expect(const struct trial *t, const char *lead, bool data)
{
	const char *open = strchr(t->sentence, '['), *close;
	struct claim_list *list = claim_list_new(t->lang);
	struct claim c;
	char text[512];

	assert_non_null(open);
	close = strchr(open, ']');
	snprintf(text, sizeof(text), "%.*s%.*s%s", (int)(open - t->sentence),
		t->sentence, (int)(close - open - 1), open + 1, close + 1);
	claim_read(&c, &(struct claim_place){ .text = text,
			       .len = strlen(text),
			       .start = (size_t)(open - t->sentence),
			       .end = (size_t)(close - t->sentence) - 1,
			       .lead = lead,
			       .lead_len = lead != NULL ? strlen(lead) : 0,
			       .list = list,
			       .data = data });
	claim_list_free(list);
	if (c.kind != t->want ||
		(t->rule != NULL && strcmp(t->rule, c.rule) != 0))
		fail_msg("%s: %s (%s)", t->sentence, claim_kind_name(c.kind),
			c.rule);
}

#define EACH(trials, lead, data)                                               \
	for (size_t i = 0; i < sizeof(trials) / sizeof(trials[0]); i++)        \
	expect(&trials[i], lead, data)

static void english(void **state)
{
	static const struct trial trials[] = {
		{ "en", "We share data with [Exemple].", CLAIM_AFFIRMED, NULL },
		{ "en", "[Exemple] may collect your steps.", CLAIM_AFFIRMED,
			NULL },
		{ "en", "We do not share your data with [third parties].",
			CLAIM_DENIED, "denied" },
		{ "en", "We don’t share data with [Exemple].", CLAIM_DENIED,
			NULL },
		{ "en", "[Third parties] do not receive your data.",
			CLAIM_DENIED, NULL },
		{ "en", "Your data is shared with [Exemple] and is not sold.",
			CLAIM_AFFIRMED, NULL },
		{ "en",
			"We do not sell your data, but we share it with "
			"[partners].",
			CLAIM_AFFIRMED, NULL },
		{ "en",
			"We do not sell your data, we share it with "
			"[partners].",
			CLAIM_AFFIRMED, NULL },
		{ "en", "We do not sell your data to [third parties].",
			CLAIM_UNSURE, "sale-denied" },
		{ "en", "We do not sell, rent or share data with [partners].",
			CLAIM_DENIED, NULL },
		{ "en",
			"We share with recipients including but not limited "
			"to [partners].",
			CLAIM_AFFIRMED, NULL },
		{ "en", "We share data not only with [Exemple].",
			CLAIM_AFFIRMED, NULL },
		{ "en",
			"We do not share data with anyone other than "
			"[Exemple].",
			CLAIM_AFFIRMED, "excepted-from-denial" },
		{ "en",
			"We do not share data with [third parties] except as "
			"described below.",
			CLAIM_UNSURE, "denied-with-exceptions" },
		{ "en",
			"We never share data with [third parties] without "
			"your consent.",
			CLAIM_UNSURE, "denied-unless" },
		{ "en",
			"If you do not want us to share data with "
			"[partners], write to us.",
			CLAIM_UNSURE, "denied-under-condition" },
		{ "en",
			"You must not share your password with [third "
			"parties].",
			CLAIM_ASIDE, NULL },
		{ "en",
			"We are not responsible for [third parties] that "
			"collect data.",
			CLAIM_ASIDE, "disclaimed" },
		{ "en", "Do we share data with [third parties]?", CLAIM_ASIDE,
			"question" },
		{ "en", "We share data with Exemple, not with [advertisers].",
			CLAIM_DENIED, NULL },
		{ "en", "We share data with [Exemple], not with advertisers.",
			CLAIM_AFFIRMED, NULL },
		{ "en", "No [third parties] receive your data.", CLAIM_DENIED,
			NULL },
		{ "en", "[Exemple] is a trade mark.", CLAIM_ASIDE, "no-verb" },
		{ "en", "We share with hosts; with banks; with [Exemple].",
			CLAIM_AFFIRMED, NULL },
	};

	(void)state;
	EACH(trials, NULL, false);
}

static void french(void **state)
{
	static const struct trial trials[] = {
		{ "fr", "Vos données sont transmises à [Exemple].",
			CLAIM_AFFIRMED, NULL },
		{ "fr", "Nous ne partageons pas vos données avec des [tiers].",
			CLAIM_DENIED, "denied" },
		{ "fr", "Nous ne partageons vos données qu’avec [Exemple].",
			CLAIM_AFFIRMED, NULL },
		{ "fr", "Nous ne partageons vos données avec aucun [tiers].",
			CLAIM_DENIED, NULL },
		{ "fr", "Aucune donnée n’est transmise à [Exemple].",
			CLAIM_DENIED, NULL },
		{ "fr", "[Exemple] n’a pas accès à vos données.", CLAIM_DENIED,
			NULL },
		{ "fr", "Nous ne vendons pas vos données à des [tiers].",
			CLAIM_UNSURE, "sale-denied" },
		{ "fr", "Nous ne partageons pas seulement avec [Exemple].",
			CLAIM_AFFIRMED, NULL },
		{ "fr",
			"Nous ne transmettons pas vos données à des [tiers] "
			"sans votre accord.",
			CLAIM_UNSURE, "denied-unless" },
		{ "fr",
			"Nous ne communiquons pas vos données, sauf à nos "
			"[prestataires].",
			CLAIM_AFFIRMED, "excepted-from-denial" },
		{ "fr",
			"Si vous ne souhaitez pas que nous partagions vos "
			"données avec nos [partenaires], écrivez-nous.",
			CLAIM_UNSURE, "denied-under-condition" },
		{ "fr",
			"Nous ne sommes pas responsables des [tiers] qui "
			"collectent des données.",
			CLAIM_ASIDE, NULL },
		{ "fr",
			"Nous ne vendons pas vos données, mais nous les "
			"communiquons à nos [partenaires].",
			CLAIM_AFFIRMED, NULL },
		{ "fr",
			"Vos données ne sont ni vendues ni communiquées à "
			"[Exemple].",
			CLAIM_DENIED, NULL },
		{ "fr", "Nous ne les partageons plus avec [Exemple].",
			CLAIM_DENIED, NULL },
	};

	(void)state;
	EACH(trials, NULL, false);
}

static void german(void **state)
{
	static const struct trial trials[] = {
		{ "de", "Wir geben Ihre Daten an [Dritte] weiter.",
			CLAIM_AFFIRMED, NULL },
		{ "de", "Wir geben Ihre Daten nicht an [Dritte] weiter.",
			CLAIM_DENIED, NULL },
		{ "de", "Wir geben keine Daten an [Dritte] weiter.",
			CLAIM_DENIED, NULL },
	};

	(void)state;
	EACH(trials, NULL, false);
}

static void kinds_of_data(void **state)
{
	static const struct trial trials[] = {
		{ "fr", "Nous collectons le contenu de vos [notifications].",
			CLAIM_AFFIRMED, NULL },
		{ "fr", "Nous pouvons vous envoyer des [notifications].",
			CLAIM_ASIDE, NULL },
		{ "en", "We may send you [notifications].", CLAIM_ASIDE, NULL },
		{ "en", "We collect the [steps] you provide.", CLAIM_AFFIRMED,
			NULL },
		{ "fr", "Vos [notifications] ne sont jamais collectées.",
			CLAIM_DENIED, NULL },
		{ "en", "We use your e-mail to send push [notifications].",
			CLAIM_ASIDE, NULL },
		{ "en", "You may receive a [notification] of your delivery.",
			CLAIM_ASIDE, NULL },
		{ "en", "Exemple Ltd: for sending SMS and [notifications].",
			CLAIM_ASIDE, NULL },
		{ "en",
			"We store contacts to display names in "
			"[notifications].",
			CLAIM_ASIDE, NULL },
		{ "en", "We share data in an emergency to protect [health].",
			CLAIM_ASIDE, NULL },
		{ "en", "We collect clicks, [notifications] and installs.",
			CLAIM_AFFIRMED, NULL },
		{ "en", "We may show a [notification] when you access it.",
			CLAIM_ASIDE, NULL },
		{ "en", "[Notifications] will be provided via e-mail.",
			CLAIM_ASIDE, NULL },
		{ "en", "If you refuse, no [steps] are stored.", CLAIM_UNSURE,
			"denied-under-condition" },
		{ "en", "Our app sends your [location] to our servers.",
			CLAIM_AFFIRMED, NULL },
		{ "en", "We receive [location] data from others.",
			CLAIM_AFFIRMED, NULL },
		{ "fr",
			"Vous pouvez vous opposer à la collecte dans vos "
			"paramètres de [notification].",
			CLAIM_ASIDE, "setting" },
		{ "fr",
			"Nous collectons votre nom, votre adresse et vos "
			"[contacts].",
			CLAIM_AFFIRMED, NULL },
		{ "fr", "Nous traitons les données de [localisation] envoyées.",
			CLAIM_AFFIRMED, NULL },
		{ "de", "Wir senden Ihnen [Benachrichtigungen].", CLAIM_ASIDE,
			NULL },
	};

	(void)state;
	EACH(trials, NULL, true);
}

static void items(void **state)
{
	static const struct trial items[] = {
		{ "en", "[advertisers]", CLAIM_DENIED, NULL },
		{ "en", "companies, like [Exemple]", CLAIM_DENIED, NULL },
	};

	(void)state;
	EACH(items, "We do not share your data with:", false);
}

/* A denial of some data is none of all. */
static void of_some(void **state)
{
	static const struct trial trials[] = {
		{ "en", "This data is never passed to [advertisers].",
			CLAIM_UNSURE, "denied-of-some" },
		{ "en", "Under this policy we share nothing with [partners].",
			CLAIM_AFFIRMED, NULL },
		{ "en", "Under this policy we do not share with [partners].",
			CLAIM_DENIED, NULL },
		{ "en",
			"[Recipients] who are not members can ask that we add "
			"their names to a list to which we send nothing.",
			CLAIM_AFFIRMED, NULL },
		{ "en",
			"This policy does not cover the collection of data by "
			"[third parties].",
			CLAIM_ASIDE, "disclaimed" },
		{ "en", "There is no need for you to use [third parties].",
			CLAIM_ASIDE, NULL },
		{ "fr", "Ces données ne sont pas transmises à des [tiers].",
			CLAIM_UNSURE, "denied-of-some" },
		{ "fr", "Nous ne transmettons rien à des [tiers].",
			CLAIM_DENIED, NULL },
		{ "fr", "Vos données ne sont jamais revendues à des [tiers].",
			CLAIM_UNSURE, "sale-denied" },
		{ "fr",
			"Vous pouvez savoir si vos données sont ou ne sont pas "
			"traitées par nos [partenaires].",
			CLAIM_ASIDE, NULL },
		{ "de", "Diese Daten geben wir nicht an [Dritte] weiter.",
			CLAIM_UNSURE, "denied-of-some" },
	};

	(void)state;
	EACH(trials, NULL, false);
}

static void no_data(void **state)
{
	static const struct {
		const char *lang, *text, *name;
		enum claim_kind want;
	} trials[] = {
		{ "en", "We do not store any information.", "any information",
			CLAIM_DENIED },
		{ "en", "We do not store any information about you.",
			"any information", CLAIM_DENIED },
		{ "en", "We do not store any information about cards.",
			"any information", CLAIM_UNSURE },
		{ "fr", "Aucune donnée n'est transmise.", "Aucune donnée",
			CLAIM_DENIED },
		{ "fr", "Aucune donnée personnelle n'est transmise.",
			"Aucune donnée", CLAIM_DENIED },
		{ "fr", "Aucune donnée bancaire n'est transmise.",
			"Aucune donnée", CLAIM_UNSURE },
		{ "fr", "Aucune information de santé n'est partagée.",
			"Aucune information", CLAIM_UNSURE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(trials) / sizeof(trials[0]); i++) {
		struct claim_list *list = claim_list_new(trials[i].lang);
		const char *text = trials[i].text;
		const char *name = strstr(text, trials[i].name);
		struct claim_place p = { .text = text,
			.len = strlen(text),
			.start = (size_t)(name - text),
			.list = list,
			.data = true,
			.whole = true };
		struct claim c;

		p.end = p.start + strlen(trials[i].name);
		claim_read(&c, &p);
		if (c.kind != trials[i].want)
			fail_msg("%s: %s (%s)", text, claim_kind_name(c.kind),
				c.rule);
		claim_list_free(list);
	}
}

/* What may be denied out of reach is not affirmed. */
static void reach(void **state)
{
	static const char want[] = "We share data with Exemple";
	enum { FAR = 2000 };
	char text[FAR + sizeof(want)];
	struct claim c;
	struct claim_list *list = claim_list_new("en");
	struct claim_place p = { .text = text, .list = list };

	(void)state;
	memset(text, ' ', FAR);
	memcpy(text + FAR, want, sizeof(want));
	p.len = strlen(text);
	p.end = p.len;
	p.start = p.len - strlen("Exemple");
	claim_read(&c, &p);
	assert_int_equal(c.kind, CLAIM_UNSURE);
	assert_string_equal(c.rule, "too-long");
	p.text = text + FAR;
	p.len -= FAR;
	p.start -= FAR;
	p.end -= FAR;
	claim_read(&c, &p);
	assert_int_equal(c.kind, CLAIM_AFFIRMED);
	memset(text, ' ', FAR);
	p.lead = text;
	p.lead_len = FAR;
	claim_read(&c, &p);
	assert_int_equal(c.kind, CLAIM_UNSURE);
	claim_list_free(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(english),
		cmocka_unit_test(french),
		cmocka_unit_test(german),
		cmocka_unit_test(kinds_of_data),
		cmocka_unit_test(items),
		cmocka_unit_test(of_some),
		cmocka_unit_test(no_data),
		cmocka_unit_test(reach),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
