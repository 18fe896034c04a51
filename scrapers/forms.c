/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A trie over the bytes that occur in the forms, each byte a small number
 * ("letter"; 0: none of them), with a full table of moves once ready: a row
 * has some forty cells instead of 256. A node's suffix is the longest other
 * node that its end spells; its output is the nearest node on that chain where
 * a form ends.
 */
#include "scrapers/forms.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

struct node {
	uint32_t suffix, output;
	uint32_t first; /* entry + 1 whose form ends here, or 0 */
};

struct entry {
	size_t from, len; /* in the texts of all */
	int id;
	bool open;	/* any ending */
	uint32_t again; /* entry + 1 of the same form, or 0 */
};

struct forms {
	struct str texts;
	struct entry *v;
	size_t n, cap;
	uint8_t letters[256];
	size_t n_letters, n_nodes;
	uint32_t *moves; /* n_letters cells a node; 0 none, until ready */
	struct node *nodes;
};

struct forms *forms_new(void)
{
	struct forms *f = mem_new(1, sizeof(*f));

	str_init(&f->texts, 0);
	return f;
}

void forms_free(struct forms *f)
{
	if (f == NULL)
		return;
	str_release(&f->texts);
	free(f->v);
	free(f->moves);
	free(f->nodes);
	free(f);
}

static bool is_folded(const char *form, size_t len)
{
	struct fold folded = { 0 };
	bool same = fold_text(&folded, form, len) == 0 &&
		    folded.text.len == len &&
		    memcmp(folded.text.p, form, len) == 0;

	fold_release(&folded);
	return same;
}

int forms_add(struct forms *f, const char *form, int id)
{
	size_t len = strlen(form);
	struct entry one = { .from = f->texts.len, .id = id };

	one.open = len > 0 && form[len - 1] == '*';
	one.len = len - one.open;
	if (one.len == 0 || one.len > FORMS_BYTES || !is_folded(form, one.len))
		return err_set(ERR_INVALID,
			_("the form '%s' is empty, too long or not folded"),
			form);
	if (f->texts.len + one.len > FORMS_TOTAL)
		return err_set(ERR_LIMIT, _("too many forms"));
	str_add(&f->texts, form, one.len);
	f->v = mem_grow(f->v, &f->cap, f->n + 1, sizeof(*f->v));
	f->v[f->n++] = one;
	return 0;
}

static void number_letters(struct forms *f)
{
	f->n_letters = 1;
	for (size_t i = 0; i < f->texts.len; i++) {
		uint8_t *letter = &f->letters[(unsigned char)f->texts.p[i]];

		if (*letter == 0)
			*letter = (uint8_t)f->n_letters++;
	}
}

static uint32_t *move(const struct forms *f, size_t node, char c)
{
	return &f->moves[node * f->n_letters + f->letters[(unsigned char)c]];
}

static void insert(struct forms *f, size_t number)
{
	struct entry *one = &f->v[number];
	uint32_t at = 0;

	for (size_t i = 0; i < one->len; i++) {
		uint32_t *to = move(f, at, f->texts.p[one->from + i]);

		if (*to == 0)
			*to = (uint32_t)f->n_nodes++;
		at = *to;
	}
	one->again = f->nodes[at].first;
	f->nodes[at].first = (uint32_t)number + 1;
}

/* Gives a node its missing moves, those of its suffix, and puts its children
 * into the queue. */
static size_t complete(
	struct forms *f, uint32_t node, uint32_t *queue, size_t end)
{
	uint32_t *moves = f->moves + node * f->n_letters;
	const uint32_t *fallback =
		f->moves + f->nodes[node].suffix * f->n_letters;

	for (size_t l = 1; l < f->n_letters; l++) {
		uint32_t other = node == 0 ? 0 : fallback[l];
		struct node *child;

		if (moves[l] == 0) {
			moves[l] = other;
			continue;
		}
		child = &f->nodes[moves[l]];
		child->suffix = other;
		child->output = f->nodes[other].first != 0
					? other
					: f->nodes[other].output;
		queue[end++] = moves[l];
	}
	return end;
}

void forms_ready(struct forms *f)
{
	uint32_t *queue;
	size_t end = 1;

	number_letters(f);
	f->moves =
		mem_new((f->texts.len + 1) * f->n_letters, sizeof(*f->moves));
	f->nodes = mem_new(f->texts.len + 1, sizeof(*f->nodes));
	f->n_nodes = 1;
	for (size_t i = 0; i < f->n; i++)
		insert(f, i);
	queue = mem_new(f->n_nodes, sizeof(*queue));
	for (size_t i = 0; i < end; i++)
		end = complete(f, queue[i], queue, end);
	free(queue);
}

/* Whether an offset lies between a character and the marks on it. */
static bool is_inside(const struct fold *text, size_t at)
{
	return at > 0 && text->at[at] == text->at[at - 1];
}

/* A form that begins or ends with a letter or digit does so at a word's
 * border, and any other not between a character and its marks. */
static bool is_whole(const struct fold *text, size_t from, size_t to, bool open)
{
	if (is_inside(text, from) || is_inside(text, to))
		return false;
	if (fold_word_at(text, from) && fold_word_before(text, from))
		return false;
	return open || !fold_word_before(text, to) || !fold_word_at(text, to);
}

/* All forms that end at a node. */
static void tell(const struct forms *f, uint32_t node, size_t to,
	const struct fold *text, forms_fn fn, void *ctx)
{
	for (uint32_t e = f->nodes[node].first; e != 0; e = f->v[e - 1].again) {
		const struct entry *one = &f->v[e - 1];

		if (is_whole(text, to - one->len, to, one->open))
			fn(one->id, to - one->len, one->len, ctx);
	}
}

void forms_each(
	const struct forms *f, const struct fold *text, forms_fn fn, void *ctx)
{
	uint32_t node = 0;

	for (size_t i = 0; i < text->text.len; i++) {
		node = *move(f, node, text->text.p[i]);
		for (uint32_t o = node; o != 0; o = f->nodes[o].output)
			tell(f, o, i + 1, text, fn, ctx);
	}
}
