/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/rules_proof.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"

static void place(struct str *out, const char *list, size_t i)
{
	str_clear(out);
	str_printf(out, "/%s/%zu", list, i);
}

/* The element of "exhibits" for an exhibit, else the list. */
static void place_exhibit(
	struct str *out, const struct rules *r, const struct backing_exhibit *x)
{
	const cJSON *item;
	size_t i = 0;

	str_clear(out);
	str_puts(out, "/exhibits");
	cJSON_ArrayForEach(item, case_json_list(r->b->c, "exhibits"))
	{
		if (item == x->item)
			str_printf(out, "/%zu", i);
		i++;
	}
}

static int exhibit_absent(struct rules *r)
{
	struct str at = { 0 };

	for (size_t i = 0; i < r->b->n_exhibits; i++) {
		const struct backing_exhibit *x = &r->b->exhibits[i];

		if (x->present)
			continue;
		place_exhibit(&at, r, x);
		rules_tell(r, at.p,
			_("the archive has no exhibit %lld; 'constat import' "
			  "and 'constat attach' print the numbers"),
			(long long)x->id);
	}
	str_release(&at);
	return 0;
}

static void check_contact(
	struct rules *r, const struct contact *k, const char *at)
{
	if (k->exhibit.id == 0)
		return;
	if (!k->has_rows)
		rules_tell(r, at,
			_("exhibit %lld is not a log; bring it in with "
			  "'constat import'"),
			(long long)k->exhibit.id);
	else if (k->n_hosts == 0)
		rules_tell(r, at,
			_("exhibit %lld has no line of '%s' in that period; "
			  "see 'constat hosts'"),
			(long long)k->exhibit.id,
			case_json_text(k->item, "host"));
}

static void check_quotes(
	struct rules *r, const struct policy *p, const char *at)
{
	struct str where = { 0 };

	for (size_t i = 0; i < p->n_quotes; i++) {
		const struct policy_quote *q = &p->quotes[i];

		str_clear(&where);
		str_printf(&where, "%s/quotes/%zu/text", at, i);
		if (q->found)
			continue;
		if (q->nearest != NULL)
			rules_tell(r, where.p,
				_("the sentence does not stand in the version "
				  "of that date; the nearest there is: %s"),
				q->nearest);
		else
			rules_tell(r, where.p,
				_("the sentence does not stand in the version "
				  "of that date, nor one like it"));
	}
	str_release(&where);
}

static void check_comparison(
	struct rules *r, const struct policy *p, const char *at)
{
	const char *choice = comparison_choice(p);

	if (*choice == '\0' || strcmp(choice, "none") == 0 ||
		strcmp(choice, "latest") == 0 ||
		comparison_other(r->b->policies, r->b->n_policies, p, choice) !=
			NULL)
		return;
	rules_tell(r, at,
		_("'%s' is no other policy of the same service and terms in "
		  "this case; compare_with says one's id, latest or none"),
		choice);
}

/* E10: what is cited must be there. */
static int not_backed(struct rules *r)
{
	struct str at = { 0 };
	int rc = exhibit_absent(r);

	for (size_t i = 0; i < r->b->n_contacts; i++) {
		place(&at, "observations", i);
		check_contact(r, &r->b->contacts[i], at.p);
	}
	for (size_t i = 0; i < r->b->n_policies; i++) {
		const struct policy *p = &r->b->policies[i];

		place(&at, "policies", i);
		if (p->missing != NULL)
			rules_tell(r, at.p, "%s", p->missing);
		else
			check_quotes(r, p, at.p);
		check_comparison(r, p, at.p);
	}
	str_release(&at);
	return rc;
}

/* Why a document may not say what the case states of mentions. */
static void tell_refusal(
	struct rules *r, const struct stated *s, const char *at)
{
	struct str where = { 0 };

	switch (stated_refusal(s)) {
	case STATED_NO_QUESTION:
		rules_tell(r, at, _("give one of host, owner and term"));
		break;
	case STATED_OTHER:
		rules_tell(r, at,
			_("the text in force gives '%s', not '%s'; see "
			  "'constat mentions'"),
			_(mentions_answer_name(s->answer)),
			_(case_json_text(s->item, "answer")));
		break;
	case STATED_UNCONFIRMED:
		rules_tell(r, at,
			_("'%s' is what rules over words found; read the text, "
			  "then give the day of reading as \"confirmed\""),
			_(mentions_answer_name(s->answer)));
		break;
	case STATED_UNREAD:
		rules_tell(r, at,
			_("\"text\" is not the text in force; ask again with "
			  "'constat mentions', and read that one"));
		break;
	case STATED_DAY:
		str_printf(&where, "%s/confirmed", at);
		rules_tell(r, where.p,
			_("'%s' is no day on which that text can have been "
			  "read: before it was first seen, or behind the day "
			  "of the document"),
			case_json_text(s->item, "confirmed"));
		break;
	case STATED_UNCERTAIN:
		rules_tell(r, at,
			_("which of two texts was in force is not certain, and "
			  "the next one gives '%s'"),
			_(mentions_answer_name(s->next)));
		break;
	case STATED_NO_TEXT: /* told by E10 */
	case STATED_SAYS:
		break;
	}
	str_release(&where);
}

