/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/mentions_choice.h"

#include <stdlib.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

/* Names found while the archive is walked. */
struct choice {
	const char *service;
	struct {
		char *service, *terms; /* owned */
	} * v;
	size_t n, cap;
};

static void add(struct choice *c, const char *service, const char *terms)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcasecmp(c->v[i].service, service) == 0 &&
			strcasecmp(c->v[i].terms, terms) == 0)
			return;
	c->v = mem_grow(c->v, &c->cap, c->n + 1, sizeof(*c->v));
	c->v[c->n].service = mem_strdup(service);
	c->v[c->n++].terms = mem_strdup(terms);
}

static void add_case(struct choice *choice, const struct case_json *c)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, case_json_list(c, "policies"))
	{
		const char *service = case_json_text(item, "service");
		const char *terms = case_json_text(item, "terms");

		if (*service == '\0' || *terms == '\0')
			continue;
		if (choice->service == NULL ||
			strcasecmp(choice->service, service) == 0)
			add(choice, service, terms);
	}
}

static int add_kept(const char *service, const char *terms, void *ctx)
{
	struct choice *c = ctx;

	if (strcasecmp(service, c->service) == 0)
		add(c, service, terms);
	return 0;
}

int mentions_choose(struct mentions *m, const struct case_json *c,
	const char *service, const char *terms)
{
	struct choice choice = { .service = service };
	int rc = 0;

	if (terms != NULL)
		add(&choice, service, terms);
	else if (c != NULL)
		add_case(&choice, c);
	if (choice.n == 0 && service != NULL)
		rc = version_each_terms(m->q.store, add_kept, &choice);
	if (rc == 0 && choice.n == 0)
		rc = err_set(ERR_NOTFOUND,
			service != NULL
				? _("nothing is kept of '%s'; see 'constat "
				    "history'")
				: _("the case names no policies%s; name a "
				    "service and its terms"),
			service != NULL ? service : "");
	for (size_t i = 0; i < choice.n; i++) {
		if (rc == 0)
			rc = mentions_read(
				m, choice.v[i].service, choice.v[i].terms);
		free(choice.v[i].service);
		free(choice.v[i].terms);
	}
	free(choice.v);
	return rc;
}
