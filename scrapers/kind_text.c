/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * First what is read: of "[here](https://a.example/)" it is "here", and the
 * target goes aside; escapes and HTML tags go, white space of any kind
 * becomes one space or line end. Then, line by line, the words
 * (scrapers/caseless): quotes, dashes, case and markup are not among them.
 */
#include "scrapers/kind_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/caseless.h"
#include "scrapers/intern.h"
#include "scrapers/kind_mark.h"
#include "scrapers/mdlink.h"

enum { TAG_MAX = 1024 };

/* --- what is read --- */

struct reading {
	struct kind_text *t;
	const char *p, *end;
	char space; /* owed before the next character: 0, ' ' or '\n' */
};

static void emit(struct reading *r, const char *p, size_t len)
{
	struct str *out = &r->t->plain;

	if (r->space != 0 && out->len > 0)
		str_putc(out, r->space);
	r->space = 0;
	str_add(out, p, len);
}

static void add_target(struct reading *r, const char *p, size_t len)
{
	str_add(&r->t->targets, p, len);
	str_putc(&r->t->targets, '\n');
}

/* At "](…)" or a "]" alone. */
static void close_link(struct reading *r)
{
	size_t len = 0;

	r->p++;
	if (r->p < r->end && *r->p == '(')
		len = mdlink_target(r->p, (size_t)(r->end - r->p));
	if (len > 0)
		add_target(r, r->p, len);
	r->p += len;
}

static bool opens_tag(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' ||
	       c == '!';
}

/* At "<": a tag, an address, or a sign. */
static void read_tag(struct reading *r)
{
	size_t max = (size_t)(r->end - r->p), i = 1;

	if (max > TAG_MAX)
		max = TAG_MAX;
	while (i < max && r->p[i] != '>' && r->p[i] != '\n' && r->p[i] != '<')
		i++;
	if (i < 2 || i == max || r->p[i] != '>' || !opens_tag(r->p[1])) {
		emit(r, r->p++, 1);
		return;
	}
	if (memchr(r->p, ':', i) != NULL)
		add_target(r, r->p, i + 1);
	r->p += i + 1;
	if (r->space == 0)
		r->space = ' ';
}

static bool begins(const struct reading *r, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(r->end - r->p) >= len && memcmp(r->p, word, len) == 0;
}

static void read_address(struct reading *r)
{
	const char *from = r->p;

	while (r->p < r->end && strchr(" \t\r\n|<>()[]\"", *r->p) == NULL)
		r->p++;
	add_target(r, from, (size_t)(r->p - from));
}

bool kind_text_space(uint32_t cp)
{
	return cp == 0x85 || cp == 0xA0 || (cp >= 0x2000 && cp < 0x200B) ||
	       cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F ||
	       cp == 0x3000;
}

/* White space of any kind, and what takes no space at all. */
static bool skip_space(struct reading *r, uint32_t cp, size_t len)
{
	bool none = cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) ||
		    (cp >= 0x2060 && cp <= 0x2064) || cp == 0xFEFF;
	bool space = kind_text_space(cp);

	if (!none && !space)
		return false;
	if (space && r->space == 0)
		r->space = ' ';
	r->p += len;
	return true;
}

/* Bytes that may not stand for themselves: marks, white space, and what may
 * begin an address or a space outside ASCII. */
static const bool special[256] = {
	['\n'] = true,
	['\r'] = true,
	['\t'] = true,
	[' '] = true,
	['\\'] = true,
	['['] = true,
	[']'] = true,
	['!'] = true,
	['<'] = true,
	['h'] = true,
	[0xC2] = true,
	[0xE2] = true,
	[0xE3] = true,
	[0xEF] = true,
};

static bool is_plain(char c)
{
	return !special[(unsigned char)c];
}

/* At a plain byte: it and those that follow, single spaces between them. */
static void read_plain(struct reading *r)
{
	const char *from = r->p;

	for (;;) {
		while (r->p < r->end &&
			(is_plain(*r->p) ||
				(*r->p == 'h' && !begins(r, "http"))))
			r->p++;
		if (r->end - r->p < 2 || *r->p != ' ' || !is_plain(r->p[1]))
			break;
		r->p += 2;
	}
	emit(r, from, (size_t)(r->p - from));
}

static void read_rest(struct reading *r)
{
	uint32_t cp;
	size_t len;

	if ((unsigned char)*r->p < 0x80) {
		emit(r, r->p++, 1);
		return;
	}
	len = utf8_decode(&cp, r->p, (size_t)(r->end - r->p));
	if (skip_space(r, cp, len))
		return;
	emit(r, r->p, len);
	r->p += len;
}

