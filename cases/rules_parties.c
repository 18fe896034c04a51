/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/rules_parties.h"

#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "cases/shape.h"

static const cJSON *member(const struct rules *r, const char *name)
{
	return json_member(r->b->c->tree, name);
}

static bool has(const cJSON *object, const char *name)
{
	return !shape_is_blank(json_member(object, name));
}

/* E01: identity and contact. Names are required members already. */
static int no_contact(struct rules *r)
{
	const cJSON *who = member(r, "complainant");

	if (!has(who, "postal_address") && !has(who, "email"))
		rules_tell(r, "/complainant",
			_("the authority cannot reach the complainant; give a "
			  "postal_address or an email"));
	return 0;
}

static bool is_controller(const cJSON *organisation)
{
	const char *role = case_json_text(organisation, "role");

	return strcmp(role, "controller") == 0 ||
	       strcmp(role, "joint-controller") == 0 ||
	       strcmp(role, "unknown") == 0;
}

/* E02: an organisation, and a way to find it. */
static int no_organisation(struct rules *r)
{
	const cJSON *one;
	struct str at = { 0 };
	size_t i = 0;
	bool any = false;

	cJSON_ArrayForEach(one, case_json_list(r->b->c, "organisations"))
	{
		str_clear(&at);
		str_printf(&at, "/organisations/%zu", i++);
		if (!is_controller(one))
			continue;
		any = true;
		if (!has(one, "postal_address") && !has(one, "email") &&
			!has(one, "registration") && !has(one, "webform") &&
			!has(one, "dpo_contact"))
			rules_tell(r, at.p,
				_("nothing identifies '%s'; give its "
				  "postal_address, email, registration or "
				  "webform"),
				case_json_text(one, "name"));
	}
	if (!any)
		rules_tell(r, "/organisations",
			_("no organisation is complained of; add one with the "
			  "role controller"));
	str_release(&at);
	return 0;
}

/* A mandate is given before the complaint is lodged. */
static void check_mandate_date(struct rules *r, const cJSON *body)
{
	bool day_only;
	int64_t ns;

	if (!case_json_when(&ns, &day_only, body, "mandate_date", r->b->zone))
		rules_tell(r, "/representative",
			_("the mandate's date is missing; add mandate_date"));
	else if (ns > r->b->end_ns)
		rules_tell(r, "/representative/mandate_date",
			_("the mandate is dated behind the complaint"));
}

/* E04: acting for another needs a mandate, and statutes for a body. */
static int no_mandate(struct rules *r)
{
	const char *capacity = case_json_text(r->b->c->tree, "capacity");
	const cJSON *body = member(r, "representative");
	bool without = strcmp(capacity, "body-80-2") == 0;

	if (*capacity == '\0' || strcmp(capacity, "data-subject") == 0)
		return 0;
	if (body == NULL) {
		rules_tell(r, "/capacity",
			_("who acts for the data subject is not said; add "
			  "representative"));
		return 0;
	}
	if (without &&
		!json_bool(r->b->authority.profile, "without_mandate", false))
		rules_tell(r, "/capacity",
			_("whether national law lets a body complain without "
			  "mandate is not known for this authority; have a "
			  "mandate given (mandated-body-80-1)"));
	if (!without && json_integer(body, "mandate", 0) == 0)
		rules_tell(r, "/representative",
			_("the signed mandate is missing; attach it and give "
			  "its number as mandate"));
	if (!without && json_integer(body, "mandate", 0) != 0)
		check_mandate_date(r, body);
	if (strcmp(capacity, "legal-representative") != 0 &&
		json_integer(body, "constitution", 0) == 0)
		rules_tell(r, "/representative",
			_("the body's statutes are missing; attach them and "
			  "give their number as constitution"));
	return 0;
}

/* E07 */
static int wrong_language(struct rules *r)
{
	if (!authority_speaks(&r->b->authority, r->b->lang))
		rules_tell(r, "/lang",
			_("'%s' does not take complaints in the language '%s'"),
			r->b->authority.name, r->b->lang);
	return 0;
}

