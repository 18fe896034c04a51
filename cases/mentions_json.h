/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_MENTIONS_JSON_H
#define CASES_MENTIONS_JSON_H

/*
 * An answer of cases/mentions as JSON: the question, the answer with its
 * rule, each document with its passages and how certain its text is, and all
 * that was looked for.
 *
 *	mentions_json(object, &m);
 */

#include <cjson/cJSON.h>

#include "cases/mentions.h"

/* Adds the members to an object. */
void mentions_json(cJSON *object, const struct mentions *m);

#endif
