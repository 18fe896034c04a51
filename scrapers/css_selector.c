/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A recursive-descent parser. A selector is valid up to its end: what is
 * open there counts as closed (CSS Syntax Level 3).
 */
#include "scrapers/css_selector.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/css_attribute.h"
#include "scrapers/css_token.h"

struct css_block {
	struct css_block *next;
	max_align_t data[];
};

void *css_selector_new(struct css_selector *s, size_t size)
{
	struct css_block *b = mem_new(1, sizeof(*b) + size);

	b->next = s->blocks;
	s->blocks = b;
	return b->data;
}

char *css_selector_text(struct css_selector *s, const char *text, size_t len)
{
	char *copy = css_selector_new(s, len + 1);

	if (len > 0)
		memcpy(copy, text, len);
	return copy;
}

void css_selector_release(struct css_selector *s)
{
	while (s->blocks != NULL) {
		struct css_block *next = s->blocks->next;

		free(s->blocks);
		s->blocks = next;
	}
	*s = (struct css_selector){ 0 };
}

static int list(
	const struct css_chain **out, struct css_reader *c, bool relative);

/* Tests of one compound, in their order. */
struct tests {
	const struct css_test **end;
};

static struct css_test *add(
	struct tests *t, struct css_reader *c, enum css_kind kind)
{
	struct css_test *made = css_selector_new(c->into, sizeof(*made));

	made->kind = kind;
	*t->end = made;
	t->end = &made->next;
	return made;
}

/* ---- pseudo-classes --------------------------------------------------- */

/* a*n + b */
struct nth {
	long a, b;
};

/* "odd", "even", "3", "2n", "-n+2", "2n - 1". */
static int parse_nth(struct css_reader *c, struct nth *out)
{
	long sign, v = 1;
	bool counted;

	css_token_skip_space(c);
	*out = (struct nth){ 2, 1 };
	if (css_token_take_word(c, "odd"))
		return 0;
	out->b = 0;
	if (css_token_take_word(c, "even"))
		return 0;
	sign = css_token_take(c, '-') ? -1 : 1;
	if (sign > 0)
		css_token_take(c, '+');
	counted = css_token_number(c, &v);
	if (css_token_lower(css_token_peek(c, 0)) != 'n') {
		*out = (struct nth){ 0, sign * v };
		return counted ? 0
			       : css_token_expected(c, _("a number like 2n+1"));
	}
	c->at++;
	out->a = sign * v;
	css_token_skip_space(c);
	sign = css_token_take(c, '-') ? -1 : css_token_take(c, '+') ? 1 : 0;
	if (sign == 0)
		return 0;
	css_token_skip_space(c);
	if (!css_token_number(c, &v))
		return css_token_expected(c, _("a number"));
	out->b = sign * v;
	return 0;
}

/* "first-child" is nth-child(1), and so on. */
static const struct {
	const char *name;
	bool from_end, both, of_type;
} fixed_pseudo[] = {
	{ "first-child", false, false, false },
	{ "last-child", true, false, false },
	{ "only-child", false, true, false },
	{ "first-of-type", false, false, true },
	{ "last-of-type", true, false, true },
	{ "only-of-type", false, true, true },
};

static const struct {
	const char *name;
	bool from_end, of_type;
} nth_pseudo[] = {
	{ "nth-child", false, false },
	{ "nth-last-child", true, false },
	{ "nth-of-type", false, true },
	{ "nth-last-of-type", true, true },
};

