/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scanner (base/json_scan) reads a text first; what it lets through,
 * cJSON reads without loss. Printing is ours: one function for the canonical
 * form and for the plain one, which differ in the order of members only.
 */
#include "base/json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json_scan.h"
#include "base/mem.h"
#include "base/utf8.h"

/* 2^53: doubles hold every integer up to here. */
#define EXACT INT64_C(9007199254740992)

enum { DIGITS_MAX = 17 }; /* always enough to tell two doubles apart */

static int validate(
	const char *text, size_t len, const struct json_limits *limits)
{
	struct json_token t = { .kind = JSON_NULL };
	struct json_scan s;
	int rc = 0;

	json_scan_init(&s, text, len, limits);
	do
		rc = json_scan_next(&s, &t);
	while (rc == 0 && t.kind != JSON_END);
	json_scan_release(&s);
	return rc;
}

int json_parse(cJSON **out, const char *text, size_t len,
	const struct json_limits *limits)
{
	struct json_limits bounded = { 0 };
	cJSON *tree;
	int rc;

	if (limits != NULL)
		bounded = *limits;
	if (bounded.depth > CJSON_NESTING_LIMIT)
		bounded.depth = CJSON_NESTING_LIMIT;
	rc = validate(text, len, &bounded);
	if (rc != 0)
		return rc;
	tree = cJSON_ParseWithLength(text, len);
	if (tree == NULL)
		mem_none(); /* all else was refused above */
	*out = tree;
	return 0;
}

int json_read(cJSON **out, const char *path, const struct json_limits *limits)
{
	struct str text;
	int rc;

	str_init(&text, limits != NULL ? limits->bytes : 0);
	rc = file_read(&text, path);
	if (rc == 0) {
		rc = json_parse(out, text.p, text.len, limits);
		if (rc != 0)
			err_set(rc, _("'%s', %s"), path, err_message());
	}
	str_release(&text);
	return rc;
}

/* One step of a JSON Pointer, "~1" and "~0" resolved. */
static void step_of(struct str *out, const char **pointer)
{
	const char *p = *pointer + 1;

	for (; *p != '\0' && *p != '/'; p++) {
		if (*p == '~' && (p[1] == '0' || p[1] == '1'))
			str_putc(out, *++p == '0' ? '~' : '/');
		else
			str_putc(out, *p);
	}
	*pointer = p;
}

/* Passes values until the member or element named; *found tells. On entry
 * the container's opening token has been read. */
static int enter(struct json_scan *s, struct json_token *value,
	const struct str *name, bool *found)
{
	bool object = value->kind == JSON_OBJECT;
	struct str key = { 0 };
	size_t index = 0;
	int rc = 0;

	*found = false;
	while (rc == 0 && !*found) {
		struct json_token t;

		rc = json_scan_next(s, &t);
		if (rc != 0 || t.kind == JSON_OBJECT_END ||
			t.kind == JSON_ARRAY_END)
			break;
		str_clear(&key);
		if (object) {
			json_scan_unescape(&key, &t);
			rc = json_scan_next(s, &t);
		} else {
			str_printf(&key, "%zu", index++);
		}
		if (rc == 0 && str_is(&key, name->p)) {
			*found = true;
			*value = t;
		} else if (rc == 0 &&
			   (t.kind == JSON_OBJECT || t.kind == JSON_ARRAY)) {
			rc = json_scan_skip(s);
		}
	}
	str_release(&key);
	return rc;
}

int json_locate(size_t *line, size_t *column, const char *text, size_t len,
	const char *pointer)
{
	struct json_token value = { .kind = JSON_NULL };
	struct str name = { 0 };
	struct json_scan s;
	size_t offset = 0;
	bool found = true;
	int rc;

	json_scan_init(&s, text, len, NULL);
	rc = json_scan_next(&s, &value);
	offset = value.offset;
	while (rc == 0 && found && *pointer != '\0') {
		found = *pointer == '/' &&
			(value.kind == JSON_OBJECT || value.kind == JSON_ARRAY);
		str_clear(&name);
		step_of(&name, &pointer);
		if (found)
			rc = enter(&s, &value, &name, &found);
		if (found)
			offset = value.offset;
	}
	json_scan_place(text, len, offset, line, column);
	str_release(&name);
	json_scan_release(&s);
	if (rc == 0 && !found)
		rc = err_set(ERR_NOTFOUND, _("there is no such value"));
	return rc;
}

