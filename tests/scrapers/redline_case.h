/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_REDLINE_CASE_H
#define SCRAPERS_REDLINE_CASE_H

/*
 * What always holds of a redline, as a check for tests and the fuzz target:
 * it says what is wrong, or NULL. The last check is slow by design.
 */

#include <stdlib.h>
#include <string.h>

#include "scrapers/patch.h"
#include "scrapers/redline.h"

static inline const char *redline_case_blocks(const struct blocks *b)
{
	if ((b->n == 0) != (b->len == 0) || (b->n > 0 && b->v[0].at != 0))
		return "blocks do not begin with the text";
	for (size_t i = 0; i < b->n; i++)
		if (b->v[i].at > b->v[i].from || b->v[i].from > b->v[i].to ||
			b->v[i].to > blocks_end(b, i) ||
			(i > 0 && b->v[i].at <= b->v[i - 1].at))
			return "a block's range is wrong";
	return NULL;
}

/* Each block in one change; new ranges in order, old ones that stay too. */
static inline const char *redline_case_cover(const struct redline *r)
{
	char *seen = calloc(r->old.n + 1, 1);
	size_t old = 0, new = 0, gone = 0;
	const char *wrong = NULL;

	for (size_t i = 0; i < r->n && wrong == NULL; i++) {
		const struct redline_change *c = &r->v[i];

		if (c->new.at != new)
			wrong = "new blocks are not in order";
		new += c->new.n;
		if (!c->moved && c->old.n > 0) {
			if (c->old.at < old)
				wrong = "what stays is not in order";
			old = c->old.at + c->old.n;
		}
		for (size_t k = 0; k < c->old.n; k++)
			if (seen[c->old.at + k]++ != 0)
				wrong = "a block stands in two changes";
		gone += c->old.n;
	}
	if (wrong == NULL && (new != r->new.n || gone != r->old.n))
		wrong = "a block stands in no change";
	free(seen);
	return wrong;
}

static inline const char *redline_case_exact(const struct redline *r)
{
	struct str made = { 0 }, patch = { 0 }, again = { 0 };
	const char *wrong = NULL;

	str_puts(&made, "");
	str_puts(&again, "");
	if (redline_apply(&made, r) != 0 || made.len != r->new.len ||
		(made.len > 0 && memcmp(made.p, r->new.text, made.len) != 0))
		wrong = "the changes do not give the new text";
	else if (patch_write(&patch, r) != 0 ||
		 patch_apply(&again, r->old.text, r->old.len, patch.p,
			 patch.len) != 0 ||
		 again.len != r->new.len ||
		 memcmp(again.p, made.p, made.len) != 0)
		wrong = "the patch does not give the new text";
	str_release(&made);
	str_release(&patch);
	str_release(&again);
	return wrong;
}

/* By brute force: each move crosses something that stayed in place, and one
 * without other words stands byte for byte in both texts. */
static inline const char *redline_case_moves(const struct redline *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct redline_change *c = &r->v[i];
		bool crosses = false;
		size_t n, m;
		const char *a = redline_bytes(&r->old, &c->old, &n);
		const char *b = redline_bytes(&r->new, &c->new, &m);

		if (!c->moved)
			continue;
		for (size_t k = 0; k < r->n; k++) {
			const struct redline_change *o = &r->v[k];

			crosses |= !o->moved && o->old.n > 0 && o->new.n > 0 &&
				   (o->old.at < c->old.at) != (k < i);
		}
		if (!crosses)
			return "a move crosses nothing";
		if (c->kind == REDLINE_SAME && (n != m || memcmp(a, b, n) != 0))
			return "a move has other words";
	}
	return NULL;
}

static inline const char *redline_case_check(const struct redline *r)
{
	const char *wrong = redline_case_blocks(&r->old);

	if (wrong == NULL)
		wrong = redline_case_blocks(&r->new);
	if (wrong == NULL)
		wrong = redline_case_cover(r);
	return wrong != NULL ? wrong : redline_case_exact(r);
}

#endif
