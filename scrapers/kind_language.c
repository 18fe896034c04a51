/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words that are frequent in one of the languages and in few others; one that
 * stands in two lists counts for both.
 */
#include "scrapers/kind_language.h"

#include <string.h>

enum {
	LONGEST = 6, /* bytes of a listed word */
	HITS_MIN = 12,
	LEAD = 2, /* times the hits of the second */
};

static const struct {
	const char *code, *words; /* words between spaces */
} languages[KIND_LANGUAGES] = {
	{ "en", " the and of to your you we or that is for with are our this "
		"by not any may " },
	{ "fr", " les des et vous vos nous le du est pour que dans votre sur "
		"par une nos aux ces " },
	{ "de", " der die und das wir sie ist von mit zu den ihre des nicht "
		"auf eine oder für im zur " },
	{ "es", " los las el que y para su con por del sus una nos usted o "
		"como " },
	{ "it", " il di che per con i gli della dei nel un ai sono del alla "
		"tuoi tua " },
	{ "nl", " de het een van en wij uw je voor met op niet zijn onze dat "
		"of " },
	{ "pt", " os as que para com você do da dos seus sua não em uma nós "
		"por " },
};

void kind_language_add(struct kind_language *l, const char *word, size_t len)
{
	char key[LONGEST + 3];

	if (l->words == KIND_LANGUAGE_SAMPLE)
		return;
	l->words++;
	if (len == 0 || len > LONGEST)
		return;
	key[0] = ' ';
	memcpy(key + 1, word, len);
	key[len + 1] = ' ';
	key[len + 2] = '\0';
	for (size_t i = 0; i < KIND_LANGUAGES; i++)
		l->hits[i] += strstr(languages[i].words, key) != NULL;
}

const char *kind_language_guess(const struct kind_language *l)
{
	size_t best = 0, second = 0;

	for (size_t i = 1; i < KIND_LANGUAGES; i++)
		if (l->hits[i] > l->hits[best])
			best = i;
	for (size_t i = 0; i < KIND_LANGUAGES; i++)
		if (i != best && l->hits[i] > second)
			second = l->hits[i];
	if (l->hits[best] < HITS_MIN || l->hits[best] < LEAD * second)
		return "";
	return languages[best].code;
}
