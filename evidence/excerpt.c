/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/excerpt.h"

#include <stdlib.h>
#include <string.h>

#include "archive/block.h"
#include "archive/exhibit.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/badline.h"
#include "evidence/cutting.h"
#include "evidence/host.h"
#include "evidence/importer.h"
#include "evidence/kept.h"
#include "evidence/records.h"

/* What the passes over the rows share. */
struct work {
	struct store *store;
	struct exhibit exhibit;
	const char *const *globs;
	const struct importer *importer; /* NULL: typed in, or unknown */
	struct kept kept;
	struct cutting cutting;
	struct records records;
};

void excerpt_release(struct excerpt *e)
{
	for (size_t i = 0; i < e->n; i++) {
		str_release(&e->v[i].text);
		free(e->v[i].member);
	}
	free(e->v);
	*e = (struct excerpt){ 0 };
}

static bool is_chosen(const struct work *w, const char *host)
{
	for (size_t i = 0; w->globs[i] != NULL; i++)
		if (host_matches(host, w->globs[i]))
			return true;
	return false;
}

static int see_row(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct work *w = ctx;

	(void)exhibit;
	return cutting_row(&w->cutting, o, is_chosen(w, o->host));
}

static int see_bad(const struct badline *bad, void *ctx)
{
	struct work *w = ctx;

	cutting_bad(&w->cutting, bad->member, bad->line);
	return 0;
}

static int choose(struct work *w)
{
	int rc = block_each(w->store, w->exhibit.id, see_row, w);

	if (rc == 0 && w->cutting.chosen == 0)
		return err_set(ERR_NOTFOUND,
			_("no record of exhibit %lld names '%s'"),
			(long long)w->exhibit.id,
			w->globs[0] != NULL ? w->globs[0] : "");
	if (rc == 0)
		rc = kept_open(&w->kept, w->store, &w->exhibit.content);
	if (rc == 0)
		rc = badline_each(w->store, w->exhibit.id, &w->kept,
			&w->importer, see_bad, w);
	if (rc == 0)
		rc = cutting_end(&w->cutting, &w->kept, w->importer);
	return rc;
}

static int take(const void *data, size_t len, void *ctx)
{
	struct str *text = ctx;

	return str_add(text, data, len) == 0
		       ? 0
		       : str_check(text, _("the excerpt"));
}

static void describe(struct excerpt_part *part, const struct cutting_member *m)
{
	part->member = mem_strdup(m->name);
	part->heading = m->heading;
	for (size_t i = 0; i < m->n; i++) {
		if (m->v[i].line == 0)
			continue;
		part->lines++;
		if (part->first_line == 0)
			part->first_line = m->v[i].line;
		part->last_line = m->v[i].line;
	}
}

static int copy_lines(struct excerpt *e, struct work *w)
{
	int rc = 0;

	e->v = mem_new(w->cutting.n, sizeof(*e->v));
	for (size_t i = 0; i < w->cutting.n && rc == 0; i++) {
		struct excerpt_part *part = &e->v[e->n++];

		describe(part, &w->cutting.v[i]);
		str_init(&part->text, 0);
		rc = cutting_copy(
			&w->cutting.v[i], &w->kept, take, &part->text);
	}
	return rc;
}

static int write_row(int64_t exhibit, const struct observation *o, void *ctx)
{
	struct work *w = ctx;

	(void)exhibit;
	w->records.row = o->row;
	if (!is_chosen(w, o->host))
		return 0;
	return records_write(&w->records, o, NULL);
}

static int write_records(struct excerpt *e, struct work *w)
{
	struct excerpt_part *part;
	int rc;

	e->v = mem_new(1, sizeof(*e->v));
	part = &e->v[e->n++];
	part->member = mem_strdup("");
	part->records = true;
	part->lines = w->cutting.chosen;
	part->first_line = part->last_line = 0;
	str_init(&part->text, 0);
	w->records = (struct records){ .kept = &w->kept,
		.of = w->exhibit.content,
		.size = w->exhibit.size,
		.file = w->exhibit.file,
		.format = w->importer != NULL ? w->importer->name : "",
		.chosen = w->cutting.chosen,
		.total = w->cutting.total,
		.fn = take,
		.ctx = &part->text };
	rc = records_begin(&w->records);
	if (rc == 0)
		rc = block_each(w->store, w->exhibit.id, write_row, w);
	return rc;
}

int excerpt_make(struct excerpt *out, struct store *s, int64_t exhibit,
	const char *const globs[])
{
	struct work w = {
		.store = s, .globs = globs, .kept = { .fd = -1, .plain = -1 }
	};
	struct excerpt e = { 0 };
	int rc = exhibit_get(&w.exhibit, s, exhibit);

	cutting_init(&w.cutting);
	if (rc == 0)
		rc = choose(&w);
	if (rc == 0)
		rc = w.cutting.lines ? copy_lines(&e, &w)
				     : write_records(&e, &w);
	e.rows = w.cutting.chosen;
	e.total = w.cutting.total;
	e.unpacked = kept_is_packed(&w.kept);
	cutting_release(&w.cutting);
	kept_close(&w.kept);
	exhibit_release(&w.exhibit);
	if (rc != 0)
		excerpt_release(&e);
	else
		*out = e;
	return rc;
}
