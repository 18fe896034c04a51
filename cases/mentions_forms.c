/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/mentions_forms.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "cases/mention_names.h"
#include "evidence/host.h"

void mentions_forms_release(struct mentions_forms *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->v[i].text);
		free(f->v[i].source);
	}
	free(f->v);
	*f = (struct mentions_forms){ 0 };
}

static bool is_same(const struct mentions_form *a,
	const struct mentions_form *b, const char *text, size_t len)
{
	return a->of == b->of && (a->lang == NULL || a->lang == b->lang) &&
	       strlen(a->text) == len && strncasecmp(a->text, text, len) == 0;
}

/* Each text that names somebody once; the first says why. */
static void add_form(struct mentions_forms *f, const struct mentions_form *form,
	const char *text, size_t len)
{
	struct mentions_form one = *form;

	if (len == 0)
		return;
	for (size_t i = 0; i < f->n && form->of != MENTIONS_OF_CATEGORY; i++)
		if (is_same(&f->v[i], form, text, len))
			return;
	one.text = mem_dup(text, len);
	one.source = form->source != NULL ? mem_strdup(form->source) : NULL;
	f->v = mem_grow(f->v, &f->cap, f->n + 1, sizeof(*f->v));
	f->v[f->n++] = one;
}

static void add_subject(
	struct mentions_forms *f, const char *why, const char *text)
{
	add_form(f,
		&(struct mentions_form){
			.why = why, .of = MENTIONS_OF_SUBJECT },
		text, strlen(text));
}

/* Names of somebody, while their forms are made. */
struct naming {
	struct mentions_forms *f;
	const char *source; /* borrowed, or NULL */
	enum mentions_of of;
};

static void add_name(const char *text, const char *why, void *ctx)
{
	struct naming *n = ctx;
	struct mentions_form form = { .why = why, .of = n->of };

	form.source = (char *)(uintptr_t)n->source; /* copied */
	add_form(n->f, &form, text, strlen(text));
}

static void add_names(
	struct mentions_forms *f, const char *name, const char *source)
{
	struct naming n = { f, source, MENTIONS_OF_SUBJECT };

	mention_names_each(name, add_name, &n);
}

/* --- the case's organisations --- */

static void add_organisation(struct mentions_forms *f, const cJSON *one)
{
	const cJSON *brand;
	struct str source = { 0 };

	str_printf(&source, "case.json, %s", case_json_text(one, "id"));
	add_names(f, case_json_text(one, "name"), source.p);
	cJSON_ArrayForEach(brand, json_member(one, "brands"))
	{
		if (cJSON_IsString(brand))
			add_names(f, brand->valuestring, source.p);
	}
	str_release(&source);
}

/* Whether a name is one of an organisation's. */
static bool is_named(const cJSON *one, const char *name)
{
	const cJSON *brand;

	if (mention_names_same(name, case_json_text(one, "name")))
		return true;
	cJSON_ArrayForEach(brand, json_member(one, "brands"))
	{
		if (cJSON_IsString(brand) &&
			mention_names_same(name, brand->valuestring))
			return true;
	}
	return false;
}

/* Organisations that have a name. */
static void add_named(
	struct mentions_forms *f, const struct case_json *c, const char *name)
{
	const cJSON *one;

	if (c == NULL)
		return;
	cJSON_ArrayForEach(one, case_json_list(c, "organisations"))
	{
		if (is_named(one, name))
			add_organisation(f, one);
	}
}

