/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A quotation that runs over the end of a page is looked for in the page and
 * the next together.
 */
#include "cases/quote_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "cases/quote.h"
#include "scrapers/reading.h"

void quote_pages_release(struct quote_pages *pages)
{
	for (size_t i = 0; i < pages->n; i++)
		str_release(&pages->v[i]);
	free(pages->v);
	*pages = (struct quote_pages){ 0 };
}

static int split(struct quote_pages *out, const struct str *text,
	const struct pdftext_pages *pages)
{
	int rc = 0;

	out->v = mem_new(pages->n + 1, sizeof(*out->v));
	for (size_t i = 0; rc == 0 && i < pages->n; i++) {
		size_t from = pages->v[i];
		size_t to = i + 1 < pages->n ? pages->v[i + 1] : text->len;

		out->n++;
		str_puts(&out->v[i], "");
		if (to > from)
			rc = quote_plain(&out->v[i], text->p + from, to - from);
	}
	return rc;
}

int quote_pages_read(struct quote_pages *out, struct store *s,
	const struct snapshot *snap, const struct str *text)
{
	struct pdftext_pages pages = { 0 };
	struct quote_pages found = { 0 };
	struct str again;
	int rc;

	str_init(&again, text->max);
	rc = reading_pdf(&again, &pages, s, snap);
	if (rc != 0 || again.len != text->len ||
		memcmp(again.p, text->p, text->len) != 0) {
		rc = rc == ERR_CORRUPT || rc == ERR_DB || rc == ERR_IO ? rc : 0;
		if (rc == 0)
			err_clear();
	} else {
		rc = split(&found, &again, &pages);
	}
	pdftext_pages_release(&pages);
	str_release(&again);
	if (rc == 0)
		*out = found;
	else
		quote_pages_release(&found);
	return rc;
}

/* Page i, or i and the next. */
static int stands_on(bool *out, const struct quote_pages *pages, size_t i,
	bool with_next, const char *quotation)
{
	struct str both = { 0 };
	int rc;

	if (!with_next)
		return quote_find(out, pages->v[i].p, quotation);
	str_printf(&both, "%s\n%s", pages->v[i].p, pages->v[i + 1].p);
	rc = quote_find(out, both.p, quotation);
	str_release(&both);
	return rc;
}

int quote_pages_find(
	size_t *page, const struct quote_pages *pages, const char *quotation)
{
	bool found = false;
	int rc = 0;

	*page = 0;
	for (int with_next = 0; with_next < 2; with_next++)
		for (size_t i = 0;
			rc == 0 && !found && i + (size_t)with_next < pages->n;
			i++) {
			rc = stands_on(
				&found, pages, i, with_next != 0, quotation);
			if (rc == 0 && found)
				*page = i + 1;
		}
	return rc;
}
