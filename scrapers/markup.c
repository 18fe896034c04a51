/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The file reads from top to bottom as the list of rules: what a text
 * becomes, what each element becomes given the Markdown of what it holds,
 * and how pieces are joined. Space and tables have files of their own.
 *
 * Lengths count as ECMAScript counts them, in UTF-16 units, because the
 * underline of a heading is as long as its text.
 */
#include "scrapers/markup.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/markup_space.h"
#include "scrapers/markup_table.h"

/* Buffers beyond this are not kept for the next element. */
enum { LARGE = 1 << 20 };

/* An element whose children are being written. */
struct frame {
	const struct markup_node *node;
	const struct markup_node *child;  /* the next one to write */
	size_t elements;		  /* among the children written */
	size_t position;		  /* of node among its siblings */
	struct str content;		  /* Markdown of the children */
	struct markup_table own;	  /* of a <table> */
	const struct markup_table *table; /* the nearest above or own */
};

struct markup {
	struct markup_tree *tree;
	struct frame **stack; /* frames are kept for the next of that depth */
	size_t depth, made, cap;
	struct str piece;
	struct markup_flank flank;
};

/* Appends what the element of a frame becomes. */
typedef void (*rule_fn)(
	const struct markup *m, const struct frame *f, struct str *out);

/* ---- texts ------------------------------------------------------------ */

static size_t run_of(const char *text, size_t len, char first, char last)
{
	size_t n = 0;

	while (n < len && text[n] >= first && text[n] <= last)
		n++;
	return n;
}

/* At the start of a text, what would open a block is escaped: the result is
 * the bytes to copy before the backslash, or -1 when none is needed. */
static int escape_at(const char *text, size_t len)
{
	size_t n;

	if (len == 0)
		return -1;
	if (text[0] == '-' || text[0] == '=' || text[0] == '>')
		return 0;
	if (len >= 2 && text[0] == '+' && text[1] == ' ')
		return 0;
	if (len >= 3 && memcmp(text, "~~~", 3) == 0)
		return 0;
	n = run_of(text, len, '#', '#');
	if (n >= 1 && n <= 6 && n < len && text[n] == ' ')
		return 0;
	n = run_of(text, len, '0', '9');
	if (n >= 1 && len - n >= 2 && text[n] == '.' && text[n + 1] == ' ')
		return (int)n;
	return -1;
}

static const bool escaped[UCHAR_MAX + 1] = {
	['\\'] = true,
	['*'] = true,
	['_'] = true,
	['['] = true,
	[']'] = true,
	['`'] = true,
};

/* \ * _ [ ] and ` are escaped everywhere. */
static void escape(struct str *out, const char *text, size_t len)
{
	int start = escape_at(text, len);
	size_t from = 0;

	if (start >= 0) {
		str_add(out, text, (size_t)start);
		str_putc(out, '\\');
		from = (size_t)start;
	}
	for (size_t i = from; i < len; i++) {
		if (!escaped[(unsigned char)text[i]])
			continue;
		str_add(out, text + from, i - from);
		str_putc(out, '\\');
		from = i;
	}
	str_add(out, text + from, len - from);
}

/* ---- helpers of rules ------------------------------------------------- */

static void add_all(struct str *out, const struct str *s)
{
	str_add(out, s->p, s->len);
}

/* The text without line feeds around it. */
static void without_newlines(
	const struct str *s, const char **text, size_t *len)
{
	*text = s->p;
	*len = s->len;
	while (*len > 0 && **text == '\n') {
		(*text)++;
		(*len)--;
	}
	while (*len > 0 && (*text)[*len - 1] == '\n')
		(*len)--;
}

/* Copies with `indent` put behind every line feed. */
static void indented(
	struct str *out, const char *text, size_t len, const char *indent)
{
	const char *end = text + len, *feed;

	while ((feed = memchr(text, '\n', (size_t)(end - text))) != NULL) {
		str_add(out, text, (size_t)(feed + 1 - text));
		str_puts(out, indent);
		text = feed + 1;
	}
	str_add(out, text, (size_t)(end - text));
}

