/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The name stands at some words; left and right of it lies its clause. First
 * the negations before it are looked at, then the verbs before, then what
 * follows. A fragment without a verb is read together with what introduces
 * it, and across the semicolons of a list.
 */
#include "cases/claim.h"

#include <string.h>

#include "base/str.h"
#include "scrapers/fold.h"

/* How much of a long sentence is looked at on either side, bytes. */
enum { AROUND = 900 };

/* Words from a negation behind the name to its verb: further away it belongs
 * to something else ("who are not members can ask that …"). */
enum { DENIED_FAR = 9 };

struct scene {
	struct claim_words w;
	size_t from, start, end, to; /* clause and name, in words */
	bool data, whole, german, french;
};

static unsigned at(const struct scene *s, size_t i)
{
	return s->w.v[i].flags;
}

static bool any(const struct scene *s, size_t from, size_t to, unsigned flags)
{
	for (size_t i = from; i < to; i++)
		if ((at(s, i) & flags) != 0)
			return true;
	return false;
}

static bool ends_in(const struct claim_word *w, const char *end)
{
	size_t n = strlen(end);

	return w->len > n && memcmp(w->text + w->len - n, end, n) == 0;
}

/* A verb whose doer or receiver is the reader says nothing of the vendor:
 * "we send you", "vous envoyer"; nor does "you share with", but "data you
 * provide" is what is collected. */
static bool is_readers(const struct scene *s, size_t i)
{
	bool before = i > 0 && (at(s, i - 1) & CLAIM_YOU) != 0;
	bool behind = i + 1 < s->w.n && (at(s, i + 1) & CLAIM_YOU) != 0;
	bool handed = s->data && (at(s, i) & CLAIM_HAND) != 0;

	if (s->french)
		return before && !(handed && ends_in(&s->w.v[i], "ez"));
	if (i > 1 && (at(s, i - 1) & CLAIM_SMALL) != 0) /* you to use */
		before = before || (at(s, i - 2) & CLAIM_YOU) != 0;
	return behind || (before && !handed);
}

/* The word before the name, small ones left out. */
static unsigned word_before(const struct scene *s)
{
	size_t i = s->start;

	while (i > s->from && (at(s, i - 1) & CLAIM_SMALL) != 0 &&
		(at(s, i - 1) & CLAIM_YOUR) == 0)
		i--;
	return i > s->from ? at(s, i - 1) : 0;
}

static unsigned word_behind(const struct scene *s, size_t i)
{
	return i < s->w.n ? at(s, i) : 0;
}

/* "your location", "location data", "content of notifications": data, and
 * not what is shown to the reader. */
static bool is_data(const struct scene *s)
{
	return (word_before(s) & (CLAIM_YOUR | CLAIM_DATA)) != 0 ||
	       (word_behind(s, s->end) & CLAIM_DATA) != 0;
}

static bool is_setting(const struct scene *s)
{
	return s->data &&
	       ((word_before(s) | word_behind(s, s->end)) & CLAIM_SETTING) != 0;
}

/* A verb behind which nothing is collected: "we send notifications", "to
 * receive notifications", but "we receive". */
static bool is_barrier(const struct scene *s, size_t i)
{
	bool ours = false;

	for (size_t k = i > 3 ? i - 3 : 0; k < i; k++)
		ours = ours || (at(s, k) & CLAIM_WE) != 0;
	if ((at(s, i) & CLAIM_SHOW) == 0 &&
		((at(s, i) & CLAIM_GET) == 0 || ours))
		return is_readers(s, i);
	return !is_data(s);
}

static bool is_verb(const struct scene *s, size_t i)
{
	return (i < s->start || i >= s->end) &&
	       (at(s, i) & (CLAIM_VERB | CLAIM_SALE | CLAIM_SHOW)) != 0;
}

/* Of a kind of data the nearest verb tells what happens to it. */
static unsigned governing(const struct scene *s, size_t from, size_t to)
{
	bool before = to <= s->start;

	for (size_t n = 0; n < to - from; n++) {
		size_t i = before ? to - 1 - n : from + n;

		if (is_verb(s, i))
			return is_barrier(s, i)
				       ? 0
				       : at(s, i) & (CLAIM_VERB | CLAIM_SALE);
	}
	return 0;
}

