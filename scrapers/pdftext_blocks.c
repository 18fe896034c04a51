/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * 1. Lines are taken in reading order and appended to the block under way,
 *    or begin a new one (begins_block()).
 * 2. The size of the running text is the one that most letters have; sizes
 *    of larger short blocks, largest first, are the levels of headings.
 * 3. Blocks are written, their text escaped piece by piece between the
 *    beginnings of pages.
 */
#include "scrapers/pdftext_blocks.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unictype.h>

#include "base/i18n.h"
#include "base/markdown.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/pdftext_words.h"

enum {
	HEADING_LETTERS = 200, /* bytes; longer is no heading */
	HEADING_LINES = 3,
	LARGER = 115, /* per cent of the running text's size */
	SIZE_STEP = PDFTEXT_POINT / 4,
	SIZES = 400,	       /* up to 100 points */
	LEVELS = 4,	       /* of sizes; numbered ones are one below */
	DEPTHS = 4,	       /* of lists */
	SLACK = PDFTEXT_POINT, /* edges that near are the same */
};

/* The block under way. */
struct builder {
	struct pdftext_blocks *out;
	const struct pdftext_layout *l;
	struct pdftext_words words;
	const struct pdftext_line *last; /* its last line; NULL: none */
	const struct pdftext_line *lead; /* a bullet or number on its own */
	int32_t right;			 /* right edge of its lines */
	int32_t gap;			 /* between its first lines; -1 */
	int32_t bullets[DEPTHS];	 /* left edges of the list under way */
	int depth;			 /* how many */
	size_t page;			 /* last one that was marked, plus 1 */
	const struct pdftext_line **asides; /* owned: wait for its end */
	size_t n_asides, asides_room;
};

static const char *text_of(
	const struct builder *b, const struct pdftext_line *l)
{
	return b->l->text.p + l->text;
}

static uint32_t first_character(const char *p, size_t len, size_t *n)
{
	uint32_t cp = 0;

	*n = len > 0 ? utf8_decode(&cp, p, len) : 0;
	return cp;
}

/* Symbols that are bullets, also in the private use area, where Word's
 * symbol fonts put them. */
static bool is_bullet(uint32_t cp)
{
	static const uint32_t bullets[] = { 0xB7, 0x2022, 0x2023, 0x2043,
		0x25A0, 0x25AA, 0x25B8, 0x25BA, 0x25CB, 0x25CF, 0x25E6, 0x2713,
		0x2714, 0x2756, 0x27A2, 0xF0A7, 0xF0B7, 0xF0D8, 0xF0FC };

	for (size_t i = 0; i < sizeof(bullets) / sizeof(bullets[0]); i++)
		if (bullets[i] == cp)
			return true;
	return false;
}

static bool is_dash(uint32_t cp)
{
	return cp == '-' || cp == '*' || cp == 0x2013 || cp == 0x2014;
}

/* How many bytes of bullet and space the text begins with; 0 for none. */
static size_t bullet(const char *p, size_t len)
{
	size_t n;
	uint32_t cp = first_character(p, len, &n);
	bool space = n < len && p[n] == ' ';

	if (is_bullet(cp) && n < len)
		return space ? n + 1 : n;
	return is_dash(cp) && space && n + 1 < len ? n + 1 : 0;
}

