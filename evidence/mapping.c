/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/mapping.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "evidence/clock.h"
#include "evidence/csv.h"
#include "evidence/digits.h"
#include "evidence/lines.h"
#include "evidence/pattern.h"

static const char *const keys[MAPPING_KEYS] = { "format", "delimiter", "header",
	"comment", "kind", "date", "time", "host", "disposition", "client",
	"app", "type", "count", "rule", "answer", "event", "title",
	"time_format", "tz", "blocked", "allowed", "rewritten", "error",
	"pattern" };

static const char *const formats[MAPPING_FORMATS] = { "csv", "tsv", "ltsv",
	"jsonl", "regex" };

static const char *const epochs[] = { "rfc3339", "epoch", "epoch-s", "epoch-ms",
	"epoch-us", "epoch-ns" };

void mapping_release(struct mapping *m)
{
	for (int k = 0; k < MAPPING_KEYS; k++)
		free(m->value[k]);
	*m = (struct mapping){ 0 };
}

const char *mapping_key_name(enum mapping_key key)
{
	return keys[key];
}

int mapping_key_of(const char *word, size_t len)
{
	static const struct {
		const char *word;
		enum mapping_key key;
	} also[] = { { "verdict", MAPPING_DISPOSITION },
		{ "time-format", MAPPING_TIME_FORMAT } };

	for (int k = 0; k < MAPPING_KEYS; k++)
		if (strlen(keys[k]) == len &&
			strncasecmp(keys[k], word, len) == 0)
			return k;
	for (size_t i = 0; i < sizeof(also) / sizeof(also[0]); i++)
		if (strlen(also[i].word) == len &&
			strncasecmp(also[i].word, word, len) == 0)
			return (int)also[i].key;
	return -1;
}

bool mapping_is_column(enum mapping_key key)
{
	return key >= MAPPING_DATE && key <= MAPPING_TITLE;
}

/* --- values --- */

static int index_of(const char *const *words, size_t n, const char *value)
{
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(words[i], value) == 0)
			return (int)i;
	return -1;
}

/* Puts the one spelling of a word that the key knows into out. */
static int set_word(struct str *out, const char *const *words, size_t n,
	const char *key, const char *value)
{
	struct str list = { 0 };
	int i = index_of(words, n, value);

	if (i >= 0)
		return str_puts(out, words[i]);
	for (size_t w = 0; w < n; w++)
		str_printf(&list, "%s%s", w > 0 ? ", " : "", words[w]);
	i = err_set(ERR_INVALID, _("%s is one of %s, not '%s'"), key, list.p,
		value);
	str_release(&list);
	return i;
}

static int set_delimiter(struct str *out, const char *value)
{
	if (strcmp(value, "\\t") == 0 || strcasecmp(value, "tab") == 0 ||
		strcmp(value, "\t") == 0)
		return str_puts(out, "\\t");
	if (value[1] != '\0' || value[0] == '"' || value[0] < ' ' ||
		value[0] > '~')
		return err_set(ERR_INVALID,
			_("a delimiter is one character, as ; or , or \\t for "
			  "a tab, not '%s'"),
			value);
	return str_puts(out, value);
}

static int set_time_format(struct str *out, const char *value)
{
	int i = index_of(epochs, sizeof(epochs) / sizeof(epochs[0]), value);
	int rc;

	if (i >= 0)
		return str_puts(out, epochs[i]);
	if (strcmp(value, "%s") == 0)
		return str_puts(out, "epoch-s");
	rc = clock_pattern(out, value);
	return rc != 0 ? rc : clock_check(out->p);
}

static int set_pattern(struct str *out, const char *value)
{
	struct pattern *p = NULL;
	int rc = pattern_open(&p, value);

	pattern_free(p);
	return rc != 0 ? rc : str_puts(out, value);
}

static int convert(struct str *out, enum mapping_key key, const char *value)
{
	static const char *const yes_no[] = { "yes", "no" };
	static const char *const kinds[] = { "lookup", "connection", "request",
		"event" };

	switch (key) {
	case MAPPING_FORMAT:
		return set_word(
			out, formats, MAPPING_FORMATS, keys[key], value);
	case MAPPING_HEADER:
		return set_word(out, yes_no, 2, keys[key], value);
	case MAPPING_KIND:
		return set_word(out, kinds, 4, keys[key], value);
	case MAPPING_DELIMITER:
		return set_delimiter(out, value);
	case MAPPING_TIME_FORMAT:
		return set_time_format(out, value);
	case MAPPING_PATTERN:
		return set_pattern(out, value);
	default:
		return str_puts(out, value);
	}
}

static bool has_control(const char *value)
{
	for (; *value != '\0'; value++)
		if ((unsigned char)*value < ' ' || *value == 0x7F)
			return true;
	return false;
}

