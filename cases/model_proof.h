/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_MODEL_PROOF_H
#define CASES_MODEL_PROOF_H

/*
 * The list of exhibits and the page on checking them, in the model:
 * "bordereau" (a row per exhibit, a file per file), "stamp". Of the ledger,
 * only what lies under the stamped checkpoint is told, so that a document
 * drafted twice says the same.
 */

#include <cjson/cJSON.h>

#include "cases/pieces.h"

int model_proof_add(cJSON *model, const struct pieces *p);

#endif
