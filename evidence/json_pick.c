/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A reader of the grammar without recursion: a bit for each open container
 * tells whether it is an object. Values of the outermost object are noted
 * when their key is one of those wanted.
 */
#include "evidence/json_pick.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "evidence/digits.h"

enum { KEY_TEXT = 256 };

struct reader {
	const char *p, *end;
	const char *why;
};

static bool fail(struct reader *r, const char *why)
{
	r->why = why;
	return false;
}

static bool cut(struct reader *r)
{
	return fail(r, N_("the record ends in the middle"));
}

static void skip_space(struct reader *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\t' ||
					*r->p == '\r' || *r->p == '\n'))
		r->p++;
}

static int hex4(const char *p)
{
	int v = 0;

	for (int i = 0; i < 4; i++) {
		char c = p[i];
		int digit = c >= '0' && c <= '9'   ? c - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : c >= 'A' && c <= 'F' ? c - 'A' + 10
						   : -1;

		if (digit < 0)
			return -1;
		v = v << 4 | digit;
	}
	return v;
}

static bool escape(struct reader *r)
{
	if (r->end - r->p < 2)
		return cut(r);
	if (memchr("\"\\/bfnrt", r->p[1], 8) != NULL) {
		r->p += 2;
		return true;
	}
	if (r->p[1] != 'u')
		return fail(r, N_("an escape that JSON does not know"));
	if (r->end - r->p < 6)
		return cut(r);
	if (hex4(r->p + 2) < 0)
		return fail(r, N_("an escape that JSON does not know"));
	r->p += 6;
	return true;
}

/* Whether one of eight bytes is '"', '\\' or a control, or is beyond ASCII:
 * then they are looked at one by one. */
static bool has_special(const char *p)
{
	const uint64_t each = UINT64_C(0x0101010101010101), high = each * 0x80;
	uint64_t w, quote, slash;

	memcpy(&w, p, sizeof(w));
	quote = w ^ each * '"';
	slash = w ^ each * '\\';
	return ((w | (quote - each) | (slash - each) | (w - each * ' ')) &
		       high) != 0;
}

/* Goes to the next byte of a string that is no plain character. */
static void pass_plain(struct reader *r)
{
	const char *p = r->p, *end = r->end;

	while (end - p >= 8 && !has_special(p))
		p += 8;
	while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= ' ')
		p++;
	r->p = p;
}

/* From the opening quote to behind the closing one. */
static bool string(struct reader *r, struct json_pick *out)
{
	const char *start = ++r->p;

	out->kind = JSON_STRING;
	out->escaped = false;
	for (;;) {
		pass_plain(r);
		if (r->p == r->end)
			return cut(r);
		if (*r->p == '"')
			break;
		if (*r->p != '\\')
			return fail(r, N_("a control character in a string"));
		out->escaped = true;
		if (!escape(r))
			return false;
	}
	out->text = start;
	out->len = (size_t)(r->p++ - start);
	return true;
}

static size_t digits(struct reader *r)
{
	const char *start = r->p;

	while (r->p < r->end && *r->p >= '0' && *r->p <= '9')
		r->p++;
	return (size_t)(r->p - start);
}

static bool number(struct reader *r, struct json_pick *out)
{
	const char *start = r->p;
	bool good = true;

	r->p += *r->p == '-';
	if (r->p < r->end && *r->p == '0')
		r->p++;
	else
		good = digits(r) > 0;
	if (good && r->p < r->end && *r->p == '.') {
		r->p++;
		good = digits(r) > 0;
	}
	if (good && r->p < r->end && (*r->p == 'e' || *r->p == 'E')) {
		r->p++;
		if (r->p < r->end && (*r->p == '+' || *r->p == '-'))
			r->p++;
		good = digits(r) > 0;
	}
	out->kind = JSON_NUMBER;
	out->text = start;
	out->len = (size_t)(r->p - start);
	if (!good)
		return r->p == r->end ? cut(r)
				      : fail(r, N_("a number without digits"));
	return true;
}

static bool word(struct reader *r, struct json_pick *out)
{
	static const struct {
		const char *text;
		size_t len;
		enum json_kind kind;
	} words[] = { { "true", 4, JSON_TRUE }, { "false", 5, JSON_FALSE },
		{ "null", 4, JSON_NULL } };
	size_t left = (size_t)(r->end - r->p);

	for (size_t i = 0; i < 3; i++) {
		size_t n = left < words[i].len ? left : words[i].len;

		if (memcmp(r->p, words[i].text, n) != 0)
			continue;
		if (n < words[i].len)
			return cut(r);
		out->kind = words[i].kind;
		out->text = r->p;
		out->len = n;
		r->p += n;
		return true;
	}
	return fail(r, N_("no value where one is expected"));
}

