/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_MENTION_NAMES_H
#define CASES_MENTION_NAMES_H

/*
 * The forms in which a text may write a company's or a brand's name: as it
 * is, without its legal form ("GmbH", "Co., Ltd."), without the word for its
 * group, trade or country behind it ("Xiaomi Technology France"), and in one
 * word or several ("WhatsApp", "Whats App"). Of a domain, the word that names
 * somebody. Case, accents, hyphens and apostrophes are scrapers/finder's.
 *
 *	mention_names_each("Exemple Technology Netherlands B.V.", fn, ctx);
 *		fn("Exemple Technology Netherlands B.V.", "name", ctx)
 *		fn("Exemple Technology Netherlands", "without legal form", ctx)
 *		fn("Exemple Technology", "short", ctx)
 *		fn("Exemple", "short", ctx)
 *
 * A form that says nothing alone ("Data" of "Data SAS") is left out.
 */

#include <stdbool.h>

/* Called once for each, the longest first; text is borrowed, why constant. */
typedef void (*mention_names_fn)(const char *text, const char *why, void *ctx);
void mention_names_each(const char *name, mention_names_fn fn, void *ctx);

/* Whether two names have a form in common, in whatever case. */
bool mention_names_same(const char *a, const char *b);

#endif
