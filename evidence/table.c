/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/table.h"

#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"

const char *table_get(const struct table *t, size_t column)
{
	return t->at[column] >= 0 ? csv_get(&t->csv, (size_t)t->at[column])
				  : "";
}

/* Takes the record for a heading, if it is one. */
static bool find_columns(struct table *t)
{
	int at[TABLE_COLUMNS];

	for (size_t c = 0; c < TABLE_COLUMNS; c++) {
		at[c] = -1;
		if (t->form->names[c] == NULL)
			continue;
		for (size_t i = 0; i < t->csv.n && at[c] < 0; i++)
			if (strcasecmp(csv_get(&t->csv, i),
				    t->form->names[c]) == 0)
				at[c] = (int)i;
		if (at[c] < 0 && c < t->form->needed)
			return false;
	}
	memcpy(t->at, at, sizeof(at));
	t->columns = t->csv.n;
	return true;
}

/* Whether the record may be a heading: its first needed column names itself. */
static bool looks_like_heading(const struct table *t)
{
	return t->columns == 0 ||
	       strcasecmp(table_get(t, 0), t->form->names[0]) == 0;
}

static int see_record(const struct csv *c, const struct line *where,
	const char *why, void *ctx)
{
	struct table *t = ctx;
	struct observation o = { .line = where->number,
		.position = where->position,
		.length = where->length };

	if (why == NULL && looks_like_heading(t) && find_columns(t))
		return 0;
	if (t->columns == 0)
		return err_set(ERR_PARSE,
			_("'%s' has no heading with the columns %s and %s"),
			t->job->path, t->form->names[0], t->form->names[1]);
	if (why == NULL && c->n < t->columns)
		why = N_("fewer fields than the heading has");
	if (why == NULL && c->n > t->columns)
		why = N_("more fields than the heading has");
	if (why == NULL)
		why = t->form->row(t, &o, t->ctx);
	return why != NULL ? importer_bad(t->job, where, why)
			   : importer_row(t->job, &o);
}

/* The first of the delimiters that the heading has. */
static char delimiter_of(const struct line *line)
{
	static const char delimiters[] = { ',', ';', '\t' };

	for (size_t i = 0; i < sizeof(delimiters); i++)
		if (memchr(line->text, delimiters[i], line->len) != NULL)
			return delimiters[i];
	return ',';
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct table *t = ctx;

	(void)job;
	if (t->csv.delimiter == '\0')
		t->csv.delimiter = delimiter_of(line);
	return csv_line(&t->csv, line);
}

int table_read(
	struct importer_job *job, const struct table_form *form, void *ctx)
{
	struct table t = { .job = job, .form = form, .ctx = ctx };
	int rc;

	csv_init(&t.csv, '\0', see_record, &t);
	rc = importer_lines(job, see_line, &t);
	if (rc == 0)
		rc = csv_end(&t.csv);
	csv_release(&t.csv);
	return rc;
}
