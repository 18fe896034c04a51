/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A declaration is read in two steps: base/json checks the text and makes a
 * tree; then the tree is walked by the schema below, keeping the JSON Pointer
 * of the value at hand, from which line and column of a message come.
 *
 *	file     { "name": text, "terms": { TYPE: terms, … },
 *	           "importedFrom": text, "constat": settings }
 *	terms    { "fetch": address, FIELDS, "constat": settings } or
 *	         { "combine": [ { "fetch": address, FIELDS }, … ], FIELDS,
 *	           "constat": settings }
 *	FIELDS   "select": S, "remove": S, "filter": [ F, … ],
 *	         "executeClientScripts": true or false
 *	S        css, range, or a list of them
 *	range    { "startBefore" or "startAfter": css,
 *	           "endBefore" or "endAfter": css }
 *	F        name, or { name: parameters }
 *	settings { "language": text, "robots": "obey" or "record",
 *	           "http": "1.1" or "2" }
 *
 * A "select" that is one text, no CSS selector, and speaks of a PDF, is how
 * people tell Open Terms Archive's validator of a PDF whose address does not
 * end in ".pdf"; it is read as what it means: no select.
 */
#include "scrapers/declaration_read.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "scrapers/css.h"
#include "scrapers/url.h"

enum {
	SELECTORS = 20000,    /* of one file, defaults counted in each part */
	LANGUAGE_BYTES = 100, /* of an Accept-Language */
};

#define FIELDS "select", "remove", "filter", "executeClientScripts"
#define FIELDS_LIST "'select', 'remove', 'filter', 'executeClientScripts'"

/* --- places and complaints --- */

size_t declaration_read_enter(struct declaration_read *r, const char *key)
{
	size_t mark = r->pointer.len;

	str_putc(&r->pointer, '/');
	for (const char *c = key; *c != '\0'; c++) {
		if (*c == '~')
			str_puts(&r->pointer, "~0");
		else if (*c == '/')
			str_puts(&r->pointer, "~1");
		else
			str_putc(&r->pointer, *c);
	}
	return mark;
}

size_t declaration_read_enter_index(struct declaration_read *r, size_t index)
{
	size_t mark = r->pointer.len;

	str_printf(&r->pointer, "/%zu", index);
	return mark;
}

void declaration_read_leave(struct declaration_read *r, size_t mark)
{
	str_cut(&r->pointer, mark);
}

void declaration_read_say(struct declaration_read *r, enum problem_level level,
	const char *fmt, ...)
{
	struct str words = { 0 };
	size_t line = 1, column = 1;
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(&words, fmt, ap);
	va_end(ap);
	if (!problem_is_full(r->problems))
		json_locate(&line, &column, r->text, r->len, r->pointer.p);
	problem_add(r->problems, level, line, column, "%s", words.p);
	str_release(&words);
}

#define wrong(r, ...) declaration_read_say(r, PROBLEM_ERROR, __VA_ARGS__)

/* Whether reading on would tell nothing more. */
static bool enough(const struct declaration_read *r)
{
	return problem_is_full(r->problems);
}

/* Complains of members of an object that are not in the list. */
static void check_keys(struct declaration_read *r, const cJSON *object,
	const char *const known[], const char *list)
{
	const cJSON *child;

	cJSON_ArrayForEach(child, object)
	{
		size_t i = 0, mark;

		while (known[i] != NULL && strcmp(known[i], child->string) != 0)
			i++;
		if (known[i] != NULL)
			continue;
		mark = declaration_read_enter(r, child->string);
		wrong(r, _("there is no '%s' here; there may be %s"),
			child->string, list);
		declaration_read_leave(r, mark);
	}
}

/* --- selectors --- */

static bool count_selectors(struct declaration_read *r, size_t n)
{
	bool before = r->selectors <= SELECTORS;

	r->selectors += n;
	if (r->selectors > SELECTORS && before)
		wrong(r, _("there are more than %d selectors"), SELECTORS);
	return r->selectors <= SELECTORS;
}

