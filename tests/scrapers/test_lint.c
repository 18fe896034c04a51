/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small texts, and, when $CONSTAT_SHARED is there, all privacy policies in
 * French and English at hand: a table of their rates.
 */
#include "scrapers/lint.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/file.h"
#include "tests/scrapers/lint_case.h"

/* The hits' wording, joined by "|". */
static void check(const char *language, const char *text, const char *want)
{
	struct lexicon *lex = open_lexicon(language);
	struct lint l = judged(text, lex);
	struct str out = { 0 };

	str_init(&out, 0);
	for (size_t i = 0; i < l.n_hits; i++) {
		const struct lint_hit *h = &l.hits[i];
		const struct lint_sentence *s = &l.sentences[h->sentence];

		assert_true(h->at >= s->at);
		assert_true(h->at + h->len <= s->at + s->len);
		if (i > 0)
			str_putc(&out, '|');
		str_add(&out, l.text.p + h->at, h->len);
	}
	assert_string_equal(out.p, want);
	str_release(&out);
	lint_release(&l);
	lexicon_free(lex);
}

static void finds(void **state)
{
	(void)state;
	check("fr", "", "");
	check("fr",
		"Nous **pouvons** partager vos donn\u00e9es, telles "
		"qu\u2019une\u00a0adresse, avec des tiers, etc.",
		"pouvons|telles qu\u2019|des tiers|etc.");
	check("en",
		"We MAY share [certain\u00a0data](https://exemple.test/may) "
		"with partners.",
		"MAY|certain\u00a0data|partners");
	check("de", "Wir k\u00f6nnen gegebenenfalls Daten an Dritte geben.",
		"k\u00f6nnen|gegebenenfalls|Dritte");
	check("fr", "donne\u0301es techniques", "donne\u0301es techniques");
}

static void prefers_longest(void **state)
{
	(void)state;
	check("en", "including but not limited to your name",
		"including but "
		"not limited to");
	check("en", "third-party and third party", "third-party|third party");
	check("en", "as long as is necessary", "as long as is necessary");
	check("fr", "\u00e0 titre d'exemples", "\u00e0 titre d'exemples");
}

static void excludes(void **state)
{
	(void)state;
	check("en", "You may object. Users may object; we may not.", "may");
	check("fr", "L\u2019utilisateur peut choisir. Un pays tiers. On peut.",
		"");
	check("en", "dismay, Mayor, can, would, may\u0328", "");
	check("en", "may\n\n| some | data |\n|---|---|\n| other | data |",
		"may"
		"|"
		"some");
}

/* What takes the vagueness from a word: longer phrases, months, denials with
 * no exception, and that the reader is the one who acts. */
static void excuses(void **state)
{
	(void)state;
	check("en", "Last changed on 25 May 2018, in May, or May 25.", "");
	check("en", "In 2018 we may change.", "may");
	check("en", "The most recent text, at most ten, the most, most data.",
		"most");
	check("en",
		"Rights of third parties, third-party websites, third-party "
		"sitemaps.",
		"third-party");
	check("en", "We do not share it with third parties or partners.", "");
	check("en", "We do not share it with third parties, except partners.",
		"third parties|partners");
	check("en", "We do not sell it, and we share it with partners.",
		"partners");
	check("en", "If you do not want us to share it with partners, say so.",
		"partners");
	check("en",
		"You may withdraw your consent at any time. At any time, you "
		"can object. We can close your account at any time.",
		"at any time");
	check("en", "We reserve the right to end it at any time.",
		"We reserve the right|at any time");
	check("fr", "Les sites tiers, le tiers payant, les droits des tiers.",
		"");
	check("fr",
		"Nous ne c\u00e9dons pas vos donn\u00e9es \u00e0 des tiers.",
		"");
	check("fr",
		"Nous n\u2019en donnons pas \u00e0 nos partenaires. Nous ne "
		"les "
		"donnons qu\u2019\u00e0 nos partenaires.",
		"nos partenaires");
	check("fr",
		"Nous ne les donnons pas aux tiers sans votre accord. Il ne "
		"peut. Il peut ne pas.",
		"tiers|peut");
	check("fr",
		"Vous pouvez, \u00e0 tout moment, le retirer. Nous pouvons "
		"\u00e0 "
		"tout moment changer.",
		"pouvons|\u00e0 tout moment");
	check("fr",
		"Il vous est possible de lire. Ce n\u2019est pas possible. Si "
		"possible.",
		"possible");
	check("de",
		"Wir geben sie niemals an Dritte. Das k\u00f6nnen Sie "
		"jederzeit "
		"tun. Wir \u00e4ndern das jederzeit.",
		"jederzeit");
}