/* E12: what only rules over words found is not said unread. */
static int not_confirmed(struct rules *r)
{
	struct str at = { 0 };
	size_t k = 0;

	for (size_t i = 0; i < r->b->n_stated; i++) {
		const struct stated *s = &r->b->stated[i];

		k = i > 0 && s[-1].policy == s->policy ? k + 1 : 0;
		str_clear(&at);
		str_printf(&at, "/policies/%zu/mentions/%zu",
			(size_t)(s->policy - r->b->policies), k);
		tell_refusal(r, s, at.p);
	}
	str_release(&at);
	return 0;
}

static bool has_alternative(const cJSON *item, const char *kind)
{
	const cJSON *one;

	cJSON_ArrayForEach(one,
		json_member(item,
			"alternatives")) if (kind == NULL ||
					     strcmp(case_json_text(one, "kind"),
						     kind) == 0) return true;
	return false;
}

/* W03 */
static int no_alternative(struct rules *r)
{
	struct str at = { 0 };

	for (size_t i = 0; i < r->b->n_contacts; i++) {
		const cJSON *item = r->b->contacts[i].item;

		place(&at, "observations", i);
		if (!json_bool(item, "payload_seen", false) &&
			!has_alternative(item, NULL))
			rules_tell(r, at.p,
				_("no other explanation of the contacts is "
				  "named; add what the organisation will say "
				  "to alternatives, with its answer"));
	}
	str_release(&at);
	return 0;
}

/* W06 */
static int single_version(struct rules *r)
{
	const struct policy *first = NULL;

	if (r->b->comparisons.n > 0)
		return 0;
	for (size_t i = 0; i < r->b->n_policies; i++) {
		const struct policy *p = &r->b->policies[i];

		if (p->missing != NULL)
			continue;
		if (first == NULL)
			first = p;
		else if (!comparison_same_text(first, p))
			return 0;
	}
	if (first != NULL)
		rules_tell(r, "/policies",
			_("only one version of the policy is cited"));
	else
		rules_tell(r, "/policies", _("no policy is cited"));
	return 0;
}

/* W07: facts that no time-stamp covers. */
static int not_stamped(struct rules *r)
{
	const struct backing *b = r->b;
	size_t late = 0;

	if (!b->stamped) {
		rules_tell(r, "",
			_("no time-stamping authority has certified the "
			  "archive's state; see 'constat stamp'"));
		return 0;
	}
	for (size_t i = 0; i < b->n_exhibits; i++)
		late += b->exhibits[i].present &&
			!backing_stamped(b, b->exhibits[i].exhibit.entry);
	for (size_t i = 0; i < b->n_policies; i++)
		late += b->policies[i].missing == NULL &&
			!backing_stamped(b, b->policies[i].shown.entry);
	if (late > 0)
		rules_tell(r, "",
			_("%zu of the things cited came in after the last "
			  "time-stamp; stamp again with 'constat stamp'"),
			late);
	return 0;
}

/* W11 */
static int operator_guessed(struct rules *r)
{
	struct str at = { 0 };

	for (size_t i = 0; i < r->b->n_contacts; i++) {
		const struct contact *k = &r->b->contacts[i];
		const char *basis = case_json_text(
			json_member(k->item, "operator"), "basis");
		bool known = k->n_hosts > 0 &&
			     k->hosts[0].owner.basis > OWNER_DERIVED;

		place(&at, "observations", i);
		if (k->n_hosts > 0 && !known &&
			(*basis == '\0' ||
				strcmp(basis, "name-in-hostname") == 0))
			rules_tell(r, at.p,
				_("who runs '%s' is known only from a name "
				  "that anyone can choose; the document says "
				  "so"),
				k->hosts[0].host);
	}
	str_release(&at);
	return 0;
}

/* Kinds that hold only what the complainant chose to show: lines of a log
 * about one host, and what was typed in. */
static bool is_filtered(const struct exhibit *e)
{
	return strcmp(e->kind, "log") == 0 || strcmp(e->kind, "statement") == 0;
}

