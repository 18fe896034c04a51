/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words that are frequent in one of the languages and in few others; one that
 * is frequent in two counts for both.
 */
#include "scrapers/language.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

enum {
	LONGEST = 6, /* bytes of a listed word */
	KEY = 8,     /* bytes that are compared as one number */
	LEAD = 2,    /* times the hits of the second */
};

static const char *const codes[LANGUAGES] = { "en", "fr", "de", "es", "it",
	"nl", "pt" };

enum { EN = 1, FR = 2, DE = 4, ES = 8, IT = 16, NL = 32, PT = 64 };

/* In the order of their bytes. */
static const struct {
	char word[KEY];	  /* zeros behind it */
	unsigned char of; /* languages */
} small[] = {
	{ "ai", IT },
	{ "alla", IT },
	{ "and", EN },
	{ "any", EN },
	{ "are", EN },
	{ "as", PT },
	{ "auf", DE },
	{ "aux", FR },
	{ "by", EN },
	{ "ces", FR },
	{ "che", IT },
	{ "com", PT },
	{ "como", ES },
	{ "con", ES | IT },
	{ "da", PT },
	{ "dans", FR },
	{ "das", DE },
	{ "dat", NL },
	{ "de", FR | ES | NL | PT },
	{ "dei", IT },
	{ "del", ES | IT },
	{ "della", IT },
	{ "den", DE },
	{ "der", DE },
	{ "des", FR | DE },
	{ "di", IT },
	{ "die", DE },
	{ "do", PT },
	{ "dos", PT },
	{ "du", FR },
	{ "een", NL },
	{ "eine", DE },
	{ "el", ES },
	{ "em", PT },
	{ "en", FR | ES | NL },
	{ "est", FR },
	{ "et", FR },
	{ "for", EN },
	{ "für", DE },
	{ "gli", IT },
	{ "het", NL },
	{ "i", IT },
	{ "ihre", DE },
	{ "il", IT },
	{ "im", DE },
	{ "is", EN },
	{ "ist", DE },
	{ "je", NL },
	{ "las", ES },
	{ "le", FR },
	{ "les", FR },
	{ "los", ES },
	{ "may", EN },
	{ "met", NL },
	{ "mit", DE },
	{ "nel", IT },
	{ "nicht", DE },
	{ "niet", NL },
	{ "nos", FR | ES },
	{ "not", EN },
	{ "nous", FR },
	{ "não", PT },
	{ "nós", PT },
	{ "o", ES },
	{ "oder", DE },
	{ "of", EN | NL },
	{ "onze", NL },
	{ "op", NL },
	{ "or", EN },
	{ "os", PT },
	{ "our", EN },
	{ "par", FR },
	{ "para", ES | PT },
	{ "per", IT },
	{ "por", ES | PT },
	{ "pour", FR },
	{ "que", FR | ES | PT },
	{ "seus", PT },
	{ "sie", DE },
	{ "sono", IT },
	{ "su", ES },
	{ "sua", PT },
	{ "sur", FR },
	{ "sus", ES },
	{ "that", EN },
	{ "the", EN },
	{ "this", EN },
	{ "to", EN },
	{ "tua", IT },
	{ "tuoi", IT },
	{ "uma", PT },
	{ "un", IT },
	{ "una", ES },
	{ "und", DE },
	{ "une", FR },
	{ "usted", ES },
	{ "uw", NL },
	{ "van", NL },
	{ "você", PT },
	{ "von", DE },
	{ "voor", NL },
	{ "vos", FR },
	{ "votre", FR },
	{ "vous", FR },
	{ "we", EN },
	{ "wij", NL },
	{ "wir", DE },
	{ "with", EN },
	{ "y", ES },
	{ "you", EN },
	{ "your", EN },
	{ "zijn", NL },
	{ "zu", DE },
	{ "zur", DE },
};

/* Eight bytes as a number that orders as they do. */
static uint64_t key_of(const char bytes[KEY])
{
	uint64_t key;

	memcpy(&key, bytes, sizeof(key));
	return be64toh(key);
}

/* The languages a word of at most LONGEST bytes is listed for. */
static unsigned find(const char *word, size_t len)
{
	size_t low = 0, high = sizeof(small) / sizeof(small[0]);
	char bytes[KEY] = "";
	uint64_t key;

	memcpy(bytes, word, len);
	key = key_of(bytes);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		uint64_t here = key_of(small[middle].word);

		if (here == key)
			return small[middle].of;
		if (here < key)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

void language_add(struct language *l, const char *word, size_t len)
{
	unsigned of;

	if (l->words == LANGUAGE_SAMPLE)
		return;
	l->words++;
	if (len == 0 || len > LONGEST)
		return;
	of = find(word, len);
	for (size_t i = 0; of != 0; i++, of >>= 1)
		l->hits[i] += of & 1;
}

const char *language_guess(const struct language *l, size_t hits)
{
	size_t best = 0, second = 0;

	for (size_t i = 1; i < LANGUAGES; i++)
		if (l->hits[i] > l->hits[best])
			best = i;
	for (size_t i = 0; i < LANGUAGES; i++)
		if (i != best && l->hits[i] > second)
			second = l->hits[i];
	if (l->hits[best] < hits || l->hits[best] < LEAD * second)
		return "";
	return codes[best];
}

/* Bytes of the word at an offset; 0 when none begins there. */
static size_t word_at(const struct fold *f, size_t at)
{
	size_t end = at;
	uint32_t cp;

	while (fold_word_at(f, end))
		end += utf8_decode(&cp, f->text.p + end, f->text.len - end);
	return end - at;
}

const char *language_of(const struct fold *text)
{
	struct language l = { 0 };

	for (size_t i = 0; i < text->text.len && l.words < LANGUAGE_SAMPLE;) {
		size_t n = word_at(text, i);

		if (n > 0)
			language_add(&l, text->text.p + i, n);
		i += n > 0 ? n : 1; /* marks of any length are no words */
	}
	return language_guess(&l, LANGUAGE_SHORT);
}
