/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/case_json.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/zone.h"
#include "cases/case_shape.h"

/* Lists whose elements a grievance can cite. Quotes lie inside policies. */
static const char *const citable[] = { "policies", "observations", "facts",
	"experiments", "correspondence", NULL };

void case_json_release(struct case_json *c)
{
	for (size_t i = 0; i < c->n_faults; i++) {
		free(c->faults[i].pointer);
		free(c->faults[i].message);
	}
	free(c->faults);
	cJSON_Delete(c->tree);
	str_release(&c->text);
	*c = (struct case_json){ 0 };
}

void case_json_place(const struct case_json *c, const char *pointer,
	size_t *line, size_t *column)
{
	*line = *column = 1;
	(void)json_locate(line, column, c->text.p, c->text.len, pointer);
}

static void note(enum shape_fault fault, const char *pointer,
	const char *message, void *ctx)
{
	struct case_json *c = ctx;
	struct case_json_fault *f;

	if (c->n_faults == CASE_JSON_FAULTS) {
		c->crowded = true;
		return;
	}
	c->faults = mem_grow(c->faults, &c->cap_faults, c->n_faults + 1,
		sizeof(*c->faults));
	f = &c->faults[c->n_faults++];
	*f = (struct case_json_fault){ .blank = fault == SHAPE_BLANK,
		.pointer = mem_strdup(pointer),
		.message = mem_strdup(message) };
	case_json_place(c, pointer, &f->line, &f->column);
}

__attribute__((format(printf, 3, 4))) static void wrong(
	struct case_json *c, const char *pointer, const char *fmt, ...)
{
	struct str message = { 0 };
	va_list ap;

	va_start(ap, fmt);
	str_vprintf(&message, fmt, ap);
	va_end(ap);
	note(SHAPE_WRONG, pointer, message.p, c);
	str_release(&message);
}

const cJSON *case_json_list(const struct case_json *c, const char *name)
{
	const cJSON *list = json_member(c->tree, name);

	return cJSON_IsArray(list) ? list : NULL;
}

const char *case_json_text(const cJSON *object, const char *name)
{
	const char *text = json_string(object, name);

	return text != NULL ? text : "";
}

static const cJSON *find_in(const cJSON *list, const char *id)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, list)
		if (strcmp(case_json_text(item, "id"), id) == 0)
			return item;
	return NULL;
}

const cJSON *case_json_find(
	const struct case_json *c, const char *id, const char **list)
{
	const cJSON *policy, *found;

	for (const char *const *name = citable; *name != NULL; name++) {
		found = find_in(case_json_list(c, *name), id);
		if (found != NULL) {
			*list = *name;
			return found;
		}
	}
	cJSON_ArrayForEach(policy, case_json_list(c, "policies"))
	{
		found = find_in(json_member(policy, "quotes"), id);
		if (found != NULL) {
			*list = "quotes";
			return found;
		}
	}
	return NULL;
}

const cJSON *case_json_party(const struct case_json *c, const char *id)
{
	return find_in(case_json_list(c, "organisations"), id);
}

bool case_json_when(int64_t *ns, bool *day_only, const cJSON *object,
	const char *name, const struct zone *zone)
{
	const char *text = case_json_text(object, name);

	return *text != '\0' && zone_parse(ns, day_only, NULL, zone, text) == 0;
}

/* The ids seen so far, to find one that is used twice. */
struct ids {
	const char **v;
	size_t n, cap;
};

static void see_id(struct case_json *c, struct ids *ids, const cJSON *item,
	const char *pointer)
{
	const char *id = case_json_text(item, "id");

	if (*id == '\0')
		return;
	for (size_t i = 0; i < ids->n; i++)
		if (strcmp(ids->v[i], id) == 0) {
			wrong(c, pointer, _("the id '%s' is used twice"), id);
			return;
		}
	ids->v = mem_grow(ids->v, &ids->cap, ids->n + 1, sizeof(*ids->v));
	ids->v[ids->n++] = id;
}

