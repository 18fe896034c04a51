/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/readable.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

enum {
	TEXT_MAX = 16 << 20,
	BOLD_MAX = 160, /* bytes of a bold paragraph that serves as a heading */
	BOLD_LEVEL = 6,
};

void readable_release(struct readable *r)
{
	str_release(&r->text);
	markdown_release(&r->md);
	free(r->lines);
	free(r->at);
	*r = (struct readable){ 0 };
}

/* Appends words with one plain space for any white space, and none at the
 * start of `out` behind `from`; what is not seen is left out. */
static void add_words(
	struct str *out, size_t from, const char *text, size_t len)
{
	for (size_t i = 0; i < len;) {
		uint32_t c;
		size_t n = utf8_decode(&c, text + i, len - i);

		if (!utf8_is_space(c) && !utf8_is_invisible(c))
			str_add(out, text + i, n);
		else if (utf8_is_space(c) && out->len > from &&
			 out->p[out->len - 1] != ' ')
			str_putc(out, ' ');
		i += n;
	}
}

/* Of raw tags a reader sees the break of a line. */
static bool is_break(const struct markdown_run *r)
{
	return (r->style & MARKDOWN_TAG) && strncasecmp(r->text, "<br", 3) == 0;
}

void readable_cell(struct str *out, const struct markdown_cell *cell)
{
	size_t from = out->len;

	for (size_t i = 0; i < cell->n; i++) {
		const struct markdown_run *r = &cell->runs[i];

		if (is_break(r))
			add_words(out, from, " ", 1);
		else if (!(r->style & MARKDOWN_TAG))
			add_words(out, from, r->text, r->len);
	}
	if (out->len > from && out->p[out->len - 1] == ' ')
		str_cut(out, out->len - 1);
}

static bool is_bold(const struct markdown_block *b)
{
	const struct markdown_cell *cell = &b->cells[0];
	size_t len = 0;

	if (b->kind != MARKDOWN_PARAGRAPH)
		return false;
	for (size_t i = 0; i < cell->n; i++) {
		if (!(cell->runs[i].style & MARKDOWN_STRONG))
			return false;
		len += cell->runs[i].len;
	}
	return len > 0 && len <= BOLD_MAX;
}

static void add_mark(struct str *out, const struct markdown_block *b)
{
	int level = b->kind == MARKDOWN_HEADING ? b->level : 0;

	if (is_bold(b))
		level = BOLD_LEVEL;
	for (int i = 0; i < level; i++)
		str_putc(out, '#');
	if (level > 0)
		str_putc(out, ' ');
	else if (b->kind == MARKDOWN_ROW)
		str_puts(out, "|");
	else if (b->marker[0] != '\0')
		str_puts(out, "- ");
}

/* Whether a paragraph's first character could be read as a mark. */
static bool is_mark(char c)
{
	return c != '\0' && strchr("`~#>|*-+_=\\0123456789", c) != NULL;
}

/* A block's line; false when it has no words. */
static bool add_line(struct str *out, const struct markdown_block *b)
{
	struct str words = { 0 };
	bool row = b->kind == MARKDOWN_ROW, any;

	for (size_t c = 0; c < b->n_cells; c++) {
		str_puts(&words, row ? " " : "");
		readable_cell(&words, &b->cells[c]);
		str_puts(&words, row ? " |" : "");
	}
	any = words.len > 0 && strspn(words.p, " |") < words.len;
	if (any) {
		size_t mark = out->len;

		add_mark(out, b);
		if (mark == out->len && is_mark(words.p[0]))
			str_putc(out, '\\');
		str_add(out, words.p, words.len);
		str_puts(out, "\n\n");
	}
	str_release(&words);
	return any;
}

static void note_line(struct readable *r, size_t block, size_t at)
{
	r->lines = mem_grow(r->lines, &r->cap, r->n + 1, sizeof(*r->lines));
	r->at = mem_grow(r->at, &r->at_cap, r->n + 1, sizeof(*r->at));
	r->lines[r->n] = block;
	r->at[r->n++] = at;
}

int readable_make(struct readable *out, const char *markdown, size_t len)
{
	struct readable r = { .n = 0 };
	struct str repaired, nfc;
	int rc;

	str_init(&repaired, TEXT_MAX);
	str_init(&nfc, TEXT_MAX);
	str_init(&r.text, TEXT_MAX);
	rc = utf8_repair(&repaired, markdown, len);
	if (rc == 0)
		rc = utf8_nfc(&nfc, repaired.p, repaired.len);
	if (rc == 0)
		rc = markdown_parse_limited(&r.md, nfc.p, nfc.len);
	for (size_t i = 0; i < r.md.n && rc == 0; i++) {
		const struct markdown_block *b = &r.md.blocks[i];
		size_t at = r.text.len;

		if (b->n_cells > 0 && add_line(&r.text, b))
			note_line(&r, i, at);
		rc = str_check(&r.text, _("the text"));
	}
	str_release(&repaired);
	str_release(&nfc);
	if (rc != 0)
		readable_release(&r);
	else
		*out = r;
	return rc;
}

/* The line that a byte of the text stands on. */
static size_t line_of(const struct readable *r, size_t byte)
{
	size_t low = 0, high = r->n;

	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (r->at[middle] <= byte)
			low = middle;
		else
			high = middle;
	}
	return low;
}

const char *readable_words(
	const struct readable *r, const struct block *b, size_t *len)
{
	size_t from = b->from;

	if (from < b->to && r->text.p[from] == '\\' &&
		from == r->at[line_of(r, from)])
		from++;
	*len = b->to - from;
	return r->text.p + from;
}

const struct markdown_block *readable_row(
	const struct readable *r, const struct block *b)
{
	const struct markdown_block *found =
		b->kind == BLOCK_ROW
			? &r->md.blocks[r->lines[line_of(r, b->from)]]
			: NULL;

	return found != NULL && found->kind == MARKDOWN_ROW ? found : NULL;
}
