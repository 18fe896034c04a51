/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Nodes come from blocks that are freed together. Texts lie behind one
 * another in one buffer and are only ever shortened.
 */
#include "scrapers/markup_tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "scrapers/markup_space.h"

enum { BLOCK_NODES = 1024 };

struct markup_block {
	struct markup_block *next;
	size_t n;
	struct markup_node nodes[BLOCK_NODES];
};

static struct markup_node *new_node(struct markup_tree *t)
{
	if (t->blocks == NULL || t->blocks->n == BLOCK_NODES) {
		struct markup_block *b = mem_new(1, sizeof(*b));

		b->next = t->blocks;
		t->blocks = b;
	}
	t->nodes++;
	return &t->blocks->nodes[t->blocks->n++];
}

void markup_tree_init(struct markup_tree *t)
{
	*t = (struct markup_tree){ 0 };
	t->root = t->open = new_node(t);
	str_puts(&t->text, "");
}

void markup_tree_release(struct markup_tree *t)
{
	while (t->blocks != NULL) {
		struct markup_block *next = t->blocks->next;

		free(t->blocks);
		t->blocks = next;
	}
	str_release(&t->text);
	*t = (struct markup_tree){ 0 };
}

static void append(struct markup_node *parent, struct markup_node *n)
{
	n->parent = parent;
	n->prev = parent->last;
	if (parent->last != NULL)
		parent->last->next = n;
	else
		parent->first = n;
	parent->last = n;
	if (!n->text)
		parent->last_element = n;
	n->code = parent->code || n->tag == HTML_CODE;
	if (n->tag != HTML_TABLE)
		return;
	for (; parent != NULL && !parent->has_table; parent = parent->parent)
		parent->has_table = true;
}

int markup_tree_open(struct markup_tree *t, const xmlNode *source)
{
	struct markup_node *n;

	if (t->nodes > HTML_NODES)
		return err_set(ERR_LIMIT,
			_("the selected parts have more than %d nodes"),
			(int)HTML_NODES);
	n = new_node(t);
	n->tag = html_tag(source);
	n->text = source->type == XML_TEXT_NODE;
	n->source = source;
	append(t->open, n);
	if (!n->text) {
		t->open = n;
		return 0;
	}
	n->at = t->text.len;
	n->len = strlen((const char *)source->content);
	if (str_add(&t->text, source->content, n->len) == 0)
		return 0;
	return str_check(&t->text, _("the text of the selected parts"));
}

void markup_tree_close(struct markup_tree *t)
{
	t->open = t->open->parent;
}

int markup_tree_add(struct markup_tree *t, const xmlNode *source)
{
	struct markup_node *outside = t->open;
	const xmlNode *n = source;
	int rc;

	while (n != NULL) {
		bool element = n->type == XML_ELEMENT_NODE;

		if (element || n->type == XML_TEXT_NODE) {
			rc = markup_tree_open(t, n);
			if (rc != 0)
				return rc;
		}
		if (element && n->children != NULL) {
			n = n->children;
			continue;
		}
		if (element)
			markup_tree_close(t);
		while (n != source && n->next == NULL) {
			n = n->parent;
			markup_tree_close(t);
		}
		n = n == source ? NULL : n->next;
	}
	t->open = outside;
	return 0;
}

void markup_tree_remove(struct markup_node *n)
{
	if (n->prev != NULL)
		n->prev->next = n->next;
	else
		n->parent->first = n->next;
	if (n->next != NULL)
		n->next->prev = n->prev;
	else
		n->parent->last = n->prev;
}

struct markup_node *markup_tree_next(
	const struct markup_node *n, const struct markup_node *root, bool skip)
{
	if (!skip && n->first != NULL)
		return n->first;
	while (n != root) {
		if (n->next != NULL)
			return n->next;
		n = n->parent;
	}
	return NULL;
}

void markup_tree_text(struct str *out, const struct markup_tree *t,
	const struct markup_node *n)
{
	const struct markup_node *root = n;

	for (; n != NULL; n = markup_tree_next(n, root, false))
		if (n->text)
			str_add(out, t->text.p + n->at, n->len);
}

const char *markup_tree_attribute(const struct markup_node *n, const char *name)
{
	return n->source != NULL ? html_attribute(n->source, name) : NULL;
}

/* A sign, or nothing. */
static size_t sign(const char *p)
{
	return *p == '+' || *p == '-' ? 1 : 0;
}

static size_t digits(const char *p)
{
	return strspn(p, "0123456789");
}