static void read_css(char **out, struct declaration_read *r, const cJSON *value,
	const char *key)
{
	if (!cJSON_IsString(value) || value->valuestring[0] == '\0')
		wrong(r, _("'%s' must be a CSS selector"), key);
	else if (count_selectors(r, 1) && css_check(value->valuestring) != 0)
		wrong(r, "'%s': %s", key, err_message());
	else
		*out = mem_strdup(value->valuestring);
}

/* One end of a range: exactly one of two keys. */
static void read_end(char **out, bool *after, struct declaration_read *r,
	const cJSON *range, const char *const keys[2])
{
	const cJSON *before_value = json_member(range, keys[0]);
	const cJSON *after_value = json_member(range, keys[1]);
	size_t mark;

	if ((before_value == NULL) == (after_value == NULL)) {
		wrong(r, _("a range needs either '%s' or '%s', and one only"),
			keys[0], keys[1]);
		return;
	}
	*after = after_value != NULL;
	mark = declaration_read_enter(r, keys[*after]);
	read_css(out, r, *after ? after_value : before_value, keys[*after]);
	declaration_read_leave(r, mark);
}

static void read_range(struct declaration_selector *out,
	struct declaration_read *r, const cJSON *range)
{
	static const char *const known[] = { "startBefore", "startAfter",
		"endBefore", "endAfter", NULL };

	check_keys(r, range, known,
		"'startBefore', 'startAfter', 'endBefore', 'endAfter'");
	read_end(&out->start, &out->start_after, r, range, known);
	read_end(&out->end, &out->end_after, r, range, known + 2);
}

static void read_selector(struct declaration_selector *out,
	struct declaration_read *r, const cJSON *value, const char *key)
{
	if (cJSON_IsString(value))
		read_css(&out->css, r, value, key);
	else if (cJSON_IsObject(value))
		read_range(out, r, value);
	else
		wrong(r,
			_("'%s' must be a CSS selector, a range, or a list of "
			  "them"),
			key);
}

static void release_selectors(struct declaration_selectors *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->v[i].css);
		free(s->v[i].start);
		free(s->v[i].end);
	}
	free(s->v);
	*s = (struct declaration_selectors){ 0 };
}

/* "select" or "remove" as a whole; replaces what out held. */
static void read_selectors(struct declaration_selectors *out,
	struct declaration_read *r, const cJSON *value, const char *key)
{
	bool list = cJSON_IsArray(value);
	size_t n = list ? (size_t)cJSON_GetArraySize(value) : 1;
	const cJSON *item = list ? value->child : value;

	release_selectors(out);
	if (n == 0)
		wrong(r, _("the list of '%s' is empty"), key);
	out->v = mem_new(n, sizeof(*out->v));
	for (size_t i = 0; !enough(r) && i < n; i++) {
		size_t mark = r->pointer.len;

		if (list)
			declaration_read_enter_index(r, i);
		read_selector(&out->v[out->n++], r, item, key);
		item = item->next;
		declaration_read_leave(r, mark);
	}
}

/* See the top of this file. */
static bool speaks_of_pdf(const cJSON *select)
{
	return cJSON_IsString(select) &&
	       strcasestr(select->valuestring, "pdf") != NULL &&
	       css_check(select->valuestring) != 0;
}

/* --- the other fields --- */

static void release_filters(struct declaration_part *p)
{
	for (size_t i = 0; i < p->n_filters; i++) {
		free(p->filters[i].name);
		free(p->filters[i].params);
	}
	free(p->filters);
	p->filters = NULL;
	p->n_filters = 0;
}

static void read_filter(struct declaration_filter *out,
	struct declaration_read *r, const cJSON *value)
{
	struct str params = { 0 };

	if (cJSON_IsString(value) && value->valuestring[0] != '\0') {
		out->name = mem_strdup(value->valuestring);
	} else if (cJSON_IsObject(value) && cJSON_GetArraySize(value) == 1) {
		out->name = mem_strdup(value->child->string);
		if (json_canonical(&params, value->child) != 0)
			wrong(r, "%s", err_message());
		out->params = str_take(&params);
	} else {
		wrong(r, _("a filter must be a name, or an object with one "
			   "name and its parameters"));
	}
}

