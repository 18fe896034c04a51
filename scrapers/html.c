/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * MyHTML's tree is walked once with a depth counter; parents[d] is the copy
 * that the last element of depth d became. Whatever lies deeper than the
 * limit hangs itself onto the deepest parent that is allowed.
 *
 * The nodes are libxml2's structs, but not its memory: they come from blocks
 * that go together, and borrow names and texts from MyHTML's tree, which
 * lives as long. So nothing of the page may be given to a function of
 * libxml2 that frees or allocates. xmlDoc._private leads to that memory; the
 * kind of an element stands in xmlNode.line, which has no other use here.
 */
#include "scrapers/html.h"

#include <myhtml/myhtml.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/utf8.h"

struct block {
	struct block *next;
	size_t used;
	max_align_t data[];
};

/* What a page stands on. */
struct memory {
	struct block *blocks;
	myhtml_t *myhtml;
	myhtml_tree_t *tree;
};

/* An attribute and its value's text. */
struct attribute {
	xmlAttr attribute;
	xmlNode text;
};

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

enum {
	FEW = 16, /* attributes up to which a plain search is cheapest */
	BLOCK = 64 << 10,
	ALIGN = sizeof(max_align_t),
};

/* ---- memory ----------------------------------------------------------- */

/* Zeroed. */
static void *take(xmlDoc *doc, size_t size)
{
	struct memory *m = doc->_private;
	struct block *b = m->blocks;
	char *p;

	size = (size + ALIGN - 1) / ALIGN * ALIGN;
	if (b == NULL || size > BLOCK - b->used) {
		b = mem_new(1, sizeof(*b) + (size > BLOCK ? size : BLOCK));
		b->next = m->blocks;
		m->blocks = b;
	}
	p = (char *)b->data + b->used;
	b->used = size > BLOCK ? BLOCK : b->used + size;
	return p;
}

static xmlChar *take_text(xmlDoc *doc, const char *text, size_t len)
{
	char *copy = take(doc, len + 1);

	if (len > 0)
		memcpy(copy, text, len);
	return (xmlChar *)copy;
}

static xmlNode *new_node(xmlDoc *doc, xmlElementType type)
{
	xmlNode *n = take(doc, sizeof(*n));

	n->type = type;
	n->doc = doc;
	return n;
}

static xmlDoc *new_document(void)
{
	struct memory *m = mem_new(1, sizeof(*m));
	xmlDoc *doc = mem_new(1, sizeof(*doc));

	doc->type = XML_HTML_DOCUMENT_NODE;
	doc->doc = doc;
	doc->_private = m;
	return doc;
}

static void release_memory(struct memory *m)
{
	while (m->blocks != NULL) {
		struct block *next = m->blocks->next;

		free(m->blocks);
		m->blocks = next;
	}
	myhtml_tree_destroy(m->tree);
	myhtml_destroy(m->myhtml);
	free(m);
}

static void free_document(xmlDoc *doc)
{
	release_memory(doc->_private);
	free(doc);
}

/* ---- copying ---------------------------------------------------------- */

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
	const char *prefix;
	char *whole;

	if (name == NULL)
		return NULL;
	if (myhtml_attribute_namespace(attr) == MyHTML_NAMESPACE_XLINK)
		prefix = "xlink:";
	else if (myhtml_attribute_namespace(attr) == MyHTML_NAMESPACE_XML)
		prefix = "xml:";
	else
		return BAD_CAST name;
	whole = take(c->doc, strlen(prefix) + strlen(name) + 1);
	memcpy(whole, prefix, strlen(prefix));
	memcpy(whole + strlen(prefix), name, strlen(name));
	return BAD_CAST whole;
}

static bool seen_among_few(const xmlNode *node, const xmlChar *name)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
		if (strcmp((const char *)a->name, (const char *)name) == 0)
			return true;
	return false;
}

/* FNV-1a. */
static size_t hash(const xmlChar *name)
{
	uint64_t h = 0xCBF29CE484222325u;

	for (; *name != '\0'; name++)
		h = (h ^ *name) * 0x100000001B3u;
	return (size_t)(h ^ h >> 32);
}

