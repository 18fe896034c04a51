/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A state machine over the grammar of RFC 8259 with an explicit stack. The
 * keys of the open objects are kept unescaped, one after the other in one
 * buffer, with a list of where each begins. At the end of an object its part
 * of the list is sorted, which puts equal keys side by side: n log n whatever
 * keys a hostile text chooses.
 */
#include "base/json_scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

enum {
	DEFAULT_VALUES = 10 * 1000 * 1000,
	NUMBER_MAX = 63,     /* characters of a number that cJSON reads */
	DIGITS_KEPT = 17,    /* of a number, to compare it with the limit */
	LIMIT_DIGITS = 16,   /* of 2^53 */
	EXPONENT_MAX = 9999, /* beyond, all are alike */
};

/* 2^53, to DIGITS_KEPT digits. */
#define NUMBER_LIMIT UINT64_C(90071992547409920)

enum state {
	VALUE,	     /* a value must come */
	FIRST_VALUE, /* a value or ] */
	FIRST_KEY,   /* a key or } */
	KEY,	     /* a key must come */
	COLON,
	COMMA, /* , or the end of the container */
	DONE,
};

/* An open container. */
struct json_frame {
	bool object;
	size_t text; /* where its keys begin in scan->text_of_keys */
	size_t key;  /* where they begin in scan->keys */
};

/* A key of an open object. */
struct json_key {
	size_t text;   /* where it begins in scan->text_of_keys */
	size_t offset; /* and in the input */
};

void json_scan_init(struct json_scan *s, const char *text, size_t len,
	const struct json_limits *limits)
{
	*s = (struct json_scan){ .text = text, .len = len, .state = VALUE };
	if (limits != NULL)
		s->limits = *limits;
	if (s->limits.depth == 0)
		s->limits.depth = JSON_DEPTH;
	if (s->limits.bytes == 0)
		s->limits.bytes = STR_MAX;
	if (s->limits.values == 0)
		s->limits.values = DEFAULT_VALUES;
	/* With its NUL, a key is never longer than it was in quotes. */
	str_init(&s->text_of_keys, s->limits.bytes);
}

void json_scan_release(struct json_scan *s)
{
	free(s->stack);
	free(s->keys);
	str_release(&s->text_of_keys);
	*s = (struct json_scan){ 0 };
}

void json_scan_place(const char *text, size_t len, size_t offset, size_t *line,
	size_t *column)
{
	size_t start = 0;

	*line = 1;
	if (offset > len)
		offset = len;
	for (size_t i = 0; i < offset; i++)
		if (text[i] == '\n') {
			++*line;
			start = i + 1;
		}
	*column = utf8_count(text + start, offset - start) + 1;
}

static int fail(
	const struct json_scan *s, int code, size_t offset, const char *why)
{
	size_t line, column;

	json_scan_place(s->text, s->len, offset, &line, &column);
	return err_set(code, _("line %zu, column %zu: %s"), line, column, why);
}

static int parse_error(const struct json_scan *s, const char *why)
{
	return fail(s, ERR_PARSE, s->at, why);
}

static void skip_space(struct json_scan *s)
{
	for (; s->at < s->len; s->at++) {
		char c = s->text[s->at];

		if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
			return;
	}
}

