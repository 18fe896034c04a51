/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_TYPOGRAPHY_H
#define TEMPLATES_TYPOGRAPHY_H

/*
 * The spaces at which a line must not break. In French a narrow one (U+202F)
 * stands before ; ! ? and a full one (U+00A0) before : and %, before "n°" and
 * inside « », and behind "n°", "§", "art.", "p." and the like when a number
 * follows.
 * Only plain spaces that are there become one; nothing is put in.
 *
 *	rc = typography_apply(&out, "Pièce n° 3 : oui", 17, "fr-FR");
 */

#include <stddef.h>

#include "base/str.h"

/* Appends the text with them. lang (BCP 47) "fr…" changes it; the text of
 * other languages stays as it is. */
int typography_apply(
	struct str *out, const char *text, size_t len, const char *lang);

#endif
