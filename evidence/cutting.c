/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/cutting.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/records.h"

void cutting_init(struct cutting *c)
{
	*c = (struct cutting){ 0 };
	names_init(&c->hosts);
}

void cutting_release(struct cutting *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->v[i].name);
		free(c->v[i].v);
		free(c->v[i].others);
	}
	free(c->v);
	free(c->sorted);
	free(c->shut);
	names_release(&c->hosts);
	*c = (struct cutting){ 0 };
}

/* Rows of one member mostly follow one another. */
static struct cutting_member *member(struct cutting *c, const char *name)
{
	if (c->last < c->n && strcmp(c->v[c->last].name, name) == 0)
		return &c->v[c->last];
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->v[i].name, name) == 0) {
			c->last = i;
			return &c->v[i];
		}
	c->v = mem_grow(c->v, &c->cap, c->n + 1, sizeof(*c->v));
	c->v[c->n] = (struct cutting_member){ .name = mem_strdup(name) };
	c->last = c->n++;
	return &c->v[c->last];
}

static int add(struct cutting_member *m, struct cutting_place place)
{
	if (m->n == CUTTING_PLACES)
		return err_set(ERR_LIMIT,
			_("more than %d lines are cited; name the host more "
			  "narrowly"),
			(int)CUTTING_PLACES);
	m->v = mem_grow(m->v, &m->cap, m->n + 1, sizeof(*m->v));
	m->v[m->n++] = place;
	return 0;
}

static void set_other(struct cutting_member *m, uint64_t line)
{
	size_t at = (size_t)(line / 8), before = m->others_cap;

	m->others = mem_grow(m->others, &m->others_cap, at + 1, 1);
	if (m->others_cap > before)
		memset(m->others + before, 0, m->others_cap - before);
	m->others[at] |= (unsigned char)(1 << line % 8);
}

static bool is_other(const struct cutting_member *m, uint64_t line)
{
	return line / 8 < m->others_cap &&
	       (m->others[line / 8] >> line % 8 & 1) != 0;
}

int cutting_row(struct cutting *c, const struct observation *o, bool chosen)
{
	struct cutting_member *m = member(c, o->member);
	uint32_t id;
	int rc;

	c->total++;
	if (o->line == 1)
		m->first_is_row = true;
	if (!chosen) {
		if (o->length > 0)
			set_other(m, o->line);
		return 0;
	}
	c->chosen++;
	c->rows_only = c->rows_only || o->length == 0;
	rc = names_add(&c->hosts, &id, o->host);
	if (rc == 0)
		rc = add(m, (struct cutting_place){ .position = o->position,
				    .length = o->length,
				    .line = o->line });
	return rc;
}

void cutting_bad(struct cutting *c, const char *name, uint64_t line)
{
	for (size_t i = 0; line == 1 && i < c->n; i++)
		if (strcmp(c->v[i].name, name) == 0)
			c->v[i].first_is_row = true;
}

/* --- what belongs to the chosen --- */

static int by_name(const void *a, const void *b, void *ctx)
{
	const uint32_t *x = a, *y = b;

	return strcmp(names_get(ctx, *x), names_get(ctx, *y));
}

static void sort_hosts(struct cutting *c)
{
	c->sorted = mem_new(c->hosts.n + 1, sizeof(*c->sorted));
	c->shut = mem_new(c->hosts.n + 1, sizeof(*c->shut));
	for (size_t i = 0; i < c->hosts.n; i++)
		c->sorted[i] = (uint32_t)i;
	qsort_r(c->sorted, c->hosts.n, sizeof(*c->sorted), by_name, &c->hosts);
}

/* Whether verdicts on a chosen host are to be left out now; NULL: it is none
 * of the chosen. */