int mapping_set(struct mapping *m, enum mapping_key key, const char *value)
{
	size_t len = strlen(value);
	struct str text = { 0 };
	int rc;

	if (len == 0)
		return err_set(ERR_INVALID,
			_("%s has no value; leave it out where there is none, "
			  "and put a value that begins with # into double "
			  "quotes"),
			keys[key]);
	if (len > MAPPING_VALUE)
		return err_set(
			ERR_LIMIT, _("the value of %s is too long"), keys[key]);
	if (!utf8_valid(value, len, NULL) ||
		(has_control(value) && strcmp(value, "\t") != 0))
		return err_set(ERR_INVALID,
			_("the value of %s is no plain UTF-8 text; a column "
			  "may be named by its number instead"),
			keys[key]);
	str_init(&text, 0);
	rc = convert(&text, key, value);
	if (rc == 0) {
		free(m->value[key]);
		m->value[key] = str_take(&text);
	}
	str_release(&text);
	return rc;
}

/* --- files --- */

struct reading {
	struct mapping *m;
	const char *name;
	uint64_t line[MAPPING_KEYS]; /* where a key was given, 0: not yet */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static const char *skip(const char *p, const char *end)
{
	while (p < end && is_blank(*p))
		p++;
	return p;
}

/* Behind "key =", whose key has n characters; NULL when there is none. */
static const char *assignment(size_t *n, const char *p, const char *end)
{
	const char *from = p;

	while (p < end &&
		((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
			*p == '_' || *p == '-'))
		p++;
	*n = (size_t)(p - from);
	p = skip(p, end);
	return *n > 0 && p < end && *p == '=' ? p + 1 : NULL;
}

/* Whether a # is what the key is about. */
static bool is_sign(enum mapping_key key)
{
	return key == MAPPING_COMMENT || key == MAPPING_DELIMITER;
}

/* Where a value without quotes ends: before a comment or an assignment. */
static const char *plain_end(
	const char *p, const char *end, enum mapping_key key)
{
	const char *from = p;
	size_t n;

	p += p < end && *p == '#' && is_sign(key);
	for (; p < end; p++) {
		if (*p == '#' && (p == from || is_blank(p[-1])))
			return p;
		if (*p == ';' && assignment(&n, skip(p + 1, end), end) != NULL)
			return p;
	}
	return end;
}

static void put_trimmed(struct str *out, const char *p, const char *end)
{
	p = skip(p, end);
	while (end > p && is_blank(end[-1]))
		end--;
	str_add(out, p, (size_t)(end - p));
}

/* A value in quotes; NULL when they are not closed. */
static const char *quoted(struct str *out, const char *p, const char *end)
{
	for (p++; p < end; p++) {
		if (*p != '"') {
			str_putc(out, *p);
		} else if (p + 1 < end && p[1] == '"') {
			str_putc(out, '"');
			p++;
		} else {
			return p + 1;
		}
	}
	return NULL;
}

/* Reads a value into out and goes behind it and what separates it from the
 * next assignment. */
static int value(
	struct str *out, const char **at, const char *end, enum mapping_key key)
{
	const char *p = skip(*at, end), *stop;

	if (key == MAPPING_PATTERN) {
		put_trimmed(out, p, end);
		*at = end;
		return 0;
	}
	if (p < end && *p == '"') {
		stop = quoted(out, p, end);
		if (stop == NULL)
			return err_set(ERR_INVALID,
				_("the double quote is not closed"));
		p = skip(stop, end);
		if (p < end && *p != '#' && *p != ';')
			return err_set(ERR_INVALID,
				_("text behind a closing quote; a quote within "
				  "is written twice"));
	} else {
		stop = plain_end(p, end, key);
		put_trimmed(out, p, stop);
		p = stop;
	}
	*at = p < end && *p == ';' ? p + 1 : end;
	return 0;
}

static int unknown_key(const char *word, size_t n)
{
	struct str list = { 0 };
	int rc;

	for (int k = 0; k < MAPPING_KEYS; k++)
		str_printf(&list, "%s%s", k > 0 ? ", " : "", keys[k]);
	rc = err_set(ERR_INVALID, _("'%.*s' is no key; there are %s"), (int)n,
		word, list.p);
	str_release(&list);
	return rc;
}

static int read_assignment(
	struct reading *r, const char **at, const char *end, uint64_t line)
{
	const char *word = *at, *p;
	struct str text = { 0 };
	size_t n;
	int key, rc;

	p = assignment(&n, word, end);
	if (p == NULL)
		return err_set(ERR_INVALID,
			_("expected 'key = value', as in host = Domain"));
	key = mapping_key_of(word, n);
	if (key < 0)
		return unknown_key(word, n);
	if (r->line[key] != 0)
		return err_set(ERR_INVALID,
			_("%s was given in line %llu already"), keys[key],
			(unsigned long long)r->line[key]);
	r->line[key] = line;
	str_init(&text, 0);
	rc = value(&text, &p, end, (enum mapping_key)key);
	if (rc == 0)
		rc = mapping_set(r->m, (enum mapping_key)key, text.p);
	str_release(&text);
	*at = skip(p, end);
	return rc;
}

static int see_line(const struct line *line, void *ctx)
{
	struct reading *r = ctx;
	const char *end = line->text + line->len;
	const char *p = skip(line->text, end);
	int rc = 0;

	if (memchr(line->text, '\0', line->len) != NULL)
		rc = err_set(ERR_INVALID, _("a NUL byte"));
	while (rc == 0 && p < end && *p != '#')
		rc = read_assignment(r, &p, end, line->number);
	return rc == 0 ? 0
		       : err_wrap(rc, _("'%s', line %llu"), r->name,
				 (unsigned long long)line->number);
}

int mapping_read(
	struct mapping *m, const char *text, size_t len, const char *name)
{
	struct reading r = { .m = m, .name = name };
	struct lines lines;
	int rc;

	lines_init(&lines, see_line, &r);
	rc = lines_feed(&lines, text, len);
	if (rc == 0)
		rc = lines_end(&lines);
	lines_release(&lines);
	return rc;
}

int mapping_read_file(struct mapping *m, const char *path)
{
	struct str text;
	int rc;

	str_init(&text, MAPPING_FILE);
	rc = file_read(&text, path);
	if (rc == 0)
		rc = mapping_read(m, text.p, text.len, path);
	str_release(&text);
	return rc;
}

/* Whether a value must stand in quotes to be read as itself. */
static bool needs_quotes(enum mapping_key key, const char *text)
{
	size_t n = strlen(text);

	if (key == MAPPING_PATTERN || strcmp(text, ";") == 0 ||
		(is_sign(key) && strcmp(text, "#") == 0))
		return false;
	return is_blank(text[0]) || is_blank(text[n - 1]) || text[0] == '"' ||
	       strpbrk(text, "#;") != NULL;
}

static void print_value(struct str *out, enum mapping_key key, const char *text)
{
	if (!needs_quotes(key, text)) {
		str_puts(out, text);
		return;
	}
	str_putc(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			str_putc(out, '"');
		str_putc(out, *text);
	}
	str_putc(out, '"');
}

void mapping_print(struct str *out, const struct mapping *m)
{
	for (int k = 0; k < MAPPING_KEYS; k++) {
		if (m->value[k] == NULL)
			continue;
		str_printf(out, "%s = ", keys[k]);
		print_value(out, (enum mapping_key)k, m->value[k]);
		str_putc(out, '\n');
	}
}

/* --- options --- */

/* "time=Date,host=Domain" */
static int read_map(struct mapping *m, const char *map)
{
	while (*map != '\0') {
		size_t n = strcspn(map, ","), eq = strcspn(map, "=");
		int key = eq < n ? mapping_key_of(map, eq) : -1;
		char *column;
		int rc;

		if (key < 0 || !mapping_is_column((enum mapping_key)key))
			return err_set(ERR_INVALID,
				_("--map: '%.*s' is not known; expected "
				  "time=COLUMN, host=COLUMN, disposition=…, "
				  "client=…, app=…, type=…, count=…, rule=…"),
				(int)n, map);
		column = mem_dup(map + eq + 1, n - eq - 1);
		rc = mapping_set(m, (enum mapping_key)key, column);
		free(column);
		if (rc != 0)
			return err_wrap(rc, "--map");
		map += n + (map[n] == ',');
	}
	return 0;
}

bool mapping_is_given(const struct importer_options *given)
{
	return given->mapping != NULL || given->map != NULL;
}

int mapping_add(struct mapping *m, const struct importer_options *given)
{
	const struct {
		const char *value, *option;
		enum mapping_key key;
	} options[] = {
		{ given->delimiter, "--delimiter", MAPPING_DELIMITER },
		{ given->time_format, "--time-format", MAPPING_TIME_FORMAT },
		{ given->blocked, "--blocked", MAPPING_BLOCKED },
		{ given->allowed, "--allowed", MAPPING_ALLOWED },
	};
	int rc = 0;

	if (given->mapping != NULL)
		rc = mapping_read(
			m, given->mapping, strlen(given->mapping), "--mapping");
	if (rc == 0 && given->map != NULL)
		rc = read_map(m, given->map);
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (rc != 0 || options[i].value == NULL)
			continue;
		rc = mapping_set(m, options[i].key, options[i].value);
		if (rc != 0)
			rc = err_wrap(rc, "%s", options[i].option);
	}
	return rc;
}

/* --- what it says --- */

enum mapping_format mapping_format(const struct mapping *m)
{
	const char *word = m->value[MAPPING_FORMAT];
	int f = word != NULL ? index_of(formats, MAPPING_FORMATS, word) : 0;

