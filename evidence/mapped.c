/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each format has a function that puts the fields that count into one text;
 * from there on all are read alike.
 */
#include "evidence/mapped.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "evidence/clock.h"
#include "evidence/csv.h"
#include "evidence/detail.h"
#include "evidence/digits.h"
#include "evidence/host.h"
#include "evidence/json_path.h"
#include "evidence/pattern.h"
#include "evidence/peek.h"
#include "evidence/url.h"
#include "evidence/when.h"

enum time_form {
	RFC3339,
	EPOCH, /* by the number of its digits */
	EPOCH_S,
	EPOCH_MS,
	EPOCH_US,
	EPOCH_NS,
	PATTERN,
};

struct mapped {
	const struct mapping *mapping; /* borrowed */
	const struct zone *zone;
	struct zone *own; /* owned: of the mapping, or NULL */
	mapped_fn fn;
	void *ctx;
	enum mapping_format format;
	enum observation_kind kind;
	enum time_form form;
	/* Of a table the column, of a pattern the group, from 1; 0: none. */
	size_t at[MAPPING_KEYS];
	size_t columns; /* of a table, 0: not seen yet */
	struct csv csv;
	struct pattern *pattern; /* owned */
	/* The fields of the record being read, each with a NUL. */
	struct str text;
	size_t start[MAPPING_KEYS]; /* NOWHERE: it has none */
	struct str room;	    /* for a value on its way */
	char host[HOST_MAX + 1];
	struct detail detail;
};

#define NOWHERE SIZE_MAX

enum { OVERRUNS = 100 }; /* lines that a pattern may take too long on */

/* --- fields --- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The largest length up to len that does not cut a character. */
static size_t whole(const char *p, size_t len)
{
	while (len > 0 && ((unsigned char)p[len] & 0xC0) == 0x80)
		len--;
	return len;
}

static void put(struct mapped *m, int key, const char *p, size_t len)
{
	while (len > 0 && is_blank(p[0])) {
		p++;
		len--;
	}
	while (len > 0 && is_blank(p[len - 1]))
		len--;
	if (len == 1 && p[0] == '-')
		len = 0;
	m->start[key] = m->text.len;
	if (len > MAPPED_FIELD) {
		str_add(&m->text, p, whole(p, MAPPED_FIELD));
		str_puts(&m->text, "…");
	} else {
		str_add(&m->text, p, len);
	}
	str_putc(&m->text, '\0');
}

static const char *field(const struct mapped *m, enum mapping_key key)
{
	return m->start[key] != NOWHERE ? m->text.p + m->start[key] : "";
}

/* --- a record's parts --- */

/* A decimal comma, as in "1536048591,25", counts as a point. */
static const char *read_epoch(
	struct observation *o, const char *text, enum time_form form)
{
	static const int64_t units[] = { [EPOCH_S] = INSTANT_SECOND,
		[EPOCH_MS] = 1000000,
		[EPOCH_US] = 1000,
		[EPOCH_NS] = 1 };
	char plain[40], *comma;
	size_t len = strlen(text);

	if (len >= sizeof(plain))
		return N_("no valid time");
	memcpy(plain, text, len + 1);
	comma = strchr(plain, ',');
	if (comma != NULL)
		*comma = '.';
	return form == EPOCH ? when_epoch(o, plain, len)
			     : when_epoch_unit(o, plain, len, units[form]);
}

static const char *read_pattern(
	const struct mapped *m, struct observation *o, const char *text)
{
	enum zone_kind kind = ZONE_UNIQUE;
	struct clock_reading r;

	if (!clock_read(&r, m->mapping->value[MAPPING_TIME_FORMAT], text))
		return N_("a time of another form");
	o->precision = (uint8_t)r.precision;
	if (r.has_offset) {
		o->zone = OBSERVATION_ZONE_OFFSET;
		return instant_from_civil(&o->ns, &r.when, r.offset_s)
			       ? NULL
			       : N_("no valid time");
	}
	if (zone_instant(&o->ns, &kind, m->zone, &r.when) != 0)
		return N_("no valid time");
	o->zone = OBSERVATION_ZONE_GIVEN;
	o->mark = (uint8_t)observation_mark_of(kind);
	return NULL;
}

