/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Collapsing walks the tree once, seeing elements on the way in and on the
 * way out. `last` is the text that a following one would touch.
 */
#include "scrapers/markup_space.h"

#include <string.h>

#include "base/utf8.h"

static bool is_ascii_space(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n';
}

/* White space and line ends of ECMAScript, 12.2 and 12.3. */
static bool is_space(uint32_t cp)
{
	return (cp >= 0x09 && cp <= 0x0D) || cp == 0x20 || cp == 0xA0 ||
	       cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 ||
	       cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000 ||
	       cp == 0xFEFF;
}

size_t markup_space_before(const char *text, size_t len)
{
	size_t at = 0;
	uint32_t cp;

	while (at < len) {
		size_t n = utf8_decode(&cp, text + at, len - at);

		if (!is_space(cp))
			break;
		at += n;
	}
	return at;
}

/* Start of the character that ends before `end`. */
static size_t back(const char *text, size_t end)
{
	end--;
	while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80)
		end--;
	return end;
}

size_t markup_space_behind(const char *text, size_t len)
{
	size_t end = len;
	uint32_t cp;

	while (end > 0) {
		size_t at = back(text, end);

		utf8_decode(&cp, text + at, end - at);
		if (!is_space(cp))
			break;
		end = at;
	}
	return len - end;
}

/* ---- collapsing ------------------------------------------------------- */

struct collapse {
	struct markup_tree *tree;
	struct markup_node *last;
	bool keep; /* the next text may begin with a space */
};

static bool ends_in_space(
	const struct markup_tree *t, const struct markup_node *n)
{
	return n->len > 0 && t->text.p[n->at + n->len - 1] == ' ';
}

static void cut_last(struct collapse *c)
{
	if (c->last != NULL && ends_in_space(c->tree, c->last))
		c->last->len--;
}

/* Every run of ASCII white space becomes one space, in place. */
static void collapse_runs(struct markup_tree *t, struct markup_node *n)
{
	char *text = t->text.p + n->at;
	size_t to = 0;

	for (size_t from = 0; from < n->len; from++) {
		if (!is_ascii_space(text[from]))
			text[to++] = text[from];
		else if (from == 0 || !is_ascii_space(text[from - 1]))
			text[to++] = ' ';
	}
	n->len = to;
}

/* False when the text is empty now. */
static bool collapse_text(struct collapse *c, struct markup_node *n)
{
	/* A run is seen by its first character, which the copy overwrites
	 * only with a space. */
	collapse_runs(c->tree, n);
	if (n->len > 0 && c->tree->text.p[n->at] == ' ' && !c->keep &&
		(c->last == NULL || ends_in_space(c->tree, c->last))) {
		n->at++;
		n->len--;
	}
	if (n->len > 0)
		c->last = n;
	return n->len > 0;
}

static void collapse_element(struct collapse *c, const struct markup_node *n)
{
	if (markup_tree_is_block(n) || n->tag == HTML_BR) {
		cut_last(c);
		c->last = NULL;
		c->keep = false;
	} else if (markup_tree_is_void(n)) {
		c->last = NULL;
		c->keep = true;
	} else if (c->last != NULL) {
		c->keep = false;
	}
}

void markup_space_collapse(struct markup_tree *t)
{
	struct collapse c = { .tree = t };
	struct markup_node *n = t->root->first, *next;
	bool out = false; /* leaving n rather than entering it */

	while (n != NULL && n != t->root) {
		bool inside = !out && n->tag != HTML_PRE && n->first != NULL;

		next = inside ? n->first : n->next;
		out = next == NULL;
		if (out)
			next = n->parent;
		if (!n->text)
			collapse_element(&c, n);
		else if (!collapse_text(&c, n))
			markup_tree_remove(n);
		n = next;
	}
	cut_last(&c);
	if (c.last != NULL && c.last->len == 0)
		markup_tree_remove(c.last);
}

/* ---- blank elements --------------------------------------------------- */

static bool counts_when_blank(const struct markup_node *n)
{
	switch (n->tag) {
	case HTML_A:
	case HTML_TABLE:
	case HTML_THEAD:
	case HTML_TBODY:
	case HTML_TFOOT:
	case HTML_TH:
	case HTML_TD:
	case HTML_IFRAME:
	case HTML_SCRIPT:
	case HTML_AUDIO:
	case HTML_VIDEO:
		return true;
	default:
		return markup_tree_is_void(n);
	}
}

