/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_MODEL_H
#define CASES_MODEL_H

/*
 * The case as a template sees it: a JSON object of texts, true and false,
 * and lists of such objects. Every value comes from the archive or from
 * case.json; dates, numbers and words are in the document's language.
 *
 *	cJSON *model = NULL;
 *
 *	rc = model_make(&model, &pieces);
 *	...
 *	cJSON_Delete(model);
 *
 * What always holds: every member named in the letters is there, "" or false
 * where nothing is known, so that a template's misspelt name is an error.
 *
 * Members of the whole: title, object, case_id, date, place, signature …;
 * complainant, authority, organisations, products (this file); policies,
 * changes (model_policy.h); differences (model_difference.h); observations,
 *experiments (model_contact.h); chronology, letters, grievances
 *(model_steps.h); bordereau, custody (model_proof.h).
 */

#include <cjson/cJSON.h>

#include "cases/pieces.h"

/* *out is the caller's (cJSON_Delete). The lists of files are empty until
 * the pieces have their numbers. */
int model_make(cJSON **out, const struct pieces *p);

#endif
