/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmark-gfm's tree is walked with its iterator and flattened: one block for
 * each paragraph, heading, item, row, code block, rule. Containers only
 * leave their mark on the blocks in them (quote depth, list depth, marker).
 */
#include "base/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/markdown_bounds.h"
#include "base/mem.h"
#include "base/utf8.h"

/* The styles of enum markdown_style that nest, by their bits. */
enum { STRONG, EMPHASIS, STRIKE, IMAGE, STYLES };

static const unsigned style_bits[STYLES] = { MARKDOWN_STRONG, MARKDOWN_EMPHASIS,
	MARKDOWN_STRIKE, MARKDOWN_IMAGE };

/* The state of the walk. */
struct walk {
	struct markdown *out;
	size_t cap;
	size_t cell_cap, run_cap, text_cap; /* of what grows last */
	int quote, list;
	int outer;			/* quotes around the outermost list */
	int next[MARKDOWN_NESTING + 1]; /* item's number; BULLETS: none */
	bool tight[MARKDOWN_NESTING + 1];
	char marker[16]; /* of an item of which nothing was seen yet, or "" */
	size_t depth[STYLES];	      /* how often each style is open */
	const char *link, *image;     /* targets; of images the outermost's */
	bool first;		      /* the next row is its table's first */
	bool deep;		      /* nested past the bound */
	struct markdown_block *block; /* that runs go to, or NULL */
};

enum { BULLETS = -1 };

static struct markdown_block *add_block(
	struct walk *w, enum markdown_kind kind, cmark_node *node)
{
	struct markdown *md = w->out;
	struct markdown_block *b;

	md->blocks =
		mem_grow(md->blocks, &w->cap, md->n + 1, sizeof(*md->blocks));
	b = &md->blocks[md->n++];
	*b = (struct markdown_block){ .kind = kind,
		.quote = w->quote,
		.outer = w->list > 0 ? w->outer : w->quote,
		.list = w->list,
		.line = cmark_node_get_start_line(node),
		.end_line = cmark_node_get_end_line(node) };
	if (w->list > 0)
		b->tight = w->tight[w->list];
	w->block = b;
	w->cell_cap = 0;
	return b;
}

static struct markdown_cell *add_cell(struct walk *w)
{
	struct markdown_block *b = w->block;

	b->cells = mem_grow(
		b->cells, &w->cell_cap, b->n_cells + 1, sizeof(*b->cells));
	b->cells[b->n_cells] = (struct markdown_cell){ 0 };
	w->run_cap = 0;
	return &b->cells[b->n_cells++];
}

static unsigned style_of(const struct walk *w)
{
	unsigned style = 0;

	for (int i = 0; i < STYLES; i++)
		if (w->depth[i] > 0)
			style |= style_bits[i];
	return style;
}

