/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_CASE_SHAPE_H
#define CASES_CASE_SHAPE_H

/*
 * The members of case.json ("schema": "constat.case/1"), as tables for
 * cases/shape.h. This is the reference of the format.
 *
 * What is numbered is an exhibit of the archive, by the number that "constat
 * import" and "constat attach" print. Numbers on a document are given when
 * it is drafted, in order of first mention. What has an "id" can be named by
 * a grievance as a fact.
 */

#include "cases/shape.h"

#define CASE_SHAPE_SCHEMA "constat.case/1"

/* The whole document. */
const struct shape *case_shape(void);

#endif
