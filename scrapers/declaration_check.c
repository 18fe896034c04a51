/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/declaration_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/capture.h"
#include "scrapers/declaration_read.h"
#include "scrapers/declared.h"
#include "scrapers/extract.h"

/* --- what the tree tells beyond the schema --- */

static const cJSON *list_of(const cJSON *value)
{
	return cJSON_IsArray(value) ? value : NULL;
}

static const cJSON *object_of(const cJSON *value)
{
	return cJSON_IsObject(value) ? value : NULL;
}

static void check_type(struct declaration_read *r, const char *type)
{
	if (!declaration_type_is_known(type))
		declaration_read_say(r, PROBLEM_WARNING,
			_("'%s' is no type of terms that Open Terms Archive "
			  "knows"),
			type);
}

/* The "constat" of the object at hand. */
static void check_settings(struct declaration_read *r, const cJSON *object)
{
	size_t mark;

	if (json_member(object, "constat") == NULL)
		return;
	mark = declaration_read_enter(r, "constat");
	declaration_read_say(r, PROBLEM_NOTE,
		_("'constat' is read by this program only; Open Terms "
		  "Archive's validator refuses it"));
	declaration_read_leave(r, mark);
}

/* The "filter" of the object at hand. */
static void check_filters(struct declaration_read *r, const cJSON *object)
{
	const cJSON *list = json_member(object, "filter"), *item;
	size_t index = 0, list_mark = declaration_read_enter(r, "filter");

	cJSON_ArrayForEach(item, list_of(list))
	{
		size_t mark = declaration_read_enter_index(r, index++);
		const char *name = cJSON_GetStringValue(item);

		if (cJSON_IsObject(item) && item->child != NULL)
			name = item->child->string;
		if (name != NULL && !extract_knows_filter(name))
			declaration_read_say(r, PROBLEM_NOTE,
				_("the filter '%s' is JavaScript; pages are "
				  "extracted without it"),
				name);
		declaration_read_leave(r, mark);
	}
	declaration_read_leave(r, list_mark);
}

/* A page of "combine" and where it stands. */
struct location {
	const char *fetch; /* borrowed from the tree */
	size_t index;
};

static int compare_locations(const void *va, const void *vb)
{
	const struct location *a = va, *b = vb;
	int order = strcmp(a->fetch, b->fetch);

	return order != 0 ? order
			  : (a->index > b->index) - (a->index < b->index);
}

/* The list at hand. */
static void check_locations(struct declaration_read *r, const cJSON *list)
{
	size_t n = 0, index = 0;
	struct location *v =
		mem_new((size_t)cJSON_GetArraySize(list) + 1, sizeof(*v));
	const cJSON *item;

	cJSON_ArrayForEach(item, list)
	{
		const char *fetch = json_string(item, "fetch");

		if (fetch != NULL)
			v[n++] = (struct location){ fetch, index };
		index++;
	}
	qsort(v, n, sizeof(*v), compare_locations);
	for (size_t i = 1; i < n; i++) {
		size_t mark;

		if (strcmp(v[i].fetch, v[i - 1].fetch) != 0)
			continue;
		mark = declaration_read_enter_index(r, v[i].index);
		declaration_read_enter(r, "fetch");
		declaration_read_say(r, PROBLEM_WARNING,
			_("this page stands twice in 'combine'"));
		declaration_read_leave(r, mark);
	}
	free(v);
}

/* The "combine" of the terms at hand. */
static void check_combine(struct declaration_read *r, const cJSON *terms)
{
	const cJSON *list = json_member(terms, "combine"), *item;
	size_t index = 0, list_mark;

	if (!cJSON_IsArray(list))
		return;
	list_mark = declaration_read_enter(r, "combine");
	cJSON_ArrayForEach(item, list)
	{
		size_t mark = declaration_read_enter_index(r, index++);

		check_filters(r, item);
		declaration_read_leave(r, mark);
	}
	check_locations(r, list);
	declaration_read_leave(r, list_mark);
}