static void read_filters(struct declaration_part *p, struct declaration_read *r,
	const cJSON *value)
{
	const cJSON *item;

	release_filters(p);
	if (!cJSON_IsArray(value)) {
		wrong(r, _("'filter' must be a list of filters"));
		return;
	}
	p->filters = mem_new(
		(size_t)cJSON_GetArraySize(value) + 1, sizeof(*p->filters));
	cJSON_ArrayForEach(item, value)
	{
		size_t mark = declaration_read_enter_index(r, p->n_filters);

		read_filter(&p->filters[p->n_filters++], r, item);
		declaration_read_leave(r, mark);
	}
}

static void read_scripts(struct declaration_part *p, struct declaration_read *r,
	const cJSON *value)
{
	if (!cJSON_IsBool(value)) {
		wrong(r, _("'executeClientScripts' must be true or false"));
		return;
	}
	p->scripts = cJSON_IsTrue(value) ? DECLARATION_SCRIPTS_YES
					 : DECLARATION_SCRIPTS_NO;
}

/* An absolute http(s) address with a host. */
static bool is_address(const char *text)
{
	struct url u = { 0 };
	bool yes = url_parse(&u, text, strlen(text), NULL) == 0 && u.has_host &&
		   u.host.len > 0 &&
		   (str_is(&u.scheme, "http") || str_is(&u.scheme, "https"));

	url_release(&u);
	return yes;
}

static void read_fetch(struct declaration_part *p, struct declaration_read *r,
	const cJSON *value)
{
	if (!cJSON_IsString(value) || !is_address(value->valuestring))
		wrong(r, _("'fetch' must be the page's whole address, such as "
			   "https://exemple.example/privacy"));
	else
		p->fetch = mem_strdup(value->valuestring);
}

static void read_field(struct declaration_part *p, struct declaration_read *r,
	const cJSON *value)
{
	const char *key = value->string;
	size_t mark = declaration_read_enter(r, key);

	if (strcmp(key, "fetch") == 0)
		read_fetch(p, r, value);
	else if (strcmp(key, "select") == 0 && speaks_of_pdf(value))
		p->is_pdf = true;
	else if (strcmp(key, "select") == 0)
		read_selectors(&p->select, r, value, key);
	else if (strcmp(key, "remove") == 0)
		read_selectors(&p->remove, r, value, key);
	else if (strcmp(key, "filter") == 0)
		read_filters(p, r, value);
	else if (strcmp(key, "executeClientScripts") == 0)
		read_scripts(p, r, value);
	declaration_read_leave(r, mark);
}

static void read_fields(struct declaration_part *p, struct declaration_read *r,
	const cJSON *object)
{
	const cJSON *value;

	cJSON_ArrayForEach(value, object)
	{
		if (!enough(r))
			read_field(p, r, value);
	}
}

/* The path ends in ".pdf"; or the whole address does, or in "#pdf" or
 * "-pdf", as people write it where the path does not tell. */
static bool names_pdf(const char *address)
{
	size_t path = strcspn(address, "?#"), len = strlen(address);

	if (path > 4 && strncasecmp(address + path - 4, ".pdf", 4) == 0)
		return true;
	return len > 4 && strcasecmp(address + len - 3, "pdf") == 0 &&
	       strchr(".#-", address[len - 4]) != NULL;
}

/* What must be there; of the object at hand. */
static void check_part(struct declaration_read *r, struct declaration_part *p,
	const cJSON *object, bool selects)
{
	if (json_member(object, "fetch") == NULL)
		wrong(r, _("'fetch', the page's address, is missing"));
	if (p->fetch != NULL && names_pdf(p->fetch))
		p->is_pdf = true;
	if (p->fetch != NULL && !selects && !p->is_pdf)
		wrong(r, _("'select' is missing: a CSS selector of the part of "
			   "the page that counts, such as \"main\""));
}

/* --- defaults of "combine" --- */

static void copy_selectors(struct declaration_selectors *out,
	const struct declaration_selectors *in)
{
	out->v = mem_new(in->n + 1, sizeof(*out->v));
	out->n = in->n;
	for (size_t i = 0; i < in->n; i++) {
		out->v[i] = in->v[i];
		out->v[i].css = mem_strdup(in->v[i].css);
		out->v[i].start = mem_strdup(in->v[i].start);
		out->v[i].end = mem_strdup(in->v[i].end);
	}
}

