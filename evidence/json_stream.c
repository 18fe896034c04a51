/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A state machine over one buffer. UTF-16 is turned into UTF-8 when the
 * buffer is filled; an offset is then found by counting characters from the
 * last one asked for, so that all offsets together cost one walk.
 */
#include "evidence/json_stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

enum {
	RAW = 64 << 10,
	BUFFER = RAW / 2 * 3 + 8, /* two bytes may become three */
};

enum state {
	VALUE,	     /* a value must come */
	FIRST_VALUE, /* a value or ] */
	FIRST_KEY,   /* a key or } */
	KEY,	     /* a key must come */
	COMMA,	     /* , or the end of the container */
	DONE,
};

void json_stream_init(
	struct json_stream *s, json_stream_read_fn read, void *ctx)
{
	*s = (struct json_stream){ .read = read,
		.ctx = ctx,
		.buffer = mem_new(1, BUFFER),
		.state = VALUE };
}

static int read_source(void *buffer, size_t len, size_t *n, void *ctx)
{
	return source_read(ctx, buffer, len, n);
}

void json_stream_source(struct json_stream *s, struct source *source)
{
	json_stream_init(s, read_source, source);
}

void json_stream_release(struct json_stream *s)
{
	free(s->buffer);
	free(s->raw);
	*s = (struct json_stream){ 0 };
}

/* Bytes that the character at p took as they came. */
static size_t width_of(unsigned char c)
{
	return (c & 0xC0) == 0x80 ? 0 : c >= 0xF0 ? 4 : 2;
}

uint64_t json_stream_offset(struct json_stream *s)
{
	if (s->raw == NULL) {
		s->offset += s->at - s->marked;
		s->marked = s->at;
	}
	for (; s->marked < s->at; s->marked++)
		s->offset += width_of((unsigned char)s->buffer[s->marked]);
	return s->offset;
}

bool json_stream_broke_off(const struct json_stream *s)
{
	return s->at_end && s->at == s->len;
}

static int fail(struct json_stream *s, int code, const char *why)
{
	s->why = json_stream_broke_off(s) && code == ERR_PARSE
			 ? N_("the file breaks off in the middle")
			 : why;
	return err_set(code, _("byte %llu: %s"),
		(unsigned long long)json_stream_offset(s), _(s->why));
}

static uint32_t unit_at(const struct json_stream *s, size_t at)
{
	uint32_t first = (uint32_t)s->raw[at] & 0xFF;
	uint32_t second = (uint32_t)s->raw[at + 1] & 0xFF;

	return s->big ? first << 8 | second : second << 8 | first;
}

static bool is_high(uint32_t u)
{
	return u >= 0xD800 && u < 0xDC00;
}

static bool is_low(uint32_t u)
{
	return u >= 0xDC00 && u < 0xE000;
}