/* Lines of a table's cell, as other programs write them. */
static void ends_lines(void **state)
{
	struct lexicon *lex = open_lexicon("en");
	struct lint l = judged("| a |\n|---|\n| We keep it<br>* we may<br "
			       "/><BR/>sell it <br |",
		lex);

	(void)state;
	assert_int_equal(l.n_sentences, 4);
	assert_int_equal(l.n_hits, 1);
	assert_int_equal(
		l.sentences[l.hits[0].sentence].len, strlen("* we may"));
	assert_int_equal(l.words, 9);
	lint_release(&l);
	lexicon_free(lex);
}

/* The baseline's rate: no excuse, and the addresses' words too. */
static void counts_as_the_baseline(void **state)
{
	struct lexicon *lex = open_lexicon("en");
	struct lint l = judged("We do not share it with [partners]"
			       "(https://exemple.test/p) at any time.",
		lex);

	(void)state;
	assert_int_equal(l.n_hits, 1);
	assert_int_equal(l.weighted, 2);
	assert_int_equal(l.bare, 3);
	assert_int_equal(l.words, 10);
	assert_int_equal(l.source_words, 14);
	assert_float_equal(lint_rate(&l), 200.0, 0.01);
	assert_float_equal(lint_baseline_rate(&l), 3000.0 / 14, 0.01);
	lint_release(&l);
	assert_true(lint_baseline_rate(&l) == 0);
	lexicon_free(lex);
}

static void counts(void **state)
{
	struct lexicon *lex = open_lexicon("en");
	struct lint l = judged("We may use data.\n\nIt can be.", lex);

	(void)state;
	assert_int_equal(l.words, 7);
	assert_int_equal(l.counted, 1);
	assert_int_equal(l.weighted, 3);
	assert_true(lint_rate(&l) > 428.5 && lint_rate(&l) < 428.6);
	assert_int_equal(l.hits[0].term->category, LEXICON_MODALITY);
	assert_string_equal(l.hits[0].term->sources[0], "wp260");
	lint_judge(&l, lex, true);
	assert_int_equal(l.n_hits, 2);
	assert_int_equal(l.counted, 1);
	assert_false(l.hits[1].term->counted);
	assert_int_equal(l.sentences[l.hits[1].sentence].line, 3);
	lint_release(&l);
	assert_true(lint_rate(&l) == 0);
	lexicon_free(lex);
}

static void answers(void **state)
{
	struct lexicon *lex = open_lexicon("fr");
	struct lint l = judged(
		"Nous les gardons aussi longtemps que n\u00e9cessaire.\n\n"
		"Les tiers ont un nom.\n\n"
		"Les journaux sont effac\u00e9s apr\u00e8s treize (13) mois. "
		"Dans quelques mois, rien.",
		lex);

	(void)state;
	assert_int_equal(l.n_hits, 3);
	assert_int_equal(l.hits[0].term->category, LEXICON_VAGUE_RETENTION);
	assert_int_equal(l.hits[0].clear, 2);
	assert_int_equal(l.hits[1].clear, LINT_NONE);
	lint_release(&l);
	lexicon_free(lex);
}

static void checks_items(void **state)
{
	struct lexicon *lex = open_lexicon("fr");
	struct lint l =
		judged("Bonjour.\n\nVous avez un droit d\u2019acc\u00e8s "
		       "et pouvez saisir la CNIL.",
			lex);
	size_t found = 0;

	(void)state;
	for (int i = 0; i < CHECKLIST_ITEMS; i++)
		found += l.items[i].n > 0;
	assert_int_equal(found, 2);
	for (int i = 0; i < CHECKLIST_ITEMS; i++) {
		if (strcmp(checklist[i].id, "art13-2-d-complaint") != 0)
			continue;
		assert_int_equal(l.items[i].n, 1);
		assert_memory_equal(l.text.p + l.items[i].at, "CNIL", 4);
		assert_int_equal(l.sentences[l.items[i].sentence].line, 3);
	}
	lint_release(&l);
	lexicon_free(lex);
}

