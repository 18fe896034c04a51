/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any valid text: hits stand in order, inside their sentence, do not overlap,
 * and fold to one of their term's forms; judging again gives the same.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "scrapers/lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whether what was hit folds to a form of its term. */
static bool is_form(
	const struct lint *l, const struct lint_hit *h, const cJSON *term)
{
	struct fold f = { 0 };
	const cJSON *form;
	bool found = false;

	if (fold_text(&f, l->text.p + h->at, h->len) != 0)
		return false;
	cJSON_ArrayForEach(form, json_member(term, "forms"))
	{
		found |= str_is(&f.text, form->valuestring);
	}
	fold_release(&f);
	return found;
}

static void check(const struct lint *l, const struct lexicon *lex)
{
	size_t end = 0;

	for (size_t i = 0; i < l->n_hits; i++) {
		const struct lint_hit *h = &l->hits[i];

		assert(h->at >= end && h->len > 0);
		end = h->at + h->len;
		assert(end <= l->text.len);
		assert(h->sentence < l->n_sentences);
		assert(h->clear == LINT_NONE || h->clear < l->n_sentences);
		assert(h->at >= l->sentences[h->sentence].at);
		assert((size_t)(h->term - lex->terms) < lex->n_terms);
		assert(is_form(l, h,
			cJSON_GetArrayItem(json_member(lex->tree, "terms"),
				(int)(h->term - lex->terms))));
	}
	for (size_t i = 0; i < CHECKLIST_ITEMS; i++)
		assert(l->items[i].n == 0 ||
			l->items[i].at + l->items[i].len <= l->text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct lexicon *lex[3];
	struct lint l = { 0 };
	size_t n;

	for (int i = 0; i < 3; i++)
		if (lex[i] == NULL &&
			lexicon_open(&lex[i], lexicon_languages[i]) != 0)
			return 0;
	if (lint_plain(&l, (const char *)data, size) == 0) {
		(void)lexicon_guess(&l.folded);
		for (int i = 0; i < 3; i++) {
			lint_judge(&l, lex[i], i == 0);
			check(&l, lex[i]);
			n = l.n_hits;
			lint_judge(&l, lex[i], i == 0);
			assert(l.n_hits == n);
		}
	}
	lint_release(&l);
	return 0;
}
