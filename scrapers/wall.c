/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * 1. Facts: the page's text and title, the Markdown's text, how much of the
 *    previous version it has. What is judged is the Markdown, or the page's
 *    text when the selectors found nothing.
 * 2. Each place (headers, address, title, text, markup) is searched once for
 *    all its patterns; tests are called.
 * 3. Weights add up by kind; a rule of 100 decides, else signs of a document
 *    are subtracted. Of the kinds that reach the threshold the one that says
 *    most about the cause is taken (see order).
 */
#include "scrapers/wall.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/wall_match.h"
#include "scrapers/wall_rules.h"

enum {
	DECIDES = 100,	   /* weight or score that needs no more */
	QUOTE_BEFORE = 40, /* bytes shown around what was found */
	QUOTE_BEHIND = 80,
};

/* Whether and where a rule was found. */
struct finding {
	bool hit;
	size_t offset, len;
};

/* Everything of one judgement. */
struct court {
	const struct wall_input *in;
	struct wall_text page, markdown;
	struct wall_facts facts;
	size_t n;		  /* rules */
	struct finding *findings; /* owned: one a rule */
	/* the place being searched; folded is NULL where it is not */
	const struct wall_folded *folded;
	const char *searched;
	size_t searched_len;
};

static const enum wall_kind order[] = { WALL_BOT, WALL_NOT_FOUND, WALL_LOGIN,
	WALL_CONSENT, WALL_SCRIPTS, WALL_ERROR, WALL_COLLAPSE };

static const struct {
	const char *name, *cause, *remedy;
} kinds[WALL_KINDS] = {
	[WALL_NONE] = { "none", "", "" },
	[WALL_ERROR] = { "error",
		N_("the server answered with an error or maintenance page"),
		N_("nothing needs to be done if it passes; if it stays, look "
		   "whether the address is still right") },
	[WALL_BOT] = { "bot-check",
		N_("the server asked for proof of a human visitor instead of "
		   "sending the document"),
		N_("let a later run try again, less often or from another "
		   "network, or have the page opened in a browser "
		   "(\"executeClientScripts\": true)") },
	[WALL_CONSENT] = { "consent",
		N_("the page shows only a cookie dialogue that must be "
		   "answered first"),
		N_("look for an address of the document that shows it without "
		   "the dialogue, or remove the dialogue in the declaration") },
	[WALL_LOGIN] = { "login",
		N_("the server shows a page that asks to sign in"),
		N_("look for a public address of the document") },
	[WALL_NOT_FOUND] = { "not-found",
		N_("the server shows a page that says there is no such "
		   "document"),
		N_("look for its new address on the service's site and change "
		   "the declaration") },
	[WALL_SCRIPTS] = { "scripts",
		N_("the page shows nothing without running its scripts"),
		N_("have it opened in a browser (\"executeClientScripts\": "
		   "true; needs chromium)") },
	[WALL_COLLAPSE] = { "collapse",
		N_("most of the text of the last version is gone: the page "
		   "was rebuilt, loads its text later, or shows another one"),
		N_("compare it with the page in a browser; change the "
		   "declaration, or accept the text if the document really "
		   "became that short") },
};

/* The text that rules of that place are matched against, unfolded. */
static const char *place(size_t *len, const struct court *c, enum wall_where w)
{
	const struct str *s = w == WALL_IN_TITLE  ? &c->page.title
			      : w == WALL_IN_TEXT ? &c->facts.text->text
						  : c->in->headers;
	const char *address = c->in->final_url;

	if (w == WALL_IN_MARKUP) {
		*len = c->in->page != NULL ? c->in->page_len : 0;
		return c->in->page;
	}
	if (w == WALL_IN_ADDRESS) {
		*len = address != NULL ? strlen(address) : 0;
		return address;
	}
	*len = s != NULL ? s->len : 0;
	return s != NULL ? s->p : NULL;
}

/* A pattern that the address asked for has as well says nothing. */
static bool was_asked_for(const struct court *c, const struct wall_rule *r)
{
	return c->in->url != NULL && strcasestr(c->in->url, r->pattern) != NULL;
}

static bool in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Whether words part at that offset: also "AcceptReject", as buttons without
 * space between them come out. */
static bool parts_words(const char *text, size_t len, size_t at)
{
	char before = at > 0 ? text[at - 1] : ' ';
	char behind = at < len ? text[at] : ' ';

	return !in_word(before) || !in_word(behind) ||
	       (before >= 'a' && before <= 'z' && behind >= 'A' &&
		       behind <= 'Z');
}