/* The cue found for an item; "" for none. */
static void check_cue(const char *item, const char *text, const char *want)
{
	struct lexicon *lex = open_lexicon("fr");
	struct lint l = judged(text, lex);
	struct str cue = { 0 };

	str_init(&cue, 0);
	for (int i = 0; i < CHECKLIST_ITEMS; i++)
		if (strcmp(checklist[i].id, item) == 0 && l.items[i].n > 0)
			str_add(&cue, l.text.p + l.items[i].at, l.items[i].len);
	assert_string_equal(cue.p, want);
	str_release(&cue);
	lint_release(&l);
	lexicon_free(lex);
}

/* A weak cue needs company, and is quoted only where no strong one is. */
static void weighs_cues(void **state)
{
	const char *access = "art13-2-b-access";

	(void)state;
	check_cue(access, "Le point d\u2019acc\u00e8s WiFi.", "");
	check_cue(access,
		"Le lien d\u2019acc\u00e8s. Votre droit d\u2019acc\u00e8s.",
		"droit d\u2019acc\u00e8s");
	check_cue(access,
		"Vous avez des droits :\n\n- d\u2019opposition\n- "
		"d\u2019acc\u00e8s",
		"d\u2019acc\u00e8s");
	check_cue("art13-2-d-complaint", "L\u2019h\u00e9bergeur suit la CNIL.",
		"");
	check_cue("art13-2-d-complaint",
		"R\u00e9clamation aupr\u00e8s de la "
		"CNIL.",
		"R\u00e9clamation aupr\u00e8s");
	check_cue("version-date", "La version de l\u2019application.", "");
	check_cue("version-date", "Version\u00a0: ao\u00fbt 2025",
		"Version\u00a0:");
}

static void is_bounded(void **state)
{
	struct lexicon *lex = open_lexicon("en");
	struct lint l = { 0 };
	struct str text = { 0 };

	(void)state;
	for (int i = 0; i < 2 * LINT_HITS; i++)
		str_puts(&text, i % 2 == 0 ? "may " : "such as ");
	assert_int_equal(lint_plain(&l, text.p, text.len), 0);
	assert_int_equal(lint_judge(&l, lex, false), ERR_LIMIT);
	assert_string_equal(
		err_message(), "the text has more than 50000 vague words");
	lint_release(&l);
	assert_int_equal(lint_plain(&l, text.p, text.len / 2), 0);
	assert_int_equal(lint_judge(&l, lex, false), 0);
	assert_int_equal(l.n_hits, LINT_HITS);
	assert_true(l.n_sentences > 100);
	for (size_t i = 0; i < l.n_sentences; i++)
		assert_in_range(l.sentences[i].len, 1, LINT_SENTENCE);
	lint_release(&l);
	assert_int_equal(lint_plain(&l, "\xc3", 1), ERR_PARSE);
	lint_release(&l);
	str_release(&text);
	lexicon_free(lex);
}

/* What all policies at hand add up to. */
struct table {
	struct lexicon *lex[2];
	struct sum {
		double rates;
		size_t n;
	} low, high, all;
	size_t french, cues[CHECKLIST_ITEMS]; /* French texts with a cue */
	double health; /* the rate of the university hospital's text */
};

static void add(struct sum *s, double rate)
{
	s->rates += rate;
	s->n++;
}

static double mean(const struct sum *s)
{
	return s->n > 0 ? s->rates / (double)s->n : 0;
}

static bool has(const char *path, const char *const names[])
{
	while (*names != NULL && strstr(path, *names) == NULL)
		names++;
	return *names != NULL;
}