static const char *read_time(struct mapped *m, struct observation *o)
{
	const char *text = field(m, MAPPING_TIME);

	if (m->start[MAPPING_DATE] != NOWHERE) {
		str_clear(&m->room);
		str_printf(&m->room, "%s%s%s", field(m, MAPPING_DATE),
			text[0] != '\0' ? " " : "", text);
		text = m->room.p;
	}
	if (text[0] == '\0')
		return N_("no time");
	switch (m->form) {
	case RFC3339:
		return when_rfc3339(o, text, strlen(text), m->zone);
	case PATTERN:
		return read_pattern(m, o, text);
	default:
		return read_epoch(o, text, m->form);
	}
}

bool mapped_host(char out[HOST_MAX + 1], const char *text)
{
	const char *colon = strchr(text, ':');
	size_t len = strlen(text);
	struct url url;

	if (colon != NULL && strncmp(colon, "://", 3) == 0) {
		if (!url_read(&url, text, len) || url.host[0] == '\0')
			return false;
		memcpy(out, url.host, sizeof(url.host));
		return true;
	}
	if (colon != NULL && colon[1] != '\0' &&
		colon[1 + strspn(colon + 1, "0123456789")] == '\0')
		len = (size_t)(colon - text);
	/* A name with a path, unless it is a reverse one (RFC 2317). */
	if (len < 5 || strncasecmp(text + len - 5, ".arpa", 5) != 0)
		len = strcspn(text, "/") < len ? strcspn(text, "/") : len;
	return host_normalise(out, text, len);
}

static void read_disposition(struct mapped *m, struct observation *o)
{
	static const struct {
		enum mapping_key key;
		enum observation_disposition means;
	} lists[] = { { MAPPING_BLOCKED, OBSERVATION_BLOCKED },
		{ MAPPING_ALLOWED, OBSERVATION_ALLOWED },
		{ MAPPING_REWRITTEN, OBSERVATION_REWRITTEN },
		{ MAPPING_ERROR, OBSERVATION_ERROR } };
	const char *value = field(m, MAPPING_DISPOSITION);

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		if (!mapping_means(m->mapping->value[lists[i].key], value))
			continue;
		o->disposition = (uint8_t)lists[i].means;
		o->disposition_source = OBSERVATION_SOURCE_FIELD;
		return;
	}
}

static bool read_count(struct mapped *m, struct observation *o)
{
	const char *text = field(m, MAPPING_COUNT);
	int64_t count = 1;

	if (m->start[MAPPING_COUNT] != NOWHERE &&
		(!digits_read(&count, text, strlen(text), UINT32_MAX) ||
			count == 0))
		return false;
	o->count = (uint32_t)count;
	o->count_kind = count > 1 ? OBSERVATION_COUNT_AGGREGATE
				  : OBSERVATION_COUNT_EXACT;
	return true;
}

/* What an event is; its title only where a column was named for it. */
static void read_event(struct mapped *m, struct observation *o)
{
	if (m->start[MAPPING_EVENT] != NOWHERE)
		o->type = field(m, MAPPING_EVENT);
	detail_clear(&m->detail);
	detail_text(&m->detail, "ev.title", field(m, MAPPING_TITLE));
	o->detail = detail_json(&m->detail);
}

static const char *read_row(struct mapped *m, struct observation *o)
{
	bool event = m->kind == OBSERVATION_EVENT;
	const char *why = read_time(m, o);
	const char *host = field(m, MAPPING_HOST);

	if (why != NULL)
		return why;
	if (!(event && host[0] == '\0')) {
		if (!mapped_host(m->host, host))
			return N_("no host name");
		o->host = m->host;
	}
	if (!read_count(m, o))
		return N_("no count");
	o->client = field(m, MAPPING_CLIENT);
	o->app = field(m, MAPPING_APP);
	o->type = field(m, MAPPING_TYPE);
	o->rule = field(m, MAPPING_RULE);
	o->answer = field(m, MAPPING_ANSWER);
	read_disposition(m, o);
	if (event)
		read_event(m, o);
	return NULL;
}

/* The fields are there, or a reason why not. */
static int give(struct mapped *m, const struct line *where, const char *why)
{
	struct observation o = { .kind = (uint8_t)m->kind,
		.line = where->number,
		.position = where->position,
		.length = where->length };

	if (why == NULL)
		why = read_row(m, &o);
	return m->fn(why == NULL ? &o : NULL, where, why, m->ctx);
}