static void read_one(struct reading *r)
{
	char c = *r->p;

	if (is_plain(c)) {
		read_plain(r);
	} else if (c == '\n' || c == '\r' || c == ' ' || c == '\t') {
		r->space = c == '\n' || r->space == '\n' ? '\n' : ' ';
		r->p++;
	} else if (c == '\\' && r->p + 1 < r->end && r->p[1] > ' ' &&
		   r->p[1] < '0') {
		emit(r, r->p + 1, 1);
		r->p += 2;
	} else if (c == '[' || c == '\\' || (c == '!' && begins(r, "!["))) {
		r->p++;
	} else if (c == ']') {
		close_link(r);
	} else if (c == '<') {
		read_tag(r);
	} else if (c == 'h' &&
		   (begins(r, "https://") || begins(r, "http://"))) {
		read_address(r);
	} else {
		read_rest(r);
	}
}

/* --- its words --- */

static enum kind_mark mark_of(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] < '0' || p[i] > '9')
			return KIND_WORD;
	return KIND_NUMBER;
}

/* Remembers a word that is left out of some stream. */
static void leave_out(struct kind_text *t, const struct kind_token *word)
{
	t->marks = mem_grow(
		t->marks, &t->marks_cap, t->n_marks + 1, sizeof(*t->marks));
	t->marks[t->n_marks++] =
		(struct kind_marked){ (size_t)(word->p - t->words.p), word->len,
			word->mark };
}

/* A word in the stream. */
struct place {
	size_t from, to;
};

/* Words are marked by the line, a long line in pieces. */
static void mark_words(struct kind_text *t, struct kind_line *line,
	const struct place *words, size_t n)
{
	struct kind_token v[KIND_LINE_MAX + 1];

	for (size_t i = 0; i < n; i++) {
		const char *p = t->words.p + words[i].from;
		size_t len = words[i].to - words[i].from;

		v[i] = (struct kind_token){ p, len, mark_of(p, len) };
	}
	kind_mark(v, n, line->count <= KIND_LINE_MAX);
	for (size_t i = 0; i < n; i++) {
		line->aged |= v[i].mark == KIND_AGE;
		if (v[i].mark > KIND_NUMBER)
			leave_out(t, &v[i]);
	}
}

/* The words but for those that are marked, up to the last such mark. */
static void without(
	struct str *out, const struct kind_text *t, enum kind_mark last)
{
	size_t from = 0;

	str_reserve(out, t->words.len);
	for (size_t i = 0; i < t->n_marks; i++) {
		const struct kind_marked *m = &t->marks[i];

		if (m->mark > last)
			continue;
		str_add(out, t->words.p + from, m->at - from);
		from = m->at + m->len;
	}
	str_add(out, t->words.p + from, t->words.len - from);
}

/* A text without its digits. */
static void add_letters(struct str *out, const char *p, size_t len)
{
	char *to;
	size_t n = 0;

	if (str_reserve(out, len) != 0)
		return;
	to = out->p + out->len;
	for (size_t i = 0; i < len; i++)
		if (p[i] < '0' || p[i] > '9')
			to[n++] = p[i];
	str_added(out, n);
}

static void add_line(struct kind_text *t, const struct kind_line *line)
{
	t->lines = mem_grow(t->lines, &t->cap, t->n + 1, sizeof(*t->lines));
	t->lines[t->n++] = *line;
	t->count += line->count;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The sign that a character between words is for numbers, 0 for none:
 * dashes of any kind are '-'. */
static char sign_of(uint32_t cp)
{
	if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212)
		return '-';
	if (cp == 0x2264 || cp == 0x2265)
		return cp == 0x2264 ? '<' : '>';
	return cp < 0x80 && strchr(".,-/:<>", (int)cp) != NULL ? (char)cp
							       : '\0';
}

/* Where the word before ended: caseless_next() goes one character too far,
 * which may be a sign. */
static const char *behind_word(const char *text, size_t at)
{
	size_t from = at;
	uint32_t cp;

	if (at == 0)
		return text;
	do
		from--;
	while (from > 0 && at - from < 4 &&
		((unsigned char)text[from] & 0xC0) == 0x80);
	utf8_decode(&cp, text + from, at - from);
	return text + (sign_of(cp) != '\0' ? from : at);
}

/* What stands before the next word, when that begins with a digit: between
 * two numbers a sign or a space, so that 1.5 is not 15; before another only
 * < and >. */
static void keep_border(
	struct kind_text *t, const char *p, const char *end, bool first)
{
	bool number = !first && is_digit(t->words.p[t->words.len - 1]);
	char sign = ' ';

