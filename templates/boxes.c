/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The runs of a cell are put together, so that libunibreak sees what lies
 * across their borders; then each is cut at spaces and at the places found,
 * each such word by the faces its characters need, and each of those pieces,
 * where it is long, into cuts.
 */
#include "templates/boxes.h"

#include <linebreak.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "templates/marks.h"
#include "templates/typography.h"

enum {
	LONG_WORD = 28, /* characters; longer ones may be cut */
	CUT = 16,	/* …every so many */
	TAB = 8,
};
#define MONO_SIZE 0.88 /* of the text around it: the face is large */
#define SLACK 0.01     /* sums of widths are not exact */
#define NARROW 0.6     /* of a space */

static const char narrow[] = "\xE2\x80\xAF";

/* What a stretch of text is drawn with, and the widest it may be. */
struct look {
	enum font_face face;
	double size, room;
	unsigned style;
	const char *url;
};

/* The cell's whole text, where each run begins in it, and what may follow
 * each byte. */
struct source {
	struct str text;
	size_t *starts; /* of each run, and one more */
	char *breaks;	/* libunibreak's answer for each byte */
};

static enum font_face face_of(const struct boxes_style *s, unsigned style)
{
	bool bold = s->bold || (style & MARKDOWN_STRONG);
	bool italic = style & MARKDOWN_EMPHASIS;

	if (s->mono || (style & MARKDOWN_MONO))
		return bold ? FONT_MONO_BOLD : FONT_MONO;
	if (s->sans)
		return bold ? FONT_SANS_BOLD : FONT_SANS;
	if (bold)
		return italic ? FONT_SERIF_BOLD_ITALIC : FONT_SERIF_BOLD;
	return italic ? FONT_SERIF_ITALIC : FONT_SERIF;
}

static struct box *last(struct boxes *b)
{
	return b->n > 0 ? &b->v[b->n - 1] : NULL;
}

/* A no-break space has done its work when lines are broken; drawn as a plain
 * one it is found by those who search for "n° 3". */
static size_t plain_spaces(char *text, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		bool nbsp = i + 1 < len && memcmp(text + i, "\xC2\xA0", 2) == 0;

		text[n++] = nbsp ? ' ' : text[i];
		i += nbsp;
	}
	text[n] = '\0';
	return n;
}

static void add_box(struct boxes *b, const struct fonts *f,
	const struct look *look, const char *text, size_t len)
{
	struct box box = { .text = mem_dup(text, len),
		.face = look->face,
		.size = look->size,
		.url = look->url,
		.style = look->style };

	box.len = plain_spaces(box.text, len);
	box.width = fonts_width(f, box.face, box.size, box.text, box.len);
	b->v = mem_grow(b->v, &b->cap, b->n + 1, sizeof(*b->v));
	b->v[b->n++] = box;
}

static bool is_joint(char c)
{
	return c != '\0' && strchr("-/._?&=@:,;~+%#", c) != NULL;
}

/* How many bytes of a long word go into the next box. */
static size_t cut_length(const struct fonts *f, const struct look *look,
	const char *text, size_t len)
{
	size_t at = 0, characters = 0;
	double width = 0;

	while (at < len && (characters < CUT || is_joint(text[at]))) {
		uint32_t cp;
		size_t n = utf8_decode(&cp, text + at, len - at);

		width += fonts_width(f, look->face, look->size, text + at, n);
		if (width > look->room && at > 0)
			break;
		at += n;
		characters++;
		if (is_joint(text[at - 1]) && at < len && !is_joint(text[at]))
			break;
	}
	return at;
}

/* Text of one face: one box, or several when it is long. */
static void add_piece(struct boxes *b, const struct fonts *f,
	const struct look *look, const char *text, size_t len, bool is_long)
{
	while (len > 0) {
		size_t n = is_long ? cut_length(f, look, text, len) : len;

		add_box(b, f, look, text, n);
		text += n;
		len -= n;
		if (len > 0)
			last(b)->end = BOXES_CUT;
	}
}

/* Text without narrow spaces. */
static int add_part(struct boxes *b, struct fonts *f, const struct look *look,
	const char *text, size_t len)
{
	bool is_long = utf8_count(text, len) > LONG_WORD;

	while (len > 0) {
		struct look one = *look;
		struct fonts_piece piece;
		const char *shown = text;
		size_t n;
		int rc = fonts_split(&piece, f, look->face, text, len);

		if (rc != 0)
			return rc;
		n = piece.len;
		one.face = piece.face;
		if (piece.code[0] != '\0') {
			shown = piece.code;
			n = strlen(piece.code);
		}
		if (!piece.hidden)
			add_piece(b, f, &one, shown, n,
				is_long || fonts_width(f, one.face, one.size,
						   shown, n) > one.room);
		text += piece.len;
		len -= piece.len;
	}
	return 0;
}

