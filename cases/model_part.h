/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_MODEL_PART_H
#define CASES_MODEL_PART_H

/*
 * Building blocks of the model: members of an object, in the words of the
 * document's language. They cannot fail but for want of memory, which ends
 * the process: all texts are bounded by the case's size.
 */

#include <cjson/cJSON.h>

#include "cases/pieces.h"

/* Copies text members as they are ("" when absent): NULL-terminated names. */
void model_part_copy(cJSON *out, const cJSON *item, const char *const names[]);

/* The word for a member's code; "" when the member is blank. */
void model_part_word(cJSON *out, const char *name, const struct wording *w,
	const char *group, const char *code);

/* "3 septembre 2018", "3 septembre 2018 à 10 h 12 (heure de Paris)". */
void model_part_time(cJSON *out, const char *name, const struct backing *b,
	int64_t ns, enum wording_time precision);
void model_part_day(
	cJSON *out, const char *name, const struct backing *b, int64_t day);

/* A member of the case that is a date or a time; "" when blank. */
void model_part_when(cJSON *out, const char *name, const struct backing *b,
	const cJSON *item, const char *member);

void model_part_number(
	cJSON *out, const char *name, const struct backing *b, uint64_t n);

void model_part_digest(
	cJSON *out, const char *name, const struct digest *digest);

/* The hosts that a count is of: "<name>" all of them, with commas between,
 * "<name>_several" whether there is more than one. */
void model_part_hosts(
	cJSON *out, const char *name, const struct contact *contact);

/* "Pièce n° 3" for the pieces; "" for none. */
void model_part_refer(cJSON *out, const char *name, const struct pieces *p,
	const struct piece *const list[], size_t n);

/* The same for the exhibits that an element names. */
void model_part_exhibits(cJSON *out, const char *name, const struct pieces *p,
	const cJSON *item);

/* Pieces that back an element of the case (id); appended to list, which has
 * room for `room`; returns the new count. */
size_t model_part_backing(const struct pieces *p, const char *id,
	const struct piece *list[], size_t n, size_t room);

/* Adds "has_<name>": whether the list has elements, and the list. */
void model_part_list(cJSON *out, const char *name, cJSON *list);

/* Lines of a text as a list of texts. */
cJSON *model_part_lines(const char *text);

enum { MODEL_PART_PIECES = 256 };

/* What was asked ("is_host", "is_owner", "is_term", "asked"), the answer
 * ("is_omitted", …), the forms searched, and the day of reading. */
void model_part_mention(
	cJSON *out, const struct backing *b, const struct stated *s);

#endif
