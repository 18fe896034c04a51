/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmark-gfm's tree is walked with its iterator and flattened: one block for
 * each paragraph, heading, item, row, code block, rule. Containers only
 * leave their mark on the blocks in them (quote depth, list depth, marker).
 */
#include "base/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/markdown_bounds.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { LISTS_MAX = MARKDOWN_NESTING };

/* The state of the walk. */
struct walk {
	struct markdown *out;
	size_t cap;
	size_t cell_cap, run_cap;
	int quote, list;
	int next[LISTS_MAX + 1]; /* number of the next item, 0: bullets */
	bool tight[LISTS_MAX + 1];
	bool item; /* the next paragraph begins an item */
	unsigned style;
	const char *url;
	bool header, first;
	struct markdown_block *block; /* that runs go to, or NULL */
};

static struct markdown_block *add_block(
	struct walk *w, enum markdown_kind kind, cmark_node *node)
{
	struct markdown *md = w->out;
	struct markdown_block *b;

	md->blocks = mem_grow(
		md->blocks, &w->cap, md->n + 1, sizeof(*md->blocks));
	b = &md->blocks[md->n++];
	*b = (struct markdown_block){ .kind = kind,
		.quote = w->quote,
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

static bool same_url(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static void add_run(struct walk *w, const char *text, size_t len,
	unsigned style)
{
	struct markdown_cell *cell;
	struct markdown_run *run;

	if (w->block == NULL || w->block->n_cells == 0 || len == 0)
		return;
	cell = &w->block->cells[w->block->n_cells - 1];
	run = cell->n > 0 ? &cell->runs[cell->n - 1] : NULL;
	if (run != NULL && run->style == style && !(style & MARKDOWN_BREAK) &&
		same_url(run->url, w->url)) {
		run->text = mem_resize(run->text, run->len + len + 1, 1);
		memcpy(run->text + run->len, text, len);
		run->len += len;
		run->text[run->len] = '\0';
		return;
	}
	cell->runs = mem_grow(
		cell->runs, &w->run_cap, cell->n + 1, sizeof(*cell->runs));
	cell->runs[cell->n++] = (struct markdown_run){ mem_dup(text, len), len,
		style, mem_strdup(w->url) };
}

static void literal(struct walk *w, cmark_node *node, unsigned style)
{
	const char *text = cmark_node_get_literal(node);

	if (text != NULL)
		add_run(w, text, strlen(text), w->style | style);
}

static void enter_list(struct walk *w, cmark_node *node)
{
	if (w->list < LISTS_MAX)
		w->list++;
	w->next[w->list] = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
		? cmark_node_get_list_start(node)
		: -1;
	w->tight[w->list] = cmark_node_get_list_tight(node) != 0;
}

/* The marker of the item that begins, then the number of the next one. */
static void take_marker(struct walk *w, struct markdown_block *b)
{
	int *next = &w->next[w->list];

	w->item = false;
	if (*next < 0)
		snprintf(b->marker, sizeof(b->marker), "\xE2\x80\xA2");
	else
		snprintf(b->marker, sizeof(b->marker), "%d.", (*next)++);
}

static void begin_text(struct walk *w, cmark_node *node)
{
	bool heading = cmark_node_get_type(node) == CMARK_NODE_HEADING;
	struct markdown_block *b = add_block(w,
		heading	       ? MARKDOWN_HEADING
			: w->item ? MARKDOWN_ITEM
				  : MARKDOWN_PARAGRAPH,
		node);

	if (heading)
		b->level = cmark_node_get_heading_level(node);
	else if (w->item)
		take_marker(w, b);
	add_cell(w);
}

static void whole_block(struct walk *w, cmark_node *node,
	enum markdown_kind kind)
{
	add_block(w, kind, node);
	add_cell(w);
	literal(w, node, 0);
	w->block = NULL;
}

static void enter_row(struct walk *w, cmark_node *node)
{
	struct markdown_block *b = add_block(w, MARKDOWN_ROW, node);

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
		w->style ^= MARKDOWN_STRIKE;
	} else {
		return false;
	}
	return true;
}

static void see_inline(struct walk *w, cmark_node *node, bool entering)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_HTML_INLINE:
		literal(w, node, 0);
		break;
	case CMARK_NODE_CODE:
		literal(w, node, MARKDOWN_MONO);
		break;
	case CMARK_NODE_SOFTBREAK:
		add_run(w, " ", 1, w->style);
		break;
	case CMARK_NODE_LINEBREAK:
		add_run(w, "\n", 1, w->style | MARKDOWN_BREAK);
		break;
	case CMARK_NODE_STRONG:
		w->style ^= MARKDOWN_STRONG;
		break;
	case CMARK_NODE_EMPH:
		w->style ^= MARKDOWN_EMPHASIS;
		break;
	case CMARK_NODE_LINK:
	case CMARK_NODE_IMAGE:
		w->url = entering ? cmark_node_get_url(node) : NULL;
		if (cmark_node_get_type(node) == CMARK_NODE_IMAGE)
			w->style ^= MARKDOWN_IMAGE;
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
		w->item = entering;
		return true;
	case CMARK_NODE_BLOCK_QUOTE:
		w->quote += entering ? 1 : -1;
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

static void flatten(struct markdown *out, cmark_node *root)
{
	struct walk w = { .out = out };
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
		see(&w, cmark_iter_get_node(iter),
			event == CMARK_EVENT_ENTER);
	cmark_iter_free(iter);
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
	parser = cmark_parser_new(CMARK_OPT_DEFAULT);
	attach(parser, "table");
	attach(parser, "strikethrough");
	cmark_parser_feed(parser, text, len);
	root = cmark_parser_finish(parser);
	flatten(&md, root);
	cmark_node_free(root);
	cmark_parser_free(parser);
	*out = md;
	return 0;
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
	return out->over ? ERR_LIMIT : 0;
}

/* Every ASCII punctuation character may be escaped (CommonMark 2.4); those
 * that can mean something are. A digit or space at the start is written as a
 * character reference, so that it opens no list and no code. */
int markdown_escape(struct str *out, const char *text, size_t len)
{
	static const char marks[] = "\\`*_{}[]<>()#+-.!|~&\"'=^$:;@/";

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '\n' || c == '\r')
			str_putc(out, ' ');
		else if (c == '\t' || (c == ' ' && (i == 0 || i + 1 == len)))
			str_printf(out, "&#%d;", c);
		else if (c < 0x20 || c == 0x7F)
			str_puts(out, "\xEF\xBF\xBD");
		else if (c < 0x80 && strchr(marks, c) != NULL)
			str_printf(out, "\\%c", c);
		else
			str_putc(out, (char)c);
	}
	return out->over ? ERR_LIMIT : 0;
}
