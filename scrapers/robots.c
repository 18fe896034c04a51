/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 *	User-agent: constat		# a group: one or more names,
 *	User-agent: other
 *	Disallow: /private/		# then its rules
 *	Allow: /private/terms$
 *
 *	User-agent: *
 *	Disallow: /old
 *
 * Groups of the same name are one. Patterns and addresses are compared in one
 * normal form (RFC 9309, 2.2.2): what RFC 3986 calls unreserved is written as
 * itself, everything else that came as %XX in upper case, bytes beyond ASCII
 * as %XX. A "*" or "$" that an address holds is %2A or %24 there.
 */
#include "scrapers/robots.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

static bool is_unreserved(unsigned char c)
{
	return c > ' ' && c < 0x80 && (isalnum(c) || strchr("-._~", c) != NULL);
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Appends the normal form of text; `special` are written as %XX. */
static void normalise(
	struct str *out, const char *text, size_t len, const char *special)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		bool encoded = c == '%' && len - i > 2 &&
			       hex_value(text[i + 1]) >= 0 &&
			       hex_value(text[i + 2]) >= 0;

		if (encoded) {
			c = (unsigned char)(hex_value(text[i + 1]) * 16 +
					    hex_value(text[i + 2]));
			i += 2;
		}
		if (encoded ? !is_unreserved(c)
			    : c >= 0x80 || c <= ' ' || c == 0x7F ||
					strchr(special, c) != NULL)
			str_printf(out, "%%%02X", c);
		else
			str_putc(out, (char)c);
	}
}

/* --- reading --- */

/* Where the reader is. */
struct state {
	struct robots *all, *ours; /* rules for everybody, and by our name */
	const char *agent;
	bool in_names;	      /* the last line that counts was a name */
	bool for_all, for_us; /* the group that is being read */
};

static void trim(const char **text, size_t *len)
{
	while (*len > 0 && (**text == ' ' || **text == '\t')) {
		++*text;
		--*len;
	}
	while (*len > 0 &&
		((*text)[*len - 1] == ' ' || (*text)[*len - 1] == '\t'))
		--*len;
}

/* Letters, "-" and "_"; what follows ("/1.0") does not count. */
static size_t token_length(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && (isalpha((unsigned char)text[n]) || text[n] == '-' ||
				  text[n] == '_'))
		n++;
	return n;
}

static void take_name(struct state *s, const char *name, size_t len)
{
	size_t n = token_length(name, len);

	if (!s->in_names)
		s->for_all = s->for_us = false;
	s->in_names = true;
	if (len > 0 && name[0] == '*' &&
		(len == 1 || name[1] == ' ' || name[1] == '\t'))
		s->for_all = true;
	if (n == strlen(s->agent) && strncasecmp(name, s->agent, n) == 0) {
		s->for_us = true;
		s->ours->named = true;
	}
}

static void add_rule(
	struct robots *r, bool allow, const char *pattern, size_t len)
{
	struct robots_rule rule = { .at = r->patterns.len, .allow = allow };

	rule.ends = pattern[len - 1] == '$';
	normalise(&r->patterns, pattern, len - rule.ends, "$");
	rule.len = r->patterns.len - rule.at;
	r->v = mem_grow(r->v, &r->cap, r->n + 1, sizeof(*r->v));
	r->v[r->n++] = rule;
}

/* An empty pattern matches nothing; one that begins like no address can only
 * be a slip. */
static void take_rule(
	struct state *s, bool allow, const char *pattern, size_t len)
{
	s->in_names = false;
	if (len == 0 || (pattern[0] != '/' && pattern[0] != '*'))
		return;
	if (s->for_us)
		add_rule(s->ours, allow, pattern, len);
	if (s->for_all)
		add_rule(s->all, allow, pattern, len);
}

static bool is_key(const char *text, size_t len, const char *key)
{
	return len == strlen(key) && strncasecmp(text, key, len) == 0;
}

static void take_line(struct state *s, const char *line, size_t len)
{
	const char *hash = memchr(line, '#', len), *colon, *value;
	size_t key, n;

	if (hash != NULL)
		len = (size_t)(hash - line);
	colon = memchr(line, ':', len);
	if (colon == NULL)
		return;
	key = (size_t)(colon - line);
	value = colon + 1;
	n = len - key - 1;
	trim(&line, &key);
	trim(&value, &n);
	if (is_key(line, key, "user-agent"))
		take_name(s, value, n);
	else if (is_key(line, key, "allow"))
		take_rule(s, true, value, n);
	else if (is_key(line, key, "disallow"))
		take_rule(s, false, value, n);
}

static bool is_end(char c)
{
	return c == '\r' || c == '\n';
}

void robots_read(
	struct robots *out, const char *text, size_t len, const char *agent)
{
	static const char bom[] = "\xEF\xBB\xBF";
	struct robots all = { 0 }, ours = { 0 };
	struct state s = { .all = &all, .ours = &ours, .agent = agent };
	size_t at = 0, end;

	if (len >= sizeof(bom) - 1 && memcmp(text, bom, sizeof(bom) - 1) == 0)
		at = sizeof(bom) - 1;
	for (; at < len && at < ROBOTS_BYTES; at = end + 1) {
		end = at;
		while (end < len && end < ROBOTS_BYTES && !is_end(text[end]))
			end++;
		if (end < len && end >= ROBOTS_BYTES)
			break; /* a line that is cut could say anything */
		take_line(&s, text + at, end - at);
	}
	robots_release(out);
	*out = ours.named ? ours : all;
	robots_release(ours.named ? &all : &ours);
}

void robots_release(struct robots *r)
{
	free(r->v);
	str_release(&r->patterns);
	*r = (struct robots){ 0 };
}

/* --- matching --- */

static bool ends_with(const char *text, size_t len, const char *part, size_t n)
{
	return n <= len && memcmp(text + len - n, part, n) == 0;
}

/* The parts between the stars are sought one behind the other, each as early
 * as it can be: linear in the text. */
static bool matches(
	const char *p, size_t plen, bool ends, const char *text, size_t len)
{
	bool first = true;

	for (;;) {
		const char *star = memchr(p, '*', plen), *found;
		size_t n = star != NULL ? (size_t)(star - p) : plen;

		if (star == NULL && ends)
			return first ? n == len && memcmp(p, text, n) == 0
				     : ends_with(text, len, p, n);
		found = first ? (n <= len && memcmp(p, text, n) == 0 ? text
								     : NULL)
			      : memmem(text, len, p, n);
		if (found == NULL || star == NULL)
			return found != NULL;
		len -= (size_t)(found - text) + n;
		text = found + n;
		p += n + 1;
		plen -= n + 1;
		first = false;
	}
}

bool robots_allows(const struct robots *r, const char *target)
{
	size_t len = strlen(target), best = 0;
	bool whole = len <= ROBOTS_TARGET, allowed = true;
	struct str text;

	if (r->n == 0 || strcmp(target, "/robots.txt") == 0)
		return true;
	str_init(&text, 0);
	normalise(&text, target, whole ? len : ROBOTS_TARGET, "*$");
	for (size_t i = 0; i < r->n; i++) {
		const struct robots_rule *rule = &r->v[i];

		size_t n = rule->len + rule->ends;

		if (n < best || (n == best && !rule->allow) ||
			(rule->ends && !whole))
			continue;
		if (!matches(r->patterns.p + rule->at, rule->len, rule->ends,
			    text.p, text.len))
			continue;
		best = n;
		allowed = rule->allow;
	}
	str_release(&text);
	return allowed;
}
