/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/block.h"
#include "archive/exhibit.h"
#include "archive/store.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "cli/out.h"
#include "evidence/badline.h"
#include "evidence/ecs.h"
#include "evidence/host.h"
#include "evidence/kept.h"
#include "evidence/reread.h"

static const char *glob, *raw;
static int64_t exhibit;
static bool bad;

static const struct opt options[] = {
	{ "host", 0, OPT_TEXT, N_("GLOB"), N_("only hosts like GLOB (* and ?)"),
		&glob },
	{ "exhibit", 0, OPT_NUMBER, N_("N"), N_("only exhibit N"), &exhibit },
	{ "raw", 0, OPT_TEXT, N_("ROWS"),
		N_("print the very bytes of rows of the exhibit, as 3 or "
		   "1,5-9"),
		&raw },
	{ "bad", 0, OPT_FLAG, NULL,
		N_("list what of the exhibit could not be read, and why"),
		&bad },
	{ 0 },
};

/* Where rows come from; looked up once for each exhibit. */
struct source {
	struct store *store;
	struct exhibit exhibit;
};

static int find_source(struct source *s, int64_t id)
{
	if (s->exhibit.id == id)
		return 0;
	exhibit_release(&s->exhibit);
	return exhibit_get(&s->exhibit, s->store, id);
}

static int print_row(int64_t from, const struct observation *o, void *ctx)
{
	struct source *source = ctx;
	struct ecs_place place = { .exhibit = from };
	int rc = find_source(source, from);

	if (rc != 0)
		return rc;
	place.row = o->row;
	place.stated = strcmp(source->exhibit.kind, "statement") == 0;
	out_json(ecs_row(o, &place));
	return 0;
}

static int print_bad(const struct badline *b, void *ctx)
{
	cJSON *row = json_object();

	json_set_int(row, "ev.exhibit", *(const int64_t *)ctx);
	if (b->member[0] != '\0')
		json_set(row, "ev.member", b->member);
	json_set_int(row, "ev.line", (int64_t)b->line);
	json_set_int(row, "log.offset", (int64_t)b->position);
	json_set(row, "ev.reason", b->reason);
	out_json(row);
	return 0;
}

static bool is_wanted(const char *host, void *ctx)
{
	(void)ctx;
	return host_matches(host, glob);
}

static int list_bad(struct source *source)
{
	struct kept kept;
	int rc = kept_open(&kept, source->store, &source->exhibit.content);

	if (rc == 0)
		rc = badline_each(source->store, exhibit, &kept, NULL,
			print_bad, &exhibit);
	kept_close(&kept);
	return rc;
}

/* --- the very bytes --- */

struct range {
	uint64_t first, last;
};

/* What --raw asks for, in its order. */
struct choice {
	struct range *v; /* owned */
	size_t n, cap;
	struct kept kept;
	struct row *rows; /* owned: without bytes of their own */
	size_t n_rows, cap_rows, at;
	uint64_t row;
};

/* A record as the archive has it. */
struct row {
	uint64_t number;
	struct digest digest; /* of what is printed of it */
};

static bool read_number(uint64_t *out, const char **text)
{
	char *end;

	if (**text < '0' || **text > '9')
		return false;
	errno = 0;
	*out = strtoull(*text, &end, 10);
	*text = end;
	return errno == 0 && *out > 0;
}

/* "3", "1,5-9" */
static bool read_choice(struct choice *c, const char *text)
{
	struct range r;

	do {
		if (!read_number(&r.first, &text))
			return false;
		r.last = r.first;
		if (*text == '-' && (text++, !read_number(&r.last, &text)))
			return false;
		if (r.last < r.first)
			return false;
		c->v = mem_grow(c->v, &c->cap, c->n + 1, sizeof(*c->v));
		c->v[c->n++] = r;
	} while (*text == ',' && text++);
	return *text == '\0';
}

static int put(const void *data, size_t len, void *ctx)
{
	(void)ctx;
	if (isatty(STDOUT_FILENO)) {
		out_lines(stdout, data, len);
		return 0;
	}
	return fwrite(data, 1, len, stdout) == len
		       ? 0
		       : err_sys(_("cannot write the bytes"));
}

static bool is_chosen(const struct choice *c, uint64_t row)
{
	bool chosen = false;

	for (size_t i = 0; i < c->n && !chosen; i++)
		chosen = row >= c->v[i].first && row <= c->v[i].last;
	return chosen;
}

/* A record without bytes of its own, with its place, as one line of JSON. */
static void spell(struct str *out, const struct observation *o)
{
	const struct ecs_place place = { .exhibit = exhibit, .row = o->row };
	cJSON *json = ecs_row(o, &place);

	str_init(out, 0);
	json_print(out, json);
	str_putc(out, '\n');
	cJSON_Delete(json);
}

