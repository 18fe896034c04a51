/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/declared.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "scrapers/declaration_read.h"
#include "scrapers/service.h"

/* --- one entry --- */

/* Reads RFC 3339, and the offset of ISO 8601's basic form. */
static bool read_instant(int64_t *ns, bool *odd, const char *text)
{
	size_t len = strlen(text);
	char colon[INSTANT_TEXT];

	*odd = false;
	if (instant_parse(ns, NULL, text, len) == 0)
		return true;
	if (len < 5 || len + 2 > sizeof(colon) ||
		strchr("+-", text[len - 5]) == NULL)
		return false;
	memcpy(colon, text, len - 2);
	colon[len - 2] = ':';
	memcpy(colon + len - 1, text + len - 2, 3);
	*odd = true;
	return instant_parse(ns, NULL, colon, len + 1) == 0;
}

static void read_end(
	struct declared_entry *e, struct declaration_read *r, const char *text)
{
	bool odd;

	if (text == NULL || !read_instant(&e->until_ns, &odd, text)) {
		declaration_read_say(r, PROBLEM_ERROR,
			_("'validUntil' must be a date and time with its "
			  "offset, such as \"2020-11-09T17:30:03Z\""));
		return;
	}
	e->has_end = true;
	if (odd)
		declaration_read_say(r, PROBLEM_WARNING,
			_("'%s' has an offset without a colon; RFC 3339 has "
			  "one"),
			text);
}

/* "validUntil" of the entry at hand. */
static void find_end(struct declared_entry *e, struct declaration_read *r,
	const cJSON *object)
{
	const char *key = "validUntil";
	const cJSON *value = json_member(object, key);
	size_t mark;

	if (value == NULL) {
		key = "ValidUntil";
		value = json_member(object, key);
	}
	if (value == NULL) {
		declaration_read_say(r,
			e->terms.combined ? PROBLEM_WARNING : PROBLEM_ERROR,
			_("'validUntil' is missing: until when was this in "
			  "force?"));
		return;
	}
	mark = declaration_read_enter(r, key);
	if (key[0] == 'V')
		declaration_read_say(r, PROBLEM_WARNING,
			_("'ValidUntil' is written 'validUntil'"));
	read_end(e, r, cJSON_GetStringValue(value));
	declaration_read_leave(r, mark);
}

static void read_entry(struct declared_entry *e, struct declaration_read *r,
	const cJSON *object, const char *type)
{
	declaration_read_terms(&e->terms, r, object, type, true);
	if (cJSON_IsObject(object))
		find_end(e, r, object);
}

/* --- the file --- */

/* The list of one type, at hand; its order is looked at as it goes. */
static void read_list(struct declared_past *past, size_t *cap,
	struct declaration_read *r, const cJSON *list, const char *type)
{
	const cJSON *item;
	const struct declared_entry *before = NULL;
	size_t index = 0;

	if (!cJSON_IsArray(list)) {
		declaration_read_say(r, PROBLEM_ERROR,
			_("'%s' must be a list of past declarations"), type);
		return;
	}
	cJSON_ArrayForEach(item, list)
	{
		struct declared_entry *e;
		size_t mark = declaration_read_enter_index(r, index++);

		if (past->n >= DECLARED_ENTRIES || problem_is_full(r->problems))
			return;
		past->v = mem_grow(past->v, cap, past->n + 1, sizeof(*e));
		e = &past->v[past->n++];
		*e = (struct declared_entry){ 0 };
		read_entry(e, r, item, type);
		before = index > 1 ? e - 1 : NULL;
		if (before != NULL && before->has_end && e->has_end &&
			before->until_ns >= e->until_ns)
			declaration_read_say(r, PROBLEM_WARNING,
				_("this ended no later than the one before "
				  "it"));
		declaration_read_leave(r, mark);
	}
}

static void read_lists(struct declared_past *past, struct declaration_read *r,
	const cJSON *root)
{
	const cJSON *child;
	size_t cap = 0;

	if (!cJSON_IsObject(root)) {
		declaration_read_say(r, PROBLEM_ERROR,
			_("past declarations must be an object with one list "
			  "for each type of terms"));
		return;
	}
	cJSON_ArrayForEach(child, root)
	{
		size_t mark = declaration_read_enter(r, child->string);

		read_list(past, &cap, r, child, child->string);
		declaration_read_leave(r, mark);
	}
	if (past->n >= DECLARED_ENTRIES)
		declaration_read_say(r, PROBLEM_ERROR,
			_("there are more than %d past declarations"),
			DECLARED_ENTRIES - 1);
}

