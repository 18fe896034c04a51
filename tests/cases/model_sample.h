/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_CASES_MODEL_SAMPLE_H
#define TESTS_CASES_MODEL_SAMPLE_H

/*
 * The fixture's model, as a template gets it the second time: the pieces are
 * numbered in the order policy, log, question, answer.
 *
 *	struct model_sample m;
 *
 *	model_sample_open(&m, NULL);
 *	json_member(m.model, "policies")
 *	model_sample_close(&m);
 */

#include "sample.h"

#include "base/utf8.h"
#include "cases/model.h"

struct model_sample {
	struct sample s;
	struct backing b;
	struct pieces p;
	cJSON *model;
};

/* Numbers the pieces in their order of naming. */
__attribute__((unused)) static void model_sample_number(struct pieces *p)
{
	struct str text = { 0 };
	size_t n = p->n;

	for (size_t i = 0; i < n; i++) {
		const struct piece *one = &p->v[i];

		sample_must(pieces_refer(&text, p, &one, 1));
	}
	pieces_order(p, text.p, text.len);
	sample_must(pieces_build(p));
	str_release(&text);
}

__attribute__((unused)) static void model_sample_open(
	struct model_sample *m, const char *patch)
{
	*m = (struct model_sample){ 0 };
	sample_open(&m->s, patch);
	sample_backing(&m->b, &m->s);
	sample_must(pieces_open(&m->p, &m->b));
	model_sample_number(&m->p);
	sample_must(model_make(&m->model, &m->p));
}

__attribute__((unused)) static void model_sample_close(struct model_sample *m)
{
	cJSON_Delete(m->model);
	pieces_release(&m->p);
	backing_release(&m->b);
	sample_close(&m->s);
}

/* Element i of a list of the model. */
__attribute__((unused)) static const cJSON *model_sample_item(
	const struct model_sample *m, const char *list, int i)
{
	const cJSON *item = cJSON_GetArrayItem(json_member(m->model, list), i);

	assert_non_null(item);
	return item;
}

/* Fails unless a text member is that. */
__attribute__((unused)) static void model_sample_text(
	const cJSON *object, const char *name, const char *want)
{
	const char *text = json_string(object, name);

	assert_non_null(text);
	assert_string_equal(text, want);
}

#endif
