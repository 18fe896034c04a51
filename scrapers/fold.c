/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A base character goes with the combining marks behind it, as one piece that
 * is normalized alone; all its bytes lead back to its beginning.
 */
#include "scrapers/fold.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { PIECE_MARKS = 30 }; /* as Stream-Safe Text Format (UAX #15) has it */

struct folding {
	struct fold *out;
	size_t cap;
	bool space; /* the last thing written was one */
	bool loose; /* a hyphen or a line feed is one too */
	bool bare;  /* no accents */
};

/* 0: the character is left out. */
static uint32_t simple(uint32_t cp)
{
	if (cp < 0x80 && cp != '`' && cp != '\n')
		return cp == ' ' || (cp >= '\t' && cp <= '\r') ? ' ' : cp;
	switch (cp) {
	case 0xAD:   /* soft hyphen */
	case 0x200B: /* zero width space, non-joiner, joiner */
	case 0x200C:
	case 0x200D:
	case 0x2060:
	case 0xFEFF:
		return 0;
	case 0x2018:
	case 0x2019:
	case 0x02BC:
	case 0xB4:
	case '`':
		return '\'';
	case '\n':
		return '\n';
	case 0x2010:
	case 0x2011:
		return '-';
	default:
		return uc_is_property_white_space(cp) ? ' ' : cp;
	}
}

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* A letter without the marks that it is composed with; 0 for a mark. */
static uint32_t without_marks(uint32_t cp)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];

	while (uc_canonical_decomposition(cp, parts) == 2 &&
		uc_combining_class(parts[1]) != 0)
		cp = parts[0];
	return uc_combining_class(cp) != 0 ? 0 : cp;
}

static void put(struct folding *f, uint32_t cp, size_t from)
{
	struct fold *out = f->out;
	size_t before = out->text.len;

	cp = simple(cp);
	if (f->bare && cp >= 0x80)
		cp = without_marks(cp);
	if (f->loose && (cp == '-' || cp == '\n'))
		cp = ' ';
	if (cp == 0 || (cp == ' ' && f->space))
		return;
	f->space = cp == ' ' || cp == '\n';
	if (cp < 0x80)
		str_putc(&out->text, small((char)cp));
	else
		utf8_put(&out->text, uc_tolower(cp));
	out->at =
		mem_grow(out->at, &f->cap, out->text.len + 1, sizeof(*out->at));
	while (before < out->text.len)
		out->at[before++] = (uint32_t)from;
}

/* A run of ASCII that no mark follows, at once: how long it was. */
static size_t fold_ascii(
	struct folding *f, const char *text, size_t len, size_t from)
{
	struct fold *out = f->out;
	size_t n = 0, at = out->text.len;

	while (n < len && (unsigned char)text[n] < 0x80)
		n++;
	n -= n > 0 && n < len; /* the last may have marks */
	if (str_reserve(&out->text, n) != 0)
		return 0;
	out->at = mem_grow(out->at, &f->cap, at + n + 1, sizeof(*out->at));
	for (size_t i = 0; i < n; i++) {
		uint32_t cp = simple((unsigned char)text[i]);

		if (f->loose && (cp == '-' || cp == '\n'))
			cp = ' ';
		if (cp == 0 || (cp == ' ' && f->space))
			continue;
		f->space = cp == ' ' || cp == '\n';
		out->at[at] = (uint32_t)(from + i);
		out->text.p[at++] = small((char)cp);
	}
	str_added(&out->text, at - out->text.len);
	return n;
}

/* The length of the character at text and of the marks behind it. */
static size_t piece(const char *text, size_t len)
{
	uint32_t cp;
	size_t end = utf8_decode(&cp, text, len);

	for (int n = 0; end < len && n < PIECE_MARKS; n++) {
		size_t size = utf8_decode(&cp, text + end, len - end);

		if (cp < 0x300 || uc_combining_class(cp) == 0)
			break;
		end += size;
	}
	return end;
}

static void fold_piece(
	struct folding *f, const char *text, size_t len, size_t from)
{
	struct str lower = { 0 }, composed = { 0 };
	uint32_t cp;

	for (size_t i = 0; i < len;) {
		i += utf8_decode(&cp, text + i, len - i);
		utf8_put(&lower, uc_tolower(cp));
	}
	utf8_nfc(&composed, lower.p, lower.len);
	for (size_t i = 0; i < composed.len;) {
		i += utf8_decode(&cp, composed.p + i, composed.len - i);
		put(f, cp, from);
	}
	str_release(&composed);
	str_release(&lower);
}

static int fold(struct folding *how, const char *text, size_t len)
{
	struct folding f = *how;
	struct fold *out = f.out;

	f.space = true;
	fold_release(out);
	if (len > FOLD_BYTES)
		return err_set(ERR_LIMIT, _("the text is larger than %d bytes"),
			FOLD_BYTES);
	if (!utf8_valid(text, len, NULL))
		return err_set(ERR_PARSE, _("the text is not UTF-8"));
	str_init(&out->text, 0);
	out->at = mem_grow(NULL, &f.cap, len + 1, sizeof(*out->at));
	for (size_t i = 0, n; i < len; i += n) {
		n = fold_ascii(&f, text + i, len - i, i);
		if (n > 0)
			continue;
		n = piece(text + i, len - i);
		if (n == 1)
			put(&f, (unsigned char)text[i], i);
		else
			fold_piece(&f, text + i, n, i);
	}
	out->at[out->text.len] = (uint32_t)len;
	return 0;
}

int fold_text(struct fold *out, const char *text, size_t len)
{
	return fold(&(struct folding){ .out = out }, text, len);
}

int fold_loose(struct fold *out, const char *text, size_t len)
{
	return fold(&(struct folding){ .out = out, .loose = true }, text, len);
}

int fold_bare(struct fold *out, const char *text, size_t len)
{
	return fold(
		&(struct folding){ .out = out, .loose = true, .bare = true },
		text, len);
}

void fold_release(struct fold *f)
{
	str_release(&f->text);
	free(f->at);
	*f = (struct fold){ 0 };
}

/* A mark goes on with the letter before it. */
static bool is_word(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') ||
		       ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z');
	return uc_is_general_category_withtable(cp,
		UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N);
}

bool fold_word_at(const struct fold *f, size_t at)
{
	uint32_t cp;

	if (at >= f->text.len)
		return false;
	utf8_decode(&cp, f->text.p + at, f->text.len - at);
	return is_word(cp);
}

bool fold_word_before(const struct fold *f, size_t at)
{
	if (at == 0)
		return false;
	do
		at--;
	while (at > 0 && ((unsigned char)f->text.p[at] & 0xC0) == 0x80);
	return fold_word_at(f, at);
}

size_t fold_words(const struct fold *f)
{
	size_t n = 0;
	bool inside = false;

	for (size_t i = 0; i < f->text.len;) {
		uint32_t cp;
		bool word;

		i += utf8_decode(&cp, f->text.p + i, f->text.len - i);
		word = is_word(cp);
		n += word && !inside;
		inside = word;
	}
	return n;
}
