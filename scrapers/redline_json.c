/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_json.h"

#include "base/json.h"
#include "base/utf8.h"
#include "scrapers/redline_kind.h"

static void add_part(cJSON *parts, const char *op, const char *text, size_t len)
{
	struct str repaired = { 0 };
	cJSON *o;

	if (len == 0)
		return;
	o = json_object();
	json_set(o, "op", op);
	utf8_repair(&repaired, text, len);
	json_set(o, "text", repaired.p);
	json_push(parts, o);
	str_release(&repaired);
}

/* Adds "parts" and "coarse". */
static void add_parts(
	cJSON *o, const struct redline *r, const struct redline_change *c)
{
	cJSON *parts = json_array();
	struct diff d = { 0 };
	struct diff_range kept = { 0, 0 };
	const char *bytes;
	size_t len;

	redline_words(&d, r, c);
	for (size_t i = 0; i < d.n; i++) {
		const struct diff_run *run = &d.v[i];

		kept.n = run->old.at - kept.at;
		bytes = diff_bytes(&d.old, &kept, &len);
		add_part(parts, "same", bytes, len);
		bytes = diff_bytes(&d.old, &run->old, &len);
		add_part(parts, "deleted", bytes, len);
		bytes = diff_bytes(&d.new, &run->new, &len);
		add_part(parts, "added", bytes, len);
		kept.at = run->old.at + run->old.n;
	}
	kept.n = d.old.n - kept.at;
	bytes = diff_bytes(&d.old, &kept, &len);
	add_part(parts, "same", bytes, len);
	json_set_bool(o, "coarse", d.coarse);
	json_add(o, "parts", parts);
	diff_release(&d);
}

static cJSON *range_json(const struct blocks *b, const struct diff_range *range)
{
	cJSON *o = json_object();
	size_t line = 1, lines = range->n > 0, len;
	const char *text = redline_shown(b, range, &len);

	if (range->at < b->n)
		line = b->v[range->at].line;
	else if (b->n > 0)
		line = b->v[b->n - 1].line + 1;
	for (size_t i = 0; i < len; i++)
		lines += text[i] == '\n';
	json_set_int(o, "line", (int64_t)line);
	json_set_int(o, "lines", (int64_t)lines);
	return o;
}

static cJSON *change_json(
	const struct redline *r, const struct redline_change *c)
{
	static const char *const kinds[] = {
		[REDLINE_SAME] = "same",
		[REDLINE_FORM] = "form",
		[REDLINE_CHANGED] = "changed",
		[REDLINE_SPLIT] = "split",
		[REDLINE_JOINED] = "joined",
		[REDLINE_DELETED] = "deleted",
		[REDLINE_ADDED] = "added",
	};
	struct str path = { 0 }, repaired = { 0 };
	struct kind kind = { 0 };
	cJSON *o = json_object();

	redline_path(&path, r, c);
	utf8_repair(&repaired, path.p, path.len);
	json_set(o, "kind", kinds[c->kind]);
	json_set_bool(o, "moved", c->moved);
	redline_kind(&kind, r, c);
	json_set(o, "kind_of_change", kind_name(kind.code));
	json_set(o, "rule", kind.rule);
	json_set(o, "section", repaired.p);
	json_add(o, "old", range_json(&r->old, &c->old));
	json_add(o, "new", range_json(&r->new, &c->new));
	add_parts(o, r, c);
	kind_release(&kind);
	str_release(&path);
	str_release(&repaired);
	return o;
}

cJSON *redline_json(const struct redline *r)
{
	cJSON *changes = json_array();

	for (size_t i = 0; i < r->n; i++)
		if (redline_visible(r, &r->v[i]))
			json_push(changes, change_json(r, &r->v[i]));
	return changes;
}
