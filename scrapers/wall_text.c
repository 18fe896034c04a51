/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A scanner over the tags, not a tree: what is hidden by styles counts as
 * text, nesting does not matter, and an unclosed comment, tag or script
 * reaches to the end.
 *
 *	<title>Just a moment...</title> -> title
 *	<p>Checking your <b>browser</b> -> "Checking your browser"
 */
#include "scrapers/wall_text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unictype.h>
#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Where the text goes. */
struct writer {
	struct wall_text *out;
	struct str *to; /* text or title */
	bool space;	/* white space waits */
	bool in_word;
};

static const struct {
	const char *name;
	uint32_t cp;
} references[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' },
	{ "quot", '"' }, { "apos", '\'' }, { "nbsp", 0xA0 },
	{ "rsquo", 0x2019 }, { "lsquo", 0x2018 }, { "hellip", 0x2026 },
	{ "ndash", 0x2013 }, { "mdash", 0x2014 }, { "laquo", 0xAB },
	{ "raquo", 0xBB }, { "agrave", 0xE0 }, { "Agrave", 0xC0 },
	{ "acirc", 0xE2 }, { "ccedil", 0xE7 }, { "eacute", 0xE9 },
	{ "Eacute", 0xC9 }, { "egrave", 0xE8 }, { "ecirc", 0xEA },
	{ "icirc", 0xEE }, { "iuml", 0xEF }, { "ocirc", 0xF4 },
	{ "ugrave", 0xF9 }, { "ucirc", 0xFB }, { "auml", 0xE4 },
	{ "ouml", 0xF6 }, { "uuml", 0xFC }, { "Auml", 0xC4 }, { "Ouml", 0xD6 },
	{ "Uuml", 0xDC }, { "szlig", 0xDF } };

/* Elements whose content nobody reads. */
static const char *const unread[] = { "script", "style", "template", "iframe",
	"textarea", "svg", "select" };

/* Elements that do not part words. */
static const char *const inlines[] = { "a", "abbr", "b", "bdi", "em", "font",
	"i", "mark", "s", "small", "span", "strong", "sub", "sup", "u", "wbr" };

static bool is_space(uint32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0xA0 ||
	       cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 ||
	       cp == 0x2029 || cp == 0x202F;
}

/* Scripts that write no spaces: each character is a word. */
static bool is_dense(uint32_t cp)
{
	return (cp >= 0x3040 && cp <= 0x9FFF) ||
	       (cp >= 0x20000 && cp <= 0x3FFFF);
}

static bool is_letter(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') ||
		       (cp >= 'a' && cp <= 'z');
	return uc_is_alnum(cp);
}

static void count(struct writer *w, uint32_t cp)
{
	bool letter = is_letter(cp);

	if (letter && (!w->in_word || is_dense(cp)))
		w->out->words++;
	w->in_word = letter || (w->in_word && (cp == '\'' || cp == 0x2019));
}

static void put(struct writer *w, uint32_t cp)
{
	size_t before = w->to->len;

	if (w->to == &w->out->text)
		count(w, cp);
	if (is_space(cp)) {
		w->space = true;
		return;
	}
	if (w->to->over)
		return;
	if (w->space && before > 0)
		str_putc(w->to, ' ');
	w->space = false;
	utf8_put(w->to, cp);
}

static void part(struct writer *w)
{
	put(w, ' ');
}

static void begin(struct wall_text *out, struct writer *w)
{
	wall_text_release(out);
	str_init(&out->text, WALL_TEXT_MAX);
	str_init(&out->title, WALL_TITLE_MAX);
	str_puts(&out->text, "");
	str_puts(&out->title, "");
	*w = (struct writer){ .out = out, .to = &out->text };
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

/* &#39; and &#x27; : digits from i; how many bytes, 0 for none. */
static size_t number(uint32_t *cp, const char *p, size_t len)
{
	bool hex = len > 0 && (p[0] == 'x' || p[0] == 'X');
	size_t i = hex ? 1 : 0;
	uint32_t v = 0;

	for (; i < len && i < 9; i++) {
		char c = (char)(p[i] | 0x20);

		if (p[i] >= '0' && p[i] <= '9')
			v = v * (hex ? 16 : 10) + (uint32_t)(p[i] - '0');
		else if (hex && c >= 'a' && c <= 'f')
			v = v * 16 + (uint32_t)(c - 'a' + 10);
		else
			break;
	}
	*cp = v;
	return i > (hex ? 1U : 0U) ? i : 0;
}

/* The character reference behind the '&' at p: its length, 0 for none. */
static size_t reference(uint32_t *cp, const char *p, size_t len)
{
	size_t n = 0;

	if (len > 1 && p[1] == '#') {
		n = number(cp, p + 2, len - 2);
		if (n == 0)
			return 0;
		n += 2;
		return n < len && p[n] == ';' ? n + 1 : n;
	}
	while (n + 1 < len && n < 8 && is_name(p[n + 1]))
		n++;
	for (size_t i = 0; i < sizeof(references) / sizeof(references[0]); i++)
		if (strlen(references[i].name) == n &&
			memcmp(references[i].name, p + 1, n) == 0) {
			*cp = references[i].cp;
			n++;
			return n < len && p[n] == ';' ? n + 1 : n;
		}
	return 0;
}

static bool named(
	const char *const list[], size_t n, const char *name, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(list[i]) == len &&
			strncasecmp(list[i], name, len) == 0)
			return true;
	return false;
}

