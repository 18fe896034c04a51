/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "scrapers/declaration.h"
#include "scrapers/declaration_check.h"
#include "scrapers/declared.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* As past declarations, and with all problems told: none without words, none
 * without a place but where the text is no JSON, sorted entries. */
static void see_past(const char *text, size_t size)
{
	struct problem_list list = { 0 };
	struct declared_past past = { 0 };

	if (declared_parse(&past, "Exemple.history.json", text, size, &list) !=
		0)
		abort();
	for (size_t i = 0; i < list.n; i++)
		if (list.v[i].words[0] == '\0')
			abort();
	for (size_t i = 1; i < past.n; i++)
		if (past.v[i].has_end && !past.v[i - 1].has_end &&
			strcasecmp(past.v[i].terms.type,
				past.v[i - 1].terms.type) == 0)
			abort();
	declared_release(&past);
	problem_release(&list);
}

/* What is read has no errors, and the other way. */
static void see_problems(const char *text, size_t size, bool accepted)
{
	struct problem_list list = { 0 };
	size_t errors = 0;

	declaration_check_text(&list, "Exemple.json", text, size);
	for (size_t i = 0; i < list.n; i++)
		errors += list.v[i].level == PROBLEM_ERROR;
	if (accepted && errors > 0)
		abort();
	if (!accepted && list.n == 0)
		abort();
	problem_release(&list);
}

/* Whatever is accepted keeps the promises of the header; its terms can be
 * read again by themselves. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct declaration d = { 0 };
	const char *text = (const char *)data;
	int rc = declaration_parse(&d, "Exemple.json", text, size);

	if (rc != 0 && err_message()[0] == '\0')
		abort();
	see_past(text, size);
	see_problems(text, size, rc == 0);
	if (rc != 0)
		return 0;
	for (size_t i = 0; i < d.n; i++) {
		struct declaration_terms *t = &d.terms[i], again = { 0 };

		if (t->n == 0 || t->parts[0].fetch == NULL)
			abort();
		if (declaration_terms_parse(
			    &again, t->type, t->json, strlen(t->json)) != 0 ||
			strcmp(again.json, t->json) != 0)
			abort();
		declaration_terms_release(&again);
	}
	declaration_release(&d);
	return 0;
}