/* Appends what stands for the character c in a literal. */
static void put_escape(struct str *out, char c)
{
	static const char plain[] = "\"\\\b\f\n\r\t", name[] = "\"\\bfnrt";
	const char *at = c != '\0' ? strchr(plain, c) : NULL;

	if (at != NULL)
		str_printf(out, "\\%c", name[at - plain]);
	else
		str_printf(out, "\\u%04x", (unsigned)c);
}

static bool needs_escape(char c)
{
	return (unsigned char)c < 0x20 || c == '"' || c == '\\';
}

int json_quote(struct str *out, const char *text, size_t len)
{
	struct str repaired = { 0 };
	size_t from = 0;
	int rc = 0;

	if (!utf8_valid(text, len, NULL)) {
		rc = utf8_repair(&repaired, text, len);
		text = repaired.p;
		len = repaired.len;
	}
	str_putc(out, '"');
	for (size_t i = 0; i < len; i++) {
		if (!needs_escape(text[i]))
			continue;
		str_add(out, text + from, i - from);
		put_escape(out, text[i]);
		from = i + 1;
	}
	str_add(out, text + from, len - from);
	str_putc(out, '"');
	str_release(&repaired);
	return rc == 0 && out->over ? ERR_LIMIT : rc;
}

/* The first UTF-16 code unit of a code point. */
static uint32_t first_unit(uint32_t cp)
{
	return cp > 0xFFFF ? 0xD800 + ((cp - 0x10000) >> 10) : cp;
}

/* Order of RFC 8785, 3.2.3: by UTF-16 code units. Differs from the order of
 * UTF-8 bytes only where one character lies beyond the BMP. */
static int compare_keys(const void *va, const void *vb)
{
	const char *a = (*(const cJSON *const *)va)->string;
	const char *b = (*(const cJSON *const *)vb)->string;
	uint32_t x = 0, y = 0;
	size_t i = 0;

	while (a[i] != '\0' && a[i] == b[i])
		i++;
	while (i > 0 && ((unsigned char)a[i] & 0xC0) == 0x80 &&
		((unsigned char)b[i] & 0xC0) == 0x80)
		i--;
	if (a[i] != '\0')
		utf8_decode(&x, a + i, strnlen(a + i, 4));
	if (b[i] != '\0')
		utf8_decode(&y, b + i, strnlen(b + i, 4));
	if (first_unit(x) != first_unit(y))
		return first_unit(x) < first_unit(y) ? -1 : 1;
	return (x > y) - (x < y);
}

/* Adds one to the last digit of "d.ddde…"; false when that carries out. */
static bool increase(char *text)
{
	char *p = strchr(text, 'e') - 1;

	for (; p >= text; p--) {
		if (*p < '0' || *p > '9')
			continue;
		if (*p < '9') {
			++*p;
			return true;
		}
		*p = '0';
	}
	return false;
}

/* Prints v > 0 with the fewest digits that read back as v: the nearest of
 * that many digits, or the one above it, which at a power of two may read
 * back when the nearest does not. */
static void shortest(char text[40], double v)
{
	for (int digits = 1; digits <= DIGITS_MAX; digits++) {
		snprintf(text, 40, "%.*e", digits - 1, v);
		if (strtod(text, NULL) == v)
			return;
		if (increase(text) && strtod(text, NULL) == v)
			return;
	}
}

/* The digits of v > 0 without zeros at the end, and the decimal exponent:
 * v = 0.d1d2… × 10^point. Returns how many digits. */
static int digits_of(double v, char digits[DIGITS_MAX + 1], int *point)
{
	char text[40];
	int n = 0;

	shortest(text, v);
	for (const char *p = text; *p != 'e'; p++)
		if (*p >= '0' && *p <= '9')
			digits[n++] = *p;
	while (n > 1 && digits[n - 1] == '0')
		n--;
	digits[n] = '\0';
	*point = (int)strtol(strchr(text, 'e') + 1, NULL, 10) + 1;
	return n;
}

/* An integer that is exact; NaN and the infinities are not. */
static bool is_whole(double v)
{
	return fabs(v) <= (double)EXACT && v == (double)(int64_t)v;
}

/* ECMAScript's Number::toString (ECMA-262, 6.1.6.1.20), as RFC 8785 wants. */
static int print_number(struct str *out, double v)
{
	char d[DIGITS_MAX + 1];
	int n, point;

	if (!isfinite(v))
		return err_set(ERR_INVALID,
			_("a number that is not finite cannot stand in JSON"));
	if (is_whole(v))
		return str_printf(out, "%" PRId64, (int64_t)v);
	if (v < 0)
		str_putc(out, '-');
	n = digits_of(fabs(v), d, &point);
	if (point >= n && point <= 21)
		return str_printf(
			out, "%s%.*s", d, point - n, "000000000000000000000");
	if (point > 0 && point <= 21)
		return str_printf(out, "%.*s.%s", point, d, d + point);
	if (point > -6 && point <= 0)
		return str_printf(out, "0.%.*s%s", -point, "000000", d);
	return str_printf(out, "%c%s%se%c%d", d[0], n > 1 ? "." : "", d + 1,
		point > 0 ? '+' : '-', abs(point - 1));
}