static void begin(struct mapped *m)
{
	str_clear(&m->text);
	for (int k = 0; k < MAPPING_KEYS; k++)
		m->start[k] = NOWHERE;
}

/* --- tables --- */

/* Says what columns there are. */
static int no_column(const struct csv *c, const char *wanted)
{
	struct str there = { 0 };
	int rc;

	for (size_t i = 0; i < c->n && i < 20; i++) {
		const char *name = csv_get(c, i);

		str_puts(&there, i > 0 ? ", " : "");
		utf8_printable(&there, name, strnlen(name, 40), false);
	}
	rc = err_set(ERR_INVALID,
		_("the heading has no column '%s'; it has: %s"), wanted,
		there.p);
	str_release(&there);
	return rc;
}

/* Whether a heading is the name, whatever blanks are around it. */
static bool is_heading(const char *heading, const char *name)
{
	size_t n;

	while (is_blank(*heading))
		heading++;
	n = strlen(heading);
	while (n > 0 && is_blank(heading[n - 1]))
		n--;
	return strlen(name) == n && strncasecmp(heading, name, n) == 0;
}

static int find_column(struct mapped *m, const struct csv *c, int key)
{
	const char *name = m->mapping->value[key];
	size_t i = 0;

	m->at[key] = mapping_number(name);
	if (m->at[key] > 0)
		return m->at[key] <= c->n ? 0 : no_column(c, name);
	while (i < c->n && !is_heading(csv_get(c, i), name))
		i++;
	m->at[key] = i + 1;
	return i < c->n ? 0 : no_column(c, name);
}

static int find_columns(struct mapped *m, const struct csv *c)
{
	int rc = 0;

	m->columns = c->n;
	for (int k = MAPPING_DATE; k <= MAPPING_TITLE && rc == 0; k++)
		if (m->mapping->value[k] != NULL)
			rc = find_column(m, c, k);
	return rc;
}

static int see_record(const struct csv *c, const struct line *where,
	const char *why, void *ctx)
{
	struct mapped *m = ctx;
	int rc;

	if (why == NULL && m->columns == 0) {
		rc = find_columns(m, c);
		if (rc != 0 || mapping_has_header(m->mapping))
			return rc;
	}
	if (why == NULL && c->n < m->columns)
		why = N_("fewer fields than the heading has");
	if (why == NULL && c->n > m->columns)
		why = N_("more fields than the heading has");
	begin(m);
	for (int k = MAPPING_DATE; k <= MAPPING_TITLE && why == NULL; k++)
		if (m->at[k] > 0) {
			const char *text = csv_get(c, m->at[k] - 1);

			put(m, k, text, strlen(text));
		}
	return give(m, where, why);
}

/* --- labelled fields --- */

static int see_labels(struct mapped *m, const struct line *line)
{
	const char *p = line->text, *end = p + line->len;
	bool any = false;

	begin(m);
	while (p < end) {
		const char *tab = memchr(p, '\t', (size_t)(end - p));
		const char *stop = tab != NULL ? tab : end;
		const char *colon = memchr(p, ':', (size_t)(stop - p));
		size_t n = colon != NULL ? (size_t)(colon - p) : 0;

		any = any || colon != NULL;
		for (int k = MAPPING_DATE; k <= MAPPING_TITLE; k++) {
			const char *label = m->mapping->value[k];

			if (n > 0 && label != NULL && strlen(label) == n &&
				memcmp(label, p, n) == 0)
				put(m, k, colon + 1,
					(size_t)(stop - colon - 1));
		}
		p = stop + 1;
	}
	return give(m, line, any ? NULL : N_("no field with a label"));
}

/* --- JSON --- */

/* A value's text; of an array those of its elements, blanks between. */
static void put_json(struct str *out, const struct json_pick *v)
{
	char room[LINES_MAX];
	struct json_pick e;
	size_t at = 0;

	if (v->kind == JSON_TRUE || v->kind == JSON_FALSE) {
		str_add(out, v->text, v->len);
	} else if (v->kind != JSON_ARRAY) {
		json_pick_text(v, room, sizeof(room));
		str_puts(out, room);
	}
	while (json_pick_next(&e, &at, v) && out->len <= MAPPED_FIELD) {
		json_pick_text(&e, room, sizeof(room));
		if (out->len > 0 && room[0] != '\0')
			str_putc(out, ' ');
		str_puts(out, room);
	}
}

