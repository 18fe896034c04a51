/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "scrapers/language.h"

extern const struct embed scrapers_embed[];

const char *const lexicon_languages[] = { "en", "fr", "de", NULL };

static const struct {
	const char *name, *words;
} categories[LEXICON_CATEGORIES] = {
	[LEXICON_CONDITION] = { "condition", N_("condition left open") },
	[LEXICON_GENERALIZATION] = { "generalization", N_("generalization") },
	[LEXICON_MODALITY] = { "modality", N_("possibility instead of fact") },
	[LEXICON_NUMERIC_QUANTIFIER] = { "numeric_quantifier",
		N_("quantity left open") },
	[LEXICON_OPEN_LIST] = { "open_list", N_("open list") },
	[LEXICON_DISCRETION] = { "discretion", N_("own discretion") },
	[LEXICON_UNNAMED_RECIPIENT] = { "unnamed_recipient",
		N_("recipient without a name") },
	[LEXICON_VAGUE_PURPOSE] = { "vague_purpose", N_("vague purpose") },
	[LEXICON_VAGUE_DATA] = { "vague_data", N_("vague data") },
	[LEXICON_VAGUE_RETENTION] = { "vague_retention",
		N_("vague retention") },
	[LEXICON_VAGUE_TRANSFER] = { "vague_transfer", N_("vague transfer") },
	[LEXICON_VAGUE_SECURITY] = { "vague_security", N_("vague security") },
	[LEXICON_UNILATERAL_CHANGE] = { "unilateral_change",
		N_("change at will") },
};

const char *lexicon_category_name(enum lexicon_category c)
{
	return categories[c].name;
}

const char *lexicon_category_words(enum lexicon_category c)
{
	return categories[c].words;
}

const char *lexicon_source(const struct lexicon *lex, const char *key)
{
	return json_string(json_member(lex->tree, "sources"), key);
}

static int read_category(enum lexicon_category *out, const cJSON *o)
{
	const char *name = json_string(o, "category");

	for (int c = 0; name != NULL && c < LEXICON_CATEGORIES; c++) {
		if (strcmp(name, categories[c].name) == 0) {
			*out = (enum lexicon_category)c;
			return 0;
		}
	}
	return err_set(ERR_PARSE, _("'%s' is no category of wording"),
		name != NULL ? name : "");
}

static int add_forms(struct lexicon *lex, const cJSON *list, size_t id)
{
	const cJSON *form;
	int rc = 0;

	cJSON_ArrayForEach(form, list)
	{
		if (rc == 0)
			rc = forms_add(lex->forms, form->valuestring, (int)id);
	}
	return rc;
}

static int read_sources(
	struct lexicon_term *t, const struct lexicon *lex, const cJSON *list)
{
	const cJSON *key;
	size_t n = 0;

	cJSON_ArrayForEach(key, list)
	{
		if (n == LEXICON_SOURCES ||
			lexicon_source(lex, key->valuestring) == NULL)
			return err_set(ERR_PARSE,
				_("the source '%s' is not known, or one too "
				  "many"),
				key->valuestring);
		t->sources[n++] = key->valuestring;
	}
	return 0;
}

static void read_unless(struct lexicon_term *t, const cJSON *unless)
{
	t->unless_after = json_member(unless, "after");
	t->unless_before = json_member(unless, "before");
	t->unless_denied = json_bool(unless, "denied", false);
	t->unless_reader = json_bool(unless, "reader", false);
}

static int read_terms(struct lexicon *lex)
{
	const cJSON *list = json_member(lex->tree, "terms"), *o;
	int rc = 0;

	lex->terms = mem_new(
		(size_t)cJSON_GetArraySize(list) + 1, sizeof(*lex->terms));
	cJSON_ArrayForEach(o, list)
	{
		struct lexicon_term *t = &lex->terms[lex->n_terms];
		const cJSON *judged = json_member(o, "judged");

		t->id = json_string(o, "id");
		t->form = cJSON_GetStringValue(
			cJSON_GetArrayItem(json_member(o, "forms"), 0));
		t->weight = (int)json_integer(o, "weight", 1);
		t->counted = json_bool(o, "counted", true);
		t->more = cJSON_GetArraySize(json_member(o, "forms")) > 1;
		t->not_after = json_member(o, "not_after");
		read_unless(t, json_member(o, "unless"));
		t->judged = (int)json_integer(judged, "sentences", 0);
		t->vague_percent =
			(int)json_integer(judged, "vague_percent", 0);
		rc = read_category(&t->category, o);
		if (rc == 0)
			rc = read_sources(t, lex, json_member(o, "sources"));
		if (rc == 0)
			rc = add_forms(
				lex, json_member(o, "forms"), lex->n_terms);
		if (rc != 0)
			return rc;
		lex->n_terms++;
	}
	return 0;
}

