/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_DRAFT_H
#define CASES_DRAFT_H

/*
 * Drafts a document: checks the case, gives the exhibits their numbers,
 * fills the letter, draws the PDF, writes it and its exhibits, and enters
 * the document into the archive.
 *
 *	struct draft d = { 0 };
 *
 *	rc = draft_make(&d, &(struct draft_order){ .store = store,
 *		.kind = "complaint", .path = "complaint.pdf" }, print, NULL);
 *	if (rc == ERR_REFUSED)
 *		d.count.blocking things were told to print()
 *	draft_release(&d);
 *
 * What always holds: the same case, archive and date give the same bytes;
 * nothing is written while a rule blocks; each file is written whole or not
 * at all, the PDF last.
 */

#include "base/digest.h"
#include "cases/rules.h"
#include "templates/pdf.h"

struct draft_order {
	struct store *store;	   /* opened for writing unless dry */
	const char *kind;	   /* "complaint" */
	const char *lang;	   /* NULL: the case's */
	const char *authority;	   /* slug; NULL: the case's */
	const char *template_file; /* the person's own letter, or NULL */
	const char *path;	   /* ends in .pdf, .html or .md */
	enum pdf_part part;
	bool dry; /* make everything, write nothing */
};

struct draft {
	struct rules_count count;
	size_t pages; /* 0 but for PDF */
	size_t pieces, files, attached;
	uint64_t size; /* of the document, bytes */
	struct digest digest;
	char *folder; /* owned; of the exhibits, NULL but for PDF */
	bool stamped;
};

/* Kinds of documents that can be drafted, NULL-terminated. */
const char *const *draft_kinds(void);

/* ERR_REFUSED when a rule blocks; findings go to fn (which may be NULL). */
int draft_make(struct draft *out, const struct draft_order *order, rules_fn fn,
	void *ctx);
void draft_release(struct draft *d);

/* Appends the path of the case file of an archive. */
int draft_case_path(struct str *out, const struct store *s);

#endif