static int see_object(struct mapped *m, const struct line *line)
{
	const char *const *paths =
		(const char *const *)m->mapping->value + MAPPING_DATE;
	enum { N = MAPPING_TITLE - MAPPING_DATE + 1 };
	struct json_pick found[N];
	const char *why =
		json_path_read(found, paths, N, line->text, line->len);

	begin(m);
	for (int i = 0; i < N && why == NULL; i++) {
		if (found[i].kind == JSON_END || found[i].kind == JSON_NULL)
			continue;
		str_clear(&m->room);
		put_json(&m->room, &found[i]);
		put(m, MAPPING_DATE + i, m->room.p, m->room.len);
	}
	return give(m, line, why);
}

/* --- patterns --- */

static int see_match(struct mapped *m, const struct line *line)
{
	const char *why = pattern_match(m->pattern, line->text, line->len);
	const char *text;
	size_t len;

	if (pattern_overruns(m->pattern) > OVERRUNS)
		return err_set(ERR_LIMIT,
			_("the pattern takes too long on more than %d lines; "
			  "write it so that no part can match in many ways, "
			  "as [^ ]+ instead of .*"),
			OVERRUNS);
	begin(m);
	for (int k = MAPPING_DATE; k <= MAPPING_TITLE && why == NULL; k++)
		if (m->at[k] > 0 &&
			pattern_get(m->pattern, m->at[k], &text, &len))
			put(m, k, text, len);
	return give(m, line, why);
}

/* A group of the key's own name counts where no other is named. */
static int find_groups(struct mapped *m)
{
	bool event = m->kind == OBSERVATION_EVENT;
	int rc = pattern_open(&m->pattern, m->mapping->value[MAPPING_PATTERN]);

	for (int k = MAPPING_DATE; k <= MAPPING_TITLE && rc == 0; k++) {
		const char *name = m->mapping->value[k];

		m->at[k] = pattern_group(m->pattern,
			name != NULL ? name
				     : mapping_key_name((enum mapping_key)k));
		if (name != NULL && m->at[k] == 0)
			rc = err_set(ERR_INVALID,
				_("the pattern has no group '%s'"), name);
	}
	if (rc == 0 && (m->at[MAPPING_TIME] == 0 ||
			       (m->at[MAPPING_HOST] == 0 && !event)))
		rc = err_set(ERR_INVALID,
			_("the pattern needs groups for time and host, as in "
			  "(?<time>\\S+) (?<host>\\S+)"));
	return rc;
}

/* --- life cycle --- */

static enum time_form form_of(const struct mapping *m)
{
	static const char *const words[] = { "rfc3339", "epoch", "epoch-s",
		"epoch-ms", "epoch-us", "epoch-ns" };
	const char *text = m->value[MAPPING_TIME_FORMAT];
	int f = 0;

	while (text != NULL && f < PATTERN && strcmp(words[f], text) != 0)
		f++;
	return (enum time_form)f;
}

bool mapped_needs_zone(const struct mapping *m)
{
	return form_of(m) == PATTERN &&
	       !clock_has_offset(m->value[MAPPING_TIME_FORMAT]);
}

bool mapped_is_preface(const char *text, size_t len)
{
	return len == 5 && strncasecmp(text, "sep=", 4) == 0;
}

static int set_zone(struct mapped *m, const struct zone *zone, const char *path)
{
	const char *name = m->mapping->value[MAPPING_TZ];
	int rc = 0;

	m->zone = zone;
	if (zone == NULL && name != NULL) {
		rc = zone_open(&m->own, name);
		m->zone = m->own;
	}
	if (rc == 0 && m->zone == NULL && mapped_needs_zone(m->mapping))
		rc = importer_no_zone(&(struct importer_job){ .path = path });
	return rc;
}

int mapped_open(struct mapped **out, const struct mapping *mapping,
	const struct zone *zone, const char *path, mapped_fn fn, void *ctx)
{
	struct mapped *m = mem_new(1, sizeof(*m));
	int rc = mapping_check(mapping);

	m->mapping = mapping;
	m->format = mapping_format(mapping);
	m->kind = mapping_kind(mapping);
	m->form = form_of(mapping);
	m->fn = fn;
	m->ctx = ctx;
	str_init(&m->text, 0);
	str_init(&m->room, 0);
	csv_init(&m->csv, mapping_delimiter(mapping), see_record, m);
	if (rc == 0)
		rc = set_zone(m, zone, path);
	if (rc == 0 && m->format == MAPPING_REGEX)
		rc = find_groups(m);
	if (rc == 0)
		*out = m;
	else
		mapped_free(m);
	return rc;
}

