/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * uBlock Origin (browser), what the logger's dialog "export" copies. A row
 * has the fields time, filter, verdict, host of the page, partyness, method,
 * type, URL, and perhaps "aliasURL=…"; empty ones are left out. Four forms:
 *
 *	+12			list, plain: a field a line, rows parted by
 *	||tracker.example^	empty lines
 *	--
 *	www.vendor.example
 *	3
 *	GET
 *	script
 *	https://tracker.example/a.js
 *
 *	```			list, markdown: the same between fences, in
 *	+12 …			<details><summary>Logger output</summary>
 *
 *	+12	||tracker.example^	--	…	table, plain: tabs
 *
 *	| +12 | `\|\|tracker.example^` | -- | …	table, markdown
 *
 * Fields are known by their shape. Verdicts: "--" blocked, "++" allowed by an
 * exception, "**" no rule after all, "<<" redirected or changed; none: no
 * rule fitted, the request went out. Rows of the types dom and scriptlet are
 * rules that worked on the page, and no requests.
 *
 * Times: "09:22:40" as the browser's clock showed it, or "+N", seconds since
 * the oldest row; newest row first. The day comes from --date, when the
 * export was made. With "+N" only two bounds are known: the newest row came
 * before the export, and the oldest not more than four hours before it, for
 * older ones the logger drops (its default). Without a date rows have no
 * time.
 */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/cursor.h"
#include "evidence/detail.h"
#include "evidence/digits.h"
#include "evidence/importer.h"

enum {
	FIELDS = 12,
	FIELD = 2048, /* what is longer is cut; only the URL's host counts */
	DAY_S = 86400,
	TURN_S = 6 * 3600, /* so far from row to row, midnight lies between */
	KEPT_S = 4 * 3600,
};

/* A row as it is put together. */
struct row {
	char v[FIELDS][FIELD];
	size_t n;
	bool over; /* it has more */
	uint64_t line, position, end;
};

enum clock { RELATIVE, WALL };

struct parts {
	enum clock clock;
	int64_t second; /* since the oldest row, or of the day */
	const char *verdict, *page, *method, *type, *url, *alias, *filter;
	char host[HOST_MAX + 1], alias_host[HOST_MAX + 1], scheme[16];
};

struct state {
	struct importer_job *job;
	struct row row;
	bool counting;	/* the first pass */
	int64_t newest; /* seconds of the first row with "+N"; else -1 */
	/* The export: its instant, or its day's first and last. */
	bool dated;
	int64_t from_ns, to_ns;
	struct civil day; /* of the row before, for wall-clock times */
	int64_t before;	  /* its second of the day */
	int turns;	  /* days that day is before the export's */
	struct detail detail;
};

static bool is_any(const char *text, const char *const words[])
{
	for (; *words != NULL; words++)
		if (strcmp(text, *words) == 0)
			return true;
	return false;
}

/* "+12", "09:22:40" */
static bool read_clock(
	enum clock *clock, int64_t *second, const char *text, size_t n)
{
	int64_t h, m, s;

	*clock = RELATIVE;
	if (n > 1 && text[0] == '+')
		return digits_read(second, text + 1, n - 1, 100000000);
	*clock = WALL;
	if (n != 8 || text[2] != ':' || text[5] != ':' ||
		!digits_read(&h, text, 2, 23) ||
		!digits_read(&m, text + 3, 2, 59) ||
		!digits_read(&s, text + 6, 2, 59))
		return false;
	*second = h * 3600 + m * 60 + s;
	return true;
}

/* The host of "scheme://user@host:port/path". */
static bool url_host(char host[HOST_MAX + 1], const char *url)
{
	const char *from = strstr(url, "://"), *at;
	size_t n;

	if (from == NULL)
		return false;
	from += 3;
	n = strcspn(from, "/?#");
	at = memrchr(from, '@', n);
	if (at != NULL) {
		n -= (size_t)(at + 1 - from);
		from = at + 1;
	}
	if (from[0] == '[')
		return host_normalise(host, from + 1,
			strcspn(from + 1, "]") < n ? strcspn(from + 1, "]")
						   : 0);
	at = memchr(from, ':', n);
	return host_normalise(host, from, at != NULL ? (size_t)(at - from) : n);
}

static bool is_word(const char *text, char first, char last)
{
	size_t i = 0;

	while ((text[i] >= first && text[i] <= last) || text[i] == '_' ||
		text[i] == '-')
		i++;
	return i > 1 && text[i] == '\0' && text[0] != '-';
}

static bool is_verdict(const char *text)
{
	static const char *const verdicts[] = { "--", "++", "**", "<<", NULL };

	return is_any(text, verdicts);
}

static bool is_partyness(const char *text)
{
	size_t n = strlen(text);

	return n > 0 && strspn(text, "0123456789,") == n;
}

/* Field i from the end that fits, or "" and the next one stays. */
static const char *take(const struct row *r, size_t *n, bool fits)
{
	return fits ? r->v[--*n] : "";
}

/* From the end: alias, URL, type, method, partyness; then the page's host,
 * verdict and filter. */
static void read_fields(struct parts *p, const struct row *r)
{
	size_t n = r->n;
	char page[HOST_MAX + 1];

	p->alias =
		take(r, &n, n > 1 && strncmp(r->v[n - 1], "aliasURL=", 9) == 0);
	p->url = take(r, &n, n > 1 && strstr(r->v[n - 1], "://") != NULL);
	p->type = take(r, &n, n > 1 && is_word(r->v[n - 1], 'a', 'z'));
	p->method = take(r, &n, n > 1 && is_word(r->v[n - 1], 'A', 'Z'));
	take(r, &n, n > 1 && is_partyness(r->v[n - 1]));
	p->page = take(r, &n,
		n > 1 && !is_verdict(r->v[n - 1]) &&
			host_normalise(
				page, r->v[n - 1], strlen(r->v[n - 1])) &&
			host_is_plain(page));
	p->verdict = take(r, &n, n > 1 && is_verdict(r->v[n - 1]));
	p->filter = take(r, &n, n > 1);
}

/* NULL, or why it is no row. */
static const char *read_row(struct parts *p, const struct row *r)
{
	*p = (struct parts){ 0 };
	if (r->over)
		return N_("more fields than a row has");
	if (r->n == 0 ||
		!read_clock(&p->clock, &p->second, r->v[0], strlen(r->v[0])))
		return N_("no time at the start");
	read_fields(p, r);
	if (p->url[0] == '\0' || !url_host(p->host, p->url))
		return N_("no address of a request");
	if (p->alias[0] != '\0' && !url_host(p->alias_host, p->alias))
		p->alias_host[0] = '\0';
	cursor_copy(p->scheme, sizeof(p->scheme), p->url, strcspn(p->url, ":"));
	return NULL;
}

static bool is_request(const struct parts *p)
{
	static const char *const others[] = { "dom", "scriptlet", "cosmetic",
		NULL };

	return !is_any(p->type, others);
}

static void decide(struct observation *o, const struct parts *p)
{
	if (!is_request(p))
		return;
	o->disposition_source = p->verdict[0] != '\0'
					? OBSERVATION_SOURCE_FIELD
					: OBSERVATION_SOURCE_FORMAT;
	if (strcmp(p->verdict, "--") == 0)
		o->disposition = OBSERVATION_BLOCKED;
	else if (strcmp(p->verdict, "<<") == 0)
		o->disposition = OBSERVATION_REWRITTEN;
	else
		o->disposition = OBSERVATION_ALLOWED;
}

/* "+N": the earliest and the latest instant it can be. */
static void set_window(
	const struct state *s, struct observation *o, const struct parts *p)
{
	int64_t kept = s->newest > KEPT_S ? s->newest + DAY_S : KEPT_S;

	o->precision = OBSERVATION_PRECISION_WINDOW;
	o->window_start = s->from_ns + (p->second - kept) * INSTANT_SECOND;
	o->window_end = s->to_ns + (p->second - s->newest) * INSTANT_SECOND;
	if (o->window_start > o->window_end)
		o->window_start = o->window_end;
	o->ns = o->window_end;
	o->zone = OBSERVATION_ZONE_GIVEN;
	o->year = OBSERVATION_YEAR_GIVEN;
}

static void turn(struct state *s, int days)
{
	instant_from_days(
		instant_days(s->day.year, s->day.month, s->day.day) + days,
		&s->day.year, &s->day.month, &s->day.day);
	s->turns -= days;
}

/* "09:22:40": rows go back in time, and past midnight into the day before.
 * Rows that are somewhat out of order turn nothing; one that is so around
 * midnight is of the day that was left. */
static void set_wall(
	struct state *s, struct observation *o, const struct parts *p)
{
	enum zone_kind kind = ZONE_UNIQUE;
	struct civil c;

	if (p->second > s->before + TURN_S)
		turn(s, -1);
	else if (s->turns > 0 && p->second < s->before - (DAY_S - TURN_S))
		turn(s, 1);
	s->before = p->second;
	c = s->day;
	c.hour = (int)(p->second / 3600);
	c.minute = (int)(p->second / 60 % 60);
	c.second = (int)(p->second % 60);
	if (zone_instant(&o->ns, &kind, s->job->options->zone, &c) != 0)
		return;
	o->precision = OBSERVATION_PRECISION_S;
	o->zone = OBSERVATION_ZONE_GIVEN;
	o->year = OBSERVATION_YEAR_GIVEN;
	o->mark = (uint8_t)observation_mark_of(kind);
}

static int put_row(struct state *s, const struct parts *p)
{
	struct observation o = { .kind = is_request(p) ? OBSERVATION_REQUEST
						       : OBSERVATION_FINDING,
		.host = p->host,
		.type = is_request(p) ? p->scheme : "",
		.rule = p->filter,
		.line = s->row.line,
		.position = s->row.position,
		.length = s->row.end - s->row.position };

	decide(&o, p);
	if (s->dated && p->clock == RELATIVE && s->newest >= 0)
		set_window(s, &o, p);
	else if (s->dated && p->clock == WALL)
		set_wall(s, &o, p);
	detail_clear(&s->detail);
	detail_text(&s->detail, "ev.alias", p->alias_host);
	detail_text(&s->detail, "ev.page", p->page);
	detail_text(&s->detail, "ev.request_type", p->type);
	detail_text(&s->detail, "http.request.method", p->method);
	o.detail = detail_json(&s->detail);
	return importer_row(s->job, &o);
}

/* The newest row is the first; later ones may not be newer. */
static void count_row(struct state *s, const struct parts *p)
{
	if (p->clock == RELATIVE && p->second > s->newest)
		s->newest = p->second;
}

static int end_row(struct state *s)
{
	struct row *r = &s->row;
	struct line where = { .number = r->line,
		.position = r->position,
		.length = r->end - r->position };
	struct parts p;
	const char *why;
	int rc = 0;

	if (r->n == 0)
		return 0;
	why = read_row(&p, r);
	if (s->counting && why == NULL)
		count_row(s, &p);
	else if (!s->counting)
		rc = why != NULL ? importer_bad(s->job, &where, why)
				 : put_row(s, &p);
	r->n = 0;
	return rc;
}

static void add_field(struct row *r, const char *text, size_t len)
{
	while (len > 0 && *text == ' ') {
		text++;
		len--;
	}
	while (len > 0 && text[len - 1] == ' ')
		len--;
	if (len == 0)
		return;
	r->over = r->over || r->n == FIELDS;
	if (r->n < FIELDS)
		cursor_copy(r->v[r->n++], FIELD, text, len);
}

static void begin_row(struct row *r, const struct line *line)
{
	r->n = 0;
	r->over = false;
	r->line = line->number;
	r->position = line->position;
}

/* "| +12 | `\|\|tracker.example^` | -- |": cells without their escapes and
 * backticks. */
static void add_cells(struct row *r, const struct line *line)
{
	char cell[FIELD];
	size_t n = 0;

	for (size_t i = 1; i < line->len; i++) {
		char c = line->text[i];

		if (c == '|') {
			add_field(r, cell, n);
			n = 0;
			continue;
		}
		if (c == '\\' && i + 1 < line->len && line->text[i + 1] == '|')
			c = line->text[++i];
		else if (c == '`')
			continue;
		if (n + 1 < sizeof(cell))
			cell[n++] = c;
	}
	add_field(r, cell, n);
}

