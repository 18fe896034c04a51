/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/extract.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "evidence/records.h"

static int choose_row(const struct observation *o, void *ctx)
{
	struct extract *e = ctx;

	return cutting_row(&e->cutting, o, only_matches(e->only, o));
}

static int see_bad(
	const char *member, uint64_t number, const char *reason, void *ctx)
{
	struct extract *e = ctx;

	if (e->bad < EXTRACT_BAD)
		e->first_bad[e->bad] = (struct extract_bad){ number, reason };
	e->bad++;
	cutting_bad(&e->cutting, member, number);
	return 0;
}

/* Whether what was chosen can be copied into one file as it stands. */
static bool is_text(const struct extract *e)
{
	return e->cutting.lines && e->cutting.n == 1;
}

static char *name_of(const struct extract *e)
{
	const char *file = e->whole->file, *dot = strrchr(file, '.');
	size_t n = strlen(file);
	struct str name = { 0 };

	if (is_text(e) && e->cutting.v[0].name[0] != '\0') {
		file = file_basename(e->cutting.v[0].name);
		n = strlen(file);
	} else if (is_text(e) && kept_is_packed(&e->original) && dot != NULL) {
		n = (size_t)(dot - file);
	}
	str_printf(&name, "extract-%.*s%s", (int)n, file,
		is_text(e) ? "" : ".ndjson");
	return str_take(&name);
}

static int take(const void *data, size_t len, void *ctx)
{
	return kept_add(ctx, data, len);
}

/* Rows that are no lines, written or given again: the same each time. */
struct giving {
	struct extract *e;
	struct records records;
	bool give;
};

static int nowhere(const void *data, size_t len, void *ctx)
{
	(void)data;
	(void)len;
	(void)ctx;
	return 0;
}

static int put_record(const struct observation *o, void *ctx)
{
	struct giving *g = ctx;
	struct observation place;
	int rc;

	g->records.row++;
	if (!only_matches(g->e->only, o))
		return 0;
	rc = records_write(&g->records, o, &place);
	if (rc == 0 && g->give)
		rc = g->e->fn(&place, g->e->ctx);
	return rc;
}

static int each_record(struct extract *e, bool give)
{
	struct giving g = { .e = e,
		.give = give,
		.records = { .kept = &e->original,
			.of = e->whole->known->digest,
			.size = e->whole->known->size,
			.file = e->whole->file,
			.format = e->whole->importer->name,
			.chosen = e->cutting.chosen,
			.total = e->cutting.total,
			.fn = give ? nowhere : take,
			.ctx = &e->file } };
	const struct importer_sink sink = { .row = put_record, .ctx = &g };
	int rc = records_begin(&g.records);

	return rc != 0 ? rc : e->whole->read(&sink, e->whole->ctx);
}

/* What an import of the whole says too. */
static int nothing_read(const struct extract *e)
{
	struct str words = { 0 };
	int rc;

	str_init(&words, 0);
	str_puts(&words, "");
	if (e->bad > 0)
		str_printf(&words, _("line %llu: %s"),
			(unsigned long long)e->first_bad[0].line,
			_(e->first_bad[0].reason));
	rc = err_set(ERR_PARSE,
		e->bad > 0 ? _("not one line of '%s' could be read (%s)")
			   : _("'%s' holds no record%s"),
		e->whole->path, words.p);
	str_release(&words);
	return rc;
}

int extract_make(struct extract *e, const struct extract_whole *whole,
	const struct only *only)
{
	const struct importer_sink sink = { choose_row, see_bad, e };
	int rc;

	*e = (struct extract){ .whole = whole,
		.only = only,
		.original = { .fd = -1, .plain = -1 },
		.file = { .fd = -1, .plain = -1 } };
	cutting_init(&e->cutting);
	rc = whole->read(&sink, whole->ctx);
	if (rc == 0 && e->cutting.total == 0)
		return nothing_read(e);
	if (rc == 0 && e->cutting.chosen == 0)
		return err_set(ERR_NOTFOUND,
			_("none of the %llu records of '%s' is as asked for"),
			(unsigned long long)e->cutting.total, whole->path);
	if (rc == 0)
		rc = kept_open_file(&e->original, whole->path);
	if (rc == 0)
		rc = cutting_end(&e->cutting, &e->original, whole->importer);
	if (rc == 0)
		rc = kept_create(&e->file);
	if (rc == 0)
		rc = is_text(e) ? cutting_copy(&e->cutting.v[0], &e->original,
					  take, &e->file)
				: each_record(e, false);
	if (rc == 0)
		e->name = name_of(e);
	return rc;
}

static uint64_t number(const cJSON *json, const char *name)
{
	int64_t n = json_integer(json, name, 0);

	return n > 0 ? (uint64_t)n : 0;
}

int extract_of(struct extract_of *out, struct store *s, int64_t exhibit)
{
	struct block_import import = { 0 };
	const cJSON *of = NULL;
	const char *name;
	cJSON *json = NULL;
	int rc = block_import_find(&import, s, exhibit);

	*out = (struct extract_of){ 0 };
	if (rc == ERR_NOTFOUND)
		return 0;
	if (rc == 0)
		rc = json_parse(
			&json, import.options, strlen(import.options), NULL);
	if (rc == 0)
		of = json_member(json, "of");
	name = of != NULL ? json_string(of, "sha256") : NULL;
	if (name != NULL && digest_parse(&out->digest, name)) {
		out->is_extract = true;
		out->size = number(of, "size");
		out->rows = number(of, "rows");
		out->bad = number(of, "bad");
		name = json_string(of, "file");
		snprintf(out->file, sizeof(out->file), "%s",
			name != NULL ? name : "");
	}
	cJSON_Delete(json);
	free((char *)(uintptr_t)import.importer);
	free((char *)(uintptr_t)import.options);
	return rc;
}

/* A row that stands in a line. */
static int give_line(const struct observation *o, void *ctx)
{
	struct extract *e = ctx;
	struct observation placed = *o;
	const struct cutting_place *place;

	if (!only_matches(e->only, o))
		return 0;
	place = cutting_find(&e->cutting.v[0], o->position);
	if (place == NULL)
		return source_changed_meanwhile(e->whole->path);
	placed.member = "";
	placed.position = place->copy_position;
	placed.line = place->copy_line;
	return e->fn(&placed, e->ctx);
}

int extract_rows(struct extract *e,
	int (*fn)(const struct observation *o, void *ctx), void *ctx)
{
	const struct importer_sink sink = { .row = give_line, .ctx = e };

	e->fn = fn;
	e->ctx = ctx;
	return is_text(e) ? e->whole->read(&sink, e->whole->ctx)
			  : each_record(e, true);
}

void extract_release(struct extract *e)
{
	cutting_release(&e->cutting);
	kept_close(&e->original);
	kept_close(&e->file);
	free(e->name);
	e->name = NULL;
}