static uint32_t join(uint32_t high, uint32_t low)
{
	return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

/* Turns what was read into UTF-8; half a character is left for later. */
static void decode(struct json_stream *s)
{
	size_t i = 0;

	s->len = 0;
	while (i + 1 < s->raw_len) {
		uint32_t u = unit_at(s, i);
		size_t n = 2;

		if (is_high(u) && i + 3 >= s->raw_len && !s->at_end)
			break;
		if (is_high(u) && i + 3 < s->raw_len &&
			is_low(unit_at(s, i + 2))) {
			u = join(u, unit_at(s, i + 2));
			n = 4;
		}
		s->len += utf8_encode(s->buffer + s->len, u);
		i += n;
	}
	if (s->at_end && i < s->raw_len)
		s->len += utf8_encode(s->buffer + s->len, UTF8_REPLACEMENT);
	s->raw_len = s->at_end ? 0 : s->raw_len - i;
	memmove(s->raw, s->raw + i, s->raw_len);
}

static int read_more(struct json_stream *s, char *to, size_t room, size_t *len)
{
	size_t n = 0;
	int rc = s->read(to + *len, room - *len, &n, s->ctx);

	*len += n;
	s->at_end = rc == 0 && n == 0;
	return rc;
}

/* The first bytes, with or without a byte order mark. */
static int begin(struct json_stream *s)
{
	int rc = 0;

	s->begun = true;
	while (rc == 0 && !s->at_end && s->len < 3)
		rc = read_more(s, s->buffer, RAW, &s->len);
	if (s->len >= 3 && memcmp(s->buffer, "\xEF\xBB\xBF", 3) == 0) {
		s->at = 3;
	} else if (s->len >= 2 &&
		   (memcmp(s->buffer, "\xFF\xFE", 2) == 0 ||
			   memcmp(s->buffer, "\xFE\xFF", 2) == 0)) {
		s->big = (unsigned char)s->buffer[0] == 0xFE;
		s->raw = mem_new(1, RAW);
		s->raw_len = s->len - 2;
		memcpy(s->raw, s->buffer + 2, s->raw_len);
		s->offset = 2;
		decode(s);
	}
	return rc;
}

/* Takes more bytes in when all were used; none at the end. */
static int fill(struct json_stream *s)
{
	int rc = 0;

	if (!s->begun)
		rc = begin(s);
	while (rc == 0 && s->at == s->len && !s->at_end) {
		json_stream_offset(s);
		s->at = s->len = s->marked = 0;
		if (s->raw == NULL) {
			rc = read_more(s, s->buffer, RAW, &s->len);
			continue;
		}
		rc = read_more(s, s->raw, RAW, &s->raw_len);
		if (rc == 0)
			decode(s);
	}
	return rc;
}

/* The next byte, without taking it; *c is -1 at the end. */
static int peek(struct json_stream *s, int *c)
{
	int rc = s->at == s->len ? fill(s) : 0;

	*c = rc == 0 && s->at < s->len ? (unsigned char)s->buffer[s->at] : -1;
	return rc;
}

static int peek_past_space(struct json_stream *s, int *c)
{
	int rc;

	while ((rc = peek(s, c)) == 0 &&
		(*c == ' ' || *c == '\n' || *c == '\t' || *c == '\r'))
		s->at++;
	return rc;
}

static int hex_digit(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Four hexadecimal digits. */
static int read_unit(struct json_stream *s, uint32_t *unit)
{
	int c = 0, rc = 0;

	*unit = 0;
	for (int i = 0; i < 4; i++) {
		rc = peek(s, &c);
		if (rc != 0)
			return rc;
		if (hex_digit(c) < 0)
			return fail(s, ERR_PARSE, N_("a broken escape"));
		*unit = *unit << 4 | (uint32_t)hex_digit(c);
		s->at++;
	}
	return 0;
}

/* What stands for \c, from behind the backslash. */
static int read_escape(struct json_stream *s, uint32_t *unit)
{
	static const char names[] = "\"\\/bfnrt", plain[] = "\"\\/\b\f\n\r\t";
	const char *at;
	int c, rc = peek(s, &c);

	if (rc != 0)
		return rc;
	at = c > 0 ? strchr(names, c) : NULL;
	if (at == NULL && c != 'u')
		return fail(s, ERR_PARSE, N_("a broken escape"));
	s->at++;
	if (c == 'u')
		return read_unit(s, unit);
	*unit = (unsigned char)plain[at - names];
	return 0;
}

/* An escape's character into s->escape; *len 0 when its second half is still
 * to come. */
static int unescape(struct json_stream *s, size_t *len)
{
	uint32_t unit = 0;
	int rc;

	*len = 0;
	s->at++;
	rc = read_escape(s, &unit);
	if (rc != 0)
		return rc;
	if (s->high != 0 && is_low(unit)) {
		*len = utf8_encode(s->escape, join(s->high, unit));
		s->high = 0;
		return 0;
	}
	if (s->high != 0)
		*len = utf8_encode(s->escape, s->high);
	s->high = is_high(unit) ? unit : 0;
	if (s->high == 0)
		*len += utf8_encode(s->escape + *len, unit);
	return 0;
}

/* A run of plain bytes, an escape, or the end of the string. */
static int text_piece(struct json_stream *s, const char **text, size_t *len)
{
	size_t from = s->at, i = from;

	*text = s->buffer + from;
	while (i < s->len && s->buffer[i] != '"' && s->buffer[i] != '\\')
		i++;
	*len = i - from;
	s->at = i;
	if (*len > 0)
		return 0;
	*text = s->escape;
	if (s->buffer[i] == '\\')
		return unescape(s, len);
	s->at++;
	s->in_string = false;
	return 0;
}

int json_stream_text(struct json_stream *s, const char **text, size_t *len)
{
	int c = 0, rc = 0;

	*len = 0;
	while (rc == 0 && *len == 0 && s->in_string) {
		rc = peek(s, &c);
		if (rc == 0 && c < 0)
			return fail(s, ERR_PARSE, N_("no end of a string"));
		if (rc == 0 && s->high != 0 && c != '\\') {
			*text = s->escape;
			*len = utf8_encode(s->escape, s->high);
			s->high = 0;
		} else if (rc == 0) {
			rc = text_piece(s, text, len);
		}
	}
	return rc;
}

int json_stream_string(struct json_stream *s, struct str *out)
{
	const char *text = NULL;
	size_t n = 0;
	int rc;

	str_reserve(out, 0);
	while ((rc = json_stream_text(s, &text, &n)) == 0 && n > 0) {
		size_t max = out->max != 0 ? out->max : STR_MAX;
		size_t room = max - out->len;

		if (n > room && !out->over)
			str_add(out, text, room);
		str_add(out, text, n);
	}
	return rc;
}

static void after_value(struct json_stream *s)
{
	s->state = s->depth > 0 ? COMMA : DONE;
}

static int open_container(struct json_stream *s, bool object)
{
	if (s->depth == JSON_DEPTH)
		return fail(s, ERR_LIMIT, N_("nested too deeply"));
	s->object[s->depth++] = object;
	s->state = object ? FIRST_KEY : FIRST_VALUE;
	s->at++;
	return 0;
}

static int close_container(struct json_stream *s, struct json_stream_token *out)
{
	out->depth = --s->depth;
	out->kind = s->object[s->depth] ? JSON_OBJECT_END : JSON_ARRAY_END;
	s->at++;
	after_value(s);
	return 0;
}

/* A key, of which the beginning is kept, and its colon. */
static int read_key(struct json_stream *s, struct json_stream_token *out)
{
	const char *text = NULL;
	size_t n = 0;
	int c = 0, rc;

	s->at++;
	s->in_string = true;
	while ((rc = json_stream_text(s, &text, &n)) == 0 && n > 0) {
		size_t room = JSON_STREAM_KEY - out->len;

		out->cut = out->cut || n > room;
		memcpy(s->key + out->len, text, n > room ? room : n);
		out->len += n > room ? room : n;
	}
	if (rc == 0)
		rc = peek_past_space(s, &c);
	if (rc != 0)
		return rc;
	if (c != ':')
		return fail(s, ERR_PARSE, N_("a name without a colon"));
	s->at++;
	s->key[out->len] = '\0';
	out->text = s->key;
	out->kind = JSON_KEY;
	s->state = VALUE;
	return 0;
}

/* -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)? */
static bool is_number(const char *p)
{
	size_t n;

	p += *p == '-';
	n = strspn(p, "0123456789");
	if (n == 0 || (*p == '0' && n > 1))
		return false;
	p += n;
	if (*p == '.') {
		n = strspn(p + 1, "0123456789");
		if (n == 0)
			return false;
		p += n + 1;
	}
	if (*p == 'e' || *p == 'E') {
		p += 1 + (p[1] == '+' || p[1] == '-');
		n = strspn(p, "0123456789");
		if (n == 0)
			return false;
		p += n;
	}
	return *p == '\0';
}

static int read_number(struct json_stream *s, struct json_stream_token *out)
{
	int c = 0, rc;

	while ((rc = peek(s, &c)) == 0 && c > 0 &&
		strchr("+-.0123456789eE", c) != NULL) {
		if (out->len < JSON_STREAM_NUMBER)
			s->key[out->len++] = (char)c;
		else
			out->cut = true;
		s->at++;
	}
	if (rc != 0)
		return rc;
	s->key[out->len] = '\0';
	if (!out->cut && !is_number(s->key))
		return fail(s, ERR_PARSE, N_("no valid number"));
	out->text = s->key;
	out->kind = JSON_NUMBER;
	after_value(s);
	return 0;
}

static int read_word(
	struct json_stream *s, struct json_stream_token *out, int first)
{
	static const char *const words[] = { "true", "false", "null" };
	static const enum json_kind kinds[] = { JSON_TRUE, JSON_FALSE,
		JSON_NULL };
	int i = first == 't' ? 0 : first == 'f' ? 1 : 2;
	int c = 0, rc = 0;

	for (const char *p = words[i]; rc == 0 && *p != '\0'; p++) {
		rc = peek(s, &c);
		if (rc == 0 && c != *p)
			return fail(s, ERR_PARSE, N_("no JSON"));
		s->at++;
	}
	out->kind = kinds[i];
	after_value(s);
	return rc;
}

static int read_value(
	struct json_stream *s, struct json_stream_token *out, int c)
{
	switch (c) {
	case '{':
	case '[':
		out->kind = c == '{' ? JSON_OBJECT : JSON_ARRAY;
		return open_container(s, c == '{');
	case '"':
		out->kind = JSON_STRING;
		s->at++;
		s->in_string = true;
		after_value(s);
		return 0;
	case 't':
	case 'f':
	case 'n':
		return read_word(s, out, c);
	default:
		if (c == '-' || (c >= '0' && c <= '9'))
			return read_number(s, out);
		return fail(s, ERR_PARSE, N_("no JSON"));
	}
}

/* Behind a value: the container's end, or a comma and what follows. */
static int pass_comma(struct json_stream *s, int *c)
{
	bool object = s->object[s->depth - 1];

	if (*c == (object ? '}' : ']'))
		return 0;
	if (*c != ',')
		return fail(s, ERR_PARSE, N_("neither a comma nor an end"));
	s->at++;
	s->state = object ? KEY : VALUE;
	return peek_past_space(s, c);
}

static int next_token(
	struct json_stream *s, struct json_stream_token *out, int c)
{
	switch ((enum state)s->state) {
	case DONE:
		if (c >= 0)
			return fail(s, ERR_PARSE,
				N_("more stands behind the end of the JSON"));
		out->kind = JSON_END;
		return 0;
	case COMMA:
		return close_container(s, out);
	case FIRST_KEY:
		if (c == '}')
			return close_container(s, out);
		/* fall through */
	case KEY:
		if (c != '"')
			return fail(s, ERR_PARSE, N_("a name must come"));
		return read_key(s, out);
	case FIRST_VALUE:
		if (c == ']')
			return close_container(s, out);
		/* fall through */
	case VALUE:
		break;
	}
	return read_value(s, out, c);
}

int json_stream_next(struct json_stream *s, struct json_stream_token *out)
{
	const char *text;
	size_t n;
	int c = 0, rc = 0;

	do
		rc = json_stream_text(s, &text, &n);
	while (rc == 0 && n > 0);
	if (rc == 0)
		rc = peek_past_space(s, &c);
	if (rc == 0 && s->state == COMMA)
		rc = pass_comma(s, &c);
	if (rc != 0)
		return rc;
	*out = (struct json_stream_token){ .offset = json_stream_offset(s),
		.depth = s->depth };
	return next_token(s, out, c);
}

int json_stream_skip(struct json_stream *s, const struct json_stream_token *t)
{
	struct json_stream_token in = *t;
	size_t depth = t->depth;
	int rc = 0;

	if (t->kind != JSON_OBJECT && t->kind != JSON_ARRAY)
		return 0;
	do
		rc = json_stream_next(s, &in);
	while (rc == 0 && in.kind != JSON_END &&
		(in.depth > depth || (in.kind != JSON_OBJECT_END &&
					     in.kind != JSON_ARRAY_END)));
	return rc;
}

/* Goes on to where depth containers are open. */
static int leave(struct json_stream *s, size_t depth)
{
	struct json_stream_token t;
	int rc = 0;

	while (rc == 0 && s->depth > depth)
		rc = json_stream_next(s, &t);
	return rc;
}

int json_stream_each(struct json_stream *s, const struct json_stream_token *t,
	json_stream_fn fn, void *ctx)
{
	char name[sizeof(s->key)];
	struct json_stream_token in;
	size_t depth = t->depth + 1;
	int rc = 0;

	for (;;) {
		name[0] = '\0';
		rc = json_stream_next(s, &in);
		if (rc != 0 || s->depth < depth)
			return rc;
		if (in.kind == JSON_KEY) {
			if (!in.cut && strlen(in.text) == in.len)
				memcpy(name, in.text, in.len + 1);
			rc = json_stream_next(s, &in);
		}
		if (rc == 0)
			rc = fn(s, name, &in, ctx);
		if (rc == 0)
			rc = leave(s, depth);
		if (rc != 0)
			return rc;
	}
}

int json_stream_scalar(struct json_stream *s, const struct json_stream_token *t,
	char *room, size_t size)
{
	struct str text;
	size_t n = t->len < size ? t->len : size - 1;
	int rc = 0;

	room[0] = '\0';
	if (t->kind == JSON_NUMBER) {
		memcpy(room, t->text, n);
		room[n] = '\0';
	}
	if (t->kind != JSON_STRING)
		return 0;
	str_init(&text, size - 1);
	rc = json_stream_string(s, &text);
	n = strnlen(text.p, text.len);
	memcpy(room, text.p, n);
	room[n] = '\0';
	str_release(&text);
	return rc;
}

static int copy_string(struct json_stream *s, struct str *out)
{
	struct str text;
	int rc;

	str_init(&text, out->max);
	rc = json_stream_string(s, &text);
	if (text.over)
		out->over = true;
	else
		json_quote(out, text.p, text.len);
	str_release(&text);
	return rc;
}

static int copy_token(struct json_stream *s, const struct json_stream_token *t,
	struct str *out)
{
	static const char *const words[] = { [JSON_OBJECT] = "{",
		[JSON_OBJECT_END] = "}",
		[JSON_ARRAY] = "[",
		[JSON_ARRAY_END] = "]",
		[JSON_TRUE] = "true",
		[JSON_FALSE] = "false",
		[JSON_NULL] = "null" };

	out->over = out->over || t->cut;
	switch (t->kind) {
	case JSON_STRING:
		return copy_string(s, out);
	case JSON_NUMBER:
		str_add(out, t->text, t->len);
		return 0;
	case JSON_KEY:
		json_quote(out, t->text, t->len);
		str_putc(out, ':');
		return 0;
	default:
		str_puts(out, words[t->kind]);
		return 0;
	}
}

/* Whether a comma must stand before a token that follows what is written. */
static bool needs_comma(const struct str *out, size_t from, enum json_kind kind)
{
	char last = out->len > from ? out->p[out->len - 1] : '{';

	return kind != JSON_OBJECT_END && kind != JSON_ARRAY_END &&
	       last != '{' && last != '[' && last != ':';
}

int json_stream_copy(struct json_stream *s, const struct json_stream_token *t,
	struct str *out)
{
	struct json_stream_token in = *t;
	size_t from = out->len;
	bool container = t->kind == JSON_OBJECT || t->kind == JSON_ARRAY;
	int rc = copy_token(s, &in, out);

	while (rc == 0 && container) {
		rc = json_stream_next(s, &in);
		if (rc != 0)
			break;
		if (needs_comma(out, from, in.kind))
			str_putc(out, ',');
		rc = copy_token(s, &in, out);
		container = in.depth > t->depth ||
			    (in.kind != JSON_OBJECT_END &&
				    in.kind != JSON_ARRAY_END);
	}
	return rc;
}
