/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/change.h"

#include <stdlib.h>
#include <string.h>

#include "archive/object.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/history.h"
#include "scrapers/kinds.h"
#include "scrapers/words.h"

int change_returns(const struct version_spans *spans, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (digest_equal(&spans->v[i].text, &spans->v[index].text))
			return spans->v[i].number;
	return 0;
}

/* The text of a span, made valid. */
static int read_text(
	struct str *out, struct store *store, const struct version_span *span)
{
	struct str bytes = { 0 };
	int rc = object_get(store, &span->text, &bytes);

	if (rc == 0)
		rc = utf8_repair(out, bytes.p, bytes.len);
	str_release(&bytes);
	return rc;
}

/* The words of one run of lines that went, and those that came. */
static void count_run(struct change *c, const struct diff_run *run)
{
	struct diff words = { 0 };
	size_t old_len, new_len, len;
	const char *old = diff_bytes(&c->lines.old, &run->old, &old_len);
	const char *new = diff_bytes(&c->lines.new, &run->new, &new_len);

	diff_words(&words, old, old_len, new, new_len);
	for (size_t i = 0; i < words.n; i++) {
		const char *p = diff_bytes(&words.old, &words.v[i].old, &len);

		c->removed += words_count(p, len);
		p = diff_bytes(&words.new, &words.v[i].new, &len);
		c->added += words_count(p, len);
	}
	diff_release(&words);
}

static int read_snapshot(struct change *c, struct store *store)
{
	struct snapshot snap = { 0 };
	int rc = snapshot_get(&snap, store, c->now->first.snapshot);

	if (rc == 0) {
		c->url = mem_strdup(snap.url);
		c->body = snap.body;
	}
	snapshot_release(&snap);
	return rc;
}

int change_read(struct change *out, const struct change_place *at)
{
	const struct version_span *now = &at->spans->v[at->index];
	struct change c = { .service = at->service,
		.terms = at->terms,
		.now = now,
		.before = at->index > 0 ? now - 1 : NULL,
		.returns = change_returns(at->spans, at->index),
		.technical = now->technical };
	int rc = read_snapshot(&c, at->store);

	str_puts(&c.old, "");
	str_puts(&c.text, "");
	if (rc == 0 && c.before != NULL)
		rc = read_text(&c.old, at->store, c.before);
	if (rc == 0)
		rc = read_text(&c.text, at->store, now);
	if (rc != 0) {
		change_release(&c);
		return rc;
	}
	diff_lines(&c.lines, c.old.p, c.old.len, c.text.p, c.text.len);
	for (size_t i = 0; i < c.lines.n; i++)
		count_run(&c, &c.lines.v[i]);
	*out = c;
	return 0;
}

void change_release(struct change *c)
{
	free(c->url);
	str_release(&c->old);
	str_release(&c->text);
	diff_release(&c->lines);
	*c = (struct change){ 0 };
}

static void set_span(cJSON *o, const struct version_span *span)
{
	char name[DIGEST_NAME + 1];

	json_set_int(o, "version", span->number);
	digest_name(name, &span->text);
	json_set(o, "text", name);
	json_set_int(o, "bytes", (int64_t)span->size);
}

static cJSON *previous_json(const struct version_span *before)
{
	cJSON *o;
	char when[INSTANT_TEXT];

	if (before == NULL)
		return cJSON_CreateNull();
	o = json_object();
	set_span(o, before);
	history_when(when, &before->last);
	json_set(o, "last_seen", when);
	return o;
}

cJSON *change_json(const struct change *c)
{
	const struct version_sighting *first = &c->now->first;
	cJSON *o = json_object();
	char when[INSTANT_TEXT];

	json_set(o, "schema", "constat.change/1");
	json_set(o, "service", c->service);
	json_set(o, "terms", c->terms);
	json_set(o, "url", c->url);
	json_set(o, "outcome", c->before == NULL ? "new" : "changed");
	set_span(o, c->now);
	history_when(when, first);
	json_set(o, "seen", when);
	json_set(o, "precision", first->day_only ? "day" : "s");
	json_set(o, "basis", snapshot_basis_name(first->basis));
	if (first->source != NULL && first->source[0] != '\0')
		json_set(o, "source", first->source);
	json_add(o, "previous", previous_json(c->before));
	json_set_int(o, "words_added", (int64_t)c->added);
	json_set_int(o, "words_removed", (int64_t)c->removed);
	if (c->returns > 0)
		json_set_int(o, "returns_to", c->returns);
	else
		json_add(o, "returns_to", cJSON_CreateNull());
	json_set_bool(o, "technical", c->technical);
	if (c->kind != NULL)
		json_add(o, "change", kinds_json(c->kind));
	return o;
}
