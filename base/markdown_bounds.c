/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table's rows are padded to its header's width: h columns and n lines
 * under it can become h × n cells. So: a line with a delimiter row under it
 * counts its bars; every following line up to an empty one counts as a row
 * of that many cells.
 */
#include "base/markdown_bounds.h"

#include <stdbool.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/markdown.h"

/* Lines under a delimiter row, and what they may cost. */
struct bounds {
	size_t line;
	size_t columns; /* of the table we may be in, 0: none */
	size_t cells;
	size_t bars_before; /* bars of the line above */
};

static size_t count(const char *p, size_t len, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += p[i] == c;
	return n;
}

/* "| --- |:--|" behind quote and list marks. */
static bool is_delimiter(const char *p, size_t len)
{
	bool dash = false;

	for (size_t i = 0; i < len; i++) {
		if (strchr("|-: \t>\r", p[i]) == NULL || p[i] == '\0')
			return false;
		dash = dash || p[i] == '-';
	}
	return dash;
}

static bool is_empty(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (strchr(" \t>\r", p[i]) == NULL || p[i] == '\0')
			return false;
	return true;
}

/* Quote and list marks before the text of a line. */
static size_t nesting(const char *p, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len && strchr("> \t-*+.)0123456789", p[i]) !=
			NULL && p[i] != '\0'; i++)
		n += strchr(">-*+.)", p[i]) != NULL;
	return n;
}

static int see(struct bounds *b, const char *p, size_t len)
{
	size_t bars = count(p, len, '|');

	b->line++;
	if (nesting(p, len) > MARKDOWN_NESTING && !is_delimiter(p, len))
		return err_set(ERR_LIMIT,
			_("line %zu: lists or quotes nested too deeply"),
			b->line);
	if (is_empty(p, len)) {
		b->columns = 0;
	} else if (is_delimiter(p, len) && (bars > 0 || b->bars_before > 0)) {
		b->columns = (bars > b->bars_before ? bars : b->bars_before) + 1;
		b->cells += b->columns;
	} else if (b->columns > 0) {
		b->cells += b->columns > bars + 1 ? b->columns : bars + 1;
	}
	b->bars_before = bars;
	if (b->columns > MARKDOWN_COLUMNS + 1)
		return err_set(ERR_LIMIT,
			_("line %zu: a table of more than %d columns"), b->line,
			(int)MARKDOWN_COLUMNS);
	if (b->cells > MARKDOWN_CELLS)
		return err_set(ERR_LIMIT,
			_("line %zu: tables of more than %d cells"), b->line,
			(int)MARKDOWN_CELLS);
	return 0;
}

int markdown_bounds(const char *text, size_t len)
{
	struct bounds b = { 0 };
	int rc = 0;

	while (len > 0 && rc == 0) {
		const char *end = memchr(text, '\n', len);
		size_t n = end != NULL ? (size_t)(end - text) : len;

		rc = see(&b, text, n);
		n += end != NULL;
		text += n;
		len -= n;
	}
	return rc;
}