/* A set of names, open addressing; cap is a power of two and at least twice
 * the number of attributes. */
static bool seen_among_many(struct copy *c, size_t cap, const xmlChar *name)
{
	size_t at = hash(name);

	for (at &= cap - 1; c->seen[at] != NULL; at = (at + 1) & (cap - 1))
		if (xmlStrEqual(c->seen[at], name))
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
	struct attribute *made = take(c->doc, sizeof(*made));
	xmlAttr *a = &made->attribute;

	a->type = XML_ATTRIBUTE_NODE;
	a->name = name;
	a->doc = c->doc;
	a->children = a->last = &made->text;
	made->text.type = XML_TEXT_NODE;
	made->text.doc = c->doc;
	made->text.parent = (xmlNode *)a;
	made->text.content = BAD_CAST(value != NULL ? value : "");
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
	xmlNode *to = new_node(c->doc, XML_ELEMENT_NODE);

	to->name = BAD_CAST(name != NULL ? name : "unknown");
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
 * that the standard does not: in <iframe>. NULL anywhere else. */
static xmlChar *raw_text(struct copy *c, myhtml_tree_node_t *node)
{
	myhtml_position_t at;

	if (tag_of(myhtml_node_parent(node)) != HTML_IFRAME)
		return NULL;
	at = myhtml_node_raw_position(node);
	if (at.begin > c->source_len || at.length > c->source_len - at.begin)
		return NULL;
	return take_text(c->doc, c->source + at.begin, at.length);
}

/* A text ends at its first NUL here: NULs are left out, as the HTML standard
 * does in body text. */
static xmlChar *without_nuls(struct copy *c, const char *text, size_t len)
{
	xmlChar *copy = take(c->doc, len + 1);
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		if (text[i] != '\0')
			copy[n++] = (xmlChar)text[i];
	return copy;
}

static bool copy_text(struct copy *c, myhtml_tree_node_t *node, size_t depth)
{
	size_t len = 0;
	const char *text = myhtml_node_text(node, &len);
	xmlNode *to;

	if (text == NULL || depth < 2)
		return true;
	to = new_node(c->doc, XML_TEXT_NODE);
	to->content = raw_text(c, node);
	if (to->content == NULL)
		to->content = strlen(text) == len ? BAD_CAST text
						  : without_nuls(c, text, len);
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
	struct html *out, xmlDoc *doc, const char *text, size_t len)
{
	struct memory *m = doc->_private;
	struct copy c = {
		.source = text, .source_len = len, .doc = doc, .tree = m->tree
	};
	bool whole = copy_tree(&c);

	free(c.seen);
	if (!whole)
		return err_set(ERR_LIMIT,
			_("the page has more than %d elements, texts and "
			  "attributes"),
			(int)HTML_NODES);
	out->doc = doc;
	out->flattened = c.flattened;
	out->quirks = m->tree->compat_mode == MyHTML_TREE_COMPAT_MODE_QUIRKS;
	return 0;
}

static int build(struct html *out, const char *text, size_t len)
{
	xmlDoc *doc = new_document();
	struct memory *m = doc->_private;
	int rc;

	m->myhtml = myhtml_create();
	m->tree = myhtml_tree_create();
	if (m->myhtml == NULL || m->tree == NULL ||
		myhtml_init(
			m->myhtml, MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0) ||
		myhtml_tree_init(m->tree, m->myhtml))
		mem_none();
	if (myhtml_parse(m->tree, MyENCODING_UTF_8, text, len) != 0)
		rc = err_set(ERR_PARSE, _("the page cannot be parsed as HTML"));
	else
		rc = copy_document(out, doc, text, len);
	if (rc != 0)
		free_document(doc);
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
		free_document(h->doc);
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

	if (a != NULL)
		a->children->content = take_text(n->doc, value, strlen(value));
}

void html_set_text(xmlNode *n, const char *text)
{
	xmlNode *child = new_node(n->doc, XML_TEXT_NODE);

	child->content = take_text(n->doc, text, strlen(text));
	n->children = n->last = NULL;
	append(n, child);
}

xmlNode *html_new_mark(xmlDoc *doc)
{
	return new_node(doc, XML_COMMENT_NODE);
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
