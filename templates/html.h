/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_HTML_H
#define TEMPLATES_HTML_H

/*
 * Markdown of ours as a web page that needs nothing else: no script, no
 * picture, no address that is loaded. Words that went and came (marks.h) are
 * <del> and <ins>, with texts around them for those who cannot see the line.
 *
 *	rc = html_make(&page, markdown, len, &(struct html_options){
 *		.title = …, .lang = "fr-FR" });
 *
 * All text is escaped; raw HTML is printed as the text it is, comments are
 * left out. Links go to http, https and mailto only. Two thematic breaks in
 * a row begin a new page where it is printed.
 */

#include <stddef.h>

#include "base/str.h"

/* Borrowed. */
struct html_options {
	const char *title;
	const char *lang; /* BCP 47 */
};

/* Appends the page. Errors are those of markdown_parse(), ERR_LIMIT. */
int html_make(struct str *out, const char *markdown, size_t len,
	const struct html_options *options);

/* Appends text so that it stands for itself in HTML and XML, in content and
 * in quoted attributes. Control characters, which these cannot hold, become
 * U+FFFD. */
void html_escape(struct str *out, const char *text, size_t len);

#endif