static int hex4(const char *p, uint32_t *out)
{
	uint32_t v = 0;

	for (int i = 0; i < 4; i++) {
		char c = p[i];

		if (c >= '0' && c <= '9')
			v = v << 4 | (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			v = v << 4 | (uint32_t)(c - 'a' + 10);
		else if (c >= 'A' && c <= 'F')
			v = v << 4 | (uint32_t)(c - 'A' + 10);
		else
			return -1;
	}
	*out = v;
	return 0;
}

/* Checks the escape at s->at (on the backslash) and passes it. */
static int scan_escape(struct json_scan *s)
{
	const char *p = s->text + s->at;
	size_t left = s->len - s->at;
	uint32_t high, low;

	if (left < 2 || strchr("\"\\/bfnrtu", p[1]) == NULL || p[1] == '\0')
		return parse_error(s, _("an escape that JSON does not know"));
	if (p[1] != 'u') {
		s->at += 2;
		return 0;
	}
	if (left < 6 || hex4(p + 2, &high) != 0)
		return parse_error(s, _("\\u needs four hexadecimal digits"));
	if (high == 0)
		return parse_error(s, _("\\u0000 is refused"));
	if (high >= 0xDC00 && high <= 0xDFFF)
		return parse_error(s, _("half of a surrogate pair"));
	if (high < 0xD800 || high > 0xDBFF) {
		s->at += 6;
		return 0;
	}
	if (left < 12 || p[6] != '\\' || p[7] != 'u' ||
		hex4(p + 8, &low) != 0 || low < 0xDC00 || low > 0xDFFF)
		return parse_error(s, _("half of a surrogate pair"));
	s->at += 12;
	return 0;
}

/* From the opening quote; token text is what lies between the quotes. */
static int scan_string(struct json_scan *s, struct json_token *out)
{
	size_t start = ++s->at;

	while (s->at < s->len && s->text[s->at] != '"') {
		unsigned char c = (unsigned char)s->text[s->at];
		uint32_t cp;
		size_t n;
		int rc;

		if (c == '\\') {
			rc = scan_escape(s);
			if (rc != 0)
				return rc;
			continue;
		}
		if (c < 0x20)
			return parse_error(
				s, _("a control character in a string; it is "
				     "written as an escape"));
		if (c < 0x80) {
			s->at++;
			continue;
		}
		n = utf8_decode(&cp, s->text + s->at, s->len - s->at);
		if (cp == UTF8_REPLACEMENT &&
			!utf8_valid(s->text + s->at, n, NULL))
			return parse_error(s, _("bytes that are not UTF-8"));
		s->at += n;
	}
	if (s->at >= s->len)
		return fail(s, ERR_PARSE, start - 1,
			_("a string without its closing quote"));
	out->text = s->text + start;
	out->len = s->at - start;
	s->at++;
	return 0;
}

static size_t digits(struct json_scan *s)
{
	size_t n = 0;

	while (s->at < s->len && s->text[s->at] >= '0' &&
		s->text[s->at] <= '9') {
		s->at++;
		n++;
	}
	return n;
}

/* The value of "e-12"; 0 when there is none. */
static int exponent_of(const char *text, size_t len)
{
	bool negative = len > 1 && text[1] == '-';
	int v = 0;

	for (size_t i = 1; i < len; i++)
		if (text[i] >= '0' && text[i] <= '9' && v < EXPONENT_MAX)
			v = v * 10 + (text[i] - '0');
	return negative ? -v : v;
}

/* cJSON keeps numbers as doubles, which hold every integer up to 2^53 and
 * not all beyond. Compared as text: reading it as a double first would hide
 * that 2^53 + 1 is too large. */
static bool is_exact(const char *text, size_t len)
{
	uint64_t v = 0;
	int kept = 0, whole = 0; /* v as 0.ddd, times ten to whole */
	bool point = false;
	size_t i = 0;

	for (; i < len && text[i] != 'e' && text[i] != 'E'; i++) {
		char c = text[i];

		point = point || c == '.';
		if (c < '0' || c > '9')
			continue;
		if (kept == 0 && c == '0') {
			whole -= point;
			continue;
		}
		whole += !point;
		if (kept < DIGITS_KEPT) {
			v = v * 10 + (uint64_t)(c - '0');
			kept++;
		}
	}
	whole += exponent_of(text + i, len - i);
	for (; kept < DIGITS_KEPT; kept++)
		v *= 10;
	return v == 0 || whole < LIMIT_DIGITS ||
	       (whole == LIMIT_DIGITS && v <= NUMBER_LIMIT);
}

/* Passes ".5" or "e-3", if it stands here; false when its digits lack. */
static bool scan_part(struct json_scan *s, const char *first, const char *sign)
{
	if (s->at >= s->len || s->text[s->at] == '\0' ||
		strchr(first, s->text[s->at]) == NULL)
		return true;
	s->at++;
	if (s->at < s->len && s->text[s->at] != '\0' &&
		strchr(sign, s->text[s->at]) != NULL)
		s->at++;
	return digits(s) > 0;
}

static int scan_number(struct json_scan *s, struct json_token *out)
{
	size_t start = s->at;

	out->kind = JSON_NUMBER;
	if (s->text[s->at] == '-')
		s->at++;
	if (s->at < s->len && s->text[s->at] == '0')
		s->at++;
	else if (digits(s) == 0)
		return parse_error(s, _("a number without digits"));
	if (!scan_part(s, ".", "") || !scan_part(s, "eE", "+-"))
		return parse_error(s, _("a number without digits"));
	out->text = s->text + start;
	out->len = s->at - start;
	if (out->len > NUMBER_MAX)
		return fail(s, ERR_PARSE, start,
			_("a number too long to be kept exactly; write it as "
			  "a string"));
	if (!is_exact(out->text, out->len))
		return fail(s, ERR_PARSE, start,
			_("a number too large to be kept exactly; write it as "
			  "a string"));
	return 0;
}

static int scan_word(struct json_scan *s, struct json_token *out)
{
	static const struct {
		const char *word;
		enum json_kind kind;
	} words[] = { { "true", JSON_TRUE }, { "false", JSON_FALSE },
		{ "null", JSON_NULL } };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i].word);

		if (s->len - s->at < n ||
			memcmp(s->text + s->at, words[i].word, n) != 0)
			continue;
		out->kind = words[i].kind;
		out->text = s->text + s->at;
		out->len = n;
		s->at += n;
		return 0;
	}
	return parse_error(s, _("a value is expected here"));
}

