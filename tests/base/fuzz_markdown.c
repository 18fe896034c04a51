/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parses; the bounds hold in what comes out, it survives packing, and the
 * input escaped is one paragraph of plain text.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/markdown.h"
#include "base/markdown_bounds.h"
#include "base/markdown_limited.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct markdown *md)
{
	size_t cells = 0;

	for (size_t i = 0; i < md->n; i++) {
		const struct markdown_block *b = &md->blocks[i];

		assert(b->list <= MARKDOWN_NESTING);
		assert(b->quote <= MARKDOWN_NESTING);
		assert(b->n_cells <= MARKDOWN_COLUMNS);
		assert(b->kind == MARKDOWN_ROW || b->n_cells == 1);
		if (b->kind == MARKDOWN_ROW)
			cells += b->n_cells;
	}
	assert(cells <= MARKDOWN_CELLS);
}

static void check_packing(const struct markdown *md)
{
	struct str a = { 0 }, b = { 0 };
	struct markdown back;

	if (markdown_pack(&a, md) == 0) {
		assert(markdown_unpack(&back, a.p, a.len) == 0);
		markdown_pack(&b, &back);
		assert(a.len == b.len && memcmp(a.p, b.p, a.len) == 0);
		markdown_release(&back);
	}
	str_release(&a);
	str_release(&b);
}

static void check_escape(const char *text, size_t len)
{
	struct str escaped = { 0 };
	struct markdown md;

	if (len > 0 && markdown_escape(&escaped, text, len) == 0) {
		assert(markdown_parse(&md, escaped.p, escaped.len) == 0);
		assert(md.n == 1 && md.blocks[0].kind == MARKDOWN_PARAGRAPH);
		assert(md.blocks[0].cells[0].n == 1);
		assert(md.blocks[0].cells[0].runs[0].style == 0);
		markdown_release(&md);
	}
	str_release(&escaped);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct markdown md;

	if (markdown_parse(&md, text, size) == 0) {
		check(&md);
		check_packing(&md);
		markdown_release(&md);
	}
	if (markdown_unpack(&md, data, size) == 0)
		markdown_release(&md);
	check_escape(text, size);
	return 0;
}