static void see_quotes(struct case_json *c, struct ids *ids,
	const cJSON *policy, const char *pointer)
{
	const cJSON *quote;
	struct str at = { 0 };
	size_t i = 0;

	cJSON_ArrayForEach(quote, json_member(policy, "quotes"))
	{
		str_clear(&at);
		str_printf(&at, "%s/quotes/%zu/id", pointer, i++);
		see_id(c, ids, quote, at.p);
	}
	str_release(&at);
}

static void see_list(struct case_json *c, struct ids *ids, const char *name)
{
	const cJSON *item;
	struct str at = { 0 };
	size_t i = 0;

	cJSON_ArrayForEach(item, case_json_list(c, name))
	{
		str_clear(&at);
		str_printf(&at, "/%s/%zu", name, i++);
		if (strcmp(name, "policies") == 0)
			see_quotes(c, ids, item, at.p);
		str_puts(&at, "/id");
		see_id(c, ids, item, at.p);
	}
	str_release(&at);
}

static void check_unique(struct case_json *c)
{
	struct ids ids = { 0 };

	for (const char *const *name = citable; *name != NULL; name++)
		see_list(c, &ids, *name);
	see_list(c, &ids, "organisations");
	see_list(c, &ids, "grievances");
	free(ids.v);
}

/* Every element of a list of ids must name something. */
static void check_cited(
	struct case_json *c, const cJSON *list, const char *pointer)
{
	struct str at = { 0 };
	const cJSON *id;
	const char *where;
	size_t i = 0;

	cJSON_ArrayForEach(id, list)
	{
		str_clear(&at);
		str_printf(&at, "%s/%zu", pointer, i++);
		if (cJSON_IsString(id) && id->valuestring[0] != '\0' &&
			case_json_find(c, id->valuestring, &where) == NULL)
			wrong(c, at.p,
				_("nothing in this case has the id '%s'"),
				id->valuestring);
	}
	str_release(&at);
}

static void check_party(struct case_json *c, const cJSON *item,
	const char *member, const char *pointer)
{
	const char *id = case_json_text(item, member);
	struct str at = { 0 };

	if (*id == '\0' || case_json_party(c, id) != NULL)
		return;
	str_printf(&at, "%s/%s", pointer, member);
	wrong(c, at.p, _("no organisation of this case has the id '%s'"), id);
	str_release(&at);
}

/* Lists with members that name other elements. */
static const struct {
	const char *list, *ids, *party;
} references[] = {
	{ "products", NULL, "vendor" },
	{ "correspondence", "answers", "party" },
	{ "data_categories", "facts", NULL },
	{ "grievances", "facts", NULL },
};

static void check_references(struct case_json *c)
{
	struct str at = { 0 };

	for (size_t r = 0; r < sizeof(references) / sizeof(references[0]);
		r++) {
		const cJSON *item;
		size_t i = 0;

		cJSON_ArrayForEach(item, case_json_list(c, references[r].list))
		{
			str_clear(&at);
			str_printf(&at, "/%s/%zu", references[r].list, i++);
			if (references[r].party != NULL)
				check_party(c, item, references[r].party, at.p);
			if (references[r].ids == NULL)
				continue;
			str_printf(&at, "/%s", references[r].ids);
			check_cited(c, json_member(item, references[r].ids),
				at.p);
		}
	}
	str_release(&at);
}

static int by_place(const void *a, const void *b)
{
	const struct case_json_fault *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return strcmp(x->pointer, y->pointer);
}

static int read_tree(struct case_json *c)
{
	int rc = json_parse(&c->tree, c->text.p, c->text.len, NULL);

	if (rc != 0)
		return rc;
	shape_check(c->tree, case_shape(), note, c);
	if (case_json_usable(c)) {
		check_unique(c);
		check_references(c);
	}
	if (c->n_faults > 0)
		qsort(c->faults, c->n_faults, sizeof(*c->faults), by_place);
	return 0;
}