static bool scalar(struct reader *r, struct json_pick *out)
{
	if (*r->p == '"')
		return string(r, out);
	out->escaped = false;
	if (*r->p == '-' || (*r->p >= '0' && *r->p <= '9'))
		return number(r, out);
	return word(r, out);
}

/* A key and its colon. */
static bool key(struct reader *r, struct json_pick *out)
{
	if (r->p == r->end)
		return cut(r);
	if (*r->p != '"')
		return fail(r, N_("no key where one is expected"));
	if (!string(r, out))
		return false;
	skip_space(r);
	if (r->p == r->end)
		return cut(r);
	if (*r->p != ':')
		return fail(r, N_("no colon behind a key"));
	r->p++;
	skip_space(r);
	return true;
}

/* Behind an opening bracket, comes a value, or its end? */
static bool begins_empty(struct reader *r, char close)
{
	skip_space(r);
	if (r->p == r->end || *r->p != close)
		return false;
	r->p++;
	return true;
}

/* A container and all in it. */
static bool container(struct reader *r, struct json_pick *out)
{
	const char *start = r->p;
	uint64_t objects = 0; /* a bit for each that is open, the last lowest */
	unsigned depth = 0;
	struct json_pick inner;
	bool ended = false;

	for (;;) {
		if (!ended) {
			if (r->p == r->end)
				return cut(r);
			if (*r->p == '{' || *r->p == '[') {
				bool object = *r->p++ == '{';

				if (depth == JSON_DEPTH)
					return fail(r, N_("nested too deeply"));
				depth++;
				objects = objects << 1 | object;
				ended = begins_empty(r, object ? '}' : ']');
				if (!ended) {
					if (object && !key(r, &inner))
						return false;
					continue;
				}
				depth--;
				objects >>= 1;
			} else if (!scalar(r, &inner)) {
				return false;
			}
		}
		ended = false;
		if (depth == 0)
			break;
		skip_space(r);
		if (r->p == r->end)
			return cut(r);
		if (*r->p == ',') {
			r->p++;
			skip_space(r);
			if ((objects & 1) != 0 && !key(r, &inner))
				return false;
		} else if (*r->p == ((objects & 1) != 0 ? '}' : ']')) {
			r->p++;
			depth--;
			objects >>= 1;
			ended = true;
		} else {
			return fail(r, N_("no comma between two values"));
		}
	}
	out->kind = *start == '{' ? JSON_OBJECT : JSON_ARRAY;
	out->text = start;
	out->len = (size_t)(r->p - start);
	out->escaped = false;
	return true;
}

static bool value(struct reader *r, struct json_pick *out)
{
	if (r->p == r->end)
		return cut(r);
	return *r->p == '{' || *r->p == '[' ? container(r, out)
					    : scalar(r, out);
}

static bool is_name(const struct json_pick *k, const char *name)
{
	char plain[KEY_TEXT];

	if (!k->escaped)
		return k->len > 0 && name[0] == k->text[0] &&
		       strncmp(name, k->text, k->len) == 0 &&
		       name[k->len] == '\0';
	return json_pick_text(k, plain, sizeof(plain)) &&
	       strcmp(plain, name) == 0;
}

static bool keep(struct reader *r, struct json_pick *out,
	const char *const *names, size_t n, const struct json_pick *k,
	const struct json_pick *v)
{
	for (size_t i = 0; i < n; i++) {
		if (!is_name(k, names[i]))
			continue;
		if (out[i].kind != JSON_END)
			return fail(r, N_("a key stands twice"));
		out[i] = *v;
		return true;
	}
	return true;
}

static bool members(struct reader *r, struct json_pick *out,
	const char *const *names, size_t n)
{
	struct json_pick k, v;

	r->p++;
	if (begins_empty(r, '}'))
		return true;
	for (;;) {
		if (!key(r, &k) || !value(r, &v) ||
			!keep(r, out, names, n, &k, &v))
			return false;
		skip_space(r);
		if (r->p == r->end)
			return cut(r);
		if (*r->p == '}') {
			r->p++;
			return true;
		}
		if (*r->p != ',')
			return fail(r, N_("no comma between two values"));
		r->p++;
		skip_space(r);
	}
}

const char *json_pick(struct json_pick *out, const char *const *names, size_t n,
	const char *text, size_t len)
{
	struct reader r = { .p = text, .end = text + len };

	for (size_t i = 0; i < n; i++)
		out[i] = (struct json_pick){ .kind = JSON_END };
	skip_space(&r);
	if (r.p == r.end || *r.p != '{')
		return N_("no JSON object");
	if (members(&r, out, names, n)) {
		skip_space(&r);
		if (r.p != r.end)
			fail(&r, N_("text behind the end of the record"));
	}
	if (r.why != NULL)
		for (size_t i = 0; i < n; i++)
			out[i] = (struct json_pick){ .kind = JSON_END };
	return r.why;
}

