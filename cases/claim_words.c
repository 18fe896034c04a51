/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lists are our own, of words that policies use in French, English and
 * German. A "*" stands for any ending; an entry of several words marks its
 * first one. Of entries that fit, flags add up.
 */
#include "cases/claim_words.h"

#include <stdbool.h>
#include <string.h>

struct entry {
	const char *lang;
	unsigned flags;
	const char *words; /* separated by '|' */
};

static const struct entry entries[] = {
	{ "en", CLAIM_VERB,
		"share|shares|shared|sharing|disclos*|transfer*|transmit*|"
		"send|sends|sent|sending|provide|provides|provided|providing|"
		"collect*|gather*|receive*|receiving|obtain*|process|"
		"processes|processed|processing|use|uses|used|using|access|"
		"accesses|accessed|store|stores|stored|storing|host|hosts|"
		"hosted|record|records|recorded|pass|passes|passed|passing|"
		"communicate|communicated|recipients|upload*|"
		"data controller|give|gives|given|track|tracks|tracked" },
	{ "en", CLAIM_SALE,
		"sell|sells|sold|selling|sale|rent|rents|rented|renting|"
		"traded|lease" },
	{ "en", CLAIM_NEGATION, "not|never|no|cannot|without|nobody" },
	{ "en", CLAIM_NONE,
		"no|none|neither|nor|not with|not to|never with|never to" },
	{ "en", CLAIM_VOID,
		"not only|not just|not solely|not merely|not limited|"
		"without limitation|not necessarily|not always|"
		"not exhaustive|no later|no matter|or not" },
	{ "en", CLAIM_DISCLAIM,
		"not responsible|not control|no control|not liable|"
		"no responsibility" },
	{ "en", CLAIM_BUT, "but|however|instead|whereas|although|though" },
	{ "en", CLAIM_WE, "we" },
	{ "en", CLAIM_AND, "and|or" },
	{ "en", CLAIM_EXCEPT,
		"except|other than|apart from|save for|excluding|beyond" },
	{ "en", CLAIM_UNLESS,
		"without your|without first|without asking|"
		"without obtaining|without prior|without explicit|"
		"without consent|unless|until|only if|only with" },
	{ "en", CLAIM_IF, "if|when|where|should|whether" },
	{ "en", CLAIM_YOU, "you" },
	{ "en", CLAIM_SMALL,
		"of|our|the|any|these|those|other|with|to|such|a|an|by" },

	{ "fr", CLAIM_VERB,
		"partag*|communiqu*|transmet*|transmis*|transf*|divulgu*|"
		"envoy*|envoi*|collect*|recueil*|reçoi*|reçu*|recev*|trait*|"
		"accès|accéd*|accèd*|héberg*|stock*|conserv*|enregistr*|"
		"fourni|fournis|fournie*|fournir|fournissons|fournit|"
		"fournissent|disposition|utilise|utilisent|utilisons|"
		"utilisé*|utiliser|utilisant|destinataire*|recours|"
		"faisons appel|confi*|obten*|obtien*|remont*|adress*" },
	{ "fr", CLAIM_SALE,
		"vend*|vente|lou*|commercialis*|cession|céd*|cèd*" },
	{ "fr", CLAIM_NE | CLAIM_NEGATION, "ne|n'" },
	{ "fr", CLAIM_NEGATION,
		"pas|jamais|aucun*|nullement|rien|ni|sans|en aucun cas" },
	{ "fr", CLAIM_NONE,
		"aucun*|ni|pas à|pas avec|pas aux|pas de|pas d'|jamais à|"
		"jamais avec|non à|non aux" },
	{ "fr", CLAIM_VOID,
		"pas seulement|pas uniquement|"
		"pas nécessairement|pas toujours|pas limit*|sans s'|"
		"sans limitation|sans être limit*|ou pas" },
	{ "fr", CLAIM_DISCLAIM,
		"pas responsable*|aucun contrôle|aucune responsabilité|"
		"pas le contrôle|contrôlons pas" },
	{ "fr", CLAIM_BUT,
		"mais|cependant|toutefois|néanmoins|en revanche|"
		"par contre" },
	{ "fr", CLAIM_WE, "nous|on" },
	{ "fr", CLAIM_AND, "et|ou" },
	{ "fr", CLAIM_EXCEPT,
		"sauf|hormis|excepté*|à l'exception|en dehors|autres que|"
		"autre que|hors" },
	{ "fr", CLAIM_UNLESS,
		"sans votre|sans vous|sans obtenir|sans accord|"
		"sans le consentement|sans consentement|à moins|"
		"seulement si|uniquement si|avant d'avoir" },
	{ "fr", CLAIM_IF, "si|s'il|s'ils|lorsque|quand" },
	{ "fr", CLAIM_YOU, "vous" },
	{ "fr", CLAIM_SMALL,
		"de|d'|des|nos|ces|les|la|le|l'|autre|autres|à|aux|au|avec|"
		"un|une|du|par" },
	{ "fr", CLAIM_QUE, "que|qu'" },

	{ "de", CLAIM_VERB,
		"weiter*|übermitt*|übertrag*|teilen|teilt|geteilt|erheb*|"
		"erhob*|erhalt*|erhält|empfäng*|verarbeit*|nutz*|verwend*|"
		"speicher*|gespeichert|zugriff|offenleg*|offengelegt|"
		"sammel*|gesammelt|send*|gesendet|bereitstell*" },
	{ "de", CLAIM_SALE, "verkauf*|vermiet*" },
	{ "de", CLAIM_NEGATION,
		"nicht|nie|niemals|kein*|weder|noch|keinesfalls|ohne" },
	{ "de", CLAIM_NONE, "kein*|weder|noch|nicht an|nicht mit" },
	{ "de", CLAIM_VOID, "nicht nur|nicht ausschließlich|nicht beschränkt" },
	{ "de", CLAIM_DISCLAIM, "nicht verantwortlich*|keinen einfluss" },
	{ "de", CLAIM_BUT, "aber|sondern|jedoch|hingegen|allerdings" },
	{ "de", CLAIM_WE, "wir" },
	{ "de", CLAIM_AND, "und|oder" },
	{ "de", CLAIM_EXCEPT, "außer|ausgenommen|abgesehen" },
	{ "de", CLAIM_UNLESS,
		"ohne ihre|ohne deine|es sei denn|sofern|soweit|ohne vorher*" },
	{ "de", CLAIM_IF, "wenn|falls" },
	{ "de", CLAIM_YOU, "sie|du" },
	{ "de", CLAIM_SMALL,
		"an|mit|von|der|die|das|den|dem|unsere*|andere*|durch" },
};