/* Whether the verb before shows it to the reader: what stands behind a comma
 * is then another matter. */
static size_t end_of_shown(const struct scene *s)
{
	size_t i = s->start, to = s->end;

	while (i > s->from && !is_verb(s, i - 1))
		i--;
	if (!s->data || s->german || i == s->from || !is_barrier(s, i - 1))
		return s->to;
	while (to < s->to && (at(s, to) & CLAIM_POINT) == 0)
		to++;
	return to;
}

/* A verb of passing on, or one of selling, between two words. */
static unsigned verbs(const struct scene *s, size_t from, size_t to)
{
	unsigned found = 0;

	if (s->data && !s->german && from < to)
		return governing(s, from, to);
	for (size_t i = from; i < to; i++)
		if ((i < s->start || i >= s->end) && !is_readers(s, i))
			found |= at(s, i) & (CLAIM_VERB | CLAIM_SALE);
	return found;
}

/* "ne" with what completes it: "pas" denies, "que" does not. */
static bool ne_denies(const struct scene *s, size_t i)
{
	for (size_t k = i + 1; k < s->to; k++) {
		if ((at(s, k) & CLAIM_VOID) != 0 || (at(s, k) & CLAIM_QUE) != 0)
			return false;
		if ((at(s, k) & CLAIM_NEGATION) != 0)
			return true;
		if (s->w.v[k].len == 4 &&
			memcmp(s->w.v[k].text, "plus", 4) == 0)
			return true;
	}
	return true;
}

/* "sont ou ne sont pas" */
static bool is_either(const struct scene *s, size_t i)
{
	for (size_t k = i, n = 0; s->french && k > 0 && n < 3; k--, n++)
		if ((at(s, k) & CLAIM_NE) != 0)
			return (at(s, k - 1) & CLAIM_VOID) != 0;
	return false;
}

static bool denies(const struct scene *s, size_t i)
{
	if ((at(s, i) & (CLAIM_NEGATION | CLAIM_NONE)) == 0 ||
		(at(s, i) & (CLAIM_VOID | CLAIM_UNLESS)) != 0 ||
		is_either(s, i))
		return false;
	return (at(s, i) & CLAIM_NE) == 0 || ne_denies(s, i);
}

/* Whether word i begins a clause. */
static bool begins(const struct scene *s, size_t i)
{
	unsigned before = i > 0 ? at(s, i - 1) : 0;

	if ((at(s, i) & (CLAIM_SEMICOLON | CLAIM_BUT)) != 0)
		return true;
	if ((at(s, i) & CLAIM_WE) != 0 &&
		(before & (CLAIM_POINT | CLAIM_AND)) != 0)
		return true;
	return (before & CLAIM_AND) != 0 && (at(s, i) & CLAIM_NEGATION) != 0 &&
	       (at(s, i) & (CLAIM_NONE | CLAIM_VOID)) == 0;
}

static void find_clause(struct scene *s)
{
	s->from = s->start;
	while (s->from > 0 && !begins(s, s->from))
		s->from--;
	s->to = s->end;
	while (s->to < s->w.n && !begins(s, s->to))
		s->to++;
}

/* "not with advertisers": nothing but small words between. */
static bool is_next(const struct scene *s, size_t i)
{
	size_t k = i + 1;

	if ((at(s, i) & CLAIM_NONE) == 0)
		return false;
	while (k < s->start && (at(s, k) & CLAIM_SMALL) != 0)
		k++;
	return k >= s->start || k + 1 == s->start;
}

static struct claim say(enum claim_kind kind, const char *rule)
{
	return (struct claim){ kind, rule };
}

/* A condition that stands in the same breath as the negation at i, or begins
 * the sentence. */
static bool is_conditional(const struct scene *s, size_t i)
{
	if (s->w.n > 0 && (at(s, 0) & CLAIM_IF) != 0)
		return true;
	for (size_t k = i; k > s->from; k--) {
		if ((at(s, k - 1) & CLAIM_POINT) != 0)
			return false;
		if ((at(s, k - 1) & CLAIM_IF) != 0)
			return true;
	}
	return false;
}

