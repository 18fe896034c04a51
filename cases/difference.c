/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The redline's changes are walked in the order of the new text. What stays
 * between two of them is one passage behind the first, the number of those
 * left out, and one before the second.
 */
#include "cases/difference.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "cases/difference_words.h"
#include "cases/readable.h"
#include "scrapers/redline.h"
#include "scrapers/redline_clean.h"

struct walk {
	struct readable old, new;
	struct redline r;
	cJSON *entries;
	cJSON *table; /* rows that the next one may join, or NULL */
	cJSON *entry; /* that the parts which are made go to */
	size_t columns;
	struct difference_room room;
	size_t told;	 /* new blocks before this one are told */
	size_t sections; /* so far */
	size_t left;	 /* changes that are not shown */
	bool any;	 /* a change was shown */
	bool cut;	 /* one is not shown wholly */
	struct str path; /* of the last section */
};

/* What a block or a table says of itself. */
struct label {
	bool moved, split, joined;
	const char *from;
	size_t count;
};

static const struct label no_label = { .from = "" };

/* --- entries --- */

static void put_number(cJSON *out, const char *name, size_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", n);
	json_set(out, name, text);
}

/* Text of the policies that stands outside of parts. */
static void put_clean(cJSON *out, const char *name, const char *text)
{
	struct str words = { 0 };

	str_puts(&words, "");
	redline_clean(&words, '\0', text, strlen(text));
	json_set(out, name, words.p);
	str_release(&words);
}

/* An entry with every member, and the named one true. */
static cJSON *new_entry(
	struct walk *w, const char *kind, const struct label *label)
{
	static const char *const flags[] = { "is_section", "is_gap", "is_block",
		"is_table", "heading", "item", "plain", "several", "of_move",
		"coarse" };
	static const char *const texts[] = { "number", "path" };
	static const char *const lists[] = { "parts", "columns", "rows" };
	cJSON *one = json_object();

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		json_set_bool(one, flags[i], strcmp(flags[i], kind) == 0);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		json_set(one, texts[i], "");
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		json_add(one, lists[i], json_array());
	json_set_bool(one, "moved", label->moved);
	json_set_bool(one, "split", label->split);
	json_set_bool(one, "joined", label->joined);
	put_clean(one, "from", label->from);
	put_number(one, "count", label->count);
	json_push(w->entries, one);
	w->table = NULL;
	return one;
}

static cJSON *parts_of(cJSON *object)
{
	return cJSON_GetObjectItem(object, "parts");
}

static cJSON *block_entry(
	struct walk *w, const struct block *b, const struct label *label)
{
	cJSON *one = new_entry(w, "is_block", label);
	bool heading = b->level > 0, item = b->kind == BLOCK_ITEM;

	w->entry = one;
	json_set_bool(one, "heading", heading);
	json_set_bool(one, "item", !heading && item);
	json_set_bool(one, "plain", !heading && !item);
	return one;
}

/* The cells of a new row; of the table before it when that is as wide. */
static cJSON *row_entry(
	struct walk *w, size_t columns, const struct label *label)
{
	cJSON *row = json_object(), *cells = json_array(), *one;

	if (w->table == NULL || w->columns != columns || label != &no_label) {
		one = new_entry(w, "is_table", label);
		w->entry = one;
		for (size_t i = 0; i < columns; i++)
			json_push(cJSON_GetObjectItem(one, "columns"),
				json_object());
		w->table = cJSON_GetObjectItem(one, "rows");
		w->columns = columns;
	}
	json_add(row, "cells", cells);
	json_push(w->table, row);
	if (label != &no_label)
		w->table = NULL;
	return cells;
}

static cJSON *add_cell(cJSON *cells)
{
	cJSON *cell = json_object();

	json_add(cell, "parts", json_array());
	json_push(cells, cell);
	return parts_of(cell);
}

static void put_cell_text(
	struct str *out, const struct markdown_block *row, size_t i)
{
	str_clear(out);
	str_puts(out, "");
	if (row != NULL && i < row->n_cells)
		readable_cell(out, &row->cells[i]);
}

/* The words of two passages of the last entry, as parts. */
static void put_parts(struct walk *w, cJSON *parts, const struct str *old,
	const struct str *new)
{
	w->room.coarse = false;
	w->room.skipped = false;
	difference_words(parts, &w->room, old->p, old->len, new->p, new->len);
	if (w->room.coarse)
		json_set_bool(w->entry, "coarse", true);
	w->cut |= w->room.skipped;
}

