/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/history_years.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/out.h"
#include "scrapers/vagueness.h"

enum { COLUMNS = 8 };

struct year {
	struct kinds_year y;
	const struct version_span *first, *last; /* borrowed */
	struct vagueness before, after;		 /* of first, of last */
};

struct years {
	struct year *v; /* owned */
	size_t n;
	bool mixed; /* texts in several languages */
};

static void note_language(
	struct years *years, const char **known, const struct vagueness *v)
{
	if (v->language == NULL)
		return;
	if (*known != NULL && strcmp(*known, v->language) != 0)
		years->mixed = true;
	*known = v->language;
}

/* Owned also after a failure. */
static int read_years(struct years *out, struct store *store,
	const struct version_spans *spans, const struct kinds *kinds)
{
	struct vagueness_reader *r = vagueness_new(store);
	const char *language = NULL;
	size_t at = 0;
	int rc = 0;

	out->v = mem_new(spans->n + 1, sizeof(*out->v));
	while (rc == 0 && kinds_year(&out->v[out->n].y, &at, kinds, spans)) {
		struct year *y = &out->v[out->n++];

		y->first = &spans->v[y->y.from - (y->y.from > 0)];
		y->last = &spans->v[y->y.to - 1];
		rc = vagueness_read(&y->before, r, y->first);
		if (rc == 0)
			rc = vagueness_read(&y->after, r, y->last);
		note_language(out, &language, &y->before);
		note_language(out, &language, &y->after);
	}
	vagueness_free(r);
	return rc;
}

/* "51.5", "51.5 fr" beside other languages, "–" without a lexicon. */
static void put_rate(struct str *out, const struct vagueness *v, bool mixed)
{
	if (v->language == NULL)
		str_puts(out, "\u2013");
	else
		str_printf(
			out, mixed ? "%.1f %s" : "%.1f", v->rate, v->language);
}

/* The cells of one year, owned. */
static void fill_row(const char **cells, const struct year *year, bool mixed)
{
	const struct kinds_year *y = &year->y;
	struct str text[COLUMNS] = { 0 };

	str_printf(&text[0], "%d", y->year);
	str_printf(&text[1], "%zu", y->versions);
	str_printf(&text[2], "%zu", y->news);
	str_printf(&text[3], "%zu", y->noise);
	str_printf(&text[4], "%zu", y->added);
	str_printf(&text[5], "%zu", y->removed);
	put_rate(&text[6], &year->before, mixed);
	put_rate(&text[7], &year->after, mixed);
	for (size_t i = 0; i < COLUMNS; i++)
		cells[i] = str_take(&text[i]);
}

int history_years_print(const struct cli *cli, struct store *store,
	const struct version_spans *spans, const struct kinds *kinds)
{
	const char *const heading[COLUMNS] = { _("year"), _("versions"),
		_("news"), _("noise"), _("words added"), _("words removed"),
		_("vague before"), _("vague after") };
	struct years years = { 0 };
	int rc = read_years(&years, store, spans, kinds);
	size_t n = COLUMNS * (years.n + 1);
	const char **cells = mem_new(n, sizeof(*cells));

	memcpy(cells, heading, sizeof(heading));
	for (size_t i = 0; rc == 0 && i < years.n; i++)
		fill_row(cells + (i + 1) * COLUMNS, &years.v[i], years.mixed);
	if (rc == 0)
		out_table(cli, cells, years.n + 1, COLUMNS, "rrrrrrrr");
	for (size_t i = COLUMNS; i < n; i++)
		free((char *)cells[i]);
	free(cells);
	free(years.v);
	return rc;
}

static cJSON *year_json(const struct year *year)
{
	const struct kinds_year *y = &year->y;
	cJSON *o = json_object();

	json_set_int(o, "year", y->year);
	json_set_int(o, "versions", (int64_t)y->versions);
	json_set_int(o, "news", (int64_t)y->news);
	json_set_int(o, "noise", (int64_t)y->noise);
	json_set_int(o, "words_added", (int64_t)y->added);
	json_set_int(o, "words_removed", (int64_t)y->removed);
	json_add(o, "vagueness_before",
		vagueness_json(&year->before, year->first));
	json_add(
		o, "vagueness_after", vagueness_json(&year->after, year->last));
	return o;
}

int history_years_json(cJSON *o, struct store *store,
	const struct version_spans *spans, const struct kinds *kinds)
{
	struct years years = { 0 };
	cJSON *list = json_array();
	int rc = read_years(&years, store, spans, kinds);

	for (size_t i = 0; rc == 0 && i < years.n; i++)
		json_push(list, year_json(&years.v[i]));
	json_add(o, "years", list);
	json_set(o, "use",
		"vagueness: for choosing what to read; not a verdict");
	free(years.v);
	return rc;
}