static bool is_seen(const struct str *s)
{
	return markup_space_before(s->p, s->len) < s->len;
}

static void repeat(struct str *out, char ch, size_t n)
{
	while (n-- > 0 && !out->over)
		str_putc(out, ch);
}

/* An attribute's text: from a line feed on, white space is one line feed. */
static void clean(struct str *out, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++) {
		str_putc(out, text[i]);
		if (text[i] == '\n')
			i += markup_space_before(text + i + 1, len - i - 1);
	}
}

/* Where a link leads: <>() escaped, in <> when there is a space. */
static void destination(struct str *out, const char *url)
{
	bool space = strchr(url, ' ') != NULL;

	if (space)
		str_putc(out, '<');
	for (; *url != '\0'; url++) {
		if (strchr("<>()", *url) != NULL)
			str_putc(out, '\\');
		str_putc(out, *url);
	}
	if (space)
		str_putc(out, '>');
}

/* ` "title"`, or nothing. */
static void title_of(struct str *out, const struct markup_node *n)
{
	const char *title = markup_tree_attribute(n, "title");
	struct str text = { 0 };

	if (title == NULL || *title == '\0')
		return;
	clean(&text, title);
	str_puts(out, " \"");
	for (size_t i = 0; i < text.len; i++) {
		if (text.p[i] == '"')
			str_putc(out, '\\');
		str_putc(out, text.p[i]);
	}
	str_putc(out, '"');
	str_release(&text);
}

/* ---- blocks ----------------------------------------------------------- */

static void passed_through(
	const struct markup *m, const struct frame *f, struct str *out)
{
	bool block = markup_tree_is_block(f->node);

	(void)m;
	if (block)
		str_puts(out, "\n\n");
	add_all(out, &f->content);
	if (block)
		str_puts(out, "\n\n");
}

/* h1 and h2 are underlined, h3 to h6 begin with #s. */
static void heading(
	const struct markup *m, const struct frame *f, struct str *out)
{
	size_t level = (size_t)(f->node->tag - HTML_H1) + 1;

	(void)m;
	str_puts(out, "\n\n");
	if (level > 2) {
		repeat(out, '#', level);
		str_putc(out, ' ');
	}
	add_all(out, &f->content);
	if (level <= 2) {
		str_putc(out, '\n');
		repeat(out, level == 1 ? '=' : '-',
			utf8_utf16_length(f->content.p, f->content.len));
	}
	str_puts(out, "\n\n");
}

/* Length of the line end at text, for ECMAScript. */
static size_t line_end(const char *text, size_t len)
{
	if (text[0] == '\n' || text[0] == '\r')
		return 1;
	return len >= 3 && (memcmp(text, "\xE2\x80\xA8", 3) == 0 ||
				   memcmp(text, "\xE2\x80\xA9", 3) == 0)
		       ? 3
		       : 0;
}

static void quote(
	const struct markup *m, const struct frame *f, struct str *out)
{
	const char *text;
	size_t len;

	(void)m;
	without_newlines(&f->content, &text, &len);
	str_puts(out, "\n\n> ");
	for (size_t from = 0, i = 0; i < len; from = i) {
		size_t n = 0;

		while (i < len && (n = line_end(text + i, len - i)) == 0)
			i++;
		i += n;
		str_add(out, text + from, i - from);
		if (n > 0)
			str_puts(out, "> ");
	}
	str_puts(out, "\n\n");
}

/* A list that ends an item stands close to it. */
static void list(const struct markup *m, const struct frame *f, struct str *out)
{
	const struct markup_node *in = f->node->parent;
	bool close = in->tag == HTML_LI && in->last_element == f->node;

	(void)m;
	str_puts(out, close ? "\n" : "\n\n");
	add_all(out, &f->content);
	if (!close)
		str_puts(out, "\n\n");
}

