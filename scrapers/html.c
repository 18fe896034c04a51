/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * MyHTML's tree is walked once with a depth counter; parents[d] is the copy
 * that the last element of depth d became. Whatever lies deeper than the
 * limit hangs itself onto the deepest parent that is allowed.
 *
 * The kind of an element stands in xmlNode.line, which has no other use
 * here. Names are interned in the document's dictionary, so that finding
 * attributes of the same name is a matter of comparing pointers.
 */
#include "scrapers/html.h"

#include <libxml/dict.h>
#include <myhtml/myhtml.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"

struct copy {
	const char *source; /* what the tree was built from */
	size_t source_len;
	xmlDoc *doc;
	myhtml_tree_t *tree;
	xmlNode *parents[HTML_DEPTH + 1];
	size_t nodes, flattened;
	const xmlChar **seen; /* owned: names of one element's attributes */
	size_t seen_cap;
};

/* Attributes up to which a plain search for duplicates is cheapest. */
enum { FEW = 16 };

static enum html_tag tag_of(myhtml_tree_node_t *node)
{
	if (myhtml_node_namespace(node) != MyHTML_NAMESPACE_HTML)
		return HTML_OTHER;
	switch (myhtml_node_tag_id(node)) {
#define HTML_TAG(name)                                                         \
	case MyHTML_TAG_##name:                                                \
		return HTML_##name;
		HTML_TAGS(HTML_TAG)
#undef HTML_TAG
	default:
		return HTML_OTHER;
	}
}

static bool count_node(struct copy *c)
{
	return ++c->nodes <= HTML_NODES;
}

static void append(xmlNode *parent, xmlNode *node)
{
	node->parent = parent;
	node->prev = parent->last;
	if (parent->last != NULL)
		parent->last->next = node;
	else
		parent->children = node;
	parent->last = node;
}

/* The attribute's name with the prefix that MyHTML took away. */
static const xmlChar *attribute_name(struct copy *c, myhtml_tree_attr_t *attr)
{
	const char *name = myhtml_attribute_key(attr, NULL);
	const char *prefix = NULL;

	if (name == NULL)
		return NULL;
	if (myhtml_attribute_namespace(attr) == MyHTML_NAMESPACE_XLINK)
		prefix = "xlink";
	else if (myhtml_attribute_namespace(attr) == MyHTML_NAMESPACE_XML)
		prefix = "xml";
	if (prefix == NULL)
		return xmlDictLookup(c->doc->dict, BAD_CAST name, -1);
	return xmlDictQLookup(c->doc->dict, BAD_CAST prefix, BAD_CAST name);
}

static bool seen_among_few(const xmlNode *node, const xmlChar *name)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
		if (a->name == name)
			return true;
	return false;
}

/* A set of pointers, open addressing; cap is a power of two and at least
 * twice the number of attributes. */
static bool seen_among_many(struct copy *c, size_t cap, const xmlChar *name)
{
	size_t at = ((uintptr_t)name >> 3) * 0x9E3779B97F4A7C15u;

	for (at &= cap - 1; c->seen[at] != NULL; at = (at + 1) & (cap - 1))
		if (c->seen[at] == name)
			return true;
	c->seen[at] = name;
	return false;
}

static size_t prepare_seen(struct copy *c, myhtml_tree_node_t *node)
{
	size_t n = 0, cap = 2 * FEW;

	for (myhtml_tree_attr_t *a = myhtml_node_attribute_first(node);
		a != NULL; a = myhtml_attribute_next(a))
		n++;
	if (n <= FEW)
		return 0;
	while (cap < 2 * n)
		cap *= 2;
	if (cap > c->seen_cap) {
		c->seen = mem_resize(c->seen, cap, sizeof(*c->seen));
		c->seen_cap = cap;
	}
	memset(c->seen, 0, cap * sizeof(*c->seen));
	return cap;
}

static xmlAttr *new_attribute(
	struct copy *c, const xmlChar *name, myhtml_tree_attr_t *attr)
{
	const char *value = myhtml_attribute_value(attr, NULL);
	xmlAttr *a = xmlNewDocProp(c->doc, name, NULL);

	if (a == NULL)
		mem_none();
	a->children =
		xmlNewDocText(c->doc, BAD_CAST(value != NULL ? value : ""));
	if (a->children == NULL)
		mem_none();
	a->last = a->children;
	a->children->parent = (xmlNode *)a;
	return a;
}

static bool copy_attributes(
	struct copy *c, xmlNode *to, myhtml_tree_node_t *from)
{
	size_t cap = prepare_seen(c, from);
	xmlAttr *last = NULL;

