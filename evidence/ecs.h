/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_ECS_H
#define EVIDENCE_ECS_H

/*
 * One record as a JSON object in the field names of the Elastic Common Schema
 * (github.com/elastic/ecs, schemas/); our own, which say how much a record is
 * worth and where it stands, begin with "ev.".
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "archive/observation.h"

/* Where the record comes from. */
struct ecs_place {
	int64_t exhibit; /* 0: not told */
	uint64_t row;	 /* its number in the exhibit, from 1; 0: not told */
	bool stated;	 /* by the complainant, not by a log */
};

/* The caller's to free. */
cJSON *ecs_row(const struct observation *o, const struct ecs_place *place);

#endif
