/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A recursive-descent parser that writes as it reads. A complex selector
 * `a > b c` is about its last compound, so it becomes conditions from right
 * to left: "self::c and ancestor::*[self::b and parent::*[self::a]]"; one
 * pass over all elements then answers it, each match once and in document
 * order. Inside :has() the direction is the other one.
 */
#include "scrapers/css.h"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/css_attribute.h"
#include "scrapers/css_token.h"

/* Compounds in one complex selector. */
enum { CHAIN = 64 };

static int list(struct css_reader *c, struct str *out, bool relative);

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

static void nth_test(struct str *out, const char *index, struct nth n)
{
	if (n.a == 0)
		str_printf(out, "%s=%ld", index, n.b);
	else if (n.a > 0)
		str_printf(out, "(%s>=%ld and (%s - %ld) mod %ld=0)", index,
			n.b, index, n.b, n.a);
	else
		str_printf(out, "(%s<=%ld and (%ld - %s) mod %ld=0)", index,
			n.b, n.b, index, -n.a);
}

/* Pseudo-classes without an argument. */
static const struct {
	const char *name, *xpath;
} simple_pseudo[] = {
	{ "root", "not(parent::*)" },
	{ "empty", "not(node())" },
	{ "first-child", "index()=1" },
	{ "last-child", "last-index()=1" },
	{ "only-child", "(index()=1 and last-index()=1)" },
	{ "first-of-type", "type-index()=1" },
	{ "last-of-type", "last-type-index()=1" },
	{ "only-of-type", "(type-index()=1 and last-type-index()=1)" },
};

static const struct {
	const char *name, *index;
} nth_pseudo[] = {
	{ "nth-child", "index()" },
	{ "nth-last-child", "last-index()" },
	{ "nth-of-type", "type-index()" },
	{ "nth-last-of-type", "last-type-index()" },
};

static int close_argument(struct css_reader *c)
{
	css_token_skip_space(c);
	if (c->at < c->end && !css_token_take(c, ')'))
		return css_token_expected(c, "')'");
	return 0;
}

/* The selectors of :not(), :is(), :where() and :has(), behind "(". */
static int selector_argument(
	struct css_reader *c, struct str *out, const struct str *which)
{
	int rc;

	if (++c->depth > CSS_DEPTH)
		return css_token_unsupported(
			c, _("deeper nesting of parentheses"));
	str_puts(out, str_is(which, "not") ? "not(" : "(");
	rc = list(c, out, str_is(which, "has"));
	str_puts(out, ")");
	c->depth--;
	return rc != 0 ? rc : close_argument(c);
}

static int function_pseudo(
	struct css_reader *c, struct str *out, const struct str *which)
{
	struct nth n;
	int rc;

	for (size_t i = 0; i < sizeof(nth_pseudo) / sizeof(*nth_pseudo); i++) {
		if (!str_is(which, nth_pseudo[i].name))
			continue;
		rc = parse_nth(c, &n);
		nth_test(out, nth_pseudo[i].index, n);
		css_token_skip_space(c);
		if (rc == 0 && css_token_take_word(c, "of"))
			return css_token_unsupported(c, "of");
		return rc != 0 ? rc : close_argument(c);
	}
	if (str_is(which, "not") || str_is(which, "is") ||
		str_is(which, "where") || str_is(which, "has"))
		return selector_argument(c, out, which);
	return css_token_unsupported(c, which->p);
}

/* At ":". */
static int pseudo(struct css_reader *c, struct str *out)
{
	const size_t known = sizeof(simple_pseudo) / sizeof(*simple_pseudo);
	struct str which = { 0 };
	int rc;

	c->at++;
	if (css_token_peek(c, 0) == ':')
		return css_token_unsupported(c, _("a pseudo-element"));
	rc = css_token_ident(c, &which, _("the name of a pseudo-class"));
	if (rc != 0)
		goto done;
	css_token_lower_case(&which);
	if (css_token_take(c, '(')) {
		rc = function_pseudo(c, out, &which);
		goto done;
	}
	rc = -1;
	for (size_t i = 0; i < known && rc != 0; i++)
		if (str_is(&which, simple_pseudo[i].name))
			rc = str_puts(out, simple_pseudo[i].xpath);
	if (rc != 0)
		rc = css_token_unsupported(c, which.p);
done:
	str_release(&which);
	return rc;
}

/* ---- selectors -------------------------------------------------------- */

