/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From XHTML to Markdown; pages must begin in order and inside of it, and
 * the Markdown must be UTF-8.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/pdftext_blocks.h"
#include "scrapers/pdftext_layout.h"
#include "scrapers/pdftext_margin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_all(const struct pdftext_layout *l)
{
	struct pdftext_blocks b = { 0 };
	struct str out = { 0 };
	size_t *pages = mem_new(l->n_pages, sizeof(*pages));

	pdftext_blocks_read(&b, l);
	if (pdftext_blocks_write(&out, pages, l->n_pages, &b) == 0) {
		for (size_t i = 1; i < l->n_pages; i++)
			if (pages[i] < pages[i - 1] || pages[i] > out.len)
				abort();
		if (out.len > 0 && !utf8_valid(out.p, out.len, NULL))
			abort();
	}
	pdftext_blocks_release(&b);
	str_release(&out);
	free(pages);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pdftext_layout l = { 0 };

	if (pdftext_layout_read(&l, (const char *)data, size) == 0) {
		pdftext_margin(&l);
		write_all(&l);
	}
	pdftext_layout_release(&l);
	return 0;
}
