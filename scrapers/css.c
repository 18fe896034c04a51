/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/css.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "scrapers/css_match.h"
#include "scrapers/html.h"

int css_check(const char *selector)
{
	struct css_selector s = { 0 };
	int rc = css_selector_read(&s, selector, false);

	css_selector_release(&s);
	return rc;
}

int css_select(
	struct css_matches *out, xmlDoc *doc, const char *selector, bool quirks)
{
	const xmlNode *root = (const xmlNode *)doc;
	struct css_selector s = { 0 };
	struct css_match m = { 0 };
	int rc = css_selector_read(&s, selector, quirks);

	out->n = 0;
	for (xmlNode *n = html_next(root, root, false);
		rc == 0 && n != NULL && !m.spent;
		n = html_next(n, root, false)) {
		if (n->type != XML_ELEMENT_NODE || !css_match(&m, s.list, n))
			continue;
		out->v = mem_grow(
			out->v, &out->cap, out->n + 1, sizeof(*out->v));
		out->v[out->n++] = n;
	}
	if (m.spent)
		rc = err_set(ERR_LIMIT,
			_("selector '%s' cannot be evaluated on this page"),
			selector);
	css_selector_release(&s);
	return rc;
}

void css_matches_release(struct css_matches *m)
{
	free(m->v);
	*m = (struct css_matches){ 0 };
}