/* A bullet and nothing else. A dash alone is as well an empty cell. */
static bool is_lone_bullet(const char *p, size_t len)
{
	size_t n;
	uint32_t cp = first_character(p, len, &n);

	return n > 0 && n == len && is_bullet(cp);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* How many bytes the text begins with of "3.", "2.1", "IV)", "(a)"; 0 for
 * none. A number or word alone is none. */
static size_t number(const char *p, size_t len)
{
	size_t i = len > 0 && p[0] == '(' ? 1 : 0, from = i;
	bool marked = false;

	if (i < len && is_digit(p[i])) {
		while (i < len && i < 12 && (is_digit(p[i]) || p[i] == '.')) {
			marked = marked || p[i] == '.';
			i++;
		}
	} else {
		while (i < len && i < from + 4 && is_ascii_letter(p[i]))
			i++;
		if (i > from + 1 && strspn(p + from, "ivxIVX") < i - from)
			return 0;
	}
	if (i == from)
		return 0;
	if (i < len && (p[i] == ')' || (p[i] == '.' && from == 0))) {
		marked = true;
		i++;
	}
	return marked ? i : 0;
}

/* The same with the space behind it; 0 where no text follows. */
static size_t numbering(const char *p, size_t len)
{
	size_t n = number(p, len);

	return n > 0 && n + 1 < len && p[n] == ' ' ? n + 1 : 0;
}

/* Whether a sentence or a list's opening ends there. */
static bool is_ended(const char *p, size_t len)
{
	static const char *const closers[] = { ")", "\"", "'", "\xC2\xBB",
		"\xE2\x80\x9D", "\xE2\x80\x99", " " };

	for (size_t i = 0; i < sizeof(closers) / sizeof(closers[0]); i++) {
		size_t n = strlen(closers[i]);

		if (len > n && memcmp(p + len - n, closers[i], n) == 0) {
			len -= n;
			i = SIZE_MAX;
		}
	}
	return len > 0 && strchr(".:;!?", p[len - 1]) != NULL;
}

/* Whether the next line's first word would have fitted behind the last line:
 * then the break was meant. */
static bool would_fit(const struct builder *b, const struct pdftext_line *line)
{
	const struct pdftext_line *last = b->last;
	int32_t space = last->size / 4;

	return last->x1 + space + line->first + last->size / 2 < b->right;
}

static bool is_other_size(
	const struct pdftext_line *a, const struct pdftext_line *b)
{
	int64_t x = a->size, y = b->size;

	return x * 8 > y * 9 || y * 8 > x * 9;
}

/* Inside one of pdftotext's blocks. */
static bool breaks_inside(
	const struct builder *b, const struct pdftext_line *line)
{
	int32_t gap = line->y0 - b->last->y1;
	const struct pdftext_block *block = &b->out->v[b->out->n - 1];

	if (would_fit(b, line))
		return true;
	if (gap > line->size / 2 && b->gap >= 0 &&
		gap > b->gap + line->size / 3)
		return true;
	return block->kind == PDFTEXT_ITEM && block->lines > 1 &&
	       line->x0 <= block->x0 + SLACK;
}

/* Whether the line, in another block of the same or of the next page, goes
 * on with a sentence: small letter, same edge, same size, and the last line
 * was full. */
static bool goes_on(const struct builder *b, const struct pdftext_line *line)
{
	size_t n;
	uint32_t cp = first_character(text_of(b, line), line->len, &n);
	int32_t apart = line->x0 - b->last->x0;
	int32_t gap = line->y0 - b->last->y1;

	if (is_ended(text_of(b, b->last), b->last->len) || !uc_is_lower(cp))
		return false;
	if (apart > 2 * line->size || -apart > 2 * line->size)
		return false;
	if (line->page == b->last->page &&
		(gap > line->size || gap < -line->size))
		return false;
	return line->page <= b->last->page + 1 && !would_fit(b, line);
}

static bool begins_block(
	const struct builder *b, const struct pdftext_line *line)
{
	const char *p = text_of(b, line);

	if (b->last == NULL || b->lead != NULL || is_other_size(b->last, line))
		return true;
	if (bullet(p, line->len) > 0)
		return true;
	if (numbering(p, line->len) > 0 &&
		(is_ended(text_of(b, b->last), b->last->len) ||
			would_fit(b, line)))
		return true;
	if (line->block != b->last->block)
		return !goes_on(b, line);
	return breaks_inside(b, line);
}

/* Right edge of the lines that stand in one block with line i. */
static int32_t right_edge(const struct pdftext_layout *l, size_t i)
{
	int32_t right = l->lines[i].x1;

	for (size_t k = i + 1;
		k < l->n && l->lines[k].block == l->lines[i].block; k++)
		if (l->lines[k].x1 > right)
			right = l->lines[k].x1;
	return right;
}

/* The depth of an item by its bullet's left edge: deeper when it is further
 * right than the ones above it. */
static int depth_of(struct builder *b, int32_t x0)
{
	size_t n = b->out->n;

	if (n == 0 || b->out->v[n - 1].kind != PDFTEXT_ITEM)
		b->depth = 0;
	while (b->depth > 0 && x0 <= b->bullets[b->depth - 1] - 4 * SLACK)
		b->depth--;
	if (b->depth == 0 || (x0 > b->bullets[b->depth - 1] + 4 * SLACK &&
				     b->depth < DEPTHS))
		b->bullets[b->depth++] = x0;
	return b->depth - 1;
}

static void mark_page(struct builder *b, const struct pdftext_line *line)
{
	struct pdftext_blocks *o = b->out;

	if (line->page < b->page)
		return;
	o->marks = mem_grow(
		o->marks, &o->marks_room, o->n_marks + 1, sizeof(*o->marks));
	o->marks[o->n_marks++] =
		(struct pdftext_mark){ line->page, o->text.len };
	o->v[o->n - 1].marks++;
	b->page = line->page + 1;
}

static void start_block(struct builder *b, const struct pdftext_line *line)
{
	struct pdftext_blocks *o = b->out;
	const char *p = text_of(b, line);
	const struct pdftext_line *lead = b->lead != NULL ? b->lead : line;
	const char *first = text_of(b, lead);
	size_t skip = b->lead == NULL ? bullet(p, line->len) : 0;
	bool item = skip > 0 ||
		    (b->lead != NULL && is_lone_bullet(first, lead->len));
	struct pdftext_block block = { .size = line->size,
		.x0 = lead->x0,
		.text = o->text.len,
		.lines = 1,
		.mark = o->n_marks };

	if (item) {
		block.kind = PDFTEXT_ITEM;
		block.level = depth_of(b, lead->x0);
	}
	o->v = mem_grow(o->v, &o->room, o->n + 1, sizeof(*o->v));
	o->v[o->n++] = block;
	mark_page(b, line);
	if (b->lead != NULL && !item)
		str_printf(&o->text, "%.*s ", (int)lead->len, first);
	b->lead = NULL;
	str_add(&o->text, p + skip, line->len - skip);
	o->v[o->n - 1].len = o->text.len - block.text;
	b->gap = -1;
}

static void continue_block(struct builder *b, const struct pdftext_line *line)
{
	struct pdftext_blocks *o = b->out;
	struct pdftext_block *block = &o->v[o->n - 1];
	const char *p = text_of(b, line);
	const char *before = o->text.p + block->text;
	enum pdftext_join how =
		pdftext_words_join(&b->words, before, block->len, p, line->len);

	if (how == PDFTEXT_LETTERS)
		str_cut(&o->text,
			o->text.len - (before[block->len - 1] == '-' ? 1 : 2));
	if (how == PDFTEXT_SPACE)
		str_putc(&o->text, ' ');
	mark_page(b, line);
	str_add(&o->text, p, line->len);
	block->len = o->text.len - block->text;
	block->lines++;
	if (b->gap < 0 && line->block == b->last->block)
		b->gap = line->y0 - b->last->y1;
}

static void flush_asides(struct builder *b)
{
	const struct pdftext_line *lead = b->lead;

	b->lead = NULL;
	for (size_t i = 0; i < b->n_asides; i++)
		start_block(b, b->asides[i]);
	b->n_asides = 0;
	b->lead = lead;
}

/* Whether line i is a bullet or number that stands, in a block of its own,
 * before the text of the next line. */
static bool is_lead(const struct builder *b, size_t i)
{
	const struct pdftext_line *line = &b->l->lines[i], *next = line + 1;
	const char *p = text_of(b, line);
	int32_t apart;

	if (i + 1 == b->l->n || next->page != line->page || next->repeated ||
		(!is_lone_bullet(p, line->len) &&
			number(p, line->len) < line->len))
		return false;
	apart = next->y0 - line->y0;
	return apart < line->size / 2 && apart > -line->size / 2 &&
	       next->x0 >= line->x1 && next->x0 - line->x1 < 4 * line->size;
}

static void take_line(struct builder *b, size_t i)
{
	const struct pdftext_line *line = &b->l->lines[i];

	if (line->repeated) {
		if (!line->aside)
			return;
		b->asides = mem_grow(b->asides, &b->asides_room,
			b->n_asides + 1, sizeof(*b->asides));
		b->asides[b->n_asides++] = line;
		return;
	}
	if (b->lead == NULL && is_lead(b, i)) {
		b->lead = line;
		return;
	}
	if (begins_block(b, line)) {
		flush_asides(b);
		start_block(b, line);
	} else {
		continue_block(b, line);
	}
	if (b->last == NULL || line->block != b->last->block)
		b->right = right_edge(b->l, i);
	b->last = line;
}

static size_t size_step(int32_t size)
{
	int32_t step = size / SIZE_STEP;

	return step < 0 ? 0 : step >= SIZES ? SIZES - 1 : (size_t)step;
}

/* The size that most letters have. */
static int32_t running_size(const struct pdftext_blocks *b)
{
	size_t letters[SIZES] = { 0 };
	size_t best = 0;

	for (size_t i = 0; i < b->n; i++)
		letters[size_step(b->v[i].size)] += b->v[i].len;
	for (size_t s = 0; s < SIZES; s++)
		if (letters[s] > letters[best])
			best = s;
	return (int32_t)(best + 1) * SIZE_STEP;
}

static bool is_larger(const struct pdftext_block *v, int32_t running)
{
	return (int64_t)v->size * 100 >= (int64_t)running * LARGER;
}

static bool is_short(const struct pdftext_block *v)
{
	return v->kind == PDFTEXT_PARAGRAPH && v->len <= HEADING_LETTERS &&
	       v->lines <= HEADING_LINES;
}

static bool has_letter(const char *p, size_t len)
{
	for (size_t i = 0; i < len;) {
		uint32_t cp;

		i += utf8_decode(&cp, p + i, len - i);
		if (uc_is_alpha(cp))
			return true;
	}
	return false;
}

static bool is_capitals(const char *p, size_t len)
{
	size_t capitals = 0;

	for (size_t i = 0; i < len;) {
		uint32_t cp;

		i += utf8_decode(&cp, p + i, len - i);
		if (uc_is_lower(cp))
			return false;
		capitals += uc_is_upper(cp) ? 1 : 0;
	}
	return capitals >= 4;
}

/* "Article 3 – Objet", "3. OBJET": on a line of its own, without a full
 * stop. */
static bool is_titled(const char *p, size_t len)
{
	static const char *const words[] = { "article ", "section ",
		"chapitre ", "chapter ", "annexe ", "annex ", "titre " };
	size_t n = numbering(p, len);

	if (n > 0)
		return is_capitals(p + n, len - n);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		n = strlen(words[i]);
		if (len > n && strncasecmp(p, words[i], n) == 0 &&
			(is_digit(p[n]) || strchr("IVX", p[n]) != NULL))
			return !is_ended(p, len);
	}
	return false;
}