/* As ECMAScript prints a number: the fewest digits that read as it. */
static void put_number(struct str *out, double v)
{
	enum { DIGITS = 20 };
	size_t before = out->len;

	if (isnan(v) || isinf(v)) {
		str_puts(out, isnan(v) ? "NaN"
			      : v < 0  ? "-Infinity"
				       : "Infinity");
		return;
	}
	for (int n = 0; n <= DIGITS; n++) {
		str_cut(out, before);
		str_printf(out, fabs(v) < 1e21 ? "%.*f" : "%.*e", n, v);
		if (strtod(out->p + before, NULL) == v)
			return;
	}
}

/* "*   ", or "3.  ": the list's start and the item's place. */
static void bullet(struct str *out, const struct frame *f)
{
	const struct markup_node *in = f->node->parent;
	const char *start;
	double number = (double)f->position + 1;

	if (in->tag != HTML_OL) {
		str_puts(out, "*   ");
		return;
	}
	start = markup_tree_attribute(in, "start");
	if (start != NULL && *start != '\0')
		number = markup_tree_number(start) + (double)f->position;
	put_number(out, number);
	str_puts(out, ".  ");
}

static void item(const struct markup *m, const struct frame *f, struct str *out)
{
	struct str mark = { 0 }, indent = { 0 };
	bool open =
		f->content.len > 0 && f->content.p[f->content.len - 1] == '\n';
	const char *text;
	size_t len;

	(void)m;
	bullet(&mark, f);
	repeat(&indent, ' ', mark.len);
	without_newlines(&f->content, &text, &len);
	add_all(out, &mark);
	indented(out, text, len, indent.p);
	if (open) {
		str_putc(out, '\n');
		add_all(out, &indent);
	}
	if (f->node->next != NULL)
		str_putc(out, '\n');
	str_release(&mark);
	str_release(&indent);
}

static bool holds_code(const struct markup_node *pre)
{
	return pre->tag == HTML_PRE && pre->first != NULL &&
	       pre->first->tag == HTML_CODE;
}

/* <pre><code>: a block indented by four spaces. */
static void preformatted(
	const struct markup *m, const struct frame *f, struct str *out)
{
	struct str text = { 0 };

	if (!holds_code(f->node)) {
		passed_through(m, f, out);
		return;
	}
	str_puts(&text, "");
	markup_tree_text(&text, m->tree, f->node->first);
	str_puts(out, "\n\n    ");
	indented(out, text.p, text.len, "    ");
	str_puts(out, "\n\n");
	str_release(&text);
}

/* The language in a class like "highlight-source-js"; *len 0 when there is
 * none. */
static const char *highlight(const struct markup_node *div, size_t *len)
{
	const char *class = markup_tree_attribute(div, "class");

	*len = 0;
	if (div->tag != HTML_DIV || class == NULL || div->first == NULL ||
		div->first->tag != HTML_PRE)
		return NULL;
	while ((class = strstr(class, "highlight-")) != NULL) {
		class += strlen("highlight-");
		if (strncmp(class, "text-", 5) == 0)
			*len = 5;
		else if (strncmp(class, "source-", 7) == 0)
			*len = 7;
		else
			continue;
		class += *len;
		*len = strspn(class, "abcdefghijklmnopqrstuvwxyz0123456789");
		if (*len > 0)
			return class;
	}
	return NULL;
}

static void division(
	const struct markup *m, const struct frame *f, struct str *out)
{
	size_t len;
	const char *language = highlight(f->node, &len);

	if (language == NULL) {
		passed_through(m, f, out);
		return;
	}
	str_printf(out, "\n\n```%.*s\n", (int)len, language);
	markup_tree_text(out, m->tree, f->node->first);
	str_puts(out, "\n```\n\n");
}

static void rule(const struct markup *m, const struct frame *f, struct str *out)
{
	(void)m;
	(void)f;
	str_puts(out, "\n\n* * *\n\n");
}

/* ---- inside a line ---------------------------------------------------- */

