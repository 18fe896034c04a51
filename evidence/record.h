/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_RECORD_H
#define EVIDENCE_RECORD_H

/*
 * What importers of requests share: addresses, and details that stay small
 * in all, however many different ones a file would give.
 *
 *	cJSON *d = json_object();
 *
 *	record_set(d, "http.request.method", method);
 *	…
 *	rc = record_row(job, budget, &o, full.p, shorter.p);
 */

#include <stdbool.h>

#include "archive/observation.h"
#include "base/json.h"
#include "evidence/host.h"
#include "evidence/importer.h"

enum {
	RECORD_TEXT = 600, /* bytes of a text in a detail */
	/* Bytes of different details of one import: they share the
	 * dictionary (archive/names.h) with the hosts, and memory. */
	RECORD_DETAILS = 12 << 20,
};

/* Sets a text, made printable and cut to RECORD_TEXT; nothing for NULL or
 * "". */
void record_set(cJSON *detail, const char *name, const char *text);

/* The address in a text ("192.0.2.7", "[2001:db8::1]"), without brackets;
 * false for anything else. */
bool record_address(char out[HOST_MAX + 1], const char *text);

/* Counts what details take. */
struct record_budget;
struct record_budget *record_budget_new(void);
void record_budget_free(struct record_budget *b);

/* importer_row() with the full detail, or, when the budget is spent and it
 * is a new one, with the shorter. */
int record_row(struct importer_job *job, struct record_budget *b,
	struct observation *o, const char *full, const char *shorter);

#endif
