/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A chain is matched from its last compound leftwards: what an element is
 * costs less than where it stands. Where a combinator leaves a choice
 * (ancestors, siblings) each is tried. The depth of calls is bounded by the
 * chain and by the nesting of parentheses, the work by steps.
 */
#include "scrapers/css_match.h"

#include <limits.h>
#include <string.h>

#include "scrapers/css_attribute.h"

static bool take_step(struct css_match *m)
{
	if (++m->steps > CSS_MATCH_STEPS)
		m->spent = true;
	return !m->spent;
}

/* ---- neighbours ------------------------------------------------------- */

static const xmlNode *parent(const xmlNode *n)
{
	n = n->parent;
	return n != NULL && n->type == XML_ELEMENT_NODE ? n : NULL;
}

static const xmlNode *previous(const xmlNode *n)
{
	do
		n = n->prev;
	while (n != NULL && n->type != XML_ELEMENT_NODE);
	return n;
}

/* n itself, or the next element among its siblings. */
static const xmlNode *from(const xmlNode *n)
{
	while (n != NULL && n->type != XML_ELEMENT_NODE)
		n = n->next;
	return n;
}

/* The element behind n in document order, below root. */
static const xmlNode *next_below(const xmlNode *n, const xmlNode *root)
{
	const xmlNode *next = from(n->children);

	while (next == NULL && n != root) {
		next = from(n->next);
		n = n->parent;
	}
	return next;
}

/* ---- one element ------------------------------------------------------ */

/* The place among its siblings from 1; any number beyond `most` when it is
 * larger than that. */
static long place(struct css_match *m, const struct css_test *t,
	const xmlNode *n, long most)
{
	long count = 0;

	for (const xmlNode *s = n; s != NULL && count <= most && take_step(m);
		s = t->from_end ? from(s->next) : previous(s))
		if (!t->of_type || xmlStrEqual(s->name, n->name))
			count++;
	return count;
}

/* an+b for some n from 0. */
static bool is_nth(
	struct css_match *m, const struct css_test *t, const xmlNode *n)
{
	long a = t->step, b = t->offset, i;

	if (a == 0 || a == 1) {
		i = place(m, t, n, b);
		return a == 0 ? i == b : i >= b;
	}
	i = place(m, t, n, a < 0 ? b : LONG_MAX - 1);
	return (i - b) % a == 0 && (i - b) / a >= 0;
}

static bool is_empty(const xmlNode *n)
{
	for (n = n->children; n != NULL; n = n->next)
		if (n->type == XML_ELEMENT_NODE || n->type == XML_TEXT_NODE)
			return false;
	return true;
}

static bool has(
	struct css_match *m, const struct css_chain *list, const xmlNode *n);

static bool passes(
	struct css_match *m, const struct css_test *t, const xmlNode *n)
{
	switch (t->kind) {
	case CSS_TYPE:
		return strcmp((const char *)n->name, t->name) == 0;
	case CSS_ID:
	case CSS_CLASS:
	case CSS_ATTRIBUTE:
		return css_attribute_matches(t, n);
	case CSS_NTH:
		return is_nth(m, t, n);
	case CSS_ROOT:
		return parent(n) == NULL;
	case CSS_EMPTY:
		return is_empty(n);
	case CSS_NOT:
		return !css_match(m, t->list, n);
	case CSS_IS:
		return css_match(m, t->list, n);
	case CSS_HAS:
		return has(m, t->list, n);
	default:
		return true;
	}
}

static bool passes_all(
	struct css_match *m, const struct css_compound *c, const xmlNode *n)
{
	const struct css_test *t = c->tests;

	if (!take_step(m))
		return false;
	while (t != NULL && passes(m, t, n))
		t = t->next;
	return t == NULL;
}

/* ---- leftwards -------------------------------------------------------- */

/* Whether n is c, and what stands left of c is there. */
static bool ends_at(
	struct css_match *m, const struct css_compound *c, const xmlNode *n)
{
	bool once = c->before == '>' || c->before == '+';
	bool up = c->before == '>' || c->before == ' ';

	if (!passes_all(m, c, n))
		return false;
	if (c->left == NULL)
		return true;
	do {
		n = up ? parent(n) : previous(n);
		if (n != NULL && ends_at(m, c->left, n))
			return true;
	} while (n != NULL && !once);
	return false;
}

bool css_match(struct css_match *m, const struct css_chain *list,
	const xmlNode *element)
{
	for (; list != NULL; list = list->next)
		if (ends_at(m, list->last, element))
			return !m->spent;
	return false;
}

/* ---- rightwards, for :has() ------------------------------------------- */

/* Whether c, and what stands right of it, is found from n. */
static bool begins_at(
	struct css_match *m, const struct css_compound *c, const xmlNode *n)
{
	bool down = c->before == '>' || c->before == ' ';
	const xmlNode *s = from(down ? n->children : n->next);

	while (s != NULL && !m->spent) {
		if (passes_all(m, c, s) &&
			(c->right == NULL || begins_at(m, c->right, s)))
			return true;
		if (c->before == '+')
			return false;
		s = c->before == ' ' ? next_below(s, n) : from(s->next);
	}
	return false;
}

static bool has(
	struct css_match *m, const struct css_chain *list, const xmlNode *n)
{
	for (; list != NULL; list = list->next)
		if (begins_at(m, list->first, n))
			return true;
	return false;
}
