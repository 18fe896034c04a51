/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_TEXT_CASE_H
#define TEMPLATES_TEXT_CASE_H

/*
 * For tests: a document of libharu's with its fonts, and a cell of text.
 */

#include <hpdf.h>
#include <linebreak.h>
#include <string.h>

#include "base/markdown.h"
#include "templates/fonts.h"

static inline HPDF_Doc text_case_open(struct fonts *fonts)
{
	HPDF_Doc doc = HPDF_New(NULL, NULL);

	HPDF_UseUTFEncodings(doc);
	init_linebreak();
	*fonts = (struct fonts){ .doc = doc };
	return doc;
}

/* A cell of one run, borrowing the text; run is room for it. */
static inline struct markdown_cell text_case_cell(
	struct markdown_run *run, const char *text)
{
	*run = (struct markdown_run){ .text = (char *)(uintptr_t)text,
		.len = strlen(text) };
	return (struct markdown_cell){ run, 1, 0 };
}

#endif