/* The defaults of the root, as far as there is room for them. */
static void copy_part(struct declaration_part *out, struct declaration_read *r,
	const struct declaration_part *in)
{
	if (!count_selectors(r, in->select.n + in->remove.n))
		return;
	copy_selectors(&out->select, &in->select);
	copy_selectors(&out->remove, &in->remove);
	out->filters = mem_new(in->n_filters + 1, sizeof(*out->filters));
	out->n_filters = in->n_filters;
	for (size_t i = 0; i < in->n_filters; i++) {
		out->filters[i].name = mem_strdup(in->filters[i].name);
		out->filters[i].params = mem_strdup(in->filters[i].params);
	}
	out->scripts = in->scripts;
	out->is_pdf = in->is_pdf;
}

void declaration_read_release_part(struct declaration_part *p)
{
	free(p->fetch);
	release_selectors(&p->select);
	release_selectors(&p->remove);
	release_filters(p);
	*p = (struct declaration_part){ 0 };
}

/* --- our own settings --- */

static bool is_language(const cJSON *value)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-,;=.* ";
	const char *text = cJSON_GetStringValue(value);

	return text != NULL && text[0] != '\0' &&
	       strlen(text) <= LANGUAGE_BYTES &&
	       text[strspn(text, allowed)] == '\0';
}

static bool is_word(const cJSON *value, const char *word)
{
	const char *text = cJSON_GetStringValue(value);

	return text != NULL && strcmp(text, word) == 0;
}

static void read_language(struct declaration_fetching *f,
	struct declaration_read *r, const cJSON *value)
{
	if (!is_language(value)) {
		wrong(r, _("'language' must be languages as in "
			   "Accept-Language, such as \"fr\""));
		return;
	}
	free(f->language);
	f->language = mem_strdup(value->valuestring);
}

static void read_setting(struct declaration_fetching *f,
	struct declaration_read *r, const cJSON *value)
{
	size_t mark = declaration_read_enter(r, value->string);

	if (strcmp(value->string, "language") == 0)
		read_language(f, r, value);
	else if (strcmp(value->string, "robots") == 0 &&
		 (is_word(value, "obey") || is_word(value, "record")))
		f->obey_robots = is_word(value, "obey");
	else if (strcmp(value->string, "robots") == 0)
		wrong(r, _("'robots' must be \"obey\" or \"record\""));
	else if (strcmp(value->string, "http") == 0 &&
		 (is_word(value, "2") || is_word(value, "1.1")))
		f->http2 = is_word(value, "2");
	else if (strcmp(value->string, "http") == 0)
		wrong(r, _("'http' must be \"1.1\" or \"2\""));
	declaration_read_leave(r, mark);
}

/* The "constat" of an object, if it has one. */
static void read_fetching(struct declaration_fetching *f,
	struct declaration_read *r, const cJSON *object)
{
	static const char *const known[] = { "language", "robots", "http",
		NULL };
	const cJSON *settings = json_member(object, "constat"), *value;
	size_t mark;

	if (settings == NULL)
		return;
	mark = declaration_read_enter(r, "constat");
	if (cJSON_IsObject(settings))
		check_keys(r, settings, known, "'language', 'robots', 'http'");
	else
		wrong(r, _("'constat' must be an object"));
	if (cJSON_IsObject(settings))
		cJSON_ArrayForEach(value, settings)
		{
			read_setting(f, r, value);
		}
	declaration_read_leave(r, mark);
}

/* --- terms --- */

static void read_part(struct declaration_part *p, struct declaration_read *r,
	const cJSON *object, const cJSON *root)
{
	static const char *const known[] = { "fetch", FIELDS, NULL };

	if (!cJSON_IsObject(object)) {
		wrong(r, _("a page of 'combine' must be an object with "
			   "'fetch' and 'select'"));
		return;
	}
	check_keys(r, object, known, "'fetch', " FIELDS_LIST);
	read_fields(p, r, object);
	check_part(r, p, object,
		json_member(object, "select") != NULL ||
			json_member(root, "select") != NULL);
}

