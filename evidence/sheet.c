/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/json_scan.h"
#include "base/mem.h"
#include "evidence/csv.h"
#include "evidence/json_path.h"
#include "evidence/mapped.h"
#include "evidence/peek.h"

enum {
	TRIAL = 100, /* lines by which a delimiter is judged */
	NAMED = 100, /* lines from which names are collected */
	DEPTH = 4,   /* of the JSON objects that are looked into */
	PATH = 256,
};

static size_t add_text(struct sheet *s, const char *text, size_t len)
{
	size_t at = s->text.len;

	str_add(&s->text, text, len);
	str_putc(&s->text, '\0');
	return at;
}

/* A row of cells, all empty. */
static size_t *add_row(struct sheet *s)
{
	size_t n = s->columns;

	s->cells = mem_grow(
		s->cells, &s->cap, (s->rows + 1) * n, sizeof(*s->cells));
	memset(s->cells + s->rows * n, 0, n * sizeof(*s->cells));
	return s->cells + s->rows++ * n;
}

static const char *text_at(const struct sheet *s, size_t at)
{
	return s->text.len > at ? s->text.p + at : "";
}

const char *sheet_cell(const struct sheet *s, size_t row, size_t column)
{
	if (row >= s->rows || column >= s->columns)
		return "";
	return text_at(s, s->cells[row * s->columns + column]);
}

const char *sheet_name(const struct sheet *s, size_t column)
{
	if (s->names == NULL)
		return sheet_cell(s, 0, column);
	return column < s->columns ? text_at(s, s->names[column]) : "";
}

void sheet_release(struct sheet *s)
{
	free(s->names);
	free(s->cells);
	str_release(&s->text);
	*s = (struct sheet){ 0 };
}

/* --- comma-separated values --- */

/* What a delimiter makes of the first lines. */
struct trial {
	size_t columns, same, all;
};

static int try_record(const struct csv *c, const struct line *where,
	const char *why, void *ctx)
{
	struct trial *t = ctx;

	(void)where;
	t->all++;
	if (why == NULL && t->columns == 0)
		t->columns = c->n;
	t->same += why == NULL && c->n == t->columns;
	return 0;
}

/* Lines of a head into a csv reader; a preface on the delimiter is none. */
static void feed(struct csv *c, const struct importer_head *head, size_t max)
{
	struct line line = { .number = 0 };
	const char *text;
	size_t at = 0, len;
	int rc = 0;

	while (line.number < max && rc == 0 &&
		peek_line(head, &at, &text, &len)) {
		line.number++;
		line.text = text;
		line.len = len;
		if (len <= LINES_MAX &&
			!(line.number == 1 && mapped_is_preface(text, len)))
			rc = csv_line(c, &line);
	}
	if (rc == 0 && head->whole)
		csv_end(c);
}

/* The delimiter that cuts most records into as many fields as the first, two
 * or more; of equals the one that cuts more. */
static char find_delimiter(const struct importer_head *head)
{
	static const char delimiters[] = { ',', ';', '\t', '|' };
	struct trial best = { 0 };
	char found = '\0';

	for (size_t i = 0; i < sizeof(delimiters); i++) {
		struct trial t = { 0 };
		struct csv c;

		csv_init(&c, delimiters[i], try_record, &t);
		feed(&c, head, TRIAL);
		csv_release(&c);
		if (t.columns < 2 || t.same * 2 < t.all)
			continue;
		if (found == '\0' || t.same > best.same ||
			(t.same == best.same && t.columns > best.columns)) {
			best = t;
			found = delimiters[i];
		}
	}
	return found;
}

struct filling {
	struct sheet *sheet;
	size_t fields;
};

static int add_record(const struct csv *c, const struct line *where,
	const char *why, void *ctx)
{
	struct filling *f = ctx;
	struct sheet *s = f->sheet;
	size_t *row;

	(void)where;
	if (why != NULL || c->n < 2)
		return 0;
	if (s->columns == 0) {
		f->fields = c->n;
		s->columns = c->n < SHEET_COLUMNS ? c->n : SHEET_COLUMNS;
	}
	if (c->n != f->fields)
		return 0;
	row = add_row(s);
	for (size_t i = 0; i < s->columns; i++) {
		const char *text = csv_get(c, i);

		row[i] = add_text(s, text, strlen(text));
	}
	return s->rows < SHEET_ROWS ? 0 : ERR_LIMIT;
}

static void read_csv(
	struct sheet *s, const struct importer_head *head, char delimiter)
{
	struct filling f = { .sheet = s };
	struct csv c;

	if (delimiter == '\0')
		delimiter = find_delimiter(head);
	s->delimiter = delimiter;
	if (delimiter == '\0')
		return;
	csv_init(&c, delimiter, add_record, &f);
	feed(&c, head, SIZE_MAX);
	csv_release(&c);
}

/* --- names --- */

static void add_name(struct sheet *s, const char *name, size_t len)
{
	for (size_t i = 0; i < s->columns; i++)
		if (strlen(sheet_name(s, i)) == len &&
			memcmp(sheet_name(s, i), name, len) == 0)
			return;
	if (s->columns < SHEET_COLUMNS && memchr(name, '\0', len) == NULL)
		s->names[s->columns++] = add_text(s, name, len);
}

/* "label:value" between tabs; where a label ends. */
static size_t label_of(const char *p, size_t len)
{
	size_t n = 0;

	while (n < len && p[n] != ':' && p[n] > ' ' && p[n] < 0x7F)
		n++;
	return n < len && p[n] == ':' ? n : 0;
}