static void line_break(
	const struct markup *m, const struct frame *f, struct str *out)
{
	(void)m;
	(void)f;
	str_puts(out, "  \n");
}

static void marked(struct str *out, const struct frame *f, const char *mark)
{
	str_puts(out, mark);
	add_all(out, &f->content);
	str_puts(out, mark);
}

static void emphasis(
	const struct markup *m, const struct frame *f, struct str *out)
{
	(void)m;
	if (is_seen(&f->content))
		marked(out, f, "_");
}

static void strong(
	const struct markup *m, const struct frame *f, struct str *out)
{
	(void)m;
	if (is_seen(&f->content))
		marked(out, f, "**");
}

static void strike(
	const struct markup *m, const struct frame *f, struct str *out)
{
	(void)m;
	marked(out, f, "~");
}

static bool has_run(const struct str *s, size_t want)
{
	size_t run = 0;

	for (size_t i = 0; i <= s->len; i++) {
		if (i < s->len && s->p[i] == '`') {
			run++;
			continue;
		}
		if (run == want)
			return true;
		run = 0;
	}
	return false;
}

/* Line ends become spaces. */
static void one_line(struct str *out, const struct str *s)
{
	for (size_t i = 0; i < s->len; i++) {
		if (s->p[i] == '\r' && i + 1 < s->len && s->p[i + 1] == '\n')
			continue;
		str_putc(out,
			s->p[i] == '\n' || s->p[i] == '\r' ? ' ' : s->p[i]);
	}
}

/* /^`|^ .*?[^ ].* $|`$/: there a dot is no line separator, of which the one
 * that is no space may be one. */
static bool needs_room(const struct str *s)
{
	size_t n = s->len, separators = 0;

	if (s->p[0] == '`' || s->p[n - 1] == '`')
		return true;
	if (n < 3 || s->p[0] != ' ' || s->p[n - 1] != ' ')
		return false;
	for (size_t i = 0; i < n; i++)
		separators += line_end(s->p + i, n - i) > 0;
	return separators <= 1 && run_of(s->p, n, ' ', ' ') < n;
}

/* Between the shortest fences that do not occur inside. The only child of
 * <pre> is no span. */
static void code(const struct markup *m, const struct frame *f, struct str *out)
{
	const struct markup_node *n = f->node;
	struct str text = { 0 };
	size_t fence = 1;
	bool room;

	if (n->parent->tag == HTML_PRE && n->prev == NULL && n->next == NULL) {
		passed_through(m, f, out);
		return;
	}
	if (f->content.len == 0)
		return;
	one_line(&text, &f->content);
	room = needs_room(&text);
	while (has_run(&text, fence))
		fence++;
	repeat(out, '`', fence);
	repeat(out, ' ', room);
	add_all(out, &text);
	repeat(out, ' ', room);
	repeat(out, '`', fence);
	str_release(&text);
}

/* [text](href "title"), its text trimmed. */
static void hyperlink(
	const struct markup *m, const struct frame *f, struct str *out)
{
	const char *href = markup_tree_attribute(f->node, "href");
	const char *text = f->content.p;
	size_t len = f->content.len, before = markup_space_before(text, len);

	if (href == NULL || *href == '\0') {
		passed_through(m, f, out);
		return;
	}
	text += before;
	len -= before;
	len -= markup_space_behind(text, len);
	str_putc(out, '[');
	str_add(out, text, len);
	str_puts(out, "](");
	destination(out, href);
	title_of(out, f->node);
	str_putc(out, ')');
}

/* ![alt](src "title"), only with a src. */
static void image(
	const struct markup *m, const struct frame *f, struct str *out)
{
	const char *src = markup_tree_attribute(f->node, "src");
	const char *alt = markup_tree_attribute(f->node, "alt");
	struct str text = { 0 };

	(void)m;
	if (src == NULL || *src == '\0')
		return;
	str_puts(&text, "");
	clean(&text, alt != NULL ? alt : "");
	str_puts(out, "![");
	escape(out, text.p, text.len);
	str_puts(out, "](");
	destination(out, src);
	title_of(out, f->node);
	str_putc(out, ')');
	str_release(&text);
}