/* The offset behind the end of the tag that begins at i. */
static size_t tag_end(const char *html, size_t len, size_t i)
{
	char quote = 0;

	for (; i < len; i++) {
		if (quote != 0) {
			if (html[i] == quote)
				quote = 0;
		} else if (html[i] == '>') {
			return i + 1;
		} else if ((html[i] == '"' || html[i] == '\'') &&
			   html[i - 1] == '=') {
			quote = html[i];
		}
	}
	return len;
}

/* The offset of the end tag "</name", from i; len when there is none. */
static size_t close_of(const char *html, size_t len, size_t i, const char *name,
	size_t name_len)
{
	for (; i < len; i++) {
		const char *p = memchr(html + i, '<', len - i);

		if (p == NULL)
			return len;
		i = (size_t)(p - html);
		if (len - i > name_len + 2 && p[1] == '/' &&
			strncasecmp(p + 2, name, name_len) == 0 &&
			!is_name(p[2 + name_len]))
			return i;
	}
	return len;
}

static size_t comment_end(const char *html, size_t len, size_t i)
{
	const char *p = memmem(html + i, len - i, "-->", 3);

	return p != NULL ? (size_t)(p - html) + 3 : len;
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* A tag at i, with the name of n bytes at i + 1: where to go on. */
static size_t start_tag(
	struct writer *w, const char *html, size_t len, size_t i, size_t n)
{
	const char *name = html + i + 1;
	size_t end = tag_end(html, len, i + 1 + n);
	bool empty = end >= 2 && html[end - 1] == '>' && html[end - 2] == '/';

	if (!named(inlines, COUNT(inlines), name, n))
		part(w);
	if (n == 6 && strncasecmp(name, "script", n) == 0)
		w->out->scripts++;
	if (named(unread, COUNT(unread), name, n) &&
		!(empty && n == 3 && strncasecmp(name, "svg", n) == 0))
		return close_of(html, len, end, name, n);
	if (n == 5 && strncasecmp(name, "title", n) == 0 &&
		w->out->title.len == 0) {
		w->to = &w->out->title;
		w->space = false;
	}
	return end;
}

static size_t end_tag(struct writer *w, const char *html, size_t len, size_t i)
{
	const char *name = html + i + 2;
	size_t n = 0;

	while (i + 2 + n < len && is_name(name[n]))
		n++;
	if (!named(inlines, COUNT(inlines), name, n))
		part(w);
	if (n == 5 && strncasecmp(name, "title", n) == 0) {
		w->to = &w->out->text;
		part(w);
	}
	return tag_end(html, len, i + 2);
}

/* Whatever the '<' at i begins: where to go on, or i when it is text. */
static size_t markup(struct writer *w, const char *html, size_t len, size_t i)
{
	size_t n = 0;

	if (len - i >= 4 && memcmp(html + i, "<!--", 4) == 0)
		return comment_end(html, len, i + 2);
	if (len - i >= 2 && (html[i + 1] == '!' || html[i + 1] == '?'))
		return tag_end(html, len, i + 1);
	if (len - i >= 3 && html[i + 1] == '/' && is_name(html[i + 2]))
		return end_tag(w, html, len, i);
	while (i + 1 + n < len && is_name(html[i + 1 + n]))
		n++;
	return n > 0 ? start_tag(w, html, len, i, n) : i;
}

void wall_text_html(struct wall_text *out, const char *html, size_t len)
{
	struct writer w;

	begin(out, &w);
	for (size_t i = 0; i < len;) {
		uint32_t cp;
		size_t n = html[i] == '<' ? markup(&w, html, len, i) : i;

		if (n > i) {
			i = n;
			continue;
		}
		n = html[i] == '&' ? reference(&cp, html + i, len - i) : 0;
		if (n == 0)
			n = utf8_decode(&cp, html + i, len - i);
		put(&w, cp);
		i += n;
	}
}

/* Behind "](" at i: the offset behind the link's target. */
static size_t target_end(const char *text, size_t len, size_t i)
{
	while (i < len && text[i] != ')' && text[i] != '\n')
		i += text[i] == '\\' && i + 1 < len ? 2 : 1;
	return i < len ? i + 1 : len;
}

void wall_text_markdown(struct wall_text *out, const char *text, size_t len)
{
	struct writer w;

	begin(out, &w);
	for (size_t i = 0; i < len;) {
		uint32_t cp;

		if (text[i] == ']' && i + 1 < len && text[i + 1] == '(') {
			i = target_end(text, len, i + 2);
			continue;
		}
		if (strchr("*_#>|[]`\\=", text[i]) != NULL && text[i] != '\0') {
			i++;
			continue;
		}
		i += utf8_decode(&cp, text + i, len - i);
		put(&w, cp);
	}
}

void wall_text_release(struct wall_text *t)
{
	str_release(&t->text);
	str_release(&t->title);
	*t = (struct wall_text){ 0 };
}

/* The letter without its marks, in lower case. */
static uint32_t base_letter(uint32_t cp)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];

	for (int depth = 0; depth < 4; depth++) {
		if (uc_canonical_decomposition(cp, parts) <= 0)
			break;
		cp = parts[0];
	}
	return uc_tolower(cp);
}