static int type(struct css_reader *c, struct str *out)
{
	struct str what = { 0 };
	int rc;

	if (css_token_take(c, '*'))
		return str_puts(out, "true()");
	rc = css_token_ident(c, &what, _("a selector"));
	if (rc == 0) {
		css_token_lower_case(&what);
		rc = css_attribute_name_test(out, "self::", &what);
	}
	str_release(&what);
	return rc;
}

static bool starts_simple(const struct css_reader *c)
{
	return c->at < c->end && strchr(".#[:", *c->at) != NULL;
}

static int simple(struct css_reader *c, struct str *out)
{
	switch (*c->at) {
	case '.':
	case '#':
		return css_attribute_class_or_id(c, out);
	case '[':
		c->at++;
		return css_attribute_read(c, out);
	default:
		return pseudo(c, out);
	}
}

/* type? simple*, joined by "and". */
static int compound(struct css_reader *c, struct str *out)
{
	int rc = 0;

	if (!starts_simple(c))
		rc = type(c, out);
	else
		rc = simple(c, out);
	while (rc == 0 && starts_simple(c)) {
		str_puts(out, " and ");
		rc = simple(c, out);
	}
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

/* Where the element left of a combinator stands, seen from the right. */
static const char *axis_left(char combinator)
{
	switch (combinator) {
	case '>':
		return "parent::*[";
	case '+':
		return "preceding-sibling::*[1][";
	case '~':
		return "preceding-sibling::*[";
	default:
		return "ancestor::*[";
	}
}

static const char *axis_right(char combinator)
{
	switch (combinator) {
	case '>':
		return "child::*[";
	case '+':
		return "following-sibling::*[1][";
	case '~':
		return "following-sibling::*[";
	default:
		return "descendant::*[";
	}
}

struct chain {
	struct str compounds[CHAIN];
	char before[CHAIN]; /* the combinator in front of each */
	size_t n;
};

static int read_chain(struct css_reader *c, struct chain *chain, char first)
{
	char next = first;
	int rc;

	do {
		if (next == '?')
			return css_token_expected(
				c, _("a combinator, ',' or the end"));
		if (chain->n == CHAIN)
			return css_token_unsupported(c, _("a longer selector"));
		chain->before[chain->n] = next;
		rc = compound(c, &chain->compounds[chain->n++]);
		if (rc != 0)
			return rc;
		next = combinator(c);
	} while (next != 0);
	return 0;
}

static void write_leftwards(struct str *out, const struct chain *chain)
{
	for (size_t i = chain->n; i-- > 0;) {
		str_puts(out, chain->compounds[i].p);
		if (i > 0)
			str_printf(out, " and %s", axis_left(chain->before[i]));
	}
	for (size_t i = 1; i < chain->n; i++)
		str_puts(out, "]");
}

static void write_rightwards(struct str *out, const struct chain *chain)
{
	for (size_t i = 0; i < chain->n; i++)
		str_printf(out, "%s%s%s", i > 0 ? " and " : "",
			axis_right(chain->before[i]), chain->compounds[i].p);
	for (size_t i = 0; i < chain->n; i++)
		str_puts(out, "]");
}

static int complex(struct css_reader *c, struct str *out, bool relative)
{
	struct chain chain = { .n = 0 };
	char first = ' ';
	int rc;

	css_token_skip_space(c);
	if (relative && c->at < c->end && strchr(">+~", *c->at) != NULL)
		first = combinator(c);
	rc = read_chain(c, &chain, first);
	if (rc == 0 && relative)
		write_rightwards(out, &chain);
	else if (rc == 0)
		write_leftwards(out, &chain);
	for (size_t i = 0; i < chain.n; i++)
		str_release(&chain.compounds[i]);
	return rc;
}

/* complex ("," complex)*, joined by "or". */
static int list(struct css_reader *c, struct str *out, bool relative)
{
	int rc;

	str_puts(out, "(");
	rc = complex(c, out, relative);
	while (rc == 0 && css_token_take(c, ',')) {
		str_puts(out, ") or (");
		rc = complex(c, out, relative);
	}
	str_puts(out, ")");
	return rc;
}

/* XPath is read as XML's characters: no control but tab and line ends, not
 * U+FFFE and U+FFFF. */
static bool is_xml(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)p[i] < 0x20 &&
			(!css_token_is_space(p[i]) || p[i] == '\f'))
			return false;
		if (len - i >= 3 && memcmp(p + i, "\xEF\xBF", 2) == 0 &&
			(unsigned char)p[i + 2] >= 0xBE)
			return false;
	}
	return true;
}