/* A row whose cells changed each for itself; either row may be NULL. */
static void put_row(struct walk *w, const struct markdown_block *old,
	const struct markdown_block *new, const struct label *label)
{
	size_t columns = old != NULL ? old->n_cells : new->n_cells;
	cJSON *cells = row_entry(w, columns, label);
	struct str a = { 0 }, b = { 0 };

	for (size_t i = 0; i < columns; i++) {
		put_cell_text(&a, old, i);
		put_cell_text(&b, new, i);
		put_parts(w, add_cell(cells), &a, &b);
	}
	str_release(&a);
	str_release(&b);
}

/* --- what stays --- */

static void put_same(struct walk *w, size_t i, const struct label *label)
{
	const struct block *b = &w->r.new.v[i];
	const struct markdown_block *row = readable_row(&w->new, b);
	size_t len;
	const char *words = readable_words(&w->new, b, &len);
	bool cut = w->cut;

	w->room.skipped = false;
	if (row != NULL)
		put_row(w, row, row, label);
	else
		difference_context(parts_of(block_entry(w, b, label)), &w->room,
			words, len);
	w->cut = label == &no_label ? cut : w->cut || w->room.skipped;
}

static void put_gap(struct walk *w, size_t n, bool of_move)
{
	const struct label label = { .from = "", .count = n };
	cJSON *one;

	if (n == 0)
		return;
	one = new_entry(w, "is_gap", &label);
	json_set_bool(one, "several", n > 1);
	json_set_bool(one, "of_move", of_move);
}

static void put_section(struct walk *w, const struct redline_change *c)
{
	struct str path = { 0 };
	cJSON *one;

	redline_path(&path, &w->r, c);
	str_puts(&path, "");
	one = new_entry(w, "is_section", &no_label);
	put_number(one, "number", ++w->sections);
	put_clean(one, "path", path.p);
	str_release(&w->path);
	w->path = path;
}

/* What stays before a change whose place in the new text is `at`; a new
 * section begins where something is left out, or where the headings differ. */
static void put_between(struct walk *w, const struct redline_change *c)
{
	size_t at = c->new.at, n = at > w->told ? at - w->told : 0;
	size_t behind = w->any && n > 0 ? 1 : 0, before = n > behind ? 1 : 0;
	struct str path = { 0 };

	redline_path(&path, &w->r, c);
	str_puts(&path, "");
	if (behind > 0)
		put_same(w, w->told, &no_label);
	put_gap(w, n - behind - before, false);
	if (!w->any || n > behind + before ||
		strcmp(path.p, w->path.p != NULL ? w->path.p : "") != 0)
		put_section(w, c);
	if (before > 0)
		put_same(w, at - 1, &no_label);
	str_release(&path);
}

/* --- changes --- */

/* The words of blocks, with a pilcrow between two. */
static void join_words(struct str *out, const struct readable *r,
	const struct blocks *b, const struct diff_range *range)
{
	str_puts(out, "");
	for (size_t i = range->at; i < range->at + range->n; i++) {
		size_t len;
		const char *words = readable_words(r, &b->v[i], &len);

		if (i > range->at)
			str_puts(out, " \u00B6 ");
		str_add(out, words, len);
	}
}

static void put_words(struct walk *w, const struct redline_change *c,
	const struct label *label)
{
	const struct block *b = &w->r.new.v[c->new.at];
	const struct markdown_block *old =
		readable_row(&w->old, &w->r.old.v[c->old.at]);
	const struct markdown_block *new = readable_row(&w->new, b);
	struct str a = { 0 }, z = { 0 };

	if (c->old.n == 1 && c->new.n == 1 && old != NULL &&new != NULL &&
		old->n_cells == new->n_cells) {
		put_row(w, old, new, label);
		return;
	}
	join_words(&a, &w->old, &w->r.old, &c->old);
	join_words(&z, &w->new, &w->r.new, &c->new);
	put_parts(w, parts_of(block_entry(w, b, label)), &a, &z);
	str_release(&a);
	str_release(&z);
}

/* Blocks that only came, or only went; stops where enough is shown. */
static void put_one_sided(struct walk *w, const struct readable *r,
	const struct blocks *b, const struct diff_range *range, bool came)
{
	struct str sides[2] = { { 0 }, { 0 } };

	str_puts(&sides[0], "");
	str_puts(&sides[1], "");
	for (size_t i = range->at; i < range->at + range->n; i++) {
		const struct markdown_block *row = readable_row(r, &b->v[i]);
		size_t len;
		const char *words = readable_words(r, &b->v[i], &len);

		if (w->room.left == 0) {
			w->left++;
			continue;
		}
		if (row != NULL) {
			put_row(w, came ? NULL : row, came ? row : NULL,
				&no_label);
			continue;
		}
		str_clear(&sides[0]);
		str_clear(&sides[1]);
		str_add(&sides[came], words, len);
		put_parts(w, parts_of(block_entry(w, &b->v[i], &no_label)),
			&sides[0], &sides[1]);
	}
	str_release(&sides[0]);
	str_release(&sides[1]);
}

