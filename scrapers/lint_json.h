/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_LINT_JSON_H
#define SCRAPERS_LINT_JSON_H

/*
 * What lint found, as JSON: new trees, members for one object.
 *
 *	json_add(o, "hits", lint_json_hits(&l));
 *	json_add(o, "checklist", lint_json_checklist(&l));
 *	json_add(o, "sources", lint_json_sources(lex));
 *
 * A quotation is the sentence as it stands in the text; a source is a key of
 * "sources".
 */

#include <cjson/cJSON.h>

#include "scrapers/lint_compare.h"

/* {"words","hits","weighted","per_1000_words",
 *  "baseline":{…,"per_1000_words","p10":{"value","side"},…}}: the baseline's
 * rate is lint_baseline_rate(), which the sides are of; "for choosing" */
cJSON *lint_json_rate(const struct lint *l, const struct lexicon *lex);
cJSON *lint_json_hits(const struct lint *l);
cJSON *lint_json_checklist(const struct lint *l);
cJSON *lint_json_sources(const struct lexicon *lex);

/* A rate as it is written in all JSON. */
cJSON *lint_json_per_1000(double rate);

/* {"lost","gained","terms","out","in"} */
cJSON *lint_json_compare(const struct lint_compare *c, const struct lint *old,
	const struct lint *new);

#endif
