/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/marks.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

const char *marks_open(unsigned style)
{
	if (style & MARKS_DELETED)
		return MARKS_DELETED_OPEN;
	return style & MARKS_INSERTED ? MARKS_INSERTED_OPEN : "";
}

const char *marks_close(unsigned style)
{
	if (style & MARKS_DELETED)
		return MARKS_DELETED_CLOSE;
	return style & MARKS_INSERTED ? MARKS_INSERTED_CLOSE : "";
}

/* Whether a run is a tag of ours that may stand here; *open is the mark that
 * is open behind it. Marks do not nest. */
static bool is_tag(unsigned *open, const struct markdown_run *r)
{
	static const struct {
		const char *text;
		unsigned before, behind;
	} tags[] = {
		{ "<del>", 0, MARKS_DELETED },
		{ "</del>", MARKS_DELETED, 0 },
		{ "<ins>", 0, MARKS_INSERTED },
		{ "</ins>", MARKS_INSERTED, 0 },
	};

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if ((r->style & MARKDOWN_TAG) && *open == tags[i].before &&
			strcmp(r->text, tags[i].text) == 0) {
			*open = tags[i].behind;
			return true;
		}
	return false;
}

static void read_cell(struct markdown_cell *cell)
{
	unsigned open = 0;
	size_t kept = 0;

	for (size_t i = 0; i < cell->n; i++) {
		struct markdown_run run = cell->runs[i];

		if (is_tag(&open, &run)) {
			free(run.text);
			free(run.url);
			continue;
		}
		run.style |= open;
		cell->runs[kept++] = run;
	}
	cell->n = kept;
}

void marks_read(struct markdown *md)
{
	for (size_t i = 0; i < md->n; i++)
		for (size_t c = 0; c < md->blocks[i].n_cells; c++)
			read_cell(&md->blocks[i].cells[c]);
}

int marks_text(struct str *out, const struct markdown_block *b)
{
	for (size_t c = 0; c < b->n_cells; c++) {
		const struct markdown_cell *cell = &b->cells[c];
		unsigned open = 0;

		if (c > 0)
			str_putc(out, '\t');
		for (size_t r = 0; r <= cell->n; r++) {
			unsigned style =
				r < cell->n ? cell->runs[r].style & MARKS_ANY
					    : 0;

			if (style != open) {
				str_puts(out, marks_close(open));
				str_puts(out, marks_open(style));
				open = style;
			}
			if (r < cell->n)
				str_add(out, cell->runs[r].text,
					cell->runs[r].len);
		}
	}
	return str_check(out, _("the text"));
}
