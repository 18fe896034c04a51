/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_HTML_H
#define SCRAPERS_HTML_H

/*
 * The tree of a page: MyHTML builds it by the HTML standard (scripting off),
 * an iterative copy puts it into a libxml2 document, which XPath can search.
 * Only this module knows who builds the tree.
 *
 *	struct html page = { 0 };
 *
 *	rc = html_parse(&page, text, len);
 *	...
 *	html_release(&page);
 *
 * What always holds: elements and texts only (no comments, no doctype);
 * names in lower case without namespace; texts that a comment kept apart
 * stay apart; of attributes named alike the first counts; the content of a
 * <template> is not there; no element lies deeper than HTML_DEPTH, deeper
 * ones became siblings and are counted in `flattened`.
 *
 * Nodes belong to the page and go with it: one that is not wanted is taken
 * out by xmlUnlinkNode() and left alone. Functions of libxml2 that free or
 * allocate must not see them.
 *
 * Pages come from outside: call it in a limited child (base/child.h).
 */

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

enum {
	HTML_BYTES = 32 << 20, /* of one page */
	HTML_DEPTH = 512,
	HTML_NODES = 4000000, /* elements, texts and attributes */
};

/* The elements that mean something to us. */
/* clang-format off */
#define HTML_TAGS(X) \
	X(A) X(ADDRESS) X(AREA) X(ARTICLE) X(ASIDE) X(AUDIO) X(B) \
	X(BASE) X(BLOCKQUOTE) X(BODY) X(BR) X(CANVAS) X(CENTER) \
	X(CODE) X(COL) X(COLGROUP) X(COMMAND) X(DD) X(DEL) X(DIR) \
	X(DIV) X(DL) X(DT) X(EM) X(EMBED) X(FIELDSET) X(FIGCAPTION) \
	X(FIGURE) X(FOOTER) X(FORM) X(FRAMESET) X(H1) X(H2) X(H3) \
	X(H4) X(H5) X(H6) X(HEADER) X(HGROUP) X(HR) X(HTML) X(I) \
	X(IFRAME) X(IMG) X(INPUT) X(ISINDEX) X(KEYGEN) X(LI) X(LINK) \
	X(MAIN) X(MENU) X(META) X(NAV) X(NOFRAMES) X(NOSCRIPT) X(OL) \
	X(OUTPUT) X(P) X(PARAM) X(PRE) X(S) X(SCRIPT) X(SECTION) \
	X(SOURCE) X(STRIKE) X(STRONG) X(STYLE) X(TABLE) X(TBODY) \
	X(TD) X(TEMPLATE) X(TFOOT) X(TH) X(THEAD) X(TR) X(TRACK) \
	X(UL) X(VIDEO) X(WBR)
/* clang-format on */

enum html_tag {
	HTML_OTHER, /* any other element, and all of SVG and MathML */
#define HTML_TAG(name) HTML_##name,
	HTML_TAGS(HTML_TAG)
#undef HTML_TAG
};

struct html {
	xmlDoc *doc; /* owned */
	bool quirks; /* quirks mode: classes and ids match in any case */
	size_t flattened;
};

/* The tree of len bytes of UTF-8; a byte order mark is skipped, invalid
 * sequences count as U+FFFD. ERR_LIMIT past a bound above, with the bound. */
int html_parse(struct html *out, const char *text, size_t len);
void html_release(struct html *h);

/* Which element; HTML_OTHER for what is no element. */
enum html_tag html_tag(const xmlNode *n);

/* The attribute's value, borrowed from the tree; NULL when absent. */
const char *html_attribute(const xmlNode *n, const char *name);

/* Gives an attribute that is there another value; an element nothing but a
 * text. Both are copied. */
void html_set_attribute(xmlNode *n, const char *name, const char *value);
void html_set_text(xmlNode *n, const char *text);

/* A comment of the page, which stands nowhere yet. */
xmlNode *html_new_mark(xmlDoc *doc);

/* The node behind n in document order: not below n when skip is true. NULL
 * at the end of the tree under root. */
xmlNode *html_next(const xmlNode *n, const xmlNode *root, bool skip);

#endif
