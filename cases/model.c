/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model.h"

#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "base/self.h"
#include "cases/model_contact.h"
#include "cases/model_difference.h"
#include "cases/model_part.h"
#include "cases/model_policy.h"
#include "cases/model_proof.h"
#include "cases/model_steps.h"
#include "cases/model_summary.h"

static const cJSON *member(const struct backing *b, const char *name)
{
	return json_member(b->c->tree, name);
}

/* « compte « … », numéro de série « … » ». */
static void put_identifiers(
	cJSON *out, const struct backing *b, const cJSON *who)
{
	struct str text = { 0 };
	const cJSON *item;

	cJSON_ArrayForEach(item, json_member(who, "account_identifiers"))
	{
		if (text.len > 0)
			str_puts(&text,
				wording_word(&b->wording, "pattern", "comma"));
		(void)wording_fill(&text, &b->wording, "pattern", "quoted",
			(const char *const[]){ "what",
				wording_word(&b->wording, "identifier",
					case_json_text(item, "kind")),
				"text", case_json_text(item, "value"), NULL });
	}
	json_set(out, "identifiers", text.p != NULL ? text.p : "");
	str_release(&text);
}

static void put_complainant(cJSON *model, const struct pieces *p)
{
	const struct backing *b = p->b;
	const cJSON *who = member(b, "complainant");
	cJSON *one = json_object();
	struct str name = { 0 };

	str_printf(&name, "%s%s%s %s", case_json_text(who, "civility"),
		*case_json_text(who, "civility") != '\0' ? " " : "",
		case_json_text(who, "given_name"),
		case_json_text(who, "family_name"));
	json_set(one, "name", name.p);
	model_part_copy(one, who,
		(const char *const[]){
			"postal_address", "email", "phone", NULL });
	model_part_word(one, "country", &b->wording, "country",
		case_json_text(who, "country"));
	model_part_word(one, "capacity", &b->wording, "capacity",
		case_json_text(b->c->tree, "capacity"));
	model_part_word(one, "competence", &b->wording, "competence",
		case_json_text(member(b, "authority"), "competence"));
	put_identifiers(one, b, who);
	json_add(model, "complainant", one);
	str_release(&name);
}

static void put_representative(cJSON *model, const struct pieces *p)
{
	const struct backing *b = p->b;
	const cJSON *body = member(b, "representative");
	const struct piece *list[] = {
		pieces_exhibit(p, json_integer(body, "mandate", 0)),
		pieces_exhibit(p, json_integer(body, "constitution", 0)),
	};
	cJSON *one = json_object();

	json_set_bool(model, "has_representative",
		*case_json_text(body, "name") != '\0');
	model_part_copy(
		one, body, (const char *const[]){ "name", "contact", NULL });
	model_part_when(one, "mandate_date", b, body, "mandate_date");
	model_part_refer(one, "ref", p, list, 2);
	json_add(model, "representative", one);
}

static void put_authority(cJSON *model, const struct backing *b)
{
	const cJSON *profile = b->authority.profile, *line;
	cJSON *one = json_object();
	struct str address = { 0 };

	model_part_copy(
		one, profile, (const char *const[]){ "name", "short", NULL });
	cJSON_ArrayForEach(line, json_member(profile, "address"))
		str_printf(&address, "%s%s", address.len > 0 ? ", " : "",
			line->valuestring);
	json_set(one, "address", address.p != NULL ? address.p : "");
	json_set(one, "reference",
		case_json_text(member(b, "authority"), "reference"));
	json_set_bool(one, "cross_border",
		strcmp(case_json_text(member(b, "authority"), "cross_border"),
			"yes") == 0);
	json_add(model, "authority", one);
	str_release(&address);
}

static bool is_accused(const cJSON *organisation)
{
	const char *role = case_json_text(organisation, "role");

	return strcmp(role, "representative-27") != 0 &&
	       strcmp(role, "recipient") != 0;
}

static cJSON *organisation_of(const struct backing *b, const cJSON *item)
{
	const cJSON *registration = json_member(item, "registration");
	cJSON *one = json_object();
	struct str number = { 0 };

	model_part_copy(one, item,
		(const char *const[]){ "name", "postal_address", "email",
			"dpo_contact", "webform", "source", "why_controller",
			NULL });
	model_part_word(
		one, "role", &b->wording, "role", case_json_text(item, "role"));
	model_part_word(one, "country", &b->wording, "country",
		case_json_text(item, "country"));
	model_part_when(one, "source_date", b, item, "source_date");
	if (registration != NULL)
		str_printf(&number, "%s %s",
			case_json_text(registration, "kind"),
			case_json_text(registration, "number"));
	json_set(one, "registration", number.p != NULL ? number.p : "");
	json_set_bool(one, "accused", is_accused(item));
	str_release(&number);
	return one;
}

static void put_organisations(cJSON *model, const struct backing *b)
{
	cJSON *list = json_array();
	struct str accused = { 0 };
	const cJSON *item;

	cJSON_ArrayForEach(item, case_json_list(b->c, "organisations"))
	{
		json_push(list, organisation_of(b, item));
		if (is_accused(item))
			str_printf(&accused, "%s%s",
				accused.len > 0 ? ", " : "",
				case_json_text(item, "name"));
	}
	json_set(model, "accused", accused.p != NULL ? accused.p : "");
	model_part_list(model, "organisations", list);
	str_release(&accused);
}