static const struct {
	const char *name;
	enum css_kind kind;
} list_pseudo[] = {
	{ "not", CSS_NOT },
	{ "is", CSS_IS },
	{ "where", CSS_IS },
	{ "has", CSS_HAS },
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static void add_nth(struct tests *t, struct css_reader *c, struct nth n,
	bool from_end, bool of_type)
{
	struct css_test *test = add(t, c, CSS_NTH);

	test->step = n.a;
	test->offset = n.b;
	test->from_end = from_end;
	test->of_type = of_type;
}

static int close_argument(struct css_reader *c)
{
	css_token_skip_space(c);
	if (c->at < c->end && !css_token_take(c, ')'))
		return css_token_expected(c, "')'");
	return 0;
}

/* The selectors of :not(), :is(), :where() and :has(), behind "(". */
static int selector_argument(
	struct tests *t, struct css_reader *c, enum css_kind kind)
{
	struct css_test *test = add(t, c, kind);
	int rc;

	if (++c->depth > CSS_DEPTH)
		return css_token_unsupported(
			c, _("deeper nesting of parentheses"));
	rc = list(&test->list, c, kind == CSS_HAS);
	c->depth--;
	return rc != 0 ? rc : close_argument(c);
}

static int function_pseudo(
	struct tests *t, struct css_reader *c, const struct str *which)
{
	struct nth n;
	int rc;

	for (size_t i = 0; i < COUNT(nth_pseudo); i++) {
		if (!str_is(which, nth_pseudo[i].name))
			continue;
		rc = parse_nth(c, &n);
		add_nth(t, c, n, nth_pseudo[i].from_end, nth_pseudo[i].of_type);
		css_token_skip_space(c);
		if (rc == 0 && css_token_take_word(c, "of"))
			return css_token_unsupported(c, "of");
		return rc != 0 ? rc : close_argument(c);
	}
	for (size_t i = 0; i < COUNT(list_pseudo); i++)
		if (str_is(which, list_pseudo[i].name))
			return selector_argument(t, c, list_pseudo[i].kind);
	return css_token_unsupported(c, which->p);
}

static int simple_pseudo(
	struct tests *t, struct css_reader *c, const struct str *which)
{
	const struct nth first = { 0, 1 };

	if (str_is(which, "root") || str_is(which, "empty")) {
		add(t, c, str_is(which, "root") ? CSS_ROOT : CSS_EMPTY);
		return 0;
	}
	for (size_t i = 0; i < COUNT(fixed_pseudo); i++) {
		if (!str_is(which, fixed_pseudo[i].name))
			continue;
		add_nth(t, c, first, fixed_pseudo[i].from_end,
			fixed_pseudo[i].of_type);
		if (fixed_pseudo[i].both)
			add_nth(t, c, first, true, fixed_pseudo[i].of_type);
		return 0;
	}
	return css_token_unsupported(c, which->p);
}

/* At ":". */
static int pseudo(struct tests *t, struct css_reader *c)
{
	struct str which = { 0 };
	int rc;

	c->at++;
	if (css_token_peek(c, 0) == ':')
		return css_token_unsupported(c, _("a pseudo-element"));
	rc = css_token_ident(c, &which, _("the name of a pseudo-class"));
	if (rc == 0) {
		css_token_lower_case(&which);
		rc = css_token_take(c, '(') ? function_pseudo(t, c, &which)
					    : simple_pseudo(t, c, &which);
	}
	str_release(&which);
	return rc;
}

/* ---- selectors -------------------------------------------------------- */

static int type(struct tests *t, struct css_reader *c)
{
	struct str what = { 0 };
	int rc;

	if (css_token_take(c, '*')) {
		add(t, c, CSS_ANY);
		return 0;
	}
	rc = css_token_ident(c, &what, _("a selector"));
	if (rc == 0) {
		css_token_lower_case(&what);
		add(t, c, CSS_TYPE)->name =
			css_selector_text(c->into, what.p, what.len);
	}
	str_release(&what);
	return rc;
}

static bool starts_simple(const struct css_reader *c)
{
	return c->at < c->end && strchr(".#[:", *c->at) != NULL;
}

static int simple(struct tests *t, struct css_reader *c)
{
	switch (*c->at) {
	case '.':
		return css_attribute_named(add(t, c, CSS_CLASS), c);
	case '#':
		return css_attribute_named(add(t, c, CSS_ID), c);
	case '[':
		c->at++;
		return css_attribute_read(add(t, c, CSS_ATTRIBUTE), c);
	default:
		return pseudo(t, c);
	}
}

/* type? simple* */
static int compound(struct css_compound *out, struct css_reader *c)
{
	struct tests t = { &out->tests };
	int rc = starts_simple(c) ? simple(&t, c) : type(&t, c);

	while (rc == 0 && starts_simple(c))
		rc = simple(&t, c);
	if (rc == 0 && css_token_peek(c, 0) == '|')
		rc = css_token_unsupported(c, _("a namespace"));
	return rc;
}

/* The combinator before the next compound; 0 when the selector ends. */
static char combinator(struct css_reader *c)
{
	bool space = css_token_skip_space(c);
	char ch = css_token_peek(c, 0);

	if (c->at == c->end || ch == ',' || ch == ')')
		return 0;
	if (ch == '>' || ch == '+' || ch == '~') {
		c->at++;
		css_token_skip_space(c);
		return ch;
	}
	return space ? ' ' : '?';
}

static int read_chain(struct css_chain *chain, struct css_reader *c, char first)
{
	struct css_compound *last = NULL, *next;
	size_t n = 0;
	int rc;

	for (char before = first; before != 0; before = combinator(c)) {
		if (before == '?')
			return css_token_expected(
				c, _("a combinator, ',' or the end"));
		if (++n > CSS_CHAIN)
			return css_token_unsupported(c, _("a longer selector"));
		next = css_selector_new(c->into, sizeof(*next));
		next->before = before;
		next->left = last;
		if (last != NULL)
			last->right = next;
		else
			chain->first = next;
		chain->last = last = next;
		rc = compound(next, c);
		if (rc != 0)
			return rc;
	}
	return 0;
}

static int complex(struct css_chain *chain, struct css_reader *c, bool relative)
{
	char first = ' ';

	css_token_skip_space(c);
	if (relative && c->at < c->end && strchr(">+~", *c->at) != NULL)
		first = combinator(c);
	return read_chain(chain, c, first);
}

/* complex ("," complex)* */
static int list(
	const struct css_chain **out, struct css_reader *c, bool relative)
{
	int rc;

	do {
		struct css_chain *chain =
			css_selector_new(c->into, sizeof(*chain));

		*out = chain;
		out = &chain->next;
		rc = complex(chain, c, relative);
	} while (rc == 0 && css_token_take(c, ','));
	return rc;
}

int css_selector_read(struct css_selector *out, const char *text, bool quirks)
{
	size_t len = strlen(text);
	struct css_selector s = { 0 };
	struct css_reader c = { text, text, text + len, quirks, 0, &s };
	int rc;

	if (len > CSS_LENGTH)
		return err_set(ERR_LIMIT,
			_("a selector is longer than %d bytes"), CSS_LENGTH);
	if (!utf8_valid(text, len, NULL))
		return err_set(ERR_INVALID, _("a selector is not UTF-8"));
	rc = list(&s.list, &c, false);
	if (rc == 0 && c.at < c.end)
		rc = css_token_expected(&c, _("a combinator, ',' or the end"));
	if (rc == 0)
		*out = s;
	else
		css_selector_release(&s);
	return rc;
}
