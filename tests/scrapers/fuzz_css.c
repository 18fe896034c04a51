/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "scrapers/css.h"
#include "scrapers/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char text[] =
	"<!DOCTYPE html><body class='a b'><p id=c lang=fr>x<b title=d></b>"
	"<ul><li>1<li>2</ul>";

/* A selector that is understood can be evaluated. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *selector = mem_dup((const char *)data, size);
	struct css_matches found = { 0 };
	struct html page = { 0 };

	if (css_check(selector) == 0 &&
		html_parse(&page, text, strlen(text)) == 0 &&
		css_select(&found, page.doc, selector, size % 2) != 0)
		abort();
	css_matches_release(&found);
	html_release(&page);
	free(selector);
	return 0;
}
