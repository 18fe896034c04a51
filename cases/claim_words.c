/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lists are our own, of words that policies use in French, English and
 * German. A "*" stands for any ending; an entry of several words marks its
 * first one. Of entries that fit, flags add up.
 */
#include "cases/claim_words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

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
		"no responsibility|not cover|not apply|not govern|"
		"not extend" },
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
	{ "en", CLAIM_SHOW,
		"send|sends|sent|sending|deliver*|display*|show|shows|shown|"
		"showing|forward*|generate|generates|generating|trigger*|"
		"notify|notifies|protect*|enabl*|disabl*|manag*|"
		"provided via|provided through|provided on|provided in" },
	{ "en", CLAIM_HAND,
		"provid*|give|gives|given|share*|sharing|upload*|submit*|"
		"communicat*|transmit*|disclos*|send|sent" },
	{ "en", CLAIM_GET, "receive*|receiving|get|gets|getting" },
	{ "en", CLAIM_YOUR, "your|user's|users'|their" },
	{ "en", CLAIM_DATA,
		"data|information|info|details|content|contents|metadata" },
	{ "en", CLAIM_THIS, "this|these|those|such" },
	{ "en", CLAIM_PAPER,
		"policy|privacy|notice|statement|site|website|app|application|"
		"page|section|service|services|as" },
	{ "en", CLAIM_SETTING,
		"setting|settings|preference|preferences|permission|"
		"permissions|centre|center|feature|features|services" },
	{ "en", CLAIM_OF,
		"of|relating|related|regarding|concerning|about|on|that|"
		"which|in|beyond" },

	{ "fr", CLAIM_VERB,
		"partag*|communiqu*|transmet*|transmis*|transf*|divulgu*|"
		"envoy*|envoi*|collect*|recueil*|reçoi*|reçu*|recev*|trait*|"
		"accès|accéd*|accèd*|héberg*|stock*|conserv*|enregistr*|"
		"fourni|fournis|fournie*|fournir|fournissons|fournit|"
		"fournissent|disposition|utilise|utilisent|utilisons|"
		"utilisé*|utiliser|utilisant|destinataire*|recours|"
		"faisons appel|confi*|obten*|obtien*|remont*|adress*" },
	{ "fr", CLAIM_SALE,
		"vend*|revend*|revente|vente|lou*|commercialis*|cession|céd*|"
		"cèd*" },
	{ "fr", CLAIM_NE | CLAIM_NEGATION, "ne|n'" },
	{ "fr", CLAIM_NEGATION,
		"pas|jamais|aucun*|nullement|rien|ni|sans|en aucun cas" },
	{ "fr", CLAIM_NONE,
		"aucun*|ni|pas à|pas avec|pas aux|pas de|pas d'|jamais à|"
		"jamais avec|non à|non aux" },
	{ "fr", CLAIM_VOID,
		"ou ne|ou n'|pas seulement|pas uniquement|"
		"pas nécessairement|pas toujours|pas limit*|sans s'|"
		"sans limitation|sans être limit*|ou pas" },
	{ "fr", CLAIM_DISCLAIM,
		"ne couvr*|ne s'appliqu*|ne s'éten*|ne régi*|"
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
	{ "fr", CLAIM_SHOW,
		"envoy*|envoi*|adresser|adressé*|adressons|affich*|"
		"déclench*|notifi*|protég*|protect*|signaler|activer|"
		"activez|désactiver|désactivez|gérer|gérez|gère|gèrent|gestion|"
		"paramétr*" },
	{ "fr", CLAIM_HAND,
		"fourni*|communiqu*|transmet*|partag*|envoy*|donnez" },
	{ "fr", CLAIM_GET, "recev*|reçoi*|reçu*|recevoir|réception" },
	{ "fr", CLAIM_YOUR, "vos|votre|leur|leurs" },
	{ "fr", CLAIM_DATA,
		"données|donnée|information|informations|contenu|contenus|"
		"coordonnées|métadonnées" },
	{ "fr", CLAIM_THIS, "ce|cet|cette|ces|celles|ceux" },
	{ "fr", CLAIM_PAPER,
		"politique|charte|site|sites|application|page|document|"
		"service|services|cadre|fait|cas" },
	{ "fr", CLAIM_SETTING,
		"paramètres|paramètre|préférences|préférence|réglages|"
		"réglage|centre|fonctionnalité|fonctionnalités|"
		"autorisation|autorisations|services" },
	{ "fr", CLAIM_ALL,
		"n'|ne|personnelle*|vous|avec|auprès|vers|à|aux|au|par|pour|"
		"sans|ni|et|ou|que|qui" },

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
	{ "de", CLAIM_DISCLAIM,
		"nicht verantwortlich*|keinen einfluss|gilt nicht" },
	{ "de", CLAIM_BUT, "aber|sondern|jedoch|hingegen|allerdings" },
	{ "de", CLAIM_WE, "wir" },
	{ "de", CLAIM_AND, "und|oder" },
	{ "de", CLAIM_EXCEPT, "außer|ausgenommen|abgesehen" },
	{ "de", CLAIM_UNLESS,
		"ohne ihre|ohne deine|es sei denn|sofern|soweit|ohne vorher*" },
	{ "de", CLAIM_IF, "wenn|falls" },
	{ "de", CLAIM_YOU, "sie|du|ihnen|dir|euch" },
	{ "de", CLAIM_YOUR, "ihre*|deine*|eure*" },
	{ "de", CLAIM_THIS, "diese*|solche*" },
	{ "de", CLAIM_DATA, "daten|informationen|inhalt*|angaben" },
	{ "de", CLAIM_OF, "über|von|zu|zur|zum" },
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

/* A word or phrase of a list; those that begin with one byte lie together. */
struct item {
	const char *text; /* borrowed from the entries */
	size_t len;
	unsigned flags;
};

struct claim_list {
	const char *lang; /* constant, or "" */
	struct item *v;
	size_t n, cap;
	size_t first[257]; /* by the byte that it begins with */
};

static int by_byte(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	return (unsigned char)*x->text - (unsigned char)*y->text;
}

static void add_entry(struct claim_list *list, const struct entry *entry)
{
	const char *p = entry->words;

	for (;;) {
		size_t n = strcspn(p, "|");

		list->v = mem_grow(
			list->v, &list->cap, list->n + 1, sizeof(*list->v));
		list->v[list->n++] = (struct item){ p, n, entry->flags };
		if (p[n] == '\0')
			return;
		p += n + 1;
	}
}

struct claim_list *claim_list_new(const char *lang)
{
	struct claim_list *list = mem_new(1, sizeof(*list));
	size_t i = 0;

	list->lang = "";
	for (size_t k = 0; k < sizeof(entries) / sizeof(entries[0]); k++) {
		if (strcmp(entries[k].lang, lang) != 0)
			continue;
		list->lang = entries[k].lang;
		add_entry(list, &entries[k]);
	}
	if (list->n > 0)
		qsort(list->v, list->n, sizeof(*list->v), by_byte);
	for (size_t c = 0; c < 256; c++) {
		while (i < list->n && (unsigned char)*list->v[i].text < c)
			i++;
		list->first[c] = i;
	}
	list->first[256] = list->n;
	return list;
}

void claim_list_free(struct claim_list *list)
{
	if (list == NULL)
		return;
	free(list->v);
	free(list);
}

const char *claim_list_language(const struct claim_list *list)
{
	return list->lang;
}

static unsigned look_up(
	const struct claim_words *w, size_t i, const struct claim_list *list)
{
	const struct claim_word *t = &w->v[i];
	unsigned char c = (unsigned char)*t->text;
	unsigned flags = 0;

	for (size_t k = list->first[c]; k < list->first[c + 1]; k++)
		if (fits_all(w, i, list->v[k].text, list->v[k].len))
			flags |= list->v[k].flags;
	if (*list->lang == 'e' && t->len > 2 && i + 1 < w->n &&
		memcmp(t->text + t->len - 2, "n'", 2) == 0 &&
		w->v[i + 1].len == 1 && *w->v[i + 1].text == 't')
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

void claim_words_read(struct claim_words *out, const char *text, size_t len,
	const struct claim_list *list)
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
		out->v[i].flags = look_up(out, i, list);
}