/* A word: a stretch between two places where a line may end, without its
 * spaces. A narrow no-break space, which few faces have, is a space that
 * takes less room and does not stretch. */
static int add_word(struct boxes *b, struct fonts *f, const struct look *look,
	const char *text, size_t len)
{
	const size_t n = sizeof(narrow) - 1;
	const char *space;
	int rc = 0;

	while (rc == 0 && (space = memmem(text, len, narrow, n)) != NULL) {
		size_t part = (size_t)(space - text);

		rc = add_part(b, f, look, text, part);
		if (rc == 0 && part > 0) {
			last(b)->space = NARROW * fonts_width(f, last(b)->face,
							  look->size, " ", 1);
			last(b)->end = BOXES_JOINED;
		}
		text += part + n;
		len -= part + n;
	}
	return rc != 0 ? rc : add_part(b, f, look, text, len);
}

static int read_source(struct source *s, const struct markdown_cell *cell,
	const struct boxes_style *style)
{
	int rc = 0;

	str_init(&s->text, 0);
	s->starts = mem_new(cell->n + 1, sizeof(*s->starts));
	for (size_t i = 0; i < cell->n && rc == 0; i++) {
		const struct markdown_run *r = &cell->runs[i];

		s->starts[i] = s->text.len;
		if (style->code || (r->style & MARKDOWN_MONO))
			rc = str_add(&s->text, r->text, r->len);
		else
			rc = typography_apply(
				&s->text, r->text, r->len, style->lang);
	}
	s->starts[cell->n] = s->text.len;
	if (rc != 0)
		return str_check(&s->text, "paragraph");
	s->breaks = mem_new(s->text.len + 1, 1);
	if (!style->code && s->text.len > 0)
		set_linebreaks_utf8((const utf8_t *)s->text.p, s->text.len,
			style->lang, s->breaks);
	return 0;
}

