/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One walk from the oldest text to the newest, which is what kind_next()
 * wants: what it remembers of the past is all that is kept of texts read.
 */
#include "scrapers/kinds.h"

#include <stdlib.h>

#include "archive/object.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"

static int read_one(struct kind *out, struct kind_past *past,
	struct store *store, const struct version_span *span)
{
	struct str text = { 0 };
	int rc = object_get(store, &span->text, &text);

	if (rc == 0)
		rc = kind_next(out, past, text.p, text.len, span->technical);
	str_release(&text);
	return rc;
}

int kinds_read(struct kinds *out, struct store *store,
	const struct version_spans *spans)
{
	struct kinds kinds = { .v = mem_new(spans->n + 1, sizeof(*kinds.v)) };
	struct kind_past *past = kind_past_new();
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < spans->n; i++) {
		struct kind *k = &kinds.v[i];

		rc = read_one(k, past, store, &spans->v[i]);
		if (rc == 0 && k->earlier > 0)
			k->earlier = (size_t)spans->v[k->earlier - 1].number;
		kinds.n++;
	}
	kind_past_free(past);
	if (rc != 0)
		kinds_release(&kinds);
	else
		*out = kinds;
	return rc;
}

void kinds_release(struct kinds *kinds)
{
	for (size_t i = 0; i < kinds->n; i++)
		kind_release(&kinds->v[i]);
	free(kinds->v);
	*kinds = (struct kinds){ 0 };
}

void kinds_fold(struct kinds *kinds)
{
	size_t n = 0;

	for (size_t i = 0; i < kinds->n; i++) {
		if (kinds->v[i].code == KIND_TECHNICAL)
			kind_release(&kinds->v[i]);
		else
			kinds->v[n++] = kinds->v[i];
	}
	kinds->n = n;
}

static void release_span(struct version_span *span)
{
	free(span->extractor);
	free(span->first.source);
	free(span->last.source);
}

size_t kinds_hide(struct kinds *kinds, struct version_spans *spans)
{
	size_t n = 0, hidden;

	for (size_t i = 0; i < kinds->n; i++) {
		if (kind_is_noise(kinds->v[i].code)) {
			kind_release(&kinds->v[i]);
			release_span(&spans->v[i]);
			continue;
		}
		kinds->v[n] = kinds->v[i];
		spans->v[n++] = spans->v[i];
	}
	hidden = kinds->n - n;
	kinds->n = spans->n = n;
	return hidden;
}

static int year_of(const struct version_span *span)
{
	struct civil c;

	instant_civil(&c, span->first.seen_ns, 0);
	return (int)c.year;
}

bool kinds_year(struct kinds_year *out, size_t *at, const struct kinds *kinds,
	const struct version_spans *spans)
{
	struct kinds_year y = { 0 };

	if (*at == kinds->n)
		return false;
	y.year = year_of(&spans->v[*at]);
	y.from = *at;
	for (; *at < kinds->n && year_of(&spans->v[*at]) == y.year; (*at)++) {
		const struct kind *k = &kinds->v[*at];

		y.versions++;
		if (kind_is_noise(k->code)) {
			y.noise++;
		} else if (k->code != KIND_FIRST) {
			y.news++;
			y.added += k->added;
			y.removed += k->removed;
		}
	}
	y.to = *at;
	*out = y;
	return true;
}

cJSON *kinds_json(const struct kind *k)
{
	cJSON *o = kind_json(k);

	json_set_int(o, "words_added", (int64_t)k->added);
	json_set_int(o, "words_removed", (int64_t)k->removed);
	if (k->earlier > 0)
		json_set_int(o, "returns_to", (int64_t)k->earlier);
	else
		json_add(o, "returns_to", cJSON_CreateNull());
	return o;
}
