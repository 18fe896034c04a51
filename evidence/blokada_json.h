/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_BLOKADA_JSON_H
#define EVIDENCE_BLOKADA_JSON_H

/*
 * What Blokada 5 and 6 keep of a phone's requests, as JSON; the importer
 * "blokada" reads it beside the CSV of version 4.
 */

#include "evidence/importer.h"

/* How sure it is from the first bytes, as an importer's sniff(). */
int blokada_json_sniff(struct importer_head *head);

/* Reads the job's member, whichever of the two forms it is. */
int blokada_json_read(
	struct importer_job *job, const struct importer_head *head);

#endif