/* Whether two hosts lie under one registrable domain. */
static bool is_one_domain(const char *host, const char *text)
{
	char other[HOST_MAX + 1];
	const char *a, *b;

	if (!host_normalise(other, text, strlen(text)))
		return false;
	a = host_registrable(host);
	b = host_registrable(other);
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* The host is of a domain that the case says is the organisation's. */
static bool is_domain_of(const cJSON *one, const char *host)
{
	const cJSON *domain;

	cJSON_ArrayForEach(domain, json_member(one, "domains"))
	{
		if (cJSON_IsString(domain) &&
			is_one_domain(host, domain->valuestring))
			return true;
	}
	return false;
}

/* Who runs the host, as an observation of the case states it. */
static void add_operators(
	struct mentions_forms *f, const struct case_json *c, const char *host)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, case_json_list(c, "observations"))
	{
		const cJSON *operator_ = json_member(item, "operator");
		const char *name = case_json_text(operator_, "name");
		struct str source = { 0 };

		if (*name == '\0' ||
			!host_matches(host, case_json_text(item, "host")))
			continue;
		str_printf(&source, "case.json, %s (%s)",
			case_json_text(item, "id"),
			case_json_text(operator_, "basis"));
		add_names(f, name, source.p);
		add_named(f, c, name);
		str_release(&source);
	}
}

static void add_case(struct mentions_forms *f, const struct mentions_host *h,
	const char *host, const struct owner *owner)
{
	const cJSON *one;

	if (h->c == NULL)
		return;
	add_operators(f, h->c, host);
	cJSON_ArrayForEach(one, case_json_list(h->c, "organisations"))
	{
		if (is_domain_of(one, host) ||
			(owner->basis != OWNER_NONE &&
				(is_domain_of(one, owner->name) ||
					is_named(one, owner->name))))
			add_organisation(f, one);
	}
}

/* --- hosts --- */

/* The provider's names in texts, beside its own for the service. */
static void add_cloud(struct mentions_forms *f, const struct cloud *cloud)
{
	static const struct {
		const char *code, *names[3];
	} others[] = {
		{ "aws", { "AWS", "Amazon" } },
		{ "azure", { "Azure", "Microsoft" } },
		{ "google", { "Google Cloud Platform", "GCP", "Google" } },
		{ "alibaba", { "Aliyun", "Alibaba" } },
		{ "tencent", { "Tencent" } },
		{ "huawei", { "Huawei" } },
	};
	struct naming n = { f, NULL, MENTIONS_OF_CLOUD };

	add_name(cloud->provider, "provider of the cloud", &n);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		for (size_t k = 0; k < 3; k++)
			if (strcmp(others[i].code, cloud->provider_code) == 0 &&
				others[i].names[k] != NULL)
				add_name(others[i].names[k],
					"provider of the cloud", &n);
}

/* The names above the host, down to the one that can be registered. */
static void add_parents(struct mentions_forms *f, const char *host)
{
	const char *domain = host_registrable(host), *p = host;
	char version[HOST_LIST_VERSION];
	struct mentions_form form = { .why = "registrable domain",
		.of = MENTIONS_OF_SUBJECT,
		.source = version };

	while (domain != NULL && p < domain) {
		p = strchr(p, '.') + 1;
		if (p < domain)
			add_subject(f, "name above", p);
	}
	host_list_version(version);
	if (domain != NULL)
		add_form(f, &form, domain, strlen(domain));
}

static void add_owner(struct mentions_forms *f, const struct owner *owner)
{
	struct str source = { 0 };

	if (owner->basis == OWNER_NONE)
		return;
	str_puts(&source, owner->source);
	if (owner->licence[0] != '\0')
		str_printf(&source, " %s, %s, %s", owner->version,
			owner->licence, owner->entry);
	if (owner->basis != OWNER_REGISTERED)
		str_printf(&source, " (%s)", owner_basis_name(owner->basis));
	add_names(f, owner->name, source.p);
	str_release(&source);
}

int mentions_forms_host(struct mentions_forms *f, struct owner *owner,
	struct cloud *cloud, const struct mentions_host *h)
{
	struct whose *whose = NULL;
	char host[HOST_MAX + 1];
	bool hosted;
	int rc;