void mapped_free(struct mapped *m)
{
	if (m == NULL)
		return;
	pattern_free(m->pattern);
	zone_free(m->own);
	csv_release(&m->csv);
	str_release(&m->text);
	str_release(&m->room);
	detail_release(&m->detail);
	free(m);
}

/* Lines that the format itself does not count as records. */
static bool is_passed(const struct mapped *m, const struct line *line)
{
	const char *comment = m->mapping->value[MAPPING_COMMENT];
	size_t n = comment != NULL ? strlen(comment) : 0;

	if (m->csv.n_parts > 0) /* within quotes */
		return false;
	return (n > 0 && line->len >= n &&
		       memcmp(line->text, comment, n) == 0) ||
	       (m->format <= MAPPING_TSV && line->number == 1 &&
		       mapped_is_preface(line->text, line->len));
}

int mapped_line(struct mapped *m, const struct line *line)
{
	if (is_passed(m, line))
		return 0;
	if (m->format <= MAPPING_TSV)
		return csv_line(&m->csv, line);
	if (memchr(line->text, '\0', line->len) != NULL)
		return m->fn(NULL, line, N_("NUL bytes"), m->ctx);
	switch (m->format) {
	case MAPPING_LTSV:
		return see_labels(m, line);
	case MAPPING_JSONL:
		return see_object(m, line);
	default:
		return see_match(m, line);
	}
}

int mapped_end(struct mapped *m)
{
	return csv_end(&m->csv);
}

static int see_first(const struct line *line, void *ctx)
{
	return line->len > 0 && !line->too_long ? mapped_line(ctx, line) : 0;
}

int mapped_preview(const char *path, size_t index,
	const struct mapping *mapping, const struct zone *zone, mapped_fn fn,
	void *ctx)
{
	const struct importer_job job = { .path = path, .index = index };
	struct importer_head head = { 0 };
	struct mapped *m = NULL;
	struct str room = { 0 };
	struct lines lines;
	int rc = mapped_open(&m, mapping, zone, path, fn, ctx);

	str_init(&room, 0);
	lines_init(&lines, see_first, m);
	if (rc == 0)
		rc = peek_member(&head, &room, &job);
	if (rc == 0)
		rc = lines_feed(&lines, head.text, head.len);
	if (rc == 0 && head.whole)
		rc = lines_end(&lines);
	if (rc == 0 && head.whole)
		rc = mapped_end(m);
	lines_release(&lines);
	str_release(&room);
	mapped_free(m);
	return rc;
}

/* --- importers --- */

static int see_row(const struct observation *o, const struct line *where,
	const char *why, void *ctx)
{
	struct importer_job *job = ctx;

	return o != NULL ? importer_row(job, o) : importer_bad(job, where, why);
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	(void)job;
	return mapped_line(ctx, line);
}

/* The format is the importer's where the mapping does not name one. */
static int set_format(struct mapping *m, enum mapping_format format)
{
	const char *name = mapping_format_name(format);

	if (m->value[MAPPING_FORMAT] == NULL)
		return mapping_set(m, MAPPING_FORMAT, name);
	if (strcmp(mapping_importer(m), name) != 0)
		return err_set(ERR_INVALID,
			_("the mapping is for the format %s, not %s"),
			m->value[MAPPING_FORMAT], name);
	return 0;
}

int mapped_import(struct importer_job *job, enum mapping_format format)
{
	struct mapping mapping = { 0 };
	struct mapped *m = NULL;
	int rc;

	if (!mapping_is_given(job->options))
		return err_set(ERR_INVALID,
			_("'%s' is a table that no program is known for; it "
			  "needs --map or --mapping to say what its columns "
			  "are, as in --map time=Date,host=Domain"),
			job->path);
	rc = mapping_add(&mapping, job->options);
	if (rc == 0)
		rc = set_format(&mapping, format);
	if (rc == 0)
		rc = mapped_open(&m, &mapping, job->options->zone, job->path,
			see_row, job);
	if (rc == 0)
		rc = importer_lines(job, see_line, m);
	if (rc == 0)
		rc = mapped_end(m);
	mapped_free(m);
	mapping_release(&mapping);
	return rc;
}
