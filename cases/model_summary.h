/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_MODEL_SUMMARY_H
#define CASES_MODEL_SUMMARY_H

/*
 * The summary in the model: the first few products, contacts, quotes and
 * letters of what the model already holds, so that it stays under ten lines
 * and never says what the body does not.
 */

#include <cjson/cJSON.h>

#include "cases/wording.h"

/* Adds "summary" to a model that has all its other lists. */
int model_summary_add(cJSON *model, const struct wording *w);

#endif
