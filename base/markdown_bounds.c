/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table's rows are padded to its header's width: one line of h columns and
 * n short lines can become h × n cells. So, line by line, without knowing
 * what is really a table:
 *
 *	| a | b |	a header: the line before a delimiter row
 *	|---|---|	the delimiter row: from here on we may be in a table
 *	x		a row, of as many cells as the header has columns
 *			an empty line, which ends any table
 *
 * While we may be in a table its width only grows: what looks like another
 * delimiter row may be one of its rows.
 */
#include "base/markdown_bounds.h"

#include <stdbool.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/markdown.h"

struct bounds {
	size_t line;
	size_t columns;	     /* of the table we may be in, 0: none */
	size_t cells;	     /* so far, in all tables */
	size_t width_before; /* of the line above, were it a header */
};

static bool is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Spaces and quote marks, behind which a delimiter row begins. */
static size_t skip_margin(const char *p, size_t len)
{
	size_t i = 0;

	while (i < len && is_one_of(p[i], " \t>"))
		i++;
	return i;
}

/* "| --- |:--|", in whatever table. */
static bool is_delimiter(const char *p, size_t len)
{
	bool dash = false;

	for (size_t i = skip_margin(p, len); i < len; i++) {
		if (!is_one_of(p[i], "|-: \t\v\f"))
			return false;
		dash = dash || p[i] == '-';
	}
	return dash;
}

/* The most cells the line can have: bars, and the one behind the last; less
 * the bars that open and close it. An escaped bar counts too. */
static size_t width(const char *p, size_t len)
{
	size_t from = skip_margin(p, len);
	size_t n = 1;

	while (len > from && is_one_of(p[len - 1], " \t\v\f"))
		len--;
	for (size_t i = from; i < len; i++)
		n += p[i] == '|';
	if (len > from && p[from] == '|')
		n--;
	if (len > from + 1 && p[len - 1] == '|' && p[len - 2] != '\\')
		n--;
	return n > 0 ? n : 1;
}

/* Length of the list marker or quote mark at p, 0 when there is none. */
static size_t marker(const char *p, size_t len)
{
	size_t n = 0;

	if (len > 0 && p[0] == '>')
		return 1;
	while (n < len && is_digit(p[n]))
		n++;
	if (n >= len || !is_one_of(p[n], n > 0 ? ".)" : "-+*"))
		return 0;
	n++;
	return n == len || is_one_of(p[n], " \t") ? n : 0;
}

/* Quote and list marks before the text of a line. */
static size_t nesting(const char *p, size_t len)
{
	size_t i = 0, n = 0, m;

	do {
		while (i < len && is_one_of(p[i], " \t"))
			i++;
		m = marker(p + i, len - i);
		i += m;
		n += m > 0;
	} while (m > 0);
	return n;
}

static int check(const struct bounds *b)
{
	if (b->columns > MARKDOWN_COLUMNS)
		return err_set(ERR_LIMIT,
			_("line %zu: a table of more than %d columns"), b->line,
			(int)MARKDOWN_COLUMNS);
	if (b->cells > MARKDOWN_CELLS)
		return err_set(ERR_LIMIT,
			_("line %zu: tables of more than %d cells"), b->line,
			(int)MARKDOWN_CELLS);
	return 0;
}

static int see(struct bounds *b, const char *p, size_t len)
{
	size_t w = width(p, len);

	b->line++;
	if (is_delimiter(p, len)) {
		size_t wide = w > b->width_before ? w : b->width_before;

		if (wide > b->columns)
			b->columns = wide;
		b->cells += 2 * b->columns;
	} else if (nesting(p, len) > MARKDOWN_NESTING) {
		return err_set(ERR_LIMIT,
			_("line %zu: lists or quotes nested more than %d deep"),
			b->line, (int)MARKDOWN_NESTING);
	} else if (skip_margin(p, len) == len) {
		b->columns = 0;
	} else {
		b->cells += b->columns;
	}
	b->width_before = w;
	return check(b);
}

int markdown_bounds(const char *text, size_t len)
{
	struct bounds b = { 0 };
	size_t from = 0;
	int rc = 0;

	/* A lone CR ends a line, too. In CRLF it adds no empty one. */
	for (size_t i = 0; i <= len && rc == 0; i++) {
		if (i < len && text[i] != '\n' && text[i] != '\r')
			continue;
		rc = see(&b, text + from, i - from);
		if (i + 1 < len && text[i] == '\r' && text[i + 1] == '\n')
			i++;
		from = i + 1;
	}
	return rc;
}