/* What stands in quotation marks is talked about, not said. */
static bool is_quoted(const struct str *folded, size_t offset)
{
	if (offset > 0 && folded->p[offset - 1] == ' ')
		offset--;
	return offset > 0 && folded->p[offset - 1] == '"';
}

/* Turns a place in the folded text into one in the text; false when what is
 * there is no whole words or is quoted. */
static bool unfold(const struct court *c, size_t *offset, size_t *len)
{
	const struct wall_folded *f = c->folded;
	size_t from = f->at[*offset], to = f->at[*offset + *len];

	if (is_quoted(&f->text, *offset) ||
		!parts_words(c->searched, c->searched_len, from) ||
		!parts_words(c->searched, c->searched_len, to))
		return false;
	*offset = from;
	*len = to - from;
	return true;
}

static void note(int id, size_t offset, size_t len, void *ctx)
{
	struct court *c = ctx;
	struct finding *f = &c->findings[id];

	if (f->hit || (wall_rules[id].where == WALL_IN_ADDRESS &&
			      was_asked_for(c, &wall_rules[id])))
		return;
	if (c->folded != NULL && !unfold(c, &offset, &len))
		return;
	*f = (struct finding){ true, offset, len };
}

/* Whether the text is short enough for the rule. */
static bool applies(const struct court *c, const struct wall_rule *r)
{
	return r->words == 0 || c->facts.text->words <= r->words;
}

static void search(struct court *c, enum wall_where where)
{
	struct wall_match m;
	struct wall_folded folded = { 0 };
	bool fold = where == WALL_IN_TITLE || where == WALL_IN_TEXT;
	size_t len;
	const char *text = place(&len, c, where);

	wall_match_init(&m);
	for (size_t i = 0; i < c->n; i++)
		if (wall_rules[i].where == where && applies(c, &wall_rules[i]))
			wall_match_add(&m, (int)i, wall_rules[i].pattern);
	if (m.n == 0 || len == 0)
		return;
	c->searched = text;
	c->searched_len = len;
	if (fold) {
		wall_fold(&folded, text, len);
		c->folded = &folded;
		text = folded.text.p;
		len = folded.text.len;
	}
	wall_match_each(&m, text, len, note, c);
	c->folded = NULL;
	wall_folded_release(&folded);
}

static void test_all(struct court *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (wall_rules[i].where == WALL_BY_TEST &&
			applies(c, &wall_rules[i]))
			c->findings[i].hit = wall_rules[i].test(&c->facts);
}

/* For a text that is longer than any rule is bound to, page and previous
 * version do not matter and are not read. */
static void gather(struct court *c)
{
	const struct wall_input *in = c->in;
	struct wall_text before = { 0 };
	bool bounded;

	if (in->text != NULL)
		wall_text_markdown(&c->markdown, in->text, in->text_len);
	bounded = in->text == NULL || c->markdown.words <= WALL_WORDS_MAX;
	if (in->page != NULL && bounded)
		wall_text_html(&c->page, in->page, in->page_len);
	c->facts.in = in;
	c->facts.page = &c->page;
	c->facts.text = in->text != NULL ? &c->markdown : &c->page;
	if (in->text != NULL && in->previous != NULL && bounded) {
		wall_text_markdown(&before, in->previous, in->previous_len);
		c->facts.before = before.words;
		wall_overlap(&c->facts.overlap, in->previous, in->previous_len,
			in->text, in->text_len);
	}
	wall_text_release(&before);
	while (wall_rules[c->n].id != NULL)
		c->n++;
	c->findings = mem_new(c->n, sizeof(*c->findings));
}

static int clamped(int score)
{
	return score < 0 ? 0 : score > DECIDES ? DECIDES : score;
}

static void weigh(struct wall *out, const struct court *c)
{
	bool decided[WALL_KINDS] = { false };
	int sums[WALL_KINDS] = { 0 };

	for (size_t i = 0; i < c->n; i++) {
		const struct wall_rule *r = &wall_rules[i];

		if (!c->findings[i].hit)
			continue;
		sums[r->kind] += r->weight;
		decided[r->kind] |= r->weight >= DECIDES;
	}
	for (size_t k = WALL_NONE + 1; k < WALL_KINDS; k++)
		out->scores[k] =
			decided[k]
				? DECIDES
				: clamped(clamped(sums[k]) + sums[WALL_NONE]);
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		int score = out->scores[order[i]];

		if (score >= WALL_THRESHOLD) {
			out->kind = order[i];
			out->score = score;
			break;
		}
	}
}

