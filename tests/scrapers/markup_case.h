/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCRAPERS_MARKUP_CASE_H
#define TESTS_SCRAPERS_MARKUP_CASE_H

/* For the tests of markup: HTML of a body, and the Markdown of it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "scrapers/html.h"
#include "scrapers/markup.h"

/* Fills a tree with what the body holds; page must live as long. */
static inline void markup_case_tree(
	struct markup_tree *tree, struct html *page, const char *html)
{
	struct str text = { 0 };
	const xmlNode *body;

	str_printf(&text, "<!DOCTYPE html><body>%s", html);
	assert_int_equal(html_parse(page, text.p, text.len), 0);
	str_release(&text);
	body = xmlDocGetRootElement(page->doc)->last;
	markup_tree_init(tree);
	for (const xmlNode *n = body->children; n != NULL; n = n->next)
		assert_int_equal(markup_tree_add(tree, n), 0);
}

static inline void markup_case(const char *html, const char *want)
{
	struct html page = { 0 };
	struct markup_tree tree;
	struct str got = { 0 };

	markup_case_tree(&tree, &page, html);
	str_puts(&got, "");
	assert_int_equal(markup_write(&got, &tree), 0);
	if (strcmp(got.p, want) != 0)
		fail_msg("%s\ngave:\n%s\nwant:\n%s", html, got.p, want);
	str_release(&got);
	markup_tree_release(&tree);
	html_release(&page);
}

#endif
