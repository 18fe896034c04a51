/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Aho-Corasick over the folded bytes, with all transitions filled in. Bytes
 * that occur in no form share one column, so that a row has some forty
 * cells instead of 256. A state knows the form that ends there and the next
 * state, along its failures, at which one ends.
 */
#include "scrapers/finder.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

struct form {
	int tag;
	char *folded; /* owned */
	size_t len;
	bool open;	/* any ending */
	bool dotted;	/* a host's name */
	uint32_t again; /* number + 1 of another form with the same text */
};

struct state {
	uint32_t form; /* number + 1 that ends here, or 0 */
	uint32_t fail, out;
};

struct finder {
	struct form *v;
	size_t n, cap, bytes;
	unsigned char column[256];
	size_t columns;
	struct state *states;
	uint32_t *next; /* columns cells a state */
	size_t n_states;
};

/* A text folded, and where each byte comes from. */
struct folded {
	struct str text;
	uint32_t *from, *to; /* owned */
	size_t cap;
};

static bool is_invisible(uint32_t c)
{
	return c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 ||
	       c == 0xFEFF;
}

/* 0 for nothing. */
static uint32_t fold_char(uint32_t c)
{
	if (is_invisible(c))
		return 0;
	if (c == '-' || c == 0x2010 || c == 0x2011 || c <= ' ' ||
		uc_is_property_white_space(c))
		return ' ';
	if (c == 0x2018 || c == 0x2019 || c == 0x02BC)
		return '\'';
	return uc_tolower(c);
}

static void mark(struct folded *f, size_t before, size_t from, size_t to)
{
	if (f->text.len > f->cap) {
		f->cap = 2 * f->text.len;
		f->from = mem_resize(f->from, f->cap, sizeof(*f->from));
		f->to = mem_resize(f->to, f->cap, sizeof(*f->to));
	}
	for (size_t i = before; i < f->text.len; i++) {
		f->from[i] = (uint32_t)from;
		f->to[i] = (uint32_t)to;
	}
}

static void fold(struct folded *out, const char *text, size_t len)
{
	str_clear(&out->text);
	for (size_t i = 0; i < len;) {
		size_t before = out->text.len, n;
		uint32_t c;

		n = utf8_decode(&c, text + i, len - i);
		c = fold_char(c);
		if (c == ' ' && (before == 0 || out->text.p[before - 1] == ' '))
			c = 0;
		if (c != 0)
			utf8_put(&out->text, c);
		mark(out, before, i, i + n);
		i += n;
	}
}

static void release_folded(struct folded *f)
{
	str_release(&f->text);
	free(f->from);
	free(f->to);
}

void finder_fold(struct str *out, const char *text, size_t len)
{
	struct folded f = { 0 };

	fold(&f, text, len);
	if (f.text.len > 0)
		str_add(out, f.text.p, f.text.len);
	release_folded(&f);
}

struct finder *finder_new(void)
{
	return mem_new(1, sizeof(struct finder));
}

void finder_free(struct finder *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < f->n; i++)
		free(f->v[i].folded);
	free(f->v);
	free(f->states);
	free(f->next);
	free(f);
}

static bool is_word(uint32_t c)
{
	return c == '_' || uc_is_general_category_withtable(
				   c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N |
					      UC_CATEGORY_MASK_M);
}

static bool has_word(const char *text, size_t len)
{
	uint32_t c;

	for (size_t i = 0; i < len; i += utf8_decode(&c, text + i, len - i)) {
		utf8_decode(&c, text + i, len - i);
		if (is_word(c))
			return true;
	}
	return false;
}

/* Folded, in NFC, without spaces and the mark of an open ending at its
 * end. */
static char *fold_form(const char *form, size_t *len, bool *open)
{
	struct str nfc = { 0 }, text = { 0 };
	size_t n = strlen(form);

	*open = n > 0 && form[n - 1] == '*';
	if (utf8_valid(form, n, NULL))
		utf8_nfc(&nfc, form, n - *open);
	finder_fold(&text, nfc.p != NULL ? nfc.p : "", nfc.len);
	while (text.len > 0 && text.p[text.len - 1] == ' ')
		str_cut(&text, text.len - 1);
	str_release(&nfc);
	*len = text.len;
	return str_take(&text);
}

int finder_add(struct finder *f, int tag, const char *form)
{
	struct form one = { .tag = tag };

	one.folded = fold_form(form, &one.len, &one.open);
	one.dotted = !one.open && strchr(one.folded, '.') != NULL;
	if (!has_word(one.folded, one.len)) {
		free(one.folded);
		return err_set(ERR_INVALID,
			_("'%s' cannot be looked for: it has no letter or "
			  "digit"),
			form);
	}
	if (one.len > FINDER_LENGTH || f->n == FINDER_MAX ||
		f->bytes + one.len > FINDER_BYTES) {
		free(one.folded);
		return err_set(ERR_LIMIT,
			_("too much to look for: at most %d forms of %d bytes"),
			(int)FINDER_MAX, (int)FINDER_LENGTH);
	}
	f->bytes += one.len;
	f->v = mem_grow(f->v, &f->cap, f->n + 1, sizeof(*f->v));
	f->v[f->n++] = one;
	return 0;
}