static bool same_url(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static void add_run(struct walk *w, const char *text, size_t len, unsigned more)
{
	const char *url = w->image != NULL ? w->image : w->link;
	unsigned style = style_of(w) | more;
	struct markdown_cell *cell;
	struct markdown_run *run;

	if (w->block == NULL || w->block->n_cells == 0 || len == 0)
		return;
	cell = &w->block->cells[w->block->n_cells - 1];
	run = cell->n > 0 ? &cell->runs[cell->n - 1] : NULL;
	if (run != NULL && run->style == style &&
		!(style & (MARKDOWN_BREAK | MARKDOWN_TAG)) &&
		same_url(run->url, url)) {
		run->text = mem_grow(
			run->text, &w->text_cap, run->len + len + 1, 1);
		memcpy(run->text + run->len, text, len);
		run->len += len;
		run->text[run->len] = '\0';
		return;
	}
	cell->runs = mem_grow(
		cell->runs, &w->run_cap, cell->n + 1, sizeof(*cell->runs));
	cell->runs[cell->n++] = (struct markdown_run){ mem_dup(text, len), len,
		style, mem_strdup(url) };
	w->text_cap = len + 1;
}

static void literal(struct walk *w, cmark_node *node, unsigned style)
{
	const char *text = cmark_node_get_literal(node);

	if (text != NULL)
		add_run(w, text, strlen(text), style);
}

static void enter_list(struct walk *w, cmark_node *node)
{
	if (w->list >= MARKDOWN_NESTING) {
		w->deep = true;
		return;
	}
	if (w->list++ == 0)
		w->outer = w->quote;
	w->next[w->list] = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
				   ? cmark_node_get_list_start(node)
				   : BULLETS;
	w->tight[w->list] = cmark_node_get_list_tight(node) != 0;
}

static void enter_item(struct walk *w)
{
	int *next = &w->next[w->list];

	if (*next == BULLETS)
		snprintf(w->marker, sizeof(w->marker), "\xE2\x80\xA2");
	else
		snprintf(w->marker, sizeof(w->marker), "%d.", (*next)++);
}

/* The marker goes to the first block of its item. */
static void take_marker(struct walk *w, struct markdown_block *b)
{
	memcpy(b->marker, w->marker, sizeof(b->marker));
	w->marker[0] = '\0';
}

/* An item without anything in it is a block all the same. */
static void leave_item(struct walk *w, cmark_node *node)
{
	if (w->marker[0] == '\0')
		return;
	take_marker(w, add_block(w, MARKDOWN_ITEM, node));
	add_cell(w);
	w->block = NULL;
}

static void begin_text(struct walk *w, cmark_node *node)
{
	bool heading = cmark_node_get_type(node) == CMARK_NODE_HEADING;
	bool item = w->marker[0] != '\0';
	struct markdown_block *b = add_block(w,
		heading ? MARKDOWN_HEADING
		: item	? MARKDOWN_ITEM
			: MARKDOWN_PARAGRAPH,
		node);

	if (heading)
		b->level = cmark_node_get_heading_level(node);
	take_marker(w, b);
	add_cell(w);
}

static void whole_block(
	struct walk *w, cmark_node *node, enum markdown_kind kind)
{
	take_marker(w, add_block(w, kind, node));
	add_cell(w);
	literal(w, node, 0);
	w->block = NULL;
}

static void enter_row(struct walk *w, cmark_node *node)
{
	struct markdown_block *b = add_block(w, MARKDOWN_ROW, node);

	take_marker(w, b);
	b->header = cmark_gfm_extensions_get_table_row_is_header(node) != 0;
	b->first = w->first;
	w->first = false;
}

static void enter_cell(struct walk *w, cmark_node *node)
{
	cmark_node *table = cmark_node_parent(cmark_node_parent(node));
	uint8_t *align = cmark_gfm_extensions_get_table_alignments(table);
	uint16_t n = cmark_gfm_extensions_get_table_columns(table);
	struct markdown_cell *cell = add_cell(w);
	size_t at = w->block->n_cells - 1;

	if (align != NULL && at < n)
		cell->align = (char)align[at];
}

static void nest(struct walk *w, int style, bool entering)
{
	w->depth[style] += entering ? 1 : (size_t)-1;
}

/* Node kinds of the table extension have no constant at compile time. */
static bool enter_extension(struct walk *w, cmark_node *node, bool entering)
{
	const char *name = cmark_node_get_type_string(node);

	if (strcmp(name, "table") == 0) {
		w->first = entering;
	} else if (strcmp(name, "table_header") == 0 ||
		   strcmp(name, "table_row") == 0) {
		if (entering)
			enter_row(w, node);
		else
			w->block = NULL;
	} else if (strcmp(name, "table_cell") == 0) {
		if (entering)
			enter_cell(w, node);
	} else if (strcmp(name, "strikethrough") == 0) {
		nest(w, STRIKE, entering);
	} else {
		return false;
	}
	return true;
}

static void see_image(struct walk *w, cmark_node *node, bool entering)
{
	if (entering && w->depth[IMAGE] == 0)
		w->image = cmark_node_get_url(node);
	nest(w, IMAGE, entering);
	if (w->depth[IMAGE] == 0)
		w->image = NULL;
}

static void see_inline(struct walk *w, cmark_node *node, bool entering)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		literal(w, node, 0);
		break;
	case CMARK_NODE_HTML_INLINE:
		literal(w, node, MARKDOWN_TAG);
		break;
	case CMARK_NODE_CODE:
		literal(w, node, MARKDOWN_MONO);
		break;
	case CMARK_NODE_SOFTBREAK:
		add_run(w, " ", 1, 0);
		break;
	case CMARK_NODE_LINEBREAK:
		add_run(w, "\n", 1, MARKDOWN_BREAK);
		break;
	case CMARK_NODE_STRONG:
		nest(w, STRONG, entering);
		break;
	case CMARK_NODE_EMPH:
		nest(w, EMPHASIS, entering);
		break;
	case CMARK_NODE_LINK:
		w->link = entering ? cmark_node_get_url(node) : NULL;
		break;
	case CMARK_NODE_IMAGE:
		see_image(w, node, entering);
		break;
	default:
		break;
	}
}

/* Lists and items; true when it was one. */
static bool see_list(struct walk *w, cmark_node *node, bool entering)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_LIST:
		if (entering)
			enter_list(w, node);
		else if (w->list > 0)
			w->list--;
		return true;
	case CMARK_NODE_ITEM:
		if (entering)
			enter_item(w);
		else
			leave_item(w, node);
		return true;
	case CMARK_NODE_BLOCK_QUOTE:
		w->quote += entering ? 1 : -1;
		w->deep = w->deep || w->quote > MARKDOWN_NESTING;
		return true;
	default:
		return false;
	}
}

static void see(struct walk *w, cmark_node *node, bool entering)
{
	if (see_list(w, node, entering) || enter_extension(w, node, entering))
		return;
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
		if (entering)
			begin_text(w, node);
		else
			w->block = NULL;
		break;
	case CMARK_NODE_CODE_BLOCK:
		whole_block(w, node, MARKDOWN_CODE);
		break;
	case CMARK_NODE_HTML_BLOCK:
		whole_block(w, node, MARKDOWN_HTML);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		whole_block(w, node, MARKDOWN_RULE);
		break;
	default:
		see_inline(w, node, entering);
	}
}

