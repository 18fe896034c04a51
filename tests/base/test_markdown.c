/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/utf8.h"

static struct markdown parse(const char *text)
{
	struct markdown md = { 0 };

	if (markdown_parse(&md, text, strlen(text)) != 0)
		fail_msg("%s", err_message());
	return md;
}

/* One line for each block: kind and place, then its runs with their styles. */
static void describe(struct str *out, const struct markdown *md)
{
	static const char kinds[] = "PHICRTX";

	for (size_t i = 0; i < md->n; i++) {
		const struct markdown_block *b = &md->blocks[i];

		str_printf(out, "%c%d q%d l%d %d-%d%s%s%s%s%s", kinds[b->kind],
			b->level, b->quote, b->list, b->line, b->end_line,
			b->tight ? " tight" : "", b->header ? " header" : "",
			b->first ? " first" : "", *b->marker ? " " : "",
			b->marker);
		for (size_t c = 0; c < b->n_cells; c++) {
			const struct markdown_cell *cell = &b->cells[c];

			str_puts(out, " |");
			if (cell->align != 0)
				str_putc(out, cell->align);
			for (size_t r = 0; r < cell->n; r++)
				str_printf(out, " %u<%s>%s",
					cell->runs[r].style, cell->runs[r].text,
					cell->runs[r].url ? cell->runs[r].url
							  : "");
		}
		str_putc(out, '\n');
	}
}

static void assert_parse(const char *text, const char *want)
{
	struct markdown md = parse(text);
	struct str got = { 0 };

	describe(&got, &md);
	assert_string_equal(got.p != NULL ? got.p : "", want);
	str_release(&got);
	markdown_release(&md);
}

static void blocks(void **state)
{
	(void)state;
	assert_parse("", "");
	assert_parse("a\nb  \nc\\\nd\n\n### Title ###\n",
		"P0 q0 l0 1-4 | 0<a b> 32<\n> 0<c> 32<\n> 0<d>\n"
		"H3 q0 l0 6-6 | 0<Title>\n");
	assert_parse("> q\n> > r\n\n***\n",
		"P0 q1 l0 1-1 | 0<q>\nP0 q2 l0 2-2 | 0<r>\nR0 q0 l0 4-4 |\n");
	assert_parse("```c\nint a;\n\n  b\n```\n\n    c\n",
		"C0 q0 l0 1-5 | 0<int a;\n\n  b\n>\nC0 q0 l0 7-7 | 0<c\n>\n");
	assert_parse(
		"<div>\nx\n</div>\n", "X0 q0 l0 1-3 | 0<<div>\nx\n</div>\n>\n");
}

static void styles(void **state)
{
	(void)state;
	assert_parse("a **b *c* ~~d~~** `e` [f *g*](u \"t\") ![h](v)\n",
		"P0 q0 l0 1-1 | 0<a > 1<b > 3<c> 1< > 9<d> 0< > 4<e> 0< > "
		"0<f >u 2<g>u 0< > 16<h>v\n");
	assert_parse("[a ![b](i) c](l) d",
		"P0 q0 l0 1-1 | 0<a >l 16<b>i 0< c>l 0< d>\n");
	assert_parse("**a **b** c** d", "P0 q0 l0 1-1 | 1<a b c> 0< d>\n");
	assert_parse("http://a.example/ www.a.example a@b.example &eacute; <b>",
		"P0 q0 l0 1-1 | 0<http://a.example/ www.a.example a@b.example "
		"\xC3\xA9 > 64<<b>>\n");
	assert_parse("a</i><b>c", "P0 q0 l0 1-1 | 0<a> 64<</i>> 64<<b>> "
				  "0<c>\n");
	assert_parse("\"a\" -- b...", "P0 q0 l0 1-1 | 0<\"a\" -- b...>\n");
}