static void add_tabs(struct row *r, const struct line *line)
{
	struct cursor c = { line->text, line->text + line->len };
	char text[FIELD];

	while (cursor_left(&c) > 0) {
		size_t n = cursor_until(&c, '\t', text, sizeof(text));

		add_field(r, text, n);
	}
}

/* The frame of the two markdown forms. */
static bool is_frame(const struct line *line)
{
	static const char *const frames[] = { "<details>", "</details>",
		"| | |", "|:---", "```" };
	struct cursor c = { line->text, line->text + line->len };

	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++)
		if (cursor_starts(&c, frames[i]))
			return true;
	return false;
}

/* "| +12 | …"; a filter may begin with '|' too, but has no blank behind. */
static bool is_cells(const struct line *line)
{
	return line->len > 1 && line->text[0] == '|' && line->text[1] == ' ' &&
	       !is_frame(line);
}

/* A table's row is a line; a list's begins with its time. */
static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct state *s = ctx;
	struct row *r = &s->row;
	bool cells = is_cells(line);
	bool tabs = memchr(line->text, '\t', line->len) != NULL;
	enum clock clock;
	int64_t second;
	int rc = 0;

	(void)job;
	if (is_frame(line))
		return end_row(s);
	if (cells || tabs ||
		read_clock(&clock, &second, line->text, line->len) ||
		r->n == 0) {
		rc = end_row(s);
		begin_row(r, line);
	}
	r->end = line->position + line->length;
	if (cells)
		add_cells(r, line);
	else if (tabs)
		add_tabs(r, line);
	else
		add_field(r, line->text, line->len);
	return rc == 0 && (cells || tabs) ? end_row(s) : rc;
}

