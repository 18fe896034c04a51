/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A date line has a cue ("last updated", "en vigueur", "Stand") and a date.
 * Its dates are marked; where hardly more than the cue is left, all of it is,
 * so that such a line may also come and go. A line that is a date and nothing
 * else is one too.
 */
#include "scrapers/kind_mark.h"

#include <stdbool.h>
#include <string.h>

enum {
	CUE_WORDS = 4,	   /* beside the date: the line is the cue's alone */
	CUE_REACH = 8,	   /* words between a cue and its date, if they say
			    * nothing … */
	CUE_NEAR = 2,	   /* … and if they do */
	AGE_LINE_MAX = 14, /* words of an item that has an age */
	RANDOM_MIN = 16,   /* bytes of a random token */
	RANDOM_TURNS = 4,  /* changes between letters and digits in it */
};

static const char *const months[] = { "january", "february", "march", "april",
	"may", "june", "july", "august", "september", "october", "november",
	"december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep",
	"sept", "oct", "nov", "dec", "janvier", "février", "mars", "avril",
	"mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
	"décembre", "januar", "jänner", "februar", "märz", "juni", "juli",
	"oktober", "dezember", "enero", "febrero", "marzo", "abril", "mayo",
	"junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
	"diciembre", "gennaio", "febbraio", "aprile", "maggio", "giugno",
	"luglio", "settembre", "ottobre", "dicembre", "januari", "februari",
	"maart", "mei", "augustus", "janeiro", "fevereiro", "março", "maio",
	"junho", "julho", "setembro", "outubro", "novembro", "dezembro", NULL };

/* Words in a row. */
static const char *const cues[] = { "updated", "effective", "modified",
	"revised", "revision", "version", "as of", "in force", "posted on",
	"last changed", "published", "reviewed", "copyright", "mise à jour",
	"mis à jour", "modifiée", "modification", "en vigueur", "à compter du",
	"date d effet", "date effective", "révision", "publiée", "applicable",
	"stand", "gültig", "gilt ab", "aktualisiert", "aktualisierung",
	"letzte änderung", "fassung", "in kraft", "actualización",
	"actualizado", "actualizada", "vigente", "en vigor",
	"última modificación", "aggiornamento", "aggiornato", "aggiornata",
	"in vigore", "ultima modifica", "bijgewerkt", "geldig", "atualização",
	"atualizado", "atualizada", "vigência", NULL };

/* What may stand beside a cue and its date in a line that says no more. */
static const char *const fillers[] = { "last", "date", "on", "of", "the",
	"this", "from", "since", "was", "is", "policy", "privacy", "notice",
	"terms", "page", "dernière", "dernier", "la", "le", "du", "de", "au",
	"depuis", "politique", "der", "die", "das", "vom", "am", "ab", "zum",
	"seit", "letzte", "datum", "última", "ultima", "el", "il", "data",
	"fecha", "em", "op", "laatst", NULL };

static const char *const units[] = { "second", "seconds", "minute", "minutes",
	"hour", "hours", "day", "days", "week", "weeks", "month", "months",
	"year", "years", "seconde", "secondes", "heure", "heures", "jour",
	"jours", "semaine", "semaines", "mois", "an", "ans", "minuten",
	"stunde", "stunden", "tag", "tagen", "woche", "wochen", "monat",
	"monaten", "jahr", "jahren", "minutos", "hora", "horas", "día", "días",
	"semana", "semanas", "mes", "meses", "año", "años", "minuti", "ora",
	"ore", "giorno", "giorni", "settimana", "settimane", "mese", "mesi",
	"anno", "anni", NULL };

static const char *const ones[] = { "a", "an", "one", "un", "une", "einer",
	"einem", "una", NULL };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(const struct kind_token *t, const char *word)
{
	return t->len > 0 && t->p[0] == word[0] &&
	       strncmp(t->p, word, t->len) == 0 && word[t->len] == '\0';
}

static bool is_one_of(const struct kind_token *t, const char *const *words)
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (is_word(t, words[i]))
			return true;
	return false;
}

/* The number that a word begins with ("1er", "2nd" too), or 0: no word of a
 * date has more than four digits. */