static int read_clear(struct lexicon *lex)
{
	const cJSON *list = json_member(lex->tree, "clear"), *o;
	int rc = 0;

	lex->clear = mem_new(
		(size_t)cJSON_GetArraySize(list) + 1, sizeof(*lex->clear));
	cJSON_ArrayForEach(o, list)
	{
		struct lexicon_clear *c = &lex->clear[lex->n_clear];

		c->number = json_member(o, "number");
		rc = read_category(&c->category, o);
		if (rc == 0)
			rc = add_forms(lex, json_member(o, "forms"),
				lex->n_terms + lex->n_clear);
		if (rc != 0)
			return rc;
		lex->n_clear++;
	}
	return 0;
}

static int read_cues(struct lexicon *lex)
{
	static const char *const names[] = { "strong", "weak", "with" };
	const cJSON *cues = json_member(lex->tree, "cues");
	size_t id = lex->n_terms + lex->n_clear;
	int rc = 0;

	for (int k = 0; k < 3; k++) {
		for (size_t i = 0; rc == 0 && i < CHECKLIST_ITEMS; i++) {
			const cJSON *o = json_member(cues, checklist[i].id);

			rc = add_forms(lex, json_member(o, names[k]), id++);
			lex->cue_with[i] = json_member(o, "with") != NULL;
		}
	}
	return rc;
}

static int read_context(struct lexicon *lex)
{
	static const char *const names[LEXICON_CONTEXTS] = { "reader", "vendor",
		"denial", "exception" };
	const cJSON *context = json_member(lex->tree, "context"), *o;
	size_t id = lex->n_terms + lex->n_clear + 3 * CHECKLIST_ITEMS;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < LEXICON_CONTEXTS; i++)
		rc = add_forms(lex, json_member(context, names[i]), id++);
	cJSON_ArrayForEach(o, json_member(lex->tree, "fixed"))
	{
		if (rc == 0)
			rc = add_forms(lex, json_member(o, "forms"), id);
	}
	return rc;
}

static double number(const cJSON *o, const char *name)
{
	const cJSON *v = json_member(o, name);

	return cJSON_IsNumber(v) ? v->valuedouble : 0;
}

static void read_baseline(struct lexicon *lex)
{
	const cJSON *o = json_member(lex->tree, "baseline");

	lex->baseline = (struct lexicon_baseline){
		.documents = (int)json_integer(o, "documents", 0),
		.what = json_string(o, "what"),
		.measured = json_string(o, "measured"),
		.p10 = number(o, "p10"),
		.median = number(o, "median"),
		.p90 = number(o, "p90"),
	};
}

static int read_tree(cJSON **out, const char *language)
{
	struct str name = { 0 };
	const struct embed *file;

	str_printf(&name, "lexicons/%s.json", language);
	file = embed_find(scrapers_embed, name.p);
	str_release(&name);
	if (file == NULL)
		return err_set(ERR_INVALID,
			_("no lexicon for the language '%s'; there are en, fr "
			  "and de"),
			language);
	return json_parse(out, (const char *)file->data, file->len, NULL);
}

int lexicon_open(struct lexicon **out, const char *language)
{
	struct lexicon *lex = mem_new(1, sizeof(*lex));
	int rc = read_tree(&lex->tree, language);

	lex->forms = forms_new();
	if (rc == 0)
		rc = read_terms(lex);
	if (rc == 0)
		rc = read_clear(lex);
	if (rc == 0)
		rc = read_cues(lex);
	if (rc == 0)
		rc = read_context(lex);
	if (rc != 0) {
		lexicon_free(lex);
		return rc;
	}
	lex->language = json_string(lex->tree, "language");
	read_baseline(lex);
	forms_ready(lex->forms);
	*out = lex;
	return 0;
}

void lexicon_free(struct lexicon *lex)
{
	if (lex == NULL)
		return;
	free(lex->terms);
	free(lex->clear);
	forms_free(lex->forms);
	cJSON_Delete(lex->tree);
	free(lex);
}

const char *lexicon_guess(const struct fold *text)
{
	const char *code = language_of(text);

	for (size_t i = 0; lexicon_languages[i] != NULL; i++)
		if (strcmp(lexicon_languages[i], code) == 0)
			return lexicon_languages[i];
	return NULL;
}