	return f > 0 ? (enum mapping_format)f : MAPPING_CSV;
}

const char *mapping_format_name(enum mapping_format f)
{
	return formats[f];
}

const char *mapping_importer(const struct mapping *m)
{
	enum mapping_format f = mapping_format(m);

	return formats[f == MAPPING_TSV ? MAPPING_CSV : f];
}

enum observation_kind mapping_kind(const struct mapping *m)
{
	const char *word = m->value[MAPPING_KIND];

	return word != NULL ? (enum observation_kind)observation_kind_of(word)
			    : OBSERVATION_LOOKUP;
}

char mapping_delimiter(const struct mapping *m)
{
	const char *text = m->value[MAPPING_DELIMITER];

	if (mapping_format(m) == MAPPING_TSV)
		return '\t';
	return text == NULL ? ',' : text[0] == '\\' && text[1] ? '\t' : *text;
}

size_t mapping_number(const char *column)
{
	int64_t v = 0;

	column += column[0] == '$';
	digits_read(&v, column, strlen(column), CSV_FIELDS);
	return (size_t)v;
}

/* Where it is not said: a column that is named by its heading needs one. */
bool mapping_has_header(const struct mapping *m)
{
	if (m->value[MAPPING_HEADER] != NULL)
		return strcmp(m->value[MAPPING_HEADER], "yes") == 0;
	for (int k = MAPPING_DATE; k <= MAPPING_TITLE; k++)
		if (m->value[k] != NULL && mapping_number(m->value[k]) == 0)
			return true;
	return false;
}

static bool names_a_heading(const struct mapping *m)
{
	struct mapping open = *m;

	open.value[MAPPING_HEADER] = NULL;
	return mapping_has_header(&open);
}

bool mapping_is_partial(const struct mapping *m)
{
	return mapping_format(m) != MAPPING_REGEX &&
	       (m->value[MAPPING_TIME] == NULL ||
		       (m->value[MAPPING_HOST] == NULL &&
			       mapping_kind(m) != OBSERVATION_EVENT));
}

static int check_needed(const struct mapping *m)
{
	bool regex = mapping_format(m) == MAPPING_REGEX;

	if (regex && m->value[MAPPING_PATTERN] == NULL)
		return err_set(ERR_INVALID,
			_("format = regex needs a pattern whose groups are "
			  "named, as in pattern = (?<time>\\S+) "
			  "(?<host>\\S+)"));
	if (!regex && m->value[MAPPING_PATTERN] != NULL)
		return err_set(
			ERR_INVALID, _("a pattern needs format = regex"));
	if (!mapping_is_partial(m))
		return 0;
	return err_set(ERR_INVALID,
		mapping_kind(m) == OBSERVATION_EVENT
			? _("a mapping of events needs at least time=COLUMN")
			: _("a mapping needs at least time=COLUMN and "
			    "host=COLUMN"));
}

int mapping_check(const struct mapping *m)
{
	bool event = mapping_kind(m) == OBSERVATION_EVENT;
	bool table = mapping_format(m) <= MAPPING_TSV;
	int rc = check_needed(m);

	if (rc != 0)
		return rc;
	if (!event && (m->value[MAPPING_EVENT] != NULL ||
			      m->value[MAPPING_TITLE] != NULL))
		return err_set(ERR_INVALID,
			_("columns event and title need kind = event"));
	if (table && m->value[MAPPING_HEADER] != NULL &&
		!mapping_has_header(m) && names_a_heading(m))
		return err_set(ERR_INVALID,
			_("with header = no, columns are named by their "
			  "numbers, from 1"));
	if (m->value[MAPPING_DISPOSITION] == NULL &&
		mapping_format(m) != MAPPING_REGEX &&
		(m->value[MAPPING_BLOCKED] != NULL ||
			m->value[MAPPING_ALLOWED] != NULL ||
			m->value[MAPPING_REWRITTEN] != NULL ||
			m->value[MAPPING_ERROR] != NULL))
		return err_set(ERR_INVALID,
			_("values that mean blocked or allowed need "
			  "disposition = COLUMN"));
	return 0;
}

bool mapping_means(const char *list, const char *value)
{
	size_t len = strlen(value);

	while (list != NULL && *list != '\0') {
		size_t n = strcspn(list, ","), from = 0, to = n;

		while (from < to && is_blank(list[from]))
			from++;
		while (to > from && is_blank(list[to - 1]))
			to--;
		if (to - from == len && len > 0 &&
			memcmp(list + from, value, len) == 0)
			return true;
		list += n + (list[n] == ',');
	}
	return false;
}
