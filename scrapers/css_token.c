/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names, strings and escapes of CSS Syntax Level 3, section 4.3.
 */
#include "scrapers/css_token.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"

/* Numbers beyond this count as this. */
enum { LARGEST = 1000000 };

/* ---- refusals --------------------------------------------------------- */

static size_t column(const struct css_reader *c)
{
	return utf8_count(c->text, (size_t)(c->at - c->text)) + 1;
}

int css_token_expected(const struct css_reader *c, const char *what)
{
	if (c->at < c->end)
		return err_set(ERR_INVALID,
			_("selector '%s': column %zu: expected %s"), c->text,
			column(c), what);
	return err_set(ERR_INVALID,
		_("selector '%s' ends where there should be %s"), c->text,
		what);
}

int css_token_unsupported(const struct css_reader *c, const char *feature)
{
	return err_set(ERR_INVALID,
		_("selector '%s': column %zu: '%s' is not supported"), c->text,
		column(c), feature);
}

/* ---- characters ------------------------------------------------------- */

bool css_token_is_space(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r' ||
	       ch == '\f';
}

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

static bool is_hex(char ch)
{
	return is_digit(ch) || (ch >= 'a' && ch <= 'f') ||
	       (ch >= 'A' && ch <= 'F');
}

bool css_token_is_name_start(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
	       ch == '_' || (unsigned char)ch >= 0x80;
}

bool css_token_is_name(char ch)
{
	return css_token_is_name_start(ch) || is_digit(ch) || ch == '-';
}

char css_token_lower(char ch)
{
	return ch >= 'A' && ch <= 'Z' ? (char)(ch + 32) : ch;
}

char css_token_peek(const struct css_reader *c, size_t ahead)
{
	return (size_t)(c->end - c->at) > ahead ? c->at[ahead] : '\0';
}

bool css_token_take(struct css_reader *c, char ch)
{
	if (css_token_peek(c, 0) != ch || c->at == c->end)
		return false;
	c->at++;
	return true;
}

bool css_token_skip_space(struct css_reader *c)
{
	const char *from = c->at;

	while (c->at < c->end && css_token_is_space(*c->at))
		c->at++;
	return c->at > from;
}

/* ---- tokens ----------------------------------------------------------- */

static bool starts_escape(const struct css_reader *c, size_t ahead)
{
	return css_token_peek(c, ahead) == '\\' &&
	       css_token_peek(c, ahead + 1) != '\n';
}

bool css_token_starts_ident(const struct css_reader *c)
{
	size_t i = css_token_peek(c, 0) == '-' ? 1 : 0;

	return css_token_is_name_start(css_token_peek(c, i)) ||
	       starts_escape(c, i) || (i == 1 && css_token_peek(c, 1) == '-');
}

/* Behind a backslash: one to six hexadecimal digits and one space, or any
 * character. */
static void escape(struct css_reader *c, struct str *out)
{
	char digits[7] = "";
	uint32_t cp;
	size_t n = 0;

	while (n < 6 && is_hex(css_token_peek(c, 0)))
		digits[n++] = *c->at++;
	if (n > 0) {
		if (c->at < c->end && css_token_is_space(*c->at))
			c->at++;
		cp = (uint32_t)strtoul(digits, NULL, 16);
		utf8_put(out, cp != 0 ? cp : UTF8_REPLACEMENT);
	} else if (c->at < c->end) {
		n = utf8_decode(&cp, c->at, (size_t)(c->end - c->at));
		utf8_put(out, cp);
		c->at += n;
	} else {
		utf8_put(out, UTF8_REPLACEMENT);
	}
}

/* The rest of a name; nothing is read when there is none. */
static void name(struct css_reader *c, struct str *out)
{
	while (c->at < c->end) {
		if (css_token_is_name(*c->at)) {
			str_putc(out, *c->at++);
		} else if (starts_escape(c, 0)) {
			c->at++;
			escape(c, out);
		} else {
			break;
		}
	}
}

int css_token_ident(struct css_reader *c, struct str *out, const char *what)
{
	if (!css_token_starts_ident(c))
		return css_token_expected(c, what);
	name(c, out);
	return 0;
}

/* A string up to its quote or the end of the selector. */
int css_token_string(struct css_reader *c, struct str *out)
{
	char quote = *c->at++;

	while (c->at < c->end && !css_token_take(c, quote)) {
		if (*c->at == '\n')
			return css_token_expected(
				c, _("the end of the string"));
		if (*c->at != '\\') {
			str_putc(out, *c->at++);
			continue;
		}
		c->at++;
		if (c->at < c->end && !css_token_take(c, '\n'))
			escape(c, out);
	}
	return 0;
}

bool css_token_take_word(struct css_reader *c, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(c->end - c->at) < n || strncasecmp(c->at, word, n) != 0 ||
		css_token_is_name(css_token_peek(c, n)))
		return false;
	c->at += n;
	return true;
}

bool css_token_number(struct css_reader *c, long *out)
{
	long v = 0;

	if (!is_digit(css_token_peek(c, 0)))
		return false;
	while (is_digit(css_token_peek(c, 0))) {
		v = v * 10 + (*c->at++ - '0');
		if (v > LARGEST)
			v = LARGEST;
	}
	*out = v;
	return true;
}

void css_token_lower_case(struct str *s)
{
	for (size_t i = 0; i < s->len; i++)
		s->p[i] = css_token_lower(s->p[i]);
}
