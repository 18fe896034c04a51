/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Notifications of an Android phone: what happened at the person's end. Three
 * sources, told apart by their content:
 *
 * The events buffer, "adb logcat -b events", alone or in a bug report:
 *
 *	07-16 09:03:10.123  1234  1300 I notification_enqueue: [10123,4567,
 *		org.messenger,1,NULL,0,Notification(channel=…),0]
 *
 * (one line): uid, process, package, id, tag, user, notification, and 0
 * posted, 1 updated, 2 ignored; newer systems put a value behind that, whether
 * the app itself gave it. Local time, mostly no year: a bug report
 * names its own day on top ("== dumpstate: 2018-07-16 09:00:00").
 *
 * "dumpsys notification": those that still show, with times in milliseconds
 * since 1970. In a bug report it tells of the same notifications as the
 * events, and is read only when there are none.
 *
 *	NotificationRecord(0x0a1b: pkg=org.messenger user=… id=1 …)
 *	  …
 *	  mCreationTimeMs=1531724590000
 *
 * The notification history of Android 11 and later, protobuf
 * (notificationhistory.proto): 2 string pool (2 string), 4 or 5 notification
 * (1 package, 2 its number in the pool, 9 time in ms).
 *
 * Titles and texts are never read: when, and of which app, is all that counts.
 */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"
#include "evidence/detect.h"
#include "evidence/digits.h"
#include "evidence/importer.h"
#include "evidence/logcat.h"
#include "evidence/protobuf.h"
#include "evidence/timeline.h"

#define ENQUEUE "notification_enqueue"
#define DUMPSTATE "== dumpstate: "
#define RECORD "NotificationRecord("

enum {
	PACKAGE_MAX = 256,
	POOL_MAX = 100000,
	HISTORY_MAX = 16 << 20,
	SNIFF_LINES = 400,
};

struct state {
	struct timeline timeline;
	uint64_t events; /* lines of the events buffer */
	bool anchored;	 /* a bug report names its day */
	struct civil day;
	/* A record of dumpsys whose time has not come yet. */
	char package[PACKAGE_MAX];
	struct line record;
	bool open;
};

static bool starts(const char *text, size_t len, const char *with)
{
	size_t n = strlen(with);

	return len >= n && memcmp(text, with, n) == 0;
}

static const char *find(const char *text, size_t len, const char *what)
{
	return memmem(text, len, what, strlen(what));
}

/* A protobuf message whose second field is a string pool. */
static bool is_history(const struct importer_head *head)
{
	struct protobuf p = { (const unsigned char *)head->text, head->len, 0,
		false };
	struct protobuf_field f;
	bool pool = false, notes = false;

	while (!notes && protobuf_next(&p, &f)) {
		if (f.number > 16)
			return false;
		pool = pool || (f.number == 2 && f.kind == PROTOBUF_BYTES);
		notes = pool && (f.number == 4 || f.number == 5) &&
			f.kind == PROTOBUF_BYTES;
	}
	return notes;
}

static int sniff(struct importer_head *head)
{
	if (find(head->text, head->len, ENQUEUE ": [") != NULL ||
		find(head->text, head->len, "I/" ENQUEUE) != NULL) {
		head->why = N_("it has notification_enqueue lines of Android's "
			       "events log");
		return 95;
	}
	if (find(head->text, head->len, DUMPSTATE) != NULL) {
		head->why = N_("it begins as a bug report of Android does");
		return 95;
	}
	if (find(head->text, head->len, RECORD "0x") != NULL ||
		find(head->text, head->len,
			"Current Notification Manager state") != NULL) {
		head->why = N_("it is what 'dumpsys notification' prints");
		return 90;
	}
	if (head->len > 4 && head->text[0] == 8 && is_history(head)) {
		head->why = N_("it is a protobuf message with a pool of names "
			       "and notifications");
		return 60;
	}
	return 0;
}

