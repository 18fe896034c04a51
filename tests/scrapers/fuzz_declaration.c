/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "scrapers/declaration.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever is accepted keeps the promises of the header; its terms can be
 * read again by themselves. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct declaration d = { 0 };

	if (declaration_parse(&d, "Exemple.json", (const char *)data, size) !=
		0) {
		if (err_message()[0] == '\0')
			abort();
		return 0;
	}
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
