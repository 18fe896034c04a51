/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_HISTORY_YEARS_H
#define CLI_HISTORY_YEARS_H

/*
 * constat history --summary: a history by years, as a table and as JSON. A
 * year without a new version has no line.
 */

#include <cjson/cJSON.h>

#include "cli/cmd.h"
#include "scrapers/kinds.h"

/* Prints the table. The archive's failures; nothing is printed then. */
int history_years_print(const struct cli *cli, struct store *store,
	const struct version_spans *spans, const struct kinds *kinds);

/* Adds "years", and "use", which says what the figures are for, to the object
 * of terms. The archive's failures. */
int history_years_json(cJSON *o, struct store *store,
	const struct version_spans *spans, const struct kinds *kinds);

#endif