/* Field i of "[a,b,c…": the text between its commas. */
static bool field(
	const char **out, size_t *n, const char *text, size_t len, int i)
{
	const char *end = text + len;

	for (; i > 0; i--) {
		text = memchr(text, ',', (size_t)(end - text));
		if (text == NULL)
			return false;
		text++;
	}
	*out = text;
	text = memchr(text, ',', (size_t)(end - text));
	*n = (size_t)((text != NULL ? text : end) - *out);
	return text != NULL;
}

/* Letters, digits, dots and underscores, one dot at least. */
static bool is_package(const char *text, size_t len)
{
	bool dot = false;

	if (len == 0 || len >= PACKAGE_MAX)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		dot = dot || c == '.';
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
			!(c >= '0' && c <= '9') && c != '.' && c != '_')
			return false;
	}
	return dot || starts(text, len, "android");
}

/* Whether a line is of the events buffer and about a notification. */
static bool is_enqueue(struct logcat_line *l, const struct line *line)
{
	return find(line->text, line->len, ENQUEUE) != NULL &&
	       logcat_line_read(l, line) && l->tag_len == sizeof(ENQUEUE) - 1 &&
	       memcmp(l->tag, ENQUEUE, l->tag_len) == 0;
}

/* The value behind the notification, whose text ends in the last ')': alone,
 * or, on newer systems, with app_provided behind it. */
static const char *outcome(const struct logcat_line *l)
{
	const char *close = memrchr(l->text, ')', l->text_len);
	struct cursor c = { close, l->text + l->text_len };
	char status[8], more[8];

	if (close == NULL || !cursor_pass(&c, "),") ||
		l->text[l->text_len - 1] != ']')
		return NULL;
	c.end--;
	cursor_until(&c, ',', status, sizeof(status));
	cursor_until(&c, ',', more, sizeof(more));
	if (cursor_left(&c) > 0 || strspn(more, "0123456789") != strlen(more))
		return NULL;
	if (strcmp(status, "0") == 0)
		return "posted";
	if (strcmp(status, "1") == 0)
		return "updated";
	return strcmp(status, "2") == 0 ? "ignored" : NULL;
}

/* What a line tells; NULL, or why it is none. */
static const char *read_event(struct state *s, struct observation *o,
	char package[PACKAGE_MAX], struct logcat_line *l)
{
	const char *name, *why = NULL;
	size_t n;

	if (l->text_len < 2 || l->text[0] != '[' ||
		!field(&name, &n, l->text + 1, l->text_len - 1, 2))
		return N_("no list of values");
	if (!is_package(name, n))
		return N_("no name of an app");
	o->type = outcome(l);
	if (o->type == NULL)
		return N_("no outcome (0 posted, 1 updated, 2 ignored)");
	memcpy(package, name, n);
	package[n] = '\0';
	o->app = package;
	return timeline_set(&s->timeline, o, &why, &l->moment) == 0
		       ? why
		       : N_("no such date");
}

static struct observation event_at(const struct line *line)
{
	return (struct observation){ .kind = OBSERVATION_EVENT,
		.type = "posted",
		.line = line->number,
		.position = line->position,
		.length = line->length };
}

static int put_event(struct importer_job *job, struct state *s,
	struct logcat_line *l, const struct line *line)
{
	struct observation o = event_at(line);
	char package[PACKAGE_MAX];
	const char *why = read_event(s, &o, package, l);

	return why != NULL ? importer_bad(job, line, why)
			   : importer_row(job, &o);
}

/* "…(0x0a1b: pkg=org.messenger user=…": a record begins. */
static int begin_record(
	struct importer_job *job, struct state *s, const struct line *line)
{
	const char *pkg = find(line->text, line->len, "pkg=");
	const char *end = line->text + line->len;
	size_t n = 0;
	int rc = 0;

	if (s->open)
		rc = importer_bad(
			job, &s->record, N_("a notification without a time"));
	s->open = false;
	if (rc != 0 || pkg == NULL)
		return rc;
	pkg += 4;
	while (pkg + n < end && pkg[n] != ' ' && pkg[n] != ':')
		n++;
	if (!is_package(pkg, n))
		return importer_bad(job, line, N_("no name of an app"));
	memcpy(s->package, pkg, n);
	s->package[n] = '\0';
	s->record = *line;
	s->open = true;
	return 0;
}

