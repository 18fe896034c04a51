/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CSS_ATTRIBUTE_H
#define SCRAPERS_CSS_ATTRIBUTE_H

/*
 * The parts of a CSS selector that test names and attributes, as XPath:
 *
 *	[lang|=en]	(@lang and (@lang='en' or starts-with(@lang,'en-')))
 *	.note		contains(concat(' ',normalize-space(@class),' '),' note
 *') #top		@id='top'
 *
 * Each function takes its part off the reader and appends the condition.
 */

#include "base/str.h"
#include "scrapers/css_token.h"

/* Behind "[". */
int css_attribute_read(struct css_reader *c, struct str *out);

/* At "." or "#". */
int css_attribute_class_or_id(struct css_reader *c, struct str *out);

/* Appends "self::p", "@class" or, for a name that XPath cannot write, the
 * long form. axis is "self::" or "@". */
int css_attribute_name_test(
	struct str *out, const char *axis, const struct str *what);

#endif