const char *json_pick_value(struct json_pick *out, const char *text, size_t len)
{
	struct reader r = { .p = text, .end = text + len };
	struct json_pick v;

	*out = (struct json_pick){ .kind = JSON_END };
	skip_space(&r);
	if (!value(&r, &v))
		return r.why;
	skip_space(&r);
	if (r.p != r.end)
		return N_("text behind the end of the record");
	*out = v;
	return NULL;
}

const char *json_pick_in(struct json_pick *out, const char *const *names,
	size_t n, const struct json_pick *object)
{
	if (object->kind == JSON_OBJECT)
		return json_pick(out, names, n, object->text, object->len);
	for (size_t i = 0; i < n; i++)
		out[i] = (struct json_pick){ .kind = JSON_END };
	return NULL;
}

bool json_pick_next(
	struct json_pick *out, size_t *at, const struct json_pick *array)
{
	struct reader r;

	*out = (struct json_pick){ .kind = JSON_END };
	if (array->kind != JSON_ARRAY || *at >= array->len)
		return false;
	/* The text was checked when the array was picked. */
	r = (struct reader){ .p = array->text + *at + (*at == 0),
		.end = array->text + array->len };
	skip_space(&r);
	if (*at != 0 && *r.p == ',')
		r.p++;
	skip_space(&r);
	if (*r.p == ']' || !value(&r, out)) {
		*at = array->len;
		*out = (struct json_pick){ .kind = JSON_END };
		return false;
	}
	*at = (size_t)(r.p - array->text);
	return true;
}

/* Room for text, which is never cut in the middle of a character. */
struct room {
	char *p;
	size_t len, size;
	bool full;
};

static void put(struct room *o, const char *text, size_t len)
{
	if (o->full)
		return;
	if (o->len + len >= o->size) {
		o->full = true;
		len = o->size - 1 - o->len;
		while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
			len--;
	}
	memcpy(o->p + o->len, text, len);
	o->len += len;
}

static void put_point(struct room *o, uint32_t cp)
{
	char text[4];
	size_t n = utf8_encode(text, cp != 0 ? cp : UTF8_REPLACEMENT);

	if (o->len + n >= o->size)
		o->full = true;
	else
		put(o, text, n);
}

/* The escape at p, which was checked; its length. */
static size_t put_escape(struct room *o, const char *p, const char *end)
{
	static const char plain[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	uint32_t cp, low;

	if (p[1] != 'u') {
		put(o, &means[strchr(plain, p[1]) - plain], 1);
		return 2;
	}
	cp = (uint32_t)hex4(p + 2);
	if (cp < 0xD800 || cp > 0xDBFF || end - p < 12 || p[6] != '\\' ||
		p[7] != 'u') {
		put_point(o, cp);
		return 6;
	}
	low = (uint32_t)hex4(p + 8);
	if (low < 0xDC00 || low > 0xDFFF) {
		put_point(o, cp);
		return 6;
	}
	put_point(o, 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00));
	return 12;
}

bool json_pick_text(const struct json_pick *p, char *room, size_t size)
{
	const char *at = p->text, *end;
	struct room o = { .p = room, .size = size };

	room[0] = '\0';
	if (p->kind != JSON_STRING && p->kind != JSON_NUMBER)
		return false;
	end = at + p->len;
	while (at < end) {
		const char *next =
			p->escaped ? memchr(at, '\\', (size_t)(end - at))
				   : NULL;
		size_t n = (size_t)((next != NULL ? next : end) - at);

		put(&o, at, n);
		at += n;
		if (next != NULL)
			at += put_escape(&o, at, end);
	}
	room[o.len] = '\0';
	return !o.full;
}

bool json_pick_number(int64_t *out, const struct json_pick *p, int64_t max)
{
	return (p->kind == JSON_NUMBER ||
		       (p->kind == JSON_STRING && !p->escaped)) &&
	       digits_read(out, p->text, p->len, max);
}

bool json_pick_true(const struct json_pick *p)
{
	return p->kind == JSON_TRUE;
}

bool json_pick_is(const struct json_pick *p, const char *text)
{
	char plain[KEY_TEXT];

	if (p->kind != JSON_STRING)
		return false;
	if (!p->escaped)
		return strlen(text) == p->len &&
		       memcmp(text, p->text, p->len) == 0;
	return json_pick_text(p, plain, sizeof(plain)) &&
	       strcmp(plain, text) == 0;
}
