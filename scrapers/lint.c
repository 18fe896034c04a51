/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One pass over the folded text tells all forms. Of the terms' forms, the
 * longest at each place is kept; then a walk from left to right takes them
 * and jumps over what it took. A form that is excluded by what stands before
 * it is jumped over too.
 */
#include "scrapers/lint.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/markdown.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/lint_context.h"
#include "scrapers/sentence.h"

enum {
	BESIDE = 3, /* sentences that are beside one another */
	LISTED = 8, /* sentences of a list behind the one that leads to it */
};

/* The longest form at a place. */
struct longest {
	uint16_t term; /* its number + 1; 0: none */
	uint16_t len;  /* at most FORMS_BYTES */
};

/* Sentences that may answer a category, ascending. */
struct answers {
	size_t *v;
	size_t n, cap;
};

/* A weak cue, in the folded text. */
struct weak {
	size_t item, at, len;
};

struct judging {
	struct lint *l;
	const struct lexicon *lex;
	bool all;
	struct longest *longest; /* one for each byte of the folded text */
	uint16_t *fixed; /* likewise: the longest fixed phrase's bytes */
	struct lint_marks marks; /* offsets in text */
	struct weak *weak;
	size_t n_weak, weak_cap;
	struct answers with[CHECKLIST_ITEMS]; /* companions of weak cues */
	struct answers answers[LEXICON_CATEGORIES];
};

static void add_sentence(size_t at, size_t len, int line, struct lint *l)
{
	l->sentences = mem_grow(l->sentences, &l->sentences_cap,
		l->n_sentences + 1, sizeof(*l->sentences));
	l->sentences[l->n_sentences++] =
		(struct lint_sentence){ .at = at, .len = len, .line = line };
}

/* Takes the text from `from` on as one block, and ends it. */
static void end_block(struct lint *l, size_t from, int line)
{
	size_t at = from, len;

	while (sentence_next(
		&at, &len, l->text.p, l->text.len, LINT_SENTENCE)) {
		add_sentence(at, len, line, l);
		at += len;
	}
	str_putc(&l->text, '\n');
}

/* The length of the tag <br>, which is how lines end in the cells of GitHub's
 * tables, at the beginning of a text; 0 when it is not there. */
static size_t line_end(const char *text, size_t len)
{
	size_t n = strlen("<br");

	if (len < n || strncasecmp(text, "<br", n) != 0)
		return 0;
	while (n < len && (text[n] == ' ' || text[n] == '/'))
		n++;
	return n < len && text[n] == '>' ? n + 1 : 0;
}

/* Nothing goes on from one block, cell, or line of a cell into the next. */
static void add_lines(struct lint *l, const struct str *text, int line)
{
	size_t from = l->text.len, end;

	for (size_t i = 0; i<text->len; i += end> 0 ? end : 1) {
		end = line_end(text->p + i, text->len - i);
		if (end > 0) {
			end_block(l, from, line);
			from = l->text.len;
		} else {
			str_putc(&l->text,
				text->p[i] != '\n' ? text->p[i] : ' ');
		}
	}
	end_block(l, from, line);
}

static void add_cell(struct lint *l, const struct markdown_cell *cell, int line)
{
	struct str text = { 0 };

	for (size_t i = 0; i < cell->n; i++)
		str_add(&text, cell->runs[i].text, cell->runs[i].len);
	add_lines(l, &text, line);
	str_release(&text);
}

static int finish(struct lint *l)
{
	int rc = str_check(&l->text, _("the text"));

	if (rc == 0)
		rc = fold_text(&l->folded, l->text.p, l->text.len);
	l->words = rc == 0 ? fold_words(&l->folded) : 0;
	l->source_words = l->words;
	return rc;
}

/* The words of the Markdown as it is written. */
static int count_source(struct lint *l, const char *markdown, size_t len)
{
	struct fold source = { 0 };
	int rc = fold_text(&source, markdown, len);

	if (rc == 0)
		l->source_words = fold_words(&source);
	fold_release(&source);
	return rc;
}