static void lists(void **state)
{
	(void)state;
	assert_parse("- a\n- b\n\n  c\n",
		"I0 q0 l1 1-1 \xE2\x80\xA2 | 0<a>\n"
		"I0 q0 l1 2-2 \xE2\x80\xA2 | 0<b>\nP0 q0 l1 4-4 | 0<c>\n");
	assert_parse("7) a\n8) b\n   - c\n9) d\n",
		"I0 q0 l1 1-1 tight 7. | 0<a>\nI0 q0 l1 2-2 tight 8. | 0<b>\n"
		"I0 q0 l2 3-3 tight \xE2\x80\xA2 | 0<c>\n"
		"I0 q0 l1 4-4 tight 9. | 0<d>\n");
	/* What begins with another kind of block, or has nothing in it. */
	assert_parse("1. # t\n2.\n3. - x\n4. y\n",
		"H1 q0 l1 1-1 tight 1. | 0<t>\nI0 q0 l1 2-2 tight 2. |\n"
		"I0 q0 l2 3-3 tight \xE2\x80\xA2 | 0<x>\n"
		"I0 q0 l1 4-4 tight 4. | 0<y>\n");
}

static void tables(void **state)
{
	(void)state;
	assert_parse(
		"| a | **b** |\n|:--|:-:|\n| c \\| d |\n| e | f | g |\n\nx\n",
		"T0 q0 l0 1-1 header first |l 0<a> |c 1<b>\n"
		"T0 q0 l0 3-3 |l 0<c | d> |c\n"
		"T0 q0 l0 4-4 |l 0<e> |c 0<f>\nP0 q0 l0 6-6 | 0<x>\n");
}

static void plain_text(void **state)
{
	struct markdown md = parse("| a | **b** c |\n|---|---|\n");
	struct str out = { 0 };

	(void)state;
	assert_int_equal(markdown_text(&out, &md.blocks[0]), 0);
	assert_string_equal(out.p, "a\tb c");
	str_release(&out);
	markdown_release(&md);
}