/* The checkbox of an item in a list of tasks. */
static void input(
	const struct markup *m, const struct frame *f, struct str *out)
{
	const char *type = markup_tree_attribute(f->node, "type");

	(void)m;
	if (type == NULL || strcasecmp(type, "checkbox") != 0 ||
		f->node->parent->tag != HTML_LI)
		return;
	str_puts(out, markup_tree_attribute(f->node, "checked") != NULL
			      ? "[x] "
			      : "[ ] ");
}

/* ---- tables ----------------------------------------------------------- */

static void cell(const struct markup *m, const struct frame *f, struct str *out)
{
	(void)m;
	markup_table_cell(out, f->table, f->node, &f->content);
}

static void row(const struct markup *m, const struct frame *f, struct str *out)
{
	(void)m;
	markup_table_row(out, f->table, f->node, &f->content);
}

static void section(
	const struct markup *m, const struct frame *f, struct str *out)
{
	(void)m;
	add_all(out, &f->content);
}

static void table(
	const struct markup *m, const struct frame *f, struct str *out)
{
	(void)m;
	markup_table_whole(out, f->table, &f->content);
}

/* ---- the list --------------------------------------------------------- */

static const rule_fn rules[] = {
	[HTML_A] = hyperlink,
	[HTML_B] = strong,
	[HTML_BLOCKQUOTE] = quote,
	[HTML_BR] = line_break,
	[HTML_CODE] = code,
	[HTML_DEL] = strike,
	[HTML_DIV] = division,
	[HTML_EM] = emphasis,
	[HTML_H1] = heading,
	[HTML_H2] = heading,
	[HTML_H3] = heading,
	[HTML_H4] = heading,
	[HTML_H5] = heading,
	[HTML_H6] = heading,
	[HTML_HR] = rule,
	[HTML_I] = emphasis,
	[HTML_IMG] = image,
	[HTML_INPUT] = input,
	[HTML_LI] = item,
	[HTML_OL] = list,
	[HTML_PRE] = preformatted,
	[HTML_S] = strike,
	[HTML_STRIKE] = strike,
	[HTML_STRONG] = strong,
	[HTML_TABLE] = table,
	[HTML_TBODY] = section,
	[HTML_TD] = cell,
	[HTML_TFOOT] = section,
	[HTML_TH] = cell,
	[HTML_THEAD] = section,
	[HTML_TR] = row,
	[HTML_UL] = list,
};

static rule_fn rule_of(const struct markup_node *n)
{
	if (n->tag < sizeof(rules) / sizeof(*rules) && rules[n->tag] != NULL)
		return rules[n->tag];
	return passed_through;
}

/* ---- joining ---------------------------------------------------------- */

/* Between two pieces stand as many line feeds as the larger of the runs
 * that meet, at most two. */
static void join(struct str *out, const struct str *piece)
{
	size_t before = 0, behind = 0, feeds;

	while (before < out->len && out->p[out->len - before - 1] == '\n')
		before++;
	while (behind < piece->len && piece->p[behind] == '\n')
		behind++;
	feeds = before > behind ? before : behind;
	if (before > 0)
		str_cut(out, out->len - before);
	for (size_t i = 0; i < feeds && i < 2; i++)
		str_putc(out, '\n');
	str_add(out, piece->p + behind, piece->len - behind);
}

static void trim(struct str *s)
{
	size_t before = markup_space_before(s->p, s->len);

	if (before > 0) {
		memmove(s->p, s->p + before, s->len - before);
		str_cut(s, s->len - before);
	}
	str_cut(s, s->len - markup_space_behind(s->p, s->len));
}

/* ---- walking ---------------------------------------------------------- */

static struct frame *top(const struct markup *m)
{
	return m->stack[m->depth - 1];
}

