/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_REDLINE_CLEAN_H
#define SCRAPERS_REDLINE_CLEAN_H

/*
 * Text of others beside an editor's marks, so that it cannot forge one:
 * characters that strike through or underline (U+0336 …) and those that turn
 * the direction of a line are shown by their code, "[U+0336]", and a space
 * parts "[-", "-]", "{+" and "+}".
 *
 *	redline_clean(&out, '\0', text, len);
 *
 * What is shown is for readers: it is not the text's bytes any more. Any
 * bytes; invalid ones are copied.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Appends the text; before: the character that stands in front of it, '\0'
 * for none. */
void redline_clean(struct str *out, char before, const char *text, size_t len);

/* The same without the brackets, where marks are no text. */
void redline_clean_lines(struct str *out, const char *text, size_t len);

/* Whether two characters in a row are one of the brackets. */
bool redline_is_bracket(char a, char b);

#endif
