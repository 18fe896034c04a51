/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/cursor.h"

#include <string.h>

size_t cursor_left(const struct cursor *c)
{
	return (size_t)(c->end - c->p);
}

void cursor_pass_spaces(struct cursor *c)
{
	while (c->p < c->end && *c->p == ' ')
		c->p++;
}

bool cursor_starts(const struct cursor *c, const char *text)
{
	size_t n;

	/* Mostly its first byte tells. */
	if (c->p == c->end || *c->p != *text)
		return *text == '\0';
	n = strlen(text);
	return cursor_left(c) >= n && memcmp(c->p, text, n) == 0;
}

bool cursor_pass(struct cursor *c, const char *text)
{
	if (!cursor_starts(c, text))
		return false;
	c->p += strlen(text);
	return true;
}

bool cursor_find(struct cursor *c, const char *text)
{
	const char *at = memmem(c->p, cursor_left(c), text, strlen(text));

	if (at == NULL)
		return false;
	c->p = at + strlen(text);
	return true;
}

size_t cursor_copy(char *out, size_t room, const char *text, size_t len)
{
	size_t n = len < room ? len : room - 1;

	if (n > 0)
		memcpy(out, text, n);
	out[n] = '\0';
	return n;
}

size_t cursor_word(struct cursor *c, char *out, size_t room)
{
	const char *from;

	cursor_pass_spaces(c);
	from = c->p;
	while (c->p < c->end && *c->p != ' ')
		c->p++;
	return cursor_copy(out, room, from, (size_t)(c->p - from));
}

size_t cursor_until(struct cursor *c, char delimiter, char *out, size_t room)
{
	const char *from = c->p;
	const char *end = cursor_left(c) > 0
				  ? memchr(from, delimiter, cursor_left(c))
				  : NULL;

	c->p = end != NULL ? end + 1 : c->end;
	return cursor_copy(
		out, room, from, (size_t)((end != NULL ? end : c->end) - from));
}
