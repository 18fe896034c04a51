/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CSS_ATTRIBUTE_H
#define SCRAPERS_CSS_ATTRIBUTE_H

/*
 * The parts of a CSS selector that test attributes: [lang|=en], .note, #top.
 * Read off the reader into a test whose kind is set; and passed by an element
 * or not.
 */

#include <libxml/tree.h>
#include <stdbool.h>

#include "scrapers/css_selector.h"
#include "scrapers/css_token.h"

/* Behind "[". */
int css_attribute_read(struct css_test *out, struct css_reader *c);

/* At "." or "#". */
int css_attribute_named(struct css_test *out, struct css_reader *c);

/* Whether the element passes a test of CSS_ID, CSS_CLASS or
 * CSS_ATTRIBUTE. */
bool css_attribute_matches(const struct css_test *t, const xmlNode *n);

#endif
