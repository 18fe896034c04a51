/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_RULES_PROOF_H
#define CASES_RULES_PROOF_H

/*
 * Rules about what the claims rest on: exhibits, versions, logs, and what else
 * could explain them (E10, W03, W06, W07, W11 to W13, W15 to W17).
 */

#include "cases/rules.h"

/* Ended by a NULL code. */
extern const struct rules_rule rules_proof[];

#endif
