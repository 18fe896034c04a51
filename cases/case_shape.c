/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/case_shape.h"

#define WORDS(name, ...) static const char *const name[] = { __VA_ARGS__, NULL }

#define FIELDS(name, ...)                                                      \
	static const struct shape_field name##_fields[] = { __VA_ARGS__,       \
		{ 0 } };                                                       \
	static const struct shape name = { name##_fields }

#define TEXT(n)                                                                \
	{                                                                      \
		n, SHAPE_TEXT, false, NULL, NULL                               \
	}
#define NEED(n, type)                                                          \
	{                                                                      \
		n, SHAPE_##type, true, NULL, NULL                              \
	}
#define MAY(n, type)                                                           \
	{                                                                      \
		n, SHAPE_##type, false, NULL, NULL                             \
	}
#define NEED_WORD(n, words)                                                    \
	{                                                                      \
		n, SHAPE_WORD, true, words, NULL                               \
	}
#define MAY_WORD(n, words)                                                     \
	{                                                                      \
		n, SHAPE_WORD, false, words, NULL                              \
	}
#define OBJECT(n, need, of)                                                    \
	{                                                                      \
		n, SHAPE_OBJECT, need, NULL, &of                               \
	}
#define LIST(n, need, of)                                                      \
	{                                                                      \
		n, SHAPE_OBJECTS, need, NULL, &of                              \
	}

WORDS(schemas, CASE_SHAPE_SCHEMA);
WORDS(languages, "fr", "en", "de");
WORDS(identifier_kinds, "account", "email", "phone", "device-id", "ad-id",
	"serial", "other");
WORDS(capacities, "data-subject", "legal-representative", "mandated-body-80-1",
	"body-80-2");
WORDS(sharing, "yes", "no", "ask-first");
WORDS(competences, "habitual-residence", "place-of-work",
	"place-of-infringement");
WORDS(yes_no_unknown, "yes", "no", "unknown");
WORDS(lodging, "teleservice", "post", "registered-letter", "email",
	"official-form");
WORDS(roles, "controller", "joint-controller", "processor", "representative-27",
	"recipient", "unknown");
WORDS(registers, "SIREN", "KVK", "HRB", "CRO", "VAT", "other");
WORDS(product_kinds, "app", "device", "website", "service");
WORDS(answers, "clear", "vague", "omitted", "ambiguous", "denied");
WORDS(coverage, "yes", "no", "unclear");
WORDS(bases, "name-in-hostname", "whois", "tls-certificate", "vendor-document",
	"sdk-source", "tracker-list");
WORDS(rivals, "push-channel", "other-product", "phone-itself", "other-cause");
WORDS(experiment_kinds, "trigger-correlation", "blocking-test", "baseline",
	"reinstall", "other");
WORDS(directions, "sent", "received");
WORDS(channels, "email", "webform", "registered-letter",
	"electronic-registered-letter", "letter", "chat", "phone", "in-app");
WORDS(letter_kinds, "access-request", "objection", "erasure", "rectification",
	"question", "notice", "reminder", "answer", "acknowledgement",
	"extension", "refusal", "complaint", "dpa-letter", "other");
WORDS(proofs, "none", "read-receipt", "postal-receipt", "qualified-ers",
	"auto-reply", "answer");
WORDS(assessments, "complete", "incomplete", "no-answer", "refusal",
	"off-topic", "contradicts-policy", "promise", "promise-broken");
WORDS(known_how, "declared", "observed", "inferred");
WORDS(subjects, "contact", "content", "information", "rights", "security",
	"transfer", "other");
WORDS(certainties, "established", "strong-indication", "suspicion");
WORDS(request_kinds, "investigate-58-1", "order-compliance-58-2-d",
	"order-erasure-58-2-g", "limit-or-ban-58-2-f", "inform-transparency",
	"suspend-transfers-58-2-j", "fine-58-2-i", "keep-informed-77-2",
	"access-to-file", "other");
WORDS(third_persons, "none", "redacted", "present");
WORDS(signatures, "handwritten", "qualified", "advanced", "none");

FIELDS(by_language, TEXT("fr"), TEXT("en"), TEXT("de"));
FIELDS(identifier, NEED_WORD("kind", identifier_kinds), NEED("value", TEXT));
FIELDS(complainant, TEXT("civility"), NEED("given_name", TEXT),
	NEED("family_name", TEXT), TEXT("postal_address"),
	NEED("country", COUNTRY), TEXT("email"), TEXT("phone"),
	LIST("account_identifiers", false, identifier));
FIELDS(representative, NEED("name", TEXT), NEED("contact", TEXT),
	MAY("mandate", NUMBER), MAY("mandate_date", DATE),
	MAY("constitution", NUMBER));
FIELDS(consents, MAY_WORD("share_identity_with_controller", sharing),
	MAY("unencrypted_email", BOOL),
	MAY("transfer_to_other_authority", BOOL));
FIELDS(authority, NEED("slug", ID), NEED_WORD("competence", competences),
	MAY_WORD("cross_border", yes_no_unknown), MAY_WORD("channel", lodging),
	TEXT("reference"));
FIELDS(registration, NEED_WORD("kind", registers), NEED("number", TEXT));
FIELDS(organisation, NEED("id", ID), NEED_WORD("role", roles),
	NEED("name", TEXT), MAY("brands", TEXTS), MAY("domains", TEXTS),
	OBJECT("registration", false, registration), TEXT("postal_address"),
	MAY("country", COUNTRY), TEXT("email"), TEXT("dpo_contact"),
	TEXT("webform"), NEED("source", TEXT), MAY("source_date", DATE),
	TEXT("why_controller"));
FIELDS(product, NEED_WORD("kind", product_kinds), NEED("name", TEXT),
	MAY("vendor", ID), TEXT("identifier"), TEXT("version"),
	TEXT("platform"), MAY("first_used", DATE), MAY("last_used", DATE),
	TEXT("obtained_from"), TEXT("use"), MAY("sole_user", BOOL),
	MAY("exhibits", NUMBERS));
FIELDS(mention, NEED("id", ID), TEXT("host"), TEXT("owner"), TEXT("term"),
	NEED_WORD("answer", answers), TEXT("text"), MAY("confirmed", DATE));
FIELDS(quote, NEED("id", ID), NEED("text", TEXT), TEXT("note"));
FIELDS(policy, NEED("id", ID), NEED("service", TEXT), NEED("terms", TEXT),
	NEED("at", MOMENT), LIST("quotes", false, quote),
	LIST("mentions", false, mention), MAY_WORD("covers_product", coverage),
	TEXT("coverage_note"), MAY("compare_with", ID));
FIELDS(operator_, NEED("name", TEXT), NEED_WORD("basis", bases),
	TEXT("source"));
FIELDS(alternative, NEED_WORD("kind", rivals), NEED("text", TEXT),
	TEXT("answer"));
FIELDS(observation, NEED("id", ID), NEED("exhibit", NUMBER), NEED("host", TEXT),
	MAY("from", WHEN), MAY("to", WHEN), MAY("payload_seen", BOOL),
	OBJECT("operator", false, operator_),
	LIST("alternatives", false, alternative), TEXT("note"));
FIELDS(fact, NEED("id", ID), NEED("date", WHEN), NEED("text", TEXT),
	MAY("exhibits", NUMBERS));
FIELDS(experiment, NEED("id", ID), NEED_WORD("kind", experiment_kinds),
	NEED("hypothesis", TEXT), NEED("protocol", TEXT), NEED("from", WHEN),
	MAY("to", WHEN), MAY("trials", COUNT), MAY("hits", COUNT),
	MAY("control_trials", COUNT), MAY("control_hits", COUNT),
	MAY("window_s", COUNT), TEXT("host"), MAY("events", NUMBER),
	MAY("log", NUMBER), TEXT("client"), TEXT("app"), TEXT("feature"),
	MAY("offset_s", SECONDS), MAY("idle_from", WHEN), MAY("idle_to", WHEN),
	NEED("result", TEXT), LIST("alternatives", false, alternative),
	MAY("exhibits", NUMBERS));
FIELDS(letter, NEED("id", ID), NEED_WORD("direction", directions),
	NEED("at", WHEN), NEED_WORD("channel", channels), NEED("party", ID),
	NEED_WORD("kind", letter_kinds), MAY("articles", TEXTS),
	MAY("received_on", DATE), MAY_WORD("receipt_proof", proofs),
	MAY("answers", IDS), MAY_WORD("assessment", assessments),
	TEXT("summary"), MAY("exhibit", NUMBER));
FIELDS(data_category, NEED("name", TEXT), MAY("special", BOOL),
	NEED_WORD("known_how", known_how), MAY("facts", IDS));
FIELDS(grievance, NEED("id", ID), NEED("provision", TEXT),
	OBJECT("rule", false, by_language),
	OBJECT("statement", true, by_language), NEED("facts", IDS),
	MAY_WORD("about", subjects), NEED_WORD("certainty", certainties),
	TEXT("counter_argument"), TEXT("reply"));
FIELDS(request, NEED_WORD("kind", request_kinds), TEXT("text"));
FIELDS(exhibit, NEED("id", NUMBER), TEXT("title"), MAY("confidential", BOOL),
	MAY_WORD("third_persons", third_persons));
FIELDS(proceeding, NEED("where", TEXT), MAY("since", DATE), TEXT("about"));
FIELDS(statements, MAY("facts_true", BOOL), TEXT("place"),
	MAY("signed_on", DATE), MAY_WORD("signature", signatures));

FIELDS(whole, NEED_WORD("schema", schemas), TEXT("help"), NEED("id", ID),
	NEED("title", TEXT), MAY("created", DATE), NEED_WORD("lang", languages),
	OBJECT("complainant", true, complainant),
	NEED_WORD("capacity", capacities),
	OBJECT("representative", false, representative),
	OBJECT("consents", false, consents),
	OBJECT("authority", true, authority),
	LIST("organisations", true, organisation),
	LIST("products", true, product), LIST("policies", false, policy),
	LIST("observations", false, observation), LIST("facts", false, fact),
	LIST("experiments", false, experiment),
	LIST("correspondence", false, letter),
	LIST("data_categories", false, data_category),
	LIST("grievances", true, grievance), LIST("requests", true, request),
	LIST("exhibits", false, exhibit),
	LIST("other_proceedings", false, proceeding),
	OBJECT("statements", false, statements), TEXT("limits"));

const struct shape *case_shape(void)
{
	return &whole;
}
