/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_LINKS_H
#define SCRAPERS_LINKS_H

/*
 * The links of a page, before it becomes Markdown.
 *
 *	links_base(&base, &page);		base was the page's address
 *	links_make_absolute(&page, &base);
 *	links_hide_protected(&page);
 *
 * A link that is no valid URL stays as it is.
 */

#include "scrapers/html.h"
#include "scrapers/url.h"

/* Replaces the page's address by what its <base> says, when it does. */
void links_base(struct url *base, const struct html *page);

/* Every <a href> but those to a place in the page itself. */
void links_make_absolute(const struct html *page, const struct url *base);

/* Takes a query parameter out of every <a href> and <img src> that has it;
 * these become absolute. */
void links_remove_parameter(
	const struct html *page, const struct url *base, const char *name);

/* Links to Cloudflare's e-mail protection change with every visit: the part
 * behind # goes, the text becomes "[email protected]". */
void links_hide_protected(const struct html *page);

#endif