static cJSON *product_of(const struct pieces *p, const cJSON *item)
{
	const struct backing *b = p->b;
	cJSON *one = json_object();

	model_part_copy(one, item,
		(const char *const[]){ "name", "identifier", "version",
			"platform", "obtained_from", "use", NULL });
	model_part_word(one, "kind", &b->wording, "product",
		case_json_text(item, "kind"));
	json_set(one, "vendor",
		case_json_text(
			case_json_party(b->c, case_json_text(item, "vendor")),
			"name"));
	model_part_when(one, "first_used", b, item, "first_used");
	model_part_when(one, "last_used", b, item, "last_used");
	json_set_bool(one, "sole_user", json_bool(item, "sole_user", false));
	model_part_exhibits(one, "ref", p, item);
	return one;
}

static void put_products(cJSON *model, const struct pieces *p)
{
	cJSON *list = json_array();
	const cJSON *item;

	cJSON_ArrayForEach(item, case_json_list(p->b->c, "products"))
		json_push(list, product_of(p, item));
	model_part_list(model, "products", list);
}

static cJSON *category_of(const struct pieces *p, const cJSON *item)
{
	const struct piece *pieces[MODEL_PART_PIECES];
	cJSON *one = json_object();
	const cJSON *id;
	size_t n = 0;

	json_set(one, "name", case_json_text(item, "name"));
	json_set_bool(one, "special", json_bool(item, "special", false));
	model_part_word(one, "known_how", &p->b->wording, "known-how",
		case_json_text(item, "known_how"));
	cJSON_ArrayForEach(id, json_member(item, "facts")) n =
		model_part_backing(
			p, id->valuestring, pieces, n, MODEL_PART_PIECES);
	model_part_refer(one, "ref", p, pieces, n);
	return one;
}

static void put_categories(cJSON *model, const struct pieces *p)
{
	cJSON *list = json_array();
	const cJSON *item;

	cJSON_ArrayForEach(item, case_json_list(p->b->c, "data_categories"))
		json_push(list, category_of(p, item));
	model_part_list(model, "data_categories", list);
}

/* One flag per kind of request: its sentence is the template's. */
static const char *const request_kinds[] = { "investigate-58-1",
	"order-compliance-58-2-d", "order-erasure-58-2-g",
	"limit-or-ban-58-2-f", "inform-transparency",
	"suspend-transfers-58-2-j", "fine-58-2-i", "keep-informed-77-2",
	"access-to-file", "other", NULL };

static cJSON *request_of(const cJSON *item)
{
	const char *kind = case_json_text(item, "kind");
	cJSON *one = json_object();

	for (const char *const *k = request_kinds; *k != NULL; k++)
		json_set_bool(one, *k, strcmp(*k, kind) == 0);
	json_set(one, "text", case_json_text(item, "text"));
	return one;
}

static void put_requests(cJSON *model, const struct backing *b)
{
	cJSON *list = json_array(), *proceedings = json_array();
	const cJSON *item;

	cJSON_ArrayForEach(item, case_json_list(b->c, "requests"))
		json_push(list, request_of(item));
	model_part_list(model, "requests", list);
	cJSON_ArrayForEach(item, case_json_list(b->c, "other_proceedings"))
	{
		cJSON *one = json_object();

		model_part_copy(one, item,
			(const char *const[]){ "where", "about", NULL });
		model_part_when(one, "since", b, item, "since");
		json_push(proceedings, one);
	}
	model_part_list(model, "other_proceedings", proceedings);
}

static void put_statements(cJSON *model, const struct backing *b)
{
	const cJSON *s = member(b, "statements"), *x;
	const cJSON *consents = member(b, "consents");

	x = json_member(consents, "transfer_to_other_authority");
	json_set(model, "place", case_json_text(s, "place"));
	model_part_word(model, "signature", &b->wording, "signature",
		case_json_text(s, "signature"));
	json_set_bool(model, "unsigned",
		strcmp(case_json_text(s, "signature"), "none") == 0 ||
			*case_json_text(s, "signature") == '\0');
	json_set_bool(model, "facts_true", json_bool(s, "facts_true", false));
	model_part_word(model, "sharing", &b->wording, "sharing",
		case_json_text(consents, "share_identity_with_controller"));
	json_set_bool(model, "transfer_yes", cJSON_IsTrue(x));
	json_set_bool(model, "transfer_no", cJSON_IsFalse(x));
	model_part_list(model, "limits",
		model_part_lines(case_json_text(b->c->tree, "limits")));
}

int model_make(cJSON **out, const struct pieces *p)
{
	const struct backing *b = p->b;
	cJSON *model = json_object();
	int rc;

	json_set(model, "object", case_json_text(b->c->tree, "title"));
	json_set(model, "case_id", case_json_text(b->c->tree, "id"));
	json_set(model, "version", self_version());
	model_part_day(model, "date", b, b->day);
	put_complainant(model, p);
	put_representative(model, p);
	put_authority(model, b);
	put_organisations(model, b);
	put_products(model, p);
	put_categories(model, p);
	put_requests(model, b);
	put_statements(model, b);
	rc = model_policy_add(model, p);
	if (rc == 0)
		rc = model_difference_add(model, p);
	if (rc == 0)
		rc = model_contact_add(model, p);
	if (rc == 0)
		rc = model_steps_add(model, p);
	if (rc == 0)
		rc = model_proof_add(model, p);
	if (rc == 0)
		rc = model_summary_add(model, &b->wording);
	if (rc != 0)
		cJSON_Delete(model);
	else
		*out = model;
	return rc;
}
