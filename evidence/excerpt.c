/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Three passes: over the rows, for the places (offset and length in the
 * original) of those chosen; over the original's lines, for the heading and
 * for lines that tell of a chosen host without being a row; over the
 * original's bytes, copying the places in its order.
 */
#include "evidence/excerpt.h"

#include <stdlib.h>
#include <string.h>

#include "archive/block.h"
#include "archive/exhibit.h"
#include "archive/object.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/capture.h"
#include "evidence/host.h"
#include "evidence/importer.h"
#include "evidence/lines.h"
#include "evidence/source.h"
#include "evidence/sqlite_log.h"

enum { LINES_LIMIT = 1000000, HEAD = 32 };

/* A stretch of the original; line 0: no line of its own. */
struct place {
	uint64_t position, length, line;
};

struct choice {
	const char *const *globs;
	const struct importer *importer; /* NULL: none is known */
	struct place *v;
	size_t n, cap;
	uint64_t rows, total;
	bool apart;	   /* a chosen row is no stretch of the original */
	bool first_is_row; /* a row, or a bad line, stands in line 1 */
	bool heading;
	struct lines lines;
};

struct copy {
	const struct choice *choice;
	struct str *out;
	size_t next; /* place being copied */
	uint64_t at; /* offset of the piece given */
};

void excerpt_release(struct excerpt *e)
{
	str_release(&e->text);
	*e = (struct excerpt){ 0 };
}

static bool is_chosen(const struct choice *c, const char *host)
{
	for (size_t i = 0; c->globs[i] != NULL; i++)
		if (host_matches(host, c->globs[i]))
			return true;
	return false;
}

static int add(struct choice *c, struct place place)
{
	if (c->n == LINES_LIMIT)
		return err_set(ERR_LIMIT,
			_("more than %d lines are cited; name the host more "
			  "narrowly"),
			(int)LINES_LIMIT);
	c->v = mem_grow(c->v, &c->cap, c->n + 1, sizeof(*c->v));
	c->v[c->n++] = place;
	return 0;
}

static int see_row(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct choice *c = ctx;

	(void)exhibit;
	c->total++;
	if (o->line == 1)
		c->first_is_row = true;
	if (!is_chosen(c, o->host))
		return 0;
	c->rows++;
	c->apart = c->apart || o->length == 0 || o->member[0] != '\0';
	return add(c, (struct place){ o->position, o->length, o->line });
}

static int see_bad(
	uint64_t line, uint64_t position, const char *reason, void *ctx)
{
	struct choice *c = ctx;

	(void)position;
	(void)reason;
	if (line == 1)
		c->first_is_row = true;
	return 0;
}

static int see_line(const struct line *line, void *ctx)
{
	struct choice *c = ctx;
	char host[HOST_MAX + 1];

	/* With its byte order mark, without which UTF-16 cannot be read. */
	if (line->number == 1 && c->importer->table && !c->first_is_row) {
		c->heading = true;
		return add(c,
			(struct place){ 0, line->position + line->length, 0 });
	}
	if (line->number == 1 && line->position > 0) {
		int rc = add(c, (struct place){ 0, line->position, 0 });

		if (rc != 0)
			return rc;
	}
	if (c->importer->line_host == NULL || line->too_long ||
		!c->importer->line_host(host, line) || !is_chosen(c, host))
		return 0;
	return add(c,
		(struct place){ line->position, line->length, line->number });
}

static int feed_lines(const void *data, size_t len, void *ctx)
{
	struct choice *c = ctx;

	return lines_feed(&c->lines, data, len);
}

static int find_lines(
	struct choice *c, struct store *s, const struct digest *content)
{
	int rc;

	lines_init(&c->lines, see_line, c);
	rc = object_read(s, content, feed_lines, c);
	if (rc == 0)
		rc = lines_end(&c->lines);
	lines_release(&c->lines);
	return rc;
}

/* The importer of the rows that count; c->importer stays NULL for rows that
 * were typed in. */
static int find_importer(struct choice *c, struct store *s, int64_t exhibit)
{
	struct block_import import = { 0 };
	int rc = block_import_find(&import, s, exhibit);

	if (rc != 0)
		return rc;
	c->importer = importer_find(import.importer);
	free((char *)(uintptr_t)import.importer);
	free((char *)(uintptr_t)import.options);
	return block_each_bad(s, import.id, see_bad, c);
}

static int by_position(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return (x->position > y->position) - (x->position < y->position);
}

