/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rules, in the order they are asked; the first that holds decides:
 *
 *	rules		the caller says so
 *	first		no text before
 *	same-text	this very text was seen before
 *	layout		reads the same: white space, escapes
 *	targets		reads the same: links or images lead elsewhere
 *	marks		the same letters and digits in the same order
 *	same-words	the words of an earlier text
 *	loss		less than a third of the words is left
 *	language	the small words are those of another language
 *	date		the same words but for dates in date lines
 *	age		and but for "3 days ago", random tokens
 *	listing		all changed lines belong to items with an age
 *	alternates	all changed lines came and went before
 *	digits		the same words but for digits
 *	order		the same lines in another order
 *	added, removed, words	the rest
 *
 * A change in a difference is told by those from "layout" on that look at the
 * two texts alone; one that only moved has the rule "place".
 */
#include "scrapers/kind.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/kind_lines.h"
#include "scrapers/kind_text.h"

enum {
	LOSS_WORDS = 100, /* that the old text has at least */
	LOSS_PART = 3,
	QUOTE_BEFORE = 24, /* bytes quoted before the first difference */
};

/* One text that was seen. */
struct seen {
	struct digest text, words;
};

struct kind_past {
	struct seen *v; /* owned */
	size_t n, cap;
	struct kind_text last; /* the latest */
	struct kind_flips *flips;
};

struct kind_past *kind_past_new(void)
{
	struct kind_past *past = mem_new(1, sizeof(*past));

	past->flips = kind_flips_new(KIND_MEMORY);
	return past;
}

void kind_past_free(struct kind_past *past)
{
	if (past == NULL)
		return;
	free(past->v);
	kind_text_release(&past->last);
	kind_flips_free(past->flips);
	free(past);
}

/* --- quotations --- */