/* The pages of the list at hand. */
static void read_parts(struct declaration_terms *t, struct declaration_read *r,
	const cJSON *list, const cJSON *root,
	const struct declaration_part *defaults)
{
	size_t n = (size_t)cJSON_GetArraySize(list);
	const cJSON *item = list->child;

	if (!cJSON_IsArray(list) || n == 0 || n > DECLARATION_PARTS) {
		wrong(r, _("'combine' must be a list of 1 to %d pages"),
			DECLARATION_PARTS);
		return;
	}
	t->parts = mem_new(n, sizeof(*t->parts));
	for (; !enough(r) && t->n < n; item = item->next) {
		size_t mark = declaration_read_enter_index(r, t->n);
		struct declaration_part *p = &t->parts[t->n++];

		copy_part(p, r, defaults);
		read_part(p, r, item, root);
		declaration_read_leave(r, mark);
	}
}

static void read_combine(struct declaration_terms *t,
	struct declaration_read *r, const cJSON *object, const cJSON *list)
{
	struct declaration_part defaults = { 0 };
	size_t mark;

	t->combined = true;
	read_fields(&defaults, r, object);
	mark = declaration_read_enter(r, "combine");
	read_parts(t, r, list, object, &defaults);
	declaration_read_leave(r, mark);
	declaration_read_release_part(&defaults);
}

static void read_single(struct declaration_terms *t, struct declaration_read *r,
	const cJSON *object)
{
	t->parts = mem_new(1, sizeof(*t->parts));
	t->n = 1;
	read_fields(t->parts, r, object);
	check_part(r, t->parts, object, json_member(object, "select") != NULL);
}

static void check_terms_keys(struct declaration_read *r, const cJSON *object,
	bool combined, bool past)
{
	static const char *const single[] = { "fetch", FIELDS, "constat",
		"validUntil", "ValidUntil", NULL };
	static const char *const single_now[] = { "fetch", FIELDS, "constat",
		NULL };
	static const char *const combine[] = { "combine", FIELDS, "constat",
		"validUntil", "ValidUntil", NULL };
	static const char *const combine_now[] = { "combine", FIELDS, "constat",
		NULL };

	if (combined)
		check_keys(r, object, past ? combine : combine_now,
			past ? "'combine', " FIELDS_LIST ", 'validUntil'"
			     : "'combine', " FIELDS_LIST);
	else
		check_keys(r, object, past ? single : single_now,
			past ? "'fetch', " FIELDS_LIST ", 'validUntil'"
			     : "'fetch', " FIELDS_LIST);
}

/* Canonical JSON of what decides about the text: without our settings and
 * without the end of validity. */
static void write_json(struct declaration_terms *t, struct declaration_read *r,
	const cJSON *object)
{
	cJSON *copy = cJSON_Duplicate(object, true);
	struct str json = { 0 };

	if (copy == NULL)
		mem_none();
	cJSON_DeleteItemFromObjectCaseSensitive(copy, "constat");
	cJSON_DeleteItemFromObjectCaseSensitive(copy, "validUntil");
	cJSON_DeleteItemFromObjectCaseSensitive(copy, "ValidUntil");
	if (json_canonical(&json, copy) != 0)
		wrong(r, "%s", err_message());
	t->json = str_take(&json);
	cJSON_Delete(copy);
}

void declaration_read_terms(struct declaration_terms *out,
	struct declaration_read *r, const cJSON *object, const char *type,
	bool past)
{
	const cJSON *combine = json_member(object, "combine");

	out->type = mem_strdup(type);
	if (!cJSON_IsObject(object)) {
		wrong(r,
			_("terms must be an object with 'fetch' and 'select'"));
		return;
	}
	check_terms_keys(r, object, combine != NULL, past);
	if (combine != NULL)
		read_combine(out, r, object, combine);
	else
		read_single(out, r, object);
	read_fetching(&out->fetching, r, object);
	write_json(out, r, object);
}

/* --- the file --- */