/* W12: data of third persons, in any other exhibit. */
static int third_persons(struct rules *r)
{
	struct str at = { 0 };

	for (size_t i = 0; i < r->b->n_exhibits; i++) {
		const struct backing_exhibit *x = &r->b->exhibits[i];
		const char *answer = case_json_text(x->item, "third_persons");

		if (!x->present || is_filtered(&x->exhibit) ||
			strcmp(answer, "none") == 0 ||
			strcmp(answer, "redacted") == 0)
			continue;
		place_exhibit(&at, r, x);
		if (*answer == '\0')
			rules_tell(r, at.p,
				_("whether exhibit %lld ('%s') shows data of "
				  "third persons is not said; look at it, then "
				  "set third_persons to none, or redact it"),
				(long long)x->id, x->exhibit.title);
		else
			rules_tell(r, at.p,
				_("exhibit %lld ('%s') shows data of third "
				  "persons; attach a redacted copy with "
				  "--redacts %lld and cite that"),
				(long long)x->id, x->exhibit.title,
				(long long)x->id);
	}
	str_release(&at);
	return 0;
}

/* The first day that anything was observed; false when nothing was. */
static bool first_observed(int64_t *out, const struct rules *r)
{
	bool any = false;

	for (size_t i = 0; i < r->b->n_contacts; i++) {
		int64_t first, last;

		if (!contact_range(&first, &last, &r->b->contacts[i]))
			continue;
		if (!any || first < *out)
			*out = first;
		any = true;
	}
	return any;
}

/* W13: ordinary use comes first, tests second. */
static int use_began_with_test(struct rules *r)
{
	int64_t observed = 0, ns;
	const cJSON *product;
	struct str at = { 0 };
	bool day_only;
	size_t i = 0;

	if (!first_observed(&observed, r))
		return 0;
	cJSON_ArrayForEach(product, case_json_list(r->b->c, "products"))
	{
		place(&at, "products", i++);
		if (!case_json_when(
			    &ns, &day_only, product, "first_used", r->b->zone))
			rules_tell(r, at.p,
				_("since when '%s' is used is not said; add "
				  "first_used"),
				case_json_text(product, "name"));
		else if (wording_day(ns, r->b->zone) >=
			 wording_day(observed, r->b->zone))
			rules_tell(r, at.p,
				_("'%s' was first used when the observations "
				  "began; a complaint may be rejected as made "
				  "for the test"),
				case_json_text(product, "name"));
	}
	str_release(&at);
	return 0;
}

/* W15: a policy that does not cover the product proves little. */
static int not_covered(struct rules *r)
{
	struct str at = { 0 };

	for (size_t i = 0; i < r->b->n_policies; i++) {
		const cJSON *item = r->b->policies[i].item;
		const char *answer = case_json_text(item, "covers_product");

		place(&at, "policies", i);
		r->blocks = *answer == '\0' ||
			    *case_json_text(item, "coverage_note") == '\0';
		if (*answer == '\0')
			rules_tell(r, at.p,
				_("whether this policy says that it covers the "
				  "product is not said; set covers_product to "
				  "yes, no or unclear"));
		else if (strcmp(answer, "yes") != 0)
			rules_tell(r, at.p,
				_("the policy does not clearly cover the "
				  "product; coverage_note must tell why it is "
				  "cited"));
	}
	str_release(&at);
	return 0;
}

/* W16: another product of the vendor, or the phone itself. */
static int other_source(struct rules *r)
{
	struct str at = { 0 };

	for (size_t i = 0; i < r->b->n_contacts; i++) {
		const cJSON *item = r->b->contacts[i].item;

		place(&at, "observations", i);
		if (!has_alternative(item, "other-product") &&
			!has_alternative(item, "phone-itself"))
			rules_tell(r, at.p,
				_("whether another product of the vendor or "
				  "the phone itself explains the contacts is "
				  "not said; add it to alternatives"));
	}
	str_release(&at);
	return 0;
}

/* W17 */
static int no_limits(struct rules *r)
{
	if (r->b->n_contacts > 0 &&
		*case_json_text(r->b->c->tree, "limits") == '\0')
		rules_tell(r, "/limits",
			_("what the evidence does not show is not said in your "
			  "own words; the document prints the general limits "
			  "only"));
	return 0;
}

const struct rules_rule rules_proof[] = {
	{ "E10", true, not_backed },
	{ "E12", true, not_confirmed },
	{ "W03", false, no_alternative },
	{ "W06", false, single_version },
	{ "W07", false, not_stamped },
	{ "W11", false, operator_guessed },
	{ "W12", true, third_persons },
	{ "W13", false, use_began_with_test },
	{ "W15", true, not_covered },
	{ "W16", false, other_source },
	{ "W17", false, no_limits },
	{ NULL, false, NULL },
};