/* Levels by size step, from the largest; those that differ little share
 * one. Gives the deepest level. */
static int rank_sizes(
	int level[SIZES], const struct pdftext_blocks *b, int32_t running)
{
	size_t last = SIZES * 2;
	int rank = 0;

	memset(level, 0, SIZES * sizeof(level[0]));
	for (size_t i = 0; i < b->n; i++)
		if (is_short(&b->v[i]) && is_larger(&b->v[i], running))
			level[size_step(b->v[i].size)] = 1;
	for (size_t s = SIZES; s-- > 0;) {
		if (level[s] == 0)
			continue;
		if (last * 15 > s * 16 && rank < LEVELS)
			rank++;
		level[s] = rank;
		last = s;
	}
	return rank;
}

static void find_headings(struct pdftext_blocks *b)
{
	int32_t running = running_size(b);
	int level[SIZES];
	int deepest = rank_sizes(level, b, running);

	for (size_t i = 0; i < b->n; i++) {
		struct pdftext_block *v = &b->v[i];
		const char *p = b->text.p + v->text;

		if (!is_short(v) || !has_letter(p, v->len))
			continue;
		if (is_larger(v, running))
			v->level = level[size_step(v->size)];
		else if (v->lines == 1 && is_titled(p, v->len))
			v->level = deepest + 1;
		if (v->level > 0)
			v->kind = PDFTEXT_HEADING;
	}
}

