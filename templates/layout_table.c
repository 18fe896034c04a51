/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cells are measured first (their longest line, their widest word), which
 * gives the columns (layout_columns.h); then each row is broken into lines
 * and drawn, whole where a page has the room, else cut between lines.
 */
#include "templates/layout_table.h"

#include <stdlib.h>

#include "base/mem.h"
#include "templates/layout_columns.h"
#include "templates/paragraph.h"

#define SIZE 9.0
#define LEADING 1.27
#define PAD_X 4.0
#define PAD_Y 3.0
#define BASELINE 0.9  /* of the size: below a line's top */
#define UNBOUNDED 1e6 /* for measuring */
#define SLACK 0.5     /* sums of widths are not exact */
#define HEAVY_GREY 0.15
#define LIGHT_GREY 0.75
#define KEPT_SHARE 0.8	  /* of a page: a higher row may be cut */
#define REPEAT_SHARE 0.25 /* of a page: a higher heading is not repeated */

/* Tables of more columns are set smaller, so that a character still fits. */
enum { ROWS_MEASURED = 400, COLUMNS_FULL_SIZE = 24 };

struct table {
	struct page *page;
	const struct markdown_block *rows;
	size_t n, columns;
	double size, step, pad; /* of the text, its lines, left and right */
	size_t header;		/* rows that head it: 1 or 0 */
	double header_height;
	const char *lang;
	double *widths; /* owned; of the text, without padding */
};

/* A row, broken into lines. */
struct row {
	const struct markdown_block *block;
	struct paragraph *cells; /* owned */
	size_t lines;		 /* of the tallest */
};

static struct boxes_style style_of(
	const struct table *t, bool header, double width)
{
	return (struct boxes_style){
		.size = t->size, .width = width, .bold = header, .lang = t->lang
	};
}

/* Natural widths of the first rows, and the widest word of each column. */
static int measure(
	const struct table *t, double *cells, double *least, size_t rows)
{
	int rc = 0;

	for (size_t i = 0; i < t->columns; i++)
		least[i] = t->size;
	for (size_t r = 0; r < rows && rc == 0; r++) {
		const struct markdown_block *row = &t->rows[r];
		struct boxes_style style = style_of(t, row->header, UNBOUNDED);

		for (size_t i = 0; i < row->n_cells && rc == 0; i++) {
			struct boxes b = { 0 };
			double word;

			rc = boxes_read(
				&b, &t->page->fonts, &row->cells[i], &style);
			if (rc != 0)
				break;
			word = boxes_least(&b) + SLACK;
			cells[r * t->columns + i] = boxes_most(&b) + SLACK;
			if (word > least[i])
				least[i] = word;
			boxes_release(&b);
		}
	}
	return rc;
}

static int choose_widths(struct table *t)
{
	size_t rows = t->n < ROWS_MEASURED ? t->n : ROWS_MEASURED;
	double *cells = mem_new(rows * t->columns, sizeof(*cells));
	double *least = mem_new(t->columns, sizeof(*least));
	const struct layout_columns c = { .n = t->columns,
		.rows = rows,
		.cells = cells,
		.least = least,
		.room = PAGE_TEXT - (double)t->columns * 2 * t->pad };
	int rc = measure(t, cells, least, rows);

	if (rc == 0)
		layout_columns_share(t->widths, &c);
	free(cells);
	free(least);
	return rc;
}

static void release_row(struct row *row)
{
	for (size_t i = 0; i < row->block->n_cells; i++)
		paragraph_release(&row->cells[i]);
	free(row->cells);
}

/* Breaks a row's cells; release it in any case. */
static int break_row(struct row *out, const struct table *t, size_t r)
{
	const struct markdown_block *block = &t->rows[r];
	int rc = 0;

	*out = (struct row){ .block = block, .lines = 1 };
	out->cells = mem_new(block->n_cells, sizeof(*out->cells));
	for (size_t i = 0; i < block->n_cells && rc == 0; i++) {
		struct boxes_style style =
			style_of(t, block->header, t->widths[i]);

		rc = paragraph_break(&out->cells[i], &t->page->fonts,
			&block->cells[i], &style);
		if (rc == 0 && out->cells[i].n > out->lines)
			out->lines = out->cells[i].n;
	}
	return rc;
}

static double height_of(const struct table *t, size_t lines)
{
	return (double)lines * t->step + 2 * PAD_Y;
}

