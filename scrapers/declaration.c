/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A declaration is read in two steps: base/json checks the text and makes a
 * tree; then the tree is walked by the schema below, keeping the JSON Pointer
 * of the value at hand, from which line and column of a message come.
 *
 *	file     { "name": text, "terms": { TYPE: terms, … },
 *	           "importedFrom": text }
 *	terms    { "fetch": address, FIELDS } or
 *	         { "combine": [ { "fetch": address, FIELDS }, … ], FIELDS }
 *	FIELDS   "select": S, "remove": S, "filter": [ F, … ],
 *	         "executeClientScripts": true or false
 *	S        css, range, or a list of them
 *	range    { "startBefore" or "startAfter": css,
 *	           "endBefore" or "endAfter": css }
 *	F        name, or { name: parameters }
 */
#include "scrapers/declaration.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "scrapers/css.h"
#include "scrapers/url.h"

enum {
	SELECTORS = 20000, /* of one file, defaults counted in each part */
};

/* The text at hand and the place in it. */
struct reader {
	const char *name; /* of the file, for messages */
	const char *text;
	size_t len;
	struct str pointer;
	size_t selectors;
};

/* --- places and complaints --- */

/* Goes one level down; the result takes leave() back. */
static size_t enter(struct reader *r, const char *key)
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

static size_t enter_index(struct reader *r, size_t index)
{
	size_t mark = r->pointer.len;

	str_printf(&r->pointer, "/%zu", index);
	return mark;
}

static void leave(struct reader *r, size_t mark)
{
	str_cut(&r->pointer, mark);
}

/* Says what is wrong with the value at hand. */
__attribute__((format(printf, 2, 3))) static int wrong(
	struct reader *r, const char *fmt, ...)
{
	struct str words = { 0 };
	size_t line = 1, column = 1;
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(&words, fmt, ap);
	va_end(ap);
	json_locate(&line, &column, r->text, r->len, r->pointer.p);
	err_set(ERR_PARSE, _("'%s', line %zu, column %zu: %s"), r->name, line,
		column, words.p);
	str_release(&words);
	return ERR_PARSE;
}

/* Refuses an object with a key that is not in the list. */
static int check_keys(struct reader *r, const cJSON *object,
	const char *const known[], const char *list)
{
	const cJSON *child;

	cJSON_ArrayForEach(child, object)
	{
		size_t i = 0;

		while (known[i] != NULL && strcmp(known[i], child->string) != 0)
			i++;
		if (known[i] == NULL) {
			enter(r, child->string);
			return wrong(r,
				_("there is no '%s' here; there may be %s"),
				child->string, list);
		}
	}
	return 0;
}

/* --- selectors --- */

static int read_css(
	char **out, struct reader *r, const cJSON *value, const char *key)
{
	struct str condition = { 0 };
	int rc;

	if (!cJSON_IsString(value) || value->valuestring[0] == '\0')
		return wrong(r, _("'%s' must be a CSS selector"), key);
	if (++r->selectors > SELECTORS)
		return wrong(
			r, _("there are more than %d selectors"), SELECTORS);
	rc = css_condition(&condition, value->valuestring, false);
	str_release(&condition);
	if (rc != 0)
		return wrong(r, "'%s': %s", key, err_message());
	free(*out);
	*out = mem_strdup(value->valuestring);
	return 0;
}

/* One end of a range: exactly one of two keys. */
static int read_end(char **out, bool *after, struct reader *r,
	const cJSON *range, const char *const keys[2])
{
	const cJSON *before_value = json_member(range, keys[0]);
	const cJSON *after_value = json_member(range, keys[1]);
	size_t mark;
	int rc;

	if ((before_value == NULL) == (after_value == NULL))
		return wrong(r,
			_("a range needs either '%s' or '%s', and one only"),
			keys[0], keys[1]);
	*after = after_value != NULL;
	mark = enter(r, keys[*after]);
	rc = read_css(
		out, r, *after ? after_value : before_value, keys[*after]);
	leave(r, mark);
	return rc;
}

