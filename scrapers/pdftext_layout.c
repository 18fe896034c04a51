/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The format, of which tags are taken as they come and anything else is
 * passed over:
 *
 *	<page width="595.32" height="841.92">
 *	 <flow><block xMin=…>
 *	  <line xMin="72.0" yMin="140.8" xMax="523.4" yMax="156.8">
 *	   <word xMin="72.0" yMin="140.8" xMax="87.7" yMax="156.8">Les</word>
 *
 * Justified text comes as several lines of one block at the same height;
 * they are put together again.
 */
#include "scrapers/pdftext_layout.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

enum {
	POINTS_MAX = 100000, /* farther is as good as there */
	SAME_HEIGHT = 3,     /* lines nearer than 1/3 of their size are one */
};

/* Where the reader is. */
struct reader {
	struct pdftext_layout *out;
	struct pdftext_line line; /* under way; len 0: none */
	int64_t weight;		  /* sum of height * letters of its words */
	int64_t letters;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "-12.345678" in thousandths. */
static int32_t thousandths(const char *p, const char *end)
{
	bool minus = p < end && *p == '-';
	int64_t v = 0;
	int scale = PDFTEXT_POINT;

	p += minus ? 1 : 0;
	for (; p < end && is_digit(*p); p++)
		if (v < POINTS_MAX)
			v = v * 10 + (*p - '0');
	if (v > POINTS_MAX)
		v = POINTS_MAX;
	v *= PDFTEXT_POINT;
	if (p < end && *p == '.')
		for (p++; p < end && is_digit(*p) && scale > 1; p++) {
			scale /= 10;
			v += (int64_t)(*p - '0') * scale;
		}
	return (int32_t)(minus ? -v : v);
}

/* The attribute's value in the tag from p up to end; 0 when absent. */
static int32_t attribute(const char *p, const char *end, const char *name)
{
	size_t n = strlen(name);
	const char *at = memmem(p, (size_t)(end - p), name, n);

	if (at == NULL || end - at < (ptrdiff_t)n + 2 || at[n] != '=' ||
		at[n + 1] != '"')
		return 0;
	return thousandths(at + n + 2, end);
}

/* U+FB00 and on, taken apart: quotations are searched by letters. */
enum { LIGATURE = 0xFB00 };
static const char *const ligatures[] = { "ff", "fi", "fl", "ffi", "ffl", "st",
	"st" };

/* Characters that print nothing: controls, zero widths, direction marks. */
static bool is_invisible(uint32_t cp)
{
	return cp < ' ' || (cp >= 0x7F && cp <= 0x9F) ||
	       (cp >= 0x200B && cp <= 0x200F) ||
	       (cp >= 0x202A && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x2069) || cp == 0xFEFF;
}

static void put_character(struct str *out, uint32_t cp)
{
	if (is_invisible(cp))
		return;
	if (cp >= LIGATURE &&
		cp - LIGATURE < sizeof(ligatures) / sizeof(ligatures[0]))
		str_puts(out, ligatures[cp - LIGATURE]);
	else
		utf8_put(out, cp);
}

/* The character that an XML reference at p stands for; its length in *n. */
static uint32_t reference(size_t *n, const char *p, size_t len)
{
	static const struct {
		const char *text;
		char c;
	} known[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' },
		{ "&quot;", '"' }, { "&apos;", '\'' } };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		*n = strlen(known[i].text);
		if (*n <= len && memcmp(p, known[i].text, *n) == 0)
			return (uint32_t)known[i].c;
	}
	*n = 1;
	return '&';
}

static void put_text(struct str *out, const char *p, size_t len)
{
	for (size_t i = 0; i < len;) {
		uint32_t cp;
		size_t n;

		if (p[i] == '&')
			cp = reference(&n, p + i, len - i);
		else
			n = utf8_decode(&cp, p + i, len - i);
		put_character(out, cp);
		i += n;
	}
}

/* Whether the line under way continues the last one at its height. */
static bool is_beside(
	const struct pdftext_line *last, const struct pdftext_line *line)
{
	int32_t apart = line->y0 - last->y0;

	return last->page == line->page && last->block == line->block &&
	       line->x0 >= last->x1 && apart * SAME_HEIGHT <= last->size &&
	       -apart * SAME_HEIGHT <= last->size;
}