static void refuses(void **state)
{
	struct markdown md = { 0 };
	struct str deep = { 0 };

	(void)state;
	assert_int_equal(markdown_parse(&md, "ab\xFF", 3), ERR_PARSE);
	assert_string_equal(
		err_message(), "the Markdown text is not UTF-8 at byte 2");
	/* Nested by indentation alone, one list a line. */
	for (int i = 0; i < 150; i++)
		str_printf(&deep, "%*s- x\n", 2 * i, "");
	assert_int_equal(markdown_parse(&md, deep.p, deep.len), ERR_LIMIT);
	assert_string_equal(
		err_message(), "lists or quotes nested more than 100 deep");
	assert_int_equal(md.n, 0);
	assert_null(md.blocks);
	str_clear(&deep);
	for (int i = 0; i < 100; i++)
		str_printf(&deep, "%*s- x\n", 2 * i, "");
	assert_int_equal(markdown_parse(&md, deep.p, deep.len), 0);
	assert_int_equal(md.blocks[99].list, 100);
	markdown_release(&md);
	str_release(&deep);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A header as wide as can be, and many short rows under it. */
static void hostile_table(void **state)
{
	struct markdown md = { 0 };
	struct str text = { 0 };
	double begin = seconds();

	(void)state;
	for (int i = 0; i < 10000; i++)
		str_puts(&text, "|a");
	str_puts(&text, "|\n");
	for (int i = 0; i < 10000; i++)
		str_puts(&text, "|-");
	str_puts(&text, "|\n");
	for (int i = 0; i < 10000; i++)
		str_puts(&text, "x\n");
	assert_int_equal(markdown_parse(&md, text.p, text.len), ERR_LIMIT);
	assert_string_equal(
		err_message(), "line 2: a table of more than 256 columns");
	assert_true(seconds() - begin < 5);
	str_release(&text);
}

/* What the escaped text must say: line breaks are spaces, NUL is U+FFFD. */
static void expect(struct str *out, const struct str *raw)
{
	for (size_t i = 0; i < raw->len; i++) {
		if (raw->p[i] == '\0')
			str_puts(out, "\xEF\xBF\xBD");
		else if (raw->p[i] == '\r' && raw->p[i + 1] == '\n')
			continue;
		else
			str_putc(out, raw->p[i] == '\n' || raw->p[i] == '\r'
					      ? ' '
					      : raw->p[i]);
	}
}

static const struct context {
	const char *before, *after;
	size_t block, cell;
	enum markdown_kind kind;
	unsigned style;
} contexts[] = {
	{ "", "", 0, 0, MARKDOWN_PARAGRAPH, 0 },
	{ "before\n\n", "\n\nafter\n", 1, 0, MARKDOWN_PARAGRAPH, 0 },
	{ "- ", "\n- b\n", 0, 0, MARKDOWN_ITEM, 0 },
	{ "1. a\n2. ", "\n", 1, 0, MARKDOWN_ITEM, 0 },
	{ "> ", "\n", 0, 0, MARKDOWN_PARAGRAPH, 0 },
	{ "## ", "\n", 0, 0, MARKDOWN_HEADING, 0 },
	{ "**", "**", 0, 0, MARKDOWN_PARAGRAPH, MARKDOWN_STRONG },
	{ "*", "*\n", 0, 0, MARKDOWN_PARAGRAPH, MARKDOWN_EMPHASIS },
	{ "| a | b |\n|---|---|\n| x | ", " |\n", 1, 1, MARKDOWN_ROW, 0 },
	{ "| ", " | b |\n|---|---|\n", 0, 0, MARKDOWN_ROW, 0 },
};

static void assert_itself(const struct context *c, const struct str *raw)
{
	struct str text = { 0 }, want = { 0 }, got = { 0 };
	const struct markdown_block *b;
	struct markdown md;

	expect(&want, raw);
	str_puts(&text, c->before);
	assert_int_equal(markdown_escape(&text, raw->p, raw->len), 0);
	str_puts(&text, c->after);
	md = parse(text.p);
	b = &md.blocks[c->block];
	if (md.n <= c->block || b->kind != c->kind || b->n_cells <= c->cell)
		fail_msg("became another block: %s", text.p);
	for (size_t i = 0; i < b->cells[c->cell].n; i++) {
		const struct markdown_run *r = &b->cells[c->cell].runs[i];

		if (r->style != c->style || r->url != NULL)
			fail_msg("became markup: %s", text.p);
		str_add(&got, r->text, r->len);
	}
	if (got.len != want.len || memcmp(got.p, want.p, want.len) != 0)
		fail_msg("'%s' became '%s' from '%s'", want.p, got.p, text.p);
	markdown_release(&md);
	str_release(&text);
	str_release(&want);
	str_release(&got);
}

static void assert_itself_everywhere(const struct str *raw)
{
	for (size_t i = 0; i < sizeof(contexts) / sizeof(contexts[0]); i++)
		assert_itself(&contexts[i], raw);
}

/* Two values side by side make no markup together either. */
static void assert_itself_joined(const struct str *a, const struct str *b)
{
	struct str raw = { 0 }, text = { 0 }, got = { 0 }, want = { 0 };
	struct markdown md;

	expect(&want, a);
	expect(&want, b);
	markdown_escape(&text, a->p, a->len);
	markdown_escape(&text, b->p, b->len);
	md = parse(text.p);
	assert_int_equal(md.n, 1);
	assert_int_equal(md.blocks[0].kind, MARKDOWN_PARAGRAPH);
	markdown_text(&got, &md.blocks[0]);
	if (!str_is(&got, want.p))
		fail_msg("'%s' became '%s'", want.p, got.p);
	markdown_release(&md);
	str_release(&raw);
	str_release(&text);
	str_release(&got);
	str_release(&want);
}

static void escapes_known(void **state)
{
	static const char *const texts[] = { "a", "1. a", "1) a", "- a", "+ a",
		"* a", "# a", "a #", "> a", "===", "---", "***", "___", "```",
		"~~~", "~~a~~", "    code", "\ttab", " a ", "a  b", "<b>a</b>",
		"<!-- a -->", "<https://a.example/>", "https://a.example/",
		"www.a.example", "&amp;", "&#65;", "&", "\\", "\\\\", "\\|",
		"|", "a|b", "|-|", ":-", ":-:", "-", "[a](b)", "![a](b)",
		"[a]: b", "[a][b]", "(b)", ": b", "*a*", "_a_", "a_b_c", "`a`",
		"``", "!", "a!", "a\nb", "a\r\nb", "\n", "a  \nb", "a\\\nb",
		"\xC2\xA0 a\xC2\xA0", "\xE2\x80\xAF", "\xEF\xBB\xBF a", "1",
		"01.", "1.5", "- [ ] a", "[ ] a", "\xC2\xAB a \xC2\xBB", "'a'",
		"\"a\"", "~", "a~b~c", "$a$", "{{a}}", "\x01\x1F\x7F", ".", ")",
		"a\vb\f", "\f" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct str raw = { 0 };

		str_puts(&raw, texts[i]);
		assert_itself_everywhere(&raw);
		str_release(&raw);
	}
}

static void make_hostile(struct str *out, uint64_t *seed)
{
	static const char *const parts[] = { "\\", "`", "*", "**", "_", "[",
		"]", "(", ")", "<", ">", "&", "~", "~~", "|", "#", "-", "+",
		"=", ":", ".", "!", "1", "23", " ", "  ", "    ", "\t", "\n",
		"\r\n", "\r", "a", "\xC3\xA9", "\xC2\xA0", "\xE2\x80\x83",
		"\xE2\x80\xA8", "\xEF\xBB\xBF", "\xF0\x9F\x8D\xAA", "&amp;",
		"&#9;", "http://a.b", "www.a.b", "a@b.c", "<b>", "<!--", "-->",
		"```", "---", "1. ", "- ", "](u)", "![", "\"", "'", "/", "\v",
		"\f", "\x7F", "{", "}", "^", "$", "@", ";", ",", "?", "%" };
	const size_t n = sizeof(parts) / sizeof(parts[0]);
	size_t count;

	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
	count = 1 + (*seed >> 33) % 9;
	for (size_t i = 0; i < count; i++) {
		*seed = *seed * UINT64_C(6364136223846793005) +
			1442695040888963407u;
		str_puts(out, parts[(*seed >> 33) % n]);
	}
}

static void escapes_hostile(void **state)
{
	uint64_t seed = 20181125;
	struct str before = { 0 };

	(void)state;
	str_puts(&before, "a");
	for (int i = 0; i < 5000; i++) {
		struct str raw = { 0 };

		make_hostile(&raw, &seed);
		assert_itself_everywhere(&raw);
		assert_itself_joined(&before, &raw);
		str_release(&before);
		before = raw;
	}
	str_release(&before);
}

static void escape_repairs(void **state)
{
	struct str out = { 0 };

	(void)state;
	assert_int_equal(markdown_escape(&out, "a\0b\xFF", 4), 0);
	assert_string_equal(out.p, "a\xEF\xBF\xBD"
				   "b\xEF\xBF\xBD");
	str_clear(&out);
	assert_int_equal(
		markdown_escape(&out, "M. X (Paris) : oui ! Non-dit, l'1.", 34),
		0);
	assert_string_equal(out.p, "M. X (Paris) : oui ! Non-dit, l'1.");
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks),
		cmocka_unit_test(styles),
		cmocka_unit_test(lists),
		cmocka_unit_test(tables),
		cmocka_unit_test(plain_text),
		cmocka_unit_test(refuses),
		cmocka_unit_test(hostile_table),
		cmocka_unit_test(escapes_known),
		cmocka_unit_test(escapes_hostile),
		cmocka_unit_test(escape_repairs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
