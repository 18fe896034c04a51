/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/links.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const char protected_path[] = "/email-protection";
/* What Cloudflare shows where there is no JavaScript. */
static const char protected_text[] = "[email\xC2\xA0protected]";

/* The next element of that kind that has the attribute, behind n. */
static xmlNode *next_with(const struct html *page, const xmlNode *n,
	enum html_tag tag, const char *attribute)
{
	const xmlNode *root = (const xmlNode *)page->doc;
	xmlNode *next = html_next(n != NULL ? n : root, root, false);

	while (next != NULL && (html_tag(next) != tag ||
				       html_attribute(next, attribute) == NULL))
		next = html_next(next, root, false);
	return next;
}

void links_base(struct url *base, const struct html *page)
{
	const xmlNode *n = next_with(page, NULL, HTML_BASE, "href");
	struct url u = { 0 };
	const char *href;

	if (n == NULL)
		return;
	href = html_attribute(n, "href");
	if (url_parse(&u, href, strlen(href), base) != 0)
		return;
	url_release(base);
	*base = u;
}

static void set_url(xmlNode *n, const char *attribute, const struct url *u)
{
	struct str text = { 0 };

	if (url_write(&text, u) == 0)
		html_set_attribute(n, attribute, text.p);
	str_release(&text);
}

void links_make_absolute(const struct html *page, const struct url *base)
{
	struct url u = { 0 };
	xmlNode *n = NULL;

	while ((n = next_with(page, n, HTML_A, "href")) != NULL) {
		const char *href = html_attribute(n, "href");

		if (*href == '\0' || *href == '#' ||
			url_parse(&u, href, strlen(href), base) != 0)
			continue;
		set_url(n, "href", &u);
	}
	url_release(&u);
}

static void remove_from(const struct html *page, const struct url *base,
	enum html_tag tag, const char *attribute, const char *name)
{
	struct url u = { 0 };
	xmlNode *n = NULL;

	while ((n = next_with(page, n, tag, attribute)) != NULL) {
		const char *href = html_attribute(n, attribute);

		if (url_parse(&u, href, strlen(href), base) != 0)
			continue;
		if (url_remove_parameter(&u, name))
			set_url(n, attribute, &u);
	}
	url_release(&u);
}

void links_remove_parameter(
	const struct html *page, const struct url *base, const char *name)
{
	remove_from(page, base, HTML_A, "href", name);
	remove_from(page, base, HTML_IMG, "src", name);
}

void links_hide_protected(const struct html *page)
{
	xmlNode *n = NULL;

	while ((n = next_with(page, n, HTML_A, "href")) != NULL) {
		const char *href = html_attribute(n, "href");
		char *without;

		if (strstr(href, protected_path) == NULL)
			continue;
		without = mem_dup(href, strcspn(href, "#"));
		html_set_attribute(n, "href", without);
		free(without);
		html_set_text(n, protected_text);
	}
}
