/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_PEEK_H
#define EVIDENCE_PEEK_H

/*
 * What sniff() functions share: the first lines of a head, the first JSON
 * records in it, a table's heading.
 */

#include "evidence/importer.h"
#include "evidence/json_pick.h"

/* The next line that is not empty, without its end; the last one of a head
 * that is not whole is left out unless it has its end. *at is 0 at first. */
bool peek_line(const struct importer_head *head, size_t *at, const char **text,
	size_t *len);

/* Picks from the first line that is a JSON object and for which is() holds;
 * a few lines before may be torn or others. False when there is none. */
typedef bool (*peek_is_fn)(const struct json_pick *p);
bool peek_json_line(const struct importer_head *head, struct json_pick *out,
	const char *const *names, size_t n, peek_is_fn is);

/* The first element, or member's value, of the container `wanted` of a JSON
 * text (evidence/json_items.h), if it is whole; its text is in room. */
bool peek_json_item(const struct importer_head *head, const char *wanted,
	struct json_pick *out, struct str *room);

/* The same, and picks from it; false too when it is no object. */
bool peek_json_record(const struct importer_head *head, const char *wanted,
	struct json_pick *out, const char *const *names, size_t n,
	struct str *room);

/* Whether the first line is a table's heading with all these names (NULL
 * behind the last), in any order, quoted or not, in small letters or
 * capitals, separated by commas, semicolons or tabs. */
bool peek_heading(const struct importer_head *head, const char *const names[]);

/* The beginning of the member that a job reads, for importers that read
 * forms of several kinds; room outlives the head. */
int peek_member(struct importer_head *head, struct str *room,
	const struct importer_job *job);

#endif
