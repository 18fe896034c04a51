/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * [href^="/legal" i]
 * -> (@href and starts-with(translate(@href,'ABC…','abc…'),'/legal'))
 */
#include "scrapers/css_attribute.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"

/* ---- XPath ------------------------------------------------------------ */

/* A literal; one with both kinds of quotes is put together by concat(). */
static int literal(struct str *out, const struct str *v)
{
	const char *p = v->p != NULL ? v->p : "", *end = p + v->len;

	if (memchr(p, '\'', v->len) == NULL)
		return str_printf(out, "'%s'", p);
	if (memchr(p, '"', v->len) == NULL)
		return str_printf(out, "\"%s\"", p);
	str_puts(out, "concat(''");
	while (p < end) {
		const char *q = memchr(p, '\'', (size_t)(end - p));
		size_t n = (size_t)((q != NULL ? q : end) - p);

		str_printf(out, ",'%.*s'", (int)n, p);
		if (q != NULL)
			str_puts(out, ",\"'\"");
		p += n + (q != NULL);
	}
	return str_puts(out, ")");
}

/* Whether XPath can take it as a name as it stands. */
static bool is_plain(const struct str *s)
{
	for (size_t i = 0; i < s->len; i++)
		if (!css_token_is_name(s->p[i]) ||
			(unsigned char)s->p[i] >= 0x80)
			return false;
	return s->len > 0 && css_token_is_name_start(s->p[0]);
}

/* "self::p", "@class", or the long form for names XPath cannot write. */
int css_attribute_name_test(
	struct str *out, const char *axis, const struct str *what)
{
	if (is_plain(what))
		return str_printf(out, "%s%s", axis, what->p);
	str_printf(out, "%s*[name()=", axis);
	literal(out, what);
	return str_puts(out, "]");
}

#define UPPER_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER_LETTERS "abcdefghijklmnopqrstuvwxyz"

static void folded(struct str *out, const struct str *subject, bool fold)
{
	if (fold)
		str_printf(out,
			"translate(%s,'" UPPER_LETTERS "','" LOWER_LETTERS "')",
			subject->p);
	else
		str_puts(out, subject->p);
}

static int word_test(
	struct str *out, const struct str *subject, const struct str *word)
{
	struct str padded = { 0 };
	int rc;

	str_printf(&padded, " %s ", word->p);
	str_printf(out, "contains(concat(' ',normalize-space(%s),' '),",
		subject->p);
	rc = literal(out, &padded);
	str_release(&padded);
	return rc != 0 ? rc : str_puts(out, ")");
}

/* ---- attributes ------------------------------------------------------- */

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

static bool has_space(const struct str *s)
{
	for (size_t i = 0; i < s->len; i++)
		if (css_token_is_space(s->p[i]))
			return true;
	return false;
}

/* [subject op value], subject being the XPath of the attribute's value. */
static int compare(
	struct str *out, char op, const struct str *subject, struct str *value)
{
	const char *s = subject->p;
	size_t n = utf8_count(value->p, value->len);

	if (op != '=' && op != '|' && value->len == 0)
		return str_puts(out, "false()");
	switch (op) {
	case '~':
		if (has_space(value))
			return str_puts(out, "false()");
		return word_test(out, subject, value);
	case '|':
		str_printf(out, "(%s=", s);
		literal(out, value);
		str_printf(out, " or starts-with(%s,", s);
		str_putc(value, '-');
		literal(out, value);
		return str_puts(out, "))");
	case '^':
	case '*':
		str_printf(out, "%s(%s,",
			op == '^' ? "starts-with" : "contains", s);
		literal(out, value);
		return str_puts(out, ")");
	case '$':
		str_printf(out, "substring(%s,string-length(%s)-%zu)=", s, s,
			n - 1);
		return literal(out, value);
	default:
		str_printf(out, "%s=", s);
		return literal(out, value);
	}
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

static int attribute_test(struct css_reader *c, struct str *out,
	const struct str *attribute, struct str *value)
{
	struct str at = { 0 }, subject = { 0 };
	bool fold = compares_any_case(attribute);
	char op = css_token_peek(c, 0);
	int rc;

	str_puts(value, "");
	css_attribute_name_test(&at, "@", attribute);
	if (op == ']' || c->at == c->end) {
		rc = str_puts(out, at.p);
		goto done;
	}
	if (op != '=' &&
		(strchr("~|^$*", op) == NULL || css_token_peek(c, 1) != '=')) {
		rc = css_token_expected(c, _("']' or one of = ~= |= ^= $= *="));
		goto done;
	}
	c->at += op == '=' ? 1 : 2;
	rc = attribute_value(c, value);
	if (rc != 0)
		goto done;
	case_flag(c, &fold);
	if (fold)
		css_token_lower_case(value);
	folded(&subject, &at, fold);
	/* An absent attribute is no empty one. */
	str_printf(out, "(%s and ", at.p);
	rc = compare(out, op, &subject, value);
	str_puts(out, ")");
done:
	str_release(&at);
	str_release(&subject);
	return rc;
}

/* Behind "[". */
int css_attribute_read(struct css_reader *c, struct str *out)
{
	struct str what = { 0 }, value = { 0 };
	int rc;

	css_token_skip_space(c);
	rc = css_token_ident(c, &what, _("the name of an attribute"));
	if (rc != 0)
		goto done;
	css_token_lower_case(&what);
	css_token_skip_space(c);
	if (css_token_peek(c, 0) == '|' && css_token_peek(c, 1) != '=')
		rc = css_token_unsupported(c, _("a namespace"));
	else
		rc = attribute_test(c, out, &what, &value);
	css_token_skip_space(c);
	if (rc == 0 && c->at < c->end && !css_token_take(c, ']'))
		rc = css_token_expected(c, "']'");
done:
	str_release(&what);
	str_release(&value);
	return rc;
}

/* ".name" and "#name", at its first character. */
int css_attribute_class_or_id(struct css_reader *c, struct str *out)
{
	bool class = *c->at++ == '.';
	struct str value = { 0 }, subject = { 0 }, at = { 0 };
	int rc = 0;

	if (class || css_token_starts_ident(c))
		rc = css_token_ident(c, &value, _("the name of a class"));
	else
		rc = css_token_expected(c, _("the name of an id"));
	if (rc != 0)
		goto done;
	if (c->quirks)
		css_token_lower_case(&value);
	str_puts(&at, class ? "@class" : "@id");
	folded(&subject, &at, c->quirks);
	if (class) {
		rc = word_test(out, &subject, &value);
	} else {
		str_printf(out, "%s=", subject.p);
		rc = literal(out, &value);
	}
done:
	str_release(&value);
	str_release(&subject);
	str_release(&at);
	return rc;
}