	for (myhtml_tree_attr_t *a = myhtml_node_attribute_first(from);
		a != NULL; a = myhtml_attribute_next(a)) {
		const xmlChar *name = attribute_name(c, a);
		xmlAttr *made;

		if (name == NULL || (cap == 0 ? seen_among_few(to, name)
					      : seen_among_many(c, cap, name)))
			continue;
		if (!count_node(c))
			return false;
		made = new_attribute(c, name, a);
		made->parent = to;
		made->prev = last;
		if (last != NULL)
			last->next = made;
		else
			to->properties = made;
		last = made;
	}
	return true;
}

static bool copy_element(struct copy *c, myhtml_tree_node_t *node, size_t depth)
{
	const char *name =
		myhtml_tag_name_by_id(c->tree, myhtml_node_tag_id(node), NULL);
	xmlNode *to = xmlNewDocNode(
		c->doc, NULL, BAD_CAST(name != NULL ? name : "unknown"), NULL);

	if (to == NULL)
		mem_none();
	if (depth > HTML_DEPTH) {
		depth = HTML_DEPTH;
		c->flattened++;
	}
	to->line = (unsigned short)tag_of(node);
	append(c->parents[depth - 1], to);
	c->parents[depth] = to;
	return count_node(c) && copy_attributes(c, to, node);
}

/* The text as the source has it, where MyHTML resolves character references
 * that the standard does not: in <iframe>. */
static const char *raw_text(
	const struct copy *c, myhtml_tree_node_t *node, size_t *len)
{
	myhtml_position_t at = myhtml_node_raw_position(node);

	if (tag_of(myhtml_node_parent(node)) != HTML_IFRAME ||
		at.begin > c->source_len ||
		at.length > c->source_len - at.begin)
		return myhtml_node_text(node, len);
	*len = at.length;
	return c->source + at.begin;
}

/* A text ends at its first NUL in libxml2: NULs are left out, as the HTML
 * standard does in body text. */
static bool copy_text(struct copy *c, myhtml_tree_node_t *node, size_t depth)
{
	size_t len = 0, n = 0;
	const char *text = raw_text(c, node, &len);
	xmlNode *to;

	if (text == NULL || depth < 2)
		return true;
	to = xmlNewDocTextLen(c->doc, BAD_CAST text, (int)len);
	if (to == NULL)
		mem_none();
	if (strlen((char *)to->content) != len) {
		xmlFree(to->content);
		to->content = xmlMalloc(len + 1);
		if (to->content == NULL)
			mem_none();
		for (size_t i = 0; i < len; i++)
			if (text[i] != '\0')
				to->content[n++] = (xmlChar)text[i];
		to->content[n] = '\0';
	}
	append(c->parents[depth - 1 > HTML_DEPTH ? HTML_DEPTH : depth - 1], to);
	return count_node(c);
}

static bool copy_node(struct copy *c, myhtml_tree_node_t *node, size_t depth)
{
	switch (myhtml_node_tag_id(node)) {
	case MyHTML_TAG__TEXT:
		return copy_text(c, node, depth);
	case MyHTML_TAG__COMMENT:
	case MyHTML_TAG__DOCTYPE:
		return true;
	default:
		return copy_element(c, node, depth);
	}
}

/* True when all of the tree was copied; false at the limit of nodes. */
static bool copy_tree(struct copy *c)
{
	myhtml_tree_node_t *root = myhtml_tree_get_document(c->tree);
	myhtml_tree_node_t *n = myhtml_node_child(root), *next;
	size_t depth = 1;

	c->parents[0] = (xmlNode *)c->doc;
	while (n != NULL) {
		if (!copy_node(c, n, depth))
			return false;
		next = tag_of(n) == HTML_TEMPLATE ? NULL : myhtml_node_child(n);
		if (next != NULL) {
			depth++;
			n = next;
			continue;
		}
		while (n != root && (next = myhtml_node_next(n)) == NULL) {
			n = myhtml_node_parent(n);
			depth--;
		}
		n = next;
	}
	return true;
}

static int copy_document(
	struct html *out, myhtml_tree_t *tree, const char *text, size_t len)
{
	struct copy c = { .source = text,
		.source_len = len,
		.doc = xmlNewDoc(NULL),
		.tree = tree };
	bool whole;

	if (c.doc == NULL || (c.doc->dict = xmlDictCreate()) == NULL)
		mem_none();
	whole = copy_tree(&c);
	free(c.seen);
	if (!whole) {
		xmlFreeDoc(c.doc);
		return err_set(ERR_LIMIT,
			_("the page has more than %d elements, texts and "
			  "attributes"),
			(int)HTML_NODES);
	}
	out->doc = c.doc;
	out->flattened = c.flattened;
	out->quirks = tree->compat_mode == MyHTML_TREE_COMPAT_MODE_QUIRKS;
	return 0;
}