static void add_labels(struct sheet *s, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *tab = memchr(text, '\t', (size_t)(end - text));
		size_t n = (size_t)((tab != NULL ? tab : end) - text);

		if (label_of(text, n) > 0)
			add_name(s, text, label_of(text, n));
		text += n + 1;
	}
}

/* The path to where a scanner is in an object. */
struct place {
	char path[PATH];
	size_t len[DEPTH + 1];
};

/* Puts a key at a depth from 1; false when the path cannot be written. */
static bool put_key(struct place *at, const struct json_token *t)
{
	size_t n = at->len[t->depth - 1];

	if (memchr(t->text, '\\', t->len) != NULL ||
		memchr(t->text, '[', t->len) != NULL || t->len == 0 ||
		n + t->len + 2 > PATH)
		return false;
	if (n > 0)
		at->path[n++] = '.';
	memcpy(at->path + n, t->text, t->len);
	at->len[t->depth] = n + t->len;
	return true;
}

/* Paths of the values of an object and of those in it; of an array its own,
 * its elements are not looked into. */
static void add_paths(struct sheet *s, const char *text, size_t len)
{
	struct json_scan scan;
	struct json_token t;
	struct place at = { .len = { 0 } };
	size_t depth = 0; /* of the key whose value comes next */
	bool good = false;

	json_scan_init(&scan, text, len, NULL);
	while (json_scan_next(&scan, &t) == 0 && t.kind != JSON_END) {
		if (t.kind == JSON_KEY) {
			depth = t.depth;
			good = depth <= DEPTH && put_key(&at, &t);
			continue;
		}
		if (t.kind == JSON_OBJECT && (depth == 0 || depth < DEPTH) &&
			(depth == 0 || good))
			continue;
		if (t.kind == JSON_OBJECT_END)
			continue;
		if ((t.kind == JSON_OBJECT || t.kind == JSON_ARRAY) &&
			json_scan_skip(&scan) != 0)
			break;
		if (good && depth > 0 && t.kind != JSON_OBJECT)
			add_name(s, at.path, at.len[depth]);
		good = false;
	}
	json_scan_release(&scan);
}

static void read_names(struct sheet *s, const struct importer_head *head)
{
	const char *text;
	size_t at = 0, len;

	s->names = mem_new(SHEET_COLUMNS, sizeof(*s->names));
	for (int i = 0; i < NAMED && peek_line(head, &at, &text, &len); i++)
		if (s->format == MAPPING_LTSV)
			add_labels(s, text, len);
		else
			add_paths(s, text, len);
}

/* --- rows of named fields --- */

static void add_labelled(struct sheet *s, const char *text, size_t len)
{
	size_t *row = add_row(s);
	const char *end = text + len;

	while (text < end) {
		const char *tab = memchr(text, '\t', (size_t)(end - text));
		size_t n = (size_t)((tab != NULL ? tab : end) - text);
		size_t label = label_of(text, n);

		for (size_t i = 0; i < s->columns && label > 0; i++)
			if (strncmp(sheet_name(s, i), text, label) == 0 &&
				sheet_name(s, i)[label] == '\0')
				row[i] = add_text(
					s, text + label + 1, n - label - 1);
		text += n + 1;
	}
}

static void add_object(struct sheet *s, const char *text, size_t len)
{
	const char *paths[SHEET_COLUMNS];
	struct json_pick found[SHEET_COLUMNS];
	char room[1024];
	size_t *row;

	for (size_t i = 0; i < s->columns; i++)
		paths[i] = sheet_name(s, i);
	if (json_path_read(found, paths, s->columns, text, len) != NULL)
		return;
	row = add_row(s);
	for (size_t i = 0; i < s->columns; i++) {
		json_pick_text(&found[i], room, sizeof(room));
		if (found[i].kind == JSON_TRUE || found[i].kind == JSON_FALSE)
			row[i] = add_text(s, found[i].text, found[i].len);
		else
			row[i] = add_text(s, room, strlen(room));
	}
}

static void read_named(struct sheet *s, const struct importer_head *head)
{
	const char *text;
	size_t at = 0, len;

	read_names(s, head);
	if (s->columns < 2)
		return;
	while (s->rows < SHEET_ROWS && peek_line(head, &at, &text, &len))
		if (s->format == MAPPING_LTSV)
			add_labelled(s, text, len);
		else
			add_object(s, text, len);
}

enum mapping_format sheet_format(const struct importer_head *head)
{
	const char *text;
	size_t at = 0, len, fields = 0, n;

	if (!peek_line(head, &at, &text, &len))
		return MAPPING_CSV;
	if (text[0] == '{')
		return MAPPING_JSONL;
	for (const char *p = text; p < text + len; p += n + 1) {
		const char *tab = memchr(p, '\t', (size_t)(text + len - p));

		n = (size_t)((tab != NULL ? tab : text + len) - p);
		if (label_of(p, n) == 0)
			return MAPPING_CSV;
		fields++;
	}
	return fields >= 2 ? MAPPING_LTSV : MAPPING_CSV;
}

bool sheet_read(struct sheet *out, const struct importer_head *head,
	enum mapping_format format, char delimiter)
{
	*out = (struct sheet){ .format = format };
	str_init(&out->text, 0);
	/* Place 0 is that of the empty text. */
	str_putc(&out->text, '\0');
	if (format <= MAPPING_TSV)
		read_csv(out, head, format == MAPPING_TSV ? '\t' : delimiter);
	else if (format != MAPPING_REGEX)
		read_named(out, head);
	return out->columns >= 2 && out->rows > 0;
}