static int compare_entries(const void *va, const void *vb)
{
	const struct declared_entry *a = va, *b = vb;
	int order = strcasecmp(a->terms.type, b->terms.type);

	if (order != 0)
		return order;
	if (a->has_end != b->has_end)
		return a->has_end ? -1 : 1;
	if (a->has_end && a->until_ns != b->until_ns)
		return a->until_ns < b->until_ns ? -1 : 1;
	order = strcmp(a->terms.type, b->terms.type);
	if (order == 0 && a->terms.json != NULL && b->terms.json != NULL)
		order = strcmp(a->terms.json, b->terms.json);
	return order;
}

int declared_parse(struct declared_past *out, const char *name,
	const char *text, size_t len, struct problem_list *problems)
{
	struct problem_list own = { 0 };
	struct declaration_read r = { .name = name,
		.text = text,
		.len = len,
		.problems = problems != NULL ? problems : &own };
	struct declared_past past = { 0 };
	cJSON *tree = NULL;
	int rc;

	if (declaration_read_open(&tree, &r))
		read_lists(&past, &r, tree);
	rc = problems != NULL ? 0 : declaration_read_result(&r);
	if (past.n > 0)
		qsort(past.v, past.n, sizeof(*past.v), compare_entries);
	if (rc == 0)
		*out = past;
	else
		declared_release(&past);
	cJSON_Delete(tree);
	declaration_read_close(&r);
	problem_release(&own);
	return rc;
}

int declared_read(struct declared_past *out, const char *path)
{
	struct str text;
	int rc;

	str_init(&text, DECLARATION_BYTES);
	rc = file_read(&text, path);
	if (rc == 0)
		rc = declared_parse(out, path, text.p, text.len, NULL);
	str_release(&text);
	return rc;
}

void declared_release(struct declared_past *past)
{
	for (size_t i = 0; i < past->n; i++)
		declaration_terms_release(&past->v[i].terms);
	free(past->v);
	*past = (struct declared_past){ 0 };
}

/* --- a service at any time --- */

int declared_open(struct declared *out, const char *folder, const char *service)
{
	struct declared d = { 0 };
	struct str path = { 0 };
	int rc = service_find(&d.now, folder, service);

	if (rc == 0) {
		d.service = mem_strdup(d.now.id);
		file_join(&path, folder, d.service);
		str_puts(&path, ".history.json");
	}
	if (rc == 0 && file_exists(path.p))
		rc = declared_read(&d.past, path.p);
	if (rc == 0)
		*out = d;
	else
		declared_close(&d);
	str_release(&path);
	return rc;
}

void declared_close(struct declared *d)
{
	free(d->service);
	declaration_release(&d->now);
	declared_release(&d->past);
	*d = (struct declared){ 0 };
}

int declared_get(const struct declaration_terms **out, const struct declared *d,
	const char *type, int64_t ns)
{
	for (size_t i = 0; i < d->past.n; i++) {
		const struct declared_entry *e = &d->past.v[i];

		if (e->has_end && e->until_ns >= ns &&
			strcasecmp(e->terms.type, type) == 0) {
			*out = &e->terms;
			return 0;
		}
	}
	return declaration_get(out, &d->now, type);
}

int declared_at(struct declaration_terms *out, const char *folder,
	const char *service, const char *type, int64_t ns)
{
	const struct declaration_terms *terms = NULL;
	struct declared d = { 0 };
	int rc = declared_open(&d, folder, service);

	if (rc == 0)
		rc = declared_get(&terms, &d, type, ns);
	if (rc == 0)
		rc = declaration_terms_parse(
			out, terms->type, terms->json, strlen(terms->json));
	if (rc == 0) {
		out->fetching = terms->fetching;
		out->fetching.language = mem_strdup(terms->fetching.language);
	}
	declared_close(&d);
	return rc;
}