static int open_container(struct json_scan *s, bool object)
{
	if (s->depth >= s->limits.depth)
		return fail(s, ERR_LIMIT, s->at, _("nested too deeply"));
	s->stack = mem_grow(s->stack, &s->cap, s->depth + 1, sizeof(*s->stack));
	s->stack[s->depth++] = (struct json_frame){
		.object = object, .text = s->text_of_keys.len, .key = s->n_keys
	};
	s->state = object ? FIRST_KEY : FIRST_VALUE;
	s->at++;
	return 0;
}

/* Equal keys stand together, in the order of the input. */
static int compare_keys(const void *va, const void *vb, void *ctx)
{
	const struct json_key *a = va, *b = vb;
	const char *text = ctx;
	int order = strcmp(text + a->text, text + b->text);

	if (order != 0)
		return order;
	return (a->offset > b->offset) - (a->offset < b->offset);
}

/* Refuses an object in which a key stands twice. */
static int check_keys(struct json_scan *s, const struct json_frame *f)
{
	size_t n = s->n_keys - f->key, twice = SIZE_MAX;
	struct json_key *keys;

	if (n < 2)
		return 0;
	keys = s->keys + f->key;
	qsort_r(keys, n, sizeof(*keys), compare_keys, s->text_of_keys.p);
	for (size_t i = 1; i < n; i++)
		if (keys[i].offset < twice &&
			strcmp(s->text_of_keys.p + keys[i].text,
				s->text_of_keys.p + keys[i - 1].text) == 0)
			twice = keys[i].offset;
	if (twice == SIZE_MAX)
		return 0;
	return fail(s, ERR_PARSE, twice,
		_("this key stands twice in the same object"));
}

static int close_container(
	struct json_scan *s, struct json_token *out, bool object)
{
	const struct json_frame *top = &s->stack[s->depth - 1];
	int rc;

	if (top->object != object)
		return parse_error(s, object ? _("']' is expected here")
					     : _("'}' is expected here"));
	rc = check_keys(s, top);
	if (rc != 0)
		return rc;
	s->n_keys = top->key;
	str_cut(&s->text_of_keys, top->text);
	s->depth--;
	s->state = s->depth > 0 ? COMMA : DONE;
	out->kind = object ? JSON_OBJECT_END : JSON_ARRAY_END;
	out->depth = s->depth;
	out->text = s->text + s->at;
	out->len = 1;
	s->at++;
	return 0;
}

/* Enters a key into the innermost object. */
static int enter_key(struct json_scan *s, const struct json_token *t)
{
	struct json_key key = { s->text_of_keys.len, t->offset };
	int rc = json_scan_unescape(&s->text_of_keys, t);

	if (rc == 0)
		rc = str_putc(&s->text_of_keys, '\0');
	if (rc != 0)
		return rc;
	s->keys = mem_grow(
		s->keys, &s->keys_cap, s->n_keys + 1, sizeof(*s->keys));
	s->keys[s->n_keys++] = key;
	return 0;
}

static int scan_value(struct json_scan *s, struct json_token *out)
{
	int rc = 0;

	if (++s->values > s->limits.values)
		return fail(s, ERR_LIMIT, s->at, _("too many values"));
	out->depth = s->depth;
	switch (s->text[s->at]) {
	case '{':
	case '[':
		out->kind = s->text[s->at] == '{' ? JSON_OBJECT : JSON_ARRAY;
		out->text = s->text + s->at;
		out->len = 1;
		return open_container(s, out->kind == JSON_OBJECT);
	case '"':
		out->kind = JSON_STRING;
		rc = scan_string(s, out);
		break;
	default:
		if (s->text[s->at] == '-' ||
			(s->text[s->at] >= '0' && s->text[s->at] <= '9'))
			rc = scan_number(s, out);
		else
			rc = scan_word(s, out);
	}
	if (rc == 0)
		s->state = s->depth > 0 ? COMMA : DONE;
	return rc;
}

