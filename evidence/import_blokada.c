/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blokada 4 (Android), Download/blokada/requests.csv, never quoted:
 *
 *	timestamp,type,host
 *	1536048591222,b,push.vendor.example
 *
 * timestamp: milliseconds since 1970; type: a allowed, b blocked. Versions
 * up to 4.8 write each request as it happens. From 4.9 on they write batches
 * of up to 50, newest first, all with the moment of writing: a row's time is
 * then only known to lie between two writings, repeats were dropped, and
 * some rows never reach the file. Such a batch is at least ten rows within a
 * second of which nearly all follow the one before within milliseconds; a
 * burst of requests may look like one, but then not all that follows does.
 * Files in which an update changed the form in the middle occur: a first
 * pass finds the line from which on nearly every row lies in a batch, and
 * there even a small group is one.
 *
 * What versions 5 and 6 keep is JSON: evidence/blokada_json.h.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/instant.h"
#include "evidence/blokada_json.h"
#include "evidence/digits.h"
#include "evidence/host.h"
#include "evidence/importer.h"
#include "evidence/peek.h"

enum {
	BATCH_MIN = 10,
	BATCH_MAX = 50,
	BATCH_SPREAD_MS = 1000,
	BATCH_STEP_MS = 5,
	PERCENT_STEPS = 80,   /* of a batch's rows that follow that closely */
	PERCENT_BATCHED = 80, /* of the rows in a part written in batches */
};

static const char header[] = "timestamp,type,host";

struct row {
	int64_t ms;
	char type;
	char host[HOST_MAX + 1];
	uint64_t line, position, length;
};

/* Rows that may be one batch, and what is known of the file. */
struct state {
	struct row rows[BATCH_MAX];
	size_t n;
	int64_t before_ms;	  /* the row before those; 0: none */
	bool counting;		  /* the first pass */
	uint64_t from;		  /* line of the first batch; 0: none */
	uint64_t batched, others; /* rows from there on */
};

static int sniff(struct importer_head *head)
{
	if (head->len < sizeof(header) - 1 ||
		memcmp(head->text, header, sizeof(header) - 1) != 0)
		return blokada_json_sniff(head);
	head->why = N_("its first line is \"timestamp,type,host\"");
	return 100;
}

static bool looks_batched(const struct state *s)
{
	size_t close = 0;

	if (s->n < BATCH_MIN)
		return false;
	for (size_t i = 1; i < s->n; i++)
		close += s->rows[i].ms - s->rows[i - 1].ms <= BATCH_STEP_MS;
	return close * 100 >= (s->n - 1) * PERCENT_STEPS;
}

static void count_group(struct state *s)
{
	bool batch = looks_batched(s);

	if (batch && s->from == 0)
		s->from = s->rows[0].line;
	if (batch)
		s->batched += s->n;
	else if (s->from != 0)
		s->others += s->n;
}

static bool is_batch(const struct state *s)
{
	if (s->from != 0 && s->rows[0].line >= s->from &&
		s->batched * 100 >= (s->batched + s->others) * PERCENT_BATCHED)
		return true;
	return looks_batched(s);
}

static int put_row(struct importer_job *job, const struct row *r,
	int64_t window_start, bool batch)
{
	struct observation o = { .ns = r->ms * 1000000,
		.disposition = r->type == 'b' ? OBSERVATION_BLOCKED
					      : OBSERVATION_ALLOWED,
		.disposition_source = OBSERVATION_SOURCE_FIELD,
		.precision = OBSERVATION_PRECISION_MS,
		.zone = OBSERVATION_ZONE_EPOCH,
		.year = OBSERVATION_YEAR_RECORD,
		.count = 1,
		.host = r->host,
		.line = r->line,
		.position = r->position,
		.length = r->length };

	if (batch) {
		o.precision = OBSERVATION_PRECISION_WINDOW;
		o.count_kind = OBSERVATION_COUNT_LOWER_BOUND;
		o.window_start = window_start * 1000000;
		o.window_end = o.ns;
	}
	return importer_row(job, &o);
}