/* Length of "-12.5e+3" or "Infinity" at p; 0 when there is none. */
static size_t decimal(const char *p)
{
	static const char infinity[] = "Infinity";
	size_t n = sign(p), whole, fraction = 0, power;

	if (strncmp(p + n, infinity, strlen(infinity)) == 0)
		return n + strlen(infinity);
	whole = digits(p + n);
	n += whole;
	if (p[n] == '.') {
		fraction = digits(p + n + 1);
		n += 1 + fraction;
	}
	if (whole + fraction == 0)
		return 0;
	if (p[n] != 'e' && p[n] != 'E')
		return n;
	power = sign(p + n + 1);
	power += digits(p + n + 1 + power);
	return power > sign(p + n + 1) ? n + 1 + power : 0;
}

/* Behind "0x", "0o" or "0b". */
static double whole_number(const char *p, size_t len, int base)
{
	static const char all[] = "0123456789abcdef";
	double v = 0;

	for (size_t i = 0; i < len; i++) {
		char lower =
			(char)(p[i] >= 'A' && p[i] <= 'F' ? p[i] + 32 : p[i]);
		const char *at = memchr(all, lower, (size_t)base);

		if (at == NULL)
			return NAN;
		v = v * base + (double)(at - all);
	}
	return len > 0 ? v : NAN;
}

double markup_tree_number(const char *text)
{
	size_t len = strlen(text), before = markup_space_before(text, len);

	text += before;
	len -= before;
	len -= markup_space_behind(text, len);
	if (len == 0)
		return 0;
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
		return whole_number(text + 2, len - 2, 16);
	if (text[0] == '0' && (text[1] == 'o' || text[1] == 'O'))
		return whole_number(text + 2, len - 2, 8);
	if (text[0] == '0' && (text[1] == 'b' || text[1] == 'B'))
		return whole_number(text + 2, len - 2, 2);
	return decimal(text) == len ? strtod(text, NULL) : NAN;
}

static const bool block[] = {
	[HTML_ADDRESS] = true,
	[HTML_ARTICLE] = true,
	[HTML_ASIDE] = true,
	[HTML_AUDIO] = true,
	[HTML_BLOCKQUOTE] = true,
	[HTML_BODY] = true,
	[HTML_CANVAS] = true,
	[HTML_CENTER] = true,
	[HTML_DD] = true,
	[HTML_DIR] = true,
	[HTML_DIV] = true,
	[HTML_DL] = true,
	[HTML_DT] = true,
	[HTML_FIELDSET] = true,
	[HTML_FIGCAPTION] = true,
	[HTML_FIGURE] = true,
	[HTML_FOOTER] = true,
	[HTML_FORM] = true,
	[HTML_FRAMESET] = true,
	[HTML_H1] = true,
	[HTML_H2] = true,
	[HTML_H3] = true,
	[HTML_H4] = true,
	[HTML_H5] = true,
	[HTML_H6] = true,
	[HTML_HEADER] = true,
	[HTML_HGROUP] = true,
	[HTML_HR] = true,
	[HTML_HTML] = true,
	[HTML_ISINDEX] = true,
	[HTML_LI] = true,
	[HTML_MAIN] = true,
	[HTML_MENU] = true,
	[HTML_NAV] = true,
	[HTML_NOFRAMES] = true,
	[HTML_NOSCRIPT] = true,
	[HTML_OL] = true,
	[HTML_OUTPUT] = true,
	[HTML_P] = true,
	[HTML_PRE] = true,
	[HTML_SECTION] = true,
	[HTML_TABLE] = true,
	[HTML_TBODY] = true,
	[HTML_TD] = true,
	[HTML_TFOOT] = true,
	[HTML_TH] = true,
	[HTML_THEAD] = true,
	[HTML_TR] = true,
	[HTML_UL] = true,
};

bool markup_tree_is_block(const struct markup_node *n)
{
	return n->tag < sizeof(block) && block[n->tag];
}

static const bool hollow[] = {
	[HTML_AREA] = true,
	[HTML_BASE] = true,
	[HTML_BR] = true,
	[HTML_COL] = true,
	[HTML_COMMAND] = true,
	[HTML_EMBED] = true,
	[HTML_HR] = true,
	[HTML_IMG] = true,
	[HTML_INPUT] = true,
	[HTML_KEYGEN] = true,
	[HTML_LINK] = true,
	[HTML_META] = true,
	[HTML_PARAM] = true,
	[HTML_SOURCE] = true,
	[HTML_TRACK] = true,
	[HTML_WBR] = true,
};

bool markup_tree_is_void(const struct markup_node *n)
{
	return n->tag < sizeof(hollow) && hollow[n->tag];
}
