/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_RULES_PARTIES_H
#define CASES_RULES_PARTIES_H

/*
 * Rules about who complains, of whom, to which authority, in which form (E01,
 * E02, E04, E07 to E09, E13, W08, W09, W14).
 */

#include "cases/rules.h"

/* Ended by a NULL code. */
extern const struct rules_rule rules_parties[];

#endif
