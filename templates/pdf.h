/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_PDF_H
#define TEMPLATES_PDF_H

/*
 * Markdown to PDF/A, with files attached: libharu draws (layout.h), qpdf
 * makes it PDF/A (pdfa.h). No clock and no random number: same inputs, same
 * bytes.
 *
 *	rc = pdf_make(&pdf, &pages, markdown, len, &(struct pdf_options){
 *		.title = …, .lang = "fr-FR", .part = PDF_A_3U, … });
 *
 * The Markdown is ours, or was escaped by us (mustache.h): it is parsed in
 * this process, under base/markdown's bounds. Characters that no font has
 * are printed as "[U+1F36A]". Right-to-left and joining scripts are drawn
 * unshaped.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/str.h"

enum {
	PDF_ATTACHMENTS_MAX = 32 << 20, /* bytes in all */
	PDF_ATTACHMENTS_COUNT = 9999,
	PDF_PAGES_MAX = 5000,
};

/* ISO 19005, part and level. */
enum pdf_part {
	PDF_A_3U, /* files may be attached */
	PDF_A_1B, /* none may: what the strictest free validator checks */
	PDF_A_2U, /* none may */
};

/* A file to be embedded. Borrowed. */
struct pdf_attachment {
	const char *name;	  /* "PJ01_politique.html" */
	const char *description;  /* "Pièce n° 1 : …" */
	const char *media_type;	  /* "text/html" */
	const char *relationship; /* "Source", "Data"; NULL: "Supplement" */
	const void *data;
	size_t len;
	struct digest digest; /* SHA-256 of data; checked */
	int64_t changed_ns;   /* modification date */
};

/* Borrowed; none may be NULL but where said. */
struct pdf_options {
	const char *title, *author, *subject;
	const char *lang;	/* BCP 47: "fr-FR" */
	const char *footer;	/* left of each page's foot */
	const char *page_words; /* "page # / #": the page, and how many */
	const char *producer;	/* the tool and its version; NULL: "constat" */
	int64_t date_ns;	/* of creation and change */
	enum pdf_part part;
	const struct pdf_attachment *attachments;
	size_t n_attachments;
};

/* Appends the file; *pages (may be NULL) gets their number. ERR_LIMIT when
 * the attachments are too large together (the caller chooses which stay
 * out) or the document too long; ERR_INVALID for text that is not UTF-8, an
 * attachment that is not what its digest says, or attachments in a part
 * that has none; ERR_NOTFOUND names a font package that is missing. */
int pdf_make(struct str *out, size_t *pages, const char *markdown, size_t len,
	const struct pdf_options *options);

#endif