static int build(struct html *out, const char *text, size_t len)
{
	myhtml_t *myhtml = myhtml_create();
	myhtml_tree_t *tree = myhtml_tree_create();
	int rc;

	if (myhtml == NULL || tree == NULL ||
		myhtml_init(myhtml, MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0) ||
		myhtml_tree_init(tree, myhtml))
		mem_none();
	if (myhtml_parse(tree, MyENCODING_UTF_8, text, len) != 0)
		rc = err_set(ERR_PARSE, _("the page cannot be parsed as HTML"));
	else
		rc = copy_document(out, tree, text, len);
	myhtml_tree_destroy(tree);
	myhtml_destroy(myhtml);
	return rc;
}

static bool is_letter(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

/* The length without a tag that the end of the page cuts off: by the
 * standard it is nothing, but MyHTML makes an element of it, or loses the
 * text before it. */
static size_t without_cut_tag(const char *text, size_t len)
{
	const char *open;

	while ((open = memrchr(text, '<', len)) != NULL) {
		const char *end = text + len;
		const char *name = open + 1;

		if (memchr(open, '>', (size_t)(end - open)) != NULL)
			break;
		if (name < end && *name == '/')
			name++;
		if (name == end || !is_letter(*name))
			break;
		len = (size_t)(open - text);
	}
	return len;
}

/* CR LF and CR become LF, as the standard has it; MyHTML's own way loses a
 * line feed when a character reference stands between the two. */
static void one_line_end(struct str *s)
{
	size_t to = 0;

	for (size_t from = 0; from < s->len; from++) {
		char ch = s->p[from];

		if (ch == '\r' && s->p[from + 1] == '\n')
			continue;
		s->p[to++] = ch == '\r' ? '\n' : ch;
	}
	str_cut(s, to);
}

/* True when MyHTML would not read the text as the standard does. */
static bool needs_copy(const char *text, size_t len)
{
	return len > 0 &&
	       (text[len - 1] == '<' || memchr(text, '\r', len) != NULL ||
		       !utf8_valid(text, len, NULL));
}

int html_parse(struct html *out, const char *text, size_t len)
{
	struct str copy = { .max = 3 * (size_t)HTML_BYTES };
	int rc = 0;

	if (len > HTML_BYTES)
		return err_set(ERR_LIMIT, _("the page is larger than %d bytes"),
			(int)HTML_BYTES);
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		text += 3;
		len -= 3;
	}
	len = without_cut_tag(text, len);
	if (needs_copy(text, len)) {
		utf8_repair(&copy, text, len);
		one_line_end(&copy);
		/* A last "<" is lost too, unless something follows. */
		if (text[len - 1] == '<')
			str_putc(&copy, '\n');
		rc = str_check(&copy, _("the page"));
		text = copy.p;
		len = copy.len;
	}
	if (rc == 0)
		rc = build(out, text, len);
	str_release(&copy);
	return rc;
}

void html_release(struct html *h)
{
	if (h->doc != NULL)
		xmlFreeDoc(h->doc);
	*h = (struct html){ 0 };
}

enum html_tag html_tag(const xmlNode *n)
{
	return n->type == XML_ELEMENT_NODE ? (enum html_tag)n->line
					   : HTML_OTHER;
}

static xmlAttr *find_attribute(const xmlNode *n, const char *name)
{
	if (n->type != XML_ELEMENT_NODE)
		return NULL;
	for (xmlAttr *a = n->properties; a != NULL; a = a->next)
		if (strcmp((const char *)a->name, name) == 0)
			return a;
	return NULL;
}

const char *html_attribute(const xmlNode *n, const char *name)
{
	const xmlAttr *a = find_attribute(n, name);

	return a != NULL ? (const char *)a->children->content : NULL;
}

void html_set_attribute(xmlNode *n, const char *name, const char *value)
{
	xmlAttr *a = find_attribute(n, name);
	xmlChar *copy;

	if (a == NULL)
		return;
	copy = xmlStrdup(BAD_CAST value);
	if (copy == NULL)
		mem_none();
	xmlFree(a->children->content);
	a->children->content = copy;
}

xmlNode *html_next(const xmlNode *n, const xmlNode *root, bool skip)
{
	if (!skip && n->children != NULL && n->type != XML_TEXT_NODE)
		return n->children;
	while (n != root && n != NULL) {
		if (n->next != NULL)
			return n->next;
		n = n->parent;
	}
	return NULL;
}