/* Gives the rows away: a batch from its oldest, i.e. its last, row on. */
static int give_rows(struct importer_job *job, struct state *s)
{
	bool batch = is_batch(s);
	int rc = 0;

	for (size_t i = 0; i < s->n && rc == 0; i++)
		rc = put_row(job, &s->rows[batch ? s->n - 1 - i : i],
			s->before_ms, batch);
	return rc;
}

static int end_group(struct importer_job *job, struct state *s)
{
	int rc = 0;

	if (s->n == 0)
		return 0;
	if (s->counting)
		count_group(s);
	else
		rc = give_rows(job, s);
	s->before_ms = s->rows[s->n - 1].ms;
	s->n = 0;
	return rc;
}

/* Fills r from a line; NULL, or the reason why not. */
static const char *parse(struct row *r, const struct line *line)
{
	const char *text = line->text;
	const char *comma = memchr(text, ',', line->len);
	size_t n = comma != NULL ? (size_t)(comma - text) : line->len;

	if (comma == NULL || n == 0)
		return N_("no timestamp");
	if (!digits_read(&r->ms, text, n, INT64_MAX / 1000000) || r->ms == 0)
		return N_("timestamp is no number of milliseconds");
	if (line->len < n + 4 || text[n + 2] != ',' ||
		(text[n + 1] != 'a' && text[n + 1] != 'b'))
		return N_("type is neither a nor b");
	if (!host_normalise(r->host, text + n + 3, line->len - n - 3))
		return N_("no host name");
	r->type = text[n + 1];
	r->line = line->number;
	r->position = line->position;
	r->length = line->length;
	return NULL;
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct state *s = ctx;
	const char *why;
	struct row r;
	int rc = 0;

	if (line->len == sizeof(header) - 1 &&
		memcmp(line->text, header, line->len) == 0)
		return 0;
	why = parse(&r, line);
	if (why != NULL)
		return s->counting ? 0 : importer_bad(job, line, why);
	if (s->n == BATCH_MAX ||
		(s->n > 0 && (r.ms < s->rows[s->n - 1].ms ||
				     r.ms - s->rows[0].ms >= BATCH_SPREAD_MS)))
		rc = end_group(job, s);
	s->rows[s->n++] = r;
	return rc;
}

static int read_csv(struct importer_job *job)
{
	struct state s = { .counting = true };
	int rc = importer_look(job, see_line, &s);

	if (rc == 0)
		rc = end_group(job, &s);
	s.counting = false;
	s.before_ms = 0;
	if (rc == 0)
		rc = importer_lines(job, see_line, &s);
	return rc != 0 ? rc : end_group(job, &s);
}

static int read_log(struct importer_job *job)
{
	struct importer_head head;
	struct str room;
	int rc;

	str_init(&room, 0);
	rc = peek_member(&head, &room, job);
	if (rc == 0)
		rc = blokada_json_sniff(&head) > 0
			     ? blokada_json_read(job, &head)
			     : read_csv(job);
	str_release(&room);
	return rc;
}

const struct importer import_blokada = {
	.name = "blokada",
	.version = 2,
	.summary = N_("Blokada: requests.csv of 4, totals of 5, activity of 6"),
	.how = N_("Blokada 4 writes it when its log is switched on: in the "
		  "settings, \"Host log\" (\"logger\"). The file "
		  "requests.csv then lies in the folder Download/blokada of "
		  "the phone's storage; copy it with a file manager or over "
		  "USB. Blokada 3 could write no log: use 'constat observe' "
		  "for what its screen shows. Blokada 5 keeps its totals "
		  "where only a full backup of the phone reaches them; for "
		  "Blokada 6, save what its server replies to /v2/activity "
		  "(the address holds your account number: keep it for "
		  "yourself)."),
	.sniff = sniff,
	.read = read_log,
	.table = true,
};