static void add_row(struct table *t, const struct lint *l,
	const struct lexicon *lex, const char *path)
{
	static const char *const low[] = { "myHCL", "Mon_espace", "Doctolib",
		NULL };
	static const char *const high[] = { "__Google_Privacy", "TikTok",
		"Shein", NULL };
	const struct lexicon_baseline *b = &lex->baseline;
	double rate = lint_baseline_rate(l);
	size_t cues = 0;

	for (int k = 0; k < CHECKLIST_ITEMS; k++)
		cues += l->items[k].n > 0;
	printf("%s %6.1f (%5.1f)  p10 %s  median %s  p90 %s  %2zu cues %6zu "
	       "words  "
	       "%s\n",
		lex->language, rate, lint_rate(l),
		rate < b->p10 ? "below" : "above",
		rate < b->median ? "below" : "above",
		rate < b->p90 ? "below" : "above", cues, l->words, path);
	add(&t->all, rate);
	if (has(path, low))
		add(&t->low, rate);
	if (has(path, high))
		add(&t->high, rate);
	if (strstr(path, "myHCL_Privacy") != NULL)
		t->health = rate;
	if (strcmp(lex->language, "fr") != 0)
		return;
	t->french++;
	for (int k = 0; k < CHECKLIST_ITEMS; k++)
		t->cues[k] += l->items[k].n > 0;
}

static void add_file(struct table *t, const char *path, size_t shared)
{
	struct str text = { 0 };
	struct lint l = { 0 };
	const char *language;

	assert_int_equal(file_read(&text, path), 0);
	assert_int_equal(lint_read(&l, text.p, text.len), 0);
	language = lexicon_guess(&l.folded);
	for (int i = 0; language != NULL && i < 2; i++) {
		if (strcmp(t->lex[i]->language, language) != 0)
			continue;
		lint_judge(&l, t->lex[i], false);
		for (size_t k = 0; k < l.n_hits; k++)
			assert_non_null(lexicon_source(
				t->lex[i], l.hits[k].term->sources[0]));
		add_row(t, &l, t->lex[i], path + shared);
	}
	str_release(&text);
	lint_release(&l);
}

static void each(struct table *t, const char *shared, const char *pattern)
{
	glob_t found = { 0 };
	char path[4096];

	(void)snprintf(path, sizeof(path), "%s/policies/%s", shared, pattern);
	if (glob(path, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			add_file(t, found.gl_pathv[i], strlen(shared));
	globfree(&found);
}

static size_t cues(const struct table *t, const char *item)
{
	for (int k = 0; k < CHECKLIST_ITEMS; k++)
		if (strcmp(checklist[k].id, item) == 0)
			return t->cues[k];
	fail();
	return 0;
}

/* Services that live on data come out above public health and the like; a
 * university hospital is in the lowest tenth. Nearly all French policies
 * have a cue for purposes, few for sources and fewest for joint
 * controllers. */
static void orders_real_ones(void **state)
{
	struct table t = { 0 };
	const char *shared = getenv("CONSTAT_SHARED");

	(void)state;
	if (shared == NULL || *shared == '\0') {
		printf("CONSTAT_SHARED is empty: no real policies\n");
		skip();
	}
	t.lex[0] = open_lexicon("fr");
	t.lex[1] = open_lexicon("en");
	each(&t, shared, "pages/*Privacy_Policy*/expected.md");
	each(&t, shared, "histories/*/*.md");
	printf("means: public health and the like %.1f (%zu), living on data "
	       "%.1f (%zu), all %.1f (%zu)\n",
		mean(&t.low), t.low.n, mean(&t.high), t.high.n, mean(&t.all),
		t.all.n);
	for (int k = 0; k < CHECKLIST_ITEMS; k++)
		printf("%3zu of %zu French texts: %s\n", t.cues[k], t.french,
			checklist[k].id);
	if (t.low.n > 0 && t.high.n > 0) {
		assert_true(t.health < t.lex[0]->baseline.p10);
		assert_true(mean(&t.low) < mean(&t.all));
		assert_true(mean(&t.all) < mean(&t.high));
		assert_true(
			cues(&t, "art13-1-c-purposes") * 100 >= t.french * 95);
		assert_true(cues(&t, "art13-1-c-purposes") >
			    cues(&t, "art14-2-f-source"));
		assert_true(
			cues(&t, "art14-2-f-source") > cues(&t, "art26-joint"));
	}
	lexicon_free(t.lex[0]);
	lexicon_free(t.lex[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds),
		cmocka_unit_test(prefers_longest),
		cmocka_unit_test(excludes),
		cmocka_unit_test(excuses),
		cmocka_unit_test(ends_lines),
		cmocka_unit_test(counts_as_the_baseline),
		cmocka_unit_test(counts),
		cmocka_unit_test(answers),
		cmocka_unit_test(checks_items),
		cmocka_unit_test(weighs_cues),
		cmocka_unit_test(is_bounded),
		cmocka_unit_test(orders_real_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