static void number_columns(struct finder *f)
{
	f->columns = 1;
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < f->v[i].len; k++) {
			unsigned char c = (unsigned char)f->v[i].folded[k];

			if (f->column[c] == 0)
				f->column[c] = (unsigned char)f->columns++;
		}
}

static uint32_t *cell(const struct finder *f, size_t state, unsigned char c)
{
	return &f->next[state * f->columns + f->column[c]];
}

static void insert(struct finder *f, size_t number)
{
	struct form *one = &f->v[number];
	uint32_t at = 0;

	for (size_t k = 0; k < one->len; k++) {
		uint32_t *to = cell(f, at, (unsigned char)one->folded[k]);

		if (*to == 0)
			*to = (uint32_t)f->n_states++;
		at = *to;
	}
	one->again = f->states[at].form;
	f->states[at].form = (uint32_t)number + 1;
}

/* Breadth first: a state's failure lies nearer to the root. */
static void link_states(struct finder *f)
{
	uint32_t *queue = mem_new(f->n_states, sizeof(*queue));
	size_t head = 0, tail = 1;

	while (head < tail) {
		uint32_t at = queue[head++];
		uint32_t fail = f->states[at].fail;

		for (size_t c = 1; c < f->columns; c++) {
			uint32_t *to = &f->next[at * f->columns + c];
			uint32_t other = f->next[fail * f->columns + c];

			if (*to == 0) {
				*to = at == 0 ? 0 : other;
				continue;
			}
			other = at == 0 ? 0 : other;
			f->states[*to].fail = other;
			f->states[*to].out = f->states[other].form != 0
						     ? other
						     : f->states[other].out;
			queue[tail++] = *to;
		}
	}
	free(queue);
}

void finder_compile(struct finder *f)
{
	number_columns(f);
	f->states = mem_new(f->bytes + 1, sizeof(*f->states));
	f->next = mem_new((f->bytes + 1) * f->columns, sizeof(*f->next));
	f->n_states = 1;
	for (size_t i = 0; i < f->n; i++)
		insert(f, i);
	link_states(f);
}

/* A search under way. */
struct search {
	const struct finder *f;
	struct folded folded;
	const char *raw; /* the text that was folded */
	size_t raw_len;
	struct finder_hit *hits; /* of one sentence */
	size_t n, cap, masks;
	struct finder_hit place; /* sentence and link of new hits */
};

static uint32_t char_before(const char *text, size_t at)
{
	uint32_t c;
	size_t i = at;

	if (at == 0)
		return ' ';
	do
		i--;
	while (i > 0 && ((unsigned char)text[i] & 0xC0) == 0x80);
	utf8_decode(&c, text + i, at - i);
	return c;
}

static uint32_t char_at(const char *text, size_t len, size_t at)
{
	uint32_t c = ' ';

	if (at < len)
		utf8_decode(&c, text + at, len - at);
	return c;
}

/* A host's name is not part of a longer one, but may be its end. */
static bool stands_alone(const struct search *s, size_t start, size_t end)
{
	uint32_t before = char_before(s->raw, start);
	uint32_t after = char_at(s->raw, s->raw_len, end);

	if (before == '-' || after == '-')
		return false;
	return after != '.' || !is_word(char_at(s->raw, s->raw_len, end + 1));
}

static void take(struct search *s, uint32_t number, size_t end)
{
	const struct form *one = &s->f->v[number];
	const struct str *t = &s->folded.text;
	size_t start = end - one->len;
	struct finder_hit hit = s->place;

	if (is_word(char_before(t->p, start)) ||
		(!one->open && is_word(char_at(t->p, t->len, end))) ||
		(s->place.link && !one->dotted))
		return;
	hit.tag = one->tag;
	hit.form = number;
	hit.start = s->folded.from[start];
	hit.end = s->folded.to[end - 1];
	if (one->dotted && !stands_alone(s, hit.start, hit.end))
		return;
	s->hits = mem_grow(s->hits, &s->cap, s->n + 1, sizeof(*s->hits));
	s->hits[s->n++] = hit;
	s->masks += hit.tag == FINDER_MASK;
}

static void scan(struct search *s, const char *text, size_t len)
{
	const struct finder *f = s->f;
	uint32_t at = 0;

	s->raw = text;
	s->raw_len = len;
	fold(&s->folded, text, len);
	for (size_t i = 0; i < s->folded.text.len; i++) {
		at = *cell(f, at, (unsigned char)s->folded.text.p[i]);
		for (uint32_t o = f->states[at].form != 0 ? at
							  : f->states[at].out;
			o != 0; o = f->states[o].out)
			for (uint32_t n = f->states[o].form; n != 0;
				n = f->v[n - 1].again)
				take(s, n - 1, i + 1);
	}
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
	release_folded(&search.folded);
	free(search.hits);
}
