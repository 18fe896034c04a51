/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_MODEL_CONTACT_H
#define CASES_MODEL_CONTACT_H

/*
 * What was observed, in the model: "observations", each with its hosts, who
 * runs them on what basis, how exact the times are, and what else could
 * explain the contacts; "experiments".
 */

#include <cjson/cJSON.h>

#include "cases/pieces.h"

int model_contact_add(cJSON *model, const struct pieces *p);

#endif
