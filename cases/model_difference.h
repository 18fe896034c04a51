/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_MODEL_DIFFERENCE_H
#define CASES_MODEL_DIFFERENCE_H

/*
 * Texts set beside each other (annex D), for the model: "has_differences",
 * "differences", each with "number", "service", "terms", "old" and "new"
 * (which text it is, when it was seen and on whose word, its digest, its
 * exhibit), what is not known between the two, and "shown", the object of
 * cases/difference.h. A pair whose words are the same is left out. A change
 * of the model that is one of them gets "in_annex".
 */

#include <cjson/cJSON.h>

#include "cases/pieces.h"

/* After model_policy_add(). */
int model_difference_add(cJSON *model, const struct pieces *p);

#endif
