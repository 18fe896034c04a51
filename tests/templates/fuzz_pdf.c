/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>

#include "base/err.h"
#include "templates/pdf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever the Markdown, there is a file with a page, or a message. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct pdf_options o = { .title = "t",
		.author = "a",
		.subject = "s",
		.lang = size % 2 ? "fr-FR" : "en",
		.footer = "f",
		.page_words = "# / #",
		.part = size % 3 ? PDF_A_2U : PDF_A_1B };
	struct str out = { 0 };
	size_t pages = 0;

	if (pdf_make(&out, &pages, (const char *)data, size, &o) == 0 &&
		(pages == 0 || out.len == 0))
		abort();
	str_release(&out);
	return 0;
}
