/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/lint_write.h"

#include "base/i18n.h"
#include "base/json.h"
#include "base/utf8.h"

static void put_slice(
	struct str *out, const struct lint *l, size_t at, size_t len)
{
	utf8_printable(out, l->text.p + at, len, false);
}

static void put_sentence(struct str *out, const struct lint *l, size_t sentence)
{
	const struct lint_sentence *s = &l->sentences[sentence];

	put_slice(out, l, s->at, s->len);
	str_putc(out, '\n');
}

static void put_side(
	struct str *out, const char *name, double quantile, double rate)
{
	str_printf(out, "  %s %s (%.1f)\n",
		rate < quantile ? _("below") : _("not below"), name, quantile);
}

int lint_write_rate(
	struct str *out, const struct lint *l, const struct lexicon *lex)
{
	const struct lexicon_baseline *b = &lex->baseline;
	double rate = lint_baseline_rate(l);

	str_printf(out,
		_("%zu words, %zu vague ones, weighted %.1f per 1,000 words\n"),
		l->words, l->counted, lint_rate(l));
	if (b->documents > 0 && l->words > 0) {
		put_side(out, _("the lowest tenth"), b->p10, rate);
		put_side(out, _("the middle"), b->median, rate);
		put_side(out, _("the highest tenth"), b->p90, rate);
		str_printf(out, _("  of %d %s, measured %s\n"), b->documents,
			b->what, b->measured);
		str_printf(out,
			_("  counted as those were, by the forms alone and "
			  "with the words of links: %.1f\n"),
			rate);
	} else {
		str_puts(out, _("  no figures of other policies are known to "
				"compare with\n"));
	}
	str_puts(out, _("  for choosing what to read; not a verdict\n"));
	return str_check(out, _("the report"));
}

/* "      may: possibility instead of fact, 3 [wp260, ucf 73 %]" */
static void put_hit(
	struct str *out, const struct lint *l, const struct lint_hit *h)
{
	const struct lexicon_term *t = h->term;

	str_puts(out, "      ");
	put_slice(out, l, h->at, h->len);
	str_printf(out, ": %s, %d%s [", _(lexicon_category_words(t->category)),
		t->weight, t->counted ? "" : _(", not counted"));
	for (size_t i = 0; i < LEXICON_SOURCES && t->sources[i] != NULL; i++)
		str_printf(out, "%s%s", i > 0 ? ", " : "", t->sources[i]);
	if (t->judged > 0)
		str_printf(out, _("; vague in %d %% of %d sentences judged"),
			t->vague_percent, t->judged);
	str_puts(out, "]\n");
}

static void put_line(struct str *out, const struct lint *l, size_t sentence)
{
	str_printf(out, "%4d  ", l->sentences[sentence].line);
	put_sentence(out, l, sentence);
}

int lint_write_hits(struct str *out, const struct lint *l)
{
	for (size_t i = 0; i < l->n_hits; i++) {
		const struct lint_hit *h = &l->hits[i];
		bool last = i + 1 == l->n_hits ||
			    l->hits[i + 1].sentence != h->sentence;

		if (i == 0 || l->hits[i - 1].sentence != h->sentence)
			put_line(out, l, h->sentence);
		put_hit(out, l, h);
		if (h->clear == h->sentence) {
			str_puts(
				out, _("        perhaps answered by itself\n"));
		} else if (h->clear != LINT_NONE) {
			str_printf(out,
				_("        perhaps answered by line %d: "),
				l->sentences[h->clear].line);
			put_sentence(out, l, h->clear);
		}
		if (last)
			str_putc(out, '\n');
	}
	return str_check(out, _("the report"));
}

static void put_item(struct str *out, const struct lint *l, size_t i)
{
	str_printf(out, "%s: %s\n", checklist[i].article,
		_(checklist[i].requires));
	if (l->items[i].n > 0)
		put_line(out, l, l->items[i].sentence);
}

int lint_write_checklist(struct str *out, const struct lint *l)
{
	str_puts(out, _("Cues found for what Articles 13 and 14 ask for, with "
			"the first sentence of each:\n"));
	for (size_t i = 0; i < CHECKLIST_ITEMS; i++)
		if (l->items[i].n > 0)
			put_item(out, l, i);
	str_puts(out, _("\nNo cue found (* asked of every controller):\n"));
	for (size_t i = 0; i < CHECKLIST_ITEMS; i++) {
		if (l->items[i].n > 0)
			continue;
		str_puts(out, checklist[i].always ? "* " : "  ");
		put_item(out, l, i);
	}
	str_puts(out, _("a missing cue is a question, not a finding\n"));
	return str_check(out, _("the report"));
}

int lint_write_sources(struct str *out, const struct lexicon *lex)
{
	const cJSON *s;

	str_puts(out, _("Sources:\n"));
	cJSON_ArrayForEach(s, json_member(lex->tree, "sources"))
	{
		str_printf(out, "  [%s] %s\n", s->string, s->valuestring);
	}
	return str_check(out, _("the report"));
}

static void put_only(struct str *out, const char *title,
	const struct lint *here, const struct lint *there)
{
	for (size_t i = 0; i < CHECKLIST_ITEMS; i++) {
		if (here->items[i].n == 0 || there->items[i].n > 0)
			continue;
		str_printf(out, "%s ", title);
		put_item(out, here, i);
	}
}

static void put_some(struct str *out, const char *sign, const struct lint *l,
	const size_t *numbers, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct lint_hit *h = &l->hits[numbers[i]];

		if (i == 0 ||
			l->hits[numbers[i - 1]].sentence != h->sentence) {
			str_puts(out, sign);
			put_line(out, l, h->sentence);
		}
		put_hit(out, l, h);
	}
}

int lint_write_compare(struct str *out, const struct lint_compare *c,
	const struct lint *old, const struct lint *new)
{
	str_printf(out,
		_("weighted per 1,000 words: %.1f, was %.1f; for "
		  "choosing what to read, not a verdict\n"),
		lint_rate(new), lint_rate(old));
	put_only(out, _("no cue any more, was:"), old, new);
	put_only(out, _("a cue now:"), new, old);
	str_puts(out, _("a missing cue is a question, not a finding\n"));
	for (size_t i = 0; i < c->n_terms; i++) {
		const struct lint_term_change *t = &c->terms[i];

		str_printf(out, "%s%s (%s): %zu \u2192 %zu\n", t->term->form,
			t->term->more ? ", \u2026" : "",
			_(lexicon_category_words(t->term->category)), t->before,
			t->after);
	}
	put_some(out, "-", old, c->out, c->n_out);
	put_some(out, "+", new, c->in, c->n_in);
	return str_check(out, _("the report"));
}
