/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Values are compared as Selectors Level 4, section 6 says; a value that is
 * empty or holds a space is in no list of words, an empty one in no text.
 */
#include "scrapers/css_attribute.h"

#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "scrapers/html.h"

/* ---- reading ---------------------------------------------------------- */

/* Attributes whose values the HTML standard compares in any case. */
static const char *const any_case[] = { "accept", "accept-charset", "align",
	"alink", "axis", "bgcolor", "charset", "checked", "clear", "codetype",
	"color", "compact", "declare", "defer", "dir", "direction", "disabled",
	"enctype", "face", "frame", "hreflang", "http-equiv", "lang",
	"language", "link", "media", "method", "multiple", "nohref", "noresize",
	"noshade", "nowrap", "readonly", "rel", "rev", "rules", "scope",
	"scrolling", "selected", "shape", "target", "text", "type", "valign",
	"valuetype", "vlink", NULL };

static bool compares_any_case(const struct str *attribute)
{
	for (size_t i = 0; any_case[i] != NULL; i++)
		if (str_is(attribute, any_case[i]))
			return true;
	return false;
}

static int attribute_value(struct css_reader *c, struct str *value)
{
	css_token_skip_space(c);
	if (css_token_peek(c, 0) == '"' || css_token_peek(c, 0) == '\'')
		return css_token_string(c, value);
	return css_token_ident(c, value, _("a value: a name or a quoted text"));
}

/* " i" or " s" before the closing bracket. */
static void case_flag(struct css_reader *c, bool *fold)
{
	css_token_skip_space(c);
	if (css_token_lower(css_token_peek(c, 0)) == 'i')
		*fold = true;
	else if (css_token_lower(css_token_peek(c, 0)) == 's')
		*fold = false;
	else
		return;
	c->at++;
	css_token_skip_space(c);
}

/* "=", or one of ~ | ^ $ * with "=" behind it. */
static int operator(struct css_test *out, struct css_reader *c)
{
	char op = css_token_peek(c, 0);

	if (op != '=' && (op == '\0' || strchr("~|^$*", op) == NULL ||
				 css_token_peek(c, 1) != '='))
		return css_token_expected(
			c, _("']' or one of = ~= |= ^= $= *="));
	c->at += op == '=' ? 1 : 2;
	out->operator= op;
	return 0;
}

/* The comparison, if there is one. */
static int comparison(struct css_test *out, struct css_reader *c)
{
	struct str value = { 0 };
	int rc;

	if (css_token_peek(c, 0) == '|' && css_token_peek(c, 1) != '=')
		return css_token_unsupported(c, _("a namespace"));
	if (css_token_peek(c, 0) == ']' || c->at == c->end)
		return 0;
	rc = operator(out, c);
	if (rc == 0)
		rc = attribute_value(c, &value);
	if (rc == 0) {
		case_flag(c, &out->fold);
		if (out->fold)
			css_token_lower_case(&value);
		out->value = css_selector_text(c->into, value.p, value.len);
		out->len = value.len;
	}
	str_release(&value);
	return rc;
}

int css_attribute_read(struct css_test *out, struct css_reader *c)
{
	struct str what = { 0 };
	int rc;

	css_token_skip_space(c);
	rc = css_token_ident(c, &what, _("the name of an attribute"));
	if (rc != 0)
		goto done;
	css_token_lower_case(&what);
	out->name = css_selector_text(c->into, what.p, what.len);
	out->fold = compares_any_case(&what);
	css_token_skip_space(c);
	rc = comparison(out, c);
	css_token_skip_space(c);
	if (rc == 0 && c->at < c->end && !css_token_take(c, ']'))
		rc = css_token_expected(c, "']'");
done:
	str_release(&what);
	return rc;
}

int css_attribute_named(struct css_test *out, struct css_reader *c)
{
	bool class = *c->at++ == '.';
	struct str value = { 0 };
	int rc = css_token_ident(c, &value,
		class ? _("the name of a class") : _("the name of an id"));

	if (rc == 0) {
		out->name = class ? "class" : "id";
		out->operator= class ? '~' : '=';
		out->fold = c->quirks;
		if (out->fold)
			css_token_lower_case(&value);
		out->value = css_selector_text(c->into, value.p, value.len);
		out->len = value.len;
	}
	str_release(&value);
	return rc;
}

/* ---- matching --------------------------------------------------------- */

/* The len bytes at text are the value; there may be more behind them. */
static bool equals(const struct css_test *t, const char *text)
{
	if (!t->fold)
		return memcmp(text, t->value, t->len) == 0;
	for (size_t i = 0; i < t->len; i++)
		if (css_token_lower(text[i]) != t->value[i])
			return false;
	return true;
}

static bool has_word(const struct css_test *t, const char *text)
{
	static const char spaces[] = " \t\n\r\f";

	if (t->len == 0 || strpbrk(t->value, spaces) != NULL)
		return false;
	while (*(text += strspn(text, spaces)) != '\0') {
		size_t n = strcspn(text, spaces);

		if (n == t->len && equals(t, text))
			return true;
		text += n;
	}
	return false;
}

static bool contains(const struct css_test *t, const char *text, size_t len)
{
	if (!t->fold)
		return memmem(text, len, t->value, t->len) != NULL;
	for (; len >= t->len; text++, len--)
		if (equals(t, text))
			return true;
	return false;
}

static bool compare(const struct css_test *t, const char *text)
{
	size_t len = strlen(text);

	switch (t->operator) {
	case '=':
		return len == t->len && equals(t, text);
	case '~':
		return has_word(t, text);
	case '|':
		return len >= t->len && equals(t, text) &&
		       (text[t->len] == '\0' || text[t->len] == '-');
	case '^':
		return t->len > 0 && len >= t->len && equals(t, text);
	case '$':
		return t->len > 0 && len >= t->len &&
		       equals(t, text + len - t->len);
	default:
		return t->len > 0 && contains(t, text, len);
	}
}

bool css_attribute_matches(const struct css_test *t, const xmlNode *n)
{
	const char *text = html_attribute(n, t->name);

	if (text == NULL)
		return false;
	return t->operator== 0 || compare(t, text);
}
