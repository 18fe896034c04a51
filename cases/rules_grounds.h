/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_RULES_GROUNDS_H
#define CASES_RULES_GROUNDS_H

/*
 * Rules about what is claimed, and what was said and done before (E03, E05,
 * E06, E11, W01, W02, W04, W05).
 */

#include "cases/rules.h"

/* Ended by a NULL code. */
extern const struct rules_rule rules_grounds[];

#endif