/* "this data", but not "this policy" */
static bool is_some(const struct scene *s)
{
	unsigned next = word_behind(s, s->end);

	for (size_t i = s->from; i < s->to; i++)
		if ((at(s, i) & CLAIM_THIS) != 0 &&
			(word_behind(s, i + 1) & CLAIM_PAPER) == 0)
			return true;
	if (!s->whole || (next & CLAIM_POINT) != 0 || s->end == s->w.n)
		return false;
	if (s->french)
		return (next & CLAIM_ALL) == 0;
	return (next & CLAIM_OF) != 0 &&
	       (word_behind(s, s->end + 1) & CLAIM_YOU) == 0;
}

/* What the negation at word i says, with the verbs in its reach. */
static struct claim judge(const struct scene *s, size_t i, unsigned reach)
{
	bool yours = i > s->from && (at(s, i - 1) & CLAIM_YOU) != 0;

	yours = yours || (i > s->from + 1 && (at(s, i - 2) & CLAIM_YOU) != 0 &&
				 !s->french);
	if (is_conditional(s, i))
		return say(CLAIM_UNSURE, "denied-under-condition");
	if (yours)
		return say(CLAIM_ASIDE, "of-the-reader");
	if (any(s, s->from, s->w.n, CLAIM_UNLESS))
		return say(CLAIM_UNSURE, "denied-unless");
	if (any(s, s->end, s->w.n, CLAIM_EXCEPT))
		return say(CLAIM_UNSURE, "denied-with-exceptions");
	if (reach == CLAIM_SALE)
		return say(CLAIM_UNSURE, "sale-denied");
	if (is_some(s))
		return say(CLAIM_UNSURE, "denied-of-some");
	return say(CLAIM_DENIED, "denied");
}

/* The last "except" before the name, or to. */
static size_t find_exception(const struct scene *s)
{
	for (size_t i = s->start; i > s->from; i--)
		if ((at(s, i - 1) & CLAIM_EXCEPT) != 0)
			return i - 1;
	return s->to;
}

/* Negations before the name. False when none decides. */
static bool look_before(struct claim *out, const struct scene *s)
{
	size_t exception = find_exception(s);
	bool loose = false;

	for (size_t i = s->from; i < s->start; i++) {
		unsigned reach = verbs(s, i + 1, s->start);

		if (!denies(s, i))
			continue;
		if (any(s, i > 0 ? i - 1 : i, s->start, CLAIM_DISCLAIM)) {
			*out = say(CLAIM_ASIDE, "disclaimed");
			return true;
		}
		if (is_next(s, i) || s->german)
			reach |= verbs(s, s->from, s->to);
		loose = loose || reach == 0;
		if (reach == 0)
			continue;
		*out = i < exception && exception < s->to
			       ? say(CLAIM_AFFIRMED, "excepted-from-denial")
			       : judge(s, i, reach);
		return true;
	}
	if (loose && verbs(s, s->from, s->start) == 0) {
		*out = say(CLAIM_UNSURE, "negation-unclear");
		return verbs(s, s->end, s->to) != 0;
	}
	if (exception < s->to && verbs(s, exception, s->start) == 0) {
		*out = say(CLAIM_UNSURE, "exception");
		return verbs(s, s->from, s->to) != 0;
	}
	return false;
}

/* Behind the name: "third parties do not receive your data". */
static struct claim look_behind(const struct scene *s)
{
	size_t to = end_of_shown(s);

	for (size_t i = s->end; i < to; i++) {
		size_t far = to - i > DENIED_FAR ? i + DENIED_FAR : to;
		unsigned reach;

		if (!denies(s, i) || (at(s, i) & CLAIM_UNLESS) != 0)
			continue;
		if ((at(s, i) & CLAIM_DISCLAIM) != 0)
			return say(CLAIM_ASIDE, "disclaimed");
		reach = verbs(s, i + 1, s->german ? to : far);
		if (reach != 0 && verbs(s, s->end, i) == 0)
			return judge(s, i, reach);
	}
	if (verbs(s, s->end, to) != 0)
		return say(CLAIM_AFFIRMED, "affirmed");
	return say(CLAIM_ASIDE, "no-verb");
}

