/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model_summary.h"

#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "cases/case_json.h"

/* Items of each kind: two contacts, one quote, two letters and four lines
 * of the template make nine at most. */
enum { PRODUCTS_MAX = 4, CONTACTS_MAX = 2, QUOTES_MAX = 1, LETTERS_MAX = 2 };

static void copy(
	cJSON *out, const char *name, const cJSON *from, const char *member)
{
	json_add(out, name, cJSON_Duplicate(json_member(from, member), true));
}

static cJSON *products_of(const cJSON *model, const struct wording *w)
{
	const cJSON *products = json_member(model, "products"), *product;
	cJSON *list = json_array(), *one = json_object();
	struct str names[PRODUCTS_MAX] = { 0 }, text = { 0 };
	const char *items[PRODUCTS_MAX];
	size_t n = 0;

	cJSON_ArrayForEach(product, products)
	{
		if (n == PRODUCTS_MAX)
			break;
		(void)wording_fill(&names[n], w, "pattern", "named",
			(const char *const[]){ "what",
				case_json_text(product, "name"), "text",
				case_json_text(product, "kind"), NULL });
		items[n] = names[n].p;
		n++;
	}
	(void)wording_list(&text, w, items, n);
	json_set(one, "names", text.p != NULL ? text.p : "");
	json_set(one, "since", case_json_text(products->child, "first_used"));
	json_push(list, one);
	for (size_t i = 0; i < n; i++)
		str_release(&names[i]);
	str_release(&text);
	return list;
}

static cJSON *contacts_of(const cJSON *model)
{
	cJSON *list = json_array();
	const cJSON *item;

	cJSON_ArrayForEach(item, json_member(model, "observations"))
	{
		cJSON *one;

		if (cJSON_GetArraySize(list) == CONTACTS_MAX)
			break;
		one = json_object();
		copy(one, "typed", item, "typed");
		copy(one, "several", item, "several");
		copy(one, "contacts", item, "contacts");
		copy(one, "host", item, "all_hosts");
		copy(one, "host_several", item, "all_hosts_several");
		copy(one, "ref", item, "ref");
		json_push(list, one);
	}
	return list;
}

static cJSON *quotes_of(const cJSON *model)
{
	cJSON *list = json_array();
	const cJSON *policy, *quote;

	cJSON_ArrayForEach(policy, json_member(model, "policies"))
		cJSON_ArrayForEach(quote, json_member(policy, "quotes"))
	{
		cJSON *one;

		if (cJSON_GetArraySize(list) == QUOTES_MAX)
			return list;
		one = json_object();
		copy(one, "text", quote, "text");
		copy(one, "ref", policy, "ref");
		copy(one, "seen_date", json_member(policy, "seen"), "date");
		copy(one, "basis", json_member(policy, "seen"), "basis");
		json_push(list, one);
	}
	return list;
}

static cJSON *changed_of(const cJSON *model)
{
	cJSON *list = json_array();
	const cJSON *change = json_member(model, "changes")->child;

	if (change != NULL) {
		cJSON *one = json_object();

		copy(one, "service", change, "service");
		copy(one, "terms", change, "terms");
		copy(one, "from", change, "from");
		copy(one, "from_date", change, "from_date");
		copy(one, "to", change, "to");
		copy(one, "to_date", change, "to_date");
		json_push(list, one);
	}
	return list;
}

/* The last ones: where the matter stands. */
static cJSON *letters_of(const cJSON *model)
{
	const cJSON *letters = json_member(model, "letters"), *letter;
	int skip = cJSON_GetArraySize(letters) - LETTERS_MAX;
	cJSON *list = json_array();

	cJSON_ArrayForEach(letter, letters)
	{
		cJSON *one;

		if (skip-- > 0)
			continue;
		one = json_object();
		copy(one, "date", letter, "at");
		copy(one, "kind", letter, "kind");
		copy(one, "channel", letter, "channel");
		copy(one, "sent", letter, "sent");
		copy(one, "summary_text", letter, "summary");
		copy(one, "ref", letter, "ref");
		json_push(list, one);
	}
	return list;
}

int model_summary_add(cJSON *model, const struct wording *w)
{
	cJSON *summary = json_object();
	struct str provisions = { 0 };
	const cJSON *g;

	cJSON_ArrayForEach(g, json_member(model, "grievances"))
		str_printf(&provisions, "%s%s", provisions.len > 0 ? " ; " : "",
			case_json_text(g, "provision"));
	json_add(summary, "products", products_of(model, w));
	json_add(summary, "contacts", contacts_of(model));
	json_add(summary, "quotes", quotes_of(model));
	json_add(summary, "changed", changed_of(model));
	json_add(summary, "letters", letters_of(model));
	json_set(summary, "provisions",
		provisions.p != NULL ? provisions.p : "");
	json_add(model, "summary", summary);
	str_release(&provisions);
	return 0;
}