/* The headings above what moved, in the old text. */
static void old_path(
	struct str *out, const struct walk *w, const struct redline_change *c)
{
	str_puts(out, "");
	blocks_path(out, &w->r.old, c->old.at);
}

static void put_change(struct walk *w, const struct redline_change *c)
{
	struct str from = { 0 };
	struct label label = { .moved = c->moved,
		.split = c->kind == REDLINE_SPLIT,
		.joined = c->kind == REDLINE_JOINED,
		.count = c->kind == REDLINE_JOINED ? c->old.n : c->new.n };
	const struct label *said =
		c->moved || label.split || label.joined ? &label : &no_label;

	str_puts(&from, "");
	if (c->moved)
		old_path(&from, w, c);
	label.from = from.p;
	if (c->kind == REDLINE_ADDED) {
		put_one_sided(w, &w->new, &w->r.new, &c->new, true);
	} else if (c->kind == REDLINE_DELETED) {
		put_one_sided(w, &w->old, &w->r.old, &c->old, false);
	} else if (c->kind == REDLINE_SAME || c->kind == REDLINE_FORM) {
		put_same(w, c->new.at, said);
		put_gap(w, c->new.n - 1, true);
		w->cut |= c->new.n > 1;
	} else {
		put_words(w, c, said);
	}
	str_release(&from);
}

/* Whether words differ, or stand elsewhere. */
static bool is_seen(const struct redline_change *c)
{
	return c->moved || (c->kind != REDLINE_SAME && c->kind != REDLINE_FORM);
}

/* As count() counts them. */
static size_t passages_of(const struct redline_change *c)
{
	if (c->kind == REDLINE_ADDED || c->moved)
		return c->new.n;
	return c->kind == REDLINE_DELETED ? c->old.n : 1;
}

static void tell(struct walk *w, const struct redline_change *c)
{
	if (w->room.left == 0) {
		w->left += passages_of(c);
		return;
	}
	put_between(w, c);
	put_change(w, c);
	w->any = true;
	if (c->new.n > 0)
		w->told = c->new.at + c->new.n;
	else if (c->new.at > w->told)
		w->told = c->new.at;
}

/* What stays behind the last change. */
static void tell_rest(struct walk *w)
{
	size_t n = w->r.new.n > w->told ? w->r.new.n - w->told : 0;

	if (n == 0 || w->left > 0)
		return;
	put_same(w, w->told, &no_label);
	put_gap(w, n - 1, false);
}

static void count(cJSON *out, const struct redline *r)
{
	size_t changed = 0, added = 0, removed = 0, moved = 0;

	for (size_t i = 0; i < r->n; i++) {
		const struct redline_change *c = &r->v[i];

		if (!is_seen(c))
			continue;
		moved += c->moved ? c->new.n : 0;
		added += c->kind == REDLINE_ADDED ? c->new.n : 0;
		removed += c->kind == REDLINE_DELETED ? c->old.n : 0;
		changed += !c->moved && (c->kind == REDLINE_CHANGED ||
						c->kind == REDLINE_SPLIT ||
						c->kind == REDLINE_JOINED);
	}
	put_number(out, "changed", changed);
	put_number(out, "added", added);
	put_number(out, "removed", removed);
	put_number(out, "moved", moved);
}

static cJSON *result(struct walk *w)
{
	cJSON *out;
	bool any = false;

	for (size_t i = 0; i < w->r.n; i++)
		any = any || is_seen(&w->r.v[i]);
	if (!any)
		return NULL;
	out = json_object();
	w->entries = json_array();
	for (size_t i = 0; i < w->r.n; i++)
		if (is_seen(&w->r.v[i]))
			tell(w, &w->r.v[i]);
	tell_rest(w);
	count(out, &w->r);
	json_set(out, "left_out", "");
	if (w->left > 0)
		put_number(out, "left_out", w->left);
	json_set_bool(out, "left_several", w->left > 1);
	json_set_bool(out, "whole", w->left == 0 && !w->cut);
	json_add(out, "entries", w->entries);
	return out;
}

int difference_make(cJSON **out, const char *old, size_t old_len,
	const char *new, size_t new_len)
{
	struct walk w = { .room.left = DIFFERENCE_SHOWN };
	int rc = readable_make(&w.old, old, old_len);

	if (rc == 0)
		rc = readable_make(&w.new, new, new_len);
	if (rc == 0) {
		redline_make(&w.r, w.old.text.p, w.old.text.len, w.new.text.p,
			w.new.text.len);
		*out = result(&w);
	}
	redline_release(&w.r);
	readable_release(&w.old);
	readable_release(&w.new);
	str_release(&w.path);
	return rc;
}
