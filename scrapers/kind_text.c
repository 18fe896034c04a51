/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * First what is read: of "[here](https://a.example/)" it is "here", and the
 * target goes aside; escapes and HTML tags go, white space of any kind
 * becomes one space or line end. Then, line by line, the words: runs of
 * letters, marks and digits; "%" and currencies are words, for "5 %" is not
 * "5 €". Quotes, dashes, case and markup are not among them.
 */
#include "scrapers/kind_text.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/kind_mark.h"

enum { TARGET_MAX = 4096, TARGET_DEPTH = 8, TAG_MAX = 1024 };

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

/* The bytes of "(…)" at p, some brackets inside allowed; 0 when it does not
 * end on its line. */
static size_t target_length(const char *p, const char *end)
{
	size_t depth = 0, max = (size_t)(end - p);

	if (max > TARGET_MAX)
		max = TARGET_MAX;
	for (size_t i = 0; i < max && p[i] != '\n'; i++) {
		if (p[i] == '\\')
			i++;
		else if (p[i] == '(' && ++depth > TARGET_DEPTH)
			return 0;
		else if (p[i] == ')' && --depth == 0)
			return i + 1;
	}
	return 0;
}

/* At "](…)" or a "]" alone. */
static void close_link(struct reading *r)
{
	size_t len = 0;

	r->p++;
	if (r->p < r->end && *r->p == '(')
		len = target_length(r->p, r->end);
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

/* White space of any kind, and what takes no space at all. */
static bool skip_space(struct reading *r, uint32_t cp, size_t len)
{
	bool none = cp == 0xAD || (cp >= 0x200B && cp <= 0x200F) ||
		    (cp >= 0x2060 && cp <= 0x2064) || cp == 0xFEFF;
	bool space = cp == 0x85 || cp == 0xA0 ||
		     (cp >= 0x2000 && cp < 0x200B) || cp == 0x2028 ||
		     cp == 0x2029 || cp == 0x202F || cp == 0x205F ||
		     cp == 0x3000;

	if (!none && !space)
		return false;
	if (space && r->space == 0)
		r->space = ' ';
	r->p += len;
	return true;
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

	if (c == '\n' || c == '\r' || c == ' ' || c == '\t') {
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

/* A character as a word has it, appended; false for what is in none. */
static bool fold(struct str *out, uint32_t cp)
{
	if (cp < 0x80) {
		bool upper = cp >= 'A' && cp <= 'Z';

		if (!upper && !(cp >= 'a' && cp <= 'z') &&
			!(cp >= '0' && cp <= '9') && cp != '%' && cp != '$')
			return false;
		str_putc(out, (char)(upper ? cp + ('a' - 'A') : cp));
		return true;
	}
	if (!uc_is_general_category_withtable(
		    cp, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N |
				UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Sc))
		return false;
	if (cp >= 0xFB00 && cp <= 0xFB04) {
		static const char *const ligatures[] = { "ff", "fi", "fl",
			"ffi", "ffl" };

		str_puts(out, ligatures[cp - 0xFB00]);
		return true;
	}
	utf8_put(out, uc_tolower(cp));
	return true;
}

/* FNV-1a, 64 bits. */
static const uint64_t hash_start = 0xCBF29CE484222325u;

static uint64_t hash_add(uint64_t h, const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)p[i]) * 0x100000001B3u;
	return h;
}

/* The next word of the line from *at on, appended to out; false at its end. */
static bool next_word(struct str *out, size_t *at, const char *line, size_t len)
{
	size_t before = out->len;

	while (*at < len) {
		uint32_t cp;
		size_t step = utf8_decode(&cp, line + *at, len - *at);

		if (!fold(out, cp) && out->len > before) {
			*at += step;
			break;
		}
		*at += step;
	}
	return out->len > before;
}

static enum kind_mark mark_of(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] < '0' || p[i] > '9')
			return KIND_WORD;
	return KIND_NUMBER;
}

/* A word without its digits. */
static void add_letters(struct str *out, const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] < '0' || p[i] > '9')
			str_putc(out, p[i]);
}

/* A word into what it belongs to. */
static void sort_word(struct kind_text *t, const struct kind_token *word)
{
	if (word->mark == KIND_DATE)
		return;
	str_add(&t->dateless, word->p, word->len);
	if (word->mark == KIND_AGE || word->mark == KIND_RANDOM)
		return;
	str_add(&t->settled, word->p, word->len);
	add_letters(&t->wordy, word->p, word->len);
}

/* Words are marked by the line, a long line in pieces. */
static void sort_words(struct kind_text *t, struct kind_line *line,
	const size_t *ends, size_t n)
{
	struct kind_token v[KIND_LINE_MAX + 1];
	size_t from = n > 0 ? ends[0] : 0;

	for (size_t i = 0; i < n; i++) {
		const char *p = t->words.p + from;

		v[i] = (struct kind_token){ p, ends[i + 1] - from,
			mark_of(p, ends[i + 1] - from) };
		from = ends[i + 1];
	}
	kind_mark(v, n, line->count <= KIND_LINE_MAX);
	for (size_t i = 0; i < n; i++) {
		line->aged |= v[i].mark == KIND_AGE;
		sort_word(t, &v[i]);
	}
}

static void add_line(struct kind_text *t, const struct kind_line *line)
{
	t->lines = mem_grow(t->lines, &t->cap, t->n + 1, sizeof(*t->lines));
	t->lines[t->n++] = *line;
	t->count += line->count;
}

static void read_line(struct kind_text *t, size_t from, size_t len)
{
	size_t ends[KIND_LINE_MAX + 2], n = 0, at = 0;
	struct kind_line line = { .at = from,
		.len = len,
		.words_at = t->words.len,
		.hash = hash_start };

	ends[0] = t->words.len;
	while (next_word(&t->words, &at, t->plain.p + from, len)) {
		const char *p = t->words.p + ends[n];
		size_t size = t->words.len - ends[n];

		kind_language_add(&t->language, p, size);
		line.hash = hash_add(hash_add(line.hash, p, size), " ", 1);
		line.count++;
		ends[++n] = t->words.len;
		if (n <= KIND_LINE_MAX)
			continue;
		sort_words(t, &line, ends, n);
		ends[0] = ends[n];
		n = 0;
	}
	sort_words(t, &line, ends, n);
	line.words_len = t->words.len - line.words_at;
	if (line.count > 0)
		add_line(t, &line);
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
	while (r.p < r.end)
		read_one(&r);
	while (from < out->plain.len) {
		const char *p = out->plain.p + from;
		const char *nl = memchr(p, '\n', out->plain.len - from);
		size_t n =
			nl != NULL ? (size_t)(nl - p) : out->plain.len - from;

		read_line(out, from, n);
		from += n + 1;
	}
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
	*t = (struct kind_text){ 0 };
}

void kind_text_each(const struct kind_text *t, const struct kind_line *line,
	kind_word_fn fn, void *ctx)
{
	struct str word = { 0 };
	size_t at = 0;

	while (next_word(&word, &at, t->plain.p + line->at, line->len)) {
		fn(hash_add(hash_start, word.p, word.len), ctx);
		str_clear(&word);
	}
	str_release(&word);
}