static int scan_key(struct json_scan *s, struct json_token *out)
{
	int rc;

	if (s->text[s->at] != '"')
		return parse_error(s, _("a key in double quotes is expected"));
	out->kind = JSON_KEY;
	out->depth = s->depth;
	rc = scan_string(s, out);
	if (rc == 0)
		rc = enter_key(s, out);
	s->state = COLON;
	return rc;
}

/* Passes the comma or colon that must stand here; *end is set when it is
 * the end of the container instead. */
static int scan_between(struct json_scan *s, bool *end)
{
	char c = s->text[s->at];
	bool object = s->depth > 0 && s->stack[s->depth - 1].object;

	*end = false;
	if (s->state == COLON) {
		if (c != ':')
			return parse_error(s, _("':' is expected here"));
		s->state = VALUE;
	} else {
		if (c == '}' || c == ']') {
			*end = true;
			return 0;
		}
		if (c != ',')
			return parse_error(
				s, object ? _("',' or '}' is expected here")
					  : _("',' or ']' is expected here"));
		s->state = object ? KEY : VALUE;
	}
	s->at++;
	skip_space(s);
	return 0;
}

static int scan_end(struct json_scan *s, struct json_token *out)
{
	out->kind = JSON_END;
	out->offset = s->at;
	if (s->at < s->len)
		return parse_error(s, _("text behind the end of the value"));
	return 0;
}

static int check_start(struct json_scan *s)
{
	if (s->len > s->limits.bytes)
		return err_set(ERR_LIMIT,
			_("the JSON text is larger than %zu bytes"),
			s->limits.bytes);
	if (s->len >= 3 && memcmp(s->text, "\xEF\xBB\xBF", 3) == 0)
		return parse_error(s,
			_("a byte order mark; save the file as UTF-8 without "
			  "it"));
	return 0;
}

int json_scan_next(struct json_scan *s, struct json_token *out)
{
	bool end = false;
	int rc = 0;

	*out = (struct json_token){ 0 };
	if (s->at == 0)
		rc = check_start(s);
	if (rc != 0)
		return rc;
	skip_space(s);
	if (s->state == DONE)
		return scan_end(s, out);
	if (s->at < s->len && (s->state == COLON || s->state == COMMA))
		rc = scan_between(s, &end);
	if (rc != 0)
		return rc;
	if (s->at >= s->len)
		return parse_error(s, s->depth > 0
					      ? _("the text ends in the middle")
					      : _("there is no value"));
	out->offset = s->at;
	if (end || (s->state == FIRST_KEY && s->text[s->at] == '}') ||
		(s->state == FIRST_VALUE && s->text[s->at] == ']'))
		return close_container(s, out, s->text[s->at] == '}');
	if (s->state == KEY || s->state == FIRST_KEY)
		return scan_key(s, out);
	return scan_value(s, out);
}

int json_scan_skip(struct json_scan *s)
{
	size_t depth = s->depth;
	struct json_token t;
	int rc = 0;

	while (rc == 0 && depth > 0 && s->depth >= depth)
		rc = json_scan_next(s, &t);
	return rc;
}

int json_scan_unescape(struct str *out, const struct json_token *t)
{
	static const char plain[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";

	for (size_t i = 0; i < t->len;) {
		const char *at = memchr(t->text + i, '\\', t->len - i);
		size_t run =
			at != NULL ? (size_t)(at - t->text) - i : t->len - i;
		uint32_t high = 0, low = 0;

		str_add(out, t->text + i, run);
		i += run;
		if (at == NULL)
			break;
		if (at[1] != 'u') {
			str_putc(out, means[strchr(plain, at[1]) - plain]);
			i += 2;
			continue;
		}
		hex4(at + 2, &high);
		i += 6;
		if (high >= 0xD800 && high <= 0xDBFF) {
			hex4(at + 8, &low);
			high = 0x10000 + ((high - 0xD800) << 10) +
			       (low - 0xDC00);
			i += 6;
		}
		utf8_put(out, high);
	}
	return out->over ? ERR_LIMIT : 0;
}