/* One word of an entry, of n bytes, against a token. */
static bool fits(const char *word, size_t n, const struct claim_word *token)
{
	bool open = n > 0 && word[n - 1] == '*';

	n -= open;
	return (open ? token->len >= n : token->len == n) &&
	       memcmp(word, token->text, n) == 0;
}

/* An entry's words of n bytes, against the tokens from i. */
static bool fits_all(
	const struct claim_words *w, size_t i, const char *words, size_t n)
{
	while (n > 0 && i < w->n) {
		size_t len = 0;

		while (len < n && words[len] != ' ' &&
			(len == 0 || words[len - 1] != '\''))
			len++;
		if (!fits(words, len, &w->v[i++]))
			return false;
		len += len < n && words[len] == ' ';
		words += len;
		n -= len;
	}
	return n == 0;
}

static bool has(
	const struct claim_words *w, size_t i, const struct entry *entry)
{
	const char *p = entry->words;

	for (;;) {
		size_t n = strcspn(p, "|");

		if (*p == *w->v[i].text && fits_all(w, i, p, n))
			return true;
		if (p[n] == '\0')
			return false;
		p += n + 1;
	}
}

static unsigned look_up(const struct claim_words *w, size_t i, const char *lang)
{
	unsigned flags = 0;
	const struct claim_word *t = &w->v[i];

	for (size_t k = 0; k < sizeof(entries) / sizeof(entries[0]); k++)
		if (strcmp(entries[k].lang, lang) == 0 &&
			has(w, i, &entries[k]))
			flags |= entries[k].flags;
	if (*lang == 'e' && t->len > 2 &&
		memcmp(t->text + t->len - 2, "n'", 2) == 0)
		flags |= CLAIM_NEGATION;
	if (t->len == 1 && strchr(",.:()", *t->text) != NULL)
		flags |= CLAIM_POINT;
	if (t->len == 1 && strchr(";!?", *t->text) != NULL)
		flags |= CLAIM_SEMICOLON;
	return flags;
}

static bool is_letter(char c)
{
	return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') ||
	       (c >= '0' && c <= '9');
}

void claim_words_read(
	struct claim_words *out, const char *text, size_t len, const char *lang)
{
	size_t i = 0;

	out->n = 0;
	while (i < len && out->n < CLAIM_WORDS) {
		size_t n = 0;

		while (i + n < len && is_letter(text[i + n]))
			n++;
		if (n > 0 && i + n < len && text[i + n] == '\'')
			n++;
		if (n == 0 && text[i] == ' ') {
			i++;
			continue;
		}
		n = n > 0 ? n : 1;
		out->v[out->n++] = (struct claim_word){ text + i, n, 0 };
		i += n;
	}
	for (i = 0; i < out->n; i++)
		out->v[i].flags = look_up(out, i, lang);
}