static bool is_inside(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* Up to KIND_QUOTE_MAX bytes from about `at` on, whole characters. */
static void quote(struct str *out, const char *p, size_t len, size_t at)
{
	size_t from = at > QUOTE_BEFORE ? at - QUOTE_BEFORE : 0, to;

	if (from > len)
		from = len;
	while (from > 0 && from < len && is_inside(p[from]))
		from--;
	to = len - from > KIND_QUOTE_MAX ? from + KIND_QUOTE_MAX : len;
	while (to > from && to < len && is_inside(p[to]))
		to--;
	utf8_repair(out, p + from, to - from);
}

/* Both where they first differ. */
static void quote_both(struct kind *k, const char *old, size_t old_len,
	const char *new, size_t new_len)
{
	size_t at = 0;

	while (at < old_len && at < new_len && old[at] == new[at])
		at++;
	quote(&k->was, old, old_len, at);
	quote(&k->now, new, new_len, at);
}

static void quote_streams(
	struct kind *k, const struct str *old, const struct str *new)
{
	quote_both(k, old->p, old->len, new->p, new->len);
}

/* The first line that went beside the first that came. */
static void quote_lines(struct kind *k, const struct kind_lines *d)
{
	const struct kind_line *was = kind_lines_first(d, &d->gone);
	const struct kind_line *now = kind_lines_first(d, &d->came);
	const char *old = was != NULL ? d->old->plain.p + was->at : "";
	const char *new = now != NULL ? d->new->plain.p + now->at : "";

	quote_both(k, old, was != NULL ? was->len : 0, new,
		now != NULL ? now->len : 0);
}

/* --- the rules --- */

static bool same(const struct str *a, const struct str *b)
{
	return a->len == b->len && memcmp(a->p, b->p, a->len) == 0;
}

static bool decide(struct kind *k, enum kind_code code, const char *rule)
{
	k->code = code;
	k->rule = rule;
	return true;
}

/* Whether an earlier text is the same; the latest before the last. */
static bool find_text(
	struct kind *k, const struct kind_past *past, const struct seen *now)
{
	for (size_t i = past->n; i-- > 0;)
		if (digest_equal(&past->v[i].text, &now->text)) {
			k->earlier = i + 1;
			return decide(k, KIND_RETURN, "same-text");
		}
	return false;
}

static bool find_words(
	struct kind *k, const struct kind_past *past, const struct seen *now)
{
	for (size_t i = past->n; i-- > 0;)
		if (digest_equal(&past->v[i].words, &now->words)) {
			k->earlier = i + 1;
			return decide(k, KIND_RETURN, "same-words");
		}
	return false;
}

/* What has the same words. */
static bool judge_look(struct kind *k, const struct kind_text *old,
	const struct kind_text *new)
{
	bool plain = same(&old->plain, &new->plain);

	if (!same(&old->words, &new->words))
		return false;
	if (!same(&old->targets, &new->targets)) {
		quote_streams(k, &old->targets, &new->targets);
		return decide(
			k, KIND_ADDRESS, plain ? "targets" : "targets-marks");
	}
	if (plain)
		return decide(k, KIND_COSMETIC, "layout");
	quote_streams(k, &old->plain, &new->plain);
	return decide(k, KIND_COSMETIC, "marks");
}

static bool judge_loss(struct kind *k, const struct kind_text *old,
	const struct kind_text *new)
{
	const char *was = language_guess(&old->language, LANGUAGE_LONG);
	const char *now = language_guess(&new->language, LANGUAGE_LONG);

	if (old->count >= LOSS_WORDS && new->count < old->count / LOSS_PART) {
		quote(&k->now, new->plain.p, new->plain.len, 0);
		return decide(k, KIND_COLLAPSE, "loss");
	}
	if (was[0] == '\0' || now[0] == '\0' || strcmp(was, now) == 0)
		return false;
	str_printf(&k->was, "%s", was);
	str_printf(&k->now, "%s", now);
	return decide(k, KIND_TRANSLATION, "language");
}

/* What is the same but for words that change by themselves. */
static bool judge_streams(struct kind *k, const struct kind_text *old,
	const struct kind_text *new)
{
	if (same(&old->dateless, &new->dateless))
		return decide(k, KIND_DATE_LINE, "date");
	if (same(&old->settled, &new->settled))
		return decide(k, KIND_ROTATION, "age");
	return false;
}

static void judge_rest(struct kind *k, const struct kind_lines *d)
{
	if (same(&d->old->wordy, &d->new->wordy))
		decide(k, KIND_NUMBERS, "digits");
	else if (d->came.n == 0 && d->gone.n == 0)
		decide(k, KIND_NEWS, "order");
	else if (d->gone.n == 0 || k->removed == 0)
		decide(k, KIND_NEWS, "added");
	else if (d->came.n == 0 || k->added == 0)
		decide(k, KIND_NEWS, "removed");
	else
		decide(k, KIND_NEWS, "words");
}

/* What needs the lines that changed. */
static void judge_lines(struct kind *k, const struct kind_past *past,
	const struct kind_text *new, bool decided)
{
	struct kind_lines d;

	kind_lines_compare(&d, &past->last, new);
	kind_lines_words(&d, &k->removed, &k->added);
	if (!decided && !judge_streams(k, &past->last, new)) {
		if (kind_lines_listing(&d))
			decide(k, KIND_ROTATION, "listing");
		else if (kind_lines_flip(&d, past->flips))
			decide(k, KIND_ROTATION, "alternates");
		else
			judge_rest(k, &d);
	}
	if (!decided)
		quote_lines(k, &d);
	kind_lines_release(&d);
}

static void judge(struct kind *k, const struct kind_past *past,
	const struct seen *seen, const struct kind_text *new, bool technical)
{
	const struct kind_text *old = &past->last;
	bool decided;

	if (past->n == 0) {
		decide(k, KIND_FIRST, "first");
		k->added = new->count;
		return;
	}
	decided = technical ? decide(k, KIND_TECHNICAL, "rules")
			    : find_text(k, past, seen) ||
				      judge_look(k, old, new) ||
				      find_words(k, past, seen) ||
				      judge_loss(k, old, new);
	judge_lines(k, past, new, decided);
}

/* The text becomes the latest of the past. */
static void remember(
	struct kind_past *past, const struct seen *seen, struct kind_text *text)
{
	kind_flips_note(past->flips, text);
	past->v = mem_grow(past->v, &past->cap, past->n + 1, sizeof(*past->v));
	past->v[past->n++] = *seen;
	kind_text_release(&past->last);
	past->last = *text;
	*text = (struct kind_text){ 0 };
}

static int check_length(size_t len)
{
	if (len <= KIND_TEXT_MAX)
		return 0;
	return err_set(ERR_LIMIT,
		_("a text of %zu bytes is too large to tell what changed; %d "
		  "at most"),
		len, KIND_TEXT_MAX);
}

int kind_next(struct kind *out, struct kind_past *past, const char *text,
	size_t len, bool technical)
{
	struct kind k = { 0 };
	struct kind_text now = { 0 };
	struct seen seen;
	int rc = check_length(len);

	if (rc != 0)
		return rc;
	str_puts(&k.was, "");
	str_puts(&k.now, "");
	kind_text_read(&now, text, len);
	digest_of(&seen.text, text, len);
	digest_of(&seen.words, now.words.p, now.words.len);
	judge(&k, past, &seen, &now, technical);
	remember(past, &seen, &now);
	kind_release(out);
	*out = k;
	return 0;
}

int kind_between(struct kind *out, const char *old, size_t old_len,
	const char *new, size_t new_len)
{
	struct kind k = { 0 };
	struct kind_past past = { 0 };
	struct kind_text now = { 0 };
	int rc = check_length(old_len > new_len ? old_len : new_len);

	if (rc != 0)
		return rc;
	str_puts(&k.was, "");
	str_puts(&k.now, "");
	past.flips = kind_flips_new(KIND_MEMORY);
	kind_text_read(&past.last, old, old_len);
	kind_text_read(&now, new, new_len);
	judge_lines(&k, &past, &now, judge_look(&k, &past.last, &now));
	kind_text_release(&now);
	kind_text_release(&past.last);
	kind_flips_free(past.flips);
	kind_release(out);
	*out = k;
	return 0;
}

void kind_release(struct kind *k)
{
	str_release(&k->was);
	str_release(&k->now);
	*k = (struct kind){ 0 };
}

/* --- its words --- */

static const struct {
	const char *name, *word;
	bool noise;
} codes[KIND_CODES] = {
	[KIND_FIRST] = { "first", N_("first"), false },
	[KIND_NEWS] = { "news", N_("news"), false },
	[KIND_RETURN] = { "return", N_("return"), true },
	[KIND_ADDRESS] = { "address", N_("address"), true },
	[KIND_COSMETIC] = { "cosmetic", N_("cosmetic"), true },
	[KIND_DATE_LINE] = { "date-line", N_("date line"), true },
	[KIND_NUMBERS] = { "numbers", N_("numbers"), false },
	[KIND_ROTATION] = { "rotation", N_("rotation"), true },
	[KIND_COLLAPSE] = { "collapse", N_("collapse"), false },
	[KIND_TRANSLATION] = { "translation", N_("translation"), false },
	[KIND_TECHNICAL] = { "technical", N_("technical"), true },
	[KIND_MOVED] = { "moved", N_("moved"), false },
};

static const struct {
	const char *rule, *reason;
} rules[] = {
	{ "rules", N_("only the rules by which the page is read changed") },
	{ "first", N_("no earlier text is known") },
	{ "same-text", N_("this very text was seen before") },
	{ "layout", N_("only white space or escapes changed") },
	{ "targets", N_("only where links or images lead changed") },
	{ "targets-marks", N_("where links or images lead changed, and "
			      "beside it only markup, punctuation, case or "
			      "spaces") },
	{ "marks", N_("the same letters and digits; only markup, "
		      "punctuation, case or spaces changed") },
	{ "same-words", N_("the words of a text that was seen before") },
	{ "loss", N_("less than a third of the words is left; perhaps not "
		     "the document") },
	{ "language", N_("the text is in another language") },
	{ "date", N_("only the date of the text changed") },
	{ "age", N_("only ages (\"3 days ago\") or random tokens changed") },
	{ "listing", N_("only items of a list with ages changed") },
	{ "alternates", N_("the lines that changed have come and gone "
			   "before") },
	{ "digits", N_("only numbers changed") },
	{ "order", N_("the same lines in another order") },
	{ "added", N_("words were added") },
	{ "removed", N_("words were removed") },
	{ "words", N_("words were added and removed") },
	{ "place", N_("the same words in another place") },
};

bool kind_is_noise(enum kind_code code)
{
	return codes[code].noise;
}

const char *kind_name(enum kind_code code)
{
	return codes[code].name;
}

int kind_find(const char *name)
{
	for (int i = 0; i < KIND_CODES; i++)
		if (strcmp(codes[i].name, name) == 0)
			return i;
	return -1;
}

int kind_read_list(unsigned *out, const char *names)
{
	unsigned kinds = 0;

	for (const char *p = names; *p != '\0';) {
		size_t len = strcspn(p, ",");
		char name[32] = "";
		int code;

		if (len < sizeof(name))
			memcpy(name, p, len);
		code = kind_find(name);
		if (code < 0)
			return err_set(ERR_INVALID,
				_("'%.*s' is no kind of change; there are "
				  "first, news, return, address, cosmetic, "
				  "date-line, numbers, rotation, collapse, "
				  "translation, technical and moved"),
				len < sizeof(name) ? (int)len
						   : (int)sizeof(name),
				p);
		kinds |= 1u << code;
		p += len + (p[len] == ',');
	}
	*out = kinds;
	return 0;
}

const char *kind_word(enum kind_code code)
{
	return _(codes[code].word);
}

const char *kind_reason(const char *rule)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (strcmp(rules[i].rule, rule) == 0)
			return _(rules[i].reason);
	return "";
}

cJSON *kind_json(const struct kind *k)
{
	cJSON *o = json_object();

	json_set(o, "kind", kind_name(k->code));
	json_set(o, "rule", k->rule);
	json_set(o, "reason", kind_reason(k->rule));
	json_set_bool(o, "noise", kind_is_noise(k->code));
	json_set(o, "was", k->was.p);
	json_set(o, "now", k->now.p);
	return o;
}