void pdftext_blocks_read(
	struct pdftext_blocks *out, const struct pdftext_layout *l)
{
	struct builder b = { .out = out, .l = l, .gap = -1 };

	pdftext_blocks_release(out);
	str_puts(&out->text, "");
	pdftext_words_read(&b.words, l);
	for (size_t i = 0; i < l->n; i++)
		take_line(&b, i);
	flush_asides(&b);
	find_headings(out);
	pdftext_words_release(&b.words);
	free(b.asides);
}

/* Escapes without the spaces at the ends, which would show as references. */
static void write_piece(struct str *out, const char *p, size_t len)
{
	while (len > 0 && p[len - 1] == ' ')
		len--;
	while (len > 0 && *p == ' ') {
		p++;
		len--;
	}
	markdown_escape(out, p, len);
}

static void write_prefix(struct str *out, const struct pdftext_block *v)
{
	if (v->kind == PDFTEXT_ITEM)
		str_printf(out, "%*s- ", v->level * 2, "");
	for (int i = 0; v->kind == PDFTEXT_HEADING && i < v->level; i++)
		str_puts(out, i + 1 < v->level ? "#" : "# ");
}

/* Page `page` begins here, and so do those before it that are empty. */
static void set_pages(size_t *pages, size_t *next, size_t page, size_t offset)
{
	while (*next <= page)
		pages[(*next)++] = offset;
}