static void read_text(char **out, struct declaration_read *r,
	const cJSON *object, const char *key, bool required)
{
	const cJSON *value = json_member(object, key);
	size_t mark;

	if (value == NULL && !required)
		return;
	if (value == NULL) {
		wrong(r, _("'%s' is missing"), key);
		return;
	}
	mark = declaration_read_enter(r, key);
	if (!cJSON_IsString(value) || value->valuestring[0] == '\0')
		wrong(r, _("'%s' must be a text"), key);
	else
		*out = mem_strdup(value->valuestring);
	declaration_read_leave(r, mark);
}

/* The object of all terms, at hand. */
static void read_all_terms(struct declaration *d, struct declaration_read *r,
	const cJSON *object, const struct declaration_fetching *defaults)
{
	const cJSON *child;

	if (!cJSON_IsObject(object) || object->child == NULL) {
		wrong(r, _("'terms' must be an object with one member for each "
			   "type of terms, such as \"Privacy Policy\""));
		return;
	}
	d->terms =
		mem_new((size_t)cJSON_GetArraySize(object), sizeof(*d->terms));
	cJSON_ArrayForEach(child, object)
	{
		struct declaration_terms *t = &d->terms[d->n];
		size_t mark;

		if (enough(r))
			break;
		mark = declaration_read_enter(r, child->string);
		t->fetching = *defaults;
		t->fetching.language = mem_strdup(defaults->language);
		declaration_read_terms(t, r, child, child->string, false);
		d->n++;
		declaration_read_leave(r, mark);
	}
}

void declaration_read_file(
	struct declaration *out, struct declaration_read *r, const cJSON *root)
{
	static const char *const known[] = { "name", "terms", "importedFrom",
		"constat", NULL };
	struct declaration_fetching defaults = { 0 };
	size_t mark;

	if (!cJSON_IsObject(root)) {
		wrong(r, _("a declaration must be an object with 'name' and "
			   "'terms'"));
		return;
	}
	check_keys(r, root, known, "'name', 'terms', 'importedFrom'");
	read_text(&out->name, r, root, "name", true);
	read_text(&out->imported_from, r, root, "importedFrom", false);
	read_fetching(&defaults, r, root);
	if (json_member(root, "terms") == NULL) {
		wrong(r, _("'terms' is missing"));
	} else {
		mark = declaration_read_enter(r, "terms");
		read_all_terms(out, r, json_member(root, "terms"), &defaults);
		declaration_read_leave(r, mark);
	}
	free(defaults.language);
}

/* --- opening --- */

/* The next number of a message; *text moves behind it. 0 when there is
 * none. */
static size_t next_number(const char **text)
{
	size_t v = 0;

	*text += strcspn(*text, "0123456789");
	for (; **text >= '0' && **text <= '9' && v < DECLARATION_BYTES; ++*text)
		v = v * 10 + (size_t)(**text - '0');
	return v;
}

/* Where the text stops being JSON, and why: base/json says "line 3, column 5:
 * why", in the person's language. */
static void say_no_json(struct declaration_read *r)
{
	const char *message = err_message(), *words = message;
	size_t line = next_number(&words), column = next_number(&words);

	words += strspn(words, " :");
	if (line == 0 || column == 0 || *words == '\0')
		problem_add(r->problems, PROBLEM_ERROR, 0, 0, "%s", message);
	else
		problem_add(
			r->problems, PROBLEM_ERROR, line, column, "%s", words);
}

bool declaration_read_open(cJSON **tree, struct declaration_read *r)
{
	const struct json_limits limits = { .bytes = DECLARATION_BYTES };

	str_puts(&r->pointer, "");
	if (json_parse(tree, r->text, r->len, &limits) == 0)
		return true;
	say_no_json(r);
	return false;
}

void declaration_read_close(struct declaration_read *r)
{
	str_release(&r->pointer);
}

int declaration_read_result(const struct declaration_read *r)
{
	const struct problem_list *list = r->problems;

	size_t i = 0;

	while (i < list->n && list->v[i].level != PROBLEM_ERROR)
		i++;
	if (i == list->n)
		return 0;
	if (list->v[i].line == 0)
		return err_set(
			ERR_PARSE, "'%s': %s", r->name, list->v[i].words);
	return err_set(ERR_PARSE, _("'%s', line %zu, column %zu: %s"), r->name,
		list->v[i].line, list->v[i].column, list->v[i].words);
}