/* Seconds that the export's time leaves open: "2026-09-14" a day,
 * "2026-09-14 08:12" a minute. */
static int64_t coarseness(const char *date)
{
	const char *colon = strchr(date, ':');

	if (colon == NULL)
		return DAY_S;
	return strlen(colon) > 3 && colon[3] == ':' ? 1 : 60;
}

/* When the export was made, as the person said. */
static int read_date(struct state *s)
{
	const struct importer_options *given = s->job->options;
	enum zone_kind kind = ZONE_UNIQUE;
	bool day_only = false;
	int rc;

	if (given->date == NULL)
		return 0;
	if (given->zone == NULL)
		return importer_no_zone(s->job);
	rc = zone_parse(
		&s->from_ns, &day_only, &kind, given->zone, given->date);
	if (rc != 0)
		return err_wrap(rc, "--date");
	s->dated = true;
	s->to_ns = s->from_ns + coarseness(given->date) * INSTANT_SECOND;
	instant_civil(&s->day, s->from_ns,
		zone_offset(given->zone, s->from_ns, NULL));
	s->before = s->day.hour * 3600 + s->day.minute * 60 + 59;
	if (day_only)
		s->before = DAY_S;
	return 0;
}

static int read_log(struct importer_job *job)
{
	struct state *s = mem_new(1, sizeof(*s));
	int rc;

	s->job = job;
	s->newest = -1;
	s->counting = true;
	rc = read_date(s);
	if (rc == 0)
		rc = importer_look(job, see_line, s);
	if (rc == 0)
		rc = end_row(s);
	s->counting = false;
	if (rc == 0)
		rc = importer_lines(job, see_line, s);
	if (rc == 0)
		rc = end_row(s);
	detail_release(&s->detail);
	free(s);
	return rc;
}

