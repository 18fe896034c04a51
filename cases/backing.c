/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/backing.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "base/mem.h"

void backing_release(struct backing *b)
{
	authority_release(&b->authority);
	wording_release(&b->wording);
	zone_free(b->zone);
	comparisons_release(&b->comparisons);
	for (size_t i = 0; i < b->n_policies; i++)
		policy_release(&b->policies[i]);
	free(b->policies);
	for (size_t i = 0; i < b->n_stated; i++)
		stated_release(&b->stated[i]);
	free(b->stated);
	for (size_t i = 0; i < b->n_contacts; i++)
		contact_release(&b->contacts[i]);
	free(b->contacts);
	for (size_t i = 0; i < b->n_exhibits; i++)
		exhibit_release(&b->exhibits[i].exhibit);
	free(b->exhibits);
	stamp_release(&b->stamp);
	*b = (struct backing){ 0 };
}

/* The day of signing, else today (SOURCE_DATE_EPOCH counts). */
static void read_day(struct backing *b)
{
	const cJSON *statements = json_member(b->c->tree, "statements");
	bool day_only;
	int64_t ns = instant_document_now();
	struct civil c = { 0 };

	(void)case_json_when(&ns, &day_only, statements, "signed_on", b->zone);
	b->end_ns = zone_day_end(ns, b->zone);
	b->day = wording_day(ns, b->zone);
	instant_from_days(b->day, &c.year, &c.month, &c.day);
	b->date_ns = ns;
	(void)zone_instant(&b->date_ns, NULL, b->zone, &c);
}

static size_t length_of(const cJSON *list)
{
	return list != NULL ? (size_t)cJSON_GetArraySize(list) : 0;
}

static int read_policies(struct backing *b)
{
	const cJSON *list = case_json_list(b->c, "policies"), *item;
	const struct policy_times times = { b->zone, b->end_ns };
	int rc = 0;

	b->policies = mem_new(length_of(list) + 1, sizeof(*b->policies));
	cJSON_ArrayForEach(item, list)
	{
		rc = policy_read(
			&b->policies[b->n_policies], b->store, item, &times);
		if (rc != 0)
			break;
		b->n_policies++;
	}
	return rc;
}

static int read_stated(struct backing *b, const struct policy *p)
{
	const struct policy_times times = { b->zone, b->end_ns };
	const struct stated_order order = { b->store, b->c, &times };
	const cJSON *item;
	int rc = 0;

	cJSON_ArrayForEach(item, json_member(p->item, "mentions"))
	{
		b->stated = mem_grow(b->stated, &b->cap_stated, b->n_stated + 1,
			sizeof(*b->stated));
		rc = stated_read(&b->stated[b->n_stated], &order, p, item);
		if (rc != 0)
			break;
		b->n_stated++;
	}
	return rc;
}

static int read_contacts(struct backing *b)
{
	const cJSON *list = case_json_list(b->c, "observations"), *item;
	struct whose *whose = NULL;
	int rc = 0;

	b->contacts = mem_new(length_of(list) + 1, sizeof(*b->contacts));
	if (length_of(list) > 0)
		rc = whose_open(&whose, b->store, NULL);
	cJSON_ArrayForEach(item, list)
	{
		if (rc == 0)
			rc = contact_read(&b->contacts[b->n_contacts], b->store,
				item, b->zone, whose);
		if (rc != 0)
			break;
		b->n_contacts++;
	}
	whose_close(whose);
	return rc;
}

const struct backing_exhibit *backing_exhibit(
	const struct backing *b, int64_t id)
{
	for (size_t i = 0; i < b->n_exhibits; i++)
		if (b->exhibits[i].id == id)
			return &b->exhibits[i];
	return NULL;
}

static const cJSON *listed(const struct case_json *c, int64_t id)
{
	const cJSON *item;

	cJSON_ArrayForEach(
		item, case_json_list(
			      c, "exhibits")) if (json_integer(item, "id", 0) ==
						  id) return item;
	return NULL;
}

