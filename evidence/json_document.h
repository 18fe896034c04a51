/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_JSON_DOCUMENT_H
#define EVIDENCE_JSON_DOCUMENT_H

/*
 * A file that is one JSON object, for importers: its members one at a time,
 * whatever its size. What is said about the whole may stand behind the
 * records, so such files are read twice:
 *
 *	rc = json_document_each(job, see_about, ctx, NULL);
 *	if (rc == 0)
 *		rc = json_document_each(job, see_records, ctx, &place);
 */

#include "evidence/importer.h"
#include "evidence/json_stream.h"

/* The record under way, or the one that would follow: where the part that
 * cannot be read begins when the file is broken. Kept by the caller's fn. */
struct json_document_place {
	uint64_t number, position;
};

/* Calls fn for each member of the outermost object. A file that is broken
 * ends the reading; what was read of it stays, and the rest is told as one
 * bad record at the place; with place NULL it is passed over. Errors of the
 * source and of fn. */
int json_document_each(struct importer_job *job, json_stream_fn fn, void *ctx,
	const struct json_document_place *place);

/* The record that a value begins, and, once it was read, the next. */
void json_document_begin(struct json_document_place *place,
	const struct json_stream_token *value);
void json_document_end(
	struct json_document_place *place, struct json_stream *s);

/* The value as a tree, when it is no longer than max bytes of JSON and valid:
 * else NULL in *out, with why in *why, N_(). The tree is the caller's. */
int json_document_tree(cJSON **out, const char **why, struct json_stream *s,
	const struct json_stream_token *value, size_t max);

/* Whether a head is an object whose text has all these words (NULL behind the
 * last), for sniff(). */
bool json_document_has(
	const struct importer_head *head, const char *const words[]);

#endif
