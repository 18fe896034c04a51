/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A trie over the bytes that occur in the forms, each byte a small number
 * ("letter"; 0: none of them), with a full table of moves once ready. A
 * node's suffix is the longest other node that its end spells; its output is
 * the nearest node on that chain where a form ends.
 */
#include "scrapers/forms.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

struct node {
	int suffix, output;
	int first; /* entry whose form ends here, or -1 */
	size_t len;
};

struct entry {
	int id, next; /* of the same form; -1 ends */
};

enum { LETTERS = 128, NODES_MAX = INT16_MAX };

struct forms {
	uint8_t letters[256];
	int16_t (*moves)[LETTERS]; /* [node][letter]; -1 none, until ready */
	struct node *nodes;
	struct entry *entries;
	size_t n, moves_cap, nodes_cap, n_entries, entries_cap;
	int n_letters;
};

static int16_t add_node(struct forms *f, size_t len)
{
	f->moves =
		mem_grow(f->moves, &f->moves_cap, f->n + 1, sizeof(*f->moves));
	f->nodes =
		mem_grow(f->nodes, &f->nodes_cap, f->n + 1, sizeof(*f->nodes));
	memset(f->moves[f->n], 0xFF, sizeof(*f->moves)); /* -1 everywhere */
	f->nodes[f->n] = (struct node){ .first = -1, .len = len };
	return (int16_t)f->n++;
}

struct forms *forms_new(void)
{
	struct forms *f = mem_new(1, sizeof(*f));

	f->n_letters = 1;
	add_node(f, 0);
	return f;
}

void forms_free(struct forms *f)
{
	if (f == NULL)
		return;
	free(f->moves);
	free(f->nodes);
	free(f->entries);
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
	int node = 0;

	if (len == 0 || len > FORMS_BYTES || !is_folded(form, len))
		return err_set(ERR_INVALID,
			_("the form '%s' is empty, too long or not folded"),
			form);
	if (f->n + len > NODES_MAX)
		return err_set(ERR_LIMIT, _("too many forms"));
	for (size_t i = 0; i < len; i++) {
		uint8_t *letter = &f->letters[(unsigned char)form[i]];

		if (*letter == 0 && f->n_letters == LETTERS)
			return err_set(ERR_LIMIT, _("too many forms"));
		if (*letter == 0)
			*letter = (uint8_t)f->n_letters++;
		if (f->moves[node][*letter] < 0) {
			int16_t fresh = add_node(f, i + 1);

			f->moves[node][*letter] = fresh;
		}
		node = f->moves[node][*letter];
	}
	f->entries = mem_grow(f->entries, &f->entries_cap, f->n_entries + 1,
		sizeof(*f->entries));
	f->entries[f->n_entries] =
		(struct entry){ .id = id, .next = f->nodes[node].first };
	f->nodes[node].first = (int)f->n_entries++;
	return 0;
}

/* Gives a node its missing moves, those of its suffix, and puts its children
 * into the queue. */
static size_t complete(struct forms *f, int node, int *queue, size_t end)
{
	const int16_t *fallback = f->moves[f->nodes[node].suffix];

	for (int l = 0; l < f->n_letters; l++) {
		int16_t child = f->moves[node][l], other;
		struct node *c;

		other = node == 0 ? 0 : fallback[l];
		if (child < 0) {
			f->moves[node][l] = other;
			continue;
		}
		c = &f->nodes[child];
		c->suffix = other;
		c->output = f->nodes[other].first >= 0 ? other
						       : f->nodes[other].output;
		queue[end++] = child;
	}
	return end;
}

void forms_ready(struct forms *f)
{
	int *queue = mem_new(f->n, sizeof(*queue));
	size_t end = 1;

	for (size_t i = 0; i < end; i++)
		end = complete(f, queue[i], queue, end);
	free(queue);
}

/* A form that begins or ends with a letter or digit does so at a word's
 * border. */
static bool is_whole(const struct fold *text, size_t from, size_t to)
{
	if (fold_word_at(text, from) && fold_word_before(text, from))
		return false;
	return !fold_word_before(text, to) || !fold_word_at(text, to);
}

void forms_each(
	const struct forms *f, const struct fold *text, forms_fn fn, void *ctx)
{
	int node = 0;

	for (size_t i = 0; i < text->text.len; i++) {
		node = f->moves[node]
			       [f->letters[(unsigned char)text->text.p[i]]];
		for (int out = node; out > 0; out = f->nodes[out].output) {
			size_t len = f->nodes[out].len, from = i + 1 - len;

			if (f->nodes[out].first < 0 ||
				!is_whole(text, from, i + 1))
				continue;
			for (int e = f->nodes[out].first; e >= 0;
				e = f->entries[e].next)
				fn(f->entries[e].id, from, len, ctx);
		}
	}
}
