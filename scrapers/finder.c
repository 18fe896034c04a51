/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each sentence is folded and searched for all forms; what hosts' names and
 * masks ask for is looked at for each hit.
 */
#include "scrapers/finder.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/forms.h"

struct form {
	int tag;
	bool dotted; /* a host's name */
};

struct finder {
	struct forms *forms;
	struct form *v;
	size_t n, cap, bytes;
};

struct finder *finder_new(void)
{
	struct finder *f = mem_new(1, sizeof(struct finder));

	f->forms = forms_new();
	return f;
}

void finder_free(struct finder *f)
{
	if (f == NULL)
		return;
	forms_free(f->forms);
	free(f->v);
	free(f);
}

static bool has_word(const struct fold *f)
{
	for (size_t i = 0; i < f->text.len; i++)
		if (fold_word_at(f, i))
			return true;
	return false;
}

/* Folded, with the mark of an open ending; empty when it says nothing. */
static void fold_form(struct str *out, const char *form)
{
	struct fold folded = { 0 };
	size_t n = strlen(form);
	bool open = n > 0 && form[n - 1] == '*';

	str_init(out, 0);
	if (fold_bare(&folded, form, n - open) == 0 && has_word(&folded)) {
		str_add(out, folded.text.p, folded.text.len);
		while (out->p[out->len - 1] == ' ')
			str_cut(out, out->len - 1);
		if (open)
			str_putc(out, '*');
	}
	fold_release(&folded);
}

int finder_add(struct finder *f, int tag, const char *form)
{
	struct form one = { .tag = tag };
	struct str text;
	int rc = 0;

	fold_form(&text, form);
	if (text.len == 0)
		rc = err_set(ERR_INVALID,
			_("'%s' cannot be looked for: it has no letter or "
			  "digit"),
			form);
	else if (text.len > FINDER_LENGTH || f->n == FINDER_MAX ||
		 f->bytes + text.len > FINDER_BYTES)
		rc = err_set(ERR_LIMIT,
			_("too much to look for: at most %d forms of %d bytes"),
			(int)FINDER_MAX, (int)FINDER_LENGTH);
	if (rc == 0)
		rc = forms_add(f->forms, text.p, (int)f->n);
	if (rc == 0) {
		one.dotted = strchr(text.p, '.') != NULL &&
			     text.p[text.len - 1] != '*';
		f->bytes += text.len;
		f->v = mem_grow(f->v, &f->cap, f->n + 1, sizeof(*f->v));
		f->v[f->n++] = one;
	}
	str_release(&text);
	return rc;
}

void finder_compile(struct finder *f)
{
	forms_ready(f->forms);
}

/* A search under way. */
struct search {
	const struct finder *f;
	struct fold folded;
	const char *raw; /* the text that was folded */
	size_t raw_len;
	struct finder_hit *hits; /* of one sentence */
	size_t n, cap, masks;
	struct finder_hit place; /* sentence and link of new hits */
};

static bool is_at(const struct search *s, size_t at, char c)
{
	return at < s->raw_len && s->raw[at] == c;
}

/* A host's name is not part of a longer one, but may be its end. */
static bool stands_alone(const struct search *s, size_t start, size_t end)
{
	const struct fold *f = &s->folded;

	if ((start > 0 && is_at(s, f->at[start] - 1, '-')) ||
		is_at(s, f->at[end], '-'))
		return false;
	return f->text.p[end] != '.' || !fold_word_at(f, end + 1);
}

/* Names as programs write them are one word: "steps_taken". */
static bool is_joined(const struct fold *f, size_t start, size_t end)
{
	return (start > 0 && f->text.p[start - 1] == '_') ||
	       f->text.p[end] == '_';
}

static void take(int id, size_t at, size_t len, void *ctx)
{
	struct search *s = ctx;
	const struct form *one = &s->f->v[id];
	struct finder_hit hit = s->place;

	if (is_joined(&s->folded, at, at + len) ||
		(s->place.link && !one->dotted) ||
		(one->dotted && !stands_alone(s, at, at + len)))
		return;
	hit.tag = one->tag;
	hit.form = (size_t)id;
	hit.start = s->folded.at[at];
	hit.end = s->folded.at[at + len];
	s->hits = mem_grow(s->hits, &s->cap, s->n + 1, sizeof(*s->hits));
	s->hits[s->n++] = hit;
	s->masks += hit.tag == FINDER_MASK;
}

static void scan(struct search *s, const char *text, size_t len)
{
	s->raw = text;
	s->raw_len = len;
	if (fold_bare(&s->folded, text, len) == 0)
		forms_each(s->f->forms, &s->folded, take, s);
}

static bool is_masked(const struct search *s, const struct finder_hit *hit)
{
	for (size_t i = 0; i < s->n && s->masks > 0; i++)
		if (s->hits[i].tag == FINDER_MASK &&
			s->hits[i].start <= hit->start &&
			s->hits[i].end >= hit->end)
			return true;
	return false;
}

static void tell(struct search *s, finder_fn fn, void *ctx)
{
	for (size_t i = 0; i < s->n; i++)
		if (!is_masked(s, &s->hits[i]))
			fn(&s->hits[i], ctx);
	s->n = s->masks = 0;
}

void finder_search(const struct finder *f, const struct sentences *s,
	finder_fn fn, void *ctx)
{
	struct search search = { .f = f };

	for (size_t i = 0; i < s->n; i++) {
		search.place = (struct finder_hit){ .sentence = i };
		scan(&search, sentences_text(s, i), s->v[i].len);
		tell(&search, fn, ctx);
		search.place.link = true;
		if (s->v[i].links_len > 0)
			scan(&search, sentences_links(s, i), s->v[i].links_len);
		tell(&search, fn, ctx);
	}
	fold_release(&search.folded);
	free(search.hits);
}
