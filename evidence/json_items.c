/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/json_items.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { BUFFER = 256 << 10 };

void json_items_init(
	struct json_items *i, const char *wanted, json_item_fn fn, void *ctx)
{
	*i = (struct json_items){ .wanted = wanted, .fn = fn, .ctx = ctx };
	str_init(&i->item, JSON_ITEMS_MAX);
	str_init(&i->key, JSON_ITEMS_KEY);
}

void json_items_release(struct json_items *i)
{
	str_release(&i->item);
	str_release(&i->key);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Gives the item away, which ends before the byte at end. */
static int give(struct json_items *i, uint64_t end)
{
	struct json_item item = { .text = i->item.p,
		.len = i->item.len,
		.number = ++i->number,
		.position = i->start,
		.length = end - i->start,
		.too_long = i->item.over };
	int rc;

	if (i->open[i->base - 1] == '{') {
		item.key = i->key.p;
		item.key_len = i->key.len;
		item.position = i->key_at;
		item.length = end - i->key_at;
	}
	rc = i->fn(&item, i->ctx);
	str_clear(&i->item);
	i->in_item = i->scalar = i->value = false;
	return rc;
}

/* An opening bracket. */
static void open_bracket(struct json_items *i, char c)
{
	if (i->depth < 2)
		i->open[i->depth] = c;
	i->depth++;
	if (i->base != 0)
		return;
	if ((i->depth == 1 && c == '[') ||
		(i->depth == 2 && i->open[0] == '{' && i->value &&
			str_is(&i->key, i->wanted))) {
		i->base = i->depth;
		i->value = false;
	}
}

static void close_bracket(struct json_items *i)
{
	if (i->depth > 0)
		i->depth--;
	if (i->depth < i->base) {
		i->base = 0;
		i->value = false;
	}
}

/* Whether a string that begins here is a key that is kept: of the outermost
 * object, or of the container. */
static bool begins_key(const struct json_items *i)
{
	if (i->in_item || i->value || i->depth == 0)
		return false;
	return (i->depth == 1 || i->depth == i->base) &&
	       i->open[i->depth - 1] == '{';
}

/* Whether an item begins with a byte that is no white space. */
static bool begins_item(const struct json_items *i, char c)
{
	if (i->base == 0 || i->in_item || i->depth != i->base || c == ',' ||
		c == ']' || c == '}' || c == ':')
		return false;
	return i->open[i->base - 1] == '[' || i->value;
}

/* A byte within a string; true when it ends there. */
static bool ends_string(struct json_items *i, char c)
{
	if (i->escaped) {
		i->escaped = false;
		return false;
	}
	i->escaped = c == '\\';
	if (c != '"')
		return false;
	i->in_string = false;
	return true;
}

/* A byte outside of strings that is no white space. */
static void step(struct json_items *i, char c)
{
	switch (c) {
	case '"':
		i->in_string = true;
		i->in_key = begins_key(i);
		if (i->in_key)
			str_clear(&i->key);
		break;
	case '{':
	case '[':
		open_bracket(i, c);
		break;
	case '}':
	case ']':
		close_bracket(i);
		break;
	case ':':
	case ',':
		if (!i->in_item && (i->depth == 1 || i->depth == i->base))
			i->value = c == ':';
		break;
	default:
		break;
	}
}

/* Bytes in UTF-8; raw is what they were in the input, 0: one each. */
static int take(struct json_items *i, const char *p, size_t len, size_t raw)
{
	size_t from = 0; /* what is not in i->item yet */
	int rc = 0;

	for (size_t k = 0; k < len && rc == 0; k++) {
		char c = p[k];

		if (i->in_string) {
			if (i->in_key && (c != '"' || i->escaped))
				str_putc(&i->key, c);
			if (!ends_string(i, c))
				continue;
			if (i->in_item && i->scalar && i->depth == i->base) {
				str_add(&i->item, p + from, k + 1 - from);
				rc = give(i, i->at + (raw ? raw : k + 1));
			}
			i->in_key = false;
			continue;
		}
		if (i->in_item && i->scalar &&
			(is_space(c) || c == ',' || c == ']' || c == '}')) {
			str_add(&i->item, p + from, k - from);
			rc = give(i, i->at + (raw ? 0 : k));
		}
		if (rc != 0 || is_space(c))
			continue;
		if (begins_item(i, c)) {
			i->in_item = true;
			i->scalar = c != '{' && c != '[';
			i->start = i->at + (raw ? 0 : k);
			from = k;
		}
		step(i, c);
		if (c == '"' && i->in_key)
			i->key_at = i->at + (raw ? 0 : k);
		if (i->in_item && !i->scalar && i->depth == i->base) {
			str_add(&i->item, p + from, k + 1 - from);
			rc = give(i, i->at + (raw ? raw : k + 1));
		}
	}
	if (i->in_item)
		str_add(&i->item, p + from, len - from);
	i->at += raw ? raw : len;
	return rc;
}

/* A unit of UTF-16. */
static int take_unit(struct json_items *i, unsigned unit)
{
	struct str text = { 0 };
	size_t raw = 2;
	uint32_t cp = unit;
	int rc;

	if (i->high != 0 && unit >= 0xDC00 && unit <= 0xDFFF) {
		cp = 0x10000 + ((i->high - 0xD800) << 10) + (unit - 0xDC00);
		raw = 4;
	}
	i->high = 0;
	if (unit >= 0xD800 && unit <= 0xDBFF) {
		i->high = unit;
		return 0;
	}
	if (cp < 0x80) {
		char c = (char)cp;

		return take(i, &c, 1, raw);
	}
	utf8_put(&text, cp);
	rc = take(i, text.p, text.len, raw);
	str_release(&text);
	return rc;
}

static int take_bytes(struct json_items *i, const unsigned char *p, size_t len)
{
	int rc = 0;

	if (!i->utf16)
		return take(i, (const char *)p, len, 0);
	for (size_t k = 0; k < len && rc == 0; k++) {
		if (i->odd)
			rc = take_unit(
				i, i->big ? (unsigned)i->low << 8 | p[k]
					  : (unsigned)p[k] << 8 | i->low);
		i->low = p[k];
		i->odd = !i->odd;
	}
	return rc;
}

/* Once the first three bytes are there, or the end. */
static int begin(struct json_items *i)
{
	size_t skip = 0;

	i->begun = true;
	if (i->n_first == 3 && memcmp(i->first, "\xEF\xBB\xBF", 3) == 0)
		skip = 3;
	else if (i->n_first >= 2 &&
		 (memcmp(i->first, "\xFF\xFE", 2) == 0 ||
			 memcmp(i->first, "\xFE\xFF", 2) == 0))
		skip = 2;
	i->utf16 = skip == 2;
	i->big = i->utf16 && i->first[0] == 0xFE;
	i->at = skip;
	return take_bytes(i, i->first + skip, i->n_first - skip);
}

int json_items_feed(struct json_items *i, const void *data, size_t len)
{
	const unsigned char *p = data;
	int rc = 0;

	while (!i->begun && len > 0) {
		i->first[i->n_first++] = *p++;
		len--;
		if (i->n_first == 3)
			rc = begin(i);
	}
	return rc != 0 || len == 0 ? rc : take_bytes(i, p, len);
}

int json_items_end(struct json_items *i)
{
	int rc = 0;

	if (!i->begun)
		rc = begin(i);
	return rc == 0 && i->in_item ? give(i, i->at) : rc;
}

bool json_items_is_open(const struct json_items *i)
{
	return i->depth > 0 || i->in_string;
}

struct pass {
	struct importer_job *job;
	json_items_fn fn;
	void *ctx;
};

static int see_item(const struct json_item *item, void *ctx)
{
	struct pass *p = ctx;

	if (item->too_long)
		return importer_bad_at(p->job, item->number, item->position,
			N_("record too long"));
	return p->fn(p->job, item, p->ctx);
}

static int read_source(struct json_items *i, struct source *source)
{
	char *buffer = mem_new(1, BUFFER);
	size_t n = 0;
	int rc;

	do {
		rc = source_read(source, buffer, BUFFER, &n);
		if (rc == 0 && n > 0)
			rc = json_items_feed(i, buffer, n);
	} while (rc == 0 && n > 0);
	free(buffer);
	return rc;
}

int json_items_read(struct importer_job *job, const char *wanted,
	json_items_fn fn, void *ctx)
{
	struct pass pass = { job, fn, ctx };
	struct source *source = NULL;
	struct json_items i;
	bool between;
	int rc = importer_open(&source, job);

	json_items_init(&i, wanted, see_item, &pass);
	if (rc == 0)
		rc = read_source(&i, source);
	between = !i.in_item;
	if (rc == 0)
		rc = json_items_end(&i);
	if (rc == 0 && between && json_items_is_open(&i))
		rc = importer_bad_at(job, i.number + 1, i.at,
			N_("the file ends in the middle"));
	json_items_release(&i);
	return importer_close(source, job, rc);
}