static int number(const struct kind_token *t)
{
	size_t i = 0;
	int value = 0;

	while (i < t->len && i < 5 && t->p[i] >= '0' && t->p[i] <= '9')
		value = value * 10 + (t->p[i++] - '0');
	return i < 5 && t->len - i <= 2 ? value : 0;
}

static bool is_day(const struct kind_token *t)
{
	int n = number(t);

	return n >= 1 && n <= 31;
}

static bool is_year(const struct kind_token *t)
{
	int n = number(t);

	return t->len == 4 && n >= 1990 && n < 2100;
}

/* Marks "3 march 2024", "march 3 2024", "march 2024", "3 de marzo de 2024"
 * around the month at i. False when no number stands beside it. */
static bool mark_month(struct kind_token *v, size_t n, size_t i)
{
	size_t from = i, to = i + 1;

	if (from > 0 && is_word(&v[from - 1], "de"))
		from--;
	if (from > 0 && is_day(&v[from - 1]))
		from--;
	else
		from = i;
	if (to < n && is_day(&v[to]))
		to++;
	if (to + 1 < n && is_word(&v[to], "de") && is_year(&v[to + 1]))
		to++;
	if (to < n && is_year(&v[to]))
		to++;
	if (to - from < 2)
		return false;
	for (size_t k = from; k < to; k++)
		v[k].mark = KIND_DATE;
	return true;
}

/* Marks "03/04/2024", "2024-04-03". */
static bool mark_figures(struct kind_token *v)
{
	bool year_last = is_day(&v[0]) && is_day(&v[1]) && is_year(&v[2]);
	bool year_first = is_year(&v[0]) && is_day(&v[1]) && is_day(&v[2]);

	if (!year_last && !year_first)
		return false;
	v[0].mark = v[1].mark = v[2].mark = KIND_DATE;
	return true;
}

static bool has_phrase(const struct kind_token *v, size_t n, const char *phrase)
{
	size_t i = 0;

	if (n == 0 || v[0].len == 0 || v[0].p[0] != phrase[0])
		return false;
	while (*phrase != '\0') {
		size_t len = strcspn(phrase, " ");

		if (i == n || v[i].len != len ||
			memcmp(v[i].p, phrase, len) != 0)
			return false;
		phrase += len + (phrase[len] == ' ');
		i++;
	}
	return true;
}

static bool has_cue(const struct kind_token *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; cues[k] != NULL; k++)
			if (has_phrase(v + i, n - i, cues[k]))
				return true;
	return false;
}

/* Whether a word belongs to a cue, or says nothing beside one. */
static bool is_filler(const struct kind_token *t)
{
	for (size_t k = 0; cues[k] != NULL; k++)
		for (const char *w = cues[k]; *w != '\0';) {
			size_t len = strcspn(w, " ");

			if (t->len == len && memcmp(t->p, w, len) == 0)
				return true;
			w += len + (w[len] == ' ');
		}
	return is_one_of(t, fillers);
}

/* Whether nothing but the cue stands beside the dates. */
static bool is_bare(const struct kind_token *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].mark != KIND_DATE && !is_filler(&v[i]))
			return false;
	return true;
}

/* Whether words that say nothing, or hardly any, stand between. */
static bool is_near(const struct kind_token *v, size_t from, size_t to)
{
	if (to - from <= CUE_NEAR)
		return true;
	for (size_t i = from; i < to; i++)
		if (!is_filler(&v[i]))
			return false;
	return true;
}

static size_t words_in(const char *phrase)
{
	size_t n = 1;

	for (; *phrase != '\0'; phrase++)
		n += *phrase == ' ';
	return n;
}

/* Whether the date from..to is a cue's: one stands right before or behind it.
 * Another date of the line is the clause's. */
static bool has_own_cue(
	const struct kind_token *v, size_t n, size_t from, size_t to)
{
	size_t first = from > CUE_REACH ? from - CUE_REACH : 0;

	for (size_t k = 0; cues[k] != NULL; k++) {
		size_t words = words_in(cues[k]);

		for (size_t i = first; i + words <= from; i++)
			if (has_phrase(v + i, n - i, cues[k]) &&
				is_near(v, i + words, from))
				return true;
		for (size_t i = to; i < n && i <= to + CUE_NEAR; i++)
			if (has_phrase(v + i, n - i, cues[k]))
				return true;
	}
	return false;
}