static void write_block(struct str *out, size_t *pages, size_t *next,
	const struct pdftext_blocks *b, const struct pdftext_block *v)
{
	size_t from = v->text, end = v->text + v->len;
	size_t start = out->len;

	write_prefix(out, v);
	for (size_t i = v->mark; i < v->mark + v->marks; i++) {
		const struct pdftext_mark *m = &b->marks[i];

		write_piece(out, b->text.p + from, m->offset - from);
		if (m->offset > from && b->text.p[m->offset - 1] == ' ')
			str_putc(out, ' ');
		set_pages(pages, next, m->page,
			m->offset == v->text ? start : out->len);
		from = m->offset;
	}
	write_piece(out, b->text.p + from, end - from);
}

int pdftext_blocks_write(struct str *out, size_t *pages, size_t n_pages,
	const struct pdftext_blocks *b)
{
	size_t next = 0;

	for (size_t i = 0; i < b->n; i++) {
		bool items = i > 0 && b->v[i].kind == PDFTEXT_ITEM &&
			     b->v[i - 1].kind == PDFTEXT_ITEM;

		if (i > 0)
			str_puts(out, items ? "\n" : "\n\n");
		write_block(out, pages, &next, b, &b->v[i]);
	}
	if (n_pages > 0)
		set_pages(pages, &next, n_pages - 1, out->len);
	return str_check(out, _("the PDF's text"));
}

void pdftext_blocks_release(struct pdftext_blocks *b)
{
	str_release(&b->text);
	free(b->v);
	free(b->marks);
	*b = (struct pdftext_blocks){ 0 };
}