/* In the original's order, each once. */
static void sort(struct choice *c)
{
	size_t kept = 0;

	qsort(c->v, c->n, sizeof(*c->v), by_position);
	for (size_t i = 0; i < c->n; i++)
		if (kept == 0 || c->v[kept - 1].position != c->v[i].position)
			c->v[kept++] = c->v[i];
	c->n = kept;
}

/* Copies what of this piece lies in chosen places. */
static int copy_piece(const void *data, size_t len, void *ctx)
{
	struct copy *p = ctx;
	const struct choice *c = p->choice;
	const char *bytes = data;
	uint64_t end = p->at + len;

	while (p->next < c->n && c->v[p->next].position < end) {
		const struct place *v = &c->v[p->next];
		uint64_t from = v->position > p->at ? v->position : p->at;
		uint64_t to = v->position + v->length;

		if (to > end)
			to = end;
		if (to > from && str_add(p->out, bytes + (from - p->at),
					 (size_t)(to - from)) != 0)
			return str_check(p->out, _("the excerpt"));
		if (v->position + v->length > end)
			break;
		p->next++;
	}
	p->at = end;
	return 0;
}

static void describe(struct excerpt *e, const struct choice *c)
{
	e->rows = c->rows;
	e->total = c->total;
	e->heading = c->heading;
	for (size_t i = 0; i < c->n; i++) {
		if (c->v[i].line == 0)
			continue;
		e->lines++;
		if (e->first_line == 0)
			e->first_line = c->v[i].line;
		e->last_line = c->v[i].line;
	}
}

struct head {
	char v[HEAD];
	size_t n;
};

static int take_head(const void *data, size_t len, void *ctx)
{
	struct head *head = ctx;

	head->n = len < HEAD ? len : HEAD;
	memcpy(head->v, data, head->n);
	return ERR_LIMIT; /* the first piece is enough */
}

/* A database, a capture, a protobuf message: no text begins so. */
static bool is_binary(const struct head *head)
{
	return sqlite_log_magic(head->v, head->n) ||
	       capture_magic(head->v, head->n) != NULL ||
	       (head->n > 0 && head->v[0] == 8);
}

/* Rows whose bytes are not those of the original as it is kept cannot be cut
 * out of it: ERR_INVALID says what to do instead. */
static int check_lines(
	const struct choice *c, struct store *s, const struct exhibit *e)
{
	struct head head = { .n = 0 };
	int rc = object_read(s, &e->content, take_head, &head);

	if (rc != 0 && head.n == 0)
		return rc;
	if (source_wrap_of(head.v, head.n) != SOURCE_PLAIN)
		return err_set(ERR_INVALID,
			_("'%s' is packed; unpack it and import the log "
			  "itself, to cite lines of it"),
			e->file);
	if (c->apart || is_binary(&head))
		return err_set(ERR_INVALID,
			_("'%s' has no lines that could be cited; export what "
			  "it holds as a text, such as CSV, and import that"),
			e->file);
	return 0;
}

static int choose(struct choice *c, struct store *s, const struct exhibit *e)
{
	int rc = find_importer(c, s, e->id);

	if (rc == 0)
		rc = block_each(s, e->id, see_row, c);
	if (rc == 0 && c->n == 0)
		rc = err_set(ERR_NOTFOUND,
			_("no record of exhibit %lld names '%s'"),
			(long long)e->id,
			c->globs[0] != NULL ? c->globs[0] : "");
	if (rc == 0)
		rc = check_lines(c, s, e);
	if (rc == 0 && c->importer != NULL)
		rc = find_lines(c, s, &e->content);
	if (rc == 0)
		sort(c);
	return rc;
}

int excerpt_make(struct excerpt *out, struct store *s, int64_t exhibit,
	const char *const globs[])
{
	struct choice choice = { .globs = globs };
	struct excerpt e = { 0 };
	struct copy copy = { .choice = &choice, .out = &e.text };
	struct exhibit source = { 0 };
	int rc = exhibit_get(&source, s, exhibit);

	str_init(&e.text, 0);
	if (rc == 0)
		rc = choose(&choice, s, &source);
	if (rc == 0)
		rc = object_read(s, &source.content, copy_piece, &copy);
	if (rc == 0)
		describe(&e, &choice);
	exhibit_release(&source);
	free(choice.v);
	if (rc != 0)
		excerpt_release(&e);
	else
		*out = e;
	return rc;
}