static int print_value(struct str *out, const cJSON *value, bool canonical);

static int print_object(struct str *out, const cJSON *object, bool canonical)
{
	size_t n = (size_t)cJSON_GetArraySize(object), i = 0;
	const cJSON **members = mem_new(n, sizeof(*members));
	const cJSON *m;
	int rc = 0;

	cJSON_ArrayForEach(m, object) members[i++] = m;
	if (canonical)
		qsort(members, n, sizeof(*members), compare_keys);
	str_putc(out, '{');
	for (i = 0; rc == 0 && i < n; i++) {
		const char *key = members[i]->string;

		if (i > 0)
			str_putc(out, ',');
		rc = json_quote(out, key, strlen(key));
		str_putc(out, ':');
		if (rc == 0)
			rc = print_value(out, members[i], canonical);
	}
	free(members);
	return rc != 0 ? rc : str_putc(out, '}');
}

static int print_array(struct str *out, const cJSON *array, bool canonical)
{
	const cJSON *item;
	int rc = 0;

	str_putc(out, '[');
	for (item = array->child; rc == 0 && item != NULL; item = item->next) {
		if (item != array->child)
			str_putc(out, ',');
		rc = print_value(out, item, canonical);
	}
	return rc != 0 ? rc : str_putc(out, ']');
}

/* Recursion is bounded: trees come from json_parse() or from our own code. */
static int print_value(struct str *out, const cJSON *value, bool canonical)
{
	if (cJSON_IsObject(value))
		return print_object(out, value, canonical);
	if (cJSON_IsArray(value))
		return print_array(out, value, canonical);
	if (cJSON_IsString(value))
		return json_quote(
			out, value->valuestring, strlen(value->valuestring));
	if (cJSON_IsNumber(value))
		return print_number(out, value->valuedouble);
	if (cJSON_IsBool(value))
		return str_puts(out, cJSON_IsTrue(value) ? "true" : "false");
	return str_puts(out, "null");
}

int json_canonical(struct str *out, const cJSON *value)
{
	return print_value(out, value, true);
}

int json_print(struct str *out, const cJSON *value)
{
	return print_value(out, value, false);
}

const cJSON *json_member(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

const char *json_string(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(json_member(object, name));
}

int64_t json_integer(const cJSON *object, const char *name, int64_t fallback)
{
	const cJSON *m = json_member(object, name);

	if (!cJSON_IsNumber(m) || !is_whole(m->valuedouble))
		return fallback;
	return (int64_t)m->valuedouble;
}

bool json_bool(const cJSON *object, const char *name, bool fallback)
{
	const cJSON *m = json_member(object, name);

	return cJSON_IsBool(m) ? cJSON_IsTrue(m) != 0 : fallback;
}

static cJSON *must(cJSON *value)
{
	if (value == NULL)
		mem_none();
	return value;
}

cJSON *json_object(void)
{
	return must(cJSON_CreateObject());
}

cJSON *json_array(void)
{
	return must(cJSON_CreateArray());
}

void json_add(cJSON *object, const char *name, cJSON *value)
{
	cJSON_DeleteItemFromObjectCaseSensitive(object, name);
	if (!cJSON_AddItemToObject(object, name, must(value)))
		mem_none();
}

void json_set(cJSON *object, const char *name, const char *text)
{
	json_add(object, name, cJSON_CreateString(text != NULL ? text : ""));
}

void json_set_int(cJSON *object, const char *name, int64_t v)
{
	char text[24];

	if (v >= -EXACT && v <= EXACT) {
		json_add(object, name, cJSON_CreateNumber((double)v));
		return;
	}
	snprintf(text, sizeof(text), "%" PRId64, v);
	json_set(object, name, text);
}

void json_set_bool(cJSON *object, const char *name, bool v)
{
	json_add(object, name, cJSON_CreateBool(v));
}

void json_push(cJSON *array, cJSON *value)
{
	if (!cJSON_AddItemToArray(array, must(value)))
		mem_none();
}

void json_push_string(cJSON *array, const char *text)
{
	json_push(array, cJSON_CreateString(text));
}
