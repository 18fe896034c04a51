/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * "Extract" and "clone the contents" of the DOM standard, as one walk: from
 * the start mark upwards through the elements that reach into the range,
 * then across, then down to the end mark.
 *
 *	div          common ancestor, not copied
 *	├─ p         reaches in: copied without what is before the mark
 *	│  ├─ b
 *	│  ├─ <start>
 *	│  └─ i      copied
 *	├─ ul        copied
 *	└─ section   reaches out: copied up to the mark
 *	   └─ <end>
 */
#include "scrapers/range.h"

#include <libxml/xpath.h>

#include "base/err.h"
#include "base/i18n.h"
#include "scrapers/css.h"

static int place(
	xmlNode **out, const struct html *page, const char *css, bool after)
{
	struct css_matches found = { 0 };
	xmlNode *mark;
	int rc = css_select(&found, page->doc, css, page->quirks);

	if (rc == 0 && found.n == 0)
		rc = err_set(
			ERR_NOTFOUND, _("selector '%s' has no match"), css);
	if (rc == 0) {
		mark = html_new_mark(page->doc);
		if (after)
			xmlAddNextSibling(found.v[0], mark);
		else
			xmlAddPrevSibling(found.v[0], mark);
		*out = mark;
	}
	css_matches_release(&found);
	return rc;
}

int range_find(struct range *out, const struct html *page,
	const struct declaration_selector *selector)
{
	struct range r = { 0 };
	int rc = place(&r.start, page, selector->start, selector->start_after);

	if (rc == 0)
		rc = place(&r.end, page, selector->end, selector->end_after);
	if (rc == 0)
		*out = r;
	return rc;
}

static bool is_above(const xmlNode *node, const xmlNode *below)
{
	for (; below != NULL; below = below->parent)
		if (below == node)
			return true;
	return false;
}

static void save_mark(xmlNode *mark, xmlNode *node)
{
	if (mark == node || !is_above(node, mark))
		return;
	xmlUnlinkNode(mark);
	xmlAddPrevSibling(node, mark);
}

void range_detach(struct range *ranges, size_t n, xmlNode *node)
{
	for (size_t i = 0; i < n; i++) {
		save_mark(ranges[i].start, node);
		save_mark(ranges[i].end, node);
	}
	xmlUnlinkNode(node);
}

/* True when the start comes first. */
static bool is_in_order(const struct range *r)
{
	return xmlXPathCmpNodes(r->start, r->end) == 1;
}

static bool is_mark(const struct range *ranges, size_t n, const xmlNode *node)
{
	for (size_t i = 0; i < n; i++)
		if (ranges[i].start == node || ranges[i].end == node)
			return true;
	return false;
}

/* Up and to the right: the next node behind n and all that it holds. */
static xmlNode *behind(const xmlNode *n)
{
	while (n != NULL && n->next == NULL)
		n = n->parent;
	return n != NULL ? n->next : NULL;
}

void range_delete(struct range *ranges, size_t n, size_t which)
{
	const struct range *r = &ranges[which];
	xmlNode *node, *next;

	if (!is_in_order(r))
		return;
	for (node = behind(r->start); node != NULL && node != r->end;
		node = next) {
		if (is_mark(ranges, n, node)) {
			next = behind(node);
		} else if (is_above(node, r->end)) {
			next = node->children;
		} else {
			next = behind(node);
			/* A mark that is saved stands before next. */
			range_detach(ranges, n, node);
		}
	}
}

/* ---- copying ---------------------------------------------------------- */

static const xmlNode *common(const xmlNode *a, const xmlNode *b)
{
	while (a != NULL && !is_above(a, b))
		a = a->parent;
	return a;
}

/* Opens the elements from below top down to n. */
static int open_spine(
	struct markup_tree *out, const xmlNode *n, const xmlNode *top)
{
	const xmlNode *spine[HTML_DEPTH + 1];
	size_t depth = 0;
	int rc = 0;

	for (; n != top && depth <= HTML_DEPTH; n = n->parent)
		spine[depth++] = n;
	while (rc == 0 && depth > 0)
		rc = markup_tree_open(out, spine[--depth]);
	return rc;
}

/* What follows the start mark inside the elements that reach in; *at
 * becomes the child of top from which to go on. */
static int copy_first(struct markup_tree *out, const xmlNode **at,
	const xmlNode *start, const xmlNode *top)
{
	const xmlNode *n = start;
	int rc = open_spine(out, start->parent, top);

	for (; rc == 0 && n->parent != top; n = n->parent) {
		for (const xmlNode *s = n->next; rc == 0 && s != NULL;
			s = s->next)
			rc = markup_tree_add(out, s);
		markup_tree_close(out);
	}
	*at = n->next;
	return rc;
}

int range_copy(struct markup_tree *out, const struct range *r)
{
	const xmlNode *top = common(r->start->parent, r->end->parent);
	struct markup_node *outside = out->open;
	const xmlNode *n = NULL;
	int rc = 0;

	if (!is_in_order(r))
		return 0;
	rc = copy_first(out, &n, r->start, top);
	while (rc == 0 && n != NULL && n != r->end) {
		if (is_above(n, r->end)) {
			rc = markup_tree_open(out, n);
			n = n->children;
		} else {
			rc = markup_tree_add(out, n);
			n = n->next;
		}
	}
	out->open = outside;
	return rc;
}