static void remember(struct choice *c, const struct observation *o)
{
	struct row row = { .number = o->row };
	struct str text;

	spell(&text, o);
	digest_of(&row.digest, text.p, text.len);
	str_release(&text);
	c->rows = mem_grow(c->rows, &c->cap_rows, c->n_rows + 1, sizeof(row));
	c->rows[c->n_rows++] = row;
}

static int print_raw(int64_t from, const struct observation *o, void *ctx)
{
	struct choice *c = ctx;

	(void)from;
	c->row = o->row;
	if (!is_chosen(c, o->row))
		return 0;
	if (o->length == 0) {
		remember(c, o);
		return 0;
	}
	return err_wrap(
		kept_record(&c->kept, o, put, NULL), _("row %" PRIu64), c->row);
}

/* A record as it is read again: it must be the one that the archive has. */
static int print_again(const struct observation *o, void *ctx)
{
	struct choice *c = ctx;
	const struct row *row = &c->rows[c->at];
	struct digest digest;
	struct str text;
	int rc;

	if (c->at == c->n_rows || o->row != row->number)
		return 0;
	c->at++;
	spell(&text, o);
	digest_of(&digest, text.p, text.len);
	rc = digest_equal(&digest, &row->digest)
		     ? put(text.p, text.len, NULL)
		     : err_set(ERR_CORRUPT,
			       _("row %" PRIu64
				 ": read again, it is another record"),
			       o->row);
	str_release(&text);
	return rc;
}

/* The rows that have no bytes of their own. */
static int print_rows(struct source *source, struct choice *c)
{
	int rc;

	if (c->n_rows == 0)
		return 0;
	rc = reread_each(
		source->store, &source->exhibit, &c->kept, print_again, c);
	if (rc == 0 && c->at < c->n_rows)
		rc = err_set(ERR_CORRUPT,
			_("row %" PRIu64 ": read again, it is not there"),
			c->rows[c->at].number);
	return rc;
}

/* A row that was asked for by its number and is not there. */
static int check_found(const struct choice *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].last > c->row)
			return err_set(ERR_NOTFOUND,
				_("exhibit %" PRId64 " has %" PRIu64
				  " rows, and no row %" PRIu64),
				exhibit, c->row, c->v[i].last);
	return 0;
}

static int print_bytes(struct source *source, struct choice *c)
{
	int rc = kept_open(&c->kept, source->store, &source->exhibit.content);

	if (rc == 0)
		rc = block_each(source->store, exhibit, print_raw, c);
	if (rc == 0)
		rc = check_found(c);
	if (rc == 0)
		rc = print_rows(source, c);
	if (rc == 0 && fflush(stdout) != 0)
		rc = err_sys(_("cannot write the bytes"));
	kept_close(&c->kept);
	return rc;
}

extern const struct cmd cmd_observations;

static int print(struct source *source, struct choice *choice)
{
	const struct block_filter filter = { .exhibit = exhibit,
		.host = glob != NULL ? is_wanted : NULL };

	if (raw != NULL)
		return print_bytes(source, choice);
	if (bad)
		return list_bad(source);
	return block_each_like(source->store, &filter, print_row, source);
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct source source = { 0 };
	struct choice choice = { 0 };
	int rc;

	(void)argv;
	if (argc > 0)
		return out_usage(&cmd_observations,
			_("an exhibit is chosen with --exhibit, a host with "
			  "--host"));
	if ((raw != NULL || bad) && exhibit == 0)
		return out_usage(&cmd_observations,
			_("--exhibit says of which exhibit"));
	if (raw != NULL && !read_choice(&choice, raw)) {
		free(choice.v);
		free(choice.rows);
		return out_usage(&cmd_observations,
			_("--raw takes row numbers, as 3 or 1,5-9"));
	}
	rc = out_open(cli, &source.store, false);
	if (rc == 0 && exhibit != 0)
		rc = find_source(&source, exhibit);
	if (rc == 0)
		rc = print(&source, &choice);
	free(choice.v);
	free(choice.rows);
	exhibit_release(&source.exhibit);
	store_close(source.store);
	return rc == 0 ? CMD_DONE : out_fail();
}

const struct cmd cmd_observations = {
	.name = "observations",
	.args = "",
	.summary = N_("print the records read from logs, one JSON line each"),
	.detail = N_("The names are those of the Elastic Common Schema; those "
		     "that begin with ev. say how much a record is worth: how "
		     "exact its time is, what its disposition rests on, "
		     "whether a log or the complainant says so; ev.row is "
		     "the record's number in its exhibit.\n\n"
		     "--raw prints the bytes that rows were read from as they "
		     "stand in the file that is kept, unpacked: lines of a "
		     "text with their ends, the records of a capture. A row of "
		     "a database has no bytes of its own: the database is "
		     "read again, and the record printed with its table and "
		     "row when it is the same. --bad "
		     "lists the lines that could not be read."),
	.example = "constat observations --host 'push.*' | jq .\n"
		   "constat observations --exhibit 1 --raw 17,20-25\n"
		   "constat observations --exhibit 1 --bad",
	.options = options,
	.paged = true,
	.run = run,
};
