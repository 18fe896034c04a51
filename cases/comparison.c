/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/comparison.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "cases/case_json.h"
#include "cases/succession.h"

void comparisons_release(struct comparisons *c)
{
	for (size_t i = 0; i < c->n; i++) {
		policy_release(&c->v[i].latest);
		cJSON_Delete(c->v[i].item);
	}
	free(c->v);
	*c = (struct comparisons){ 0 };
}

const char *comparison_choice(const struct policy *policy)
{
	return case_json_text(policy->item, "compare_with");
}

static bool same_terms(const struct policy *a, const struct policy *b)
{
	return strcmp(a->service, b->service) == 0 &&
	       strcmp(a->terms, b->terms) == 0;
}

bool comparison_same_text(const struct policy *a, const struct policy *b)
{
	const struct digest *x = &a->at.span->text, *y = &b->at.span->text;

	return same_terms(a, b) ? succession_same_text(&a->spans, x, y)
				: digest_equal(x, y);
}

const struct policy *comparison_other(const struct policy *policies, size_t n,
	const struct policy *one, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (&policies[i] != one && same_terms(&policies[i], one) &&
			strcmp(case_json_text(policies[i].item, "id"), id) == 0)
			return &policies[i];
	return NULL;
}

/* Whether the policy is the text that stood when the first contact was seen. */
static int stood_then(
	bool *out, const struct comparison_order *o, const struct policy *y)
{
	struct version_at at = { 0 };
	int rc = version_find(
		&at, &y->spans, o->store, y->service, y->terms, o->contact_ns);

	*out = rc == 0 && at.span != NULL &&
	       digest_equal(&at.span->text, &y->at.span->text);
	return rc;
}

/* The policy among those of the same terms as policies[first] that is
 * compared unless the case chooses: NULL when it does. */
static int choose(const struct policy **out, const struct comparison_order *o,
	size_t first)
{
	const struct policy *found = NULL;
	bool then = false;
	int rc = 0;

	*out = NULL;
	for (size_t i = 0; i < o->n_policies && rc == 0; i++) {
		const struct policy *y = &o->policies[i];
		bool better = false;

		if (!same_terms(y, &o->policies[first]))
			continue;
		if (*comparison_choice(y) != '\0')
			return 0;
		if (y->missing != NULL)
			continue;
		if (o->has_contact && !then)
			rc = stood_then(&better, o, y);
		if (better ||
			(!then && (found == NULL || y->at_ns < found->at_ns)))
			found = y;
		then = then || better;
	}
	*out = found;
	return rc;
}

/* The latest text known of a policy's terms. */
static int read_latest(struct comparison *c, const struct comparison_order *o,
	const struct policy *y)
{
	c->item = json_object();
	json_set(c->item, "service", y->service);
	json_set(c->item, "terms", y->terms);
	json_set(c->item, "at", "now");
	return policy_read(&c->latest, o->store, c->item, o->times);
}

static void drop(struct comparison *c)
{
	policy_release(&c->latest);
	cJSON_Delete(c->item);
	*c = (struct comparison){ 0 };
}

/* A policy of the case with the same text as the latest: one exhibit is
 * enough for both. */
static const struct policy *named(
	const struct comparison_order *o, const struct policy *latest)
{
	for (size_t i = 0; i < o->n_policies; i++) {
		const struct policy *y = &o->policies[i];

		if (y->missing == NULL && latest->missing == NULL &&
			same_terms(y, latest) &&
			digest_equal(&y->at.span->text, &latest->at.span->text))
			return y;
	}
	return NULL;
}

/* Adds y against other, or against the latest text when that is NULL; not
 * when they are the vendor's same text, or not known. */
static int add(struct comparisons *list, const struct comparison_order *o,
	const struct policy *y, const struct policy *other)
{
	struct comparison *c = &list->v[list->n];
	int rc = 0;

	if (other == NULL) {
		rc = read_latest(c, o, y);
		other = rc == 0 ? named(o, &c->latest) : NULL;
		if (other == NULL)
			other = &c->latest;
	}
	if (rc != 0 || y->missing != NULL || other->missing != NULL ||
		comparison_same_text(y, other)) {
		drop(c);
		return rc;
	}
	c->old = y->shown.seen_ns <= other->shown.seen_ns ? y : other;
	c->new = c->old == y ? other : y;
	list->n++;
	return 0;
}

/* The first policy of its terms stands for all of them by default. */
static bool is_first(const struct comparison_order *o, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (same_terms(&o->policies[k], &o->policies[i]))
			return false;
	return true;
}

static int add_policy(
	struct comparisons *list, const struct comparison_order *o, size_t i)
{
	const struct policy *y = &o->policies[i], *other = NULL;
	const char *choice = comparison_choice(y);
	int rc;

	if (*choice == '\0') {
		if (!is_first(o, i))
			return 0;
		rc = choose(&y, o, i);
		return rc != 0 || y == NULL ? rc : add(list, o, y, NULL);
	}
	if (strcmp(choice, "none") == 0)
		return 0;
	if (strcmp(choice, "latest") != 0) {
		other = comparison_other(o->policies, o->n_policies, y, choice);
		if (other == NULL)
			return 0;
	}
	return add(list, o, y, other);
}

int comparisons_find(
	struct comparisons *out, const struct comparison_order *order)
{
	struct comparisons list = { 0 };
	int rc = 0;

	list.v = mem_new(order->n_policies + 1, sizeof(*list.v));
	for (size_t i = 0; i < order->n_policies && rc == 0; i++)
		rc = add_policy(&list, order, i);
	if (rc != 0)
		comparisons_release(&list);
	else
		*out = list;
	return rc;
}