static int name_exhibit(struct backing *b, int64_t id)
{
	struct backing_exhibit x = { .id = id, .item = listed(b->c, id) };
	int rc;

	if (id == 0 || backing_exhibit(b, id) != NULL)
		return 0;
	rc = exhibit_get(&x.exhibit, b->store, id);
	x.present = rc == 0;
	if (rc != 0 && rc != ERR_NOTFOUND)
		return rc;
	b->exhibits = mem_grow(b->exhibits, &b->cap_exhibits, b->n_exhibits + 1,
		sizeof(*b->exhibits));
	b->exhibits[b->n_exhibits++] = x;
	return 0;
}

/* The exhibits that one element names: "exhibit" and "exhibits". */
static int name_of(struct backing *b, const cJSON *item)
{
	int rc = name_exhibit(b, json_integer(item, "exhibit", 0));
	const cJSON *one;

	cJSON_ArrayForEach(one,
		json_member(item, "exhibits")) if (rc == 0 &&
						   cJSON_IsNumber(one)) rc =
		name_exhibit(b, (int64_t)one->valuedouble);
	return rc;
}

static int name_exhibits(struct backing *b)
{
	static const char *const lists[] = { "products", "observations",
		"facts", "experiments", "correspondence" };
	const cJSON *representative = json_member(b->c->tree, "representative");
	const cJSON *item;
	int rc = name_exhibit(b, json_integer(representative, "mandate", 0));

	if (rc == 0)
		rc = name_exhibit(
			b, json_integer(representative, "constitution", 0));
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		cJSON_ArrayForEach(
			item, case_json_list(b->c, lists[i])) if (rc == 0) rc =
			name_of(b, item);
	cJSON_ArrayForEach(item, case_json_list(b->c, "exhibits")) if (rc == 0)
		rc = name_exhibit(b, json_integer(item, "id", 0));
	return rc;
}

static int read_comparisons(struct backing *b)
{
	const struct policy_times times = { b->zone, b->end_ns };
	struct comparison_order o = { .store = b->store,
		.policies = b->policies,
		.n_policies = b->n_policies,
		.times = &times };

	for (size_t i = 0; i < b->n_contacts; i++) {
		int64_t first, last;

		if (!contact_range(&first, &last, &b->contacts[i]))
			continue;
		if (!o.has_contact || first < o.contact_ns)
			o.contact_ns = first;
		o.has_contact = true;
	}
	return comparisons_find(&b->comparisons, &o);
}

static int read_archive(struct backing *b)
{
	int rc = read_policies(b);

	for (size_t i = 0; rc == 0 && i < b->n_policies; i++)
		rc = read_stated(b, &b->policies[i]);

	if (rc == 0)
		rc = read_contacts(b);
	if (rc == 0)
		rc = read_comparisons(b);
	if (rc == 0)
		rc = name_exhibits(b);
	if (rc != 0)
		return rc;
	rc = stamp_latest(&b->stamp, b->store);
	b->stamped = rc == 0;
	return rc == ERR_NOTFOUND ? 0 : rc;
}

/* Authority and language; blank ones in the case mean the common ones. */
static int read_addressee(struct backing *b, const struct backing_order *o)
{
	const char *slug =
		o->authority != NULL
			? o->authority
			: case_json_text(
				  json_member(o->c->tree, "authority"), "slug");
	int rc;

	b->lang =
		o->lang != NULL ? o->lang : case_json_text(o->c->tree, "lang");
	if (*b->lang == '\0')
		b->lang = "fr";
	rc = authority_get(&b->authority, *slug != '\0' ? slug : "frcnil");
	if (rc == 0)
		rc = wording_open(&b->wording, b->lang);
	if (rc == 0)
		rc = zone_open(&b->zone, b->authority.zone);
	return rc;
}

int backing_read(struct backing *out, const struct backing_order *order)
{
	struct backing b = { .store = order->store, .c = order->c };
	int rc = read_addressee(&b, order);

	if (rc == 0) {
		read_day(&b);
		rc = read_archive(&b);
	}
	if (rc != 0)
		backing_release(&b);
	else
		*out = b;
	return rc;
}

struct reply_view backing_view(const struct backing *b)
{
	return (struct reply_view){
		.day = b->day, .zone = b->zone, .country = b->authority.country
	};
}

bool backing_stamped(const struct backing *b, int64_t entry)
{
	return b->stamped && entry >= 0 && (uint64_t)entry < b->stamp.size;
}
