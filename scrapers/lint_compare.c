/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/lint_compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A sentence, to be looked up. */
struct slice {
	const char *p;
	size_t len;
};

static int order(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;

	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	return x->len > 0 ? memcmp(x->p, y->p, x->len) : 0;
}

static struct slice slice_of(const struct lint *l, size_t sentence)
{
	const struct lint_sentence *s = &l->sentences[sentence];

	return (struct slice){ l->text.p + s->at, s->len };
}

/* All sentences in order, to be freed. */
static struct slice *sorted(const struct lint *l)
{
	struct slice *v = mem_new(l->n_sentences + 1, sizeof(*v));

	for (size_t i = 0; i < l->n_sentences; i++)
		v[i] = slice_of(l, i);
	qsort(v, l->n_sentences, sizeof(*v), order);
	return v;
}

/* How often each term stands in the text, to be freed. */
static size_t *count(const struct lint *l, const struct lexicon *lex)
{
	size_t *n = mem_new(lex->n_terms + 1, sizeof(*n));

	for (size_t i = 0; i < l->n_hits; i++)
		n[l->hits[i].term - lex->terms]++;
	return n;
}

/* The hits of l, of terms that more of are here than there, in sentences
 * that the other text does not have. */
static size_t *only(size_t *n, const struct lint *l, const struct lint *other,
	const struct lexicon *lex, const size_t *here, const size_t *there)
{
	struct slice *known = sorted(other);
	size_t *v = mem_new(l->n_hits + 1, sizeof(*v));

	*n = 0;
	for (size_t i = 0; i < l->n_hits; i++) {
		size_t term = (size_t)(l->hits[i].term - lex->terms);
		struct slice s = slice_of(l, l->hits[i].sentence);

		if (here[term] > there[term] &&
			bsearch(&s, known, other->n_sentences, sizeof(s),
				order) == NULL)
			v[(*n)++] = i;
	}
	free(known);
	return v;
}

void lint_compare(struct lint_compare *out, const struct lint *old,
	const struct lint *new, const struct lexicon *lex)
{
	size_t *before = count(old, lex), *after = count(new, lex);

	out->terms = mem_new(lex->n_terms + 1, sizeof(*out->terms));
	for (size_t i = 0; i < lex->n_terms; i++)
		if (before[i] != after[i])
			out->terms[out->n_terms++] =
				(struct lint_term_change){ &lex->terms[i],
					before[i], after[i] };
	out->in = only(&out->n_in, new, old, lex, after, before);
	out->out = only(&out->n_out, old, new, lex, before, after);
	free(before);
	free(after);
}

bool lint_compare_differs(const struct lint_compare *c, const struct lint *old,
	const struct lint *new)
{
	for (size_t i = 0; i < CHECKLIST_ITEMS; i++)
		if ((old->items[i].n > 0) != (new->items[i].n > 0))
			return true;
	return c->n_terms > 0;
}

void lint_compare_release(struct lint_compare *c)
{
	free(c->terms);
	free(c->in);
	free(c->out);
	*c = (struct lint_compare){ 0 };
}