int lint_read(struct lint *out, const char *markdown, size_t len)
{
	struct markdown md = { 0 };
	int rc = markdown_parse_limited(&md, markdown, len);

	str_init(&out->text, 0);
	for (size_t i = 0; rc == 0 && i < md.n; i++)
		for (size_t k = 0; k < md.blocks[i].n_cells; k++)
			add_cell(
				out, &md.blocks[i].cells[k], md.blocks[i].line);
	if (rc == 0)
		rc = finish(out);
	if (rc == 0)
		rc = count_source(out, markdown, len);
	markdown_release(&md);
	return rc;
}

int lint_plain(struct lint *out, const char *text, size_t len)
{
	int line = 1;

	str_init(&out->text, 0);
	if (!utf8_valid(text, len, NULL))
		return err_set(ERR_PARSE, _("the text is not UTF-8"));
	for (size_t i = 0; i < len; line++) {
		const char *end = memchr(text + i, '\n', len - i);
		size_t n = end != NULL ? (size_t)(end - text) - i : len - i;
		size_t from = out->text.len;

		str_add(&out->text, text + i, n);
		end_block(out, from, line);
		i += n + 1;
	}
	return finish(out);
}

/* The sentence that holds an offset of the text, or the last before it. */
static size_t sentence_at(const struct lint *l, size_t at)
{
	size_t low = 0, high = l->n_sentences;

	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (l->sentences[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whether one of the words stands before an offset of the folded text, with
 * at most a space between; "#" is a number. */
static bool is_after(const struct fold *f, size_t at, const cJSON *words)
{
	const cJSON *w;

	if (at > 0 && f->text.p[at - 1] == ' ')
		at--;
	cJSON_ArrayForEach(w, words)
	{
		size_t len = strlen(w->valuestring);

		if (w->valuestring[0] == '#' && at > 0 &&
			is_digit(f->text.p[at - 1]))
			return true;
		if (len <= at &&
			memcmp(f->text.p + at - len, w->valuestring, len) ==
				0 &&
			!fold_word_before(f, at - len))
			return true;
	}
	return false;
}

/* Likewise: whether one of the words begins behind an offset. */
static bool is_before(const struct fold *f, size_t at, const cJSON *words)
{
	const cJSON *w;

	if (f->text.p[at] == ' ')
		at++;
	cJSON_ArrayForEach(w, words)
	{
		size_t len = strlen(w->valuestring);

		if (w->valuestring[0] == '#' && is_digit(f->text.p[at]))
			return true;
		if (len <= f->text.len - at &&
			memcmp(f->text.p + at, w->valuestring, len) == 0 &&
			!fold_word_at(f, at + len))
			return true;
	}
	return false;
}

/* "13 mois", "treize (13) mois", "six mois" */
static bool is_numbered(const struct fold *f, size_t at, const cJSON *words)
{
	size_t i = at;

	while (i > 0 && strchr(" )-", f->text.p[i - 1]) != NULL)
		i--;
	return (i > 0 && is_digit(f->text.p[i - 1])) || is_after(f, at, words);
}

static void note_term(struct judging *j, size_t term, size_t at, size_t len)
{
	struct longest *longest = &j->longest[at];

	if (!j->all && !j->lex->terms[term].counted)
		return;
	if (len < longest->len ||
		(len == longest->len && longest->term <= term + 1))
		return;
	*longest = (struct longest){ (uint16_t)(term + 1), (uint16_t)len };
}

static void note_sentence(struct answers *a, size_t sentence)
{
	if (a->n > 0 && a->v[a->n - 1] == sentence)
		return;
	a->v = mem_grow(a->v, &a->cap, a->n + 1, sizeof(*a->v));
	a->v[a->n++] = sentence;
}

static void note_clear(
	struct judging *j, const struct lexicon_clear *c, size_t at, size_t len)
{
	const struct fold *f = &j->l->folded;
	struct answers *a = &j->answers[c->category];
	size_t sentence = sentence_at(j->l, f->at[at + len - 1]);

	if (c->number != NULL && !is_numbered(f, at, c->number))
		return;
	note_sentence(a, sentence);
}

static void set_cue(struct lint *l, size_t item, size_t at, size_t len)
{
	const struct fold *f = &l->folded;
	struct lint_item *i = &l->items[item];

	if (i->n++ > 0)
		return;
	i->at = f->at[at];
	i->len = f->at[at + len] - f->at[at];
	i->sentence = sentence_at(l, f->at[at]);
}

/* id: of a strong cue, of a weak one, or of a companion. */
static void note_cue(struct judging *j, size_t id, size_t at, size_t len)
{
	size_t item = id % CHECKLIST_ITEMS;

	if (id < CHECKLIST_ITEMS) {
		set_cue(j->l, item, at, len);
	} else if (id < 2 * CHECKLIST_ITEMS) {
		j->weak = mem_grow(
			j->weak, &j->weak_cap, j->n_weak + 1, sizeof(*j->weak));
		j->weak[j->n_weak++] = (struct weak){ item, at, len };
	} else {
		note_sentence(
			&j->with[item], sentence_at(j->l, j->l->folded.at[at]));
	}
}

static void note_context(struct judging *j, size_t kind, size_t at, size_t len)
{
	const struct fold *f = &j->l->folded;

	if (kind < LEXICON_CONTEXTS)
		lint_context_add(&j->marks, (enum lexicon_context)kind,
			f->at[at], f->at[at + len]);
	else if (len > j->fixed[at])
		j->fixed[at] = (uint16_t)len;
}

static void note(int id, size_t at, size_t len, void *ctx)
{
	struct judging *j = ctx;
	size_t i = (size_t)id;

	if (i < j->lex->n_terms) {
		note_term(j, i, at, len);
		return;
	}
	i -= j->lex->n_terms;
	if (i < j->lex->n_clear) {
		note_clear(j, &j->lex->clear[i], at, len);
		return;
	}
	i -= j->lex->n_clear;
	if (i < 3 * CHECKLIST_ITEMS)
		note_cue(j, i, at, len);
	else
		note_context(j, i - 3 * CHECKLIST_ITEMS, at, len);
}

/* The sentence among the answers that is nearest to a given one. */
static size_t nearest(const struct answers *a, size_t sentence)
{
	size_t low = 0, high = a->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (a->v[middle] < sentence)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == a->n)
		return a->n > 0 ? a->v[a->n - 1] : LINT_NONE;
	if (low > 0 && sentence - a->v[low - 1] < a->v[low] - sentence)
		low--;
	return a->v[low];
}

/* Weak cues count after the strong ones; with a companion in their sentence
 * or shortly before, as one that introduces a list. */
static void add_weak(struct judging *j)
{
	for (size_t i = 0; i < j->n_weak; i++) {
		const struct weak *w = &j->weak[i];
		const struct answers *with = &j->with[w->item];
		size_t s = sentence_at(j->l, j->l->folded.at[w->at]);
		size_t k = with->n;

		while (k > 0 && with->v[k - 1] > s)
			k--;
		if (j->lex->cue_with[w->item] &&
			(k == 0 || s - with->v[k - 1] > LISTED))
			continue;
		set_cue(j->l, w->item, w->at, w->len);
	}
}

/* Recipients, periods and safeguards may be told anywhere; what a list or a
 * purpose means is told beside it or not at all. */
static size_t answer(
	const struct judging *j, enum lexicon_category c, size_t sentence)
{
	size_t found = nearest(&j->answers[c], sentence);
	size_t far = found > sentence ? found - sentence : sentence - found;
	bool beside = c == LEXICON_OPEN_LIST || c == LEXICON_VAGUE_PURPOSE ||
		      c == LEXICON_VAGUE_DATA;

	return beside && far > BESIDE ? LINT_NONE : found;
}

static void add_hit(struct judging *j, size_t at, const struct longest *found)
{
	struct lint *l = j->l;
	const struct lexicon_term *t = &j->lex->terms[found->term - 1];
	size_t from = l->folded.at[at], to = l->folded.at[at + found->len];
	size_t sentence = sentence_at(l, from);

	l->hits = mem_grow(
		l->hits, &l->hits_cap, l->n_hits + 1, sizeof(*l->hits));
	l->hits[l->n_hits++] = (struct lint_hit){
		.term = t,
		.at = from,
		.len = to - from,
		.sentence = sentence,
		.clear = answer(j, t->category, sentence),
	};
	if (t->counted) {
		l->counted++;
		l->weighted += (size_t)t->weight;
	}
}

/* Whether what is around a form takes the vagueness from it. */
static bool is_excused(
	const struct judging *j, size_t at, const struct longest *found)
{
	const struct lexicon_term *t = &j->lex->terms[found->term - 1];
	const struct lint *l = j->l;
	const struct fold *f = &l->folded;
	const struct lint_sentence *s;
	struct lint_place place = { .at = f->at[at] };

	if (is_after(f, at, t->unless_after) ||
		is_before(f, at + found->len, t->unless_before))
		return true;
	if (!t->unless_denied && !t->unless_reader)
		return false;
	s = &l->sentences[sentence_at(l, place.at)];
	place.from = s->at;
	place.to = s->at + s->len;
	return (t->unless_denied &&
		       lint_context_is_denied(&j->marks, &place)) ||
	       (t->unless_reader && lint_context_is_reader(&j->marks, &place));
}

/* The walk over the text: what lies behind the form at an offset, if there is
 * one. */
static void add_hits(struct judging *j)
{
	struct lint *l = j->l;

	for (size_t at = 0;
		at < l->folded.text.len && l->n_hits <= LINT_HITS;) {
		const struct longest *found = &j->longest[at];

		if (found->term == 0 || j->fixed[at] > found->len) {
			at += j->fixed[at] > 0 ? j->fixed[at] : 1;
			continue;
		}
		if (!is_after(&l->folded, at,
			    j->lex->terms[found->term - 1].not_after) &&
			!is_excused(j, at, found))
			add_hit(j, at, found);
		at += found->len;
	}
}

/* The same walk by the forms alone. */
static void add_bare(struct judging *j)
{
	struct lint *l = j->l;

	for (size_t at = 0; at < l->folded.text.len;) {
		const struct longest *found = &j->longest[at];
		const struct lexicon_term *t;

		at += found->term == 0 ? 1 : found->len;
		if (found->term == 0)
			continue;
		t = &j->lex->terms[found->term - 1];
		if (t->counted &&
			!is_after(&l->folded, at - found->len, t->not_after))
			l->bare += (size_t)t->weight;
	}
}

int lint_judge(struct lint *l, const struct lexicon *lex, bool all)
{
	struct judging j = { .l = l, .lex = lex, .all = all };
	size_t len = l->folded.text.len;

	memset(l->items, 0, sizeof(l->items));
	l->n_hits = l->counted = l->weighted = l->bare = 0;
	j.longest = mem_new(len + 1, sizeof(*j.longest));
	j.fixed = mem_new(len + 1, sizeof(*j.fixed));
	forms_each(lex->forms, &l->folded, note, &j);
	lint_context_ready(&j.marks);
	add_weak(&j);
	add_bare(&j);
	add_hits(&j);
	for (int c = 0; c < LEXICON_CATEGORIES; c++)
		free(j.answers[c].v);
	for (int i = 0; i < CHECKLIST_ITEMS; i++)
		free(j.with[i].v);
	free(j.weak);
	lint_context_release(&j.marks);
	free(j.fixed);
	free(j.longest);
	if (l->n_hits > LINT_HITS)
		return err_set(ERR_LIMIT,
			_("the text has more than %d vague words"), LINT_HITS);
	return 0;
}

double lint_rate(const struct lint *l)
{
	return l->words > 0 ? 1000.0 * (double)l->weighted / (double)l->words
			    : 0;
}

double lint_baseline_rate(const struct lint *l)
{
	return l->source_words > 0
		       ? 1000.0 * (double)l->bare / (double)l->source_words
		       : 0;
}

void lint_release(struct lint *l)
{
	str_release(&l->text);
	fold_release(&l->folded);
	free(l->sentences);
	free(l->hits);
	*l = (struct lint){ 0 };
}