/* Takes the mark from dates that no cue is beside. */
static void unmark_others(
	struct kind_token *v, size_t n, const struct kind_token *was)
{
	for (size_t from = 0, to; from < n; from = to + 1) {
		for (to = from; to < n && v[to].mark == KIND_DATE; to++)
			;
		if (to > from && !has_own_cue(v, n, from, to))
			for (size_t i = from; i < to; i++)
				v[i].mark = was[i].mark;
	}
}

/* Takes back what was marked. */
static void unmark(struct kind_token *v, size_t n, const struct kind_token *was)
{
	for (size_t i = 0; i < n; i++)
		v[i].mark = was[i].mark;
}

/* Whether a word begins with a digit: each date has such a one. */
static bool has_digit(const struct kind_token *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].len > 0 && is_digit(v[i].p[0]))
			return true;
	return false;
}

static void mark_dates(struct kind_token *v, size_t n)
{
	struct kind_token was[KIND_LINE_MAX];
	size_t dated = 0;
	bool any = false, cue;

	if (!has_digit(v, n))
		return;
	cue = has_cue(v, n);
	memcpy(was, v, n * sizeof(*v));
	for (size_t i = 0; i < n; i++)
		if (v[i].mark != KIND_DATE && is_one_of(&v[i], months))
			any |= mark_month(v, n, i);
	for (size_t i = 0; i + 2 < n; i++)
		if (v[i].mark != KIND_DATE)
			any |= mark_figures(&v[i]);
	for (size_t i = 0; i < n; i++) {
		if (cue && v[i].mark == KIND_NUMBER && is_year(&v[i])) {
			v[i].mark = KIND_DATE;
			any = true;
		}
		dated += v[i].mark == KIND_DATE;
	}
	if (!any || (!cue && dated < n)) {
		unmark(v, n, was);
		return;
	}
	if (n - dated > CUE_WORDS || !is_bare(v, n)) {
		unmark_others(v, n, was);
		return;
	}
	for (size_t i = 0; i < n; i++)
		v[i].mark = KIND_DATE;
}

/* The words before an age: "il y a", "vor", "hace". */
static bool has_age_before(const struct kind_token *v, size_t i)
{
	return (i >= 3 && has_phrase(v + i - 3, 3, "il y a")) ||
	       (i >= 1 && (is_word(&v[i - 1], "vor") ||
				  is_word(&v[i - 1], "hace")));
}

/* "more than 3 days ago" is a delay that a clause sets. */
static bool is_compared(const struct kind_token *v, size_t i)
{
	static const char *const words[] = { "than", "over", "under", "within",
		"least", "most", "before", "until", "after", "de", "que", "als",
		"plus", "moins", "mehr", "länger", "más", "più", NULL };

	return i > 0 && is_one_of(&v[i - 1], words);
}

static void mark_ages(struct kind_token *v, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		bool amount =
			v[i].mark == KIND_NUMBER || is_one_of(&v[i], ones);
		bool behind = i + 2 < n && (is_word(&v[i + 2], "ago") ||
						   is_word(&v[i + 2], "fa"));

		if (!amount || !is_one_of(&v[i + 1], units) ||
			is_compared(v, i) || (!behind && !has_age_before(v, i)))
			continue;
		v[i].mark = v[i + 1].mark = KIND_AGE;
	}
}

/* Long, and letters and digits in turn: no number of a company is so. */
static bool is_random(const struct kind_token *t)
{
	size_t turns = 0;

	for (size_t i = 1; t->len >= RANDOM_MIN && i < t->len; i++)
		turns += is_digit(t->p[i]) != is_digit(t->p[i - 1]);
	return turns >= RANDOM_TURNS;
}

void kind_mark(struct kind_token *v, size_t n, bool whole)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].mark == KIND_WORD && is_random(&v[i]))
			v[i].mark = KIND_RANDOM;
	if (!whole || n == 0 || n > KIND_LINE_MAX)
		return;
	mark_dates(v, n);
	if (n <= AGE_LINE_MAX)
		mark_ages(v, n);
}