	while (p < end && !is_digit(*p)) {
		uint32_t cp = (unsigned char)*p;
		size_t len = 1;

		if (cp >= 0x80)
			len = utf8_decode(&cp, p, (size_t)(end - p));
		if (cp < 0x80 && ((cp | 32) >= 'a' && (cp | 32) <= 'z'))
			return;
		if (cp >= 0x80 && sign_of(cp) == '\0' && !kind_text_space(cp))
			return;
		if (sign_of(cp) != '\0' &&
			(sign == ' ' || cp == '<' || cp == '>'))
			sign = sign_of(cp);
		p += len;
	}
	if (p < end && (number || sign == '<' || sign == '>'))
		str_putc(&t->words, sign);
}

static void read_line(struct kind_text *t, size_t from, size_t len)
{
	struct place words[KIND_LINE_MAX + 1];
	const char *text = t->plain.p + from;
	size_t n = 0, at = 0;
	struct kind_line line = {
		.at = from, .len = len, .words_at = t->words.len
	};

	for (;;) {
		struct place *w = &words[n];

		keep_border(
			t, behind_word(text, at), text + len, line.count == 0);
		w->from = t->words.len;
		if (!caseless_next(&t->words, &at, text, len))
			break;
		w->to = t->words.len;
		language_add(
			&t->language, t->words.p + w->from, w->to - w->from);
		line.hash = intern_hash(
			line.hash, t->words.p + w->from, w->to - w->from);
		line.count++;
		if (++n <= KIND_LINE_MAX)
			continue;
		mark_words(t, &line, words, n);
		n = 0;
	}
	mark_words(t, &line, words, n);
	line.words_len = t->words.len - line.words_at;
	if (line.count > 0)
		add_line(t, &line);
}

static int compare_keys(const void *a, const void *b)
{
	const struct kind_key *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static void sort_lines(struct kind_text *t)
{
	t->keys = mem_new(t->n + 1, sizeof(*t->keys));
	for (size_t i = 0; i < t->n; i++)
		t->keys[i] = (struct kind_key){ t->lines[i].hash, i };
	qsort(t->keys, t->n, sizeof(*t->keys), compare_keys);
}

static void read_text(struct kind_text *out, const char *text, size_t len)
{
	struct reading r = { .t = out, .p = text, .end = text + len };
	struct str *const all[] = { &out->plain, &out->targets, &out->words,
		&out->dateless, &out->settled, &out->wordy };
	size_t from = 0;

	kind_text_release(out);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		str_puts(all[i], "");
	str_reserve(&out->plain, len);
	while (r.p < r.end)
		read_one(&r);
	str_reserve(&out->words, out->plain.len);
	while (from < out->plain.len) {
		const char *p = out->plain.p + from;
		const char *nl = memchr(p, '\n', out->plain.len - from);
		size_t n =
			nl != NULL ? (size_t)(nl - p) : out->plain.len - from;

		read_line(out, from, n);
		from += n + 1;
	}
	without(&out->dateless, out, KIND_DATE);
	without(&out->settled, out, KIND_RANDOM);
	add_letters(&out->wordy, out->settled.p, out->settled.len);
	sort_lines(out);
}

/* Whether letters and their accents may stand apart (U+0300 to U+036F). */
static bool has_marks(const char *text, size_t len)
{
	return memchr(text, 0xCC, len) != NULL ||
	       memchr(text, 0xCD, len) != NULL;
}

void kind_text_read(struct kind_text *out, const char *text, size_t len)
{
	struct str joined = { 0 };

	if (len > 0 && has_marks(text, len) && utf8_valid(text, len, NULL) &&
		utf8_nfc(&joined, text, len) == 0)
		read_text(out, joined.p, joined.len);
	else
		read_text(out, text, len);
	str_release(&joined);
}

void kind_text_release(struct kind_text *t)
{
	str_release(&t->plain);
	str_release(&t->targets);
	str_release(&t->words);
	str_release(&t->dateless);
	str_release(&t->settled);
	str_release(&t->wordy);
	free(t->lines);
	free(t->keys);
	free(t->marks);
	*t = (struct kind_text){ 0 };
}

void kind_text_each(const struct kind_text *t, const struct kind_line *line,
	uint64_t seed, kind_word_fn fn, void *ctx)
{
	struct str word = { 0 };
	size_t at = 0;

	while (caseless_next(&word, &at, t->plain.p + line->at, line->len)) {
		fn(intern_hash(seed, word.p, word.len), ctx);
		str_clear(&word);
	}
	str_release(&word);
}