static void end_line(struct reader *r)
{
	struct pdftext_layout *l = r->out;
	struct pdftext_line *line = &r->line;

	if (line->len == 0)
		return;
	line->size = (int32_t)(r->weight / (r->letters > 0 ? r->letters : 1));
	if (l->n > 0 && is_beside(&l->lines[l->n - 1], line)) {
		struct pdftext_line *last = &l->lines[l->n - 1];

		last->x1 = line->x1;
		last->len = line->text + line->len - last->text;
	} else {
		l->lines = mem_grow(
			l->lines, &l->room, l->n + 1, sizeof(*l->lines));
		l->lines[l->n++] = *line;
	}
	*line = (struct pdftext_line){ 0 };
}

static void start_line(struct reader *r, const char *p, const char *end)
{
	end_line(r);
	r->line = (struct pdftext_line){
		.x0 = attribute(p, end, "xMin"),
		.y0 = attribute(p, end, "yMin"),
		.x1 = attribute(p, end, "xMax"),
		.y1 = attribute(p, end, "yMax"),
		.page = r->out->n_pages - 1,
		.block = r->out->blocks,
	};
	r->weight = 0;
	r->letters = 0;
}

/* The word whose tag is from p up to end, with its text behind it. */
static void add_word(struct reader *r, const char *p, const char *end,
	const char *text, size_t len)
{
	struct str *pool = &r->out->text;
	size_t before = pool->len, from;
	int64_t height = attribute(p, end, "yMax") - attribute(p, end, "yMin");

	if (before > 0)
		str_putc(pool, ' ');
	from = pool->len;
	put_text(pool, text, len);
	if (pool->over || pool->len == from) {
		str_cut(pool, before);
		return;
	}
	if (r->line.len == 0) {
		r->line.text = from;
		r->line.first =
			attribute(p, end, "xMax") - attribute(p, end, "xMin");
	}
	r->line.len = pool->len - r->line.text;
	r->letters += (int64_t)(pool->len - from);
	r->weight += height * (int64_t)(pool->len - from);
}

static void start_page(struct reader *r, const char *p, const char *end)
{
	struct pdftext_layout *l = r->out;

	end_line(r);
	l->pages = mem_grow(
		l->pages, &l->pages_room, l->n_pages + 1, sizeof(*l->pages));
	l->pages[l->n_pages++] = (struct pdftext_page){
		.width = attribute(p, end, "width"),
		.height = attribute(p, end, "height"),
	};
	l->blocks++;
}

static bool is_tag(const char *p, const char *end, const char *name)
{
	size_t n = strlen(name);

	return (size_t)(end - p) > n && memcmp(p, name, n) == 0 && p[n] == ' ';
}

/* A start tag from p up to end; rest is what follows, len bytes. */
static void take_tag(struct reader *r, const char *p, const char *end,
	const char *rest, size_t len)
{
	const char *next = memchr(rest, '<', len);

	if (is_tag(p, end, "page"))
		start_page(r, p, end);
	else if (r->out->n_pages == 0)
		return;
	else if (is_tag(p, end, "block"))
		r->out->blocks++;
	else if (is_tag(p, end, "line"))
		start_line(r, p, end);
	else if (is_tag(p, end, "word"))
		add_word(r, p, end, rest,
			next != NULL ? (size_t)(next - rest) : len);
}

int pdftext_layout_read(
	struct pdftext_layout *out, const char *xhtml, size_t len)
{
	struct reader r = { .out = out };
	const char *p = xhtml, *stop = xhtml + len;

	pdftext_layout_release(out);
	str_puts(&out->text, "");
	while (p < stop && (p = memchr(p, '<', (size_t)(stop - p))) != NULL) {
		const char *end = memchr(p, '>', (size_t)(stop - p));

		if (end == NULL)
			break;
		take_tag(&r, p + 1, end, end + 1, (size_t)(stop - end - 1));
		p = end + 1;
	}
	end_line(&r);
	if (out->n_pages == 0)
		return err_set(ERR_PARSE, _("the PDF has no pages"));
	return str_check(&out->text, _("the PDF's text"));
}

void pdftext_layout_release(struct pdftext_layout *l)
{
	str_release(&l->text);
	free(l->lines);
	free(l->pages);
	*l = (struct pdftext_layout){ 0 };
}