static int flatten(struct markdown *out, cmark_node *root)
{
	struct walk w = { .out = out };
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;

	while (!w.deep && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
		see(&w, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER);
	cmark_iter_free(iter);
	if (!w.deep)
		return 0;
	return err_set(ERR_LIMIT, _("lists or quotes nested more than %d deep"),
		(int)MARKDOWN_NESTING);
}

/* cmark-gfm ends the process by abort() without memory; so do we, in our
 * way. */
static void *get_memory(size_t count, size_t size)
{
	return mem_new(count, size);
}

static void *resize_memory(void *p, size_t size)
{
	return mem_resize(p, size, 1);
}

static void attach(cmark_parser *parser, const char *name)
{
	cmark_syntax_extension *e = cmark_find_syntax_extension(name);

	if (e != NULL)
		cmark_parser_attach_syntax_extension(parser, e);
}

int markdown_parse(struct markdown *out, const char *text, size_t len)
{
	struct markdown md = { 0 };
	cmark_mem memory = { get_memory, resize_memory, free };
	cmark_parser *parser;
	cmark_node *root;
	size_t bad;
	int rc;

	if (!utf8_valid(text, len, &bad))
		return err_set(ERR_PARSE,
			_("the Markdown text is not UTF-8 at byte %zu"), bad);
	rc = markdown_bounds(text, len);
	if (rc != 0)
		return rc;
	cmark_gfm_core_extensions_ensure_registered();
	parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &memory);
	attach(parser, "table");
	attach(parser, "strikethrough");
	cmark_parser_feed(parser, text, len);
	root = cmark_parser_finish(parser);
	rc = flatten(&md, root);
	cmark_node_free(root);
	cmark_parser_free(parser);
	if (rc != 0)
		markdown_release(&md);
	else
		*out = md;
	return rc;
}

void markdown_release(struct markdown *md)
{
	for (size_t i = 0; i < md->n; i++) {
		struct markdown_block *b = &md->blocks[i];

		for (size_t c = 0; c < b->n_cells; c++) {
			for (size_t r = 0; r < b->cells[c].n; r++) {
				free(b->cells[c].runs[r].text);
				free(b->cells[c].runs[r].url);
			}
			free(b->cells[c].runs);
		}
		free(b->cells);
	}
	free(md->blocks);
	*md = (struct markdown){ 0 };
}

int markdown_text(struct str *out, const struct markdown_block *b)
{
	for (size_t c = 0; c < b->n_cells; c++) {
		if (c > 0)
			str_putc(out, '\t');
		for (size_t r = 0; r < b->cells[c].n; r++)
			str_add(out, b->cells[c].runs[r].text,
				b->cells[c].runs[r].len);
	}
	return str_check(out, _("the text"));
}

/*
 * Escaping. Every ASCII punctuation character may have a backslash before it
 * (CommonMark 2.4), every character may be written as a reference (2.5). So
 * that letters stay readable as Markdown, only what can mean something gets
 * one:
 *
 *	anywhere	\ ` * _ [ ] < & ~ | #
 *	at the start	also what opens a block, or could belong to markup
 *			before it: > + - = : ( and . ) behind digits alone
 *	at the end	also ! (an image, were a link to follow)
 *	at either end	white space, as a reference: it would be trimmed, or
 *			keep ** from being strong
 */
struct place {
	bool first, last;
	bool number; /* only digits so far */
};

static bool is_mark(uint32_t cp, struct place at)
{
	if (cp >= 0x80 || cp == 0)
		return false;
	return strchr("\\`*_[]<&~|#", (int)cp) != NULL ||
	       (at.first && strchr(">+-=:(.)", (int)cp) != NULL) ||
	       (at.number && (cp == '.' || cp == ')')) ||
	       (at.last && cp == '!');
}

/* White space in Unicode's sense (category Zs), or a byte order mark. */
static bool is_blank(uint32_t cp)
{
	return cp == ' ' || cp == 0xA0 || cp == 0x1680 ||
	       (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F || cp == 0x205F ||
	       cp == 0x3000 || cp == 0xFEFF;
}

static void escape_one(struct str *out, uint32_t cp, struct place at)
{
	bool edge = at.first || at.last;

	if (cp == 0)
		utf8_put(out, UTF8_REPLACEMENT);
	else if (cp < ' ' || (edge && is_blank(cp)))
		str_printf(out, "&#%u;", (unsigned)cp);
	else if (is_mark(cp, at))
		str_printf(out, "\\%c", (char)cp);
	else
		utf8_put(out, cp);
}

int markdown_escape(struct str *out, const char *text, size_t len)
{
	struct place at = { .number = true };

	for (size_t i = 0; i < len;) {
		uint32_t cp;
		size_t n = utf8_decode(&cp, text + i, len - i);

		if (cp == '\r' && i + 1 < len && text[i + 1] == '\n')
			n = 2;
		if (cp == '\r' || cp == '\n')
			cp = ' ';
		at.first = i == 0;
		at.last = i + n == len;
		escape_one(out, cp, at);
		at.number = at.number && cp >= '0' && cp <= '9';
		i += n;
	}
	return str_check(out, _("the text"));
}