static char lower(uint32_t ascii)
{
	if (is_space(ascii))
		return ' ';
	return (char)(ascii >= 'A' && ascii <= 'Z' ? ascii - 'A' + 'a' : ascii);
}

static size_t encode(char out[WALL_FOLD_ROOM], uint32_t cp)
{
	uint8_t bytes[WALL_FOLD_ROOM];
	int n = u8_uctomb(bytes, cp, WALL_FOLD_ROOM);

	if (n <= 0)
		return 0;
	memcpy(out, bytes, (size_t)n);
	return (size_t)n;
}

size_t wall_fold_one(char out[WALL_FOLD_ROOM], uint32_t cp)
{
	size_t n = 1;

	out[0] = ' ';
	if (cp < 0x80)
		out[0] = lower(cp);
	else if (cp == 0x2018 || cp == 0x2019 || cp == 0x2BC)
		out[0] = '\'';
	else if (cp == 0xAB || cp == 0xBB || (cp >= 0x201C && cp <= 0x201F))
		out[0] = '"';
	else if (cp >= 0x2010 && cp <= 0x2015)
		out[0] = '-';
	else if (cp == 0xDF || cp == 0x153 || cp == 0x152)
		memcpy(out, cp == 0xDF ? "ss" : "oe", n = 2);
	else if (cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) || cp == 0xFEFF ||
		 (cp >= 0x300 && cp <= 0x36F))
		n = 0;
	else if (!is_space(cp))
		n = encode(out, base_letter(cp));
	return n;
}

void wall_fold(struct wall_folded *out, const char *text, size_t len)
{
	str_clear(&out->text);
	str_puts(&out->text, "");
	for (size_t i = 0; i < len;) {
		char bytes[WALL_FOLD_ROOM];
		uint32_t cp;
		size_t used = utf8_decode(&cp, text + i, len - i);
		size_t n = wall_fold_one(bytes, cp);

		if (n == 1 && bytes[0] == ' ' && out->text.len > 0 &&
			out->text.p[out->text.len - 1] == ' ')
			n = 0;
		out->at = mem_grow(out->at, &out->room, out->text.len + n + 1,
			sizeof(*out->at));
		for (size_t k = 0; k < n; k++)
			out->at[out->text.len + k] = i;
		str_add(&out->text, bytes, n);
		i += used;
	}
	out->at = mem_grow(
		out->at, &out->room, out->text.len + 1, sizeof(*out->at));
	out->at[out->text.len] = len;
}

void wall_folded_release(struct wall_folded *f)
{
	str_release(&f->text);
	free(f->at);
	*f = (struct wall_folded){ 0 };
}
