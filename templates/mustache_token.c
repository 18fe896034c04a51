/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One pass: text up to the next opening delimiter, then the tag, whose sigil
 * says what it is ("{{#name}}", "{{! comment }}", "{{=<% %>=}}"). A stack
 * holds the sections that are open.
 */
#include "templates/mustache_token.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/json_scan.h"
#include "base/mem.h"
#include "templates/mustache.h"

enum { DELIMITER_MAX = 16 };

struct scan {
	struct mustache_tokens *out;
	const char *text;
	size_t len, at;
	size_t text_from; /* text not yet given away */
	char open[DELIMITER_MAX + 1], close[DELIMITER_MAX + 1];
	size_t sections[MUSTACHE_DEPTH]; /* open ones, by index */
	size_t depth;
};

/* One tag as it stands. */
struct tag {
	char sigil; /* 0 for a variable */
	const char *text;
	size_t len;
	size_t start, end; /* in the template */
};

int mustache_tokens_fail(const struct mustache_tokens *t, int code, size_t at,
	const char *words, const struct mustache_token *tag)
{
	size_t line, column;

	json_scan_place(t->text, t->len, at, &line, &column);
	if (tag == NULL)
		return err_set(code, _("%s, line %zu, column %zu: %s"), t->name,
			line, column, words);
	return err_set(code, _("%s, line %zu, column %zu: %s '%.*s'"), t->name,
		line, column, words, (int)tag->len, tag->text);
}

static int fail(const struct scan *s, size_t at, int code, const char *words)
{
	return mustache_tokens_fail(s->out, code, at, words, NULL);
}

static struct mustache_token *push(struct scan *s, enum mustache_kind kind,
	const char *text, size_t len, size_t offset)
{
	struct mustache_tokens *t = s->out;

	t->v = mem_grow(t->v, &t->cap, t->n + 1, sizeof(*t->v));
	t->v[t->n] = (struct mustache_token){
		.kind = kind, .text = text, .len = len, .offset = offset
	};
	return &t->v[t->n++];
}

