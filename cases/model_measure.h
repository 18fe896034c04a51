/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_MODEL_MEASURE_H
#define CASES_MODEL_MEASURE_H

/*
 * What an experiment of the case measures, for templates: an experiment that
 * names a "host" is computed from the logs and statements of its period
 * ("from", "to"), and not taken from what the person typed.
 *
 * A "trigger-correlation" (evidence/correlate.h; "events" is the exhibit of
 * the events, else the typed ones) gives "correlation": window_s, events,
 * left_out, merged, followed, share_low, share_high (per cent), expected, p,
 * draws, cell_s, median, has_days (days, days_p), sure, is_coarse (within_s),
 * has_idle (idle contacts between idle_from and idle_to, idle_hours that were
 * watched, idle_low to idle_high an hour, has_idle_events), has_pairs and pairs
 * (number, event, event_line, is_followed, contact, contact_line, delay,
 * disposition; pairs_shown of them, has_more_pairs),
 * logs (title, ref, next), typed or sources (the same); or is_refused and
 * refusal. A "blocking-test" (evidence/experiment.h; "feature" chooses the
 * periods of one) gives "block": feature, is_sound (tried, worked, share_low,
 * share_high, asked, refused, logs; has_open with open_tried and open_worked),
 * or fault; dropped (periods, fault); has_no_network (no_network_tried,
 * …_worked).
 */

#include "cases/pieces.h"

/* Adds has_correlation and correlation, has_block and block. Errors of what
 * is read. */
int model_measure_add(cJSON *out, const struct pieces *p, const cJSON *item);

#endif