/* E08: the document is then an annex to the form; it is still drafted. */
static int official_form(struct rules *r)
{
	if (json_bool(r->b->authority.profile, "official_form", false))
		rules_tell(r, "/authority",
			_("'%s' wants its own form; send this document as an "
			  "annex to it"),
			r->b->authority.name);
	return 0;
}

/* E09: what the complainant must declare. */
static int not_declared(struct rules *r)
{
	const cJSON *s = member(r, "statements");
	const char *signature = case_json_text(s, "signature");

	if (!json_bool(s, "facts_true", false))
		rules_tell(r, "/statements",
			_("the complainant has not declared that the facts are "
			  "true; read the case again, then set facts_true to "
			  "true"));
	if (!has(s, "place"))
		rules_tell(r, "/statements",
			_("the place of signing is missing; add place"));
	if (json_bool(r->b->authority.profile, "signature_required", false) &&
		(*signature == '\0' || strcmp(signature, "none") == 0))
		rules_tell(r, "/statements",
			_("'%s' wants a signature; set signature"),
			r->b->authority.name);
	return 0;
}

/* E13: something must tie the data to the complainant. */
static int not_affected(struct rules *r)
{
	const cJSON *product;

	if (has(member(r, "complainant"), "account_identifiers"))
		return 0;
	cJSON_ArrayForEach(product,
		case_json_list(r->b->c,
			"products")) if (json_bool(product, "sole_user",
						 false)) return 0;
	rules_tell(r, "/products",
		_("nothing ties the data to the complainant; give an account "
		  "in account_identifiers, or sole_user true for a product "
		  "that only the complainant uses"));
	return 0;
}

/* W08 */
static int identity_withheld(struct rules *r)
{
	const char *sharing = case_json_text(
		member(r, "consents"), "share_identity_with_controller");

	if (*sharing == '\0')
		rules_tell(r, "/consents",
			_("whether the organisation may learn who complains "
			  "is not said; set share_identity_with_controller"));
	else if (strcmp(sharing, "no") == 0)
		rules_tell(r, "/consents/share_identity_with_controller",
			_("the organisation may not learn who complains; the "
			  "authority may then be unable to act on a right of "
			  "yours"));
	return 0;
}

static bool in_eea(const char *country)
{
	static const char members[] =
		" at be bg cy cz de dk ee es fi fr gr hr hu ie is it li lt lu "
		"lv mt nl no pl pt ro se si sk ";
	char word[5] = { ' ', country[0], country[1], ' ', '\0' };

	return strlen(country) == 2 && strstr(members, word) != NULL;
}

/* W09: article 27 wants a representative from a controller outside. */
static int no_representative(struct rules *r)
{
	const cJSON *one;
	struct str at = { 0 };
	bool represented = false;
	size_t i = 0;

	cJSON_ArrayForEach(one,
		case_json_list(r->b->c,
			"organisations")) if (strcmp(case_json_text(one,
							     "role"),
						      "representative-27") == 0)
		represented = true;
	cJSON_ArrayForEach(one, case_json_list(r->b->c, "organisations"))
	{
		str_clear(&at);
		str_printf(&at, "/organisations/%zu", i++);
		if (is_controller(one) && has(one, "country") &&
			!in_eea(case_json_text(one, "country")) && !represented)
			rules_tell(r, at.p,
				_("'%s' is outside the European Economic Area "
				  "and no representative in the Union is "
				  "recorded (art. 27 GDPR)"),
				case_json_text(one, "name"));
	}
	str_release(&at);
	return 0;
}

/* W14 */
static int other_proceedings(struct rules *r)
{
	if (has(r->b->c->tree, "other_proceedings"))
		rules_tell(r, "/other_proceedings",
			_("there are other proceedings; the document tells "
			  "the authority"));
	return 0;
}

const struct rules_rule rules_parties[] = {
	{ "E01", true, no_contact },
	{ "E02", true, no_organisation },
	{ "E04", true, no_mandate },
	{ "E07", true, wrong_language },
	{ "E08", false, official_form },
	{ "E09", true, not_declared },
	{ "E13", true, not_affected },
	{ "W08", false, identity_withheld },
	{ "W09", false, no_representative },
	{ "W14", false, other_proceedings },
	{ NULL, false, NULL },
};
