/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_OCSF_H
#define EVIDENCE_OCSF_H

/*
 * One record as an event of the Open Cybersecurity Schema Framework
 * (schema.ocsf.io, 1.9.0-dev): look-ups are DNS Activity (class_uid 4003),
 * connections Network Activity (4001), requests HTTP Activity (4002), with
 * the profile of a security control for what was allowed or blocked. What
 * the schema has no place for, how much a record is worth, stands under
 * "unmapped" in the names of evidence/ecs.h.
 */

#include <cjson/cJSON.h>

#include "archive/observation.h"
#include "evidence/ecs.h"

/* The caller's to free; NULL for a record that is no contact with a host. A
 * record without a time has no "time". */
cJSON *ocsf_row(const struct observation *o, const struct ecs_place *place);

#endif
