/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_MODEL_STEPS_H
#define CASES_MODEL_STEPS_H

/*
 * What happened and what is claimed, in the model: "chronology" (all dated
 * facts in order), "letters" with the time allowed for an answer and its
 * reasoning, "grievances" with the facts they rest on.
 */

#include <cjson/cJSON.h>

#include "cases/pieces.h"

int model_steps_add(cJSON *model, const struct pieces *p);

#endif