/* "mCreationTimeMs=1531724590000" */
static int end_record(
	struct importer_job *job, struct state *s, const char *text, size_t len)
{
	struct observation o = event_at(&s->record);
	int64_t ms = 0;
	size_t n = 0;

	while (n < len && text[n] >= '0' && text[n] <= '9')
		n++;
	s->open = false;
	if (!digits_read(&ms, text, n, INT64_MAX / 1000000) || ms == 0)
		return importer_bad(
			job, &s->record, N_("a notification without a time"));
	o.ns = ms * 1000000;
	o.zone = OBSERVATION_ZONE_EPOCH;
	o.precision = OBSERVATION_PRECISION_MS;
	o.app = s->package;
	return importer_row(job, &o);
}

static int see_dump(
	struct importer_job *job, struct state *s, const struct line *line)
{
	static const char time[] = "mCreationTimeMs=";
	const char *at;

	if (find(line->text, line->len, RECORD "0x") != NULL)
		return begin_record(job, s, line);
	at = s->open ? find(line->text, line->len, time) : NULL;
	if (at == NULL)
		return 0;
	at += sizeof(time) - 1;
	return end_record(job, s, at, (size_t)(line->text + line->len - at));
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct state *s = ctx;
	struct logcat_line l;

	if (is_enqueue(&l, line))
		return put_event(job, s, &l, line);
	if (find(line->text, line->len, ENQUEUE ": [") != NULL)
		return importer_bad(
			job, line, N_("no time that logcat writes"));
	return s->events == 0 ? see_dump(job, s, line) : 0;
}

/* "== dumpstate: 2018-07-16 09:00:00" */
static void see_day(struct state *s, const struct line *line)
{
	size_t skip = sizeof(DUMPSTATE) - 1;
	bool has_time = false;

	if (s->anchored || !starts(line->text, line->len, DUMPSTATE) ||
		line->len < skip + 19)
		return;
	s->anchored = instant_parse_civil(
			      &s->day, &has_time, line->text + skip, 19) == 0;
}

static int look_at(struct importer_job *job, const struct line *line, void *ctx)
{
	struct state *s = ctx;
	struct logcat_line l;

	(void)job;
	see_day(s, line);
	s->events += is_enqueue(&l, line);
	return 0;
}

static bool line_moment(struct moment *out, const struct line *line)
{
	struct logcat_line l;

	if (!is_enqueue(&l, line))
		return false;
	*out = l.moment;
	return true;
}

static int read_text(struct importer_job *job)
{
	struct state s = { 0 };
	int rc = importer_look(job, look_at, &s);

	if (rc == 0)
		rc = timeline_open_on(&s.timeline, job, line_moment,
			s.anchored ? &s.day : NULL);
	if (rc == 0)
		rc = importer_lines(job, see_line, &s);
	if (rc == 0 && s.open)
		rc = importer_bad(
			job, &s.record, N_("a notification without a time"));
	return rc;
}

/* The pool's strings, by their numbers from 1. */
struct pool {
	const unsigned char **at; /* owned; into the message */
	size_t *len;		  /* owned */
	size_t n;
};

static void read_pool(struct pool *pool, const struct protobuf_field *message)
{
	struct protobuf p = { message->bytes, message->len, 0, false };
	struct protobuf_field f;

	while (pool->n < POOL_MAX && protobuf_next(&p, &f)) {
		if (f.number != 2 || f.kind != PROTOBUF_BYTES)
			continue;
		pool->at[pool->n] = f.bytes;
		pool->len[pool->n++] = f.len;
	}
}