static void check_terms(struct declaration_read *r, const cJSON *terms)
{
	check_settings(r, terms);
	check_filters(r, terms);
	check_combine(r, terms);
}

/* --- the two kinds of files --- */

static void check_now(struct declaration_read *r, const cJSON *tree)
{
	struct declaration d = { 0 };
	const cJSON *all = json_member(tree, "terms"), *terms;
	size_t mark;

	declaration_read_file(&d, r, tree);
	declaration_release(&d);
	check_settings(r, tree);
	mark = declaration_read_enter(r, "terms");
	cJSON_ArrayForEach(terms, object_of(all))
	{
		size_t inner = declaration_read_enter(r, terms->string);

		check_type(r, terms->string);
		check_terms(r, terms);
		declaration_read_leave(r, inner);
	}
	declaration_read_leave(r, mark);
}

static void check_past(struct declaration_read *r, const cJSON *tree)
{
	const cJSON *list, *terms;

	cJSON_ArrayForEach(list, object_of(tree))
	{
		size_t mark = declaration_read_enter(r, list->string);
		size_t index = 0;

		check_type(r, list->string);
		cJSON_ArrayForEach(terms, list_of(list))
		{
			size_t inner = declaration_read_enter_index(r, index++);

			check_terms(r, terms);
			declaration_read_leave(r, inner);
		}
		declaration_read_leave(r, mark);
	}
}

bool declaration_check_is_past(const char *path)
{
	static const char end[] = ".history.json";
	size_t len = strlen(path), n = sizeof(end) - 1;

	return len > n && strcmp(path + len - n, end) == 0;
}

void declaration_check_text(struct problem_list *out, const char *path,
	const char *text, size_t len)
{
	struct declaration_read r = {
		.name = path, .text = text, .len = len, .problems = out
	};
	struct declared_past past = { 0 };
	cJSON *tree = NULL;

	if (!declaration_read_open(&tree, &r))
		goto done;
	if (!declaration_check_is_past(path)) {
		check_now(&r, tree);
	} else if (declared_parse(&past, path, text, len, out) == 0) {
		check_past(&r, tree);
		declared_release(&past);
	}
	problem_sort(out);
done:
	cJSON_Delete(tree);
	declaration_read_close(&r);
}

int declaration_check_file(struct problem_list *out, const char *path)
{
	struct str text;
	int rc;

	str_init(&text, DECLARATION_BYTES);
	rc = file_read(&text, path);
	if (rc == 0)
		declaration_check_text(out, path, text.p, text.len);
	str_release(&text);
	return rc;
}

/* --- what the pages tell --- */

static void say_of_terms(struct problem_list *out,
	const struct declaration_check_pages *c, const char *words)
{
	struct declaration_read r = {
		.text = c->text, .len = c->len, .problems = out
	};

	declaration_read_enter(&r, "terms");
	declaration_read_enter(&r, c->terms->type);
	declaration_read_say(
		&r, PROBLEM_ERROR, "'%s': %s", c->terms->type, words);
	declaration_read_close(&r);
}

void declaration_check_pages(
	struct problem_list *out, const struct declaration_check_pages *c)
{
	declaration_check_look_fn look =
		c->look != NULL ? c->look : capture_look;
	struct fetch_options fetch = c->fetch;
	struct str first = { 0 }, again = { 0 };
	int rc;

	if (c->terms->fetching.language != NULL)
		fetch.language = c->terms->fetching.language;
	rc = look(&first, c->terms, &fetch);
	if (rc == 0 &&
		utf8_count(first.p, first.len) < DECLARATION_CHECK_CHARACTERS)
		say_of_terms(out, c,
			_("the text has less than 100 characters; is it the "
			  "document?"));
	if (rc == 0)
		rc = look(&again, c->terms, &fetch);
	if (rc != 0)
		say_of_terms(out, c, err_message());
	else if (first.len != again.len ||
		 memcmp(first.p, again.p, first.len) != 0)
		say_of_terms(out, c,
			_("fetched twice in a row, the text is not the same; "
			  "narrow 'select' or widen 'remove'"));
	str_release(&first);
	str_release(&again);
}