static bool *find_host(struct cutting *c, const char *host)
{
	size_t low = 0, high = c->hosts.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strcmp(host, names_get(&c->hosts, c->sorted[mid]));

		if (order == 0)
			return &c->shut[mid];
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

static int by_position(const void *a, const void *b)
{
	const struct cutting_place *x = a, *y = b;

	if (x->position != y->position)
		return x->position < y->position ? -1 : 1;
	return (x->length < y->length) - (x->length > y->length);
}

/* In the original's order, each once. */
static void sort(struct cutting_member *m)
{
	size_t kept = 0;

	qsort(m->v, m->n, sizeof(*m->v), by_position);
	for (size_t i = 0; i < m->n; i++)
		if (kept == 0 || m->v[kept - 1].position != m->v[i].position)
			m->v[kept++] = m->v[i];
	m->n = kept;
}

static const struct cutting_place *find_place(
	const struct cutting_member *m, size_t n, uint64_t position)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (m->v[mid].position == position)
			return &m->v[mid];
		if (position < m->v[mid].position)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

struct pass {
	struct cutting *c;
	struct cutting_member *m;
	const struct importer *importer;
	size_t chosen; /* places of m that were there before, sorted */
};

/* An extract in a form of our own, of which no importer is. */
static bool is_records(const struct line *line)
{
	size_t n = sizeof(RECORDS_HEADING) - 1;

	return line->len >= n && memcmp(line->text, RECORDS_HEADING, n) == 0;
}

/* The heading, or the byte order mark. */
static int see_first(struct pass *p, const struct line *line)
{
	struct cutting_member *m = p->m;

	if ((p->importer->table && !m->first_is_row) || is_records(line)) {
		m->heading = true;
		return add(m, (struct cutting_place){ .length = line->position +
								line->length });
	}
	if (line->position > 0)
		return add(
			m, (struct cutting_place){ .length = line->position });
	return 0;
}

static int see_line(const struct line *line, void *ctx)
{
	struct pass *p = ctx;
	char host[HOST_MAX + 1];
	bool *shut;
	int rc = line->number == 1 ? see_first(p, line) : 0;

	if (rc != 0 || p->importer->line_host == NULL || line->too_long ||
		!p->importer->line_host(host, line))
		return rc;
	shut = find_host(p->c, host);
	if (shut == NULL)
		return 0;
	if (find_place(p->m, p->chosen, line->position) != NULL) {
		*shut = false;
		return 0;
	}
	*shut = *shut || is_other(p->m, line->number);
	if (*shut)
		return 0;
	return add(p->m, (struct cutting_place){ .position = line->position,
				 .length = line->length,
				 .line = line->number });
}

static int find_lines(
	struct cutting *c, struct kept *k, const struct importer *importer)
{
	int rc = 0;

	for (size_t i = 0; i < c->n && rc == 0; i++) {
		struct pass pass = { c, &c->v[i], importer, c->v[i].n };

		rc = kept_member(k, c->v[i].name);
		if (rc == 0)
			rc = kept_lines(k, see_line, &pass);
		sort(&c->v[i]);
	}
	return rc;
}

/* --- whether they are whole lines --- */

struct bytes {
	char v[4];
	size_t n;
	bool nul;
};

static int take_bytes(const void *data, size_t len, void *ctx)
{
	struct bytes *b = ctx;
	const char *p = data;

	for (size_t i = 0; i < len && b->n < sizeof(b->v); i++)
		b->v[b->n++] = p[i];
	b->nul = b->nul || memchr(data, '\0', len) != NULL;
	return 0;
}

/* How a member begins, and so is written. */
struct mark {
	uint64_t len;	 /* of its byte order mark */
	bool utf16, big; /* UTF-16, its greater bytes first */
};

/* Whether a line ends before this offset of the member. */
static bool ends_before(struct kept *k, uint64_t at, const struct mark *mark)
{
	uint64_t n = mark->utf16 ? 2 : 1;
	struct bytes b = { 0 };

	if (at < n || kept_bytes(k, at - n, n, take_bytes, &b) != 0)
		return false;
	if (!mark->utf16)
		return b.v[0] == '\n';
	return b.v[mark->big] == '\n' && b.v[!mark->big] == '\0';
}

static bool is_whole(
	struct kept *k, const struct cutting_place *v, const struct mark *mark)
{
	struct bytes b = { 0 };

	if (v->position > mark->len && !ends_before(k, v->position, mark))
		return false;
	if (v->position + v->length != k->size &&
		!ends_before(k, v->position + v->length, mark))
		return false;
	return mark->utf16 ||
	       (kept_bytes(k, v->position, v->length, take_bytes, &b) == 0 &&
		       !b.nul);
}

static struct mark mark_of(struct kept *k)
{
	struct mark mark = { 0 };
	struct bytes b = { 0 };

	kept_bytes(k, 0, k->size < 3 ? k->size : 3, take_bytes, &b);
	mark.big = b.n >= 2 && memcmp(b.v, "\xFE\xFF", 2) == 0;
	mark.utf16 = mark.big || (b.n >= 2 && memcmp(b.v, "\xFF\xFE", 2) == 0);
	if (mark.utf16)
		mark.len = 2;
	else if (b.n == 3 && memcmp(b.v, "\xEF\xBB\xBF", 3) == 0)
		mark.len = 3;
	return mark;
}

static int check_lines(struct cutting *c, struct kept *k)
{
	c->lines = !c->rows_only;
	for (size_t i = 0; i < c->n && c->lines; i++) {
		struct mark mark;
		int rc = kept_member(k, c->v[i].name);

		if (rc != 0)
			return rc;
		mark = mark_of(k);
		for (size_t n = 0; n < c->v[i].n && c->lines; n++)
			c->lines = is_whole(k, &c->v[i].v[n], &mark);
	}
	return 0;
}

/* Members of which nothing was chosen. */
static void drop_empty(struct cutting *c)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (c->v[i].n > 0) {
			c->v[kept++] = c->v[i];
			continue;
		}
		free(c->v[i].name);
		free(c->v[i].others);
	}
	c->n = kept;
	c->last = 0;
}

