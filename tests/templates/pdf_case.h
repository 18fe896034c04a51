/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_PDF_CASE_H
#define TEMPLATES_PDF_CASE_H

/*
 * For tests: a PDF made of Markdown in a folder of its own, and what common
 * tools say of it. A tool that is not installed skips the test, loudly.
 *
 *	struct pdf_case c;
 *
 *	pdf_case_make(&c, "# Titre", NULL);
 *	text = pdf_case_tool(&c, "pdftotext", "a.pdf", "-");
 *	...
 *	pdf_case_release(&c);
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/child.h"
#include "base/err.h"
#include "base/file.h"
#include "templates/pdf.h"

struct pdf_case {
	char folder[40];
	struct str pdf;
	size_t pages;
	struct str out; /* of the last tool */
};

static const struct pdf_options pdf_case_options = {
	.title = "Plainte & <essai> « é »",
	.author = "Camille Exemple",
	.subject = "Essai",
	.lang = "fr-FR",
	.footer = "Dossier 2018-10-12-exemple",
	.page_words = "page # / #",
	.date_ns = INT64_C(1539331200000000000),
	.part = PDF_A_3U,
};

static inline void pdf_case_make(struct pdf_case *c, const char *markdown,
	const struct pdf_options *options)
{
	*c = (struct pdf_case){ .folder = "/tmp/constat-pdf-XXXXXX" };
	assert_non_null(mkdtemp(c->folder));
	assert_int_equal(chdir(c->folder), 0);
	if (pdf_make(&c->pdf, &c->pages, markdown, strlen(markdown),
		    options != NULL ? options : &pdf_case_options) != 0)
		fail_msg("%s", err_message());
	assert_int_equal(
		file_write("a.pdf", c->pdf.p, c->pdf.len, FILE_REPLACE), 0);
}

static inline void pdf_case_release(struct pdf_case *c)
{
	unlink("a.pdf");
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(rmdir(c->folder), 0);
	str_release(&c->pdf);
	str_release(&c->out);
}

/* What the tool prints; it must succeed. Borrowed until the next call. */
static inline const char *pdf_case_run(
	struct pdf_case *c, const char *const argv[])
{
	const struct child_limits limits = { .memory = UINT64_MAX };
	int rc;

	str_clear(&c->out);
	str_puts(&c->out, "");
	rc = child_run(&c->out, argv, NULL, NULL, 0, &limits);
	if (rc == ERR_NOTFOUND) {
		print_message("%s is not installed: skipped\n", argv[0]);
		pdf_case_release(c);
		skip();
	}
	if (rc != 0)
		fail_msg("%s", err_message());
	return c->out.p;
}

#define pdf_case_tool(c, ...)                                                  \
	pdf_case_run(c, (const char *const[]){ __VA_ARGS__, NULL })

#endif