int css_condition(struct str *out, const char *selector, bool quirks)
{
	size_t len = strlen(selector);
	struct css_reader c = { selector, selector, selector + len, quirks, 0 };
	int rc;

	if (len > CSS_LENGTH)
		return err_set(ERR_LIMIT,
			_("a selector is longer than %d bytes"), CSS_LENGTH);
	if (!utf8_valid(selector, len, NULL))
		return err_set(ERR_INVALID, _("a selector is not UTF-8"));
	rc = list(&c, out, false);
	if (rc == 0 && c.at < c.end)
		rc = css_token_expected(&c, _("a combinator, ',' or the end"));
	if (rc == 0)
		rc = str_check(out, _("the selector's XPath"));
	if (rc == 0 && !is_xml(out->p, out->len))
		rc = err_set(ERR_INVALID,
			_("selector '%s' holds a control character"), selector);
	return rc;
}

/* ---- running ---------------------------------------------------------- */

static size_t count_siblings(const xmlNode *n, bool backwards, bool same_type)
{
	size_t count = 0;

	for (const xmlNode *s = n; s != NULL; s = backwards ? s->prev : s->next)
		if (s->type == XML_ELEMENT_NODE &&
			(!same_type || xmlStrEqual(s->name, n->name)))
			count++;
	return count;
}

static void push_index(
	xmlXPathParserContext *ctxt, int n_args, bool backwards, bool same_type)
{
	if (n_args != 0)
		XP_ERROR(XPATH_INVALID_ARITY);
	valuePush(ctxt, xmlXPathNewFloat((double)count_siblings(
				ctxt->context->node, backwards, same_type)));
}

static void index_of(xmlXPathParserContext *p, int n_args)
{
	push_index(p, n_args, true, false);
}

static void last_index_of(xmlXPathParserContext *p, int n_args)
{
	push_index(p, n_args, false, false);
}

static void type_index_of(xmlXPathParserContext *p, int n_args)
{
	push_index(p, n_args, true, true);
}

static void last_type_index_of(xmlXPathParserContext *p, int n_args)
{
	push_index(p, n_args, false, true);
}

/* libxml2 would print to standard error. */
static void no_message(void *ctx, xmlError *error)
{
	(void)ctx;
	(void)error;
}

static void take_nodes(struct css_matches *out, const xmlNodeSet *set)
{
	out->n = 0;
	if (set == NULL)
		return;
	out->v = mem_grow(
		out->v, &out->cap, (size_t)set->nodeNr + 1, sizeof(*out->v));
	for (int i = 0; i < set->nodeNr; i++)
		out->v[out->n++] = set->nodeTab[i];
}

static int run(struct css_matches *out, xmlDoc *doc, const struct str *xpath,
	const char *selector)
{
	xmlXPathContext *context = xmlXPathNewContext(doc);
	xmlXPathObject *found;

	if (context == NULL)
		mem_none();
	context->error = no_message;
	xmlXPathRegisterFunc(context, BAD_CAST "index", index_of);
	xmlXPathRegisterFunc(context, BAD_CAST "last-index", last_index_of);
	xmlXPathRegisterFunc(context, BAD_CAST "type-index", type_index_of);
	xmlXPathRegisterFunc(
		context, BAD_CAST "last-type-index", last_type_index_of);
	found = xmlXPathEvalExpression(BAD_CAST xpath->p, context);
	if (found != NULL)
		take_nodes(out, found->nodesetval);
	xmlXPathFreeObject(found);
	xmlXPathFreeContext(context);
	if (found == NULL)
		return err_set(ERR_LIMIT,
			_("selector '%s' cannot be evaluated on this page"),
			selector);
	return 0;
}

int css_select(
	struct css_matches *out, xmlDoc *doc, const char *selector, bool quirks)
{
	struct str xpath = { 0 };
	int rc;

	str_puts(&xpath, "/descendant::*[");
	rc = css_condition(&xpath, selector, quirks);
	str_puts(&xpath, "]");
	if (rc == 0)
		rc = run(out, doc, &xpath, selector);
	str_release(&xpath);
	return rc;
}

void css_matches_release(struct css_matches *m)
{
	free(m->v);
	*m = (struct css_matches){ 0 };
}