struct ends {
	struct mark mark;
	bool odd;
	char before;
	uint64_t n;
};

static int count_ends(const void *data, size_t len, void *ctx)
{
	struct ends *e = ctx;
	const char *p = data;

	for (size_t i = 0; i < len; i++) {
		char low = e->mark.big ? p[i] : e->before;
		char high = e->mark.big ? e->before : p[i];

		if (!e->mark.utf16)
			e->n += p[i] == '\n';
		else if (e->odd)
			e->n += low == '\n' && high == '\0';
		e->before = p[i];
		e->odd = !e->odd;
	}
	return 0;
}

/* Where each place comes to stand in the copy. */
static int number(struct cutting_member *m, struct kept *k)
{
	uint64_t position = 0;
	struct ends ends = { 0 };
	int rc = kept_member(k, m->name);

	if (rc == 0)
		ends.mark = mark_of(k);
	for (size_t i = 0; i < m->n && rc == 0; i++) {
		m->v[i].copy_position = position;
		m->v[i].copy_line = ends.n + 1;
		position += m->v[i].length;
		ends.odd = false;
		rc = kept_bytes(
			k, m->v[i].position, m->v[i].length, count_ends, &ends);
	}
	return rc;
}

int cutting_end(
	struct cutting *c, struct kept *k, const struct importer *importer)
{
	int rc;

	drop_empty(c);
	for (size_t i = 0; i < c->n; i++)
		sort(&c->v[i]);
	rc = check_lines(c, k);
	sort_hosts(c);
	if (rc == 0 && c->lines && importer != NULL)
		rc = find_lines(c, k, importer);
	for (size_t i = 0; i < c->n && c->lines && rc == 0; i++)
		rc = number(&c->v[i], k);
	return rc;
}

const struct cutting_place *cutting_find(
	const struct cutting_member *m, uint64_t position)
{
	return find_place(m, m->n, position);
}

int cutting_copy(
	const struct cutting_member *m, struct kept *k, object_fn fn, void *ctx)
{
	int rc = kept_member(k, m->name);

	for (size_t i = 0; i < m->n && rc == 0; i++)
		rc = kept_bytes(k, m->v[i].position, m->v[i].length, fn, ctx);
	return rc;
}
