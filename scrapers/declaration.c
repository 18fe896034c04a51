/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/declaration.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "scrapers/declaration_read.h"

static char *id_of(const char *path)
{
	const char *name = file_basename(path);
	size_t len = strlen(name);

	if (len > 5 && strcmp(name + len - 5, ".json") == 0)
		len -= 5;
	return mem_dup(name, len);
}

int declaration_parse(
	struct declaration *out, const char *name, const char *text, size_t len)
{
	struct problem_list first = { .max = 1 };
	struct declaration_read r = {
		.name = name, .text = text, .len = len, .problems = &first
	};
	struct declaration d = { 0 };
	cJSON *tree = NULL;
	int rc;

	if (declaration_read_open(&tree, &r))
		declaration_read_file(&d, &r, tree);
	rc = declaration_read_result(&r);
	if (rc == 0) {
		d.id = id_of(name);
		*out = d;
	} else {
		declaration_release(&d);
	}
	cJSON_Delete(tree);
	declaration_read_close(&r);
	problem_release(&first);
	return rc;
}

int declaration_terms_parse(struct declaration_terms *out, const char *type,
	const char *text, size_t len)
{
	struct problem_list first = { .max = 1 };
	struct declaration_read r = {
		.name = type, .text = text, .len = len, .problems = &first
	};
	struct declaration_terms t = { 0 };
	cJSON *tree = NULL;
	int rc;

	if (declaration_read_open(&tree, &r))
		declaration_read_terms(&t, &r, tree, type, false);
	rc = declaration_read_result(&r);
	if (rc == 0)
		*out = t;
	else
		declaration_terms_release(&t);
	cJSON_Delete(tree);
	declaration_read_close(&r);
	problem_release(&first);
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
	for (size_t i = 0; i < t->n; i++)
		declaration_read_release_part(&t->parts[i]);
	free(t->parts);
	free(t->type);
	free(t->fetching.language);
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

bool declaration_type_is_known(const char *type)
{
	static const char *const known[] = { "Acceptable Use Policy",
		"Accessibility Statement", "Advertising Content Policy",
		"Affiliate Agreement", "Anti-corruption Policy",
		"Brand Guidelines", "Business Mediation Policy",
		"Business Privacy Policy", "Closed Captioning Policy",
		"Commercial Terms", "Community Guidelines", "Complaints Policy",
		"Conditions of Carriage", "Content Monetisation Policy",
		"Copyright Claims Policy", "Data Controller Agreement",
		"Data Processor Agreement", "Deceased Users", "Developer Terms",
		"Editorial Policy", "General Conditions of Sale",
		"Human Rights Policy", "Hyperlinks Policy", "Imprint",
		"In-App Purchases Policy", "Law Enforcement Guidelines",
		"Live Policy", "Marketplace Buyers Conditions",
		"Marketplace Sellers Conditions", "Platform to Business Notice",
		"Premium Partner Conditions", "Privacy Policy",
		"Quality Guidelines", "Ranking Parameters Description",
		"Restricted Use Policy", "Review Guidelines", "Seller Warranty",
		"Service Level Agreement", "Single Sign-On Policy",
		"Terms of Service", "Trackers Policy", "User Consent Policy",
		"Vulnerability Disclosure Policy", "Whistleblower Policy" };

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(known[i], type) == 0)
			return true;
	return false;
}