static void push(struct markup *m, const struct markup_node *n)
{
	struct frame *above = m->depth > 0 ? top(m) : NULL, *f;

	if (m->depth == m->made) {
		m->stack = mem_grow(
			m->stack, &m->cap, m->made + 1, sizeof(*m->stack));
		m->stack[m->made++] = mem_new(1, sizeof(struct frame));
	}
	f = m->stack[m->depth++];
	f->node = n;
	f->child = n->first;
	f->elements = 0;
	f->position = above != NULL ? above->elements++ : 0;
	f->table = above != NULL ? above->table : NULL;
	str_clear(&f->content);
	str_puts(&f->content, "");
	if (n->tag == HTML_TABLE) {
		markup_table_measure(&f->own, m->tree, n);
		f->table = &f->own;
	}
}

/* The elements of which nothing but the text counts. */
static bool is_verbatim(const struct markup_node *n)
{
	size_t len;

	return holds_code(n) || highlight(n, &len) != NULL;
}

static void write_text(struct markup *m, const struct markup_node *n)
{
	const char *text = m->tree->text.p + n->at;

	str_clear(&m->piece);
	str_puts(&m->piece, "");
	if (n->parent->code)
		str_add(&m->piece, text, n->len);
	else
		escape(&m->piece, text, n->len);
	join(&top(m)->content, &m->piece);
}

/* The element on top is complete: what it becomes goes to the one below. */
static int pop(struct markup *m, bool blank)
{
	struct frame *f = top(m);
	bool over;

	markup_space_flank(&m->flank, m->tree, f->node);
	if (m->flank.leading.len + m->flank.trailing.len > 0)
		trim(&f->content);
	str_clear(&m->piece);
	str_puts(&m->piece, "");
	add_all(&m->piece, &m->flank.leading);
	if (!blank)
		rule_of(f->node)(m, f, &m->piece);
	else if (markup_tree_is_block(f->node))
		str_puts(&m->piece, "\n\n");
	add_all(&m->piece, &m->flank.trailing);
	m->depth--;
	join(&top(m)->content, &m->piece);
	over = f->content.over || m->piece.over || top(m)->content.over;
	if (f->content.cap > LARGE)
		str_release(&f->content);
	if (m->piece.cap > LARGE)
		str_release(&m->piece);
	if (over)
		return err_set(ERR_LIMIT,
			_("the Markdown would be larger than %d bytes"),
			(int)STR_MAX);
	return 0;
}

static int write_element(struct markup *m, const struct markup_node *n)
{
	bool blank = markup_space_is_blank(m->tree, n);

	push(m, n);
	if (blank || is_verbatim(n) || n->first == NULL)
		return pop(m, blank);
	return 0;
}

static int write_nodes(struct markup *m)
{
	int rc = 0;

	push(m, m->tree->root);
	while (rc == 0) {
		struct frame *f = top(m);
		const struct markup_node *n = f->child;

		if (n == NULL) {
			if (m->depth == 1)
				break;
			rc = pop(m, false);
			continue;
		}
		f->child = n->next;
		if (n->text)
			write_text(m, n);
		else
			rc = write_element(m, n);
	}
	return rc;
}

static void release(struct markup *m)
{
	for (size_t i = 0; i < m->made; i++) {
		str_release(&m->stack[i]->content);
		free(m->stack[i]);
	}
	free(m->stack);
	str_release(&m->piece);
	str_release(&m->flank.leading);
	str_release(&m->flank.trailing);
}

int markup_write(struct str *out, struct markup_tree *tree)
{
	struct markup m = { .tree = tree };
	const struct str *all;
	size_t from;
	int rc;

	markup_space_collapse(tree);
	rc = write_nodes(&m);
	if (rc == 0) {
		all = &m.stack[0]->content;
		from = strspn(all->p, "\t\r\n");
		str_add(out, all->p + from,
			all->len - from -
				markup_space_behind(
					all->p + from, all->len - from));
		rc = str_check(out, _("the Markdown"));
	}
	release(&m);
	return rc;
}
