/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/search_index.h"

#include <stdlib.h>
#include <string.h>

#include "archive/object.h"
#include "archive/passage.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { STEP = 32 }; /* texts in one transaction: the disk is waited for once */

static void add_line(struct markdown *md, size_t *cap, const char *p, size_t n)
{
	struct markdown_block *b;

	md->blocks = mem_grow(md->blocks, cap, md->n + 1, sizeof(*md->blocks));
	b = &md->blocks[md->n++];
	*b = (struct markdown_block){ .kind = MARKDOWN_PARAGRAPH,
		.n_cells = 1 };
	b->cells = mem_new(1, sizeof(*b->cells));
	b->cells->runs = mem_new(1, sizeof(*b->cells->runs));
	b->cells->n = 1;
	b->cells->runs[0] =
		(struct markdown_run){ .text = mem_dup(p, n), .len = n };
}

static void split_lines(struct markdown *out, const char *text, size_t len)
{
	struct markdown md = { 0 };
	size_t cap = 0;

	while (len > 0) {
		const char *end = memchr(text, '\n', len);
		size_t n = end != NULL ? (size_t)(end - text) : len;

		if (n > 0)
			add_line(&md, &cap, text, n);
		n += end != NULL;
		text += n;
		len -= n;
	}
	*out = md;
}

int search_index_split(struct markdown *out, const char *text, size_t len)
{
	struct str repaired = { 0 };
	int rc = markdown_parse_limited(out, text, len);

	if (rc != ERR_PARSE && rc != ERR_LIMIT)
		return rc;
	rc = utf8_repair(&repaired, text, len);
	if (rc == 0)
		split_lines(out, repaired.p, repaired.len);
	str_release(&repaired);
	return rc;
}

/* Adds the blocks with words in them. */
static int add_blocks(struct store *s, const struct passage_text *t,
	const struct markdown *md)
{
	struct passage_block *blocks = mem_new(md->n + 1, sizeof(*blocks));
	struct str *bodies = mem_new(md->n + 1, sizeof(*bodies));
	size_t n = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < md->n; i++) {
		const struct markdown_block *b = &md->blocks[i];

		rc = markdown_text(&bodies[i], b);
		if (rc == 0 && bodies[i].len > 0)
			blocks[n++] = (struct passage_block){
				.body = bodies[i].p,
				.len = bodies[i].len,
				.level = b->kind == MARKDOWN_HEADING ? b->level
								     : 0,
			};
	}
	if (rc == 0)
		rc = passage_add(s, t, blocks, n);
	for (size_t i = 0; i < md->n; i++)
		str_release(&bodies[i]);
	free(bodies);
	free(blocks);
	return rc;
}

static int add_text(struct search_index_result *result, struct store *s,
	const struct passage_text *t)
{
	struct markdown md = { 0 };
	struct str text = { 0 };
	int rc = t->known ? 0 : object_get(s, &t->digest, &text);

	if (rc == ERR_NOTFOUND || rc == ERR_CORRUPT) {
		result->unreadable++;
		rc = passage_add(s, t, NULL, 0);
	} else if (rc == 0) {
		if (!t->known)
			rc = search_index_split(
				&md, text.len > 0 ? text.p : "", text.len);
		if (rc == 0)
			rc = add_blocks(s, t, &md);
	}
	result->added += rc == 0;
	markdown_release(&md);
	str_release(&text);
	return rc;
}

/* One transaction's worth; *more: there may be further ones. */
static int step(struct search_index_result *result, bool *more, struct store *s)
{
	int rc = passage_begin(s);

	if (rc != 0)
		return rc;
	for (int i = 0; rc == 0 && *more && i < STEP; i++) {
		struct passage_text t = { 0 };

		rc = passage_next(&t, more, s);
		if (rc == 0 && *more)
			rc = add_text(result, s, &t);
		passage_text_release(&t);
	}
	return store_end(s, rc);
}

int search_index_update(struct search_index_result *out, struct store *store,
	const struct progress *progress)
{
	struct search_index_result result = { 0 };
	int64_t pending = 0;
	bool more = true;
	int rc = passage_pending(&pending, store);

	while (rc == 0 && more && pending > 0) {
		progress_report(progress, _("indexing"), (uint64_t)result.added,
			(uint64_t)pending);
		rc = step(&result, &more, store);
	}
	if (rc != 0)
		return err_wrap(rc, _("cannot index the texts"));
	*out = result;
	return 0;
}