/* Shortens to WALL_QUOTE_MAX bytes at a character's beginning. */
static void cut_quote(struct str *s)
{
	size_t len = s->len < WALL_QUOTE_MAX ? s->len : WALL_QUOTE_MAX;

	while (len < s->len && len > 0 &&
		((unsigned char)s->p[len] & 0xC0) == 0x80)
		len--;
	str_cut(s, len);
}

/* Moves an offset back to the beginning of a character. */
static size_t character_start(const char *text, size_t at)
{
	for (int i = 0; i < 3 && at > 0; i++)
		if (((unsigned char)text[at] & 0xC0) == 0x80)
			at--;
	return at;
}

/* What was found, with some text around it. */
static void quote_finding(
	struct str *out, const char *text, size_t len, const struct finding *f)
{
	size_t from = f->offset > QUOTE_BEFORE ? f->offset - QUOTE_BEFORE : 0;
	size_t to = len - f->offset > f->len + QUOTE_BEHIND
			    ? f->offset + f->len + QUOTE_BEHIND
			    : len;

	from = character_start(text, from);
	if (to < len)
		to = character_start(text, to);
	utf8_printable(out, text + from, to - from, false);
}

/* The fact behind a test. */
static void quote_fact(
	struct str *out, const struct court *c, const struct wall_rule *r)
{
	const struct wall_facts *f = &c->facts;
	const struct str *text = &f->text->text;

	if (r->kind == WALL_COLLAPSE)
		str_printf(out,
			"%zu words, %zu before; %zu of %zu sentences kept",
			f->text->words, f->before, f->overlap.kept,
			f->overlap.before);
	else if (c->in->status >= 400)
		str_printf(out, "status %d", c->in->status);
	else if (r->kind == WALL_NOT_FOUND && c->in->final_url != NULL)
		utf8_printable(
			out, c->in->final_url, strlen(c->in->final_url), false);
	else
		utf8_printable(out, text->p,
			text->len < WALL_QUOTE_MAX
				? text->len
				: character_start(text->p, WALL_QUOTE_MAX),
			false);
}

static void add_reason(struct str *out, const struct court *c, size_t i)
{
	const struct wall_rule *r = &wall_rules[i];
	struct str quote = { 0 };
	size_t len;
	const char *text;

	str_puts(&quote, "");
	if (r->where == WALL_BY_TEST) {
		quote_fact(&quote, c, r);
	} else {
		text = place(&len, c, r->where);
		quote_finding(&quote, text, len, &c->findings[i]);
	}
	cut_quote(&quote);
	str_printf(out, "%s{\"rule\":\"%s\",\"weight\":%d,\"quote\":",
		out->len > 1 ? "," : "", r->id, r->weight);
	json_quote(out, quote.p, quote.len);
	str_putc(out, '}');
	str_release(&quote);
}

static void give_reasons(struct wall *out, const struct court *c)
{
	str_putc(&out->reasons, '[');
	for (size_t i = 0; i < c->n && out->kind != WALL_NONE; i++)
		if (c->findings[i].hit && (wall_rules[i].kind == out->kind ||
						  wall_rules[i].weight < 0))
			add_reason(&out->reasons, c, i);
	str_putc(&out->reasons, ']');
}

int wall_judge(struct wall *out, const struct wall_input *in)
{
	struct court c = { .in = in };
	struct wall wall = { 0 };

	if (in->page_len > STR_MAX || in->text_len > STR_MAX ||
		in->previous_len > STR_MAX)
		return err_set(ERR_LIMIT,
			_("a page of more than %d bytes is not judged"),
			STR_MAX);
	gather(&c);
	for (int where = WALL_IN_HEADERS; where < WALL_BY_TEST; where++)
		search(&c, (enum wall_where)where);
	test_all(&c);
	weigh(&wall, &c);
	give_reasons(&wall, &c);
	*out = wall;
	free(c.findings);
	wall_text_release(&c.page);
	wall_text_release(&c.markdown);
	return 0;
}

void wall_release(struct wall *w)
{
	if (w == NULL)
		return;
	str_release(&w->reasons);
	*w = (struct wall){ 0 };
}

const char *wall_kind_name(enum wall_kind kind)
{
	return kinds[kind].name;
}

int wall_kind_find(const char *name)
{
	for (int k = 0; k < WALL_KINDS; k++)
		if (strcmp(kinds[k].name, name) == 0)
			return k;
	return -1;
}

const char *wall_cause(enum wall_kind kind)
{
	return kind == WALL_NONE ? "" : _(kinds[kind].cause);
}

const char *wall_remedy(enum wall_kind kind)
{
	return kind == WALL_NONE ? "" : _(kinds[kind].remedy);
}
