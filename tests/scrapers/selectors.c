/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which elements of a page selectors mean, for tests/scrapers/
 * test_selectors.sh: a selector a line on standard input; a line of numbers
 * of elements (document order, from 0), or "refused MESSAGE", for each.
 *
 *	scrapers_selectors PAGE <SELECTORS */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "scrapers/css.h"
#include "scrapers/html.h"

/* Gives each element its number, in the member that is free for it. */
static void number(const struct html *page)
{
	xmlNode *root = (xmlNode *)page->doc;
	uintptr_t n = 0;

	for (xmlNode *e = html_next(root, root, false); e != NULL;
		e = html_next(e, root, false))
		if (e->type == XML_ELEMENT_NODE)
			e->_private = (void *)n++;
}

static void answer(const struct html *page, const char *selector)
{
	struct css_matches found = { 0 };

	if (css_select(&found, page->doc, selector, page->quirks) != 0)
		printf("refused %s", err_message());
	for (size_t i = 0; i < found.n; i++)
		printf("%s%zu", i > 0 ? " " : "",
			(size_t)(uintptr_t)found.v[i]->_private);
	putchar('\n');
	css_matches_release(&found);
}

int main(int argc, char **argv)
{
	struct str text = { .max = HTML_BYTES };
	struct html page = { 0 };
	char *line = NULL;
	size_t cap = 0;

	if (argc != 2 || file_read(&text, argv[1]) != 0 ||
		html_parse(&page, text.p, text.len) != 0) {
		fprintf(stderr, "%s\n", err_message());
		return 2;
	}
	number(&page);
	while (getline(&line, &cap, stdin) > 0) {
		line[strcspn(line, "\n")] = '\0';
		answer(&page, line);
	}
	free(line);
	html_release(&page);
	str_release(&text);
	return 0;
}
