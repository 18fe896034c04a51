/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/pieces.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cases/pieces_files.h"

/* First of the private-use characters that stand for pieces. */
enum { MARK = 0xE000, MARKS = 0x1000 };

static void release_file(struct pieces_file *f)
{
	free(f->name);
	free(f->media_type);
	str_release(&f->data);
}

void pieces_release(struct pieces *p)
{
	for (size_t i = 0; i < p->n; i++) {
		for (size_t k = 0; k < p->v[i].n_files; k++)
			release_file(&p->v[i].files[k]);
		free(p->v[i].files);
	}
	free(p->v);
	for (size_t i = 0; i < p->n_proofs; i++)
		release_file(&p->proofs[i]);
	free(p->proofs);
	*p = (struct pieces){ 0 };
}

const struct piece *pieces_policy(
	const struct pieces *p, const struct policy *policy)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].policy != NULL && policy->missing == NULL &&
			p->v[i].policy->shown.id == policy->shown.id)
			return &p->v[i];
	return NULL;
}

const struct piece *pieces_exhibit(const struct pieces *p, int64_t id)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].exhibit != NULL && p->v[i].exhibit->id == id)
			return &p->v[i];
	return NULL;
}

static void add(struct pieces *p, const struct piece *piece)
{
	if (p->n == MARKS)
		return;
	p->v = mem_grow(p->v, &p->cap, p->n + 1, sizeof(*p->v));
	p->v[p->n++] = *piece;
}

static void add_policy(struct pieces *p, const struct policy *y)
{
	if (y->missing == NULL && pieces_policy(p, y) == NULL)
		add(p, &(struct piece){ .kind = PIECES_POLICY, .policy = y });
}

int pieces_open(struct pieces *out, const struct backing *b)
{
	struct pieces p = { .b = b };

	for (size_t i = 0; i < b->n_policies; i++)
		add_policy(&p, &b->policies[i]);
	for (size_t i = 0; i < b->comparisons.n; i++) {
		add_policy(&p, b->comparisons.v[i].old);
		add_policy(&p, b->comparisons.v[i].new);
	}
	for (size_t i = 0; i < b->n_exhibits; i++)
		if (b->exhibits[i].present)
			add(&p, &(struct piece){
					.kind = strcmp(b->exhibits[i]
								.exhibit.kind,
							"log") == 0
							? PIECES_LOG
							: PIECES_FILE,
					.exhibit = &b->exhibits[i] });
	*out = p;
	return 0;
}

static int by_number(const void *a, const void *b)
{
	const struct piece *const *x = a, *const *y = b;

	return (*x)->number - (*y)->number;
}

/* The numbers, or before they are given the mark, of sorted pieces. */
static int write_numbers(struct str *out, const struct pieces *p,
	const struct piece *const sorted[], size_t n)
{
	struct str *texts = mem_new(n, sizeof(*texts));
	const char **items = mem_new(n, sizeof(*items));
	int rc = 0;

	for (size_t i = 0; i < n; i++) {
		if (p->ordered)
			rc = str_printf(&texts[i], "%d", sorted[i]->number);
		else
			rc = utf8_put(&texts[i],
				(uint32_t)(MARK + (sorted[i] - p->v)));
		items[i] = texts[i].p;
	}
	if (rc == 0)
		rc = wording_list(out, &p->b->wording, items, n);
	for (size_t i = 0; i < n; i++)
		str_release(&texts[i]);
	free(texts);
	free(items);
	return rc;
}

int pieces_refer(struct str *out, const struct pieces *p,
	const struct piece *const list[], size_t n)
{
	const struct piece **sorted = mem_new(n + 1, sizeof(*sorted));
	struct str numbers = { 0 };
	size_t kept = 0;
	int rc = 0;

	for (size_t i = 0; i < n; i++) {
		bool known =
			list[i] == NULL || (p->ordered && list[i]->number == 0);

		for (size_t k = 0; k < kept; k++)
			known = known || sorted[k] == list[i];
		if (!known)
			sorted[kept++] = list[i];
	}
	if (p->ordered)
		qsort(sorted, kept, sizeof(*sorted), by_number);
	if (kept > 0)
		rc = write_numbers(&numbers, p, sorted, kept);
	if (rc == 0 && kept > 0)
		rc = wording_fill(out, &p->b->wording, "pattern",
			kept > 1 ? "pieces" : "piece",
			(const char *const[]){ "n", numbers.p, NULL });
	free(sorted);
	str_release(&numbers);
	return rc;
}

static bool log_range(
	int64_t *first, int64_t *last, const struct pieces *p, int64_t exhibit)
{
	bool any = false;

	for (size_t i = 0; i < p->b->n_contacts; i++) {
		const struct contact *k = &p->b->contacts[i];
		int64_t from, to;

		if (k->exhibit.id != exhibit || !contact_range(&from, &to, k))
			continue;
		*first = !any || from < *first ? from : *first;
		*last = !any || to > *last ? to : *last;
		any = true;
	}
	return any;
}

void pieces_range(int64_t *first, int64_t *last, const struct pieces *p,
	const struct piece *piece)
{
	if (piece->kind == PIECES_LOG &&
		log_range(first, last, p, piece->exhibit->id))
		return;
	*first = *last = piece->kind == PIECES_POLICY
				 ? piece->policy->shown.seen_ns
				 : piece->exhibit->exhibit.obtained_ns;
}

static int by_rank(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	if ((x->number == 0) != (y->number == 0))
		return x->number == 0 ? 1 : -1;
	return x->number - y->number;
}

void pieces_order(struct pieces *p, const char *text, size_t len)
{
	int next = 1;

	for (size_t i = 0; i < len;) {
		uint32_t c;

		i += utf8_decode(&c, text + i, len - i);
		if (c >= MARK && c < MARK + p->n && p->v[c - MARK].number == 0)
			p->v[c - MARK].number = next++;
	}
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].number == 0 && p->v[i].exhibit != NULL &&
			p->v[i].exhibit->item != NULL)
			p->v[i].number = next++;
	if (p->n > 0)
		qsort(p->v, p->n, sizeof(*p->v), by_rank);
	p->ordered = true;
}

int pieces_build(struct pieces *p)
{
	uint64_t room = p->apart ? 0 : PIECES_FILES_ROOM;
	int rc = pieces_files_proofs(p, &room);

	for (size_t i = 0; i < p->n && rc == 0; i++)
		if (p->v[i].number != 0)
			rc = pieces_files_make(p, &p->v[i], &room);
	return rc;
}

static int add_sum(struct str *out, const struct pieces_file *f)
{
	char hex[DIGEST_HEX + 1];

	digest_hex(hex, &f->digest);
	return str_printf(out, "%s  %s\n", hex, f->name);
}

int pieces_sums(struct str *out, const struct pieces *p)
{
	int rc = 0;

	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < p->v[i].n_files; k++)
			rc = add_sum(out, &p->v[i].files[k]);
	for (size_t i = 0; i < p->n_proofs; i++)
		rc = add_sum(out, &p->proofs[i]);
	return rc;
}

int pieces_write(const struct pieces *p, const char *dir)
{
	struct str sums = { 0 };
	int rc = pieces_sums(&sums, p);

	if (rc == 0)
		rc = pieces_files_write(
			p, dir, sums.p != NULL ? sums.p : "", sums.len);
	str_release(&sums);
	return rc;
}
