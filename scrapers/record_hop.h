/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_RECORD_HOP_H
#define SCRAPERS_RECORD_HOP_H

/*
 * Requests and answers as a capture record tells them: one object a hop,
 * with times, connection, TLS, header blocks verbatim and the digest of the
 * body.
 *
 *	json_add(record, "hops", record_hop_list(&fetch));
 */

#include <cjson/cJSON.h>

#include "scrapers/fetch.h"

/* All hops of a fetch, in order; a new tree. */
cJSON *record_hop_list(const struct fetch *f);

/* Sets a digest by its name ("sha256:…"), and a time (RFC 3339, nine digits
 * of a second). */
void record_hop_digest(cJSON *object, const char *name, const struct digest *d);
void record_hop_time(cJSON *object, const char *name, int64_t ns);

#endif
