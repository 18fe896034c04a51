/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_DIFFERENCE_WORDS_H
#define CASES_DIFFERENCE_WORDS_H

/*
 * The words of two passages as a list for a template: which stayed, went,
 * came, and how many are left out.
 *
 *	cJSON *parts = json_array();
 *
 *	difference_words(parts, &budget, old, old_len, new, new_len);
 *
 * Each element: {"same", "deleted", "inserted": one is true, "skipped",
 * "text", "words"}. With "skipped", "words" of that kind (a number) are left
 * out at that place, and "text" is "".
 *
 * What always holds: white space at the ends of marked words is not marked;
 * no text looks like a mark: characters that strike through or underline
 * (U+0336 …) and those that turn the direction of a line are printed by their
 * code, and a space parts "[-", "-]", "{+" and "+}" where a policy has them
 * (templates/marks.h).
 */

#include <cjson/cJSON.h>
#include <stddef.h>

enum {
	/* Words that stayed are kept so long before and behind a mark, bytes;
	 * a longer stretch between two marks is shortened. */
	DIFFERENCE_AROUND = 240,
	/* Marked words are shown so long, bytes. */
	DIFFERENCE_MARKED = 8000,
};

/* Valid UTF-8. Returns how many bytes of text the parts hold. */
size_t difference_words(cJSON *parts, const char *old, size_t old_len,
	const char *new, size_t new_len);

/* One part that stayed, shortened behind DIFFERENCE_AROUND. */
size_t difference_context(cJSON *parts, const char *text, size_t len);

#endif
