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

static const char parties[] = "organisations";

/* Lists whose elements have an id. Quotes and mentions lie inside
 * policies. */
static const char *const named[] = { "policies", "observations", "facts",
	"experiments", "correspondence", parties, "grievances", NULL };

void case_json_release(struct case_json *c)
{
	for (size_t i = 0; i < c->n_faults; i++) {
		free(c->faults[i].pointer);
		free(c->faults[i].message);
	}
	free(c->faults);
	for (size_t i = 0; i < c->n_ids; i++)
		free(c->ids[i].pointer);
	free(c->ids);
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
	c->faults = mem_grow(
		c->faults, &c->cap_faults, c->n_faults + 1, sizeof(*c->faults));
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

/* The first entry of that id, or NULL. */
static const struct case_json_id *look_up(
	const struct case_json *c, const char *id)
{
	size_t low = 0, high = c->n_ids;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(c->ids[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->n_ids && strcmp(c->ids[low].id, id) == 0 ? &c->ids[low]
								 : NULL;
}

const cJSON *case_json_find(
	const struct case_json *c, const char *id, const char **list)
{
	const struct case_json_id *found = look_up(c, id);

	if (found == NULL || !found->citable)
		return NULL;
	*list = found->list;
	return found->item;
}

const cJSON *case_json_party(const struct case_json *c, const char *id)
{
	const struct case_json_id *found = look_up(c, id);

	return found != NULL && strcmp(found->list, parties) == 0 ? found->item
								  : NULL;
}

bool case_json_when(int64_t *ns, bool *day_only, const cJSON *object,
	const char *name, const struct zone *zone)
{
	const char *text = case_json_text(object, name);

	return *text != '\0' && zone_parse(ns, day_only, NULL, zone, text) == 0;
}

static void add_id(struct case_json *c, const cJSON *item, const char *list,
	const char *pointer)
{
	const char *id = case_json_text(item, "id");

	if (*id == '\0')
		return;
	c->ids = mem_grow(c->ids, &c->cap_ids, c->n_ids + 1, sizeof(*c->ids));
	c->ids[c->n_ids] = (struct case_json_id){ .id = id,
		.item = item,
		.list = list,
		.citable = strcmp(list, parties) != 0 &&
			   strcmp(list, "grievances") != 0,
		.order = c->n_ids,
		.pointer = mem_strdup(pointer) };
	c->n_ids++;
}

/* Those of a list within a policy. */
static void add_inner(struct case_json *c, const cJSON *policy,
	const char *list, const char *pointer)
{
	const cJSON *one;
	struct str at = { 0 };
	size_t i = 0;

	cJSON_ArrayForEach(one, json_member(policy, list))
	{
		str_clear(&at);
		str_printf(&at, "%s/%s/%zu/id", pointer, list, i++);
		add_id(c, one, list, at.p);
	}
	str_release(&at);
}

static void add_list(struct case_json *c, const char *name)
{
	const cJSON *item;
	struct str at = { 0 };
	size_t i = 0;

	cJSON_ArrayForEach(item, case_json_list(c, name))
	{
		str_clear(&at);
		str_printf(&at, "/%s/%zu", name, i++);
		if (strcmp(name, "policies") == 0) {
			add_inner(c, item, "quotes", at.p);
			add_inner(c, item, "mentions", at.p);
		}
		str_puts(&at, "/id");
		add_id(c, item, name, at.p);
	}
	str_release(&at);
}

static int by_id(const void *a, const void *b)
{
	const struct case_json_id *x = a, *y = b;
	int order = strcmp(x->id, y->id);

	if (order != 0)
		return order;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* All ids, sorted; one that stands twice is wrong the second time. */
static void index_ids(struct case_json *c)
{
	for (const char *const *name = named; *name != NULL; name++)
		add_list(c, *name);
	if (c->n_ids > 0)
		qsort(c->ids, c->n_ids, sizeof(*c->ids), by_id);
	for (size_t i = 1; i < c->n_ids; i++)
		if (strcmp(c->ids[i - 1].id, c->ids[i].id) == 0)
			wrong(c, c->ids[i].pointer,
				_("the id '%s' is used twice"), c->ids[i].id);
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
			check_cited(
				c, json_member(item, references[r].ids), at.p);
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
		index_ids(c);
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
