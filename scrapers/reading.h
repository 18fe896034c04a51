/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_READING_H
#define SCRAPERS_READING_H

/*
 * From the bytes of a page to its text, whatever the page is: HTML through
 * the declaration's selectors, a PDF through its text, and Markdown, which
 * is its own text. A pure function of bytes, media type, address and
 * declaration: it can be done again at any time.
 *
 *	struct reading r = { 0 };
 *
 *	rc = reading_page(&r, extractor, &(struct reading_page){
 *		.bytes = body.p, .len = body.len, … });
 *	...
 *	reading_release(&r);
 *
 * A text made of several pages is read with one struct reading: each page
 * adds itself to the text.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "archive/snapshot.h"
#include "base/str.h"
#include "scrapers/declaration.h"
#include "scrapers/extractor.h"
#include "scrapers/fetch.h"
#include "scrapers/pdftext.h"

/* Name of the rules of a text that is given as such. */
#define READING_IDENTITY "identity"

enum reading_kind { READING_HTML, READING_PDF, READING_MARKDOWN };

/* Borrowed. */
struct reading_page {
	const void *bytes; /* decoded of content codings */
	size_t len;
	const char *media_type;
	const char *url; /* links resolve against it */
	const struct declaration_part *part;
};

/* Owned but the constants. */
struct reading {
	struct str text;	 /* Markdown of all pages so far */
	char *rules;		 /* names of the rules that read them */
	const char *charset;	 /* of the last page; constant or NULL */
	cJSON *filters_left_out; /* names of JavaScript filters, or NULL */
	size_t flattened;	 /* elements nested too deep */
	size_t pages;		 /* of PDFs */
};

/* What the bytes are taken for. */
enum reading_kind reading_kind(
	const char *media_type, const void *bytes, size_t len);

/* Reads one page and adds its text. The codes of extractor_page() and
 * pdftext_markdown(); ERR_NOTFOUND: nothing that the declaration chooses is
 * there. */
int reading_page(struct reading *r, struct extractor *e,
	const struct reading_page *page);

/* Appends the name of the rules by which a page of that kind is read now. */
int reading_rules(struct str *out, enum reading_kind kind);

/* Whether each of the rules that a text was read by is one of now. */
bool reading_rules_are_current(const char *rules);

/* Appends the content coding of a kept page; "" for none. */
int reading_coding(
	struct str *out, struct store *store, const struct snapshot *snap);

/* Appends a kept page, decoded of its content coding. */
int reading_body(
	struct str *out, struct store *store, const struct snapshot *snap);

/* Reads all pages of the capture whose first snapshot that is, by these
 * terms. ERR_NOTFOUND when the terms have more pages than were kept. */
int reading_capture(struct reading *r, struct extractor *e, struct store *store,
	int64_t first, const struct declaration_terms *terms);

void reading_release(struct reading *r);

/* Of a kept PDF: its text, and where in it each page begins, so that a
 * quotation can name its page. ERR_NOTFOUND when the snapshot is none. */
int reading_pdf(struct str *out, struct pdftext_pages *pages,
	struct store *store, const struct snapshot *snap);

#endif