static int read_range(
	struct declaration_selector *out, struct reader *r, const cJSON *range)
{
	static const char *const known[] = { "startBefore", "startAfter",
		"endBefore", "endAfter", NULL };
	int rc = check_keys(r, range, known,
		"'startBefore', 'startAfter', 'endBefore', 'endAfter'");

	if (rc == 0)
		rc = read_end(&out->start, &out->start_after, r, range, known);
	if (rc == 0)
		rc = read_end(&out->end, &out->end_after, r, range, known + 2);
	return rc;
}

static int read_selector(struct declaration_selector *out, struct reader *r,
	const cJSON *value, const char *key)
{
	if (cJSON_IsString(value))
		return read_css(&out->css, r, value, key);
	if (cJSON_IsObject(value))
		return read_range(out, r, value);
	return wrong(r,
		_("'%s' must be a CSS selector, a range, or a list of them"),
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
static int read_selectors(struct declaration_selectors *out, struct reader *r,
	const cJSON *value, const char *key)
{
	bool list = cJSON_IsArray(value);
	size_t n = list ? (size_t)cJSON_GetArraySize(value) : 1;
	const cJSON *item = list ? value->child : value;
	int rc = 0;

	release_selectors(out);
	if (n == 0)
		return wrong(r, _("the list of '%s' is empty"), key);
	out->v = mem_new(n, sizeof(*out->v));
	for (size_t i = 0; rc == 0 && i < n; i++) {
		size_t mark = r->pointer.len;

		if (list)
			enter_index(r, i);
		out->n = i + 1;
		rc = read_selector(&out->v[i], r, item, key);
		item = item->next;
		if (rc == 0)
			leave(r, mark);
	}
	return rc;
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

static int read_filter(
	struct declaration_filter *out, struct reader *r, const cJSON *value)
{
	struct str params = { 0 };
	int rc;

	if (cJSON_IsString(value) && value->valuestring[0] != '\0') {
		out->name = mem_strdup(value->valuestring);
		return 0;
	}
	if (!cJSON_IsObject(value) || cJSON_GetArraySize(value) != 1)
		return wrong(
			r, _("a filter must be a name, or an object with one "
			     "name and its parameters"));
	out->name = mem_strdup(value->child->string);
	rc = json_canonical(&params, value->child);
	out->params = str_take(&params);
	return rc;
}

static int read_filters(
	struct declaration_part *p, struct reader *r, const cJSON *value)
{
	const cJSON *item;
	int rc = 0;

	release_filters(p);
	if (!cJSON_IsArray(value))
		return wrong(r, _("'filter' must be a list of filters"));
	p->filters = mem_new(
		(size_t)cJSON_GetArraySize(value) + 1, sizeof(*p->filters));
	cJSON_ArrayForEach(item, value)
	{
		size_t mark = enter_index(r, p->n_filters);

		rc = read_filter(&p->filters[p->n_filters++], r, item);
		if (rc != 0)
			break;
		leave(r, mark);
	}
	return rc;
}

static int read_scripts(
	struct declaration_part *p, struct reader *r, const cJSON *value)
{
	if (!cJSON_IsBool(value))
		return wrong(
			r, _("'executeClientScripts' must be true or false"));
	p->scripts = cJSON_IsTrue(value) ? DECLARATION_SCRIPTS_YES
					 : DECLARATION_SCRIPTS_NO;
	return 0;
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

static int read_fetch(
	struct declaration_part *p, struct reader *r, const cJSON *value)
{
	if (!cJSON_IsString(value) || !is_address(value->valuestring))
		return wrong(r,
			_("'fetch' must be the page's whole address, such as "
			  "https://exemple.example/privacy"));
	p->fetch = mem_strdup(value->valuestring);
	return 0;
}

static int read_field(
	struct declaration_part *p, struct reader *r, const cJSON *value)
{
	const char *key = value->string;
	size_t mark = enter(r, key);
	int rc = 0;

	if (strcmp(key, "fetch") == 0)
		rc = read_fetch(p, r, value);
	else if (strcmp(key, "select") == 0)
		rc = read_selectors(&p->select, r, value, key);
	else if (strcmp(key, "remove") == 0)
		rc = read_selectors(&p->remove, r, value, key);
	else if (strcmp(key, "filter") == 0)
		rc = read_filters(p, r, value);
	else if (strcmp(key, "executeClientScripts") == 0)
		rc = read_scripts(p, r, value);
	if (rc == 0)
		leave(r, mark);
	return rc;
}

static int read_fields(
	struct declaration_part *p, struct reader *r, const cJSON *object)
{
	const cJSON *value;
	int rc = 0;

	cJSON_ArrayForEach(value, object)
	{
		rc = read_field(p, r, value);
		if (rc != 0)
			break;
	}
	return rc;
}

/* The path ends in ".pdf"; or the whole address does, or in "#pdf" or
 * "-pdf", as people write it where the path does not tell. */
static bool is_pdf(const char *address)
{
	size_t path = strcspn(address, "?#"), len = strlen(address);

	if (path > 4 && strncasecmp(address + path - 4, ".pdf", 4) == 0)
		return true;
	return len > 4 && strcasecmp(address + len - 3, "pdf") == 0 &&
	       strchr(".#-", address[len - 4]) != NULL;
}

static int check_part(struct reader *r, const struct declaration_part *p)
{
	if (p->fetch == NULL)
		return wrong(r, _("'fetch', the page's address, is missing"));
	if (p->select.n == 0 && !is_pdf(p->fetch))
		return wrong(r,
			_("'select' is missing: a CSS selector of the part of "
			  "the page that counts, such as \"main\""));
	return 0;
}

/* --- terms --- */

#define FIELDS "select", "remove", "filter", "executeClientScripts"
#define FIELDS_LIST "'select', 'remove', 'filter', 'executeClientScripts'"

static const char *const part_keys[] = { "fetch", FIELDS, NULL };
static const char *const combine_keys[] = { "combine", FIELDS, NULL };

static int read_part(struct declaration_part *p, struct reader *r,
	const cJSON *object, const cJSON *root, size_t root_mark)
{
	struct str own = { 0 };
	int rc = 0;

	if (root != NULL) {
		str_puts(&own, r->pointer.p + root_mark);
		leave(r, root_mark);
		rc = read_fields(p, r, root);
		if (rc == 0)
			str_puts(&r->pointer, own.p);
		str_release(&own);
	}
	if (rc == 0 && !cJSON_IsObject(object))
		rc = wrong(r, _("a page of 'combine' must be an object with "
				"'fetch' and 'select'"));
	if (rc == 0)
		rc = check_keys(r, object, part_keys, "'fetch', " FIELDS_LIST);
	if (rc == 0)
		rc = read_fields(p, r, object);
	return rc != 0 ? rc : check_part(r, p);
}

static int read_combine(struct declaration_terms *t, struct reader *r,
	const cJSON *object, const cJSON *list)
{
	size_t n = (size_t)cJSON_GetArraySize(list);
	size_t root_mark = r->pointer.len, mark;
	const cJSON *item = list->child;
	int rc = check_keys(r, object, combine_keys, "'combine', " FIELDS_LIST);

	if (rc != 0)
		return rc;
	mark = enter(r, "combine");
	if (!cJSON_IsArray(list) || n == 0 || n > DECLARATION_PARTS)
		return wrong(r, _("'combine' must be a list of 1 to %d pages"),
			DECLARATION_PARTS);
	t->combined = true;
	t->parts = mem_new(n, sizeof(*t->parts));
	for (; rc == 0 && t->n < n; item = item->next) {
		size_t inner = enter_index(r, t->n);

		rc = read_part(&t->parts[t->n++], r, item, object, root_mark);
		if (rc == 0)
			leave(r, inner);
	}
	if (rc == 0)
		leave(r, mark);
	return rc;
}

/* Reads the terms object at hand. */
static int read_terms(struct declaration_terms *t, struct reader *r,
	const cJSON *object, const char *type)
{
	const cJSON *combine = json_member(object, "combine");
	struct str json = { 0 };
	int rc;

	t->type = mem_strdup(type);
	if (!cJSON_IsObject(object))
		return wrong(r,
			_("terms must be an object with 'fetch' and 'select'"));
	if (combine != NULL) {
		rc = read_combine(t, r, object, combine);
	} else {
		t->parts = mem_new(1, sizeof(*t->parts));
		t->n = 1;
		rc = read_part(t->parts, r, object, NULL, 0);
	}
	if (rc == 0)
		rc = json_canonical(&json, object);
	t->json = str_take(&json);
	return rc;
}

/* --- the file --- */

static int read_text(char **out, struct reader *r, const cJSON *object,
	const char *key, bool required)
{
	const cJSON *value = json_member(object, key);

	if (value == NULL && !required)
		return 0;
	if (value == NULL)
		return wrong(r, _("'%s' is missing"), key);
	if (!cJSON_IsString(value) || value->valuestring[0] == '\0') {
		enter(r, key);
		return wrong(r, _("'%s' must be a text"), key);
	}
	*out = mem_strdup(value->valuestring);
	return 0;
}

static int read_all_terms(
	struct declaration *d, struct reader *r, const cJSON *root)
{
	const cJSON *object = json_member(root, "terms"), *child;
	size_t mark;
	int rc = 0;

	if (object == NULL)
		return wrong(r, _("'terms' is missing"));
	mark = enter(r, "terms");
	if (!cJSON_IsObject(object) || object->child == NULL)
		return wrong(r,
			_("'terms' must be an object with one member for each "
			  "type of terms, such as \"Privacy Policy\""));
	d->terms =
		mem_new((size_t)cJSON_GetArraySize(object), sizeof(*d->terms));
	cJSON_ArrayForEach(child, object)
	{
		size_t inner = enter(r, child->string);

		rc = read_terms(&d->terms[d->n++], r, child, child->string);
		if (rc != 0)
			return rc;
		leave(r, inner);
	}
	leave(r, mark);
	return 0;
}

static int read_root(struct declaration *d, struct reader *r, const cJSON *root)
{
	static const char *const known[] = { "name", "terms", "importedFrom",
		NULL };
	int rc;

	if (!cJSON_IsObject(root))
		return wrong(r, _("a declaration must be an object with "
				  "'name' and 'terms'"));
	rc = check_keys(r, root, known, "'name', 'terms', 'importedFrom'");
	if (rc == 0)
		rc = read_text(&d->name, r, root, "name", true);
	if (rc == 0)
		rc = read_text(
			&d->imported_from, r, root, "importedFrom", false);
	return rc != 0 ? rc : read_all_terms(d, r, root);
}

static char *id_of(const char *path)
{
	const char *name = file_basename(path);
	size_t len = strlen(name);

	if (len > 5 && strcmp(name + len - 5, ".json") == 0)
		len -= 5;
	return mem_dup(name, len);
}

/* The tree, and a reader at its root. */
static int open_text(cJSON **tree, struct reader *r)
{
	const struct json_limits limits = { .bytes = DECLARATION_BYTES };

	str_puts(&r->pointer, "");
	return err_wrap(
		json_parse(tree, r->text, r->len, &limits), "'%s'", r->name);
}

int declaration_parse(
	struct declaration *out, const char *name, const char *text, size_t len)
{
	struct reader r = { .name = name, .text = text, .len = len };
	struct declaration d = { 0 };
	cJSON *tree = NULL;
	int rc = open_text(&tree, &r);

	if (rc == 0)
		rc = read_root(&d, &r, tree);
	if (rc == 0) {
		d.id = id_of(name);
		*out = d;
	} else {
		declaration_release(&d);
	}
	cJSON_Delete(tree);
	str_release(&r.pointer);
	return rc;
}

int declaration_terms_parse(struct declaration_terms *out, const char *type,
	const char *text, size_t len)
{
	struct reader r = { .name = type, .text = text, .len = len };
	struct declaration_terms t = { 0 };
	cJSON *tree = NULL;
	int rc = open_text(&tree, &r);

	if (rc == 0)
		rc = read_terms(&t, &r, tree, type);
	if (rc == 0)
		*out = t;
	else
		declaration_terms_release(&t);
	cJSON_Delete(tree);
	str_release(&r.pointer);
	return rc;
}

int declaration_read(struct declaration *out, const char *path)
{
	struct str text;
	int rc;

	str_init(&text, DECLARATION_BYTES);
	rc = file_read(&text, path);
	if (rc == 0)
		rc = declaration_parse(out, path, text.p, text.len);
	str_release(&text);
	return rc;
}

void declaration_terms_release(struct declaration_terms *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->parts[i].fetch);
		release_selectors(&t->parts[i].select);
		release_selectors(&t->parts[i].remove);
		release_filters(&t->parts[i]);
	}
	free(t->parts);
	free(t->type);
	free(t->json);
	*t = (struct declaration_terms){ 0 };
}

void declaration_release(struct declaration *d)
{
	for (size_t i = 0; i < d->n; i++)
		declaration_terms_release(&d->terms[i]);
	free(d->terms);
	free(d->id);
	free(d->name);
	free(d->imported_from);
	*d = (struct declaration){ 0 };
}

int declaration_get(const struct declaration_terms **out,
	const struct declaration *d, const char *type)
{
	struct str names = { 0 };

	for (size_t i = 0; i < d->n; i++) {
		if (strcasecmp(d->terms[i].type, type) == 0) {
			*out = &d->terms[i];
			str_release(&names);
			return 0;
		}
		str_printf(
			&names, "%s'%s'", i == 0 ? "" : ", ", d->terms[i].type);
	}
	err_set(ERR_NOTFOUND,
		_("the declaration of '%s' has no terms '%s'; it has %s"),
		d->id, type, names.p);
	str_release(&names);
	return ERR_NOTFOUND;
}

/* The types of @opentermsarchive/terms-types that its collections use. */
bool declaration_type_is_known(const char *type)
{
	static const char *const known[] = { "Acceptable Use Policy",
		"Accessibility Statement", "Ad Publishing Policy",
		"Advertising Content Policy", "Brand Guidelines",
		"Business Mediation Policy", "Business Privacy Policy",
		"Closed Captioning Policy", "Commercial Terms",
		"Community Guidelines", "Complaints Policy",
		"Conditions of Carriage", "Content Monetisation Policy",
		"Copyright Claims Policy", "Data Controller Agreement",
		"Data Processor Agreement", "Deceased Users", "Developer Terms",
		"Editorial Policy", "General Conditions of Sale",
		"Human Rights Policy", "Imprint", "In-App Purchases Policy",
		"Law Enforcement Guidelines", "Live Policy",
		"Marketplace Buyers Conditions",
		"Marketplace Sellers Conditions",
		"Parent Organization Privacy Policy",
		"Platform to Business Notice", "Premium Partner Conditions",
		"Privacy Policy", "Quality Guidelines",
		"Ranking Parameters Description", "Restricted Use Policy",
		"Review Guidelines", "Seller Warranty",
		"Service Level Agreement", "Single Sign-On Policy",
		"Terms of Service", "Trackers Policy", "User Consent Policy",
		"Vulnerability Disclosure Policy" };

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(known[i], type) == 0)
			return true;
	return false;
}