int case_json_parse(struct case_json *out, const char *text, size_t len)
{
	struct case_json c = { 0 };
	int rc;

	str_init(&c.text, CASE_JSON_MAX);
	rc = str_add(&c.text, text, len);
	if (rc != 0)
		rc = str_check(&c.text, _("the case"));
	if (rc == 0)
		rc = read_tree(&c);
	if (rc != 0)
		case_json_release(&c);
	else
		*out = c;
	return rc;
}

int case_json_read(struct case_json *out, const char *path)
{
	struct str text;
	int rc;

	str_init(&text, CASE_JSON_MAX);
	rc = file_read(&text, path);
	if (rc == 0) {
		rc = case_json_parse(out, text.p, text.len);
		rc = err_wrap(rc, "%s", path);
	}
	str_release(&text);
	return rc;
}

bool case_json_usable(const struct case_json *c)
{
	for (size_t i = 0; i < c->n_faults; i++)
		if (!c->faults[i].blank)
			return false;
	return true;
}

static const char skeleton[] =
	"{\n"
	"  \"schema\": \"" CASE_SHAPE_SCHEMA "\",\n"
	"  \"help\": \"Fill in what is empty; 'constat case check' says what "
	"is still missing, with its line. Exhibits go by the number that "
	"'constat import' and 'constat attach' print.\",\n"
	"  \"id\": \"my-case\",\n"
	"  \"title\": \"\",\n"
	"  \"created\": \"%s\",\n"
	"  \"lang\": \"fr\",\n"
	"  \"complainant\": {\n"
	"    \"civility\": \"\",\n"
	"    \"given_name\": \"\",\n"
	"    \"family_name\": \"\",\n"
	"    \"postal_address\": \"\",\n"
	"    \"country\": \"fr\",\n"
	"    \"email\": \"\",\n"
	"    \"account_identifiers\": []\n"
	"  },\n"
	"  \"capacity\": \"data-subject\",\n"
	"  \"consents\": { \"share_identity_with_controller\": \"\" },\n"
	"  \"authority\": { \"slug\": \"frcnil\", \"competence\": "
	"\"habitual-residence\", \"channel\": \"\" },\n"
	"  \"organisations\": [\n"
	"    { \"id\": \"vendor\", \"role\": \"controller\", \"name\": \"\", "
	"\"postal_address\": \"\",\n"
	"      \"country\": \"\", \"email\": \"\", \"source\": \"\", "
	"\"why_controller\": \"\" }\n"
	"  ],\n"
	"  \"products\": [\n"
	"    { \"kind\": \"app\", \"name\": \"\", \"vendor\": \"vendor\", "
	"\"version\": \"\", \"platform\": \"\",\n"
	"      \"first_used\": \"\", \"use\": \"\", \"sole_user\": true }\n"
	"  ],\n"
	"  \"policies\": [],\n"
	"  \"observations\": [],\n"
	"  \"facts\": [],\n"
	"  \"experiments\": [],\n"
	"  \"correspondence\": [],\n"
	"  \"data_categories\": [],\n"
	"  \"grievances\": [],\n"
	"  \"requests\": [ { \"kind\": \"investigate-58-1\" }, { \"kind\": "
	"\"keep-informed-77-2\" } ],\n"
	"  \"exhibits\": [],\n"
	"  \"other_proceedings\": [],\n"
	"  \"statements\": { \"facts_true\": false, \"place\": \"\", "
	"\"signed_on\": \"\", \"signature\": \"none\" },\n"
	"  \"limits\": \"\"\n"
	"}\n";

int case_json_skeleton(struct str *out)
{
	char today[INSTANT_TEXT];

	instant_date(today, instant_document_now(), 0);
	return str_printf(out, skeleton, today);
}