/* Lines from..to-1 of every cell, and the rule below them. */
static int draw_lines(
	const struct table *t, const struct row *row, size_t from, size_t to)
{
	double x = PAGE_LEFT + t->pad;
	int rc = 0;

	for (size_t c = 0; c < row->block->n_cells && rc == 0; c++) {
		const struct paragraph *cell = &row->cells[c];
		double y = t->page->y - PAD_Y - t->size * BASELINE;

		for (size_t i = from; i < to && i < cell->n && rc == 0; i++) {
			rc = page_text(
				t->page, &(struct page_line){ cell, i, x, y,
						 t->widths[c],
						 row->block->cells[c].align });
			y -= t->step;
		}
		x += t->widths[c] + 2 * t->pad;
	}
	t->page->y -= height_of(t, to - from);
	page_rule(t->page, PAGE_LEFT, t->page->y, PAGE_TEXT,
		row->block->header ? HEAVY_GREY : LIGHT_GREY);
	return rc;
}

static int draw_header(const struct table *t)
{
	struct row row;
	int rc = break_row(&row, t, 0);

	if (rc == 0)
		rc = draw_lines(t, &row, 0, row.lines);
	release_row(&row);
	return rc;
}

/* The rule that begins the table, or its part on a new page, and the heading
 * again. */
static int next_page(const struct table *t, bool repeat)
{
	int rc = page_new(t->page);

	if (rc != 0)
		return rc;
	page_rule(t->page, PAGE_LEFT, t->page->y, PAGE_TEXT, HEAVY_GREY);
	if (repeat && t->header > 0 &&
		t->header_height < PAGE_ROOM * REPEAT_SHARE)
		rc = draw_header(t);
	return rc;
}

/* Lines that fit on this page, of those left. */
static size_t fit(const struct table *t, size_t left)
{
	double room = page_left(t->page) - 2 * PAD_Y;
	size_t n = room > t->step ? (size_t)(room / t->step) : 0;

	return n < left ? n : left;
}

static int draw_row(const struct table *t, const struct row *row, bool repeat)
{
	size_t done = 0;
	int rc = 0;

	if (height_of(t, row->lines) > page_left(t->page) &&
		height_of(t, row->lines) < PAGE_ROOM * KEPT_SHARE)
		rc = next_page(t, repeat);
	while (done < row->lines && rc == 0) {
		size_t n = fit(t, row->lines - done);

		if (n > 0)
			rc = draw_lines(t, row, done, done + n);
		done += n;
		if (done < row->lines && rc == 0)
			rc = next_page(t, repeat);
	}
	return rc;
}

static bool is_empty(const struct markdown_block *row)
{
	for (size_t i = 0; i < row->n_cells; i++)
		if (row->cells[i].n > 0)
			return false;
	return true;
}

/* Height of row r, up to what is kept together. */
static int kept_height(double *out, const struct table *t, size_t r)
{
	struct row row;
	int rc = 0;

	*out = 0;
	if (r >= t->n)
		return 0;
	rc = break_row(&row, t, r);
	if (rc == 0)
		*out = height_of(t, row.lines);
	release_row(&row);
	if (*out > PAGE_ROOM * REPEAT_SHARE)
		*out = PAGE_ROOM * REPEAT_SHARE;
	return rc;
}

/* Room for the heading and the first row together. */
static int begin(struct table *t)
{
	double first = 0;
	int rc = 0;

	if (t->header > 0)
		rc = kept_height(&t->header_height, t, 0);
	if (rc == 0)
		rc = kept_height(&first, t, t->header);
	if (rc == 0)
		rc = page_need(t->page, t->header_height + first);
	if (rc == 0)
		page_rule(
			t->page, PAGE_LEFT, t->page->y, PAGE_TEXT, HEAVY_GREY);
	return rc;
}

static void set_size(struct table *t)
{
	double share = t->columns > COLUMNS_FULL_SIZE
			       ? (double)COLUMNS_FULL_SIZE / (double)t->columns
			       : 1;

	t->size = SIZE * share;
	t->step = t->size * LEADING;
	t->pad = PAD_X * share;
}

int layout_table_draw(struct page *page, const struct markdown_block *rows,
	size_t n, const char *lang)
{
	struct table t = { .page = page, .rows = rows, .n = n, .lang = lang };
	size_t first = n > 1 && rows[0].header && is_empty(&rows[0]) ? 1 : 0;
	int rc;

	for (size_t r = 0; r < n; r++)
		if (rows[r].n_cells > t.columns)
			t.columns = rows[r].n_cells;
	if (t.columns == 0)
		return 0;
	set_size(&t);
	t.header = first == 0 && rows[0].header;
	t.rows += first;
	t.n -= first;
	t.widths = mem_new(t.columns, sizeof(*t.widths));
	rc = choose_widths(&t);
	if (rc == 0)
		rc = begin(&t);
	for (size_t r = 0; r < t.n && rc == 0; r++) {
		struct row row;

		rc = break_row(&row, &t, r);
		if (rc == 0)
			rc = draw_row(&t, &row, r > 0);
		release_row(&row);
	}
	free(t.widths);
	return rc;
}