bool markup_space_is_blank(
	const struct markup_tree *t, const struct markup_node *n)
{
	const struct markup_node *root = n;

	for (; n != NULL; n = markup_tree_next(n, root, false)) {
		const char *text = t->text.p + n->at;

		if (n->text ? markup_space_before(text, n->len) < n->len
			    : counts_when_blank(n))
			return false;
	}
	return true;
}

/* ---- flanks ----------------------------------------------------------- */

/* Appends the white space that the text of n begins with; true when that
 * is all there is. */
static bool leading(struct str *out, const struct markup_tree *t,
	const struct markup_node *n)
{
	const struct markup_node *root = n;

	for (; n != NULL; n = markup_tree_next(n, root, false)) {
		size_t space;

		if (!n->text)
			continue;
		space = markup_space_before(t->text.p + n->at, n->len);
		str_add(out, t->text.p + n->at, space);
		if (space < n->len)
			return false;
	}
	return true;
}

/* The node before n in reverse document order of leaves' ends. */
static const struct markup_node *previous(
	const struct markup_node *n, const struct markup_node *root)
{
	if (n->last != NULL)
		return n->last;
	while (n != root && n->prev == NULL)
		n = n->parent;
	return n == root ? NULL : n->prev;
}

/* The text at the end of n: the last one that is not empty. */
static const struct markup_node *last_text(const struct markup_node *n)
{
	const struct markup_node *root = n;

	for (; n != NULL; n = previous(n, root))
		if (n->text && n->len > 0)
			return n;
	return NULL;
}

static const struct markup_node *first_text(const struct markup_node *n)
{
	const struct markup_node *root = n;

	for (; n != NULL; n = markup_tree_next(n, root, false))
		if (n->text && n->len > 0)
			return n;
	return NULL;
}

/* Gathers the white space at the end, from the last text backwards. */
static void trailing(struct str *out, const struct markup_tree *t,
	const struct markup_node *n)
{
	const struct markup_node *root = n, *from = NULL;
	size_t space = 0;

	for (; n != NULL; n = previous(n, root)) {
		if (!n->text)
			continue;
		from = n;
		space = markup_space_behind(t->text.p + n->at, n->len);
		if (space < n->len)
			break;
	}
	if (from == NULL)
		return;
	str_add(out, t->text.p + from->at + from->len - space, space);
	for (n = markup_tree_next(from, root, true); n != NULL;
		n = markup_tree_next(n, root, false))
		if (n->text)
			str_add(out, t->text.p + n->at, n->len);
}

/* A text, or an inline element's text, that ends (or begins) in a space. */
static bool touches_space(const struct markup_tree *t,
	const struct markup_node *sibling, bool end)
{
	const struct markup_node *n;

	if (sibling == NULL || markup_tree_is_block(sibling))
		return false;
	n = end ? last_text(sibling) : first_text(sibling);
	if (n == NULL)
		return false;
	return t->text.p[end ? n->at + n->len - 1 : n->at] == ' ';
}

/* Without the ASCII white space in front; or behind, where anything but
 * white space stands before it. */
static void drop_ascii_front(struct str *s)
{
	size_t n = 0;

	while (n < s->len && is_ascii_space(s->p[n]))
		n++;
	if (n == 0)
		return;
	memmove(s->p, s->p + n, s->len - n);
	str_cut(s, s->len - n);
}

static void drop_ascii_end(struct str *s)
{
	while (s->len > 0 && is_ascii_space(s->p[s->len - 1]))
		str_cut(s, s->len - 1);
}

void markup_space_flank(struct markup_flank *out, const struct markup_tree *t,
	const struct markup_node *n)
{
	str_clear(&out->leading);
	str_clear(&out->trailing);
	if (markup_tree_is_block(n))
		return;
	if (!leading(&out->leading, t, n))
		trailing(&out->trailing, t, n);
	if (out->leading.len > 0 && is_ascii_space(out->leading.p[0]) &&
		touches_space(t, n->prev, true))
		drop_ascii_front(&out->leading);
	if (out->trailing.len > 0 &&
		is_ascii_space(out->trailing.p[out->trailing.len - 1]) &&
		touches_space(t, n->next, false))
		drop_ascii_end(&out->trailing);
}