	if (!host_normalise(host, h->name, strlen(h->name)) ||
		!host_is_plain(host))
		return err_set(ERR_INVALID,
			_("'%s' is no host name; write one like "
			  "api.exemple.net"),
			h->name);
	rc = whose_open(&whose, h->store, h->list);
	if (rc != 0)
		return rc;
	*cloud = (struct cloud){ 0 };
	hosted = cloud_read(cloud, host);
	whose_find(owner, whose, host);
	whose_close(whose);
	add_subject(f, "host", host);
	if (hosted && cloud->own_label)
		add_subject(f, "label", cloud->label);
	if (!hosted)
		add_parents(f, host);
	add_owner(f, owner);
	add_case(f, h, host, owner);
	if (hosted)
		add_cloud(f, cloud);
	return 0;
}

void mentions_forms_owner(
	struct mentions_forms *f, const char *name, const struct case_json *c)
{
	add_names(f, name, NULL);
	add_named(f, c, name);
}

/* --- words --- */

/* Calls for each word of a list. */
static void add_words(struct mentions_forms *f,
	const struct mentions_form *form, const char *words)
{
	for (;;) {
		size_t n = strcspn(words, "|");

		add_form(f, form, words, n);
		if (words[n] == '\0')
			return;
		words += n + 1;
	}
}

static void add_number(struct mentions_forms *f, const char *term)
{
	size_t len = strlen(term);
	struct str other = { 0 };

	if (len > 2 && term[len - 1] == 's')
		str_add(&other, term, len - 1);
	else if (len > 2 && term[len - 1] != '*')
		str_printf(&other, "%ss", term);
	if (other.len > 0)
		add_subject(f, "singular or plural", other.p);
	str_release(&other);
}

/* Whether a word is part of a form of the list: "pas" of "nombre de pas". */
static bool has_part(const char *words, const char *word)
{
	size_t len = strlen(word);
	const char *p = words;

	for (; (p = strstr(p, word)) != NULL; p += len)
		if ((p == words || strchr(" |", p[-1]) != NULL) &&
			strchr(" |", p[len]) != NULL)
			return true;
	return false;
}

/* A kind of data that the word names; loose: of which it is a part. */
static const char *kind_of(const char *term, bool loose)
{
	const struct mention_words *g;

	for (size_t i = 0; (g = mention_words_get(i)) != NULL; i++)
		if (g->role == MENTION_DATA &&
			mention_words_has(g->words, term))
			return g->name;
	for (size_t i = 0; loose && (g = mention_words_get(i)) != NULL; i++)
		if (g->role == MENTION_DATA && has_part(g->words, term))
			return g->name;
	return NULL;
}

/* Of a word that no list has, its plural or singular is looked for. A small
 * word ("pas") stands in every text: it is looked for only in the forms that
 * it is part of. */
void mentions_forms_term(struct mentions_forms *f, const char *term)
{
	bool small = mention_words_is_small(term);
	const char *kind = kind_of(term, small);
	const struct mention_words *g;

	if (!small || kind == NULL)
		add_subject(f, "term", term);
	if (kind == NULL)
		add_number(f, term);
	for (size_t i = 0; (g = mention_words_get(i)) != NULL; i++)
		if (kind != NULL && g->name != NULL &&
			strcmp(g->name, kind) == 0)
			add_words(f,
				&(struct mentions_form){ .why = "same kind",
					.lang = g->lang,
					.of = MENTIONS_OF_SUBJECT },
				g->words);
}

void mentions_forms_categories(struct mentions_forms *f, bool data)
{
	const struct mention_words *g;

	for (size_t i = 0; (g = mention_words_get(i)) != NULL; i++) {
		bool of_data =
			g->role == MENTION_VAGUE || g->role == MENTION_NOTHING;

		if (g->role == MENTION_DATA ||
			(g->role != MENTION_MASK && of_data != data))
			continue;
		add_words(f,
			&(struct mentions_form){ .why = "category",
				.lang = g->lang,
				.role = g->role },
			g->words);
	}
}