static int put_note(struct importer_job *job, const struct pool *pool,
	const struct protobuf_field *note, uint64_t number)
{
	struct protobuf p = { note->bytes, note->len, 0, false };
	struct observation o = { .kind = OBSERVATION_EVENT,
		.type = "posted",
		.zone = OBSERVATION_ZONE_EPOCH,
		.precision = OBSERVATION_PRECISION_MS,
		.line = number,
		.position = note->at,
		.length = note->end - note->at };
	char package[PACKAGE_MAX] = "";
	struct protobuf_field f;
	int64_t ms = 0;

	while (protobuf_next(&p, &f)) {
		const unsigned char *name = f.bytes;
		size_t n = f.len;

		if (f.number == 9 && f.kind == PROTOBUF_VARINT &&
			f.value <= (uint64_t)(INT64_MAX / 1000000))
			ms = (int64_t)f.value;
		if (f.number == 2 && f.kind == PROTOBUF_VARINT &&
			f.value >= 1 && f.value <= pool->n) {
			name = pool->at[f.value - 1];
			n = pool->len[f.value - 1];
		} else if (f.number != 1 || f.kind != PROTOBUF_BYTES) {
			continue;
		}
		if (is_package((const char *)name, n)) {
			memcpy(package, name, n);
			package[n] = '\0';
		}
	}
	if (p.bad)
		return importer_bad_at(job, number, note->at,
			N_("a notification is cut or damaged"));
	if (ms == 0 || package[0] == '\0')
		return importer_bad_at(job, number, note->at,
			N_("a notification without app or time"));
	o.ns = ms * 1000000;
	o.app = package;
	return importer_row(job, &o);
}

static int read_history(struct importer_job *job, const struct str *bytes)
{
	struct protobuf p = { (const unsigned char *)bytes->p, bytes->len, 0,
		false };
	struct pool pool = { mem_new(POOL_MAX, sizeof(*pool.at)),
		mem_new(POOL_MAX, sizeof(*pool.len)), 0 };
	struct protobuf_field f;
	uint64_t number = 0;
	int rc = 0;

	while (rc == 0 && protobuf_next(&p, &f)) {
		if (f.kind != PROTOBUF_BYTES)
			continue;
		if (f.number == 2)
			read_pool(&pool, &f);
		if (f.number == 4 || f.number == 5)
			rc = put_note(job, &pool, &f, ++number);
	}
	if (rc == 0 && p.bad)
		rc = importer_bad_at(job, ++number, p.at,
			N_("the file is cut or damaged from here on"));
	free(pool.at);
	free(pool.len);
	return rc;
}

/* A history is small: it is read whole. */
static int slurp(struct importer_job *job, struct str *out, bool *text)
{
	struct importer_head head;
	struct source *source = NULL;
	struct str room = { 0 };
	char piece[4096];
	size_t n = 1;
	int rc = importer_open(&source, job);

	str_init(&room, 0);
	str_init(out, HISTORY_MAX);
	if (rc == 0)
		rc = detect_read_head(&head, &room, source);
	*text = rc != 0 || head.len < 1 || head.text[0] != 8;
	if (rc == 0 && !*text)
		rc = str_add(out, head.text, head.len);
	while (rc == 0 && !*text && n > 0) {
		rc = source_read(source, piece, sizeof(piece), &n);
		if (rc == 0)
			rc = str_add(out, piece, n);
	}
	str_release(&room);
	return importer_close(source, job, rc);
}

static int read_log(struct importer_job *job)
{
	struct str bytes = { 0 };
	bool text = true;
	int rc = slurp(job, &bytes, &text);

	if (rc == 0)
		rc = text ? read_text(job) : read_history(job, &bytes);
	str_release(&bytes);
	return rc;
}

const struct importer import_android = {
	.name = "android",
	.version = 2,
	.summary = N_("Android: notifications (events log, bug report, "
		      "dumpsys, history)"),
	.how = N_("Switch on the developer options and USB debugging, connect "
		  "the phone to a computer with adb, and, soon after what "
		  "happened (the buffer holds minutes to hours): 'adb logcat "
		  "-b events -v threadtime -d > events.txt'. Or take a bug "
		  "report in the developer options and share its ZIP with "
		  "yourself; it holds much of your life, so that only the "
		  "extract of it should be kept. Titles and texts of "
		  "notifications are not read."),
	.sensitive = true,
	.sniff = sniff,
	.read = read_log,
};