static void release_source(struct source *s)
{
	str_release(&s->text);
	free(s->starts);
	free(s->breaks);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* Whether a line may end behind byte i. Before "°" none does (the library's
 * tables are from before Unicode 9). */
static bool may_end(const struct source *s, size_t i)
{
	if (s->breaks[i] != LINEBREAK_ALLOWBREAK &&
		s->breaks[i] != LINEBREAK_MUSTBREAK)
		return false;
	return i + 2 >= s->text.len ||
	       memcmp(s->text.p + i + 1, "\xC2\xB0", 2) != 0;
}

/* A space behind the last box; at a line's start there is none. */
static void add_space(struct boxes *b, const struct fonts *f)
{
	struct box *box = last(b);

	if (box == NULL || box->end == BOXES_MUST)
		return;
	box->space = fonts_width(f, box->face, box->size, " ", 1);
	box->end = BOXES_MAY;
}

/* One run, cut at spaces and where a line may end. */
static int add_run(struct boxes *b, struct fonts *f, const struct source *s,
	const struct look *look, const size_t range[2])
{
	size_t from = range[0];
	int rc = 0;

	for (size_t i = range[0]; i < range[1] && rc == 0; i++) {
		bool space = is_space(s->text.p[i]);
		bool end = may_end(s, i);

		if (!space && !end && i + 1 < range[1])
			continue;
		rc = add_word(b, f, look, s->text.p + from,
			(space ? i : i + 1) - from);
		if (rc == 0 && space)
			add_space(b, f);
		else if (rc == 0 && end && b->n > 0 && last(b)->end < BOXES_MAY)
			last(b)->end = BOXES_MAY;
		from = i + 1;
	}
	return rc;
}

/* A hard break: also of a line that has nothing on it. */
static int end_line(struct boxes *b, struct fonts *f, const struct look *look)
{
	bool any;
	int rc = fonts_has(&any, f, look->face, ' ');

	if (rc != 0)
		return rc;
	if (b->n == 0 || last(b)->end == BOXES_MUST)
		add_box(b, f, look, "", 0);
	last(b)->end = BOXES_MUST;
	return 0;
}

/* A line of code, its tabs as spaces. */
static int add_code_line(struct boxes *b, struct fonts *f,
	const struct look *look, const char *text, size_t len)
{
	struct str line = { 0 };
	size_t column = 0;
	int rc = 0;

	str_init(&line, 0);
	for (size_t i = 0; i < len; i++) {
		size_t n = text[i] == '\t' ? TAB - column % TAB : 1;

		for (size_t k = 0; k < n; k++)
			str_putc(&line, text[i] == '\t' ? ' ' : text[i]);
		column += n;
	}
	rc = str_check(&line, "code");
	if (rc == 0)
		rc = add_word(b, f, look, line.p, line.len);
	if (rc == 0)
		rc = end_line(b, f, look);
	str_release(&line);
	return rc;
}

static int add_code(struct boxes *b, struct fonts *f, const struct source *s,
	const struct look *look)
{
	const char *text = s->text.p;
	size_t left = s->text.len;
	int rc = 0;

	if (left > 0 && text[left - 1] == '\n')
		left--;
	while (left > 0 && rc == 0) {
		const char *end = memchr(text, '\n', left);
		size_t n = end != NULL ? (size_t)(end - text) : left;

		rc = add_code_line(b, f, look, text, n);
		n += end != NULL;
		text += n;
		left -= n;
	}
	return rc;
}

/* Pieces that no end separates (runs, faces) are one stretch: where it is
 * too wide, a line may end between them. */
static void cut_wide(struct boxes *b, double room)
{
	double width = 0;

	for (size_t i = 0; i < b->n; i++) {
		struct box *box = &b->v[i];

		if (width > 0 && width + box->width > room) {
			b->v[i - 1].end = BOXES_CUT;
			width = 0;
		}
		width = box->end == BOXES_JOINED
				? width + box->width + box->space
				: 0;
	}
}

/* Brackets behind the last box; they take over its end. */
static void add_bracket(struct boxes *b, const struct fonts *f,
	const struct look *look, const char *text)
{
	struct box *before, *bracket;

	add_box(b, f, look, text, strlen(text));
	bracket = last(b);
	bracket->hidden = true;
	bracket->width *= BOXES_HIDDEN;
	if (text != marks_close(look->style) || b->n < 2)
		return;
	before = &b->v[b->n - 2];
	bracket->space = before->space;
	bracket->end = before->end;
	before->space = 0;
	before->end = BOXES_JOINED;
}

/* Closes the mark that is open, opens that of the next run: between the two a
 * line may end. */
static int turn_mark(struct boxes *b, struct fonts *f, const struct look *look,
	unsigned *open)
{
	struct look closing = *look;
	unsigned style = look->style & MARKS_ANY;
	bool any;
	int rc = 0;

	if (style == *open)
		return 0;
	rc = fonts_has(&any, f, look->face, ' ');
	if (rc != 0)
		return rc;
	closing.style = *open;
	if (*open != 0)
		add_bracket(b, f, &closing, marks_close(*open));
	if (*open != 0 && style != 0 && last(b)->end < BOXES_MAY)
		last(b)->end = BOXES_MAY;
	if (style != 0)
		add_bracket(b, f, look, marks_open(style));
	*open = style;
	return 0;
}

static int read_runs(struct boxes *b, struct fonts *f, const struct source *s,
	const struct markdown_cell *cell, const struct boxes_style *style)
{
	struct look plain = { face_of(style, 0), style->size, 0, 0, NULL };
	unsigned open = 0;
	int rc = 0;

	for (size_t i = 0; i < cell->n && rc == 0; i++) {
		const struct markdown_run *r = &cell->runs[i];
		struct look look = { face_of(style, r->style), style->size,
			style->width - SLACK, r->style,
			r->style & MARKDOWN_IMAGE ? NULL : r->url };
		const size_t range[2] = { s->starts[i], s->starts[i + 1] };

		if ((r->style & MARKDOWN_MONO) && !style->mono)
			look.size *= MONO_SIZE;
		if (style->code)
			return add_code(b, f, s, &look);
		rc = turn_mark(b, f, &look, &open);
		if (rc == 0 && (r->style & MARKDOWN_BREAK))
			rc = end_line(b, f, &look);
		else if (rc == 0)
			rc = add_run(b, f, s, &look, range);
	}
	return rc == 0 ? turn_mark(b, f, &plain, &open) : rc;
}

int boxes_read(struct boxes *out, struct fonts *fonts,
	const struct markdown_cell *cell, const struct boxes_style *style)
{
	struct boxes b = { 0 };
	struct source s = { .starts = NULL };
	int rc = read_source(&s, cell, style);

	if (rc == 0)
		rc = read_runs(&b, fonts, &s, cell, style);
	release_source(&s);
	cut_wide(&b, style->width);
	if (rc != 0)
		boxes_release(&b);
	else
		*out = b;
	return rc;
}

void boxes_release(struct boxes *b)
{
	for (size_t i = 0; i < b->n; i++)
		free(b->v[i].text);
	free(b->v);
	*b = (struct boxes){ 0 };
}

double boxes_least(const struct boxes *b)
{
	double widest = 0, word = 0;

	for (size_t i = 0; i < b->n; i++) {
		word += b->v[i].width;
		if (word > widest)
			widest = word;
		word += b->v[i].space;
		if (b->v[i].end != BOXES_JOINED)
			word = 0;
	}
	return widest;
}

double boxes_most(const struct boxes *b)
{
	double widest = 0, line = 0;

	for (size_t i = 0; i < b->n; i++) {
		line += b->v[i].width;
		if (line > widest)
			widest = line;
		line += b->v[i].space;
		if (b->v[i].end == BOXES_MUST)
			line = 0;
	}
	return widest;
}