static const char *search(
	const char *text, size_t len, const char *word, size_t n)
{
	return n > 0 ? memmem(text, len, word, n) : NULL;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void trim(struct tag *t)
{
	while (t->len > 0 && is_space(t->text[0])) {
		t->text++;
		t->len--;
	}
	while (t->len > 0 && is_space(t->text[t->len - 1]))
		t->len--;
}

/* The tag that begins at s->at. */
static int read_tag(struct scan *s, struct tag *t)
{
	size_t from = s->at + strlen(s->open), n = strlen(s->close);
	const char *end;
	char closer[DELIMITER_MAX + 2] = "";

	*t = (struct tag){ .start = s->at };
	while (from < s->len && is_space(s->text[from]))
		from++;
	if (from < s->len && s->text[from] != '\0' &&
		strchr("#^/>!&={", s->text[from]) != NULL)
		t->sigil = s->text[from++];
	/* "{{{" closes with "}}}", "{{=" with "=}}". */
	if (t->sigil == '{' || t->sigil == '=')
		closer[0] = t->sigil == '{' ? '}' : '=';
	memcpy(closer + strlen(closer), s->close, n + 1);
	end = search(s->text + from, s->len - from, closer, strlen(closer));
	if (end == NULL)
		return fail(s, s->at, ERR_PARSE, _("a tag is not closed"));
	t->text = s->text + from;
	t->len = (size_t)(end - t->text);
	t->end = (size_t)(end - s->text) + strlen(closer);
	trim(t);
	return 0;
}

/* Whether the tag is alone on its line; the line's extent is then given. */
static bool stands_alone(const struct scan *s, const struct tag *t,
	size_t *line_start, size_t *line_end)
{
	size_t a = t->start, b = t->end;

	while (a > 0 && (s->text[a - 1] == ' ' || s->text[a - 1] == '\t'))
		a--;
	if (a > 0 && s->text[a - 1] != '\n')
		return false;
	while (b < s->len && (s->text[b] == ' ' || s->text[b] == '\t'))
		b++;
	if (b < s->len && s->text[b] == '\r' && b + 1 < s->len &&
		s->text[b + 1] == '\n')
		b++;
	if (b < s->len && s->text[b] != '\n')
		return false;
	*line_start = a;
	*line_end = b < s->len ? b + 1 : b;
	return true;
}

static void flush_text(struct scan *s, size_t to)
{
	if (to > s->text_from)
		push(s, MUSTACHE_TEXT, s->text + s->text_from,
			to - s->text_from, s->text_from);
}

static int set_delimiters(struct scan *s, const struct tag *t)
{
	size_t n = 0, m;

	while (n < t->len && !is_space(t->text[n]))
		n++;
	m = n;
	while (m < t->len && is_space(t->text[m]))
		m++;
	if (n == 0 || m == t->len || n > DELIMITER_MAX ||
		t->len - m > DELIMITER_MAX)
		return fail(s, t->start, ERR_PARSE,
			_("new delimiters are written {{=<% %>=}}"));
	memcpy(s->open, t->text, n);
	s->open[n] = '\0';
	memcpy(s->close, t->text + m, t->len - m);
	s->close[t->len - m] = '\0';
	return 0;
}

static int close_section(struct scan *s, const struct tag *t)
{
	struct mustache_token *open;

	if (s->depth == 0)
		return fail(s, t->start, ERR_PARSE,
			_("a section is closed that was not opened"));
	open = &s->out->v[s->sections[--s->depth]];
	if (open->len != t->len || memcmp(open->text, t->text, t->len) != 0)
		return mustache_tokens_fail(s->out, ERR_PARSE, t->start,
			_("the section to be closed here is"), open);
	open->close = s->out->n;
	push(s, MUSTACHE_CLOSE, t->text, t->len, t->start);
	return 0;
}

static int open_section(struct scan *s, const struct tag *t)
{
	if (s->depth == MUSTACHE_DEPTH)
		return fail(s, t->start, ERR_LIMIT,
			_("sections nested too deeply"));
	s->sections[s->depth++] = s->out->n;
	push(s, t->sigil == '#' ? MUSTACHE_SECTION : MUSTACHE_INVERTED, t->text,
		t->len, t->start);
	return 0;
}

static int enter_tag(struct scan *s, const struct tag *t)
{
	enum mustache_kind kind = MUSTACHE_VARIABLE;

	switch (t->sigil) {
	case '!':
		return 0;
	case '=':
		return set_delimiters(s, t);
	case '#':
	case '^':
		return open_section(s, t);
	case '/':
		return close_section(s, t);
	case '>':
		kind = MUSTACHE_PARTIAL;
		break;
	case '&':
	case '{':
		kind = MUSTACHE_RAW;
		break;
	default:
		break;
	}
	push(s, kind, t->text, t->len, t->start);
	return 0;
}

static int see_tag(struct scan *s)
{
	size_t line_start = 0, line_end = 0;
	struct tag t;
	bool alone;
	int rc = read_tag(s, &t);

	if (rc != 0)
		return rc;
	if (t.len == 0 && t.sigil != '!')
		return fail(s, t.start, ERR_PARSE, _("a tag without a name"));
	alone = (t.sigil != 0 && strchr("#^/>!=", t.sigil) != NULL) &&
		stands_alone(s, &t, &line_start, &line_end);
	/* A tag before it on the line has given the start away already. */
	if (alone && line_start < s->text_from)
		alone = false;
	flush_text(s, alone ? line_start : t.start);
	rc = enter_tag(s, &t);
	if (rc == 0 && alone && t.sigil == '>') {
		s->out->v[s->out->n - 1].indent = s->text + line_start;
		s->out->v[s->out->n - 1].indent_len = t.start - line_start;
	}
	s->at = s->text_from = alone ? line_end : t.end;
	return rc;
}

int mustache_tokens_read(struct mustache_tokens *out, const char *text,
	size_t len, const char *name)
{
	struct mustache_tokens tokens = {
		.name = name, .text = text, .len = len
	};
	struct scan s = { .out = &tokens,
		.text = text,
		.len = len,
		.open = "{{",
		.close = "}}" };
	int rc = 0;

	while (rc == 0) {
		const char *at =
			search(text + s.at, len - s.at, s.open, strlen(s.open));

		if (at == NULL)
			break;
		s.at = (size_t)(at - text);
		rc = see_tag(&s);
	}
	if (rc == 0 && s.depth > 0) {
		struct mustache_token *t = &tokens.v[s.sections[s.depth - 1]];

		rc = mustache_tokens_fail(&tokens, ERR_PARSE, t->offset,
			_("nothing closes the section"), t);
	}
	if (rc == 0)
		flush_text(&s, len);
	if (rc != 0)
		mustache_tokens_release(&tokens);
	else
		*out = tokens;
	return rc;
}

void mustache_tokens_release(struct mustache_tokens *t)
{
	free(t->v);
	*t = (struct mustache_tokens){ 0 };
}
