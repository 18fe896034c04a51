/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_DIFFERENCE_WORDS_H
#define CASES_DIFFERENCE_WORDS_H

/*
 * The words of two passages as a list for a template: which stayed, went,
 * came, and how many are left out.
 *
 *	struct difference_room room = { .left = 4000 };
 *	cJSON *parts = json_array();
 *
 *	difference_words(parts, &room, old, old_len, new, new_len);
 *	room.left is what another passage may take
 *
 * Each element: {"same", "deleted", "inserted": one is true, "skipped",
 * "text", "words"}. With "skipped", "words" of that kind (a number) are left
 * out at that place, and "text" is "". Where the room ends, what is left of
 * each kind is one such element.
 *
 * What always holds: white space at the ends of marked words is not marked;
 * no text looks like a mark (scrapers/redline_clean.h, templates/marks.h).
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

enum {
	/* Words that stayed are kept so long before and behind a mark, bytes;
	 * a longer stretch between two marks is shortened. */
	DIFFERENCE_AROUND = 240,
	/* Marked words are shown so long, bytes. */
	DIFFERENCE_MARKED = 8000,
};

/* What may be shown yet, and what came of it. */
struct difference_room {
	size_t left;  /* bytes of text */
	bool skipped; /* words were left out, of any kind */
	bool coarse;  /* marked words may have stayed (redline_words.h) */
};

/* Valid UTF-8. */
void difference_words(cJSON *parts, struct difference_room *room,
	const char *old, size_t old_len, const char *new, size_t new_len);

/* One part that stayed, shortened behind DIFFERENCE_AROUND. */
void difference_context(cJSON *parts, struct difference_room *room,
	const char *text, size_t len);

#endif
