/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_MODEL_POLICY_H
#define CASES_MODEL_POLICY_H

/*
 * The policies in the model: "policies", each with what it said, when it was
 * seen and who says so; "changes", the passages that differ between the
 * versions cited of the same terms, in order of date.
 */

#include <cjson/cJSON.h>

#include "cases/pieces.h"

int model_policy_add(cJSON *model, const struct pieces *p);

#endif