static struct claim read_clause(const struct scene *s)
{
	struct claim c;

	if (is_setting(s))
		return say(CLAIM_ASIDE, "setting");
	for (size_t i = s->from; i < s->to; i++)
		if ((at(s, i) & CLAIM_NE) != 0 && is_either(s, i))
			return say(CLAIM_ASIDE, "left-to-ask");
	if (look_before(&c, s))
		return c;
	if (verbs(s, s->from, s->start) != 0)
		return say(CLAIM_AFFIRMED, "affirmed");
	return look_behind(s);
}

static void add_folded(struct str *out, const char *text, size_t len)
{
	struct fold f = { 0 };

	if (fold_loose(&f, text, len) == 0)
		str_add(out, f.text.p, f.text.len);
	fold_release(&f);
}

/* Folds the part of the text around the name. The name's place in bytes of
 * the folded text comes out. */
static void fold_place(struct str *text, size_t *start, size_t *end,
	const struct claim_place *p)
{
	size_t from = p->start > AROUND ? p->start - AROUND : 0;
	size_t to = p->len - p->end > AROUND ? p->end + AROUND : p->len;

	while (from < p->start && ((unsigned char)p->text[from] & 0xC0) == 0x80)
		from++;
	while (to > p->end && to < p->len &&
		((unsigned char)p->text[to] & 0xC0) == 0x80)
		to--;
	if (p->lead != NULL) {
		size_t n = p->lead_len < AROUND ? p->lead_len : 0;

		add_folded(text, p->lead, n);
		str_putc(text, ' ');
	}
	add_folded(text, p->text + from, p->start - from);
	str_putc(text, ' ');
	*start = text->len;
	add_folded(text, p->text + p->start, p->end - p->start);
	*end = text->len;
	str_putc(text, ' ');
	add_folded(text, p->text + p->end, to - p->end);
}

/* Which words the bytes from start to end are. */
static void find_name(
	struct scene *s, const char *text, size_t start, size_t end)
{
	s->start = s->end = s->w.n;
	for (size_t i = s->w.n; i > 0; i--) {
		size_t from = (size_t)(s->w.v[i - 1].text - text);

		if (from >= end)
			s->end = i - 1;
		if (from + s->w.v[i - 1].len > start)
			s->start = i - 1;
	}
}

/* Whether not all of sentence and lead was read. */
static bool is_cut(const struct claim_place *p, const struct scene *s)
{
	return p->start > AROUND || p->len - p->end > AROUND ||
	       (p->lead != NULL && p->lead_len >= AROUND) ||
	       s->w.n == CLAIM_WORDS;
}

void claim_read(struct claim *out, const struct claim_place *p)
{
	struct scene s = { .data = p->data,
		.whole = p->whole,
		.german = strcmp(claim_list_language(p->list), "de") == 0,
		.french = strcmp(claim_list_language(p->list), "fr") == 0 };
	struct str text;
	size_t start, end;

	if (p->len > 0 && p->text[p->len - 1] == '?') {
		*out = say(CLAIM_ASIDE, "question");
		return;
	}
	str_init(&text, 0);
	fold_place(&text, &start, &end, p);
	claim_words_read(&s.w, text.p, text.len, p->list);
	find_name(&s, text.p, start, end);
	find_clause(&s);
	*out = read_clause(&s);
	if (out->kind == CLAIM_ASIDE && strcmp(out->rule, "no-verb") == 0 &&
		s.from > 0) {
		s.from = 0;
		*out = read_clause(&s);
	}
	if (out->kind == CLAIM_AFFIRMED && is_cut(p, &s))
		*out = say(CLAIM_UNSURE, "too-long");
	str_release(&text);
}

const char *claim_kind_name(enum claim_kind kind)
{
	static const char *const names[] = { "aside", "affirmed", "denied",
		"unsure" };

	return names[kind];
}