/* What the head shows: rows that are good, and the first one's fate. */
struct sniffed {
	struct row row;
	size_t good, bad;
	struct line last;
};

static void judge_row(struct sniffed *s)
{
	struct parts p;

	if (s->row.n == 0)
		return;
	if (read_row(&p, &s->row) == NULL)
		s->good++;
	else
		s->bad++;
	s->row.n = 0;
}

static int sniff_line(const struct line *line, void *ctx)
{
	struct sniffed *s = ctx;
	enum clock clock;
	int64_t second;

	if (line->len == 0 || is_frame(line)) {
		judge_row(s);
		return s->good + s->bad > 20 ? ERR_LIMIT : 0;
	}
	if (is_cells(line) || memchr(line->text, '\t', line->len) != NULL ||
		read_clock(&clock, &second, line->text, line->len)) {
		judge_row(s);
		begin_row(&s->row, line);
	}
	if (is_cells(line))
		add_cells(&s->row, line);
	else if (memchr(line->text, '\t', line->len) != NULL)
		add_tabs(&s->row, line);
	else
		add_field(&s->row, line->text, line->len);
	return 0;
}

static int sniff(struct importer_head *head)
{
	static const char frame[] = "<details><summary>Logger output";
	struct cursor c = { head->text, head->text + head->len };
	struct sniffed *s = mem_new(1, sizeof(*s));
	struct lines l;
	size_t good, bad;

	lines_init(&l, sniff_line, s);
	if (lines_feed(&l, head->text, head->len) == 0 && head->whole)
		lines_end(&l);
	lines_release(&l);
	judge_row(s);
	good = s->good;
	bad = s->bad;
	free(s);
	if (cursor_starts(&c, frame)) {
		head->why = N_("it begins with \"Logger output\", as uBlock "
			       "Origin's export");
		return 100;
	}
	if (good == 0 || bad > good)
		return 0;
	head->why = N_("its rows have the fields of uBlock Origin's logger");
	return 90;
}

const struct importer import_ublock = {
	.name = "ublock",
	.version = 2,
	.summary = N_("uBlock Origin: what its logger exports, in all forms"),
	.how = N_("Open uBlock Origin's logger (the list icon in its window), "
		  "load the page, then press the clipboard icon of the "
		  "logger; choose any form, and rather the time as it is "
		  "than the anonymous one; copy the text into a file. Note "
		  "the day and time at which you did it: the text has no "
		  "day. Give it with --date."),
	.sniff = sniff,
	.read = read_log,
};
