/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *	| Purpose | Basis |
 *	| --- | --- |
 *	| Ads | consent |
 *
 * A cell is padded to three characters, its line breaks become <br>, a run
 * of | becomes one \|. A spanned column is an empty cell. A divider stands
 * under every row of a <thead> and under a first row of <th>; a table
 * without one gets an empty heading.
 */
#include "scrapers/markup_table.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "scrapers/markup_space.h"

enum { CELL_WIDTH = 3 };

static void measure_row(struct markup_table *out, size_t *rows, size_t *cells,
	const struct markup_node *row)
{
	*cells = 0;
	for (const struct markup_node *n = row->first; n != NULL; n = n->next)
		(*cells)++;
	(*rows)++;
	if (*cells > out->columns)
		out->columns = *cells;
}

static bool is_section(const struct markup_node *n)
{
	return n->tag == HTML_THEAD || n->tag == HTML_TBODY ||
	       n->tag == HTML_TFOOT;
}

void markup_table_measure(struct markup_table *out,
	const struct markup_tree *tree, const struct markup_node *table)
{
	size_t rows = 0, cells = 0;

	*out = (struct markup_table){ .tree = tree };
	for (const struct markup_node *n = table->first; n != NULL;
		n = n->next) {
		if (n->tag == HTML_TR)
			measure_row(out, &rows, &cells, n);
		if (!is_section(n))
			continue;
		for (const struct markup_node *m = n->first; m != NULL;
			m = m->next)
			if (m->tag == HTML_TR)
				measure_row(out, &rows, &cells, m);
	}
	out->flat = table->has_table || (rows == 1 && cells <= 1);
}

static void cell_text(struct str *out, const char *text, size_t len)
{
	size_t from = out->len, width;

	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n') {
			str_puts(out, "<br>");
			if (i + 1 < len && text[i + 1] == '\r')
				i++;
		} else if (text[i] != '|') {
			str_putc(out, text[i]);
		} else if (i == 0 || text[i - 1] != '|') {
			str_puts(out, "\\|");
		}
	}
	width = utf8_utf16_length(out->p + from, out->len - from);
	for (; width < CELL_WIDTH; width++)
		str_putc(out, ' ');
}

/* One cell with its borders; node is NULL in a divider. */
static void put_cell(struct str *out, const struct markup_node *node,
	bool first, const char *text, size_t len)
{
	const char *span = NULL;
	double columns = 1;

	str_puts(out, first ? "| " : " ");
	cell_text(out, text, len);
	if (node != NULL)
		span = markup_tree_attribute(node, "colspan");
	if (span != NULL)
		columns = markup_tree_number(span);
	for (double i = 1; i < columns && !out->over; i++)
		str_puts(out, " |    ");
	str_puts(out, " |");
}

void markup_table_cell(struct str *out, const struct markup_table *table,
	const struct markup_node *cell, const struct str *content)
{
	const char *text = content->p;
	size_t before, len = content->len;

	if (table == NULL || table->flat) {
		str_add(out, text, len);
		return;
	}
	before = markup_space_before(text, len);
	text += before;
	len -= before;
	len -= markup_space_behind(text, len);
	put_cell(out, cell, cell->prev == NULL, text, len);
}

/* A <thead> without words. */
static bool is_blank_head(
	const struct markup_tree *t, const struct markup_node *n)
{
	const struct markup_node *head = n;

	if (n->tag != HTML_THEAD)
		return false;
	for (; n != NULL; n = markup_tree_next(n, head, false))
		if (n->text &&
			markup_space_before(t->text.p + n->at, n->len) < n->len)
			return false;
	return true;
}

/* The rows of <thead>, and a row of <th> alone that comes first. */
static bool is_heading(
	const struct markup_tree *t, const struct markup_node *row)
{
	const struct markup_node *in = row->parent;

	if (in->tag == HTML_THEAD)
		return true;
	if (row->prev != NULL)
		return false;
	if (in->tag != HTML_TABLE &&
		(in->tag != HTML_TBODY ||
			(in->prev != NULL && !is_blank_head(t, in->prev))))
		return false;
	for (const struct markup_node *n = row->first; n != NULL; n = n->next)
		if (n->tag != HTML_TH)
			return false;
	return true;
}

static void divider(struct str *out, const struct markup_table *table)
{
	for (size_t i = 0; i < table->columns && !out->over; i++)
		put_cell(out, NULL, i == 0, "---", CELL_WIDTH);
}

void markup_table_row(struct str *out, const struct markup_table *table,
	const struct markup_node *row, const struct str *content)
{
	if (table == NULL || table->flat) {
		str_add(out, content->p, content->len);
		return;
	}
	str_putc(out, '\n');
	str_add(out, content->p, content->len);
	if (is_heading(table->tree, row) && table->columns > 0) {
		str_putc(out, '\n');
		divider(out, table);
	}
}

/* Whether the second line that is not empty is a divider. */
static bool has_heading(const char *text, size_t len)
{
	const char *end = text + len, *line;

	text += markup_space_before(text, len);
	line = memchr(text, '\n', (size_t)(end - text));
	return line != NULL && end - line > 5 &&
	       memcmp(line + 1, "| ---", 5) == 0;
}

void markup_table_whole(struct str *out, const struct markup_table *table,
	const struct str *content)
{
	struct str lines = { 0 };

	if (table->flat) {
		str_add(out, content->p, content->len);
		return;
	}
	str_puts(&lines, "");
	for (size_t i = 0; i < content->len; i++)
		if (content->p[i] != '\n' || i == 0 ||
			content->p[i - 1] != '\n')
			str_putc(&lines, content->p[i]);
	str_puts(out, "\n\n");
	if (table->columns > 0 && !has_heading(lines.p, lines.len)) {
		str_putc(out, '|');
		for (size_t i = 0; i < table->columns && !out->over; i++)
			str_puts(out, "     |");
		str_puts(out, "\n|");
		for (size_t i = 0; i < table->columns && !out->over; i++)
			str_puts(out, " --- |");
	}
	str_add(out, lines.p, lines.len);
	str_puts(out, "\n\n");
	str_release(&lines);
}
